"""Shares in a word and whole percents, points with one decimal."""

from __future__ import annotations

from fractions import Fraction

import pytest

from detente.words import say, show
from detente.words.amounts import percent, points, share_of_runs, share_word, whole_percent


@pytest.mark.parametrize(
    ("share", "said", "word"),
    [
        (0.0, "less than 1%", "hardly_any"),
        (0.0005, "less than 1%", "hardly_any"),
        (0.01, "1%", "very_few"),
        (0.049, "5%", "few"),
        (0.044, "4%", "very_few"),
        (0.195, "20%", "fewer_than_half"),
        (0.345, "35%", "fewer_than_half"),
        (0.45, "45%", "about_half"),
        (0.595, "60%", "more_than_half"),
        (0.74, "74%", "more_than_half"),
        (0.84, "84%", "most"),
        (0.95, "95%", "almost_all"),
        (0.99, "99%", "almost_all"),
        (0.9901, "more than 99%", "nearly_all"),
        (1.0, "more than 99%", "nearly_all"),
    ],
)
def test_a_share_is_a_word_and_a_whole_percent(share: float, said: str, word: str) -> None:
    assert show(percent(share), "en") == said
    assert share_word(share) == word
    assert 1 <= whole_percent(share) <= 99


def test_the_word_comes_first() -> None:
    assert show(share_of_runs(0.74), "en") == "in more than half of the runs (74%)"
    assert show(share_of_runs(0.9994), "ar") == "في كل عمليات المحاكاة تقريباً (أكثر من \u206899%\u2069)"


@pytest.mark.parametrize(
    ("value", "said"),
    [(2.25, "2.3"), (-2.25, "\u22122.3"), (0.04, "0"), (1.1e-06, "0"), (Fraction(1, 3), "0.3"), (5.65, "5.7")],
)
def test_points_have_one_decimal_half_up(value: float | Fraction, said: str) -> None:
    assert say("phrases.level", "en", label="x", level=points(value)) == f"x: {said}"
