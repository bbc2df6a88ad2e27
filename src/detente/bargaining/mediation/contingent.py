"""Terms that depend on what happens: “if drought, then”. A state is an issue: it takes one level of its own.

Each state has a share of the runs; the gain of a conditional package is Σ share × gain there. Where parties hold
different shares it is a bet, judged by each with its own (Raiffa 1982).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

from detente.bargaining.packages.negotiation import Vector

ZERO = Fraction(0)


@dataclass(frozen=True)
class Happening:
    """A state: per party its share of the runs, and what every level brings each party there."""

    name: str
    share: Mapping[str, Fraction]
    gains: Mapping[str, Mapping[str, Fraction]]


@dataclass(frozen=True)
class Conditional:
    """`surplus`: the largest sum of gains among packages that leave nobody worse off (None: there is none).

    `nash`: the gains with the largest product, for most gainers. `packages`: level per state → gains.
    """

    packages: dict[tuple[str, ...], Vector]
    surplus: Fraction | None
    nash: tuple[Vector, ...]

    @property
    def weak(self) -> bool:
        return self.surplus is not None

    @property
    def strict(self) -> bool:
        return any(min(gains) > 0 for gains in self.packages.values())


def conditional(parties: Sequence[str], states: Sequence[Happening], *, same: bool = False) -> Conditional:
    """Every choice of a level per state, or of the same level in all of them."""
    levels = [list(state.gains) for state in states]
    choices = [(name,) * len(states) for name in levels[0]] if same else list(product(*levels))
    found = {
        choice: tuple(
            sum((s.share[p] * s.gains[level][p] for s, level in zip(states, choice, strict=True)), ZERO)
            for p in parties
        )
        for choice in choices
        if all(level in state.gains for level, state in zip(choice, states, strict=True))
    }
    zone = [gains for gains in found.values() if min(gains) >= 0]
    if not zone:
        return Conditional(found, None, ())
    most = max(sum(g > 0 for g in gains) for gains in zone)
    worth = {
        gains: prod((g for g in gains if g > 0), start=Fraction(1))
        for gains in zone
        if sum(g > 0 for g in gains) == most
    }
    top = max(worth.values())
    return Conditional(
        found, max(sum(gains, ZERO) for gains in zone), tuple(sorted(g for g, w in worth.items() if w == top))
    )
