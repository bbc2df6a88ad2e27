"""Joint moves that can be believed: worth it, kept, and not spoiled.

Where nothing that follows is sure (R, GMR, SMR), a joint move of an agreement is judged where it lands. From s to t it
is credible under a concept if

- it is *worth it*: every party gains, and none could do at least as well by an unpunished improvement of its own;
- it is *kept*: at t every party is stable alone;
- it is *not spoiled*: the actors outside have no answer of the kind the concept allows that leaves some party no
  better than at s (where the concept allows a reply: not even by the party's one reply). Under R nothing is asked.

With w the parties' thresholds when only the outsiders answer, "every party gains and none is spoiled" is
w(t) > lifted(s) for every party: the same rule as for an actor alone.

Where answers are improvements (SEQ, SSEQ), a joint move is judged where the outsiders' sure steps take it, against
where things go without a deal (`detente.stability.foresight`). The rule keeps its form: `worth` of t > `against` of s.

Each party's conditions are its own, except that all must keep it: so the same record says who *consents*.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.outcomes.moves import Arcs
from detente.outcomes.preferences import Array
from detente.stability.engines.arrays import Engine
from detente.stability.foresight import Foresight


@dataclass(frozen=True)
class JointMoves:
    """What decides about one agreement's joint moves under one concept, for all draws of a block.

    Arrays are outcomes × draws; lists go by party. A move from s to t is worth it to a party, and not spoiled for it,
    if ``worth[t] > against[s]``; `own`, where it counts: and if its rank at t is above that of its best unpunished
    improvement from s (``rank``, ``best_open``).
    """

    agreement: str
    parties: tuple[str, ...]
    arcs: Arcs
    kept: Array
    worth: list[Array]
    against: list[Array]
    own: list[tuple[Array, Array]]

    def credible(self, draw: int, starts: Array | None = None) -> tuple[Array, Array]:
        """The credible joint moves of one draw (from these starts only): their starts and ends."""
        return self.consented(self.parties, draw, starts)

    def consented(self, parties: Sequence[str], draw: int, starts: Array | None = None) -> tuple[Array, Array]:
        """The joint moves that all parties keep and to which these consent for themselves: their starts and ends."""
        if starts is None:
            source, target = self.arcs.into(np.flatnonzero(self.kept[:, draw]))
        else:
            source, target = self.arcs.out_of(starts)
            keep = self.kept[:, draw][target]
            source, target = source[keep], target[keep]
        keep = np.ones(len(source), np.bool_)
        for place in map(self.parties.index, parties):
            keep &= self.worth[place][:, draw][target] > self.against[place][:, draw][source]
            for rank, best in self.own[place : place + 1]:
                keep &= rank[:, draw][target] > best[:, draw][source]
        return source[keep], target[keep]


def joint_moves(ahead: Foresight) -> list[JointMoves]:
    """For every agreement whose parties can act: what its joint moves are judged by."""
    judge = _where_it_leads if ahead.concept.closure.looks_ahead else where_it_lands
    return [judge(ahead, agreement) for agreement in ahead.engine.moves.together]


def where_it_lands(ahead: Foresight, agreement: str) -> JointMoves:
    """The rule that looks at nothing that follows but the answers the concept allows."""
    engine: Engine = ahead.engine
    parties = engine.moves.parties[agreement]
    outside = [actor for actor in engine.actors if actor not in parties]
    return JointMoves(
        agreement,
        parties,
        engine.moves.together[agreement],
        np.logical_and.reduce([ahead.stable[party] for party in parties]),
        [engine.threshold(party, ahead.concept, outside) for party in parties],
        [engine.lifted[party] for party in parties],
        [(engine.rank[party], ahead.best_open[party]) for party in parties],
    )


def _where_it_leads(ahead: Foresight, agreement: str) -> JointMoves:
    """The rule that looks at where the outsiders' sure steps take it."""
    engine: Engine = ahead.engine
    parties = engine.moves.parties[agreement]
    followed = ahead.judge(parties)
    against = [ahead.without(party) for party in parties]
    hopes = [
        least > bar.min(axis=0, initial=np.iinfo(bar.dtype).max)
        for least, bar in zip(followed.least, against, strict=True)
    ]
    # Of a single draw it is also asked who consents, party by party, whatever the others hope for.
    hopeful = (np.logical_or if followed.kept.shape[1] == 1 else np.logical_and).reduce(hopes)
    worth = followed.worth(followed.kept & hopeful)
    return JointMoves(agreement, parties, engine.moves.together[agreement], followed.kept, worth, against, [])
