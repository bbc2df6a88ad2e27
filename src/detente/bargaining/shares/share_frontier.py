"""The frontier of two parties where terms are divisible: maximal straight pieces with open or closed ends, exact.

A point is on the frontier if no package is better for one party and as good for the other. In every cell the
undominated points are a chain of straight edges along which the one gains what the other loses. Edges are put together
by halves: of two rows whichever is higher at each x, and of that, from the right, what is higher than all further
right. Another package can cut an edge: then its end there is open.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from detente.bargaining.packages.negotiation import Vector
from detente.bargaining.shares.gain_sets import GainSet

Point = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Edge:
    """A straight piece from `left` to `right`, the first party's gain rising; a point if both are equal."""

    left: Point
    right: Point
    left_open: bool = False
    right_open: bool = False

    @property
    def slope(self) -> Fraction:
        (a, b), (c, d) = self.left, self.right
        return (d - b) / (c - a)

    def at(self, x: Fraction) -> Fraction:
        return self.left[1] if self.left == self.right else self.left[1] + self.slope * (x - self.left[0])


def frontier(found: GainSet) -> tuple[Edge, ...]:
    """The maximal straight pieces, the first party's gain rising."""
    edges = dict.fromkeys(edge for cell in found.pieces for edge in chain(cell.gains))
    return tuple(united(list(edges)))


def corners_on(pieces: Sequence[Edge], found: GainSet) -> tuple[Point, ...]:
    """The gains at corners of cells that are on the frontier."""
    starts = [edge.left[0] for edge in pieces]
    corners = sorted({(corner[0], corner[1]) for cell in found.pieces for corner in cell.gains})
    return tuple(corner for corner in corners if on_some(pieces[: bisect_right(starts, corner[0])][-2:], corner))


def on_some(pieces: Sequence[Edge], point: Point) -> bool:
    """Whether a point is on one of these pieces; at an open end it is not."""
    return any(
        edge.left[0] <= point[0] <= edge.right[0]
        and edge.at(point[0]) == point[1]
        and not (edge.left_open and point == edge.left)
        and not (edge.right_open and point == edge.right)
        for edge in pieces
    )


def chain(corners: Sequence[Vector]) -> list[Edge]:
    """The undominated edges of the hull of some gains; a single point where one corner is best for both."""
    points = sorted({(corner[0], corner[1]) for corner in corners})
    upper: list[Point] = []
    for point in points:
        while len(upper) >= 2 and _turn(upper[-2], upper[-1], point) >= 0:
            upper.pop()
        upper.append(point)
    top = max(range(len(upper)), key=lambda at: (upper[at][1], upper[at][0]))
    falling = upper[top:]
    if len(falling) == 1:
        return [Edge(falling[0], falling[0])]
    return [Edge(left, right) for left, right in pairwise(falling)]


def _turn(a: Point, b: Point, c: Point) -> Fraction:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def united(edges: Sequence[Edge]) -> list[Edge]:
    """The undominated pieces of some edges, by halves."""
    if len(edges) <= 1:
        return list(edges)
    half = len(edges) // 2
    return _undominated(_upper(united(edges[:half]), united(edges[half:])))


def _upper(one: Sequence[Edge], other: Sequence[Edge]) -> list[Edge]:
    """Whichever of two rows of pieces is higher at each x, x rising; each row lies over an x but once, save at ends."""
    cuts = sorted({x for edge in (*one, *other) for x in (edge.left[0], edge.right[0])})
    rows = [_over(row, cuts) for row in (one, other)]
    found: list[Edge] = []
    for at, x in enumerate(cuts):
        found += sorted((point for points, _ in rows for point in points.get(x, [])), key=lambda edge: edge.left[1])
        if at + 1 < len(cuts):
            over = [pieces[x] for _, pieces in rows if x in pieces]
            found += _higher(over[0], over[1], x, cuts[at + 1]) if len(over) == 2 else _part(over, x, cuts[at + 1])
    return found


def _over(row: Sequence[Edge], cuts: Sequence[Fraction]) -> tuple[dict[Fraction, list[Edge]], dict[Fraction, Edge]]:
    """Points by their x, and for each cut the piece that lies over what follows it."""
    points: dict[Fraction, list[Edge]] = {}
    pieces: dict[Fraction, Edge] = {}
    at = 0
    for edge in row:
        if edge.left == edge.right:
            points.setdefault(edge.left[0], []).append(edge)
            continue
        while cuts[at] < edge.left[0]:
            at += 1
        while cuts[at] < edge.right[0]:
            pieces[cuts[at]] = edge
            at += 1
    return points, pieces


def _part(edges: Sequence[Edge], start: Fraction, end: Fraction) -> list[Edge]:
    return [Edge((start, edge.at(start)), (end, edge.at(end))) for edge in edges]


def _higher(one: Edge, other: Edge, start: Fraction, end: Fraction) -> list[Edge]:
    """Of two pieces over the same stretch the higher, changing where they cross."""
    before, after = one.at(start) - other.at(start), one.at(end) - other.at(end)
    if before * after >= 0:
        return _part([one if before + after >= 0 else other], start, end)
    first, second = (one, other) if before > 0 else (other, one)
    crossing = start + (end - start) * before / (before - after)
    return [*_part([first], start, crossing), *_part([second], crossing, end)]


def _undominated(row: Sequence[Edge]) -> list[Edge]:
    """From the right, keep of each piece what is higher than all to its right; a dominated end is open."""
    kept: list[Edge] = []
    high: Fraction | None = None
    for edge in reversed(row):
        if high is not None and edge.left[1] <= high:
            continue
        right, right_open = edge.right, False
        if high is not None and right[1] <= high:
            right_open = right != kept[-1].left
            right = (edge.left[0] + (high - edge.left[1]) / edge.slope, high)
        while kept and kept[-1].left[0] == right[0] and kept[-1].left[1] < right[1]:
            last = kept.pop()
            if last.left != last.right:
                kept.append(Edge(last.left, last.right, True, last.right_open))
                break
        kept.append(Edge(edge.left, right, False, right_open))
        high = edge.left[1]
    return _joined(kept[::-1])


def _joined(kept: list[Edge]) -> list[Edge]:
    """Neighbours that meet and lie on one line become one piece."""
    found: list[Edge] = []
    for edge in kept:
        if found and found[-1].right == edge.left and not (found[-1].right_open and edge.left_open):
            last = found[-1]
            if edge.left == edge.right:  # a point closes the end of what comes before it
                found[-1] = Edge(last.left, last.right, last.left_open, False)
                continue
            if last.left == last.right:
                found[-1] = Edge(last.left, edge.right, False, edge.right_open)
                continue
            if last.slope == edge.slope:
                found[-1] = Edge(last.left, edge.right, last.left_open, edge.right_open)
                continue
            found.append(Edge(edge.left, edge.right, False, edge.right_open))
            continue
        found.append(edge)
    return found
