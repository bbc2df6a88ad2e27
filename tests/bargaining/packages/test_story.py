"""The deal section: what blocks, what would open a deal, what can be held back, whether it lasts; all re-checked."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

import detente as dt
from detente.bargaining.agreement.draws import Futures
from detente.bargaining.agreement.holding import Signed
from detente.bargaining.agreement.levers import Lever, levers
from detente.bargaining.agreement.measure import values
from detente.bargaining.agreement.opening import changed, opening
from detente.bargaining.agreement.result import Story, story, worth_it
from detente.bargaining.agreement.sentences import sections
from detente.bargaining.agreement.what_would_open import changes
from detente.bargaining.packages.audit import audit
from detente.bargaining.packages.negotiation import gains
from detente.situation.model import Held, Situation, Standing
from detente.situation.quantity import Known
from detente.stability.concepts import REPORTED
from detente.stability.solve import Model, solve
from tests.bargaining.packages.negotiable import Literal, negotiable
from tests.bargaining.packages.test_agreed import deal_about, situation_of
from tests.conftest import examples


def with_weight(situation: Situation, path: tuple[str, ...], value: Fraction) -> Situation:
    """The situation with this number at a goal's weight or in a points table."""
    _, party, *inner = path
    want = situation.preferences[party]
    if inner[0] == "goals":
        goal = (want.goals or {})[inner[1]]
        weight = goal.weight.model_copy(update={"form": Known(value)})
        want = want.model_copy(
            update={"goals": {**(want.goals or {}), inner[1]: goal.model_copy(update={"weight": weight})}}
        )
    else:
        table = dict((want.points or {})[inner[1]])
        table[inner[2]] = table[inner[2]].model_copy(update={"form": Known(value)})
        want = want.model_copy(update={"points": {inner[1]: table}})
    return situation.model_copy(update={"preferences": {**situation.preferences, party: want}})


@examples(50)
@given(negotiable())
def test_everything_can_be_told_in_both_languages(situation: Situation) -> None:
    mistaken = {**situation.preferences, "p1": situation.preferences["p0"]}
    views = {"p0": situation.model_copy(update={"preferences": mistaken})}
    found = story(situation, views)
    for language in ("en", "ar"):
        told = sections(found, language)
        assert [name for name, _ in told][:2] == ["without", "zone"]
        assert all(line.strip() and "{" not in line for _, lines in told for line in lines)
    assert json.loads(found.to_json())["agreement"] == "deal"
    assert len(found.rows()) <= 12
    assert repr(found).startswith("Story(deal")


@examples(50)
@given(negotiable())
def test_the_nearest_packages_are_nearest(situation: Situation) -> None:
    literal, found = Literal(situation), deal_about(situation)
    assume(not literal.worth_it() and found.setting is not None)
    near = opening(found)
    some = [gain for gain in literal.gains.values() if max(gain) > 0]
    baseline = [] if isinstance(literal.record.disagreement, dict) else literal.ends
    others = [gain for package, gain in literal.gains.items() if package not in baseline]
    short = [tuple(max(i - g, Fraction(0)) for g, i in zip(gain, literal.inertia, strict=True)) for gain in others]
    assert (near.equal is None) == (not others)
    if near.equal is not None and near.total is not None:
        assert found.setting.levels(near.equal.package) not in baseline
        assert (max(near.equal.short), sum(near.equal.short)) == min((max(one), sum(one)) for one in short)
        assert (sum(near.total.short), max(near.total.short)) == min((sum(one), max(one)) for one in short)
    for party, offer in enumerate(near.solo):
        suited = [
            max(literal.inertia[party] - gain[party], Fraction(0))
            for gain in some
            if all(g > i for place, (g, i) in enumerate(zip(gain, literal.inertia, strict=True)) if place != party)
        ]
        assert (offer is None) == (not suited)
        if offer is not None:
            assert offer.short[party] == min(suited)
            reasons = near.reasons[party]
            given_up = literal.d[party] if found.setting.kind == "numbers" else 0
            assert sum((reason.value for reason in reasons), Fraction(0)) - given_up == offer.gains[party]
    for step in near.steps:
        wider = changed(situation, "deal", step.rules, step.pledges)
        assert worth_it(deal_about(wider))


