"""Hypergames against their definitions as plain sets, on random situations that random actors see differently."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from detente.outcomes.outcome_checks import told
from detente.outcomes.preferences import preferences_of
from detente.outcomes.space import axes_of
from detente.situation.model import Situation
from detente.stability.concepts import CONCEPTS
from detente.stability.perception.being_told import compared
from detente.stability.perception.result import Perception, perception
from detente.stability.solve import Model
from tests import strategies as random
from tests.stability import literal
from tests.stability import literal_consent as consent
from tests.stability import literal_foresight as ahead

Arc = tuple[int, int]
Seen = dict[str, Situation]


@st.composite
def misperceived(draw: Any, readers: int = 3) -> tuple[Situation, Seen]:
    """A situation, and for some of its actors how they see it: other preferences, or fewer outcomes."""
    data = random._graph(draw) if draw(st.integers(0, 4)) == 0 else random._options(draw)
    situation = Situation.model_validate(data)
    model = Model.of(situation)
    standing = isinstance(situation.status_quo, dict) and model.space.status_quo is None
    assume(model.space.count > 0 and not standing)
    chosen = draw(st.lists(st.sampled_from(list(situation.actors)), unique=True, min_size=1, max_size=readers))
    return situation, {actor: _seen(draw, data, situation) for actor in chosen}


def _seen(draw: Any, data: Any, situation: Situation) -> Situation:
    own = copy.deepcopy(data)
    actors = draw(st.lists(st.sampled_from(list(situation.actors)), unique=True, max_size=2))
    if situation.outcomes is not None:
        for actor in actors:
            own["preferences"][actor] = random._graph_preference(draw, list(situation.outcomes))
        return Situation.model_validate(own)
    references = [(axis.label, tuple(axis.levels)) for axis in axes_of(situation)]
    for actor in actors:
        own["preferences"][actor] = random._goals(draw, references)
    space = Model.of(situation).space
    unseen = [s for s in range(space.count) if s != space.status_quo and draw(st.booleans())]
    unseen = unseen if draw(st.integers(0, 3)) and len(unseen) < space.count else []
    for number, outcome in enumerate(unseen):
        own["rules"][f"x{number}"] = {"never": told(space, outcome)}
    return Situation.model_validate(own)


@dataclass
class Sets:
    """One hypergame under one concept as sets of outcomes of the base."""

    own_stable: dict[str, set[int]]
    expected: dict[str, set[int]]
    recognised: dict[str, set[int]]
    equilibria: set[int]
    arcs: set[Arc]
    ends_expected: dict[str, set[int]]


def defined(base: Model, seen: Seen, concept: str) -> Sets:
    """The definitions, said with sets; outcomes are told apart by their names."""
    rule = CONCEPTS[concept]
    index = {base.space.name(outcome): outcome for outcome in range(base.space.count)}
    games, places = {}, {}
    models = {actor: Model.of(seen[actor]) if actor in seen else base for actor in base.situation.actors}
    for actor, model in models.items():
        games[actor] = literal.game_of(model.moves, preferences_of(model.numbers()))
        places[actor] = [index[model.space.name(outcome)] for outcome in range(model.space.count)]
    own_stable, expected, recognised, ends = {}, {}, {}, {}
    arcs: set[Arc] = set()
    for actor, game in games.items():
        place = places[actor]
        recognised[actor] = set(place)
        own_stable[actor] = {place[s] for s in game.outcomes if literal.stable(game, rule, actor, s)}
        expected[actor] = {
            place[s] for s in game.outcomes if all(literal.stable(game, rule, other, s) for other in game.actors)
        }
        arcs |= {(place[s], place[t]) for s in game.outcomes for t in literal.open_improvements(game, rule, actor, s)}
        own_arcs, start = ahead.arcs(ahead.reading(game, rule)), models[actor].space.status_quo
        classes = literal.terminal_classes(own_arcs, game.outcomes)
        if start is not None:
            classes = literal.predicted(own_arcs, game.outcomes, start)
        ends[actor] = {place[s] for members in classes for s in members}
    reads = {actor: ahead.reading(game, rule) for actor, game in games.items()}
    for agreement, parties in base.moves.parties.items():
        believed = [
            {
                (places[party][s], places[party][t])
                for s in games[party].outcomes
                for t in games[party].joint[agreement][s]
                if consent.consents(reads[party], agreement, party, s, t)
            }
            for party in parties
        ]
        arcs |= set.intersection(*believed)
    everywhere = set.intersection(*recognised.values())
    equilibria = {s for s in everywhere if all(s in stable for stable in own_stable.values())}
    return Sets(own_stable, expected, recognised, equilibria, arcs, ends)


def indices(mask: Any) -> set[int]:
    return {int(index) for index in np.flatnonzero(mask)}


def check_against_definitions(situation: Situation, seen: Seen) -> None:
    result = perception(situation, seen, None, CONCEPTS)
    game, model = result.game, result.twin.model
    outcomes, start = range(model.space.count), model.space.status_quo
    truth = model.space.holds(situation.questions["q"].statement)
    for concept in CONCEPTS:
        sets = defined(model, seen, concept)
        seen_by_all = set.intersection(*sets.recognised.values())
        assert indices(game.equilibria(concept)) == sets.equilibria
        for actor in situation.actors:
            assert indices(game.recognised[actor]) == sets.recognised[actor]
            assert indices(game.own_stable(actor, concept)) == sets.own_stable[actor]
            assert indices(game.expected(actor, concept)) == sets.expected[actor]
            assert indices(game.surprise(actor, concept)) == sets.equilibria - sets.expected[actor]
            assert indices(game.disappointment(actor, concept)) == sets.expected[actor] - sets.equilibria
            assert set(game.expected_ends(actor, concept)) == sets.ends_expected[actor]
        assert set(game.unrecognised_by()) == set(outcomes) - seen_by_all
        graph = game.arrows(concept).graph
        assert set(zip(graph.source.tolist(), graph.target.tolist(), strict=True)) == sets.arcs
        rest = literal.holds(sets.arcs, outcomes)
        assert indices(game.holds(concept)) == rest & seen_by_all
        assert indices(game.rest_unseen(concept)) == rest - seen_by_all
        classes = literal.terminal_classes(sets.arcs, outcomes)
        counted = {members for members in classes if members <= seen_by_all}
        assert {frozenset(members) for members in game.possible_classes(concept)} == counted
        predicted, possible = game.answers("q", concept)
        assert possible == (literal.answer(truth, counted) if counted else None)
        ends = {outcome for members in counted for outcome in members}
        if start is not None:
            reached = literal.predicted(sets.arcs, outcomes, start)
            assert {frozenset(members) for members in game.predicted_classes(concept) or ()} == reached
            assert predicted == literal.answer(truth, reached)
            ends = {outcome for members in reached for outcome in members}
        else:
            assert predicted is None
        assert game.taken_aback(concept) == [a for a in situation.actors if ends - sets.ends_expected[a]]
        assert game.let_down(concept) == [a for a in situation.actors if sets.ends_expected[a] - ends]


def check_being_told(situation: Situation, seen: Seen) -> None:
    """Taking a perception away by hand and solving from the start gives what being told is said to change."""
    result = perception(situation, seen, None, ("nash", "seq"))
    for concept, actor in product(result.concepts, result.mistaken):
        found = result.told(concept, actor)
        afresh = perception(situation, {other: seen[other] for other in seen if other != actor}, None, (concept,))
        before, after = set(result.equilibria(concept)), set(afresh.equilibria(concept))
        assert {outcome + 1 for outcome in found.gained} == after - before
        assert {outcome + 1 for outcome in found.lost} == before - after
        turned = {"q": pair} if (pair := (result.fact("q", concept), afresh.fact("q", concept)))[0] != pair[1] else {}
        assert found.answers == turned
        mistaken, told = result.game.ends(concept), afresh.game.ends(concept)
        for other in situation.actors:
            gains = any(result.twin.view.better(other, b, a) for a in mistaken for b in told)
            loses = any(result.twin.view.better(other, a, b) for a in mistaken for b in told)
            if set(mistaken) == set(told):
                assert found.mistaken[other] == "same"
            elif not mistaken or not told:
                assert found.mistaken[other] == "open"
            else:
                verdicts = {(True, True): "open", (True, False): "gains", (False, True): "loses"}
                assert found.mistaken[other] == verdicts.get((gains, loses), "same")


def check_reading_b(situation: Situation, seen: Seen) -> None:
    """Reading B from the definition: own moves, alone and as a party, only within what is recognised."""
    result = perception(situation, seen, None, CONCEPTS)
    blind, model = result.blind(), result.twin.model
    sees = {actor: indices(mask) for actor, mask in result.game.recognised.items()}
    whole = literal.game_of(model.moves, preferences_of(model.numbers()))
    moves = {
        actor: [ends & sees[actor] if s in sees[actor] else frozenset() for s, ends in enumerate(whole.moves[actor])]
        for actor in whole.actors
    }
    joint = {}
    for agreement, ends in whole.joint.items():
        common = set.intersection(*(sees[party] for party in whole.parties[agreement]))
        joint[agreement] = [e & common if s in common else frozenset() for s, e in enumerate(ends)]
        taken = blind.result.model.moves.together[agreement]
        assert joint[agreement] == [frozenset(taken.from_(s).tolist()) for s in whole.outcomes]
    game = literal.Game(whole.actors, whole.outcomes, moves, whole.better_matrix, whole.rank, joint, whole.parties)
    for concept in CONCEPTS:
        for actor in game.actors:
            found = {outcome - 1 for outcome in blind.result.stable(concept, actor)}
            assert found == {s for s in game.outcomes if literal.stable(game, CONCEPTS[concept], actor, s)}
            assert not set(game.outcomes) - sees[actor] - found, "where it does not see, it stays"
        graph = blind.result.solution(concept).arrows[0].graph
        arcs = set(zip(graph.source.tolist(), graph.target.tolist(), strict=True))
        assert arcs == ahead.arcs(ahead.reading(game, CONCEPTS[concept]))
        resting = set(blind.rests_on_blindness(concept))
        clear = set(blind.result.equilibria(concept)) - resting
        assert clear <= set(result.twin.equilibria(concept))
        assert {outcome - 1 for outcome in clear} <= set.intersection(*sees.values())


def check_nobody_mistaken(result: Perception) -> None:
    """Where nobody sees another game, the hypergame is the game, in every respect."""
    game, twin = result.game, result.twin
    for concept in result.concepts:
        assert result.equilibria(concept) == twin.equilibria(concept)
        assert result.holds(concept) == twin.holds(concept)
        assert game.possible_classes(concept) == game.classes(concept) == twin.classes(concept)
        assert game.predicted_classes(concept) == twin.predicted_classes(concept)
        assert game.answers("q", concept) == twin.answers("q", concept)
        mine, theirs = game.arrows(concept), twin.solution(concept).arrows[0]
        for outcome in range(game.count):
            assert sorted(mine.leaving(outcome)) == sorted(theirs.leaving(outcome))
        assert not game.unrecognised_by()
        assert game.taken_aback(concept) == game.let_down(concept) == []
        for actor in game.games:
            assert result.surprise(concept, actor) == result.disappointment(concept, actor) == []
            assert (np.flatnonzero(game.own_stable(actor, concept)) + 1).tolist() == twin.stable(concept, actor)
    assert result.blind().result.data() == twin.data()


@given(misperceived())
def test_the_hypergame_is_its_definition(drawn: tuple[Situation, Seen]) -> None:
    check_against_definitions(*drawn)


@given(misperceived())
def test_the_value_of_being_told(drawn: tuple[Situation, Seen]) -> None:
    check_being_told(*drawn)


@given(misperceived())
def test_reading_b_is_its_definition(drawn: tuple[Situation, Seen]) -> None:
    check_reading_b(*drawn)


@given(misperceived())
def test_without_perceptions_it_is_the_game_itself(drawn: tuple[Situation, Seen]) -> None:
    situation, seen = drawn
    check_nobody_mistaken(perception(situation, {}, None, CONCEPTS))
    check_nobody_mistaken(perception(situation, dict.fromkeys(seen, situation), None, CONCEPTS))


@given(misperceived())
def test_it_can_be_said_and_written(drawn: tuple[Situation, Seen]) -> None:
    """No place of a message is left open in either language, and the JSON is what the methods say."""
    result = perception(*drawn, None, ("seq", "nash"))
    for language in ("en", "ar"):
        said = [*result.sentences(language), *result.blind().sentences(language)]
        assert said and not [sentence for sentence in said if "{" in sentence or "[[" in sentence]
    found = json.loads(result.to_json())["concepts"]["seq"]
    assert found["twin"]["equilibria"] == result.twin.equilibria("seq")
    assert found["hypergame_equilibria"] == result.equilibria("seq")
    assert set(found["told"]) == set(found["own_games"]) == set(drawn[1])
    listed = {row["id"] for row in result.outcome_rows("seq") if row["equilibrium"] == "yes"}
    assert listed == set(result.equilibria("seq"))


@pytest.mark.slow
@given(misperceived())
def test_everything_many_times(drawn: tuple[Situation, Seen]) -> None:
    check_against_definitions(*drawn)
    check_being_told(*drawn)
    check_reading_b(*drawn)


def test_comparing_ends_is_cautious() -> None:
    """Gains only if nothing is worse and by more than the inertia: sets that cross are open, equal sets the same."""
    goals = {"g1": {"want": "s1", "weight": 3}, "g2": {"want": "s2", "weight": 1}}
    data = {
        "detente": "1",
        "actors": {"a": {}, "b": {}, "c": {"inertia": 2}},
        "outcomes": ["s0", "s1", "s2"],
        "moves": {},
        "preferences": {"a": {"ranking": [["s2"], ["s1"], ["s0"]]}, "c": {"goals": goals}},
    }
    view = perception(Situation.model_validate(data), {}).twin.view
    assert compared(view, "a", [1, 2], [0, 1]) == "gains"
    assert compared(view, "a", [0], [1, 2]) == "loses"
    assert compared(view, "a", [0, 2], [1]) == "open"
    assert compared(view, "a", [0, 2], [2, 0]) == "same"
    assert compared(view, "b", [0], [2]) == "same"
    assert compared(view, "a", [], [1]) == "open"
    assert compared(view, "c", [1], [0]) == "gains"
    assert compared(view, "c", [2], [0]) == compared(view, "c", [0], [2]) == "same"
