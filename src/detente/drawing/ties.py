"""The signed graph as SVG with real text: the camps of the best split side by side, ties solid or dashed."""

from __future__ import annotations

import numpy as np

from detente.drawing.parts_of_influence import GREEN, GREY, RED, SOFT, frame, text, widest
from detente.influence.balance.alignment import Balance
from detente.influence.balance.signed import torn
from detente.outcomes.telling import Names
from detente.situation.model import Situation
from detente.words import LANGUAGES, say

ROW, TOP, TALL, BEND = 78, 56, 34, 70
GAP = 260  # between the two camps


def draw_ties(situation: Situation, balance: Balance, language: str = "en") -> str:
    """Positive ties solid and green, negative ones dashed and red, contradicted ones thick, open pairs dotted."""
    names = Names(situation, language)
    box = max(110.0, widest(names, balance.actors) + 24)
    width = 2 * (box + BEND) + GAP
    best = np.array(balance.best.ways[0])
    sides = [np.flatnonzero(best == camp).tolist() for camp in (0, 1)]
    bottom = TOP + ROW * max(map(len, sides))
    places: dict[int, tuple[float, float]] = {}
    for side, members in enumerate(sides):
        for row, actor in enumerate(members):
            x = box / 2 + BEND * (row % 2)  # beside a straight column ties would cover one another
            x = width - x if (side == 1) != (LANGUAGES[language] == "rtl") else x
            places[actor] = (x, TOP + ROW * row + ROW / 2)
    parts = []
    for side, members in enumerate(sides):
        if members:
            start = (side == 0) != (LANGUAGES[language] == "rtl")
            words = say(f"influence.figure.ties.camp_{side + 1}", language)
            anchor = "start" if side == 0 else "end"
            more = f' font-weight="700" fill="{SOFT}"'
            parts.append(text(0 if start else width, 24, words, language, anchor=anchor, more=more))
    parts += _lines(balance, best, places)
    for actor, (x, y) in places.items():
        parts.append(
            f'<g><rect x="{x - box / 2:.0f}" y="{y - TALL / 2:.0f}" width="{box:.0f}" height="{TALL}" rx="8" '
            f'fill="#f8fafc" stroke="#64748b"/>{text(x, y + 5, names.actor(balance.actors[actor]), language)}</g>'
        )
    return frame("ties", width, bottom + 66, [*parts, *_legend(balance, best, width, bottom + 14, language)], language)


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
        found.append(f'<path d="{path}" fill="none" {_stroke(kind, bool(thick))}/>')
    return found


def _kind(positive: bool) -> str:
    return "positive" if positive else "negative"


def _stroke(kind: str, thick: bool) -> str:
    colour = {"positive": GREEN, "negative": RED, "open": GREY}[kind]
    dash = {"positive": "", "negative": ' stroke-dasharray="7 5"', "open": ' stroke-dasharray="1 5"'}[kind]
    width = 5.0 if thick else 2.6 if kind == "open" else 1.8
    return f'stroke="{colour}" stroke-width="{width}" stroke-linecap="round"{dash}'


def _legend(balance: Balance, best: np.ndarray, width: float, y: float, language: str) -> list[str]:
    """What the lines mean; only those that are drawn."""
    items = [("positive", False), ("negative", False)]
    items += [("open", False)] if balance.projection.open else []
    items += [("thick", True)] if torn(balance.graph, best).any() else []
    step, rtl = width / 2, LANGUAGES[language] == "rtl"
    parts = []
    for place, (key, thick) in enumerate(items):
        start, line = step * (place % 2), y + 26 * (place // 2)
        x1, x2, at = (start, start + 34, start + 42)
        if rtl:
            x1, x2, at = (width - x for x in (x1, x2, at))
        kind = "negative" if key == "thick" else key
        parts.append(f'<path d="M{x1:.0f} {line:.0f} L{x2:.0f} {line:.0f}" {_stroke(kind, thick)}/>')
        parts.append(text(at, line + 5, say(f"influence.figure.ties.{key}", language), language, anchor="start"))
    return parts
