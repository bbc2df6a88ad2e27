"""The deal section of a situation in words, heading by heading; and what is to be said of one deal on the table."""

from __future__ import annotations

from typing import Any

from detente.bargaining.agreement.blocks_sentences import blocks_lines, moves_for
from detente.bargaining.agreement.linkage_sentences import linkage_lines
from detente.bargaining.agreement.package_teller import PackageTeller
from detente.bargaining.agreement.result import Story, fair, gains_enough, refusing, worth_it
from detente.bargaining.agreement.signed_sentences import held_lines, holds_lines
from detente.bargaining.mediation.improving import improve
from detente.bargaining.packages.audit import Audit
from detente.bargaining.packages.negotiation import Package, Point, Vector, gains
from detente.bargaining.packages.result import Deal
from detente.bargaining.packages.sentences import (
    breaks_line,
    distance_lines,
    how_lines,
    money_lines,
    passing_lines,
    verdict_lines,
)
from detente.outcomes.space import status_quo_levels
from detente.words import Said, join, say
from detente.words.amounts import percent, share_of_runs

Section = tuple[str, list[str]]


def sections(found: Story, language: str) -> list[Section]:
    """The name of each heading (``bargain.titles``) and its sentences; headings with nothing to say are left out."""
    told = PackageTeller.of(found.setting, language)
    parts = [
        ("without", without_lines(found, told)),
        ("zone", zone_lines(found, told)),
        ("seen", seen_lines(found, told)),
        ("blocks", blocks_lines(found, told)),
        ("linkage", linkage_lines(found, told)),
        ("holds", holds_lines(found, told)),
    ]
    parts.append(("unfinished", unfinished_lines(found, language)))  # once all has been asked
    return [(name, [begun(line) for line in lines]) for name, lines in parts if lines]


def unfinished_lines(found: Story, language: str) -> list[str]:
    """What the time did not suffice for."""
    about = {"packages": found.deal.unfinished, "bargain": found.unfinished}
    parts = tuple(Said(f"{of}.unfinished.{part}") for of, each in about.items() for part in dict.fromkeys(each))
    return [say("unfinished.time", language, parts=parts)] if parts else []


def story_sentences(found: Story, language: str) -> list[str]:
    """All of it without the headings."""
    return [line for _, lines in sections(found, language) for line in lines]


def begun(line: str) -> str:
    """A sentence begins with a capital letter, in scripts that have them, also after an opening quote."""
    first = 1 if line.startswith("“") else 0
    return line[:first] + line[first : first + 1].upper() + line[first + 1 :]


def without_lines(found: Story, told: PackageTeller) -> list[str]:
    """Where no deal leads, and what each party has there."""
    setting, language = found.setting, told.language
    if setting.kind == "numbers":
        values = told.worths(found.parties, found.deal.d)
        return [say("bargain.without.numbers", language, values=values), *_about_values(found, language)]
    if setting.kind == "as_it_stands":
        lines = [say("bargain.without.as_it_stands", language)]
    elif len(setting.ends) > 1:
        lines = [say("bargain.without.ends", language, count=len(setting.ends)), *_elsewhere(found, language)]
    elif setting.way:
        start, end = setting.way[0][1], setting.way[-1][2]
        lines = [say(f"bargain.without.{setting.kind}", language, way=told.difference(start, end))]
    else:
        lines = [say("bargain.without.stays", language)]
    return [*lines, *_about_values(found, language)]


def _elsewhere(found: Story, language: str) -> list[str]:
    """Where it matters in which of several places no deal ends: the first that gives another answer."""
    for other in found.elsewhere[:1]:
        if fair(other) is None or other.setting is None:
            return [say("bargain.without.elsewhere_none", language)]
        package = PackageTeller.of(other.setting, language).package(other.nash.points[0].example)
        return [say("bargain.without.elsewhere", language, package=package)]
    return []


def _about_values(found: Story, language: str) -> list[str]:
    """From where gains are counted, whether with what others then do, and whether they compare between parties."""
    count = len(found.setting.course)
    counted = "counted" if found.deal.negotiation.common_scale else "scale"
    follows = [say("bargain.without.follows", language, count=count)] if count else []
    uncounted = [] if found.setting.followed else [say("bargain.without.uncounted", language)]
    return [say(f"bargain.without.{counted}", language), *follows, *uncounted]


