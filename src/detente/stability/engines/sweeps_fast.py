"""Sweeps over improvements with the loops of `sweeps_compiled`, four focal actors at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.outcomes.grid import Side
from detente.outcomes.space import Array
from detente.stability.engines import sweeps_compiled as loops
from detente.stability.engines.board import Board, barrier, slabs, top

Seed = Callable[[str, Array], Array]


@dataclass(frozen=True)
class Sorted:
    """The lines of one side: places from best to worst in the narrowest type that leaves a bit for ties.

    `order` is by rank; `climbing` by lifted, the same array where there is no inertia.
    """

    order: Array
    climbing: Array
    counts: Array
    flag: int


@dataclass(frozen=True)
class Prepared:
    """What all concepts share: the sorted lines of every side (its marks begin at `first`), and room to work in."""

    sides: list[Side]
    lines: tuple[Array, Array, Array]  # inner, size, first
    dirty: Array
    sorted: list[Sorted]
    tables: list[Array]


def prepare(board: Board) -> Prepared:
    """Allocate the tables and sort the lines."""
    sides = list(board.sides.values())
    first = np.cumsum([0, *(side.lines for side in sides)]).astype(np.int64)
    lines = (np.array([s.inner for s in sides], np.int64), np.array([s.size for s in sides], np.int64), first[:-1])
    tables = [np.empty((board.grid.cells, loops.LANES), board.type) for _ in range(0, len(sides), loops.LANES)]
    return Prepared(sides, lines, np.empty(first[-1], np.uint8), [_sorted(board, side) for side in sides], tables)


def _sorted(board: Board, side: Side) -> Sorted:
    narrow = np.uint8 if side.size <= 1 << 7 else np.uint16 if side.size <= 1 << 15 else np.uint32
    flag = 1 << (8 * np.dtype(narrow).itemsize - 1)
    counts = np.empty((side.lines, len(side.blocks)), narrow)
    ranks = board.ranks[side.actor]
    orders = []
    for values in (ranks.rank, ranks.lifted) if ranks.inert else (ranks.rank,):
        orders.append(np.empty((side.lines, side.size), narrow))
        _sort(board, side, values, orders[-1], counts, flag)
    return Sorted(orders[0], orders[-1], counts, flag)


def _sort(board: Board, side: Side, values: Array, order: Array, counts: Array, flag: int) -> None:
    """For each line and block: its feasible places, best first; `flag` marks a place as good as the one before it.

    What is sorted are numbers that hold both how far a value is below the highest, and its place.
    """
    shift, highest = (side.size - 1).bit_length(), int(values.max(initial=0))
    kind: Any = np.uint32 if highest.bit_length() + shift < 32 else np.uint64
    places, none = np.arange(side.size, dtype=kind)[:, None], top(np.dtype(kind))
    lines, feasible = side.lines_of(values), side.lines_of(board.feasible)
    into, many = order.reshape(side.outer, side.inner, -1), counts.reshape(side.outer, side.inner, -1)
    for slab in slabs(side):
        keys = (kind(highest) - lines[slab]) << kind(shift) | places
        if not board.whole:
            keys |= barrier(feasible[slab], keys.dtype)
        rows, _, columns = slab
        keys = keys.transpose(0, 2, 1)
        keys = keys[..., side.blocks] if len(side.blocks) > 1 else np.ascontiguousarray(keys)[..., None, :]
        keys.sort(axis=-1)
        many[rows, columns] = np.count_nonzero(keys != none, axis=-1)
        found = (keys & kind((1 << shift) - 1)).astype(order.dtype)
        keys >>= kind(shift)
        found[..., 1:] |= np.where(keys[..., 1:] == keys[..., :-1], order.dtype.type(flag), order.dtype.type(0))
        into[rows, columns] = found.reshape(*found.shape[:2], side.size)


def improved(
    board: Board, prepared: Prepared, seed: Seed, for_whom: Sequence[str], depth: int | None = None
) -> dict[str, Array]:
    """The seed of each of these actors, closed over everybody else's improvements (at most `depth` of them)."""
    found: dict[str, Array] = {}
    for number, table in enumerate(prepared.tables[: -(-len(for_whom) // loops.LANES)]):
        focal = list(for_whom[number * loops.LANES : (number + 1) * loops.LANES])
        table[:, len(focal) :] = top(board.type)
        for lane, actor in enumerate(focal):
            seed(actor, table[:, lane])
        _close(board, prepared, focal, table, depth)
        found |= {actor: table[:, lane] for lane, actor in enumerate(focal)}
    return found


def _close(board: Board, prepared: Prepared, focal: list[str], table: Array, depth: int | None) -> None:
    """Close every lane over the improvements of all but its focal actor."""
    sides = range(len(prepared.sides))
    for _ in range(depth or 0):
        before = table.copy()
        for number in sides:
            turned = before.copy()
            _turn(board, prepared, focal, turned, number, everywhere=True)
            np.minimum(table, turned, out=table)
    if depth is not None:
        return
    changed = [board.grid.cells]
    while any(changed[-len(sides) :]):
        for number in sides:
            many = 2 * changed[-1] >= board.grid.cells
            changed.append(_turn(board, prepared, focal, table, number, everywhere=many))


def _turn(board: Board, prepared: Prepared, focal: list[str], table: Array, number: int, everywhere: bool) -> int:
    """One mover's turn, in place, in the lanes where it answers; how many cells changed.

    `everywhere`: on all lines, after which those of all others are marked; else on the marked ones.
    """
    side, highest = prepared.sides[number], top(board.type)
    if everywhere:
        prepared.dirty[:] = 1
    answers = [lane < len(focal) and focal[lane] != side.actor for lane in range(loops.LANES)]
    if not any(answers):
        return 0
    barred = np.where(answers, 0, highest).astype(board.type)
    ordered, ranks = prepared.sorted[number], board.ranks[side.actor]
    places = (ordered.order, ordered.counts, ordered.flag)
    along = (table, *places, barred, highest, *prepared.lines, number, prepared.dirty)
    if len(side.blocks) == 1 and not ranks.inert:
        if everywhere:
            first = prepared.lines[2][number]
            prepared.dirty[first : first + side.lines] = 0
            return int(loops.improve_everywhere(table, *places, barred, highest, side.inner, side.size))
        return int(loops.improve(*along))
    between = (ranks.rank, ranks.lifted, side.ways, side.blocks.shape[1], ordered.climbing)
    return int(loops.improve_between(*along, *between))
