"""The integrated graph: arcs as the definitions have them, equilibria where no unsanctioned arc leaves, trees."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

from detente.errors import LimitError
from detente.load import load
from detente.stability.concepts import CONCEPTS
from detente.stability.integrated import SHOWN, Branch, IntegratedGraph, integrated_graph
from detente.stability.solve import Model
from tests.conftest import examples
from tests.oracle import joint_moves, own_moves
from tests.strategies import models

ELMIRA = load("stability/elmira").situation


def test_elmira_as_published() -> None:
    """Fang, Hipel & Kilgour 1993: the equilibria of Elmira are 5, 8 and 9; the status quo is left by 5 alone."""
    graph = integrated_graph(ELMIRA)
    assert {outcome + 1 for outcome in graph.resting()} == {5, 8, 9}
    assert [(arc.mover, arc.end + 1) for arc in graph.arcs if arc.start == 0 and "seq" in arc.unsanctioned] == [
        ("local_government", 5)
    ]
    assert repr(graph) == "IntegratedGraph(9 outcomes, 24 arcs)"


def literal_moves(model: Model, actor: str) -> set[tuple[int, int]]:
    if not model.space.nodes:
        return set(own_moves(model.situation, model.space, actor))
    held = {one.hold for one in model.situation.held}
    written = () if actor in held else model.situation.moves.get(actor, ())
    return {(model.space.nodes.index(a), model.space.nodes.index(b)) for a, b in written if a != b}


@given(models())
@examples(60)
def test_arcs_are_the_moves_and_what_leaves_an_outcome_decides_whether_it_holds(model: Model) -> None:
    graph = integrated_graph(model.situation)
    alone = {(arc.mover, arc.start, arc.end) for arc in graph.arcs if arc.kind != "joint"}
    assert alone == {(actor, *pair) for actor in model.situation.actors for pair in literal_moves(model, actor)}
    joint = {(arc.mover, arc.start, arc.end) for arc in graph.arcs if arc.kind == "joint"}
    assert joint <= {
        (name, *pair) for name in model.situation.agreements for pair in joint_moves(model.situation, model.space, name)
    }
    for concept in CONCEPTS:
        left = {arc.start for arc in graph.arcs if concept in arc.unsanctioned}
        assert {number - 1 for number in graph.stability.holds(concept)} == set(range(graph.count)) - left
        alone_left = {arc.start for arc in graph.arcs if concept in arc.unsanctioned and arc.kind == "improvement"}
        stable = {number - 1 for number in graph.stability.equilibria(concept)}
        assert stable == set(range(graph.count)) - alone_left


@given(models())
@examples(40)
def test_what_is_shown_is_a_part_of_what_is_shown_before(model: Model) -> None:
    graph = integrated_graph(model.situation)
    shown = [set(graph.shown(which)) for which in SHOWN]
    assert shown == sorted(shown, key=len, reverse=True) and all(b <= a for a, b in pairwise(shown))
    assert {(arc.mover, arc.start) for arc in shown[-1]} == {(arc.mover, arc.start) for arc in shown[-2]}


def ways(branch: Branch, way: tuple[int, ...] = ()) -> set[tuple[int, ...]]:
    here = (*way, branch.outcome)
    return {here}.union(*(ways(after, here) for after in branch.after))


def literal_ways(graph: IntegratedGraph, depth: int) -> set[tuple[int, ...]]:
    """Every way of so many steps in which nobody moves twice running and nothing follows what was there before."""
    found: list[tuple[tuple[int, ...], str]] = [((0,), "")]
    for way, last in found:
        if len(way) <= depth and way[-1] not in way[:-1]:
            found += [((*way, arc.end), arc.mover) for arc in graph.arcs if arc.start == way[-1] and arc.mover != last]
    return {way for way, _ in found}


@pytest.mark.parametrize("depth", [1, 2, 4])
def test_a_tree_is_every_legal_way(depth: int) -> None:
    graph = integrated_graph(ELMIRA)
    assert ways(graph.tree("1", depth)) == literal_ways(graph, depth)
    free = graph.tree("status_quo", 9, "unsanctioned")
    assert [branch.outcome + 1 for branch in free.all()] == [1, 5]


def test_what_is_too_large_is_refused() -> None:
    with pytest.raises(LimitError, match=r"^there are 1248 outcomes, and a graph shows up to 200\."):
        integrated_graph(load("kuril/2019-01").situation)
    with pytest.raises(LimitError, match=r"^within 12 steps the tree has more than 600 outcomes\."):
        integrated_graph(load("stability/garrison").situation).tree("1", 12)
