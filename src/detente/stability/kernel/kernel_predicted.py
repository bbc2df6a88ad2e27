"""The compiled part of the kernel, continued: only what can be reached from one outcome, for a block of draws.

The way forward is walked from outcomes that are new in some draw. What is reached and never left is a place of rest.
What is reached and leads to none ends in cycles, which are few: they are looked for draw by draw.
"""

from __future__ import annotations

import numpy as np

from detente.compiled import njit
from detente.stability.kernel.kernel_classes import any_of, judged, packed
from detente.stability.kernel.kernel_foresight import courses, look, moving_of, without
from detente.stability.kernel.kernel_offers import all_offered, leading, signed


@njit(cache=True, nogil=True)
def follow(tables, block, offers, seen, left):  # type: ignore[no-untyped-def]
    """Mark in `seen` what can be reached from what is marked, and in `left` where some arc begins.

    First by own moves; then it is known what comes without a deal from there, and joint moves are asked.
    """
    actors, count, draws = block.rank.shape
    fresh, waiting = np.zeros(count, np.bool_), np.zeros(count, np.bool_)
    for s in range(count):
        fresh[s] = any_of(seen[s])
    row = np.empty(draws, seen.dtype)
    while fresh.any():
        while fresh.any():
            for s in range(count):
                if fresh[s]:
                    fresh[s], waiting[s] = False, True
                    step(tables, block, s, seen, left, fresh, row)
        if len(tables.party) and not block.landing:
            moving = moving_of(block.best, np.ones(actors, np.bool_))
            for s in range(count):
                for i in range(actors):
                    moving[i, s] &= any_of(seen[s])
            without(tables, block, moving, block.against)
        for s in range(count if len(tables.party) else 0):
            if waiting[s]:
                waiting[s] = False
                signed(tables, block, offers, s, seen, left, fresh)


@njit(cache=True, nogil=True)
def step(tables, block, s, seen, left, fresh, row):  # type: ignore[no-untyped-def]
    """Mark where the actors go from s alone, and which outcomes are `fresh` by that."""
    worth, lifted = block.worth, block.lifted
    for i in range(len(block.rank)):
        if not any_of(block.best[i, s] + 1):
            continue
        for place in range(tables.first[i, s], tables.first[i, s + 1]):
            t = tables.ends[place]
            for d in range(len(row)):
                row[d] = seen[s, d] & (1 - (seen[t, d] & left[s, d]))
            if not any_of(row):
                continue
            for d in range(len(row)):
                gain, need, so_far = worth[i, t, d], lifted[i, s, d], row[d]
                row[d] = so_far if gain > need else 0
            for d in range(len(row)):
                left[s, d] |= row[d]
                row[d] &= 1 - seen[t, d]
                seen[t, d] |= row[d]
            fresh[t] |= any_of(row)


@njit(cache=True, nogil=True)
def returning(tables, block, offers, seen, found):  # type: ignore[no-untyped-def]
    """Mark in `found` what is reached and can itself reach what is marked."""
    actors, count, draws = block.rank.shape
    worth, lifted = block.worth, block.lifted
    asked = np.empty(draws, seen.dtype)
    changed = True
    while changed:
        changed = False
        for s in range(count - 1, -1, -1):
            for d in range(draws):
                asked[d] = seen[s, d] & (1 - found[s, d])
            if not any_of(asked):
                continue
            for i in range(actors):
                for place in range(tables.first[i, s], tables.first[i, s + 1]):
                    t = tables.ends[place]
                    for d in range(draws):
                        gain, need, so_far, marked = worth[i, t, d], lifted[i, s, d], asked[d], found[t, d]
                        asked[d] = so_far & (1 - marked) if gain > need else so_far
            if any_of(asked):
                leading(tables, block, offers, s, asked, found)
            for d in range(draws):
                asked[d] = seen[s, d] & (1 - found[s, d]) & (1 - asked[d])
                found[s, d] |= asked[d]
            changed |= any_of(asked)


@njit(cache=True, nogil=True)
def leads(tables, block, mover, s, t, d):  # type: ignore[no-untyped-def]
    """Whether the mover goes from s to t in draw d."""
    actors, g = len(block.rank), mover - len(block.rank)
    if g < 0:
        return block.worth[mover, t, d] > block.lifted[mover, s, d]
    if block.kept[g, t, d] == 0:
        return False
    if not block.landing:
        look(tables, block, g, t, d)
    for i in range(actors):
        if tables.party[g, i]:
            if block.outside[g, i, t, d] <= block.against[i, s, d]:
                return False
            if block.landing and block.rank[i, t, d] <= block.best[i, s, d]:
                return False
    return True


@njit(cache=True, nogil=True)
def turning(tables, block, lost, d, ends):  # type: ignore[no-untyped-def]
    """Mark in `ends`, for draw d, the cycles in which what is `lost` (outcomes × draws) ends.

    Outcomes are numbered. Where all that lies ahead agrees on the highest number ahead of it, it stands in a cycle that
    nothing leaves (`detente.stability.foresight.Steps.ends`).
    """
    count = len(lost)
    sources, targets = [np.int64(0) for _ in range(0)], [np.int64(0) for _ in range(0)]
    for s in range(count):
        if lost[s, d] != 0:
            for mover in range(len(tables.first)):
                for place in range(tables.first[mover, s], tables.first[mover, s + 1]):
                    t = np.int64(tables.ends[place])
                    if leads(tables, block, mover, s, t, d):
                        sources.append(np.int64(s))
                        targets.append(t)
    highest = np.arange(count)
    changed = True
    while changed:
        changed = False
        for k in range(len(sources)):
            if highest[targets[k]] > highest[sources[k]]:
                highest[sources[k]] = highest[targets[k]]
                changed = True
    agreed = highest.copy()
    changed = True
    while changed:
        changed = False
        for k in range(len(sources)):
            if agreed[targets[k]] < agreed[sources[k]]:
                agreed[sources[k]] = agreed[targets[k]]
                changed = True
    for s in range(count):
        if lost[s, d] != 0 and agreed[s] == highest[s]:
            ends[highest[s], d] = 1
    changed = True
    while changed:
        changed = False
        for k in range(len(sources)):
            if ends[sources[k], d] != 0 and ends[targets[k], d] == 0:
                ends[targets[k], d] = 1
                changed = True


@njit(cache=True, nogil=True)
def ended(tables, rank, lifted, depth, improving, replies, start, bits):  # type: ignore[no-untyped-def]
    """For each draw of a block, the members of the classes in which things can end from the start, as bits."""
    _, count, draws = rank.shape
    block = judged(tables, rank, lifted, depth, improving, replies)
    if not block.landing:
        courses(tables, block)
    offers = all_offered(tables, block)
    shape = (count, draws)
    seen, left = np.zeros(shape, rank.dtype), np.zeros(shape, rank.dtype)
    for d in range(draws):
        seen[start, d] = 1
    follow(tables, block, offers, seen, left)
    ends, found = np.empty(shape, rank.dtype), np.empty(shape, rank.dtype)
    for s in range(count):
        for d in range(draws):
            ends[s, d] = found[s, d] = seen[s, d] & (1 - left[s, d])
    returning(tables, block, offers, seen, found)
    restless = np.zeros(draws, np.bool_)
    for s in range(count):
        for d in range(draws):
            left[s, d] = seen[s, d] & (1 - found[s, d])
            restless[d] |= left[s, d] != 0
    for d in range(draws):
        if restless[d]:
            turning(tables, block, left, d, ends)
    packed(ends, bits)
