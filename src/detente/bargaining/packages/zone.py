"""Is there a zone of agreement, how far from one are we, and what proves that there is none.

A package is in the weak zone if nobody is worse off than without a deal, in the strict zone if everybody is better off.
Distances are least concessions over all packages, and the frontier suffices for them: the equal concession
min_x max_i (d_i − u_i)⁺, the total one min_x Σ (d_i − u_i)⁺, and the one party i would have to make alone. Money: what
must be brought in if utilities can be paid for at one to one.

Certificate: weights λ ≥ 0, Σλ = 1, with max_x Σ λ_i (u_i(x) − d_i) < 0 prove that no package, lottery or side payment
at these rates satisfies all. If there are none though the zone is empty, a lottery or splitting an issue would do.

Clashes: take for each package the parties that it leaves worse off than no deal. A set of parties clashes if it shares
a member with each of these sets: the smallest ones are the minimal transversals of that hypergraph. They are found by
size, the smallest first, with the depth-first search MMCS (Murakami & Uno 2014, doi:10.1016/j.dam.2014.01.012): a party
is added only while every party in the set is *critical*, the only one of the set among some package's losers. There can
be exponentially many, so the search ends after a time or a number of sets, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, islice
from math import prod
from time import monotonic

from detente.bargaining.packages.bargaining_solutions import rational
from detente.bargaining.packages.frontier import LISTED, frontier
from detente.bargaining.packages.groups import heaviest
from detente.bargaining.packages.hull import least_gain
from detente.bargaining.packages.negotiation import Negotiation, Point, Vector, blocks, gains

MOST_SETS = 1_000  # sets of parties that are listed
LOOKS = 256  # steps between two looks at the clock
TRIED = 500  # sets of bans of one size that are tried


@dataclass(frozen=True)
class Shortfall:
    """Concessions, in each party's own utility; `solo` None: no concession of this party alone opens a zone."""

    equal: Fraction
    total: Fraction
    solo: tuple[Fraction | None, ...]
    highest: tuple[Fraction | None, ...]
    joint: Fraction
    money: Fraction


@dataclass(frozen=True)
class Certificate:
    """Weights and the best weighted sum of gains they leave: below zero, so no package suits all.

    `lines`: group of linked issues → the most it can add to the weighted sum; with `without`, the weighted sum of no
    deal less the constants, they add up to `most`.
    """

    weights: tuple[Fraction, ...]
    most: Fraction
    lines: tuple[tuple[tuple[int, ...], Fraction], ...] = ()
    without: Fraction = Fraction(0)


def shortfall(points: tuple[Point, ...], d: Vector) -> Shortfall:
    """How far the frontier of all packages is from suiting all."""
    missing = [tuple(max(-gain, Fraction(0)) for gain in gains(point.u, d)) for point in points]
    highest: list[Fraction | None] = []
    for party in range(len(d)):
        own = [p.u[party] for p in points if all(g >= 0 for i, g in enumerate(gains(p.u, d)) if i != party)]
        highest.append(max(own, default=None))
    joint = max(sum(point.u, Fraction(0)) for point in points)
    return Shortfall(
        min(max(one) for one in missing),
        min(sum(one, Fraction(0)) for one in missing),
        tuple(None if h is None else max(own - h, Fraction(0)) for own, h in zip(d, highest, strict=True)),
        tuple(highest),
        joint,
        max(sum(d, Fraction(0)) - joint, Fraction(0)),
    )


def clashes(points: tuple[Point, ...], d: Vector, seconds: float) -> Clashes:
    """The smallest sets of parties whose own requirements no package meets together."""
    met = {frozenset(i for i, gain in enumerate(gains(point.u, d)) if gain >= 0) for point in points}
    return smallest_clashes(met, len(d), seconds)


def red_lines(negotiation: Negotiation, seconds: float) -> list[tuple[str, ...]]:
    """The smallest sets of bans whose removal gives a weak zone; none if even without any there is no zone.

    Those found when `seconds` are over.
    """
    until = monotonic() + seconds
    names = tuple(dict.fromkeys(ban.name for ban in negotiation.bans))
    found: list[tuple[str, ...]] = []
    free = replace(negotiation, bans=())
    if not names or not rational(frontier(free, seconds=seconds).points, negotiation.disagreement):
        return []
    for size in range(1, len(names) + 1):
        for group in islice(combinations(names, size), TRIED):
            if monotonic() > until:
                return found
            if any(set(one) <= set(group) for one in found):
                continue
            freed = replace(negotiation, bans=tuple(ban for ban in negotiation.bans if ban.name not in group))
            if rational(frontier(freed, seconds=max(1.0, until - monotonic())).points, negotiation.disagreement):
                found.append(group)
        if found:
            break
    return found


