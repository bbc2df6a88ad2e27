"""Tipping points at their exact places; the nearest other future against the true least distance."""

from __future__ import annotations

import numpy as np
import pytest

from detente.errors import DetenteError
from detente.uncertainty.questions.asking import fresh_draws
from detente.uncertainty.questions.flip import CHECKED, POINTS, flip
from tests.uncertainty.asked import rule_study, says_all, simple


def test_one_tipping_point_to_a_billionth() -> None:
    (found,) = flip(rule_study()).flipped
    (turn,) = found.turns
    assert (turn.name, turn.before, turn.after, found.answer) == ("x2", "none", "every", "none")
    assert turn.value == pytest.approx(0.9, abs=1e-8) and turn.high - turn.low <= 1e-9


def test_several_crossings_are_all_found() -> None:
    (found,) = flip(simple("(u - 0.21) * (u - 0.62) * (u - 0.8)", {"u": "0..1"})).flipped
    assert [turn.value for turn in found.turns] == pytest.approx([0.21, 0.62, 0.8], abs=1e-8)
    assert [turn.after for turn in found.turns] == ["every", "none", "every"]


def test_the_nearest_other_future_of_a_sloped_border() -> None:
    """Yes iff u + 2v > 2.4 on unit ranges, centre (0.5, 0.5): the least ℓ1 change is 0.45, all of it in v."""
    (found,) = flip(simple("u + 2 * v - 2.4", {"u": "0..1", "v": "0..1"})).flipped
    near = found.nearest
    assert near is not None and near.after == "every"
    assert 0.45 - 1e-9 <= near.distance <= 0.6
    u, v = near.changes.get("u", 0.5), near.changes.get("v", 0.5)
    assert u + 2 * v > 2.4 and near.distance == pytest.approx(abs(u - 0.5) + abs(v - 0.5))


def test_the_rule_flips_through_two_numbers_more_cheaply_than_through_one() -> None:
    """x0 by 0.1 and x1 by next to nothing, against 0.4 for x2."""
    (found,) = flip(rule_study()).flipped
    assert found.nearest is not None and set(found.nearest.changes) == {"x0", "x1"}
    assert 0.1 <= found.nearest.distance <= 0.102  # told in three digits, rounded away from the centre


def test_locked_numbers_stay() -> None:
    (found,) = flip(rule_study(), locked=["x0"]).flipped
    assert found.nearest is not None and set(found.nearest.changes) == {"x2"}
    (none,) = flip(rule_study(), locked=["x0", "x2"]).flipped
    assert none.nearest is None and none.turns == ()


def test_a_number_to_lock_must_be_there() -> None:
    with pytest.raises(DetenteError) as caught:
        flip(rule_study(50), locked=["x9"])
    said = "no uncertain number of the study is called “x9”; known: x0, x1, x2, x3, x4, and x5"
    assert caught.value.render("en") == said


def test_choices_and_alternatives_turn_between_their_values() -> None:
    (found,) = flip(simple("u", {"u": {"any": ["3", "-1", "2"]}}, 500)).flipped
    (turn,) = found.turns
    assert (turn.low, turn.high, turn.before, turn.after) == (-1, 2, "none", "every")
    assert found.nearest is not None and found.nearest.changes == {"u": -1}
    wishes = {"any": [{"priorities": ["a.x"]}, {"priorities": ["not a.x"]}]}
    result = flip(simple("1", {}, 500, preferences={"a": wishes}))
    assert result.flipped[0].nearest is not None
    assert result.flipped[0].nearest.changes == {"preferences.a.any": 1.0}
    assert "alternative 2" in result.sentences()[0]
    says_all(result)


def test_a_border_on_the_centre_itself() -> None:
    """A tie at the centre (weight 0: no improvement) is an answer like any other."""
    (found,) = flip(simple("u - 0.5", {"u": "0..1"})).flipped
    assert found.answer == "none" and found.turns[0].value == pytest.approx(0.5, abs=1e-8)


def test_every_change_said_is_a_real_flip() -> None:
    study = rule_study(3000, seed=11)
    (found,) = flip(study).flipped
    assert found.nearest is not None
    columns = {name: np.array([value]) for name, value in found.nearest.changes.items()}
    assert study.categories["q/seq/predicted"][int(study.evaluate(columns)["q/seq/predicted"][0])] == "every"


def test_a_stated_order_of_weights_is_kept() -> None:
    """b weighs at least as much as c: futures in which it does not are none, so nothing flips."""
    goals = {"b": {"want": "a.x", "weight": "0..1"}, "c": {"avoid": "a.x", "weight": "0..1"}}
    kept = simple("1", {}, 1000, preferences={"a": {"goals": goals, "order": ["b > c"]}})
    (found,) = flip(kept).flipped
    assert found.nearest is None and found.turns == ()
    free = simple("1", {}, 1000, preferences={"a": {"goals": goals}})
    assert flip(free).flipped[0].nearest is not None


@pytest.mark.parametrize("draws", [1, 2, 10])
def test_few_draws_and_constant_answers(draws: int) -> None:
    says_all(flip(rule_study(draws)))
    says_all(flip(simple("1 + u", {"u": "0..1"}, draws)))
    says_all(flip(simple("1", {}, draws)))


def test_a_turn_that_goes_and_comes_back_unseen_is_not_told() -> None:
    """A dip of 0.4 of the distance between two values asked, put where a fresh value falls: nothing is said of u."""
    plain = simple("1 + 0 * u", {"u": "0..1"}, 500)
    fresh = next(fresh_draws(plain))["u"][:CHECKED]
    grid = np.linspace(0, 1, POINTS)
    inside = next(value for value in fresh if np.abs(grid - value).min() > 0.005)
    dip = simple(f"max({inside - 0.003} - u, u - {inside + 0.003})", {"u": "0..1", "v": "0..1"}, 500)
    result = flip(dip)
    (found,) = result.flipped
    assert found.doubtful == ("u",) and found.turns == ()
    assert "fresh values gave other answers" in result.sentences()[0]
    says_all(result)


def test_both_sides_of_a_turn_are_counted_over_the_whole_study() -> None:
    """x2 > 0.9 is yes always; below it yes in 0.2 of the futures."""
    (turn,) = flip(rule_study(20_000)).flipped[0].turns
    assert turn.far is not None and turn.near is not None
    assert turn.far.count == turn.far.total and turn.near.share == pytest.approx(0.2, abs=0.01)
    (down,) = flip(simple("u - 0.2", {"u": "0..1"}, 2000)).flipped[0].turns
    assert down.far is not None and down.near is not None
    assert (down.far.share, down.near.share) == (1, 0)


def test_a_nearest_flip_that_the_other_evaluation_does_not_confirm_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert flip(rule_study(500)).flipped[0].nearest is not None
    monkeypatch.setattr("detente.uncertainty.questions.flip.confirmed", lambda *_: False)
    assert flip(rule_study(500)).flipped[0].nearest is None


def test_a_turn_at_the_end_of_a_range_is_said_to_be_there() -> None:
    assert "the very end of its range, 1" in flip(simple("1 - u", {"u": "0..1"}, 500)).sentences()[0]
