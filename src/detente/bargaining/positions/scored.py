"""What every model forecasts for issues of which the outcome is known: points, and distributions.

To add a model: a line in `POINTS` (one number for an issue) or `SPREADS` (values with their chances). Each sees the
numbers of one issue, the capability chosen included. Exchanges look at all issues of a group at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from detente.bargaining.positions.challenge import PRESETS
from detente.bargaining.positions.errors_measured import Errors
from detente.bargaining.positions.exchange import Table, exchange_round
from detente.bargaining.positions.forecast import distribution
from detente.bargaining.positions.mean import Array, shares, weighted_mean
from detente.bargaining.positions.median import weighted_median
from detente.bargaining.positions.probabilistic_condorcet import election
from detente.bargaining.positions.rounds import run
from detente.exchange.position_tables.known_outcomes import KnownIssue

ROUNDS = 8  # of challenges, as the published table has them
STEPS = 201  # points at which smooth distributions are read
SMOOTH = 0.2  # of the scale
CONCENTRATION = 2.0


@dataclass(frozen=True)
class Case:
    """The numbers of one issue: arrays (actors,), salience in [0, 1]."""

    position: Array
    capability: Array
    salience: Array
    low: float
    high: float
    reference: float | None

    @property
    def weight(self) -> Array:
        return self.capability * self.salience

    @property
    def size(self) -> float:
        return self.high - self.low

    @staticmethod
    def of(issue: KnownIssue, column: str) -> Case:
        position, salience = np.array(issue.position), np.array(issue.salience)
        return Case(position, np.array(issue.capability[column]), salience, issue.low, issue.high, issue.reference)


Point = Callable[[Case], float | None]
Spread = tuple[Array, Array]  # values, chances


def _median(position: Array, weight: Array) -> float:
    low, high = weighted_median(position, weight)
    return float(low + high) / 2


def _pce(case: Case, kind: str) -> Spread:
    options = np.unique(case.position)
    return options, election(case.position, case.weight, options, kinds=(kind,))[kind]


def _pce_mean(kind: str) -> Point:
    def mean(case: Case) -> float:
        options, chances = _pce(case, kind)
        return float(options @ chances)

    return mean


def _pce_mode(kind: str) -> Point:
    def mode(case: Case) -> float:
        options, chances = _pce(case, kind)
        return float(options[int(np.argmax(chances))])

    return mode


def _challenge(preset: str, statistic: Callable[[Array, Array], float]) -> Point:
    def after(case: Case) -> float:
        done = run(case.position, case.capability, case.salience, PRESETS[preset], ROUNDS)
        return statistic(done.after(ROUNDS) if done.back_to is not None else done.positions()[-1], case.weight)

    return after


def _mean(position: Array, weight: Array) -> float:
    return float(weighted_mean(position, weight))


POINTS: dict[str, Point] = {
    "mean": lambda case: _mean(case.position, case.weight),
    "mean_capability": lambda case: _mean(case.position, case.capability),
    "mean_salience": lambda case: _mean(case.position, case.salience),
    "mean_plain": lambda case: float(case.position.mean()),
    "median": lambda case: _median(case.position, case.weight),
    "median_plain": lambda case: float(np.median(case.position)),
    "pce_conditional": _pce_mean("conditional"),
    "pce_markov_uniform": _pce_mean("markov_uniform"),
    "pce_markov_incentive": _pce_mean("markov_incentive"),
    "pce_conditional_mode": _pce_mode("conditional"),
    "challenge_as_coded_mean": _challenge("as_coded", _mean),
    "challenge_as_coded": _challenge("as_coded", _median),
    "challenge_paper_mean": _challenge("paper", _mean),
    "challenge_paper": _challenge("paper", _median),
    "middle": lambda case: (case.low + case.high) / 2,
    "reference": lambda case: case.reference,
}
ALIKE = ("mean_salience", "mean_plain", "median_plain", "middle", "reference")  # whatever the capability


def _even(values: Array) -> Spread:
    return values, np.full(len(values), 1 / len(values))


def _smooth(case: Case) -> Spread:
    """The positions, each spread evenly over a fifth of the scale to both sides, cut at the ends of the scale."""
    shifts = np.linspace(-SMOOTH, SMOOTH, 41) * case.size
    points = np.clip(case.position[:, None] + shifts, case.low, case.high)
    chances = np.broadcast_to(shares(case.weight)[:, None] / len(shifts), points.shape)
    return points.ravel(), chances.ravel()


def _beta(case: Case) -> Spread:
    """A Beta distribution around the weighted mean, which is kept off the ends."""
    mean = np.clip((_mean(case.position, case.weight) - case.low) / case.size, 0.01, 0.99)
    inner = (np.arange(STEPS) + 0.5) / STEPS
    logs = (CONCENTRATION * mean - 1) * np.log(inner) + (CONCENTRATION * (1 - mean) - 1) * np.log(1 - inner)
    chances = np.exp(logs - logs.max())
    return case.low + inner * case.size, chances / chances.sum()


def _band(case: Case, errors: Errors) -> Spread:
    point = _mean(case.position, case.weight)
    return _even(distribution(point, len(case.position), case.low, case.high, errors))


SPREADS: dict[str, Callable[[Case, Errors, Errors, Array], Spread]] = {
    "band": lambda case, given, _crossed, _outcomes: _band(case, given),
    "band_crossed": lambda case, _given, crossed, _outcomes: _band(case, crossed),
    "beta": lambda case, *_: _beta(case),
    "pce_conditional_spread": lambda case, *_: _pce(case, "conditional"),
    "pce_markov_uniform_spread": lambda case, *_: _pce(case, "markov_uniform"),
    "positions_spread": lambda case, *_: (case.position, shares(case.weight)),
    "positions_smooth": lambda case, *_: _smooth(case),
    "climatology": lambda case, _given, _crossed, outcomes: _even(case.low + outcomes / 100 * case.size),
}


def exchanged(issues: Sequence[KnownIssue], column: str) -> dict[str, float]:
    """The weighted mean of the votes after one round of exchanges, for issues of a group of several."""
    actors = list(dict.fromkeys(actor for issue in issues for actor in issue.actors))
    shape = (len(issues), len(actors))
    position, capability, salience = (np.zeros(shape) for _ in range(3))
    part = np.zeros(shape, dtype=bool)
    for row, issue in enumerate(issues):
        places = [actors.index(actor) for actor in issue.actors]
        position[row, places] = (np.array(issue.position) - issue.low) / (issue.high - issue.low) * 100
        capability[row, places], salience[row, places] = issue.capability[column], issue.salience
        part[row, places] = True
    done = exchange_round(Table(position, capability, salience, part)).outcome
    ends = [(issue.low, issue.high - issue.low) for issue in issues]
    return {issue.name: low + float(at) / 100 * size for issue, at, (low, size) in zip(issues, done, ends, strict=True)}
