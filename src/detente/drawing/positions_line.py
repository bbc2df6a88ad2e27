"""The actors of an issue on its line: where each stands, how heavy, and where it settles.

The size of a circle (its area) is the actor's share of the weight. Labels are stacked so that they do not cover each
other.
"""

from __future__ import annotations

from html import escape

from detente.bargaining.positions.mean_and_median import shares
from detente.bargaining.positions.result import Positions
from detente.drawing.svg import AMBER, GREEN, LINE_GREY, SLATE, Scale, frame, plain, tag, text
from detente.outcomes.telling import Names
from detente.words import in_language, number, say

WIDTH, MARGIN, LINE, LARGEST, LETTER = 760, 90, 18, 26, 7.2


def draw_line(result: Positions, issue: str, language: str = "en") -> str:
    """The drawing of one issue."""
    settled = result.issues[issue]
    n, told, situation = settled.numbers, settled.forecast, result.situation
    weights = [float(share) for share in shares(n.weight)]
    values = {"mean": told.mean, "from": told.low, "to": told.high}
    across = Scale(n.low, n.high, MARGIN, WIDTH - MARGIN)
    names = [plain(Names(situation, language).actor(actor)) for actor in n.actors]
    for place in n.veto:
        names[place] += f" ({plain(say('positions.line.veto', language))})"
    levels = rows_apart([across(float(x)) for x in n.position], [len(name) * LETTER for name in names])
    base = 50 + LINE * (max(levels) + 1) + LARGEST
    title = say("positions.line.title", language, issue=Names(situation, language).issue(issue))
    parts = [
        text(WIDTH / 2, 22, title, language, "middle", font_weight="bold", fill=SLATE),
        tag("line", x1=MARGIN, y1=base, x2=WIDTH - MARGIN, y2=base, stroke=SLATE),
    ]
    for place in sorted(range(len(names)), key=lambda place: -weights[place]):
        point, share = float(n.position[place]), f"{number(100 * weights[place])}%"
        x, top = across(point), base - LARGEST - 8 - LINE * levels[place]
        weight = say("positions.line.weight", language, actor=names[place], position=point, share=share)
        circle = {"cx": x, "cy": base, "r": max(3.0, LARGEST * weights[place] ** 0.5), "fill_opacity": 0.35}
        parts += [
            tag("line", x1=x, y1=top + 4, x2=x, y2=base, stroke=LINE_GREY),
            tag("circle", tag("title", escape(plain(weight))), fill=GREEN, stroke=GREEN, **circle),
            text(x, top, names[place], None, "middle", fill=SLATE),
        ]
    mean, below = across(told.mean), base + LARGEST + 16
    forecast = say("positions.line.forecast", language, **values)
    band = {"x1": across(told.low), "y1": below, "x2": across(told.high), "y2": below}
    parts += [
        tag("line", stroke=AMBER, stroke_width=6, stroke_linecap="round", stroke_opacity=0.5, **band),
        tag("path", d=f"M{mean:.1f} {below - 9} l7 9 l-7 9 l-7 -9 z", fill=AMBER),
        text(WIDTH / 2, below + 28, forecast, language, "middle", fill=SLATE),
    ]
    marks = {float(point): in_language(words, language) or "" for point, words in situation.issues[issue].scale.items()}
    points, bottom = sorted({n.low, n.high, *marks}), below + 48
    for row, point in enumerate(points):
        told_twice = marks.get(point) in (None, "", number(point))
        words = number(point) if told_twice else f"{number(point)}: {marks[point]}"
        x = across(point)
        anchor = "start" if x < WIDTH / 3 else "end" if x > WIDTH * 2 / 3 else "middle"
        parts.append(tag("line", x1=x, y1=base - 5, x2=x, y2=base + 5, stroke=SLATE))
        parts.append(text(x, bottom + LINE * row, words, None, anchor, fill=SLATE, font_size=12))
    described = say("positions.line.description", language, low=n.low, high=n.high, **values)
    return frame("line", (WIDTH, bottom + LINE * (len(points) + 1)), title, described, parts, language)


def rows_apart(centres: list[float], widths: list[float]) -> list[int]:
    """The lowest free row for each label, from left to right, so that no two in a row touch."""
    ends: list[float] = []
    rows = [0] * len(centres)
    for place in sorted(range(len(centres)), key=lambda place: (centres[place] - widths[place] / 2, place)):
        start, end = centres[place] - widths[place] / 2, centres[place] + widths[place] / 2
        row = next((row for row, taken in enumerate(ends) if taken + LETTER <= start), len(ends))
        ends[row : row + 1] = [end]
        rows[place] = row
    return rows
