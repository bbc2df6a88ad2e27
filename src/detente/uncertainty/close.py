"""Whether an answer is a close call, and what makes it one: at most a few sentences.

It is one if it turns within the range of a single number, within twice the least gain an actor moves for, or if one
goal or level of points counts one or two hundredths more or less (rounded: by at most 2.5%).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from detente.outcomes.numbers import Numbers, quantities
from detente.outcomes.space import Space
from detente.situation.model import Situation
from detente.words import say

HUNDREDTHS = {1: 0.015, 2: 0.025}  # what rounds to one and to two hundredths
FACTORS = np.array([1.0, *(1 + part for part in HUNDREDTHS.values()), *(1 - part for part in HUNDREDTHS.values())])


def weights(situation: Situation, space: Space) -> Iterator[tuple[str, ...]]:
    """The path of every weight and every level of points that counts anything, of the first of alternatives."""
    numbers = Numbers(situation, space)
    for actor, preference in situation.preferences.items():
        path: tuple[str, ...] = ("preferences", actor)
        if preference.any:
            preference, path = preference.any[0], (*path, "any", "0")
        for place, quantity in quantities(preference, path):
            if (place[-1] == "weight" or "points" in place) and np.any(numbers.value(quantity, place)):
                yield place


def hundredths(answers: tuple[Any, ...]) -> int | None:
    """By how many hundredths a weight must change, if the answers at the `FACTORS` are these; None: by more."""
    more, less = answers[1 : len(HUNDREDTHS) + 1], answers[len(HUNDREDTHS) + 1 :]
    for step, up, down in zip(HUNDREDTHS, more, less, strict=True):
        if (up, down) != (answers[0], answers[0]):
            return step
    return None


def weight_words(near: Mapping[str, int], names: Mapping[str, str], language: str) -> tuple[str, list[str]]:
    """The least change that turns an answer, in words, and the weights that it takes to do so."""
    least = min(near.values())
    named = [names[path] for path, step in near.items() if step == least]
    return say(f"close.hundredths_{least}", language), list(dict.fromkeys(named))
