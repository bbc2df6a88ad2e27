"""A deal on the table, in words: what it gives, in reality and in each view; what is better; whether it would last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.bargaining.agreement.names import Told
from detente.bargaining.agreement.sentences import begun, fair_lines
from detente.bargaining.agreement.signed_sentences import held_lines
from detente.bargaining.packages.fair import gains
from detente.bargaining.packages.sentences import distance_lines, verdict_lines
from detente.words import say

if TYPE_CHECKING:
    from detente.bargaining.agreement.audit import Audit
    from detente.bargaining.agreement.result import Story


def audit_lines(found: Story, audit: Audit, language: str) -> list[str]:
    """What is to be said of a package of a situation."""
    told = Told(found.setting, language)
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
    if audit.improved:
        lines += improve_lines(found, audit, language)
    if found.worth_it:
        lines += [*fair_lines(found.deal, told), *distance_lines(audit, names, language)]
    held = found.hold(audit.package)
    if found.signed is not None and held is not None:
        lines += held_lines(found.signed, told, held)
    return [begun(line) for line in lines]


def improve_lines(found: Story, audit: Audit, language: str) -> list[str]:
    """The best for the worst-off from a package, with the gains over it."""
    if not audit.improved:
        return [say("bargain.audit.improve_none", language)]
    told, point = Told(found.setting, language), audit.improved[0]
    shown = told.gains(found.parties, gains(point.u, audit.u))
    package = told.package(point.example)
    lines = [say("bargain.audit.improve", language, package=package, gains=shown)]
    if len(audit.improved) > 1:
        lines.append(say("bargain.audit.improve_ties", language, count=len(audit.improved)))
    return [begun(line) for line in lines]
