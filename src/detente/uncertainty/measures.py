"""What a study looks at in every draw. To add something: one function, and one line in `MEASURES`.

A measure says which columns it gives for a model (each a number, or one of named categories, or bits), and computes
them over a block of draws. It sees a list of models, the situation and then how its actors see it, with their numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from detente.outcomes.numbers import Numbers
from detente.outcomes.preferences import Array, preferences_of
from detente.stability.solve import Model
from detente.uncertainty.kernel import ANSWERS, Engine, verdicts

MOST_PACKED = 4096  # outcomes up to which it is kept which of them are equilibria

Kind = Literal["answer", "number", "bits"]


@dataclass(frozen=True)
class Column:
    """A column of a study. `categories`: the words that its codes stand for; `width`: how many bits it packs."""

    kind: Kind
    categories: tuple[str, ...] = ()
    width: int = 0


Columns = dict[str, Column]
Compute = Callable[[Sequence[Model], Sequence[Numbers], Sequence[str], Engine], dict[str, Array]]


@dataclass(frozen=True)
class Measure:
    """`columns(model, concepts)`: what it gives; `compute(models, numbers, concepts, engine)`: the values."""

    columns: Callable[[Model, Sequence[str]], Columns]
    compute: Compute


def stability_columns(model: Model, concepts: Sequence[str]) -> Columns:
    """The answers to every question over predicted and possible classes, the classes, the cycles, the equilibria."""
    found: Columns = {}
    for concept in concepts:
        for question in model.situation.questions:
            if model.space.status_quo is not None:
                found[f"{question}/{concept}/predicted"] = Column("answer", ANSWERS)
            found[f"{question}/{concept}/possible"] = Column("answer", ANSWERS)
        found[f"classes/{concept}"] = Column("number")
        found[f"cycles/{concept}"] = Column("number")
        found[f"equilibria/{concept}"] = Column("number")
        if model.space.count <= MOST_PACKED:
            found[f"stable/{concept}"] = Column("bits", width=model.space.count)
    return found


def stability_values(
    models: Sequence[Model], numbers: Sequence[Numbers], concepts: Sequence[str], engine: Engine
) -> dict[str, Array]:
    """The same columns over a block of draws. `stable/CONCEPT`: bit k (lowest first) says if outcome k is one."""
    model, questions = models[0], models[0].situation.questions
    truths = np.array([model.space.holds(sentence.statement) for sentence in questions.values()], np.bool_)
    truths = truths.reshape(len(questions), model.space.count)
    found: dict[str, Array] = {}
    for concept, told in verdicts(model, preferences_of(numbers[0]), concepts, truths, engine).items():
        for place, question in enumerate(questions):
            if model.space.status_quo is not None:
                found[f"{question}/{concept}/predicted"] = told.predicted[:, place]
            found[f"{question}/{concept}/possible"] = told.possible[:, place]
        found[f"classes/{concept}"] = told.classes.astype(np.int32)
        found[f"cycles/{concept}"] = told.cycles.astype(np.int32)
        found[f"equilibria/{concept}"] = told.equilibria.sum(axis=1, dtype=np.int32)
        if model.space.count <= MOST_PACKED:
            found[f"stable/{concept}"] = np.packbits(told.equilibria, axis=1, bitorder="little")
    return found


MEASURES: dict[str, Measure] = {
    "stability": Measure(stability_columns, stability_values),
}


def columns_of(model: Model, concepts: Sequence[str]) -> Columns:
    """Every column that the registered measures give for this model."""
    return {name: column for one in MEASURES.values() for name, column in one.columns(model, concepts).items()}


def values_of(
    models: Sequence[Model], numbers: Sequence[Numbers], concepts: Sequence[str], engine: Engine
) -> dict[str, Array]:
    """All of them over a block of draws."""
    found: dict[str, Array] = {}
    for measure in MEASURES.values():
        found.update(measure.compute(models, numbers, concepts, engine))
    return found
