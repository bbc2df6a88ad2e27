"""What linking is worth and what can be held back, in words."""

from __future__ import annotations

from detente.bargaining.agreement.levers import Lever
from detente.bargaining.agreement.package_teller import PackageTeller
from detente.bargaining.agreement.result import Story
from detente.bargaining.packages.negotiation import gains
from detente.words import Said, join, say
from detente.words.amounts import points

ISSUES = 3


def linkage_lines(found: Story, told: PackageTeller) -> list[str]:
    """First what runs already and could be held back, then what linking is worth from no deal."""
    lines = [line for lever in found.levers for line in lever_lines(found, told, lever)]
    deal = found.deal
    base = deal.negotiation.status_quo
    if base is None or not deal.with_linkage or deal.negotiation.utility(base) != deal.d:
        return lines
    if deal.whole.surplus == 0:
        return [*lines, say("bargain.linkage.nothing", told.language)]
    return lines + _from_no_deal(found, told)


def lever_lines(found: Story, told: PackageTeller, lever: Lever) -> list[str]:
    """One docket: alone, tied to each other docket, and whether anybody could hold it back."""
    language, parties, docket = told.language, found.parties, told.docket(lever.docket)
    gained = told.gains(parties, lever.alone)
    if lever.precondition == "needed":
        lines = [say("bargain.linkage.needed", language, docket=docket, gains=gained)]
        helping = [other for other, linked in lever.linked.items() if linked.worth_it] or list(lever.linked)
        others = tuple(Said("bargain.linkage.other", {"other": told.docket(other)}) for other in helping)
        if others:
            lines.append(say("bargain.linkage.verdict_needed", language, docket=docket, others=others))
        return lines
    words = told.within(lever.issues)
    lines = [say("bargain.linkage.alone", language, docket=docket, words=words, gains=gained)]
    for other, linked in lever.linked.items():
        lines.append(
            say(
                "bargain.linkage.bought" if linked.worth_it else "bargain.linkage.unbought",
                language,
                docket=docket,
                other=told.docket(other),
                package=told.package(linked.best),
                gains=told.gains(parties, linked.gains),
            )
        )
        if linked.worth_it and linked.count:
            lines.append(_bought(linked.count, linked.only, language))
        if linked.worth_it:
            change = gains(linked.gains, lever.alone)
            shown = told.gains(parties, change)
            lines.append(say("bargain.linkage.against", language, docket=docket, gains=shown))
    losing = {party: loss for party, loss in lever.withheld.items() if loss > 0}
    if losing:
        losses = told.worths(tuple(losing), [points(loss) for loss in losing.values()])
        key = "fixed_all" if set(losing) == set(lever.fixed) and len(lever.fixed) > 1 else "withheld"
        lines.append(say(f"bargain.linkage.{key}", language, docket=docket, values=losses))
    if losing and lever.fixed and key == "withheld":
        lines.append(say("bargain.linkage.fixed", language, parties=told.actors(lever.fixed)))
    able = [party for party in lever.withheld if party not in lever.fixed]
    for other in lever.linked:
        values = {"parties": told.actors(able)} if lever.precondition == "possible" else {}
        key = f"bargain.linkage.verdict_{lever.precondition}"
        lines.append(say(key, language, docket=docket, other=told.docket(other), **values))
    return lines


def _from_no_deal(found: Story, told: PackageTeller) -> list[str]:
    deal, language = found.deal, told.language
    part = deal.linkages.get("dockets") or next(iter(deal.linkages.values()))
    common = deal.negotiation.common_scale  # else gains may not be added, so no sum is told
    apart = any(group.strict for group in part.groups)
    key = "worth" if part.value > 0 else "harm" if part.value < 0 else "worthless"
    key = key if common or key == "harm" else "some" if apart else "all" if part.joint.strict else "weak"
    lines = [say(f"bargain.linkage.{key}", language, value=abs(part.value), joint=part.joint.surplus)]
    lines = lines if common or part.value else [say("bargain.linkage.apart", language)]
    if not (part.compatible and part.rational):
        lines.append(say("deal.apart_clash", language))
    labels = list(found.situation.agreements[found.setting.agreement].dockets)
    alone = [
        told.docket(labels[place]) if len(labels) > place else told.issues(group.issues)
        for place, group in enumerate(part.groups)
        if part.joint.strict and not group.strict and _touched(found, part.joint.best.example, group.issues)
    ]
    if alone:
        lines.append(say("bargain.linkage.only_linked", language, list=tuple(alone)))
    if any(part.by_party):
        change = tuple(-value for value in part.by_party)
        lines.append(say("bargain.linkage.delink", language, gains=told.gains(found.parties, change)))
    lost = {issue: deal.whole.surplus - one.surplus for issue, one in deal.dropped.items()}
    worst = sorted((issue for issue in lost if lost[issue] > 0), key=lambda issue: -lost[issue])[:ISSUES]
    needed = [issue for issue, one in deal.dropped.items() if not one.strict]
    if needed and part.joint.strict and not common:
        names = tuple(told.about(issue) for issue in needed)
        lines.append(say("bargain.linkage.without", language, list=names))
    if worst and common:
        shown = [say("bargain.gain", language, party=told.about(issue), value=lost[issue]) for issue in worst]
        lines.append(say("bargain.linkage.issue", language, joint=deal.whole.surplus, list=join(shown, language)))
    if deal.swap is not None:
        (one, two), point = deal.swap
        package = told.package(point.example)
        lines.append(say("bargain.linkage.swap", language, one=told.about(one), two=told.about(two), package=package))
    return lines


def _touched(found: Story, package: tuple[int, ...], issues: tuple[int, ...]) -> bool:
    base = found.deal.negotiation.status_quo
    return base is not None and any(package[issue] != base[issue] for issue in issues)


def _bought(count: int, only: int | None, language: str) -> str:
    """How many packages are better for all while something is held back, and how many of them only for that time."""
    key = "bought_all" if only == count else "bought_none" if only == 0 else "bought_some"
    return say(f"bargain.linkage.{key}", language, count=count, only=only)
