"""What may follow from one outcome as a drawing: a tree of moves, SVG with real text.

The start stands where the language begins to be read; each line leads to an outcome that its mover can reach, drawn as
in the integrated graph: by its kind it says whether the step is an improvement and whether others can punish it. An
outcome that stands further up on the same way is dotted, and nothing follows it. Nobody moves twice running.
"""

from __future__ import annotations

from detente.drawing.graph_key import Entry, key_of, movers_of, outcome_entries
from detente.drawing.graph_layout import Curve
from detente.drawing.graph_signs import LINE, NARROWEST, PAD, arc, circle, key_lines, tips
from detente.drawing.svg import GREY, frame, right_to_left, tag
from detente.stability.integrated import Branch, IntegratedGraph
from detente.words import say

RADIUS, COLUMN, ROW = 13.0, 132.0, 34.0
LABELLED = 200  # arcs up to which each carries the letter of its mover


def draw_tree(graph: IntegratedGraph, root: Branch, language: str = "en") -> str:
    """The tree as SVG."""
    boxes = list(root.all())
    arcs = [branch.arc for branch in boxes if branch.arc is not None]
    movers = movers_of(graph, arcs, language)
    places: dict[int, tuple[float, float]] = {}
    leaves = _place(root, 0, 0, places)
    deepest = max(x for x, _ in places.values())
    width = max(deepest * COLUMN + 2 * RADIUS + 4 * PAD, NARROWEST)
    room = leaves * ROW + PAD
    parts, circles = [tips(movers)], []
    centres = {key: _at(place, width, rtl=right_to_left(language)) for key, place in places.items()}
    for branch in boxes:
        for after in branch.after:
            curve = _curve(after, centres[id(branch)], centres[id(after)])
            parts.append(arc(curve, movers, graph.concept, labelled=len(arcs) <= LABELLED))
    for branch in boxes:
        x, y = centres[id(branch)]
        if branch.again:
            circles.append(tag("circle", cx=x, cy=y, r=RADIUS + 3, fill="none", stroke=GREY, stroke_dasharray="1.5 3"))
        circles.append(circle(graph, (x, y), RADIUS, branch.outcome, marked=False))
    entries = key_of(graph, arcs, movers, language)
    if any(branch.again for branch in boxes):
        entries.append(Entry("node", "again", say("graph.key.again", language)))
    entries += outcome_entries(graph, language, sorted({branch.outcome for branch in boxes}))
    key, height = key_lines(entries, movers, room + PAD + LINE, width, language)
    title = say("graph.tree.title", language)
    told = say("graph.tree.boxes", language, count=len(boxes))
    return frame("tree", (width, height), title, told, [*parts, *circles, *key], language)


def _place(branch: Branch, depth: int, top: int, places: dict[int, tuple[float, float]]) -> int:
    """Column and row of every box; how many rows this one and all after it take."""
    rows = 0
    for after in branch.after:
        rows += _place(after, depth + 1, top + rows, places)
    rows = max(rows, 1)
    places[id(branch)] = depth, top + (rows - 1) / 2
    return rows


def _at(place: tuple[float, float], width: float, *, rtl: bool) -> tuple[float, float]:
    x = 2 * PAD + RADIUS + place[0] * COLUMN
    return (width - x if rtl else x), PAD + ROW / 2 + place[1] * ROW


def _curve(branch: Branch, start: tuple[float, float], end: tuple[float, float]) -> Curve:
    """From the rim of one circle to that of the next, level at its end."""
    assert branch.arc is not None
    side = 1 if end[0] > start[0] else -1
    first, last = (start[0] + side * (RADIUS + 4), start[1]), (end[0] - side * (RADIUS + 5), end[1])
    return Curve(branch.arc, first, (start[0] + side * COLUMN * 0.45, end[1]), last)
