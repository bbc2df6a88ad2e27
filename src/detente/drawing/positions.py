"""The drawings of an issue by kind, with their twins: a sentence and a table. The panel of models is drawn here."""

from __future__ import annotations

from detente.bargaining.positions.mean_and_median import shares
from detente.bargaining.positions.models import panel
from detente.bargaining.positions.result import Positions
from detente.bargaining.positions.settled import Settled
from detente.drawing.positions_line import WIDTH, draw_line
from detente.drawing.positions_rounds import draw_rounds
from detente.drawing.svg import AMBER, GREEN, GRID, SLATE, Scale, frame, one_of, plain, right_to_left, tag, text
from detente.outcomes.telling import Names
from detente.result import Row
from detente.words import number, say

DRAWN = {"line": draw_line, "rounds": draw_rounds}
KINDS = ("line", "rounds", "panel")
LABELS, ROW, SIDE = 300, 26, 24


def figure(result: Positions, language: str = "en", kind: str | None = None) -> str:
    """The first issue asked for: actors on the ``line``, ``rounds`` of challenges, or the ``panel`` of models."""
    return draw(result, next(iter(result.issues)), language, one_of(KINDS, kind))


def draw(result: Positions, issue: str, language: str = "en", kind: str = "line") -> str:
    """The drawing of one issue: ``line``, ``rounds`` or ``panel``."""
    return DRAWN.get(kind, draw_panel)(result, issue, language)


def described(result: Positions, issue: str, kind: str, language: str = "en") -> str:
    """The sentence twin: what the drawing shows, with its numbers."""
    settled = result.issues[issue]
    n, told = settled.numbers, settled.forecast
    values = {"low": n.low, "high": n.high, "mean": told.mean, "from": told.low, "to": told.high}
    if kind == "panel":
        values |= {"least": min(panel_values(settled)), "most": max(panel_values(settled))}
    return say(f"positions.{kind}.description", language, **values)


def line_rows(result: Positions, issue: str, language: str = "en") -> list[Row]:
    """The table twin of the line: where each actor stands, and its share of the weight."""
    n = result.issues[issue].numbers
    rows = zip(n.actors, n.position, n.capability, n.salience, shares(n.weight), strict=True)
    return [
        {"actor": plain(Names(result.situation, language).actor(actor)), "position": float(x), "capability": float(c),
         "salience": float(s), "share": float(share)}
        for actor, x, c, s, share in rows
    ]  # fmt: skip


def panel_values(settled: Settled) -> list[float]:
    return [float(row["value"]) for row in panel(settled)]


def draw_panel(result: Positions, issue: str, language: str = "en") -> str:
    """Every model as a point on the scale, one below the other; the forecast first, with its band."""
    settled = result.issues[issue]
    n, told, rtl = settled.numbers, settled.forecast, right_to_left(language)
    left, room = (SIDE if rtl else SIDE + LABELS) + 25, WIDTH - LABELS - 2 * SIDE - 50
    across = Scale(n.low, n.high, left, left + room)
    rows, top = panel(settled), 52
    bottom = top + ROW * len(rows)
    title = say("positions.panel.title", language, issue=Names(result.situation, language).issue(issue))
    parts = [text(WIDTH / 2, 24, title, language, "middle", font_weight="bold", fill=SLATE)]
    for point in across.quarters():
        x = across(point)
        parts.append(tag("line", x1=x, y1=top - 6, x2=x, y2=bottom, stroke=GRID))
        parts.append(text(x, bottom + 18, number(point), None, "middle", fill=SLATE, font_size=12))
    for place, row in enumerate(rows):
        y, x = top + ROW * place + ROW / 2, across(float(row["value"]))
        if place == 0:
            band = {"x1": across(told.low), "y1": y, "x2": across(told.high), "y2": y}
            parts.append(tag("line", stroke=AMBER, stroke_width=8, stroke_linecap="round", stroke_opacity=0.45, **band))
            parts.append(tag("path", d=f"M{x:.1f} {y - 8} l7 8 l-7 8 l-7 -8 z", fill=AMBER))
        else:
            parts.append(tag("circle", cx=x, cy=y, r=5, fill=GREEN))
        name = say(f"positions.models.{row['model']}", language)
        parts.append(text(WIDTH - SIDE if rtl else SIDE, y + 4, name, language, fill=SLATE))
        right = x < left + room - 40
        value = number(float(row["value"]))
        parts.append(
            text(x + (11 if right else -11), y - 6, value, None, "left" if right else "right", fill=SLATE, font_size=11)
        )
    text_twin = described(result, issue, "panel", language)
    return frame("panel", (WIDTH, bottom + 34), title, text_twin, parts, language)
