"""Boxes of drawings that show ways between outcomes: their size, and the title and lines in them."""

from __future__ import annotations

from collections.abc import Sequence

from detente.drawing.svg import (
    EDGE,
    GREEN,
    PALE,
    PALE_GREEN,
    stacked,
    tag,
    text,
)

BOX_WIDTH, LINE, PAD, GAP_X, GAP_Y = 250, 19, 12, 150, 28
CHARACTERS = 36
MAX_CLASSES = 8


def box_height(lines: Sequence[str]) -> float:
    """How tall the box of an outcome is: its title and these lines."""
    return (1 + len(lines)) * LINE + 2 * PAD


def box(kind: str, place: tuple[float, float, float], title: str, lines: Sequence[str], rtl: bool) -> str:
    """An outcome as a box at (x, y, height): heavy where things come to rest, dashed where they go round."""
    x, y, height = place
    heavy = kind in ("rest", "cycle")
    at, first = x + (BOX_WIDTH - PAD if rtl else PAD), y + PAD + 13
    ground = tag(
        "rect", x=x, y=y, width=BOX_WIDTH, height=height, rx=8, fill=PALE_GREEN if heavy else PALE,
        stroke=GREEN if heavy else EDGE, stroke_width=2.5 if heavy else 1.2,
        stroke_dasharray="6 4" if kind == "cycle" else None,
    )  # fmt: skip
    words = [
        text(at, first, title, class_="title", font_weight=600),
        *stacked(at, first + LINE, lines, LINE, class_="line"),
    ]
    return tag("g", ground + "".join(words), class_=kind)
