"""The grid that sweeps go over: its cells, who can move how along them, and what each actor prefers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from detente.errors import LimitError
from detente.outcomes.grid import Grid, Side, grid_of, sides_of
from detente.outcomes.grid_ranks import Ranks, ranks_of
from detente.outcomes.moves import held_actors
from detente.outcomes.space import Array
from detente.situation.model import Situation
from detente.words import Said

AT_ONCE = 1 << 16  # cells looked at together


@dataclass(frozen=True)
class Board:
    """A grid with who can move how and what each actor prefers. `sides`: actors that can move, in order."""

    grid: Grid
    actors: tuple[str, ...]
    sides: dict[str, Side]
    ranks: dict[str, Ranks]

    @property
    def feasible(self) -> Array:
        return self.grid.feasible

    @cached_property
    def type(self) -> np.dtype[Any]:
        """The narrowest type that holds every actor's ranks."""
        return np.result_type(np.uint16, *(ranks.rank.dtype for ranks in self.ranks.values()))

    @cached_property
    def whole(self) -> bool:
        """Everything is feasible."""
        return bool(self.feasible.all())

    @cached_property
    def open(self) -> bool:
        """Everything is feasible and every option may move both ways."""
        return self.whole and all(len(side.blocks) == 1 for side in self.sides.values())

    def barred(self, values: Array) -> Array:
        """These values, the highest number of their type where infeasible; in place."""
        for first in range(0, 0 if self.whole else len(values), AT_ONCE):
            part = slice(first, first + AT_ONCE)
            values[part] |= barrier(self.feasible[part], values.dtype)
        return values


def barrier(feasible: Array, dtype: np.dtype[Any]) -> Array:
    """All bits set where infeasible: a value “or” this is the highest number there, and unchanged elsewhere."""
    found: Array = np.negative(np.logical_not(feasible).astype(dtype))
    return found


def slabs(side: Side) -> Iterator[tuple[slice, slice, slice]]:
    """Parts of the lines of a side, each small enough to stay near the processor and no line in two of them."""
    many = max(1, AT_ONCE // side.size)
    if side.inner >= many:
        for row in range(side.outer):
            for first in range(0, side.inner, many):
                yield slice(row, row + 1), slice(None), slice(first, first + many)
        return
    rows = many // side.inner
    for row in range(0, side.outer, rows):
        yield slice(row, row + rows), slice(None), slice(None)


def unserved(situation: Situation) -> str | None:
    """What about this situation sweeps do not serve (a key of the messages ``large.unserved``), or None."""
    if situation.outcomes is not None:
        return "graph"
    if situation.cuts:
        return "cuts"
    held = held_actors(situation)
    for record in situation.agreements.values():
        if not held.issuperset(record.parties) and any(term.leave == "any" for term in record.terms.values()):
            return "leaving"
    return None


def board_of(situation: Situation) -> Board:
    """The board of a situation in option form. Raises `LimitError` where it is too large or not served."""
    if (reason := unserved(situation)) is not None:
        raise LimitError("sweeps_unserved", reason=Said(f"large.unserved.{reason}"))
    grid = grid_of(situation)
    return Board(grid, tuple(situation.actors), sides_of(situation, grid), ranks_of(situation, grid))


def top(dtype: np.dtype[Any]) -> Any:
    """The number that means “no value”."""
    return dtype.type(np.iinfo(dtype).max)
