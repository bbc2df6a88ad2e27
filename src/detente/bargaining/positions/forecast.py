"""The forecast: the weighted mean, with the band in which outcomes of known issues fell around it.

Where actors with a veto prefer no agreement to a point, weight does not carry it: with `veto` and `reversion` (where
things stand without an agreement) the forecast is the reversion point unless some point beats it for every actor with a
veto. A point p beats r for an actor at v if |p − v| < |r − v|; for all of them together that leaves an open interval on
one side of r, and the forecast is the point of it (or of its ends) nearest to the weighted mean.

The band holds 80%: the 10th to the 90th percentile of the measured errors (`errors_measured`) around the forecast, cut
at the ends of the scale. Those errors are of issues of the European Union: many actors, no coercion, no veto points.
For any other issue the band is borrowed, which is said; with fewer than 10 actors it is widened by the factor by which
the error was larger there.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from detente.bargaining.positions.errors_measured import Errors
from detente.bargaining.positions.mean_and_median import Array


class Win(NamedTuple):
    """The points that beat the reversion point for all actors with a veto: between `low` and `high`, ends left out."""

    low: float
    high: float


class Forecast(NamedTuple):
    """`mean` the forecast, `mode` the position most likely to win, `low` and `high` the ends of the 80% band.

    `blocked`: nothing beats the reversion point. `win`: what does, None if vetoes play no part. `widened`: the factor.
    """

    mean: float
    mode: float
    low: float
    high: float
    blocked: bool
    win: Win | None
    widened: float


def winning(reversion: float, ideals: Array, low: float, high: float) -> Win | None:
    """The points of the scale that beat the reversion point for every actor with a veto; None if there are none."""
    if not len(ideals):
        return Win(low, high)
    if (ideals > reversion).all():
        return Win(reversion, min(high, reversion + 2 * float((ideals - reversion).min())))
    if (ideals < reversion).all():
        return Win(max(low, reversion - 2 * float((reversion - ideals).min())), reversion)
    return None


def distribution(
    point: float, actors: int, low: float = 0.0, high: float = 100.0, errors: Errors | None = None
) -> Array:
    """Equally likely outcomes around a forecast: the measured errors, stretched to the scale and cut at its ends."""
    errors = errors or Errors.shipped()
    shifts = np.array(errors.values) * errors.widening(actors) * (high - low) / 100
    around: Array = np.clip(point + shifts, low, high)
    return around


def forecast(
    mean: float,
    mode: float,
    actors: int,
    scale: tuple[float, float],
    reversion: float | None = None,
    ideals: Array | None = None,
    errors: Errors | None = None,
) -> Forecast:
    """The forecast of one issue.

    Args:
        mean, mode: the weighted mean, and the position most likely to win the probabilistic Condorcet election.
        actors: how many take part. scale: its lowest and highest point.
        reversion, ideals: where things stand without an agreement, and the positions of the actors with a veto.
        errors: of what the band is made; None: those that come with the program.
    """
    errors = errors or Errors.shipped()
    low, high = scale
    win, blocked = None, False
    if reversion is not None and ideals is not None and len(ideals):
        win = winning(reversion, ideals, low, high)
        blocked = win is None
        mean, mode = (reversion if win is None else min(max(v, win.low), win.high) for v in (mean, mode))
    ends = np.clip(mean + shifts_of(errors, actors, high - low), low, high)
    return Forecast(mean, mode, float(ends[0]), float(ends[1]), blocked, win, errors.widening(actors))


def shifts_of(errors: Errors, actors: int, size: float) -> Array:
    """From a forecast to the lower and the upper end of its band, on a scale of this size, before it is cut."""
    ends: Array = errors.band * errors.widening(actors) * size / 100
    return ends
