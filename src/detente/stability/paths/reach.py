"""Ways from one outcome to others: what can be reached from a start, in how many steps, and along which path.

A *path* is a sequence of steps, each one move of an actor alone (leaving an agreement included) or one joint move of
an agreement's parties. Three kinds of path are told apart, from the narrowest to the widest:

- *as it goes*: along the arcs of a concept's own graph (improvements nobody can punish, credible joint moves); such a
  path to a terminal class exists iff the class is predicted from the start (a joint step is taken for where it leads,
  so it may be a sacrifice where it lands: then a path as it goes is none by improvements);
- *by improvements*: every step is better for whoever makes it (a joint step: for every party), punished or not;
- *by any moves*: a step that is not better for its mover, or for some party, is a *sacrifice*.

The shortest path of a kind is asked for, and among the shortest the one with the fewest sacrifices. Nobody moves twice
in succession (an actor, or the same parties together) where two moves in succession are not one move, that is with cuts
and in graph form; elsewhere a shortest path never does so. The concept's own graph knows no such rule, so paths as it
goes do not either. Ties are broken in a fixed order, read from the end of the path: the step before comes from the
outcome with the lowest number, then (where it matters) from the state whose last mover stands first, then by the mover
that stands first; actors stand in the order of the file, agreements after them.

Sources: Li, Kilgour & Hipel, J. Operational Research Society 56 (2005) 699–707 (status quo analysis: reachability by
moves and by improvements, nobody twice in succession); Xu, Kilgour, Hipel & Kemkes, European J. of Operational Research
207 (2010) (shortest coloured paths; the colour of an arc is its mover). Both from abstracts and from memory, unverified
in print. Joint steps, sacrifices and paths along the arcs of a concept are ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from detente.outcomes.moves import Arcs, Moves
from detente.outcomes.preferences import Array, Preferences
from detente.stability.solve import Arrows
from detente.stability.witness.witness import Step

Kind = Literal["goes", "improvements", "moves"]
KINDS: tuple[Kind, ...] = ("goes", "improvements", "moves")


@dataclass(frozen=True)
class Steps:
    """What one mover, an actor or the parties of an agreement, may do: arcs, and for each whether it is a sacrifice."""

    mover: str
    arcs: Arcs
    sacrifice: Array


def any_steps(moves: Moves, preferences: Preferences, draw: int = 0) -> list[Steps]:
    """Every move of every actor, then of every agreement's parties."""
    alone = [Steps(a, arcs, ~_gains(preferences, (a,), arcs, draw)) for a, arcs in moves.alone.items()]
    joint = [Steps(g, arcs, ~_gains(preferences, moves.parties[g], arcs, draw)) for g, arcs in moves.together.items()]
    return alone + joint


def improving_steps(steps: list[Steps]) -> list[Steps]:
    """Of these steps those that are no sacrifice."""
    return [_only(one, ~one.sacrifice) for one in steps]


def going_steps(arrows: Arrows, moves: Moves | None = None, preferences: Preferences | None = None) -> list[Steps]:
    """The arcs of a concept's own graph, by mover.

    With the preferences it is known which are sacrifices: a joint step may be taken for where it leads, though a party
    does not gain where it lands.
    """
    source, target = arrows.graph.source, arrows.graph.target
    order = np.lexsort((target, source))
    found = []
    for place, mover in enumerate(arrows.movers):
        mine = order[arrows.mover[order] == place]
        arcs = Arcs(source[mine], target[mine], arrows.graph.count)
        sacrifice = np.zeros(len(mine), np.bool_)
        if moves is not None and preferences is not None:
            sacrifice = ~_gains(preferences, moves.parties.get(mover, (mover,)), arcs, 0)
        found.append(Steps(mover, arcs, sacrifice))
    return found


def shortest_way(arrows: Arrows, start: int, members: Iterable[int], limit: int) -> list[Step]:
    """The steps of a shortest way from an outcome to one of these, as things go; at most the last `limit` of them."""
    wanted = set(members)
    steps = going_steps(arrows)
    before: dict[int, Step] = {}
    frontier, seen = [start], {start}
    while frontier and not seen & wanted:
        ahead: list[int] = []
        for here in frontier:
            for one in steps:
                for end in one.arcs.target[one.arcs.source == here].tolist():
                    if end not in seen:
                        seen.add(end)
                        before[end] = Step(one.mover, here, end)
                        ahead.append(end)
        frontier = ahead
    here = next((member for member in sorted(wanted) if member in seen), start)
    taken: list[Step] = []
    while here != start and len(taken) < limit:
        taken.append(before[here])
        here = before[here].start
    return taken[::-1]


def _only(steps: Steps, keep: Array) -> Steps:
    arcs = Arcs(steps.arcs.source[keep], steps.arcs.target[keep], steps.arcs.count)
    return Steps(steps.mover, arcs, steps.sacrifice[keep])


def _gains(preferences: Preferences, movers: tuple[str, ...], arcs: Arcs, draw: int) -> Array:
    """For each arc: its end is better than its start for all of these actors, by more than their inertia."""
    found = np.ones(len(arcs), np.bool_)
    for actor in movers:
        if actor in preferences.pairs:
            found &= preferences.pairs[actor][arcs.source, arcs.target]
        else:
            place = preferences.actors.index(actor)
            rank, lifted = preferences.rank[draw, place], preferences.lifted[draw, place]
            found &= rank[arcs.target] > lifted[arcs.source]
    return found


