"""Games of coalitions: values against their definitions over orders, the core against a solver, and known games."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.bargaining.packages.negotiation import Vector
from detente.bargaining.packages.simplex import maximise
from detente.bargaining.sharing.games import MOST, Worths, banzhaf, coalitions, shapley
from detente.bargaining.sharing.least_core import MOST_RANGES, core
from detente.bargaining.sharing.worths import game
from detente.errors import LimitError
from tests.conftest import examples

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
        "All together are worth 1. By what each adds on average (Shapley): A 0.333, B 0.333, and C 0.333.",
        "Every division leaves some group short (the core is empty), by 0.333 or more. "
        "These groups prove it: A+B, A+C, and B+C.",
        "Kindest to the groups that are worst off (the nucleolus): A 0.333, B 0.333, and C 0.333.",
    ]
    assert "النواة خالية" in found.sentences("ar")[1]
    assert [row["player"] for row in found.rows()] == ["A", "B", "C"]
    assert found.data()["core"]["nonempty"] is False


def excesses(worth: dict[Group, Fraction], division: Vector) -> list[Fraction]:
    """v(S) − x(S) of all proper coalitions, the largest first."""
    groups = [group for group in coalitions(len(division)) if len(group) < len(division)]
    return sorted((of(worth)(group) - sum(division[player] for player in group) for group in groups), reverse=True)


@given(games(), st.randoms(use_true_random=False))
def test_nothing_beats_the_nucleolus_excess_by_excess(game: tuple[dict[Group, Fraction], int], random: Any) -> None:
    """No step from it, small or large, makes the sorted excesses smaller; renaming players renames their parts."""
    worth, players = game
    found = core(of(worth), players)
    here = excesses(worth, found.imputation)
    for _ in range(12):
        giver, taker = random.sample(range(players), 2)
        step = Fraction(random.choice((1, 2, 5)), random.choice((1, 3, 50)))
        moved = list(found.imputation)
        moved[giver], moved[taker] = moved[giver] - step, moved[taker] + step
        assert excesses(worth, tuple(moved)) > here
    order = random.sample(range(players), players)
    renamed = {frozenset(order[player] for player in group): value for group, value in worth.items()}
    other = core(of(renamed), players).imputation
    assert [other[order[player]] for player in range(players)] == list(found.imputation)


@examples(100)
@given(games())
def test_the_range_of_each_player_in_the_least_core(game: tuple[dict[Group, Fraction], int]) -> None:
    """By a linear programme of the plain kind: x = a − b with a, b ≥ 0, and slack for every coalition."""
    worth, players = game
    found = core(of(worth), players)
    groups = [group for group in coalitions(players) if len(group) < players]
    wanted = [worth[group] - found.epsilon for group in groups] + [worth[frozenset(range(players))]]
    rows = [*groups, frozenset(range(players))]
    columns = [[Fraction(sign * (i in row)) for row in rows] for sign in (1, -1) for i in range(players)]
    columns += [[-Fraction(row == group) for row in rows] for group in groups]
    assert found.ranges is not None
    for player, (low, high) in enumerate(found.ranges):
        for sign, end in ((1, high), (-1, low)):
            goal = [Fraction(sign * s * (i == player)) for s in (1, -1) for i in range(players)]
            best = maximise(columns, goal + [Fraction(0)] * len(groups), wanted)
            assert best is not None and sign * best.value == end
        assert low <= found.imputation[player] <= high
    assert found.unique == all(low == high for low, high in found.ranges)


def test_equals_are_treated_equally_and_the_other_divisions_are_told() -> None:
    """A and C are worth the same to everybody; the least core leaves open how they share 5/2."""
    pairs = {(0, 1): 1, (0, 2): 2, (1, 2): 1, (0, 1, 2): 3}
    found = game(Worths(("A", "B", "C"), {frozenset(group): Fraction(value) for group, value in pairs.items()}))
    assert found.core.imputation == (Fraction(5, 4), Fraction(1, 2), Fraction(5, 4))
    assert found.sentences()[-2:] == [
        "Kindest to the groups that are worst off (the nucleolus): A 1.25, B 0.5, and C 1.25.",
        "It is one of many that treat the worst-off group as well: A can have 1 to 1.5 and C can have 1 to 1.5.",
    ]
    assert found.sentences("ar")[-1].startswith("وهي واحدة من قسمات كثيرة")
    told = found.data()["core"]
    assert (told["unique"], told["ranges"]) == (False, {"A": [1, 1.5], "B": [0.5, 0.5], "C": [1, 1.5]})


def test_with_many_players_the_ranges_are_left_out() -> None:
    """Two of them alone are worth something: how they share it is open."""
    players = MOST_RANGES + 1
    found = game(Worths(tuple(map(str, range(players))), {}, Fraction(0)))
    assert (found.core.unique, found.core.imputation) == (True, (0,) * players)
    pair = frozenset((0, 1))
    worth = {group: Fraction(1) for group in coalitions(players) if pair <= group}
    found = game(Worths(tuple(map(str, range(players))), worth))
    assert not found.core.unique and found.core.ranges is None and found.data()["core"]["ranges"] is None
    assert found.core.imputation[:2] == (Fraction(1, 2),) * 2
    assert found.sentences()[-1] == "It is one of many that treat the worst-off group as well."


def test_one_player_keeps_everything() -> None:
    found = core(lambda group: Fraction(5 * len(group)), 1)
    assert (found.epsilon, found.imputation) == (0, (5,))


def test_too_many_players_are_refused() -> None:
    with pytest.raises(LimitError, match=f"there are {MOST + 1} players; coalitions are gone through up to {MOST}"):
        coalitions(MOST + 1)
