"""Questions put to a number of a study instead of an answer: does it come to a threshold, and when?

A study measures numbers beside stability (``--also``), such as where positions settle. `reaching` makes a study of the
same draws that knows one question, “is this number at least so much?”, and answers it wherever it is asked again (on
fresh draws too). So what is asked of answers can be asked of numbers: how often, under which conditions (boxes found on
one half of the draws and counted on the other), and the plots of these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from detente.errors import DetenteError
from detente.outcomes.numbers import Numbers
from detente.outcomes.preferences import Array
from detente.outcomes.telling import Names
from detente.situation.identifiers import nearest
from detente.situation.model import Question, Situation
from detente.stability.kernel.kernel import ANSWERS, Engine
from detente.stability.solve import Model
from detente.uncertainty.study.measures import columns_of, further
from detente.uncertainty.study.result import Study
from detente.words import LANGUAGES, isolated, number, say

ASKED = "reaches"  # the name of the question
MIDDLE = 0.5


@dataclass(frozen=True, repr=False)
class Reaching(Study):
    """A study whose one question is whether `of`, a measured number, is at least `at`."""

    of: str = ""
    at: float = 0.0

    @property
    def answering(self) -> tuple[str, ...]:
        return self.also

    def answered(
        self,
        columns: Mapping[str, Array],
        *,
        scale: Mapping[str, Array] | None = None,
        situation: Situation | None = None,
    ) -> dict[str, Array]:
        return self._measured(self._answers, columns, scale, situation)

    def _answers(
        self, model: Model, numbers: Numbers, concepts: Sequence[str], _: Engine, __: Sequence[str] = ()
    ) -> dict[str, Array]:
        name, column = self.of.split("/", 1)
        found = codes_of(further(name).values(model, numbers)[column], self.at)
        return dict.fromkeys(_columns(self.model, concepts), found)


def codes_of(values: Array, at: float) -> Array:
    """Yes where a number is at least this, no where it is less or none."""
    yes, no = (ANSWERS.index(word) for word in ("every", "none"))
    return np.where(values >= at, yes, no).astype(np.uint8)


def _columns(model: Model, concepts: Sequence[str]) -> list[str]:
    kind = "possible" if model.space.status_quo is None else "predicted"
    return [f"{ASKED}/{concept}/{kind}" for concept in concepts]


def number_of(study: Study, name: str) -> str:
    """The column of a measured number, by its whole name or without the measure before it.

    Of an issue or the like alone, its first column. Raises `DetenteError` for one that there is not, or that is no
    number.
    """
    columns = columns_of(study.model, (), study.also)
    numbers = [column for column, kind in columns.items() if kind.kind in ("value", "count")]
    same = [column for column in numbers if column in (name, f"{column.partition('/')[0]}/{name}")]
    inside = [column for column in numbers if name and f"/{name}/" in column]
    if not (same or inside):
        known = tuple(numbers)
        raise DetenteError("number_of_study", name=name, nearest=nearest(name, known), known=known[:12])
    return (same or inside)[0]


def number_name(study: Study, column: str, language: str) -> str:
    """What a measured number is called."""
    measure, _, rest = column.partition("/")
    issue, _, value = rest.rpartition("/")
    if measure == "positions" and value == "forecast":
        return say("study.number.forecast", language, issue=Names(study.situation, language).issue(issue))
    return say("study.number.other", language, name=isolated(rest or column, language))


def reaching(study: Study, column: str, at: float | None = None) -> Reaching:
    """The study with one question: is this number at least `at`? None: the middle of the draws."""
    values = study.measures[column]
    level = float(f"{np.nanquantile(values, MIDDLE):.4g}") if at is None else at
    asks = {
        language: say("study.number.reaches", language, name=number_name(study, column, language), at=number(level))
        for language in LANGUAGES
    }
    question = Question.model_construct(statement="true", text=asks, yes=None, no=None)
    situation = study.situation.model_copy(update={"questions": {ASKED: question}})
    one = study.concepts[-1:]  # a number is the same whatever one looks ahead for
    names = _columns(study.model, one)
    shared = {part.name: getattr(study, part.name) for part in fields(Study)}
    told = {
        "situation": situation,
        "measures": {**study.measures, **dict.fromkeys(names, codes_of(values, level))},
        "categories": {**study.categories, **dict.fromkeys(names, ANSWERS)},
        "concepts": one,
        "totals": None,
        "origin": replace(study.origin, parameters={**study.origin.parameters, "of": column, "at": level}),
    }
    return Reaching(**{**shared, **told}, of=column, at=level)