def sides(found: Story) -> Said:
    """“both sides” of two parties, “all sides” of more."""
    return Said("bargain.sides.two" if len(found.parties) == 2 else "bargain.sides.more")


def zone_lines(found: Story, told: PackageTeller) -> list[str]:
    """Whether there is a zone; the fair packages; how often there is one; the other readings of no deal."""
    deal, language = found.deal, told.language
    lines = _whether(found, told)
    if found.signed_first:
        start = status_quo_levels(found.situation, found.setting.axes)
        assert start is not None
        lines.append(say("bargain.zone.first", language, package=told.difference(tuple(start), found.signed_first[0])))
    share = found.share()
    if share is not None:
        count = len(found.futures[""].worth)
        runs = share_of_runs(share)
        lines.append(say("bargain.zone.share", language, share=runs, count=count, sides=sides(found)))
    for kind, other in found.readings.items():
        if _answer(other) != _answer(deal):
            lines.append(_other(kind, other, told))
    lines += _passing(found, told)
    lines += how_lines(deal, language)
    if found.worth_it and not deal.negotiation.power:
        turns = (
            breaks_line(deal, place, told.actor(party), told.short, language)
            for place, party in enumerate(found.parties)
        )
        lines += [line for line in turns if line]
    return lines


def _passing(found: Story, told: PackageTeller) -> list[str]:
    """Where not all must accept: how many packages a winning coalition accepts, and what no coalition can better."""
    lines = passing_lines(found.deal, [told.actor(party) for party in found.parties], told.language)
    if not lines or found.deal.blocking is None:
        return lines
    return [*lines, say("packages.core", told.language, count=found.deal.blocking.packages)]


def _whether(found: Story, told: PackageTeller) -> list[str]:
    deal, language = found.deal, told.language
    if found.worth_it:
        key = "worth" if deal.frontier.strict is None or any(found.setting.inertia) else "count"
        count = len(found.worth_it) if key == "worth" else deal.frontier.strict
        lines = [say(f"bargain.zone.{key}", language, count=count, sides=sides(found)), *fair_lines(deal, told)]
        mixed = deal.mixtures if len(found.parties) == 2 and deal.frontier.scope == "all" else None
        nash = deal.nash.value[1]
        if mixed is not None and mixed.nash is not None and mixed.product is not None and mixed.product > nash:
            lines.append(
                say("bargain.zone.divided", language, gains=told.gains(found.parties, gains(mixed.nash, deal.d)))
            )
        return lines
    if deal.strict:
        point = deal.nash.points[0]
        gain = gains(point.u, deal.d)
        return [
            say(
                "bargain.zone.slack",
                language,
                package=told.package(point.example),
                gains=told.gains(found.parties, gain),
                least=moves_for(found, told, gain),
                sides=sides(found),
            )
        ]
    if not deal.zone:
        lines = [say("bargain.zone.none", language)]
        if (proof := deal.certificate) is not None:
            weights = told.worths(found.parties, proof.weights)
            lines.append(say("bargain.zone.certificate", language, weights=weights, most=-proof.most))
        return lines + _mixture(found, told) + _money(found, told)
    only = all(point.u == deal.d for point in deal.zone)
    lines = [say("bargain.zone.only" if only else "bargain.zone.weak", language, sides=sides(found))]
    return lines + _mixture(found, told) + _money(found, told)


def _mixture(found: Story, told: PackageTeller) -> list[str]:
    """That two could reach more by lot, in turns or by splitting an issue; only where both would move for it."""
    best = found.deal.mixtures.nash if len(found.parties) == 2 and found.deal.frontier.scope == "all" else None
    if best is None or not found.setting.worth_it(gain := gains(best, found.deal.d)):
        return []
    return [say("bargain.zone.mixture", told.language, gains=told.gains(found.parties, gain))]


def _money(found: Story, told: PackageTeller) -> list[str]:
    return money_lines(found.deal, [told.actor(party) for party in found.parties], told.package, told.language)


