"""The least change of one driver that meets a target: within its range first, then beyond it.

Each driver runs from its centre outwards, everything else at its centre: 101 values over its range, and as many again
on each side as far as two widths beyond (not below 0 if its range is not). Between the last value that does not meet
the target and the first that does, the turn is narrowed down. Formulas may bend, so a turn that comes and goes between
two neighbouring values is not seen; nothing here is called impossible.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from detente.errors import DetenteError
from detente.outcomes.numbers import centres, uncertain
from detente.outcomes.preferences import Array
from detente.situation.quantity import Choice, Known, Spread
from detente.stability.inverse.target import Target
from detente.stability.solve import Model
from detente.time_left import TimeOverError

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
    middle: float  # where it stands while others move


def driver_changes(
    model: Model, target: Target, progress: Callable[[str, int], None] | None = None
) -> tuple[tuple[DriverChange, ...], tuple[str, ...]]:
    """The nearest value of every driver that meets the target; those within their range first, nearest first.

    And the drivers for which the time did not suffice.
    """
    lines = _lines(model)
    if progress is not None and lines:
        progress(lines[0].name, 0)
    sides, open_ = _all_together(model, target, [(line, end) for line in lines for end in (line.low, line.high)])
    found, missing = [], []
    for place, line in enumerate(lines):
        if open_.intersection((2 * place, 2 * place + 1)):
            missing.append(line.name)
            continue
        values = [value for value in sides[2 * place : 2 * place + 2] if value is not None]
        value = min(values, key=lambda v, line=line: abs(v - line.centre), default=None)  # type: ignore[misc]
        found.append(DriverChange(line.name, line.centre, line.low, line.high, value))
    return tuple(sorted(found, key=lambda change: (not change.within, change.change, change.name))), tuple(missing)


def _lines(model: Model) -> list[_Line]:
    situation, middle = model.situation, centres(model.situation)
    lines = []
    for name, spread in uncertain(situation).items():
        low, high = _ends(spread)
        lines.append(_Line(name, float(spread.centre), low, high, False, middle[name]))
    for name, quantity in situation.drivers.items():
        if isinstance(quantity.form, Known) and quantity.form.value:
            value = float(quantity.form.value)
            lines.append(_Line(name, value, value, value, True, value))
    return lines


def _ends(spread: Spread) -> tuple[float, float]:
    values = spread.values if isinstance(spread, Choice) else spread.bounds
    return float(min(values)), float(max(values))


Search = Generator[Array, Array | None, float | None]  # asks for values; is told which meet the target, or nothing


def _nearest(line: _Line, end: float) -> Search:
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
            value = yield from _first(start, stop)
            if value is not None:
                return value
    return None


def _first(start: float, stop: float) -> Search:
    values = np.linspace(start, stop, POINTS)
    for _ in range(ROUNDS):
        met = yield values
        if met is None or not met.any():
            return None
        place = int(np.argmax(met))
        if place == 0:
            return float(values[0])
        found = float(values[place])
        values = np.linspace(values[place - 1], found, FINER)
    return found


def _all_together(
    model: Model, target: Target, sides: list[tuple[_Line, float]]
) -> tuple[list[float | None], set[int]]:
    """What each search finds; what all of them want to know at a time is asked at once. And which had no time."""
    searches = [_nearest(line, end) for line, end in sides]
    found: list[float | None] = [None] * len(sides)
    told: dict[int, Array | None] = dict.fromkeys(range(len(sides)))
    while told:
        asked: dict[int, Array] = {}
        for place, met in told.items():
            try:
                asked[place] = searches[place].send(met)
            except StopIteration as done:
                found[place] = done.value
        told = {}
        try:
            for known in (True, False):
                places = [place for place in asked if sides[place][0].known == known]
                told.update(_met(model, target, {place: (sides[place][0], asked[place]) for place in places}))
        except TimeOverError:
            return found, set(asked)
    return found, set()


def _met(model: Model, target: Target, asked: dict[int, tuple[_Line, Array]]) -> dict[int, Array | None]:
    """Which of the values of each line meet the target; None where a formula has no value out there."""
    if not asked:
        return {}
    cuts = np.cumsum([0, *(len(values) for _, values in asked.values())])
    parts = [slice(low, high) for low, high in pairwise(cuts)]
    table: dict[str, Array] = {}
    for (line, values), part in zip(asked.values(), parts, strict=True):
        name, still = (f"drivers.{line.name}", 1.0) if line.known else (line.name, line.middle)
        table.setdefault(name, np.full(cuts[-1], still))[part] = values / line.centre if line.known else values
    known = next(iter(asked.values()))[0].known
    numbers = model.numbers(int(cuts[-1]), **{"scale" if known else "columns": table})
    try:
        met = target.met(model, numbers)
    except DetenteError:
        if len(asked) == 1:
            return dict.fromkeys(asked)
        alone = [_met(model, target, {place: one}) for place, one in asked.items()]
        return {place: met for one in alone for place, met in one.items()}
    return {place: met[part] for place, part in zip(asked, parts, strict=True)}
