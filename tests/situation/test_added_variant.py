"""A variant added to a file: it says what the other numbers say, and nothing else changes by a byte."""

from __future__ import annotations

from pathlib import Path

import pytest

import detente as dt
from detente.errors import DetenteError
from detente.load import check_text
from detente.situation.writing.added_variant import add_variant

KURIL = Path(__file__).parents[2] / "cases" / "kuril" / "2019-01"
TEXT = (KURIL / "situation.yaml").read_text(encoding="utf-8")
VALUES = {
    "drivers.us_reliability": 0.9,
    "actors.japan.inertia": "0.1..0.2",
    "preferences.japan.goals.treaty.weight": 5,
    "preferences.russia.points.peace.islands.two": -1.5,
}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_variant_of_what_ifs_says_what_they_say(end: str) -> None:
    text = TEXT.replace("\n", end)
    made = add_variant(text, "mine", VALUES)
    lines, before = made.split(end), text.split(end)
    at = next(place for place, line in enumerate(lines) if line.strip() == "mine:")
    added = len(lines) - len(before)
    assert lines[:at] + lines[at + added :] == before
    case = check_text(made, KURIL).case
    assert case is not None
    asked = dt.what_if(dt.load("kuril/2019-01"), VALUES).situation
    variant = case.variants["mine"]
    for block in ("drivers", "actors", "preferences"):
        mine, other = (getattr(one, block) for one in (variant, asked))
        assert {name: _forms(one) for name, one in mine.items()} == {name: _forms(one) for name, one in other.items()}


def _forms(record: object) -> object:
    """A record by its numbers alone: a value that is changed in a variant carries no cites."""
    from detente.outcomes.numbers import quantities

    return {path: quantity.form for path, quantity in quantities(record)}


def test_a_file_without_variants_gets_the_block() -> None:
    text = "detente: 1\ndrivers: {x: 0.2..0.8}\nactors: {a: }\noptions: {a: {go: go}}"
    assert add_variant(text, "high x", {"x": 0.8}) == f"{text}\n\nvariants:\n  high x:\n    drivers:\n      x: 0.8\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("variants: {mine: {date: 2020}}", "there is a variant “mine” already; choose another name"),
        (
            "variants: {other: {date: 2020}}",
            "the value of variants is written over several lines; change it in an editor",
        ),
        (
            "{detente: 1}",
            "the variant “mine” cannot be added to this file without changing anything else; add it in an editor",
        ),
    ],
)
def test_what_cannot_be_added_is_refused(text: str, said: str) -> None:
    with pytest.raises(DetenteError) as caught:
        add_variant(text, "mine", {})
    assert str(caught.value) == said