def test_the_nearest_package_may_be_one_that_something_dominates() -> None:
    """Joint activity with the forces as they are: no deal dominates it, and every other package is further off."""
    found = dt.deal(dt.load("kuril/2019-01")).deal
    near = opening(found)
    assert near.equal is not None and near.equal == near.total
    changed = {name for name, level in found.negotiation.named(near.equal.package).items() if level == "present"}
    assert found.negotiation.named(near.equal.package)["joint_activity"] == "yes" and changed == {"russia.forces"}
    assert near.equal.short == (Fraction(13, 20), Fraction(1, 2))
    assert near.equal.package not in [point.example for point in found.frontier.points]


@examples(50)
@given(negotiable())
def test_a_number_that_opens_a_deal_does_and_a_hair_before_it_does_not(situation: Situation) -> None:
    found = deal_about(situation)
    assume(not worth_it(found) and found.setting is not None)
    assert found.setting is not None
    for change in changes(found.setting):
        hair = (1 if change.more else -1) * max(abs(change.needed), abs(change.now)) / 10**5
        assert worth_it(deal_about(with_weight(situation, change.path, change.needed + hair)))
        if change.exact:
            assert not worth_it(deal_about(with_weight(situation, change.path, change.needed - hair)))


@examples(50)
@given(negotiable(), st.randoms(use_true_random=False))
def test_what_becomes_of_a_signed_package(situation: Situation, dice: Any) -> None:
    found = deal_about(situation)
    assert found.setting is not None
    signed = Signed(found.setting, Model.of(situation))
    literal = Literal(situation)
    outcome = dice.choice(literal.packages)
    package = tuple(outcome[place] for place in found.setting.places)
    held = signed.held(package)
    assert signed.faults(held) == []
    for concept, solution in solve(signed.model, None, REPORTED).items():
        assert held.verdicts[concept] in allowed(signed, solution.arrows[0], literal.outcomes.index(outcome))
    if held.bound:
        places = [signed.model.space.axes.index(axis) for axis in held.bound]
        assert held.concept is not None
        assert signed.with_bound(held.concept, literal.outcomes.index(outcome), places)[0] != "broken"
        for place in places:
            fewer = [other for other in places if other != place]
            assert signed.with_bound(held.concept, literal.outcomes.index(outcome), fewer)[0] == "broken"
    for weight in held.weights:
        assert held.concept is not None
        past = weight.needed * (1 + Fraction(1, 10**6) * (1 if abs(weight.needed) > abs(weight.now) else -1))
        other = Model.of(with_weight(situation, weight.path, past))
        arrows = solve(other, None, (held.concept,), start=literal.outcomes.index(outcome))[held.concept].arrows[0]
        assert signed.verdict(arrows, literal.outcomes.index(outcome))[0] in ("holds", "kept")


def allowed(signed: Signed, arrows: Any, start: int) -> set[str]:
    """The verdicts that fit, read off the whole graph one arc after another."""
    after: dict[int, list[tuple[str, int]]] = {}
    for outcome in range(signed.model.space.count):
        after[outcome] = arrows.leaving(outcome)
    reach: dict[int, set[int]] = {}
    for outcome in after:
        seen, queue = {outcome}, [outcome]
        while queue:
            for _, end in after[queue.pop()]:
                if end not in seen:
                    seen.add(end)
                    queue.append(end)
        reach[outcome] = seen
    if not after[start]:
        return {"holds"}
    ends = {one for one in reach[start] if all(one in reach[end] for end in reach[one])}
    levels = signed.model.space.levels[:, list(signed.setting.places)]
    same = {outcome for outcome in after if (levels[outcome] == levels[start]).all()}
    if ends <= same:
        return {"kept"}
    leaving = {
        mover for outcome in reach[start] for mover, end in after[outcome] if outcome in same and end not in same
    }
    return {"renegotiated" if mover == "deal" else "broken" for mover in leaving}


