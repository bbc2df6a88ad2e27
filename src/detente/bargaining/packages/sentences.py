"""What a deal section says, in words."""

from __future__ import annotations

from collections.abc import Callable

from detente.bargaining.packages.audit import Audit
from detente.bargaining.packages.core import passing, winning_sets
from detente.bargaining.packages.frontier import LISTED
from detente.bargaining.packages.negotiation import Negotiation, Package, gains
from detente.bargaining.packages.result import Deal, short
from detente.words import Said, in_language, say

NEAR = 1e-3  # gap up to which concessions are told
MANY = 1_000_000  # packages from which their number is told
TELLING = 1e-6  # share from which a gap is told


def party_names(deal: Deal, language: str, *actors: str) -> list[str]:
    """The parties (or these actors) as the file calls them in this language."""
    chosen = actors or deal.negotiation.parties
    if deal.setting is None:
        return list(chosen)
    known = deal.setting.situation.actors
    return [in_language(known[name].name, language) or name for name in chosen]


def _package(negotiation: Negotiation, package: Package) -> Said | str:
    text = short(negotiation, package)
    return Said("deal.no_change") if text == "no_change" else text


def deal_sentences(deal: Deal, language: str) -> list[str]:
    """The section in short sentences: without a deal, the zone, the fair deals, what blocks, what linking is worth."""
    negotiation, names = deal.negotiation, party_names(deal, language)
    found = []
    if deal.setting is not None:
        found.append(say(f"deal.without.{deal.setting.kind}", language))
        if len(deal.setting.ends) > 1:
            found.append(say("deal.ends", language, count=len(deal.setting.ends)))
    if deal.strict:
        count = deal.frontier.strict
        known = count is not None
        found.append(say("deal.strict", language, count=count) if known else say("deal.strict_uncounted", language))
        for name in ("nash", "ks"):
            points = deal.answers()[name].points
            found.append(say(f"deal.{name}", language, package=_package(negotiation, points[0].example)))
            if len(points) > 1:
                found.append(say("deal.ties", language, count=len(points)))
        if not negotiation.common_scale:
            found.append(say("deal.scale", language))
        if not negotiation.power:
            turns = (
                breaks_line(deal, place, name, lambda package: _package(negotiation, package), language)
                for place, name in enumerate(names)
            )
            found += [line for line in turns if line]
    elif not deal.frontier.settled:
        found.append(say("packages.unsettled", language))
    else:
        found += _blocked(deal, names, language)
    found += passing_lines(deal, names, language)
    if negotiation.status_quo is not None and deal.with_linkage:
        found += _linked(deal, names, language)
    if deal.setting is None:
        found += more_lines(deal, language)
    found += how_lines(deal, language)
    return found


def _blocked(deal: Deal, names: list[str], language: str) -> list[str]:
    """Why no package is better for everybody, and what is missing."""
    if deal.zone:
        # Nobody gains strictly together; the zone may hold no more than what is there without a deal.
        only = all(point.u == deal.d for point in deal.zone)
        found = [say("deal.only_as_it_is" if only else "deal.weak", language)]
        found += [say("deal.mixture", language)] if len(names) == 2 and deal.mixtures.product else []
        return found + money_lines(deal, names, lambda package: _package(deal.negotiation, package), language)
    found = [say("deal.none", language)]
    found += [say("deal.clash", language, parties=tuple(names[i] for i in group)) for group in deal.clashes.sets[:3]]
    known = deal.frontier.gap <= NEAR  # else the concessions found are only large enough
    if known:
        found.append(say("deal.concede", language, equal=deal.shortfall.equal, total=deal.shortfall.total))
    for name, solo in zip(names, deal.shortfall.solo, strict=True) if known else ():
        key = "deal.solo_never" if solo is None else "deal.solo"
        found.append(say(key, language, party=name, value=solo))
    found += money_lines(deal, names, lambda package: _package(deal.negotiation, package), language)
    found += [say("deal.red_line", language, rules=lines) for lines in deal.red_lines[:3]]
    proof = deal.certificate
    if proof is None:
        settled = deal.frontier.scope == "all" and "certificate" not in deal.unfinished
        return [*found, say("deal.mixture", language)] if settled else found
    weights = tuple(f"{name} {float(weight):.3g}" for name, weight in zip(names, proof.weights, strict=True))
    return [*found, say("deal.certificate", language, weights=weights, most=-proof.most)]


def money_lines(deal: Deal, names: list[str], said: Callable[[Package], Said | str], language: str) -> list[str]:
    """Where no package is better for all: whether one would be if some could pay others. Needs one scale for all."""
    if not deal.negotiation.common_scale or deal.frontier.scope != "all" or deal.frontier.gap > NEAR:
        return []
    point = max(deal.frontier.points, key=lambda point: sum(point.u))
    gain = gains(point.u, deal.d)
    if sum(gain) < 0:
        return [say("deal.money_short", language, missing=-sum(gain))]
    if sum(gain) == 0 or min(gain) >= 0:
        return []
    payment = {}
    if len(names) == 2:
        payer = 0 if gain[1] < 0 else 1
        payment = {"payer": names[payer], "other": names[1 - payer], "least": -gain[1 - payer], "most": gain[payer]}
    return [say("deal.money", language, package=said(point.example), spare=sum(gain), **payment)]


