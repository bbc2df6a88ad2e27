"""Drawings of stability: where it goes from the status quo, and how an answer runs along a range."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from detente.drawing.svg import (
    ANSWERS,
    EDGE,
    GREEN,
    INK,
    OF_THE_PAGE,
    PALE,
    PALE_GREEN,
    SLATE,
    Scale,
    frame,
    right_to_left,
    stacked,
    tag,
    text,
    tip,
    wrapped,
)
from detente.outcomes.telling import Teller
from detente.stability.solve import Arrows
from detente.uncertainty.scan import Scan
from detente.words import LANGUAGES, number, say

BOX_WIDTH, LINE, PAD, GAP_X, GAP_Y = 250, 19, 12, 150, 28
CHARACTERS = 36
MAX_CLASSES = 8


@dataclass(frozen=True)
class MapNode:
    """An outcome in the drawing: how far it is from the status quo, its title and its lines."""

    outcome: int
    depth: int
    title: str
    lines: tuple[str, ...]
    kind: str  # rest, cycle, or way


@dataclass(frozen=True)
class Map:
    """The status quo, the places things come to rest in, and the shortest ways between them."""

    nodes: tuple[MapNode, ...]
    edges: tuple[tuple[int, int, str], ...]  # from outcome, to outcome, who moves
    left_out: int


def map_of(arrows: Arrows, classes: list[tuple[int, ...]], start: int, teller: Teller) -> Map:
    """The drawing's content: at most `MAX_CLASSES` classes, each with one shortest way from the status quo."""
    parents = _ways(arrows, start)
    depth = {start: 0}
    edges: dict[tuple[int, int], str] = {}
    members = {outcome: group for group in classes for outcome in group}
    for group in classes[:MAX_CLASSES]:
        near = min(group, key=lambda outcome: len(_trail(parents, outcome, start)))
        trail = _trail(parents, near, start)
        for place, (source, target) in enumerate(pairwise(trail)):
            edges[(source, target)] = teller.mover(parents[target][1])
            depth[target] = max(depth.get(target, 0), place + 1)
    nodes = []
    for outcome, level in sorted(depth.items(), key=lambda item: (item[1], item[0])):
        size = len(members.get(outcome, ()))
        kind = "way" if not size else "rest" if size == 1 else "cycle"
        nodes.append(_node(outcome, level, start, kind, teller, size))
    links = tuple((source, target, who) for (source, target), who in edges.items())
    return Map(tuple(nodes), links, max(0, len(classes) - MAX_CLASSES))


def _ways(arrows: Arrows, start: int) -> dict[int, tuple[int, str]]:
    """For every outcome ahead: the one before it on a shortest way, and who moves."""
    parents: dict[int, tuple[int, str]] = {}
    waiting = deque([start])
    seen = {start}
    while waiting:
        here = waiting.popleft()
        for mover, end in arrows.leaving(here):
            if end not in seen:
                seen.add(end)
                parents[end] = (here, mover)
                waiting.append(end)
    return parents


def _trail(parents: dict[int, tuple[int, str]], end: int, start: int) -> list[int]:
    trail = [end]
    while trail[-1] != start:
        trail.append(parents[trail[-1]][0])
    return trail[::-1]


def _node(outcome: int, depth: int, start: int, kind: str, teller: Teller, size: int) -> MapNode:
    language = teller.language
    key = kind if outcome != start else "start_rest" if kind == "rest" else "start"
    title = say(f"map.{key}", language, count=size)
    if outcome == start and not teller.space.nodes:
        lines = [line for line in teller.lines(start, held=False) if line]
    elif teller.space.nodes:
        lines = [teller.outcome(outcome)]
    else:
        lines = [
            say("phrases.owner", language, owner=teller.owner(axis.owner), phrases=words)
            for axis, words in teller.changes(start, outcome)
        ]
    return MapNode(outcome, depth, title, tuple(wrapped(lines, CHARACTERS)), kind)


