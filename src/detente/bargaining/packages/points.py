"""Which deals are fair, by five answers of the literature, on the frontier within the zone (or on all of it).

Every answer is a set of utility vectors: ties are returned, never broken. Gains g_i = u_i − d_i are never clipped.

* *Nash* (1950): the largest product of gains. Where no deal is better for all, first the largest number of parties
  with a strict gain, then the product over these; so a product of zero never makes all packages equal. `power`: Π g^a.
* *Kalai–Smorodinsky* (1975): shares s_i = g_i / (ideal_i − d_i), ideals taken within the zone; lexicographic max-min
  of the shares. A party whose ideal is d has no share. On a convex set that is the classical point on the ray.
* *Egalitarian* (Kalai 1977): lexicographic max-min of the gains.
* *Utilitarian*: the largest sum of gains. The last two compare utilities of different parties.

From memory, unverified against the printed articles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any

from detente.bargaining.packages.frontier import Point
from detente.bargaining.packages.negotiation import Vector


@dataclass(frozen=True)
class Solution:
    """The best vectors and what was made largest: (number of gainers, product), sorted shares, sorted gains, a sum."""

    points: tuple[Point, ...]
    value: tuple[Fraction, ...]


def gains(u: Vector, d: Vector) -> Vector:
    return tuple(one - other for one, other in zip(u, d, strict=True))


def rational(points: Iterable[Point], d: Vector) -> tuple[Point, ...]:
    """The points at least as good as no deal for every party. On the frontier these are the frontier of the zone."""
    return tuple(point for point in points if min(gains(point.u, d)) >= 0)


def ideal(points: Iterable[Point]) -> Vector:
    """The best of each party over these points."""
    return tuple(max(values) for values in zip(*(point.u for point in points), strict=True))


def best(points: Iterable[Point], value: Callable[[Point], Any]) -> tuple[tuple[Point, ...], Any]:
    """All points with the largest value, and the value."""
    rated = [(value(point), point) for point in points]
    most = max(rate for rate, _ in rated)
    return tuple(point for rate, point in rated if rate == most), most


def nash(points: Iterable[Point], d: Vector, power: tuple[int, ...] = ()) -> Solution:
    """The Nash deals among individually rational points. `power`: whole numbers, one per party."""

    def value(point: Point) -> tuple[Fraction, Fraction]:
        strict = [(gain, i) for i, gain in enumerate(gains(point.u, d)) if gain > 0]
        return Fraction(len(strict)), prod(
            (gain ** (power[i] if power else 1) for gain, i in strict), start=Fraction(1)
        )

    return Solution(*best(points, value))


def kalai_smorodinsky(points: tuple[Point, ...], d: Vector) -> Solution:
    """The deals with the lexicographically largest sorted shares of what each could hope for."""
    hopes = gains(ideal(points), d)
    return Solution(
        *best(points, lambda point: tuple(sorted(g / h for g, h in zip(gains(point.u, d), hopes, strict=True) if h)))
    )


def egalitarian(points: Iterable[Point], d: Vector) -> Solution:
    """The deals with the lexicographically largest sorted gains."""
    return Solution(*best(points, lambda point: tuple(sorted(gains(point.u, d)))))


def utilitarian(points: Iterable[Point], d: Vector) -> Solution:
    """The deals with the largest sum of gains."""
    found, value = best(points, lambda point: sum(gains(point.u, d), Fraction(0)))
    return Solution(found, (value,))


def nash_by_reservation(
    points: Iterable[Point], d: Vector, party: int
) -> list[tuple[Fraction | None, Fraction, Point]]:
    """From which to which own no-deal value t of a party each point is the Nash deal; the others' values are fixed.

    With P the product of the others' gains, a deal is worth P (u − t): a line in t. The answer is the upper envelope of
    the lines, so the breakpoints are exact. Only deals that are better than none for all others count; at the last end
    the party gains nothing.
    """
    lines: dict[Fraction, tuple[Fraction, Point]] = {}
    for point in points:
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
