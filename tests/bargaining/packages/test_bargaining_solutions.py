"""Many points, where floats say first which must be compared exactly: the same points as exact numbers alone give."""

from __future__ import annotations

from fractions import Fraction

import pytest

from detente.bargaining.packages.bargaining_solutions import MANY, ideal, kalai_smorodinsky, nash, rational, utilitarian
from detente.bargaining.packages.negotiation import Point, Vector, gains

COUNT = MANY + 11


def line(one: Fraction, other: Fraction) -> list[Point]:
    """Points from (one, other) on, each a little better for the first party and worse for the second."""
    step = Fraction(1, 7)
    return [Point((one + place * step, other - place * step), 1, (place,)) for place in range(COUNT)]


def kept(points: list[Point], d: Vector) -> tuple[Point, ...]:
    """The definition, in exact numbers."""
    return tuple(point for point in points if all(gain >= 0 for gain in gains(point.u, d)))


@pytest.mark.parametrize(
    "d",
    [
        (Fraction(0), Fraction(0)),  # the first point gives the first party just what it has
        (Fraction(3, 7), Fraction(1, 7)),  # ends at points that are on the list
        (Fraction(1, 3), Fraction(1, 3)),  # ends between points, in numbers that no float holds
        (Fraction(10**6), Fraction(-(10**6))),  # nothing
    ],
)
def test_many_points_are_rational_as_few_are(d: Vector) -> None:
    points = line(Fraction(0), Fraction(COUNT, 7))
    assert rational(points, d) == kept(points, d)


@pytest.mark.parametrize("own", [Fraction(0), Fraction(1, 3)])
def test_points_that_give_just_what_no_deal_gives_are_rational(own: Fraction) -> None:
    """All gains are 0, so floats find nothing to be sure of, and with no deal worth 0 not even a size."""
    points = [Point((own, own), 1, (place,)) for place in range(COUNT)]
    assert rational(points, (own, own)) == tuple(points)


def test_differences_below_what_floats_see_count() -> None:
    """A loss of 10⁻²⁰ is a loss, a gain of as much a gain, and the largest sum is the largest by as little."""
    hair, one = Fraction(1, 10**20), Fraction(1)
    points = [Point((one + change, one), 1, (place,)) for place, change in enumerate((-hair, Fraction(0), hair))]
    points += [Point((one, one - hair), 1, (place,)) for place in range(3, COUNT)]
    d = (one, one)
    assert rational(points, d) == tuple(points[1:3])
    assert ideal(points) == (one + hair, one)
    assert utilitarian(points, d).points == (points[2],)


def test_the_fair_points_of_many_are_those_of_all_compared_exactly() -> None:
    points = line(Fraction(0), Fraction(COUNT, 7))
    d = (Fraction(0), Fraction(0))
    product = max(point.u[0] * point.u[1] for point in points)
    assert nash(points, d).points == tuple(point for point in points if point.u[0] * point.u[1] == product)
    hopes = ideal(points)
    least = max(min(u / hope for u, hope in zip(point.u, hopes, strict=True)) for point in points)
    shares = kalai_smorodinsky(points, d).points
    assert all(min(u / hope for u, hope in zip(point.u, hopes, strict=True)) == least for point in shares)
