"""A study: the same situation in thousands of futures that its ranges allow, as one table.

Every uncertain number is drawn (`detente.uncertainty.study.sampling`), every measure is taken in every draw
(`detente.uncertainty.study.measures`). Whatever is asked afterwards (how often, what decides, what would flip it) looks
at the table, or evaluates further draws with `Study.evaluate`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.errors import DetenteError
from detente.outcomes.preferences import Array
from detente.result import Result, Row, digest
from detente.situation.identifiers import nearest
from detente.situation.model import Situation
from detente.stability.concepts import CONCEPTS, REPORTED
from detente.stability.solve import Model
from detente.uncertainty.kernel.kernel import suited
from detente.uncertainty.study.batches import Plan, measure, model_like
from detente.uncertainty.study.measures import further
from detente.uncertainty.study.sampling import check_seed

if TYPE_CHECKING:
    import pandas

    from detente.situation.case import Case
    from detente.uncertainty.study.reservoir import Totals

MOST_DRAWS = 10**9
WORDS = ("every", "some", "none")

Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Study(Result):
    """N draws: `drivers` (column → N values) and `measures` (name → N values or codes).

    `categories`: what the codes of a measure stand for (255: no answer). `acceptance`: for each stated order of
    weights, which share of the weights in their ranges fits it. `notes`: message keys and values of what happened on
    the way, such as parts that were damaged and drawn again. `totals`: for a study too long to keep every draw, the
    counts over all of them (`detente.uncertainty.study.reservoir`); the table then holds a million of them, evenly
    chosen. `also`: what was measured beside stability (`detente.uncertainty.study.measures`).
    """

    situation: Situation
    model: Model = field(repr=False)
    seed: int
    count: int
    drivers: dict[str, Array] = field(repr=False)
    measures: dict[str, Array] = field(repr=False)
    categories: dict[str, tuple[str, ...]] = field(repr=False)
    concepts: tuple[str, ...] = REPORTED
    acceptance: dict[str, float] = field(default_factory=dict)
    notes: tuple[tuple[str, dict[str, Any]], ...] = ()
    totals: Totals | None = field(default=None, repr=False)
    also: tuple[str, ...] = ()

    def evaluate(
        self,
        columns: Mapping[str, Array],
        *,
        scale: Mapping[str, Array] | None = None,
        situation: Situation | None = None,
    ) -> dict[str, Array]:
        """The same measures where the numbers are these.

        Args:
            columns: column → values, all of one length; columns that are missing stand at their centre.
            scale: path of a quantity → factor per draw (``preferences.japan.goals.hedge.weight``).
            situation: another one instead, such as this one without a goal; it must keep the questions.

        Raises:
            DetenteError: a column that the situation does not have, or columns of different lengths.
        """
        lengths = {len(values) for values in (*columns.values(), *(scale or {}).values())}
        if len(lengths) > 1:
            raise DetenteError("columns_uneven", lengths=tuple(sorted(lengths)))
        known = tuple(self.drivers)
        for name in columns if situation is None else ():
            if name not in known:
                raise DetenteError("column_unknown", name=name, nearest=nearest(name, known), known=known)
        model = self.model if situation is None else model_like(situation, self.model)
        count = lengths.pop() if lengths else 1
        engine = suited(model, max(count, self.count))
        workers = (os.cpu_count() or 1) if engine == "compiled" else 1  # NumPy alone hardly gains by threads
        return measure(model, columns, count, self.concepts, scale, engine, self.also, workers)

    def rows(self) -> list[Row]:
        """One row per question, concept and kind of class: the share of each answer."""
        found = []
        for name, words in self.categories.items():
            front, _, kind = name.rpartition("/")
            question, _, concept = front.rpartition("/")
            if question not in self.situation.questions:
                continue
            codes = self.measures[name]
            counts = np.bincount(codes, minlength=len(words)) if self.totals is None else self.totals.answers[name]
            count = self.count if self.totals is None else self.totals.draws
            shares = {word: float(counts[words.index(word)]) / count for word in WORDS}
            found.append({"question": question, "concept": concept, "over": kind, **shares})
        return found

    def data(self) -> dict[str, Any]:
        """What the study is and its shares, as plain data; the table itself is `drivers` and `measures`."""
        return {
            "digest": digest(self.situation),
            "seed": self.seed,
            "draws": self.count,
            "concepts": list(self.concepts),
            "drivers": {
                name: {"least": float(values.min()), "mean": float(values.mean()), "most": float(values.max())}
                for name, values in self.drivers.items()
            },
            "acceptance": self.acceptance,
            "shares": self.rows(),
        }

    def sentences(self, language: str = "en") -> list[str]:
        from detente.uncertainty.study.sentences import study_sentences

        return study_sentences(self, language)

    def to_pandas(self) -> pandas.DataFrame:
        """The whole table as a data frame: one row per draw, answers in words. Needs pandas."""
        from detente.uncertainty.study.table_of_draws import frame

        return frame(self)


def study(
    case: Case | Situation,
    draws: int = 10_000,
    seed: int = 7,
    concepts: Iterable[str] = REPORTED,
    *,
    also: Iterable[str] = (),
    out: str | Path | None = None,
    engine: str = "threads",
    workers: int | None = None,
    scheduler: str | None = None,
    until: float | None = None,
    tell: Tell | None = None,
) -> Study:
    """Draw every uncertain number of a situation and see what follows, many times.

    Args:
        case: from `load`; ``case.variants[…]`` and ``case.perceptions[…]`` are situations too.
        draws: how many. The first n draws of a larger study are those of a study of n.
        seed: whole number; the same seed gives the same table, whatever the engine.
        concepts: any of ``nash, sseq, seq, smr, gmr``.
        also: what to measure beside stability: any of `detente.uncertainty.study.measures.FURTHER`.
        out: a folder to keep the draws in (Parquet); if it holds part of this study, only the rest is drawn.
        engine: ``threads``, ``serial`` or ``dask``. workers: how many at a time; scheduler: the address of Dask's.
        until: stop once the 95% interval of every share is at most this far to each side; looked at after N, 2N, 4N …
            draws, with N = `draws`.
        tell: called as ``tell(done, whole)`` before the first draw and while it runs.

    Raises:
        DetenteError: draws or a seed that make no sense, an unknown concept or measure, a formula that fails in some
            draw, an order that next to no weights fit, a folder that cannot be used or holds another study.
        LimitError: too many outcomes or moves.
    """
    from detente.uncertainty.study.runs import run

    situation = case if isinstance(case, Situation) else case.situation
    if not 1 <= draws <= MOST_DRAWS or draws % 1:
        raise DetenteError("draws_outside", draws=str(draws), most=f"{MOST_DRAWS:,}")
    if until is not None and not 0 < until < 0.5:
        raise DetenteError("until_outside", until=str(until))
    check_seed(seed)
    names = _names(concepts) or REPORTED
    for name in names:
        if name not in CONCEPTS:
            raise DetenteError("concept_unknown", name=name, nearest=nearest(name, CONCEPTS), known=tuple(CONCEPTS))
    others = _names(also)
    for name in others:
        further(name)
    return run(Plan(situation, int(seed), int(draws), names, others), out, engine, workers, scheduler, until, tell)


def _names(given: Iterable[str]) -> tuple[str, ...]:
    """Each name once; a single one may stand alone."""
    return (given,) if isinstance(given, str) else tuple(dict.fromkeys(given))
