"""What is done at the status quo of a grid for what others then do: sacrifices that pay, and joint moves that are
signed for what follows. The definitions are those of `detente.stability.what_follows`.

Only what the sure steps of others lead to from the landings in question is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.outcomes.space import Array
from detente.stability.engines.board import Board
from detente.stability.engines.grid_ahead import MAX_AHEAD, MAX_ARCS, arcs_from, best_open, moves_from
from detente.stability.engines.grid_foresight import Search, TooMuchError, answered, only, seed_of, sure_board
from detente.stability.engines.grid_joint import Together
from detente.stability.engines.sweeps import Verdicts, kernels
from detente.stability.foresight import Steps


@dataclass(frozen=True)
class Move:
    """Who makes it, the cell it leads to, and those where others then take it."""

    mover: str
    landing: int
    ends: tuple[int, ...]


@dataclass(frozen=True)
class Course:
    """What the sure steps of some actors lead to from some cells: `nodes`, sorted; `steps` has them by their place."""

    nodes: Array
    steps: Steps

    @classmethod
    def of(cls, outside: Board, worth: dict[str, Array], cells: Array) -> Course:
        """Raises `TooMuchError` where too much lies ahead."""
        seen, fresh = np.unique(cells), np.unique(cells)
        sources, targets, kept = [cells[:0]], [cells[:0]], 0
        while len(fresh):
            source, target = arcs_from(outside, worth, fresh)
            sources.append(source)
            targets.append(target)
            kept += len(source)
            fresh = np.setdiff1d(target, seen)
            seen = np.union1d(seen, fresh)
            if len(seen) > MAX_AHEAD or kept > MAX_ARCS:
                raise TooMuchError
        source, target = (np.searchsorted(seen, np.concatenate(ends)) for ends in (sources, targets))
        return cls(seen, Steps(source, target, (len(seen), 1)))

    def at(self, cells: Array) -> Array:
        """The places of some cells."""
        return np.searchsorted(self.nodes, cells)

    def ends_of(self, cell: int) -> tuple[int, ...]:
        """The members of the terminal classes that lie ahead of a cell."""
        ends, place = self.steps.ends[:, 0], int(np.searchsorted(self.nodes, cell))
        return tuple(int(self.nodes[one]) for one in sorted(self.steps.ahead(place)) if ends[one])

    def least(self, board: Board, party: str) -> Array:
        """The rank of the worst end for a party, node by node."""
        rank = board.ranks[party].rank[self.nodes].astype(np.int64)
        return self.steps.carried(np.where(self.steps.ends[:, 0], rank, rank.max())[:, None], np.minimum)[:, 0]

    def kept(self, board: Board, verdicts: Verdicts, party: str) -> Array:
        """Boolean, node by node: the party stays at every end, and waits on the way."""
        ends = self.steps.ends
        stays = self.steps.carried(verdicts.stable[party][self.nodes][:, None] | ~ends, np.logical_and)[:, 0]
        own = np.where(ends[:, 0], -1, best_open(board, verdicts.worth, party, self.nodes))
        waits = self.steps.carried(own[:, None], np.maximum)[:, 0] < self.least(board, party)
        found: Array = stays & waits
        return found


def sacrifices(board: Board, verdicts: Verdicts, start: int, drift: Sequence[Array]) -> list[Move]:
    """The moves of one actor from here that pay only by what others then do. `drift`: where no deal leads from here.

    Raises `TooMuchError`.
    """
    found: list[Move] = []
    worth = verdicts.worth
    for actor, side in board.sides.items() if verdicts.concept.closure.looks_ahead else ():
        ranks, outside = board.ranks[actor], only(board, [other for other in board.sides if other != actor])
        cells = moves_from(board, side, np.array([start]))[1]
        closed = cells[worth[actor][cells] <= ranks.lifted[start]]
        cells = np.unique(arcs_from(outside, worth, closed)[0])  # where others move on
        if not len(cells):
            continue
        bar = _without(board, actor, drift)
        course = Course.of(outside, worth, cells)
        cells = cells[(course.kept(board, verdicts, actor) & (course.least(board, actor) > bar))[course.at(cells)]]
        if len(cells):
            search = Search(outside, sure_board(outside, verdicts), [seed_of(board, verdicts.concept, actor)])
            cells = cells[search.worst_off_course(cells)[:, 0] > bar]
        found += [Move(actor, int(cell), course.ends_of(cell)) for cell in cells]
    return found


def _without(board: Board, party: str, drift: Sequence[Array]) -> int:
    """The most that a party has wherever no deal leads, lifted by its inertia."""
    return max(int(board.ranks[party].lifted[members].max()) for members in drift)


def anticipated(together: Together, start: int, drift: Sequence[Array], compiled: bool | None) -> list[Move]:
    """The joint moves from here that are credible, and not so if judged where they land. Raises `TooMuchError`."""
    board, verdicts, here = together.board, together.verdicts, np.array([start])
    found: list[Move] = []
    moving = bool(len(arcs_from(board, verdicts.worth, here)[0]))
    for agreement in together.agreements if verdicts.concept.closure.looks_ahead else ():
        lands, parties = together.landings[agreement.name], agreement.parties
        outside = only(board, [actor for actor in board.sides if actor not in parties])
        bar = np.array([_without(board, party, drift) for party in parties])
        keep = (lands.slabs == agreement.slabs_of(here)) & agreement.apart.differ(here, lands.cells)
        for height, least in zip(agreement.bounded(lands.cells), agreement.bounded(here), strict=True):
            keep &= height >= least
        places = np.flatnonzero(keep & (lands.most > bar).all(axis=1))
        lands.settle(places)
        cells = lands.cells[places[(lands.most[places] > bar).all(axis=1)]]
        if not moving:  # then both rules differ only where an outsider moves on
            cells = np.unique(arcs_from(outside, verdicts.worth, cells)[0])
        if len(cells):
            cells = cells[~_where_it_lands(board, verdicts, parties, outside, start, cells, compiled)]
        if len(cells):
            course = Course.of(outside, verdicts.worth, cells)
            found += [Move(agreement.name, int(cell), course.ends_of(cell)) for cell in cells]
    return found


def _where_it_lands(
    board: Board,
    verdicts: Verdicts,
    parties: Sequence[str],
    outside: Board,
    start: int,
    cells: Array,
    compiled: bool | None,
) -> Array:
    """Boolean: the joint move to this cell is credible by the rule that looks at nothing that follows but answers."""
    found = np.ones(len(cells), np.bool_)
    values = answered(outside, board, verdicts.concept, parties, kernels(compiled))
    for party, value in zip(parties, values, strict=True):
        ranks = board.ranks[party]
        best = best_open(board, verdicts.worth, party, np.array([start]))[0]
        found &= verdicts.stable[party][cells] & (value[cells] > ranks.lifted[start]) & (ranks.rank[cells] > best)
    return found
