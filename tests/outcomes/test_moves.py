"""Moves against the sentences of the design, pair by pair."""

from __future__ import annotations

from hypothesis import given

from detente.outcomes.moves import Arcs
from detente.situation.model import Situation
from detente.stability.solve import Model
from tests import oracle
from tests.strategies import models


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
