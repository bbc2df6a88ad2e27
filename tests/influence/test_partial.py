"""Triads of each actor, walks and directions: against literal counts, published values, and laws."""

from __future__ import annotations

import json
from itertools import permutations
from math import factorial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.influence.balance.alignment import balance
from detente.influence.balance.partial import partial, semicycles, walk_balance
from detente.influence.balance.signed import SignedGraph, signed_graph
from detente.load import check_text

SIGNS = st.lists(st.sampled_from([-1, 0, 0, 1]), min_size=36, max_size=36).map(lambda one: np.array(one).reshape(6, 6))


def undirected(signs: np.ndarray) -> SignedGraph:
    return signed_graph(6, [(a, b, float(signs[a, b])) for a in range(6) for b in range(a) if signs[a, b]])


@given(SIGNS)
def test_triads_of_an_actor_are_those_it_is_in(signs: np.ndarray) -> None:
    graph = undirected(signs)
    sign = {(min(pair), max(pair)): w for pair, w in zip(graph.pairs.tolist(), graph.weights.tolist(), strict=True)}
    counts = np.zeros((6, 2), np.int64)
    for a in range(6):
        for b in range(a):
            for c in range(b):
                if {(b, a), (c, a), (c, b)} <= set(sign):
                    counts[[a, b, c], int(sign[b, a] * sign[c, a] * sign[c, b] < 0)] += 1
    assert (partial(graph).of_actor == counts).all()


@given(SIGNS)
def test_transitive_semicycles_are_counted_as_they_are_defined(signs: np.ndarray) -> None:
    arcs = signs * (1 - np.eye(6, dtype=np.int64))
    products = [arcs[i, j] * arcs[j, k] * arcs[i, k] for i, j, k in permutations(range(6), 3)]
    found = [product for product in products if product]
    assert semicycles(arcs) == (sum(product > 0 for product in found), len(found))


@given(SIGNS)
def test_walks_are_summed_as_the_series_says(signs: np.ndarray) -> None:
    """K from the first thirty powers of the matrices; 1 if and only if the ties are balanced (Estrada & Benzi 2014)."""
    graph = undirected(signs)
    matrix = np.zeros((6, 6))
    for (a, b), weight in zip(graph.pairs.tolist(), graph.weights.tolist(), strict=True):
        matrix[a, b] = matrix[b, a] = weight
    sums = [
        sum(float(np.trace(np.linalg.matrix_power(one, k))) / factorial(k) for k in range(30))
        for one in (matrix, np.abs(matrix))
    ]
    assert walk_balance(graph) == pytest.approx(sums[0] / sums[1])


def test_the_highland_tribes() -> None:
    """Read 1954: T = 59/68 and 1 - 2·7/58, 0.87 and 0.76 in Aref & Wilson 2018 (from memory)."""
    cases = json.loads((Path(__file__).parent / "cases" / "balance.json").read_text(encoding="utf-8"))["cases"]
    case = next(case for case in cases if case["id"] == "highland-tribes")
    labels = case["input"]["labels"]
    ties = {
        f"t{number}": {"between": [labels[a], labels[b]], "kind": "k", "sign": "positive" if w > 0 else "negative"}
        for number, (a, b, w) in enumerate(case["input"]["edges"])
    }
    text = json.dumps({"detente": 1, "actors": {name: {} for name in labels}, "ties": ties})
    read = check_text(text, Path()).case
    assert read is not None
    found = balance(read.situation)
    assert found is not None
    data = found.data()
    assert data["measures"]["T"] == pytest.approx(59 / 68) and data["measures"]["line"] == pytest.approx(1 - 14 / 58)
    assert data["measures"]["directed"] is None
    by_actor = data["triads"]["by_actor"].values()
    assert sum(one["balanced"] for one in by_actor) == 3 * 59 and sum(one["unbalanced"] for one in by_actor) == 3 * 9


def test_directions_are_those_of_the_file() -> None:
    text = (
        "detente: 1\nactors: {a: , b: , c: }\nties:\n"
        "  x: {from: a, to: b, kind: k, sign: positive}\n  y: {from: b, to: c, kind: k, sign: negative}\n"
        "  z: {between: [a, c], kind: k, sign: positive}\n"
    )
    read = check_text(text, Path()).case
    assert read is not None
    found = balance(read.situation)
    assert found is not None and found.partial.semicycles == (0, 1)
