"""What is asked of a change: that an outcome holds, or that a question is answered otherwise; and whether it is met."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.outcomes.numbers import Numbers
from detente.outcomes.preferences import Array
from detente.stability.kernel.kernel import ANSWERS
from detente.stability.kernel.predicted import answers, ends
from detente.stability.prediction import Answer
from detente.stability.solve import Model
from detente.time_left import check


@dataclass(frozen=True)
class Target:
    """`outcome`: this outcome is to hold; or else the statement true in `truth` is to be answered with one of `wanted`.

    `name`: the question or statement as the user named it (empty for an outcome).
    """

    concept: str
    outcome: int | None = None
    name: str = ""
    truth: Array | None = None
    wanted: tuple[Answer, ...] = ()

    def met(self, model: Model, numbers: Numbers) -> Array:
        """For every draw, whether the target is met: boolean array (draws,). `TimeOverError` once the time is up."""
        check()
        if self.outcome is not None:
            return ends(model, numbers, (self.concept,), self.outcome)[self.concept].rests()
        assert self.truth is not None
        codes = answers(model, numbers, (self.concept,), self.truth[None])[self.concept][:, 0]
        return np.isin(codes, [ANSWERS.index(word) for word in self.wanted])
