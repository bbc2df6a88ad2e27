"""The frontier of two parties where terms are divisible: maximal straight pieces with open or closed ends, exact.

A point is on the frontier if no package is better for one party and as good for the other. In every cell the
undominated points are a chain of straight edges along which the one gains what the other loses. F(x) is the most the
second party can gain while the first has at least x; a point of an edge is on the frontier where it reaches F and F
falls to its right. Another package can cut an edge: then its end there is open.
"""

from __future__ import annotations

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
    edges = _needed([edge for cell in found.pieces for edge in _chain(cell.gains)])
    cuts = _cuts(edges)
    kept: list[Edge] = []
    for x, following in zip(cuts, [*cuts[1:], None], strict=True):
        point = _point(edges, x)
        if point is not None:
            kept.append(Edge(point, point))
        if following is not None:
            middle = _piece(edges, x, following)
            if middle is not None:
                kept.append(middle)
    return _joined(kept)


def _chain(corners: Sequence[Vector]) -> list[Edge]:
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


def _needed(edges: list[Edge]) -> list[Edge]:
    """Leave out edges that one end of another dominates as a whole; the rest decide."""
    ends = sorted({point for edge in edges for point in (edge.left, edge.right)}, reverse=True)
    stairs: list[Point] = []
    for point in ends:
        if not stairs or point[1] > stairs[-1][1]:
            stairs.append(point)
    return [
        edge
        for edge in dict.fromkeys(edges)
        if not any(s[0] >= edge.right[0] and s[1] >= edge.left[1] and s not in (edge.left, edge.right) for s in stairs)
    ]


def _cuts(edges: Sequence[Edge]) -> list[Fraction]:
    """Where the frontier can turn: ends, crossings, and where an edge meets the height of another's left end."""
    found = {point[0] for edge in edges for point in (edge.left, edge.right)}
    heights = {edge.left[1] for edge in edges}
    sloped = [edge for edge in edges if edge.left != edge.right]
    for edge in sloped:
        found |= {
            edge.left[0] + (height - edge.left[1]) / edge.slope
            for height in heights
            if edge.right[1] <= height <= edge.left[1]
        }
    for at, one in enumerate(sloped):
        for other in sloped[at + 1 :]:
            if one.slope != other.slope:
                x = (other.left[1] - one.left[1] + one.slope * one.left[0] - other.slope * other.left[0]) / (
                    one.slope - other.slope
                )
                if max(one.left[0], other.left[0]) <= x <= min(one.right[0], other.right[0]):
                    found.add(x)
    return sorted(found)


def _most(edges: Sequence[Edge], x: Fraction) -> Fraction | None:
    """F(x): the most the second party can have while the first has at least x; None where the first cannot."""
    values = [edge.at(max(x, edge.left[0])) for edge in edges if edge.right[0] >= x]
    return max(values, default=None)


def _point(edges: Sequence[Edge], x: Fraction) -> Point | None:
    """The point at a cut, if it is on the frontier: reached there, and nothing as high further right."""
    height = _most(edges, x)
    if height is None or not any(edge.left[0] <= x <= edge.right[0] and edge.at(x) == height for edge in edges):
        return None
    for edge in edges:
        if edge.right[0] > x and edge.left[0] > x and edge.left[1] >= height:
            return None
    return (x, height)


def _piece(edges: Sequence[Edge], x: Fraction, following: Fraction) -> Edge | None:
    """The open piece between two neighbouring cuts, if it is on the frontier."""
    middle = (x + following) / 2
    height = _most(edges, middle)
    for edge in edges:
        if edge.left[0] <= x and edge.right[0] >= following and edge.left != edge.right and edge.at(middle) == height:
            if any(other.left[0] > middle and other.left[1] >= height for other in edges):
                return None
            return Edge((x, edge.at(x)), (following, edge.at(following)), True, True)
    return None


def _joined(kept: list[Edge]) -> tuple[Edge, ...]:
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
    return tuple(found)
