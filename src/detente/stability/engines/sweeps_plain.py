"""Sweeps over improvements with NumPy alone, the same results as the compiled loops.

Values of a mover's lines are laid out as lines × blocks × places; a closure is repeated until nothing changes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from detente.outcomes.grid import Side
from detente.outcomes.space import Array
from detente.stability.engines.board import Board, top


@dataclass(frozen=True)
class Sorted:
    """The lines of one side. `order`: lines × blocks × places, best first, infeasible last.

    `better`: for each way (from block, to block), for each place of the first how many of the second are better.
    """

    order: Array
    better: list[Array]


def prepare(board: Board) -> dict[str, Sorted]:
    """The sorted lines of every side."""
    return {side.actor: _sorted(board, side) for side in board.sides.values()}


def _lines(values: Array, side: Side) -> Array:
    """Values over cells as lines × blocks × places."""
    rows = values.reshape(side.outer, side.size, side.inner).transpose(0, 2, 1).reshape(side.lines, side.size)
    return rows[:, side.blocks]


def _cells(lines: Array, side: Side) -> Array:
    """The inverse of `_lines`."""
    rows = np.empty((side.lines, side.size), lines.dtype)
    rows[:, side.blocks.reshape(-1)] = lines.reshape(side.lines, side.size)
    return rows.reshape(side.outer, side.inner, side.size).transpose(0, 2, 1).reshape(-1)


def _sorted(board: Board, side: Side) -> Sorted:
    ranks = board.ranks[side.actor]
    rank = np.where(_lines(board.feasible, side), _lines(ranks.rank, side).astype(np.int64) + 1, 0)
    lifted = _lines(ranks.lifted, side).astype(np.int64) + 1
    order = np.argsort(-rank, axis=2, kind="stable")
    rising = np.take_along_axis(rank, order, axis=2)[:, :, ::-1]
    apart = np.arange(side.lines)[:, None] * (max(int(rank.max()), int(lifted.max())) + 1)
    width = rank.shape[2]
    better = []
    for here, there in side.ways:
        keys, wanted = rising[:, there] + apart, lifted[:, here] + apart
        below = np.searchsorted(keys.reshape(-1), wanted.reshape(-1), "right").reshape(wanted.shape)
        better.append(width - (below - np.arange(side.lines)[:, None] * width))
    return Sorted(order, better)


def improved(
    board: Board,
    prepared: dict[str, Sorted],
    seed: Callable[[str, Array], Array],
    for_whom: Sequence[str],
    depth: int | None = None,
) -> dict[str, Array]:
    """The seed of each of these actors, closed over everybody else's improvements (at most `depth` of them)."""
    return {
        actor: _closed(board, prepared, actor, seed(actor, np.empty(board.grid.cells, board.type)), depth)
        for actor in for_whom
    }


def _closed(board: Board, prepared: dict[str, Sorted], focal: str, value: Array, depth: int | None) -> Array:
    movers = [side for side in board.sides.values() if side.actor != focal]
    for _ in range(depth or 0):
        turned = [board.barred(_improved(value, side, prepared[side.actor])) for side in movers]
        value = np.minimum.reduce([value, *turned])
    if depth is not None:
        return value
    unchanged, turn = 0, 0
    while unchanged < len(movers):
        side = movers[turn % len(movers)]
        after = board.barred(_improved(value, side, prepared[side.actor]))
        unchanged = unchanged + 1 if np.array_equal(after, value) else 1
        value = after
        turn += 1
    return value


def _improved(value: Array, side: Side, ordered: Sorted) -> Array:
    """Every cell takes the least value of what is strictly better for the mover on its line."""
    lines = _lines(value, side)
    walked = np.minimum.accumulate(np.take_along_axis(lines, ordered.order, axis=2), axis=2)
    nothing = np.full((*walked.shape[:2], 1), top(value.dtype), value.dtype)
    least = np.concatenate([nothing, walked], axis=2)
    after = lines.copy()
    for (here, there), better in zip(side.ways, ordered.better, strict=True):
        found = np.take_along_axis(least[:, there], better, axis=1)
        np.minimum(after[:, here], found, out=after[:, here])
    return _cells(after, side)