def passing_lines(deal: Deal, names: list[str], language: str) -> list[str]:
    """Where not all must accept: which groups are enough, and how many packages one of them accepts."""
    negotiation = deal.negotiation
    if not negotiation.winning or negotiation.cells > LISTED:
        return []
    wins = winning_sets(negotiation)
    veto = tuple(name for place, name in enumerate(names) if all(place in win for win in wins))
    found = [say("packages.winning", language, count=len(wins), veto=veto or None)]
    return [*found, say("bargain.zone.passing", language, count=passing(negotiation)["packages_passing"])]


def _linked(deal: Deal, names: list[str], language: str) -> list[str]:
    """What linking dockets is worth, and to whom."""
    if deal.whole.surplus == 0:
        return [say("deal.nothing_to_link", language)]
    found = []
    for label, part in deal.linkages.items():
        own = {"dockets": Said("deal.partition.dockets"), "all separate": Said("deal.partition.all_separate")}
        key = "worth" if part.value > 0 else "harm" if part.value < 0 else "worthless"
        shown = own.get(label, label)
        found.append(say(f"deal.{key}", language, label=shown, value=abs(part.value), joint=part.joint.surplus))
        if not (part.compatible and part.rational):
            found.append(say("deal.apart_clash", language))
        for name, change in zip(names, part.by_party, strict=True):
            if change < 0:
                found.append(say("deal.hurt", language, party=name, value=-change))
    return found


def audit_sentences(deal: Deal, audit: Audit, language: str) -> list[str]:
    """What is to be said of a deal on the table in a plain negotiation."""
    names = party_names(deal, language)
    lines = verdict_lines(audit, names, language)
    if not audit.efficient:
        better = _package(audit.negotiation, audit.improved[0].example)
        lines.append(say("deal.audit.improved", language, package=better))
    return lines + distance_lines(audit, names, language)


def verdict_lines(audit: Audit, names: list[str], language: str) -> list[str]:
    """Who would refuse a package, and whether anything is better for one without being worse for another."""
    worse = tuple(name for name, gain in zip(names, audit.gains, strict=True) if gain < 0)
    found = [say("deal.audit.refused", language, parties=worse) if worse else say("deal.audit.acceptable", language)]
    if audit.efficient:
        return [*found, say("deal.audit.efficient", language)]
    return [*found, say("deal.audit.dominated", language, count=len(audit.dominated_by))]


def distance_lines(audit: Audit, names: list[str], language: str) -> list[str]:
    """How far a package is from the Nash deal, party by party."""
    found = []
    for name, change in zip(names, audit.to_nash or (), strict=False):
        if change:
            key = "deal.audit.more" if change > 0 else "deal.audit.less"
            found.append(say(key, language, party=name, value=abs(change)))
    return found


def breaks_line(deal: Deal, place: int, party: str, said: Callable[[Package], Said | str], language: str) -> str | None:
    """Between which own no-deal values of a party the Nash deal stays the same, and what it is beyond; None: always."""
    pieces = deal.by_reservation(place)
    now = deal.d[place]
    at = next((i for i, (_, end, _) in enumerate(pieces) if now < end), None)
    if at is None or len(pieces) < 2:
        return None
    begin, end, _ = pieces[at]
    return say(
        "bargain.zone.breaks",
        language,
        party=party,
        begin=begin,
        end=end,
        now=now,
        above=said(pieces[at + 1][2].example) if at + 1 < len(pieces) else None,
        below=said(pieces[at - 1][2].example) if at else None,
    )


def how_lines(deal: Deal, language: str) -> list[str]:
    """How it was worked out: the engine, and what was left out; nothing where all packages were simply listed."""
    front = deal.frontier
    found = [] if front.why == "few" else [say(f"packages.why.{front.why}", language)]
    if front.packages is not None and front.packages >= MANY:
        found.append(say("packages.possible", language, count=front.packages))
    if front.gap > TELLING:
        found.append(say("packages.gap", language, share=100 * front.gap))
    if not front.exact:
        found.append(say("packages.rounded", language))
    if deal.unfinished:
        parts = tuple(Said(f"packages.unfinished.{part}") for part in dict.fromkeys(deal.unfinished))
        found.append(say("packages.time", language, parts=parts))
    return found


def more_lines(deal: Deal, language: str) -> list[str]:
    """What mixtures would add, what settling issues apart would cost, and what nobody blocks."""
    names, found = deal.negotiation.parties, []
    hull = deal.hull
    if deal.zone and hull is not None and hull.egalitarian is not None:
        least = min(u - d for u, d in zip(hull.egalitarian, deal.d, strict=True))
        whole = deal.egalitarian.value[0]
        if least > whole:
            found.append(say("packages.indivisible", language, whole=whole, mixed=least))
    for part in deal.linkages.values() if deal.negotiation.dockets and deal.negotiation.status_quo is not None else ():
        only = [group for group in part.groups if part.joint.strict and not group.strict and group.issues]
        listed = tuple(deal.negotiation.issues[issue].name for group in only for issue in group.issues)
        if listed and len(only) < len(part.groups):
            found.append(say("packages.only_linked", language, issues=listed))
    if deal.blocking is not None:
        found.append(say("packages.core", language, count=deal.blocking.packages))
        for group, count in list(deal.blocking.blocks.items())[:3]:
            members = tuple(names[party] for party in group)
            found.append(say("packages.blocks", language, parties=members, count=count))
    return found
