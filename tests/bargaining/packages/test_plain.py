"""Plain negotiations in JSON: what is read, and what is said where something is wrong."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.bargaining.packages.negotiation import Negotiation
from detente.errors import DetenteError, InputError, in_file_order
from detente.exchange.negotiations.negotiation_files import answer, read_written
from detente.exchange.negotiations.negotiation_json import negotiation_of, read_negotiation
from tests.broken_cases import BROKEN, rendered

HERE = Path(__file__).parent
NILE = (HERE / "nile.json").read_text(encoding="utf-8")

# One edit each that follows the remedy to the letter: what stands in the broken file, what mends it.
MENDED: dict[str, tuple[str, str]] = {
    "negotiation_empty_worth": ('{"coalition": [], "value": 4}', '{"coalition": ["Sudan", "Egypt"], "value": 4}'),
    "negotiation_format": ('  "kind": "negotiation",\n', '  "format": "negotiation-case/1",\n'),
    "negotiation_json": ('"power": "none sold"}\n  "disagreement"', '"power": "none sold"},\n  "disagreement"'),
    "negotiation_key_missing": ('{"Ethiopia": "7/2"}', '{"Egypt": 1, "Ethiopia": "7/2"}'),
    "negotiation_key_near": ('"constraint"', '"constraints"'),
    "negotiation_name_twice": ('"apart": [["filling"], ["power", "filling"]]', '"apart": [["filling"], ["power"]]'),
    "negotiation_name_unknown": ('{"apart": [["filling"], ["electric power"]]}', '{"apart": [["filling"], ["power"]]}'),
    "negotiation_negative": ('"Iraq": -35', '"Iraq": 35'),
    "negotiation_number": ('[0, "2,5"]', "[0, 2.5]"),
    "negotiation_pointless": ('"Iran": 0, "Iraq": 65', '"Iran": 40, "Iraq": 65'),
    "negotiation_quota": ('"quota": 3', '"quota": 2'),
    "negotiation_range": ('["5 years", "3 years"], "power"', '["3 years", "5 years"], "power"'),
    "negotiation_shape": (
        '{"forbid": {"filling": "7 years", "power": "none sold"}}',
        '[{"forbid": {"filling": "7 years", "power": "none sold"}}]',
    ),
    "negotiation_status_quo": ('"status_quo": {"filling": "7 years"', '"status_quo": {"filling": "3 years"'),
    "negotiation_table": ("[0, 4]", "[0, 4, 9]"),
    "negotiation_two": ('["Iran", "Iraq", "Kuwait"]', '["Iran", "Iraq"]'),
    "negotiation_type": ('"type": "package"', '"title": "The Nile: filling the dam"'),
}


def nile(**changes: Any) -> dict[str, Any]:
    """The sound file with some keys changed; None takes a key out."""
    whole = json.loads(NILE) | changes
    return {key: value for key, value in whole.items() if value is not None}


def negotiation(**changes: Any) -> Negotiation:
    return negotiation_of(nile(**changes))


@pytest.mark.parametrize("code", MENDED)
def test_the_remedy_mends_the_file(code: str) -> None:
    old, new = MENDED[code]
    text = (BROKEN / f"{code}.json").read_text(encoding="utf-8")
    assert text.count(old) == 1
    assert [problem.code for problem in read_negotiation(text, "a.json").problems] == [code]
    assert read_negotiation(text.replace(old, new), "a.json").problems == ()


def test_every_case_is_mended() -> None:
    assert {path.stem for path in BROKEN.glob("negotiation_*.json")} == set(MENDED)


def test_everything_is_said_at_once_in_file_order() -> None:
    problems = read_written(HERE / "faulty.json").problems
    assert list(problems) == in_file_order(problems)
    assert rendered(problems) == (HERE / "faulty.txt").read_text(encoding="utf-8")
    assert len(problems) >= 8


def test_a_sound_file_is_read_exactly() -> None:
    found = negotiation()
    assert found.parties == ("Egypt", "Ethiopia")
    assert found.disagreement == (1, Fraction(7, 2))
    assert found.utility((1, 1)) == (Fraction(13, 2), 10)
    assert found.utility((2, 1)) == (Fraction(23, 2), 2)
    assert found.banned((2, 0)) == ["filling=7 years, power=none sold"]
    assert found.winning == ((0, 1),)
    assert found.dockets == {"apart": ((0,), (1,))}


def test_a_quota_with_a_veto_names_the_minimal_sets() -> None:
    three = ["A", "B", "C"]
    document = {
        "format": "negotiation-case/1",
        "parties": three,
        "issues": [{"name": "x", "values": ["no", "yes"]}],
        "utilities": {party: {"terms": [{"issues": ["x"], "table": [0, 1]}]} for party in three},
        "disagreement": dict.fromkeys(three, 0),
        "winning": {"quota": 2, "veto": ["C"]},
    }
    assert negotiation_of(document).winning == ((0, 2), (1, 2))


def test_power_is_whole_numbers_in_the_same_proportion() -> None:
    assert negotiation(power={"Egypt": "1/2", "Ethiopia": "0.75"}).power == (2, 3)


@pytest.mark.parametrize("value", ["1e999999999", "1" * 500, "1/0", "NaN", "", "½"])
def test_a_number_that_cannot_be_meant_is_refused(value: str) -> None:
    with pytest.raises(InputError) as caught:
        negotiation(disagreement={"Egypt": value, "Ethiopia": 0})
    assert [problem.code for problem in caught.value.problems] == ["negotiation_number"]


def test_no_package_at_all_is_said() -> None:
    forbid = [{"forbid": {"power": value}} for value in ("none sold", "sold")]
    text = json.dumps(nile(constraints=forbid, status_quo=None))
    with pytest.raises(DetenteError, match="no package is possible: the rules leave none"):
        answer(read_negotiation(text, "a.json"))


def test_power_belongs_to_negotiations_over_packages() -> None:
    written = read_written(BROKEN.parent / "published" / "negotiation" / "tu_glove.json")
    with pytest.raises(DetenteError, match="bargaining power changes the Nash deal of a negotiation over packages"):
        answer(written, {"L": Fraction(2)})


def test_a_file_that_is_not_there_is_a_problem_like_any_other(tmp_path: Path) -> None:
    assert [problem.code for problem in read_written(tmp_path / "nowhere.json").problems] == ["file_unreadable"]


NAMES = st.sampled_from(["format", "parties", "issues", "utilities", "terms"])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


@given(st.text() | ANYTHING.map(json.dumps))
def test_nothing_makes_it_fall_over(text: str) -> None:
    assert read_negotiation(text, "a.json").problems


KEYS = st.sampled_from([
    "parties", "issues", "utilities", "disagreement", "status_quo", "constraints", "partitions", "winning", "own",
    "power", "type", "common_scale",
])  # fmt: skip
INNER = st.sampled_from(["Egypt", "Ethiopia", "filling", "terms", "forbid", "quota"])
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["Egypt", "filling", "x", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(INNER, inner, max_size=3),
    max_leaves=8,
)


@given(KEYS, JUNK)
def test_one_misshapen_part_never_makes_it_fall_over(key: str, value: Any) -> None:
    written = read_negotiation(json.dumps(json.loads(NILE) | {key: value}), "a.json")
    assert (written.record is None) == bool(written.problems)
    if isinstance(written.record, Negotiation):
        assert len(written.record.utility((0,) * len(written.record.issues))) == len(written.record.parties)


def test_what_depends_on_no_issue_is_a_constant() -> None:
    utilities = json.loads(NILE)["utilities"]
    utilities["Egypt"]["terms"] += [{"issues": [], "table": 2}, {"rules": [{"when": {}, "add": "1/2"}]}]
    assert negotiation(utilities=utilities).utilities[0].constant == Fraction(5, 2)
    assert negotiation(utilities=utilities).utility((1, 1)) == (9, 10)
