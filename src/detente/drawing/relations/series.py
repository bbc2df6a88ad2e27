"""Years as a drawing: balance in three panels over one axis of years; else a line for each pair, or for each actor.

Years run from left to right in every language. Where years are missing, a line breaks. An index that is not proven is
a band from its bound to its value.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from detente.drawing.svg import (
    BLUE,
    EDGE,
    GREEN,
    GRID,
    INK,
    LARGE,
    LETTER,
    RUST,
    SOFT,
    STREAMS,
    Scale,
    frame,
    plain,
    tag,
    text,
    titled,
)
from detente.influence.series.result import Pair, Series
from detente.influence.series.sentences import domain_words, moved
from detente.outcomes.telling import Names
from detente.words import number, say

LEFT, WIDE, RIGHT, TALL, GAP, TOP = 64, 640, 24, 150, 54, 30
LINES = 8  # pairs drawn
YEARS = 12  # years named on the axis
DASHES = (None, "7 4", "2 4", "9 4 2 4")

Points = Sequence[tuple[int, float]]


def draw_series(result: Series, language: str = "en", kind: str | None = None) -> str:  # noqa: ARG001 (one of a kind)
    """The part of a series that is shown."""
    return _balance(result, language) if result.part == "balance" else _pairs(result, language)


def _balance(result: Series, language: str) -> str:
    found, across = result.balance, _across(result)
    shares = [(one.year, 100 * one.triads.share) for one in found if one.triads.share is not None]
    lost = [(one.year, 100 * one.contradicted[0], 100 * one.contradicted[1]) for one in found if one.contradicted]
    positive = [(one.year, float((one.graph.weights > 0).sum())) for one in found]
    negative = [(one.year, float((one.graph.weights < 0).sum())) for one in found]
    parts: list[str] = []
    bottom = float(TOP)
    if shares:
        up, panel, bottom = _panel([value for _, value in shares], bottom, say("series.figure.triads", language), "%")
        parts += [*panel, *_line(shares, across, up, GREEN)]
    if lost:
        values = [value for _, *pair in lost for value in pair]
        up, panel, bottom = _panel([*values, 0.0], bottom, say("series.figure.contradicted", language), "%")
        parts += panel
        for year, value, bound in lost:
            if value - bound > 1e-9:
                band = {"x": across(year) - 3, "width": 6, "y": up(value), "height": up(bound) - up(value)}
                parts.append(tag("rect", fill=RUST, fill_opacity=0.25, **band))
        parts += _line([(year, value) for year, value, _ in lost], across, up, RUST)
    up, panel, bottom = _panel(
        [value for _, value in (*positive, *negative)] + [0.0], bottom, say("series.figure.ties", language), ""
    )
    parts += [*panel, *_line(positive, across, up, BLUE), *_line(negative, across, up, RUST, "7 5")]
    parts += _years(result, across, bottom - GAP)
    for place, (key, colour, dash) in enumerate((("positive", BLUE, None), ("negative", RUST, "7 5"))):
        x, y = LEFT + 230 * place, bottom - 10
        line = f"M{x} {y:.0f} L{x + 34} {y:.0f}"
        parts.append(tag("path", d=line, stroke=colour, stroke_width=2.4, stroke_dasharray=dash))
        parts.append(text(x + 42, y + 5, say(f"series.figure.{key}", language), language, "left"))
    size = (LEFT + WIDE + RIGHT, bottom + 14)
    return frame("series", size, *titled("series.figure.balance", language), parts, language, look=LARGE)


def _pairs(result: Series, language: str) -> str:
    names, across = Names(result.situation, language), _across(result)
    pairs = result.pairs()
    times = 100.0 if result.part == "dependence" else 1.0
    shown = moved(pairs)[:LINES]
    labels = [_label(one, names, result.part) for one in shown]
    up, parts, bottom = _panel(
        [times * one.value for series in shown for one in series] + [0.0] * (result.part != "points"), float(TOP),
        say(f"series.figure.{result.part}.axis", language), "%" if result.part == "dependence" else "", 3 * TALL,
    )  # fmt: skip
    parts += _years(result, across, bottom - GAP)
    for place, (series, label) in enumerate(zip(shown, labels, strict=True)):
        colour, dash = STREAMS[place % len(STREAMS)], DASHES[place // 3 % len(DASHES)]
        parts += _line([(one.year, times * one.value) for one in series], across, up, colour, dash)
        y = bottom + 4 + 22 * place
        line = f"M{LEFT} {y:.0f} L{LEFT + 34} {y:.0f}"
        parts.append(tag("path", d=line, stroke=colour, stroke_width=2.4, stroke_dasharray=dash))
        parts.append(text(LEFT + 42, y + 5, label, language, "left"))
    bottom += 22 * len(shown)
    if left := len(moved(pairs)) - len(shown):
        more = say(f"series.figure.{'actors' if result.part == 'points' else 'more'}", language, count=left)
        parts.append(text(LEFT, bottom + 8, more, language, "left", fill=SOFT))
        bottom += 22
    width = max(LEFT + WIDE + RIGHT, LEFT + 60 + LETTER * max(len(plain(label)) for label in labels))
    title = titled(f"series.figure.{result.part}", language)
    return frame("series", (width, bottom + 10), *title, parts, language, look=LARGE)


def _label(series: list[Pair], names: Names, part: str) -> str:
    one = series[0]
    if part == "points":
        return names.actor(one.who)
    key = "series.figure.on" if part == "dependence" else "series.figure.between"
    actor, partner = names.actor(one.who), names.actor(one.whom)
    return say(key, names.language, actor=actor, partner=partner, domain=domain_words(one.domain, part, names))


def _across(result: Series) -> Callable[[float], float]:
    first, last = result.years.covered[0], result.years.covered[-1]
    return Scale(first, last, LEFT + 8, LEFT + WIDE - 8) if last > first else lambda _: LEFT + WIDE / 2


def _panel(
    values: list[float], top: float, heading: str, unit: str, tall: float = TALL
) -> tuple[Scale, list[str], float]:
    """The scale of a panel, its grid with numbers and heading, and where the next one begins."""
    up = Scale.around(values, top + tall, top, 0.06)
    parts = [text(LEFT, top - 12, heading, None, "left", font_weight=700, fill=SOFT)]
    for tick in up.ticks():
        if min(values) - 1e-9 <= tick <= max(values) + 1e-9 or not up.low <= tick <= up.high:
            parts.append(tag("path", d=f"M{LEFT} {up(tick):.1f} L{LEFT + WIDE} {up(tick):.1f}", stroke=GRID))
            parts.append(text(LEFT - 8, up(tick) + 4, number(tick) + unit, None, "right", font_size=12, fill=SOFT))
    return up, parts, top + tall + GAP


def _line(
    points: Points, across: Callable[[float], float], up: Scale, colour: str, dash: str | None = None
) -> list[str]:
    """A line through the years, broken where one is missing, with a dot at each year if they are few."""
    steps: list[str] = []
    for place, (year, value) in enumerate(points):
        joined = place and year - points[place - 1][0] == 1
        steps.append(f"{'L' if joined else 'M'}{across(year):.1f} {up(value):.1f}")
    parts = [tag("path", d=" ".join(steps), fill="none", stroke=colour, stroke_width=2.2, stroke_dasharray=dash)]
    alone = [
        place
        for place, (year, _) in enumerate(points)
        if len(points) <= 40 or all(abs(other - year) != 1 for other, _ in points[max(0, place - 1) : place + 2])
    ]
    parts += [tag("circle", cx=across(points[at][0]), cy=up(points[at][1]), r=2.6, fill=colour) for at in alone]
    return parts


def _years(result: Series, across: Callable[[float], float], y: float) -> list[str]:
    """The axis of years below the last panel."""
    first, last = result.years.covered[0], result.years.covered[-1]
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200) if (last - first) / step < YEARS)
    parts = [tag("path", d=f"M{LEFT} {y:.1f} L{LEFT + WIDE} {y:.1f}", stroke=EDGE)]
    for year in range(-(-first // step) * step, last + 1, step):
        parts.append(tag("path", d=f"M{across(year):.1f} {y:.1f} l0 5", stroke=EDGE))
        parts.append(text(across(year), y + 20, str(year), None, "middle", font_size=12, fill=INK))
    return parts
