"""What nobody leaves on a grid with agreements, and where steps of one and of several actors lead.

A walk keeps the steps of single actors as lists, for the cells it looks at, and asks for joint moves only whether there
is one (`grid_joint`). *Ahead of a start* are what single steps lead to, and the landings of credible joint moves from
there, again and again. Whatever cannot lead to a cell that holds goes round: among these few cells joint moves are
listed, and the graph says in which cycles it can end.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from detente.outcomes.space import Array
from detente.stability.engines.board import Board
from detente.stability.engines.grid_ahead import MAX_AHEAD, MAX_ARCS, arcs_from, best_open
from detente.stability.engines.grid_foresight import TooMuchError
from detente.stability.engines.grid_joint import Starts, Together
from detente.stability.engines.sweeps import leading_to
from detente.stability.foresight import Steps
from detente.stability.prediction import Graph

MAX_CIRCLING = 1 << 12  # cells that never come to rest, between which joint moves are listed


@dataclass(frozen=True)
class Ends:
    """Where things can end: cells that hold, and cycles."""

    resting: Array
    cycles: list[Array]


def holding(together: Together, equilibria: Array) -> Array:
    """Boolean array over cells: nobody leaves, alone or together."""
    found = equilibria.copy()
    cells = np.flatnonzero(equilibria)
    found[cells[together.leaves(together.resting(cells))]] = False
    return found


def ends_ahead(together: Together, equilibria: Array, holds: Array, start: int) -> Ends:
    """Where things can end from this cell. Raises `TooMuchError` where too much lies ahead."""
    walk = Walk(together, equilibria)
    seen = np.zeros(len(holds), np.bool_)
    seen[start] = True
    fresh = np.array([start])
    leaving: list[Starts] = []
    while len(fresh):
        block = walk.spread(fresh, seen)
        leaving.append(walk.starts(block[~holds[block]]))
        reached = []
        for agreement in together.agreements:
            lands = together.landings[agreement.name]
            places = together.reached(agreement, leaving[-1], np.flatnonzero(~seen[lands.cells]))
            reached.append(lands.cells[places])
            seen[reached[-1]] = True
        fresh = np.concatenate(reached)
    resting = np.flatnonzero(seen & holds)
    return Ends(resting, walk.cycles(_joined(leaving), holds))


def cycles_anywhere(together: Together, equilibria: Array, holds: Array) -> list[Array]:
    """The cycles of the whole grid in which things can end. Raises `TooMuchError` where too many cells go round."""
    board, worth = together.board, together.verdicts.worth
    leads = holds
    while True:
        leads = leading_to(board, worth, leads, together.compiled)
        waiting = np.flatnonzero(equilibria & ~leads)
        found = together.leaves(together.resting(waiting), leads)
        if not found.any():
            break
        leads[waiting[found]] = True
    lost = np.flatnonzero(board.feasible & ~leads)
    if not len(lost):
        return []
    walk = Walk(together, equilibria)
    walk.spread(lost, ~leads)
    return walk.cycles(walk.starts(lost), leads)


def _joined(parts: list[Starts]) -> Starts:
    cells = np.concatenate([part.cells for part in parts])
    against = _side_by_side([part.against for part in parts])
    own = [part.own for part in parts if part.own is not None]
    return Starts(cells, against, _side_by_side(own) if own else None)


def _side_by_side(tables: list[dict[str, Array]]) -> dict[str, Array]:
    return {name: np.concatenate([table[name] for table in tables]) for name in tables[0]}


@dataclass
class Walk:
    """Steps of single actors from the cells looked at so far, and what each party has wherever no deal leads."""

    together: Together
    equilibria: Array
    source: list[Array] = field(default_factory=list)
    target: list[Array] = field(default_factory=list)
    looked: int = 0
    kept: int = 0
    known: Array = field(default_factory=lambda: np.zeros(0, np.int64))  # cells that somebody leaves alone, sorted
    without: dict[str, Array] = field(default_factory=dict)  # of each party, at those cells

    @property
    def board(self) -> Board:
        return self.together.board

    def spread(self, fresh: Array, seen: Array) -> Array:
        """These cells and all that steps of single actors lead to from them and has not been seen."""
        block = [fresh]
        first = len(self.source)
        while len(fresh):
            moving = fresh[~self.equilibria[fresh]]
            self.looked += len(moving)
            if self.looked > MAX_AHEAD:
                raise TooMuchError
            source, target = arcs_from(self.board, self.together.verdicts.worth, moving)
            self.source.append(source)
            self.target.append(target)
            self.kept += len(source)
            if self.kept > MAX_ARCS:
                raise TooMuchError
            fresh = np.unique(target[~seen[target]])
            seen[fresh] = True
            block.append(fresh)
        found = np.concatenate(block)
        if self.together.verdicts.concept.closure.looks_ahead:
            self._learn(found, np.concatenate(self.source[first:]), np.concatenate(self.target[first:]))
        return found

    def _learn(self, block: Array, source: Array, target: Array) -> None:
        """What comes without a deal from the cells of a block that somebody leaves alone.

        What steps lead to outside the block is known from before, and stands for all that lies ahead of it.
        """
        moving = block[~self.equilibria[block]]
        nodes = np.unique(np.concatenate([moving, target]))
        steps = Steps(np.searchsorted(nodes, source), np.searchsorted(nodes, target), (len(nodes), 1))
        known = np.concatenate([self.known, moving])
        order = np.argsort(known)
        ends, old = steps.ends[:, 0], np.isin(nodes, self.known)
        for party in {party for agreement in self.together.agreements for party in agreement.parties}:
            least = np.where(ends, self.board.ranks[party].lifted[nodes].astype(np.int64), -1)
            if old.any():
                least[old] = self.without[party][np.searchsorted(self.known, nodes[old])]
            most = steps.carried(least[:, None], np.maximum)[:, 0]
            before = self.without.get(party, np.zeros(0, np.int64))
            self.without[party] = np.concatenate([before, most[np.searchsorted(nodes, moving)]])[order]
        self.known = known[order]

    def starts(self, cells: Array) -> Starts:
        """These cells with what a landing must beat there."""
        found = self.together.resting(cells)
        moving = np.flatnonzero(~self.equilibria[cells])
        agreements, ahead = self.together.agreements, self.together.verdicts.concept.closure.looks_ahead
        if ahead:
            at = np.searchsorted(self.known, cells[moving])
            for agreement in agreements:
                for place, party in enumerate(agreement.parties) if len(moving) else ():
                    found.against[agreement.name][moving, place] = self.without[party][at]
            return found
        own = {}
        for agreement in agreements:
            own[agreement.name] = np.full((len(cells), len(agreement.parties)), -1, np.int32)
            for place, party in enumerate(agreement.parties):
                own[agreement.name][moving, place] = best_open(
                    self.board, self.together.verdicts.worth, party, cells[moving]
                )
        return Starts(cells, found.against, own)

    def cycles(self, starts: Starts, goals: Array) -> list[Array]:
        """The cycles among cells that are left and lead to no goal."""
        source, target = (np.concatenate([np.zeros(0, np.int64), *ends]) for ends in (self.source, self.target))
        graph = Graph(len(goals), source, target)
        leads = goals
        while True:
            leads = graph.backward(leads)
            waiting = np.flatnonzero(~leads[starts.cells])
            found = self.together.leaves(starts.at(waiting), leads)
            if not found.any():
                break
            leads[starts.cells[waiting[found]]] = True
        lost = np.sort(starts.cells[waiting])
        if not len(lost):
            return []
        if len(lost) > MAX_CIRCLING:
            raise TooMuchError
        lost_starts = starts.at(waiting[np.argsort(starts.cells[waiting])])
        within = np.isin(source, lost)
        arcs = [(np.searchsorted(lost, source[within]), np.searchsorted(lost, target[within]))]
        arcs += [self.together.between(agreement, lost_starts) for agreement in self.together.agreements]
        begin, end = (np.concatenate([pair[k] for pair in arcs]) for k in (0, 1))
        return [lost[list(members)] for members in Graph(len(lost), begin, end).classes()]