def fair_lines(deal: Deal, told: PackageTeller) -> list[str]:
    """The fair packages, rules that agree said together; sums and equal gains only where scales may be compared."""
    answers = {"nash": deal.nash, "ks": deal.ks}
    if deal.negotiation.common_scale:
        answers |= {"equal": deal.egalitarian, "sum": deal.utilitarian}
    rules: dict[Point, list[Said]] = {}
    for name, answer in answers.items():
        rules.setdefault(answer.points[0], []).append(Said(f"bargain.rules.{name}"))
    return [
        say(
            "bargain.zone.fair",
            told.language,
            rules=tuple(named),
            package=told.package(point.example),
            gains=told.gains(deal.negotiation.parties, gains(point.u, deal.d)),
        )
        for point, named in rules.items()
    ]


def _answer(deal: Deal) -> Any:
    """What two readings are compared by: whether there is a zone, and the fair packages as whole outcomes."""
    known = worth_it(deal)
    setting = deal.setting
    return {setting.levels(point.example) for point in deal.nash.points} if known and setting else None


def _other(kind: str, other: Deal, told: PackageTeller) -> str:
    language = told.language
    said = say(f"bargain.kinds.{kind}", language)
    if not worth_it(other):
        return say("bargain.zone.other_none", language, kind=said)
    point, setting = other.nash.points[0], other.setting
    assert setting is not None
    return say(
        "bargain.zone.other_zone",
        language,
        kind=said,
        package=PackageTeller.of(setting, language).package(point.example),
        gains=told.gains(other.negotiation.parties, gains(point.u, other.d)),
    )


def seen_lines(found: Story, told: PackageTeller) -> list[str]:
    """What each side hopes for, and what it would be in fact."""
    language = told.language
    lines = []
    for actor, deal in found.seen.items():
        if not deal.strict:
            key = "empty" if found.deal.strict else "empty_too"
            lines.append(say(f"bargain.seen.{key}", language, actor=told.actor(actor), sides=sides(found)))
            continue
        point, setting = deal.nash.points[0], deal.setting
        assert setting is not None
        gain = gains(point.u, deal.d)
        lines.append(
            say(
                "bargain.seen.hopes",
                language,
                actor=told.actor(actor),
                package=PackageTeller.of(setting, language).package(point.example),
                gains=told.gains(found.parties, gain),
                sides=sides(found),
            )
        )
        thin = [
            say("bargain.seen.little", language, party=told.actor(party), value=shown, least=least)
            for party, one, shown, least in zip(found.parties, gain, told.gain(gain), setting.inertia, strict=True)
            if one <= least
        ]
        if thin:
            lines.append(say("bargain.seen.thin", language, actor=told.actor(actor), list=join(thin, language)))
        lines += in_fact(found, told, point.example)
    lines += _hoped(found, told)
    if len(found.seen) > 1 and all(deal.strict for deal in found.seen.values()):
        hopes = {deal.setting.levels(deal.nash.points[0].example) for deal in found.seen.values() if deal.setting}
        shared = [belief for belief in found.beliefs if set(found.seen) <= set(belief.by)]
        if len(hopes) == 1 or not shared:
            lines.append(say("bargain.seen.same" if shared else "bargain.seen.apart", language))
    if len(found.futures) > 1:
        eyes = [
            say("bargain.seen.share", language, share=share_of_runs(found.share(view) or 0.0), actor=told.actor(view))
            for view in found.futures
            if view
        ]
        share = share_of_runs(found.share() or 0.0)
        lines.append(say("bargain.seen.shares", language, list=join(eyes, language), share=share, sides=sides(found)))
    return lines


def _hoped(found: Story, told: PackageTeller) -> list[str]:
    """A package that all consent to, each by its own view, though some view has no package that is better for all."""
    blind = [party for party, deal in found.seen.items() if party in found.parties and not deal.strict]
    if not blind or not found.worth_it:
        return []
    package = found.deal.nash.points[0].example
    if refused := refusing(found, package):
        values = {"package": told.package(package), "parties": told.actors(refused), "sides": sides(found)}
        return [say("bargain.seen.unsigned", told.language, **values)]
    return [say("bargain.seen.hoped", told.language, package=told.package(package), parties=told.actors(blind))]


