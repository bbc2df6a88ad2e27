"""The gains of two parties where discrete packages are many: only the cells that can reach the frontier.

Packages of which the same values apply have the same *shape*: the same cells, moved by what the discrete part is worth.
Shapes are worked out exactly and once. The undominated edges of all packages are then compared in floats, each party's
gains divided by the largest sum it can have: a point below another in both gains by more than MARGIN is dominated for
certain, since floats err by less than 10⁻¹². What is left is exact again. Every undominated point is in a cell that is
kept, and zone, frontier and fair points rest on undominated points alone: floats decide nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from detente.bargaining.packages.negotiation import Array, Negotiation, Package, Vector
from detente.bargaining.shares.gain_sets import (
    MOST_CELLS,
    Cell,
    GainSet,
    Shares,
    active_slopes,
    cells_of,
    cuts_of,
    gains_at,
)
from detente.bargaining.shares.share_frontier import Edge, chain, united
from detente.errors import LimitError

MOST_PACKAGES = 5_000_000
TOGETHER = 50_000  # edges compared at once
HALVINGS = 9
MOST_PARTS = 200_000  # where more are left, halving on would not pay
MARGIN = 1e-9
ZERO = Fraction(0)
NO_STEPS = np.empty((0, 2))


@dataclass(frozen=True, eq=False)
class Shape:
    """Cells whose discrete part is worth nothing, and the edges of their frontier, each with the cells it belongs to.

    `boxes` counts cells before limits; `left`, `right`: the ends of the edges in floats, edge × party.
    """

    cells: tuple[tuple[tuple[Vector, ...], tuple[Vector, ...]], ...]
    boxes: int
    owners: tuple[tuple[int, ...], ...]
    left: Array
    right: Array


@dataclass(frozen=True, eq=False)
class Edges:
    """Edges of packages: `package` and `edge` say which, `left` and `right` where (edge × party)."""

    package: Array
    edge: Array
    left: Array
    right: Array

    def __getitem__(self, kept: Array) -> Edges:
        return Edges(self.package[kept], self.edge[kept], self.left[kept], self.right[kept])


def pruned_gain_set(shares: Shares) -> GainSet:
    """`gain_set` of two parties without cells that are dominated for certain; of equal cells the first is kept.

    `packages` and `cells` count all. Raises `LimitError` for more than MOST_PACKAGES packages, or for shapes of more
    than MOST_CELLS cells.
    """
    negotiation = shares.negotiation
    if negotiation.cells > MOST_PACKAGES:
        raise LimitError("shares_many", limit=MOST_PACKAGES)
    sizes = _sizes(shares)
    gains = np.stack([_gains(negotiation, party, size) for party, size in enumerate(sizes)], axis=1)
    kind = _kinds(shares)
    allowed = np.flatnonzero(~_forbidden(negotiation))
    shapes: dict[int, Shape] = {}
    cells = 0
    exact = 0
    standing: list[Edges] = []
    steps = NO_STEPS
    for one, first, number in zip(*np.unique(kind[allowed], return_index=True, return_counts=True), strict=True):
        shape = _shape(shares, _package(negotiation, allowed[first]), sizes)
        exact += shape.boxes
        if exact > MOST_CELLS:
            raise LimitError("shares_many", limit=MOST_CELLS)
        shapes[int(one)] = shape
        cells += shape.boxes * int(number)
        for edges in _placed(allowed[kind[allowed] == one], gains, shape):
            kept, steps = _standing(edges.left, edges.right, steps)
            standing.append(edges[kept])
    last = [edges[_standing(edges.left, edges.right, steps)[0]] for edges in standing]
    return GainSet(shares.parties, tuple(_exact(shares, last, kind, shapes)), len(allowed), cells)


def _sizes(shares: Shares) -> Vector:
    """Per party more than any of its gains, and than any sum on the way to it."""
    negotiation = shares.negotiation
    found = []
    for utility, without, slopes in zip(negotiation.utilities, negotiation.disagreement, shares.slopes, strict=True):
        size = abs(utility.constant) + abs(without) + sum((abs(bonus.add) for bonus in utility.bonuses), ZERO)
        size += sum((max(map(abs, part.table.flat)) for part in utility.parts), ZERO)
        size += sum((max(abs(value) for _, value in slope.points) for slope in slopes), ZERO)
        found.append(size or Fraction(1))
    return tuple(found)


def _gains(negotiation: Negotiation, party: int, size: Fraction) -> Array:
    """What a party gains by the discrete part of every package, as a part of `size`; the last issue fastest."""
    utility = negotiation.utilities[party]
    start = (utility.constant - negotiation.disagreement[party]) / size
    total = np.full([len(levels) for levels in negotiation.allowed], float(start))
    for part in utility.parts:
        total += _spread(negotiation, part.issues, np.vectorize(lambda value: float(value / size), [float])(part.table))
    for bonus in utility.bonuses:
        total += np.where(_holds(negotiation, bonus.when), float(bonus.add / size), 0.0)
    return total.ravel()


def _spread(negotiation: Negotiation, issues: tuple[int, ...], table: Array) -> Array:
    """A table over some issues as one over all of them: its allowed levels, and one column for any other issue."""
    chosen = table[np.ix_(*(negotiation.allowed[issue] for issue in issues))]
    lengths = [len(levels) if at in issues else 1 for at, levels in enumerate(negotiation.allowed)]
    return chosen.transpose(np.argsort(issues)).reshape(lengths)


def _holds(negotiation: Negotiation, when: Sequence[tuple[int, Sequence[int]]]) -> Array:
    """For every package whether each issue named is at one of the levels named."""
    found = np.ones([len(levels) for levels in negotiation.allowed], bool)
    for issue, levels in when:
        there = np.isin(np.arange(len(negotiation.issues[issue].levels)), levels)
        found &= _spread(negotiation, (issue,), there)
    return found


def _forbidden(negotiation: Negotiation) -> Array:
    found = np.zeros([len(levels) for levels in negotiation.allowed], bool)
    for ban in negotiation.bans:
        found |= _spread(negotiation, ban.issues, ban.forbidden)
    return found.ravel()


def _kinds(shares: Shares) -> Array:
    """For every package a number, the same for two of which the same values of divisible terms apply."""
    found = np.zeros(shares.negotiation.cells, np.int64)
    whens = {slope.when for slopes in shares.slopes for slope in slopes if slope.when}
    for when in sorted(whens):
        holds = _holds(shares.negotiation, [(issue, (level,)) for issue, level in when]).ravel()
        found = np.unique(2 * found + holds, return_inverse=True)[1]
    return found


def _package(negotiation: Negotiation, place: Any) -> Package:
    at = np.unravel_index(place, [len(levels) for levels in negotiation.allowed])
    return tuple(levels[int(one)] for levels, one in zip(negotiation.allowed, at, strict=True))


def _shape(shares: Shares, package: Package, sizes: Vector) -> Shape:
    """The shape of a package: pieces of its own frontier, and under each the cells that can reach it."""
    active = active_slopes(shares, package)
    boxes = cells_of(shares, cuts_of(shares, active))
    nothing = (ZERO,) * len(sizes)
    cells = tuple(
        (tuple(corners), tuple(gains_at(nothing, active, levels) for levels in corners)) for corners in boxes if corners
    )
    edges = [(edge, at) for at, (_, gains) in enumerate(cells) for edge in chain(gains)]
    kept = _standing(*_ends([edge for edge, _ in edges], sizes))[0]
    edges = [one for one, stays in zip(edges, kept, strict=True) if stays]
    pieces = united([edge for edge, _ in edges])
    owners = tuple(tuple(sorted({at for edge, at in edges if _meet(edge, piece)})) for piece in pieces)
    return Shape(cells, len(boxes), owners, *_ends(pieces, sizes))


def _meet(edge: Edge, piece: Edge) -> bool:
    """Whether some x lies under both: an edge of which any point is on the piece does."""
    return edge.left[0] <= piece.right[0] and edge.right[0] >= piece.left[0]


def _ends(edges: Sequence[Edge], sizes: Vector) -> tuple[Array, Array]:
    """Left and right ends in floats, edge × party."""
    ends = [
        [float(x / size) for end in (edge.left, edge.right) for x, size in zip(end, sizes, strict=True)]
        for edge in edges
    ]
    both = np.array(ends).reshape(-1, 4)
    return both[:, :2], both[:, 2:]


def _placed(packages: Array, gains: Array, shape: Shape) -> Iterator[Edges]:
    """The edges of these packages, a number of packages at a time."""
    count = len(shape.owners)
    step = max(1, TOGETHER // max(1, count))
    for start in range(0, len(packages), step):
        some = packages[start : start + step]
        base = gains[some][:, None, :]
        yield Edges(
            np.repeat(some, count),
            np.tile(np.arange(count), len(some)),
            (base + shape.left).reshape(-1, 2),
            (base + shape.right).reshape(-1, 2),
        )


def _standing(left: Array, right: Array, steps: Array = NO_STEPS) -> tuple[Array, Array]:
    """Which edges are not dominated for certain, and the steps of all gains met so far.

    A part of an edge is, if a step is better than what its two ends have at best; edges are halved again and again, and
    every middle is a step for the others.
    """
    which, found = np.arange(len(left)), np.zeros(len(left), bool)
    for halving in range(HALVINGS):
        alive = ~_under(steps, right[:, 0], left[:, 1])
        which, left, right = which[alive], left[alive], right[alive]
        if not halving:
            steps = _steps(np.concatenate([steps, left, right]))
            continue
        if not 0 < len(which) <= MOST_PARTS:
            break
        middle = (left + right) / 2
        steps = _steps(np.concatenate([steps, middle]))
        which = np.concatenate([which, which])
        left, right = np.concatenate([left, middle]), np.concatenate([middle, right])
    found[which] = True
    return found, steps


def _steps(points: Array) -> Array:
    """The points that no other is better than for both, the first gain rising."""
    ordered = points[np.lexsort((points[:, 1], points[:, 0]))]
    beyond = np.maximum.accumulate(ordered[::-1, 1])[::-1]
    best = np.ones(len(ordered), bool)
    best[:-1] = ordered[:-1, 1] > beyond[1:]
    return ordered[best]


def _under(steps: Array, first: Array, second: Array) -> Array:
    """Whether a step has more than `first` and more than `second`, each by more than MARGIN."""
    height = np.append(steps[:, 1], -np.inf)
    return height[np.searchsorted(steps[:, 0], first + MARGIN, side="right")] > second + MARGIN


def _exact(shares: Shares, standing: Sequence[Edges], kind: Array, shapes: dict[int, Shape]) -> Iterator[Cell]:
    """The cells of these edges with exact gains; the first of those that are equal."""
    negotiation = shares.negotiation
    seen: set[tuple[int, Vector, int]] = set()
    wanted: dict[int, list[int]] = {}
    for place, edge in ((int(p), int(e)) for edges in standing for p, e in zip(edges.package, edges.edge, strict=True)):
        wanted.setdefault(place, []).append(edge)
    for place in sorted(wanted):
        package, one = _package(negotiation, place), int(kind[place])
        worth = negotiation.utility(package)
        base = tuple(u - d for u, d in zip(worth, negotiation.disagreement, strict=True))
        for at in sorted({cell for edge in wanted[place] for cell in shapes[one].owners[edge]}):
            if (one, base, at) not in seen:
                seen.add((one, base, at))
                levels, gains = shapes[one].cells[at]
                yield Cell(
                    package, levels, tuple(tuple(b + g for b, g in zip(base, own, strict=True)) for own in gains)
                )
