"""What all drawings are made of: the frame, elements, text in both directions, scales, colours.

A drawing is SVG with real text. Its frame carries title, description, language and direction, so that a page around it
does not turn it. Most drawings run from left to right in every language (right is more); those that are read like text
turn round as a whole. Kinds are told apart by shape or pattern as well as by colour.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from detente.errors import DetenteError
from detente.situation.identifiers import nearest
from detente.words import END_ISOLATE, ISOLATE, LANGUAGES, say

INK, SLATE, SOFT, EDGE, GREY = "#0f172a", "#334155", "#475569", "#64748b", "#94a3b8"
LINE_GREY, GRID, PALE, PALE_GREEN = "#cbd5e1", "#e2e8f0", "#f8fafc", "#eef6f2"
GREEN, AMBER, RED = "#1b6e53", "#b7791f", "#9b2c3b"
BLUE, RUST = "#2f5d9b", "#b45309"  # signs: positive and negative, told apart by anyone; negative lines are dashed too
ANSWERS = {"every": GREEN, "some": AMBER, "none": RED}
PARTIES = (GREEN, "#2f5d9b", AMBER, "#7c3aed", RED, "#0f766e")
STREAMS = (GREEN, AMBER, SLATE, RED, "#2563a8", "#6b4fa0", "#4d7c0f", "#b45309", "#0f766e", "#7c2d12")

Value = str | float | None

HALO: dict[str, Value] = {"paint_order": "stroke", "stroke": "#fff", "stroke_width": 4}  # keeps words readable on lines

_FROM_THE_RIGHT = re.compile("[\u0590-\u08ff]")
_SIDES = {"start": ("left", "right"), "end": ("right", "left")}  # as read → on the page, in either direction
_ANCHORS = {"left": ("start", "end"), "right": ("end", "start"), "middle": ("middle", "middle")}


def one_of(kinds: Sequence[str], kind: str | None) -> str:
    """The kind of drawing that is asked for; None: the first. Raises `DetenteError` for one that there is not."""
    if kind is not None and kind not in kinds:
        raise DetenteError("figure_kind", kind=kind, nearest=nearest(kind, kinds), known=tuple(kinds))
    return kind or kinds[0]


def plain(text: str) -> str:
    """Without isolating marks, which drawings do not need."""
    return text.replace(ISOLATE, "").replace(END_ISOLATE, "")


def tag(name: str, content: str = "", /, **attributes: Value) -> str:
    """An element around ready content. In names of attributes ``_`` stands for ``-``; None leaves one out."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_shown(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{said}>{content}</{name}>" if content else f"<{name}{said}/>"


def _shown(value: str | float) -> str:
    """Numbers to a hundredth of a pixel, without zeros that say nothing."""
    return escape(value) if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class Look:
    """How text looks: family and size of its letters (None: as the page around it says), room at both sides."""

    font: str | None = "sans-serif"
    letters: float | None = 13
    margin: float = 0


PLAIN, OF_THE_PAGE, LARGE = Look(), Look(None, None), Look("Noto Sans, Noto Sans Arabic, sans-serif", 14, 4)
LETTER = 8.2  # width of a letter at 14 pixels, generously


def frame(
    kind: str,
    size: tuple[float, float],
    title: str,
    description: str,
    parts: Iterable[str],
    language: str,
    *,
    name: str = "",
    direction: str = "ltr",
    look: Look = PLAIN,
) -> str:
    """The whole drawing. `kind`: its class; `name`: sets its title apart from others on the page, where it has one."""
    width, height = size[0] + 2 * look.margin, size[1]
    ids = (f"{name}-title", f"{name}-desc") if name else (None, None)
    about = tag("title", escape(plain(title)), id=ids[0])
    if description:
        about += tag("desc", escape(plain(description)), id=ids[1])
    return tag(
        "svg",
        about + "".join(parts),
        class_=kind,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"{_shown(-look.margin)} 0 {_shown(width)} {_shown(height)}",
        width=width,
        height=height,
        role="img",
        aria_label=None if name else plain(title),
        aria_labelledby=f"{name}-title {name}-desc" if name else None,
        lang=language,
        direction=direction,
        font_family=look.font,
        font_size=look.letters,
    )


