"""What a bound means: of whole weights it is rounded up, of others it stays."""

from __future__ import annotations

import numpy as np
import pytest

from detente.influence.balance.frustration import rounded
from detente.influence.balance.signed import SignedGraph, signed_graph

TRIANGLE = [(0, 1, 1.0), (0, 2, 1.0), (1, 2, -1.0)]
ALL_IN_ONE = np.zeros(3, dtype=np.int64)  # contradicts the one negative tie


@pytest.mark.parametrize(("bound", "told"), [(0.0, 0.0), (0.4, 1.0), (1e-9, 0.0), (1.0, 1.0), (1.7, 1.0)])
def test_no_split_of_whole_weights_lies_between_two_whole_numbers(bound: float, told: float) -> None:
    found = rounded(signed_graph(3, TRIANGLE), ALL_IN_ONE, bound)
    assert (found.value, found.bound) == (1.0, told)


def test_other_weights_are_not_rounded() -> None:
    graph = signed_graph(3, [(a, b, 0.9 * weight) for a, b, weight in TRIANGLE])
    assert rounded(graph, ALL_IN_ONE, 0.4).bound == 0.4


def test_what_every_split_loses_is_not_rounded_with_it() -> None:
    whole = signed_graph(3, TRIANGLE)
    graph = SignedGraph(3, whole.pairs, whole.weights, base=0.25)
    found = rounded(graph, ALL_IN_ONE, 0.5)
    assert (found.value, found.bound) == (1.25, 1.25)
    assert rounded(graph, ALL_IN_ONE, 0.25).bound == 0.25
