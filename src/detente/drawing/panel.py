"""Judgements of several as a drawing: rounds of a panel, or what is forecast with each coder's numbers.

One panel for each question, one row for each round or coder. Of a round: a thin line from the least judgement to the
most, a box over the middle half, a bar at the median. Of a coder: a line over the 80% band, a dot at the forecast.
Values run from left to right in every language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from detente.drawing.svg import (
    BLUE,
    GREEN,
    GRID,
    LARGE,
    SLATE,
    SOFT,
    Scale,
    frame,
    mirrored,
    one_of,
    plain,
    stacked,
    tag,
    text,
    titled,
    widest,
    wrapped,
)
from detente.errors import DetenteError
from detente.uncertainty.experts.judged import Coders
from detente.words import isolated, number, say

KINDS = ("rounds", "forecasts")
WIDE, ROW, TOP, RIGHT = 460, 30, 14, 30
LETTERS = 70  # of a heading, in a line
PANELS = 12  # drawn


@dataclass(frozen=True)
class Line:
    """A row: its name, its ends, where it is (`middle`), and the box between (None: there is none)."""

    name: str
    low: float
    middle: float
    high: float
    box: tuple[float, float] | None


@dataclass(frozen=True)
class Panel:
    """A question with its rows; `scale`: its ends where they are known."""

    heading: str
    lines: Sequence[Line]
    scale: tuple[float, float] | None


def draw_judged(result: Coders, language: str = "en", kind: str | None = None) -> str:
    """The rounds, or the forecasts. `kind` None: what there is, rounds first. Raises `DetenteError` for neither."""
    found = {"rounds": list(_rounds(result, language)), "forecasts": list(_forecasts(result))}
    there = [name for name in KINDS if found[name]]
    if not there:
        raise DetenteError("figure_no_rounds")
    chosen = one_of(there, kind)
    return _drawn(found[chosen], chosen, language)


def _rounds(result: Coders, language: str) -> Iterator[Panel]:
    for (column, unit), rounds in result.panels.items():
        named = None if column == "value" else say(f"coders.column.{column}", language)
        heading = say("coders.figure.heading", language, column=named, unit=isolated(unit, language))
        lines = [
            Line(say("coders.figure.round", language, round=isolated(one.name, language), count=one.count),
                 one.low, one.median, one.high, (one.lower, one.upper))
            for one in rounds
        ]  # fmt: skip
        yield Panel(heading, lines, result.judged.scales.get(unit))


def _forecasts(result: Coders) -> Iterator[Panel]:
    for issue in dict.fromkeys(one.issue for one in result.forecasts):
        own = [one for one in result.forecasts if one.issue == issue]
        yield Panel(issue, [Line(one.coder, one.low, one.forecast, one.high, None) for one in own], None)


def _drawn(panels: Sequence[Panel], kind: str, language: str) -> str:
    shown = panels[:PANELS]
    left = 24 + min(240.0, widest(line.name for panel in shown for line in panel.lines))
    parts, y = [], float(TOP)
    for panel in shown:
        drawn, y = _panel(panel, left, y, language)
        parts += drawn
    key = say(f"coders.figure.{kind}.key", language)
    notes = wrapped([key], LETTERS)
    if len(panels) > len(shown):
        notes.append(plain(say("coders.figure.more", language, count=len(panels) - len(shown))))
    parts += stacked(left + mirrored(0, WIDE, language), y + 4, notes, 20, language, fill=SOFT, font_size=13)
    size = (max(left + WIDE + RIGHT, left + widest(notes)), y + 20 * len(notes))
    return frame(kind, size, *titled(f"coders.figure.{kind}", language), parts, language, look=LARGE)


def _panel(panel: Panel, left: float, top: float, language: str) -> tuple[list[str], float]:
    """A panel from its heading to its axis, and where the next one begins."""
    values = [value for line in panel.lines for value in (line.low, line.high)]
    along = Scale.around(panel.scale or values, left, left + WIDE, 0.04)
    heading = wrapped([panel.heading], LETTERS)
    parts = stacked(left, top + 8, heading, 20, language, "left", font_weight=700, fill=SOFT)
    top += 20 * len(heading)
    bottom = top + ROW * len(panel.lines)
    for tick in _ticks(along, panel.scale):
        parts.append(tag("path", d=f"M{along(tick):.1f} {top:.1f} V{bottom:.1f}", stroke=GRID))
        parts.append(text(along(tick), bottom + 16, number(tick), None, "middle", font_size=12, fill=SOFT))
    for place, line in enumerate(panel.lines):
        parts += _row(line, along, top + ROW * (place + 0.5), left, language)
    return parts, bottom + 46


def _ticks(along: Scale, scale: tuple[float, float] | None) -> Iterable[float]:
    """Round values inside the axis, and inside the scale where it is known."""
    low, high = scale or (along.low, along.high)
    return [tick for tick in along.ticks() if low - 1e-9 <= tick <= high + 1e-9]


def _row(line: Line, along: Scale, y: float, left: float, language: str) -> list[str]:
    start, middle, end = along(line.low), along(line.middle), along(line.high)
    name = wrapped([line.name], 28)[0]
    parts = [
        text(left - 12, y + 5, name, language, "right"),
        tag("path", d=f"M{start:.1f} {y:.1f} H{end:.1f}", stroke=SLATE if line.box else GREEN,
            stroke_width=1.6 if line.box else 4, stroke_opacity=None if line.box else 0.4),
    ]  # fmt: skip
    if line.box is None:
        return [*parts, tag("circle", cx=middle, cy=y, r=6, fill=GREEN, stroke="#fff", stroke_width=1.2)]
    parts += [tag("path", d=f"M{x:.1f} {y - 5:.1f} v10", stroke=SLATE, stroke_width=1.6) for x in (start, end)]
    x, width = along(line.box[0]), max(2.0, along(line.box[1]) - along(line.box[0]))
    parts.append(tag("rect", x=x, y=y - 8, width=width, height=16, fill=BLUE, fill_opacity=0.3, stroke=BLUE))
    return [*parts, tag("path", d=f"M{middle:.1f} {y - 11:.1f} v22", stroke=BLUE, stroke_width=3.4)]
