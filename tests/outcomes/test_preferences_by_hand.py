"""Ranks, utilities and pairs of a few outcomes, worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from detente.errors import DetenteError
from detente.outcomes.numbers import Numbers
from detente.outcomes.preferences import (
    Preferences,
    by_conditions,
    chained_ranks,
    exact_utility,
    graded_matrices,
    inertia_of,
    much_pairs,
    pair_matrix,
    preferences_of,
    priority_rank,
    ranks_of,
    summands,
    utility,
    weighed,
)
from detente.situation.model import Situation
from detente.situation.wants import Preference
from detente.stability.solve import Model

PATH = ("preferences", "a")
OUTCOMES = [(x, y, z) for z in range(3) for y in range(2) for x in range(2)]


def numbers(
    preference: dict[str, Any] | None,
    count: int = 1,
    columns: dict[str, Any] | None = None,
    scale: dict[str, Any] | None = None,
    **blocks: Any,
) -> Numbers:
    """Of an actor a with two options of two levels and one of three."""
    options = {"a": {"x": None, "y": None, "z": {"levels": ["p", "q", "r"]}}}
    data = {"detente": "1", "actors": {"a": blocks.pop("actor", {})}, "options": options, **blocks}
    model = Model.of(Situation.model_validate({**data, "preferences": {"a": preference} if preference else {}}))
    given = {name: np.array(values) for name, values in (columns or {}).items()}
    factors = {name: np.array(values) for name, values in (scale or {}).items()}
    return Numbers(model.situation, model.space, count, given, factors)


def of(found: Numbers) -> Preference:
    return found.situation.preferences["a"]


def ranks(found: Numbers, draw: int = 0) -> list[int]:
    return [int(rank) for rank in preferences_of(found).rank[draw, 0]]


def dense(values: list[Any]) -> list[int]:
    return [sorted(set(values)).index(value) for value in values]


SUM = {
    "goals": {"g": {"want": "a.x", "weight": "2"}, "h": {"avoid": "a.y", "weight": "1.5"}},
    "points": {"a.z": {"q": "5", "r": "-1"}},
    "base": "10",
}
UTILITIES = [10 + 2 * x - 1.5 * y + (0, 5, -1)[z] for x, y, z in OUTCOMES]


def test_better_and_greatly_worse_in_a_draw() -> None:
    """Entry [s, t]: t is better, or greatly worse, than s."""
    rank = np.array([[[0, 1], [5, 5]], [[0, 1], [0, 2]]])
    lifted = np.array([[[0, 1], [5, 6]], [[1, 1], [0, 3]]])
    far = np.array([[[1, 9], [9, 9]], [[9, 9], [2, 9]]])
    pairs = {"c": np.array([[False, True], [False, False]])}
    much = {"c": np.array([[False, True], [False, False]])}
    found = Preferences(("a", "b", "c"), rank, lifted, pairs, far, much)
    yes, no = [[False, True], [False, False]], [[False, False], [False, False]]
    assert found.better(0, "a").tolist() == yes and found.better(1, "a").tolist() == no
    assert found.better(0, "b").tolist() == no and found.better(1, "b").tolist() == yes
    assert found.better(1, "c").tolist() == yes
    down = [[False, False], [True, False]]
    assert found.greatly_worse(0, "a").tolist() == down and found.greatly_worse(1, "a").tolist() == no
    assert found.greatly_worse(0, "b").tolist() == no and found.greatly_worse(1, "b").tolist() == down
    assert found.greatly_worse(0, "c").tolist() == down
    weak = Preferences(("a", "c"), rank, lifted, pairs)
    for actor in ("a", "c"):  # no strength was worked out, or none was listed
        shown = weak.greatly_worse(0, actor)
        assert shown.tolist() == no and shown.dtype == np.bool_
    strong = Preferences(("a", "c"), rank, lifted, pairs, far)
    assert strong.greatly_worse(0, "c").tolist() == no
    mine = found.greatly_worse(0, "c")
    mine[:] = True
    assert much["c"].tolist() == yes  # what is handed out is a copy


def test_pairs_of_every_kind() -> None:
    """[worse, better] for the pairs (better, worse) under `prefers`, `much` and `degrees`."""
    nodes = ("s", "t", "u")
    data = {
        "detente": "1",
        "actors": {"a": {}, "b": {}},
        "outcomes": list(nodes),
        "preferences": {
            "a": {"prefers": [["s", "t"]], "much": [["u", "s"]], "degrees": {"2": [["t", "u"]], "3": [["u", "t"]]}},
            "b": {"goals": {"g": {"want": "t", "weight": "1"}}},
        },
    }
    model = Model.of(Situation.model_validate(data))
    found = preferences_of(Numbers(model.situation, model.space))
    assert found.pairs["a"].tolist() == [[False, False, True], [True, False, True], [False, True, False]]
    assert list(found.pairs) == ["a"] and not found.rank[0, 0].any()
    assert found.rank[0, 1].tolist() == found.lifted[0, 1].tolist() == [0, 1, 0]
    assert much_pairs(model.situation.preferences["a"]) == (("u", "s"),)
    assert much_pairs(Preference.model_validate({"prefers": [["s", "t"]]})) == ()
    none = pair_matrix((), nodes)
    assert none.tolist() == [[False] * 3] * 3 and none.dtype == bool


def test_fuzzy_and_probable_pairs_are_fractions_and_count_the_likelier_way() -> None:
    nodes = ("s", "t", "u")
    half = Fraction(1, 2)
    fuzzy = Preference.model_validate({"fuzzy": [["s", "t", "0.8"], ["u", "t", "0.1..0.3"]], "threshold": "0.5"})
    low, high = graded_matrices(fuzzy, nodes)
    fifth, tenths = Fraction(1, 5), [Fraction(number, 10) for number in range(11)]
    assert low.tolist() == [[half, fifth, half], [1 - fifth, half, tenths[1]], [half, tenths[7], half]]
    assert high.tolist() == [[half, fifth, half], [1 - fifth, half, tenths[3]], [half, tenths[9], half]]
    probable = Preference.model_validate({"probable": [["s", "t", "0.4"], ["t", "s", "0.6"], ["u", "s", "0.2"]]})
    low, high = graded_matrices(probable, nodes)
    assert low.tolist() == high.tolist() == [[0, tenths[6], fifth], [tenths[4], 0, 0], [0, 0, 0]]
    for name, wanted, expected in (
        ("fuzzy", fuzzy, [[False, False, False], [True, False, False], [False, True, False]]),
        ("probable", probable, [[False, True, True], [False, False, False], [False, False, False]]),
        ("nothing", Preference.model_validate({"fuzzy": [], "threshold": 1}), [[False] * 3] * 3),
    ):
        data = {"detente": "1", "actors": {"a": {}}, "outcomes": list(nodes), "preferences": {"a": wanted}}
        if name != "nothing":
            model = Model.of(Situation.model_validate(data))
            assert preferences_of(Numbers(model.situation, model.space)).pairs["a"].tolist() == expected, name
        assert (low + high).shape == (3, 3)


def test_a_utility_is_the_sum_of_what_counts_in_an_outcome() -> None:
    found = numbers(SUM, 2)
    total, size = utility(of(found), found, PATH)
    assert total.tolist() == [UTILITIES, UTILITIES] and size.tolist() == [19.5, 19.5]
    weights, met, kind = weighed(of(found), found, PATH) or pytest.fail("there are some")
    assert weights.tolist() == [[2, 2], [-1.5, -1.5], [5, 5], [-1, -1], [10, 10]]
    assert (weights.T @ met)[:, kind].tolist() == [UTILITIES, UTILITIES]
    exact = exact_utility(of(found), None, found, PATH) or pytest.fail("there are some")
    assert (exact[0].tolist(), exact[1]) == ([2 * value for value in UTILITIES], 0)
    assert ranks(found) == dense(UTILITIES)


def test_where_the_weights_are_found_in_the_file() -> None:
    found = numbers(SUM)
    assert [(path[2:], sign) for _, path, sign, _ in summands(of(found), found, PATH)] == [
        (("goals", "g", "weight"), 1),
        (("goals", "h", "weight"), -1),
        (("points", "a.z", "q"), 1),
        (("points", "a.z", "r"), 1),
        (("base",), 1),
    ]
    assert all(path[:2] == PATH for _, path, _, _ in summands(of(found), found, PATH))


def test_outcomes_that_meet_the_same_goals_are_of_one_kind() -> None:
    found = numbers({"goals": {"g": {"want": "a.x", "weight": "1..2"}}}, 2, {"preferences.a.goals.g.weight": [1, -2]})
    weights, met, kind = weighed(of(found), found, PATH) or pytest.fail("there are some")
    assert (weights.tolist(), met.tolist(), kind.tolist()) == ([[1, -2]], [[False, True]], [0, 1] * 6)
    assert [ranks(found, draw) for draw in (0, 1)] == [[0, 1] * 6, [1, 0] * 6]
    nothing = numbers({"points": {"a.z": {}}})
    weights, met, kind = weighed(of(nothing), nothing, PATH) or pytest.fail("there are some")
    assert (weights.shape, met.shape, kind.tolist()) == ((0, 1), (0, 1), [0] * 12)


def test_a_weight_that_depends_on_the_outcome_is_as_large_as_it_gets() -> None:
    goals = {"goals": {"g": {"want": "a.x", "weight": "u - 3 * u * a.y"}}}
    found = numbers(goals, 2, {"u": [1, 4]}, drivers={"u": "0..9"})
    total, size = utility(of(found), found, PATH)
    values = [x * (1 - 3 * y) for x, y, _ in OUTCOMES]
    assert (total.tolist(), size.tolist()) == ([values, [4 * value for value in values]], [2, 8])
    assert weighed(of(found), found, PATH) is None and exact_utility(of(found), None, found, PATH) is None
    assert ranks(found) == dense(values)


def test_a_weight_that_depends_on_which_of_two_outcomes() -> None:
    options = {"a": {"x": None}}
    goals = {"goals": {"g": {"want": "true", "weight": "1 - 2 * a.x"}}}
    data = {"detente": "1", "actors": {"a": {}}, "options": options, "preferences": {"a": goals}}
    model = Model.of(Situation.model_validate(data))
    found = Numbers(model.situation, model.space)
    assert weighed(of(found), found, PATH) is None and ranks(found) == [1, 0]


@pytest.mark.parametrize(("weight", "fits"), [(2**62 - 3, True), (2**62 - 2, False), (10**29, False)])
def test_integers_are_used_while_they_fit(weight: int, fits: bool) -> None:
    goals = {"g": {"want": "a.x", "weight": str(weight)}, "h": {"avoid": "a.y", "weight": "1"}}
    found = numbers({"goals": goals}, actor={"inertia": "1"})
    exact = exact_utility(of(found), found.situation.actors["a"].inertia, found, PATH)
    assert (exact is not None) == fits
    if exact is not None:
        assert (exact[0].tolist(), exact[1]) == ([x * weight - y for x, y, _ in OUTCOMES], 1)


def test_integers_are_over_one_denominator_and_not_used_where_something_is_rescaled() -> None:
    goals = {"g": {"want": "a.x", "weight": "0.25"}, "h": {"want": "a.y", "weight": "-0.3"}}
    found = numbers({"goals": goals}, actor={"inertia": "0.5"})
    inertia = found.situation.actors["a"].inertia
    exact = exact_utility(of(found), inertia, found, PATH) or pytest.fail("there are some")
    assert (exact[0].tolist(), exact[1]) == ([5 * x - 6 * y for x, y, _ in OUTCOMES], 10)
    ranked = preferences_of(found)
    values = sorted({5 * x - 6 * y + more for x, y, _ in OUTCOMES for more in (0, 10)})
    assert ranked.rank[0, 0].tolist() == [values.index(5 * x - 6 * y) for x, y, _ in OUTCOMES]
    assert ranked.lifted[0, 0].tolist() == [values.index(5 * x - 6 * y + 10) for x, y, _ in OUTCOMES]
    assert [part.dtype for part in ranks_of(of(found), found, "a", PATH)] == [np.int32, np.int32]
    twice = numbers({"goals": goals}, scale={"preferences.a.goals.g.weight": [2.0]})
    assert exact_utility(of(twice), None, twice, PATH) is None
    assert ranks(twice) == dense([0.5 * x - 0.3 * y for x, y, _ in OUTCOMES])


def test_known_decimals_are_compared_exactly_however_near() -> None:
    goals = {"g": {"want": "a.x", "weight": "1"}, "h": {"want": "a.y", "weight": "1.000000000001"}}
    assert ranks(numbers({"goals": goals}))[:4] == [0, 1, 2, 3]


def test_inertia_draw_by_draw() -> None:
    """A gain of 1 or 2 against an inertia of 0.5, 1 and 1.5: only more than the inertia is better."""
    goals = {"goals": {"g": {"want": "a.x", "weight": "1"}, "h": {"want": "a.y", "weight": "2"}}}
    found = numbers(goals, 3, {"actors.a.inertia": [0.5, 1, 1.5]}, actor={"inertia": "0..2"})
    assert (inertia_of("a", found) if inertia_of("a", found) is not None else np.array([])).tolist() == [0.5, 1, 1.5]
    ranked = preferences_of(found)
    values = [x + 2 * y for x, y, _ in OUTCOMES]
    for draw, inertia in enumerate((0.5, 1, 1.5)):
        assert ranked.better(draw, "a").tolist() == [[t > s + inertia for t in values] for s in values]
    assert inertia_of("a", numbers(goals)) is None


def test_an_inertia_below_zero_is_refused_with_its_values() -> None:
    goals = {"goals": {"g": {"want": "a.x", "weight": "1..2"}}}
    found = numbers(goals, 3, {"u": [1.0, 0.25, 0.5]}, drivers={"u": "0..1"}, actor={"inertia": "2 * u - 1"})
    with pytest.raises(DetenteError) as error:
        preferences_of(found)
    assert str(error.value) == ("the inertia of a becomes negative (−0.5) at u = 0.25; it must be zero or more")
    assert error.value.params["path"] == "actors.a.inertia"
    still = numbers(goals, 1, {"u": [0.5]}, drivers={"u": "0..1"}, actor={"inertia": "2 * u - 1"})
    assert preferences_of(still).rank[0, 0].tolist() == [0, 1] * 6
    given = numbers(goals, 2, {"actors.a.inertia": [0.5, -2]}, actor={"inertia": "0..1"})
    with pytest.raises(DetenteError) as error:
        preferences_of(given)
    assert str(error.value) == "the inertia of a becomes negative (−2); it must be zero or more"


def test_ranks_that_chain_share_a_rank_up_to_the_tolerance() -> None:
    """In halves, which floats hold: a step of just the tolerance is none, one of more is."""
    rank, lifted = chained_ranks(
        np.array([[0, 0.5, 1.5], [3, 0, 3]]), np.array([[1.0, 1.5, 2.5], [3.5, 0.5, 9]]), np.array([0.5, 0.25])
    )
    assert rank.tolist() == [[0, 0, 0], [2, 0, 2]] and lifted.tolist() == [[0, 0, 1], [3, 1, 4]]
    assert rank.dtype == np.int32


def test_floats_apart_by_less_than_a_billionth_of_all_weights_tie() -> None:
    goals = {"g": {"want": "a.x", "weight": "1..3"}, "h": {"want": "a.y", "weight": "1..3"}}
    columns = {"preferences.a.goals.g.weight": [1, 1], "preferences.a.goals.h.weight": [1 + 1e-9, 1 + 3e-9]}
    found = numbers({"goals": goals}, 2, columns)
    assert ranks(found, 0)[:4] == [0, 1, 1, 2] and ranks(found, 1)[:4] == [0, 1, 2, 3]
    still = numbers({"goals": goals}, 2, {**columns, "actors.a.inertia": [0.25, 0.25]}, actor={"inertia": "0..1"})
    shown = preferences_of(still)
    assert not shown.better(0, "a")[1, 2] and not shown.better(1, "a")[1, 2] and shown.better(0, "a")[0, 1]
    assert shown.rank[0, 0, 1] == shown.rank[0, 0, 2] and shown.rank[1, 0, 1] < shown.rank[1, 0, 2]


def test_uncertain_numbers_are_looked_up_where_they_stand() -> None:
    """Points, base and the weights of an alternative, each under its own name."""
    found = numbers(
        {"points": {"a.z": {"q": "0..9", "r": "0..9"}}, "base": "0..9", "goals": {"g": {"want": "a.x", "weight": "1"}}},
        2,
        {"preferences.a.points.a.z.q": [2, 0.5], "preferences.a.points.a.z.r": [0.5, 3], "preferences.a.base": [1, 2]},
    )
    for draw, (q, r, base) in enumerate([(2, 0.5, 1), (0.5, 3, 2)]):
        values = [base + x + (0, q, r)[z] for x, _, z in OUTCOMES]
        assert utility(of(found), found, PATH)[0][draw].tolist() == values
        assert ranks(found, draw) == dense(values)
    either = numbers(
        {"any": [{"priorities": ["a.y"]}, {"goals": {"g": {"want": "a.x", "weight": "-1..1"}}}]},
        3,
        {"preferences.a.any": [0, 1, 1], "preferences.a.any.1.goals.g.weight": [1, 1, -1]},
    )
    assert [ranks(either, draw)[:4] for draw in range(3)] == [[0, 0, 1, 1], [0, 1, 0, 1], [1, 0, 1, 0]]
    assert [part.dtype for part in ranks_of(of(either), either, "a", PATH)] == [np.int32, np.int32]


def test_an_alternative_keeps_its_inertia() -> None:
    goals = {"goals": {"g": {"want": "a.x", "weight": "1"}}}
    found = preferences_of(numbers({"any": [goals, {"priorities": ["a.x"]}]}, 2, {"preferences.a.any": [0, 1]}))
    assert found.better(0, "a")[0, 1] and found.better(1, "a")[0, 1]
    lazy = numbers({"any": [goals, {"priorities": ["a.x"]}]}, 2, {"preferences.a.any": [0, 1]}, actor={"inertia": "1"})
    assert not preferences_of(lazy).better(0, "a")[0, 1] and preferences_of(lazy).better(1, "a")[0, 1]


@pytest.mark.parametrize(
    ("preference", "path"),
    [
        ({"priorities": [{"want": "a.x", "when": "1 / u < 2"}]}, "preferences.a.priorities"),
        ({"ranking": [[{"want": "a.x", "when": "1 / u < 2"}], ["true"]]}, "preferences.a.ranking"),
        (
            {"any": [{"priorities": ["a.y"]}, {"priorities": [{"want": "a.x", "when": "1 / u < 2"}]}]},
            "preferences.a.any.1.priorities",
        ),
    ],
)
def test_a_condition_that_is_no_number_is_refused_at_its_place(preference: dict[str, Any], path: str) -> None:
    found = numbers(preference, 1, {"u": [0.0], "preferences.a.any": [1]}, drivers={"u": "0..1"})
    with pytest.raises(DetenteError) as error:
        preferences_of(found)
    assert str(error.value) == (
        f"{path}: the formula “1 / u < 2” gives no finite number at u = 0. Keep what it divides by away from zero"
    )


def test_priorities_are_ranks_without_gaps() -> None:
    found = numbers({"priorities": ["a.x and a.y", "a.x", "a.z == r"]})
    values = [(x and y, x, z == 2) for x, y, z in OUTCOMES]
    rank = priority_rank(list(of(found).priorities or ()), found)  # type: ignore[arg-type]
    assert rank.tolist() == dense(values) and rank.dtype == np.int32
    assert priority_rank([], found).tolist() == [0] * 12


def test_a_ranking_in_some_draws() -> None:
    """The last group ranks 1, each group before it one more; a group that does not count leaves its rank to nobody."""
    ranking = [["a.x and a.y"], ">>", [{"want": "a.x", "when": "u < 0.5"}, "a.z == r"], ["true"]]
    found = numbers({"ranking": ranking}, 2, {"u": [0.2, 0.7]}, drivers={"u": "0..1"})
    for draw, early in enumerate((True, False)):
        expected = [3 if x and y else 2 if (x and early) or z == 2 else 1 for x, y, z in OUTCOMES]
        assert ranks(found, draw) == expected
    assert [part.dtype for part in ranks_of(of(found), found, "a", PATH)] == [np.int32, np.int32]
    bare = numbers(
        {"ranking": [["a.x"], [{"want": "a.y", "when": "u < 0.5"}]]}, 2, {"u": [0.2, 0.7]}, drivers={"u": "0..1"}
    )
    with pytest.raises(DetenteError) as error:
        preferences_of(bare)
    assert str(error.value) == (
        "the ranking of a leaves outcomes out in some draws, among them none, a.y, and a.z=q; a last group [true] "
        "takes all the rest"
    )


def test_entries_that_count_in_some_draws_are_ranked_once_per_pattern() -> None:
    items = [{"want": "a.x", "when": "u < 0.5"}, "a.y", {"want": "a.z == r", "when": "u > 0.3"}]
    found = numbers({"priorities": items}, 4, {"u": [0.2, 0.4, 0.8, 0.2]}, drivers={"u": "0..1"})
    asked: list[list[str]] = []

    def rank_of(counting: list[Any], numbers: Numbers) -> Any:
        asked.append([item.want for item in counting])
        return np.full(numbers.space.count, len(asked), np.int32)

    rank = by_conditions(of(found).priorities or (), found, rank_of, PATH)
    assert sorted(asked) == [["a.x", "a.y"], ["a.x", "a.y", "a.z == r"], ["a.y", "a.z == r"]]
    assert [asked[row[0] - 1] for row in rank.tolist()] == [
        ["a.x", "a.y"],
        ["a.x", "a.y", "a.z == r"],
        ["a.y", "a.z == r"],
        ["a.x", "a.y"],
    ]


def test_each_actor_has_its_own_ranks_in_every_draw() -> None:
    data = {
        "detente": "1",
        "actors": {"a": {}, "b": {}, "c": {}},
        "options": {"a": {"x": None}, "c": {"y": None}},
        "preferences": {"c": {"priorities": ["c.y"]}, "a": {"priorities": ["a.x"]}},
    }
    model = Model.of(Situation.model_validate(data))
    found = preferences_of(Numbers(model.situation, model.space, 2))
    assert found.actors == ("a", "b", "c") and found.pairs == {} and found.far is None
    assert found.rank.tolist() == [[[0, 1, 0, 1], [0, 0, 0, 0], [0, 0, 1, 1]]] * 2
    assert found.lifted.tolist() == found.rank.tolist()
    assert found.rank.dtype == found.lifted.dtype == np.int32
