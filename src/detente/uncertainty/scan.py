"""One number at a time: how the answers change as a driver, a weight, a goal or an inertia runs through its range.

Each quantity takes 101 values from end to end, everything else at its centre; all values of all quantities go through
the D axis in one run. Where an answer changes between two values, the turn is narrowed down by a second run; between
alternatives (``any``) nothing lies, so the turn is told in the middle.

A goal is scanned by a factor: 0 leaves it out, 1 is as written, 4 counts it four times. So is inertia; an answer that
turns within 0 and 2 times an actor's inertia is *knife-edge*. Preferences given as alternatives (``any``) are scanned
alternative by alternative, counted from 1.

With the inertia, every weight is also tried one and two hundredths away from where it stands (see
`detente.uncertainty.close`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import inf
from typing import Any, ClassVar, Literal

import numpy as np

from detente.outcomes.numbers import centres, uncertain
from detente.outcomes.preferences import Array
from detente.result import Origin, Result, Row, digest
from detente.situation.quantity import Choice, Spread
from detente.stability.concepts import REPORTED
from detente.stability.kernel.predicted import answers, words
from detente.stability.prediction import Answer
from detente.stability.solve import Model
from detente.time_left import TimeOverError, check, left
from detente.uncertainty.close import FACTORS, hundredths, weights

POINTS = 101
FINER = 33
MOST_TIMES = 4.0
KNIFE_EDGE = 2.0

Kind = Literal["driver", "weight", "choice", "goal", "inertia"]
_Told = dict[tuple[str, str], tuple[Answer, ...]]  # (question, concept) → the answer at each value
AT_A_TIME = 16  # lines that are worked out together where time is short
RANGED: tuple[Kind, ...] = ("driver", "weight", "choice")  # what the file itself leaves open


@dataclass(frozen=True)
class Turn:
    """An answer that changes: below `value` it is `before`, above it `after`."""

    question: str
    concept: str
    value: float
    before: Answer
    after: Answer


@dataclass(frozen=True)
class Scan:
    """One quantity through its range. `answers`: (question, concept) → the answer at each value.

    `values` are the quantity's own for drivers and weights, factors for goals and inertia. `centre`: where it stands.
    """

    name: str
    kind: Kind
    path: str
    values: Array
    centre: float
    answers: dict[tuple[str, str], tuple[Answer, ...]]
    turns: tuple[Turn, ...]

    @property
    def ranged(self) -> bool:
        """True if the file itself gives a range (or alternatives) for it."""
        return self.kind in RANGED

    @property
    def turns_something(self) -> bool:
        return bool(self.turns)


@dataclass(frozen=True, repr=False)
class Scans(Result):
    """All scans of a situation, and the answers at the centre.

    `near`: (question, concept) → weight → how many hundredths of it turn the answer (1 or 2).
    """

    told_by: ClassVar[str] = "detente.uncertainty.scan_sentences:scan_sentences"

    model: Model
    concepts: tuple[str, ...]
    centre: dict[tuple[str, str], Answer]
    scans: tuple[Scan, ...]
    near: dict[tuple[str, str], dict[str, int]]

    def of(self, kind: Kind) -> list[Scan]:
        return [scan for scan in self.scans if scan.kind == kind]

    def turns(self, question: str, concept: str | None = None) -> list[tuple[Scan, Turn]]:
        """Every turn of the answer to a question."""
        return [
            (scan, turn)
            for scan in self.scans
            for turn in scan.turns
            if turn.question == question and concept in (None, turn.concept)
        ]

    def knife_edge(self, question: str, concept: str) -> list[str]:
        """Actors within twice whose inertia (or without it) the answer turns."""
        return [
            scan.path.split(".")[1]
            for scan, turn in self.turns(question, concept)
            if scan.kind == "inertia" and turn.value <= KNIFE_EDGE
        ]

    def rows(self) -> list[Row]:
        """One row per turn."""
        return [
            {
                "quantity": scan.name,
                "kind": scan.kind,
                "question": turn.question,
                "concept": turn.concept,
                "at": float(f"{turn.value:.6g}"),
                "below": turn.before,
                "above": turn.after,
                "centre": scan.centre,
            }
            for scan in self.scans
            for turn in scan.turns
        ]

    def data(self) -> dict[str, Any]:
        return {
            "digest": digest(self.model.situation),
            "centre": {f"{question}/{concept}": value for (question, concept), value in self.centre.items()},
            "near": {f"{question}/{concept}": found for (question, concept), found in self.near.items()},
            "scans": [
                {
                    "name": scan.name,
                    "kind": scan.kind,
                    "path": scan.path,
                    "from": float(scan.values[0]),
                    "to": float(scan.values[-1]),
                    "centre": scan.centre,
                    "turns": [turn.__dict__ if hasattr(turn, "__dict__") else turn_data(turn) for turn in scan.turns],
                }
                for scan in self.scans
            ],
            **self.undone_data(),
        }

    def in_short(self) -> str:
        turning = sum(scan.turns_something for scan in self.scans)
        return f"{len(self.scans)} quantities, {turning} of which turn an answer"


def turn_data(turn: Turn) -> dict[str, Any]:
    return {
        "question": turn.question,
        "concept": turn.concept,
        "value": turn.value,
        "before": turn.before,
        "after": turn.after,
    }


@dataclass(frozen=True)
class _Line:
    """A quantity to be scanned: where it is set, and at which values. `apart`: nothing lies between these."""

    name: str
    kind: Kind
    path: str
    values: Array
    centre: float
    apart: bool = False


def scan(model: Model, concepts: Iterable[str] = REPORTED, goals: bool = True, inertia: bool | None = None) -> Scans:
    """Scan every uncertain quantity of a situation, and (unless `goals` is false) every goal and inertia.

    `inertia`: whether to scan inertia, and what a hundredth of a weight does; with the goals, if nothing is said.

    The answer followed is the predicted one; without a status quo, the possible one. Ties between draws are exact:
    a turn is given to about 1/3000 of the range. Inside `detente.time_left.within`: what was found by then, and what is
    missing (`Result.undone`).
    """
    concepts = tuple(concepts)
    inertia = goals if inertia is None else inertia
    lines = _lines(model, goals, inertia)
    here = _answers(model, [_Line("", "driver", "", np.zeros(1), 0.0)], concepts)[0]
    undone: dict[str, tuple[str, ...]] = {}
    rough = _as_far_as_time_goes(model, lines, concepts)
    if len(rough) < len(lines):
        undone["quantities"] = tuple(line.name for line in lines[len(rough) :])
        lines = lines[: len(rough)]
    finer, brackets = _brackets(lines, rough)
    fine = _as_far_as_time_goes(model, finer, concepts)
    if len(fine) < len(finer):
        undone["turns"] = tuple(dict.fromkeys(line.name for line in finer[len(fine) :]))
        finer, fine = _coarse(finer, fine, [(lines[number], rough[number]) for number, _ in brackets])
    turns: dict[int, list[Turn]] = {number: [] for number in range(len(lines))}
    for number, (line, found) in enumerate(zip(lines, rough, strict=True)):
        if line.kind == "choice":
            turns[number] = [
                Turn(*key, float(line.values[place]), values[place - 1], values[place])
                for key, values in found.items()
                for place in range(1, len(values))
                if values[place] != values[place - 1]
            ]
    for (number, key), line, told in zip(brackets, finer, fine, strict=True):
        values = told[key]
        change = next(place for place in range(1, len(values)) if values[place] != values[place - 1])
        middle = float(line.values[change - 1] + line.values[change]) / 2
        turns[number].append(Turn(*key, middle, values[change - 1], values[change]))
    scans = tuple(
        Scan(line.name, line.kind, line.path, line.values, line.centre, told, tuple(turns[number]))
        for number, (line, told) in enumerate(zip(lines, rough, strict=True))
    )
    origin = Origin.of(model.situation, "numpy", concepts=concepts, goals=goals)
    near, close = _near(model, concepts) if inertia else ({}, ())
    undone |= {"hundredths": close} if close else {}
    centre = {key: values[0] for key, values in here.items()}
    return Scans(model, concepts, centre, scans, near, origin=origin, undone=undone)


def _near(model: Model, concepts: tuple[str, ...]) -> tuple[dict[tuple[str, str], dict[str, int]], tuple[str, ...]]:
    """What weights turn which answers by one or two hundredths; and of which weights the time did not allow to tell."""
    paths = [".".join(path) for path in weights(model.situation, model.space)]
    lines = [_Line(path, "goal", path, FACTORS, 1.0) for path in paths]
    near: dict[tuple[str, str], dict[str, int]] = {}
    done = _as_far_as_time_goes(model, lines, concepts)
    for path, told in zip(paths, done, strict=False):
        for key, values in told.items():
            if step := hundredths(values):
                near.setdefault(key, {})[path] = step
    return near, tuple(paths[len(done) :])


def _coarse(finer: list[_Line], fine: list[_Told], whole: list[tuple[_Line, _Told]]) -> tuple[list[_Line], list[_Told]]:
    """Where the time does not allow to narrow a turn down, the two values that it lies between stand for the finer
    line: a hundredth of the range apart."""
    lines, told = finer[: len(fine)], list(fine)
    for line, (around, answers_) in zip(finer[len(fine) :], whole[len(fine) :], strict=True):
        places = np.searchsorted(around.values, line.values[[0, -1]])
        lines.append(replace(line, values=line.values[[0, -1]]))
        told.append({key: tuple(found[place] for place in places) for key, found in answers_.items()})
    return lines, told


def _lines(model: Model, goals: bool, inertia: bool) -> list[_Line]:
    situation = model.situation
    centre = centres(situation)
    lines = []
    for name, spread in uncertain(situation).items():
        is_driver = name in situation.drivers
        steps = name.split(".")
        if not is_driver and steps[0] != "preferences" and not (steps[0] == "actors" and steps[-1] == "inertia"):
            continue
        path = f"drivers.{name}" if is_driver else name
        kind: Kind = "driver" if is_driver else "weight"
        lines.append(_Line(name, kind, path, _values(spread), centre[name], isinstance(spread, Choice)))
    for actor, preference in situation.preferences.items():
        if preference.any:
            path = f"preferences.{actor}.any"
            lines.append(_Line(path, "choice", path, np.arange(1.0, len(preference.any) + 1), 1.0))
    factors = np.linspace(0.0, MOST_TIMES, POINTS)
    if goals:
        for actor, preference in situation.preferences.items():
            for goal in preference.goals or {}:
                path = f"preferences.{actor}.goals.{goal}.weight"
                lines.append(_Line(f"{actor}.{goal}", "goal", path, factors, 1.0))
    if inertia:
        for actor, record in situation.actors.items():
            if record.inertia is not None and actor in situation.preferences:
                lines.append(_Line(actor, "inertia", f"actors.{actor}.inertia", factors, 1.0))
    return lines


def _values(spread: Spread) -> Array:
    if isinstance(spread, Choice):
        return np.array(sorted({float(value) for value in spread.values}))
    low, high = (float(bound) for bound in spread.bounds)
    return np.linspace(low, high, POINTS)


def _as_far_as_time_goes(model: Model, lines: list[_Line], concepts: tuple[str, ...]) -> list[_Told]:
    """The answers along the first lines: all, or those for which there is time."""
    if left() == inf:
        return _answers(model, lines, concepts)
    found: list[_Told] = []
    try:
        while len(found) < len(lines):
            check()
            found += _answers(model, lines[len(found) : len(found) + AT_A_TIME], concepts)
    except TimeOverError:
        pass
    return found


def _answers(model: Model, lines: list[_Line], concepts: tuple[str, ...]) -> list[_Told]:
    """The answers along every line, all lines in one run."""
    count = sum(len(line.values) for line in lines)
    if not count:
        return []
    columns: dict[str, Array] = {}
    scale: dict[str, Array] = {}
    centre = centres(model.situation)
    start = 0
    for line in lines:
        part = slice(start, start + len(line.values))
        if line.kind == "choice":
            columns.setdefault(line.name, np.zeros(count))[part] = line.values - 1
        elif line.kind in ("driver", "weight") and line.name:
            column = columns.setdefault(line.name, np.full(count, centre[line.name]))
            column[part] = line.values
        elif line.name:
            scale.setdefault(line.path, np.ones(count))[part] = line.values
        start += len(line.values)
    numbers = model.numbers(count, columns=columns, scale=scale)
    questions = model.situation.questions
    truths = [model.space.holds(sentence.statement) for sentence in questions.values()]
    told = answers(model, numbers, concepts, np.array(truths, np.bool_).reshape(len(truths), model.space.count))
    found = []
    start = 0
    for line in lines:
        draws = slice(start, start + len(line.values))
        found.append(
            {
                (question, concept): words(told[concept][draws, place])
                for place, question in enumerate(questions)
                for concept in concepts
            }
        )
        start += len(line.values)
    return found


def _brackets(lines: list[_Line], rough: list[_Told]) -> tuple[list[_Line], list[tuple[int, tuple[str, str]]]]:
    """A finer line for every place where some answer changes, and whose answer it is."""
    finer, whose = [], []
    for number, (line, told) in enumerate(zip(lines, rough, strict=True)):
        for key, values in told.items() if line.kind != "choice" else ():
            for place in range(1, len(values)):
                if values[place] != values[place - 1]:
                    between = np.linspace(line.values[place - 1], line.values[place], 2 if line.apart else FINER)
                    finer.append(_Line(line.name, line.kind, line.path, between, line.centre))
                    whose.append((number, key))
    return finer, whose
