"""What stands in the way of a deal, and what would open one, in words."""

from __future__ import annotations

from detente.bargaining.agreement.opening import Offer, Opening, Step
from detente.bargaining.agreement.package_teller import PackageTeller
from detente.bargaining.agreement.result import Story
from detente.bargaining.agreement.what_would_open import Change
from detente.bargaining.packages.negotiation import Vector
from detente.situation.identifiers import split_reference
from detente.words import join, say

REASONS = 3
CHANGES = 4


def blocks_lines(found: Story, told: PackageTeller) -> list[str]:
    """Nothing where there is a deal."""
    opening, language = found.opening, told.language
    if opening is None:
        return []
    lines = []
    if not found.deal.zone:
        groups = found.deal.clashes.sets[:3]
        lines += [
            say("bargain.blocks.clash", language, parties=told.actors([found.parties[i] for i in group]))
            for group in groups
            if len(group) < len(found.parties)
        ]
    if opening.equal is not None:
        lines.append(_offer(found, told, opening.equal, "nearest"))
    if opening.total is not None and opening.total != opening.equal:
        lines.append(_offer(found, told, opening.total, "fewest"))
    lines += _solo(found, told, opening)
    lines += _numbers(found, told)
    lines += [_step(found, told, step) for step in opening.steps[:CHANGES]]
    return lines if opening.steps or not opening.complete else [*lines, say("bargain.blocks.no_terms", language)]


def _offer(found: Story, told: PackageTeller, offer: Offer, key: str) -> str:
    return say(
        f"bargain.blocks.{key}",
        told.language,
        package=told.package(offer.package),
        gains=told.gains(found.parties, offer.gains),
        missing=moves_for(found, told, offer.gains),
    )


def moves_for(found: Story, told: PackageTeller, gain: Vector) -> str:
    """For what gain those move whom a package gains too little: said once where it is the same for all of them."""
    least = dict(zip(found.parties, found.setting.inertia, strict=True))
    short = [party for party, one in zip(found.parties, gain, strict=True) if one <= least[party]]
    if len(short) == len(found.parties) and len(set(least.values())) == 1:
        return say("bargain.blocks.missing_all", told.language, least=least[short[0]])
    each = [
        say("bargain.blocks.missing", told.language, party=told.actor(party), least=least[party]) for party in short
    ]
    return join(each, told.language)


def _solo(found: Story, told: PackageTeller, opening: Opening) -> list[str]:
    """What each party alone would have to give, and its reasons against."""
    language, lines = told.language, []
    for party, offer, reasons in zip(found.parties, opening.solo, opening.reasons, strict=True):
        name = told.actor(party)
        if offer is None:
            lines.append(say("bargain.blocks.solo_never", language, party=name))
            continue
        value = offer.short[found.parties.index(party)]
        package = told.package(offer.package)
        key = "bargain.blocks.solo" if value else "bargain.blocks.solo_any"
        lines.append(say(key, language, party=name, package=package, value=value))
        terms = [
            say("bargain.blocks.reason", language, value=told.signed(one.value), goal=told.number_at(one.path))
            for one in sorted(reasons, key=lambda one: -abs(one.value))[:REASONS]
        ]
        if any(one.value < 0 for one in reasons):
            listed = say("bargain.other_gain", language).join(terms)
            lines.append(say("bargain.blocks.against", language, party=name, list=listed))
    return lines


def _numbers(found: Story, told: PackageTeller) -> list[str]:
    if found.changes is None:
        return []
    if not found.changes:
        return [say("bargain.blocks.no_number", told.language)]
    lines = [say("bargain.blocks.numbers", told.language)]
    return lines + [_change(told, change) for change in found.changes[:CHANGES]]


def _change(told: PackageTeller, change: Change) -> str:
    kind = "driver" if change.party is None else "number"
    values = {} if change.party is None else {"party": told.actor(change.party)}
    said = say(
        f"bargain.blocks.{kind}_{'more' if change.more else 'less'}",
        told.language,
        what=told.number_at(change.path),
        now=change.now,
        needed=change.needed,
        package=told.package(change.package),
        **values,
    )
    if change.within is None:
        return said
    return f"{said} {say('bargain.blocks.within' if change.within else 'bargain.blocks.beyond', told.language)}"


def _step(found: Story, told: PackageTeller, step: Step) -> str:
    key = "both" if step.rules and step.pledges else "rule" if step.rules else "pledge"
    pledges = [_option(told, pledge) for pledge in step.pledges]
    return say(
        f"bargain.blocks.{key}",
        told.language,
        rules=tuple(told.rule(name) for name in step.rules),
        pledges=join(pledges, told.language),
        package=told.difference(told.setting.base, step.outcome),
        gains=told.gains(found.parties, step.gains),
    )


def _option(told: PackageTeller, pledge: str) -> str:
    """An own option, as what its owner does or does not do."""
    owner, name = split_reference(pledge)
    axis = next(axis for axis in told.setting.axes if axis.parts == (owner, name))
    return say("phrases.aside", told.language, actor=told.actor(owner), phrase=told.level(axis, len(axis.levels) - 1))
