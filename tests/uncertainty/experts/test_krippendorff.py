"""α as Krippendorff published it, and as a literal sum over pairs gives it."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.uncertainty.experts.krippendorff import LEVELS, Level, alpha, verdict_on

# Krippendorff (2011), section C: four observers, twelve units.
FOUR = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
# The example of the article on α in Wikipedia: three observers, fifteen units.
THREE = (
    ". . . . . 3 4 1 2 1 1 3 3 . 3",
    "1 . 2 1 3 3 4 3 . . . . . . .",
    ". . 2 1 3 4 4 . 2 1 1 3 3 . 4",
)


def units(rows: tuple[str, ...]) -> list[list[int]]:
    return [[int(cell) for cell in unit if cell != "."] for unit in zip(*map(str.split, rows), strict=True)]


@pytest.mark.parametrize(
    ("rows", "level", "published"),
    [
        (FOUR, "nominal", 0.743),
        (FOUR, "ordinal", 0.815),
        (FOUR, "interval", 0.849),
        (FOUR, "ratio", 0.797),
        (THREE, "nominal", 0.691),
        (THREE, "interval", 0.811),
        (("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"), "nominal", 0.095),  # section A
    ],
)
def test_published_values(rows: tuple[str, ...], level: Level, published: float) -> None:
    assert alpha(units(rows), level) == pytest.approx(published, abs=0.0005)


def literal(values: list[list[int]], level: Level) -> float | None:
    """Pair by pair, as the definition is written."""
    pairable = [unit for unit in values if len(unit) > 1]
    every = [value for unit in pairable for value in unit]

    def apart(c: int, k: int) -> float:
        if level == "nominal":
            return float(c != k)
        if level == "ordinal":
            low, high = min(c, k), max(c, k)
            between = sum(low <= value <= high for value in every)
            return (between - (every.count(c) + every.count(k)) / 2) ** 2 if c != k else 0.0
        if level == "interval":
            return float(c - k) ** 2
        return ((c - k) / (c + k)) ** 2 if c + k else 0.0

    n = len(every)
    within = sum(apart(c, k) / (len(unit) - 1) for unit in pairable for c, k in permutations(unit, 2))
    chance = sum(apart(c, k) for c, k in permutations(every, 2))
    return None if chance == 0 else 1 - (within / n) / (chance / (n * (n - 1)))


@given(st.lists(st.lists(st.integers(0, 4), max_size=4), max_size=6), st.sampled_from(LEVELS))
def test_equals_the_sum_over_pairs(values: list[list[int]], level: Level) -> None:
    expected, found = literal(values, level), alpha(values, level)
    assert (found is None) == (expected is None)
    if found is not None and expected is not None:
        assert found == pytest.approx(expected)


@given(st.lists(st.lists(st.integers(0, 4), min_size=2, max_size=3), min_size=2, max_size=5))
def test_what_changes_nothing(values: list[list[Any]]) -> None:
    """Other coders' order, a unit with one value, another zero and unit of measurement, other names."""
    found = alpha(values, "interval")
    assert alpha([list(reversed(unit)) for unit in values] + [[7]], "interval") == pytest.approx(found)
    assert alpha([[3 * value - 2 for value in unit] for unit in values], "interval") == pytest.approx(found)
    named = [["abcde"[value] for value in unit] for unit in values]
    assert alpha(named, "nominal") == pytest.approx(alpha(values, "nominal"))


def test_how_it_is_read() -> None:
    assert [verdict_on(one) for one in (1, 0.8, 0.799, 0.667, 0.666, -0.2, None)] == [
        "reliable", "reliable", "tentative", "tentative", "unreliable", "unreliable", "none",
    ]  # fmt: skip
    assert (alpha([[1, 2]], "interval"), alpha([[0, 1], [1, 0]], "ratio"), alpha([[3, 3]], "nominal")) == (
        0,
        -0.5,
        None,
    )
