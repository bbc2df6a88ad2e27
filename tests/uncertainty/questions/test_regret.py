"""Regret against its definition on known values, with other actors who answer, and levels that are shut."""

from __future__ import annotations

import numpy as np
import pytest

from detente.errors import DetenteError
from detente.uncertainty.questions.regret import regret, regrets
from tests.uncertainty.asked import says_all, simple, situation


def test_regret_is_the_distance_to_the_best_of_each_draw() -> None:
    found = regrets(np.array([[1.0, 5.0, 2.0], [3.0, 4.0, 2.0]]))
    assert found.tolist() == [[2, 0, 0], [0, 1, 0]]


def test_taking_or_leaving_an_uncertain_gain() -> None:
    """u − 0.5 against 0, u even on 0..1: both regret 1/8 on average, at most 0.5."""
    result = regret(simple("u - 0.5", {"u": "0..1"}, 4000), draws=4000)
    (option,) = result.options
    assert option.levels == ("no", "yes")
    assert option.regrets().mean(axis=1) == pytest.approx([1 / 8, 1 / 8], abs=0.01)
    assert option.regrets().max() == pytest.approx(0.5, abs=0.01)
    assert np.quantile(option.regrets()[0], 0.95) == pytest.approx(0.45, abs=0.01)
    enough = option.enough()
    assert enough is not None
    assert enough[0].count == 4000 and enough[1].share == pytest.approx(0.5, abs=0.03)
    says_all(result)


def test_the_value_of_an_option_is_where_others_lead_it() -> None:
    """b answers x by z, which costs a 3; the gain of x alone is 1: holding x is worth −2 to a."""
    blocks = {
        "actors": {"a": {}, "b": {}},
        "options": {"a": {"x": None}, "b": {"z": None}},
        "preferences": {
            "a": {"goals": {"g": {"want": "a.x", "weight": "1 + 0 * u"}, "h": {"avoid": "b.z", "weight": "3"}}},
            "b": {"goals": {"g": {"want": "b.z iff a.x", "weight": "1"}}},
        },
    }
    result = regret(simple("1", {"u": "0..1"}, 50, **blocks), "q")
    (own,) = (option for option in result.options if option.actor == "a")
    assert own.mean[:, 0].tolist() == own.worst[:, 0].tolist() == [0, -2]
    assert own.least == "no"
    assert [share.count for share in own.yes["q"]] == [0, 50]
    says_all(result)
    assert [option.actor for option in regret(simple("1", {"u": "0..1"}, 50, **blocks), actor="b").options] == ["b"]


def test_without_a_status_quo_all_that_can_be_counts() -> None:
    blocks = {"options": {"a": {"x": None}, "b": {"z": None}}, "actors": {"a": {}, "b": {}}}
    wishes = {"a": {"goals": {"g": {"want": "a.x", "weight": "1"}, "h": {"want": "b.z", "weight": "4"}}}}
    from detente.uncertainty.study.study import study

    data = situation("1", {"u": "0..1"}, preferences=wishes, **blocks).model_dump(by_alias=True, exclude_unset=True)
    assert data["status_quo"] == {}
    free = situation("1", {"u": "0..1"}, preferences=wishes, **blocks).model_copy(update={"status_quo": None})
    (option,) = regret(study(free, 20, 7, ["seq"])).options
    assert option.today is None and option.worst[:, 0].tolist() == [0, 1] and option.mean[:, 0].tolist() == [2, 3]
    says_all(regret(study(free, 20, 7, ["seq"])))


def test_a_level_that_no_rule_allows_from_here_is_said() -> None:
    blocks = {"rules": {"r": {"never": "a.x == high"}}, "options": {"a": {"x": {"levels": ["low", "mid", "high"]}}}}
    wishes = {"a": {"goals": {"g": {"want": "a.x == mid", "weight": "u"}}}}
    result = regret(simple("1", {"u": "0..1"}, 30, preferences=wishes, questions={"q": "a.x == mid"}, **blocks))
    (option,) = result.options
    assert option.shut == ("high",) and option.levels == ("low", "mid")
    says_all(result)


def test_nothing_to_compare() -> None:
    result = regret(simple("1", {}, 3, preferences={"a": {"priorities": ["a.x"]}}))
    assert result.options == () and len(result.sentences()) == 1
    with pytest.raises(DetenteError) as caught:
        regret(simple("1", {}, 3), actor="nobody")
    assert caught.value.code == "who_unknown"
