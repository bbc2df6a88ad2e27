"""The deal section of a situation as plain data, beside what `detente.bargaining.packages.data`
says of the deal; numbers as there."""

from __future__ import annotations

from typing import Any

from detente.bargaining.agreement.holding import Held, Signed
from detente.bargaining.agreement.levers import Lever
from detente.bargaining.agreement.opening import Offer, Opening
from detente.bargaining.agreement.result import Belief, Story, gains_enough, refusing, worth_it
from detente.bargaining.agreement.what_would_open import Change
from detente.bargaining.packages.data import numbers, plain, point_data
from detente.bargaining.packages.negotiation import Package, Vector
from detente.bargaining.packages.result import Deal, short
from detente.result import Row
from detente.stability.witness.joint_witness import JointWitness

Data = dict[str, Any]


def package_rows(found: Story) -> list[Row]:
    """The undominated packages by which somebody gains: what each party would gain, who refuses, who believes in it."""
    negotiation = found.deal.negotiation
    believed = {belief.package: belief.by for belief in found.beliefs}
    answers = {
        point.example: name for name, answer in reversed(found.deal.answers().items()) for point in answer.points
    }
    rows = []
    for offer in found.offers():
        by = [name for name in believed.get(offer.package, ()) if name]
        rows.append(
            {
                "package": _named(found, short(negotiation, offer.package)),
                **{party: plain(gain) for party, gain in zip(negotiation.parties, offer.gains, strict=True)},
                "refused_by": ", ".join(_told_to_refuse(found, offer.package)),
                "believed_by": ", ".join(by),
                "answer": answers.get(offer.package, ""),
            }
        )
    return rows


def _told_to_refuse(found: Story, package: Package) -> list[str]:
    """Those who refuse for what the package brings them; only where nobody does, those who do not expect it to last."""
    refuses = refusing(found, package)
    return [party for party in refuses if not gains_enough(found, party, package)] or refuses


def refuses_a_gain(found: Story) -> bool:
    """Whether the table says of somebody that it refuses a package by which, in the table, it gains enough to move."""
    enough = dict(zip(found.parties, found.setting.inertia, strict=True))
    return any(
        dict(zip(found.parties, offer.gains, strict=True))[party] > enough[party]
        for offer in found.offers()
        for party in _told_to_refuse(found, offer.package)
    )


def _named(found: Story, package: str) -> str:
    """What changes nothing is no deal, unless numbers say what no deal is worth."""
    return "unchanged" if package == "no_change" and found.setting.kind == "numbers" else package


def story_data(found: Story) -> Data:
    """Everything the section answers. Gains are counted from no deal."""
    deal, setting = found.deal, found.setting
    parties = deal.negotiation.parties
    told: Data = {
        **deal.data(),
        "inertia": dict(zip(parties, numbers(setting.inertia), strict=True)),
        "worth_it": [point_data(deal.negotiation, point) for point in found.worth_it],
        "share_of_futures_with_a_zone": {view or "as_it_is": found.share(view) for view in found.futures},
        "other_readings": {kind: _summary(other) for kind, other in found.readings.items()},
        "as_seen": {actor: _summary(other) for actor, other in found.seen.items()},
        "beliefs": [_belief(found, belief) for belief in found.beliefs],
        "blocked": None if found.opening is None else _blocked(found, found.opening),
        "opened_by": [_change(found, change) for change in found.changes or ()],
        "levers": [_lever(deal, lever) for lever in found.levers],
        "signed_first": [
            {axis.label: axis.levels[level] for axis, level in zip(setting.axes, end, strict=True)}
            for end in found.signed_first
        ],
        "signed": [held_data(found, held) for held in found.held],
    }
    undone = list(dict.fromkeys([*deal.unfinished, *found.unfinished]))
    return told | ({"unfinished": undone} if undone else {})


def _vector(deal: Deal, values: Vector) -> dict[str, Any]:
    return dict(zip(deal.negotiation.parties, numbers(values), strict=True))


