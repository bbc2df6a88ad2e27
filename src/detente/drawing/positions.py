"""Drawings of an issue by kind, with their twins: a sentence and a table. All are SVG with real text."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from detente.bargaining.positions.models import panel
from detente.drawing.positions_line import GOLD, GREEN, SLATE, draw_line
from detente.outcomes.telling import Names
from detente.result import Row
from detente.words import END_ISOLATE, ISOLATE, LANGUAGES, number, say

if TYPE_CHECKING:
    from detente.bargaining.positions.result import Positions
    from detente.bargaining.positions.settled import Settled

KINDS = ("line", "rounds", "panel")
WIDTH, LABELS, ROW, EDGE = 760, 300, 26, 24
LETTER = 6.6


def first_issue(result: Positions, language: str = "en", kind: str | None = None) -> str:
    """The drawing of the first issue asked for; ``line`` unless another kind is wanted."""
    return draw(result, next(iter(result.issues)), language, kind or "line")


def draw(result: Positions, issue: str, language: str = "en", kind: str = "line") -> str:
    """The drawing of one issue: ``line``, ``rounds`` or ``panel``."""
    if kind == "line":
        return draw_line(result, issue, language)
    if kind == "panel":
        return draw_panel(result, issue, language)
    from detente.drawing.positions_rounds import draw_rounds

    return draw_rounds(result, issue, language)


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
    from detente.bargaining.positions.mean_and_median import shares

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
    n, told, rtl = settled.numbers, settled.forecast, LANGUAGES[language] == "rtl"
    title = say("positions.panel.title", language, issue=Names(result.situation, language).issue(issue))
    left = EDGE if rtl else EDGE + LABELS
    room = WIDTH - LABELS - 2 * EDGE - 50

    def across(point: float) -> float:
        return left + 25 + (point - n.low) / n.size * room

    parts = []
    rows = panel(settled)
    top = 52
    bottom = top + ROW * len(rows)
    for point in _ticks(n.low, n.high):
        x = across(point)
        parts.append(
            f'<line x1="{x:.1f}" y1="{top - 6}" x2="{x:.1f}" y2="{bottom}" stroke="#e2e8f0"/>'
            f'<text x="{x:.1f}" y="{bottom + 18}" text-anchor="middle" fill="{SLATE}" font-size="12">'
            f"{escape(number(point))}</text>"
        )
    for place, row in enumerate(rows):
        y, x = top + ROW * place + ROW / 2, across(float(row["value"]))
        name = plain(say(f"positions.models.{row['model']}", language))
        if place == 0:
            parts.append(
                f'<line x1="{across(told.low):.1f}" y1="{y}" x2="{across(told.high):.1f}" y2="{y}" stroke="{GOLD}" '
                f'stroke-width="8" stroke-linecap="round" stroke-opacity="0.45"/>'
            )
        mark = _diamond(x, y) if place == 0 else f'<circle cx="{x:.1f}" cy="{y}" r="5" fill="{GREEN}"/>'
        at = WIDTH - EDGE if rtl else EDGE
        beside = x + 11 if x < left + room - 15 else x - 11
        anchor = "start" if beside > x else "end"
        parts.append(
            f'{mark}<text x="{at}" y="{y + 4}" {_start(rtl)} fill="{SLATE}">{escape(name)}</text>'
            f'<text x="{beside:.1f}" y="{y - 6}" text-anchor="{anchor}" fill="{SLATE}" font-size="11">'
            f"{escape(number(float(row['value'])))}</text>"
        )
    text = described(result, issue, "panel", language)
    return frame("panel", title, text, bottom + 34, "".join(parts), language)


def _start(rtl: bool) -> str:
    """Where a text begins: at the right in a right-to-left language; the drawing itself runs from left to right."""
    return 'text-anchor="start" direction="rtl"' if rtl else 'text-anchor="start"'


def _diamond(x: float, y: float) -> str:
    return f'<path d="M{x:.1f} {y - 8} l7 8 l-7 8 l-7 -8 z" fill="{GOLD}"/>'


def _ticks(low: float, high: float) -> list[float]:
    return [low + (high - low) * place / 4 for place in range(5)]


def frame(kind: str, title: str, text: str, height: float, body: str, language: str) -> str:
    """The outside of a drawing: its title, its description, its heading."""
    title, text = escape(plain(title)), escape(plain(text))
    heading = f'text-anchor="middle" direction="{LANGUAGES[language]}" font-weight="bold"'
    return (
        f'<svg class="{kind}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" '
        f'role="img" aria-label="{title}" direction="ltr" font-family="sans-serif" font-size="13">'
        f"<title>{title}</title><desc>{text}</desc>"
        f'<text x="{WIDTH / 2}" y="24" {heading} fill="{SLATE}">{title}</text>'
        f"{body}</svg>"
    )


def plain(text: str) -> str:
    """Without isolating marks, which drawings do not need."""
    return text.replace(ISOLATE, "").replace(END_ISOLATE, "")
