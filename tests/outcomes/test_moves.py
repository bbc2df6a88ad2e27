"""Moves against the sentences of the design, pair by pair; and a few by hand."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import LimitError
from detente.outcomes import moves as listing
from detente.outcomes.moves import Arcs, active_parties, each_once, held_actors, moves_of, runs
from detente.outcomes.space import space_of
from detente.situation.model import Situation
from detente.stability.solve import Model
from tests import oracle
from tests.strategies import models

WITHOUT = (
    ". Without listing: `detente stability`, and `detente explain` of an actor, where no party leaves an agreement "
    "alone"
)


def pairs(arcs: Arcs) -> set[tuple[int, int]]:
    return set(zip(map(int, arcs.source), map(int, arcs.target), strict=True))


@given(models(graph=False))
def test_moves_are_those_of_the_definition(model: Model) -> None:
    situation, space, moves = model.situation, model.space, model.moves
    for actor in situation.actors:
        assert pairs(moves.alone[actor]) == oracle.own_moves(situation, space, actor)
    for agreement in moves.together:
        assert pairs(moves.together[agreement]) == oracle.joint_moves(situation, space, agreement)


@given(models())
def test_arcs_are_sorted_and_unique(model: Model) -> None:
    for arcs in (*model.moves.alone.values(), *model.moves.together.values()):
        keys = list(arcs.source * arcs.count + arcs.target)
        assert keys == sorted(set(keys))
        assert all(set(arcs.padded[s]) <= {s, *map(int, arcs.from_(s))} for s in range(arcs.count))


def model(**blocks: object) -> Model:
    return Model.of(Situation.model_validate({"detente": "1", "actors": {"a": {}, "b": {}}, **blocks}))


def test_leaving_returns_terms_and_may_change_own_options() -> None:
    found = model(
        options={"a": {"x": None}},
        agreements={
            "g": {
                "parties": ["a", "b"],
                "terms": {"t": {"leave": "any"}, "u": {"leave": "all"}, "v": {"leave": "never"}},
            }
        },
    )
    names = [found.space.name(index) for index in range(found.space.count)]
    start = names.index("g.t, g.u, g.v")
    ends = {names[end] for end in found.moves.alone["a"].from_(start)}
    assert ends == {"g.u, g.v", "a.x, g.u, g.v", "a.x, g.t, g.u, g.v"}
    assert {names[end] for end in found.moves.alone["b"].from_(start)} == {"g.u, g.v"}
    together = {names[end] for end in found.moves.together["g"].from_(start)}
    assert all("g.v" in name for name in together)
    assert "g.v" in together


def test_a_term_stays_where_its_direction_forbids_the_return() -> None:
    terms = {"t": {"move": "forward"}}
    found = model(agreements={"g": {"parties": ["a", "b"], "terms": terms}}, options={"a": {"x": None}})
    names = [found.space.name(index) for index in range(found.space.count)]
    assert {names[end] for end in found.moves.alone["a"].from_(names.index("g.t"))} == {"a.x, g.t"}


def test_a_held_actor_moves_nowhere_and_nobody_signs_with_it_but_others_may_leave() -> None:
    found = model(
        options={"a": {"x": None}, "b": {"y": None}},
        agreements={"g": {"parties": ["a", "b"], "terms": {"t": None}}},
        held=["b"],
    )
    assert found.space.count == 8
    assert not len(found.moves.alone["b"])
    assert (found.moves.alone["b"].count, found.moves.alone["b"].target.dtype) == (8, np.int64)
    assert not found.moves.together
    term = found.space.levels[:, 2]
    assert {(int(term[s]), int(term[t])) for s, t in pairs(found.moves.alone["a"])} == {(0, 0), (1, 1), (1, 0)}


def test_the_options_of_a_held_actor_stand_where_they_are() -> None:
    found = model(
        options={"a": {"x": None}, "b": {"y": None}},
        agreements={"g": {"parties": ["a", "b"], "terms": {"t": None}}},
        held=["b"],
        status_quo={"b.y": "yes"},
    )
    assert found.space.count == 4
    assert set(found.space.levels[:, 1].tolist()) == {1}


def test_moves_may_jump_over_infeasible_outcomes() -> None:
    found = model(options={"a": {"x": {"levels": ["low", "middle", "high"]}}}, rules={"r": {"never": "a.x == middle"}})
    assert pairs(found.moves.alone["a"]) == {(0, 1), (1, 0)}


def arcs(count: int, *found: tuple[int, int]) -> Arcs:
    table = np.array(sorted(found), np.int64).reshape(-1, 2)
    return Arcs(table[:, 0], table[:, 1], count)


def test_moves_into_and_out_of_some_outcomes() -> None:
    found = arcs(5, (0, 1), (0, 2), (1, 2), (3, 0), (3, 2))
    assert [found.from_(outcome).tolist() for outcome in range(5)] == [[1, 2], [2], [], [0, 2], []]
    assert [part.tolist() for part in found.into(np.array([2, 4, 0]))] == [[0, 1, 3, 3], [2, 2, 2, 0]]
    assert [part.tolist() for part in found.out_of(np.array([3, 4, 0]))] == [[3, 3, 0, 0], [0, 2, 1, 2]]
    nothing = np.zeros(0, np.int64)
    for both in (found.into(nothing), found.out_of(nothing)):
        assert [part.tolist() for part in both] == [[], []]
        assert [part.dtype for part in both] == [np.int64, np.int64]
    assert found.padded.tolist() == [[1, 2], [2, 1], [2, 2], [0, 2], [4, 4]]
    assert len(found) == 5 and arcs(3).padded.shape == (3, 0)


GRAPH = {
    "outcomes": ["s", "t", "u"],
    "moves": {"a": [["u", "s"], ["s", "t"], ["t", "t"], ["s", "t"]], "b": [["t", "u"]]},
}


def test_the_moves_of_a_graph_are_those_listed() -> None:
    found = model(**GRAPH)
    assert pairs(found.moves.alone["a"]) == {(0, 1), (2, 0)} and pairs(found.moves.alone["b"]) == {(1, 2)}
    assert found.moves.alone["a"].source.tolist() == [0, 2] and found.moves.alone["a"].count == 3
    held = model(**GRAPH, held=["b"])
    assert pairs(held.moves.alone["a"]) == {(0, 1), (2, 0)} and pairs(held.moves.alone["b"]) == set()
    assert list(held.moves.alone) == ["a", "b"]


def test_two_moves_are_one_unless_something_forbids_it() -> None:
    options = {"a": {"x": None}, "b": {"y": None}}
    cut = {"c": {"actor": "a", "from": "a.x", "to": "not a.x"}}
    assert model(options=options).moves.transitive
    assert not model(options=options, cuts=cut).moves.transitive
    assert not model(**GRAPH).moves.transitive


def test_a_cut_takes_away_what_starts_and_ends_as_it_says() -> None:
    """a may not take x back while b does y, neither alone nor together with b; what b does alone is its own matter."""
    blocks: dict[str, object] = {
        "options": {"a": {"x": None}, "b": {"y": None}},
        "agreements": {"g": {"parties": ["a", "b"], "terms": {"t": None}}},
        "cuts": {"c": {"actor": "a", "from": "a.x and b.y", "to": "not a.x"}},
    }
    free, cut = model(**{**blocks, "cuts": {}}), model(**blocks)
    x, y = (free.space.levels[:, place] == 1 for place in (0, 1))
    for name in ("alone", "together"):
        before, after = getattr(free.moves, name), getattr(cut.moves, name)
        assert list(before) == list(after)
        for mover in before:
            gone = {(s, t) for s, t in pairs(before[mover]) if mover != "b" and x[s] and y[s] and not x[t]}
            assert pairs(before[mover]) - pairs(after[mover]) == gone and pairs(after[mover]) <= pairs(before[mover])
            assert bool(gone) == (mover != "b"), mover
    two = model(**{**blocks, "cuts": {**blocks["cuts"], "d": {"actor": "b", "from": "b.y", "to": "not b.y"}}})  # type: ignore[dict-item]
    assert not any(y[s] and not y[t] for s, t in pairs(two.moves.alone["b"]))
    assert pairs(two.moves.alone["a"]) == pairs(cut.moves.alone["a"])
    together = pairs(cut.moves.together["g"])
    assert pairs(two.moves.together["g"]) == {(s, t) for s, t in together if not (y[s] and not y[t])} != together
    assert cut.moves.alone["a"].count == cut.moves.together["g"].count == free.space.count


def test_only_who_is_held_whole_is_held() -> None:
    blocks: dict[str, object] = {
        "options": {"a": {"x": None, "z": None}, "b": {"y": None}},
        "agreements": {
            "g": {"parties": ["a", "b"], "terms": {"t": None}},
            "h": {"parties": ["b"], "terms": {"u": None}},
        },
    }
    part = model(**blocks, held=["a.z"])
    assert held_actors(part.situation) == set() and active_parties(part.situation) == {"g": ("a", "b"), "h": ("b",)}
    whole = model(**blocks, held=["a.z", "a"])
    assert held_actors(whole.situation) == {"a"} and active_parties(whole.situation) == {"h": ("b",)}
    assert list(whole.moves.together) == ["h"] and whole.moves.parties == {"h": ("b",)}


def test_together_is_a_term_or_two_parties() -> None:
    """From nothing: the term with or without own options, or options of both; never what one could do alone."""
    found = model(
        options={"a": {"x": None, "z": None}, "b": {"y": None}},
        agreements={"g": {"parties": ["a", "b"], "terms": {"t": None}}},
    )
    names = [found.space.name(index) for index in range(found.space.count)]
    ends = {names[end] for end in found.moves.together["g"].from_(names.index("none"))}
    with_term = {", ".join([*some, "g.t"]) for some in ([], ["a.x"], ["a.z"], ["b.y"], ["a.x", "a.z"], ["a.x", "b.y"])}
    with_term |= {"a.z, b.y, g.t", "a.x, a.z, b.y, g.t"}
    assert ends == with_term | {"a.x, b.y", "a.z, b.y", "a.x, a.z, b.y"}


def test_a_term_that_is_never_left_alone_is_not_given_up_together_either() -> None:
    found = model(
        options={"a": {"x": None}},
        agreements={"g": {"parties": ["a", "b"], "terms": {"t": {"leave": "never", "levels": ["no", "some", "all"]}}}},
    )
    term, option = found.space.levels[:, 1], found.space.levels[:, 0]
    changed = {(int(term[s]), int(term[t])) for s, t in pairs(found.moves.together["g"])}
    assert changed == {(0, 1), (0, 2), (1, 2), (2, 1)}
    assert {(int(term[s]), int(option[t])) for s, t in pairs(found.moves.together["g"])} == {
        (level, x) for level in (0, 1, 2) for x in (0, 1)
    }


def test_moves_stay_in_order_however_many_there_are() -> None:
    """Of 40 levels each leads to every other while what others do stays; sorting by that may not mix them up."""
    options = {"a": {"x": {"levels": ["p", "q", "r"]}}, "b": {"y": {"levels": [f"l{number}" for number in range(40)]}}}
    found = model(options=options).moves.alone["b"]
    for start in range(120):
        assert found.from_(start).tolist() == [end for end in range(120) if end != start and end % 3 == start % 3]


def test_leaving_several_agreements_at_once() -> None:
    """a leaves any of three; b is a party of the first only, and what a term forbids stays."""
    found = model(
        agreements={
            "g": {
                "parties": ["a", "b"],
                "terms": {"t": {"levels": ["no", "low", "high"], "move": "forward"}, "u": None},
            },
            "h": {"parties": ["a"], "terms": {"v": None}},
            "k": {"parties": ["a"], "terms": {"w": {"move": "back"}}},
        },
    )
    names = [found.space.name(index) for index in range(found.space.count)]
    start = names.index("g.t=low, g.u, h.v, k.w")
    ends = [names[end] for end in found.moves.alone["a"].from_(start)]
    assert len(ends) == len(set(ends)) == 7
    assert set(ends) == {
        ", ".join(["g.t=low", *some]) for size in range(3) for some in combinations(["g.u", "h.v", "k.w"], size)
    }
    assert [names[end] for end in found.moves.alone["b"].from_(start)] == ["g.t=low, h.v, k.w"]


@pytest.mark.parametrize(("limit", "moves"), [(8, None), (7, 8)])
def test_too_many_moves_are_refused(monkeypatch: pytest.MonkeyPatch, limit: int, moves: int | None) -> None:
    """Of two options each outcome has three moves of one actor, and itself: 4 × 4; of one for each, 4 × 2."""
    monkeypatch.setattr(listing, "MAX_ARCS", limit)
    situation = Situation.model_validate(
        {"detente": "1", "actors": {"a": {}, "b": {}}, "options": {"a": {"x": None}, "b": {"y": None}}}
    )
    space = space_of(situation)
    if moves is None:
        assert len(moves_of(situation, space).alone["a"]) == 4
        return
    with pytest.raises(LimitError) as error:
        moves_of(situation, space)
    assert str(error.value) == (
        f"there are {moves} moves to list; this analysis takes {limit}. Hold options that only set the scene, or split "
        f"an agreement{WITHOUT}"
    )


@pytest.mark.parametrize(("limit", "fits"), [(8 * 6, True), (8 * 6 - 1, False), (8 * 5, False)])
def test_too_many_ways_to_leave_are_refused(monkeypatch: pytest.MonkeyPatch, limit: int, fits: bool) -> None:
    """4 outcomes; 2 of them change as one agreement is left: an eighth of the limit is kept for these."""
    monkeypatch.setattr(listing, "MAX_ARCS", limit)
    terms = {"g": {"parties": ["a", "b"], "terms": {"t": None}}}
    data = {"detente": "1", "actors": {"a": {}, "b": {}}, "options": {"a": {"x": None}}, "agreements": terms}
    situation = Situation.model_validate(data)
    space = space_of(situation)
    if fits:
        assert len(moves_of(situation, space).alone["b"]) == 2
        return
    with pytest.raises(LimitError) as error:
        moves_of(situation, space)
    assert str(error.value) == (
        "there are 6 moves to list; this analysis takes 5. Hold options that only set the scene, or split an agreement"
        + WITHOUT
    )


def test_keys_are_equal_for_equal_rows_however_many_columns() -> None:
    """Of 21 columns of 8 levels the number of rows that there may be does not fit 62 bits."""
    for columns in (3, 20, 21, 40):
        rows = np.zeros((5, columns), np.uint8)
        rows[1:4, -1] = (7, 1, 7)
        rows[:4, 0] = (3, 7, 3, 7)
        rows[4] = 7
        keys = listing._keys(rows)
        assert keys.shape == (5,) and keys[1] == keys[3] and len(set(keys.tolist())) == 4
    assert listing._keys(np.zeros((0, 2), np.uint8)).shape == (0,)


@given(st.lists(st.integers(-(2**62), 2**62) | st.integers(-3, 3)))
def test_numbers_each_once_are_those_of_numpy(values: list[int]) -> None:
    numbers = np.array(values, np.int64)
    assert each_once(numbers).tolist() == np.unique(numbers).tolist() and numbers.tolist() == values


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 4))))
def test_runs_are_laid_one_after_another(pairs: list[tuple[int, int]]) -> None:
    first, length = np.array(pairs, np.int64).reshape(-1, 2).T
    assert runs(first, length).tolist() == [begin + k for begin, count in pairs for k in range(count)]
