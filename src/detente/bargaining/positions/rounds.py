"""Rounds of the challenge model, until they rest, turn in a circle, or a limit is reached.

No source says when to stop, and most programs stop after a fixed number of rounds; but the same positions always lead
to the same next ones, so once positions come back, everything after is known. What is reported is where it rests, or
the circle it turns in, or that it had done neither when the limit was reached.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.bargaining.positions.challenge import SAME_WITHIN, Round, Switches, challenge_round
from detente.bargaining.positions.mean_and_median import Array, weighted_mean, weighted_median

LIMIT = 100
TOLD = 10  # rounds that a result lists, even if they only repeat


@dataclass(frozen=True)
class Rounds:
    """What happened. `start`: positions before; `rounds`: what each round did, the first one first.

    `back_to`: the number of rounds after which positions stood as they stand now (0: the start), None if never; if that
    is one round before the last, they rest.
    """

    start: Array
    weight: Array
    rounds: tuple[Round, ...]
    back_to: int | None

    @property
    def rests(self) -> bool:
        return self.back_to is not None and self.back_to == len(self.rounds) - 1

    @property
    def cycle(self) -> int | None:
        """How many rounds the circle has; None if positions rest or the limit was reached."""
        return None if self.back_to is None or self.rests else len(self.rounds) - self.back_to

    def after(self, count: int) -> Array:
        """The positions after so many rounds, also beyond those that were worked out."""
        if count >= len(self.rounds) and self.back_to is not None:
            count = self.back_to + (count - self.back_to) % (len(self.rounds) - self.back_to)
        return self.start if count == 0 else self.rounds[count - 1].after

    def positions(self, count: int | None = None) -> list[Array]:
        """The positions after each round that was worked out, and at least `TOLD` rounds where later ones are known.

        `count`: after so many rounds instead, or as many as are known.
        """
        known = len(self.rounds) if self.back_to is None else max(len(self.rounds), TOLD)
        if count is not None:
            known = count if self.back_to is not None else min(count, len(self.rounds))
        return [self.after(done) for done in range(1, known + 1)]

    def means(self, count: int | None = None) -> list[float]:
        """The weighted mean after each of `positions`."""
        return [float(weighted_mean(each, self.weight)) for each in self.positions(count)]

    def medians(self, count: int | None = None) -> list[float]:
        """The lower weighted median after each of `positions`."""
        return [float(weighted_median(each, self.weight)[0]) for each in self.positions(count)]


def run(position: Array, capability: Array, salience: Array, switches: Switches, limit: int = LIMIT) -> Rounds:
    """Rounds from these positions, float arrays (actors,); salience in [0, 1]."""
    size = float(np.ptp(position))
    grain = SAME_WITHIN * size or 1.0
    seen = [position]
    rounds: list[Round] = []
    back_to = None
    while len(rounds) < limit and back_to is None:
        given = size if switches.range == "initial" else None
        rounds.append(challenge_round(seen[-1], capability, salience, switches, given))
        here = rounds[-1].after
        back_to = next((place for place, before in enumerate(seen) if np.abs(before - here).max() <= grain), None)
        seen.append(here)
    return Rounds(position, capability * salience, tuple(rounds), back_to)
