"""The words of a plot: numbers, questions and answers as the file calls them, and shares that never claim too much."""

from __future__ import annotations

import textwrap
from math import floor, log10

from detente.errors import DetenteError
from detente.situation.identifiers import nearest
from detente.stability.concepts import KNOWN
from detente.uncertainty.questions import naming
from detente.uncertainty.questions.asking import Line, lines
from detente.uncertainty.questions.wilson import Share
from detente.uncertainty.study.result import Study
from detente.words import END_ISOLATE, ISOLATE, LANGUAGES, number, say

RIGHT_TO_LEFT = "\u2067"  # opens a stretch that is read from the right; closed by END_ISOLATE
FINE = 2_500  # draws from which a tenth of a percent says something


def percent(share: float, *, rough: bool = False) -> str:
    """A share as a percentage, with as many digits as tell it from 0% and 100%; `rough`: else in whole percent."""
    value = 100 * share
    nearest = min(value, 100 - value)
    least = 0 if rough and nearest >= 1 else 1
    digits = 0 if nearest <= 0 else max(least, -floor(log10(nearest)))
    return f"{value:.{digits}f}%"


def share_words(share: Share, language: str) -> str:
    """A share of the draws; of none or all of them the bound, since what never came out is not impossible."""
    if share.count == 0:
        return say("plots.under", language, bound=percent(share.high))
    if share.count == share.total:
        return say("plots.over", language, bound=percent(share.low))
    return percent(share.share, rough=share.total < FINE)


def answer_words(answer: str, language: str) -> str:
    return naming.answer_words(answer, language)


def symbol(concept: str) -> str:
    """The short name of a way of looking ahead, such as SEQ."""
    return KNOWN[concept].symbol


def question_words(study: Study, question: str, language: str) -> str:
    return naming.teller_of(study, language).question(question)


def number_words(study: Study, name: str, language: str) -> str:
    """An uncertain number in the file's own words: its driver's text, or whose weight or inertia it is, or its name."""
    return naming.number_words(naming.teller_of(study, language), name)


def line_of(study: Study, name: str) -> Line:
    """The range of an uncertain number. Raises `DetenteError` for a name that is none."""
    known = {line.name: line for line in lines(study)}
    if name not in known:
        names = tuple(known)
        raise DetenteError("plot_number_unknown", name=name, nearest=nearest(name, names), known=names)
    return known[name]


def place_words(line: Line, low: float, high: float, language: str) -> str:
    """Where on its range a number is: one value, an alternative, or between two values."""
    if line.unordered:
        return say("plots.alternative", language, number=int(low) + 1)
    if low == high:
        return number(low)
    return say("plots.between", language, low=low, high=high)


def wrapped(text: str, language: str, width: int = 44) -> str:
    """The text in lines of about `width` letters, each marked with its direction where that is from right to left.

    The letters stay as they are written: joining and ordering them is the work of matplotlib and of whoever shows an
    SVG. A stretch set apart inside (an isolate) is closed at the end of a line and opened again in the next.
    """
    lines_, depth = [], 0
    for piece in text.split("\n"):
        for line in textwrap.wrap(piece, width, break_long_words=False, break_on_hyphens=False) or [""]:
            opened = ISOLATE * depth + line
            depth = max(0, opened.count(ISOLATE) - opened.count(END_ISOLATE))
            lines_.append(opened + END_ISOLATE * depth)
    if LANGUAGES[language] == "rtl":
        lines_ = [f"{RIGHT_TO_LEFT}{line}{END_ISOLATE}" for line in lines_]
    return "\n".join(lines_)
