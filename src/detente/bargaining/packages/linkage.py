"""What linking issues is worth: docket by docket, issue by issue, party by party.

Gains are counted from the status quo s. S(G) is the largest sum of gains over packages that change only issues in G and
leave nobody worse off. The value of linking the dockets of a partition is S(all) − Σ S(G_r): never negative for
additive utilities; for conditional ones separate deals may even be infeasible, or harmful, together. The value of an
issue is S(all) less S(all but that issue, frozen at s). A docket without a strict zone alone, inside a joint deal that
has one, is settled only through linkage (Sebenius 1983; from memory, unverified).

How issues could be settled apart at least cost: for every number of dockets the division that keeps most, found
exactly, set by set. best_k(A) is the largest S(G) + best_{k−1}(A∖G) over the sets G ⊆ A that hold the first issue of A.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from detente.bargaining.packages.bargaining_solutions import Solution, nash, rational, utilitarian
from detente.bargaining.packages.frontier import frontier
from detente.bargaining.packages.negotiation import Negotiation, Package, Point, Vector, gains

SWAPS = 24  # issues up to which every pair is tried
MOST_ISSUES = 7  # issues and packages up to which every division is tried
MOST_PACKAGES = 5_000


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


@dataclass(frozen=True)
class Dockets:
    """A division into dockets and what they give when settled one by one."""

    dockets: tuple[tuple[int, ...], ...]
    kept: Fraction


def can_be_divided(negotiation: Negotiation) -> bool:
    """Few enough issues and packages to try every set."""
    few = len(negotiation.issues) <= MOST_ISSUES and negotiation.cells <= MOST_PACKAGES
    return few and negotiation.status_quo is not None


def best_dockets(negotiation: Negotiation) -> tuple[Dockets, ...]:
    """The best division into 1, 2, … dockets; of equally good ones, the first found."""
    count = len(negotiation.issues)
    everything = (1 << count) - 1
    members = [tuple(issue for issue in range(count) if mask >> issue & 1) for mask in range(everything + 1)]
    surplus = [alone(negotiation, issues).surplus if issues else Fraction(0) for issues in members]
    best: dict[int, tuple[Fraction, tuple[int, ...]]] = {
        mask: (surplus[mask], (mask,)) for mask in range(1, everything + 1)
    }
    found = [Dockets((members[everything],), surplus[everything])]
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
        found.append(Dockets(tuple(members[mask] for mask in chosen), value))
    return tuple(found)
