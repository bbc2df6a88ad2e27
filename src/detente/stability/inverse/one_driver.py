"""The least change of one driver that meets a target: within its range first, then beyond it.

Each driver runs from its centre outwards, everything else at its centre: 101 values over its range, and as many again
on each side as far as two widths beyond (not below 0 if its range is not). Between the last value that does not meet
the target and the first that does, the turn is narrowed down. Formulas may bend, so a turn that comes and goes between
two neighbouring values is not seen; nothing here is called impossible.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from detente.errors import DetenteError
from detente.outcomes.numbers import uncertain
from detente.outcomes.preferences import Array
from detente.situation.quantity import Choice, Known, Spread
from detente.stability.inverse.target import Target
from detente.stability.solve import Model

POINTS = 101
FINER = 33
ROUNDS = 3
BEYOND = 2.0


@dataclass(frozen=True)
class DriverChange:
    """One driver or uncertain weight. `value`: where the target is first met (None: not seen, within or beyond)."""

    name: str
    centre: float
    low: float
    high: float
    value: float | None

    @property
    def within(self) -> bool:
        return self.value is not None and self.low <= self.value <= self.high

    @property
    def change(self) -> float:
        """How far it moves, in widths of its range (a known driver: in shares of itself)."""
        width = (self.high - self.low) or abs(self.centre) or 1.0
        return float("inf") if self.value is None else abs(self.value - self.centre) / width


@dataclass(frozen=True)
class _Line:
    name: str
    centre: float
    low: float
    high: float
    known: bool


def driver_changes(
    model: Model, target: Target, progress: Callable[[str, int], None] | None = None
) -> tuple[DriverChange, ...]:
    """The nearest value of every driver that meets the target; those within their range first, nearest first."""
    found = []
    for done, line in enumerate(_lines(model)):
        if progress is not None:
            progress(line.name, done)
        sides = [_nearest(model, target, line, end) for end in (line.low, line.high)]
        values = [value for value in sides if value is not None]
        value = min(values, key=lambda v: abs(v - line.centre), default=None)
        found.append(DriverChange(line.name, line.centre, line.low, line.high, value))
    return tuple(sorted(found, key=lambda change: (not change.within, change.change, change.name)))


def _lines(model: Model) -> list[_Line]:
    situation = model.situation
    lines = []
    for name, spread in uncertain(situation).items():
        low, high = _ends(spread)
        lines.append(_Line(name, float(spread.centre), low, high, False))
    for name, quantity in situation.drivers.items():
        if isinstance(quantity.form, Known) and quantity.form.value:
            value = float(quantity.form.value)
            lines.append(_Line(name, value, value, value, True))
    return lines


def _ends(spread: Spread) -> tuple[float, float]:
    values = spread.values if isinstance(spread, Choice) else spread.bounds
    return float(min(values)), float(max(values))


def _nearest(model: Model, target: Target, line: _Line, end: float) -> float | None:
    """The nearest value that meets the target on the side of one end of the range; first within, then beyond."""
    width = (line.high - line.low) or abs(line.centre)
    down = end == line.low and (line.low < line.centre or line.low == line.high)
    stages = [(line.centre, end)] if line.low < line.high else []
    further = end - BEYOND * width if down else end + BEYOND * width
    stages.append((end, max(0.0, further) if line.low >= 0 else further))
    if line.low == line.high:  # a known driver: down to nothing, and up
        stages = [(end, 0.0), (end, end * (1 + BEYOND))]
    for start, stop in stages:
        if start != stop:
            try:
                value = _first(model, target, line, start, stop)
            except DetenteError:  # a formula has no value out there
                continue
            if value is not None:
                return value
    return None


def _first(model: Model, target: Target, line: _Line, start: float, stop: float) -> float | None:
    values = np.linspace(start, stop, POINTS)
    for _ in range(ROUNDS):
        met = _met(model, target, line, values)
        if not met.any():
            return None
        place = int(np.argmax(met))
        if place == 0:
            return float(values[0])
        found = float(values[place])
        values = np.linspace(values[place - 1], found, FINER)
    return found


def _met(model: Model, target: Target, line: _Line, values: Array) -> Array:
    if line.known:
        numbers = model.numbers(len(values), scale={f"drivers.{line.name}": values / line.centre})
    else:
        numbers = model.numbers(len(values), columns={line.name: values})
    return target.met(model, numbers)
