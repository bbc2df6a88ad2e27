"""What lies ahead of an outcome in a grid too large to list: who can move where, and where unpunished moves lead.

Only what is asked for is looked at: the lines through an outcome, and on them what is feasible.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from detente.errors import LimitError
from detente.outcomes.grid import Side
from detente.outcomes.moves import Moves
from detente.outcomes.preferences import Preferences
from detente.outcomes.space import Array
from detente.stability.engines.board import Board
from detente.stability.prediction import Graph
from detente.stability.witness.witness import View

MAX_ASKED = 20_000  # outcomes whose moves a search for a witness may look at
MAX_AHEAD = 200_000  # outcomes that a forecast may look at
MAX_ARCS = 20_000_000  # arcs it may keep
AT_ONCE = 1 << 22


def no_moves() -> Moves:
    """The moves of a grid are not listed."""
    return Moves({}, {}, {}, True)


def grid_view(board: Board) -> GridView:
    """The board, asked outcome by outcome."""
    none = np.zeros((1, len(board.actors), 0), np.int32)
    return GridView(no_moves(), Preferences(board.actors, none, none, {}), 0, board=board)


@dataclass(frozen=True)
class GridView(View):
    """A `View` whose moves and preferences are read off a board when asked; outcomes by number, as everywhere.

    Raises `LimitError` when the answers to a move are too many to go through.
    """

    board: Board = field(kw_only=False, default=None)  # type: ignore[assignment]
    _ends: dict[tuple[str, int], list[int]] = field(default_factory=dict, repr=False)
    _cells: dict[int, int] = field(default_factory=dict, repr=False)

    def cell(self, outcome: int) -> int:
        """The cell of an outcome."""
        if outcome not in self._cells:
            self._cells[outcome] = self.board.grid.cell_of(outcome)
        return self._cells[outcome]

    def better(self, actor: str, start: int, end: int) -> bool:
        ranks = self.board.ranks[actor]
        return bool(ranks.rank[self.cell(end)] > ranks.lifted[self.cell(start)])

    def rank(self, actor: str, outcome: int) -> int:
        return int(self.board.ranks[actor].rank[self.cell(outcome)])

    def ends(self, actor: str, outcome: int) -> list[int]:
        if actor not in self.board.sides:
            return []
        if (actor, outcome) not in self._ends:
            if len(self._ends) >= MAX_ASKED * len(self.actors):
                raise LimitError("answers_many", limit=MAX_ASKED)
            _, cells = moves_from(self.board, self.board.sides[actor], np.array([self.cell(outcome)]))
            numbers = self.board.grid.numbers_of(cells).tolist()
            self._cells.update(zip(numbers, cells.tolist(), strict=True))
            self._ends[actor, outcome] = numbers
        return self._ends[actor, outcome]


def moves_from(board: Board, side: Side, cells: Array) -> tuple[Array, Array]:
    """All moves of one side from these cells: for each the position of its start among them, and its end as a cell."""
    places = cells // side.inner % side.size
    ends = (cells - places * side.inner)[:, None] + np.arange(side.size)[None, :] * side.inner
    keep = board.feasible[ends]
    keep[np.arange(len(cells)), places] = False
    if len(side.blocks) > 1:
        keep &= side.allowed[places]
    starts, at = np.nonzero(keep)
    return starts, ends[starts, at]


def arcs_from(board: Board, worth: dict[str, Array], cells: Array) -> tuple[Array, Array]:
    """The unpunished improvements of everybody from these cells (w(t) > lifted(s)): their starts and ends."""
    found: list[tuple[Array, Array]] = []
    for actor, side in board.sides.items():
        step = max(1, AT_ONCE // side.size)
        for first in range(0, len(cells), step):
            part = cells[first : first + step]
            at, ends = moves_from(board, side, part)
            starts = part[at]
            keep = worth[actor][ends] > board.ranks[actor].lifted[starts]
            found.append((starts[keep], ends[keep]))
    if not found:
        return cells[:0], cells[:0]
    return np.concatenate([starts for starts, _ in found]), np.concatenate([ends for _, ends in found])


def best_open(board: Board, worth: dict[str, Array], party: str, cells: Array) -> Array:
    """The rank of the best unpunished improvement of a party from each of these cells; -1 where there is none."""
    best = np.full(len(cells), -1, np.int64)
    if party in board.sides:
        side, ranks = board.sides[party], board.ranks[party]
        for first in range(0, len(cells), step := max(1, AT_ONCE // side.size)):
            part = cells[first : first + step]
            at, ends = moves_from(board, side, part)
            open_ = worth[party][ends] > ranks.lifted[part[at]]
            np.maximum.at(best, first + at[open_], ranks.rank[ends[open_]].astype(np.int64))
    return best


def classes_ahead(board: Board, worth: dict[str, Array], starts: Array) -> list[Array] | None:
    """The terminal classes that can be reached from these cells, each as an array of cells, in order of the first.

    None if too much lies ahead.
    """
    seen = np.zeros(board.grid.cells, np.bool_)
    seen[starts] = True
    fresh, looked, kept = np.asarray(starts), 0, 0
    arcs: list[tuple[Array, Array]] = []
    while len(fresh):
        looked += len(fresh)
        if looked > MAX_AHEAD or kept > MAX_ARCS:
            return None
        arcs.append(arcs_from(board, worth, fresh))
        kept += len(arcs[-1][0])
        ends = arcs[-1][1]
        fresh = np.unique(ends[~seen[ends]])
        seen[fresh] = True
    nodes = np.flatnonzero(seen)
    source, target = (np.searchsorted(nodes, np.concatenate([pair[k] for pair in arcs])) for k in (0, 1))
    return [nodes[list(members)] for members in Graph(len(nodes), source, target).classes()]
