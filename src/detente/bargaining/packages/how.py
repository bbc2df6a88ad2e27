"""How a deal was worked out, in a sentence: the engine, why it was chosen, and what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.words import say

if TYPE_CHECKING:
    from detente.bargaining.packages.result import Deal


def how_lines(deal: Deal, language: str) -> list[str]:
    """Nothing where all packages were simply listed."""
    front = deal.frontier
    found = [] if front.why == "few" else [say(f"packages.why.{front.why}", language)]
    if front.packages is not None and front.packages >= MANY:
        found.append(say("packages.possible", language, count=front.packages))
    if front.gap > TELLING:
        found.append(say("packages.gap", language, share=100 * front.gap))
    if not front.exact:
        found.append(say("packages.rounded", language))
    return found


MANY = 1_000_000
TELLING = 1e-6  # share from which a gap is told


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
