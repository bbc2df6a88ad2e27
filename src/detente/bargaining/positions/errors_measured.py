"""How far the weighted mean was from what was decided, on 177 issues of the European Union: outcome less forecast.

The errors are learnt from half of the issues of DEU III with an outcome and at least three actors, split by proposal
(`cases/bargaining/deu3_open`). They stand in `measured.csv` beside this module, which a command makes anew from the
data:

    detente positions --score cases/bargaining/deu3_open --learn measured.csv

Points of a scale from 0 to 100; capability is the Shapley–Shubik index of the Council, salience as recorded. Data:
Arregui & Perarnaud 2021, doi:10.34810/data53. Another file of that form serves as well (``--errors``): whoever keeps
a record of forecasts of one kind and their outcomes has a band of that kind.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

import numpy as np

from detente.bargaining.positions.mean_and_median import Array
from detente.files import csv_text

COLUMNS = ("issue", "actors", "forecast", "outcome", "error")
BAND = (10, 90)  # percentiles
SMALL = 10  # actors; with fewer the error was larger
FEWEST = 5  # small cases from which it is learnt how much larger


@dataclass(frozen=True)
class Errors:
    """Errors of forecasts on scales from 0 to 100, sorted; and the factor for cases of few actors.

    `shipped`: whether they are those of the European Union that come with the program.
    """

    values: tuple[float, ...]
    wider: float
    is_shipped: bool = False

    @staticmethod
    def shipped() -> Errors:
        return _shipped()

    @staticmethod
    def of(errors: Array, actors: Array) -> Errors:
        """From errors and the number of actors of each case: the factor is the ratio of the mean absolute errors."""
        few, size = actors < SMALL, np.abs(errors)
        wider = float(size[few].mean() / size.mean()) if few.sum() >= FEWEST and size.mean() > 0 else 1.0
        return Errors(tuple(np.sort(errors).tolist()), max(1.0, round(wider, 2)))

    @cached_property
    def band(self) -> Array:
        """The 10th and the 90th percentile: the ends of the 80% band."""
        ends: Array = np.percentile(np.array(self.values), BAND)
        return ends

    def widening(self, actors: int) -> float:
        """The factor by which the errors are stretched for so many actors."""
        return self.wider if actors < SMALL else 1.0


@cache
def _shipped() -> Errors:
    text = files("detente.bargaining.positions").joinpath("measured.csv").read_text(encoding="utf-8")
    learnt = read_errors(text)
    return Errors(learnt.values, learnt.wider, is_shipped=True)


def read_errors(text: str) -> Errors:
    """Errors from a table with the columns actors and error. Raises ValueError or KeyError for another table."""
    rows = list(csv.DictReader(io.StringIO(text)))
    errors = np.array([float(row["error"]) for row in rows])
    actors = np.array([int(row["actors"]) for row in rows])
    if not rows or not np.isfinite(errors).all():
        raise ValueError(text[:40])
    return Errors.of(errors, actors)


def errors_text(rows: Sequence[tuple[str, int, float, float]]) -> str:
    """The table of issue, number of actors, forecast and outcome, with the error to one decimal."""
    lines = (
        (issue, actors, f"{made:.2f}", f"{outcome:g}", f"{outcome - made:.2f}") for issue, actors, made, outcome in rows
    )
    return csv_text([COLUMNS, *lines])
