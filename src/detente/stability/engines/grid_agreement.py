"""The joint moves of one agreement on a grid, without listing any: which cells its parties can get to from which.

The parties change terms of the agreement and own options; all else stays. So a joint move leads to a cell of the same
*slab* (the cells that agree in all else), and within it asks two things: directions are kept, and something changes
together, a term or own options of at least two parties (`detente.outcomes.moves`). Directions are orders: ``forward``
and ``back`` bound a level from one side, and a term that is ``never`` left may gain “agreed” but not lose it. So a
direction is one more respect in which the landing must not be below the start, beside what each party has of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np

from detente.outcomes.grid import Grid
from detente.outcomes.space import Array, Axis
from detente.stability.engines.dominance import Apart


@dataclass(frozen=True)
class Agreement:
    """One agreement whose parties can act. `parts`: inner and size of the run of its terms, then of each party's."""

    name: str
    parties: tuple[str, ...]
    parts: tuple[tuple[int, int], ...]
    bounds: tuple[tuple[int, Array], ...]

    @cached_property
    def apart(self) -> Apart:
        """Two cells of a slab between which something changes together."""
        return Apart(np.array([inner for inner, _ in self.parts]), np.array([size for _, size in self.parts]))

    def slabs_of(self, cells: Array) -> Array:
        """The slab of each cell: its number once the axes of the agreement are left out."""
        slabs = np.asarray(cells, np.int64)
        for inner, size in sorted(self.parts, reverse=True):
            slabs = slabs // (inner * size) * inner + slabs % inner
        return slabs

    def bounded(self, cells: Array) -> list[Array]:
        """Numbers that no joint move lowers, one column for each direction."""
        return [height[cells // stride % len(height)] for stride, height in self.bounds]


def agreements_of(grid: Grid, parties: dict[str, tuple[str, ...]]) -> list[Agreement]:
    """The agreements on a grid. `parties`: of each the parties that can act."""
    found = []
    for name, members in parties.items():
        terms = _run(grid, "term", name)
        own = [_run(grid, "option", party) for party in members]
        bounds = [
            bound
            for place in (place for run in (terms, *own) for place in run)
            for bound in _bounds(grid.axes[place], grid.strides[place], len(grid.choices[place]))
        ]
        # Without terms nothing changes in them: a part of one place.
        parts = [_part(grid, terms) if terms else (1, 1), *(_part(grid, run) for run in own if run)]
        found.append(Agreement(name, members, tuple(parts), tuple(bounds)))
    return found


def _run(grid: Grid, kind: str, owner: str) -> list[int]:
    """The axes of one owner, which lie side by side, without those that are held."""
    axes = enumerate(zip(grid.axes, grid.choices, strict=True))
    return [place for place, (axis, choice) in axes if (axis.kind, axis.owner) == (kind, owner) and len(choice) > 1]


def _part(grid: Grid, run: list[int]) -> tuple[int, int]:
    return grid.strides[run[0]], prod(len(grid.choices[place]) for place in run)


def _bounds(axis: Axis, stride: int, size: int) -> list[tuple[int, Array]]:
    """For each direction of an axis, a height per level that no joint move lowers."""
    levels = np.arange(size)
    found = []
    if axis.move != "both":
        found.append((stride, levels if axis.move == "forward" else size - 1 - levels))
    if axis.kind == "term" and axis.leave == "never":
        found.append((stride, (levels != axis.without).astype(np.int64)))
    return found
