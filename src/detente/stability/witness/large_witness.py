"""Why an outcome of a large situation is stable for an actor, or not, found by searching forward over a grid.

The same search as `detente.stability.witness.witness` makes: breadth first over (outcome, who moved last), so that
paths are shortest and nobody moves twice in succession; here a whole layer at once. Only what can be reached is looked
at. A witness of stability is checked by `verify.faults` as it is; one of instability too, unless its answers are too
many to go through one by one: then by the sweeps, which find what answers can do without following any.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from detente.errors import LimitError
from detente.outcomes.space import Array
from detente.stability.concepts import CONCEPTS, Concept, require
from detente.stability.engines.board import Board
from detente.stability.engines.grid_ahead import AT_ONCE, grid_view, moves_from
from detente.stability.engines.sweeps import sweep
from detente.stability.witness.verify import faults
from detente.stability.witness.witness import Sanction, Step, Witness

MAX_LOOKED = 20_000_000  # pairs (outcome, last mover) that one explanation may look at
ONE_BY_ONE = 2_000  # answers that are checked one by one


@dataclass(frozen=True)
class Layer:
    """What is reached with equally many moves: where, who moved last (-1: nobody), from which place a layer before."""

    cells: Array
    movers: Array
    before: Array


def layers(board: Board, concept: Concept, focal: str, start: int) -> Iterator[Layer]:
    """What the opponents of the focal actor can reach from a cell, layer by layer, the start first.

    Raises `LimitError` when that is too much.
    """
    require("witness", concept)
    sides = [side for side in board.sides.values() if side.actor != focal]
    seen = [np.zeros(board.grid.cells, np.bool_) for _ in sides]
    layer = Layer(np.array([start]), np.array([-1]), np.array([-1]))
    looked = moves = 0
    while len(layer.cells):
        yield layer
        if moves == concept.closure.depth:
            return
        moves += 1
        looked += len(layer.cells)
        if looked > MAX_LOOKED:
            raise LimitError("answers_many", limit=MAX_LOOKED)
        found = []
        for mover, side in enumerate(sides):
            ranks, step = board.ranks[side.actor], max(1, AT_ONCE // side.size)
            may = np.flatnonzero(layer.movers != mover)
            for first in range(0, len(may), step):
                rows = may[first : first + step]
                at, ends = moves_from(board, side, layer.cells[rows])
                keep = ~seen[mover][ends]
                if concept.closure.improving:
                    keep &= ranks.rank[ends] > ranks.lifted[layer.cells[rows[at]]]
                ends, where = np.unique(ends[keep], return_index=True)
                seen[mover][ends] = True
                found.append((ends, np.full(len(ends), mover), rows[at[keep][where]]))
        if not found:
            return
        layer = Layer(*(np.concatenate([part[k] for part in found]) for k in range(3)))


def worth_after(board: Board, concept: Concept, actor: str, cells: Array) -> Array:
    """What these answers are worth to the actor: its rank there, or after its best reply where one is allowed."""
    rank = board.ranks[actor].rank
    best = rank[cells].astype(np.int64)
    if concept.replies and actor in board.sides:
        side = board.sides[actor]
        for first in range(0, len(cells), step := max(1, AT_ONCE // side.size)):
            at, ends = moves_from(board, side, cells[first : first + step])
            np.maximum.at(best, at + first, rank[ends])
    return best


def explain_large(board: Board, concept: Concept, actor: str, outcome: int) -> Witness:
    """The witness for one actor and one outcome (by number). Raises `LimitError` when answers are too many."""
    start = board.grid.cell_of(outcome)
    ranks = board.ranks[actor]
    lifted = int(ranks.lifted[start])
    ends = (
        moves_from(board, board.sides[actor], np.array([start]))[1] if actor in board.sides else np.zeros(0, np.int64)
    )
    sanctions, unpunished = [], []
    for end in ends[ranks.rank[ends] > lifted]:
        path = _sanction(board, concept, actor, lifted, int(end))
        if path is None:
            unpunished.append(int(end))
        else:
            sanctions.append(Sanction(_number(board, int(end)), path))
    if not unpunished:
        return Witness(actor, outcome, concept.name, True, tuple(sanctions))
    best = max(unpunished, key=lambda end: (int(ranks.rank[end]), -end))
    reached = [layer.cells for layer in layers(board, concept, actor, best)][1:]
    cells = np.unique(np.concatenate(reached)) if reached else np.zeros(0, np.int64)
    worst = _number(board, int(cells[np.argmin(worth_after(board, concept, actor, cells))])) if len(cells) else None
    return Witness(actor, outcome, concept.name, False, (), _number(board, best), len(cells), worst)


def _number(board: Board, cell: int) -> int:
    return int(board.grid.numbers_of(np.array([cell]))[0])


def _sanction(board: Board, concept: Concept, actor: str, lifted: int, landing: int) -> tuple[Step, ...] | None:
    """The shortest answer that leaves the actor no better than at the start; None if there is none."""
    walked: list[Layer] = []
    for layer in layers(board, concept, actor, landing):
        walked.append(layer)
        if len(walked) > 1:
            hurts = np.flatnonzero(worth_after(board, concept, actor, layer.cells) <= lifted)
            if len(hurts):
                return _path(board, walked, actor, int(hurts[0]))
    return None


def _path(board: Board, walked: list[Layer], actor: str, place: int) -> tuple[Step, ...]:
    """The moves that led to a place of the last layer."""
    names = [other for other in board.sides if other != actor]
    steps = []
    for layer, earlier in zip(reversed(walked[1:]), reversed(walked[:-1]), strict=True):
        before = int(layer.before[place])
        ends = (_number(board, int(earlier.cells[before])), _number(board, int(layer.cells[place])))
        steps.append(Step(names[int(layer.movers[place])], *ends))
        place = before
    return tuple(reversed(steps))


def faults_large(board: Board, witness: Witness) -> list[str]:
    """What is wrong with a witness, by a routine that shares nothing with the search."""
    if witness.stable or witness.answers <= ONE_BY_ONE:
        return faults(grid_view(board), witness)
    assert witness.improvement is not None
    start, end = board.grid.cell_of(witness.outcome), board.grid.cell_of(witness.improvement)
    if end not in moves_from(board, board.sides[witness.actor], np.array([start]))[1]:
        return ["there is no such move"]
    (verdicts,) = sweep(board, (CONCEPTS[witness.concept].name,))
    good = verdicts.worth[witness.actor][end] > board.ranks[witness.actor].lifted[start]
    return [] if good else ["the move is no improvement, or it is punished"]
