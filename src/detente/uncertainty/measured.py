"""What was measured beside stability, as a table: how often each answer, and how large each number.

A number is told by its mean over the draws that have it, and the values below which 5%, 50% and 95% of these lie. Of a
long study (`detente.uncertainty.study.totals`) answers and means count every draw, quantiles the draws that were
kept.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from detente.outcomes.columns import Column
from detente.result import Row
from detente.uncertainty.questions.wilson import Share
from detente.uncertainty.study.measures import columns_of, further
from detente.uncertainty.study.result import Asked, Study

FEW = 3  # answers of which all are shown
QUANTILES = {"low": 0.05, "median": 0.5, "high": 0.95}


@dataclass(frozen=True, repr=False)
class Measured(Asked):
    """One record per answer (``share``, and the 95% interval of drawing) or number (``mean``, ``low`` … ``high``).

    `drawn`: in how many draws there is an answer or number at all.
    """

    found: tuple[Row, ...] = field(default_factory=tuple)

    def cells(self) -> list[Row]:
        return [dict(row) for row in self.found]

    def telling(self) -> list[Row]:
        """What came out at all, and every answer where there are few."""
        few = {name for name, answers in self._answers().items() if answers <= FEW}
        return [row for row in self.cells() if row["share"] is None or row["share"].count or row["measure"] in few]

    def _answers(self) -> Counter[str]:
        """How many answers each measure can have."""
        return Counter(row["measure"] for row in self.found)

    def rows(self) -> list[Row]:
        """The same as plain numbers; of a share, ``low`` and ``high`` are the ends of its interval."""
        ends = [{} if row["share"] is None else row["share"].data() for row in self.found]
        return [{**plain, **more} for plain, more in zip(super().rows(), ends, strict=True)]

    def data(self) -> dict[str, Any]:
        return {**self.head(), "measures": self.rows()}

    def sentences(self, language: str = "en") -> list[str]:
        """What each measure has to say about its own columns, if anything."""
        said: list[str] = []
        for name in self.study.also:
            mine = [row for row in self.rows() if row["measure"].startswith(f"{name}/")]
            tell = getattr(further(name), "sentences", None)
            said += tell(self.study.model, mine, language) if tell is not None and mine else []
        return said


def measured(study: Study) -> Measured:
    """What was measured beside stability, in the order of the registry's columns."""
    columns = columns_of(study.model, (), study.also)
    rows = [row for name, column in columns.items() for row in _rows(study, name, column)]
    return Measured(study, "", tuple(rows), origin=study.origin)


def _rows(study: Study, name: str, column: Column) -> list[Row]:
    row = {"measure": name, "answer": "", "share": None, "mean": None, "low": None, "median": None, "high": None}
    values, totals = study.measures[name], study.totals
    if column.kind == "answer":
        counts = np.bincount(values, minlength=256) if totals is None else totals.answers[name]
        number = int(counts[: len(column.categories)].sum())
        shares = [Share(int(counts[code]), number) for code in range(len(column.categories))] if number else []
        told = [{"answer": word, "share": share} for word, share in zip(column.categories, shares, strict=False)]
        return [{**row, **one, "drawn": number} for one in told] or [{**row, "drawn": 0}]
    if column.kind == "bits":
        return []
    there = values[~np.isnan(values)] if column.kind == "value" else values
    if not len(there):
        return [{**row, "drawn": 0}]
    total, _, number = totals.sums[name].tolist() if totals is not None else (float(there.sum()), 0.0, len(there))
    quantiles = {key: float(np.quantile(there, chance)) for key, chance in QUANTILES.items()}
    return [{**row, "mean": total / number, **quantiles, "drawn": int(number)}]
