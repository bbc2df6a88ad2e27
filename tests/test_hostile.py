"""Files that are odd, huge or hostile: each gets its message (or is read as it should be), and quickly."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pytest

from detente.cases import find_case
from detente.errors import DetenteError, Problem
from detente.load import Checked, check, check_text
from detente.situation.reading.nodes import read_document
from detente.situation.reading.read import read_text
from tests.fuzz.past import book

NILE = """\
detente: 1
actors: {egypt: , ethiopia: }
options:
  egypt: {appeal: go to the Security Council}
  ethiopia: {fill: fill the reservoir}
preferences:
  egypt: {priorities: [not ethiopia.fill, egypt.appeal]}
  ethiopia: {priorities: [ethiopia.fill, not egypt.appeal]}
"""
SPEECH = "The water is ours and the dam will be filled.\n"


def codes(problems: Checked | tuple[Problem, ...]) -> list[str]:
    found = problems.problems if isinstance(problems, Checked) else problems
    return [problem.code for problem in found]


def read(text: str | bytes) -> list[str]:
    """Codes of all problems of a text, each message said."""
    checked = check_text(text, Path("nowhere"))
    for problem in checked.problems:
        assert problem.render()
    return codes(checked)


def test_the_situation_below_is_sound() -> None:
    assert read(NILE) == []


# Sources -------------------------------------------------------------------------------------------------------------


def with_source(folder: Path, file: str) -> list[str]:
    text = f"{NILE}sources: {{speech: {{file: '{file}'}}}}\n"
    text += (
        "ties: {dam: {between: [egypt, ethiopia], kind: dam, sign: negative, cites: [{source: speech, quote: ours}]}}"
    )
    return codes(check_text(text, folder))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "case"
    inside.mkdir()
    (inside / "speech.txt").write_text(SPEECH)
    (tmp_path / "secret.txt").write_text(SPEECH)
    return inside


@pytest.mark.parametrize(
    "file",
    ["../secret.txt", "sub/../../secret.txt", "/etc/passwd", "..\\secret.txt", "C:\\secret.txt", "sub/../speech.txt"],
)
def test_a_path_that_leads_out_is_refused(folder: Path, file: str) -> None:
    assert with_source(folder, file) == ["path_outside"]


def test_a_link_that_leads_out_is_refused_and_one_that_stays_is_followed(folder: Path) -> None:
    (folder / "out.txt").symlink_to("../secret.txt")
    (folder / "in.txt").symlink_to("speech.txt")
    (folder / "up").symlink_to("..", target_is_directory=True)
    assert with_source(folder, "out.txt") == ["path_outside"]
    assert with_source(folder, "up/secret.txt") == ["path_outside"]
    assert with_source(folder, "in.txt") == []


def test_a_link_that_leads_to_itself_is_no_crash(folder: Path) -> None:
    (folder / "loop.txt").symlink_to("loop.txt")
    assert with_source(folder, "loop.txt") in (["source_unreadable"], ["source_missing"])


@pytest.mark.parametrize(("file", "code"), [(".", "source_not_file"), ("x" * 300, "source_unreadable")])
def test_what_is_no_readable_file_is_refused(folder: Path, file: str, code: str) -> None:
    assert with_source(folder, file) == [code]


def test_a_nul_in_a_path_is_no_crash(folder: Path) -> None:
    text = f'{NILE}sources: {{speech: {{file: "a\\0b"}}}}'
    assert codes(check_text(text, folder)) == ["source_unreadable"]


def test_a_special_file_is_not_read(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    assert with_source(folder, "pipe") == ["source_not_file"]


def test_a_source_over_the_limit_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.evidence.sources.MAX_SOURCE_BYTES", 10)
    assert with_source(folder, "speech.txt") == ["source_large"]


LOCKS = [
    "", "[]", "{}", '{"sources": []}', '{"sources": {"speech": {"quotes": {"ours": 3}}}}',
    '{"sources": {"speech": {"claims": {"C1": {}}}}}', "\udcff", "[" * 100_000,
]  # fmt: skip


@pytest.mark.parametrize("lock", LOCKS)
def test_a_damaged_lock_file_is_said_once(folder: Path, lock: str) -> None:
    (folder / "sources.lock.json").write_bytes(lock.encode("utf-8", "surrogateescape"))
    assert with_source(folder, "speech.txt") == ["lock_broken"]


# The file itself -----------------------------------------------------------------------------------------------------


def test_a_workbook_is_told_what_it_would_have_to_hold(tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").write_bytes(book("<sheetData><row r='1'><c r='A1'><v>1</v></c></row></sheetData>"))
    (problem,) = check(tmp_path / "b.xlsx", kinds=("situation", "positions")).problems
    assert problem.render("en") == (
        "b.xlsx  error: the table has no line with a position\n"
        "       = write a heading such as actor,position,capability,salience and a line for each actor; of a workbook, "
        "on its first sheet"
    )


def test_what_is_there_but_no_file_is_not_said_to_be_missing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    for name, reason in (("pipe", "it is no file but a pipe or a device"), ("loop", "links lead in a circle")):
        (problem,) = check(tmp_path / f"{name}.yaml").problems
        assert reason in problem.message("en")


@pytest.mark.parametrize("file", ["x" * 5_000, "a\0b", "", "no/such/case"])
def test_an_impossible_path_is_said(file: str) -> None:
    with suppress(DetenteError):
        assert codes(check(file)) == ["file_unreadable"]


def test_a_folder_that_may_not_be_entered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_file", refuse)
    assert find_case(tmp_path / "a.yaml") == tmp_path / "a.yaml"


@pytest.mark.parametrize("change", [
    lambda text: text.replace("\n", "\r\n"),
    lambda text: text.replace("\n", "\r"),
    lambda text: "\ufeff" + text,
    lambda text: text + "...\n",
    lambda text: "---\n" + text,
    lambda text: "%YAML 1.2\n---\n" + text,
    lambda text: text.rstrip("\n"),
])  # fmt: skip
def test_line_ends_and_marks_make_no_difference(change: object) -> None:
    assert read(change(NILE)) == []  # type: ignore[operator]


def test_places_are_right_with_other_line_ends() -> None:
    for end in ("\n", "\r\n", "\r"):
        (problem,) = check_text(NILE.replace("\n", end) + "titel: the dam", Path()).problems
        assert str(problem.place) == "situation.yaml:9:1"
        assert problem.place is not None
        assert problem.place.source == "titel: the dam"


@pytest.mark.parametrize(("text", "code"), [
    ("", "file_empty"),
    ("\n\n", "file_empty"),
    ("# notes\n# more notes\n", "file_empty"),
    ("---\n", "file_empty"),
    ("null", "file_empty"),
    ("detente", "file_not_map"),
    ("[]", "file_not_map"),
    (NILE + "---\n" + NILE, "documents_many"),
    (NILE.replace("  egypt", "\tegypt"), "tab_indent"),
    (b"\xff\xfed\x00e\x00", "not_utf8"),
    (NILE + "title: \x00", "character_forbidden"),
    (NILE + "title: \ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "character_forbidden"),
])  # fmt: skip
def test_a_file_that_is_no_situation(text: str | bytes, code: str) -> None:
    assert read(text) == [code]


def test_a_bomb_of_aliases_is_stopped() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    document = read_document("\n".join(lines).encode(), "bomb.yaml")
    assert [problem.code for problem in document.problems] == ["nodes_many"]


def test_a_chain_of_aliases_is_no_way_around_the_depth() -> None:
    lines = ["a0: &a0 [x]", *(f"a{n}: &a{n} [[[[[[[[[*a{n - 1}]]]]]]]]]" for n in range(1, 400))]
    assert read("\n".join(lines)) == ["nesting_deep"]


@pytest.mark.parametrize("text", ["a: &a [*a]", "a: &a {b: *a}", "&a [&b [*a, *b]]", "a: *b\nb: &b 3"])
def test_an_alias_of_itself_is_refused(text: str) -> None:
    assert read(text) == ["alias_unknown"]


@pytest.mark.parametrize("open_", ["[", "{a: ", "- ", "? ", "[{a: "])
def test_deep_nesting_is_stopped(open_: str) -> None:
    assert read(open_ * 5_000) == ["nesting_deep"]


def test_a_very_long_line_is_read_and_shown_in_part() -> None:
    text = f"{NILE}note: {'word ' * 200_000}\ntitel: {'long ' * 200_000}"
    checked = check_text(text, Path())
    assert codes(checked) == ["key_unknown"]
    assert all(len(line) < 1_000 for line in checked.problems[0].render().splitlines())


def test_nothing_in_a_message_can_steer_a_terminal() -> None:
    text = NILE.replace("egypt:", '"egypt\\e[31m":', 1) + 'options.x\x1b: "\\u202Eabc"'.replace("\x1b", "")
    for problem in check_text(text, Path()).problems:
        assert "\x1b" not in problem.render()
        assert "\u202e" not in problem.render()


# Numbers -------------------------------------------------------------------------------------------------------------


def number(written: str) -> list[str]:
    return codes(read_text(f"{NILE}drivers: {{drought: {written}}}\n").problems)


ENDLESS = [
    "nan",
    "NaN",
    "NAN",
    ".nan",
    ".NaN",
    ".NAN",
    "-nan",
    "+.nan",
    "inf",
    "Inf",
    ".inf",
    "-.inf",
    "+.INF",
    "-Infinity",
]


@pytest.mark.parametrize("word", ENDLESS)
def test_no_number_is_ever_infinite_or_none(word: str) -> None:
    assert number(word) == ["number_not_finite"]
    assert number(f"{{low: 0, likely: 1, high: {word}}}") == ["number_not_finite"]
    assert number(f"{{any: [{word}]}}") == ["number_not_finite"]
    assert number(f"{{value: {word}, why: a judgement}}") == ["number_not_finite"]
    assert number(f"2 * {word}") != []


@pytest.mark.parametrize(("written", "code"), [
    ("1e999", "number_large"),
    ("2 * 1e99999999999999", "number_large"),
    ("2 * 1e200", "number_large"),
    ("0..1e300", "number_large"),
    ("1e99999", "number_large"),
    ("2 ** 1000", "exponent_large"),
    ("9" * 400, "number_long"),
    ("1.2.3 + 1", "number_broken"),
    ("3² + 1", "number_broken"),
    ("0.9 .. 0.3", "range_spaces"),
    ("0.3–0.9", "range_spaces"),
    ("0.3 to 0.9", "range_spaces"),
    ("..0.9", "range_open"),
    ('"0,4"', "number_written"),
    ("1 000", "number_written"),
    ("٠٫٤", ""),
    ("٣ + 1", ""),
    ("1" + " + 1" * 1_500, "expression_long"),
    ("(" * 60 + "1" + ")" * 60, "expression_deep"),
    ('"' + '- ' * 60 + '1"', "expression_deep"),
    ("[1, 2]", "quantity_shape"),
    ("{form: 1}", "quantity_shape"),
    ("{value: {value: 1}}", "quantity_shape"),
    ("{low: [1], likely: 2, high: 3}", "text_expected"),
    ("{low: 1, high: 3}", "key_missing"),
    ("{any: []}", "quantity_shape"),
    ("{any: [1, ]}", ""),
    ("{any: [1, null]}", "quantity_empty"),
    ("{value: 1, cite: [x]}", "key_unknown"),
    ("true", "number_expected"),
])  # fmt: skip
def test_a_number_that_is_none_gets_its_message(written: str, code: str) -> None:
    assert number(written) == ([code] if code else [])


@pytest.mark.parametrize(
    "written", ["1e-300", "1e99", "-3..-1", "+3", ".5", "5.", "1e3..1e4", "٣", "1/3", "{any: [2]}"]
)
def test_other_ways_of_writing_a_number_are_fine(written: str) -> None:
    assert number(written) == []
