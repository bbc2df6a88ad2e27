"""Ties in finding boxes: of two numbers that serve alike the first is taken, of two boxes worth the same the larger."""

from __future__ import annotations

import numpy as np

from detente.uncertainty.questions.when.prim import _best_met, everywhere, find_box


def test_of_two_numbers_that_tell_the_same_the_first_is_bound() -> None:
    values = np.random.default_rng(5).random(4_000)
    box = find_box([values, values.copy()], values < 0.4)
    assert box is not None and box.bound == (0,)


def test_of_two_boxes_of_the_same_value_the_larger_is_kept() -> None:
    """Half of the slab that would go first hits, which at this level is worth nothing; so it stays."""
    values = np.arange(3_200.0)  # bins of 64, so that slab, at least 5% of all, is the lowest 192
    hit = (values >= 192) | (values % 2 == 0)
    assert _best_met([values], hit, 0.5) == everywhere(1)
    hit[0] = False  # one hit less, and it goes
    box = _best_met([values], hit, 0.5)
    assert box is not None and box.low == (192.0,)
