"""Numbers, dates and answers in any script, wherever they are read."""

from __future__ import annotations

from fractions import Fraction

import pytest

from detente.exchange.exact import exact
from detente.situation.digits import ascii_number, without_percent
from detente.situation.evaluate import evaluate
from detente.situation.expression import parse
from detente.situation.quantity import Known, QuantityError, Uniform, number, read_form
from detente.situation.reading.read import read_text
from detente.stability.solve import Model

WRITTEN = {
    "٧٫٥": "7.5", "۷٫۵": "7.5", "٧.٥": "7.5", "१२": "12", "١٬٠٠٠": "1000", "۱٬۲۳۴٬۵۶۷٫۸": "1234567.8",
    "−٣": "-3", "−3": "-3", "٥٠٪": "50%", "٪٥٠": "50%", "\u200f٥\u200f": "5", "a": "a", "٠٫٣..٠٫٩": "0.3..0.9",
}  # fmt: skip


@pytest.mark.parametrize(("written", "plain"), WRITTEN.items())
def test_the_same_number_in_ascii(written: str, plain: str) -> None:
    assert ascii_number(written) == plain


def test_commas_that_group_nothing_stay() -> None:
    assert ascii_number("١٬٠٠") == "1٬00"
    with pytest.raises(QuantityError):
        number("١٬٠٠")


@pytest.mark.parametrize(("written", "value"), [
    ("15.7%", "0.157"), ("7%", "0.07"), ("-0.5 %", "-0.005"), ("100%", "1"), ("30%..67%", "0.3..0.67"),
    ("30..67%", "0.3..0.67"),
])  # fmt: skip
def test_a_percentage_is_a_share(written: str, value: str) -> None:
    assert read_form(written) == read_form(value)
    assert without_percent("5 of 6") == "5 of 6"


def test_every_reader_takes_them() -> None:
    assert read_form("٠٫٣..٠٫٩") == Uniform(Fraction(3, 10), Fraction(9, 10))
    assert read_form("۴") == Known(Fraction(4)) and number("٥٠٪") == Fraction(1, 2)
    assert float(evaluate(parse("٣ * ٢٫٥ + 1"), {})) == 8.5
    assert exact("٧٫٥") == Fraction(15, 2) and exact("50%") == Fraction(1, 2)


ARABIC = """
detente: 1
date: ٢٠١٩-٠١-٣١
actors: {مصر: , السودان: }
options: {مصر: {خ: يوقّع}, السودان: {خ: يوقّع}}
preferences:
  مصر: {goals: {ه: {want: "مصر.خ == نعم", weight: ٢٫٥}}}
  السودان: {goals: {ه: {want: "السودان.خ", weight: ١}}}
status_quo: {مصر.خ: لا, السودان.خ: نعم}
questions: {س: {statement: "مصر.خ == نعم and السودان.خ != لا"}}
"""


def test_yes_and_no_in_arabic() -> None:
    situation = read_text(ARABIC).required()
    assert situation.date == "2019-01-31"
    model = Model.of(situation)
    assert model.space.status_quo is not None
    held = model.space.holds(situation.questions["س"].statement)
    assert [bool(one) for one in held] == [False, False, False, True]
    assert not held[model.space.status_quo]
