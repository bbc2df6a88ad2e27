"""How every plot looks: a colour, a hatch and a line for each answer, fonts with the letters, the side to begin at.

In a right-to-left language the value axis runs from right to left and labels stand at the right. Text is handed to
matplotlib as it is written: from 3.11 on it joins and orders Arabic itself, and text that was reshaped before comes out
broken.
"""

from __future__ import annotations

import unicodedata
import warnings
from collections.abc import Iterable
from functools import cache
from html import escape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.drawing.plots.labels import answer_words, wrapped
from detente.drawing.svg import ANSWERS, INK
from detente.errors import DetenteError
from detente.files import write_made
from detente.words import LANGUAGES, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

HATCHES = {"every": "", "some": "//", "none": ".."}
STROKES: dict[str, Any] = {"every": "-", "some": "--", "none": ":"}

NEEDED = "matplotlib>=3.11"
BASE = "DejaVu Sans"  # comes with matplotlib
SCRIPTS = {
    "rtl": ("Noto Sans Arabic", "Noto Naskh Arabic", "Amiri", "Vazirmatn", "Geeza Pro", "Segoe UI", "Tahoma", "Arial"),
    "ltr": ("Noto Sans CJK JP", "Noto Sans CJK SC", "Noto Sans JP", "Hiragino Sans", "Yu Gothic", "Noto Sans Hebrew"),
}
WANTED = {"ARABIC": "Noto Naskh Arabic / Noto Sans Arabic", "CJK": "Noto Sans CJK", "HIRAGANA": "Noto Sans CJK",
          "KATAKANA": "Noto Sans CJK", "HANGUL": "Noto Sans CJK"}  # fmt: skip
FORMATS = (".svg", ".png", ".pdf")


def axes(ax: Axes | None, width: float = 8.0, height: float = 4.5) -> Axes:
    """The axes given, or those of a new figure of so many inches. Needs matplotlib ≥ 3.11."""
    if ax is not None:
        return ax
    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError:
        raise DetenteError("extra_missing", package=NEEDED, extra="plot") from None
    if matplotlib.__version_info__[:2] < (3, 11):
        raise DetenteError("extra_missing", package=NEEDED, extra="plot")
    return Figure(figsize=(width, height), layout="constrained").add_subplot()


def ends(language: str) -> tuple[str, str]:
    """The side at which a line of text begins, and the other."""
    return ("right", "left") if LANGUAGES[language] == "rtl" else ("left", "right")


def dress(
    ax: Axes, language: str, title: Iterable[str], labels: tuple[str, str], keys: Iterable[Any] = (), columns: int = 3
) -> Axes:
    """Title, labels (across, upwards), legend, the direction of the language, and fonts. The last touch of a plot."""
    from matplotlib.text import Text

    rtl = LANGUAGES[language] == "rtl"
    start: Any = ends(language)[0]
    ax.set_title("\n".join(wrapped(part, language, 80) for part in title), loc=start, fontsize=11)
    ax.set_xlabel(wrapped(labels[0], language, 80))
    ax.set_ylabel(wrapped(labels[1], language, 60) if labels[1] else "")
    ax.spines[["top", ends(language)[1]]].set_visible(False)
    if rtl:
        if not ax.xaxis_inverted():
            ax.invert_xaxis()
        ax.yaxis.tick_right()
        ax.yaxis.set_label_position("right")
    _legend(ax, language, list(keys), columns)
    texts = [text for text in ax.findobj(Text) if isinstance(text, Text)]
    chosen = fonts(language, "".join(text.get_text() for text in texts))
    ax.tick_params(labelfontfamily=chosen)
    for text in texts:
        text.set(fontfamily=list(chosen), multialignment=start, linespacing=0.95 if rtl else 1.2)
    return ax


def _legend(ax: Axes, language: str, handles: list[Any], columns: int) -> None:
    """A legend below the label of the axis, its first entry at the side where reading begins."""
    from matplotlib.transforms import ScaledTranslation

    if not handles:
        return
    rtl = LANGUAGES[language] == "rtl"
    ticks = max((label.get_text().count("\n") for label in ax.get_xticklabels()), default=0)
    points = 42 + 16 * (ax.get_xlabel().count("\n") + ticks) + (8 if rtl else 0)
    figure: Any = ax.get_figure(root=True)
    place: Any = f"upper {ends(language)[0]}"
    ax.legend(
        handles=handles[::-1] if rtl and len(handles) <= columns else handles,
        ncols=columns, frameon=False, fontsize=9, handlelength=2.2, markerfirst=not rtl, loc=place, borderaxespad=0.0,
        bbox_to_anchor=(1.0 if rtl else 0.0, 0.0),
        bbox_transform=ax.transAxes + ScaledTranslation(0, -points / 72, figure.dpi_scale_trans),
    )  # fmt: skip


