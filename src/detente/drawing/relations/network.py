"""The signed ties of many actors as SVG: camps side by side, names of those with the most ties, numbers for the rest.

A name is written where it covers no other and no circle; who finds no room has a number, and stands with it in the
list below. Ties are pale, those that the split contradicts are not.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from detente.drawing.relations.spread import places
from detente.drawing.svg import (
    BLUE,
    GREY,
    HALO,
    INK,
    LARGE,
    PALE,
    RUST,
    SOFT,
    Value,
    frame,
    mirrored,
    plain,
    tag,
    text,
    titled,
)
from detente.influence.balance.alignment import Balance
from detente.influence.balance.signed import Array, torn
from detente.outcomes.telling import Names
from detente.situation.model import Situation
from detente.words import say

TOP, LETTER, TALL = 44, 7.6, 15  # room for headings; width and height of letters of a name
NAMED = 40  # names that are written at most
ROW, COLUMN = 16, 168  # of the list below
Box = tuple[float, float, float, float]

STROKES: dict[str, dict[str, Value]] = {
    "positive": {"stroke": BLUE, "stroke_dasharray": None},
    "negative": {"stroke": RUST, "stroke_dasharray": "6 4"},
    "open": {"stroke": GREY, "stroke_dasharray": "1 5"},
}


def draw_network(situation: Situation, balance: Balance, language: str = "en") -> str:
    """The ties of many actors and the camps of the best split."""
    names, count = Names(situation, language), len(balance.actors)
    width, height = (900.0, 600.0) if count <= 100 else (1240.0, 900.0)
    camps, small = np.array(balance.best.ways[0]), count > 100
    ties = np.bincount(balance.graph.pairs.ravel(), minlength=count)
    size = np.clip(4 + 10 * np.sqrt(ties / max(1, ties.max())), 6.5 if small else 8.0, 14)
    at = places(balance.graph, camps, width, height - TOP, 2.3 * (7 if small else 10)) + np.array([0.0, TOP])
    at[:, 0] = [mirrored(float(x), width, language) for x in at[:, 0]]
    called = [plain(names.actor(actor)) for actor in balance.actors]
    labels = _labels(called, np.argsort(-ties, kind="stable").tolist(), at, size, width)
    rest = sorted((actor for actor in range(count) if actor not in labels), key=lambda actor: called[actor])
    number = {actor: place for place, actor in enumerate(rest, 1)}
    parts = _headings(camps, width, language)
    parts += _lines(balance, camps, at, 0.16 if small else 0.4)
    for actor in range(count):
        x, y = at[actor]
        fill = PALE if camps[actor] == 0 else "#dbe4ee"
        parts.append(tag("circle", tag("title", _escaped(called[actor])), cx=x, cy=y, r=float(size[actor]), fill=fill,
                         stroke=INK, stroke_width=1))  # fmt: skip
        if actor in number:
            small_letters = {"font_size": 7.5 if small else 9, "fill": INK}
            parts.append(text(x, y + 3, str(number[actor]), None, "middle", **small_letters))
    for actor, (x, y, anchor) in labels.items():
        parts.append(text(x, y, called[actor], None, anchor, font_size=12, font_weight=600, **HALO))
    bottom = height + 12
    listed, bottom = _listed([(number[actor], called[actor]) for actor in rest], width, bottom, language)
    legend, bottom = _legend(balance, camps, width, bottom + 10, language)
    about = titled("influence.figure.ties", language)
    return frame("influence", (width, bottom), *about, [*parts, *listed, *legend], language, look=LARGE)


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _headings(camps: Array, width: float, language: str) -> list[str]:
    """The two camps and how many are in each."""
    found = []
    for side in (0, 1):
        members = int((camps == side).sum())
        if members:
            words = say("influence.figure.ties.camp_of", language, count=members,
                        camp=say(f"influence.figure.ties.camp_{side + 1}", language))  # fmt: skip
            x = mirrored(width * side, width, language)
            found.append(text(x, 20, words, language, "end" if side else "start", font_weight=700, fill=SOFT))
    return found


def _lines(balance: Balance, camps: Array, at: Array, pale: float) -> list[str]:
    """The ties, those that the split contradicts last."""
    against = torn(balance.graph, camps)
    kinds = [(a, b, "positive" if weight > 0 else "negative", bool(wrong))
             for (a, b), weight, wrong in zip(balance.graph.pairs.tolist(), balance.graph.weights.tolist(), against,
                                              strict=True)]  # fmt: skip
    kinds += [(a, b, "open", False) for a, b in balance.projection.open]
    found = []
    for a, b, kind, wrong in sorted(kinds, key=lambda one: one[3]):
        (x1, y1), (x2, y2) = at[a], at[b]
        look = {"stroke_width": 2.0 if wrong else 1.1, "stroke_opacity": min(1.0, 3.5 * pale) if wrong else pale}
        found.append(tag("path", d=f"M{x1:.0f} {y1:.0f} L{x2:.0f} {y2:.0f}", fill="none", **STROKES[kind], **look))
    return found


def _labels(
    called: list[str], order: list[int], at: Array, size: Array, width: float
) -> dict[int, tuple[float, float, str]]:
    """Where the names of those with the most ties stand, as far as one finds room: beside, above or below."""
    circles = np.concatenate([at - size[:, None], at + size[:, None]], axis=1)
    taken: list[Box] = []
    found: dict[int, tuple[float, float, str]] = {}
    for actor in order:
        if len(found) == NAMED:
            break
        (x, y), r, wide = at[actor], float(size[actor]) + 3, LETTER * len(called[actor])
        tried = ((x + r, y + 4, "left"), (x - r, y + 4, "right"), (x, y - r - 2, "middle"), (x, y + r + 11, "middle"))
        for px, py, anchor in tried:
            left = px - {"left": 0.0, "right": wide, "middle": wide / 2}[anchor]
            box = (left, py - TALL + 4, left + wide, py + 4)
            others = (tuple(circle) for other, circle in enumerate(circles.tolist()) if other != actor)
            if left >= 0 and left + wide <= width and not _covers(box, taken) and not _covers(box, others):
                taken.append(box)
                found[actor] = float(px), float(py), anchor
                break
    return found


def _covers(box: Box, others: Iterable[Box]) -> bool:
    return any(box[0] < o[2] and o[0] < box[2] and box[1] < o[3] and o[1] < box[3] for o in others)


def _listed(rest: list[tuple[int, str]], width: float, y: float, language: str) -> tuple[list[str], float]:
    """Numbers and names in columns."""
    if not rest:
        return [], y
    wide = max(COLUMN, LETTER * (5 + max(len(name) for _, name in rest)))
    columns = max(1, int(width // wide))
    rows = -(-len(rest) // columns)
    found = []
    for place, (number, name) in enumerate(rest):
        x = mirrored((place // rows) * wide, width, language)
        line = y + ROW * (place % rows + 1)
        found.append(text(x, line, say("influence.figure.ties.numbered", language, number=number, name=name), language,
                          font_size=11.5))  # fmt: skip
    return found, y + ROW * (rows + 1)


def _legend(balance: Balance, camps: Array, width: float, y: float, language: str) -> tuple[list[str], float]:
    """What the lines mean; only those that are drawn."""
    keys = ["positive", "negative"] + (["open"] if balance.projection.open else [])
    keys += ["thick"] if torn(balance.graph, camps).any() else []
    found = []
    for place, key in enumerate(keys):
        start, line = width / 2 * (place % 2), y + 26 * (place // 2)
        x1, x2, words = (mirrored(x, width, language) for x in (start, start + 34, start + 42))
        stroke = STROKES["negative" if key == "thick" else key]
        found.append(tag("path", d=f"M{x1:.0f} {line:.0f} L{x2:.0f} {line:.0f}", fill="none", **stroke,
                         stroke_width=3.0 if key == "thick" else 1.6))  # fmt: skip
        found.append(text(words, line + 5, say(f"influence.figure.ties.{key}", language), language))
    return found, y + 26 * (-(-len(keys) // 2)) + 4
