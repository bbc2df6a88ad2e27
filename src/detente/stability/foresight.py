"""What follows a joint move, and what comes without one, under concepts whose answers are improvements (SEQ, SSEQ).

The *sure* steps are the improvements that nobody can punish. The *course* of an outcome is what the sure steps of the
actors outside an agreement lead to from it, its *ends* are the members of the terminal classes of the course: places
of rest, or cycles. *Without a deal* things go where everybody's own sure steps end. A joint move from s to t is

- *worth it* to a party that is better at every end of t than wherever no deal leads from s;
- *kept* if at every end every party is stable alone, and on the way no party has a sure step of its own that is at
  least as good for it as some end: else it would not wait for it;
- *spoiled* for a party if the outsiders' improvements lead from t to an outcome off the course at which the party is no
  better than at some outcome that no deal leads to (where a reply is allowed: not even by its one reply).

Fear every improvement, count only on the sure ones. Where no outsider moves from t and nobody alone from s, this is the
rule of `detente.stability.joint` word for word. Definitions and proofs: ``docs/theory/foresight.md``.

Draws are laid side by side: a *place* is outcome × number of draws + draw, so one graph serves a whole block, and an
array of outcomes × draws, read in order, is a value per place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from detente.outcomes.moves import each_once, runs
from detente.outcomes.preferences import Array
from detente.stability.concepts import Concept
from detente.stability.engines.arrays import Engine

MARKS = 50_000_000  # bytes of what is marked at once, when many landings are looked at together


@dataclass(frozen=True)
class Steps:
    """The sure steps of some actors: step k leads from place `source[k]` to place `target[k]`; `shape`: of a table."""

    source: Array
    target: Array
    shape: tuple[int, int]

    @property
    def places(self) -> int:
        return self.shape[0] * self.shape[1]

    @cached_property
    def moves(self) -> Array:
        """Boolean, outcomes × draws: some step begins here."""
        found = np.zeros(self.places, np.bool_)
        found[self.source] = True
        return found.reshape(self.shape)

    def carried(self, value: Array, pick: np.ufunc) -> Array:
        """For each place the least (`np.minimum`) or greatest value among it and all that lies ahead of it."""
        found = value.reshape(-1).copy()
        while len(self.source):
            before = found[self.source]
            pick.at(found, self.source, found[self.target])
            if np.array_equal(before, found[self.source]):
                break
        return found.reshape(self.shape)

    @cached_property
    def ends(self) -> Array:
        """Boolean, outcomes × draws: a member of a terminal class, so a place of rest or part of a closed cycle.

        Numbers the places. In a terminal class the highest number ahead of each member is that of the class itself; it
        is ahead of everything that is ahead. So where all that lies ahead agrees on it, it stands in a terminal class,
        and what lies ahead of *it* is that class.
        """
        rest = ~self.moves
        reaches_rest = self.carried(rest, np.logical_or)
        if reaches_rest.all():
            return rest
        lost = ~reaches_rest.reshape(-1)
        within = Steps(self.source[lost[self.source]], self.target[lost[self.source]], self.shape)
        number = np.arange(self.places)
        highest = within.carried(number, np.maximum).reshape(-1)
        agreed = within.carried(highest, np.minimum).reshape(-1) == highest
        seen = np.zeros(self.places, np.bool_)
        seen[highest[agreed & lost]] = True
        backwards = Steps(within.target, within.source, self.shape)
        return rest | (backwards.carried(seen, np.logical_or) & lost.reshape(self.shape))

    def ahead(self, place: int) -> set[int]:
        """Everything these steps lead to from a place, itself included."""
        seen, waiting = {place}, [place]
        while waiting:
            for end in self.after(waiting.pop()):
                if end not in seen:
                    seen.add(end)
                    waiting.append(end)
        return seen

    def all_ahead(self, outcomes: Array, draws: Array) -> Array:
        """The same for many outcomes, each in its draw, as numbers: place in the list × outcomes + outcome."""
        count, wide = self.shape
        source, target = self._in_order

        def onward(numbers: Array) -> Array:
            place, outcome = np.divmod(numbers, count)
            start = outcome * wide + draws[place]
            first = np.searchsorted(source, start)
            length = np.searchsorted(source, start, "right") - first
            ends: Array = np.repeat(place, length) * count + target[runs(first, length)] // wide
            return ends

        return spread(np.arange(len(outcomes)) * count + outcomes, len(outcomes) * count, onward)

    @cached_property
    def _in_order(self) -> tuple[Array, Array]:
        """Sources and targets in the order of the sources."""
        order = np.argsort(self.source, kind="stable")
        return self.source[order], self.target[order]

    def after(self, place: int) -> list[int]:
        """Where one of these steps leads from a place."""
        return self._after.get(place, [])

    @cached_property
    def _after(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for source, target in zip(self.source.tolist(), self.target.tolist(), strict=True):
            found.setdefault(source, []).append(target)
        return found


@dataclass(frozen=True)
class Foresight:
    """The sure steps of a block of draws under one concept, and what follows from them.

    `threshold`, `stable`, `best_open`: per actor, outcomes × draws (`detente.stability.engines.arrays`).
    """

    engine: Engine
    concept: Concept
    threshold: dict[str, Array]
    stable: dict[str, Array]
    best_open: dict[str, Array]

    @property
    def shape(self) -> tuple[int, int]:
        count, draws = next(iter(self.threshold.values())).shape
        return count, draws

    @cached_property
    def _sure(self) -> dict[str, tuple[Array, Array]]:
        draws = self.shape[1]
        found = {}
        for actor in self.engine.actors:
            arcs, lifted = self.engine.moves.alone[actor], self.engine.lifted[actor]
            moving = np.flatnonzero(~self.stable[actor].all(axis=1))  # only from here does any step begin
            source, target = arcs.out_of(moving)
            starts, ends = [], []
            for draw in range(draws):  # draw by draw: arcs are many, sure steps are few
                sure = self.threshold[actor][:, draw][target] > lifted[:, draw][source]
                starts.append(source[sure] * draws + draw)
                ends.append(target[sure] * draws + draw)
            found[actor] = np.concatenate(starts), np.concatenate(ends)
        return found

    def steps(self, movers: Iterable[str]) -> Steps:
        """The sure steps of these actors."""
        chosen = [self._sure[mover] for mover in movers]
        none = np.zeros(0, np.int64)
        source = np.concatenate([none, *(pair[0] for pair in chosen)])
        target = np.concatenate([none, *(pair[1] for pair in chosen)])
        return Steps(source, target, self.shape)

    @cached_property
    def alone(self) -> Steps:
        """Everybody's sure steps: where it goes without a deal."""
        return self.steps(self.engine.actors)

    def without(self, party: str) -> Array:
        """The most that the party has wherever no deal leads, lifted by its inertia: what an end must beat."""
        lifted = self.engine.lifted[party]
        return self.alone.carried(np.where(self.alone.ends, lifted, -1), np.maximum)

    def judge(self, parties: Sequence[str]) -> Followed:
        """What decides about landing at each outcome, if these act together and all others follow."""
        outside = [actor for actor in self.engine.actors if actor not in parties]
        steps = self.steps(outside)
        highest = np.iinfo(next(iter(self.engine.rank.values())).dtype).max
        least = [steps.carried(np.where(steps.ends, self.engine.rank[party], highest), np.minimum) for party in parties]
        stay = np.logical_and.reduce([self.stable[party] for party in parties])
        kept = steps.carried(stay | ~steps.ends, np.logical_and)
        for party, worst in zip(parties, least, strict=True):
            own = np.where(steps.ends, -1, self.best_open[party])
            kept &= steps.carried(own, np.maximum) < worst
        feared = [
            np.where(steps.moves, highest, self.engine.threshold(party, self.concept, outside)) for party in parties
        ]
        return Followed(self, tuple(parties), tuple(outside), steps, kept, least, feared)