@examples(50)
@given(negotiable())
def test_what_holding_a_docket_back_is_worth(situation: Situation) -> None:
    found, literal = deal_about(situation), Literal(situation)
    setting = found.setting
    assert setting is not None
    for lever in levers(found):
        there = held_off(situation, literal, found, lever)
        off, d = there.base, there.d
        assert lever.off == tuple(off[place] for place in setting.places)
        places = {place: setting.places[place] for place in range(len(setting.places))}
        taken_up = list(off)  # the docket alone from there: what nobody bargains over stays where their steps led
        for place in setting.places:
            taken_up[place] = literal.base[place]
        if feasible := tuple(taken_up) in literal.worths[0]:
            assert lever.alone == tuple(w[tuple(taken_up)] - one for w, one in zip(literal.worths, d, strict=True))
        assert lever.stands_alone == (feasible and setting.worth_it(lever.alone))
        for name, linked in lever.linked.items():
            mine = [places[issue] for issue in docket_of(situation, name, found)]
            count = only = 0
            for row in Futures.of(situation).packages(off).levels.tolist():
                if all(row[place] == off[place] for place in mine):
                    continue
                u = tuple(worth[tuple(row)] for worth in literal.worths)
                if setting.worth_it(gains(u, d)):
                    count += 1
                    only += not setting.worth_it(gains(u, found.d))
            assert (linked.count, linked.only) == (count, only)
            assert linked.worth_it == (count > 0)
        for party, loss in lever.withheld.items():
            row = list(literal.base)
            for issue in lever.issues:
                axis = setting.axes[places[issue]]
                if axis.kind == "option" and axis.owner == party:
                    row[places[issue]] = off[places[issue]]
            worth = literal.worths[literal.record.parties.index(party)]
            assert loss == worth[literal.base] - worth[tuple(row)]


def held_off(situation: Situation, literal: Literal, found: Any, lever: Lever) -> Literal:
    """The same situation standing where the docket is off, and with the docket held there."""
    setting = found.setting
    start = list(literal.base)
    for issue in lever.issues:
        start[setting.places[issue]] = lever.off[issue]
    held = [Held(hold=setting.axes[setting.places[issue]].label) for issue in lever.issues]
    record = situation.agreements["deal"]
    kind = "as_it_stands" if isinstance(record.disagreement, dict) else record.disagreement
    return Literal(
        situation.model_copy(
            update={
                "status_quo": {
                    x.label: Standing(level=x.levels[level]) for x, level in zip(setting.axes, start, strict=True)
                },
                "held": (*situation.held, *held),
                "agreements": {"deal": record.model_copy(update={"disagreement": kind})},
            }
        )
    )


def docket_of(situation: Situation, name: str, found: Any) -> list[int]:
    names = [issue.name for issue in found.negotiation.issues]
    return [names.index(term) for term in situation.agreements["deal"].dockets[name].terms]


@examples(50)
@given(negotiable())
def test_who_gave_more_than_needed(situation: Situation) -> None:
    found, literal = deal_about(situation), Literal(situation)
    assert found.setting is not None
    for outcome in literal.packages[:6]:
        judged = audit(found, tuple(outcome[place] for place in found.setting.places))
        u = tuple(worth[outcome] for worth in literal.worths)
        vectors = [tuple(worth[package] for worth in literal.worths) for package in literal.packages]
        for party, spare in enumerate(judged.spare):
            others = [v for v in vectors if all(v[i] >= u[i] for i in range(len(u)) if i != party)]
            assert spare == max(v[party] for v in others) - u[party]
        if judged.improved:
            least = [sorted(gains(v, u)) for v in vectors if all(a >= b for a, b in zip(v, u, strict=True))]
            assert sorted(gains(judged.improved[0].u, u)) == max(least)


def test_a_study_says_of_each_draw_what_a_plain_run_says() -> None:
    case = dt.load("kuril/2019-01")
    situation = case.perceptions["japan"]
    model = Model.of(situation)
    low, high = 0.2, 0.5
    columns = {"opposition": np.linspace(low, high, 5)}
    found = values(model, model.numbers(5, columns=columns))
    for draw, opposition in enumerate(columns["opposition"]):
        driver = situation.drivers["opposition"].model_copy(update={"form": Known(Fraction(opposition))})
        plain = story(situation.model_copy(update={"drivers": {**situation.drivers, "opposition": driver}}))
        assert found["peace/zone"][draw] == bool(plain.worth_it)
        if plain.worth_it:
            package = plain.deal.nash.points[0].example
            level = plain.deal.negotiation.named(package)["islands"]
            assert ("keep", "two", "four")[found["peace/fair: islands"][draw]] == level
            held = plain.hold(package)
            assert held is not None
            assert found["peace/lasts"][draw] == (held.verdicts["seq"] in ("holds", "kept"))


