"""Share bars: how often each answer comes out, question by question and concept by concept, with 95% intervals.

One bar of length 1 for each question and concept, cut into yes, in part and no. A whisker at the end of “yes” is the
interval of its share, one at the beginning of “no” that of its; where nothing lies between, they are one and the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.drawing.plots.labels import (
    answer_words,
    percent,
    question_words,
    share_words,
    symbol,
    wrapped,
)
from detente.drawing.plots.style import HATCHES, axes, dress, ends, key_of, percent_axis, whisker
from detente.drawing.svg import ANSWERS, INK
from detente.result import Row
from detente.uncertainty.questions.asking import ORDER
from detente.uncertainty.questions.share import Shares
from detente.uncertainty.questions.wilson import Share, interval
from detente.words import isolated, join, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDE_ENOUGH = 0.12  # of the axis, for a label inside


def share_rows(result: Shares) -> list[Row]:
    """The table twin: one row per question, concept and answer."""
    return [row for row in result.rows() if row["question"]]


def share_sentences(result: Shares, language: str = "en") -> list[str]:
    """The sentence twin: one per question and concept."""
    said = []
    for (question, concept), found in result.answers.items():
        parts = [
            say("plots.share.part", language, answer=answer_words(answer, language),
                share=share_words(share, language), low=percent(share.low), high=percent(share.high))
            if 0 < share.count < share.total
            else say("plots.share.bound", language, answer=answer_words(answer, language),
                     share=share_words(share, language))
            for answer, share in found.items()
        ]  # fmt: skip
        asked = question_words(result.study, question, language)
        said.append(say("plots.share.sentence", language, question=asked, concept=isolated(symbol(concept), language),
                        parts=join(parts, language)))  # fmt: skip
    return said


def share_bars(result: Shares, ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw the shares; see the module for what stands where."""
    questions = tuple(dict.fromkeys(question for question, _ in result.answers))
    ax = axes(ax, 8.5, 1.5 + 0.34 * len(result.answers) + 0.42 * len(questions))
    place, places, names = 0.0, [], []
    for question in questions:
        place += 0.95
        heading = wrapped(question_words(result.study, question, language), language, 90)
        ax.text(0, place - 0.55, heading, ha=ends(language)[0], va="bottom", fontsize=10, color=INK)
        for (name, concept), found in result.answers.items():
            if name != question:
                continue
            _bar(ax, place, {answer: share.count for answer, share in found.items()}, result.study.count, language)
            places.append(place)
            names.append(symbol(concept))
            place += 0.85
    ax.set_yticks(places, names)
    ax.set_ylim(place, -0.1)
    ax.set_xlim(0, 1)
    ax.tick_params(axis="y", length=0)
    percent_axis(ax.xaxis)
    keys = [*key_of(language, ORDER), whisker(language)]
    across = say("plots.axis", language, count=result.study.count)
    return dress(ax, language, [say("plots.share.title", language)], (across, ""), keys, 4)


def _bar(ax: Axes, place: float, counts: dict[str, int], total: int, language: str) -> None:
    start = 0
    for answer in (answer for answer in ORDER if counts.get(answer)):
        share = counts[answer] / total
        ax.barh(place, share, 0.7, left=start / total, color=ANSWERS[answer], hatch=HATCHES[answer], edgecolor="white",
                linewidth=0.6)  # fmt: skip
        if share >= WIDE_ENOUGH:
            label = wrapped(share_words(Share(counts[answer], total), language), language)
            box = {"facecolor": ANSWERS[answer], "edgecolor": "none", "pad": 1.0}
            ax.text(start / total + share / 2, place, label, ha="center", va="center", color="white",
                    fontsize=8, bbox=box)  # fmt: skip
        start += counts[answer]
    between = counts.get("some", 0) > 0
    whiskers = [(interval(counts["every"], total), -0.15 if between else 0.0)] if "every" in counts else []
    if between and "none" in counts:
        low, high = interval(counts["none"], total)
        whiskers.append(((1 - high, 1 - low), 0.15))
    for (low, high), aside in whiskers:
        ax.plot([low, high], [place + aside] * 2, color=INK, linewidth=1.4, marker="|", markersize=5, clip_on=False)
