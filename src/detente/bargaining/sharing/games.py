"""Games of coalitions with transferable worth: Shapley and Banzhaf values, the core, the least core and its proof.

v(S) is what coalition S can secure; v(∅) = 0. Shapley (1953): the mean of marginal contributions over all orders.
Banzhaf (raw): the mean over all coalitions of the others. Core: x(N) = v(N), x(S) ≥ v(S) for all S. Least core: the
smallest ε for which some x has x(S) ≥ v(S) − ε for all proper S; ε ≤ 0 means that the core is not empty. The proof is
a balanced family (Bondareva 1963, Shapley 1967): weights on coalitions that cover every player once in all, whose
weighted worth exceeds v(N) when the core is empty. All from memory, unverified.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import factorial

from detente.bargaining.packages.negotiation import Vector
from detente.bargaining.packages.simplex import maximise
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


@dataclass(frozen=True)
class Core:
    """The least-core bound, one imputation in it, and the binding family: coalition → weight."""

    epsilon: Fraction
    imputation: Vector
    family: tuple[tuple[tuple[int, ...], Fraction], ...]

    @property
    def nonempty(self) -> bool:
        return self.epsilon <= 0


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


def core(worth: Callable[[Coalition], Fraction], players: int) -> Core:
    """The least core, in exact fractions: bound, division and family prove one another.

    The dual is solved: the largest Σ δ_S v(S) − y v(N) where Σ_{S ∋ i} δ_S = y for every player i and Σ δ_S = 1, over
    proper coalitions. Its prices are the division; δ / y is the family.
    """
    everyone = frozenset(range(players))
    proper = [group for group in coalitions(players) if group != everyone]
    if not proper:
        return Core(Fraction(0), (worth(everyone),), ())
    one = Fraction(1)
    columns = [[*(one * (player in group) for player in range(players)), one] for group in proper]
    columns.append([*(-one for _ in range(players)), Fraction(0)])
    found = maximise(columns, [*map(worth, proper), -worth(everyone)], [*(Fraction(0) for _ in range(players)), one])
    assert found is not None  # every player alone, with equal weights
    cover = sum((amount for place, amount in found.used if place == len(proper)), Fraction(0))
    family = tuple((tuple(sorted(proper[at])), amount / cover) for at, amount in found.used if at < len(proper))
    return Core(found.value, found.prices[:-1], family)
