"""Negotiation cases with known answers: published ones, and an oracle's by full enumeration."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from detente.bargaining.packages.adjusted_winner import adjusted_winner
from detente.bargaining.packages.deal import deal
from detente.bargaining.packages.games import banzhaf, core, shapley
from detente.bargaining.packages.plain import negotiation_of, read_document

FOLDER = Path(__file__).parent / "negotiation"
CASES = {path.stem: read_document(path) for path in sorted(FOLDER.glob("*.json"))}
PACKAGES = [name for name, case in CASES.items() if "type" not in case]
TOLERANCE = 1e-9


def same(found: Any, expected: Any, place: str) -> None:
    """Equal, numbers within 1e-9 of their size; examples are never compared, points in any order."""
    if isinstance(expected, dict):
        for key, value in expected.items():
            if key != "example":
                assert isinstance(found, dict) and key in found, f"{place}.{key} is missing"
                same(found[key], value, f"{place}.{key}")
    elif isinstance(expected, list):
        assert isinstance(found, list) and len(found) == len(expected), f"{place}: {found} is not {expected}"
        if expected and isinstance(expected[0], dict) and "u" in expected[0] and "from" not in expected[0]:
            found, expected = (
                sorted(part, key=lambda point: [float(u) for u in point["u"]]) for part in (found, expected)
            )
        for number, (one, other) in enumerate(zip(found, expected, strict=True)):
            same(one, other, f"{place}.{number}")
    elif isinstance(expected, Fraction | int) and not isinstance(expected, bool):
        assert found is not None and abs(float(found) - float(expected)) <= TOLERANCE * max(1, abs(float(expected))), (
            f"{place}: {found} is not {float(expected)}"
        )
    else:
        assert found == expected, f"{place}: {found!r} is not {expected!r}"


def at(data: Any, path: str) -> Any:
    for step in path.split("/"):
        data = data[int(step)] if isinstance(data, list) else data[step]
    return data


@pytest.mark.parametrize("name", PACKAGES)
def test_every_field_of_a_package_case(name: str) -> None:
    case = CASES[name]
    found = deal(negotiation_of(case)).data()
    same(found, case["expected"], name)
    for published in case.get("published", ()):
        tolerance = float(published.get("tol", TOLERANCE))
        assert float(at(found, published["path"])) == pytest.approx(float(Fraction(published["value"])), abs=tolerance)


@pytest.mark.parametrize("name", ["panama_aw", "estate_aw"])
def test_adjusted_winner(name: str) -> None:
    case = CASES[name]
    names = [item["name"] for item in case["items"]]
    first, second = (tuple(Fraction(item["points"][party]) for item in case["items"]) for party in case["parties"])
    found = adjusted_winner(first, second)
    data = {
        "points": [float(value) for value in found.points],
        "share_of_first_party": dict(zip(names, map(float, found.share), strict=True)),
        "split_item": None if found.split is None else names[found.split],
        "items_at_cut_ratio": [names[item] for item in found.at_cut],
        "initial_winner": {
            item: "tie" if winner is None else case["parties"][winner]
            for item, winner in zip(names, found.winner, strict=True)
        },
        "initial_points": [float(value) for value in found.initial],
    }
    same(data, case["expected"], name)


@pytest.mark.parametrize("name", ["tu_glove", "tu_scandinavian_cement"])
def test_games_with_worths(name: str) -> None:
    case = CASES[name]
    players = case["parties"]
    worths = {
        frozenset(players.index(one) for one in entry["coalition"]): Fraction(entry["value"]) for entry in case["worth"]
    }

    def worth(group: frozenset[int]) -> Fraction:
        return worths.get(group, Fraction(case["default_worth"]) if group else Fraction(0))

    bound = core(worth, len(players))
    value = shapley(worth, len(players))
    expected = case["expected"]
    for player, mine, raw in zip(players, value, banzhaf(worth, len(players)), strict=True):
        same(mine, Fraction(expected["shapley"][player]), f"{name}.shapley")
        same(raw, Fraction(expected["banzhaf"][player]), f"{name}.banzhaf")
    same(bound.epsilon, Fraction(expected["core"]["least_core_epsilon"]), f"{name}.epsilon")
    assert bound.nonempty == expected["core"]["nonempty"]
    groups = [
        frozenset(group)
        for size in (1, 2)
        for group in ([a] if size == 1 else [a, b] for a in range(3) for b in range(a + 1, 3))
    ]
    inside = all(sum(value[i] for i in group) >= worth(group) for group in groups)
    assert inside == expected["shapley_in_core"]
    for player in range(len(players)):
        assert sum(weight for group, weight in bound.family if player in group) == 1
