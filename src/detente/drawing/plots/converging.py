"""Convergence: the share of each answer after so many draws, with its 95% interval.

The interval holds for each number of draws by itself. Stopping when it looks right would be another matter; `--until`
therefore looks only after N, 2N, 4N … draws.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.drawing.plots.labels import answer_words, percent, question_words, share_words, symbol, wrapped
from detente.drawing.plots.style import STROKES, axes, dress, ends, percent_axis
from detente.drawing.svg import ANSWERS
from detente.result import Row
from detente.uncertainty.questions.asking import ORDER, asked, codes, words_of
from detente.uncertainty.questions.wilson import Share
from detente.uncertainty.study.result import Study
from detente.words import LANGUAGES, isolated, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LOOKS, FIRST = 60, 20


def running(study: Study, question: str, concept: str = "seq") -> dict[str, list[Share]]:
    """Answer → its share after growing numbers of draws, the last all of them; only answers that come out."""
    asked(study, question)
    found, words = codes(study, question, concept), words_of(study, question, concept)
    looks = np.unique(np.geomspace(min(FIRST, study.count), study.count, LOOKS).round().astype(int))
    return {
        answer: [Share(int(count), int(look)) for look, count in zip(looks, np.cumsum(hit)[looks - 1], strict=True)]
        for answer in ORDER
        if answer in words and (hit := found == words.index(answer)).any()
    }


def convergence_rows(study: Study, question: str, concept: str = "seq") -> list[Row]:
    """The table twin: one row per answer and number of draws."""
    return [
        {"answer": answer, "draws": share.total, **share.data()}
        for answer, shares in running(study, question, concept).items()
        for share in shares
    ]


def convergence_sentences(study: Study, question: str, concept: str = "seq", language: str = "en") -> list[str]:
    """The sentence twin: for each answer, its share and interval at the end."""
    asked_ = question_words(study, question, language)
    said = []
    for answer, shares in running(study, question, concept).items():
        last = shares[-1]
        key = "sentence" if 0 < last.count < last.total else "bound"
        said.append(
            say(f"plots.convergence.{key}", language, question=asked_, answer=answer_words(answer, language),
                concept=isolated(symbol(concept), language), count=last.total, share=share_words(last, language),
                low=percent(last.low), high=percent(last.high))
        )  # fmt: skip
    return said


def convergence(
    study: Study, question: str, ax: Axes | None = None, language: str = "en", concept: str = "seq"
) -> Axes:
    """Draw the running shares with their intervals over the number of draws, each step ten times as many."""
    from matplotlib.lines import Line2D
    from matplotlib.ticker import FuncFormatter, NullFormatter

    ax = axes(ax)
    found = running(study, question, concept)
    keys = []
    for answer, shares in found.items():
        draws = [share.total for share in shares]
        ax.fill_between(draws, [share.low for share in shares], [share.high for share in shares],
                        color=ANSWERS[answer], alpha=0.2, linewidth=0)  # fmt: skip
        ax.plot(draws, [share.share for share in shares], color=ANSWERS[answer], linestyle=STROKES[answer], linewidth=2)
        word = wrapped(answer_words(answer, language), language)
        keys.append(Line2D([], [], color=ANSWERS[answer], linestyle=STROKES[answer], linewidth=2, label=word))
        ax.annotate(word, (draws[-1], shares[-1].share), xytext=(-6 if LANGUAGES[language] == "rtl" else 6, 0),
                    textcoords="offset points", va="center", ha=ends(language)[0], color=ANSWERS[answer])  # fmt: skip
    ax.set_xscale("log")
    ax.set(xlim=(min(FIRST, study.count), max(study.count, FIRST + 1)), ylim=(0, 1))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    ax.xaxis.set_minor_formatter(NullFormatter())
    percent_axis(ax.yaxis)
    title = [
        question_words(study, question, language),
        say("plots.convergence.title", language, concept=symbol(concept)),
    ]
    labels = say("plots.convergence.axis", language), say("plots.upwards", language)
    return dress(ax, language, title, labels, keys)
