"""The signed graph as SVG with real text: the camps of the best split side by side, ties solid or dashed."""

from __future__ import annotations

from html import escape

import numpy as np

from detente.influence.alignment import Balance
from detente.influence.signed import torn
from detente.situation.model import Situation
from detente.words import END_ISOLATE, ISOLATE, LANGUAGES, in_language, say

WIDTH, ROW, TOP = 720, 74, 50
BOX, TALL = 150, 34
COLOURS = {True: "#1b6e53", False: "#9b2c3b"}


def draw_ties(situation: Situation, balance: Balance, language: str = "en") -> str:
    """Positive ties solid and green, negative ones dashed and red, contradicted ones thick; open pairs are left out."""
    rtl = LANGUAGES[language] == "rtl"
    best = np.array(balance.best.ways[0])
    sides = [np.flatnonzero(best == camp).tolist() for camp in (0, 1)]
    height = TOP + ROW * max(map(len, sides)) + 20
    places: dict[int, tuple[float, float]] = {}
    for side, members in enumerate(sides):
        for row, actor in enumerate(members):
            bend = 60 * (row % 2) * (1 if side == 0 else -1)  # beside a straight column ties would cover one another
            x: float = 110 + bend if side == 0 else WIDTH - 110 + bend
            places[actor] = (WIDTH - x if rtl else x, TOP + ROW * row + ROW / 2)
    title, told = (escape(say(f"influence.figure.{key}", language)) for key in ("title", "description"))
    parts = [
        f'<svg class="ties" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'role="img" aria-label="{title}" direction="{LANGUAGES[language]}" font-family="sans-serif" font-size="14">',
        f"<title>{title}</title><desc>{told}</desc>",
    ]
    against = torn(balance.graph, best)
    for tie, (a, b) in enumerate(balance.graph.pairs.tolist()):
        positive = bool(balance.graph.weights[tie] > 0)
        (x1, y1), (x2, y2) = places[a], places[b]
        dash = "" if positive else ' stroke-dasharray="7 5"'
        thick = 5.0 if against[tie] else 1.8
        parts.append(
            f'<path d="M{x1:.0f} {y1:.0f} L{x2:.0f} {y2:.0f}" stroke="{COLOURS[positive]}" '
            f'stroke-width="{thick}"{dash} fill="none"/>'
        )
    for actor, (x, y) in places.items():
        name = balance.actors[actor]
        words = (
            (in_language(situation.actors[name].name, language) or name).replace(ISOLATE, "").replace(END_ISOLATE, "")
        )
        parts.append(
            f'<g><rect x="{x - BOX / 2:.0f}" y="{y - TALL / 2:.0f}" width="{BOX}" height="{TALL}" rx="8" '
            f'fill="#f8fafc" stroke="#64748b"/><text x="{x:.0f}" y="{y + 5:.0f}" text-anchor="middle">'
            f"{escape(words)}</text></g>"
        )
    return "".join([*parts, "</svg>\n"])