@dataclass(frozen=True)
class Reach:
    """How far everything is from `start`, and the last step of the best path to it.

    Arrays run over states. A state is an outcome (`width` 1) or, where nobody may move twice in succession, an outcome
    with its last mover: outcome × `width` + place of the mover counted from 1 (0: nobody has moved). `steps`: length
    of the shortest path (−1: none). `sacrifices`: the fewest among the shortest. `before`: the state before, `by`: who
    made the last step (places in `movers`).
    """

    start: int
    movers: tuple[str, ...]
    width: int
    steps: Array
    sacrifices: Array
    before: Array
    by: Array

    @cached_property
    def arrival(self) -> Array:
        """For each outcome, the state in which it is reached best."""
        most = int(self.sacrifices.max(initial=0)) + 1
        far = np.iinfo(np.int64).max
        cost = np.where(self.steps < 0, far, self.steps.astype(np.int64) * most + self.sacrifices)
        best: Array = cost.reshape(-1, self.width).argmin(axis=1) + np.arange(0, len(cost), self.width)
        return best

    @property
    def length(self) -> Array:
        """For each outcome, the number of steps of the shortest path to it (−1: none)."""
        found: Array = self.steps[self.arrival]
        return found

    @property
    def cost(self) -> Array:
        """For each outcome, the fewest sacrifices among the shortest paths to it."""
        found: Array = self.sacrifices[self.arrival]
        return found

    def counts(self) -> list[int]:
        """How many outcomes are reached first after 0, 1, 2, … steps."""
        length = self.length
        return [int(number) for number in np.bincount(length[length >= 0])]

    def path(self, outcome: int) -> tuple[Step, ...] | None:
        """The best path to the outcome; empty at the start, None where there is none."""
        state = int(self.arrival[outcome])
        if self.steps[state] < 0:
            return None
        found: list[Step] = []
        while self.steps[state]:
            before = int(self.before[state])
            mover = self.movers[int(self.by[state])]
            found.append(Step(mover, before // self.width, state // self.width))
            state = before
        return tuple(reversed(found))


def reach(steps: list[Steps], start: int, *, in_turn: bool) -> Reach:
    """Everything that can be reached from the start by these steps, breadth first, a whole layer at a time.

    `in_turn`: nobody moves twice in succession.
    """
    width = len(steps) + 1 if in_turn else 1
    size = steps[0].arcs.count * width
    length, cost = np.full(size, -1, np.int32), np.zeros(size, np.int32)
    length[start * width] = 0
    best = np.full(size, np.iinfo(np.int64).max)  # (sacrifices, state before, mover) as one number, least is best
    front, depth = np.array([start * width]), 0
    while len(front):
        depth += 1
        landed = []
        for place, one in enumerate(steps):
            here = front[front % width != place + 1] if in_turn else front
            arc, origin = _leaving(one.arcs, here // width)
            landing = one.arcs.target[arc] * width + (place + 1 if in_turn else 0)
            fresh = length[landing] < 0
            arc, origin, landing = arc[fresh], here[origin[fresh]], landing[fresh]
            key = ((cost[origin].astype(np.int64) + one.sacrifice[arc]) * size + origin) * len(steps) + place
            np.minimum.at(best, landing, key)
            landed.append(landing)
        front = np.unique(np.concatenate(landed))
        length[front] = depth
        cost[front] = best[front] // (size * len(steps))
    before, by = best // len(steps) % size, best % len(steps)
    return Reach(start, tuple(one.mover for one in steps), width, length, cost, before, by)


def _leaving(arcs: Arcs, outcomes: Array) -> tuple[Array, Array]:
    """The numbers of all arcs that leave these outcomes, and for each the place of its outcome in the list."""
    low = arcs.first[outcomes]
    number = arcs.first[outcomes + 1] - low
    origin = np.repeat(np.arange(len(outcomes)), number)
    ahead = np.repeat(np.cumsum(number) - number, number)
    return np.arange(len(origin)) - ahead + low[origin], origin


def reaches(moves: Moves, preferences: Preferences, arrows: Arrows, start: int) -> dict[Kind, Reach]:
    """What can be reached from the start by each kind of path."""
    steps = any_steps(moves, preferences)
    in_turn = not moves.transitive
    return {
        "goes": reach(going_steps(arrows, moves, preferences), start, in_turn=False),
        "improvements": reach(improving_steps(steps), start, in_turn=in_turn),
        "moves": reach(steps, start, in_turn=in_turn),
    }


def nearest(found: Reach, outcomes: Iterable[int], changes: Array) -> int | None:
    """Of these outcomes the one with the shortest path, then the fewest sacrifices, changes, and the lowest number.

    `changes`: for each outcome, in how much it differs from the start. None if none of them can be reached.
    """
    length, cost = found.length, found.cost
    able = [outcome for outcome in outcomes if length[outcome] >= 0]
    return min(able, key=lambda end: (length[end], cost[end], changes[end], end), default=None)