def certificate(negotiation: Negotiation, points: tuple[Point, ...]) -> Certificate | None:
    """Weights that prove that no package, mixed or not, suits all; None if a mixture of packages would.

    The mixture with the largest least gain (each party's gains over their own size) is found in exact fractions; if
    that is below zero, the prices of the gains are the weights.
    """
    d = negotiation.disagreement
    table = [gains(point.u, d) for point in points]
    size = [max(Fraction(1), *(abs(row[party]) for row in table)) for party in range(len(d))]
    scaled = [tuple(value / part for value, part in zip(row, size, strict=True)) for row in table]
    found = least_gain(scaled)
    if found.value >= 0:
        return None
    raw = [-price / part for price, part in zip(found.prices, size, strict=False)]
    weights = _simple(tuple(value / sum(raw) for value in raw), table)
    most = max(_weighted(weights, row) for row in table)
    return _by_line(negotiation, Certificate(weights, most), points)


def listable(negotiation: Negotiation) -> bool:
    """Every group of linked issues can be listed, so that a weighted sum can be made largest group by group."""
    groups = blocks(negotiation)
    return all(prod(len(negotiation.allowed[issue]) for issue in group) <= LISTED for group in groups)


def proven(negotiation: Negotiation, proof: Certificate) -> Certificate | None:
    """Weights found from some packages, proven for all of them group by group; None if that does not prove it."""
    best = heaviest(negotiation, blocks(negotiation), proof.weights)
    most = _weighted(proof.weights, gains(negotiation.utility(best), negotiation.disagreement))
    return replace(proof, most=most) if most < 0 else None


def _simple(weights: Vector, table: list[Vector]) -> Vector:
    """Weights in rounder fractions, where these prove it too."""
    for finest in (10, 100, 10_000):
        near = [weight.limit_denominator(finest) for weight in weights]
        if sum(near):
            rounded = tuple(weight / sum(near) for weight in near)
            if max(_weighted(rounded, row) for row in table) < 0:
                return rounded
    return weights


def _weighted(weights: Vector, values: Vector) -> Fraction:
    return sum((w * v for w, v in zip(weights, values, strict=True)), Fraction(0))


def _by_line(negotiation: Negotiation, proof: Certificate, points: tuple[Point, ...]) -> Certificate:
    """The same proof, group of issues by group: each line can be checked by hand."""
    lines = []
    groups = blocks(negotiation)
    anywhere = points[0].example
    base = negotiation.utility(anywhere)
    for group in groups:
        alone = negotiation.frozen(set(group), anywhere)
        own = frontier(alone).points
        lines.append((group, max(_weighted(proof.weights, gains(point.u, base)) for point in own)))
    start = _weighted(proof.weights, gains(negotiation.utility(anywhere), negotiation.disagreement))
    return replace(proof, lines=tuple(lines), without=start)


class _TimeOverError(Exception):
    pass


@dataclass(frozen=True)
class Clashes:
    """The sets, smallest first; `complete`: whether these are all."""

    sets: tuple[tuple[int, ...], ...]
    complete: bool = True


def smallest_clashes(met: Iterable[frozenset[int]], parties: int, seconds: float) -> Clashes:
    """`met`: for each package, the parties whose requirements it meets."""
    whole = (1 << parties) - 1
    losers = {whole & ~sum(1 << party for party in group) for group in met}
    if 0 in losers:  # a package that suits all
        return Clashes(())
    edges = [one for one in losers if not any(other & one == other for other in losers if other != one)]
    found: list[tuple[int, ...]] = []
    search = _Search(edges, parties, monotonic() + seconds)
    try:
        for size in range(1, min(parties, len(edges)) + 1):
            for group in search.of_size(size):
                found.append(tuple(party for party in range(parties) if group >> party & 1))
                if len(found) >= MOST_SETS:
                    return Clashes(tuple(found), False)
    except _TimeOverError:
        return Clashes(tuple(found), False)
    return Clashes(tuple(sorted(found, key=lambda group: (len(group), group))))


class _Search:
    """Sets of parties and of edges are the bits of whole numbers."""

    def __init__(self, edges: list[int], parties: int, until: float) -> None:
        self.edges = edges
        self.until = until
        self.steps = 0
        self.hit = [
            sum(1 << place for place, edge in enumerate(edges) if edge >> party & 1) for party in range(parties)
        ]

    def of_size(self, size: int) -> Iterator[int]:
        """Every minimal transversal of exactly this size."""
        yield from self._grown(0, {}, (1 << len(self.edges)) - 1, (1 << len(self.hit)) - 1, size)

    def _grown(self, chosen: int, critical: dict[int, int], open_: int, free: int, left: int) -> Iterator[int]:
        """`critical`: party → edges that it alone meets; `open_`: edges not met; `free`: parties to be added."""
        self.steps += 1
        if self.steps % LOOKS == 0 and monotonic() > self.until:
            raise _TimeOverError
        if not open_:
            if left == 0:
                yield chosen
            return
        if left == 0:
            return
        narrow = min((self.edges[place] & free for place in _bits(open_)), key=int.bit_count)
        free &= ~narrow
        for party in _bits(narrow):
            own = {one: met & ~self.hit[party] for one, met in critical.items()}
            if all(own.values()):
                own[party] = open_ & self.hit[party]
                yield from self._grown(chosen | 1 << party, own, open_ & ~self.hit[party], free, left - 1)
            free |= 1 << party


def _bits(number: int) -> Iterator[int]:
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest
