"""What would flip an answer: where it turns as one number moves alone, and the nearest future with another answer.

*Tipping points.* One number runs through its range, all others at their centre. At 65 values the model is asked; where
two neighbours differ, the turn is narrowed down to a billionth of the range by asking again between them. Then the
model is asked at 64 fresh values of every number. If one of them has another answer than the turns found say, as when
an answer goes and comes back between two neighbouring values, nothing is told of that number, and the result says so.
Beside each turn stands how often the answers before and after it come out on its two sides in the whole study, all
other numbers drawn too: a turn at the centre need not mean much elsewhere.

*Nearest other future.* Several numbers together, as little as was found (`detente.uncertainty.questions.nearest`);
there may be a nearer one. Hence “at most”, never “the least”. It is asked once more, without the compiled evaluation.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import numpy as np

from detente.errors import DetenteError
from detente.outcomes.preferences import Array
from detente.result import Row
from detente.situation.identifiers import nearest as closest
from detente.uncertainty.questions.asking import (
    Line,
    allowed,
    answers_at,
    asked,
    central_answers,
    centre,
    codes,
    fresh_draws,
    lines,
    origin_of,
    under,
    words_of,
)
from detente.uncertainty.questions.nearest import NOT_ALLOWED, Ask, Nearest, asker, nearest
from detente.uncertainty.questions.wilson import Share
from detente.uncertainty.study.batches import measure
from detente.uncertainty.study.result import Asked, Study

POINTS = 65
CHECKED = 64
BETWEEN = 7
FINE = 1e-9


@dataclass(frozen=True)
class Turn:
    """Between `low` and `high` (as near as asked) the answer turns from `before` to `after`.

    Seen from the centre one of the two is the other answer. `far`: how often that comes out in the whole study on the
    far side of the turn; `near`: how often on the side of the centre.
    """

    name: str
    low: float
    high: float
    before: str
    after: str
    far: Share | None = None
    near: Share | None = None

    @property
    def value(self) -> float:
        return (self.low + self.high) / 2


@dataclass(frozen=True)
class Flipped:
    """One question: its answer at the centre, every tipping point, and the nearest other future met (or None).

    `doubtful`: numbers of which nothing is told, because fresh values said otherwise.
    """

    question: str
    answer: str
    turns: tuple[Turn, ...]
    nearest: Nearest | None
    doubtful: tuple[str, ...] = ()


@dataclass(frozen=True, repr=False)
class Flips(Asked):
    """What would flip the answers, question by question."""

    told_by: ClassVar[str] = "detente.uncertainty.questions.flip_sentences:flip_sentences"

    flipped: tuple[Flipped, ...] = field(default=())

    def cells(self) -> list[Row]:
        """One row per tipping point, then one per number of the nearest flip."""
        rows: list[Row] = []
        for found in self.flipped:
            rows += [
                {
                    "question": found.question,
                    "kind": "alone",
                    "number": turn.name,
                    "value": turn.value,
                    "before": turn.before,
                    "after": turn.after,
                    "far": turn.far,
                    "near": turn.near,
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
                    "value": value,
                    "before": found.answer,
                    "after": near.after,
                    "far": None,
                    "near": None,
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
                    "doubtful": list(found.doubtful),
                }
                for found in self.flipped
            },
        }


def flip(study: Study, question: str | None = None, concept: str = "seq", locked: Collection[str] = ()) -> Flips:
    """What flips the answer to a question (each of them). `locked`: numbers that are not to be moved (geography).

    Raises `DetenteError` if a number to be locked is none of the study's.
    """
    for name in locked:
        if name not in study.drivers:
            known = tuple(study.drivers)
            raise DetenteError("plot_number_unknown", name=name, nearest=closest(name, known), known=known)
    study = under(study, concept)
    questions = asked(study, question)
    moving = tuple(line for line in lines(study) if line.name not in locked)
    here = central_answers(study, questions, concept)
    rough = _along(study, moving, [values_of(line) for line in moving], questions, concept)
    fresh = _fresh_values(study, moving)
    checks = _along(study, moving, fresh, questions, concept)
    found = []
    for name in questions:
        ask = asker(study, moving, name, concept)
        words = words_of(study, name, concept)
        turns = _turns(moving, rough[name], ask, words)
        doubtful = tuple(
            line.name
            for line, start, values, seen in zip(moving, rough[name], fresh, checks[name], strict=True)
            if not _stands(line, int(start[0]), turns, values, seen, words)
        )
        centres = {line.name: line.centre for line in moving}
        turns = tuple(
            _beside(study, turn, centres[turn.name], name, concept) for turn in turns if turn.name not in doubtful
        )
        alone = [(turn.name, value) for turn in turns for value in (turn.low, turn.high)]
        near = nearest(study, moving, name, concept, here[name], ask, alone)
        if near is not None and not confirmed(study, near, name, concept):
            near = None
        found.append(Flipped(name, words[here[name]], turns, near, doubtful))
    origin = origin_of(study, question=question, concept=concept, locked=tuple(locked))
    return Flips(study, concept, tuple(found), origin=origin)


def _fresh_values(study: Study, moving: tuple[Line, ...]) -> list[Array]:
    """Values of every line that were not asked yet: from draws that the study has not seen."""
    if not moving:
        return []
    draws = next(fresh_draws(study))
    return [np.unique(draws[line.name][:CHECKED]) for line in moving]


def _stands(
    line: Line, start: int, turns: tuple[Turn, ...], values: Array, seen: Array, words: tuple[str, ...]
) -> bool:
    """True if the turns of a line foretell its answers at these values; values inside a turn tell nothing."""
    if line.values or start == NOT_ALLOWED or (seen == NOT_ALLOWED).any():
        return True  # every value it can take was asked, or an order of weights leaves gaps
    expected = np.full(len(values), start)
    known = np.ones(len(values), np.bool_)
    for turn in turns:
        if turn.name == line.name:
            expected[values >= turn.high] = words.index(turn.after)
            known &= (values <= turn.low) | (values >= turn.high)
    return bool((expected == seen)[known].all())


def _beside(study: Study, turn: Turn, centre: float, question: str, concept: str) -> Turn:
    """A turn with how often the answer on its far side comes out on both sides, over the whole study."""
    up = turn.value >= centre
    other = words_of(study, question, concept).index(turn.after if up else turn.before)
    hit = codes(study, question, concept) == other
    beyond = (study.drivers[turn.name] > turn.value) == up
    far, near = (Share(int(hit[side].sum()), int(side.sum())) if side.any() else None for side in (beyond, ~beyond))
    return replace(turn, far=far, near=near)


def confirmed(study: Study, near: Nearest, question: str, concept: str) -> bool:
    """Whether the other evaluation, not the one that found it, gives the answer that these changes are said to give."""
    columns = {name: np.array([value]) for name, value in {**centre(study), **near.changes}.items()}
    found = codes(study, question, concept, measure(study.model, columns, 1, (concept,), kernel="numpy"))
    return words_of(study, question, concept)[int(found[0])] == near.after


def values_of(line: Line) -> Array:
    """The values at which a line is asked: evenly through its range, or all it can take."""
    return np.array(line.values) if line.values else np.linspace(line.low, line.high, POINTS)


def _along(
    study: Study, moving: tuple[Line, ...], values: list[Array], questions: tuple[str, ...], concept: str
) -> dict[str, list[Array]]:
    """The answers at these values of every line, others at the centre: question → one array per line."""
    if not moving:
        return {name: [] for name in questions}
    middle = np.array([line.centre for line in moving])
    blocks = [np.tile(middle, (len(row), 1)) for row in values]
    for place, row in enumerate(values):
        blocks[place][:, place] = row
    points = np.concatenate(blocks)
    columns = {line.name: points[:, place] for place, line in enumerate(moving)}
    fits = allowed(study, columns)
    answers = {
        name: np.where(fits, found, NOT_ALLOWED)
        for name, found in answers_at(study, columns, questions, concept).items()
    }
    cuts = np.cumsum([len(block) for block in blocks])[:-1]
    return {name: list(np.split(answers[name], cuts)) for name in questions}


def _turns(moving: tuple[Line, ...], rough: list[Array], ask: Ask, words: tuple[str, ...]) -> tuple[Turn, ...]:
    """Every turn along every line, narrowed down together."""
    brackets: list[tuple[int, float, float, int, int]] = []
    done: list[tuple[int, Turn]] = []
    for place, (line, answers) in enumerate(zip(moving, rough, strict=True)):
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
