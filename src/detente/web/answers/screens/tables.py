"""The tables that a view keeps: of each agreement, and of the levels and payments that were tried there of late."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from fractions import Fraction

from detente.bargaining.agreement.measure import negotiable
from detente.bargaining.brokered.packages_at_hand import levels_named
from detente.bargaining.brokered.paid_package import payment_term, with_payment
from detente.findings.on_the_table import Table
from detente.situation.divisible import level_name
from detente.web.desk import View

TRIED = 12  # tables with other levels or payments that are kept


def table_of(view: View, agreement: str | None) -> Table:
    """The table of an agreement, kept with the view; without a name, of the first that can be negotiated."""
    if agreement is None and len(view.situation.agreements) > 1:
        agreement = next(iter(negotiable(view.situation)), None)
    return view.once(f"table {agreement}", lambda: Table.of(view.situation, view.case.perceptions, agreement))


def table_with(
    view: View, base: Table, package: Mapping[str, str], receives: Mapping[str, float]
) -> tuple[Table, str | None]:
    """The table on which this package can be put: with its levels of terms with a share, and with what is paid.

    The second is the term by which the payment goes with the package (None: nothing is paid).
    """
    agreement = base.story.setting.agreement
    named = levels_named(view.situation, ", ".join(f"{issue}={level}" for issue, level in package.items()))
    known = {issue.name: issue.levels for issue in base.negotiation.issues}
    other = any(level_name(level) not in known.get(key[1], ()) for key, levels in named.items() for level in levels)
    paid = _paid(base, receives)
    if not other and not paid:
        return base, None
    key = agreement, tuple(sorted(named.items())), tuple(sorted(paid.items()))
    tried: OrderedDict[object, Table] = view.once("tables tried", OrderedDict)
    if key not in tried:
        situation, views = view.situation, dict(view.case.perceptions)
        if paid:
            situation = with_payment(situation, agreement, paid)
            views = {actor: with_payment(one, agreement, paid) for actor, one in views.items()}
        tried[key] = Table.of(situation, views, agreement, named=named)
        if len(tried) > TRIED:
            tried.popitem(last=False)
    return tried[key], payment_term(view.situation, agreement) if paid else None


def _paid(base: Table, receives: Mapping[str, float]) -> dict[str, Fraction]:
    """What each party receives, the last what is left; nothing where nothing is paid, or nobody may pay."""
    *first, last = base.negotiation.parties
    found = {party: Fraction(str(receives.get(party, 0.0))) for party in first}
    if base.story.situation.agreements[base.story.setting.agreement].money is None or not any(found.values()):
        return {}
    return {**found, last: -sum(found.values(), Fraction(0))}
