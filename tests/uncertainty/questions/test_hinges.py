"""What answers hang on: a goal that decides, one that is decor, rules, priorities, sources."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.uncertainty.questions.hinges import Hinge, Hinges, checked, hinges
from detente.uncertainty.questions.parts import parts_of, situation_without
from detente.uncertainty.questions.wilson import Share
from tests.uncertainty.asked import says_all, simple, situation

GOALS = {
    "gain": {"want": "a.x", "weight": "2 + u"},
    "cost": {"avoid": "a.x", "weight": "1"},
    "idle": {"want": "a.x or not a.x", "weight": "5"},
}


def test_roles_of_goals() -> None:
    """2 + u against 1: without the gain it turns always, without the cost never."""
    result = hinges(simple("1", {"u": "0..1"}, 1000, preferences={"a": {"goals": GOALS}}))
    roles = {hinge.part.split(".")[-1]: hinge for hinge in result.found}
    assert {name: hinge.role for name, hinge in roles.items()} == {"gain": "hinge", "cost": "decor", "idle": "decor"}
    assert roles["gain"].turned.count == result.looked_at == 500
    assert (roles["gain"].before, roles["gain"].after) == ("every", "none")
    assert result.decor() == ("preferences.a.goals.cost", "preferences.a.goals.idle")
    says_all(result)


def test_some_futures_only() -> None:
    """u against 0.25: leaving out the cost turns the quarter of futures in which it kept the answer at no."""
    goals = {"gain": {"want": "a.x", "weight": "u"}, "cost": {"avoid": "a.x", "weight": "0.25"}}
    result = hinges(simple("1", {"u": "0..1"}, 2000, preferences={"a": {"goals": goals}}), draws=2000)
    cost = next(hinge for hinge in result.found if hinge.part.endswith("cost"))
    assert cost.role == "some" and cost.turned.share == pytest.approx(0.25, abs=0.03)


def test_rules_points_and_priorities_can_be_left_out() -> None:
    blocks = {
        "options": {"a": {"x": None, "y": None}},
        "rules": {"block": {"never": "a.x and not a.y"}},
        "preferences": {"a": {"points": {"a.x": {"yes": "2"}, "a.y": {"yes": "-3 + u"}}}},
    }
    result = hinges(simple("1", {"u": "0..0.5"}, 300, **blocks))
    roles = {hinge.part: hinge.role for hinge in result.found}
    assert roles == {
        "preferences.a.points.a.x.yes": "decor",
        "preferences.a.points.a.y.yes": "hinge",
        "rules.block": "hinge",
    }
    says_all(result)
    ordered = {"a": {"priorities": [{"want": "not a.x", "when": "u > 0.7"}, ">>", "a.x"]}}
    result = hinges(simple("1", {"u": "0..1"}, 1000, preferences=ordered), draws=1000)
    first, second = result.found
    assert first.role == "some" and first.turned.share == pytest.approx(0.3, abs=0.05)
    assert second.role == "hinge" and second.turned.share == pytest.approx(0.7, abs=0.05)
    says_all(result)


def test_a_divider_that_parts_nothing_goes_with_the_entry() -> None:
    whole = situation("1", preferences={"a": {"priorities": ["a.x", ">>", "not a.x"]}})
    first, _ = parts_of(whole)
    left = situation_without(whole, [first])
    assert left is not None and [getattr(item, "want", item) for item in left.preferences["a"].priorities or ()] == [
        "not a.x"
    ]


def test_parts_inside_alternatives_count_where_the_alternative_does() -> None:
    wishes = {"any": [{"goals": {"g": {"want": "a.x", "weight": "1"}}}, {"priorities": ["not a.x"]}]}
    result = hinges(simple("1", {}, 1000, preferences={"a": wishes}), draws=1000)
    goal, entry = result.found
    assert goal.turned.share == pytest.approx(0.5, abs=0.05) and entry.role == "decor"
    says_all(result)


def test_without_any_uncertainty_it_still_says_what_hinges() -> None:
    result = hinges(simple("1", {}, 1, preferences={"a": {"goals": {"g": {"want": "a.x", "weight": "1"}}}}))
    assert result.found[0].role == "hinge"
    says_all(result)


def test_fresh_draws_are_asked_about_what_turned_out() -> None:
    """A cost that turns one future in thirty: decor in the first few draws, and then it is not told as such."""
    goals = {"gain": {"want": "a.x", "weight": "u"}, "cost": {"avoid": "a.x", "weight": "0.03"}}
    whole = simple("1", {"u": "0..1"}, 2000, preferences={"a": {"goals": goals}})
    first = whole.drivers["u"]
    few = int(np.argmax(first < 0.03))  # as many draws as pass before the first in which it matters
    assert few > 3
    result = hinges(simple("1", {"u": "0..1"}, few, preferences={"a": {"goals": goals}}), draws=few)
    cost = next(hinge for hinge in result.found if hinge.part.endswith("cost"))
    assert cost.seen == "decor" and cost.fresh is not None and cost.fresh.total == few
    assert cost.stands == (cost.fresh.count == 0)
    gain = next(hinge for hinge in result.found if hinge.part.endswith("gain"))
    assert gain.role == "hinge" and gain.fresh is not None and gain.fresh.count >= 0.8 * few


def test_a_hinge_that_fresh_draws_deny_is_told_as_mattering_sometimes() -> None:
    share = Share(9, 10)
    seen = Hinge("p", "goal", "a", "q", "every", "none", share)
    again = Hinge("p", "goal", "a", "q", "every", "every", Share(4, 10))
    denied = checked(seen, again)
    assert (seen.role, denied.role, denied.seen) == ("hinge", "some", "hinge")
    borne_out = checked(seen, Hinge("p", "goal", "a", "q", "every", "none", Share(8, 10)))
    assert borne_out.role == "hinge" and borne_out.fresh == Share(8, 10)
    idle = Hinge("p", "goal", "a", "q", "every", "every", Share(0, 10))
    assert checked(idle, Hinge("p", "goal", "a", "q", "every", "every", Share(1, 10))).role == "some"
    assert checked(idle, Hinge("p", "goal", "a", "q", "every", "every", Share(0, 10))).role == "decor"
    study_ = simple("1", {"u": "0..1"}, 50)
    result = Hinges(study_, "seq", 10, (replace(denied, part="preferences.a.goals.g"),))
    assert result.doubtful() == ("preferences.a.goals.g",) and "not borne out" in result.sentences()[-1]
    says_all(result)


def test_a_rule_that_a_ranking_needs_is_named_and_kept() -> None:
    """The ranking has no place for x with y; the rule that rules it out cannot be left out alone."""
    blocks = {
        "options": {"a": {"x": None, "y": None}},
        "rules": {"apart": {"never": "a.x and a.y"}},
        "preferences": {"a": {"ranking": [["a.x and not a.y"], ["a.y and not a.x"], ["not a.x and not a.y"]]}},
    }
    result = hinges(simple("1", {"u": "0..1"}, 50, **blocks))
    assert result.kept == ("rules.apart",) and result.found == ()
    said = result.sentences()
    assert any("cannot be left out alone" in one for one in said) and any("rankings of a" in one for one in said)
    says_all(result)
