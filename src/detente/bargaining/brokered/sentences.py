"""What an agreement says beyond plain packages, in words, heading by heading beside those of the story."""

from __future__ import annotations

from fractions import Fraction

from detente.bargaining.agreement.package_teller import PackageTeller
from detente.bargaining.agreement.sentences import Section, begun, sections, story_sentences, unfinished_lines
from detente.bargaining.brokered.delivery import Delivery, deliveries
from detente.bargaining.brokered.lasting_levels import Span
from detente.bargaining.brokered.ratified_sentences import ratify_lines
from detente.bargaining.brokered.result import Brokered
from detente.bargaining.brokered.share_sentences import (
    amount_of,
    exact_percent,
    gains_of,
    money_lines,
    rounded,
    shares_lines,
)
from detente.outcomes.telling import Teller
from detente.words import Said, in_language, say
from detente.words.amounts import percent

OF_PLAIN_PACKAGES = ("blocks", "linkage", "seen")  # told of the levels at hand alone, so not where there are shares
ZERO = Fraction(0)


def brokered_sections(found: Brokered, language: str) -> list[Section]:
    """The headings of the story, then those of what the agreement says beyond it."""
    told = PackageTeller.of(found.setting, language)
    plain = sections(found, language)
    if found.shares is not None:
        zone = [("zone", shares_lines(found, told))]
        plain = [
            one
            for section in plain
            if section[0] not in OF_PLAIN_PACKAGES
            for one in (zone if section[0] == "zone" else [section])
        ]
    more = more_sections(found, language)
    undone = [begun(line) for line in unfinished_lines(found, language)]  # once all has been asked
    return [
        *(section for section in plain if section[0] != "unfinished"),
        *more,
        *([("unfinished", undone)] if undone else []),
    ]


def more_sections(found: Brokered, language: str) -> list[Section]:
    """The headings of what the agreement says beyond its packages; those with nothing to say are left out."""
    told = PackageTeller.of(found.setting, language)
    more = [
        ("money", money_lines(found, told)),
        ("time", time_lines(found, told)),
        ("ratify", ratify_lines(found, told)),
        ("lasts", lasts_lines(found, told)),
        ("stages", stages_lines(found, told)),
        ("robust", robust_lines(found, told)),
        ("states", states_lines(found, told)),
        ("compare", compare_lines(found, told)),
        ("drafts", drafts_lines(found, told)),
    ]
    return [(name, [begun(line) for line in lines]) for name, lines in more if lines]


def brokered_sentences(found: Brokered, language: str) -> list[str]:
    """All of it without the headings."""
    return [line for _, lines in brokered_sections(found, language) for line in lines] or story_sentences(
        found, language
    )


def time_lines(found: Brokered, told: PackageTeller) -> list[str]:
    """What waiting makes of what there is to share."""
    if found.deadline is None:
        return []
    if found.deadline.found is None:
        return [say("brokered.time.none", told.language)]
    each = tuple(
        Said("mediation.deadline.share", {"party": told.actor(party), "share": percent(float(share))})
        for party, share in zip(found.deadline.parties, found.deadline.found, strict=True)
    )
    return [say("brokered.time.offer", told.language, first=told.actor(found.deadline.parties[0]), each=each)]


# What lasts, and the steps.


def lasts_lines(found: Brokered, told: PackageTeller) -> list[str]:
    """The least that must be bound for the package at hand to last, and at which levels of its shares it does."""
    return [*_bound_lines(found, told), *_level_lines(found, told)]


def _bound_lines(found: Brokered, told: PackageTeller) -> list[str]:
    """The least that must be bound for the package at hand to last."""
    one, language = found.binding, told.language
    if one is None or found.at_hand is None:
        return []
    about = found.paid[0] if found.brings_most else found  # with what is paid, where something is
    told = PackageTeller.of(about.setting, language)
    which = Said(f"brokered.lasts.{'most' if found.brings_most else 'fair'}")
    if one.unbound:
        return [say("brokered.lasts.nothing", language, which=which)]
    lines = []
    if one.way:
        last = one.way[-1]
        space = about.signed.model.space if about.signed is not None else None
        if space is not None:
            move = Teller(about.situation, space, language).changed(last.start, last.end)
            lines.append(say("brokered.lasts.breaks", language, which=which, move=move))
        if found.record.ratifiers and last.mover == found.setting.agreement:
            lines.append(say("brokered.lasts.unratified", language))
    if not one.least:
        key = "open" if not one.all_tried else "never"
        return [*lines, say(f"brokered.lasts.{key}", language, which=which, tried=one.tried)]
    key = "least" if one.all_tried else "searched"
    for issues in one.least[:3]:
        names = tuple(told.about(issue) for issue in issues)
        lines.append(say(f"brokered.lasts.{key}", language, which=which, list=names, tried=one.tried))
    return lines