def _summary(deal: Deal) -> Data:
    """A deal in short: no deal, the zone, the Nash package."""
    known = worth_it(deal)
    nash = deal.nash.points[0] if known else None
    return {
        "disagreement": numbers(deal.d),
        "zopa": {"weak": bool(deal.zone), "strict": deal.strict, "worth_it": bool(known)},
        "packages_strict": deal.frontier.strict,
        "nash": None if nash is None else point_data(deal.negotiation, nash),
    }


def _belief(found: Story, belief: Belief) -> Data:
    return {
        "package": found.deal.negotiation.named(belief.package),
        "by": [name or "as_it_is" for name in belief.by],
        "enough_for": [name or "as_it_is" for name in belief.enough],
        "gains": {
            name or "as_it_is": None if gain is None else _vector(found.deal, gain)
            for name, gain in belief.gains.items()
        },
    }


def _offer(found: Story, offer: Offer | None) -> Data | None:
    if offer is None:
        return None
    return {
        "package": found.deal.negotiation.named(offer.package),
        "gains": _vector(found.deal, offer.gains),
        "short": _vector(found.deal, offer.short),
    }


def _blocked(found: Story, opening: Opening) -> Data:
    parties = found.deal.negotiation.parties
    return {
        "equal": _offer(found, opening.equal),
        "total": _offer(found, opening.total),
        "solo": {party: _offer(found, offer) for party, offer in zip(parties, opening.solo, strict=True)},
        "reasons": {
            party: [{"path": ".".join(reason.path), "adds": plain(reason.value)} for reason in reasons]
            for party, reasons in zip(parties, opening.reasons, strict=True)
        },
        "change_of_terms": [
            {
                "without_rules": list(step.rules),
                "pledges": list(step.pledges),
                "package": step.package,
                "gains": _vector(found.deal, step.gains),
            }
            for step in opening.steps
        ],
    }


def _change(found: Story, change: Change) -> Data:
    return {
        "path": ".".join(change.path),
        "now": plain(change.now),
        "beyond": plain(change.needed),
        "exact": change.exact,
        "within_its_range": change.within,
        "package": found.deal.negotiation.named(change.package),
    }


def _lever(deal: Deal, lever: Lever) -> Data:
    named = deal.negotiation.named
    return {
        "docket": lever.docket,
        "precondition": lever.precondition,
        "off": named(lever.off),
        "gains_alone": _vector(deal, lever.alone),
        "stands_alone": lever.stands_alone,
        "linked": {
            name: {
                "packages": linked.count,
                "only_while_held_back": linked.only,
                "best": named(linked.best),
                "gains": _vector(deal, linked.gains),
                "worth_it": linked.worth_it,
            }
            for name, linked in lever.linked.items()
        },
        "nash_from_off": named(lever.deal.example),
        "linking_gives": _vector(deal, lever.costs),
        "value_of_linkage": plain(lever.value),
        "cost_of_withholding": {party: plain(loss) for party, loss in lever.withheld.items()},
        "cannot_hold_it_back": list(lever.fixed),
    }


def held_data(found: Story, held: Held) -> Data:
    """One package, signed: what becomes of it, the witness, and what would make it hold."""
    signed = found.signed
    assert signed is not None
    space = signed.model.space
    return {
        "package": found.deal.negotiation.named(held.package),
        "outcome": None if held.outcome is None else held.outcome + 1,
        "refused_by": refusing(found, held.package),
        "verdicts": held.verdicts,
        "ways_out": {
            concept: [
                {"mover": step.mover, "from": space.difference(step.start), "to": space.difference(step.end)}
                for step in way
            ]
            for concept, way in held.way.items()
        },
        "signing": {concept: _signing(signed, witness) for concept, witness in held.signed.items()},
        "bind": None if held.bound is None else [axis.label for axis in held.bound],
        "weights": [
            {"path": ".".join(one.path), "now": plain(one.now), "needed": plain(one.needed)} for one in held.weights
        ],
    }


def _signing(signed: Signed, witness: JointWitness | None) -> Data | None:
    if witness is None:
        return None
    own = None if witness.own is None else signed.model.space.difference(witness.own)
    return {"verdict": witness.verdict, "parties": list(witness.parties), "own": own}
