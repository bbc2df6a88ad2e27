"""What the drawings of influence share: the frame of an SVG with title and description, plain words, colours."""

from __future__ import annotations

from html import escape

from detente.outcomes.telling import Names
from detente.words import END_ISOLATE, ISOLATE, LANGUAGES, say

GREEN, RED, GREY, INK, SOFT = "#1b6e53", "#9b2c3b", "#94a3b8", "#0f172a", "#475569"
LETTER = 8.2  # width of a letter at 14 pixels, generously


def bare(text: str) -> str:
    """A text as it stands in a drawing: escaped, without isolating marks."""
    return escape(text.replace(ISOLATE, "").replace(END_ISOLATE, ""))


def frame(key: str, width: float, height: float, parts: list[str], language: str) -> str:
    """The whole SVG. `key`: the message table that holds `title` and `description`."""
    title, told = (bare(say(f"influence.figure.{key}.{part}", language)) for part in ("title", "description"))
    head = (
        f'<svg class="influence" xmlns="http://www.w3.org/2000/svg" viewBox="-4 0 {width + 8:.0f} {height:.0f}" '
        f'width="{width + 8:.0f}" height="{height:.0f}" role="img" aria-label="{title}" direction="ltr" '
        f'font-family="Noto Sans, Noto Sans Arabic, sans-serif" font-size="14">'
    )
    return "".join([head, f"<title>{title}</title><desc>{told}</desc>", *parts, "</svg>\n"])


def text(x: float, y: float, words: str, language: str, *, anchor: str = "middle", more: str = "") -> str:
    """Words at a point; in a right-to-left language their start is on the right."""
    direction = ' direction="rtl"' if LANGUAGES[language] == "rtl" else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{direction}{more}>{bare(words)}</text>'


def figure_text(x: float, y: float, number: str, *, anchor: str = "middle", more: str = "") -> str:
    """A number at a point: it runs from left to right in every language."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{more}>{bare(number)}</text>'


def widest(names: Names, actors: tuple[str, ...]) -> float:
    """The room the longest name needs."""
    return LETTER * max((len(bare(names.actor(name))) for name in actors), default=0)
