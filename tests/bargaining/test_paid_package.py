"""One package with payments, against every whole payment of a grid."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod

from hypothesis import given
from hypothesis import strategies as st

from detente.bargaining.brokered.paid_package import paid_for
from tests.conftest import examples

whole = st.integers(-6, 8).map(Fraction)
limits = st.one_of(st.none(), st.integers(0, 6).map(Fraction))


@given(st.lists(st.tuples(whole, limits), min_size=2, max_size=3))
@examples(50)
def test_no_payment_is_better_than_what_is_told(drawn: list[tuple[Fraction, Fraction | None]]) -> None:
    gains, most = zip(*drawn, strict=True)
    paid = paid_for(gains, (Fraction(1),) * len(gains), most)
    good = []
    for first in product(range(-24, 25), repeat=len(gains) - 1):
        receives = (*first, -sum(first))
        if all(g + m >= 0 and (cap is None or m >= -cap) for g, m, cap in zip(gains, receives, most, strict=True)):
            good.append(receives)
    assert bool(good) == (paid.receives is not None)
    if paid.receives is None or paid.even is None or paid.gains is None:
        return
    assert [(min(column), max(column)) for column in zip(*good, strict=True)] == list(paid.receives)
    assert sum(paid.even) == 0 and min(paid.gains) >= 0
    assert all(cap is None or m >= -cap for m, cap in zip(paid.even, most, strict=True))
    best = max(prod(g + m for g, m in zip(gains, receives, strict=True)) for receives in good)
    assert prod(paid.gains, start=Fraction(1)) >= best


def test_money_has_its_worth_in_the_points_of_each() -> None:
    paid = paid_for((Fraction(-4), Fraction(9)), (Fraction(2), Fraction(1)), (None, Fraction(5)))
    assert paid.receives == ((2, 5), (-5, -2))
    assert paid.even == (5, -5)  # without the limit 5.5
    assert paid.gains == (6, 4)
