"""A study as a record: thousands of futures of one situation as a table; and what is found by asking it."""

from __future__ import annotations

import os
from abc import abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import TYPE_CHECKING, Any, ClassVar, TypedDict, Unpack

import numpy as np

from detente.errors import DetenteError
from detente.evidence.sources import Sources
from detente.outcomes.preferences import Array
from detente.result import Result, Row, above, digest
from detente.situation.identifiers import nearest
from detente.situation.model import Situation
from detente.stability.concepts import REPORTED
from detente.stability.kernel.kernel import at_hand
from detente.stability.solve import Model
from detente.uncertainty.study.batches import measure, model_like
from detente.uncertainty.study.measures import answer_values, values_of
from detente.uncertainty.study.totals import Totals

if TYPE_CHECKING:
    import pandas
    import polars
    import xarray

WORDS = ("every", "some", "none")


class Details(TypedDict, total=False):
    """What only some questions take.

    `groups`, `grouped`: drivers (names of groups → numbers; what the groups are). `answer`: when. `locked`: flip.
    `sources`: hinges. `variants`: variants. `actor`, `option`: regret, worth. `draws`: how many of the study's draws to
    look at (width, variants, hinges, assumed, regret, worth).
    """

    groups: Mapping[str, Sequence[str]] | None
    grouped: str | None
    answer: str | None
    locked: Collection[str]
    sources: Sources | None
    variants: Mapping[str, Situation]
    actor: str | None
    option: str | None
    draws: int


@dataclass(frozen=True, repr=False)
class Study(Result):
    """N draws: `drivers` (column → N values) and `measures` (name → N values or codes).

    `categories`: what the codes of a measure stand for (255: no answer). `acceptance`: for each stated order of
    weights, which share of the weights in their ranges fits it. `notes`: message keys and values of what happened on
    the way, such as parts that were damaged and drawn again. `totals`: for a study too long to keep every draw, the
    counts over all of them (`detente.uncertainty.study.totals`); the table then holds a million of them, evenly
    chosen. `also`: what was measured beside stability (`detente.uncertainty.study.measures`).
    """

    told_by: ClassVar[str] = "detente.uncertainty.study.sentences:study_sentences"
    asked_by: ClassVar[str] = "detente.uncertainty.questions.table:ask"  # what puts questions to it

    situation: Situation
    model: Model
    seed: int
    count: int
    drivers: dict[str, Array]
    measures: dict[str, Array]
    categories: dict[str, tuple[str, ...]]
    concepts: tuple[str, ...] = REPORTED
    acceptance: dict[str, float] = field(default_factory=dict)
    notes: tuple[tuple[str, dict[str, Any]], ...] = ()
    totals: Totals | None = None
    also: tuple[str, ...] = ()

    @property
    def drawn(self) -> int:
        """How many futures were drawn; of more than ten million a million rows are kept."""
        return self.count if self.totals is None else self.totals.draws

    @property
    def answering(self) -> tuple[str, ...]:
        """Which measures beside stability the answers rest on: none, unless the question is of a number."""
        return ()

    def ask(
        self, name: str, question: str | None = None, concept: str | None = None, **details: Unpack[Details]
    ) -> Asked:
        """Put a question to this study, by name.

        Args:
            name: how often, ``share``; with other ranges, ``width``; at other times, ``variants``; what decides,
                ``drivers``; when, ``when``; what would flip it, ``flip``; what it hangs on, ``hinges``; derived or put
                in, ``assumed``; what is worth knowing, ``worth``; which option regrets least, ``regret``; how far it
                holds, ``robustness``; which outcomes are stable, ``outcomes``.
            question: a question of the file; None: all of them.
            concept: a way of looking ahead that the study was made with; None: ``seq`` if it was, else the first (for
                shares: all).
            details: what only some questions take (`Details`).

        Raises:
            DetenteError: a name, a question or a concept that there is not.
        """
        found: Asked = above(self.asked_by)(self, name, question, concept, **details)
        return found

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
        return self._measured(values_of, columns, scale, situation)

    def answered(
        self,
        columns: Mapping[str, Array],
        *,
        scale: Mapping[str, Array] | None = None,
        situation: Situation | None = None,
    ) -> dict[str, Array]:
        """Of these measures only the answers to the questions, which are found far sooner. Arguments as there."""
        return self._measured(answer_values, columns, scale, situation)

    def _measured(
        self,
        values: Callable[..., dict[str, Array]],
        columns: Mapping[str, Array],
        scale: Mapping[str, Array] | None,
        situation: Situation | None,
    ) -> dict[str, Array]:
        lengths = {len(values) for values in (*columns.values(), *(scale or {}).values())}
        if len(lengths) > 1:
            raise DetenteError("columns_uneven", lengths=tuple(sorted(lengths)))
        known = tuple(self.drivers)
        for name in columns if situation is None else ():
            if name not in known:
                raise DetenteError("column_unknown", name=name, nearest=nearest(name, known), known=known)
        model = self.model if situation is None else model_like(situation, self.model)
        count = lengths.pop() if lengths else 1
        engine = at_hand(model, max(count, self.count))
        workers = (os.cpu_count() or 1) if engine == "compiled" else 1  # NumPy alone hardly gains by threads
        return measure(model, columns, count, self.concepts, scale, engine, self.also, workers, values)

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
            shares = {word: float(counts[words.index(word)]) / self.drawn for word in WORDS}
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
            **self.undone_data(),
        }

    def in_short(self) -> str:
        return f"{self.drawn:,} draws of {len(self.drivers)} numbers, {len(self.measures)} measures, seed {self.seed}"

    def to_pandas(self) -> pandas.DataFrame:
        """The whole table as a data frame: one row per draw, answers in words. Needs pandas."""
        try:
            import pandas
        except ImportError:
            raise DetenteError("extra_missing", package="pandas", extra="frames") from None
        columns: dict[str, Any] = dict(self.drivers)
        for name, values in self.measures.items():
            if name in self.categories:
                words = np.array([*self.categories[name], None], object)
                columns[name] = words[np.minimum(values, len(words) - 1)]
            elif values.ndim == 1:
                columns[name] = values
        return pandas.DataFrame(columns)

    def to_polars(self) -> polars.DataFrame:
        """The same as a data frame of polars. Needs pandas and polars."""
        try:
            import polars
        except ImportError:
            raise DetenteError("extra_missing", package="polars", extra="polars") from None
        frame = self.to_pandas()
        return polars.DataFrame({name: frame[name].to_list() for name in frame.columns}, strict=False)

    def to_xarray(self) -> xarray.Dataset:
        """The same as labelled arrays along ``draw``: one for each number and each answer. Needs pandas and xarray."""
        try:
            import xarray
        except ImportError:
            raise DetenteError("extra_missing", package="xarray", extra="xarray") from None
        frame = self.to_pandas()
        about = {"seed": self.seed, "digest": digest(self.situation), "version": self.origin.version}
        return xarray.Dataset({name: ("draw", frame[name].to_numpy()) for name in frame.columns}, attrs=about)


