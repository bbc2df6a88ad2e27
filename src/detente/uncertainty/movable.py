"""The numbers of a file that can be moved by hand: drivers, weights, points and least gains to move.

Each has the range that the file allows, where it stands, and a *domain*: how far a slider goes. A share (from above 0
up to at most 1) goes from 0 to 1; any other number from 0 to about twice the far end of its range, rounded up; one that
may be on either side of 0 as far to both sides.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from detente.outcomes.numbers import centres, column_name, quantities, spread_of
from detente.situation.expression import parse
from detente.situation.model import Situation
from detente.situation.quantity import Formula, Known
from detente.situation.records import Quantity
from detente.situation.scope import names

STEPS = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
FAR = 2.0  # times the far end of a range

Moved = Literal["driver", "weight", "points", "inertia"]


@dataclass(frozen=True)
class Movable:
    """A number and its place. `range`: None where the file has one value. `made_of`: of a formula, the drivers in it;
    then it cannot be moved itself, and `centre` is None."""

    path: tuple[str, ...]
    kind: Moved
    quantity: Quantity
    range: tuple[float, float] | None
    centre: float | None
    domain: tuple[float, float]
    made_of: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """A driver by its name, any other number by its path."""
        return column_name(self.path)

    @property
    def actor(self) -> str | None:
        return None if self.path[0] == "drivers" else self.path[1]


def movable(situation: Situation) -> tuple[Movable, ...]:
    """Every number of drivers, least gains to move, weights and points, in the order of the file."""
    middle = centres(situation)
    found = []
    for path, kind, quantity in _numbers(situation):
        spread, form = spread_of(quantity, situation), quantity.form
        if spread is not None:
            low, high = map(float, spread.bounds)
            centre = middle[column_name(path)]
            found.append(Movable(path, kind, quantity, (low, high), centre, _domain(low, high)))
        elif isinstance(form, Known):
            value = float(form.value)
            found.append(Movable(path, kind, quantity, None, value, _domain(value, value)))
        elif isinstance(form, Formula):
            used = dict.fromkeys(name.parts[0] for name in names(parse(form.text)))
            drivers = tuple(name for name in used if name in situation.drivers)
            found.append(Movable(path, kind, quantity, None, None, (0.0, 1.0), drivers))
    return tuple(found)


def _numbers(situation: Situation) -> Iterator[tuple[tuple[str, ...], Moved, Quantity]]:
    for name, quantity in situation.drivers.items():
        yield ("drivers", name), "driver", quantity
    for actor, wants in situation.preferences.items():
        inertia = situation.actors[actor].inertia
        if inertia is not None:
            yield ("actors", actor, "inertia"), "inertia", inertia
        for path, quantity in quantities(wants, ("preferences", actor)):
            if "points" in path:
                yield path, "points", quantity
            elif path[-1] == "weight":
                yield path, "weight", quantity


def _domain(low: float, high: float) -> tuple[float, float]:
    if low >= 0 and high <= 1 and (0 < low < high or high < 1):
        return 0.0, 1.0
    if low >= 0:
        return 0.0, _round_up(FAR * high or 1.0)
    if high <= 0:
        return -_round_up(-FAR * low), 0.0
    far = _round_up(max(-low, high))
    return -far, far


def _round_up(value: float) -> float:
    """The next number with one digit, or an easy one with two."""
    unit = 10.0 ** math.floor(math.log10(value))
    step = next(step for step in STEPS if value <= step * unit * (1 + 1e-12))
    return float(f"{step * unit:.12g}")
