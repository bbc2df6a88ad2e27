"""Names as people write them: other scripts, spaces, dots, keywords, numbers; and what cannot be a name."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from detente.load import Checked, check_text


def read(text: str) -> Checked:
    """The text checked, every message said."""
    checked = check_text(text, Path("nowhere"))
    for problem in checked.problems:
        assert problem.render()
    return checked


def codes(text: str) -> list[str]:
    return [problem.code for problem in read(text).problems]


GRAPH = """\
detente: 1
actors: {india: , pakistan: }
outcomes: [1, 2, 3]
moves: {india: [[1, 2], [2, 3]], pakistan: [[3, 1]]}
status_quo: 1
preferences:
  india: {ranking: [[3], [1, 2]]}
  pakistan: {priorities: [1, "`2` or `1`"]}
questions: {war: 3, no_war: not `3`}
statements: {armed: "`2` or `3`"}
"""


def test_outcomes_can_be_numbers() -> None:
    checked = read(GRAPH)
    assert checked.problems == ()
    assert checked.case is not None
    assert list(checked.case.situation.outcomes or ()) == ["1", "2", "3"]


def test_a_bare_number_in_a_longer_statement_says_how_to_write_it() -> None:
    (problem,) = read(GRAPH.replace("not `3`", "not 3")).problems
    assert problem.code == "number_is_name"
    assert "`3`" in problem.remedy()


def test_outcomes_can_have_spaces_and_keywords_for_names() -> None:
    text = (
        GRAPH.replace("1", "cold peace")
        .replace("2", "not")
        .replace("3", "War!")
        .replace("detente: cold peace", "detente: 1")
    )
    assert codes(text) == []


def test_levels_can_be_numbers() -> None:
    text = """\
detente: 1
actors: {usa: , china: }
options:
  usa: {tariff: {levels: [0, 10, 25]}}
  china: {answer: {levels: {0: none, 1.5: some, true: all of it}}}
status_quo: {usa.tariff: 10, china.answer: 0}
preferences:
  usa: {points: {usa.tariff: {0: 1, 10: 2, 25: 3}, china.answer: {0: 3, 1.5: 1, true: 0}}}
  china: {priorities: [usa.tariff == 0, usa.tariff < 25, china.answer != 1.5, usa.tariff <= 10.0]}
statements: {all: china.answer == `true`}
"""
    assert codes(text) == []
    assert codes(text.replace("usa.tariff < 25", "usa.tariff < 20")) == ["level_unknown"]


def test_keywords_are_names_in_backticks() -> None:
    text = """\
detente: 1
actors: {and: , true: }
options:
  and: {or: , max: , yes: }
  true: {levels: , text: , cites: }
statements: {abs: "`and`.`or` and not `and`.`max`", if: "`true`.levels or `and`.yes"}
preferences:
  and: {priorities: ["`abs`", "`true`.text"]}
  true: {priorities: ["`if`", not `true`.cites]}
"""
    assert codes(text) == []


def test_names_with_dots_and_spaces() -> None:
    text = """\
detente: 1
actors: {U.S.: , P. R. China: }
options:
  U.S.: {no. 1: , Air strike: }
  P. R. China: {invade: }
status_quo: {"`U.S.`.Air strike": no, P. R. China.invade: no}
statements: {war: "`U.S.`.`Air strike` and `P. R. China`.invade", plan: "`U.S.`.`no. 1`"}
preferences:
  U.S.: {goals: {no. 1: {avoid: war, weight: 2}, plan. b: {want: plan, weight: 1}}}
  P. R. China: {priorities: [not war]}
"""
    found = codes(text)
    assert found == ["reference_unknown"]
    assert codes(text.replace("P. R. China.invade: no", '"`P. R. China`.invade": no')) == []


def test_a_formula_fault_stands_at_its_place_though_names_have_dots() -> None:
    text = """\
detente: 1
actors: {U.S.: , China: }
options: {U.S.: {strike: }, China: {invade: }}
preferences:
  U.S.: {goals: {no. 1: {avoid: China.invade, weight: 1 / 0}, calm: {avoid: "`U.S.`.strike", weight: 1}}}
  China: {priorities: [China.invade, not `U.S.`.strike]}
"""
    (problem,) = read(text).problems
    assert problem.code == "formula_not_finite_here"
    assert problem.place is not None
    assert problem.place.source[problem.place.column - 1 :].startswith("1 / 0")


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def test_one_name_in_two_unicode_forms_is_one_name() -> None:
    (problem,) = read(f"detente: 1\nactors: {{Québec: , {nfd('Québec')}: }}\n").problems
    assert problem.code == "key_twice"
    text = f"""\
