"""Rounds of the challenge model, until they rest, turn in a circle, or a limit is reached.

No source says when to stop, and most programs stop after a fixed number of rounds; but the same positions always lead
to the same next ones, so once positions come back, everything after is known. What is reported is where it rests, or
the circle it turns in, or that it had done neither when the limit was reached.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.bargaining.positions.challenge import SAME_WITHIN, Switches, challenge_round
from detente.bargaining.positions.mean_and_median import Array, weighted_mean, weighted_median
from detente.time_left import TimeOverError

LIMIT = 100
TOLD = 10  # rounds that a result lists, even if they only repeat


@dataclass(frozen=True)
class Rounds:
    """What happened. `start`: positions before; `rounds`: positions after each round, the first one first.

    `back_to`: the number of rounds after which positions stood as they stand now (0: the start), None if never; if that
    is one round before the last, they rest.
    """

    start: Array
    weight: Array
    rounds: tuple[Array, ...]
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
        return self.start if count == 0 else self.rounds[count - 1]

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
        stood = np.array(self.positions(count))
        means: list[float] = weighted_mean(stood, np.broadcast_to(self.weight, stood.shape)).tolist()
        return means

    def medians(self, count: int | None = None) -> list[float]:
        """The lower weighted median after each of `positions`."""
        stood = np.array(self.positions(count))
        medians: list[float] = weighted_median(stood, np.broadcast_to(self.weight, stood.shape))[0].tolist()
        return medians


def run(position: Array, capability: Array, salience: Array, switches: Switches, limit: int = LIMIT) -> Rounds:
    """Rounds from these positions, float arrays (actors,); salience in [0, 1]."""
    return run_together(position[None], capability[None], salience[None], switches, limit)[0]


def run_together(
    position: Array, capability: Array, salience: Array, switches: Switches, limit: int = LIMIT
) -> list[Rounds]:
    """Rounds of several cases with as many actors each, float arrays (cases, actors); each case by itself.

    If the time is up (`detente.time_left`), the rounds played so far.

    Raises:
        TimeOverError: the time is up before one round is played.
    """
    size = np.ptp(position, axis=-1)
    grain = np.where(size > 0, SAME_WITHIN * size, 1.0)
    seen = [position]
    rounds: list[list[Array]] = [[] for _ in position]
    back_to: list[int | None] = [None] * len(position)
    going = np.arange(len(position))
    while len(going) and len(seen) <= limit:
        given = size[going] if switches.range == "initial" else None
        try:
            after = challenge_round(seen[-1][going], capability[going], salience[going], switches, given).after
        except TimeOverError:
            if len(seen) == 1:
                raise
            break
        here = seen[-1].copy()
        here[going] = after
        again = np.array([np.abs(before[going] - after).max(-1) <= grain[going] for before in seen])
        for place, case in enumerate(going):
            rounds[case].append(after[place])
            back_to[case] = int(np.argmax(again[:, place])) if again[:, place].any() else None
        going = going[~again.any(0)]
        seen.append(here)
    weight = capability * salience
    cases = zip(position, weight, rounds, back_to, strict=True)
    return [Rounds(start, held, tuple(played), back) for start, held, played, back in cases]
