"""A grid in the place of a listed space: outcomes by number, as the listed space has them, but nothing is listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.outcomes.grid import Grid
from detente.outcomes.space import Array, Space
from detente.situation.expression import Tree


class GridSpace(Space):
    """What asks a `Space` for names, levels or truths can ask this; `levels` gives one row at a time."""

    grid: Grid

    @classmethod
    def of(cls, grid: Grid) -> GridSpace:
        start = None if grid.status_quo is None else int(grid.numbers_of(np.array([grid.status_quo]))[0])
        space = cls(grid.axes, _Rows(grid), start, grid.scope, grid.sentences)  # type: ignore[arg-type]
        object.__setattr__(space, "grid", grid)
        return space

    def index_of(self, short: str) -> int | None:
        return self.with_levels([0] * len(self.axes)) if short.strip() == "none" else super().index_of(short)

    def with_levels(self, levels: list[int]) -> int | None:
        cell = self.grid.cell_at(levels)
        return None if cell is None or not self.grid.feasible[cell] else int(self.grid.numbers_of(np.array([cell]))[0])

    def truth_of(self, tree: Tree) -> Array:
        return self.grid.truth_of(tree)[self.grid.feasible]


@dataclass(frozen=True)
class _Rows:
    """The levels of outcomes, row by row when asked."""

    grid: Grid

    def __len__(self) -> int:
        return self.grid.count

    def __getitem__(self, key: Any) -> Any:
        outcome, place = key if isinstance(key, tuple) else (key, slice(None))
        return self.grid.levels_of(self.grid.cell_of(int(outcome)))[place]

    def __iter__(self) -> Iterator[Array]:
        return (self[outcome] for outcome in range(len(self)))
