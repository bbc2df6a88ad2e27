"""Asking the model at chosen points, and the nearest future with another answer that is met on the way.

Distance is counted in ranges: the sum over all numbers of |change| / width of its range (ℓ1). Start from the nearest
draws with another answer, and from what turns it alone; set each number back to its centre where the answer stays
another, the largest change first; then move each of the rest as far back as that allows, and round to three digits,
away from the centre, if the answer allows that too. Every step asks the model, so what is found is a real flip; but
there may be a nearer one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, floor, log10

import numpy as np

from detente.outcomes.preferences import Array
from detente.uncertainty.questions.asking import Line, answers_at, codes, words_of
from detente.uncertainty.study.result import Study
from detente.uncertainty.study.sampling import design

STARTS = 4
LOOKED_AT = 64
FEW = 7
ENOUGH = 1e-4  # of a range; what is told has three digits
ROUNDS = 4
NOT_ALLOWED = -1

Ask = Callable[[Array], Array]  # numbers (points × lines) → codes (points,)


@dataclass(frozen=True)
class Nearest:
    """A set of changes, number → value, that gives the answer `after`; `distance` is in widths of ranges, summed."""

    changes: dict[str, float]
    distance: float
    after: str


def asker(study: Study, moving: tuple[Line, ...], question: str, concept: str) -> Ask:
    """Asks the model at points given as rows, one column per line; numbers not among the lines stay at the centre.

    Points that break a stated order of weights are no futures of this file: their code is `NOT_ALLOWED`.
    """

    plan = design(study.situation)

    def ask(points: Array) -> Array:
        columns = {line.name: points[:, place] for place, line in enumerate(moving)}
        found = answers_at(study, columns, (question,), concept)[question]
        return np.where(plan.allowed(columns), found, NOT_ALLOWED) if columns else found

    return ask


def other_than(answers: Array, here: int) -> Array:
    """Boolean array: another answer, at a point that is a future of this file."""
    return np.asarray((answers != here) & (answers != NOT_ALLOWED))


def _scaled(moving: tuple[Line, ...], points: Array) -> Array:
    """|change from the centre| in widths of ranges; one alternative preference instead of another counts 1."""
    middle = np.array([line.centre for line in moving])
    away = np.abs(points - middle)
    widths = np.array([line.width for line in moving])
    unordered = np.array([line.unordered for line in moving])
    return np.asarray(np.where(unordered, (away > 0).astype(float), away / widths))


def nearest(
    study: Study,
    moving: tuple[Line, ...],
    question: str,
    concept: str,
    here: int,
    ask: Ask,
    alone: list[tuple[str, float]],
) -> Nearest | None:
    """The nearest other future met; `alone`: numbers with a value that turns the answer by itself, to start from too.

    Numbers that are not among the lines stay at their centre: of the draws, only those count that turn it nevertheless.
    """
    others = np.flatnonzero(codes(study, question, concept) != here)
    middle = np.array([line.centre for line in moving])
    names = [line.name for line in moving]
    turning = np.tile(middle, (len(alone), 1))
    for row, (name, value) in enumerate(alone):
        turning[row, names.index(name)] = value
    if not moving or not len(others) + len(turning):
        return None
    points = np.stack([study.drivers[name] for name in names], axis=1)[others].astype(float)
    points = points[np.argsort(_scaled(moving, points).sum(axis=1), kind="stable")[:LOOKED_AT]]
    points = np.concatenate([points[other_than(ask(points), here)][:STARTS], turning]) if len(points) else turning
    if len(points):
        points = points[other_than(ask(points), here)]
    if not len(points):
        return None
    points = _set_back(moving, points, here, ask)
    best = _shrunk(moving, points[int(np.argmin(_scaled(moving, points).sum(axis=1)))], here, ask)
    best = _short(moving, best, here, ask)
    away = _scaled(moving, best[None])[0]
    after = words_of(study, question, concept)[int(ask(best[None])[0])]
    changes = {line.name: float(best[place]) for place, line in enumerate(moving) if away[place] > 0}
    return Nearest(changes, float(away.sum()), after)


def _set_back(moving: tuple[Line, ...], points: Array, here: int, ask: Ask) -> Array:
    """Numbers put back to their centre one after another, the largest change first, while the answer stays another.

    Every point is treated alike, all of them in one question to the model per step.
    """
    middle = np.array([line.centre for line in moving])
    points = points.copy()
    order = np.argsort(-_scaled(moving, points), axis=1, kind="stable")
    rows = np.arange(len(points))
    for place in order.T:
        tries = points.copy()
        tries[rows, place] = middle[place]
        able = other_than(ask(tries), here)
        points[able] = tries[able]
    return points


def _shrunk(moving: tuple[Line, ...], point: Array, here: int, ask: Ask) -> Array:
    """Every number of a point moved towards its centre as far as the answer stays another, round after round."""
    middle = np.array([line.centre for line in moving])
    point = point.copy()
    for _ in range(ROUNDS):
        before = float(_scaled(moving, point[None]).sum())
        for place in np.flatnonzero(point != middle):
            if not moving[place].values:
                point[place] = _nearer(moving[place], point, int(place), here, ask)
        if before - float(_scaled(moving, point[None]).sum()) < ENOUGH:
            break
    return point


def _nearer(line: Line, point: Array, place: int, here: int, ask: Ask) -> float:
    """The value of one number nearest to its centre at which the answer is still another, as far as asked."""
    near, far = line.centre, float(point[place])
    steps = np.linspace(0, 1, FEW + 2)[:-1]
    while abs(far - near) > ENOUGH * line.width:
        values = near + steps * (far - near)
        tries = np.tile(point, (len(values), 1))
        tries[:, place] = values
        other = other_than(ask(tries), here)
        ends = [*values.tolist(), far]
        first = int(other.argmax()) if other.any() else len(values)
        if first == 0:
            return float(ends[0])
        near, far = ends[first - 1], ends[first]
    return far


def _short(moving: tuple[Line, ...], point: Array, here: int, ask: Ask) -> Array:
    """The point in numbers of three digits, rounded away from the centre, if the answer is still another there."""
    rounded = point.copy()
    for place in np.flatnonzero(point != np.array([line.centre for line in moving])):
        line, value = moving[place], float(point[place])
        if line.values or value == 0:
            continue
        step = 10.0 ** (floor(log10(abs(value))) - 2)
        outward = ceil(value / step) if value > line.centre else floor(value / step)
        rounded[place] = min(max(float(f"{outward * step:.3g}"), line.low), line.high)
    return rounded if other_than(ask(rounded[None]), here)[0] else point
