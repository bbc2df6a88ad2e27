"""What the actors prefer in many draws, as the compiled kernel reads it: ranks of *kinds* of outcomes, draws innermost.

The meaning is that of `detente.outcomes.preferences`, and so are the numbers up to gaps: outcomes in which the same
goals are met have one rank, so it is kept once. Weights that vary are added up and ranked by compiled code; whatever
else there is (exact decimals, priorities, rankings, alternatives) is ranked there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

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
from detente.stability.kernel import profile_compiled as compiled

CHUNK = 2**16  # utilities that are added up and ranked at a time: half a megabyte, so that they stay in the cache


@dataclass(frozen=True)
class Ranks:
    """One actor: `kind` of each outcome; `rank` and `lifted` of each kind, in rows; `row`: which of them each draw has.

    Rows are filled up with zeros to whole 64-bit words. Draws with the same numbers share a row.
    """

    kind: Array
    rank: Array
    lifted: Array
    row: Array

    @property
    def inert(self) -> bool:
        """Some gains are too small to count."""
        return self.lifted is not self.rank

    @property
    def same(self) -> Array:
        """For each draw the first row with the same ranks."""
        tables = (self.rank, self.lifted) if self.inert else (self.rank,)
        return alike([table.view(np.uint64) for table in tables])[self.row]


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
    row = np.arange(len(rank))
    if rank.strides[0] == 0 == lifted.strides[0]:  # one row, repeated
        rank, lifted, row = rank[:1], lifted[:1], np.zeros_like(row)
    (rows, count), highest = rank.shape, int(max(rank.max(initial=0), lifted.max(initial=0)))
    one = _room(rows, count, highest)
    one[:, :count] = rank
    other = one if lifted is rank else np.zeros_like(one)
    other[:, :count] = lifted
    return Ranks(np.arange(count), one, other, row)


def _ranks(preference: Preference | None, numbers: Numbers, actor: str) -> Ranks:
    if preference is None:
        none = _room(1, 1, 0)
        return Ranks(np.zeros(numbers.space.count, np.int64), none, none, np.zeros(numbers.count, np.int64))
    path = ("preferences", actor)
    inertia = numbers.situation.actors[actor].inertia
    if preference.kind == "any" and (chosen := _alternatives(preference, numbers, actor, path)) is not None:
        return chosen
    if preference.kind != "goals" or exact_utility(preference, inertia, numbers, path) is not None:
        return _outright(*ranks_of(preference, numbers, actor, path))
    threshold = inertia_of(actor, numbers)
    found = weighed(preference, numbers, path)
    row = np.arange(numbers.count)
    if found is None:
        total, size = utility(preference, numbers, path)
        kind = np.arange(numbers.space.count)
    else:
        weights, met, kind = found
        met, total, size = met.astype(np.float64, order="C"), np.empty((0, 0)), np.empty(0)
        sums = weights if threshold is None else np.concatenate([weights, threshold[None]])
        first, row = told_apart(alike([np.ascontiguousarray(sums.T).view(np.uint64)]))
        weights, threshold = weights[:, first], None if threshold is None else threshold[first]
    kinds = total.shape[1] if found is None else met.shape[1]
    rows = len(total) if found is None else weights.shape[1]
    rank = _room(rows, kinds, kinds if threshold is None else 2 * kinds)
    lifted = rank if threshold is None else np.zeros_like(rank)
    chunk = max(1, CHUNK // max(1, kinds))
    for part in (slice(place, place + chunk) for place in range(0, rows, chunk)):
        if found is None:
            sums, sizes = total[part], size[part]
        else:
            sums, sizes = compiled.weigh(weights[:, part], met)
        order = order_of(sums)
        if threshold is None:
            compiled.ranked(sums, order, TIE_TOLERANCE * sizes, rank[part])
        else:
            compiled.ranked_twice(sums, order, threshold[part], TIE_TOLERANCE * sizes, rank[part], lifted[part])
    return Ranks(kind, rank, lifted, row.reshape(-1))


def _alternatives(preference: Preference, numbers: Numbers, actor: str, path: tuple[str, ...]) -> Ranks | None:
    """One of several preferences in each draw: a row for each; None where the ranks of one are not always the same."""
    used, row = np.unique(numbers.alternatives(preference, actor), return_inverse=True)
    inertia = numbers.situation.actors[actor].inertia
    tables = []
    for place in used.tolist():
        one, where = (preference.any or ())[place], (*path, "any", str(place))
        if one.kind == "goals" and exact_utility(one, inertia, numbers, where) is None:
            return None
        tables.append(ranks_of(one, numbers, actor, where))
        if any(table.strides[0] for table in tables[-1]):
            return None
    if not tables:
        return None
    rank = np.concatenate([one[:1] for one, _ in tables])
    lifted = rank if all(one is other for one, other in tables) else np.concatenate([one[:1] for _, one in tables])
    return replace(_outright(rank, lifted), row=row.reshape(-1))


def order_of(sums: Array) -> Array:
    """What sorts each row of utilities.

    Sorting numbers is far faster than sorting places, so a number carries its place in its last bits; where two differ
    in nothing else, that is put right afterwards.
    """
    spare = sums.shape[1].bit_length()
    keys = compiled.keyed(sums, spare)
    keys.sort(axis=1)
    order: Array = keys.view(np.int64)
    order &= (1 << spare) - 1
    return order if compiled.mended(sums, order) else np.argsort(sums, axis=1)


def spread(profile: Sequence[Ranks], draws: Array) -> tuple[Array, Array]:
    """`rank` and `lifted` of these draws (actors × outcomes × draws), in one narrow type."""
    kind = max((ranks.rank.dtype for ranks in profile), key=lambda one: one.itemsize)
    rank = np.empty((len(profile), len(profile[0].kind), len(draws)), kind)
    lifted = np.empty_like(rank) if any(ranks.inert for ranks in profile) else rank
    for place, ranks in enumerate(profile):
        for table, room in [(ranks.rank, rank), (ranks.lifted, lifted)][: 1 if lifted is rank else 2]:
            of_kinds = np.empty((table.shape[1], len(draws)), kind)
            compiled.turned(table, ranks.row[draws], of_kinds)
            np.take(of_kinds, ranks.kind, axis=0, out=room[place], mode="clip")
    return rank, lifted


def distinct(profile: Sequence[Ranks]) -> tuple[Array, Array]:
    """Draws with different ranks: the first draw of each kind, and for each draw the place of its own among them."""
    rows = np.stack([ranks.same for ranks in profile], axis=1).astype(np.uint64)
    return told_apart(alike([rows]))


def told_apart(same: Array) -> tuple[Array, Array]:
    """From the first row like each row: those that are first of their kind, and for each row its place among them."""
    first = same == np.arange(len(same))
    return np.flatnonzero(first), (np.cumsum(first) - 1)[same]


def alike(tables: Sequence[Array]) -> Array:
    """For each row of these tables of 64-bit words the first row that is the same in all of them.

    Equal rows are found by a hash and then compared, so a collision costs time and nothing else.
    """
    itself = np.arange(len(tables[0]))
    keys = np.zeros(len(itself), np.uint64)
    for table in tables:
        compiled.hashed(table, keys)
    found: Array = compiled.firsts(keys)
    if (found == itself).all():
        return itself
    for table in tables:
        found = np.where((table == table[found]).all(axis=1), found, itself)
    return found
