"""What would flip an answer: where it turns as one number moves alone, and the nearest future with another answer.

*Tipping points.* One number runs through its range, all others at their centre. At 65 values the model is asked; where
two neighbours differ, the turn is narrowed down to a billionth of the range by asking again between them. A turn that
goes and comes back between two neighbouring values is not seen.

*Nearest other future.* Several numbers together, as little as was found (`detente.uncertainty.nearest`); there may be a
nearer one. Hence “at most”, never “the least”.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.outcomes.preferences import Array
from detente.result import Row
from detente.uncertainty.asking import (
    Asked,
    Line,
    allowed,
    answers_at,
    asked,
    central_answers,
    lines,
    plain,
    under,
    words_of,
)
from detente.uncertainty.nearest import NOT_ALLOWED, Ask, Nearest, asker, nearest

if TYPE_CHECKING:
    from detente.uncertainty.study import Study

POINTS = 65
BETWEEN = 7
FINE = 1e-9


@dataclass(frozen=True)
class Turn:
    """Between `low` and `high` (as near as asked) the answer turns from `before` to `after`."""

    name: str
    low: float
    high: float
    before: str
    after: str

    @property
    def value(self) -> float:
        return (self.low + self.high) / 2


@dataclass(frozen=True)
class Flipped:
    """One question: its answer at the centre, every tipping point, and the nearest other future met (or None)."""

    question: str
    answer: str
    turns: tuple[Turn, ...]
    nearest: Nearest | None


@dataclass(frozen=True)
class Flips(Asked):
    """What would flip the answers, question by question."""

    flipped: tuple[Flipped, ...] = field(default=())

    def rows(self) -> list[Row]:
        """One row per tipping point, then one per number of the nearest flip."""
        rows: list[Row] = []
        for found in self.flipped:
            rows += [
                {
                    "question": found.question,
                    "kind": "alone",
                    "number": turn.name,
                    "value": plain(turn.value),
                    "before": turn.before,
                    "after": turn.after,
                }
                for turn in found.turns
            ]
            near = found.nearest
            if near is None:
                continue
            rows += [
                {
                    "question": found.question,
                    "kind": "together",
                    "number": name,
                    "value": plain(value),
                    "before": found.answer,
                    "after": near.after,
                }
                for name, value in near.changes.items()
            ]
        return rows

    def data(self) -> dict[str, Any]:
        return {
            **self.head(),
            "questions": {
                found.question: {
                    "centre": found.answer,
                    "turns": [
                        {"number": t.name, "low": t.low, "high": t.high, "before": t.before, "after": t.after}
                        for t in found.turns
                    ],
                    "nearest": None
                    if found.nearest is None
                    else {
                        "changes": found.nearest.changes,
                        "distance": found.nearest.distance,
                        "after": found.nearest.after,
                    },
                }
                for found in self.flipped
            },
        }

    def sentences(self, language: str = "en") -> list[str]:
        from detente.uncertainty.flip_sentences import flip_sentences

        return flip_sentences(self, language)


def flip(study: Study, question: str | None = None, concept: str = "seq", locked: Collection[str] = ()) -> Flips:
    """What flips the answer to a question (each of them). `locked`: numbers that are not to be moved (geography)."""
    study = under(study, concept)
    questions = asked(study, question)
    moving = tuple(line for line in lines(study) if line.name not in locked)
    here = central_answers(study, questions, concept)
    rough = _rough(study, moving, questions, concept)
    found = []
    for name in questions:
        ask = asker(study, moving, name, concept)
        words = words_of(study, name, concept)
        turns = _turns(moving, rough, name, ask, words)
        alone = [(turn.name, value) for turn in turns for value in (turn.low, turn.high)]
        near = nearest(study, moving, name, concept, here[name], ask, alone)
        found.append(Flipped(name, words[here[name]], turns, near))
    return Flips(study, concept, tuple(found))


def values_of(line: Line) -> Array:
    """The values at which a line is asked: evenly through its range, or all it can take."""
    return np.array(line.values) if line.values else np.linspace(line.low, line.high, POINTS)


def _rough(study: Study, moving: tuple[Line, ...], questions: tuple[str, ...], concept: str) -> dict[str, list[Array]]:
    """The answers along every line, others at the centre: question → one array per line. All in one evaluation."""
    if not moving:
        return {name: [] for name in questions}
    middle = np.array([line.centre for line in moving])
    blocks = []
    for place, line in enumerate(moving):
        block = np.tile(middle, (len(values_of(line)), 1))
        block[:, place] = values_of(line)
        blocks.append(block)
    points = np.concatenate(blocks)
    columns = {line.name: points[:, place] for place, line in enumerate(moving)}
    fits = allowed(study, columns)
    answers = {
        name: np.where(fits, found, NOT_ALLOWED)
        for name, found in answers_at(study, columns, questions, concept).items()
    }
    cuts = np.cumsum([len(block) for block in blocks])[:-1]
    return {name: list(np.split(answers[name], cuts)) for name in questions}


def _turns(
    moving: tuple[Line, ...], rough: dict[str, list[Array]], question: str, ask: Ask, words: tuple[str, ...]
) -> tuple[Turn, ...]:
    """Every turn along every line, narrowed down together."""
    brackets: list[tuple[int, float, float, int, int]] = []
    done: list[tuple[int, Turn]] = []
    for place, (line, answers) in enumerate(zip(moving, rough[question], strict=True)):
        values = values_of(line)
        for k in np.flatnonzero(answers[1:] != answers[:-1]):
            low, high = float(values[k]), float(values[k + 1])
            before, after = int(answers[k]), int(answers[k + 1])
            if NOT_ALLOWED in (before, after):
                continue
            if line.values:
                done.append((place, Turn(line.name, low, high, words[before], words[after])))
            else:
                brackets.append((place, low, high, before, after))
    middle = np.array([line.centre for line in moving])
    while brackets and any(high - low > FINE * moving[place].width for place, low, high, *_ in brackets):
        inner = [np.linspace(low, high, BETWEEN + 2)[1:-1] for _, low, high, _, _ in brackets]
        points = np.tile(middle, (len(brackets) * BETWEEN, 1))
        for number, (bracket, values) in enumerate(zip(brackets, inner, strict=True)):
            points[number * BETWEEN : (number + 1) * BETWEEN, bracket[0]] = values
        answers = ask(points).reshape(len(brackets), BETWEEN)
        narrower = []
        for (place, low, high, before, after), values, row in zip(brackets, inner, answers, strict=True):
            spots, seen = [low, *values.tolist(), high], [before, *row.tolist(), after]
            at = next(at for at in range(len(seen) - 1) if seen[at] != seen[at + 1])
            narrower.append((place, spots[at], spots[at + 1], int(seen[at]), int(seen[at + 1])))
        brackets = narrower
    done += [
        (place, Turn(moving[place].name, low, high, words[before], words[after]))
        for place, low, high, before, after in brackets
    ]
    return tuple(turn for _, turn in sorted(done, key=lambda pair: (pair[0], pair[1].low)))
