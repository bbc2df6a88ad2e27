"""What the definitions of what follows, of consent and of no deal must make true, on random situations."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from detente.outcomes.preferences import preferences_of
from detente.situation.model import Situation
from detente.stability.concepts import CONCEPTS
from detente.stability.solve import Model
from tests import strategies
from tests.stability import foreseen
from tests.stability import literal_consent as consent
from tests.stability import literal_foresight as ahead
from tests.stability.literal_foresight import Reading, literal

AHEAD = ("seq", "sseq")
MODELS = st.one_of(foreseen.models(), foreseen.models(), strategies.models())


def read_under(model: Model, concept: str) -> Reading:
    game = literal.game_of(model.moves, preferences_of(model.numbers()))
    return ahead.reading(game, CONCEPTS[concept])


def joint_moves(read: Reading) -> list[tuple[str, int, int]]:
    game = read.game
    return [(g, s, t) for g, together in game.joint.items() for s in game.outcomes for t in together[s]]


def anybody_moves(read: Reading, movers: tuple[str, ...], outcome: int) -> bool:
    return any(read.sure[mover][outcome] for mover in movers)


@given(MODELS, st.sampled_from(["nash", "gmr", "smr"]))
def test_who_does_not_look_ahead_signs_as_before(model: Model, concept: str) -> None:
    read = read_under(model, concept)
    assert ahead.arcs(read) == literal.arcs(read.game, read.concept)


@given(MODELS, st.sampled_from(AHEAD))
def test_where_nothing_follows_it_is_the_old_rule(model: Model, concept: str) -> None:
    """No outsider moves on from t and nobody alone from s: word for word what `literal.credible` says."""
    read = read_under(model, concept)
    quiet = [
        (agreement, start, landing)
        for agreement, start, landing in joint_moves(read)
        if not anybody_moves(read, read.outside(agreement), landing)
        and not anybody_moves(read, read.game.actors, start)
    ]
    assume(quiet)
    for agreement, start, landing in quiet:
        old = literal.credible(read.game, read.concept, agreement, start, landing)
        assert ahead.credible(read, agreement, start, landing) == old


@given(MODELS, st.sampled_from(list(CONCEPTS)))
def test_drift_is_where_it_goes_if_no_deal_is_ahead(model: Model, concept: str) -> None:
    read, start = read_under(model, concept), model.space.status_quo
    assume(start is not None)
    graph, quiet = ahead.arcs(read), ahead.drift(read, start or 0)
    passed = literal.reachable(graph, start or 0)
    joint = set().union(*(ahead.joint_arcs(read, agreement) for agreement in read.game.joint))
    if not any(s in passed for s, _ in joint):
        assert literal.predicted(graph, read.game.outcomes, start or 0) == quiet
    if read.looks_ahead:
        assert consent.members(quiet) == ahead.without_a_deal(read, start or 0)
    alone = anybody_moves(read, read.game.actors, start or 0)
    assert (quiet == {frozenset({start})}) == (not alone) or any(start in each and len(each) > 1 for each in quiet)


@given(foreseen.models(), st.sampled_from(list(CONCEPTS)))
def test_if_all_see_the_same_consent_of_all_is_credible(model: Model, concept: str) -> None:
    """Every actor sees a situation of its own that is word for word the base."""
    situation = model.situation
    given_views = consent.views(situation, dict.fromkeys(situation.actors, situation), concept)
    assert all(view is not given_views.base for view in given_views.of.values())
    read = given_views.base.read
    for agreement in read.game.joint:
        assert consent.signed(given_views, agreement) == ahead.joint_arcs(read, agreement)
    assert consent.arcs(given_views) == ahead.arcs(read)
    assert consent.predicted(given_views) == consent.twin(given_views)
    assert consent.taken_aback(given_views) == consent.let_down(given_views) == []
    assert consent.signed_against_expectation(given_views) == []


@given(foreseen.differing(), st.sampled_from(list(CONCEPTS)))
def test_what_consent_makes_true(drawn: tuple[Situation, dict[str, Situation]], concept: str) -> None:
    situation, seen = drawn
    given_views = consent.views(situation, seen, concept)
    for agreement, parties in given_views.base.read.game.parties.items():
        signed = consent.signed(given_views, agreement)
        own: dict[str, set[literal.Arc]] = {
            p: given_views.of[p].on_base(ahead.joint_arcs(given_views.of[p].read, agreement)) for p in parties
        }
        assert set.intersection(*own.values()) <= signed, "what all find credible is signed"
        for party in parties:
            assert own[party] <= consent.consented(given_views.of[party], agreement, party)
            assert all({s, t} <= given_views.of[party].sees() for s, t in signed)
        against = {(s, t) for g, s, t, _ in consent.signed_against_expectation(given_views) if g == agreement}
        assert against == signed - set.intersection(*own.values())
    for actor in seen:
        afresh = consent.views(situation, {other: seen[other] for other in seen if other != actor}, concept)
        assert consent.predicted(consent.told(given_views, actor)) == consent.predicted(afresh)


@given(foreseen.models(), st.sampled_from(AHEAD))
def test_what_a_package_is_worth_in_deal_agrees_with_worth_it(model: Model, concept: str) -> None:
    """From one quiet end of the drift, a package is better for all by its least end iff it is worth it from there."""
    read = read_under(model, concept)
    final = ahead.without_a_deal(read, model.space.status_quo or 0)
    assume(len(final) == 1)
    (start,) = final
    for agreement in read.game.joint:
        outside = read.outside(agreement)
        for landing, party in product(read.game.joint[agreement][start], read.game.parties[agreement]):
            rank = read.game.rank[party]
            least = ahead.with_what_follows(read, agreement, rank, landing)
            outcome = next(s for s in read.game.outcomes if rank[s] == least)
            assert read.game.better(party, start, outcome) == ahead.worth_it(read, outside, party, start, landing)


@given(foreseen.models(), st.sampled_from(AHEAD))
def test_a_sacrifice_is_no_step_that_pays_and_is_no_arc(model: Model, concept: str) -> None:
    read = read_under(model, concept)
    for start in read.game.outcomes:
        for actor, _, landing, final in ahead.sacrifices(read, start):
            assert landing not in read.sure[actor][start]
            assert final != [landing], "others move on"
            for without, end in product(ahead.without_a_deal(read, start), final):
                assert read.game.better(actor, without, end)


@pytest.mark.parametrize("concept", AHEAD)
def test_the_random_situations_are_not_all_alike(concept: str) -> None:
    """Among the drawn there are deals signed for what follows, deals no longer signed, cycles and sacrifices."""
    met: set[str] = set()

    @settings(max_examples=120, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(foreseen.models())
    def look(model: Model) -> None:
        read = read_under(model, concept)
        signed = {(g, s, t) for g in read.game.joint for s, t in ahead.joint_arcs(read, g)}
        before = {move for move in joint_moves(read) if literal.credible(read.game, read.concept, *move)}
        found = {
            "for what follows": signed - before,
            "no longer": before - signed,
            "as before": before & signed,
            "outsiders go round": any(
                len(ahead.last(read, read.outside(g), s)) > 1 for g in read.game.joint for s in read.game.outcomes
            ),
            "a sacrifice": any(ahead.sacrifices(read, s) for s in read.game.outcomes),
        }
        met.update(name for name, there in found.items() if there)

    look()
    assert met == {"for what follows", "no longer", "as before", "outsiders go round", "a sacrifice"}


def test_values_with_what_follows_are_the_least_over_the_ends() -> None:
    """The outsider undoes by half what the deal brings: the deal is worth what is left."""
    data = {
        "detente": "1",
        "actors": {"ann": {}, "bob": {}, "carl": {}},
        "options": {"carl": {"tax": None}},
        "agreements": {"pact": {"parties": ["ann", "bob"], "terms": {"open": {"leave": "never"}}}},
        "status_quo": {"carl.tax": "no"},
        "preferences": {
            "ann": {"goals": {"open": {"want": "pact.open", "weight": 4}, "tax": {"avoid": "carl.tax", "weight": 2}}},
            "bob": {"goals": {"open": {"want": "pact.open", "weight": 1}}},
            "carl": {"goals": {"tax": {"want": "carl.tax and pact.open", "weight": 1}}},
        },
    }
    model = Model.of(Situation.model_validate(data))
    signed = int(np.flatnonzero(model.space.holds("pact.open and not carl.tax"))[0])
    worth = 4.0 * model.space.holds("pact.open") - 2.0 * model.space.holds("carl.tax")
    assert ahead.with_what_follows(read_under(model, "seq"), "pact", worth, signed) == 2
    assert ahead.with_what_follows(read_under(model, "nash"), "pact", worth, signed) == 4
