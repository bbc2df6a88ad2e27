"""Two numbers at once: how often an answer is yes wherever the two stand, all others drawn as in the study.

The ranges of the two are cut into squares; at the middle of each, the first draws of the study are looked at with these
two numbers moved there. Listed values (alternatives) cannot be laid out so.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.outcomes.preferences import Array
from detente.uncertainty.questions.asking import YES, Line, answers_at, first_draws, lines, words_of
from detente.uncertainty.study.result import Study

PLACES = 16  # squares to each side
RUNS = 48  # draws looked at in each


@dataclass(frozen=True)
class TwoNumbers:
    """The two numbers, and the share of yes: across × up, both from the low end."""

    across: Line
    up: Line
    share: Array


def two_numbers(
    study: Study, question: str, concept: str, across: str, up: str, places: int = PLACES, runs: int = RUNS
) -> TwoNumbers:
    """How often a question is answered by yes over the ranges of two numbers.

    Raises `KeyError` for a number that does not vary, `ValueError` for one that only takes listed values.
    """
    known = {line.name: line for line in lines(study)}
    one, two = known[across], known[up]
    if one.values or two.values:
        raise ValueError("a listed number has no squares")
    drawn = first_draws(study, runs)
    count = len(next(iter(drawn.values())))
    columns = {name: np.tile(values, places * places) for name, values in drawn.items()}
    columns[across] = np.repeat(_middles(one, places), places * count)
    columns[up] = np.tile(np.repeat(_middles(two, places), count), places)
    yes = words_of(study, question, concept).index(YES)
    codes = answers_at(study, columns, (question,), concept)[question]
    return TwoNumbers(one, two, (codes == yes).reshape(places, places, count).mean(axis=2))


def _middles(line: Line, places: int) -> Array:
    return np.asarray(line.low + (np.arange(places) + 0.5) / places * line.width)
