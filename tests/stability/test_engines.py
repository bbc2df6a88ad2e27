"""The fast engines and the witnesses against the literal definitions, on random situations."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.outcomes.preferences import Preferences, preferences_of
from detente.stability.concepts import CONCEPTS
from detente.stability.prediction import answer
from detente.stability.solve import Model, distinct, solve
from detente.stability.witness.joint_witness import explain_joint
from detente.stability.witness.verify import faults
from detente.stability.witness.verify_joint import joint_faults
from detente.stability.witness.witness import View, explain
from tests.stability import foreseen, literal
from tests.stability import literal_foresight as foresight
from tests.strategies import models


def check_against_definitions(model: Model) -> None:
    """Stability, arcs, what holds, classes, predictions and answers are those of the definitions."""
    game = literal.game_of(model.moves, preferences_of(model.numbers()))
    truth = model.space.holds("q") if "q" in model.situation.statements else model.space.holds(_question(model))
    for concept, solution in solve(model).items():
        definition = CONCEPTS[concept]
        for place, actor in enumerate(game.actors):
            found = [int(s) for s in np.flatnonzero(solution.stable[0, place])]
            assert found == [s for s in game.outcomes if literal.stable(game, definition, actor, s)]
        arcs = foresight.arcs(foresight.reading(game, definition))
        graph = solution.arrows[0].graph
        assert set(zip(map(int, graph.source), map(int, graph.target), strict=True)) == arcs
        assert set(map(int, np.flatnonzero(graph.holds()))) == literal.holds(arcs, game.outcomes)
        classes = graph.classes()
        assert {frozenset(members) for members in classes} == literal.terminal_classes(arcs, game.outcomes)
        assert answer(truth, classes) == literal.answer(truth, {frozenset(members) for members in classes})
        start = model.space.status_quo
        if start is not None:
            predicted = graph.predicted(start, classes)
            assert {frozenset(members) for members in predicted} == literal.predicted(arcs, game.outcomes, start)
            ahead = solve(model, None, [concept], start)[concept].arrows[0].graph.classes()
            assert sorted(ahead) == sorted(predicted)


def _question(model: Model) -> str:
    return model.situation.questions["q"].statement


def check_witnesses(model: Model) -> None:
    """Every witness says what the engines say, and the independent checker accepts it."""
    view = View(model.moves, preferences_of(model.numbers()))
    for concept, solution in solve(model).items():
        for place, actor in enumerate(view.actors):
            for outcome in range(model.space.count):
                witness = explain(view, CONCEPTS[concept], actor, outcome)
                assert witness.stable == solution.stable[0, place, outcome]
                assert faults(view, witness) == []
        arrows = solution.arrows[0]
        for agreement, arcs in model.moves.together.items():
            place = arrows.movers.index(agreement)
            mine = arrows.mover == place
            signed = set(zip(arrows.graph.source[mine].tolist(), arrows.graph.target[mine].tolist(), strict=True))
            for start, end in list(zip(arcs.source.tolist(), arcs.target.tolist(), strict=True))[::5]:
                joint = explain_joint(view, CONCEPTS[concept], agreement, start, end)
                assert (joint.verdict == "credible") == ((start, end) in signed)
                assert joint_faults(view, joint) == []


ANY = st.one_of(models(), foreseen.models())  # the second kind: outsiders who can answer a deal


@given(ANY)
def test_engines_are_the_definitions(model: Model) -> None:
    check_against_definitions(model)


@given(ANY)
def test_witnesses_are_right_and_verified(model: Model) -> None:
    check_witnesses(model)


@given(models())
def test_containments(model: Model) -> None:
    """R ⊆ SEQ, R ⊆ SSEQ ⊆ SEQ ∩ SMR, SEQ ⊆ GMR, SMR ⊆ GMR, for every actor and for equilibria."""
    stable = {name: solution.stable[0] for name, solution in solve(model).items()}
    for small, large in (("nash", "sseq"), ("sseq", "seq"), ("sseq", "smr"), ("seq", "gmr"), ("smr", "gmr")):
        assert not (stable[small] & ~stable[large]).any()
        assert not (stable[small].all(axis=0) & ~stable[large].all(axis=0)).any()


@given(models(graph=True))
def test_a_broken_witness_is_refused(model: Model) -> None:
    """The checker does not wave everything through: turned round, a witness is refused."""
    view = View(model.moves, preferences_of(model.numbers()))
    for actor in view.actors:
        for outcome in range(model.space.count):
            witness = explain(view, CONCEPTS["seq"], actor, outcome)
            turned = witness.__class__(actor, outcome, "seq", not witness.stable, (), 0, 0, None)
            if witness.stable or view.improvements(actor, outcome):
                assert faults(view, turned)


@pytest.mark.slow
@given(ANY)
def test_everything_many_times(model: Model) -> None:
    check_against_definitions(model)
    check_witnesses(model)


@given(
    seed=st.integers(0, 2**32 - 1),
    draws=st.integers(1, 30),
    shape=st.tuples(st.integers(1, 3), st.integers(1, 6)),
    ranks=st.integers(1, 9),
)
def test_draws_are_told_apart_by_their_ranks_in_the_order_of_the_first(
    seed: int, draws: int, shape: tuple[int, int], ranks: int
) -> None:
    """Of few outcomes and ranks as one small number, of more by their bytes."""
    rng = np.random.default_rng(seed)
    rank, lifted = rng.integers(0, ranks, (2, *shape, draws), np.int32).transpose(0, 3, 1, 2)
    again = rng.integers(0, draws, draws)
    rank, lifted = rank[again], lifted[again]
    first, which = distinct(Preferences(("a", "b", "c")[: shape[0]], rank, lifted, {}))
    said = [(rank[draw].tolist(), lifted[draw].tolist()) for draw in range(draws)]
    kinds = [one for draw, one in enumerate(said) if one not in said[:draw]]
    assert first.tolist() == [said.index(one) for one in kinds]
    assert which.tolist() == [kinds.index(one) for one in said]
