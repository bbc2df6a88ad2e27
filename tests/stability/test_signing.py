"""Who signs in vain, and who does not sign because of what it sees: told by the hypergame that it is read from."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

import detente as dt
from detente.bargaining.agreement.result import refusing, story
from detente.situation.model import Situation
from detente.stability.concepts import CONCEPTS
from detente.stability.perception.result import perception
from detente.stability.perception.signing import refusals, vain
from tests.conftest import examples
from tests.stability import foreseen
from tests.stability import literal_consent as consent
from tests.stability import literal_foresight as ahead
from tests.stability.literal_foresight import literal

VIEWS = Path(__file__).parents[1] / "published" / "foresight" / "views"


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        ("reward_in_vain", "Ann signs for a reward that does not come: carl would act."),
        (
            "reward_in_vain",
            "Signed in vain: ann and bob would agree on: sign. Ann loses by it in fact; telling ann how things are "
            "would stop it.",
        ),
        (
            "hope_leave_any",
            "Not signed: court: the judge rules. Per would gain, but expects that then ecu would leave court. It would "
            "sign if nobody could take it back alone.",
        ),
    ],
)
def test_why_it_is_signed_or_not(case: str, sentence: str) -> None:
    assert sentence in dt.perception(dt.load(VIEWS / f"{case}.yaml"), ("seq",)).sentences()


def test_a_step_that_somebody_does_not_see_is_not_signed(tmp_path: Path) -> None:
    """With the landing hidden from one of them both would gain by the pact, and it is not signed: said why."""
    text = (VIEWS / "hope.yaml").read_text(encoding="utf-8").split("perceptions:")[0]
    file = tmp_path / "unseen.yaml"
    hidden = "perceptions: {per: {preferences: {per: {goals: {end: {want: court.rule, weight: 1}}}}}}\n"
    file.write_text(text + hidden.replace("preferences", "rules: {unthinkable: {never: court.rule}}, preferences"))
    result = dt.perception(dt.load(file), ("seq",))
    assert not result.game.arrows("seq").leaving(0)
    assert any("Per does not see it as possible." in sentence for sentence in result.sentences())
    assert all("{" not in sentence for sentence in result.sentences("ar"))


@pytest.mark.parametrize("concept", list(CONCEPTS))
@given(seen=foreseen.differing())
def test_what_is_told_of_signing_is_so(concept: str, seen: tuple[Situation, dict[str, Situation]]) -> None:
    """By the definitions: who does not sign, what would be kept, who loses, and what does not come."""
    situation, views = seen
    given = consent.views(situation, views, concept)
    game, start = perception(situation, views, {}, (concept,)).game, given.base.start
    assert start is not None
    read = given.base.read
    without = literal.predicted(_own(given), read.game.outcomes, start)
    for one in vain(game, concept):
        assert (start, one.landing) in consent.signed(given, one.agreement)
        outside = read.outside(one.agreement)
        ends = _ends(given, outside, one.landing)
        for party in read.game.parties[one.agreement]:
            lost = all(read.game.better(party, end, old) for end in ends for old in consent.members(without))
            assert lost == (party in one.losing)
        for party, (at, reward) in one.rewards.items():
            own = given.of[party]
            here = own.place.index(at)
            expected = {own.place[end] for end in ahead.ends(own.read, outside, here)}
            assert reward in expected and not expected & ends
    for two in refusals(game, concept):
        assert not any(s == start for s, _ in consent.signed(given, two.agreement))
        own = given.of[two.party]
        move = (start, two.landing)
        assert move not in consent.consented(own, two.agreement, two.party)
        if two.why == "unseen":
            assert not set(move) <= own.sees()
        else:
            assert two.own is not None and two.by in read.game.parties[two.agreement]
            one, other = (own.place.index(outcome) for outcome in two.own)
            assert other in own.read.sure[two.by][one]


def _own(given: consent.Views) -> set[tuple[int, int]]:
    found = set()
    for actor, view in given.of.items():
        found |= view.on_base({(s, t) for s in view.read.game.outcomes for t in view.read.sure[actor][s]})
    return found


def _ends(given: consent.Views, outside: tuple[str, ...], landing: int) -> set[int]:
    """Where those outside take a landing in fact, each by its own game."""
    arcs = set()
    for actor in outside:
        view = given.of[actor]
        arcs |= view.on_base({(s, t) for s in view.read.game.outcomes for t in view.read.sure[actor][s]})
    if not given.base.read.looks_ahead and not outside:
        return {landing}
    return consent.members(literal.predicted(arcs, given.base.read.game.outcomes, landing))


@examples(100)
@given(seen=foreseen.differing())
def test_the_deal_and_the_hypergame_agree_on_who_signs(seen: tuple[Situation, dict[str, Situation]]) -> None:
    """A package that nobody refuses is a joint step that is signed; one that somebody refuses is not."""
    situation, views = seen
    game = perception(situation, views, {}, ("seq",)).game
    space, arrows = game.base.model.space, game.arrows("seq")
    found = story(situation, views, "pact")
    for offer in found.offers():
        start = space.with_levels(list(found.setting.base))
        landing = space.with_levels(list(found.setting.levels(offer.package)))
        assert start is not None
        signed = landing is not None and ("pact", landing) in arrows.leaving(start)
        assert signed == (not refusing(found, offer.package))


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        (
            "own_sacrifice",
            "A sacrifice that would pay, for information only: mak would change the name. That alone is no gain, but "
            "then west would invite, and mak would be better off than by waiting.",
        ),
        (
            "own_fears_no_leaving",
            "Gre and mak would agree on: the name is changed. What follows is sure: west would invite. Counting that, "
            "all of them gain and none turns back: it is signed for what follows.",
        ),
    ],
)
def test_what_follows_is_told(case: str, sentence: str) -> None:
    result = dt.stability(dt.load(VIEWS.parent / "situations" / f"{case}.yaml"))
    assert sentence in result.sentences()
    assert len(result.sentences("ar")) == len(result.sentences())


def test_both_sign_and_both_lose() -> None:
    found = " ".join(dt.perception(dt.load(VIEWS / "own_hope_in_vain.yaml"), ("seq",)).sentences())
    assert "lose by it in fact; telling ecu how things are would stop it" in found
