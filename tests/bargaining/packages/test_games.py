"""Games of coalitions: values against their definitions over orders, the core against a solver, and known games."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.bargaining.sharing.games import MOST, Worths, banzhaf, coalitions, core, shapley
from detente.bargaining.sharing.worths import game
from detente.errors import LimitError

Group = frozenset[int]


@st.composite
def games(draw: Any) -> tuple[dict[Group, Fraction], int]:
    """Two to five players, small worths with ties, some below zero."""
    players = draw(st.integers(2, 5))
    amounts = st.integers(-4, 12) | st.sampled_from([Fraction(1, 3), Fraction(7, 2)])
    return {group: Fraction(draw(amounts)) for group in coalitions(players)}, players


def of(worth: dict[Group, Fraction]) -> Any:
    return lambda group: worth.get(group, Fraction(0))


@given(games())
def test_shapley_is_the_mean_over_all_orders(game: tuple[dict[Group, Fraction], int]) -> None:
    worth, players = game
    total = [Fraction(0)] * players
    orders = list(permutations(range(players)))
    for order in orders:
        for place, player in enumerate(order):
            before = frozenset(order[:place])
            total[player] += of(worth)(before | {player}) - of(worth)(before)
    assert shapley(of(worth), players) == tuple(value / len(orders) for value in total)
    assert sum(shapley(of(worth), players)) == worth[frozenset(range(players))]


@given(games())
def test_banzhaf_is_the_mean_over_all_sets_of_others(game: tuple[dict[Group, Fraction], int]) -> None:
    worth, players = game
    for player, value in enumerate(banzhaf(of(worth), players)):
        others = [i for i in range(players) if i != player]
        sets = [frozenset(one) for size in range(players) for one in combinations(others, size)]
        assert value == sum(of(worth)(one | {player}) - of(worth)(one) for one in sets) / Fraction(len(sets))


@given(games())
def test_the_least_core_and_its_proof(game: tuple[dict[Group, Fraction], int]) -> None:
    """The division reaches the bound, and the family, balanced, shows that no division can do better."""
    worth, players = game
    everyone = frozenset(range(players))
    found = core(of(worth), players)
    assert sum(found.imputation) == worth[everyone]
    for group in coalitions(players):
        if group != everyone:
            assert sum(found.imputation[player] for player in group) >= worth[group] - found.epsilon
    family = {frozenset(group): weight for group, weight in found.family}
    assert all(weight > 0 for weight in family.values())
    for player in range(players):
        assert sum(weight for group, weight in family.items() if player in group) == 1
    # Summing what each set of the family gets at least: v(N) ≥ Σ w (v(S) − ε).
    total = sum(family.values())
    assert sum(weight * worth[group] for group, weight in family.items()) - total * found.epsilon == worth[everyone]
    assert found.nonempty == (found.epsilon <= 0)


def test_a_majority_of_three_has_an_empty_core() -> None:
    """Divide one dollar by majority: ε is 1/6, by the three pairs with weight 1/2 each."""
    asked = Worths(("A", "B", "C"), {frozenset(pair): Fraction(1) for pair in combinations(range(3), 2)}, Fraction(0))
    asked.worth[frozenset(range(3))] = Fraction(1)
    found = game(asked)
    assert found.core.epsilon == Fraction(1, 3)
    assert set(found.core.family) == {(pair, Fraction(1, 2)) for pair in combinations(range(3), 2)}
    assert found.shapley == (Fraction(1, 3),) * 3
    assert found.sentences() == [
        "All together are worth 1. By what each adds on average (Shapley): A 0.333, B 0.333 and C 0.333.",
        "Every division leaves some group short (the core is empty), by 0.333 or more. "
        "These groups prove it: A+B, A+C and B+C.",
    ]
    assert "النواة فارغة" in found.sentences("ar")[1]
    assert [row["player"] for row in found.rows()] == ["A", "B", "C"]
    assert found.data()["core"]["nonempty"] is False


def test_one_player_keeps_everything() -> None:
    found = core(lambda group: Fraction(5 * len(group)), 1)
    assert (found.epsilon, found.imputation) == (0, (5,))


def test_too_many_players_are_refused() -> None:
    with pytest.raises(LimitError, match=f"there are {MOST + 1} players; coalitions are gone through up to {MOST}"):
        coalitions(MOST + 1)
