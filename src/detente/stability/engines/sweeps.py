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

from collections.abc import Iterable, Iterator, Mapping
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
from detente.stability.engines.board import Board, barrier, slabs


@dataclass(frozen=True)
class Masks(Mapping[str, Array]):
    """Boolean arrays over cells by actor, kept as one bit a cell and opened when asked for."""

    bits: dict[str, Array]
    cells: int

    def __getitem__(self, actor: str) -> Array:
        return np.unpackbits(self.bits[actor], count=self.cells).view(np.bool_)

    def __iter__(self) -> Iterator[str]:
        return iter(self.bits)

    def __len__(self) -> int:
        return len(self.bits)


@dataclass(frozen=True)
class Verdicts:
    """One concept on the whole grid.

    `stable`: actor → boolean array over cells (True only where feasible). `worth`: the thresholds w of every actor that
    can move; infeasible cells hold anything. It is emptied when the next concept is asked for.
    """

    concept: Concept
    stable: Masks
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
    last = max((place for place, concept in enumerate(chosen) if concept.closure.improving), default=-1)
    prepared = None
    for place, concept in enumerate(chosen):
        if concept.closure.improving and prepared is None:
            prepared = implementation.prepare(board)
        worth = _closed(board, concept, implementation, prepared)
        if place >= last:
            prepared = None  # makes room
        stable = {actor: _judged(board, concept, side, worth[actor]) for actor, side in board.sides.items()}
        bits = {a: stable[a] if a in stable else np.packbits(board.feasible) for a in board.actors}
        yield Verdicts(concept, Masks(bits, board.grid.cells), worth)
        worth.clear()


def _closed(board: Board, concept: Concept, implementation: ModuleType, prepared: Any) -> dict[str, Array]:
    """The closed seed of every actor that can move (under R the rank itself)."""
    closure = concept.closure
    if not closure.answers:
        return {actor: board.ranks[actor].rank for actor in board.sides}
    if closure.improving:
        found: dict[str, Array] = implementation.improved(
            board, prepared, lambda actor, into: _seed(board, concept, actor, into), tuple(board.sides), closure.depth
        )
        return found
    into = (np.empty(board.grid.cells, board.type) for _ in board.sides)
    return {
        actor: reached(board, actor, _seed(board, concept, actor, empty), closure.depth)
        for actor, empty in zip(board.sides, into, strict=True)
    }


def _seed(board: Board, concept: Concept, actor: str, into: Array) -> Array:
    """Rank or best reply; where infeasible, the highest number."""
    rank = board.ranks[actor].rank
    if concept.replies:
        greatest(board, board.sides[actor], rank, into)
    else:
        into[:] = rank
    return board.barred(into)


def _extreme(lines: Array, side: Side, pick: np.ufunc) -> Array:
    """The extreme value on each line; where options are one-way, for each place of the places it can get to."""
    return pick.reduce(lines, axis=1, keepdims=True) if len(side.blocks) == 1 else between_blocks(lines, side, pick)


def _judged(board: Board, concept: Concept, side: Side, worth: Array) -> Array:
    """Stable, one bit a cell: nothing the actor can get to is worth more than where it is.

    What answers leave of a move is worth at most its rank; `worth` is lowered to it here, in place.
    """
    stable, ranks = np.empty(board.grid.cells, np.bool_), board.ranks[side.actor]
    into, lifted, rank = map(side.lines_of, (stable, ranks.lifted, ranks.rank))
    lines, feasible = side.lines_of(worth), side.lines_of(board.feasible)
    for slab in slabs(side):
        least = lines[slab]
        if concept.closure.answers:
            least = lines[slab] = np.minimum(least, rank[slab])
        if board.whole:
            into[slab] = lifted[slab] >= _extreme(least, side, np.maximum)
        else:
            into[slab] = (lifted[slab] >= _extreme(least * feasible[slab], side, np.maximum)) & feasible[slab]
    return np.packbits(stable)


def greatest(board: Board, side: Side, value: Array, into: Array) -> Array:
    """The most a side can get of a value by staying or by one move."""
    found, lines, feasible = side.lines_of(into), side.lines_of(value), side.lines_of(board.feasible)
    for slab in slabs(side):
        least = lines[slab] if board.whole else lines[slab] * feasible[slab]
        found[slab] = _extreme(least, side, np.maximum)
    return into


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
    lines, feasible = side.lines_of(value), side.lines_of(board.feasible)
    changed = False
    for slab in slabs(side):
        before = lines[slab]
        after = np.minimum(before, _extreme(before, side, np.minimum))
        if not board.whole:
            after |= barrier(feasible[slab], after.dtype)
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

    def seed(_: str, into: Array) -> Array:
        np.logical_not(goals, out=into, casting="unsafe")
        return moving.barred(into)

    least = implementation.improved(moving, implementation.prepare(moving), seed, ("",))[""]
    leads: Array = np.logical_and(least == 0, board.feasible)
    return leads
