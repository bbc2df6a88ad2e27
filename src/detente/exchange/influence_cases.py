"""One computation at a time from plain numbers, without a situation: the format ``influence-cases/1``.

A case is a map with ``kind`` (a key of `KINDS`), ``input`` (its numbers) and perhaps ``id`` and ``expected``. What
comes out has the names that ``expected`` uses; where ``expected`` is given, what differs from it is named.

>>> solve({"kind": "concentration", "input": {"values": {"a": 50, "b": 30, "c": 20}}})["hhi"]
0.38
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from detente.influence.balance.frustration import SECONDS, best_split
from detente.influence.balance.projection import latest
from detente.influence.balance.signed import signed_graph, triads
from detente.influence.balance.splits import best_splits
from detente.influence.dependence.dependence import (
    barbieri,
    concentration,
    dependence,
    diversify,
    leverage,
    ratios,
    similarity,
    withdrawal,
)
from detente.influence.mactor.mactor import Mactor, Variant
from detente.influence.mactor.micmac import micmac
from detente.time_left import Budget

Data = dict[str, Any]
TOLERANCE = 1e-9


def solve(case: Data, variant: Variant = "lipsor", seconds: float = SECONDS) -> Data:
    """The results of a sound case (`detente.exchange.influence_cases_read` checks), by the names of its kind."""
    if case["kind"] == "mactor":
        return _mactor(case["input"], variant)
    if case["kind"] == "balance":
        return _balance(case["input"], seconds)
    return KINDS[case["kind"]](case["input"])


def differences(found: Any, expected: Any, tolerance: float = TOLERANCE, at: str = "") -> list[str]:
    """Where what was found is not what is expected; only the keys that are expected are compared."""
    if isinstance(expected, dict):
        if not isinstance(found, dict):
            return [at]
        parts = [(key, found.get(key, _Absent), value) for key, value in expected.items()]
    elif isinstance(expected, list):
        if not isinstance(found, list) or len(found) != len(expected):
            return [at]
        parts = [(str(place), *pair) for place, pair in enumerate(zip(found, expected, strict=True))]
    elif isinstance(expected, int | float) and not isinstance(expected, bool):
        close = isinstance(found, int | float) and abs(found - expected) <= tolerance * max(1.0, abs(expected))
        return [] if close else [at]
    else:
        return [] if found is not _Absent and found == expected else [at]
    return [
        place for key, one, other in parts for place in differences(one, other, tolerance, f"{at}.{key}".lstrip("."))
    ]


class _Absent:
    """Stands for a key that is not there."""


def _mactor(given: Data, variant: Variant = "lipsor") -> Data:
    return Mactor(np.array(given["mdi"], np.float64), np.array(given["mao"], np.float64), variant).data()


def _micmac(given: Data) -> Data:
    return micmac(np.array(given["matrix"], dtype=object), given["max_power"])


def _concentration(given: Data) -> Data:
    return concentration(given["values"]).data()


def _diversify(given: Data) -> Data:
    return diversify(given["values"], given["from"], given["to"], given["amount_share"]).data()


def _withdrawal(given: Data) -> Data:
    return withdrawal(given["flows"], given["spare"], given["hub"]).data()


def _similarity(given: Data) -> Data:
    return dict(similarity(given["x"], given["y"], given["dmax"], given.get("power", 1)))


def _barbieri(given: Data) -> Data:
    return dict(barbieri(given["share_ij"], given["share_ji"]))


def _dependence(given: Data) -> Data:
    actors, parts = given["actors"], given["domains"]
    weights = np.array([[part.get("weight", {}).get(actor, 0) for actor in actors] for part in parts], np.float64)
    tables = [
        np.array([[[part.get(key, {}).get(i, {}).get(j, 0) for j in actors] for i in actors] for part in parts])
        for key in ("share", "exit")
    ]
    shape = (len(parts), len(actors), len(actors))
    depends = dependence(weights.reshape(shape[:2]), *(table.astype(np.float64).reshape(shape) for table in tables))
    gains, relative = leverage(depends), ratios(depends)
    named = {
        name: {i: dict(zip(actors, row, strict=True)) for i, row in zip(actors, matrix.tolist(), strict=True)}
        for name, matrix in (("D", depends), ("leverage", gains))
    }
    ratio = {
        i: {j: None if np.isnan(relative[a, b]) else float(relative[a, b]) for b, j in enumerate(actors) if a != b}
        for a, i in enumerate(actors)
    }
    return {**named, "ratio": ratio, "net_leverage": dict(zip(actors, gains.sum(axis=1).tolist(), strict=True))}


def _balance(given: Data, seconds: float = SECONDS) -> Data:
    """Weights of parallel ties add up for L; the census of triads reads of each pair the tie listed last."""
    edges = [(a, b, float(weight)) for a, b, weight in given["edges"]]
    graph = signed_graph(given["n"], edges)
    budget = Budget(seconds, len(given.get("k", [2])) + bool(given.get("count")))
    splits = {str(camps): best_split(graph, camps, budget.share()) for camps in given.get("k", [2])}
    found: Data = {
        "triads": triads(signed_graph(given["n"], latest(edges))).data(),
        "L": {camps: split.value for camps, split in splits.items()},
        "bound": {camps: split.bound for camps, split in splits.items()},
        "proven": all(split.proven for split in splits.values()),
        "splits": {camps: list(split.camps) for camps, split in splits.items()},
    }
    if given.get("count"):
        best = best_splits(graph, budget.share())
        ends = graph.pairs.tolist()
        found |= {"optima": best.optima, "tension": [ends[tie] for tie in best.always]}
    return found


KINDS: dict[str, Callable[[Data], Data]] = {
    "mactor": _mactor,
    "micmac": _micmac,
    "concentration": _concentration,
    "diversify": _diversify,
    "withdrawal": _withdrawal,
    "similarity": _similarity,
    "barbieri": _barbieri,
    "dependence": _dependence,
    "balance": _balance,
}
