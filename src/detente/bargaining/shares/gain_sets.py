"""The gains of all packages where some terms are divisible: a union of polytopes, each by its corners.

A package is a discrete part and a level for every divisible term. For one discrete part and one straight piece of every
value (a *cell*) gains are affine in the levels, so what can be gained there is the convex hull of the gains at the
corners of the cell: box and limits. Nothing is mixed across cells: a lottery is not a share.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise, product

from detente.bargaining.packages.negotiation import Negotiation, Package, Vector
from detente.errors import LimitError

MOST_CELLS = 200_000
Cuts = tuple[tuple[tuple[Fraction, Fraction], ...], ...]  # per term its pieces


@dataclass(frozen=True)
class Divisible:
    """A term of which any level between two ends can be agreed."""

    name: str
    least: Fraction
    most: Fraction


@dataclass(frozen=True)
class Slope:
    """What a party makes of a divisible term: straight lines between points, where the discrete part fits `when`."""

    term: int
    points: tuple[tuple[Fraction, Fraction], ...]
    when: tuple[tuple[int, int], ...] = ()

    def applies(self, package: Package) -> bool:
        return all(package[issue] == level for issue, level in self.when)

    def at(self, level: Fraction) -> Fraction:
        for (left, low), (right, high) in pairwise(self.points):
            if left <= level <= right:
                return low + (high - low) * (level - left) / (right - left)
        raise AssertionError(level)  # the reader makes sure that the points cover the range

    def rise(self, level: Fraction) -> Fraction:
        """What the next unit adds from a level on; nothing at the end of the range."""
        for (left, low), (right, high) in pairwise(self.points):
            if left <= level < right:
                return (high - low) / (right - left)
        return Fraction(0)


@dataclass(frozen=True)
class Limit:
    """Σ factor × level ≤ most."""

    factors: tuple[Fraction, ...]
    most: Fraction


@dataclass(frozen=True)
class Shares:
    """A negotiation with divisible terms: `slopes` per party; `negotiation` holds the discrete part and no deal."""

    negotiation: Negotiation
    terms: tuple[Divisible, ...]
    slopes: tuple[tuple[Slope, ...], ...]
    limits: tuple[Limit, ...] = ()

    @property
    def parties(self) -> tuple[str, ...]:
        return self.negotiation.parties


@dataclass(frozen=True)
class Cell:
    """One discrete part, one piece of every term: its corners as levels, and their gains."""

    package: Package
    levels: tuple[Vector, ...]
    gains: tuple[Vector, ...]


@dataclass(frozen=True)
class GainSet:
    """All cells that limits leave something of; `cells` counts those before limits."""

    parties: tuple[str, ...]
    pieces: tuple[Cell, ...]
    packages: int
    cells: int

    @property
    def hulls(self) -> list[tuple[Vector, ...]]:
        """What can be gained in every cell, by its corners."""
        return [cell.gains for cell in self.pieces]


def packages_of(negotiation: Negotiation) -> Iterator[Package]:
    """All discrete packages that no ban forbids, the last issue fastest."""
    for package in product(*negotiation.allowed):
        if not negotiation.banned(package):
            yield package


def gain_set(shares: Shares) -> GainSet:
    """The cells with their corners. Raises `LimitError` for more than MOST_CELLS."""
    pieces: list[Cell] = []
    count = cells = 0
    known: dict[Cuts, list[list[Vector]]] = {}
    for package in packages_of(shares.negotiation):
        count += 1
        base = shares.negotiation.utility(package)
        fixed = tuple(u - d for u, d in zip(base, shares.negotiation.disagreement, strict=True))
        active = active_slopes(shares, package)
        cuts = cuts_of(shares, active)
        if cuts not in known:
            known[cuts] = cells_of(shares, cuts)
        for corners in known[cuts]:
            cells += 1
            if cells > MOST_CELLS:
                raise LimitError("shares_many", limit=MOST_CELLS)
            if corners:
                gains = tuple(gains_at(fixed, active, levels) for levels in corners)
                pieces.append(Cell(package, tuple(corners), gains))
    return GainSet(shares.parties, tuple(pieces), count, cells)


def active_slopes(shares: Shares, package: Package) -> list[list[Slope]]:
    """Per party the values that apply to a discrete part."""
    return [[slope for slope in slopes if slope.applies(package)] for slopes in shares.slopes]


def cuts_of(shares: Shares, active: Sequence[Sequence[Slope]]) -> Cuts:
    """Per term its pieces: between neighbouring points of any value that applies."""
    return tuple(_cuts(term, at, active) for at, term in enumerate(shares.terms))


def cells_of(shares: Shares, cuts: Cuts) -> list[list[Vector]]:
    """The corners of every cell, in levels; none where limits leave nothing."""
    return [_corners(box, shares.limits) for box in product(*cuts)]


def gains_at(fixed: Vector, active: Sequence[Sequence[Slope]], levels: Vector) -> Vector:
    """What the parties gain at some levels, `fixed` by the discrete part."""
    return tuple(
        gain + sum((slope.at(levels[slope.term]) for slope in slopes), Fraction(0))
        for gain, slopes in zip(fixed, active, strict=True)
    )


def _cuts(term: Divisible, at: int, active: Sequence[Sequence[Slope]]) -> tuple[tuple[Fraction, Fraction], ...]:
    inner = {level for slopes in active for slope in slopes if slope.term == at for level, _ in slope.points}
    ends = sorted({term.least, term.most, *(level for level in inner if term.least < level < term.most)})
    return tuple(pairwise(ends))


def _corners(box: Sequence[tuple[Fraction, Fraction]], limits: Sequence[Limit]) -> list[Vector]:
    """The corners of a box under limits, in the order in which they are found; none if the limits leave nothing."""
    size = len(box)
    if not limits:
        return [tuple(corner) for corner in product(*box)]
    rows: list[tuple[tuple[Fraction, ...], Fraction]] = []
    for at, (low, high) in enumerate(box):
        unit = tuple(Fraction(at == other) for other in range(size))
        rows += [(unit, high), (tuple(-value for value in unit), -low)]
    rows += [(limit.factors, limit.most) for limit in limits]
    found: dict[Vector, None] = {}
    for chosen in combinations(rows, size):
        corner = _meeting(chosen)
        if corner is not None and all(
            sum((f * x for f, x in zip(factors, corner, strict=True)), Fraction(0)) <= most for factors, most in rows
        ):
            found[corner] = None
    return list(found)


def _meeting(rows: Sequence[tuple[tuple[Fraction, ...], Fraction]]) -> Vector | None:
    """The one point where all rows hold with equality; None if there is none or more than one."""
    table = [[*factors, most] for factors, most in rows]
    size = len(table)
    for at in range(size):
        pivot = next((row for row in range(at, size) if table[row][at]), None)
        if pivot is None:
            return None
        table[at], table[pivot] = table[pivot], table[at]
        table[at] = [value / table[at][at] for value in table[at]]
        for row in range(size):
            if row != at and table[row][at]:
                factor = table[row][at]
                table[row] = [a - factor * b for a, b in zip(table[row], table[at], strict=True)]
    return tuple(row[-1] for row in table)
