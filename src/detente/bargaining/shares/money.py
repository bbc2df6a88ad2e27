"""What payments between the parties add to a negotiation: who could pay whom, and whether that opens a zone.

`worth`: what one unit of money is worth to each party, in its own points. A package is worth γ_i = g_i / worth_i in
money to party i. Payments m add up to nothing. With money only the sum S = Σ γ counts: there is a zone where the
largest sum is at least 0, and what each receives follows from how the surplus is shared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from detente.bargaining.packages.negotiation import Vector

ZERO = Fraction(0)


@dataclass(frozen=True)
class Payments:
    """Of one package: its sum in money, and the least and most each party receives so that nobody is worse off.

    `receives`: None where no payment makes the package acceptable.
    """

    total: Fraction
    receives: tuple[tuple[Fraction, Fraction], ...] | None


@dataclass(frozen=True)
class Money:
    """`surplus`: the largest sum; `nash`, `egalitarian`: gains in each party's own points; `best`: which packages have
    the largest sum.

    `nash_receives`, `egalitarian_receives`: what each receives there, in money. `least`: the least money that must
    change hands for some package to leave nobody worse off (None: no payment does).
    """

    surplus: Fraction
    strict: bool
    nash: Vector
    egalitarian: Vector
    best: tuple[int, ...]
    nash_receives: tuple[Vector, ...]
    egalitarian_receives: tuple[Vector, ...]
    packages: tuple[Payments, ...]
    least: Fraction | None


def with_money(gains: Sequence[Vector], worth: Vector, inertia: Vector) -> Money:
    """What money adds to packages with these gains, listed one by one."""
    size = len(worth)
    in_money = [tuple(g / w for g, w in zip(one, worth, strict=True)) for one in gains]
    totals = [sum(one, ZERO) for one in in_money]
    surplus = max(totals)
    best = tuple(at for at, total in enumerate(totals) if total == surplus)
    even = surplus / size
    level = surplus / sum((1 / w for w in worth), ZERO)
    held = sum((i / w for i, w in zip(inertia, worth, strict=True)), ZERO)
    short = [
        sum((max(ZERO, -value) for value in one), ZERO)
        for one, total in zip(in_money, totals, strict=True)
        if total >= 0
    ]
    return Money(
        surplus,
        surplus - held > 0,
        tuple(even * w for w in worth),
        (level,) * size,
        best,
        tuple(tuple(even - value for value in in_money[at]) for at in best),
        tuple(tuple(level / w - value for value, w in zip(in_money[at], worth, strict=True)) for at in best),
        tuple(_payments(one, total) for one, total in zip(in_money, totals, strict=True)),
        min(short, default=None),
    )


def _payments(in_money: Vector, total: Fraction) -> Payments:
    return Payments(total, None if total < 0 else tuple((-value, total - value) for value in in_money))


def transfers(receives: Vector) -> list[tuple[int, int, Fraction]]:
    """Who pays whom how much: at most one payment fewer than parties, the largest payer to the largest receiver."""
    left = list(receives)
    found = []
    while any(value > 0 for value in left):
        taker = max(range(len(left)), key=lambda at: left[at])
        giver = min(range(len(left)), key=lambda at: left[at])
        amount = min(left[taker], -left[giver])
        found.append((giver, taker, amount))
        left[taker] -= amount
        left[giver] += amount
    return found
