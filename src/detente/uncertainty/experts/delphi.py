"""Delphi rounds: how the judgements of a panel on one question spread, round by round, and whether they came together.

The spread of a round is its interquartile range (IQR), between order statistics as everywhere in this program. It is
said to have *fallen* if that of the last round is smaller than that of the first. There is *consensus* where the IQR of
the last round is at most a share of the scale: 1 point on a scale from 1 to 5, a quarter, is the most frequent rule
(von der Gracht, *Technological Forecasting and Social Change* 79, 2012, from memory). A fallen spread is no proof of
truth: panels also drop out and give way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

CONSENSUS = 0.25


@dataclass(frozen=True)
class PanelRound:
    """The judgements of a round: how many, their ends, quartiles and median."""

    name: str
    count: int
    low: float
    lower: float
    median: float
    upper: float
    high: float

    @property
    def spread(self) -> float:
        return self.upper - self.lower


def panel_round(name: str, values: Sequence[float]) -> PanelRound:
    """The round with these judgements, one at least."""
    ends = (float(end) for end in np.percentile(np.array(values, dtype=np.float64), (0, 25, 50, 75, 100)))
    return PanelRound(name, len(values), *ends)


def fallen(rounds: Sequence[PanelRound]) -> bool | None:
    """Whether the spread of the last round is below that of the first; None with fewer than two rounds."""
    return None if len(rounds) < 2 else rounds[-1].spread < rounds[0].spread


def consensus(last: PanelRound, size: float | None, share: float = CONSENSUS) -> bool | None:
    """Whether the last round lies together, on a scale of this size; None where that is not known."""
    return None if size is None else last.spread <= share * size * (1 + 1e-12)
