"""Numbers of files exactly as they are written: decimals and fractions of any length that can be meant.

None above 10^100 in size, or with an exponent beyond 300, can be meant: floats would take it, or a sum, for infinite.
"""

from __future__ import annotations

import re
from fractions import Fraction

from detente.situation.digits import ascii_number, without_percent

LONGEST = 2000  # characters of a number
EXPONENT = 300
LARGEST = 10**100
_NUMBER = re.compile(r"\s*[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?(\d{1,9}))?\s*", re.IGNORECASE)
_RATIO = re.compile(r"\s*[-+]?\d+\s*/\s*\d+\s*")


def exact(text: str) -> Fraction | None:
    """The number a text is, as “0.35”, “2e-3”, “2/3”, “35%” or “٠٫٣٥”; None if none, or none that can be meant."""
    if len(text) > LONGEST:
        return None
    text = without_percent(ascii_number(text))
    plain = _NUMBER.fullmatch(text)
    if plain and abs(int(plain[4] or 0)) <= EXPONENT:
        return meant(Fraction(text))
    if _RATIO.fullmatch(text):
        above, _, below = text.partition("/")
        return meant(Fraction(int(above), int(below))) if int(below) else None
    return None


def meant(value: Fraction | int) -> Fraction | None:
    """The number; None for one that is too large to be meant."""
    found = Fraction(value)
    return found if -LARGEST <= found <= LARGEST else None


def number_or_text(text: str) -> Fraction | str:
    """For readers of JSON: a number that cannot be meant stays the text it is, and is refused where it stands."""
    found = exact(text)
    return text if found is None else found


def as_json(value: Fraction) -> int | float | str:
    """An exact number for JSON: a whole number, a decimal if that is exact, else the text “p/q”."""
    if value.denominator == 1:
        return int(value)
    short = float(value)
    return short if Fraction(repr(short)) == value else f"{value.numerator}/{value.denominator}"


def decimal(value: Fraction) -> str:
    """A number as the name of a level: a whole number, else up to twelve digits."""
    return str(int(value)) if value.denominator == 1 else f"{float(value):.12g}"
