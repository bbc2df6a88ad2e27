"""The tornado: how often an answer comes out in the lowest and in the highest fifth of each number.

For every uncertain number, P(answer | lowest fifth of its draws) and P(answer | highest fifth), with 95% intervals,
around the share over all draws. A fifth holds every draw up to the 20% quantile (from the 80% quantile), so equal
values stay together and it can be more than a fifth. Sorted by how far the two are apart. Drawn in grey: numbers whose
two shares are less than 3.5 standard errors of their difference apart, which chance alone reaches among fifty numbers
about once in forty plots. A number that matters in the middle of its range, or only with others, shows nothing here.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from detente.drawing.plots.labels import (
    answer_words,
    number_words,
    question_words,
    share_words,
    symbol,
    wrapped,
)
from detente.drawing.plots.rivers import constant_sentence, shown_answer
from detente.drawing.plots.style import axes, dress, percent_axis
from detente.drawing.svg import ANSWERS, GREY, INK
from detente.result import Row
from detente.uncertainty.questions.asking import asked, codes, lines, words_of
from detente.uncertainty.questions.wilson import Share
from detente.uncertainty.study.result import Study
from detente.words import isolated, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_SHOWN = 12
CLEAR = 3.5


@dataclass(frozen=True)
class Swing:
    """A number, and how often the answer comes out in its outer fifths."""

    name: str
    lowest: Share
    highest: Share

    @property
    def width(self) -> float:
        return abs(self.highest.share - self.lowest.share)

    @property
    def clear(self) -> bool:
        """True if the two shares differ by more than chance shows."""
        a, b = self.lowest, self.highest
        p = (a.count + b.count) / (a.total + b.total)
        return self.width > CLEAR * sqrt(p * (1 - p) * (1 / a.total + 1 / b.total)) > 0


def swings(study: Study, question: str, concept: str = "seq") -> list[Swing]:
    """Every number but choices between alternatives, the widest swing first."""
    asked(study, question)
    hit = codes(study, question, concept) == words_of(study, question, concept).index(
        shown_answer(study, question, concept)
    )
    found = []
    for line in lines(study):
        if line.unordered:
            continue
        values = study.drivers[line.name]
        low, high = values <= np.quantile(values, 0.2), values >= np.quantile(values, 0.8)
        parts = [Share(int(hit[part].sum()), int(part.sum())) for part in (low, high)]
        found.append(Swing(line.name, *parts))
    return sorted(found, key=lambda swing: -swing.width)


def tornado_rows(study: Study, question: str, concept: str = "seq") -> list[Row]:
    """The table twin: one row per number; the plot shows the first twelve."""
    answer = shown_answer(study, question, concept)
    return [
        {
            "number": swing.name,
            "answer": answer,
            **{f"lowest_fifth_{key}": value for key, value in swing.lowest.data().items()},
            **{f"highest_fifth_{key}": value for key, value in swing.highest.data().items()},
            "clear": swing.clear,
        }
        for swing in swings(study, question, concept)
    ]


def tornado_sentences(study: Study, question: str, concept: str = "seq", language: str = "en") -> list[str]:
    """The sentence twin: how often the answer comes out, and the number with the widest swing."""
    share = _overall(study, question, concept)
    if share.count == share.total:
        return [constant_sentence(study, question, concept, language)]
    found = [swing for swing in swings(study, question, concept) if swing.clear]
    values = {
        "question": question_words(study, question, language),
        "answer": answer_words(shown_answer(study, question, concept), language),
        "concept": isolated(symbol(concept), language),
        "share": share_words(share, language),
    }
    if not found:
        return [say("plots.tornado.none", language, **values)]
    widest = found[0]
    return [
        say("plots.tornado.sentence", language, number=number_words(study, widest.name, language),
            lowest=share_words(widest.lowest, language), highest=share_words(widest.highest, language), **values)
    ]  # fmt: skip


def tornado(study: Study, question: str, ax: Axes | None = None, language: str = "en", concept: str = "seq") -> Axes:
    """Draw the twelve widest swings around the share over all draws."""
    from matplotlib.lines import Line2D

    found = swings(study, question, concept)[:MOST_SHOWN]
    ax = axes(ax, 9.0, 1.9 + 0.42 * len(found))
    answer = shown_answer(study, question, concept)
    for place, swing in enumerate(found):
        colour = ANSWERS[answer] if swing.clear else GREY
        low, high = swing.lowest, swing.highest
        ax.barh(place, high.share - low.share, 0.5, left=low.share, color=colour, alpha=0.35)
        for share, filled, aside in ((low, "white", -0.12), (high, colour, 0.12)):
            ax.plot([share.low, share.high], [place + aside] * 2, color=colour, linewidth=1.2, clip_on=False)
            ax.plot(share.share, place + aside, "o", markerfacecolor=filled, markeredgecolor=colour, clip_on=False)
    base = ax.axvline(_overall(study, question, concept).share, color=INK, linewidth=1.2)
    names = [wrapped(number_words(study, swing.name, language), language) for swing in found]
    ax.set_yticks(range(len(found)), names, fontsize=9)
    ax.set_ylim(len(found) - 0.4, -0.6)
    ax.margins(x=0.08)
    percent_axis(ax.xaxis)
    ink = ANSWERS[answer]
    marks = [
        Line2D([], [], linestyle="none", marker="o", color=ink, markerfacecolor=face, markeredgecolor=ink)
        for face in ("white", ink)
    ]
    keys = (*marks, Line2D([], [], color=base.get_color()), Line2D([], [], color=GREY, linewidth=6))
    for handle, key in zip(keys, ("lowest", "highest", "base", "chance"), strict=True):
        handle.set_label(wrapped(say(f"plots.tornado.{key}", language), language, 60))
    said = say("plots.tornado.title", language, answer=answer_words(answer, language), concept=symbol(concept))
    across = say("plots.axis", language, count=study.count)
    return dress(ax, language, [question_words(study, question, language), said], (across, ""), keys, 4)


def _overall(study: Study, question: str, concept: str) -> Share:
    words, answer = words_of(study, question, concept), shown_answer(study, question, concept)
    return Share(int((codes(study, question, concept) == words.index(answer)).sum()), study.count)
