"""Where the outcomes and arcs of an integrated graph stand: one layout for every format that is drawn.

Things flow from column to column: at the far end stands what nobody leaves (or goes round), before it what leads there
in one step that nobody can punish, then in two, and so on. A long column is folded into several. In a column, outcomes
stand near those they are tied to (the barycentre heuristic of Sugiyama, Tagawa & Toda 1981), ties in order of id.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, hypot, sqrt

from detente.stability.integrated import Arc, IntegratedGraph

SMALL = 30  # outcomes up to which each carries its concepts
SWEEPS = 6
Point = tuple[float, float]


@dataclass(frozen=True)
class Spacing:
    """Radius of an outcome, room between columns and between rows, all in pixels."""

    radius: float
    column: float
    row: float


WIDE, TIGHT = Spacing(17, 150, 92), Spacing(14, 116, 54)


@dataclass(frozen=True)
class Curve:
    """An arc as a quadratic curve from the rim of one outcome to that of another; `middle` is where words may stand."""

    arc: Arc
    start: Point
    bend: Point
    end: Point

    @property
    def middle(self) -> Point:
        """Half way along the curve."""
        (x0, y0), (x1, y1), (x2, y2) = self.start, self.bend, self.end
        return (x0 + 2 * x1 + x2) / 4, (y0 + 2 * y1 + y2) / 4


@dataclass(frozen=True)
class Layout:
    """Centres of the outcomes (as if read from left to right), the curves between them, and the room they take."""

    spacing: Spacing
    centres: dict[int, Point]
    curves: tuple[Curve, ...]
    width: float
    height: float


def laid_out(graph: IntegratedGraph, arcs: Sequence[Arc], *, turned: bool = False) -> Layout:
    """The layout of a graph with these arcs; `turned`: columns run from right to left."""
    spacing = WIDE if graph.count <= SMALL else TIGHT
    columns = _ordered(_folded(_columns(graph)), arcs)
    tallest = max(map(len, columns))
    width, height = (len(columns) - 1) * spacing.column, (tallest - 1) * spacing.row
    centres = {}
    for number, column in enumerate(columns):
        x = width - number * spacing.column if not turned else number * spacing.column
        gap = height / tallest if len(column) < tallest else spacing.row
        shift = 0.0 if len(columns) == 1 else (number % 2 - 0.5) * spacing.row * 0.5  # arcs pass between, not over
        for place, outcome in enumerate(column):
            centres[outcome] = x, height / 2 + (place - (len(column) - 1) / 2) * max(gap, spacing.row) + shift
    curves = tuple(_curves(arcs, centres, spacing))
    return _moved(Layout(spacing, centres, curves, 0, 0))


def _columns(graph: IntegratedGraph) -> list[list[int]]:
    """Outcomes by how many unsanctioned steps they are from where things come to rest or go round."""
    concept = graph.concept
    before: dict[int, set[int]] = {}
    for arc in graph.arcs:
        if concept in arc.unsanctioned:
            before.setdefault(arc.end, set()).add(arc.start)
    columns = [sorted(outcome for members in graph.stability.classes(concept) for outcome in members)]
    seen = set(columns[0])
    while fresh := sorted({start for end in columns[-1] for start in before.get(end, ())} - seen):
        columns.append(fresh)
        seen |= set(fresh)
    return columns


def _folded(columns: list[list[int]]) -> list[list[int]]:
    """No column longer than about the square root of all."""
    longest = max(5, ceil(1.15 * sqrt(sum(map(len, columns)))))
    found = []
    for column in columns:
        parts = ceil(len(column) / longest)
        found += [column[part::parts] for part in range(parts)]
    return found


def _ordered(columns: list[list[int]], arcs: Iterable[Arc]) -> list[list[int]]:
    """Each column in the order of the mean place of what its outcomes are tied to in other columns."""
    ties: dict[int, list[tuple[int, float]]] = {}
    for arc in arcs:
        weight = 3.0 if arc.unsanctioned else 1.0
        ties.setdefault(arc.start, []).append((arc.end, weight))
        ties.setdefault(arc.end, []).append((arc.start, weight))
    for _ in range(SWEEPS):
        place = {outcome: (row + 0.5) / len(column) for column in columns for row, outcome in enumerate(column)}
        for column in columns:
            inside = set(column)
            mean = {}
            for outcome in column:
                others = [(place[other], weight) for other, weight in ties.get(outcome, ()) if other not in inside]
                total = sum(weight for _, weight in others)
                mean[outcome] = sum(at * weight for at, weight in others) / total if total else place[outcome]
            column.sort(key=lambda outcome, mean=mean: (round(mean[outcome], 9), outcome))  # type: ignore[misc]
            place |= {outcome: (row + 0.5) / len(column) for row, outcome in enumerate(column)}
    return columns


def _curves(arcs: Iterable[Arc], centres: dict[int, Point], spacing: Spacing) -> Iterable[Curve]:
    """Each arc bends to its own left, so that there and back are two lines; further arcs of a pair bend more."""
    between: dict[tuple[int, int], int] = {}
    for arc in arcs:
        pair = (arc.start, arc.end)
        nth = between[pair] = between.get(pair, 0) + 1
        (x0, y0), (x1, y1) = centres[arc.start], centres[arc.end]
        length = hypot(x1 - x0, y1 - y0)
        along = (x1 - x0) / length, (y1 - y0) / length
        far = 0.30 if abs(x1 - x0) < spacing.column / 2 and abs(y1 - y0) > 1.5 * spacing.row else 0.14
        off = (far * length + 6) * (0.55 + 0.45 * nth)
        bend = (x0 + x1) / 2 + along[1] * off, (y0 + y1) / 2 - along[0] * off
        rim = spacing.radius + 3
        yield Curve(arc, _towards((x0, y0), bend, rim), bend, _towards((x1, y1), bend, rim + 1.5))


def _towards(point: Point, other: Point, distance: float) -> Point:
    length = hypot(other[0] - point[0], other[1] - point[1]) or 1.0
    return tuple(a + (b - a) * distance / length for a, b in zip(point, other, strict=True))  # type: ignore[return-value]


def _moved(layout: Layout) -> Layout:
    """The same with nothing left of or above zero, and with its size."""
    room = layout.spacing.radius + 26
    points = [*layout.centres.values(), *(curve.middle for curve in layout.curves)]
    left, top = (min(point[axis] for point in points) - room for axis in (0, 1))
    right, bottom = (max(point[axis] for point in points) + room for axis in (0, 1))

    def to(point: Point) -> Point:
        return point[0] - left, point[1] - top

    curves = tuple(Curve(one.arc, to(one.start), to(one.bend), to(one.end)) for one in layout.curves)
    centres = {outcome: to(point) for outcome, point in layout.centres.items()}
    return Layout(layout.spacing, centres, curves, right - left, bottom - top)
