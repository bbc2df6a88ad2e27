"""Where it goes, as a map: today, the steps that are taken, where things can end, and agreements that are refused.

Boxes stand in columns in the direction in which the language is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.drawing.svg import OF_THE_PAGE, frame, mirrored, tag, text, wrapped
from detente.words import say

WIDTH = 680
LINE, SMALL = 16, 13
BOX, FAR = 128, 226  # widths of boxes: today and the ends; agreements
SHOWN = 6


@dataclass(frozen=True)
class Stop:
    """A box: its name, what stands under it, and a last line in the colour of a refusal."""

    name: str
    lines: tuple[str, ...] = ()
    last: str = ""


def draw_road(
    today: Stop,
    steps: Sequence[str],
    ends: Sequence[Stop],
    refused: Sequence[Stop],
    description: str,
    language: str = "en",
) -> str:
    """The drawing. `steps`: what is written on the arrow (nothing: it stays where it is); see `Stop`."""
    ends, refused = list(ends)[:SHOWN], list(refused)[:SHOWN]
    first, second, third = 4.0, 186.0, WIDTH - FAR - 4.0
    wide = BOX if refused else WIDTH - second - 52
    tall = max(_heights(ends, wide, 16), _heights(refused, FAR, 18), _height(today, BOX) + 20, 90)
    middle = tall / 2
    parts = _box(first, middle, BOX, today, "box", language)
    start = second if steps or len(ends) > 1 else first
    places = _spread(ends, tall, wide, 16)
    if start == first:
        parts = _box(first, middle, BOX, Stop(ends[0].name, (*today.lines, *ends[0].lines)), "box end", language)
        places = [middle]
    else:
        for end, y in zip(ends, places, strict=True):
            parts += _line(first + BOX, middle, second + 46, y, "go", language)
            parts += _box(second + 46, y, wide, end, "box end", language)
        room = wrapped(steps, 16)[:4] if len(ends) == 1 else []
        for row, line in enumerate(room):
            x = mirrored((first + BOX + second + 46) / 2 - 2, WIDTH, language)
            parts.append(
                text(x, middle - 8 - SMALL * (len(room) - 1 - row), line, language, "middle", class_="sm halo")
            )
    leave = first + BOX if start == first else second + 46 + wide
    for stop, y in zip(refused, _spread(refused, tall, FAR, 18), strict=True):
        parts += _line(leave, places[0], third, y, "dash", language)
        cross = mirrored((leave + third) / 2, WIDTH, language), (places[0] + y) / 2
        parts.append(tag("path", d=f"M{cross[0] - 5:.1f} {cross[1] - 5:.1f}l10 10m0 -10l-10 10", class_="cross"))
        parts += _box(third, y, FAR, stop, "box", language)
    return frame(
        "fig",
        (WIDTH, tall),
        say("brief.figure.road", language),
        description,
        parts,
        language,
        name="road",
        look=OF_THE_PAGE,
    )


def _lines(stop: Stop, width: float) -> list[tuple[str, str]]:
    letters = int(width / 6.4)
    found = [(line, "b") for line in wrapped([stop.name], letters)]
    found += [(line, "s") for one in stop.lines for line in wrapped([one], int(letters * 1.1))]
    return found + ([(line, "refuses") for line in wrapped([stop.last], letters)] if stop.last else [])


def _height(stop: Stop, width: float) -> float:
    return 14 + LINE * len(_lines(stop, width))


def _heights(stops: Sequence[Stop], width: float, gap: float) -> float:
    return sum(_height(stop, width) + gap for stop in stops)


def _spread(stops: Sequence[Stop], tall: float, width: float, gap: float) -> list[float]:
    """The middles of boxes one below the other, evenly."""
    heights = [_height(stop, width) + gap for stop in stops]
    space = (tall - sum(heights)) / (len(stops) + 1) if stops else 0
    found, top = [], space
    for height in heights:
        found.append(top + height / 2)
        top += height + space
    return found


def _box(x: float, y: float, width: float, stop: Stop, kind: str, language: str) -> list[str]:
    lines = _lines(stop, width)
    height = 14 + LINE * len(lines)
    left = min(mirrored(x, WIDTH, language), mirrored(x + width, WIDTH, language))
    parts = [tag("rect", x=left, y=y - height / 2, width=width, height=height, rx=4, class_=kind)]
    at = mirrored(x + 8, WIDTH, language)
    return parts + [
        text(at, y - height / 2 + 18 + LINE * row, line, language, "start", class_=kind)
        for row, (line, kind) in enumerate(lines)
    ]


def _line(x: float, y: float, to: float, down: float, kind: str, language: str) -> list[str]:
    start, end = mirrored(x, WIDTH, language), mirrored(to, WIDTH, language)
    turn = 1 if end > start else -1
    path = tag("path", d=f"M{start:.1f} {y:.1f}L{end - 6 * turn:.1f} {down:.1f}", class_=kind)
    fill = "gofill" if kind == "go" else "dfill"
    head = tag("path", d=f"M{end:.1f} {down:.1f}l{-8 * turn} -4v8z", class_=fill)
    return [path, head]
