"""Of boxes and slabs that are worth the same, always the same one: the larger box, the lower end, the first number."""

from __future__ import annotations

import numpy as np
import pytest

from detente.uncertainty.questions.when.prim import _best_met, _rarest_slab, find_box
from detente.uncertainty.questions.when.tree import explained, grow

HALF = 0.5


def test_of_boxes_worth_the_same_the_larger_is_kept() -> None:
    """With 100 draws each at 0, 1 and 2: no hit, every other, all. From 1 up and from 2 up are worth 50 both."""
    values = np.repeat([0.0, 1.0, 2.0], 100)
    hit = np.concatenate([np.zeros(100), np.tile([0, 1], 50), np.ones(100)]).astype(bool)
    assert [(hit - HALF)[values >= low].sum() for low in (0, 1, 2)] == [0, 50, 50]
    met = _best_met([values], hit, HALF)
    assert met is not None and (met.low, met.high) == ((0.5,), (np.inf,))


def test_a_number_is_not_restricted_for_nothing() -> None:
    """Leaving off where y is 2 takes away as many draws with the answer as without: worth nothing, so it stays."""
    x = np.repeat([0.0, 1.0], 240)
    y = np.tile(np.repeat([0.0, 1.0, 2.0, 3.0], 60), 2)
    hit = (x == 1) & ((y != 2) | (np.arange(480) % 2 == 0))
    box = find_box([x, y], hit, HALF)
    assert box is not None and box.bound == (0,)
    met = _best_met([x, np.where(y == 2, 4.0, y)], hit, HALF)
    assert met is not None and (met.low, met.high) == ((0.5, -np.inf), (np.inf, np.inf))


def test_of_slabs_as_rare_the_larger_goes_then_the_lower_end_then_the_first_number() -> None:
    even = np.array([[30, 40, 30], [30, 40, 30]])
    hits = np.array([[3, 40, 3], [3, 40, 3]])
    assert _rarest_slab(even, hits, 100, 20) == (0, False, 0)
    larger = np.array([[30, 40, 30], [40, 30, 30]])
    assert _rarest_slab(larger, np.array([[3, 40, 3], [4, 30, 3]]), 100, 20) == (1, False, 0)
    assert _rarest_slab(np.array([[30, 30, 40]]), np.array([[3, 30, 4]]), 100, 20) == (0, True, 2)


@pytest.mark.parametrize("near", [0.0, 1.0, np.nextafter(1.0, 2.0), -3.0])
def test_values_that_are_the_next_numbers_are_told_apart(near: float) -> None:
    values = np.array([near, np.nextafter(near, np.inf)] * 200)
    upper = np.arange(400) % 2 == 1
    tree = grow([values], upper.astype(np.int64), 2)
    assert tree.low is not None and tree.high is not None
    assert (tree.low.counts, tree.high.counts) == ((200, 0), (0, 200))
    assert explained([values], upper.astype(np.int64)) == 1
    for hit in (upper, ~upper):
        box = find_box([values], hit)
        assert box is not None and (box.inside([values]) == hit).all()
