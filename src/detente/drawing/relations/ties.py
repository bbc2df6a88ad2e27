"""The signed graph as SVG with real text: the camps of the best split side by side, ties solid or dashed."""

from __future__ import annotations

import numpy as np

from detente.drawing.relations.network import draw_network
from detente.drawing.svg import (
    BLUE,
    EDGE,
    GREY,
    LARGE,
    PALE,
    RUST,
    SOFT,
    Value,
    frame,
    mirrored,
    tag,
    text,
    titled,
    widest,
)
from detente.influence.balance.alignment import Balance
from detente.influence.balance.signed import torn
from detente.outcomes.telling import Names
from detente.situation.model import Situation
from detente.words import say

ROW, TOP, TALL, BEND = 78, 56, 34, 70
GAP = 260  # between the two camps
FEW = 24  # actors in two columns; more are spread


def draw_ties(situation: Situation, balance: Balance, language: str = "en") -> str:
    """Positive ties solid and blue, negative ones dashed and rust, contradicted ones thick, open pairs dotted."""
    if len(balance.actors) > FEW:
        return draw_network(situation, balance, language)
    names = Names(situation, language)
    box = max(110.0, widest(map(names.actor, balance.actors)) + 24)
    width = 2 * (box + BEND) + GAP
    best = np.array(balance.best.ways[0])
    sides = [np.flatnonzero(best == camp).tolist() for camp in (0, 1)]
    bottom = TOP + ROW * max(map(len, sides))
    places: dict[int, tuple[float, float]] = {}
    for side, members in enumerate(sides):
        for row, actor in enumerate(members):
            x = box / 2 + BEND * (row % 2)  # beside a straight column ties would cover one another
            places[actor] = (mirrored(width - x if side else x, width, language), TOP + ROW * row + ROW / 2)
    parts = [
        text(mirrored(width * side, width, language), 24, say(f"influence.figure.ties.camp_{side + 1}", language),
             language, "end" if side else "start", font_weight=700, fill=SOFT)
        for side, members in enumerate(sides)
        if members
    ]  # fmt: skip
    parts += _lines(balance, best, places)
    for actor, (x, y) in places.items():
        ground = {"x": x - box / 2, "y": y - TALL / 2, "width": box, "height": TALL, "rx": 8}
        name = text(x, y + 5, names.actor(balance.actors[actor]), language, "middle")
        parts.append(tag("g", tag("rect", fill=PALE, stroke=EDGE, **ground) + name))
    parts += _legend(balance, best, width, bottom + 14, language)
    return frame(
        "influence", (width, bottom + 66), *titled("influence.figure.ties", language), parts, language, look=LARGE
    )


def _lines(balance: Balance, best: np.ndarray, places: dict[int, tuple[float, float]]) -> list[str]:
    """One line for each pair with a sign, and for each open one."""
    against = torn(balance.graph, best)
    pairs = balance.graph.pairs.tolist()
    drawn = [(a, b, _kind(bool(balance.graph.weights[tie] > 0)), against[tie]) for tie, (a, b) in enumerate(pairs)]
    drawn += [(a, b, "open", False) for a, b in balance.projection.open]
    found = []
    for a, b, kind, thick in drawn:
        (x1, y1), (x2, y2) = places[a], places[b]
        path = f"M{x1:.0f} {y1:.0f} L{x2:.0f} {y2:.0f}"
        if y1 == y2 or x1 == x2:  # a tie along a row or a column would hide behind what lies between
            bend = 26 if abs(x1 - x2) > 1 else 60
            middle = ((x1 + x2) / 2 + (bend if x1 == x2 else 0), (y1 + y2) / 2 - (bend if y1 == y2 else 0))
            path = f"M{x1:.0f} {y1:.0f} Q{middle[0]:.0f} {middle[1]:.0f} {x2:.0f} {y2:.0f}"
        found.append(tag("path", d=path, fill="none", **_stroke(kind, bool(thick))))
    return found


def _kind(positive: bool) -> str:
    return "positive" if positive else "negative"


def _stroke(kind: str, thick: bool) -> dict[str, Value]:
    return {
        "stroke": {"positive": BLUE, "negative": RUST, "open": GREY}[kind],
        "stroke_width": 5.0 if thick else 2.6 if kind == "open" else 1.8,
        "stroke_linecap": "round",
        "stroke_dasharray": {"positive": None, "negative": "7 5", "open": "1 5"}[kind],
    }


def _legend(balance: Balance, best: np.ndarray, width: float, y: float, language: str) -> list[str]:
    """What the lines mean; only those that are drawn."""
    items = [("positive", False), ("negative", False)]
    items += [("open", False)] if balance.projection.open else []
    items += [("thick", True)] if torn(balance.graph, best).any() else []
    step = width / 2
    parts = []
    for place, (key, thick) in enumerate(items):
        start, line = step * (place % 2), y + 26 * (place // 2)
        x1, x2, at = (mirrored(x, width, language) for x in (start, start + 34, start + 42))
        kind = "negative" if key == "thick" else key
        parts.append(tag("path", d=f"M{x1:.0f} {line:.0f} L{x2:.0f} {line:.0f}", **_stroke(kind, thick)))
        parts.append(text(at, line + 5, say(f"influence.figure.ties.{key}", language), language))
    return parts
