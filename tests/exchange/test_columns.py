"""Statements as patterns: exactly where they hold, each pattern as wide as it can be, none needless."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from detente.exchange.gmcr import option_columns as columns
from detente.exchange.gmcr.gmcr_model import Pattern
from detente.exchange.gmcr.option_columns import Array, Codec, columns_of, cover, level_patterns
from detente.outcomes.space import rule_trees, space_of
from detente.situation.model import Situation
from detente.situation.reading.read import read_text
from tests.strategies import situations


def fits(pattern: Pattern, cell: tuple[int, ...]) -> bool:
    return all(cell[option] == yes for option, yes in pattern)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Array, Array]:
    """Which of the cells of up to four columns are needed, and which may be covered."""
    size = draw(st.integers(0, 4))
    kinds = draw(st.lists(st.sampled_from([0, 1, 2]), min_size=2**size, max_size=2**size))
    kind = np.array(kinds).reshape((2,) * size)
    return np.asarray(kind == 2), np.asarray(kind >= 1)


@given(tables())
def test_a_cover_is_exact_wide_and_lean(table: tuple[Array, Array]) -> None:
    needed, allowed = table
    found = cover(needed, allowed)
    assert found is not None
    cells = list(product((0, 1), repeat=needed.ndim))
    for cell in cells:
        covered = any(fits(pattern, cell) for pattern in found)
        assert covered or not needed[cell]
        assert allowed[cell] or not covered
    for pattern in found:
        others = [one for one in found if one is not pattern]
        assert any(needed[c] and not any(fits(one, c) for one in others) for c in cells if fits(pattern, c))
        for left_out in pattern:
            wider = tuple(pair for pair in pattern if pair != left_out)
            assert not all(allowed[c] for c in cells if fits(wider, c))


@given(situations(graph=False))
def test_the_patterns_of_a_rule_hold_where_it_is_broken(situation: Situation) -> None:
    """Rule by rule, over every combination of levels, none left out by another rule."""
    assume(situation.rules and not situation.agreements)
    free = space_of(situation.model_copy(update={"rules": {}, "held": ()}))
    listed = columns_of(free.axes)
    codec = Codec(free, listed, tuple(0 for _ in free.axes))
    values = [column.of(free.levels) for column in listed]
    for rule in situation.rules.values():
        obeyed = {
            tuple(row) for row in space_of(situation.model_copy(update={"rules": {"r": rule}, "held": ()})).levels
        }
        found = codec.patterns(*rule_trees(rule, free.scope))
        assert found is not None
        for place, row in enumerate(free.levels):
            broken = any(all(values[option][place] == yes for option, yes in pattern) for pattern in found)
            assert broken == (tuple(row) not in obeyed)


MANY = """\
detente: 1
actors: {a: , b: }
options: {a: {none: {levels: [n0, n1, n2]}, up: {levels: [u0, u1, u2], move: forward}, yes_no: }}
"""


def test_levels_are_columns_with_patterns() -> None:
    listed = columns_of(space_of(read_text(MANY).required()).axes)
    assert [(column.axis, column.level, column.ladder) for column in listed] == [
        (0, 1, False), (0, 2, False), (1, 1, True), (1, 2, True), (2, 1, True)
    ]  # fmt: skip
    assert level_patterns(listed) == [((0, True), (1, True)), ((2, False), (3, True))]


def test_a_cover_that_grows_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    parity = np.indices((2, 2, 2)).sum(axis=0) % 2 == 1
    assert len(cover(parity, parity) or ()) == 4
    monkeypatch.setattr(columns, "MAX_PATTERNS", 3)
    assert cover(parity, parity) is None
