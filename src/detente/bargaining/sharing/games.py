"""Games of coalitions with transferable worth: what they are, and the Shapley and Banzhaf values of their players.

v(S) is what coalition S can secure; v(∅) = 0. Shapley (1953): the mean of marginal contributions over all orders.
Banzhaf (raw): the mean over all coalitions of the others. From memory, unverified.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import factorial

from detente.bargaining.packages.negotiation import Vector
from detente.errors import LimitError

MOST = 14
Coalition = frozenset[int]


@dataclass(frozen=True)
class Worths:
    """What coalitions are worth; a coalition that is not named has the default, the empty one nothing."""

    players: tuple[str, ...]
    worth: dict[frozenset[int], Fraction]
    default: Fraction = Fraction(0)

    def of(self, group: frozenset[int]) -> Fraction:
        """The worth of a coalition."""
        return self.worth.get(group, self.default if group else Fraction(0))


def coalitions(players: int) -> list[Coalition]:
    """All coalitions but the empty one, small ones first."""
    if players > MOST:
        raise LimitError("deal_players_many", count=players, limit=MOST)
    return [frozenset(one) for size in range(1, players + 1) for one in combinations(range(players), size)]


def shapley(worth: Callable[[Coalition], Fraction], players: int) -> Vector:
    """The Shapley value of each player."""
    return _marginal(
        worth, players, lambda size: Fraction(factorial(size) * factorial(players - size - 1), factorial(players))
    )


def banzhaf(worth: Callable[[Coalition], Fraction], players: int) -> Vector:
    """The raw Banzhaf value of each player: it need not add up to v(N)."""
    return _marginal(worth, players, lambda _: Fraction(1, 1 << (players - 1)))


def _marginal(worth: Callable[[Coalition], Fraction], players: int, weight: Callable[[int], Fraction]) -> Vector:
    total = [Fraction(0)] * players
    for group in [frozenset[int](), *coalitions(players)]:
        for player in set(range(players)) - group:
            total[player] += weight(len(group)) * (worth(group | {player}) - worth(group))
    return tuple(total)
