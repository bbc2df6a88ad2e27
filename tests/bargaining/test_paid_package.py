"""One package with payments, against every whole payment of a grid."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from detente.bargaining.brokered.paid_package import paid_for
from detente.bargaining.brokered.result import Brokered
from detente.load import check_text
from detente.uncertainty.deal_futures import deal_story
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


PLAN = """\
detente: 1
actors: {a: , b: }
agreements: {t: {parties: [a, b], scale: common, money: MONEY, terms: {x: {text: sign}}}}
status_quo: {t.x: no}
preferences: {a: {goals: {g: {want: t.x, weight: 10}}}, b: {goals: {g: {want: t.x, weight: -4}}}}
"""


def test_what_is_paid_makes_a_package_last() -> None:
    """Signing costs b 4, so it would leave; paid 7 of the 10 that a gains, it stays: each has 3."""
    checked = check_text(PLAN.replace("MONEY", "yes"), Path())
    assert checked.case is not None
    found = deal_story(checked.case.situation, draws=0)
    assert isinstance(found, Brokered) and found.brings_most and found.binding is not None
    assert found.least_paid[1] == (-7, 7)
    assert found.signed is not None and found.at_hand is not None
    assert found.signed.fate(found.at_hand, "seq")[0] == "broken"
    assert found.binding.unbound
    limited = check_text(PLAN.replace("MONEY", "{at_most: {a: 3}}"), Path())
    assert limited.case is not None
    short = deal_story(limited.case.situation, draws=0)
    assert isinstance(short, Brokered) and short.at_hand is None  # 3 do not cover the 4


def test_money_has_its_worth_in_the_points_of_each() -> None:
    paid = paid_for((Fraction(-4), Fraction(9)), (Fraction(2), Fraction(1)), (None, Fraction(5)))
    assert paid.receives == ((2, 5), (-5, -2))
    assert paid.even == (5, -5)  # without the limit 5.5
    assert paid.gains == (6, 4)
