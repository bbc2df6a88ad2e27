"""Where there are many points, floats tell first where to look exactly: the answers are those of looking everywhere."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from math import prod
from typing import Any

import pytest

from detente.bargaining.packages import bargaining_solutions as rules
from detente.bargaining.packages.negotiation import Point

Vector = tuple[Fraction, ...]


def points_on_a_grid(dice: random.Random, count: int, parties: int, spread: int, bits: int = 1) -> list[Point]:
    """Different vectors of small fractions, so that many are alike for some party and many meet no deal exactly."""
    found: dict[Vector, None] = {}
    while len(found) < count:
        found[tuple(Fraction(dice.randint(-spread, spread), bits) for _ in range(parties))] = None
    return [Point(u, None, ()) for u in found]


def looking_everywhere(monkeypatch: pytest.MonkeyPatch, ask: Callable[[], Any]) -> Any:
    with monkeypatch.context() as patch:
        patch.setattr(rules, "MANY", 10**9)
        return ask()


def test_points_that_meet_no_deal_exactly_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """A gain of nothing is no loss, however small the loss beside it is, and however large what others gain."""
    third, hair = Fraction(1, 3), Fraction(1, 10**30)
    kept = [Point((third, Fraction(k)), None, ()) for k in range(5, 405)]
    lost = [Point((third - hair, Fraction(k)), None, ()) for k in range(5, 405)]
    d = (third, Fraction(5))
    found = rules.rational([*lost, *kept], d)
    assert found == tuple(kept)
    assert looking_everywhere(monkeypatch, lambda: rules.rational([*lost, *kept], d)) == found


@pytest.mark.parametrize("count", [399, 400, 700])
@pytest.mark.parametrize("seed", range(6))
def test_the_zone_and_the_hopes(seed: int, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(seed)
    parties = dice.choice([2, 3])
    points = points_on_a_grid(dice, count, parties, spread=20, bits=dice.choice([1, 3, 7]))
    d = points[dice.randrange(count)].u if seed % 2 else (Fraction(0),) * parties
    for ask in (lambda: rules.rational(points, d), lambda: rules.ideal(points)):
        assert ask() == looking_everywhere(monkeypatch, ask)


@pytest.mark.parametrize("rule", ["nash", "kalai_smorodinsky", "egalitarian", "utilitarian"])
@pytest.mark.parametrize("seed", range(8))
def test_the_named_deals(rule: str, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With ties, with parties that hope for nothing, with five parties, and where no deal is far away from all."""
    dice = random.Random(seed)
    parties = [2, 3, 2, 5, 3, 2, 4, 3][seed]
    points = points_on_a_grid(dice, 450, parties, spread=30 if parties == 2 else 6, bits=dice.choice([1, 3]))
    d = tuple(min(point.u[i] for point in points) for i in range(parties))
    if seed == 4:  # nobody can hope for more than this party has
        d = (max(point.u[0] for point in points), *d[1:])
    if seed == 5:  # gains are lost in the digits of a float
        d = tuple(own - 10**17 for own in d)
    zone = rules.rational(points, d)

    def ask() -> Any:
        return getattr(rules, rule)(points if seed == 4 else zone, d)

    assert ask() == looking_everywhere(monkeypatch, ask)


