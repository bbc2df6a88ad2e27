"""What knowing a number is worth: closed forms, and nothing for numbers that change no choice."""

from __future__ import annotations

import numpy as np
import pytest

from detente.uncertainty.questions.drivers import drivers
from detente.uncertainty.questions.when.binning import binned
from detente.uncertainty.questions.worth import bins_for_worth, evppi, worth
from tests.uncertainty.asked import rule_study, says_all, simple


def test_an_uncertain_gain_is_worth_an_eighth() -> None:
    """max(u − 0.5, 0) on average, u even on 0..1: 0.1250."""
    random = np.random.default_rng(1)
    u = random.random(200_000)
    values = np.stack([np.zeros_like(u), u - 0.5 + 0.15 * (random.random(200_000) - 0.5)])
    bin_of, edges = binned(u, bins_for_worth(200_000))
    assert evppi(values, bin_of, len(edges) + 1) == pytest.approx(0.1250, abs=0.001)


def test_worth_of_each_number_of_a_choice() -> None:
    """u − 0.5 + (v − 0.5)/2: learning u is worth 1/8, learning v 1/16, learning w nothing."""
    result = worth(simple("u - 0.5 + (v - 0.5) / 2 + 0 * w", dict.fromkeys("uvw", "0..1"), 8000), draws=8000)
    (one,) = result.learning
    found = dict(one.numbers)
    assert found["u"] == pytest.approx(1 / 8, abs=0.01) and found["v"] == pytest.approx(1 / 16, abs=0.01)
    assert found["w"] <= one.chance or found["w"] < 0.003
    assert one.all >= max(found.values()) and [name for name, _ in one.worthwhile][:2] == ["u", "v"]
    says_all(result)


def test_a_number_that_decides_an_answer_may_be_worth_nothing() -> None:
    """2 + u is always more than 0: x is chosen whatever u is, though u is all that varies."""
    study = simple("2 + u", {"u": "0..1"}, 2000, questions={"q": "a.x"})
    result = worth(study)
    assert result.learning[0].all == 0 and result.learning[0].worthwhile == ()
    assert "no single number is worth learning" in result.sentences()[-1]
    assert drivers(study).decided[0].constant
    says_all(result)


def test_shuffling_takes_off_what_noise_adds() -> None:
    """Without any worth the plain estimate is above 0; what is told is next to nothing."""
    result = worth(simple("v - 0.5 + 0 * u", {"u": "0..1", "v": "0..1"}, 1000), draws=1000)
    (one,) = result.learning
    found = dict(one.numbers)
    assert found["u"] < 0.01 < found["v"]


def test_a_guess_that_follows_a_number_is_right_as_often_as_worked_out() -> None:
    """Of the rule, no is right in 0.72. Knowing x0: 0.4 · 0.55 + 0.6 · 0.9 = 0.76; x1: still 0.72; x2: 0.82."""
    result = worth(rule_study(20_000))
    (one,) = result.guesses
    found = dict(one.numbers)
    assert (one.answer, one.right.share) == ("none", pytest.approx(0.72, abs=0.01))
    assert found["x0"] == pytest.approx(0.04, abs=0.01) and found["x2"] == pytest.approx(0.1, abs=0.01)
    assert max(found[name] for name in ("x1", "x3", "x4", "x5")) < 0.004
    assert [name for name, _ in one.telling] == ["x2", "x0"]
    assert "x2" in result.sentences()[0].split(";")[0]
    says_all(result)


def test_a_choice_with_the_closed_form_of_one_eighth() -> None:
    """E max(u − 0.5, 0) = 1/8 = 0.1250, put to a whole study."""
    (one,) = worth(simple("u - 0.5", {"u": "0..1"}, 8_000), draws=8_000).learning
    assert dict(one.numbers)["u"] == pytest.approx(0.1250, abs=0.006) == pytest.approx(one.all, abs=0.006)


def test_one_draw_and_no_choice() -> None:
    says_all(worth(simple("u", {"u": "0..1"}, 1)))
    none = worth(simple("1", {}, 3, preferences={"a": {"priorities": ["a.x"]}}))
    assert none.learning == () and "no choice" in none.sentences()[-1]
