"""Leverage among many actors as SVG: domain by domain the pairs with the greatest, as bars; the others are counted."""

from __future__ import annotations

import numpy as np

from detente.drawing.svg import BLUE, GREY, LARGE, SOFT, frame, mirrored, tag, text, widest
from detente.influence.balance.signed import SAME, Array
from detente.outcomes.telling import Names
from detente.words import number, say

SHOWN, ROW, WIDE, HEAD, GAP = 20, 24, 420.0, 34, 30

Matrices = list[tuple[str, Array, Array]]  # domain, leverage, whether both directions are stated


def draw_leading(actors: tuple[str, ...], shown: Matrices, names: Names) -> str:
    """One list of bars under another, each bar in points of a hundred."""
    language = names.language
    lists = [(title, _leading(gains), stated) for title, gains, stated in shown]
    called = {pair: say("influence.figure.leverage.over", language, actor=names.actor(actors[pair[0]]),
                        partner=names.actor(actors[pair[1]]))
              for _, (pairs, _), _ in lists for pair, _ in pairs}  # fmt: skip
    side = widest(called.values()) + 16
    width = side + WIDE + 70
    parts: list[str] = []
    y = 0.0
    for title, (pairs, more), stated in lists:
        parts.append(text(mirrored(0, width, language), y + 18, title, language, font_weight=700))
        y += HEAD
        most = max((value for _, value in pairs), default=1.0)
        for pair, value in pairs:
            sure = bool(stated[pair])
            long = WIDE * value / most
            start = mirrored(side, width, language)
            left = start if mirrored(0, 1, language) == 0 else start - long
            bar = {"x": left, "y": y + 3, "width": long, "height": ROW - 8, "rx": 2}
            parts.append(text(mirrored(0, width, language), y + 16, called[pair], language, font_size=13))
            parts.append(tag("rect", fill=BLUE if sure else "#ffffff", stroke=BLUE if sure else GREY, **bar))
            at = mirrored(side + long + 6, width, language)
            parts.append(text(at, y + 16, number(100 * value) + ("" if sure else " *"), language, font_size=12))
            y += ROW
        if more:
            words = say("influence.figure.leverage.more", language, count=more)
            parts.append(text(mirrored(0, width, language), y + 16, words, language, fill=SOFT))
            y += ROW
        y += GAP
    mark = say("influence.figure.leverage.mark", language)
    parts.append(text(mirrored(0, width, language), y, mark, language, fill=SOFT))
    about = (say("influence.figure.leverage.title", language), say("influence.figure.leverage.bars", language))
    return frame("influence", (width, y + 14), *about, parts, language, look=LARGE)


def _leading(gains: Array) -> tuple[list[tuple[tuple[int, int], float]], int]:
    """The pairs with the greatest leverage, of equals in the order of the file, and how many others there are."""
    pairs = np.argwhere(gains > SAME)
    order = np.argsort(-gains[pairs[:, 0], pairs[:, 1]], kind="stable")
    chosen = [(int(i), int(j)) for i, j in pairs[order[:SHOWN]].tolist()]
    return [(pair, float(gains[pair])) for pair in chosen], max(0, len(pairs) - SHOWN)
