"""Leverage as matrices in SVG: domain by domain and in all, who has how much of an advantage over whom.

A cell is the leverage of its row over its column in points of a hundred, with its sign; the tint repeats what the sign
says. Where only one direction is stated the cell is marked and not tinted: who depends more is then not known.
"""

from __future__ import annotations

import numpy as np

from detente.drawing.relations.leading import draw_leading
from detente.drawing.svg import GREY, LARGE, SOFT, frame, mirrored, tag, text, titled, widest
from detente.influence.balance.signed import SAME, Array
from detente.influence.dependence.dependence import leverage
from detente.influence.dependence.domains import Dependence
from detente.outcomes.telling import Names
from detente.situation.model import Situation
from detente.words import number, say

CELL, ROW, HEAD, GAP = 92.0, 32.0, 62.0, 34.0
FEW = 16  # actors of a matrix that fits a page; of more, only the pairs with the greatest leverage are drawn
ABOVE, BELOW = (27, 110, 83), (155, 44, 59)


def draw_leverage(situation: Situation, result: Dependence, language: str = "en") -> str:
    """One matrix under another: each domain, then all together where there are several."""
    names = Names(situation, language)
    longest = widest(map(names.actor, result.actors))
    side, cell = max(90.0, longest + 14), max(CELL, longest)
    shown = [
        (names.domain(name), leverage(result.single(k)), _stated(result, k)) for k, name in enumerate(result.domains)
    ]
    if len(result.domains) > 1:
        either = np.any([stated for *_, stated in shown], axis=0)
        shown.append((say("influence.part.total", language), leverage(result.total), either))
    if max((len(_rows(result, gains)) for _, gains, _ in shown), default=0) > FEW:
        return draw_leading(result.actors, shown, names)
    width = side + cell * len(result.actors)
    parts: list[str] = []
    y = 0.0
    for title, gains, stated in shown:
        parts += _matrix(names, result, title, gains, stated, (width, side, cell, y))
        y += HEAD + ROW * len(_rows(result, gains)) + GAP
    mark = say("influence.figure.leverage.mark", language)
    parts.append(text(mirrored(8, width, language), y - 6, mark, language, fill=SOFT))
    return frame(
        "influence", (width, y + 8), *titled("influence.figure.leverage", language), parts, language, look=LARGE
    )


def _stated(result: Dependence, k: int) -> Array:
    """(actors, actors): whether both directions are stated in a domain."""
    count = len(result.actors)
    one = np.array([[result.stated(k, i, j) for j in range(count)] for i in range(count)])
    both: Array = one & one.T
    return both


def _rows(result: Dependence, gains: Array) -> list[int]:
    """The actors between whom there is anything to show."""
    return [i for i in range(len(result.actors)) if (np.abs(gains[i]) > SAME).any()]


def _matrix(
    names: Names, result: Dependence, title: str, gains: Array, stated: Array, box: tuple[float, float, float, float]
) -> list[str]:
    width, side, cell, top = box
    language = names.language
    rows = _rows(result, gains)
    parts = [text(mirrored(0, width, language), top + 18, title, language, font_weight=700)]
    for column, j in enumerate(rows):
        x = mirrored(side + cell * column + cell / 2, width, language)
        parts.append(text(x, top + HEAD - 10, names.actor(result.actors[j]), language, "middle"))
    for line, i in enumerate(rows):
        y = top + HEAD + ROW * line
        parts.append(text(mirrored(0, width, language), y + 21, names.actor(result.actors[i]), language))
        for column, j in enumerate(rows):
            at = mirrored(side + cell * column + cell / 2, width, language)
            fill, mark = "#ffffff", ""
            value = 100 * float(gains[i, j])
            if i != j and abs(gains[i, j]) > SAME:
                fill = _tint(value) if stated[i, j] else "#ffffff"
                mark = ("+" if value > 0 else "") + number(value) + ("" if stated[i, j] else " *")
            spot = {"x": at - cell / 2, "y": y, "width": cell, "height": ROW}
            parts.append(tag("rect", fill=fill, stroke=GREY, stroke_width=0.7, **spot))
            if mark:
                parts.append(text(at, y + 21, mark, None, "middle"))
    return parts


def _tint(value: float) -> str:
    """Paler the smaller: white at 0, at most two fifths of the colour, so that the text stays readable."""
    strong = 0.4 * min(1.0, abs(value) / 60) + 0.06
    red, green, blue = (round(255 - (255 - part) * strong) for part in (ABOVE if value > 0 else BELOW))
    return f"#{red:02x}{green:02x}{blue:02x}"