def in_fact(found: Story, told: PackageTeller, package: Package) -> list[str]:
    """What a package hoped for would be in fact."""
    deal = found.deal
    if deal.negotiation.banned(package):
        return [say("bargain.seen.forbidden", told.language)]
    gain: Vector = gains(deal.negotiation.utility(package), deal.d)
    lines = [say("bargain.seen.fact", told.language, gains=told.gains(found.parties, gain))]
    gaining = [party for party in refusing(found, package) if gains_enough(found, party, package)]
    losing = [party for party in refusing(found, package) if party not in gaining]
    return lines + [
        say(f"bargain.seen.{key}", told.language, parties=told.actors(parties))
        for key, parties in (("refused", losing), ("refused_yet", gaining))
        if parties
    ]


def audit_lines(found: Story, audit: Audit, language: str) -> list[str]:
    """What is to be said of a package of a situation."""
    told = PackageTeller.of(found.setting, language)
    names = [told.actor(party) for party in found.parties]
    lines = [told.package(audit.package) + "."]
    lines.append(say("bargain.audit.gains", language, gains=told.gains(found.parties, audit.gains)))
    lines += verdict_lines(audit, names, language)
    for actor, deal in found.seen.items():
        if deal.negotiation.banned(audit.package):
            continue
        gain = gains(deal.negotiation.utility(audit.package), deal.d)
        shown = told.gains(found.parties, gain)
        lines.append(say("bargain.audit.seen", language, actor=told.actor(actor), gains=shown))
    for name, value in zip(names, audit.spare, strict=True):
        if value:
            lines.append(say("bargain.audit.spare", language, party=name, value=value))
    if not any(audit.spare):
        lines.append(say("bargain.audit.nobody_spare", language))
    lines += far_lines(audit, language) if found.deal.strict else []
    if audit.improved:
        lines += improve_lines(found, audit, language)
    if found.worth_it:
        lines += [*fair_lines(found.deal, told), *distance_lines(audit, names, language)]
    held = found.hold(audit.package)
    if found.signed is not None and held is not None:
        lines += held_lines(found, told, held)
    return [begun(line) for line in lines]


def improve_lines(found: Story, audit: Audit, language: str) -> list[str]:
    """The best for the worst-off from a package, with the gains over it."""
    if not audit.improved:
        return [say("bargain.audit.improve_none", language)]
    told, point = PackageTeller.of(found.setting, language), audit.improved[0]
    shown = told.gains(found.parties, gains(point.u, audit.u))
    package = told.package(point.example)
    lines = [say("bargain.audit.improve", language, package=package, gains=shown)]
    if len(audit.improved) > 1:
        lines.append(say("bargain.audit.improve_ties", language, count=len(audit.improved)))
    return [begun(line) for line in lines]


def far_lines(audit: Audit, language: str) -> list[str]:
    """How far a package is from the frontier, the largest product of gains, and equal shares of what each could hope
    for."""
    lines = []
    if audit.unspent[0]:
        share, total = percent(float(audit.unspent[0])), round(float(audit.unspent[1]), 2)
        lines.append(say("bargain.audit.unspent", language, share=share, sum=total))
    if audit.nash_part is not None and audit.nash_part != 1:
        lines.append(say("bargain.audit.nash_part", language, share=percent(float(audit.nash_part))))
    if audit.ks_apart:
        lines.append(say("bargain.audit.ks_apart", language, share=percent(float(audit.ks_apart))))
    return lines


def round_lines(found: Story, package: Package, language: str) -> list[str]:
    """From a package upwards: rounds in which nobody loses, then the least concession."""
    told, improved = PackageTeller.of(found.setting, language), improve(found.deal, package)
    lines = []
    for number, one in enumerate(improved.rounds, 1):
        gain = told.gains(found.parties, one.gains)
        lines.append(say("bargain.audit.round", language, number=number, package=told.package(one.package), gains=gain))
    if improved.rounds:
        lines.append(say("bargain.audit.end" if improved.whole else "bargain.audit.cut", language))
    if (least := improved.concession) is not None:
        gain = told.gains(found.parties, least.gains)
        lines.append(say("bargain.audit.concession", language, package=told.package(least.package), gains=gain))
    return [begun(line) for line in lines]
