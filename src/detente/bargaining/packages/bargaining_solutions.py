"""Which deals are fair, by five answers of the literature, on the frontier within the zone (or on all of it).

Every answer is a set of utility vectors: ties are returned, never broken. Gains g_i = u_i − d_i are never clipped.

* *Nash* (1950): the largest product of gains. Where no deal is better for all, first the largest number of parties
  with a strict gain, then the product over these (0 where nobody gains); so a product of zero never makes all
  packages equal. `power`: Π g^a.
* *Kalai–Smorodinsky* (1975): shares s_i = g_i / (ideal_i − d_i), ideals taken within the zone; lexicographic max-min
  of the shares. A party whose ideal is d has no share. On a convex set that is the classical point on the ray.
* *Egalitarian* (Kalai 1977): lexicographic max-min of the gains.
* *Utilitarian*: the largest sum of gains. The last two compare utilities of different parties.

From memory, unverified against the printed articles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any

import numpy as np

from detente.bargaining.packages.negotiation import Array, Point, Vector, gains

MANY = 400  # points from which floats tell first where to look exactly
SURE = 1e-6  # the part of its largest gain from which a party's gain is as good as known in floats
TINY = 1e-300  # instead of a division by zero


@dataclass(frozen=True)
class Solution:
    """The best vectors and what was made largest: (number of gainers, product), sorted shares, sorted gains, a sum."""

    points: tuple[Point, ...]
    value: tuple[Fraction, ...]


def rational(points: Sequence[Point], d: Vector) -> tuple[Point, ...]:
    """The points at least as good as no deal for every party. On the frontier these are the frontier of the zone."""
    if len(points) < MANY:
        return tuple(point for point in points if min(gains(point.u, d)) >= 0)
    table = rough(points, d)
    least = table.min(axis=1)
    sure = 1e-9 * max(float(np.abs(table).max()), *(abs(float(own)) for own in d))
    return tuple(
        point
        for point, gain in zip(points, least.tolist(), strict=True)
        if gain > sure or (gain >= -sure and min(gains(point.u, d)) >= 0)
    )


def rough(points: Sequence[Point], d: Vector) -> Array:
    """Gains as floats (points, parties), to look where it is worth comparing exactly."""
    near = [point.near or tuple(map(float, point.u)) for point in points]
    return np.asarray(np.array(near) - np.array([float(own) for own in d]))


def sized(table: Array) -> Array:
    """Gains as parts of the largest of all, so that a difference too small for floats is small beside 1 too."""
    return np.asarray(table / max(float(np.abs(table).max()), TINY))


def ideal(points: Sequence[Point]) -> Vector:
    """The best of each party over these points."""
    if len(points) < MANY:
        return tuple(max(values) for values in zip(*(point.u for point in points), strict=True))
    found = []
    for party, column in enumerate(rough(points, (Fraction(0),) * len(points[0].u)).T):
        close = np.flatnonzero(column >= column.max() - 1e-9 * np.abs(column).max())
        found.append(max(points[place].u[party] for place in close.tolist()))
    return tuple(found)


def best(
    points: Sequence[Point], value: Callable[[Point], Any], near: Callable[[Array], Array], d: Vector
) -> tuple[tuple[Point, ...], Any]:
    """All points with the largest value, and the value.

    `near`: about the same from float gains, or what comes first in it; where there are many points, only those that it
    leaves in question are compared exactly.
    """
    if len(points) >= MANY:
        table, own = rough(points, d), np.array([float(value) for value in d])
        spread = np.abs(table).max(axis=0)
        if (np.abs(own) + spread <= 1e3 * spread).all():  # else gains are lost in the digits of a float
            guess = near(table)
            close = np.flatnonzero(guess >= guess.max() - 1e-5 * max(1.0, float(np.abs(guess).max())))
            points = [points[place] for place in close.tolist()]
    rated = [(value(point), point) for point in points]
    most = max(rate for rate, _ in rated)
    return tuple(point for rate, point in rated if rate == most), most


def nash(points: Sequence[Point], d: Vector, power: tuple[int, ...] = ()) -> Solution:
    """The Nash deals among individually rational points. `power`: whole numbers, one per party."""

    def value(point: Point) -> tuple[Fraction, Fraction]:
        strict = [(gain, i) for i, gain in enumerate(gains(point.u, d)) if gain > 0]
        raised = (gain ** (power[i] if power else 1) for gain, i in strict)
        return Fraction(len(strict)), prod(raised, start=Fraction(1)) if strict else Fraction(0)

    def near(table: Array) -> Array:
        weights = np.array(power or [1] * table.shape[1]) / max(power or (1,))
        scaled = table / np.maximum(table.max(axis=0), TINY)
        logs = np.log(np.maximum(scaled, SURE)) @ weights
        sure = (scaled > SURE).all(axis=1)
        # What a float says of less is no more than a bound; what reaches the best that is sure is compared.
        return np.minimum(logs, logs[sure].max()) if sure.any() else np.zeros(len(table))

    return Solution(*best(points, value, near, d))


def kalai_smorodinsky(points: Sequence[Point], d: Vector) -> Solution:
    """The deals with the lexicographically largest sorted shares of what each could hope for."""
    hopes = gains(ideal(points), d)
    live = [party for party, hope in enumerate(hopes) if hope]
    size = np.array([float(hopes[party]) for party in live])

    def near(table: Array) -> Array:
        return np.asarray((table[:, live] / size).min(axis=1)) if live else np.zeros(len(table))

    return Solution(
        *best(points, lambda p: tuple(sorted(g / h for g, h in zip(gains(p.u, d), hopes, strict=True) if h)), near, d)
    )


def egalitarian(points: Sequence[Point], d: Vector) -> Solution:
    """The deals with the lexicographically largest sorted gains."""
    return Solution(*best(points, lambda p: tuple(sorted(gains(p.u, d))), lambda table: sized(table).min(axis=1), d))


def utilitarian(points: Sequence[Point], d: Vector) -> Solution:
    """The deals with the largest sum of gains."""
    found, value = best(points, lambda p: sum(gains(p.u, d), Fraction(0)), lambda table: sized(table).sum(axis=1), d)
    return Solution(found, (value,))


def _upper(points: list[Point], d: Vector, party: int) -> list[Point]:
    """The points whose lines may touch the upper envelope of `nash_by_reservation`: those that floats cannot tell from
    the ones of which no other has more for the party and a larger product for the others."""
    if not points or len(points) < MANY:
        return points
    table, own = rough(points, d), np.array([float(value) for value in d])
    spread = np.abs(table).max(axis=0)
    if not (np.abs(own) + spread <= 1e3 * spread).all():
        return points
    others = np.delete(table / np.maximum(spread, 1e-300), party, axis=1)
    slope, worth = np.maximum(others, 0).prod(axis=1), table[:, party]
    sure = np.flatnonzero((others > 1e-9).all(axis=1))
    sure = sure[np.argsort(-slope[sure])]
    most = np.maximum.accumulate(np.concatenate([[-np.inf], worth[sure]]))
    steeper = np.searchsorted(-slope[sure], -slope * (1 + 1e-9))  # how many surely are
    kept = (others > -1e-9).all(axis=1) & (worth >= most[steeper] - 1e-9 * spread[party])
    return [points[place] for place in np.flatnonzero(kept).tolist()]


def nash_by_reservation(
    points: Iterable[Point], d: Vector, party: int
) -> list[tuple[Fraction | None, Fraction, Point]]:
    """From which to which own no-deal value t of a party each point is the Nash deal; the others' values are fixed.

    With P the product of the others' gains, a deal is worth P (u − t): a line in t. The answer is the upper envelope of
    the lines, so the breakpoints are exact. Only deals that are better than none for all others count; at the last end
    the party gains nothing.
    """
    lines: dict[Fraction, tuple[Fraction, Point]] = {}
    for point in _upper(list(points), d, party):
        others = [gain for i, gain in enumerate(gains(point.u, d)) if i != party]
        if all(gain > 0 for gain in others):
            slope = prod(others, start=Fraction(1))
            if slope not in lines or lines[slope][0] < point.u[party]:
                lines[slope] = (point.u[party], point)
    hull: list[tuple[Fraction, Fraction, Point]] = []
    starts: list[Fraction] = []
    for slope in sorted(lines, reverse=True):
        own, point = lines[slope]
        if hull and own <= hull[-1][1]:
            continue
        while hull:
            last, before, _ = hull[-1]
            crossing = (last * before - slope * own) / (last - slope)
            if not starts or crossing > starts[-1]:
                starts.append(crossing)
                break
            hull.pop()
            starts.pop()
        hull.append((slope, own, point))
    if not hull:
        return []
    ends = [*starts, hull[-1][1]]
    begins: list[Fraction | None] = [None, *starts]
    return [(begin, end, point) for begin, end, (_, _, point) in zip(begins, ends, hull, strict=True)]
