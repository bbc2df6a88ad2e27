"""What would turn an answer: one number at a time, the rest at the centre.

Every uncertain number runs through its range (101 values), every least gain to move from none to twice as much, and
every goal and level of points from none to ten times as much. A *lever* is the nearest value, on either side, from
which on the main question is answered otherwise; it is narrowed down to a 16^5th of a step. The answer is that of
stability (predicted from today, SEQ), so what a lever brings about is signed and lasts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

import numpy as np

from detente.findings.result import Lever
from detente.outcomes.numbers import Numbers, centres, column_name, quantities, spread_of, uncertain
from detente.outcomes.preferences import Array
from detente.outcomes.space import Space
from detente.situation.expression import parse
from detente.situation.model import Situation
from detente.situation.quantity import Formula
from detente.situation.records import Quantity
from detente.situation.scope import names
from detente.uncertainty.close import HUNDREDTHS, weights
from detente.uncertainty.questions.asking import central_answers, codes
from detente.uncertainty.study.result import Study

MAIN = "seq"
POINTS = 101
EDGE = 2.0  # times the least gain to move, within which an answer is on the edge
NEAR = np.array(list(HUNDREDTHS.values()))
UP = np.array([1.0, *(1 + NEAR), *10 ** (np.arange(1, 49) / 48)])  # times a weight, outwards
DOWN = np.array([1.0, *(1 - NEAR), *np.linspace(1, 0, 34)[1:]])
FINER, ROUNDS = 15, 5
CORNERS = 10  # uncertain numbers in a formula up to which its ends are looked at in every corner

Kind = Literal["goal", "points", "driver", "inertia"]


@dataclass(frozen=True)
class Line:
    """One number and the values it takes, outwards from the centre on one side. `factor`: values are factors."""

    path: tuple[str, ...]
    kind: Kind
    values: Array
    factor: bool
    ranged: bool

    @property
    def column(self) -> str:
        return self.path[1] if self.path[0] == "drivers" else ".".join(self.path)


@dataclass(frozen=True)
class Lines:
    """All lines of a study with the answers along them: question → line → codes."""

    study: Study
    lines: tuple[Line, ...]
    codes: Mapping[str, Sequence[Array]]
    centre: Mapping[str, int]

    def turn(self, question: str, place: int) -> int | None:
        """The first value of a line at which the answer is not that of the centre."""
        here = np.flatnonzero(self.codes[question][place] != self.centre[question])
        return int(here[0]) if len(here) else None

    def numbers(self, question: str) -> tuple[str, ...]:
        """The uncertain numbers that turn an answer alone, within their ranges."""
        found = [line.column for k, line in enumerate(self.lines) if line.ranged and self.turn(question, k) is not None]
        return tuple(dict.fromkeys(found))

    def edges(self, question: str) -> tuple[str, ...]:
        """The actors of whose least gain to move a change to between none and twice as much turns an answer."""
        found = [
            line.path[1]
            for k, line in enumerate(self.lines)
            if line.kind == "inertia" and line.factor and self.turn(question, k) is not None
        ]
        return tuple(dict.fromkeys(found))

    def near(self, question: str) -> dict[str, int]:
        """The weights of which one or two hundredths turn an answer, and how many."""
        found: dict[str, int] = {}
        for k, line in enumerate(self.lines):
            first = self.turn(question, k) if line.kind in ("goal", "points") and line.factor else None
            if first is not None and first <= len(NEAR):
                found[line.column] = min(first, found.get(line.column, first))
        return found


def lines_of(study: Study) -> Lines:
    """Every line of a situation, all worked out in one go."""
    lines = tuple(_lines(study.situation, study.model.space))
    questions = tuple(study.situation.questions)
    centre = central_answers(study, questions, MAIN)
    found = _along(study, [(line, value) for line in lines for value in line.values], questions)
    cuts = np.cumsum([len(line.values) for line in lines])[:-1]
    return Lines(study, lines, {name: np.split(codes, cuts) for name, codes in found.items()}, centre)


def _along(study: Study, tried: Sequence[tuple[Line, float]], questions: Sequence[str]) -> dict[str, Array]:
    """The answers where one number each has another value."""
    if not tried:
        return {name: np.zeros(0, np.int64) for name in questions}
    columns, scale = _set(study.situation, tried)
    measures = study.evaluate(columns, scale=scale)
    return {name: codes(study, name, MAIN, measures) for name in questions}


def _set(situation: Situation, tried: Sequence[tuple[Line, float]]) -> tuple[dict[str, Array], dict[str, Array]]:
    middle = centres(situation)
    columns: dict[str, Array] = {}
    scale: dict[str, Array] = {}
    for place, (line, value) in enumerate(tried):
        store, start = (scale, 1.0) if line.factor else (columns, middle.get(line.column, 0.0))
        store.setdefault(line.column, np.full(len(tried), start))[place] = value
    return columns, scale


def _lines(situation: Situation, space: Space) -> Iterator[Line]:
    middle = centres(situation)
    blocks = ("drivers", "actors", "preferences")
    paths = {column_name(path): path for block in blocks for path, _ in quantities(getattr(situation, block), (block,))}
    for name, spread in uncertain(situation).items():
        path = paths.get(name, ("",))
        kind: Kind = "driver" if path[0] == "drivers" else "inertia" if path[-1] == "inertia" else "goal"
        if kind not in ("driver", "inertia") and path[0] != "preferences":
            continue
        if "points" in path:
            kind = "points"
        low, high = map(float, spread.bounds)
        for end in (low, high):
            if end != middle[name]:
                yield Line(path, kind, np.linspace(middle[name], end, POINTS // 2 + 1), False, True)
    for place in weights(situation, space):
        kind = "points" if "points" in place else "goal"
        yield Line(place, kind, UP, True, False)
        yield Line(place, kind, DOWN, True, False)
    for actor in situation.preferences:
        if situation.actors[actor].inertia is not None:
            for values in (np.linspace(1, EDGE, 41), np.linspace(1, 0, 41)):
                yield Line(("actors", actor, "inertia"), "inertia", values, True, False)


@dataclass(frozen=True)
class Size:
    """Where a number stands and how far its range goes."""

    now: float
    low: float
    high: float

    @property
    def width(self) -> float:
        return self.high - self.low or abs(self.now) or 1.0


def quantity_at(situation: Situation, path: tuple[str, ...]) -> Quantity:
    """The quantity at a path of the file."""
    found = dict(quantities(getattr(situation, path[0]), (path[0],)))
    return found[path]


def size_of(situation: Situation, space: Space, path: tuple[str, ...]) -> Size:
    """A number at the centre, and the ends of its range; of a formula, over the corners of what it uses."""
    quantity = quantity_at(situation, path)
    now = _largest(Numbers(situation, space).value(quantity, path))[0]
    spread = spread_of(quantity, situation)
    if spread is not None:
        low, high = map(float, spread.bounds)
        return Size(float(now), low, high)
    used = _used(situation, quantity)
    if not used or len(used) > CORNERS:
        return Size(float(now), float(now), float(now))
    ends = np.array(list(product(*(map(float, uncertain(situation)[name].bounds) for name in used))))
    columns = {name: ends[:, place] for place, name in enumerate(used)}
    values = _largest(Numbers(situation, space, len(ends), columns).value(quantity, path))
    return Size(float(now), float(min(values.min(), now)), float(max(values.max(), now)))


def _largest(values: Array) -> Array:
    """Of a number that depends on the outcome, its largest, per draw."""
    return np.asarray(values[np.arange(len(values)), np.abs(values).argmax(axis=1)])


def _used(situation: Situation, quantity: Quantity) -> tuple[str, ...]:
    """The uncertain drivers that a formula rests on."""
    known, found, todo = uncertain(situation), [], [quantity]
    while todo:
        form = todo.pop().form
        for name in names(parse(form.text)) if isinstance(form, Formula) else ():
            driver = name.parts[0]
            if driver in situation.drivers and len(name.parts) == 1:
                found += [driver] if driver in known else []
                todo += [] if driver in known else [situation.drivers[driver]]
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class Turned:
    """A lever before it is told what then comes: the line, and the values just short of the turn and just beyond."""

    line: Line
    near: float
    far: float


def turned(found: Lines, question: str) -> list[Turned]:
    """Where each line turns the answer to a question, narrowed down."""
    known = [(line, found.turn(question, place)) for place, line in enumerate(found.lines)]
    turns = [
        Turned(line, float(line.values[max(at - 1, 0)]), float(line.values[at])) for line, at in known if at is not None
    ]
    for _ in range(ROUNDS if turns else 0):
        inside = [np.linspace(one.near, one.far, FINER + 2) for one in turns]
        answers = _along(
            found.study, [(one.line, v) for one, values in zip(turns, inside, strict=True) for v in values], (question,)
        )
        other = (answers[question] != found.centre[question]).reshape(len(turns), -1)
        other[:, -1] = True
        first = np.maximum(other.argmax(axis=1), 1)
        turns = [
            Turned(one.line, float(values[at - 1]), float(values[at]))
            for one, values, at in zip(turns, inside, first, strict=True)
        ]
    return turns


def at(study: Study, one: Turned) -> tuple[dict[str, Array], dict[str, Array]]:
    """Columns and scale of a run just beyond a turn."""
    beyond = one.far + (one.far - one.near)
    inside = min(beyond, one.line.values.max()) if one.far > one.near else max(beyond, one.line.values.min())
    return _set(study.situation, [(one.line, float(inside))])


def lever(study: Study, one: Turned) -> Lever:
    """The lever without what then comes (`package`, `end`, `then` are filled in by the caller)."""
    line = one.line
    size = size_of(study.situation, study.model.space, line.path)
    needed = one.far * size.now if line.factor else one.far
    within = size.low <= needed <= size.high and size.low < size.high
    actor = None if line.path[0] == "drivers" else line.path[1]
    more = needed > size.now
    key = ".".join(("lever", *line.path[1:], "up" if more else "down"))
    widths = abs(needed - size.now) / size.width
    return Lever(
        key, line.path, line.kind, actor, size.now, size.low, size.high, needed, more, within, widths, "some", None, ()
    )
