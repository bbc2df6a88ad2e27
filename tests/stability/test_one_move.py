"""A concept that detente does not ship, right in every engine: one answer by one move (docs/how-to/extend.md).

It is added as any other package would add it, and it needs a closure of its own: at most one move.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import detente as dt
from detente.errors import DetenteError, LimitError
from detente.outcomes.preferences import preferences_of
from detente.situation.model import Situation
from detente.stability import concepts
from detente.stability.coalitions import coalition
from detente.stability.concepts import ANY_MOVES, CONCEPTS, KNOWN, STRONG, Closure, Concept, add, plain_of, remove
from detente.stability.engines import large, relation
from detente.stability.engines.board import board_of
from detente.stability.engines.grid_ahead import grid_view
from detente.stability.engines.large import analyse
from detente.stability.engines.sweeps import compiler_present, sweep
from detente.stability.inverse.thresholds import Raise, Standing, thresholds
from detente.stability.kernel import kernel
from detente.stability.kernel.kernel import suited, verdicts
from detente.stability.solve import Model, solve, solve_preferences
from detente.stability.witness.joint_witness import explain_joint
from detente.stability.witness.large_witness import explain_large, faults_large
from detente.stability.witness.verify import faults
from detente.stability.witness.verify_joint import joint_faults
from detente.stability.witness.witness import View, answer_tree, explain
from tests.conftest import EXAMPLES
from tests.stability import literal
from tests.stability.kernel.test_kernel import check_literal, preferences_like, truths_of
from tests.stability.test_sweeps import served
from tests.strategies import models

ONE_MOVE = Concept("one_move", "1M", "rank", Closure("one move", "any", 1), words={"en": "one answer by one move"})
FURTHER = (
    Concept("one_move_reply", "1M'", "best_reply", Closure("one move", "any", 1)),
    Concept("one_gain", "1G", "rank", Closure("one gain", "improving", 1)),
    Concept("two_moves", "2M", "rank", Closure("two moves", "any", 2)),
    Concept("two_gains", "2G", "best_reply", Closure("two gains", "improving", 2)),
    Concept("three_gains", "3G", "rank", Closure("three gains", "improving", 3)),
)
NAMES = [ONE_MOVE.name, *(concept.name for concept in FURTHER)]


@pytest.fixture(autouse=True, scope="module")
def added() -> Iterator[None]:
    for concept in (ONE_MOVE, *FURTHER):
        add(concept)
    yield
    for name in NAMES:
        remove(name)


def stable_by_definition(game: literal.Game, actor: str, outcome: int) -> bool:
    """For every move to something better, one opponent has one move that leaves the actor no better than now."""
    return all(
        any(
            not game.better(actor, outcome, answer)
            for opponent in game.others(actor)
            for answer in game.moves[opponent][landing]
        )
        for landing in game.moves[actor][outcome]
        if game.better(actor, outcome, landing)
    )


def check_definition(model: Model) -> None:
    game = literal.game_of(model.moves, preferences_of(model.numbers()))
    solution = solve(model, concepts=["one_move"])["one_move"]
    for place, actor in enumerate(game.actors):
        expected = [stable_by_definition(game, actor, outcome) for outcome in game.outcomes]
        assert solution.stable[0, place].tolist() == expected


@given(models())
def test_one_move_is_its_definition(model: Model) -> None:
    """Written out above without any closure; in option form and as graphs."""
    check_definition(model)


@pytest.mark.slow
@given(models())
@settings(max_examples=max(EXAMPLES, 1_000))
def test_one_move_is_its_definition_a_thousand_times(model: Model) -> None:
    check_definition(model)


@given(models())
def test_every_depth_is_the_definition_with_its_arrows(model: Model) -> None:
    game = literal.game_of(model.moves, preferences_of(model.numbers()))
    for name, solution in solve(model, concepts=NAMES).items():
        graph = solution.arrows[0].graph
        arcs = set(zip(graph.source.tolist(), graph.target.tolist(), strict=True))
        assert arcs == literal.arcs(game, CONCEPTS[name]), name


@given(models())
def test_witnesses_of_every_depth_are_right_and_verified(model: Model) -> None:
    view = View(model.moves, preferences_of(model.numbers()))
    for name, solution in solve(model, concepts=NAMES).items():
        depth = CONCEPTS[name].closure.depth
        assert depth is not None
        for place, actor in enumerate(view.actors):
            for outcome in range(0, model.space.count, 3):
                witness = explain(view, CONCEPTS[name], actor, outcome)
                assert witness.stable == solution.stable[0, place, outcome]
                assert all(len(sanction.path) <= depth for sanction in witness.sanctions)
                assert faults(view, witness) == []
        for agreement, arcs in model.moves.together.items():
            for start, end in list(zip(arcs.source.tolist(), arcs.target.tolist(), strict=True))[::7]:
                assert joint_faults(view, explain_joint(view, CONCEPTS[name], agreement, start, end)) == []


@given(models(graph=True))
def test_an_answer_with_a_move_too_many_is_refused(model: Model) -> None:
    """What GMR answers with two moves is no answer where only one is allowed."""
    view = View(model.moves, preferences_of(model.numbers()))
    for actor in view.actors:
        for outcome in range(model.space.count):
            witness = explain(view, CONCEPTS["gmr"], actor, outcome)
            claim = witness.__class__(actor, outcome, "one_move", witness.stable, witness.sanctions)
            if witness.stable and any(len(sanction.path) > 1 for sanction in witness.sanctions):
                assert "more moves than may follow one another" in faults(view, claim)


@given(served)
def test_sweeps_of_every_depth_are_the_listed_engine(situation: Situation) -> None:
    model = Model.of(situation)
    assume(model.space.count > 0)
    board = board_of(situation)
    listed = solve(model, concepts=NAMES)
    for compiled in (False, *([True] if compiler_present() else [])):
        for found in sweep(board, NAMES, compiled=compiled):
            for place, actor in enumerate(board.actors):
                stable = found.stable[actor][board.feasible]
                assert np.array_equal(stable, listed[found.concept.name].stable[0, place]), found.concept.name
    view = grid_view(board)
    for name in NAMES:
        for place, actor in enumerate(view.actors):
            for outcome in range(0, model.space.count, 9):
                witness = explain_large(board, CONCEPTS[name], actor, outcome)
                assert witness.stable == listed[name].stable[0, place, outcome]
                assert faults(view, witness) == [] and faults_large(board, witness) == []


@given(models(), st.integers(0, 2**32))
def test_the_kernel_is_the_definition_at_every_depth(model: Model, seed: int) -> None:
    if any(p.kind == "prefers" for p in model.situation.preferences.values()):  # served by NumPy alone
        return
    pytest.importorskip("numba")
    preferences, truths = preferences_like(model, seed), truths_of(model)
    compiled = verdicts(model, preferences, NAMES, truths, "compiled")
    plain = verdicts(model, preferences, NAMES, truths, "numpy")
    for name in NAMES:
        assert all(np.array_equal(*pair) for pair in zip(compiled[name].tables, plain[name].tables, strict=True)), name
    check_literal(model, preferences, truths, compiled)


@given(models(graph=False))
@settings(max_examples=min(EXAMPLES, 60))
def test_raised_to_its_threshold_an_outcome_is_stable(model: Model) -> None:
    standing = Standing.of(model)
    for outcome in range(0, model.space.count, 5):
        for found in thresholds(model, standing, "one_move", outcome):
            assert found.stable == stable_in(model, standing, found.actor, outcome)
            if not found.stable and found.match is not None:
                raised = standing.raised(Raise(found.actor, outcome, found.match, "level"))
                assert stable_in(model, raised, found.actor, outcome)


def stable_in(model: Model, standing: Standing, actor: str, outcome: int) -> bool:
    solution = solve_preferences(model, standing.preferences(), ["one_move"])["one_move"]
    return bool(solution.stable[0, solution.actors.index(actor), outcome])


def test_it_lies_between_no_answer_and_any_answer() -> None:
    for case in ("stability/elmira_12", "kuril/2019-01", "stability/garrison"):
        result = dt.stability(dt.load(case), ["nash", "one_move", "two_moves", "gmr"])
        found = [set(result.equilibria(name)) for name in ("nash", "one_move", "two_moves", "gmr")]
        assert found[0] <= found[1] <= found[2] <= found[3]


def test_it_is_known_everywhere_and_told_in_its_own_words() -> None:
    assert "one_move" in KNOWN and "one_move" in CONCEPTS and "one_move" not in STRONG
    case = dt.load("stability/chicken")
    assert "one answer by one move" in dt.explain(case, "row", "1", "one_move").sentences("en")[0]
    assert "1G" in dt.explain(case, "row", "1", "one_gain").sentences("ar")[0]
    assert dt.stability(case, ["one_move"]).sentences("ar")
    assert dt.inverse(case, "1", "one_move").sentences()
    assert dt.paths(case, concept="one_move").sentences()
    assert dt.perception(case, ["one_move"]).sentences()


def test_a_name_is_given_once_and_what_ships_stays() -> None:
    with pytest.raises(DetenteError) as caught:
        add(Concept("seq", "X", "rank", ANY_MOVES))
    assert caught.value.code == "concept_taken"
    remove("seq")
    assert CONCEPTS["seq"].symbol == "SEQ"
    assert list(dt.stability(dt.load("stability/chicken")).solutions) == list(concepts.READING_ORDER)
    assert [plain_of(KNOWN[name]) for name in concepts.STRONG_ORDER] == ["gmr", "smr", "seq"]


STRANGE = Concept("strange", "?", "rank", Closure("by lot", "by lot"))


@pytest.fixture
def strange(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    add(STRANGE)
    monkeypatch.setitem(
        coalition.COALITION_CONCEPTS, "cone", coalition.CoalitionConcept("cone", "C1", Closure("one move", "any", 1))
    )
    yield
    remove("strange")


def refusals(case: dt.Case) -> dict[str, Any]:
    """One call of each engine with a closure it does not serve."""
    model = Model.of(case.situation)
    preferences, truths = preferences_of(model.numbers()), truths_of_nothing(model)
    view = View(model.moves, preferences)
    board = board_of(case.situation)
    group = coalition.Coalitions(model.moves, preferences)
    witness = explain(view, CONCEPTS["gmr"], "row", 0)
    claim = witness.__class__("row", 0, "strange", False, (), witness.improvement or 1)
    return {
        "arrays": lambda: solve(model, concepts=["strange"]),
        "sweeps": lambda: list(sweep(board, ["strange"])),
        "compiled": lambda: verdicts(model, preferences, ["strange"], truths, "compiled"),
        "witness": lambda: explain(view, STRANGE, "row", 0),
        "witness of a grid": lambda: explain_large(board, STRANGE, "row", 0),
        "check": lambda: faults(view, claim),
        "coalitions": lambda: group.stable(("row", "column"), "cone"),
        "relation": lambda: relation.open_moves(model.moves, preferences, "row", STRANGE),
    }


def truths_of_nothing(model: Model) -> Any:
    return np.ones((1, model.space.count), np.bool_)


@pytest.mark.parametrize("engine", list(refusals(dt.load("stability/chicken"))))
def test_an_engine_refuses_what_it_does_not_serve(engine: str, strange: None) -> None:  # noqa: ARG001
    with pytest.raises(LimitError) as caught:
        refusals(dt.load("stability/chicken"))[engine]()
    assert caught.value.code == "closure_unserved"
    assert caught.value.params["concept"] == ("cone" if engine == "coalitions" else "strange")
    assert ("arrays" in caught.value.params["engines"]) == (engine == "coalitions")
    for language in ("en", "ar"):
        assert caught.value.params["concept"] in caught.value.render(language)
    assert ("arrays" in caught.value.render()) == (engine in ("coalitions", "arrays"))


def test_an_engine_is_not_chosen_for_what_it_does_not_serve(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "LISTED", 1)
    monkeypatch.setattr(kernel, "WORTHWHILE", 1)
    case = dt.load("stability/chicken")
    model = Model.of(case.situation)
    assert analyse(case.situation, ["seq", "one_move"]).engine == "sweeps" and suited(model, 5) == "compiled"
    for engine in ("sweeps", "compiled"):
        monkeypatch.setitem(concepts.SERVED, engine, lambda closure: closure.depth is None)
    assert analyse(case.situation, ["seq", "one_move"]).engine == "arrays"
    found = verdicts(model, model.numbers(5), ["one_move"], truths_of_nothing(model))
    count = len(dt.stability(case, ["one_move"]).equilibria("one_move"))
    assert found["one_move"].numbers[:, 2].tolist() == [count] * 5


def test_the_search_stops_at_the_depth() -> None:
    """With no answer allowed there is nothing; with one move there are only single moves."""
    model = Model.of(dt.load("stability/garrison").situation)
    view = View(model.moves, preferences_of(model.numbers()))
    movers = list(view.actors)
    assert answer_tree(view, Closure("none", "any", 0), movers, 0) == {}
    single = answer_tree(view, Closure("one move", "any", 1), movers, 0)
    assert set(single) == {(end, mover) for mover in movers for end in view.ends(mover, 0)}
