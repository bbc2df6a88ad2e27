"""Rounds of challenges as rivers: one stream for each actor, as wide as its share of the weight.

Streams that stand at the same point run side by side; the dashed line is the weighted median. One river below the other
for each reading of the model. Time runs in the direction of the language.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np

from detente.bargaining.positions.mean_and_median import Array, shares, weighted_median
from detente.bargaining.positions.rounds import Rounds
from detente.drawing.positions import EDGE, WIDTH, frame, plain
from detente.drawing.positions_line import SLATE
from detente.outcomes.telling import Names
from detente.result import Row
from detente.words import LANGUAGES, number, say

if TYPE_CHECKING:
    from detente.bargaining.positions.result import Positions

INK = "#0f172a"
HEIGHT, MOST, NAMES, WATER, LINE, LETTERS = 240, 10, 165, 70, 15, 24
COLOURS = ("#1b6e53", "#b7791f", "#334155", "#9b2c3b", "#2563a8", "#6b4fa0", "#4d7c0f", "#b45309", "#0f766e", "#7c2d12")


def states(rounds: Rounds, count: int | None = None) -> list[Array]:
    """The positions from the start on: until they rest, or as many rounds as are drawn."""
    known = rounds.positions(count)
    if count is None:
        known = known[: max(1, len(rounds.rounds)) if rounds.rests else MOST]
    return [rounds.start, *known[:MOST]]


def rounds_rows(result: Positions, issue: str, language: str = "en") -> list[Row]:
    """The table twin: where each actor stands after each round, in each reading."""
    settled = result.issues[issue]
    rows = []
    for name, rounds in settled.challenge.items():
        for place, actor in enumerate(settled.numbers.actors):
            along = {str(k): round(float(each[place]), 3) for k, each in enumerate(states(rounds))}
            rows.append({"reading": name, "actor": plain(Names(result.situation, language).actor(actor)), **along})
    return rows


def draw_rounds(result: Positions, issue: str, language: str = "en") -> str:
    """All readings of the challenge model on one issue, one below the other."""
    settled = result.issues[issue]
    n = settled.numbers
    title = say("positions.rounds.title", language, issue=Names(result.situation, language).issue(issue))
    text = say("positions.rounds.description", language, low=n.low, high=n.high)
    names = [_short(plain(Names(result.situation, language).actor(actor))) for actor in n.actors]
    parts, top = [], 44.0
    for name, rounds in settled.challenge.items():
        heading = plain(say("positions.rounds.reading", language, preset=say(f"positions.preset.{name}", language)))
        way = f'text-anchor="middle" direction="{LANGUAGES[language]}"'
        parts.append(f'<text x="{WIDTH / 2}" y="{top + 14}" {way} fill="{SLATE}">{escape(heading)}</text>')
        along = states(rounds, settled.settings.rounds)
        drawn, height = _river(along, n.weight, names, (n.low, n.high), top + 24, language)
        parts.append(drawn)
        top += height + 40
    return frame("river", title, text, top, "".join(parts), language)


def _short(name: str) -> str:
    """A name that fits beside the river."""
    return name if len(name) <= LETTERS else name[: LETTERS - 1].rstrip() + "…"


def _river(
    along: list[Array], weight: Array, names: list[str], scale: tuple[float, float], top: float, language: str
) -> tuple[str, float]:
    """One river, and how tall it is."""
    low, high = scale
    rtl = LANGUAGES[language] == "rtl"
    part, steps = shares(weight), max(1, len(along) - 1)
    tall = max(HEIGHT, LINE * len(names) + WATER)

    def time(step: float) -> float:
        x = EDGE + NAMES + step / steps * (WIDTH - 2 * EDGE - 2 * NAMES)
        return WIDTH - x if rtl else x

    def up(point: float) -> float:
        return top + WATER / 2 + (high - point) / (high - low) * (tall - WATER)

    places = [_side_by_side(each, part, up) for each in along]
    if len(along) == 1:
        places = places * 2
    parts = [_steps(steps, time, top + tall, language)]
    for actor in np.argsort(-part, kind="stable"):
        colour = COLOURS[int(actor) % len(COLOURS)]
        parts.append(
            _stream([place[actor] for place in places], float(part[actor]) * WATER, time, colour, names[actor])
        )
    medians = [up(float(weighted_median(each, weight)[0])) for each in along] * (2 if len(along) == 1 else 1)
    points = " ".join(f"{time(step):.1f},{y:.1f}" for step, y in enumerate(medians))
    parts.append(f'<polyline points="{points}" fill="none" stroke="{INK}" stroke-width="2" stroke-dasharray="7 5"/>')
    parts.append(_grid(low, high, up, time, steps))
    for step, shown, end in ((0, places[0], False), (steps, places[-1], True)):
        parts.append(_labels(shown, names, time(step) + (8 if end != rtl else -8), end != rtl, rtl))
    return "".join(parts), tall + 24


def _side_by_side(position: Array, part: Array, up: object) -> Array:
    """The middle of each actor's stream: those at one point side by side, in the order of the file."""
    assert callable(up)
    middle = np.zeros(len(position))
    for point in np.unique(position.round(6)):
        members = np.flatnonzero(np.abs(position - point) < 1e-5)
        edge = up(float(point)) - part[members].sum() * WATER / 2
        for actor in members:
            middle[actor] = edge + part[actor] * WATER / 2
            edge += part[actor] * WATER
    return middle


