"""What a party's comparisons of packages say of how much each issue counts for it.

An issue is scored from 0 to 1 between the worst and the best of its levels, as the party's own points by that issue
alone have them; an issue without such points has no score and is left out.
"""

from __future__ import annotations

from fractions import Fraction

from detente.bargaining.agreement.setting import Setting
from detente.bargaining.mediation.result import Comparisons
from detente.bargaining.packages.audit import package_of
from detente.bargaining.packages.negotiation import Negotiation, Package
from detente.bargaining.packages.result import short
from detente.situation.deal_records import Package as Written
from detente.situation.identifiers import normal, quoted, split_reference

ASKED = 12  # packages of which it is asked how a party compares them


def comparisons_by_party(
    negotiation: Negotiation, setting: Setting, others: tuple[Package, ...] = ()
) -> dict[str, tuple[Comparisons, tuple[str, ...]]]:
    """Party → what it compared, and the names of the comparisons. `others`: further packages that may be asked of."""
    record = setting.situation.agreements[setting.agreement]
    found = {}
    for party in dict.fromkeys(one.by for one in record.comparisons.values()):
        scores = _scores(negotiation, party)
        named = {name: one for name, one in record.comparisons.items() if one.by == party}
        pairs: list[tuple[str, str]] = []
        packages: dict[str, Package] = {}
        for one in named.values():
            two = [written_package(negotiation, setting, side) for side in (one.better, one.worse)]
            labels = tuple(short(negotiation, side) for side in two)
            packages |= dict(zip(labels, two, strict=True))
            pairs.append((labels[0], labels[1]))
        packages |= {short(negotiation, one): one for one in others[:ASKED]}
        table = {
            label: {issue: column[package[place]] for issue, (place, column) in scores.items()}
            for label, package in packages.items()
        }
        if scores:
            found[party] = (Comparisons(tuple(scores), table, tuple(pairs)), tuple(named))
    return found


def written_package(negotiation: Negotiation, setting: Setting, written: Written) -> Package:
    """A package as the file writes it; what is not named stands as without a deal."""
    parts = []
    for key, level in written.items():
        names = split_reference(key)
        whole = names if len(names) == 2 else (setting.agreement, normal(key))
        parts.append(f"{'.'.join(map(quoted, whole))}={quoted(level)}")
    return package_of(negotiation, ", ".join(parts), setting.agreement)


def _scores(negotiation: Negotiation, party: str) -> dict[str, tuple[int, list[Fraction]]]:
    """Issue → its place and the score of each level."""
    utility = negotiation.utilities[negotiation.parties.index(party)]
    found = {}
    for place, issue in enumerate(negotiation.issues):
        tables = [part.table for part in utility.parts if part.issues == (place,)]
        column = [sum((table[level] for table in tables), Fraction(0)) for level in range(len(issue.levels))]
        low, high = min(column), max(column)
        if high > low:
            found[issue.name] = (place, [(value - low) / (high - low) for value in column])
    return found
