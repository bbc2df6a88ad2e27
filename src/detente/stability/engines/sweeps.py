"""Stability on a whole grid of outcomes, by sweeps along the axes of the actors: for models too large to list.

The rule is that of `detente.stability.engines.arrays`: with the seed a (rank, or best reply) closed over the opponents'
answers by a minimum, and w = min(rank, closed a), an outcome s is stable for i iff lifted(s) ≥ w(y) for every own move
to y.

In option form the moves of an actor are transitive (directions are orders, and a move may jump over what is
infeasible), so “nobody moves twice in succession” asks nothing, and a closure over several movers is the least value
that sweeps over one mover's lines after another leave unchanged. It ends, because values only fall and are finitely
many. *Any move*: a line takes its least value, block by block where options are one-way. *Improvements*: along a line
sorted by the mover's rank every cell takes the least of what is strictly better; what ties is held back until the tie
ends.

Not served, because moves are then no steps along an axis: cuts, agreements that a party can leave, the graph form,
preferences given as pairs. Two implementations give the same results: NumPy alone, and Numba (extra ``fast``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from types import ModuleType
from typing import Any

import numpy as np

from detente.outcomes.grid import Side
from detente.outcomes.grid_ranks import Ranks
from detente.outcomes.space import Array
from detente.stability.concepts import CONCEPTS, Concept, require
from detente.stability.engines import sweeps_plain
from detente.stability.engines.board import Board

AT_ONCE = 1 << 16  # cells looked at together


@dataclass(frozen=True)
class Verdicts:
    """One concept on the whole grid.

    `stable`: actor → boolean array over cells (True only where feasible). `worth`: the thresholds w of every actor that
    can move; infeasible cells hold anything. Both are emptied when the next concept is asked for.
    """

    concept: Concept
    stable: dict[str, Array]
    worth: dict[str, Array]


@cache
def compiler_present() -> bool:
    """Numba is installed."""
    return find_spec("numba") is not None


def kernels(compiled: bool | None = None) -> ModuleType:
    """The implementation: compiled loops or NumPy alone; by default compiled where Numba is installed."""
    if compiled if compiled is not None else compiler_present():
        from detente.stability.engines import sweeps_fast

        return sweeps_fast
    return sweeps_plain


def sweep(board: Board, concepts: Iterable[str] | None = None, compiled: bool | None = None) -> Iterator[Verdicts]:
    """Every concept (or these) in turn; take what is needed from one before asking for the next."""
    chosen = [CONCEPTS[name] for name in (CONCEPTS if concepts is None else concepts)]
    for concept in chosen:
        require("sweeps", concept)
    implementation = kernels(compiled)
    improving = any(concept.closure.improving for concept in chosen)
    prepared = implementation.prepare(board) if improving else None
    for concept in chosen:
        worth = _closed(board, concept, implementation, prepared)
        for actor, value in worth.items() if concept.closure.answers else ():
            np.minimum(value, board.ranks[actor].rank, out=value)
        stable = {actor: _judged(board, side, worth[actor]) for actor, side in board.sides.items()}
        found = Verdicts(concept, {a: stable.pop(a, board.feasible) for a in board.actors}, worth)
        yield found
        found.stable.clear()
        found.worth.clear()


def _closed(board: Board, concept: Concept, implementation: ModuleType, prepared: Any) -> dict[str, Array]:
    """The closed seed of every actor that can move (under R the rank itself)."""
    closure = concept.closure
    if not closure.answers:
        return {actor: board.ranks[actor].rank for actor in board.sides}
    if closure.improving:
        found: dict[str, Array] = implementation.improved(
            board, prepared, lambda actor: _seed(board, concept, actor), tuple(board.sides), closure.depth
        )
        return found
    return {actor: reached(board, actor, _seed(board, concept, actor), closure.depth) for actor in board.sides}


def _seed(board: Board, concept: Concept, actor: str) -> Array:
    """Rank or best reply; where infeasible, the highest number."""
    rank, side = board.ranks[actor].rank.astype(board.type, copy=False), board.sides[actor]
    seed: Array = board.barrier | (rank if not concept.replies else greatest(board, side, rank))
    return seed


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


def _extreme(lines: Array, side: Side, pick: np.ufunc) -> Array:
    """The extreme value on each line; where options are one-way, for each place of the places it can get to."""
    return pick.reduce(lines, axis=1, keepdims=True) if len(side.blocks) == 1 else between_blocks(lines, side, pick)


def _judged(board: Board, side: Side, worth: Array) -> Array:
    """Stable: nothing the actor can get to is worth more than where it is."""
    stable = np.empty(board.grid.cells, np.bool_)
    into, lifted = side.lines_of(stable), side.lines_of(board.ranks[side.actor].lifted)
    lines, feasible = side.lines_of(worth), side.lines_of(board.feasible)
    for slab in slabs(side):
        into[slab] = (lifted[slab] >= _extreme(lines[slab] * feasible[slab], side, np.maximum)) & feasible[slab]
    return stable


def greatest(board: Board, side: Side, value: Array) -> Array:
    """The most a side can get of a value by staying or by one move."""
    best = np.empty_like(value)
    into, lines, feasible = side.lines_of(best), side.lines_of(value), side.lines_of(board.feasible)
    for slab in slabs(side):
        into[slab] = _extreme(lines[slab] * feasible[slab], side, np.maximum)
    return best


def reached(board: Board, focal: str, value: Array, depth: int | None = None) -> Array:
    """The least of a value among a cell and all that the others can reach from it by any moves; done in place.

    `depth`: at most so many moves, counted by looking only at what stood before each of them.
    """
    movers = [side for side in board.sides.values() if side.actor != focal]
    for _ in range(depth or 0):
        before = value.copy()
        for side in movers:
            turned = before.copy()
            _reach(board, side, turned)
            np.minimum(value, turned, out=value)
    if depth is not None:
        return value
    unchanged = turn = 0
    while unchanged < len(movers):
        changed = _reach(board, movers[turn % len(movers)], value)
        # Where nothing stands in the way, one turn of each mover is enough.
        unchanged = unchanged + 1 if board.open or not changed else 1
        turn += 1
    return value


def _reach(board: Board, side: Side, value: Array) -> bool:
    """One mover's turn, in place; whether anything changed."""
    lines, barrier = side.lines_of(value), side.lines_of(board.barrier)
    changed = False
    for slab in slabs(side):
        before = lines[slab]
        after = np.minimum(before, _extreme(before, side, np.minimum)) | barrier[slab]
        changed = changed or not np.array_equal(after, before)
        lines[slab] = after
    return changed


