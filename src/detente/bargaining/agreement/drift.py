"""Where no deal leads: where everybody's own improvements end that nobody can punish, leaving agreements included.

From the status quo, every actor takes the steps of its own that are sure under a concept, by default SEQ
(`detente.stability.foresight`), in whatever order. What they end in are the terminal classes of these steps: one
outcome, several, or a cycle. Under R, the *myopic* reading, a step is sure if it pays at once, whatever the others
answer.

Own moves change own options and take terms back, and so do all answers to them. So only the outcomes that differ from
the status quo in these are looked at, and the size of the rest of the model does not matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

import numpy as np

from detente.errors import LimitError
from detente.outcomes.moves import Moves, held_actors, own_moves
from detente.outcomes.numbers import Numbers
from detente.outcomes.preferences import Array, preferences_of
from detente.outcomes.space import Axis, Space, held_places, space_within
from detente.situation.model import Situation
from detente.stability.concepts import CONCEPTS
from detente.stability.engines.arrays import Engine
from detente.stability.foresight import Foresight, Steps, foresight

MOST = 1 << 16  # outcomes that own moves can lead to
CONCEPT_OF = {"drift": "seq", "myopic": "nash"}  # how “without a deal” is read, by the name of the reading

Levels = tuple[int, ...]


@dataclass(frozen=True)
class OwnMoves:
    """The outcomes that own moves can lead to from a start, and these moves. `here`: the start, None if infeasible."""

    situation: Situation
    space: Space
    moves: Moves
    here: int | None

    def sure(self, numbers: Numbers, concept: str) -> Foresight:
        """The sure steps in every draw of these numbers (of this space)."""
        return foresight(Engine.of(self.moves, preferences_of(numbers)), CONCEPTS[concept])

    def levels(self, outcome: int) -> Levels:
        """The levels of all axes."""
        return tuple(self.space.levels[outcome].tolist())


def own_moves_from(situation: Situation, axes: tuple[Axis, ...], start: Levels) -> OwnMoves:
    """Everything that actors can do alone, one after another. Raises `LimitError` where it is too much."""
    held = held_places(situation, axes)
    still = held_actors(situation)
    leaving = {name for name, record in situation.agreements.items() if not still.issuperset(record.parties)}
    allowed = []
    for place, (axis, level) in enumerate(zip(axes, start, strict=True)):
        if place in held:
            allowed.append([level])
        elif axis.kind == "option":
            allowed.append(list(range(len(axis.levels))))
        elif axis.leave == "any" and axis.owner in leaving:
            allowed.append(sorted({level, axis.without}))
        else:
            allowed.append([level])
    if (count := prod(map(len, allowed))) > MOST:
        raise LimitError("deal_drift_large", count=count, limit=MOST)
    space = space_within(situation, axes, allowed)
    moves = Moves(own_moves(situation, space), {}, {}, not situation.cuts)
    return OwnMoves(situation, space, moves, space.with_levels(list(start)))


def drift(
    situation: Situation, axes: tuple[Axis, ...], start: Levels, concept: str = "seq"
) -> tuple[tuple[Levels, ...], tuple[tuple[str, Levels, Levels], ...]]:
    """The ends of the drift, in the order of outcomes; and the steps of a shortest way to the first of them.

    Numbers stand at their centres. An infeasible start is its own end.
    """
    own = own_moves_from(situation, axes, start)
    if own.here is None:
        return (start,), ()
    sure = own.sure(Numbers(situation, own.space), concept)
    (ends,) = ends_by_draw(sure.alone, own.here)
    way = tuple((who, own.levels(one), own.levels(two)) for who, one, two in _way(sure, own.here, ends[0]))
    return tuple(own.levels(end) for end in ends), way


def ends_by_draw(steps: Steps, start: int) -> list[tuple[int, ...]]:
    """The members of the terminal classes that are ahead of the start, draw by draw."""
    ahead = np.zeros(steps.shape, np.bool_)
    ahead[start] = True
    backwards = Steps(steps.target, steps.source, steps.shape)
    found: Array = backwards.carried(ahead, np.logical_or) & steps.ends
    rows = np.packbits(found, axis=0)
    _, first, which = np.unique(rows, axis=1, return_index=True, return_inverse=True)
    kinds = [tuple(np.flatnonzero(found[:, draw]).tolist()) for draw in first]
    return [kinds[kind] for kind in which.reshape(-1)]


def _way(sure: Foresight, start: int, end: int) -> list[tuple[str, int, int]]:
    """A shortest way in the first draw: who moves, from where to where."""
    after: dict[int, list[tuple[str, int]]] = {}
    for actor in sure.engine.actors:
        steps = sure.steps((actor,))
        draws = steps.shape[1]
        for one, two in zip((steps.source // draws).tolist(), (steps.target // draws).tolist(), strict=True):
            after.setdefault(one, []).append((actor, two))
    before: dict[int, tuple[str, int]] = {start: ("", start)}
    queue = [start]
    for one in queue:
        for who, two in after.get(one, ()):
            if two not in before:
                before[two] = (who, one)
                queue.append(two)
    found = []
    while end != start:
        who, one = before[end]
        found.append((who, one, end))
        end = one
    return found[::-1]
