"""How firm a MACTOR result is: bands and chances of ranks over many matrices, and the cells on which it hangs.

Matrices are judgements. They are drawn from the ranges of their cells; where no cell has one, every cell off the
diagonal
is one lower, the same or one higher, evenly, within 0 to 4 (`wobbled`), which is said with the result. The objectives
are drawn from their ranges or kept.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.influence.balance.signed import SAME, Array
from detente.influence.drawn import band
from detente.influence.mactor.mactor import Variant, balance_of_power, best_strength
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
    """Over the draws: bands of R*, Q*, I and D (actors, 2), `first`: the share of draws in which an actor is first
    (equals count for each), `ranks` (actors, ranks): the share in which an actor has that rank by R*, `sides`: the
    share in which more pulls for an objective than against it (stakes weighed by R*)."""

    rstar: list[tuple[float, float]]
    qstar: list[tuple[float, float]]
    influence: list[tuple[float, float]]
    depends: list[tuple[float, float]]
    first: list[float]
    ranks: list[list[float]]
    sides: list[float]


def firmness(matrices: Array, stakes: Array, variant: Variant = "lipsor") -> Firmness:
    """Bands and ranks over matrices (draws, actors, actors) and stakes (draws or 1, actors, objectives)."""
    parts = [matrices[start : start + CHUNK] for start in range(0, len(matrices), CHUNK)]
    whole = [balance_of_power(part, variant) for part in parts]
    influence, depends, power = (np.concatenate([one[place] for one in whole]) for place in range(3))
    best = np.concatenate([best_strength(part) for part in parts])
    above = (power[:, None, :] > power[:, :, None] + SAME).sum(axis=2)
    ranks = (above[:, :, None] == np.arange(power.shape[1])).mean(axis=0)
    pulls = (power[:, :, None] * stakes).sum(axis=1)
    return Firmness(
        _bands(power),
        _bands(best),
        _bands(influence),
        _bands(depends),
        ranks[:, 0].tolist(),
        ranks.tolist(),
        (pulls > SAME).mean(axis=0).tolist(),
    )


def _bands(values: Array) -> list[tuple[float, float]]:
    return [band(column) or (float(column[0]), float(column[0])) for column in values.T]


@dataclass(frozen=True)
class Hinge:
    """A cell that turns a conclusion when it is one step lower or higher (`to`).

    `matrix`: ``influence`` (column: an actor) or ``objectives`` (column: an objective). `conclusion`: ``first_Rstar``
    or ``first_Qstar`` (`after`: who is then first), or ``side`` (`after`: the sign of what pulls at `objective` then).
    """

    matrix: str
    row: int
    column: int
    value: float
    to: float
    conclusion: str
    after: tuple[int, ...]
    objective: int | None = None


def leaders(strengths: Array) -> tuple[int, ...]:
    """Who is first; several if they tie."""
    return tuple(np.flatnonzero(strengths >= strengths.max() - SAME).tolist()) if len(strengths) else ()


def hinges(a: Array, m: Array, variant: Variant = "lipsor") -> list[Hinge]:
    """Every cell off the diagonal whose step turns who is first, or which side is stronger on an objective."""
    now = _conclusions(a, m, variant)
    found = []
    for name, matrix, low, high in (("influence", a, 0, MOST), ("objectives", m, -MOST, MOST)):
        for row, column in np.ndindex(*matrix.shape):
            if name == "influence" and row == column:
                continue
            for step in (-1.0, 1.0):
                to = float(np.clip(matrix[row, column] + step, low, high))
                if to == matrix[row, column]:
                    continue
                other = matrix.astype(np.float64).copy()
                other[row, column] = to
                then = _conclusions(other, m, variant) if name == "influence" else _conclusions(a, other, variant)
                value = float(matrix[row, column])
                found += [
                    Hinge(name, row, column, value, to, key[0], after, key[1])
                    for key, after in then.items()
                    if after != now[key]
                ]
    return found


def _conclusions(a: Array, m: Array, variant: Variant) -> dict[tuple[str, int | None], tuple[int, ...]]:
    """Who is first by R* and by Q*, and for each objective whether more pulls for it (1), against it (-1), or neither
    (0)."""
    power = balance_of_power(a, variant)[2]
    pulls = power @ m
    sides = np.sign(np.where(np.abs(pulls) > SAME, pulls, 0)).astype(np.int64)
    return {
        ("first_Rstar", None): leaders(power),
        ("first_Qstar", None): leaders(best_strength(a)),
        **{("side", place): (int(side),) for place, side in enumerate(sides)},
    }