detente: 1
actors: {{Québec: , canada: }}
options: {{{nfd("Québec")}: {{sécession: }}, canada: {{accord: }}}}
status_quo: {{{nfd("Québec.sécession")}: no}}
statements: {{fin: {nfd("Québec.sécession")}}}
preferences: {{{nfd("Québec")}: {{priorities: [fin]}}, canada: {{priorities: [not fin, canada.accord]}}}}
"""
    assert codes(text) == []
    graph = f"detente: 1\nactors: {{a: }}\noutcomes: [café, x]\nmoves: {{a: [[x, {nfd('café')}]]}}\n"
    assert codes(f"{graph}preferences: {{a: {{ranking: [[{nfd('café')}], [x]]}}}}\n") == []


@pytest.mark.parametrize(
    "mark",
    [
        "\\u202e",
        "\\u200f",
        "\\u061c",
        "\\u2066",
        "\\u200b",
        "\\xad",
        "\\ufeff",
        "\\u2028",
        "\\ue000",
        "\\xa0",
    ],
)
def test_marks_nobody_sees_are_refused_in_names_and_statements(mark: str) -> None:
    (problem,) = read(f'detente: 1\nactors: {{"iran{mark}x": , usa: }}\n').problems
    assert problem.code == "name_characters"
    assert "U+" in problem.message()
    if mark not in ("\\u2028", "\\xa0"):
        options = "detente: 1\nactors: {iran: , usa: }\noptions: {iran: {enrich: }}\n"
        assert codes(f'{options}statements: {{s: "iran.{mark}enrich"}}') == ["mark_invisible"]


@pytest.mark.parametrize("joiner", ["\\u200c", "\\u200d"])
def test_joiners_belong_to_the_spelling_inside_a_name_and_nowhere_else(joiner: str) -> None:
    named = f'detente: 1\nactors: {{"می{joiner}خواهد": , usa: }}\n'
    assert read(named).problems == ()
    for name in (f"{joiner}iran", f"iran{joiner}"):
        (problem,) = read(f'detente: 1\nactors: {{"{name}": , usa: }}\n').problems
        assert problem.code == "name_characters"


@pytest.mark.parametrize("name", ['" iran"', '"iran "', '"ir`an"', '"iran\\n"', '"iran\\t2"', '"\\0"'])
def test_other_names_that_cannot_be(name: str) -> None:
    assert codes(f"detente: 1\nactors: {{{name}: , usa: }}\n") == ["name_characters"]


def test_arabic_hebrew_chinese_and_devanagari_names_need_no_backticks() -> None:
    for actor, option in (
        ("اليابان", "شراكة"),
        ("ישראל", "נסיגה"),
        ("日本", "合作"),
        ("भारत", "वार्ता"),
        ("Ελλάδα", "ναι_2"),
    ):
        text = f"detente: 1\nactors: {{{actor}: }}\noptions: {{{actor}: {{{option}: }}}}\n"
        assert codes(f"{text}preferences: {{{actor}: {{priorities: [not {actor}.{option}]}}}}\n") == []


# Names that stand for names ------------------------------------------------------------------------------------------

HEAD = "detente: 1\nactors: {a: }\noptions: {a: {x: , y: }}\npreferences: {a: {priorities: [a.x, a.y]}}\n"


def statements(*lines: str) -> list[str]:
    return codes(f"{HEAD}statements:\n" + "".join(f"  {line}\n" for line in lines))


def test_a_long_chain_is_refused_once_and_a_shorter_one_works() -> None:
    long = [f"s{n}: s{n + 1} or a.x" for n in range(2_000)]
    assert statements(*long, "s2000: a.y") == ["written_out_large"]
    short = [f"s{n}: not s{n + 1}" for n in range(60)]
    assert statements(*short, "s60: a.y") == []


def test_statements_that_double_are_refused() -> None:
    doubling = [f"s{n}: s{n + 1} and s{n + 1}" for n in range(60)]
    assert statements(*doubling, "s60: a.y") == ["written_out_large"]
    all_after = [f"s{n}: {' or '.join(f's{m}' for m in range(n + 1, 61))}" for n in range(60)]
    assert statements(*all_after, "s60: a.y") == ["written_out_large"]


def test_drivers_that_double_are_refused() -> None:
    lines = "".join(f"  d{n}: d{n + 1} + d{n + 1}\n" for n in range(60))
    assert codes(f"{HEAD}drivers:\n{lines}  d60: 1\n") == ["written_out_large"]


def test_each_circle_is_told_once() -> None:
    assert statements("p: not q", "q: not p", "r: p and s", "s: r", "t: t", "u: t or p") == ["statement_circle"] * 3
    big = [f"s{n}: s{(n + 1) % 3_000}" for n in range(3_000)]
    assert statements(*big) == ["statement_circle"]


def test_the_number_of_agreements_does_no_harm() -> None:
    agreements = "".join(f"  g{n}: {{parties: [a, b], terms: {{t: }}}}\n" for n in range(30))
    rule = ", ".join(f"g{n}.t" for n in range(30))
    text = f"""\
detente: 1
actors: {{a: , b: }}
options: {{a: {{x: }}, b: {{y: }}}}
agreements:
{agreements}
rules: {{one: {{at_most_one: [{rule}]}}}}
preferences: {{a: {{priorities: [g0.t, not a.x]}}, b: {{priorities: [a.x, b.y]}}}}
"""
    assert codes(text) == []
