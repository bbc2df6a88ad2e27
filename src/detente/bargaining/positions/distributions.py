"""What is forecast as a distribution for issues of which the outcome is known: values with their chances.

To add one: a row in `DISTRIBUTIONS`. Each sees who stands where on one issue, the measured errors that come with the
program, those learnt from the other groups of the data, and the outcomes of the other groups.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from detente.bargaining.positions.errors_measured import Errors
from detente.bargaining.positions.forecast import distribution
from detente.bargaining.positions.mean_and_median import Array, shares, weighted_mean
from detente.bargaining.positions.models import Spread, Stands, elected

STEPS = 201  # points at which smooth distributions are read
SMOOTH = 0.2  # of the scale
CONCENTRATION = 2.0


def _even(values: Array) -> Spread:
    return values, np.full(len(values), 1 / len(values))


def _smooth(stands: Stands) -> Spread:
    """The positions, each spread evenly over a fifth of the scale to both sides, cut at the ends of the scale."""
    shifts = np.linspace(-SMOOTH, SMOOTH, 41) * stands.size
    points = np.clip(stands.position[:, None] + shifts, stands.low, stands.high)
    chances = np.broadcast_to(shares(stands.weight)[:, None] / len(shifts), points.shape)
    return points.ravel(), chances.ravel()


def _beta(stands: Stands) -> Spread:
    """A Beta distribution around the weighted mean, which is kept off the ends."""
    mean = np.clip((float(weighted_mean(stands.position, stands.weight)) - stands.low) / stands.size, 0.01, 0.99)
    inner = (np.arange(STEPS) + 0.5) / STEPS
    logs = (CONCENTRATION * mean - 1) * np.log(inner) + (CONCENTRATION * (1 - mean) - 1) * np.log(1 - inner)
    chances = np.exp(logs - logs.max())
    return stands.low + inner * stands.size, chances / chances.sum()


def _band(stands: Stands, errors: Errors) -> Spread:
    point = float(weighted_mean(stands.position, stands.weight))
    return _even(distribution(point, len(stands.position), stands.low, stands.high, errors))


DISTRIBUTIONS: dict[str, Callable[[Stands, Errors, Errors, Array], Spread]] = {
    "band": lambda stands, given, _crossed, _outcomes: _band(stands, given),
    "band_crossed": lambda stands, _given, crossed, _outcomes: _band(stands, crossed),
    "beta": lambda stands, *_: _beta(stands),
    "pce_conditional_spread": lambda stands, *_: elected(stands, "conditional"),
    "pce_markov_uniform_spread": lambda stands, *_: elected(stands, "markov_uniform"),
    "positions_spread": lambda stands, *_: (stands.position, shares(stands.weight)),
    "positions_smooth": lambda stands, *_: _smooth(stands),
    "climatology": lambda stands, _given, _crossed, outcomes: _even(stands.low + outcomes / 100 * stands.size),
}
