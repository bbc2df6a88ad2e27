"""Ranks: exact ties, inertia, priorities of any number, rankings, conditions, alternatives."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import DetenteError
from detente.outcomes.numbers import uncertain
from detente.outcomes.preferences import Preferences, chained_ranks, preferences_of
from detente.situation.model import Situation
from detente.stability.solve import Model


def ranked(
    preference: dict[str, Any], count: int = 1, columns: dict[str, Any] | None = None, **blocks: Any
) -> Preferences:
    options = {"a": {"x": None, "y": None, "z": {"levels": ["p", "q", "r"]}}}
    data = {"detente": "1", "actors": {"a": blocks.pop("actor", {})}, "options": options, **blocks}
    model = Model.of(Situation.model_validate({**data, "preferences": {"a": preference}}))
    return preferences_of(model.numbers(count, columns={k: np.array(v) for k, v in (columns or {}).items()}))


def order(preferences: Preferences, draw: int = 0) -> list[int]:
    return [int(rank) for rank in preferences.rank[draw, 0]]


def test_decimal_weights_tie_exactly() -> None:
    """0.1 + 0.2 is 0.3: three goals against one, though no float agrees."""
    preference = {"goals": {"one": {"want": "a.x", "weight": "0.1"}, "two": {"want": "a.x", "weight": "0.2"}}}
    preference["goals"]["three"] = {"want": "a.y", "weight": "0.3"}
    ranks = order(ranked(preference))
    assert ranks[1] == ranks[2] < ranks[3]


def test_points_base_avoid_and_negative_weights() -> None:
    preference = {
        "goals": {"no": {"avoid": "a.x", "weight": "2"}, "neg": {"want": "a.y", "weight": "-1"}},
        "points": {"a.z": {"q": "5", "r": "1"}},
        "base": "10",
    }
    model_ranks = order(ranked(preference))
    values = [10 - 2 * x - y + {0: 0, 1: 5, 2: 1}[z] for z in range(3) for y in range(2) for x in range(2)]
    assert [sorted(set(values)).index(value) for value in values] == model_ranks


@given(
    st.lists(st.integers(-6, 6).map(lambda n: n / 2), min_size=2, max_size=9),
    st.integers(0, 6).map(lambda n: n / 2),
)
def test_lifted_says_what_is_better_than_inertia(utilities: list[float], inertia: float) -> None:
    values = np.array([utilities])
    rank, lifted = chained_ranks(values, values + inertia, np.array([1e-9]))
    for s, start in enumerate(utilities):
        for t, end in enumerate(utilities):
            assert (rank[0, t] > lifted[0, s]) == (end > start + inertia)


def test_ties_chain_within_the_tolerance_and_no_further() -> None:
    values = np.array([[0.0, 0.4, 0.8, 1.9]])
    rank, _ = chained_ranks(values, values, np.array([0.5]))
    assert list(rank[0]) == [0, 0, 0, 1]


def test_exact_and_sorted_inertia_agree() -> None:
    goals = {"goals": {"g": {"want": "a.x", "weight": "1"}, "h": {"want": "a.y", "weight": "1.5"}}}
    known = ranked(goals, actor={"inertia": "1"})
    uncertain_ = ranked(goals, actor={"inertia": "1..1"})
    for s in range(12):
        for t in range(12):
            exact = known.rank[0, 0, t] > known.lifted[0, 0, s]
            assert exact == (uncertain_.rank[0, 0, t] > uncertain_.lifted[0, 0, s])


def test_the_first_priority_outweighs_all_later_ones() -> None:
    ranks = order(ranked({"priorities": ["a.x", "a.y", "a.z == r"]}))
    keys = [(x, y, z == 2) for z in range(3) for y in range(2) for x in range(2)]
    assert ranks == [sorted(set(keys)).index(key) for key in keys]


def test_more_priorities_than_bits() -> None:
    ranks = order(ranked({"priorities": ["a.x", *["a.y"] * 80, "a.z == r"]}))
    keys = [(x, y, z == 2) for z in range(3) for y in range(2) for x in range(2)]
    assert ranks == [sorted(set(keys)).index(key) for key in keys]


def test_a_ranking_puts_each_outcome_into_its_first_group() -> None:
    ranks = order(ranked({"ranking": [["a.x and a.y"], ">>", ["a.x", "a.z == r"], ["true"]]}))
    expected = [3 if x and y else 2 if x or z == 2 else 1 for z in range(3) for y in range(2) for x in range(2)]
    assert [sorted(set(expected)).index(value) for value in expected] == [sorted(set(ranks)).index(r) for r in ranks]


def test_a_ranking_that_leaves_outcomes_out_is_refused() -> None:
    with pytest.raises(DetenteError) as error:
        ranked({"ranking": [["a.x"]]})
    assert str(error.value) == (
        "the ranking of a leaves outcomes out in some draws, among them none, a.y, and a.z=q; a last group [true] "
        "takes all the rest"
    )


def test_when_switches_items_draw_by_draw() -> None:
    found = ranked(
        {"priorities": [{"want": "a.x", "when": "u < 0.5"}, "a.y"]},
        3,
        {"u": [0.2, 0.5, 0.8]},
        drivers={"u": "0..1"},
    )
    assert order(found, 0)[:4] == [0, 2, 1, 3]
    assert order(found, 1)[:4] == order(found, 2)[:4] == [0, 0, 1, 1]


def test_alternatives_are_chosen_draw_by_draw_and_the_first_is_the_centre() -> None:
    alternatives = {"any": [{"priorities": ["a.x"]}, {"goals": {"g": {"want": "a.y", "weight": "1"}}}]}
    assert order(ranked(alternatives))[:4] == [0, 1, 0, 1]
    both = ranked(alternatives, 2, {"preferences.a.any": [0, 1]})
    assert order(both, 0)[:4] == [0, 1, 0, 1]
    assert order(both, 1)[:4] == [0, 0, 1, 1]


def test_weights_that_look_at_outcomes() -> None:
    goals = {"goals": {"g": {"want": "a.x", "weight": "2 - 3 * a.y"}}}
    ranks = order(ranked(goals))[:4]
    values = [0, 2, 0, -1]
    assert ranks == [sorted(set(values)).index(value) for value in values]


def test_an_actor_without_preferences_is_indifferent() -> None:
    model = Model.of(Situation.model_validate({"detente": "1", "actors": {"a": None}, "options": {"a": {"x": None}}}))
    assert not preferences_of(model.numbers()).rank.any()


def test_uncertain_quantities_are_named_columns() -> None:
    data = {
        "detente": "1",
        "actors": {"a": {"inertia": "0..1"}},
        "words": {"some": "1..3"},
        "drivers": {"u": "0..1", "v": "2 * u", "w": "some"},
        "options": {"a": {"x": None}},
        "preferences": {"a": {"goals": {"g": {"want": "a.x", "weight": "some"}, "h": {"want": "a.x", "weight": "u"}}}},
    }
    found = uncertain(Situation.model_validate(data))
    assert list(found) == ["u", "w", "actors.a.inertia", "preferences.a.goals.g.weight"]


def test_a_formula_that_gives_no_number_is_refused_with_its_values() -> None:
    with pytest.raises(DetenteError) as error:
        ranked({"goals": {"g": {"want": "a.x", "weight": "1 / u"}}}, 2, {"u": [1.0, 0.0]}, drivers={"u": "0..1"})
    assert str(error.value) == (
        "preferences.a.goals.g.weight: the formula “1 / u” gives no finite number at u = 0. Keep what it divides by "
        "away from zero"
    )


def test_ranks_grow_with_utility() -> None:
    """A strictly increasing change of all weights leaves ranks alone."""
    goals = {f"g{n}": {"want": want, "weight": str(n)} for n, want in enumerate(["a.x", "a.y", "a.z == q"], 1)}
    doubled = {name: {**goal, "weight": str(2 * int(goal["weight"]))} for name, goal in goals.items()}
    assert order(ranked({"goals": goals})) == order(ranked({"goals": doubled}))
    assert all(a <= b for a, b in pairwise(sorted(order(ranked({"goals": goals})))))
