"""Joint moves that can be believed: worth it, kept, and not spoiled.

A joint move of an agreement from s to t is credible under a concept if

- it is *worth it*: every party gains, and none could do at least as well by an unpunished improvement of its own;
- it is *kept*: at t every party is stable alone;
- it is *not spoiled*: the actors outside have no answer of the kind the concept allows that leaves some party no
  better than at s (where the concept allows a reply: not even by the party's one reply). Under R nothing is asked.

With w the parties' thresholds when only the outsiders answer, "every party gains and none is spoiled" is
w(t) > lifted(s) for every party: the same rule as for an actor alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.outcomes.moves import Arcs
from detente.outcomes.preferences import Array
from detente.stability.concepts import Concept
from detente.stability.engines.arrays import Engine


@dataclass(frozen=True)
class JointMoves:
    """What decides about one agreement's joint moves under one concept, for all draws of a block.

    Arrays are outcomes × draws; lists go by party.
    """

    agreement: str
    parties: tuple[str, ...]
    arcs: Arcs
    kept: Array
    threshold: list[Array]
    lifted: list[Array]
    rank: list[Array]
    best_open: list[Array]

    def credible(self, draw: int, starts: Array | None = None) -> tuple[Array, Array]:
        """The credible joint moves of one draw (from these starts only): their starts and ends."""
        if starts is None:
            source, target = self.arcs.into(np.flatnonzero(self.kept[:, draw]))
        else:
            source, target = self.arcs.out_of(starts)
            keep = self.kept[:, draw][target]
            source, target = source[keep], target[keep]
        keep = np.ones(len(source), np.bool_)
        for threshold, lifted, rank, best in zip(self.threshold, self.lifted, self.rank, self.best_open, strict=True):
            keep &= threshold[:, draw][target] > lifted[:, draw][source]
            keep &= rank[:, draw][target] > best[:, draw][source]
        return source[keep], target[keep]


def joint_moves(
    engine: Engine, concept: Concept, stable: dict[str, Array], best_open: dict[str, Array]
) -> list[JointMoves]:
    """For every agreement whose parties can act: what its joint moves are judged by."""
    found = []
    for agreement, arcs in engine.moves.together.items():
        parties = engine.moves.parties[agreement]
        outside = [actor for actor in engine.actors if actor not in parties]
        found.append(
            JointMoves(
                agreement,
                parties,
                arcs,
                np.logical_and.reduce([stable[party] for party in parties]),
                [engine.threshold(party, concept, outside) for party in parties],
                [engine.lifted[party] for party in parties],
                [engine.rank[party] for party in parties],
                [best_open[party] for party in parties],
            )
        )
    return found
