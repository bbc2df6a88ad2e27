"""How near stated forecasts came: Brier score, calibration, CRPS and coverage, as bare functions on arrays.

**Brier score** (Brier 1950, in the form for two outcomes, half of his): the mean of (p − o)², o 1 for yes and 0 for no.
0: always right and sure; 0.25: always a half. Over bins of stated probabilities k it parts exactly (Murphy 1973, with
the terms within bins of Stephenson, Coelho & Jolliffe 2008) into

    reliability Σ n_k (p̄_k − ō_k)² / n − resolution Σ n_k (ō_k − ō)² / n + uncertainty ō (1 − ō) + what is within bins

Small reliability is good: where 70% was said, yes came in about 70%.

**CRPS** (Gneiting & Raftery 2007, eq. 20): ∫ (F(x) − 1{x ≥ y})² dx, in the units of the outcome; smaller is better. Of
a point it is the absolute error. A forecast with a band is read as the distribution whose median is the forecast and of
which (1 − level)/2 lies beyond each end of the band: on each side of the median half of a normal distribution. That
shape is an assumption, and the only one. With G(a) = ∫_{−∞}^a Φ², σ the scale of the side of the outcome, τ that of the
other, and b = |y − median| / σ:

    CRPS = τ G(0) + σ (G(b) − G(0) + G(−b)),   G(a) = a Φ(a)² + 2 Φ(a) φ(a) − Φ(a√2) / √π

**Coverage**: the share of outcomes inside the band, its ends included, beside the level that was stated.
"""

from __future__ import annotations

from math import erf, exp, pi, sqrt
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from detente.outcomes.columns import Array


def brier(stated: Array, outcome: Array) -> float:
    """The mean square of probability minus outcome (1 or 0)."""
    return float(np.mean(np.square(stated - outcome)))


class Bin(NamedTuple):
    """The forecasts between two probabilities (the upper one belongs to it at 1 only): how many (`size`), their mean,
    and how often yes came."""

    low: float
    high: float
    size: int
    stated: float
    yes: int


def bins(stated: Array, outcome: Array, count: int) -> tuple[Bin, ...]:
    """The bins of equal width that hold a forecast."""
    place = np.minimum((stated * count + 1e-9).astype(int), count - 1)
    found = []
    for k in np.unique(place).tolist():
        own = place == k
        found.append(
            Bin(k / count, (k + 1) / count, int(own.sum()), float(stated[own].mean()), int(outcome[own].sum()))
        )
    return tuple(found)


class Parts(NamedTuple):
    """What a Brier score consists of: reliability − resolution + uncertainty + within."""

    reliability: float
    resolution: float
    uncertainty: float
    within: float


def parts(stated: Array, outcome: Array, count: int) -> Parts:
    """The parts of the Brier score over this many bins."""
    n, rate, own = len(stated), float(outcome.mean()), bins(stated, outcome, count)
    reliability = sum(one.size * (one.stated - one.yes / one.size) ** 2 for one in own) / n
    resolution = sum(one.size * (one.yes / one.size - rate) ** 2 for one in own) / n
    uncertainty = rate * (1 - rate)
    within = brier(stated, outcome) - (reliability - resolution + uncertainty)
    return Parts(reliability, resolution, uncertainty, within)


def crps_of_band(median: float, lower: float, upper: float, level: float, outcome: float) -> float:
    """The CRPS of a forecast with a band that holds this share, read as half a normal distribution on each side."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    below, above = (median - lower) / z, (upper - median) / z
    side, other = (above, below) if outcome >= median else (below, above)
    apart = abs(outcome - median)
    near = apart if side == 0 else side * (_squared(apart / side) - _squared(0.0) + _squared(-apart / side))
    return near + other * _squared(0.0)


def _squared(a: float) -> float:
    """∫ Φ² from −∞ to a."""
    below, density = _normal(a), exp(-a * a / 2) / sqrt(2 * pi)
    return a * below**2 + 2 * below * density - _normal(a * sqrt(2)) / sqrt(pi)


def _normal(a: float) -> float:
    return (1 + erf(a / sqrt(2))) / 2
