"""The core of a game of coalitions, the least core with its proof, and the division in it that is named: the nucleolus.

Core: x(N) = v(N), x(S) ≥ v(S) for all S. Least core: the smallest ε for which some x has x(S) ≥ v(S) − ε for all proper
S; ε ≤ 0 means that the core is not empty. The proof is a balanced family (Bondareva 1963, Shapley 1967): weights on
coalitions that cover every player once in all, whose weighted worth exceeds v(N) when the core is empty.

The least core may hold many divisions. The nucleolus (Schmeidler 1969; here over all divisions of v(N), also called the
prenucleolus) makes the largest excess v(S) − x(S) as small as can be, then the next largest, and so on: there is one,
and it gives equal players the same. It is found stage by stage (Kopelowitz 1967): the coalitions of which every
solution of a stage makes the same are held at that, and the next stage is asked of the rest. All from memory,
unverified.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from detente.bargaining.packages.negotiation import Vector
from detente.bargaining.packages.simplex import maximise
from detente.bargaining.sharing.games import Coalition, coalitions

Worth = Callable[[Coalition], Fraction]
Held = dict[Coalition, Fraction]

MOST_RANGES = 9  # players up to which it is worked out how much each can have


@dataclass(frozen=True)
class Core:
    """The bound of the least core, its nucleolus, and the binding family: coalition → weight.

    `unique`: the least core holds nothing but the nucleolus. `ranges`: the least and the most that each player has in
    it (None: too many players to look).
    """

    epsilon: Fraction
    imputation: Vector
    family: tuple[tuple[tuple[int, ...], Fraction], ...]
    unique: bool = True
    ranges: tuple[tuple[Fraction, Fraction], ...] | None = None

    @property
    def nonempty(self) -> bool:
        return self.epsilon <= 0


def core(worth: Worth, players: int) -> Core:
    """The least core in exact fractions: bound, division and family prove one another."""
    everyone = frozenset(range(players))
    held = {everyone: worth(everyone)}
    free = [group for group in coalitions(players) if group != everyone]
    if not free:
        return Core(Fraction(0), (worth(everyone),), (), ranges=((worth(everyone),) * 2,))
    first = stage = _stage(worth, players, free, held)
    held |= {group: worth(group) - stage.epsilon for group in stage.tight}
    while ways := _open(held, players):
        free = [group for group in free if any(_sum(way, group) for way in ways)]
        stage = _stage(worth, players, free, held)
        held |= {group: worth(group) - stage.epsilon for group in stage.tight}
    cover = sum(weight for group, weight in first.tight.items() if 0 in group)
    family = tuple((tuple(sorted(group)), weight / cover) for group, weight in first.tight.items())
    division = stage.division
    unique = stage.epsilon == first.epsilon  # else some division leaves every group still free more than the bound
    ranges = tuple((value, value) for value in division) if unique else None
    if not unique and players <= MOST_RANGES:
        ranges = _ranges(worth, players, first.epsilon)
    return Core(first.epsilon, division, family, unique, ranges)


@dataclass(frozen=True)
class _Stage:
    """The least largest excess, a division that has it, and coalitions (with weights) at it in every such division."""

    epsilon: Fraction
    division: Vector
    tight: dict[Coalition, Fraction]
    at_floor: frozenset[Coalition] = frozenset()  # players that have no more than they are worth alone in every one


def nucleolus(worth: Worth, players: int, found: Core) -> Vector | None:
    """The nucleolus of Schmeidler: as the prenucleolus of `found`, but among divisions that give each player what it is
    worth alone. None where there are none.
    """
    alone = [worth(frozenset([player])) for player in range(players)]
    everyone = frozenset(range(players))
    if sum(alone, Fraction(0)) > worth(everyone):
        return None
    if all(value >= least for value, least in zip(found.imputation, alone, strict=True)):
        return found.imputation
    held, division = {everyone: worth(everyone)}, found.imputation
    free = [group for group in coalitions(players) if group != everyone]
    while ways := _open(held, players):
        free = [group for group in free if any(_sum(way, group) for way in ways)]
        stage = _stage(worth, players, free, held, alone)
        held |= {group: worth(group) - stage.epsilon for group in stage.tight}
        held |= {group: alone[min(group)] for group in stage.at_floor}
        division = stage.division
    return division


def _stage(worth: Worth, players: int, free: Sequence[Coalition], held: Held, alone: Sequence[Fraction] = ()) -> _Stage:
    """The smallest ε with x(S) ≥ v(S) − ε for the free coalitions, where x(T) is given for those held.

    The dual is solved: the largest Σ δ_S v(S) + Σ y_T x(T) where Σ_{S ∋ i} δ_S + Σ_{T ∋ i} y_T = 0 for every player i,
    Σ δ_S = 1 and δ ≥ 0, y of either sign. Its prices are x and ε; δ_S > 0 only where S is at the bound in every x.
    `alone`: what each player must have at least; such a floor counts in the sum without δ's share of 1.
    """
    one, zero = Fraction(1), Fraction(0)
    columns = [[*_row(group, players), one] for group in free]
    gains = [worth(group) for group in free]
    for group, value in held.items():
        row = _row(group, players)
        columns += [[*row, zero], [*(-cell for cell in row), zero]]
        gains += [value, -value]
    floors = [frozenset([player]) for player in range(len(alone))]
    columns += [[*_row(group, players), zero] for group in floors]
    gains += alone
    found = maximise(columns, gains, [*(zero for _ in range(players)), one])
    assert found is not None  # a family that covers the players evenly
    tight = {free[at]: amount for at, amount in found.used if at < len(free)}
    first = len(columns) - len(floors)
    at_floor = frozenset(floors[at - first] for at, _ in found.used if at >= first)
    return _Stage(found.value, found.prices[:-1], tight, at_floor)


def _ranges(worth: Worth, players: int, epsilon: Fraction) -> tuple[tuple[Fraction, Fraction], ...]:
    """The least and the most that each player has in the least core.

    The least x_i is the largest Σ δ_S (v(S) − ε) ± y v(N) where Σ_{S ∋ j} δ_S ± y is 1 for i and 0 for the others.
    """
    everyone = frozenset(range(players))
    proper = [group for group in coalitions(players) if group != everyone]
    columns = [_row(group, players) for group in proper]
    columns += [[Fraction(sign)] * players for sign in (1, -1)]
    gains = [*(worth(group) - epsilon for group in proper), worth(everyone), -worth(everyone)]

    def least(player: int, sign: int) -> Fraction:
        found = maximise(columns, gains, [Fraction(sign * (player == other)) for other in range(players)])
        assert found is not None  # coalitions of one and all together reach every amount
        return sign * found.value

    return tuple((least(player, 1), least(player, -1)) for player in range(players))


def _row(group: Coalition, players: int) -> list[Fraction]:
    return [Fraction(player in group) for player in range(players)]


def _open(held: Held, players: int) -> list[Vector]:
    """The directions in which a division can still change when the coalitions held keep what they have."""
    found = [tuple(_row(frozenset([player]), players)) for player in range(players)]
    for group in held:
        moving = next((way for way in found if _sum(way, group)), None)
        if moving is not None:
            ratios = [(way, _sum(way, group) / _sum(moving, group)) for way in found if way is not moving]
            found = [tuple(a - ratio * b for a, b in zip(way, moving, strict=True)) for way, ratio in ratios]
    return found


def _sum(values: Vector, group: Coalition) -> Fraction:
    return sum((values[player] for player in group), Fraction(0))