def _level_lines(found: Brokered, told: PackageTeller) -> list[str]:
    """At which levels of each term with a share the package lasts, once signed, with nothing bound."""
    lines, language = [], told.language
    for one in found.lasting_levels:
        term = found.record.terms[one.key[1]]
        values = {"term": told.called(term.text, one.key[1])}
        if one.whole or not one.spans:
            lines.append(say(f"brokered.lasts.{'anywhere' if one.whole else 'nowhere'}", language, **values))
            continue
        assert term.share is not None
        unit = in_language(term.share.unit, language)
        spans = tuple(_span(span, term.share.from_, term.share.to, unit) for span in one.spans)
        lines.append(say("brokered.lasts.levels", language, spans=spans, **values))
    return lines


def _span(span: Span, least: Fraction, most: Fraction, unit: str | None) -> Said:
    """“more than 42”, “from 10 to 42”."""
    low, high = (amount_of(end, unit) for end in (span.low, span.high))
    if span.low == span.high:
        return Said("brokered.lasts.at", {"low": low})
    ends = {"low": low, "high": high, "bare": amount_of(span.low, None)}
    if span.low == least and not span.low_open:
        return Said(f"brokered.lasts.{'below' if span.high_open else 'up_to'}", ends)
    if span.high == most and not span.high_open:
        return Said(f"brokered.lasts.{'above' if span.low_open else 'from_on'}", ends)
    return Said(f"brokered.lasts.{'inside' if span.low_open or span.high_open else 'between'}", ends)


def stages_lines(found: Brokered, told: PackageTeller) -> list[str]:
    """A safe order of steps, or who would stop where."""
    if "seq" not in found.staged:
        return []
    language, swap = told.language, found.staged["seq"]

    def item(name: str) -> str:
        return item_of(found, told, name)

    delivered = swap.found
    if delivered.order is not None:
        steps = [step_said(one, item(one.issue)) for one in deliveries(swap)]
        then = say("brokered.stages.then", language).join(say(one.key, language, **one.values) for one in steps)
        lines = [
            say("brokered.stages.order", language, steps=then),
            say("brokered.stages.exposure", language, exposure=rounded(delivered.exposure or 0)),
        ]
        alone = found.staged["r"].found
        lines += [] if alone.order is not None else [say("brokered.stages.r", language)]
        return [*lines, *_bonds(found, told)]
    lines = [say("brokered.stages.none", language, needed=rounded(delivered.needed))]
    for state, who in delivered.wall[:3]:
        given = tuple(
            Said("brokered.stages.given", {"item": item(one.name), "done": done, "all": one.pieces})
            for one, done in zip(swap.asked.items, state, strict=True)
        )
        lines.append(say("brokered.stages.stops", language, who=told.actors(who), given=given))
    return [*lines, *_bonds(found, told)]


def _bonds(found: Brokered, told: PackageTeller) -> list[str]:
    """What stands to be lost by stopping, where the file says so."""
    bonds = {party: bond for party, bond in found.record.bonds.items() if bond}
    if not bonds:
        return []
    return [say("brokered.stages.bonds", told.language, list=told.worths(list(bonds), list(bonds.values())))]


def item_of(found: Brokered, told: PackageTeller, name: str) -> str:
    """What is handed over in steps, as the package at hand has it."""
    assert found.at_hand is not None
    place = next(place for place, issue in enumerate(found.deal.negotiation.issues) if issue.name == name)
    return told.done(found.setting.axes[found.setting.places[place]], found.at_hand[place])


def step_said(one: Delivery, item: str) -> Said:
    """“Israel leaves the Sinai (part 1 of 2)”."""
    kind = "whole" if one.last - one.first + 1 == one.pieces else "part" if one.first == one.last else "parts"
    return Said(f"brokered.stages.{kind}", {"item": item, "first": one.first, "last": one.last, "all": one.pieces})


# Runs, states, comparisons, drafts.


