"""What a study looks at in every draw: stability, and on request what else is listed in `FURTHER` or installed.

To add a measure: a module (or any object) with two functions, `columns` and `values` (`detente.outcomes.columns`), and
one line in `FURTHER`; in a package of your own, an entry point in the group ``detente.measures`` instead. Its columns
then stand in the table of ``study(…, also=["NAME"])`` and ``detente study --also NAME``, in stored parts and in the
totals of long studies, under ``NAME/COLUMN``. For example, how well off Japan is where it stands:

    def columns(model):
        return {"japan": Column("value")}

    def values(model, numbers):
        points, _ = utility(model.situation.preferences["japan"], numbers, ("preferences", "japan"))
        return {"japan": points[:, model.space.status_quo]}
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, cast

import numpy as np

from detente.errors import DetenteError
from detente.outcomes.columns import Array, Column, Columns
from detente.outcomes.numbers import Numbers
from detente.plugins import entries
from detente.situation.identifiers import nearest
from detente.stability.kernel.kernel import ANSWERS, Engine, verdicts
from detente.stability.kernel.predicted import answers
from detente.stability.solve import Model

NUMBERS = ("classes", "cycles", "equilibria")
MOST_PACKED = 4096  # outcomes up to which it is kept which of them are equilibria

GROUP = "detente.measures"  # entry points of other packages: a module, or any object with the same functions


class Measure(Protocol):
    """What a measure holds. The names of the columns are its own; they are kept as ``NAME/COLUMN``."""

    def columns(self, model: Model) -> Columns:
        """What it notes of this situation: nothing, where the situation has nothing of the kind."""
        ...

    def values(self, model: Model, numbers: Numbers) -> dict[str, Array]:
        """The same columns over the draws of `numbers`."""
        ...

    # Optional: BLOCKS, parts of the file (fields of `Situation`) whose ranges are drawn for it alone;
    # sentences(model, rows, language) -> list[str], from the rows of `detente.uncertainty.measured`.


# Name → module, or the measure itself. A module is loaded when it is asked for, so that a study of stability alone
# loads nothing else.
FURTHER: dict[str, str | Measure] = {
    "deals": "detente.bargaining.agreement.measure",
    "influence": "detente.influence.measure",
    "positions": "detente.bargaining.positions.measure",
}


def stability_columns(model: Model, concepts: Sequence[str]) -> Columns:
    """The answers to every question over predicted and possible classes, the classes, the cycles, the equilibria."""
    found: Columns = {}
    for concept in concepts:
        for question in model.situation.questions:
            if model.space.status_quo is not None:
                found[f"{question}/{concept}/predicted"] = Column("answer", ANSWERS)
            found[f"{question}/{concept}/possible"] = Column("answer", ANSWERS)
        for name in NUMBERS:
            found[f"{name}/{concept}"] = Column("count")
        if model.space.count <= MOST_PACKED:
            found[f"stable/{concept}"] = Column("bits", width=model.space.count)
    return found


def _truths(model: Model) -> Array:
    """Questions × outcomes: where each question's statement is true."""
    questions = model.situation.questions
    truths = np.array([model.space.holds(sentence.statement) for sentence in questions.values()], np.bool_)
    return truths.reshape(len(questions), model.space.count)


def stability_values(model: Model, numbers: Numbers, concepts: Sequence[str], engine: Engine) -> dict[str, Array]:
    """The same columns over a block of draws. `stable/CONCEPT`: bit k (lowest first) says if outcome k is one."""
    questions = model.situation.questions
    found: dict[str, Array] = {}
    for concept, told in verdicts(model, numbers, concepts, _truths(model), engine).items():
        for place, question in enumerate(questions):
            if model.space.status_quo is not None:
                found[f"{question}/{concept}/predicted"] = told.predicted[:, place]
            found[f"{question}/{concept}/possible"] = told.possible[:, place]
        for place, name in enumerate(NUMBERS):
            found[f"{name}/{concept}"] = told.numbers[:, place].copy()
        if model.space.count <= MOST_PACKED:
            found[f"stable/{concept}"] = told.stable
    return found


def answer_values(
    model: Model, numbers: Numbers, concepts: Sequence[str], engine: Engine, _: Sequence[str] = ()
) -> dict[str, Array]:
    """The columns alone that answer the questions: over predicted classes, without a status quo over possible ones."""
    kind = "possible" if model.space.status_quo is None else "predicted"
    return {
        f"{question}/{concept}/{kind}": told[:, place]
        for concept, told in answers(model, numbers, concepts, _truths(model), engine).items()
        for place, question in enumerate(model.situation.questions)
    }


def further(name: str) -> Measure:
    """A measure by its name: one of `FURTHER`, else one that is installed. Raises `DetenteError` if there is none."""
    found = FURTHER.get(name)
    if found is None:
        others = entries(GROUP)
        known = (*FURTHER, *others)
        if name not in others:
            raise DetenteError("measure_unknown", name=name, nearest=nearest(name, known), known=known)
        return cast(Measure, others[name])
    return cast(Measure, import_module(found)) if isinstance(found, str) else found


def blocks_of(also: Sequence[str]) -> tuple[str, ...]:
    """The parts of the file that are drawn for these measures alone, each once."""
    return tuple(dict.fromkeys(block for name in also for block in getattr(further(name), "BLOCKS", ())))


def columns_of(model: Model, concepts: Sequence[str], also: Sequence[str] = ()) -> Columns:
    """Every column of a study of this model."""
    found = stability_columns(model, concepts)
    for name in also:
        found.update({f"{name}/{column}": kind for column, kind in further(name).columns(model).items()})
    return found


def values_of(
    model: Model, numbers: Numbers, concepts: Sequence[str], engine: Engine, also: Sequence[str] = ()
) -> dict[str, Array]:
    """All of them over a block of draws."""
    found = stability_values(model, numbers, concepts, engine)
    for name in also:
        found.update({f"{name}/{column}": values for column, values in further(name).values(model, numbers).items()})
    return found
