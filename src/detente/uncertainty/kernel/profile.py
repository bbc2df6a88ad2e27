"""What the actors prefer in many draws, as the compiled kernel reads it: ranks of *kinds* of outcomes, draws innermost.

The meaning is that of `detente.outcomes.preferences`, and so are the numbers up to gaps: outcomes in which the same
goals are met have one rank, so it is kept once. Weights that vary are added up and ranked by compiled code; whatever
else there is (exact decimals, priorities, rankings, alternatives) is ranked there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.outcomes.numbers import Numbers
from detente.outcomes.preferences import (
    TIE_TOLERANCE,
    Array,
    Preferences,
    exact_utility,
    inertia_of,
    ranks_of,
    utility,
    weighed,
)
from detente.situation.wants import Preference
from detente.uncertainty.kernel import profile_compiled as compiled

CHUNK = 2**16  # utilities that are added up and ranked at a time: half a megabyte, so that they stay in the cache


@dataclass(frozen=True)
class Ranks:
    """One actor: `kind` of each outcome; `rank` and `lifted` of each kind in each draw.

    They are draws × kinds, each row filled up with zeros to whole 64-bit words.
    """

    kind: Array
    rank: Array
    lifted: Array

    @property
    def inert(self) -> bool:
        """Some gains are too small to count."""
        return self.lifted is not self.rank


def _room(draws: int, kinds: int, highest: int) -> Array:
    """Room for ranks from −1 to `highest`. Code is compiled for each type, so there are only two."""
    return np.zeros((draws, -(-kinds // 8) * 8), np.int16 if highest < np.iinfo(np.int16).max else np.int32)


def profile_of(numbers: Numbers, actors: Sequence[str]) -> tuple[Ranks, ...]:
    """The ranks of these actors; one without preferences is indifferent to all."""
    return tuple(_ranks(numbers.situation.preferences.get(actor), numbers, actor) for actor in actors)


def profile_from(preferences: Preferences, actors: Sequence[str]) -> tuple[Ranks, ...]:
    """The same from ranks that are already there."""
    places = [preferences.actors.index(actor) for actor in actors]
    return tuple(_outright(preferences.rank[:, place], preferences.lifted[:, place]) for place in places)


def _outright(rank: Array, lifted: Array) -> Ranks:
    """From ranks (draws × outcomes): each outcome is a kind of its own."""
    (draws, count), highest = rank.shape, int(max(rank.max(initial=0), lifted.max(initial=0)))
    one = _room(draws, count, highest)
    one[:, :count] = rank
    other = one if lifted is rank else np.zeros_like(one)
    other[:, :count] = lifted
    return Ranks(np.arange(count), one, other)


def _ranks(preference: Preference | None, numbers: Numbers, actor: str) -> Ranks:
    if preference is None:
        none = _room(numbers.count, 1, 0)
        return Ranks(np.zeros(numbers.space.count, np.int64), none, none)
    path = ("preferences", actor)
    inertia = numbers.situation.actors[actor].inertia
    if preference.kind != "goals" or exact_utility(preference, inertia, numbers, path) is not None:
        return _outright(*ranks_of(preference, numbers, actor, path))
    threshold = inertia_of(actor, numbers)
    found = weighed(preference, numbers, path)
    if found is None:
        total, size = utility(preference, numbers, path)
        kind = np.arange(numbers.space.count)
    else:
        weights, met, kind = found
        met, total, size = met.astype(np.float64), np.empty((0, 0)), np.empty(0)
    kinds = total.shape[1] if found is None else met.shape[1]
    rank = _room(numbers.count, kinds, kinds if threshold is None else 2 * kinds)
    lifted = rank if threshold is None else np.zeros_like(rank)
    chunk = max(1, CHUNK // max(1, kinds))
    for rows in (slice(place, place + chunk) for place in range(0, numbers.count, chunk)):
        if found is None:
            sums, sizes = total[rows], size[rows]
        else:
            sums, sizes = compiled.weigh(weights[:, rows], met)
        order = np.argsort(sums, axis=1)
        if threshold is None:
            compiled.ranked(sums, order, TIE_TOLERANCE * sizes, rank[rows])
        else:
            compiled.ranked_twice(sums, order, threshold[rows], TIE_TOLERANCE * sizes, rank[rows], lifted[rows])
    return Ranks(kind, rank, lifted)


def spread(profile: Sequence[Ranks], draws: Array) -> tuple[Array, Array]:
    """`rank` and `lifted` of these draws (actors × outcomes × draws), in one narrow type."""
    kind = max((ranks.rank.dtype for ranks in profile), key=lambda one: one.itemsize)
    rank = np.empty((len(profile), len(profile[0].kind), len(draws)), kind)
    lifted = np.empty_like(rank) if any(ranks.inert for ranks in profile) else rank
    for place, ranks in enumerate(profile):
        compiled.spread(ranks.kind, ranks.rank, draws, rank[place])
        if lifted is not rank:
            compiled.spread(ranks.kind, ranks.lifted, draws, lifted[place])
    return rank, lifted


def distinct(profile: Sequence[Ranks]) -> tuple[Array, Array]:
    """Draws with different ranks: the first draw of each kind, and for each draw the place of its own among them.

    Equal draws are found by a hash of their ranks and then compared, so a collision costs time and nothing else.
    """
    tables = [table for ranks in profile for table in ((ranks.rank, ranks.lifted) if ranks.inert else (ranks.rank,))]
    words = [table.view(np.uint64) for table in tables]
    draws = len(words[0])
    keys = np.zeros(draws, np.uint64)
    for table in words:
        compiled.hashed(table, keys)
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    if len(first) == draws:
        return np.arange(draws), np.arange(draws)
    same = first[which.reshape(-1)]
    for table in words:
        same = np.where((table == table[same]).all(axis=1), same, np.arange(draws))
    chosen, which = np.unique(same, return_inverse=True)
    return chosen, which.reshape(-1)
