"""Amounts as people say them: shares of runs in a word and whole percents, points with one decimal.

A share is never said to be nearer to all or to nothing than the draws can show: above 99 and below 1 percent it is only
“more than” and “less than”. The words are those of `WORDS`, each from its least share on.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from detente.words import Said

# From which share (in percent, rounded to a whole one) a word serves; keys of ``[shares]``.
WORDS = (
    (95, "almost_all"),
    (80, "most"),
    (60, "more_than_half"),
    (40, "about_half"),
    (20, "fewer_than_half"),
    (5, "few"),
    (1, "very_few"),
)
CLOSE = Fraction(80, 100)  # an answer that comes out in fewer of the runs is a close call


def whole_percent(share: float) -> int:
    """A share as a whole percent, half up; never 0 or 100."""
    exact = (100 * Decimal(repr(float(share)))).quantize(Decimal(1), ROUND_HALF_UP)
    return min(99, max(1, int(exact)))


def percent(share: float) -> Said:
    """“74%”, “more than 99%”, “less than 1%”."""
    if share > 0.99:
        return Said("shares.above")
    if share < 0.01:
        return Said("shares.below")
    return Said("shares.percent", {"value": whole_percent(share)})


def share_word(share: float) -> str:
    """The key of the word for a share of runs: ``nearly_all`` (above 99%) down to ``hardly_any`` (below 1%)."""
    if share > 0.99:
        return "nearly_all"
    if share < 0.01:
        return "hardly_any"
    whole = whole_percent(share)
    return next(word for least, word in WORDS if whole >= least)


def share_of_runs(share: float) -> Said:
    """The word first, then the number in brackets: “in most runs (84%)”."""
    return Said("shares.of_runs", {"word": Said(f"shares.{share_word(share)}"), "percent": percent(share)})


def points(value: float | Fraction) -> Fraction:
    """Points as they are said: one decimal, half away from zero (2.25 is 2.3, −2.25 is −2.3)."""
    exact = (
        Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else Decimal(repr(value))
    )
    return Fraction(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))
