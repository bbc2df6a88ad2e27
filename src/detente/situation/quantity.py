"""A number as an analyst writes it: known, a range, a choice, a word for a range, or a formula.

======================================  ==========================================  =====================
written                                 meaning                                     centre
======================================  ==========================================  =====================
``0.4``                                 known                                       0.4
``0.3..0.9``                            anything from 0.3 to 0.9, evenly            0.6, the midpoint
``{low: 1, likely: 2, high: 6}``        triangular                                  2, the likely value
``{any: [1, 4]}``                       one of these, evenly                        1, the first listed
``minor``                               the range that ``words`` gives it           its midpoint
``"4 * insecurity"``                    a formula                                   at the centre of its drivers
======================================  ==========================================  =====================

Numbers may have the digits of any script and be percentages: ``٥٠٪`` is ``50%`` is ``0.5``. Any form may be
wrapped as ``{value: …, cites: […], why: …}``. Decimals are kept exactly, as fractions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from numbers import Real
from typing import Any

from detente.situation.digits import ascii_number, without_percent

NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?")
RANGE = re.compile(rf"(?P<low>{NUMBER.pattern})\.\.(?P<high>{NUMBER.pattern})")
BETWEEN = r"\s*(?:\.\.+|…|[-–—−]|to)\s*"
ALMOST_RANGE = re.compile(rf"(?P<low>{NUMBER.pattern}){BETWEEN}(?P<high>{NUMBER.pattern})")
OPEN_RANGE = re.compile(rf"{NUMBER.pattern}\s*\.\.+|\.\.+\s*{NUMBER.pattern}")
COMMA = re.compile(r"[-+]?\d+[,،]\d+(\.\.[-+]?\d+[,،]\d+)?")
GROUPED = re.compile(r"[-+]?\d{1,3}([ _'’\u00a0\u202f]\d{3})+(\.\d+)?")
THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2},\d{3}")
NOT_A_NUMBER = re.compile(r"[-+]?\.?(nan|inf|infinity)", re.IGNORECASE)
MAX_NUMBER_LENGTH = 30
LARGEST = Fraction(10) ** 100


class QuantityError(ValueError):
    """Not a quantity; `code` is a message key, `at` leads to the part that is wrong."""

    def __init__(self, code: str, at: tuple[str | int, ...] = (), **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.at = at
        self.params = params


@dataclass(frozen=True, slots=True)
class Known:
    value: Fraction

    @property
    def centre(self) -> Fraction:
        return self.value

    @property
    def bounds(self) -> tuple[Fraction, Fraction]:
        return self.value, self.value


@dataclass(frozen=True, slots=True)
class Uniform:
    """Any value from `low` to `high`, both included, evenly."""

    low: Fraction
    high: Fraction

    @property
    def centre(self) -> Fraction:
        return (self.low + self.high) / 2

    @property
    def bounds(self) -> tuple[Fraction, Fraction]:
        return self.low, self.high


@dataclass(frozen=True, slots=True)
class Triangular:
    """Rises from `low` to `likely` and falls to `high`."""

    low: Fraction
    likely: Fraction
    high: Fraction

    @property
    def centre(self) -> Fraction:
        return self.likely

    @property
    def bounds(self) -> tuple[Fraction, Fraction]:
        return self.low, self.high


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the listed values, evenly; the first is the centre."""

    values: tuple[Fraction, ...]

    @property
    def centre(self) -> Fraction:
        return self.values[0]

    @property
    def bounds(self) -> tuple[Fraction, Fraction]:
        return min(self.values), max(self.values)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, or a bare word that names a range of ``words``; which of the two the names decide."""

    text: str


Spread = Uniform | Triangular | Choice
Form = Known | Spread | Formula


def read_form(value: Any) -> Form:
    """The form of a quantity as written: a scalar, ``{low, likely, high}`` or ``{any: […]}``; or a number of Python or
    NumPy, which is what it prints as.

    Raises `QuantityError` for a reversed range, something that is not a number, or an empty choice.
    """
    if isinstance(value, dict):
        return _from_map(value)
    if value is None:
        raise QuantityError("quantity_empty")
    if isinstance(value, bool) or not isinstance(value, str | Real | Decimal):
        raise QuantityError("quantity_shape")
    if isinstance(value, Fraction | int):
        return Known(number(Fraction(value)))
    written = str(value).strip()
    text = without_percent(ascii_number(written))
    if not text:
        raise QuantityError("quantity_empty")
    if NUMBER.fullmatch(text) or NOT_A_NUMBER.fullmatch(text):
        return Known(number(text))
    if match := RANGE.fullmatch(text):
        low, high = number(match["low"]), number(match["high"])
        if low > high:
            raise QuantityError("range_reversed", low=match["low"], high=match["high"])
        return Uniform(low, high)
    _refuse_lookalike(text)
    return Formula(written)


def _from_map(value: dict[str, Any]) -> Form:
    """A triangle or a choice."""
    if set(value) == {"low", "likely", "high"}:
        low, likely, high = (number(value[key], (key,)) for key in ("low", "likely", "high"))
        if not low <= likely <= high:
            raise QuantityError("triangle_order", low=show(low), likely=show(likely), high=show(high))
        return Triangular(low, likely, high)
    if set(value) == {"any"} and isinstance(value["any"], list | tuple) and value["any"]:
        return Choice(tuple(number(item, ("any", place)) for place, item in enumerate(value["any"])))
    raise QuantityError("quantity_shape")


def _refuse_lookalike(text: str) -> None:
    """What was surely meant as a number or a range, and would be read as a formula or not at all."""
    if COMMA.fullmatch(text) or GROUPED.fullmatch(text):
        raise QuantityError("number_written", found=text, wanted=as_written(text))
    if match := ALMOST_RANGE.fullmatch(text):
        raise QuantityError("range_spaces", found=text, low=match["low"], high=match["high"])
    if OPEN_RANGE.fullmatch(text):
        raise QuantityError("range_open", found=text)


def as_written(text: str) -> str:
    """How this format writes a number that has a decimal comma or gaps.

    Where a comma may mean either, both numbers: “1.200 or 1200”.
    """
    digits = ascii_number(text)
    if GROUPED.fullmatch(text):
        return re.sub(r"[^\d.+-]", "", digits)
    point = digits.replace(",", ".").replace("،", ".")
    return f"{point} or {digits.replace(',', '')}" if THOUSANDS.fullmatch(digits) else point


def number(value: Any, at: tuple[str | int, ...] = ()) -> Fraction:
    """An exact number from its text. Raises `QuantityError` for NaN, infinity and anything that is no number."""
    if value is None or isinstance(value, list | tuple | dict):
        raise QuantityError("quantity_empty" if value is None else "text_expected", at)
    if isinstance(value, Fraction | int) and not isinstance(value, bool):
        return _not_too_large(Fraction(value), at)
    text = without_percent(ascii_number(str(value).strip()))
    if NOT_A_NUMBER.fullmatch(text):
        raise QuantityError("number_not_finite", at, found=text)
    if isinstance(value, bool) or not NUMBER.fullmatch(text):
        raise QuantityError("number_expected_here", at, found=text)
    if len(text) > MAX_NUMBER_LENGTH:
        raise QuantityError("number_long", at, limit=MAX_NUMBER_LENGTH)
    return _not_too_large(_fraction(text), at, text)


def _not_too_large(exact: Fraction, at: tuple[str | int, ...], text: str = "") -> Fraction:
    """The number, if it can be calculated with."""
    if abs(exact) > LARGEST:
        raise QuantityError("number_large", at, found=text or f"{Decimal(exact.numerator) / exact.denominator:.6g}")
    return exact


_fraction = lru_cache(maxsize=4096)(Fraction)


def show(value: Fraction | float) -> str:
    """A number as a person would write it: up to six significant digits, no trailing zeros."""
    return f"{float(value):.6g}"
