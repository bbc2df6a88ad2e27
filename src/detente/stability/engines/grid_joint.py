"""Where things go on a grid with agreements: what nobody leaves, alone or together, and what lies ahead.

No joint move is listed. Whether some credible one leads from a cell is a question about points (`dominance`): is there
a landing of the same slab worth more to every party than what it must beat at the start? To find what can be reached,
the question is turned round: for each landing not reached yet, is there a reached start from which it is credible?

What a landing must beat at a start (`detente.stability.joint`): where improvements are answered, the most that the
party has wherever no deal leads; under the other concepts where it stands, and its own best unpunished improvement. At
an equilibrium both are where it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from detente.outcomes.space import Array
from detente.stability.engines.board import Board
from detente.stability.engines.dominance import points_of, stacked
from detente.stability.engines.grid_agreement import Agreement
from detente.stability.engines.grid_foresight import Landings, landings
from detente.stability.engines.sweeps import Verdicts, compiler_present

PAIRS = 1 << 22  # pairs of cells compared together


@dataclass(frozen=True)
class Starts:
    """Cells with what a landing must beat there: `against`, and (where it is asked) `own`, cells × parties.

    One table per agreement; where nobody moves alone, `own` asks nothing and may be None.
    """

    cells: Array
    against: dict[str, Array]
    own: dict[str, Array] | None = None

    def at(self, places: Array) -> Starts:
        """Some of them."""
        own = None if self.own is None else {name: table[places] for name, table in self.own.items()}
        return Starts(self.cells[places], {name: table[places] for name, table in self.against.items()}, own)


@dataclass
class Together:
    """One concept on a board with agreements."""

    board: Board
    verdicts: Verdicts
    agreements: list[Agreement]
    compiled: bool
    landings: dict[str, Landings] = field(default_factory=dict)

    @classmethod
    def of(cls, board: Board, verdicts: Verdicts, agreements: Sequence[Agreement], compiled: bool | None) -> Together:
        """Raises `TooMuchError` where it is not known what follows a joint move."""
        found = {agreement.name: landings(board, verdicts, agreement, compiled) for agreement in agreements}
        fast = compiler_present() if compiled is None else compiled
        return cls(board, verdicts, list(agreements), fast, found)

    # What a landing must beat

    def resting(self, cells: Array) -> Starts:
        """Starts at which nobody moves alone."""
        lifted = {
            agreement.name: stacked([self.board.ranks[p].lifted[cells] for p in agreement.parties], rows=len(cells))
            for agreement in self.agreements
        }
        return Starts(cells, lifted)

    # Questions

    def leaves(self, starts: Starts, within: Array | None = None) -> Array:
        """Boolean array: from this start some credible joint move leads (to one of these cells)."""
        found = np.zeros(len(starts.cells), np.bool_)
        for agreement in self.agreements:
            lands = self.landings[agreement.name]
            chosen = np.arange(len(lands.cells)) if within is None else np.flatnonzero(within[lands.cells])
            asking = np.flatnonzero(~found)
            if len(chosen) and len(asking):
                found[asking] = self._leaves(agreement, lands, chosen, starts.at(asking))
        return found

    def _leaves(self, agreement: Agreement, lands: Landings, chosen: Array, starts: Starts) -> Array:
        cells, own = starts.cells, None if starts.own is None else starts.own[agreement.name]
        slabs, below = agreement.slabs_of(cells), agreement.bounded(cells)
        bar = stacked(starts.against[agreement.name].T, () if own is None else own.T, below, rows=len(cells))
        rank = () if own is None else lands.rank[chosen].T
        above = [height + 1 for height in agreement.bounded(lands.cells[chosen])]
        values = stacked(lands.most[chosen].T, rank, above, rows=len(chosen))
        points = points_of(lands.cells[chosen], lands.slabs[chosen], values)
        found = np.zeros(len(cells), np.bool_)
        asking = np.arange(len(cells))
        while len(asking):
            at = points.some_above(cells[asking], slabs[asking], bar[asking], agreement.apart, self.compiled)
            asking, at = asking[at >= 0], at[at >= 0]
            places = chosen[points.order[at]]
            certain = (lands.least[places] > starts.against[agreement.name][asking]).all(axis=1)
            found[asking[certain]] = True
            asking, at, places = asking[~certain], at[~certain], places[~certain]
            lands.settle(places)
            now = points.nodes[at]
            now[:, : len(agreement.parties)] = lands.most[places]
            points.lower(at, now)
        return found

    def reached(self, agreement: Agreement, starts: Starts, chosen: Array) -> Array:
        """Which of these landings (by place) are reached from a start by a credible joint move."""
        lands = self.landings[agreement.name]
        own = None if starts.own is None else starts.own[agreement.name]
        below = agreement.bounded(starts.cells)
        bar = stacked(starts.against[agreement.name].T, () if own is None else own.T, below, rows=len(starts.cells))
        points = points_of(starts.cells, agreement.slabs_of(starts.cells), -bar)

        def ask(places: Array) -> tuple[Array, Array]:
            rank = () if own is None else lands.rank[places].T
            above = [height + 1 for height in agreement.bounded(lands.cells[places])]
            values = stacked(lands.most[places].T, rank, above, rows=len(places))
            given = (lands.cells[places], lands.slabs[places], -values, agreement.apart, self.compiled)
            at = points.some_above(*given)
            return places[at >= 0], points.order[at[at >= 0]]

        hoped, at = ask(chosen)
        certain = (lands.least[hoped] > starts.against[agreement.name][at]).all(axis=1)
        lands.settle(hoped[~certain])
        return np.concatenate([hoped[certain], ask(hoped[~certain])[0]])

    def between(self, agreement: Agreement, starts: Starts) -> tuple[Array, Array]:
        """The credible joint moves among these cells, each listed: places of their starts and ends. For few cells."""
        lands, cells = self.landings[agreement.name], starts.cells
        at = np.searchsorted(lands.cells, cells)
        ends = np.flatnonzero(np.append(lands.cells, -1)[at] == cells)
        at = at[ends]
        lands.settle(at)
        bar, slabs = starts.against[agreement.name], agreement.slabs_of(cells)
        own = None if starts.own is None else starts.own[agreement.name]
        heights = stacked(agreement.bounded(cells), rows=len(cells))
        pairs = []
        for first in range(0, len(cells), step := max(1, PAIRS // max(1, len(ends)))):
            some = np.arange(first, min(first + step, len(cells)))[:, None]
            keep = (slabs[some] == slabs[ends]) & agreement.apart.differ(cells[some], cells[ends])
            keep &= (lands.most[at] > bar[some]).all(axis=2) & (heights[ends] >= heights[some]).all(axis=2)
            if own is not None:
                keep &= (lands.rank[at] > own[some]).all(axis=2)
            start, end = np.nonzero(keep)
            pairs.append((start + first, ends[end]))
        return tuple(np.concatenate([pair[k] for pair in pairs]) for k in (0, 1))  # type: ignore[return-value]
