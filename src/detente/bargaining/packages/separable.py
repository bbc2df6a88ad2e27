"""How issues could be settled apart at least cost: for every number of dockets, the division that keeps most.

With S(G) the largest sum of gains that changing only the issues in G can give (see `linkage`), the division into k
dockets with the largest Σ S(G_r) is found exactly, set by set: best_k(A) is the largest S(G) + best_{k−1}(A∖G) over the
sets G ⊆ A that hold the first issue of A.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from detente.bargaining.packages.linkage import alone
from detente.bargaining.packages.negotiation import Negotiation

MOST_ISSUES = 7
MOST_PACKAGES = 5_000


@dataclass(frozen=True)
class Apart:
    """A division into dockets and what they give when settled one by one."""

    dockets: tuple[tuple[int, ...], ...]
    kept: Fraction


def applies(negotiation: Negotiation) -> bool:
    """Few enough issues and packages to try every set."""
    few = len(negotiation.issues) <= MOST_ISSUES and negotiation.cells <= MOST_PACKAGES
    return few and negotiation.status_quo is not None


def apart(negotiation: Negotiation) -> tuple[Apart, ...]:
    """The best division into 1, 2, … dockets; of equally good ones, the first found."""
    count = len(negotiation.issues)
    everything = (1 << count) - 1
    members = [tuple(issue for issue in range(count) if mask >> issue & 1) for mask in range(everything + 1)]
    surplus = [alone(negotiation, issues).surplus if issues else Fraction(0) for issues in members]
    best: dict[int, tuple[Fraction, tuple[int, ...]]] = {
        mask: (surplus[mask], (mask,)) for mask in range(1, everything + 1)
    }
    found = [Apart((members[everything],), surplus[everything])]
    for _ in range(1, count):
        after: dict[int, tuple[Fraction, tuple[int, ...]]] = {}
        for mask in range(1, everything + 1):
            first, part = mask & -mask, mask
            while part:
                rest = mask ^ part
                if part & first and rest in best:
                    value = surplus[part] + best[rest][0]
                    if mask not in after or value > after[mask][0]:
                        after[mask] = value, (part, *best[rest][1])
                part = (part - 1) & mask
        best = after
        value, chosen = best[everything]
        found.append(Apart(tuple(members[mask] for mask in chosen), value))
    return tuple(found)
