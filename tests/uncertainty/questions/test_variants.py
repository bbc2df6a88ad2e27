"""Variants side by side: paired futures with known differences, names, order."""

from __future__ import annotations

import pytest

from detente.load import load
from detente.uncertainty.questions.variants import variants
from detente.uncertainty.study.study import study
from tests.uncertainty.asked import says_all, simple, situation


def test_the_same_draws_are_compared_one_by_one() -> None:
    """Yes iff u > 0.5 against u > 0.7: exactly the futures in between have another answer."""
    base = simple("u - 0.5 + 0 * v", {"u": "0..1", "v": "0..1"}, 3000)
    other = situation("u - 0.7 + 0 * v", {"u": "0..1", "v": "2..3"})
    result = variants(base, {"late": other})
    between = int(((base.drivers["u"] > 0.5) & (base.drivers["u"] <= 0.7)).sum())
    assert result.moved["late", "q"].count == between and result.moved["", "q"].count == 0
    assert result.shares["late"].answers["q", "seq"]["every"].share == pytest.approx(0.3, abs=0.03)
    assert "as written" in result.sentences()[1] and "late" in result.sentences()[1]
    says_all(result)


def test_kuril_variants_stand_in_the_order_of_their_dates() -> None:
    case = load("kuril/2019-01")
    result = variants(study(case, 60, 7, ["seq"]), case.variants, "treaty")
    assert list(result.shares) == ["y2016", "", "y2022"]
    assert all(date in result.sentences()[1] for date in ("2016-12-16", "2019-01-31", "2022-03-31"))
    says_all(result)


def test_a_file_without_variants_says_so() -> None:
    result = variants(simple("u - 0.5", {"u": "0..1"}, 50), {})
    assert result.sentences() == ["The file has no variants."]
    says_all(result)
