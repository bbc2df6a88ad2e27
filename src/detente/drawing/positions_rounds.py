"""Rounds of challenges as rivers: one stream for each actor, as wide as its share of the weight.

Streams that stand at the same point run side by side; the dashed line is the weighted median. One river below the other
for each reading of the model. Time runs in the direction of the language.
"""

from __future__ import annotations

from html import escape
from itertools import pairwise

import numpy as np

from detente.bargaining.positions.mean_and_median import Array, shares, weighted_median
from detente.bargaining.positions.result import Positions
from detente.bargaining.positions.rounds import Rounds
from detente.drawing.svg import EDGE, GRID, INK, SLATE, SOFT, STREAMS, Scale, frame, plain, right_to_left, tag, text
from detente.outcomes.telling import Names
from detente.result import Row
from detente.words import number, say

WIDTH, SIDE = 760, 24
HEIGHT, MOST, NAMES, WATER, LINE, LETTERS = 240, 10, 165, 70, 15, 24


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
    described = say("positions.rounds.description", language, low=n.low, high=n.high)
    names = [_short(plain(Names(result.situation, language).actor(actor))) for actor in n.actors]
    parts, top = [text(WIDTH / 2, 24, title, language, "middle", font_weight="bold", fill=SLATE)], 44.0
    for name, rounds in settled.challenge.items():
        heading = say("positions.rounds.reading", language, preset=say(f"positions.preset.{name}", language))
        parts.append(text(WIDTH / 2, top + 14, heading, language, "middle", fill=SLATE))
        along = states(rounds, settled.settings.rounds)
        drawn, height = _river(along, n.weight, names, (n.low, n.high), top + 24, language)
        parts += drawn
        top += height + 40
    return frame("river", (WIDTH, top), title, described, parts, language)


def _short(name: str) -> str:
    """A name that fits beside the river."""
    return name if len(name) <= LETTERS else name[: LETTERS - 1].rstrip() + "…"


def _river(
    along: list[Array], weight: Array, names: list[str], scale: tuple[float, float], top: float, language: str
) -> tuple[list[str], float]:
    """One river, and how tall it is."""
    low, high = scale
    part, steps = shares(weight), max(1, len(along) - 1)
    tall = max(HEIGHT, LINE * len(names) + WATER)
    ends = (SIDE + NAMES, WIDTH - SIDE - NAMES)
    time = Scale(0, steps, *(reversed(ends) if right_to_left(language) else ends))
    up = Scale(low, high, top + tall - WATER / 2, top + WATER / 2)
    along = along * 2 if len(along) == 1 else along
    places = [_side_by_side(each, part, up) for each in along]
    parts = _steps(steps, time, top + tall, language)
    for actor in np.argsort(-part, kind="stable"):
        stream = [place[actor] for place in places]
        parts.append(
            _stream(stream, float(part[actor]) * WATER, time, STREAMS[int(actor) % len(STREAMS)], names[actor])
        )
    medians = [up(float(weighted_median(each, weight)[0])) for each in along]
    points = " ".join(f"{time(step):.1f},{y:.1f}" for step, y in enumerate(medians))
    parts.append(tag("polyline", points=points, fill="none", stroke=INK, stroke_width=2, stroke_dasharray="7 5"))
    parts += _grid(up, time)
    parts += _labels(places[0], names, time(0), "end", language)
    parts += _labels(places[-1], names, time(steps), "start", language)
    return parts, tall + 24


def _side_by_side(position: Array, part: Array, up: Scale) -> Array:
    """The middle of each actor's stream: those at one point side by side, in the order of the file."""
    middle = np.zeros(len(position))
    for point in np.unique(position.round(6)):
        members = np.flatnonzero(np.abs(position - point) < 1e-5)
        edge = up(float(point)) - part[members].sum() * WATER / 2
        for actor in members:
            middle[actor] = edge + part[actor] * WATER / 2
            edge += part[actor] * WATER
    return middle


def _stream(ys: list[float], thick: float, time: Scale, colour: str, name: str) -> str:
    path = f"M{time(0):.1f} {ys[0]:.1f}"
    for step, (before, y) in enumerate(pairwise(ys), 1):
        middle = (time(step - 1) + time(step)) / 2
        path += f" C{middle:.1f} {before:.1f} {middle:.1f} {y:.1f} {time(step):.1f} {y:.1f}"
    width = max(1.2, thick)
    told = tag("title", escape(name))
    return tag("path", told, d=path, fill="none", stroke=colour, stroke_opacity=0.55, stroke_width=width)


def _labels(middles: Array, names: list[str], x: float, anchor: str, language: str) -> list[str]:
    """Names beside the streams, moved apart where they would cover each other; `anchor`: which end of them is at x."""
    order, ys = np.argsort(middles, kind="stable"), {}
    lowest = -np.inf
    for actor in order:
        lowest = max(float(middles[actor]) + 4, lowest + LINE)
        ys[int(actor)] = lowest
    excess = max(0.0, lowest - float(middles.max()) - 4) / 2
    aside = 8 if (anchor == "start") != right_to_left(language) else -8
    return [
        text(x + aside, y - excess, names[actor], language, anchor, fill=SLATE, font_size=12) for actor, y in ys.items()
    ]


def _grid(up: Scale, time: Scale) -> list[str]:
    left, right = sorted((time.start, time.end))
    return [
        tag("line", x1=left, y1=up(mark), x2=right, y2=up(mark), stroke=GRID)
        + text(
            left + 4, up(mark) - 3, number(mark), fill=SOFT, stroke="#fff", stroke_width=3, paint_order="stroke",
            font_size=10,
        )
        for mark in up.quarters()
    ]  # fmt: skip


def _steps(steps: int, time: Scale, y: float, language: str) -> list[str]:
    places = [(time(step), y + 12, str(step)) for step in range(steps + 1)]
    places.append((WIDTH / 2, y + 26, say("positions.rounds.round", language)))
    return [text(*place, None, "middle", fill=EDGE, font_size=11) for place in places]
