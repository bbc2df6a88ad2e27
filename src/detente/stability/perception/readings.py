"""How an act is read: every combination of what its audiences may take it for, and what then holds.

An act says who does it, by which outcomes one sees that it is done, to whom it speaks, and for each audience its
possible readings. A reading is laid over the perception of its audience (a game of its own, solved once); in every
combination each audience has one of its readings or sees things as given (None). Nobody suspects that others read the
act otherwise: the hypergame is of level 1 (`detente.stability.perception.hypergame`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from math import prod

from detente.errors import LimitError
from detente.situation.model import Act
from detente.stability.perception.hypergame import Hypergame, OwnGame, hypergame

MAX_COMBINATIONS = 256


@dataclass(frozen=True)
class Combination:
    """One way the audiences read an act: audience → reading (None: as given), and the hypergame that this makes."""

    readings: dict[str, str | None]
    game: Hypergame


@dataclass(frozen=True)
class Contrast:
    """All combinations of the readings of one act, the one as given first; none if there are more than the limit."""

    name: str
    act: Act
    count: int
    combinations: tuple[Combination, ...]

    def required(self) -> Contrast:
        """Itself; raises `LimitError` if there were too many combinations to compare."""
        if self.count > MAX_COMBINATIONS:
            raise LimitError("readings_many", name=self.name, count=self.count, limit=MAX_COMBINATIONS)
        return self


def contrast(name: str, act: Act, given: Hypergame, readings: Mapping[str, Mapping[str, OwnGame]]) -> Contrast:
    """Lay every combination of readings over the hypergame as given.

    `readings`: audience → name → the game that the audience then sees.
    """
    choices = [[None, *readings.get(audience, {})] for audience in act.readings]
    count = prod(len(each) for each in choices)
    if count > MAX_COMBINATIONS:
        return Contrast(name, act, count, ())
    found = []
    for chosen in product(*choices):
        picked = dict(zip(act.readings, chosen, strict=True))
        games = {audience: readings[audience][reading] for audience, reading in picked.items() if reading is not None}
        found.append(Combination(picked, hypergame(given.base, {**given.games, **games}) if games else given))
    return Contrast(name, act, count, tuple(found))
