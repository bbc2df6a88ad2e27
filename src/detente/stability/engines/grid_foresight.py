"""What follows a joint move on a grid: what its parties keep, and what a landing is worth to them.

The rules are those of `detente.stability.joint` and, where answers are improvements, of `detente.stability.foresight`.
There a *sure* step goes from s to where w(t) > lifted(s); so the course of every cell at once is a closure over
improvements with w in the place of the rank, by the same sweeps, and so is what lies at its ends.

One thing is no closure: the worst answer *off the course* of a landing where an outsider moves on. It lies between the
worst of all answers, which is known, and none at all; it is looked for where that decides (`Landings.settle`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from types import ModuleType

import numpy as np

from detente.outcomes.grid_ranks import Ranks
from detente.outcomes.space import Array
from detente.stability.concepts import Concept
from detente.stability.engines.board import Board, top
from detente.stability.engines.grid_agreement import Agreement
from detente.stability.engines.grid_ahead import AT_ONCE, classes_ahead, moves_from
from detente.stability.engines.sweeps import Verdicts, greatest, kernels, leading_to, reached

LANES = 4  # seeds that are closed together
MAX_SEARCHED = 20_000_000  # pairs (landing, answer) that one concept may look at
TOGETHER = 1 << 20  # such pairs looked at together


class TooMuchError(Exception):
    """What would have to be looked at is more than is worth it: nothing is said about joint moves."""


@dataclass(frozen=True)
class Landings:
    """Where the joint moves of an agreement can lead: the cells that its parties keep.

    `most`: landings × parties, what a landing is worth if no answer off the course hurts; `least`: if every answer is
    off the course. They differ only where an outsider moves on; `settle` makes them one.
    """

    cells: Array
    slabs: Array
    rank: Array
    most: Array
    least: Array
    search: Search

    def settle(self, places: Array) -> None:
        """Make exact what these landings are worth."""
        places = np.unique(places)
        places = places[(self.most[places] != self.least[places]).any(axis=1)]
        if len(places):
            worst = self.search.worst_off_course(self.cells[places])
            self.most[places] = np.minimum(self.most[places], worst)
            self.least[places] = self.most[places]


@dataclass
class Search:
    """The answers of some outsiders, gone through landing by landing. `seeds`: what an answer is worth, per party.

    Outsiders change own options alone, so what they can reach from a cell is numbered by these: its *reach*.
    """

    board: Board
    sure: Board
    seeds: list[Array]
    looked: int = 0

    @cached_property
    def offsets(self) -> Array:
        """How far the cells of a reach lie from the one where every outsider stands at its first place."""
        found = np.zeros(1, np.int64)
        for side in self.board.sides.values():
            found = (found[:, None] + np.arange(side.size) * side.inner).reshape(-1)
        return found

    def _place(self, cells: Array) -> Array:
        """Where cells stand in their reach."""
        place = np.zeros(len(cells), np.int64)
        for side in self.board.sides.values():
            place = place * side.size + cells // side.inner % side.size
        return place

    def worst_off_course(self, cells: Array) -> Array:
        """Cells × parties: the least that an answer off the course of a cell is worth; the highest number if none."""
        worst = np.full((len(cells), len(self.seeds)), np.iinfo(np.int32).max, np.int32)
        size = len(self.offsets)
        step = max(1, TOGETHER // size)
        for first in range(0, len(cells), step):
            part = cells[first : first + step]
            base = part - self.offsets[self._place(part)]
            off = np.flatnonzero(self._reached(self.board, part, base) & ~self._reached(self.sure, part, base))
            which, place = np.divmod(off, size)
            begin = np.flatnonzero(np.diff(which, prepend=-1))
            for party, seed in enumerate(self.seeds if len(off) else ()):
                values = seed[base[which] + self.offsets[place]].astype(np.int32)
                worst[first + which[begin], party] = np.minimum.reduceat(values, begin)
        return worst

    def _reached(self, board: Board, cells: Array, base: Array) -> Array:
        """Boolean array, reach by reach: all that improvements on this board lead to from each cell, itself too."""
        size = len(self.offsets)
        fresh = np.arange(len(cells)) * size + self._place(cells)
        seen = np.zeros(len(cells) * size, np.bool_)
        while len(fresh):
            seen[fresh] = True
            self.looked += len(fresh)
            if self.looked > MAX_SEARCHED:
                raise TooMuchError
            found = np.zeros(len(seen), np.bool_)
            for actor, side in board.sides.items():
                ranks, step = board.ranks[actor], max(1, AT_ONCE // side.size)
                for part in (fresh[first : first + step] for first in range(0, len(fresh), step)):
                    which = part // size
                    starts = base[which] + self.offsets[part % size]
                    at, end = moves_from(board, side, starts)
                    better = ranks.rank[end] > ranks.lifted[starts[at]]
                    found[which[at[better]] * size + self._place(end[better])] = True
            fresh = np.flatnonzero(found & ~seen)
        return seen


def landings(board: Board, verdicts: Verdicts, agreement: Agreement, compiled: bool | None = None) -> Landings:
    """The landings of one agreement under one concept. Raises `TooMuchError` where too many cells go round."""
    parties, concept = agreement.parties, verdicts.concept
    outside = only(board, [actor for actor in board.sides if actor not in parties])
    implementation = kernels(compiled)
    stay = np.logical_and.reduce([verdicts.stable[party] for party in parties])
    by_answers = answered(outside, board, concept, parties, implementation)
    resting = np.logical_and.reduce([board.feasible, *(verdicts.stable[actor] for actor in outside.sides)])
    moving = board.feasible & ~resting
    if not concept.closure.looks_ahead or not moving.any():
        cells = np.flatnonzero(stay)
        worth = _rows(by_answers, cells)
        return _landings(board, agreement, cells, worth, worth, Search(outside, outside, []))
    sure = sure_board(outside, verdicts)
    ends = resting | _circling(sure, resting, compiled)
    kept, ahead = _followed(board, verdicts, parties, stay, ends, sure, implementation)
    cells = np.flatnonzero(kept)
    least = _rows(ahead, cells)
    all_answers = np.minimum(least, _rows(by_answers, cells))
    most = np.where(moving[cells][:, None], least, all_answers)
    seeds = [seed_of(board, concept, party) for party in parties]
    return _landings(board, agreement, cells, most, all_answers, Search(outside, sure, seeds))


def _landings(board: Board, agreement: Agreement, cells: Array, most: Array, least: Array, search: Search) -> Landings:
    rank = _rows([board.ranks[party].rank for party in agreement.parties], cells)
    return Landings(cells, agreement.slabs_of(cells), rank, most, least, search)


def _rows(columns: Sequence[Array], cells: Array) -> Array:
    """Cells × columns, 32 bits."""
    rows = np.empty((len(cells), len(columns)), np.int32)
    for place, column in enumerate(columns):
        rows[:, place] = column[cells]
    return rows


def only(board: Board, movers: Sequence[str]) -> Board:
    """The board on which these actors alone move."""
    return Board(board.grid, board.actors, {mover: board.sides[mover] for mover in movers}, board.ranks)


def sure_board(board: Board, verdicts: Verdicts) -> Board:
    """The board on which an improvement is a sure step."""
    ranks = {
        actor: Ranks(
            np.ascontiguousarray(verdicts.worth[actor], board.type), board.ranks[actor].lifted.astype(board.type)
        )
        for actor in board.sides
    }
    return Board(board.grid, board.actors, board.sides, ranks)


def seed_of(board: Board, concept: Concept, party: str) -> Array:
    """What an answer is worth to a party: its rank there, or its best reply."""
    rank = board.ranks[party].rank.astype(board.type, copy=False)
    if not concept.replies or party not in board.sides:
        return rank
    return greatest(board, board.sides[party], rank, np.empty_like(rank))


def answered(
    outside: Board, board: Board, concept: Concept, parties: Sequence[str], implementation: ModuleType
) -> list[Array]:
    """min(rank, the seed closed over the outsiders' answers) of each party."""
    ranks = [board.ranks[party].rank for party in parties]
    if not concept.closure.answers or not outside.sides:
        return ranks
    seeds = {party: board.barred(seed_of(board, concept, party).copy()) for party in parties}
    if concept.closure.improving:
        closed = _closed(outside, seeds, implementation, concept.closure.depth)
    else:
        closed = {party: reached(outside, "", seed, concept.closure.depth) for party, seed in seeds.items()}
    return [np.minimum(rank, closed[party]) for rank, party in zip(ranks, parties, strict=True)]


def _closed(
    board: Board, seeds: dict[str, Array], implementation: ModuleType, depth: int | None = None
) -> dict[str, Array]:
    """These seeds where feasible, each closed by a minimum over everybody's improvements, a few at a time."""
    prepared = implementation.prepare(board)
    names = list(seeds)

    def seeded(name: str, into: Array) -> Array:
        into[:] = seeds[name]
        return board.barred(into)

    found: dict[str, Array] = {}
    for first in range(0, len(names), LANES):
        part = implementation.improved(board, prepared, seeded, names[first : first + LANES], depth)
        found |= {name: np.ascontiguousarray(values) for name, values in part.items()}
    return found


def _circling(sure: Board, resting: Array, compiled: bool | None) -> Array:
    """The members of the cycles in which sure steps can end; one actor alone never goes round."""
    found = np.zeros(sure.grid.cells, np.bool_)
    if len(sure.sides) > 1:
        lost = np.flatnonzero(sure.feasible & ~leading_to(sure, _worths(sure), resting, compiled))
        if len(lost):
            classes = classes_ahead(sure, _worths(sure), lost)
            if classes is None:
                raise TooMuchError
            found[np.concatenate(classes)] = True
    return found


def _worths(sure: Board) -> dict[str, Array]:
    return {actor: ranks.rank for actor, ranks in sure.ranks.items()}


def _followed(
    board: Board,
    verdicts: Verdicts,
    parties: Sequence[str],
    stay: Array,
    ends: Array,
    sure: Board,
    implementation: ModuleType,
) -> tuple[Array, list[Array]]:
    """What is kept where it ends and on the way; and the rank of the worst end of each party."""
    nothing, number = top(board.type), board.type.type
    seeds = {
        f"end {party}": np.where(ends, board.ranks[party].rank.astype(board.type, copy=False), nothing)
        for party in parties
    }
    seeds["is kept"] = np.where(ends & ~stay, number(0), number(1))
    waiting = [party for party in parties if (board.feasible & ~ends & ~verdicts.stable[party]).any()]
    for party in waiting:  # the better its best sure step is, the smaller the number
        seeds[f"own {party}"] = np.where(ends, nothing, nothing - _best_open(board, verdicts, party, implementation))
    closed = _closed(sure, seeds, implementation)
    kept = board.feasible & (closed["is kept"] > 0)
    for party in waiting:
        kept &= nothing - closed[f"own {party}"] <= closed[f"end {party}"]
    return kept, [closed[f"end {party}"] for party in parties]


def _best_open(board: Board, verdicts: Verdicts, party: str, implementation: ModuleType) -> Array:
    """The rank of the best sure step of a party from each cell, plus one; 0 where it has none.

    Two moves of one actor are one, so a closure over its sure steps is a single step.
    """
    rank, highest = board.ranks[party].rank.astype(board.type, copy=False), top(board.type)
    alone = sure_board(only(board, [party]), verdicts)
    best = highest - _closed(alone, {"": highest - rank}, implementation)[""]
    found: Array = np.where(best > rank, best + board.type.type(1), board.type.type(0))
    return found
