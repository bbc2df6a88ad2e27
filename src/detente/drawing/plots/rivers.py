"""The river: the share of each answer over one number.

The draws of the number are cut into bins of equal probability (`detente.uncertainty.questions.when.binning`), about 100
draws or more in each and at most 20; each bin is a column of height 1. A number with few values has one column for
each. Whiskers are 95% intervals of the share of yes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.drawing.plots.labels import (
    answer_words,
    line_of,
    number_words,
    percent,
    place_words,
    question_words,
    share_words,
    symbol,
    wrapped,
)
from detente.drawing.plots.style import HATCHES, axes, dress, key_of, percent_axis, whisker
from detente.drawing.svg import ANSWERS, INK
from detente.outcomes.preferences import Array
from detente.result import Row
from detente.uncertainty.questions.asking import ORDER, YES, Line, asked, codes, words_of
from detente.uncertainty.questions.when.binning import edges_of, table
from detente.uncertainty.questions.wilson import Share, interval
from detente.uncertainty.study.result import Study
from detente.words import isolated, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_BINS, LEAST_DRAWS = 20, 100


@dataclass(frozen=True)
class Bins:
    """The range of a number in pieces: `ends` has one value more than there are pieces; listed values stand alone."""

    line: Line
    ends: Array
    of_draw: Array  # the piece of each draw

    @property
    def count(self) -> int:
        return len(self.line.values) or len(self.ends) - 1

    def piece(self, place: int) -> tuple[float, float]:
        """Its ends; twice the same where values are listed."""
        if self.line.values:
            return self.line.values[place], self.line.values[place]
        return float(self.ends[place]), float(self.ends[place + 1])


def bins_of(study: Study, name: str, most: int) -> Bins:
    """At most `most` pieces of equal probability; listed values one by one, drawn side by side."""
    line, values = line_of(study, name), study.drivers[name]
    if line.values:
        listed = np.array(line.values)
        return Bins(line, np.arange(len(listed) + 1) - 0.5, np.searchsorted(listed, values))
    edges = edges_of(values, max(2, most))
    return Bins(line, np.array([line.low, *edges, line.high]), np.searchsorted(edges, values, side="right"))


def river_rows(study: Study, driver: str, question: str, concept: str = "seq") -> list[Row]:
    """The table twin: one row per bin and answer."""
    counts, bins = _counted(study, driver, question, concept)
    words = words_of(study, question, concept)
    rows = []
    for place in range(bins.count):
        low, high = bins.piece(place)
        total = int(counts[place].sum())
        for answer in (answer for answer in ORDER if answer in words):
            share = Share(int(counts[place, words.index(answer)]), total)
            found = share.data() if total else {"share": None, "low": None, "high": None}
            rows.append({"number": driver, "from": low, "to": high, "answer": answer, "draws": total, **found})
    return rows


def river_sentences(study: Study, driver: str, question: str, concept: str = "seq", language: str = "en") -> list[str]:
    """The sentence twin: where yes (or the answer looked at instead) is rarest and where it is most frequent."""
    counts, bins = _counted(study, driver, question, concept)
    words = words_of(study, question, concept)
    answer = shown_answer(study, question, concept)
    shares = [Share(int(row[words.index(answer)]), int(row.sum())) for row in counts]
    present = [place for place in range(bins.count) if shares[place].total]
    least = min(present, key=lambda place: shares[place].share)
    most = max(present, key=lambda place: shares[place].share)
    asked_ = question_words(study, question, language)
    if shares[least].share == shares[most].share:
        return [constant_sentence(study, question, concept, language)]
    return [
        say("plots.river.sentence", language, question=asked_, number=number_words(study, driver, language),
            concept=isolated(symbol(concept), language), answer=answer_words(answer, language),
            where_least=place_words(bins.line, *bins.piece(least), language),
            least=share_words(shares[least], language),
            where_most=place_words(bins.line, *bins.piece(most), language), most=share_words(shares[most], language))
    ]  # fmt: skip


def river(
    study: Study, driver: str, question: str, ax: Axes | None = None, language: str = "en", concept: str = "seq"
) -> Axes:
    """Draw the share of each answer to a question over one number."""
    counts, bins = _counted(study, driver, question, concept)
    words, ax = words_of(study, question, concept), axes(ax)
    totals = np.maximum(counts.sum(axis=1), 1)
    under = np.zeros(bins.count)
    for answer in (answer for answer in ORDER if answer in words and counts[:, words.index(answer)].any()):
        shares = counts[:, words.index(answer)] / totals
        ax.bar(bins.ends[:-1], shares, np.diff(bins.ends), bottom=under, align="edge", color=ANSWERS[answer],
               linewidth=0)  # fmt: skip
        ax.fill_between(bins.ends, [*under, under[-1]], [*(under + shares), (under + shares)[-1]], step="post",
                        facecolor="none", edgecolor="white", hatch=HATCHES[answer], linewidth=0.0)  # fmt: skip
        _name(ax, bins, under, shares, answer, language)
        under = under + shares
    if YES in words:
        for place in range(bins.count):
            if counts[place].sum():
                low, high = interval(int(counts[place, words.index(YES)]), int(totals[place]))
                ax.plot([bins.ends[place : place + 2].mean()] * 2, [low, high], color=INK, linewidth=1.0, marker="_",
                        markersize=4, clip_on=False)  # fmt: skip
    ax.set(xlim=(bins.ends[0], bins.ends[-1]), ylim=(0, 1))
    value_axis(ax.xaxis, bins, language)
    percent_axis(ax.yaxis)
    title = [
        question_words(study, question, language),
        say("plots.river.title", language, concept=symbol(concept), count=study.count),
    ]
    labels = number_words(study, driver, language), say("plots.upwards", language)
    keys = [*key_of(language, ORDER), *([whisker(language)] if YES in words else [])]
    return dress(ax, language, title, labels, keys, 4)


def value_axis(axis: Any, bins: Bins, language: str) -> None:
    """Ticks at listed values and alternatives; elsewhere matplotlib's own."""
    if bins.line.values:
        names = [wrapped(place_words(bins.line, value, value, language), language) for value in bins.line.values]
        axis.set_ticks(range(len(names)), names)