def fonts(language: str, letters: str) -> tuple[str, ...]:
    """Font families that have these letters together; a warning names what to install where some letter has none."""
    found = [BASE]
    first = [name for name in SCRIPTS[LANGUAGES[language]] if LANGUAGES[language] == "rtl" and glyphs(name)][:1]
    lacking = _lacking(letters, found + first)
    for name in (name for names in SCRIPTS.values() for name in names):
        if lacking and glyphs(name) & lacking:
            found.append(name)
            lacking -= glyphs(name)
    if lacking:
        shown = "".join(sorted(map(chr, lacking)))[:12]
        install = sorted({_font_for(chr(letter)) for letter in lacking})
        warnings.warn(say("plots.no_font", language, letters=shown, fonts=tuple(install)), UserWarning, stacklevel=5)
    return (*first, *found)


def _lacking(letters: str, families: list[str]) -> set[int]:
    """Code points of printable letters that no family has; marks that only steer the direction need no shape."""
    wanted = {ord(letter) for letter in letters if letter.isprintable() and not letter.isspace()}
    return wanted - {0x200C, 0x200D}.union(*(glyphs(name) for name in families))


def _font_for(letter: str) -> str:
    script = unicodedata.name(letter, "").partition(" ")[0]
    return WANTED.get(script, "Noto Sans")


@cache
def glyphs(family: str) -> frozenset[int]:
    """The code points that an installed font family has; empty if it is not installed."""
    from matplotlib import font_manager

    try:
        path = font_manager.findfont(family, fallback_to_default=False)
    except ValueError:
        return frozenset()
    return frozenset(font_manager.get_font(path).get_charmap())


def key_of(language: str, answers: Iterable[str]) -> list[Patch]:
    """What a legend shows for each answer: its colour and its hatch."""
    from matplotlib.patches import Patch

    return [
        Patch(facecolor=ANSWERS[answer], edgecolor="white", hatch=HATCHES[answer],
              label=wrapped(answer_words(answer, language), language))
        for answer in answers
    ]  # fmt: skip


def whisker(language: str) -> Line2D:
    """What a legend shows for an interval."""
    from matplotlib.lines import Line2D

    word = wrapped(say("plots.interval", language), language)
    return Line2D([], [], color=INK, linewidth=1.2, marker="|", markersize=6, label=word)


def percent_axis(axis: Any) -> None:
    """An axis from 0 to 1 told in percent."""
    from matplotlib.ticker import PercentFormatter

    axis.set_major_formatter(PercentFormatter(1.0, decimals=0))


def save(ax: Axes, path: str | Path, sentences: Iterable[str]) -> Path:
    """Write the figure of these axes as SVG (real text), PNG or PDF, with its sentences as the description.

    The same study gives the same bytes. Raises `DetenteError` for another ending or a place that cannot be written.
    """
    import matplotlib

    target = Path(path)
    if target.suffix.lower() not in FORMATS:
        raise DetenteError("plot_format", file=str(path), known=FORMATS)
    title, described = ax.get_title(loc="left") or ax.get_title(loc="right"), " ".join(sentences)
    about: dict[str, Any] = {"Title": title, "Description": described}
    if target.suffix.lower() == ".svg":
        about["Date"] = None
    elif target.suffix.lower() == ".png":
        about["Software"] = "detente"
    elif target.suffix.lower() == ".pdf":
        about = {"Title": title, "Subject": described, "CreationDate": None}
    figure: Any = ax.get_figure(root=True)
    drawn = BytesIO()
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "detente"}):
        figure.savefig(drawn, format=target.suffix.lower()[1:], dpi=150, metadata=about)
    data = drawn.getvalue()
    write_made(target, _described(data.decode(), title, described) if target.suffix.lower() == ".svg" else data)
    return target


def _described(written: str, title: str, described: str) -> str:
    """An SVG with the title and the description that screen readers look for, as its first elements."""
    end = written.index(">", written.index("<svg")) + 1
    opening = written[:end][:-1] + ' role="img" aria-labelledby="title desc">'
    said = f'\n <title id="title">{escape(title)}</title>\n <desc id="desc">{escape(described)}</desc>'
    return opening + said + written[end:].replace(f" <title>{escape(title)}</title>", "", 1)
