"""A log of forecasts as a drawing: how often yes came beside what was said, and how many forecasts stand behind it.

The reliability diagram of weather forecasts (Murphy & Winkler, *Applied Statistics* 26, 1977): a dot for each bin, at
the mean of what was stated in it and the share of yes; on the dashed line the two are equal. The interval is Wilson's
(`detente.uncertainty.questions.wilson`), as if no forecast hung together with another, so that it is rather too narrow.
Percent run from left to right in every language.
"""

from __future__ import annotations

from detente.drawing.svg import BLUE, EDGE, GREEN, GREY, GRID, LARGE, SOFT, Scale, frame, tag, text, titled, widest
from detente.errors import DetenteError
from detente.uncertainty.experts.forecast_log import ForecastLog
from detente.uncertainty.questions.wilson import interval
from detente.words import say

LEFT, TOP, SIDE, RIGHT = 70, 40, 380, 24
GAP, TALL = 56, 80  # between the panels, and of the counts
KEYS = ("equal", "bin", "rate")


def draw_calibration(result: ForecastLog, language: str = "en", kind: str | None = None) -> str:  # noqa: ARG001
    """The reliability diagram of the yes-or-no questions, with counts below. Raises `DetenteError` without any."""
    if not result.calibration:
        raise DetenteError("figure_no_chances")
    across = Scale(0, 100, LEFT, LEFT + SIDE)
    words = {key: say(f"forecasts.figure.{key}", language) for key in ("came", "count", "stated", *KEYS)}
    parts = [text(LEFT, TOP - 16, words["came"], language, "left", font_weight=700, fill=SOFT)]
    parts += _dots(result, across, Scale(0, 100, TOP + SIDE, TOP))
    bottom = TOP + SIDE + GAP
    parts += [text(LEFT, bottom - 14, words["count"], language, "left", font_weight=700, fill=SOFT)]
    parts += _counts(result, across, bottom)
    bottom += TALL
    parts.append(tag("path", d=f"M{LEFT} {bottom} h{SIDE}", stroke=EDGE))
    parts += [
        text(across(tick), bottom + 18, f"{tick:g}%", None, "middle", font_size=12, fill=SOFT)
        for tick in across.quarters()
    ]
    parts.append(text(LEFT + SIDE / 2, bottom + 42, words["stated"], language, "middle"))
    parts += _key([words[key] for key in KEYS], bottom + 70, language)
    size = (LEFT + max(SIDE, 42 + widest(words[key] for key in KEYS)) + RIGHT, bottom + 70 + 22 * len(KEYS))
    return frame("calibration", size, *titled("forecasts.figure", language), parts, language, look=LARGE)


def _dots(result: ForecastLog, across: Scale, up: Scale) -> list[str]:
    """The grid, the line of equality, how often yes came over all, and a dot with its interval for each bin."""
    parts = []
    for tick in up.quarters():
        parts.append(tag("path", d=f"M{LEFT} {up(tick):.1f} h{SIDE}", stroke=GRID))
        parts.append(tag("path", d=f"M{across(tick):.1f} {TOP} v{SIDE}", stroke=GRID))
        parts.append(text(LEFT - 8, up(tick) + 4, f"{tick:g}%", None, "right", font_size=12, fill=SOFT))
    parts.append(tag("path", d=f"M{across(0)} {up(0)} L{across(100)} {up(100)}", stroke=GREY, stroke_dasharray="7 5"))
    rate = 100 * sum(one.yes for one in result.calibration) / sum(one.size for one in result.calibration)
    parts.append(
        tag("path", d=f"M{LEFT} {up(rate):.1f} h{SIDE}", stroke=BLUE, stroke_width=1.6, stroke_dasharray="2 4")
    )
    places = [(across(100 * one.stated), up(100 * one.yes / one.size)) for one in result.calibration]
    way = " L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    parts.append(tag("path", d=f"M{way}", fill="none", stroke=GREEN, stroke_width=1.4))
    for one, (x, y) in zip(result.calibration, places, strict=True):
        low, high = interval(one.yes, one.size)
        ends = f"M{x:.1f} {up(100 * low):.1f} V{up(100 * high):.1f}"
        parts.append(tag("path", d=ends, stroke=GREEN, stroke_width=2.4, stroke_opacity=0.5))
        parts.append(tag("circle", cx=x, cy=y, r=5.5, fill=GREEN, stroke="#fff", stroke_width=1.2))
    return parts


def _counts(result: ForecastLog, across: Scale, top: float) -> list[str]:
    """A bar with its number for each bin, as wide as the bin."""
    up = Scale(0, max(one.size for one in result.calibration), top + TALL, top + 16)
    parts = []
    for one in result.calibration:
        left, right = across(100 * one.low) + 1.5, across(100 * one.high) - 1.5
        parts.append(tag("rect", x=left, y=up(one.size), width=right - left, height=up(0) - up(one.size), fill=GREY))
        parts.append(text((left + right) / 2, up(one.size) - 5, str(one.size), None, "middle", font_size=12))
    return parts


def _key(words: list[str], y: float, language: str) -> list[str]:
    """What the lines and dots mean."""
    equal, rate = {"stroke": GREY, "stroke_dasharray": "7 5"}, {"stroke": BLUE, "stroke_dasharray": "2 4"}
    signs = [
        tag("path", d=f"M{LEFT} {y:.0f} h34", **equal),
        tag("path", d=f"M{LEFT + 17} {y + 13:.0f} v18", stroke=GREEN, stroke_width=2.4, stroke_opacity=0.5)
        + tag("circle", cx=LEFT + 17, cy=y + 22, r=5.5, fill=GREEN),
        tag("path", d=f"M{LEFT} {y + 44:.0f} h34", stroke_width=1.6, **rate),
    ]
    return signs + [text(LEFT + 42, y + 5 + 22 * at, word, language, "left") for at, word in enumerate(words)]
