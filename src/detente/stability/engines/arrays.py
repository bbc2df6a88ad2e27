"""Stability on arrays: every outcome, every actor and many draws at once.

For actor i and a concept, let a be the seed (i's rank, or its best reply), closed over the answers of the opponents by
a minimum, and w = min(rank, closed a). A move of i from s to t is an improvement that nobody can punish iff
w(t) > lifted(s): w(t) ≤ rank(t), so such a t is better than s, and the worst answer still is (the threshold rule,
docs/theory/stability.md, with its proof). So a concept is one array of integers per actor, and no sets are needed.

Arrays here are outcomes × draws (draws innermost, so that one gather serves all draws).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import cycle
from typing import Any

import numpy as np

from detente.outcomes.moves import SMALL, Arcs, Moves
from detente.outcomes.preferences import Array, Preferences
from detente.stability.concepts import Concept, require


def best_reply(rank: Array, arcs: Arcs) -> Array:
    """M(s): the best the actor can have by staying at s or by one move from it."""
    best = rank.copy()
    for column in arcs.padded.T:
        np.maximum(best, rank[column], out=best)
    return best


def least_after(value: Array, arcs: Arcs, shut: Sequence[Array], otherwise: Array) -> Array:
    """The least of `otherwise` and the values at the ends of a mover's moves, for each outcome.

    `shut`: for each column of ``arcs.padded``, the highest number where the move may not be made, else the lowest.
    """
    least = otherwise.copy()
    for column, out_of_the_way in zip(arcs.padded.T, shut, strict=True):
        np.minimum(least, np.maximum(value.take(column, axis=0), out_of_the_way), out=least)
    return least


@dataclass(frozen=True)
class Engine:
    """The three primitives (best reply, reach-min, improvement-min) for one block of draws.

    `ranks` and `lifts`: of each actor, outcomes × draws.
    """

    moves: Moves
    actors: tuple[str, ...]
    ranks: Array
    lifts: Array

    @classmethod
    def of(cls, moves: Moves, preferences: Preferences) -> Engine:
        """The engine for all draws of these preferences (ranked actors only)."""
        narrow = np.int16 if preferences.lifted.max(initial=0) < 2**15 - 1 else np.int32
        rank, lifted = preferences.rank, preferences.lifted
        ranks = np.ascontiguousarray(rank.transpose(1, 2, 0), narrow)
        lifts = ranks if lifted is rank else np.ascontiguousarray(lifted.transpose(1, 2, 0), narrow)
        return cls(moves, preferences.actors, ranks, lifts)

    @cached_property
    def rank(self) -> dict[str, Array]:
        """The ranks by actor."""
        return self.by_actor(self.ranks)

    @cached_property
    def lifted(self) -> dict[str, Array]:
        """The lifted ranks by actor."""
        return self.by_actor(self.lifts)

    def by_actor(self, table: Array) -> dict[str, Array]:
        """A table of all actors, taken apart."""
        return {actor: table[place] for place, actor in enumerate(self.actors)}

    @cached_property
    def _shut(self) -> dict[tuple[str, bool, np.dtype[Any]], list[Array]]:
        return {}

    def shut(self, mover: str, improving: bool, kind: np.dtype[Any]) -> list[Array]:
        """Which moves `least_after` leaves out: none but those that fill up the table, or all that do not improve."""
        asked = mover, improving, kind
        if asked not in self._shut:
            columns, itself = self.moves.alone[mover].padded.T, np.arange(self.moves.alone[mover].count)
            rank, lifted = self.rank[mover], self.lifted[mover]
            may = [rank[column] > lifted if improving else (column != itself)[:, None] for column in columns]
            numbers = np.iinfo(kind)
            self._shut[asked] = [np.where(made, numbers.min, numbers.max).astype(kind) for made in may]
        return self._shut[asked]

    @cached_property
    def replies(self) -> dict[str, Array]:
        return {actor: best_reply(self.rank[actor], self.moves.alone[actor]) for actor in self.actors}

    def closed(self, seed: Array, movers: Sequence[str], concept: Concept) -> Array:
        """The least seed among an outcome and all answers of the movers to it."""
        require("arrays", concept)
        closure = concept.closure
        active = [mover for mover in movers if len(self.moves.alone[mover])] if closure.answers else []
        if not active:
            return seed
        shut = {mover: self.shut(mover, closure.improving, seed.dtype) for mover in active}
        if self.moves.transitive and closure.depth is None:
            return self._closed_freely(seed, active, shut)
        return self._closed_in_turn(seed, active, shut, closure.depth)

    def _closed_freely(self, seed: Array, movers: list[str], shut: dict[str, list[Array]]) -> Array:
        """Two moves in succession are one, so every order of moves is legal: sweep until nothing changes."""
        value = seed
        unchanged = 0
        order = cycle(movers)
        while unchanged < len(movers):
            mover = next(order)
            after = least_after(value, self.moves.alone[mover], shut[mover], value)
            unchanged = unchanged + 1 if np.array_equal(after, value) else 1
            value = after
        return value

    def _closed_in_turn(self, seed: Array, movers: list[str], shut: dict[str, list[Array]], depth: int | None) -> Array:
        """Keep apart who moved last, so that nobody moves twice in succession; at most `depth` moves."""
        value = dict.fromkeys(movers, seed)  # value[j]: after a move of j, the least that can still come
        rounds = 0
        while True:
            after = {j: least_after(value[j], self.moves.alone[j], shut[j], seed) for j in movers}
            rounds += 1
            changed = False
            for last in movers:
                least = np.minimum.reduce([seed, *(after[j] for j in movers if j != last)])
                changed |= not np.array_equal(least, value[last])
                value[last] = least
            if not changed or rounds == depth:
                whole: Array = np.minimum.reduce([seed, *after.values()])
                return whole

    def threshold(self, actor: str, concept: Concept, movers: Sequence[str] | None = None) -> Array:
        """w = min(rank, closed seed): what an outcome is worth to the actor once it has been answered.

        `movers`: who answers; by default everybody else.
        """
        if movers is None:
            movers = [other for other in self.actors if other != actor]
        seed = self.replies[actor] if concept.replies else self.rank[actor]
        least: Array = np.minimum(self.rank[actor], self.closed(seed, movers, concept))
        return least

    def thresholds(self, concept: Concept) -> dict[str, Array]:
        """`threshold` of every actor."""
        require("arrays", concept)
        if not concept.closure.answers:
            return self.by_actor(self.ranks)  # a seed is never below them
        return {actor: self.threshold(actor, concept) for actor in self.actors}

    def best_open(self, actor: str, threshold: Array) -> tuple[Array, Array]:
        """Stability, and the rank of the best unpunished improvement from each outcome (-1: none)."""
        best = np.full_like(threshold, -1)
        lifted = self.lifted[actor]
        for column in self.moves.alone[actor].padded.T:
            np.maximum(best, np.where(threshold[column] > lifted, self.rank[actor][column], best), out=best)
        return best == -1, best

    def all_best_open(
        self, concept: Concept, thresholds: dict[str, Array]
    ) -> tuple[dict[str, Array], dict[str, Array]]:
        """`best_open` of every actor: where that is little, all moves of all actors at once."""
        ends, draws = self.moves.all_padded(self.actors), self.ranks.shape[2]
        if ends is None or ends.size * draws > SMALL:
            found = {actor: self.best_open(actor, thresholds[actor]) for actor in self.actors}
            return {actor: pair[0] for actor, pair in found.items()}, {actor: pair[1] for actor, pair in found.items()}
        ranks = self.ranks.reshape(-1, draws).take(ends, axis=0)
        if concept.closure.answers:
            unpunished = np.concatenate(list(thresholds.values())).take(ends, axis=0) > self.lifts
            ranks = np.where(unpunished, ranks, -1)
        best = np.maximum.reduce(ranks, axis=0, initial=-1)
        stable = best <= self.lifts
        np.putmask(best, stable, -1)
        return self.by_actor(stable), self.by_actor(best)
