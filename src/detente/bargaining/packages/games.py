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
from detente.errors import DetenteError, LimitError

MOST = 14
Coalition = frozenset[int]


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
    """The least core, solved in floats; the bound, the imputation and the family are then found exactly and checked."""
    from detente.solver import silent_solver

    everyone = frozenset(range(players))
    proper = [group for group in coalitions(players) if group != everyone]
    if not proper:
        return Core(Fraction(0), (worth(everyone),), ())
    size = max([1.0, *(abs(float(worth(group))) for group in (*proper, everyone))])
    solver = silent_solver()
    weights = [solver.addVariable(0.0, 1.0) for _ in proper]
    # The dual: max Σ δ_S v(S) − y v(N) where Σ_{S ∋ i} δ_S = y for all i and Σ δ = 1.
    cover = solver.addVariable(0.0, 1.0)
    for player in range(players):
        terms = [weight for weight, group in zip(weights, proper, strict=True) if player in group]
        solver.addConstr(sum(terms[1:], terms[0]) == cover)
    solver.addConstr(sum(weights[1:], weights[0]) == 1.0)
    value = cover * (-float(worth(everyone)) / size)
    for weight, group in zip(weights, proper, strict=True):
        value = value + weight * (float(worth(group)) / size)
    solver.maximize(value)
    near = [Fraction(solver.val(weight)).limit_denominator(10_000) for weight in weights]
    used = [(group, weight) for group, weight in zip(proper, near, strict=True) if weight > 0]
    covered = {sum((w for group, w in used if player in group), Fraction(0)) for player in range(players)}
    total = sum((weight for _, weight in used), Fraction(0))
    if len(covered) != 1 or total != 1:
        raise DetenteError("deal_core_unproven")
    share = covered.pop()
    epsilon = sum((weight * worth(group) for group, weight in used), Fraction(0)) - share * worth(everyone)
    family = tuple((tuple(sorted(group)), weight / share) for group, weight in used)
    return Core(epsilon, _imputation(worth, players, proper, epsilon), family)


def _imputation(
    worth: Callable[[Coalition], Fraction], players: int, proper: list[Coalition], epsilon: Fraction
) -> Vector:
    """A division of v(N) in the least core; checked, so that bound and division prove each other."""
    from detente.solver import silent_solver

    everyone = frozenset(range(players))
    solver = silent_solver()
    parts = [solver.addVariable(-1e9, 1e9) for _ in range(players)]
    solver.addConstr(sum(parts[1:], parts[0]) == float(worth(everyone)))
    for group in proper:
        members = [parts[player] for player in sorted(group)]
        solver.addConstr(sum(members[1:], members[0]) >= float(worth(group) - epsilon) - 1e-9)
    solver.minimize(parts[0])
    found = [Fraction(solver.val(part)).limit_denominator(10_000) for part in parts[:-1]]
    division = (*found, worth(everyone) - sum(found, Fraction(0)))
    if any(sum(division[player] for player in group) < worth(group) - epsilon for group in proper):
        raise DetenteError("deal_core_unproven")
    return division
