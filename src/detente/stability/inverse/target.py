"""What is asked of a change: that an outcome holds, or that a question is answered otherwise; and whether it is met."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.outcomes.numbers import Numbers
from detente.outcomes.preferences import Array
from detente.stability.inverse.step_taken import predicted_answer
from detente.stability.prediction import Answer
from detente.stability.solve import Model, solve


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
        """For every draw, whether the target is met: boolean array (draws,)."""
        start = model.space.status_quo if self.outcome is None else self.outcome
        solution = solve(model, numbers, (self.concept,), start)[self.concept]
        seen: dict[int, bool] = {}
        for draw, arrows in enumerate(solution.arrows):
            if id(arrows) not in seen:
                if self.outcome is not None:
                    seen[id(arrows)] = not (arrows.graph.source == self.outcome).any()
                else:
                    assert self.truth is not None
                    seen[id(arrows)] = predicted_answer(model, solution, self.truth, draw) in self.wanted
        return np.array([seen[id(arrows)] for arrows in solution.arrows])