COUNCIL = """
detente: 1
actors: {a: , b: , c: }
options: {c: {fund: pay for it}}
agreements:
  council:
    parties: [a, b, c]
    terms: {road: {levels: [none, north, south]}}
    pledges: [c.fund]
    winning: [[a, b], [a, c]]
status_quo: {council.road: none}
preferences:
  a: {goals: {road: {want: council.road != none, weight: 1}}}
  b: {points: {council.road: {north: 2, south: -1}}}
  c: {points: {council.road: {north: -1, south: 2}}, goals: {pay: {avoid: c.fund, weight: 1}}}
"""


def test_where_not_all_must_accept() -> None:
    """North suits a and b, south a and c, whether c pays or not; and no road leaves a and b as they are."""
    found = story(situation_of(COUNCIL))
    assert not found.worth_it
    data = found.data()["coalitions"]
    assert data["veto_players"] == ["a"]
    accepted = {"none": "c keeps its money or a and b do not mind", "north": "a and b", "south": "a and c"}
    assert (
        data["packages_passing"] == len(accepted) + 3
    )  # and each with c's money: none and north by a, b; south by a, c
    said = dict(sections(found, "en"))["zone"]
    assert (
        "A winning coalition of the file accepts 6 packages: each leaves none of its members worse off than no deal."
        in said
    )
    assert any(line.endswith("(the core).") for line in said)


def kuril(**more: Any) -> Story:
    return dt.deal(dt.load("kuril/2019-01"), draws=0, **more)


def test_kuril_is_answered_for_the_articles_claim() -> None:
    """C05a: settlement is no longer a precondition of partnership. Derived: nobody can hold the partnership back."""
    (lever,) = kuril().levers
    assert (lever.docket, lever.precondition) == ("partnership", "no")
    assert lever.fixed == ("japan", "russia")
    assert lever.linked["territory"].worth_it
    assert all(tied < alone for tied, alone in zip(lever.linked["territory"].gains, lever.alone, strict=True))


def test_kuril_hope_against_reality() -> None:
    found = kuril()
    assert not found.worth_it and not found.deal.strict
    believed = {belief.by: belief for belief in found.beliefs}
    assert set(believed) == {("russia",)}
    russia = believed["russia",]
    assert min(russia.gains["russia"] or ()) > 0 > min(russia.gains[""] or ())
    assert found.deal.negotiation.named(russia.package)["islands"] == "keep"


DAMS = """
detente: 1
actors: {ann: , bob: }
options: {ann: {dam: {move: forward}}, bob: {dam: {move: forward}}}
agreements: {pact: {parties: [ann, bob], terms: {share: share the water}}}
rules: {one: {at_most_one: [ann.dam, bob.dam]}, water: {never: pact.share and not ann.dam}}
status_quo: {}
preferences:
  ann: {goals: {own: {want: ann.dam, weight: 5}, share: {want: pact.share, weight: 2}}}
  bob: {goals: {own: {want: bob.dam, weight: 5}, share: {want: pact.share, weight: 7}}}
"""


def test_where_no_deal_may_end_in_two_places_the_other_is_looked_at() -> None:
    """Whoever builds first keeps the other from it; only Ann's dam has water to share, to the gain of both."""
    found = story(situation_of(DAMS))
    assert len(found.setting.ends) == 2 and len(found.elsewhere) == 1
    said = next(line for line in found.sentences() if "counted from the first of them" in line)
    other = found.elsewhere[0]
    if found.worth_it:
        assert not worth_it(other) and "no package gains every party" in said
    else:
        assert worth_it(other) and "share the water" in said
    assert len(found.sentences("ar")) == len(found.sentences())


OUTSIDER = """
detente: 1
actors: {p0: {}, p1: {}, other: {}}
options: {p0: {o0: {}}, p1: {o0: {}}, other: {o0: {}}}
agreements:
  deal:
    parties: [p0, p1]
    terms: {t0: {}}
    pledges: [p0.o0]
    disagreement: {p0: -1, p1: -1}
    dockets: {one: {terms: [t0]}, two: [p0.o0]}
status_quo: {p0.o0: no, p1.o0: no, other.o0: no, deal.t0: yes}
preferences:
  p0: {goals: {rest: {want: p0.o0 == no, weight: 1}}}
  p1: {goals: {calm: {want: other.o0 == no, weight: 1}}}
  other: {points: {other.o0: {no: -1, yes: 0.1}}}
"""


def test_a_docket_is_not_judged_where_others_spoil_every_package() -> None:
    """Whatever the two sign, the outsider moves on, and the second has less than with the docket held off."""
    found = story(situation_of(OUTSIDER))
    assert found.levers == ()
    assert found.sentences()
