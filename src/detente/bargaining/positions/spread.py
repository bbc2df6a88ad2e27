"""What the ranges of a file do to an issue: the forecast over many draws, and the band of draws and errors together.

The band of a plain run rests on the centres of all ranges. Here every draw has its forecast, and around each stand the
measured errors (`errors_measured`), all equally likely: the 10th and the 90th percentile of the whole are the ends of
the wider band. Draws are made elsewhere (`detente.uncertainty.study.sampling`) and handed in as columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.bargaining.positions.errors_measured import BAND, Errors
from detente.bargaining.positions.issue import in_percent, issue_draws, issue_numbers
from detente.bargaining.positions.mean_and_median import Array
from detente.bargaining.positions.measure import in_draws
from detente.outcomes.numbers import Numbers
from detente.outcomes.space import Space
from detente.situation.model import Situation

TOLD = ("forecast", "mean", "median", "likely")


@dataclass(frozen=True)
class Spread:
    """Over `count` draws: the 10th, 50th and 90th percentile of some models; the band of draws and errors together.

    `blocked`: the share of draws in which no point beats the reversion, None where vetoes play no part.
    """

    count: int
    models: dict[str, tuple[float, float, float]]
    low: float
    high: float
    blocked: float | None

    def data(self) -> dict[str, Any]:
        told = {name: dict(zip(("low", "median", "high"), ends, strict=True)) for name, ends in self.models.items()}
        return {"draws": self.count, **told, "low": self.low, "high": self.high, "blocked": self.blocked}


def spread(
    situation: Situation, name: str, columns: Mapping[str, Array], count: int, errors: Errors | None = None
) -> Spread | None:
    """The spread of an issue; None where none of its numbers differs between draws."""
    errors = errors or Errors.shipped()
    nowhere = Space((), np.zeros((1, 0), dtype=np.int16), None, situation.scope, {})
    numbers = Numbers(situation, nowhere, count, columns)
    drawn, centre = issue_draws(situation, name, numbers, in_percent(situation, name)), issue_numbers(situation, name)
    parts = [drawn.position, drawn.capability, drawn.salience]
    parts += [] if drawn.reversion is None else [drawn.reversion]
    if all((part == part[:1]).all() for part in parts):
        return None
    found = in_draws(drawn, centre, errors)
    shifts = np.array(errors.values) * errors.widening(len(centre.actors)) * centre.size / 100
    around = np.clip(found["forecast"][:, None] + shifts, centre.low, centre.high)
    ends = np.percentile(around, BAND)
    told = {key: tuple(float(end) for end in np.percentile(found[key], (10, 50, 90))) for key in TOLD}
    blocked = float(found["blocked"].mean()) if "blocked" in found else None
    return Spread(count, told, float(ends[0]), float(ends[1]), blocked)  # type: ignore[arg-type]
