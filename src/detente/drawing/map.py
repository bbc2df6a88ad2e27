"""Drawings as SVG with real text: where it goes from the status quo, and how an answer runs along a range.

Figures carry a title and a description, never rely on colour alone, and set their own direction, so that a
right-to-left page does not cut them.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from detente.outcomes.telling import Teller
from detente.stability.solve import Arrows
from detente.uncertainty.scan import Scan
from detente.words import END_ISOLATE, ISOLATE, LANGUAGES, number, say

BOX_WIDTH, LINE, PAD, GAP_X, GAP_Y = 250, 19, 12, 150, 28
CHARACTERS = 36
MAX_CLASSES = 8
COLOURS = {"every": "#1b6e53", "some": "#b7791f", "none": "#9b2c3b"}


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


def wrapped(lines: list[str], width: int) -> list[str]:
    """The lines broken between words so that none is longer than `width`; without isolating marks."""
    found = []
    for line in lines:
        words, current = line.replace(ISOLATE, "").replace(END_ISOLATE, "").split(), ""
        for word in words:
            if current and len(current) + 1 + len(word) > width:
                found.append(current)
                current = word
            else:
                current = f"{current} {word}".strip()
        found.append(current)
    return found


def draw_map(content: Map, language: str) -> str:
    """The map as SVG; in a right-to-left language it runs from right to left."""
    rtl = LANGUAGES[language] == "rtl"
    columns: dict[int, list[MapNode]] = {}
    for node in content.nodes:
        columns.setdefault(node.depth, []).append(node)
    places: dict[int, tuple[float, float, float]] = {}
    tallest = max(sum(_height(n) + GAP_Y for n in column) - GAP_Y for column in columns.values())
    width = len(columns) * BOX_WIDTH + (len(columns) - 1) * GAP_X + 2 * PAD
    for depth, column in columns.items():
        x = PAD + depth * (BOX_WIDTH + GAP_X)
        x = width - x - BOX_WIDTH if rtl else x
        y = PAD + (tallest - sum(_height(n) + GAP_Y for n in column) + GAP_Y) / 2
        for node in column:
            places[node.outcome] = (x, y, _height(node))
            y += _height(node) + GAP_Y
    title = escape(say("map.title", language))
    text = escape(say("map.description", language, count=len(content.nodes)))
    direction = "rtl" if rtl else "ltr"
    parts = [
        f'<svg class="map" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {tallest + 2 * PAD}" '
        f'width="{width}" role="img" aria-label="{title}" direction="{direction}">',
        f"<title>{title}</title><desc>{text}</desc>",
        '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
        'orient="auto"><path d="M0 0 L10 5 L0 10 z" fill="#334155"/></marker></defs>',
    ]
    parts += [_edge(places[a], places[b], who, rtl) for a, b, who in content.edges]
    parts += [_box(node, places[node.outcome], rtl) for node in content.nodes]
    return "".join([*parts, "</svg>"])


def _height(node: MapNode) -> float:
    return (1 + len(node.lines)) * LINE + 2 * PAD


def _box(node: MapNode, place: tuple[float, float, float], rtl: bool) -> str:
    x, y, height = place
    heavy = node.kind in ("rest", "cycle")
    dash = ' stroke-dasharray="6 4"' if node.kind == "cycle" else ""
    at = x + BOX_WIDTH - PAD if rtl else x + PAD
    lines = [
        f'<text x="{at}" y="{y + PAD + 13 + (row + 1) * LINE}" class="line">{escape(line)}</text>'
        for row, line in enumerate(node.lines)
    ]
    return (
        f'<g class="{node.kind}"><rect x="{x}" y="{y}" width="{BOX_WIDTH}" height="{height}" rx="8" '
        f'fill="{"#eef6f2" if heavy else "#f8fafc"}" stroke="{"#1b6e53" if heavy else "#64748b"}" '
        f'stroke-width="{2.5 if heavy else 1.2}"{dash}/>'
        f'<text x="{at}" y="{y + PAD + 13}" class="title">{escape(node.title)}</text>{"".join(lines)}</g>'
    )


def _edge(start: tuple[float, float, float], end: tuple[float, float, float], who: str, rtl: bool) -> str:
    from_x = start[0] if rtl else start[0] + BOX_WIDTH
    to_x = end[0] + BOX_WIDTH + 2 if rtl else end[0] - 2
    from_y, to_y = start[1] + start[2] / 2, end[1] + end[2] / 2
    middle = (from_x + to_x) / 2
    curve = f"M{from_x} {from_y} C{middle} {from_y} {middle} {to_y} {to_x} {to_y}"
    label = escape(who.replace(ISOLATE, "").replace(END_ISOLATE, ""))
    return (
        f'<path d="{curve}" fill="none" stroke="#334155" stroke-width="1.6" marker-end="url(#tip)"/>'
        f'<text x="{middle}" y="{(from_y + to_y) / 2 - 7}" text-anchor="middle" class="mover">{label}</text>'
    )


STRIP_WIDTH, STRIP_HEIGHT = 520, 44


def draw_strip(scan: Scan, question: str, concept: str, language: str) -> str:
    """The answer to one question along one range: coloured and lettered segments, the centre marked."""
    values, answers = scan.values, scan.answers[(question, concept)]
    low, high = float(values[0]), float(values[-1])
    span = (high - low) or 1.0
    turns = sorted(t.value for t in scan.turns if t.question == question and t.concept == concept)
    edges = [low, *turns, high]
    here = [answers[min(int((b - low) / span * (len(values) - 1)), len(values) - 1)] for b in _middles(edges)]
    title = escape(say("strip.title", language, low=low, high=high))
    parts = [
        f'<svg class="strip" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {STRIP_WIDTH} {STRIP_HEIGHT}" '
        f'width="{STRIP_WIDTH}" role="img" aria-label="{title}" direction="ltr"><title>{title}</title>'
    ]
    centre = (scan.centre - low) / span * STRIP_WIDTH
    for (start, end), value in zip(pairwise(edges), here, strict=True):
        x, width = (start - low) / span * STRIP_WIDTH, (end - start) / span * STRIP_WIDTH
        word = escape(say(f"answers.{value}", language))
        middle = x + width / (4 if abs(x + width / 2 - centre) < 30 else 2)  # beside the line of the centre
        parts.append(
            f'<rect x="{x:.1f}" y="4" width="{max(width, 0.5):.1f}" height="20" fill="{COLOURS[value]}" '
            f'stroke="#ffffff"/><text x="{middle:.1f}" y="18.5" text-anchor="middle" class="answer">'
            f"{word if width > 30 else ''}</text>"
        )
    parts.append(f'<path d="M{centre:.1f} 0 V28" stroke="#0f172a" stroke-width="2"/>')
    marks = [(0.0, low, "start"), (float(STRIP_WIDTH), high, "end")]
    marks += [((turn - low) / span * STRIP_WIDTH, turn, "middle") for turn in turns]
    taken: list[float] = []
    for x, mark, anchor in marks:
        if all(abs(x - other) > 34 for other in taken):
            taken.append(x)
            parts.append(f'<text x="{x:.1f}" y="40" text-anchor="{anchor}" class="tick">{number(mark)}</text>')
    return "".join([*parts, "</svg>"])


def _middles(edges: list[float]) -> list[float]:
    return [(a + b) / 2 for a, b in pairwise(edges)]