@pytest.mark.parametrize("seed", range(4))
def test_power_counts_among_many_too(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(seed)
    points = points_on_a_grid(dice, 500, 3, spread=9)
    d = (Fraction(-10),) * 3
    power = [(1, 1, 2), (5, 1, 1), (1, 3, 1), (2, 2, 7)][seed]

    def ask() -> Any:
        return rules.nash(points, d, power)

    found = ask()
    assert found == looking_everywhere(monkeypatch, ask)
    assert found != rules.nash(points, d)


def test_where_someone_gains_next_to_nothing_everything_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first counts the parties that gain at all; a tiny gain is one, and logs of floats cannot see it."""
    points = [Point((Fraction(k), Fraction(0)), None, ()) for k in range(1, 500)]
    points.append(Point((Fraction(1), Fraction(1, 10**40)), None, ()))
    d = (Fraction(0), Fraction(0))

    def ask() -> Any:
        return rules.nash(points, d)

    assert ask().points == (points[-1],)
    assert ask() == looking_everywhere(monkeypatch, ask)


def test_floats_that_a_point_carries_are_looked_at_first() -> None:
    """`near` stands for `u`; where it is not given, `u` itself is turned into floats."""
    near = [Point((Fraction(k),), None, (), near=(float(k),)) for k in range(3)]
    bare = [Point((Fraction(k),), None, ()) for k in range(3)]
    d = (Fraction(1, 2),)
    assert rules.rough(near, d).tolist() == rules.rough(bare, d).tolist() == [[-0.5], [0.5], [1.5]]


@pytest.mark.parametrize("seed", range(8))
def test_the_nash_deal_by_the_own_value_of_no_deal(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With ties in what is left and in what others gain, and with numbers that floats cannot tell apart."""
    dice = random.Random(seed)
    parties = [2, 3, 2, 5, 3, 2, 4, 3][seed]
    points = points_on_a_grid(dice, 450, parties, spread=30 if parties == 2 else 6, bits=dice.choice([1, 3]))
    hair = Fraction(1, 10**30)
    points += [Point(tuple(value + dice.choice((-hair, 0, hair)) for value in point.u), None, ()) for point in points]
    d = points[dice.randrange(450)].u if seed % 2 else (Fraction(0),) * parties
    for party in range(parties):
        ask = partial(rules.nash_by_reservation, points, d, party)
        assert ask() == looking_everywhere(monkeypatch, ask)


def left_in_question(points: list[Point], d: Vector, party: int) -> list[Point]:
    """The definition, in exact numbers: nobody else loses, and no point has more for the party and for the others."""

    def others(point: Point) -> Vector:
        return tuple(gain for place, gain in enumerate(rules.gains(point.u, d)) if place != party)

    sure = [(prod(others(point)), point.u[party]) for point in points if min(others(point)) > 0]
    return [
        point
        for point in points
        if min(others(point)) >= 0
        and not any(slope > prod(others(point)) and worth > point.u[party] for slope, worth in sure)
    ]


@pytest.mark.parametrize("seed", range(12))
def test_only_what_may_be_the_nash_deal_for_some_value_is_compared_exactly(seed: int) -> None:
    """Whole numbers of any unit are far enough apart for floats: what is left is what the definition leaves."""
    dice = random.Random(seed)
    parties, unit = [2, 3, 2, 4][seed % 4], Fraction(10) ** [0, -12, 12][seed % 3]
    points = points_on_a_grid(dice, [400, 450][seed % 2], parties, spread=[40, 9, 40, 6][seed % 4])
    points = [Point(tuple(unit * value for value in point.u), None, ()) for point in points]
    d = tuple(unit * dice.randint(-3, 3) for _ in range(parties))
    for party in range(parties):
        found = rules._upper(points, d, party)
        assert found == left_in_question(points, d, party)
        assert len(found) < len(points) // 2


def test_what_floats_cannot_tell_from_the_best_stays_in_question() -> None:
    """A billionth of the largest value of each party, no more and no less."""
    line = [Point((Fraction(1000 - k), Fraction(k)), None, ()) for k in range(420)]
    d = (Fraction(0), Fraction(0))
    for short, stays in ((Fraction(1, 2 * 10**9), True), (Fraction(1, 10**7), False)):
        beside = Point((Fraction(1000 - 400) - 1000 * short, Fraction(400) - 419 * short), None, ())
        assert (beside in rules._upper([*line, beside], d, 0)) is stays


@pytest.mark.parametrize("far", [0, 10**4])
def test_where_no_deal_is_far_from_all_everything_is_compared(far: int) -> None:
    """Gains that are lost in the digits of a float cannot be looked at first."""
    points = points_on_a_grid(random.Random(5), 400, 2, spread=40)
    d = tuple(Fraction(-far * 10**14) for _ in range(2))
    left = rules._upper(points, d, 0)
    assert (left == points) is bool(far)
    assert rules._upper([], d, 0) == []
