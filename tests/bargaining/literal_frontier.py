"""The frontier of two parties by its definition, slow: every cut tried against every edge."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from detente.bargaining.shares.gain_sets import GainSet
from detente.bargaining.shares.share_frontier import Edge, Point, chain


def literal_frontier(found: GainSet) -> tuple[Edge, ...]:
    """Points and open pieces between all cuts, as far as they are on the frontier, joined."""
    edges = _needed([edge for cell in found.pieces for edge in chain(cell.gains)])
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
