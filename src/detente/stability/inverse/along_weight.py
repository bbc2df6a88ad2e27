"""Along one weight, all else held: between which values which answers hold, exactly.

With all else fixed an actor's utilities are straight lines in one weight, so every answer stays the same between two
neighbouring values at which two of these lines cross or come within the inertia of each other
(`detente.stability.inverse.one_weight`). It is enough to look at these values and at one between each two.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from detente.errors import DetenteError, LimitError
from detente.outcomes.changed import Change, settable, with_changes
from detente.outcomes.preferences import Array
from detente.situation.identifiers import nearest
from detente.situation.quantity import Known
from detente.stability.concepts import REPORTED
from detente.stability.inverse.one_weight import crossings, inertia_of, line_of, weight_paths
from detente.stability.kernel.predicted import answers, words
from detente.stability.prediction import Answer
from detente.stability.solve import Model

MOST = 20_000  # values looked at


@dataclass(frozen=True)
class Stretch:
    """From `low` to `high` (the same where it is one value) these are the answers: (question, concept) → answer.

    A value at which two stretches meet belongs to the one that says so: `with_low`, `with_high`.
    """

    low: float
    high: float
    with_low: bool
    with_high: bool
    answers: dict[tuple[str, str], Answer]

    def holds(self, value: float) -> bool:
        """The value lies in this stretch."""
        above = value > self.low or (self.with_low and value == self.low)
        return above and (value < self.high or (self.with_high and value == self.high))


def along_weight(
    model: Model, path: str, low: float, high: float, concepts: Iterable[str] = REPORTED
) -> tuple[Stretch, ...]:
    """The answers as one weight runs from `low` to `high`, everything else at its centre.

    Args:
        path: a goal's weight or a point, as for ``--set``: ``japan.goals.hedge.weight``.

    Raises:
        DetenteError: no weight of this name; an actor with alternative preferences has none.
        LimitError: the lines cross too often to look at every crossing.
    """
    concepts = tuple(concepts)
    steps, known = settable(model.situation).get(path), _weights(model)
    if steps is None or steps not in known:
        names = [".".join(one[1:]) for one in known]
        raise DetenteError("along_weight", path=path, nearest=nearest(path, names), known=tuple(names[:5]))
    one = with_changes(model.situation, [Change(steps, "", Known(Fraction(1)))])  # then a factor is the weight itself
    unit = model.like(one)
    rest, own, _ = line_of(unit, steps[1], one.preferences[steps[1]], ".".join(steps))
    found = crossings(rest, own, inertia_of(unit, steps[1]), low)
    edges = np.unique(np.concatenate([[low, high], found[(found > low) & (found < high)]]))
    values = np.sort(np.concatenate([edges, (edges[1:] + edges[:-1]) / 2]))
    if len(values) > MOST:
        raise LimitError("along_crossings", path=path, count=len(edges), limit=MOST // 2)
    told = _answers(unit, ".".join(steps), values, concepts)
    return tuple(_joined(values, told))


def _weights(model: Model) -> list[tuple[str, ...]]:
    """The places of all goals' weights and points."""
    paths = {
        path
        for actor, preference in model.situation.preferences.items()
        if preference.kind == "goals"
        for path in weight_paths(model, actor, preference)
    }
    return [steps for name, steps in settable(model.situation).items() if name in paths and ".".join(steps) == name]


def _answers(model: Model, path: str, values: Array, concepts: tuple[str, ...]) -> list[dict[tuple[str, str], Answer]]:
    questions = model.situation.questions
    truths = np.array([model.space.holds(question.statement) for question in questions.values()], np.bool_)
    truths = truths.reshape(len(questions), model.space.count)
    found = answers(model, model.numbers(len(values), scale={path: values}), concepts, truths)
    columns = {
        (question, concept): words(found[concept][:, place])
        for place, question in enumerate(questions)
        for concept in concepts
    }
    return [{key: column[at] for key, column in columns.items()} for at in range(len(values))]


def _joined(values: Array, told: list[dict[tuple[str, str], Answer]]) -> list[Stretch]:
    """Neighbours with the same answers as one stretch; even places are crossings, odd ones lie between two of them."""
    begins = [at for at in range(len(told)) if not at or told[at] != told[at - 1]]
    found = []
    for first, after in zip(begins, [*begins[1:], len(told)], strict=True):
        last = after - 1
        low, high = values[first - first % 2], values[last + last % 2]
        found.append(Stretch(float(low), float(high), first % 2 == 0, last % 2 == 0, told[first]))
    return found