def shown_answer(study: Study, question: str, concept: str) -> str:
    """The answer whose share a plot of one share shows: yes; where it never comes out, in part; else no."""
    words = words_of(study, question, concept)
    here = {words[code] for code in np.unique(codes(study, question, concept))}
    return next(word for word in ORDER if word in here)


def constant_sentence(study: Study, question: str, concept: str, language: str) -> str:
    """Every draw gave the same answer, and what that says."""
    return say(
        "plots.constant", language, question=question_words(study, question, language), count=study.count,
        answer=answer_words(shown_answer(study, question, concept), language),
        bound=percent(interval(0, study.count)[1]), concept=isolated(symbol(concept), language),
    )  # fmt: skip


def _counted(study: Study, driver: str, question: str, concept: str) -> tuple[Array, Bins]:
    asked(study, question)
    bins = bins_of(study, driver, min(MOST_BINS, study.count // LEAST_DRAWS))
    found = codes(study, question, concept)
    return table(bins.of_draw, bins.count, found, len(words_of(study, question, concept))), bins


def _name(ax: Axes, bins: Bins, under: Array, shares: Array, answer: str, language: str) -> None:
    """The answer's word where its water is deepest, if there is room."""
    deepest = int(np.argmax(np.convolve(shares, np.ones(3) / 3, mode="same")))
    if shares[deepest] >= 0.1:
        middle = float(np.clip(bins.ends[deepest : deepest + 2].mean(), *_inner(bins.ends)))
        ax.text(middle, under[deepest] + shares[deepest] / 2, wrapped(answer_words(answer, language), language),
                ha="center", va="center", color="white", fontsize=10,
                bbox={"facecolor": ANSWERS[answer], "edgecolor": "none", "pad": 2.0})  # fmt: skip


def _inner(ends: Array) -> tuple[float, float]:
    """The range without a twelfth at each end."""
    margin = (ends[-1] - ends[0]) / 12
    return float(ends[0] + margin), float(ends[-1] - margin)
