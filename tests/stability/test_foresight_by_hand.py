"""One small situation for each word of the definition of what follows on which no other case turns.

ann and bob may sign `pact.sign`; who signs it, and why, is said case by case.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from detente.outcomes.preferences import preferences_of
from detente.situation.model import Situation
from detente.stability.concepts import CONCEPTS
from detente.stability.solve import Model
from tests.stability import literal_foresight as ahead
from tests.stability.literal_foresight import literal

Wants = dict[str, dict[str, float]]


def situation(
    options: dict[str, list[str]],
    wants: Wants,
    never: tuple[str, ...] = (),
    leave: str = "never",
    inertia: float = 0,
    cuts: dict[str, Any] | None = None,
) -> Situation:
    """Options only go forward; a want is a statement and what it is worth (minus: to be avoided)."""
    actors = {actor: {} for actor in ("ann", "bob", "carl", "dora")}
    return Situation.model_validate(
        {
            "detente": "1",
            "actors": {**actors, "ann": {"inertia": str(inertia)}} if inertia else actors,
            "options": {a: {name: {"move": "forward"} for name in names} for a, names in options.items()},
            "agreements": {"pact": {"parties": ["ann", "bob"], "terms": {"sign": {"leave": leave}}}},
            "rules": {f"r{place}": {"never": said} for place, said in enumerate(never)},
            "cuts": cuts or {},
            "status_quo": {"pact.sign": "no"},
            "preferences": {
                actor: {"goals": {f"g{n}": {"want": w, "weight": str(v)} for n, (w, v) in enumerate(said.items())}}
                for actor, said in wants.items()
            },
        }
    )


def signs(given: Situation, concept: str = "seq") -> bool:
    """Whether they sign from the status quo, nothing else changing."""
    model = Model.of(given)
    game = literal.game_of(model.moves, preferences_of(model.numbers()))
    nothing = " and ".join(f"not {axis.owner}.{axis.name}" for axis in model.space.axes if axis.kind == "option")
    landing = int(np.flatnonzero(model.space.holds(f"pact.sign and {nothing}"))[0])
    assert model.space.status_quo is not None
    return ahead.credible(ahead.reading(game, CONCEPTS[concept]), "pact", model.space.status_quo, landing)


BOB = {"pact.sign": 1.0}


@pytest.mark.parametrize(("hurt", "signed"), [(2, True), (3, False)])
def test_fear_is_measured_by_what_comes_without_a_deal(hurt: float, signed: bool) -> None:
    """carl's gift (4) comes anyway, the deal brings 3; a blow of carl's is unsure, for dora would hit back, but feared.

    A blow of 3 leaves ann with the gift alone: better than today, but no better than without a deal.
    """
    options = {"carl": ["gift", "blow"], "dora": ["hit"]}
    never = ("carl.blow and not pact.sign", "carl.blow and not carl.gift", "dora.hit and not carl.blow")
    wants = {
        "ann": {"carl.gift": 4.0, "pact.sign": 3.0, "carl.blow": -hurt},
        "bob": BOB,
        "carl": {"carl.gift": 9.0, "carl.blow": 1.0, "dora.hit": -20.0},
        "dora": {"dora.hit": 1.0},
    }
    assert signs(situation(options, wants, never)) == signed


@pytest.mark.parametrize(("mends", "signed"), [(1, True), (0, False)])
def test_a_reply_mends_only_what_it_lifts_above_what_comes_without_a_deal(mends: float, signed: bool) -> None:
    """The same blow of 3; under SSEQ ann may reply, and the reply must leave it more than the gift alone."""
    options = {"ann": ["shield"], "carl": ["gift", "blow"], "dora": ["hit"]}
    never = (
        "carl.blow and not (pact.sign and carl.gift)",
        "dora.hit and not carl.blow",
        "ann.shield and not carl.blow",
    )
    wants = {
        "ann": {"carl.gift": 4.0, "pact.sign": 3.0, "carl.blow": -3.0, "ann.shield": mends},
        "bob": BOB,
        "carl": {"carl.gift": 9.0, "carl.blow": 1.0, "dora.hit": -20.0},
        "dora": {"dora.hit": 1.0},
    }
    assert signs(situation(options, wants, never), "sseq") == signed
    assert not signs(situation(options, wants, never), "seq")


@pytest.mark.parametrize(("sure", "signed"), [(True, True), (False, False)])
def test_a_low_point_on_the_course_spoils_nothing(sure: bool, signed: bool) -> None:
    """carl taxes the deal and dora then pays more than it took. It is no fear, for the money is sure to come.

    If dora's payment is not sure, the tax is an end.
    """
    wants = {
        "ann": {"pact.sign": 1.0, "carl.tax": -3.0, "dora.pay": 5.0},
        "bob": BOB,
        "carl": {"carl.tax": 1.0},
        "dora": {"dora.pay": 1.0 if sure else -1.0},
    }
    options = {"carl": ["tax"], "dora": ["pay"]}
    assert signs(situation(options, wants, ("carl.tax and not pact.sign", "dora.pay and not carl.tax"))) == signed


def tempted(cash: float, inertia: float = 0, purses: bool = False) -> Situation:
    """Signing costs 1 and then brings carl's money (4: an end of 3); until then ann may cash in, and keep the cost.

    With two purses carl may pay 7 instead (an end of 6), whichever it likes.
    """
    ways = ["pay", "more"] if purses else ["pay"]
    never = ["ann.cash and not pact.sign"]
    never += [f"carl.{way} and not pact.sign" for way in ways] + [f"carl.{way} and ann.cash" for way in ways]
    never += ["carl.pay and carl.more"] if purses else []
    money = {"carl.pay": 4.0, "carl.more": 7.0} if purses else {"carl.pay": 4.0}
    wants = {
        "ann": {"pact.sign": -1.0, "ann.cash": cash, **money},
        "bob": {"pact.sign": -1.0, **money},
        "carl": {f"carl.{way}": 1.0 for way in ways},
    }
    return situation({"ann": ["cash"], "carl": ways}, wants, tuple(never), inertia=inertia)


@pytest.mark.parametrize(
    ("given", "signed"),
    [
        (tempted(3.9), True),
        (tempted(4), False),
        (tempted(5), False),
        (tempted(3.5, inertia=1), True),
        (tempted(4.5, purses=True), False),
        (tempted(3.5, purses=True), True),
    ],
    ids=["waits", "as good as the end", "better", "within inertia is still less", "as good as one end", "as none"],
)
def test_on_the_way_a_party_waits_for_what_is_better(given: Situation, signed: bool) -> None:
    assert signs(given) == signed


def test_a_party_waits_only_if_no_end_at_all_is_as_bad() -> None:
    """On the good road ann could cash in for less than the good road brings, but no less than the bad one would.

    The ends are those of the landing, wherever on the way the party stands.
    """
    never = (
        "carl.good and carl.bad",
        "carl.good and not pact.sign",
        "carl.bad and not pact.sign",
        "ann.cash and not carl.good",
        "ann.cash and dora.pay",
        "dora.pay and not (carl.good or carl.bad)",
    )
    money = {"pact.sign": -1.0, "dora.pay and carl.good": 7.0, "dora.pay and carl.bad": 4.0}
    wants = {
        "ann": {**money, "ann.cash": 4.5},
        "bob": money,
        "carl": {"carl.good or carl.bad": 1.0},
        "dora": {"dora.pay": 1.0},
    }
    options = {"ann": ["cash"], "carl": ["good", "bad"], "dora": ["pay"]}
    assert not signs(situation(options, wants, never))
    wants["ann"]["ann.cash"] = 3.5
    assert signs(situation(options, wants, never))


@pytest.mark.parametrize(("hurt", "signed"), [(1, True), (2, False), (4, False)])
def test_fear_is_measured_by_the_best_that_comes_without_a_deal(hurt: float, signed: bool) -> None:
    """Without a deal carl gives 2 or 4; the deal brings 6, and an unsure blow takes from it.

    What is left must be more than 4: that it is more than 2 is not enough.
    """
    never = (
        "carl.some and carl.more",
        "pact.sign and (carl.some or carl.more)",
        "carl.blow and not pact.sign",
        "dora.hit and not carl.blow",
    )
    wants = {
        "ann": {"carl.some": 2.0, "carl.more": 4.0, "pact.sign": 6.0, "carl.blow": -hurt},
        "bob": BOB,
        "carl": {"carl.some or carl.more": 1.0, "carl.blow": 1.0, "dora.hit": -5.0},
        "dora": {"dora.hit": 1.0},
    }
    options = {"carl": ["some", "more", "blow"], "dora": ["hit"]}
    assert signs(situation(options, wants, never)) == signed


def test_an_own_gain_that_does_not_last_blocks_no_deal() -> None:
    """ann's own step brings 6 until carl answers it and leaves 2; the deal brings 4, and stays.

    The old rule sees the 6 and asks for more; under R, where nobody looks so far, it still does.
    """
    wants = {
        "ann": {"ann.grab": 6.0, "carl.claim": -4.0, "pact.sign": 4.0},
        "bob": BOB,
        "carl": {"carl.claim": 1.0},
    }
    given = situation(
        {"ann": ["grab"], "carl": ["claim"]}, wants, ("ann.grab and pact.sign", "carl.claim and not ann.grab")
    )
    assert signs(given, "seq") and signs(given, "sseq")
    assert not signs(given, "nash")


def test_the_same_outsider_does_not_fear_itself_forward() -> None:
    """A step that only the same actor could take next, and not at once (a cut), is no answer: nobody moves twice."""
    wants = {
        "ann": {"pact.sign": 1.0, "carl.pay": 4.0, "carl.blow": -9.0},
        "bob": BOB,
        "carl": {"carl.pay": 1.0, "carl.blow": 1.0, "dora.hit": -5.0},
        "dora": {"dora.hit": 1.0},
    }
    never = ("carl.pay and not pact.sign", "carl.blow and not carl.pay", "dora.hit and not carl.blow")
    options = {"carl": ["pay", "blow"], "dora": ["hit"]}
    cut = {"c": {"actor": "carl", "from": "not carl.pay", "to": "carl.blow"}}
    assert not signs(situation(options, wants, never))
    assert signs(situation(options, wants, never, cuts=cut))
