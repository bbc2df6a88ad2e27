"""Packages over the runs of a study: the same draws for every package, counted as the method of robust packages does.

Candidates are the undominated packages at the centre and the Nash package of every run. V of a package in a run is its
least gain as a part of what each party could hope for at the centre. Floats: the draws are; shares are of runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import floor
from typing import Any

import numpy as np

from detente.bargaining.agreement.draws import Futures
from detente.bargaining.agreement.measure import lasting
from detente.bargaining.agreement.result import Story
from detente.bargaining.packages.negotiation import Array, Package, gains
from detente.time_left import check

MOST = 200  # candidates
ASKED = 6  # candidates of which it is asked in which runs they last
YES = 1  # the code of yes
WORST = 0.1  # the part of the runs that is the worst


@dataclass(frozen=True)
class Robust:
    """One package over the runs. `signed`: better for all by enough, and lasting (None: not looked at)."""

    package: Package
    better: float
    signed: float | None
    worst: tuple[float, ...]
    worst_part: float
    largest_regret: float
    mean_regret: float


@dataclass(frozen=True)
class RobustRuns:
    """`some_zone`: the share of runs in which some package is better for all; it may exceed that of every package."""

    runs: int
    some_zone: float
    packages: tuple[Robust, ...]  # most often better first

    @property
    def best_in_worst_part(self) -> Robust:
        return max(self.packages, key=lambda one: one.worst_part)

    @property
    def least_regret(self) -> Robust:
        return min(self.packages, key=lambda one: (one.largest_regret, one.mean_regret))


def candidates(found: Story, futures: Futures, nash: Array) -> Array:
    """The codes of the packages that are judged."""
    sizes = tuple(len(futures.axes[place].levels) for place in futures.places)
    centre = [point.example for point in found.deal.frontier.points[:MOST]]
    codes = [int(np.ravel_multi_index(package, sizes)) for package in centre]
    return np.unique([*codes, *(code for code in np.unique(nash).tolist() if code >= 0)][:MOST])


def over_the_runs(found: Story, columns: Mapping[str, Array]) -> RobustRuns | None:
    """The candidates over these draws; None where there is none. Of the first few it is asked whether they last."""
    futures = Futures.of(found.situation, found.setting.agreement, found.setting.kind)
    count = len(next(iter(columns.values())))
    drawn = found.futures.get("") or futures.look(columns, count)
    codes = candidates(found, futures, drawn.nash)
    if not len(codes):
        return None
    gained, inertia = futures.gains_of(codes, columns, count)
    value = (gained / _scale(found)).min(axis=2)
    better: Array = np.all(gained > inertia[:, None], axis=2)
    best = np.fmax(np.nanmax(value, axis=1, initial=0.0), 0.0)
    regret = np.fmax(best[:, None] - np.nan_to_num(value, nan=-np.inf), 0.0)
    told = []
    for place, code in enumerate(codes.tolist()):
        check()
        package = futures.package(code)
        seen = gained[:, place]
        told.append(
            Robust(
                package,
                float(better[:, place].mean()),
                None,
                tuple(np.nanmin(seen, axis=0).tolist()) if not np.isnan(seen).all() else (),
                tail(value[:, place], WORST),
                float(regret[:, place].max()),
                float(regret[:, place].mean()),
            )
        )
    told = [one for one in told if one.worst and np.isfinite(one.largest_regret)]
    order = sorted(told, key=lambda one: (-one.better, one.largest_regret, one.mean_regret))
    if not order:
        return None
    model = None if found.signed is None else found.signed.model
    rows = {package: row for row, package in enumerate(map(futures.package, codes.tolist()))}
    for place, one in enumerate(order[:ASKED] if model is not None else ()):
        assert model is not None
        wanted = replace(drawn, nash=np.full(count, codes[rows[one.package]]), worth=better[:, rows[one.package]])
        holds = lasting(model, model.numbers(count, columns=dict(columns)), futures, wanted)
        order[place] = replace(one, signed=float((holds == YES).mean()))
    return RobustRuns(count, float((drawn.worth > 0).mean()), tuple(order))


def _scale(found: Story) -> Array:
    """What each party could hope for at the centre: its best gain where nobody loses, else its best of all."""
    points = [gains(point.u, found.deal.d) for point in found.deal.frontier.points]
    zone = [gain for gain in points if min(gain) >= 0] or points
    best = [max((float(gain[place]) for gain in zone), default=1.0) for place in range(len(found.parties))]
    return np.array([value if value > 0 else 1.0 for value in best])


def tail(values: Array, part: float) -> float:
    """The mean of the smallest part of the values, the last one counted in part; impossible ones are left out."""
    ordered = np.sort(values[~np.isnan(values)])
    size = part * len(ordered)
    whole = floor(size)
    total = ordered[:whole].sum() + ((size - whole) * ordered[whole] if whole < len(ordered) else 0.0)
    return float(total / size) if size else float("nan")


def robust_data(found: RobustRuns, named: Any, parties: tuple[str, ...]) -> dict[str, Any]:
    """As JSON has it; `named`: what stands where in a package."""

    def one(robust: Robust) -> dict[str, Any]:
        return {
            "package": named(robust.package),
            "better_for_all": robust.better,
            "signed": robust.signed,
            "worst": dict(zip(parties, robust.worst, strict=True)),
            "worst_part": robust.worst_part,
            "largest_regret": robust.largest_regret,
            "mean_regret": robust.mean_regret,
        }

    return {
        "runs": found.runs,
        "some_zone": found.some_zone,
        "packages": [one(robust) for robust in found.packages],
        "best_in_worst_tenth": named(found.best_in_worst_part.package),
        "least_regret": named(found.least_regret.package),
    }