def robust_lines(found: Brokered, told: PackageTeller) -> list[str]:
    """How often each package is better for all, against how often some package is."""
    lines, runs, language = [], found.robust, told.language
    if runs is not None:
        best = runs.packages[0]
        said = {"runs": runs.runs, "most": percent(best.better), "package": told.package(best.package)}
        if not runs.some_zone:
            lines.append(say("brokered.robust.none", language, runs=runs.runs))
        elif best.better >= runs.some_zone:
            lines.append(say("brokered.robust.same", language, **said))
        else:
            lines.append(say("brokered.robust.zone", language, some=percent(runs.some_zone), **said))
        if best.better and best.signed is not None and best.signed < best.better:
            lines.append(say("brokered.robust.signed", language, share=percent(best.signed)))
        if best.better:
            lines.append(say("brokered.robust.loses", language, gains=gains_of(found, told, best.worst)))
        others = {"worst": runs.best_in_worst_part.package, "regret": runs.least_regret.package}
        if set(others.values()) == {best.package}:
            return [*lines, say("brokered.robust.best", language), *_accepted(found, told)]
        for key, package in others.items():
            lines.append(say(f"brokered.robust.{key}", language, package=told.package(package)))
    return [*lines, *_accepted(found, told)]


def _accepted(found: Brokered, told: PackageTeller) -> list[str]:
    """The package that the largest part of the reservation values accepts, where these are ranges."""
    accepted = found.acceptance
    if accepted is None:
        return []
    best = max(accepted.share.values())
    package = told.package(found.deal.frontier.points[int(accepted.most[0])].example)
    key = "acceptance" if best else "acceptance_none"
    return [say(f"brokered.robust.{key}", told.language, share=percent(float(best)), package=package)]


def states_lines(found: Brokered, told: PackageTeller) -> list[str]:
    """What it is worth to let terms depend on what happens."""
    one, language = found.states, told.language
    if one is None:
        return []
    if one.free.surplus is None:
        return [say("brokered.states.none", language)]
    worth = one.worth or 0.0
    key = "opens" if one.free.strict and not one.same.strict else "adds" if worth > 1e-9 else "nothing"
    lines = [say(f"brokered.states.{key}", language, worth=rounded(worth))]
    if one.free.nash is not None:
        parts = [
            Said(
                "brokered.states.state",
                {"state": name.replace("_", " "), "share": percent(share), "package": told.package(package)},
            )
            for (name, share), package in zip(one.states.items(), one.free.nash.packages, strict=True)
        ]
        gains = gains_of(found, told, one.free.nash.gains)
        lines.append(say("brokered.states.nash", language, list=tuple(parts), gains=gains))
    return lines


def compare_lines(found: Brokered, told: PackageTeller) -> list[str]:
    """Between which bounds the weights of a party lie, and what to ask next."""
    lines, language = [], told.language
    places = {issue.name: place for place, issue in enumerate(found.deal.negotiation.issues)}
    for party, (one, _) in found.comparisons.items():
        known = one.found
        for issue, (least, most) in known.weights.items():
            said = {"party": told.actor(party), "issue": told.about(places[issue])}
            bounds = {"least": exact_percent(least), "most": exact_percent(most)}
            lines.append(say("brokered.compare.weight", language, **said, **bounds))
        if known.consistent and known.next_pairs:
            pair = [told.package(found.labels[name]) for name in known.next_pairs[0]]
            lines.append(say("brokered.compare.next", language, party=told.actor(party), one=pair[0], other=pair[1]))
        elif known.consistent:
            lines.append(say("brokered.compare.known", language, party=told.actor(party)))
    return lines


def drafts_lines(found: Brokered, told: PackageTeller) -> list[str]:
    """What every draft brings, what it changed for whom, and what is left on the table."""
    lines, language, before = [], told.language, None
    for name in found.record.drafts:
        if name not in found.drafts:
            lines.append(say("brokered.drafts.forbidden", language, name=name))
            continue
        one = found.drafts[name]
        phrase = told.package(one.package)
        lines.append(
            say("brokered.drafts.draft", language, name=name, package=phrase, gains=gains_of(found, told, one.gains))
        )
        if before is not None:
            change = [now - then for now, then in zip(one.u, before, strict=True)]
            lines.append(say("brokered.drafts.change", language, gains=gains_of(found, told, change)))
        left = found.unspent(name)
        key = "off" if left else "on"
        lines.append(say(f"brokered.drafts.{key}", language, share=exact_percent(left)))
        before = one.u
    return lines