@dataclass(frozen=True, repr=False)
class Asked(Result):
    """A question put to a study: the study it was put to, and the way of looking ahead.

    What it found is a list of `cells`: rows whose values may be shares with their counts. `rows` are the same as plain
    numbers; `telling` leaves out what a reader of a table need not see, such as numbers that do nothing.
    """

    study: Study
    concept: str

    @abstractmethod
    def cells(self) -> list[Row]:
        """The main table, shares still with their counts."""

    def telling(self) -> list[Row]:
        """The rows of `cells` that say something."""
        return self.cells()

    def rows(self) -> list[Row]:
        """The main table as plain records."""
        return [{key: _plain_cell(value) for key, value in row.items()} for row in self.cells()]

    def head(self) -> dict[str, Any]:
        """What every result of a study rests on, as plain data."""
        return {
            "digest": self.study.origin.digest or digest(self.study.situation),
            "seed": self.study.seed,
            "draws": self.study.drawn,
            "concept": self.concept,
        }

    def in_short(self) -> str:
        looking = f", {self.concept}" if self.concept else ""
        return f"{len(self.cells())} rows of {self.study.drawn:,} draws{looking}"


def _plain_cell(value: Any) -> Any:
    """A cell as plain data: of a share with its counts the share alone."""
    number = getattr(value, "share", value)
    return plain(float(number)) if isinstance(number, float | np.floating) else number


def plain(value: float | None) -> float | None:
    """A number short enough for a table; None for what is not finite."""
    return None if value is None or not isfinite(value) else float(f"{value:.6g}")
