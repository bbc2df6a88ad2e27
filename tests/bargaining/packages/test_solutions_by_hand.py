"""The fair deals of a few points, worked out by hand; the same where floats say first what must be compared exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest

from detente.bargaining.packages import bargaining_solutions as rules
from detente.bargaining.packages.bargaining_solutions import (
    egalitarian,
    ideal,
    kalai_smorodinsky,
    nash,
    nash_by_reservation,
    rational,
    rough,
    utilitarian,
)
from detente.bargaining.packages.negotiation import Point, Vector


@pytest.fixture(params=[400, 1], ids=["compared exactly", "floats first"], autouse=True)
def _many(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MANY", request.param)


def vector(*values: int | str) -> Vector:
    return tuple(map(Fraction, values))


def points(*vectors: tuple[int | str, ...]) -> list[Point]:
    return [Point(vector(*u), 1, (place,)) for place, u in enumerate(vectors)]


def places(found: tuple[Point, ...]) -> list[int]:
    return [int(point.example[0]) for point in found]


@pytest.mark.parametrize(
    ("given", "d", "power", "expected", "value"),
    [
        ([(4, 1), (2, 2), (1, 4), (0, 9), (1, 3)], (0, 0), (), [0, 1, 2], (2, 4)),  # ties; who gains nothing spoils all
        ([(5, 3), (3, 4), (2, 6)], (1, 2), (), [0, 1, 2], (2, 4)),  # gains, not utilities
        ([(5, 3), (4, 4), (2, 6)], (1, 2), (), [1], (2, 6)),
        ([(0, 9, 0), (3, 4, 0), (0, 0, 50)], (0, 0, 0), (), [1], (2, 12)),  # first the number of those who gain
        ([(0, 0), (0, 0)], (0, 0), (), [0, 1], (0, 0)),
        ([(4, 1), (2, 2), (1, 4)], (0, 0), (2, 1), [0], (2, 16)),
        ([(4, 1), (2, 2), (1, 4)], (0, 0), (1, 2), [2], (2, 16)),
        ([(0, 3, 2), (0, 2, 3)], (0, 0, 0), (5, 2, 1), [0], (2, 18)),  # each gain under the power of its party
        ([(1, 1, 1, 1, 2), (1, 1, 1, 1, 3), (2, 1, 1, 1, 1)], (0,) * 5, (), [1], (5, 3)),
        ([(1, 0), ("3/5", 1)], (0, 0), (100, 1), [1], (2, Fraction(3, 5) ** 100)),  # who gains nothing, at little power
        ([(1, "1e-30"), ("3/5", 1)], (0, 0), (100, 1), [1], (2, Fraction(3, 5) ** 100)),
        ([(1, "1e-14"), ("9/10", "1e-13"), ("1e-20", 1)], (0, 0), (), [1], (2, "9e-14")),
        ([("1/1000", 1), (1, "1/1000"), ("1/10", "1/100")], (0, 0), (), [0, 1, 2], (2, "1/1000")),
    ],
)
def test_the_nash_deal(
    given: list[tuple[int | str, ...]],
    d: tuple[int, ...],
    power: tuple[int, ...],
    expected: list[int],
    value: tuple[int | str, ...],
) -> None:
    found = nash(points(*given), vector(*d), power)
    assert (places(found.points), found.value) == (expected, vector(*value))


@pytest.mark.parametrize(
    ("given", "d", "expected", "value"),
    [
        ([(4, 1), (2, 2), (0, 3)], (0, 0), [1], ("1/2", "2/3")),
        ([(6, 2), (4, 3), (2, 4)], (2, 1), [1], ("1/2", "2/3")),
        ([(4, 1), (1, 4), (2, 2)], (0, 0), [2], ("1/2", "1/2")),
        ([(4, 1), (1, 4)], (0, 0), [0, 1], ("1/4", 1)),
        ([(0, 1), (0, 2)], (0, 0), [1], (1,)),  # a party that can hope for nothing has no share
        ([(0, 0), (0, 0)], (0, 0), [0, 1], ()),
        ([(2, 4, 1), (2, 1, 4), (2, 2, 3)], (2, 0, 0), [2], ("1/2", "3/4")),
    ],
)
def test_the_kalai_smorodinsky_deal(
    given: list[tuple[int | str, ...]], d: tuple[int, ...], expected: list[int], value: tuple[int | str, ...]
) -> None:
    found = kalai_smorodinsky(points(*given), vector(*d))
    assert (places(found.points), found.value) == (expected, vector(*value))


@pytest.mark.parametrize(
    ("given", "d", "expected", "value"),
    [
        ([(1, 5), (2, 2), (5, 1)], (0, 0), [1], (2, 2)),
        ([(1, 5), (5, 1), (1, 4)], (0, 0), [0, 1], (1, 5)),  # the least first, then the next
        ([(4, 5), (2, 8)], (3, 1), [0], (1, 4)),
        ([(10**20 + 5000, 100), (2 * 10**20, 50)], (10**20, 0), [0], (100, 5000)),  # parties of very different sizes
        ([(0, 0), (0, 0)], (0, 0), [0, 1], (0, 0)),
    ],
)
def test_the_egalitarian_deal(
    given: list[tuple[int, ...]], d: tuple[int, ...], expected: list[int], value: tuple[int, ...]
) -> None:
    found = egalitarian(points(*given), vector(*d))
    assert (places(found.points), found.value) == (expected, vector(*value))


def test_the_utilitarian_deal() -> None:
    found = utilitarian(points((1, 5), (3, 3), (7, 0), (0, 7)), vector(1, 2))
    assert (places(found.points), found.value) == ([2, 3], vector(4))
    far = 10**20
    found = utilitarian(points((2 * far + 20000, -far), (2 * far + 12000, 9000 - far), (far, 0)), vector(far, 0))
    assert (places(found.points), found.value) == ([1], vector(21000))
    assert utilitarian(points((0, 0)), vector(0, 0)).value == vector(0)


def test_the_best_of_each_party() -> None:
    assert ideal(points((1, 5), (3, "7/3"), ("10/3", 0))) == vector("10/3", 5)
    assert ideal(points((-3, -5), (-4, -2))) == vector(-3, -2)


def test_what_is_no_worse_than_no_deal_for_anybody() -> None:
    given = points((1, 2), (0, 2), (1, 1), (3, 5), ("1/3", 9))
    assert places(rational(given, vector(1, 2))) == [0, 3]
    assert places(rational(given, vector("1/3", 2))) == [0, 3, 4]


def test_what_floats_got_wrong_by_a_little_is_compared_exactly() -> None:
    """`near` is a sum of floats: off by some of their last digits, those of the values of no deal too."""
    hair = Fraction(1, 10**20)
    given = [
        Point(vector(1, 3), 1, (0,), near=(1 - 1e-12, 3.0)),
        Point((1 - hair, Fraction(3)), 1, (1,), near=(1 + 1e-12, 3.0)),
        Point(vector(2, "5/2"), 1, (2,), near=(2.0, 2.5)),
    ]
    assert places(rational(given, vector(1, 1))) == [0, 2]
    assert ideal(given) == vector(2, 3)
    million = 10**6
    given = [Point(vector(million, million), 1, (0,), near=(million - 1e-10, million + 0.0))]
    given.append(Point((million - hair, Fraction(million)), 1, (1,), near=(million + 1e-10, million + 0.0)))
    assert places(rational(given, vector(million, million))) == [0]
    given = [Point(vector(million, 0), 1, (0,), near=(million - 1e-10, 0.0))]
    given.append(Point((million - hair, Fraction(1)), 1, (1,), near=(million + 1e-10, 1.0)))
    assert ideal(given) == vector(million, 1)


def test_gains_that_drown_in_what_no_deal_gives_are_compared_exactly() -> None:
    """A float of 10¹⁷ counts by 16, so 10¹⁷ + 7 looks like no gain, and 10¹⁷ + 9 like one of 16."""
    far = 10**17
    given, d = points((far + 7, far + 7), (far + 9, far + 1), (far + 9, far + 2)), vector(far, far)
    assert rough(given, d).tolist() == [[0, 0], [16, 0], [16, 0]]
    assert places(utilitarian(given, d).points) == [0]
    assert places(egalitarian(given, d).points) == [0]
    assert places(nash(given, d).points) == [0]
    assert places(kalai_smorodinsky(given, d).points) == [0]
    assert places(rational(given, vector(far + 8, far + 2))) == [2]
    assert ideal(given) == vector(far + 9, far + 7)


def test_gains_far_smaller_than_what_no_deal_gives_or_than_others_are_compared_exactly() -> None:
    far, small = Fraction(10**20), Fraction(1, 10**12)
    given = [Point((far * 2, 10**17 + Fraction(7)), 1, (0,)), Point((far, 10**17 + Fraction(9)), 1, (1,))]
    assert places(nash(given, (Fraction(0), Fraction(10**17))).points) == [0]  # 14 · 10²⁰ and 9 · 10²⁰
    d = vector(10**6, 10**6)  # where a float counts by 1.2 · 10⁻¹⁰
    given = [
        Point((d[0] + small * one, d[1] + small * two), 1, (k,))
        for k, (one, two) in enumerate([(56, 56), (60, 0), (0, 60)])
    ]
    assert places(utilitarian(given, d).points) == [0]
    d = vector(10**9, 0)  # by 1.2 · 10⁻⁷: 7 and 11 · 10⁻⁸ are the same
    gains_of = [(Fraction(7, 10**8), 1), (Fraction(11, 10**8), Fraction(9, 10)), (10**9, Fraction(1, 10**17))]
    given = [Point((d[0] + one, Fraction(two)), 1, (k,)) for k, (one, two) in enumerate(gains_of)]
    assert places(nash(given, d).points) == [1]
    d = vector(10**12, 0)  # by 1.2 · 10⁻⁴, and somebody loses as much as that
    shares = [("0.50005", "0.6"), ("0.50007", "0.50003"), (1, 0), (-(10**12), 1)]
    given = [Point((d[0] + Fraction(one), Fraction(two)), 1, (k,)) for k, (one, two) in enumerate(shares)]
    assert places(kalai_smorodinsky(given, d).points) == [0]


def by_reservation(given: list[tuple[int | str, ...]], d: tuple[int, ...], party: int = 0) -> list[tuple[object, ...]]:
    found = nash_by_reservation(points(*given), vector(*d), party)
    return [(begin, end, int(point.example[0])) for begin, end, point in found]


def test_the_nash_deal_as_the_own_no_deal_value_moves() -> None:
    """The worth of a deal is P (u − t): here 10 − t, 12 − 2t, 12 − 4t and 8 − 8t."""
    lines: list[tuple[int | str, ...]] = [(10, 1), (6, 2), (3, 4), (1, 8)]
    whole = [(None, -1, 3), (-1, 0, 2), (0, 2, 1), (2, 10, 0)]
    assert by_reservation(lines, (0, 0)) == whole
    assert by_reservation([(u, v) for v, u in lines], (0, 0), 1) == whole
    # a line below the others, one that touches their corner, one that is lower and flatter: none is ever best
    for never in ((2, 4), ("8/3", 4)):
        between = Fraction(-2, 3)
        assert by_reservation([*lines[:2], never, lines[3]], (0, 0)) == [
            (None, between, 3),
            (between, 2, 1),
            (2, 10, 0),
        ]
    assert by_reservation([*lines, (10, "1/2")], (0, 0)) == whole  # as good for the party, worse for the other
    assert by_reservation([(1, 3), *lines, (0, 3)], (0, 0)) == [(a, b, place + 1) for a, b, place in whole]
    assert by_reservation([*lines, (5, 2), (100, 0), (200, -1)], (0, 0)) == whole
    assert by_reservation([(5, 2), *lines], (0, 0)) == [(a, b, place + 1) for a, b, place in whole]


def test_the_nash_deal_among_three_as_the_own_no_deal_value_moves() -> None:
    """The others' gains over their own values of no deal multiply: 1 · 2, 2 · 1 and 2 · 4 for the second party."""
    given: list[tuple[int | str, ...]] = [(2, 6, 4), (3, 6, 3), (3, 3, 6), (1, 9, 6)]
    assert by_reservation(given, (1, 0, 2), 1) == [(None, 2, 2), (2, 6, 0)]
    assert by_reservation([(1, 5, 5)], (1, 0, 2), 1) == []
    assert by_reservation([], (0, 0)) == []
    assert by_reservation([(3, 1)], (0, 0)) == [(None, 3, 0)]