def foresight(engine: Engine, concept: Concept) -> Foresight:
    """Who is stable where, and what is sure to follow, for a block of draws."""
    thresholds = engine.thresholds(concept)
    return Foresight(engine, concept, thresholds, *engine.all_best_open(concept, thresholds))


@dataclass(frozen=True)
class Followed:
    """What a landing is worth to parties that know what the outsiders then do; arrays are outcomes × draws.

    `least[k]`: the rank of the worst end for party k; `feared[k]`: the worst answer off the course, known at first only
    where no outsider moves on (`worth` looks for it elsewhere, where it matters).
    """

    foresight: Foresight
    parties: tuple[str, ...]
    outside: tuple[str, ...]
    steps: Steps
    kept: Array
    least: list[Array]
    feared: list[Array]

    def worth(self, landings: Array) -> list[Array]:
        """min(worst end, worst feared answer) per party, complete at `landings` (outcomes × draws)."""
        feared = [values.copy() for values in self.feared]
        outcomes, draws = np.nonzero(landings & self.steps.moves)
        at_once = max(1, MARKS // (max(1, self.steps.shape[0]) * (len(self.outside) + 1)))
        for first in range(0, len(outcomes), at_once):
            here = outcomes[first : first + at_once], draws[first : first + at_once]
            for values, worst in zip(feared, self._worst_off_course(*here), strict=True):
                values[here] = worst
        return [np.minimum(one, other) for one, other in zip(self.least, feared, strict=True)]

    def _worst_off_course(self, outcomes: Array, draws: Array) -> list[Array]:
        """Per party, the worst answer off the course of each of these landings."""
        engine, count = self.foresight.engine, self.steps.shape[0]
        on_course = np.zeros(len(outcomes) * count, np.bool_)
        on_course[self.steps.all_ahead(outcomes, draws)] = True
        answers = all_answers(engine, self.outside, outcomes, draws)
        landing, outcome = np.divmod(answers[~on_course[answers]], count)
        seeds = engine.replies if self.foresight.concept.replies else engine.rank
        found = []
        for party, least in zip(self.parties, self.least, strict=True):
            worst = np.full(len(outcomes), np.iinfo(least.dtype).max, least.dtype)
            np.minimum.at(worst, landing, seeds[party][outcome, draws[landing]])
            found.append(worst)
        return found


def spread(begin: Array, size: int, onward: Callable[[Array], Array]) -> Array:
    """All that these numbers (below `size`) lead to, themselves included; `onward`: where each leads in one step."""
    seen = np.zeros(size, np.bool_)
    seen[begin] = True
    found, fresh = [begin], begin
    while len(fresh):
        ends = onward(fresh)
        fresh = each_once(ends[~seen[ends]])
        seen[fresh] = True
        found.append(fresh)
    return np.concatenate(found)


def all_answers(engine: Engine, movers: Sequence[str], outcomes: Array, draws: Array) -> Array:
    """`answers_to` for many outcomes, each in its draw, as numbers: place in the list × outcomes + outcome.

    The outcomes themselves are among them.
    """
    count = len(engine.rank[engine.actors[0]])
    size = len(outcomes) * count

    def onward(states: Array) -> Array:
        """By everybody but who moved last: nobody first, whose number is that of the movers."""
        last, numbers = np.divmod(states, size)
        place, outcome = np.divmod(numbers, count)
        ends = []
        for number, mover in enumerate(movers):
            arcs, may = engine.moves.alone[mover], last != number
            first = arcs.first[outcome[may]]
            length = arcs.first[outcome[may] + 1] - first
            target = arcs.target[runs(first, length)]
            here, start = np.repeat(place[may], length), np.repeat(outcome[may], length)
            better = engine.rank[mover][target, draws[here]] > engine.lifted[mover][start, draws[here]]
            ends.append(number * size + here[better] * count + target[better])
        return np.concatenate([states[:0], *ends])

    nobody = len(movers) * size + np.arange(len(outcomes)) * count + outcomes
    return each_once(spread(nobody, size * (len(movers) + 1), onward) % size)


def answers_to(engine: Engine, movers: Sequence[str], outcome: int, draw: int) -> set[int]:
    """Every outcome to which the movers' improvements lead from this one; nobody moves twice in succession."""
    seen: set[tuple[int, str]] = set()
    waiting = [(outcome, "")]
    while waiting:
        place, last = waiting.pop()
        for mover in movers:
            if mover != last:
                ends = engine.moves.alone[mover].from_(place)
                better = engine.rank[mover][ends, draw] > engine.lifted[mover][place, draw]
                fresh = {(end, mover) for end in ends[better].tolist()} - seen
                seen |= fresh
                waiting.extend(fresh)
    return {place for place, _ in seen}