def titled(table: str, language: str) -> tuple[str, str]:
    """Title and description of a drawing, where both are messages of one table."""
    return say(f"{table}.title", language), say(f"{table}.description", language)


def right_to_left(language: str) -> bool:
    return LANGUAGES[language] == "rtl"


def mirrored(x: float, width: float, language: str) -> float:
    """The place in a drawing so wide, counted from the side where the language begins."""
    return width - x if right_to_left(language) else x


def text(x: float, y: float, words: str, language: str | None = None, anchor: str = "start", /, **more: Value) -> str:
    """Words at a point.

    `anchor`: ``start`` or ``end`` as the language is read, ``left`` or ``right`` as the page is seen, or ``middle``.
    Words with letters from the right to the left say so. Without `language` (numbers; drawings that are turned round as
    a whole) the direction is that of the frame.
    """
    turned = language is not None and right_to_left(language)
    inside = turned and bool(_FROM_THE_RIGHT.search(words))
    side = _SIDES[anchor][turned] if anchor in _SIDES else anchor
    place = _ANCHORS[side][inside]
    return tag(
        "text",
        escape(plain(words)),
        x=x,
        y=y,
        text_anchor=None if place == "start" else place,
        direction="rtl" if inside else None,
        **more,
    )


def wrapped(lines: Iterable[str], letters: int) -> list[str]:
    """The lines broken between words so that none is longer than so many letters; without isolating marks."""
    found = []
    for line in lines:
        current = ""
        for word in plain(line).split():
            if current and len(current) + 1 + len(word) > letters:
                found.append(current)
                current = word
            else:
                current = f"{current} {word}".strip()
        found.append(current)
    return found


def stacked(
    x: float, y: float, lines: Iterable[str], step: float, language: str | None = None, anchor: str = "start", /,
    **more: Value,
) -> list[str]:  # fmt: skip
    """Lines of text one below the other; `y`: of the first."""
    return [text(x, y + step * row, line, language, anchor, **more) for row, line in enumerate(lines)]


def widest(words: Iterable[str]) -> float:
    """The room the longest of these words needs at 14 pixels."""
    return LETTER * max((len(plain(each)) for each in words), default=0)


def tip(name: str) -> str:
    """The definition of an arrow's tip; `name`: its own on the page."""
    head = tag("path", d="M0 0 L10 5 L0 10 z", fill=SLATE)
    size = {"refX": 9, "refY": 5, "markerWidth": 7, "markerHeight": 7}
    return tag("defs", tag("marker", head, id=name, viewBox="0 0 10 10", orient="auto", **size))


@dataclass(frozen=True)
class Scale:
    """From values to pixels along one direction."""

    low: float
    high: float
    start: float
    end: float

    @classmethod
    def around(cls, values: Iterable[float], start: float, end: float, room: float) -> Scale:
        """From the least to the most, with a share of the span as room at either end."""
        known = list(values)
        low, high = min(known), max(known)
        more = room * ((high - low) or 1.0)
        return cls(low - more, high + more, start, end)

    def __call__(self, value: float) -> float:
        return self.start + (value - self.low) / ((self.high - self.low) or 1) * (self.end - self.start)

    def ticks(self) -> list[float]:
        """Four to nine round values."""
        span = (self.high - self.low) or 1.0
        step = 10.0 ** int(f"{span / 4:e}".partition("e")[2])
        step *= next(factor for factor in (5, 2, 1, 0.5, 0.2) if span / (step * factor) >= 4)
        first = -(-self.low // step)
        return [step * (first + place) for place in range(int((self.high - first * step) // step) + 1)]

    def quarters(self) -> list[float]:
        """Both ends and three values between them."""
        return [self.low + (self.high - self.low) * part / 4 for part in range(5)]
