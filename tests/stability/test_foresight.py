"""What follows a joint move: the arrays of many draws at once equal the definitions, draw by draw."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.outcomes.preferences import Preferences, preferences_of
from detente.situation.model import Situation
from detente.stability.concepts import CONCEPTS
from detente.stability.engines.arrays import Engine
from detente.stability.foresight import all_answers, answers_to, foresight
from detente.stability.perception.result import perception
from detente.stability.solve import Model, Solution, solve_preferences
from detente.stability.witness.blockers import blockade
from detente.stability.witness.witness import View
from tests.stability import foreseen
from tests.stability import literal_consent as consent
from tests.stability import literal_foresight as ahead
from tests.stability.literal_foresight import literal


def shuffled(model: Model, seed: int, draws: int) -> Preferences:
    """The preferences of the model, and of some actors the ranks of outcomes exchanged, draw by draw."""
    rng = np.random.default_rng(seed)
    first = preferences_of(model.numbers())
    rank, lifted = (np.repeat(table, draws, axis=0) for table in (first.rank, first.lifted))
    for draw in range(1, draws):
        for actor in range(rank.shape[1]):
            if rng.random() < 0.5:
                order = rng.permutation(rank.shape[2]) if rng.random() < 0.3 else _swapped(rng, rank.shape[2])
                rank[draw, actor], lifted[draw, actor] = rank[draw, actor, order], lifted[draw, actor, order]
    return dataclasses.replace(first, rank=rank, lifted=lifted)


def _swapped(rng: np.random.Generator, count: int) -> np.ndarray:
    order = np.arange(count)
    one, other = rng.integers(0, count, 2)
    order[one], order[other] = other, one
    return order


def arcs_of(solution: Solution, draw: int) -> set[tuple[str, int, int]]:
    arrows = solution.arrows[draw]
    graph = arrows.graph
    names = [arrows.movers[int(k)] for k in arrows.mover]
    return set(zip(names, graph.source.tolist(), graph.target.tolist(), strict=True))


@pytest.mark.parametrize("concept", list(CONCEPTS))
@given(model=foreseen.models(), seed=st.integers(0, 2**32 - 1))
def test_arrays_of_many_draws_are_the_definitions(concept: str, model: Model, seed: int) -> None:
    preferences = shuffled(model, seed, 4)
    solution = solve_preferences(model, preferences, (concept,))[concept]
    for draw in range(4):
        read = ahead.reading(literal.game_of(model.moves, preferences, draw), CONCEPTS[concept])
        wanted = {(actor, s, t) for actor, steps in read.sure.items() for s, ends in enumerate(steps) for t in ends}
        for agreement in read.game.joint:
            wanted |= {(agreement, s, t) for s, t in ahead.joint_arcs(read, agreement)}
        assert arcs_of(solution, draw) == wanted


@given(model=foreseen.models(), seed=st.integers(0, 2**32 - 1))
def test_what_follows_many_outcomes_is_what_follows_each(model: Model, seed: int) -> None:
    """The answers to all outcomes in all draws at once, and where sure steps lead from them, one by one."""
    engine = Engine.of(model.moves, shuffled(model, seed, 3))
    count, draws = next(iter(engine.rank.values())).shape
    outcomes, which = (part.reshape(-1) for part in np.indices((count, draws)))
    steps = foresight(engine, CONCEPTS["seq"]).alone
    for movers in (engine.actors, engine.actors[:1], ()):
        answers = all_answers(engine, movers, outcomes, which)
        ahead = steps.all_ahead(outcomes, which)
        for place, (outcome, draw) in enumerate(zip(outcomes.tolist(), which.tolist(), strict=True)):
            here = set((answers[answers // count == place] % count).tolist())
            assert here == answers_to(engine, movers, outcome, draw) | {outcome}
            assert {number % count for number in ahead.tolist() if number // count == place} == {
                end // draws for end in steps.ahead(outcome * draws + draw)
            }


@pytest.mark.parametrize("concept", list(CONCEPTS))
@given(seen=foreseen.differing())
def test_consent_is_the_definition(concept: str, seen: tuple[Situation, dict[str, Situation]]) -> None:
    situation, views = seen
    wanted = consent.views(situation, views, concept)
    game = perception(situation, views, {}, (concept,)).game
    graph = game.arrows(concept).graph
    assert set(zip(graph.source.tolist(), graph.target.tolist(), strict=True)) == consent.arcs(wanted)
    assert game.signed_against_expectation(concept) == consent.signed_against_expectation(wanted)
    assert game.taken_aback(concept) == consent.taken_aback(wanted)
    assert game.let_down(concept) == consent.let_down(wanted)


@pytest.mark.parametrize("concept", list(CONCEPTS))
@given(model=foreseen.models())
def test_who_blocks_is_asked_where_a_deal_leads(concept: str, model: Model) -> None:
    """Packages, gains and how many serve all: by the definitions, from every place of rest."""
    read = ahead.reading(literal.game_of(model.moves, preferences_of(model.numbers())), CONCEPTS[concept])
    truth = model.space.holds(model.situation.questions["q"].statement)
    view = View(model.moves, preferences_of(model.numbers()))
    for start in literal.holds(ahead.arcs(read), read.game.outcomes):
        outside = read.outside("pact")
        ways = {t: ahead.ends(read, outside, t) for t in read.game.joint["pact"][start]}
        ways = {t: ends for t, ends in ways.items() if all(truth[end] for end in ends)}
        found = blockade(model, view, "q", concept, start, "pact")
        assert (found is None) == (not ways)
        if found is None:
            continue
        assert found.packages == len(ways)
        gaining = {
            party: [
                t
                for t, ends in ways.items()
                if all(read.game.better(party, old, end) for old in ahead.without_a_deal(read, start) for end in ends)
            ]
            for party in read.game.parties["pact"]
        }
        assert found.gains == {party: len(ends) for party, ends in gaining.items()}
        assert found.serve_all == len(set.intersection(*map(set, gaining.values())))
