"""What is wrong with a GMCR+ file: everything at once, with its place, in both languages; and each remedy mends it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import in_file_order
from detente.exchange.gmcr.gmcr_read import read_gmcr, read_gmcr_file
from detente.load import check, check_text
from detente.situation.reading.nodes import read_document
from tests.broken_cases import BROKEN

HERE = Path(__file__).parent
CODES = sorted(path.stem for path in BROKEN.glob("*.gmcr"))

# One edit each that follows the remedy to the letter.
MENDED: dict[str, tuple[str, str]] = {
    "gmcr_direction": ('"forwards"', '"fwd"'),
    "gmcr_json": ('"Y"] [2', '"Y"], [2'),
    "gmcr_key_missing": ('reservoir"', 'reservoir", "permittedDirection": "fwd"'),
    "gmcr_name_twice": ('"Ethiopia", "options": [2]', '"Egypt", "options": [2]'),
    "gmcr_option_nobody": ('"options": [0]', '"options": [0, 1]'),
    "gmcr_option_shared": ("[2, 1]", "[2]"),
    "gmcr_option_unknown": ("[3,", "[2,"),
    "gmcr_pair": ('[0, "no"]', '[0, "N"]'),
    "gmcr_pair_both": (', [1, "N"]', ""),
    "gmcr_shape": ('"options": 2', '"options": [2]'),
    "gmcr_state_missing": ("[1, 3]]", "[1, 3], 5]"),
    "gmcr_state_twice": ("[1, 3, 4]", "[1, 3]"),
    "gmcr_state_unknown": (", 7]", "]"),
    "gmcr_states_many": ('Ranking": true', 'Ranking": false'),
}


@pytest.mark.parametrize("code", MENDED)
def test_the_remedy_mends_the_file(code: str, tmp_path: Path) -> None:
    old, new = MENDED[code]
    text = (BROKEN / f"{code}.gmcr").read_text(encoding="utf-8")
    assert text.count(old) == 1
    (tmp_path / "mended.gmcr").write_text(text.replace(old, new), encoding="utf-8")
    assert check(tmp_path / "mended.gmcr").errors == []


def test_every_case_is_mended_but_a_file_of_another_kind() -> None:
    assert set(CODES) == {*MENDED, "gmcr_not_model"}


def test_every_message_in_arabic() -> None:
    """All of them, whole, in one file."""
    said = [problem.render("ar") for code in CODES for problem in check(BROKEN / f"{code}.gmcr").problems]
    assert "\n\n".join(said) + "\n" == (HERE / "faults.ar.txt").read_text(encoding="utf-8")


def test_everything_is_said_at_once_in_file_order() -> None:
    converted = read_gmcr_file(HERE / "faulty.gmcr")
    assert converted.text is None
    assert list(converted.problems) == in_file_order(converted.problems)
    said = "\n\n".join(problem.render() for problem in converted.problems) + "\n"
    assert said == (HERE / "faulty.txt").read_text(encoding="utf-8")


def test_a_file_that_cannot_be_decoded_or_is_too_large(tmp_path: Path) -> None:
    (tmp_path / "a.gmcr").write_bytes(b'{"options": "\xff"}')
    (tmp_path / "b.gmcr").write_bytes(b" " * 4_000_001)
    (tmp_path / "c.gmcr").write_text("[" * 100_000)
    found = [check(tmp_path / f"{name}.gmcr").problems[0].code for name in "abc"]
    assert found == ["not_utf8", "file_large", "gmcr_json"]


SOUND: dict[str, Any] = {
    "options": [
        {"name": "F: a", "permittedDirection": "both"},
        {"name": "F: b", "permittedDirection": "both"},
        {"name": "P", "permittedDirection": "back"},
    ],
    "infeasibles": [[[0, "Y"], [1, "Y"]]],
    "decisionMakers": [
        {
            "name": "A",
            "options": [0, 1],
            "preferences": [[[0, "Y"]], {"compound": True, "members": [[[0, "Y"], [2, "Y"]], [[0, "N"], [2, "N"]]]}],
            "preferenceRanking": [1, [2, 3], 4, 5, 6],
            "misperceptions": [[[2, "Y"]]],
        },
        {"name": "B", "options": [2], "preferences": [], "preferenceRanking": [1, 2, 3, 4, 5, 6], "payoffs": [1, 2]},
    ],
    "useManualPreferenceRanking": True,
    "coalitions": [[0, 1]],
    "version": "0.3.12",
}  # fmt: skip


def test_the_sound_one_is_sound() -> None:
    assert read_gmcr(json.dumps(SOUND)).problems == ()


def paths(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value inside."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [here, *(path for key, inner in entries for path in paths(inner, (*here, key)))]


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = changed(value[path[0]], path[1:], new)
    return copy


ODD: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, -1, 0, 1, 7, 1.5, 10**400, "", " ", "Y", "-", "both", "null", "\u0001", "\u2067", "a`b", "ف", [], [[]],
     {}, [0, "Y"]]
)  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(paths(SOUND)), ODD), min_size=1, max_size=2))
def test_no_odd_value_goes_unnoticed_or_stops_the_program(odd: list[tuple[tuple[Any, ...], Any]]) -> None:
    """Either there are problems with their words, or a situation that can be read."""
    data: Any = SOUND
    for path, value in odd:
        if path in paths(data):
            data = changed(data, path, value)
    converted = read_gmcr(json.dumps(data))
    assert (converted.text is None) == bool(converted.problems)
    for problem in converted.problems:
        assert problem.render("en") and problem.render("ar")
    if converted.text is not None:
        codes = {problem.code for problem in check_text(converted.text, HERE).errors}
        assert codes <= {"outcomes_none", "ranking_gap"}, converted.text


def test_a_ranking_of_more_states_than_can_be_named_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.exchange.gmcr.gmcr_read.MOST_RANKED", 5)
    assert [problem.code for problem in read_gmcr(json.dumps(SOUND)).problems] == ["gmcr_states_many"]


def test_a_situation_beyond_a_limit_is_a_problem_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.situation.reading.nodes.MAX_FILE_BYTES", 200)
    read_document.cache_clear()  # another test may have read the same text
    assert [problem.code for problem in read_gmcr(json.dumps(SOUND)).problems] == ["file_large"]
