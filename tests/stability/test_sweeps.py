"""Sweeps over the grid, compiled and with NumPy alone, against the listed engine and the literal definitions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from detente.cases import shipped_cases
from detente.errors import LimitError
from detente.load import load
from detente.outcomes.preferences import preferences_of
from detente.situation.model import Situation
from detente.stability.concepts import CONCEPTS
from detente.stability.engines import board
from detente.stability.engines.board import board_of, unserved
from detente.stability.engines.grid_ahead import classes_ahead, grid_view
from detente.stability.engines.sweeps import compiler_present, leading_to, sweep
from detente.stability.solve import Model, solve
from detente.stability.witness.large_witness import explain_large, faults_large
from detente.stability.witness.verify import faults
from detente.stability.witness.witness import explain
from tests.stability import literal
from tests.strategies import situations

IMPLEMENTATIONS = [False, *([True] if compiler_present() else [])]
OPTIONS = [name for name in (case.name for case in shipped_cases()) if name.startswith("stability/")]


def plain(situation: Situation) -> Situation:
    """The same situation without what sweeps do not serve: no cuts, and agreements nobody leaves alone."""
    agreements = {
        name: record.model_copy(
            update={"terms": {k: term.model_copy(update={"leave": "all"}) for k, term in record.terms.items()}}
        )
        for name, record in situation.agreements.items()
    }
    return situation.model_copy(update={"cuts": {}, "agreements": agreements})


@st.composite
def five(draw: Any) -> Situation:
    """Five actors with one option each, of two or three levels, one-way or not, with inertia, and up to three rules."""
    actors = [f"a{number}" for number in range(5)]
    counts = [draw(st.sampled_from([2, 2, 3])) for _ in actors]
    moves = [draw(st.sampled_from(["both", "both", "forward", "back"])) for _ in actors]
    levels = st.integers(0, 2)

    def atom() -> str:
        place = draw(st.integers(0, 4))
        return f"a{place}.o {draw(st.sampled_from(['==', '<', '>=']))} l{min(draw(levels), counts[place] - 1)}"

    options = {
        actor: {"o": {"levels": [f"l{k}" for k in range(count)], "move": move}}
        for actor, count, move in zip(actors, counts, moves, strict=True)
    }
    rules = {f"r{k}": {"never": f"{atom()} and {atom()}"} for k in range(draw(st.integers(0, 3)))}
    goals = {
        actor: {
            "goals": {f"g{k}": {"want": f"{atom()} iff {atom()}", "weight": draw(st.integers(1, 3))} for k in "abc"}
        }
        for actor in actors
    }
    inertia = {actor: draw(st.sampled_from([{}, {}, {"inertia": "1"}])) for actor in actors}
    return Situation.model_validate(
        {"detente": "1", "actors": inertia, "options": options, "rules": rules, "preferences": goals}
    )


served = st.one_of(situations(False).map(plain), situations(False).map(plain), five())


def check(situation: Situation, against_definitions: bool) -> None:
    """Stability for every actor and concept, classes and predictions, outcome by outcome."""
    model = Model.of(situation)
    board = board_of(situation)
    if not model.space.count:
        assert not board.grid.count
        return
    listed = solve(model)
    game = literal.game_of(model.moves, preferences_of(model.numbers())) if against_definitions else None
    lonely = not model.moves.together
    for compiled in IMPLEMENTATIONS:
        for found in sweep(board, compiled=compiled):
            solution = listed[found.concept.name]
            for place, actor in enumerate(board.actors):
                stable = found.stable[actor][board.feasible]
                assert not found.stable[actor][~board.feasible].any()
                assert np.array_equal(stable, solution.stable[0, place]), (found.concept.name, actor)
                if game is not None:
                    assert stable.tolist() == [literal.stable(game, found.concept, actor, s) for s in game.outcomes]
            if lonely:
                check_ahead(board, found, solution, compiled)


def check_ahead(board: Any, found: Any, solution: Any, compiled: bool) -> None:
    """Without agreements: what can be reached, and what leads to rest, are those of the listed graph."""
    graph = solution.arrows[0].graph
    cells = np.flatnonzero(board.feasible)
    start = int(cells[0])
    classes = classes_ahead(board, found.worth, np.array([start]))
    assert classes is not None
    assert [tuple(board.grid.numbers_of(members)) for members in classes] == graph.predicted(0, graph.classes())
    holds = np.logical_and.reduce(list(found.stable.values()))
    leads = leading_to(board, found.worth, holds, compiled)
    assert np.array_equal(leads[board.feasible], graph.backward(graph.holds()))


@given(served)
def test_sweeps_are_the_listed_engine(situation: Situation) -> None:
    check(situation, against_definitions=False)


@given(served, st.sampled_from([1, 3, 8]))
def test_it_does_not_matter_how_much_is_looked_at_together(situation: Situation, at_once: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(board, "AT_ONCE", at_once)
        check(situation, against_definitions=False)


@pytest.mark.slow
@given(served)
def test_sweeps_are_the_definitions_many_times(situation: Situation) -> None:
    check(situation, against_definitions=True)


@pytest.mark.parametrize("name", OPTIONS)
def test_published_cases(name: str) -> None:
    """Every published conflict in option form that has no cuts."""
    situation = load(name).situation
    if unserved(situation) is None:
        check(situation, against_definitions=True)
    else:
        with pytest.raises(LimitError):
            board_of(situation)


def test_most_published_cases_are_served() -> None:
    assert sum(unserved(load(name).situation) is None for name in OPTIONS) >= 5


@given(served)
def test_witnesses_from_the_grid_are_right_and_verified(situation: Situation) -> None:
    model = Model.of(situation)
    assume(model.space.count > 0)
    view = grid_view(board_of(situation))
    for name, solution in solve(model).items():
        for place, actor in enumerate(view.actors):
            for outcome in range(0, model.space.count, 5):
                for witness in (
                    explain(view, CONCEPTS[name], actor, outcome),
                    explain_large(view.board, CONCEPTS[name], actor, outcome),
                ):
                    assert witness.stable == solution.stable[0, place, outcome]
                    assert faults(view, witness) == []
                    assert faults_large(view.board, witness) == []


def test_long_lines_and_many_places() -> None:
    """Lines longer than one byte holds, sorted by merges, with ties and gaps."""
    levels = [f"l{number}" for number in range(200)]
    situation = Situation.model_validate(
        {
            "detente": "1",
            "actors": {"a": {}, "b": {}},
            "options": {"a": {"o": {"levels": levels}}, "b": {"o": {"levels": levels[:9]}, "p": {}}},
            "rules": {"gap": {"never": "a.o == l7 and b.o >= l3"}, "high": {"if": "a.o > l150", "then": "b.p"}},
            "preferences": {
                "a": {"points": {"a.o": {level: (37 * k) % 101 for k, level in enumerate(levels)}}, "base": 3},
                "b": {"points": {"a.o": {level: (53 * k) % 97 for k, level in enumerate(levels)}},
                      "goals": {"high": {"want": "a.o > l90 iff b.o < l6", "weight": "2.5"}}},
            },
        }
    )  # fmt: skip
    check(situation, against_definitions=False)


def test_where_nothing_can_be_cached_it_compiles_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    loops = pytest.importorskip("detente.compiled")
    asked = []

    def njit(**settings: Any) -> Any:
        asked.append(settings.get("cache", False))
        if asked[-1]:
            raise RuntimeError("cannot cache function: no locator available")
        return lambda function: function

    monkeypatch.setattr(loops.numba, "njit", njit)
    assert loops.njit(cache=True)(len) is len
    assert asked == [True, False]


def test_what_is_not_served_is_said() -> None:
    data = {"detente": "1", "actors": {"a": {}, "b": {}}, "options": {"a": {"x": {}}, "b": {"y": {}}}}
    leaving = {"agreements": {"g": {"parties": ["a", "b"], "terms": {"t": {}}}}}
    cuts = {"cuts": {"c": {"actor": "a", "from": "a.x", "to": "not a.x"}}}
    graph = {"detente": "1", "actors": {"a": {}}, "outcomes": ["s1", "s2"]}
    for situation, reason in (({**data, **leaving}, "leaving"), ({**data, **cuts}, "cuts"), (graph, "graph")):
        with pytest.raises(LimitError) as error:
            board_of(Situation.model_validate(situation))
        assert error.value.code == "sweeps_unserved"
        assert unserved(Situation.model_validate(situation)) == reason
