"""What two parties could reach if deals could be mixed: by lot, in turns, or by splitting an issue.

The utilities that mixtures reach are the convex hull of those of packages, and everything below it. Its upper right
edge is a chain of corners; a corner beside the edge bounds what can be had at all. The gap between the answers here
and those for whole packages is the price of indivisibility.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from detente.bargaining.packages.negotiation import Point, Vector

Pair = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Mixtures:
    """`corners`: from the best for the second party to the best for the first; the rest None without a weak zone."""

    corners: tuple[Pair, ...]
    zone: bool
    ideal: Pair | None = None
    nash: Pair | None = None
    product: Fraction | None = None
    kalai_smorodinsky: Pair | None = None
    equal: Pair | None = None


def corners(points: tuple[Point, ...]) -> tuple[Pair, ...]:
    """The corners of the upper right edge of the hull of frontier points of two parties."""
    chain: list[Pair] = []
    for point in sorted((p.u[0], p.u[1]) for p in points):
        while len(chain) > 1 and _turn(chain[-2], chain[-1], point) >= 0:
            chain.pop()
        chain.append(point)
    return tuple(chain)


def _turn(a: Pair, b: Pair, c: Pair) -> Fraction:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def mixtures(points: tuple[Point, ...], d: Vector) -> Mixtures:
    """The answers where mixtures of packages are allowed. `points`: the whole frontier of two parties."""
    chain = corners(points)
    first, second = d
    limits: list[tuple[Fraction, Fraction, Fraction]] = [  # a u + b v <= c
        (Fraction(1), Fraction(0), chain[-1][0]),
        (Fraction(0), Fraction(1), chain[0][1]),
    ]
    for one, two in pairwise(chain):
        a, b = one[1] - two[1], two[0] - one[0]
        limits.append((a, b, a * one[0] + b * one[1]))
    if any(a * first + b * second > c for a, b, c in limits):
        return Mixtures(chain, zone=False)
    best_first = min((c - b * second) / a for a, b, c in limits if a)
    best_second = min((c - a * first) / b for a, b, c in limits if b)
    hopes = (best_first - first, best_second - second)

    def ray(one: Fraction, two: Fraction) -> Pair:
        steps = [(c - a * first - b * second) / (a * one + b * two) for a, b, c in limits if a * one + b * two > 0]
        step = min(steps, default=Fraction(0))
        return first + step * one, second + step * two

    candidates = [*chain, *(_middle(one, two, (first, second)) for one, two in pairwise(chain))]
    within = [point for point in candidates if point[0] > first and point[1] > second]
    # Without a strict zone what is left is an edge along one axis, and its end is best for all.
    deal = max(within or [(best_first, best_second)], key=lambda u: (u[0] - first) * (u[1] - second))
    return Mixtures(
        chain,
        zone=True,
        ideal=(best_first, best_second),
        nash=deal,
        product=(deal[0] - first) * (deal[1] - second),
        kalai_smorodinsky=ray(*hopes),
        equal=ray(Fraction(1), Fraction(1)),
    )


def _middle(one: Pair, two: Pair, d: Pair) -> Pair:
    """Where the product of gains is largest on the straight line between two corners."""
    a, b = one[1] - two[1], two[0] - one[0]
    c = a * one[0] + b * one[1]
    u = min(max((c + a * d[0] - b * d[1]) / (2 * a), one[0]), two[0])
    return u, (c - a * u) / b
