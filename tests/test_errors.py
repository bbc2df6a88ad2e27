"""How a problem is shown: the line, cut where it is long, and a caret that stands under the fault."""

from __future__ import annotations

from detente.errors import SHOWN, Place, Problem, in_file_order


def shown(source: str, column: int, length: int = 1) -> tuple[str, str]:
    """The line and the line with the caret, without the margin for the number."""
    problem = Problem("rule_shape", Place("a.yaml", 3, column, length, source))
    lines = problem.render().splitlines()
    assert lines[1].startswith("     3 | ")
    assert lines[2].startswith("       | ")
    return lines[1][9:], lines[2][9:]


def test_the_caret_stands_under_the_fault() -> None:
    line, caret = shown("rules: {r: {if: a.b}}", 12, 9)
    assert line[caret.index("^") : caret.index("^") + caret.count("^")] == "{if: a.b}"


def test_tabs_stay_tabs() -> None:
    assert shown("\tr:\t{if: a.b}", 5, 9) == ("\tr:\t{if: a.b}", "\t  \t^^^^^^^^^")


def test_wide_and_combining_characters_count_as_they_are_shown() -> None:
    assert shown("日本: x", 5)[1] == "      ^"
    assert shown("日本: x", 1, 2)[1] == "^^^^"
    assert shown("e\u0301a: x", 5)[1] == "   ^"


def test_a_caret_may_stand_behind_the_line() -> None:
    assert shown("a: b and", 9) == ("a: b and", "        ^")


def test_a_long_line_is_cut_around_the_fault() -> None:
    source = "x" * 1_000 + "HERE" + "y" * 1_000
    line, caret = shown(source, 1_001, 4)
    assert len(line) == SHOWN + 2
    assert line[0] == line[-1] == "…"
    assert line[caret.index("^") :].startswith("HERE")
    assert shown(source, 1)[0] == "x" * SHOWN + "…"
    line, caret = shown(source, 2_004)
    assert line == "…" + "y" * SHOWN
    assert len(caret) == len(line)


def test_what_a_terminal_would_obey_is_not_printed() -> None:
    assert shown("a: \x1b[31m\u202eb", 4)[0] == "a: \ufffd[31m\ufffdb"


def test_a_problem_of_a_variant_says_so() -> None:
    problem = Problem("rule_shape", Place("a.yaml", 3), part="variants.y2016")
    assert problem.render().startswith("a.yaml:3  error in variants.y2016: ")
    assert problem.as_data()["part"] == "variants.y2016"


def test_problems_are_told_once_in_the_order_of_the_file() -> None:
    def at(line: int, column: int, **params: int) -> Problem:
        return Problem("levels_few", Place("a.yaml", line, column), dict(params))

    problems = [at(9, 1), at(2, 7), at(2, 3, count=1), at(2, 3, count=0), at(9, 1)]
    assert in_file_order(problems) == [at(2, 3, count=1), at(2, 3, count=0), at(2, 7), at(9, 1)]


def test_another_package_brings_its_own_words() -> None:
    words = {"says": {"en": "two names are expected", "ar": "يُنتظر اسمان"}, "mend": "write: usa iran"}
    problem = Problem("duel_form", Place("a.duel", 1, 1, 3, "usa"), words)
    assert (problem.message(), problem.message("ar")) == ("two names are expected", "يُنتظر اسمان")
    assert problem.remedy("ar") == problem.remedy() == "write: usa iran"
    assert problem.render().splitlines()[0] == "a.duel:1:1  error: two names are expected"
    assert Problem("duel_form", None, {"says": "no"}).render() == "error: no"
