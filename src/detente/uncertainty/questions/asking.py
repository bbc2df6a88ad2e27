"""What every question asked of a study shares: which column answers it, which numbers vary, and by how much they can.

An answer is ``every``, ``some`` or ``none`` (yes, in part, no): over the outcomes predicted from the status quo or,
where the file has none, over all in which things can end. All shares are shares of the futures that the ranges of the
file allow, evenly drawn; they are no probabilities of what will happen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from detente.errors import DetenteError
from detente.outcomes.numbers import centres, uncertain
from detente.outcomes.preferences import Array
from detente.result import Origin
from detente.situation.identifiers import nearest
from detente.situation.quantity import Choice
from detente.uncertainty.study.measures import blocks_of
from detente.uncertainty.study.result import Study
from detente.uncertainty.study.sampling import BATCH, Design, design

YES = "every"
ORDER = ("every", "some", "none")  # how answers are listed


@dataclass(frozen=True)
class Line:
    """An uncertain number: the ends of its range and its centre. `values`: the only ones it can take, if listed.

    `unordered`: the values are alternative preferences, counted from 0; nearer ones are not more alike.
    """

    name: str
    low: float
    high: float
    centre: float
    values: tuple[float, ...] = ()
    unordered: bool = False

    @property
    def width(self) -> float:
        return self.high - self.low


def lines(study: Study) -> tuple[Line, ...]:
    """Every number that differs between draws, in the order of the file."""
    spreads, middle = uncertain(study.situation, blocks_of(study.also)), centres(study.situation)
    found = []
    for name, values in study.drivers.items():
        low, high = float(values.min()), float(values.max())
        if low == high:
            continue
        spread = spreads.get(name)
        if spread is None:
            choices = name.endswith(".any")
            listed = tuple(float(value) for value in np.unique(values)) if choices else ()
            found.append(Line(name, low, high, 0.0 if choices else (low + high) / 2, listed, choices))
        elif isinstance(spread, Choice):
            listed = tuple(sorted({float(value) for value in spread.values}))
            found.append(Line(name, listed[0], listed[-1], middle.get(name, float(spread.centre)), listed))
        else:
            ends = float(spread.bounds[0]), float(spread.bounds[1])
            found.append(Line(name, *ends, middle.get(name, float(spread.centre))))
    return tuple(found)


def under(study: Study, concept: str) -> Study:
    """The study that evaluates further draws under this way of looking ahead alone: the same answers, sooner."""
    known = concepts(study)
    if concept not in known:
        raise DetenteError("concept_unknown", name=concept, nearest=nearest(concept, known), known=known)
    return replace(study, concepts=(concept,), also=study.answering)


def centre(study: Study) -> dict[str, float]:
    """Where every number stands in a plain run."""
    return {line.name: line.centre for line in lines(study)}


def origin_of(study: Study, **asked: Any) -> Origin:
    """What an answer of a study rests on: the study, and what was asked of it."""
    return replace(study.origin, parameters={**study.origin.parameters, **asked})


def asked(study: Study, question: str | None) -> tuple[str, ...]:
    """The questions meant: the one named, or all of the file. Raises `DetenteError` for a name there is not."""
    known = tuple(study.situation.questions)
    if question is None:
        return known
    if question not in known:
        raise DetenteError("question_unknown", name=question, nearest=nearest(question, known), known=known)
    return (question,)


def concepts(study: Study) -> tuple[str, ...]:
    """The ways of looking ahead that the study was made with."""
    return study.concepts


def column(study: Study, question: str, concept: str) -> str:
    """The column with the answers to a question. Raises `DetenteError` for a concept the study was not made with."""
    kind = "possible" if study.model.space.status_quo is None else "predicted"
    name = f"{question}/{concept}/{kind}"
    if name not in study.measures:
        known = concepts(study)
        raise DetenteError("concept_unknown", name=concept, nearest=nearest(concept, known), known=known)
    return name


def codes(study: Study, question: str, concept: str, measures: Mapping[str, Array] | None = None) -> Array:
    """The answer in every draw as an index into `words_of`; `measures`: of other draws than the study's own."""
    name = column(study, question, concept)
    return np.asarray((study.measures if measures is None else measures)[name]).astype(np.intp)


def words_of(study: Study, question: str, concept: str) -> tuple[str, ...]:
    """What the codes of a question mean."""
    return study.categories[column(study, question, concept)]


def answers_at(
    study: Study, columns: Mapping[str, Array], questions: tuple[str, ...], concept: str
) -> dict[str, Array]:
    """The answers at given numbers (missing ones at their centre), question by question."""
    measures = study.answered(columns)
    return {question: codes(study, question, concept, measures) for question in questions}


def central_answers(study: Study, questions: tuple[str, ...], concept: str) -> dict[str, int]:
    """The answers with every number at its centre."""
    columns = {name: np.array([value]) for name, value in centre(study).items()}
    columns = columns or {name: values[:1] for name, values in study.drivers.items()}
    if not columns:
        return {question: int(codes(study, question, concept)[0]) for question in questions}
    return {name: int(found[0]) for name, found in answers_at(study, columns, questions, concept).items()}


def allowed(study: Study, columns: Mapping[str, Array]) -> Array:
    """Boolean array: which of these points keep to the order of weights that the file states."""
    return _drawing(study).allowed(dict(columns))


def _drawing(study: Study) -> Design:
    """How the numbers of a study are drawn, those included that only a measure beside stability looks at."""
    plain = design(study.situation)
    beside = dict.fromkeys(name.partition(".")[0] for name in study.drivers if name not in plain.names)
    return design(study.situation, tuple(beside)) if beside else plain


def first_draws(study: Study, count: int) -> dict[str, Array]:
    """The first `count` draws of every number (fewer if the study has fewer)."""
    return {name: values[:count] for name, values in study.drivers.items()}


def fresh_draws(study: Study) -> Iterator[dict[str, Array]]:
    """Batches of draws that the study has not seen: what follows its last batch, with the same seed."""
    plan = _drawing(study)
    batch = -(-study.drawn // BATCH)
    while True:
        yield plan.draw(study.seed, batch)
        batch += 1


def counted(study: Study, question: str, concept: str) -> Array:
    """How often each answer came out, by code, over everything drawn."""
    if study.totals is not None:
        return np.asarray(study.totals.answers[column(study, question, concept)])
    return np.bincount(codes(study, question, concept), minlength=len(words_of(study, question, concept)))
