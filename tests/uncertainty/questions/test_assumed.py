"""Derived or put in: every relation of a wish to a question, and answers that stand without the wish."""

from __future__ import annotations

import numpy as np
import pytest

from detente.uncertainty.questions.assumed import assumed, relation_of
from tests.uncertainty.asked import says_all, simple

T, F = True, False


@pytest.mark.parametrize(
    ("wanted", "truth", "relation"),
    [
        ([T, T, F, F], [T, T, F, F], "same"),
        ([F, F, T, T], [T, T, F, F], "opposite"),
        ([T, F, F, F], [T, T, F, F], "entails"),
        ([F, F, T, F], [T, T, F, F], "excludes"),
        ([T, F, T, F], [T, T, F, F], None),
        ([T, T, T, F], [T, T, F, F], None),
        ([T, T, T, T], [T, T, F, F], None),
        ([F, F, F, F], [T, T, F, F], None),
        ([T, F, F, F], [T, T, T, T], None),
    ],
)
def test_relations(wanted: list[bool], truth: list[bool], relation: str | None) -> None:
    assert relation_of(np.array(wanted), np.array(truth)) == relation


def two(goals: dict, **blocks):  # type: ignore[no-untyped-def,type-arg]
    """One actor with two options; y is what the first is good for."""
    return assumed(
        simple(
            "1",
            {"u": "0..1"},
            400,
            options={"a": {"x": None, "y": None}},
            preferences={"a": {"goals": goals}},
            **blocks,
        )
    )


def test_an_answer_that_a_goal_asks_for_is_assumed() -> None:
    result = two({"g": {"want": "a.x", "weight": "1 + u"}})
    (found,) = result.judged
    assert (found.verdict, found.direct[0].relation, found.direct[0].wants) == ("assumed", "same", "every")
    assert "put in rather than derived" in result.sentences()[0]
    says_all(result)


def test_avoiding_the_opposite_and_negative_weights_ask_for_it_too() -> None:
    (found,) = two({"g": {"avoid": "not a.x", "weight": "1"}}).judged
    assert (found.verdict, found.direct[0].wants) == ("assumed", "every")
    (found,) = two({"g": {"want": "not a.x", "weight": "-1"}}).judged
    assert (found.verdict, found.direct[0].wants) == ("assumed", "every")
    (found,) = two({"g": {"avoid": "a.x and a.y", "weight": "-1 - u"}}).judged
    assert (found.verdict, found.direct[0].relation) == ("assumed", "entails")


def test_an_answer_that_two_goals_ask_for_is_backed() -> None:
    result = two({"g": {"want": "a.x", "weight": "1"}, "h": {"want": "a.x and a.y", "weight": "1"}})
    (found,) = result.judged
    assert found.verdict == "backed" and {direct.relation for direct in found.direct} == {"same", "entails"}
    says_all(result)


def test_an_answer_that_follows_from_other_wishes_is_derived() -> None:
    """y is wanted, and y needs x: nobody asks for x."""
    result = two({"g": {"want": "a.y", "weight": "1"}}, rules={"needs": {"never": "a.y and not a.x"}})
    (found,) = result.judged
    assert found.answer == "every"
    assert found.verdict == "assumed" and found.direct[0].relation == "entails"  # the rule makes y a part of x
    result = two({"g": {"want": "a.x iff a.y", "weight": "1"}, "h": {"want": "a.y", "weight": "2"}})
    assert result.judged[0].answer == "every"
    assert result.judged[0].verdict == "derived" and result.judged[0].direct == ()
    says_all(result)


def test_a_wish_for_the_other_answer_does_not_make_it_assumed() -> None:
    result = two(
        {
            "g": {"avoid": "a.x", "weight": "0.5"},
            "h": {"want": "a.x iff a.y", "weight": "1"},
            "i": {"want": "a.y", "weight": "2"},
        }
    )
    (found,) = result.judged
    assert (found.answer, found.verdict) == ("every", "derived")
    assert found.direct[0].relation == "opposite" and found.direct[0].wants == "none"
    says_all(result)


def test_what_options_and_rules_settle_is_given() -> None:
    result = two({"g": {"want": "a.x", "weight": "1"}}, rules={"no": {"never": "a.x"}})
    assert result.judged[0].verdict == "given" and "options and rules alone" in result.sentences()[0]
    says_all(result)


def test_a_ranking_may_ask_for_an_answer_and_is_not_looked_into() -> None:
    result = assumed(simple("1", {}, 5, preferences={"a": {"ranking": [["a.x"], ["not a.x"]]}}))
    assert result.judged[0].verdict == "unseen" and "rankings of a were not looked into" in result.sentences()[0]
    says_all(result)
