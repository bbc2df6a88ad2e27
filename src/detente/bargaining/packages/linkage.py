"""What linking issues is worth: docket by docket, issue by issue, party by party.

Gains are counted from the status quo s. S(G) is the largest sum of gains over packages that change only issues in G and
leave nobody worse off. The value of linking the dockets of a partition is S(all) − Σ S(G_r): never negative for
additive utilities; for conditional ones separate deals may even be infeasible, or harmful, together. The value of an
issue is S(all) less S(all but that issue, frozen at s). A docket without a strict zone alone, inside a joint deal that
has one, is settled only through linkage (Sebenius 1983; from memory, unverified).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

from detente.bargaining.packages.fair import Solution, gains, nash, rational, utilitarian
from detente.bargaining.packages.frontier import Point, frontier
from detente.bargaining.packages.negotiation import Negotiation, Package, Vector

SWAPS = 24  # issues up to which every pair is tried


@dataclass(frozen=True)
class Alone:
    """The best that some issues give when only they may change."""

    issues: tuple[int, ...]
    surplus: Fraction
    strict: bool
    best: Point
    nash: Solution


@dataclass(frozen=True)
class Linkage:
    """One partition: its dockets alone, what is joint, and what the separate deals give when put together.

    `by_party`: gain in the first joint Nash deal less the gain in the separate Nash deals put together.
    """

    groups: tuple[Alone, ...]
    joint: Alone
    compatible: bool
    realised: Fraction
    rational: bool
    by_party: Vector

    @property
    def separate(self) -> Fraction:
        return sum((group.surplus for group in self.groups), Fraction(0))

    @property
    def value(self) -> Fraction:
        return self.joint.surplus - self.separate


def alone(negotiation: Negotiation, issues: tuple[int, ...]) -> Alone:
    """What changing only these issues can give, from the status quo; the status quo itself is always a choice."""
    at = negotiation.status_quo
    assert at is not None
    d = negotiation.utility(at)
    zone = rational(frontier(negotiation.frozen(set(issues), at, d)).points, d)
    best = utilitarian(zone, d)
    strict = any(min(gains(point.u, d)) > 0 for point in zone)
    return Alone(issues, best.value[0], strict, _least_change(best.points, at), nash(zone, d, negotiation.power))


def _least_change(points: tuple[Point, ...], at: Package) -> Point:
    """Of equally good points, the one whose example changes least."""
    return min(points, key=lambda point: sum(a != b for a, b in zip(point.example, at, strict=True)))


def together(negotiation: Negotiation, groups: tuple[tuple[int, ...], ...], points: list[Point]) -> Package:
    """The package in which every docket stands as in its own deal."""
    assert negotiation.status_quo is not None
    package = list(negotiation.status_quo)
    for group, point in zip(groups, points, strict=True):
        for issue in group:
            package[issue] = point.example[issue]
    return tuple(package)


def linkage(negotiation: Negotiation, groups: tuple[tuple[int, ...], ...]) -> Linkage:
    """One partition of the issues; see the module."""
    at = negotiation.status_quo
    assert at is not None
    d = negotiation.utility(at)
    parts = tuple(alone(negotiation, group) for group in groups)
    joint = alone(negotiation, tuple(sorted(issue for group in groups for issue in group)))
    package = together(negotiation, groups, [part.best for part in parts])
    gain = gains(negotiation.utility(package), d)
    apart = negotiation.utility(together(negotiation, groups, [_least_change(p.nash.points, at) for p in parts]))
    return Linkage(
        parts,
        joint,
        not negotiation.banned(package),
        sum(gain, Fraction(0)),
        min(gain) >= 0,
        gains(joint.nash.points[0].u, apart),
    )


def without_issue(negotiation: Negotiation) -> dict[int, Alone]:
    """Every issue frozen at the status quo in turn."""
    everything = range(len(negotiation.issues))
    return {one: alone(negotiation, tuple(issue for issue in everything if issue != one)) for one in everything}


def best_swap(negotiation: Negotiation, start: Package) -> tuple[tuple[int, int], Point] | None:
    """The pair of issues whose joint change from a package helps the worst-off most; None if none helps all."""
    d = negotiation.utility(start)
    found: list[tuple[Vector, tuple[int, int], Point]] = []
    for pair in combinations(range(min(len(negotiation.issues), SWAPS)), 2):
        for point in rational(frontier(negotiation.frozen(set(pair), start, d)).points, d):
            if min(gains(point.u, d)) > 0:
                found.append((tuple(sorted(gains(point.u, d))), pair, point))
    if not found:
        return None
    _, pair, point = max(found, key=lambda one: one[0])
    return pair, point


def everything_separate(negotiation: Negotiation) -> tuple[tuple[int, ...], ...]:
    """The partition in which every issue is settled alone."""
    return tuple((issue,) for issue in range(len(negotiation.issues)))


def at_status_quo(negotiation: Negotiation) -> Negotiation:
    """The same negotiation with gains counted from the status quo."""
    assert negotiation.status_quo is not None
    return replace(negotiation, disagreement=negotiation.utility(negotiation.status_quo))
