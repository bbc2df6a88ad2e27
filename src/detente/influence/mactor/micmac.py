"""MICMAC: who influences whom through chains of any length (Duperrin & Godet 1973; Godet 1994, from memory).

The power p of the matrix of direct influence counts the chains of p steps, each weighed by the product of its steps.
The sums of its rows rank by influence, the sums of its columns by dependence. As p grows the two rankings settle, and
those are the rankings of MICMAC: they hold what the direct ones hide. Where influence runs in a circle that nothing
crosses, they may return again and again and never settle; where it runs in no circle, chains end.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np

from detente.influence.balance.signed import Array

POWERS = 30  # steps of the longest chain looked at


@dataclass(frozen=True)
class Power:
    """One power of a matrix: the share of every row in the sum of all (`influence`), and of every column
    (`dependence`)."""

    influence: tuple[Fraction, ...]
    dependence: tuple[Fraction, ...]

    def ranks(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        return ranks(self.influence), ranks(self.dependence)


@dataclass(frozen=True)
class Chains:
    """The powers from 1 on. `settled`: the first from which neither ranking changes up to the last; None: they change
    to the last, or there is but one. `ends`: no chain has more steps than there are powers here."""

    powers: tuple[Power, ...]
    settled: int | None
    ends: bool

    def told(self) -> tuple[Power, ...]:
        """The history until the rankings are settled, and all of it where they are not."""
        return self.powers if self.settled is None else self.powers[: self.settled]

    def data(self) -> dict[str, Any]:
        return {
            "settled": self.settled,
            "ends": self.ends,
            "powers": len(self.powers),
            "history": [
                {
                    "power": number,
                    "influence": [float(one) for one in power.influence],
                    "dependence": [float(one) for one in power.dependence],
                    "influence_rank": list(power.ranks()[0]),
                    "dependence_rank": list(power.ranks()[1]),
                }
                for number, power in enumerate(self.told(), start=1)
            ],
        }


def ranks(values: tuple[Fraction, ...]) -> tuple[int, ...]:
    """1 for the greatest; equal values share a rank."""
    return tuple(1 + sum(other > value for other in values) for value in values)


def chains(a: Array, most: int = POWERS) -> Chains:
    """MICMAC of a square matrix without negative cells, up to this power. Exact whatever the numbers."""
    cells = [Fraction(float(cell)) for cell in a.ravel()]
    scale = lcm(*(cell.denominator for cell in cells))  # whole numbers multiply faster, and shares stay the same
    base = np.array([int(cell * scale) for cell in cells], dtype=object).reshape(a.shape)
    power, found = base, list[Power]()
    while len(found) < most and (total := power.sum()):
        found.append(Power(*(tuple(Fraction(one, total) for one in power.sum(axis=side)) for side in (1, 0))))
        power = power.dot(base)
    order = [one.ranks() for one in found]
    settled = next((place + 1 for place in range(len(order) - 1) if len(set(order[place:])) == 1), None)
    ends = len(found) < most
    return Chains(tuple(found), None if ends else settled, ends)


def micmac(matrix: Array, most: int) -> dict[str, Any]:
    """The sums of rows and columns of every power of any matrix, as plain cases ask for them.

    Ties rank by index. `stable_at`: the first power whose two rankings return at the next power; None if none does.
    Integers are exact whatever their size.
    """
    base = np.array(matrix, dtype=object)
    power, history = base, []
    for number in range(1, most + 1):
        influence, depends = power.sum(axis=1).tolist(), power.sum(axis=0).tolist()
        history.append(
            {
                "power": number,
                "influence": influence,
                "dependence": depends,
                "influence_rank": _order(influence),
                "dependence_rank": _order(depends),
            }
        )
        power = power.dot(base)
    order = [(step["influence_rank"], step["dependence_rank"]) for step in history]
    stable = next((place + 1 for place in range(len(order) - 1) if order[place] == order[place + 1]), None)
    return {"stable_at": stable, "history": history}


def _order(values: list[Any]) -> list[int]:
    return sorted(range(len(values)), key=lambda place: (-values[place], place))