def _stream(ys: list[float], thick: float, time: object, colour: str, name: str) -> str:
    assert callable(time)
    path = f"M{time(0):.1f} {ys[0]:.1f}"
    for step, y in enumerate(ys[1:], 1):
        middle = (time(step - 1) + time(step)) / 2
        path += f" C{middle:.1f} {ys[step - 1]:.1f} {middle:.1f} {y:.1f} {time(step):.1f} {y:.1f}"
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-opacity="0.55" stroke-width="{max(1.2, thick):.1f}">'
        f"<title>{escape(name)}</title></path>"
    )


def _labels(middles: Array, names: list[str], x: float, after: bool, rtl: bool) -> str:
    """Names beside the streams, moved apart where they would cover each other."""
    order, ys = np.argsort(middles, kind="stable"), {}
    lowest = -np.inf
    for actor in order:
        lowest = max(float(middles[actor]) + 4, lowest + LINE)
        ys[int(actor)] = lowest
    excess = max(0.0, lowest - float(middles.max()) - 4) / 2
    anchor = "start" if after else "end"
    if rtl:
        anchor = "end" if after else "start"
    direction = ' direction="rtl"' if rtl else ""
    return "".join(
        f'<text x="{x:.1f}" y="{y - excess:.1f}" text-anchor="{anchor}"{direction} fill="{SLATE}" font-size="12">'
        f"{escape(names[actor])}</text>"
        for actor, y in ys.items()
    )


def _grid(low: float, high: float, up: object, time: object, steps: int) -> str:
    assert callable(up) and callable(time)
    ends = sorted((time(0), time(steps)))
    marks = [low + (high - low) * part / 4 for part in range(5)]
    return "".join(
        f'<line x1="{ends[0]:.1f}" y1="{up(mark):.1f}" x2="{ends[1]:.1f}" y2="{up(mark):.1f}" stroke="#e2e8f0"/>'
        f'<text x="{ends[0] + 4:.1f}" y="{up(mark) - 3:.1f}" fill="#475569" stroke="#fff" stroke-width="3" '
        f'paint-order="stroke" font-size="10">{escape(number(mark))}</text>'
        for mark in marks
    )


def _steps(steps: int, time: object, y: float, language: str) -> str:
    assert callable(time)
    word = escape(plain(say("positions.rounds.round", language)))
    shown = "".join(
        f'<text x="{time(step):.1f}" y="{y + 12:.1f}" text-anchor="middle" fill="#64748b" font-size="11">{step}</text>'
        for step in range(steps + 1)
    )
    style = 'text-anchor="middle" fill="#64748b" font-size="11"'
    return f'{shown}<text x="{WIDTH / 2}" y="{y + 26:.1f}" {style}>{word}</text>'
