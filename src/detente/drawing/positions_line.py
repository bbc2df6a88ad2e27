"""The actors of an issue on its line, as SVG with real text: where each stands, how heavy, and where it settles.

The size of a circle (its area) is the actor's share of the weight. Labels are stacked so that they do not cover each
other. The drawing sets its own direction: the scale runs from left to right in every language.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from detente.bargaining.positions.mean_and_median import shares
from detente.outcomes.telling import Names
from detente.words import END_ISOLATE, ISOLATE, LANGUAGES, in_language, number, say

if TYPE_CHECKING:
    from detente.bargaining.positions.result import Positions

WIDTH, MARGIN, LINE, LARGEST, LETTER = 760, 90, 18, 26, 7.2
SLATE, GREEN, GOLD = "#334155", "#1b6e53", "#b7791f"


def draw_line(result: Positions, issue: str, language: str = "en") -> str:
    """The drawing of one issue."""
    settled = result.issues[issue]
    n, told, situation = settled.numbers, settled.forecast, result.situation
    weights, way = shares(n.weight), LANGUAGES[language]
    values = {"mean": told.mean, "from": told.low, "to": told.high}
    title = say("positions.line.title", language, issue=Names(situation, language).issue(issue))
    text = say("positions.line.description", language, low=n.low, high=n.high, **values)

    def across(point: float) -> float:
        return MARGIN + (point - n.low) / n.size * (WIDTH - 2 * MARGIN)

    names = [_clean(Names(situation, language).actor(actor)) for actor in n.actors]
    for place in n.veto:
        names[place] += f" ({_clean(say('positions.line.veto', language))})"
    levels = stacked([across(float(x)) for x in n.position], [len(name) * LETTER for name in names])
    base = 50 + LINE * (max(levels) + 1) + LARGEST
    parts = []
    order = sorted(range(len(names)), key=lambda place: -weights[place])
    for place in order:
        x, radius = across(float(n.position[place])), max(3.0, LARGEST * float(weights[place]) ** 0.5)
        top = base - LARGEST - 8 - LINE * levels[place]
        share = f"{number(100 * float(weights[place]))}%"
        told_of = say(
            "positions.line.weight", language, actor=names[place], position=float(n.position[place]), share=share
        )
        parts.append(
            f'<line x1="{x:.1f}" y1="{top + 4:.1f}" x2="{x:.1f}" y2="{base:.1f}" stroke="#cbd5e1"/>'
            f'<circle cx="{x:.1f}" cy="{base:.1f}" r="{radius:.1f}" fill="{GREEN}" fill-opacity="0.35" '
            f'stroke="{GREEN}"><title>{escape(_clean(told_of))}</title></circle>'
            f'<text x="{x:.1f}" y="{top:.1f}" text-anchor="middle" fill="{SLATE}">{escape(names[place])}</text>'
        )
    low, mean, high, below = across(told.low), across(told.mean), across(told.high), base + LARGEST + 16
    parts.append(
        f'<line x1="{low:.1f}" y1="{below}" x2="{high:.1f}" y2="{below}" stroke="{GOLD}" stroke-width="6" '
        f'stroke-linecap="round" stroke-opacity="0.5"/><path d="M{mean:.1f} {below - 9} l7 9 l-7 9 l-7 -9 z" '
        f'fill="{GOLD}"/><text x="{WIDTH / 2}" y="{below + 28}" text-anchor="middle" direction="{way}" fill="{SLATE}">'
        f"{escape(_clean(say('positions.line.forecast', language, **values)))}</text>"
    )
    bottom = below + 48
    marks = {float(point): in_language(words, language) or "" for point, words in situation.issues[issue].scale.items()}
    for row, point in enumerate(sorted({n.low, n.high, *marks})):
        told_twice = marks.get(point) in (None, "", number(point))
        words = number(point) if told_twice else f"{number(point)}: {marks[point]}"
        x = across(point)
        anchor = "start" if x < WIDTH / 3 else "end" if x > WIDTH * 2 / 3 else "middle"
        parts.append(
            f'<line x1="{x:.1f}" y1="{base - 5}" x2="{x:.1f}" y2="{base + 5}" stroke="{SLATE}"/>'
            f'<text x="{x:.1f}" y="{bottom + LINE * row}" text-anchor="{anchor}" fill="{SLATE}" '
            f'font-size="12">{escape(words)}</text>'
        )
    height = bottom + LINE * (len({n.low, n.high, *marks}) + 1)
    return (
        f'<svg class="line" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" '
        f'role="img" aria-label="{escape(_clean(title))}" direction="ltr" font-family="sans-serif" font-size="13">'
        f"<title>{escape(_clean(title))}</title><desc>{escape(_clean(text))}</desc>"
        f'<text x="{WIDTH / 2}" y="22" text-anchor="middle" direction="{way}" font-weight="bold" fill="{SLATE}">'
        f"{escape(_clean(title))}</text>"
        f'<line x1="{MARGIN}" y1="{base:.1f}" x2="{WIDTH - MARGIN}" y2="{base:.1f}" stroke="{SLATE}"/>'
        + "".join(parts)
        + "</svg>"
    )


def stacked(centres: list[float], widths: list[float]) -> list[int]:
    """The lowest free row for each label, from left to right, so that no two in a row touch."""
    ends: list[float] = []
    rows = [0] * len(centres)
    for place in sorted(range(len(centres)), key=lambda place: (centres[place] - widths[place] / 2, place)):
        start, end = centres[place] - widths[place] / 2, centres[place] + widths[place] / 2
        row = next((row for row, taken in enumerate(ends) if taken + LETTER <= start), len(ends))
        ends[row : row + 1] = [end]
        rows[place] = row
    return rows


def _clean(text: str) -> str:
    return text.replace(ISOLATE, "").replace(END_ISOLATE, "")
