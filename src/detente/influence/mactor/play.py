"""MACTOR of a situation: the matrices of the file, every output, how firm it is, and what stands behind each cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.influence.balance.signed import SAME, Array
from detente.influence.drawn import DRAWS, SEED, Values, behind, central, draws, ranged
from detente.influence.mactor.bands import Firmness, Hinge, firmness, hinges, wobbled
from detente.influence.mactor.mactor import Mactor, Variant
from detente.influence.mactor.micmac import Chains, chains
from detente.situation import relations
from detente.situation.model import Situation


@dataclass(frozen=True)
class Play:
    """`wobbled`: no cell has a range, so every cell was moved by one; `sources`: cell → what it rests on."""

    actors: tuple[str, ...]
    objectives: tuple[str, ...]
    mactor: Mactor
    chains: Chains
    firmness: Firmness
    wobbled: bool
    hinges: list[Hinge]
    sources: dict[str, list[str]]
    draws: int
    seed: int

    def data(self) -> dict[str, Any]:
        """Every output under the names of the method, actors and objectives in the order listed."""
        sure = self.firmness
        return {
            "actors": list(self.actors),
            "objectives": list(self.objectives),
            **self.mactor.data(),
            "MICMAC": self.chains.data(),
            "bands": {
                "from": "one_step" if self.wobbled else "ranges",
                "draws": self.draws,
                "seed": self.seed,
                "Rstar": [list(one) for one in sure.rstar],
                "Qstar": [list(one) for one in sure.qstar],
                "I": [list(one) for one in sure.influence],
                "D": [list(one) for one in sure.depends],
                "first": sure.first,
                "ranks": sure.ranks,
                "sides": sure.sides,
            },
            "allies": {
                actor: {"nearest": self._names(near), "furthest": self._names(far)}
                for actor, (near, far) in zip(self.actors, self.allies(), strict=True)
            },
            "hinges": [self._hinge(one) for one in self.hinges],
            "sources": self.sources,
        }

    def allies(self) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
        """For each actor, with whom it agrees most and with whom least (net distance of order 3); nobody on neither
        side of 0."""
        net = np.array(self.mactor.data()["net_distance_3"]).reshape(len(self.actors), -1)
        return [(_extremes(row, 1), _extremes(row, -1)) for row in net]

    def _names(self, places: tuple[int, ...]) -> list[str]:
        return [self.actors[place] for place in places]

    def _hinge(self, one: Hinge) -> dict[str, Any]:
        columns = self.actors if one.matrix == "influence" else self.objectives
        side = one.conclusion == "side"
        return {
            "matrix": one.matrix,
            "row": self.actors[one.row],
            "column": columns[one.column],
            "value": one.value,
            "to": one.to,
            "conclusion": one.conclusion,
            "objective": None if one.objective is None else self.objectives[one.objective],
            "after": one.after[0] if side else self._names(one.after),
        }


def _extremes(row: Array, sign: int) -> tuple[int, ...]:
    """Where a row is greatest in this direction; nowhere if it is nowhere on that side of 0."""
    best = float((row * sign).max(initial=0.0))
    return tuple(np.flatnonzero(row * sign >= best - SAME).tolist()) if best > SAME else ()


def play(situation: Situation, variant: Variant = "lipsor", count: int = DRAWS, seed: int = SEED) -> Play | None:
    """The MACTOR of a situation; None if it has no matrices. Actors without any cell are left out."""
    record = situation.mactor
    if record is None:
        return None
    actors = players(situation, record)
    a, m = matrices(record, actors, central(situation))
    moved = not ranged(situation, ("mactor",))
    many, stakes = (wobbled(a[0], count, seed), m) if moved else matrices(record, actors, draws(situation, count, seed))
    sources = {
        **{f"{i}.{j}": behind(cell) for i, row in record.influence.items() for j, cell in row.items()},
        **{f"{goal}.{i}": behind(cell) for goal, row in record.objectives.items() for i, cell in row.items()},
    }
    whole = Mactor(a[0], m[0], variant)
    sure, cells = firmness(many, stakes, variant), hinges(a[0], m[0], variant)
    return Play(actors, tuple(record.objectives), whole, chains(a[0]), sure, moved, cells, sources, count, seed)


def players(situation: Situation, record: relations.Mactor) -> tuple[str, ...]:
    """The actors that some cell names, in the order of the file; a row may be empty."""
    used = {*record.influence, *(name for row in record.influence.values() for name in row)}
    used |= {name for row in record.objectives.values() for name in row}
    return tuple(name for name in situation.actors if name in used)


def matrices(record: relations.Mactor, actors: tuple[str, ...], value: Values) -> tuple[Array, Array]:
    """(draws, actors, actors) direct influence and (draws, actors, objectives) stakes; what is not written is 0."""
    place = {actor: number for number, actor in enumerate(actors)}
    cells = [
        (place[i], place[j], value(q, ("mactor", "influence", i, j)))
        for i, row in record.influence.items()
        for j, q in row.items()
    ]
    stakes = [
        (place[i], number, value(q, ("mactor", "objectives", goal, i)))
        for number, (goal, row) in enumerate(record.objectives.items())
        for i, q in row.items()
    ]
    count = max([1, *(len(values) for *_, values in (*cells, *stakes))])
    a, m = np.zeros((count, len(actors), len(actors))), np.zeros((count, len(actors), len(record.objectives)))
    for target, entries in ((a, cells), (m, stakes)):
        for row_place, column, values in entries:
            target[:, row_place, column] = values
    return a, m
