"""Every reference case of influence, exactly: MACTOR, MICMAC, concentration, dependence, similarity, balance.

The cases are in ``tests/influence/cases`` (their README names the conventions): Paris airports (Godet), the highland
tribes (Read 1954), Sampson's monastery (Doreian & Mrvar 1996), 26 windows of the Correlates of War (Doreian & Mrvar
2015).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detente.influence.dependence import (
    barbieri,
    concentration,
    dependence,
    diversify,
    leverage,
    ratios,
    similarity,
    withdrawal,
)
from detente.influence.frustration import best_split
from detente.influence.mactor import Mactor, micmac
from detente.influence.projection import latest
from detente.influence.signed import signed_graph, triads
from detente.influence.splits import best_splits

FOLDER = Path(__file__).parents[1] / "influence" / "cases"
CASES = [
    case for file in sorted(FOLDER.glob("*.json")) for case in json.loads(file.read_text(encoding="utf-8"))["cases"]
]
Data = dict[str, Any]


def _mactor(given: Data) -> Data:
    return Mactor(np.array(given["mdi"]), np.array(given["mao"])).data()


def _micmac(given: Data) -> Data:
    return micmac(np.array(given["matrix"]), given["max_power"])


def _concentration(given: Data) -> Data:
    return concentration(given["values"]).data()


def _diversify(given: Data) -> Data:
    return diversify(given["values"], given["from"], given["to"], given["amount_share"]).data()


def _withdrawal(given: Data) -> Data:
    return withdrawal(given["flows"], given["spare"], given["hub"]).data()


def _similarity(given: Data) -> Data:
    return dict(similarity(given["x"], given["y"], given["dmax"], given["power"]))


def _barbieri(given: Data) -> Data:
    return dict(barbieri(given["share_ij"], given["share_ji"]))


def _dependence(given: Data) -> Data:
    actors, domains = given["actors"], given["domains"]
    weights = np.array([[domain["weight"].get(actor, 0) for actor in actors] for domain in domains], dtype=np.float64)
    tables = [
        np.array(
            [[[domain[key].get(i, {}).get(j, 0) for j in actors] for i in actors] for domain in domains], np.float64
        )
        for key in ("share", "exit")
    ]
    depends = dependence(weights, *tables)
    gains, relative = leverage(depends), ratios(depends)
    named = {
        name: {i: dict(zip(actors, row, strict=True)) for i, row in zip(actors, matrix, strict=True)}
        for name, matrix in (("D", depends.tolist()), ("leverage", gains.tolist()))
    }
    ratio = {
        i: {j: None if np.isnan(relative[a, b]) else float(relative[a, b]) for b, j in enumerate(actors) if a != b}
        for a, i in enumerate(actors)
    }
    return {**named, "ratio": ratio, "net_leverage": dict(zip(actors, gains.sum(axis=1).tolist(), strict=True))}


def _balance(given: Data) -> Data:
    """The census reads of each pair the tie listed last, as the case does (one pair of Sampson's has both signs)."""
    graph = signed_graph(given["n"], given["edges"])
    splits = {str(camps): best_split(graph, camps) for camps in given["k"]}
    assert all(split.proven for split in splits.values())
    found = {
        "triads": triads(signed_graph(given["n"], latest(given["edges"]))).data(),
        "L": {camps: split.value for camps, split in splits.items()},
    }
    if given.get("count"):
        found["optima"] = best_splits(graph).optima
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


def agrees(found: Any, expected: Any, tolerance: float) -> None:
    """Equal key by key and item by item; only the keys that are expected are compared."""
    if isinstance(expected, dict):
        for key, value in expected.items():
            assert key in found, key
            agrees(found[key], value, tolerance)
    elif isinstance(expected, list):
        assert len(found) == len(expected)
        for one, other in zip(found, expected, strict=True):
            agrees(one, other, tolerance)
    elif expected is None or isinstance(expected, str):
        assert found == expected
    else:
        assert found == pytest.approx(expected, rel=tolerance, abs=tolerance)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_reference_case(case: Data) -> None:
    agrees(KINDS[case["kind"]](case["input"]), case["expected"], case.get("tolerance", 1e-9))


def test_all_cases_are_there() -> None:
    assert len(CASES) == 6 + 6 + 3 + 26
