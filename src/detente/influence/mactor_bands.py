"""How firm a MACTOR result is: bands and chances of ranks over many matrices, and the cells on which it hangs.

Matrices are judgements. They are drawn from the ranges of their cells; where no cell has one, every cell off the
diagonal
is one lower, the same or one higher, evenly, within 0 to 4 (`wobbled`), which is said with the result. The objectives
are drawn from their ranges or kept.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.influence.drawn import band
from detente.influence.mactor import Variant, balance_of_power, best_strength
from detente.influence.signed import SAME, Array
from detente.outcomes.chance import BATCH, Stream

CHUNK = 250  # matrices at a time: their size is (chunk, actors, actors, actors)
MOST = 4


def wobbled(a: Array, count: int, seed: int) -> Array:
    """(count, actors, actors): each cell off the diagonal moved by -1, 0 or 1, then kept within 0 to 4."""
    found = np.repeat(a[None].astype(np.float64), count, axis=0)
    batches = range(-(-count // BATCH))
    for i, j in np.argwhere(~np.eye(len(a), dtype=np.bool_)).tolist():
        chances = np.concatenate([Stream(seed, f"mactor.wobble.{i}.{j}", batch).uniform() for batch in batches])[:count]
        found[:, i, j] = np.clip(found[:, i, j] + np.floor(3 * chances) - 1, 0, MOST)
    return found


@dataclass(frozen=True)
class Firmness:
    """Over the draws: `bands` of R* and Q* (actors, 2), `first`: the share of draws in which an actor is first (equals
    count for each), `ranks` (actors, ranks): the share in which an actor has that rank by R*."""

    rstar: list[tuple[float, float]]
    qstar: list[tuple[float, float]]
    first: list[float]
    ranks: list[list[float]]


def firmness(matrices: Array, variant: Variant = "lipsor") -> Firmness:
    """Bands and ranks over matrices (draws, actors, actors)."""
    parts = [matrices[start : start + CHUNK] for start in range(0, len(matrices), CHUNK)]
    power = np.concatenate([balance_of_power(part, variant)[2] for part in parts])
    best = np.concatenate([best_strength(part) for part in parts])
    above = (power[:, None, :] > power[:, :, None] + SAME).sum(axis=2)
    ranks = (above[:, :, None] == np.arange(power.shape[1])).mean(axis=0)
    return Firmness(
        [band(column) for column in power.T],
        [band(column) for column in best.T],
        ranks[:, 0].tolist(),
        ranks.tolist(),
    )


@dataclass(frozen=True)
class Hinge:
    """A cell whose change by one step (`to`) makes other actors first, by R* or by Q*."""

    row: int
    column: int
    value: float
    to: float
    measure: str
    leaders: tuple[int, ...]


def leaders(strengths: Array) -> tuple[int, ...]:
    """Who is first; several if they tie."""
    return tuple(np.flatnonzero(strengths >= strengths.max() - SAME).tolist())


def hinges(a: Array, variant: Variant = "lipsor") -> list[Hinge]:
    """Every cell of the direct influences that turns who is first when it is one step lower or higher."""
    now = {"Rstar": leaders(balance_of_power(a, variant)[2]), "Qstar": leaders(best_strength(a))}
    found = []
    for i, j in np.argwhere(~np.eye(len(a), dtype=np.bool_)).tolist():
        for step in (-1.0, 1.0):
            to = float(np.clip(a[i, j] + step, 0, MOST))
            if to == a[i, j]:
                continue
            other = a.astype(np.float64).copy()
            other[i, j] = to
            after = {"Rstar": leaders(balance_of_power(other, variant)[2]), "Qstar": leaders(best_strength(other))}
            found += [Hinge(i, j, float(a[i, j]), to, name, after[name]) for name in now if after[name] != now[name]]
    return found
