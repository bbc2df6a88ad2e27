"""Half and double ranges: closed forms, and what does not move."""

from __future__ import annotations

import numpy as np
import pytest

from detente.situation.model import Situation
from detente.uncertainty.questions.width import stretched, width
from detente.uncertainty.study.study import study


def situation(**blocks: object) -> Situation:
    goals = {"gain": {"want": "a.x", "weight": "1.5"}, "cost": {"avoid": "a.x", "weight": "u"}}
    return Situation.model_validate(
        {
            "detente": "1",
            "actors": {"a": {}},
            "options": {"a": {"x": None}},
            "status_quo": {},
            "drivers": {"u": "0..2"},
            "preferences": {"a": {"goals": goals}},
            "questions": {"q": "a.x"},
            **blocks,
        }
    )


def test_shares_with_every_range_halved_and_doubled() -> None:
    """Yes iff u < 1.5: three quarters of 0..2, all of 0.5..1.5, and 2.5 of the 4 that −1..3 is, cut at 0, wide."""
    found = width(study(situation(), 4_096, concepts=("seq",)), None, "seq", 4_096).shares["q"]
    assert found[1.0].share == pytest.approx(0.75, abs=0.02)
    assert found[0.5].share == 1.0
    assert found[2.0].share == pytest.approx(0.625, abs=0.02)


def test_the_same_draws_only_nearer_or_farther() -> None:
    done = study(situation(drivers={"u": "0..2", "v": {"any": ["1", "3"]}}), 512, concepts=("seq",))
    same, half = stretched(done, 1.0, 512), stretched(done, 0.5, 512)
    assert np.allclose(same["u"], done.drivers["u"])
    assert np.allclose(half["u"] - 1, (done.drivers["u"] - 1) / 2)
    assert np.array_equal(half["v"], done.drivers["v"])
    assert (stretched(done, 2.0, 512)["u"] >= 0).all()


def test_shares_and_scales_stay_within_0_and_1_and_stated_orders_as_they_are() -> None:
    goals = {"b": {"want": "a.x", "weight": "0..1"}, "c": {"avoid": "a.x", "weight": "0..1"}}
    done = study(
        situation(drivers={"u": "0.6..1"}, preferences={"a": {"goals": goals, "order": ["b > c"]}}),
        512,
        concepts=("seq",),
    )
    wide = stretched(done, 2.0, 512)
    assert wide["u"].max() == 1 and wide["u"].min() < 0.6
    for weight in ("b", "c"):
        name = f"preferences.a.goals.{weight}.weight"
        assert np.array_equal(wide[name], done.drivers[name])


@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_can_be_said(language: str) -> None:
    (said,) = width(study(situation(), 512, concepts=("seq",))).sentences(language)
    assert said.count("%") == 3


def test_without_a_range_there_is_nothing_to_widen() -> None:
    result = width(study(situation(drivers={"u": "1"}), 64, concepts=("seq",)))
    assert "no range to halve" in result.sentences()[0]
    assert {share.count for share in result.shares["q"].values()} == {64}