def between_blocks(lines: Array, side: Side, pick: np.ufunc) -> Array:
    """For each cell of the lines the extreme value of the blocks its mover can get to."""
    each = [pick.reduce(lines[:, places], axis=1) for places in side.blocks]
    best = [values.copy() for values in each]
    for here, there in side.ways:
        pick(best[here], each[there], out=best[here])
    after = np.empty_like(lines)
    for block, places in enumerate(side.blocks):
        after[:, places] = best[block][:, None]
    return after


def leading_to(board: Board, worth: dict[str, Array], goals: Array, compiled: bool | None = None) -> Array:
    """Boolean array over cells: from here unpunished moves of anybody lead to one of the goals (goals included).

    An unpunished move goes from s to where w(t) > lifted(s), so this is a closure over improvements with w as the rank.
    """
    if not board.sides:
        return np.logical_and(goals, board.feasible)
    ranks = {
        a: Ranks(np.ascontiguousarray(worth[a], board.type), board.ranks[a].lifted.astype(board.type))
        for a in board.sides
    }
    moving = Board(board.grid, tuple(board.sides), board.sides, ranks)
    implementation = kernels(compiled)
    seed = np.where(goals, 0, 1).astype(moving.type) | moving.barrier
    least = implementation.improved(moving, implementation.prepare(moving), lambda _: seed, ("",))[""]
    leads: Array = np.logical_and(least == 0, board.feasible)
    return leads