def draw_map(content: Map, language: str) -> str:
    """The map as SVG; in a right-to-left language it runs from right to left."""
    rtl = right_to_left(language)
    columns: dict[int, list[MapNode]] = {}
    for node in content.nodes:
        columns.setdefault(node.depth, []).append(node)
    places: dict[int, tuple[float, float, float]] = {}
    tallest = max(sum(box_height(n.lines) + GAP_Y for n in column) - GAP_Y for column in columns.values())
    width = len(columns) * BOX_WIDTH + (len(columns) - 1) * GAP_X + 2 * PAD
    for depth, column in columns.items():
        x = PAD + depth * (BOX_WIDTH + GAP_X)
        x = width - x - BOX_WIDTH if rtl else x
        y = PAD + (tallest - sum(box_height(n.lines) + GAP_Y for n in column) + GAP_Y) / 2
        for node in column:
            places[node.outcome] = (x, y, box_height(node.lines))
            y += box_height(node.lines) + GAP_Y
    parts = [tip("tip")]
    parts += [_edge(places[a], places[b], who, rtl) for a, b, who in content.edges]
    parts += [box(node.kind, places[node.outcome], node.title, node.lines, rtl) for node in content.nodes]
    return frame(
        "map",
        (width, tallest + 2 * PAD),
        say("map.title", language),
        say("map.description", language, count=len(content.nodes)),
        parts,
        language,
        direction=LANGUAGES[language],
        look=OF_THE_PAGE,
    )


def box_height(lines: Sequence[str]) -> float:
    """How tall the box of an outcome is: its title and these lines."""
    return (1 + len(lines)) * LINE + 2 * PAD


def box(kind: str, place: tuple[float, float, float], title: str, lines: Sequence[str], rtl: bool) -> str:
    """An outcome as a box at (x, y, height): heavy where things come to rest, dashed where they go round."""
    x, y, height = place
    heavy = kind in ("rest", "cycle")
    at, first = x + (BOX_WIDTH - PAD if rtl else PAD), y + PAD + 13
    ground = tag(
        "rect", x=x, y=y, width=BOX_WIDTH, height=height, rx=8, fill=PALE_GREEN if heavy else PALE,
        stroke=GREEN if heavy else EDGE, stroke_width=2.5 if heavy else 1.2,
        stroke_dasharray="6 4" if kind == "cycle" else None,
    )  # fmt: skip
    words = [
        text(at, first, title, class_="title", font_weight=600),
        *stacked(at, first + LINE, lines, LINE, class_="line"),
    ]
    return tag("g", ground + "".join(words), class_=kind)


def _edge(start: tuple[float, float, float], end: tuple[float, float, float], who: str, rtl: bool) -> str:
    from_x = start[0] if rtl else start[0] + BOX_WIDTH
    to_x = end[0] + BOX_WIDTH + 2 if rtl else end[0] - 2
    from_y, to_y = start[1] + start[2] / 2, end[1] + end[2] / 2
    middle = (from_x + to_x) / 2
    curve = f"M{from_x} {from_y} C{middle} {from_y} {middle} {to_y} {to_x} {to_y}"
    return tag("path", d=curve, fill="none", stroke=SLATE, stroke_width=1.6, marker_end="url(#tip)") + text(
        middle, (from_y + to_y) / 2 - 7, who, None, "middle", class_="mover"
    )


STRIP_WIDTH, STRIP_HEIGHT = 520, 44


def draw_strip(scan: Scan, question: str, concept: str, language: str) -> str:
    """The answer to one question along one range: coloured and lettered segments, the centre marked."""
    values, answers = scan.values, scan.answers[(question, concept)]
    along = Scale(float(values[0]), float(values[-1]), 0, STRIP_WIDTH)
    turns = sorted(t.value for t in scan.turns if t.question == question and t.concept == concept)
    edges = [along.low, *turns, along.high]
    step_at = Scale(along.low, along.high, 0, len(values) - 1)
    centre = along(scan.centre)
    parts = []
    for start, end in pairwise(edges):
        value = answers[min(int(step_at((start + end) / 2)), len(values) - 1)]
        x, width = along(start), along(end) - along(start)
        middle = x + width / (4 if abs(x + width / 2 - centre) < 30 else 2)  # beside the line of the centre
        parts.append(
            tag("rect", x=x, y=4, width=max(width, 0.5), height=20, fill=ANSWERS[value], stroke="#ffffff")
            + text(
                middle, 18.5, say(f"answers.{value}", language) if width > 30 else "", None, "middle", class_="answer"
            )
        )
    parts.append(tag("path", d=f"M{centre:.1f} 0 V28", stroke=INK, stroke_width=2))
    marks = [(along.low, "start"), (along.high, "end"), *((turn, "middle") for turn in turns)]
    taken: list[float] = []
    for mark, anchor in marks:
        x = along(mark)
        if all(abs(x - other) > 34 for other in taken):
            taken.append(x)
            parts.append(text(x, 40, number(mark), None, anchor, class_="tick"))
    title = say("strip.title", language, low=along.low, high=along.high)
    size = (STRIP_WIDTH, STRIP_HEIGHT)
    return frame("strip", size, title, "", parts, language, look=OF_THE_PAGE)
