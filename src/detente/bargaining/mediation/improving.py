"""From a deal on the table upwards: rounds in which nobody loses, and where these end the least concession.

*Round*: of the packages that change as few issues as any that is at least as good for all and better for some, the one
whose smallest gain is largest, then the next smallest, each as a part of what the party could hope for. Rounds end at
an undominated package. From there a larger product of gains takes a loss of somebody: the *least concession* is the
package with the smallest largest loss, as such a part. Brute force over packages that differ in few issues; Raiffa's
single text (1982), from memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from math import prod
from typing import Any

from detente.bargaining.packages.data import numbers
from detente.bargaining.packages.negotiation import Negotiation, Package, Vector, gains
from detente.bargaining.packages.result import Deal

MOST_LOOKED_AT = 50_000  # packages in one round
ZERO = Fraction(0)


@dataclass(frozen=True)
class Round:
    """One step: the package, which issues change, and what each party gains by it over the one before."""

    package: Package
    changed: tuple[int, ...]
    gains: Vector


@dataclass(frozen=True)
class Concession:
    """A package with a larger product of gains, and what each party gains (or gives up) against the last round."""

    package: Package
    gains: Vector
    largest: Fraction


@dataclass(frozen=True)
class Improved:
    """`rounds` from the package on; `whole`: they end at an undominated package; `concession`: None where there is
    none, or none was looked for."""

    rounds: tuple[Round, ...]
    whole: bool
    concession: Concession | None


def improve(deal: Deal, package: Package) -> Improved:
    """The rounds from a package."""
    negotiation, scale = deal.negotiation, deal.hopes
    found: list[Round] = []
    here = package
    while (step := _round(negotiation, here, scale)) is not None:
        if step is False:
            return Improved(tuple(found), False, None)
        assert isinstance(step, Round)
        found.append(step)
        here = step.package
    return Improved(tuple(found), True, _concession(deal, here, scale))


def improved_data(deal: Deal, found: Improved) -> dict[str, Any]:
    """As JSON has it."""
    named, issues = deal.negotiation.named, [issue.name for issue in deal.negotiation.issues]
    parties = deal.negotiation.parties

    def of(gain: Vector) -> dict[str, Any]:
        return dict(zip(parties, numbers(gain), strict=True))

    return {
        "rounds": [
            {"package": named(one.package), "changed": [issues[at] for at in one.changed], "gains": of(one.gains)}
            for one in found.rounds
        ],
        "undominated": found.whole,
        "least_concession": None
        if found.concession is None
        else {"package": named(found.concession.package), "gains": of(found.concession.gains)},
    }


def _round(negotiation: Negotiation, package: Package, scale: Vector) -> Round | bool | None:
    """The next round; None at an undominated package; False where that would take too long."""
    now = negotiation.utility(package)
    looked = 0
    for size in range(1, len(package) + 1):
        best: tuple[list[Fraction], Round] | None = None
        for changed, other in _changing(negotiation, package, size):
            looked += 1
            if looked > MOST_LOOKED_AT:
                return False
            if negotiation.banned(other):
                continue
            gain = gains(negotiation.utility(other), now)
            if min(gain) >= 0 and any(gain):
                value = sorted(g / s for g, s in zip(gain, scale, strict=True))
                if best is None or value > best[0]:
                    best = value, Round(other, changed, gain)
        if best is not None:
            return best[1]
    return None


def _changing(negotiation: Negotiation, package: Package, size: int) -> Iterator[tuple[tuple[int, ...], Package]]:
    for changed in combinations(range(len(package)), size):
        choices = [[level for level in negotiation.allowed[issue] if level != package[issue]] for issue in changed]
        for levels in product(*choices):
            other = list(package)
            for issue, level in zip(changed, levels, strict=True):
                other[issue] = level
            yield changed, tuple(other)


def _concession(deal: Deal, package: Package, scale: Vector) -> Concession | None:
    """Among undominated packages no worse than no deal: the smallest largest loss for a larger product."""
    u = deal.negotiation.utility(package)
    mine = _product(gains(u, deal.d))
    found = []
    for point in deal.frontier.points if deal.frontier.scope == "all" else ():
        if min(gains(point.u, deal.d)) >= 0 and _product(gains(point.u, deal.d)) > mine:
            gain = gains(point.u, u)
            largest = max((max(ZERO, -g) / s for g, s in zip(gain, scale, strict=True)), default=ZERO)
            found.append(Concession(point.example, gain, largest))
    return min(found, key=lambda one: one.largest, default=None)


def _product(gain: Vector) -> Fraction:
    return prod(gain, start=Fraction(1)) if min(gain) > 0 else ZERO
