"""The compiled part of the kernel, continued: what follows a joint move, and what comes without one.

The definitions are those of `detente.stability.foresight`; the property tests compare them. Of the moves only those
are kept that are sure steps in some draw of the block (w of the end above lifted of the start); in which draws is asked
when they are met. Values are carried along them, all draws at a time, until nothing changes. What outsiders could do
off the course is searched draw by draw, because it matters at few outcomes.
"""

from __future__ import annotations

import numpy as np

from detente.compiled import njit
from detente.stability.kernel.kernel_compiled import differs


@njit(cache=True, nogil=True)
def moving_of(best, group):  # type: ignore[no-untyped-def]
    """For each actor of a group and each outcome: it has a sure step from there in some draw."""
    actors, count, draws = best.shape
    found = np.zeros((actors, count), np.bool_)
    for i in range(actors):
        if group[i]:
            for s in range(count):
                most = best[i, s, 0]
                for d in range(draws):
                    most = max(most, best[i, s, d])
                found[i, s] = most >= 0
    return found


@njit(cache=True, nogil=True)
def sure_steps(tables, block, moving):  # type: ignore[no-untyped-def]
    """The moves that are sure steps in some draw, from the last outcome to the first.

    Those out of outcome s are numbers ``first[s + 1]`` to ``first[s]``: who makes them, and where they end.
    """
    actors, count, draws = block.rank.shape
    worth, lifted = block.worth, block.lifted
    number = 0
    for i in range(actors):
        for s in range(count):
            if moving[i, s]:
                number += tables.first[i, s + 1] - tables.first[i, s]
    first, who, to = np.zeros(count + 1, np.int64), np.empty(number, np.int64), np.empty(number, np.int64)
    number = 0
    for s in range(count - 1, -1, -1):
        for i in range(actors):
            for place in range(tables.first[i, s], tables.first[i, s + 1] if moving[i, s] else 0):
                t, sure = tables.ends[place], False
                for d in range(draws):
                    sure |= worth[i, t, d] > lifted[i, s, d]
                if sure:
                    who[number], to[number] = i, t
                    number += 1
        first[s] = number
    return first, who, to


@njit(cache=True, nogil=True)
def carried(block, steps, least, value):  # type: ignore[no-untyped-def]
    """Lower (raise) each value to the least (greatest) among it and all that sure steps lead to, in place.

    A step is looked at again only if the value at its end has changed since.
    """
    first, who, to = steps
    count, draws = value.shape
    worth, lifted = block.worth, block.lifted
    before = np.empty(draws, value.dtype)
    now, looked, turned = 0, np.full(count, -1), np.zeros(count, np.int64)  # when a place was looked at, and changed
    changed = True
    while changed:
        changed = False
        for s in range(count - 1, -1, -1):
            fresh = False
            for step in range(first[s + 1], first[s]):
                fresh |= turned[to[step]] > looked[s]
            if not fresh:
                continue
            for d in range(draws):
                before[d] = value[s, d]
            now += 1
            for step in range(first[s + 1], first[s]):
                i, t = who[step], to[step]
                if turned[t] > looked[s]:
                    for d in range(draws):
                        left, need, there, here = worth[i, t, d], lifted[i, s, d], value[t, d], value[s, d]
                        found = min(here, there) if least else max(here, there)
                        value[s, d] = found if left > need else here
            looked[s] = now
            if differs(before, value[s]):
                turned[s], changed = now, True


@njit(cache=True, nogil=True)
def rest_of(block, moving, rest):  # type: ignore[no-untyped-def]
    """Mark where none of these actors has a sure step."""
    actors, count, draws = block.rank.shape
    for s in range(count):
        for d in range(draws):
            rest[s, d] = 1
        for i in range(actors):
            if moving[i, s]:
                for d in range(draws):
                    rest[s, d] &= block.best[i, s, d] < 0


@njit(cache=True, nogil=True)
def ends_of(block, moving, steps, ends):  # type: ignore[no-untyped-def]
    """Mark the members of the terminal classes of these sure steps (`Steps.ends` says why this finds them)."""
    worth, lifted = block.worth, block.lifted
    count, draws = ends.shape
    reach = np.empty((count, draws), ends.dtype)
    rest_of(block, moving, ends)
    for s in range(count):
        for d in range(draws):
            reach[s, d] = ends[s, d]
    carried(block, steps, False, reach)
    lost = False
    for s in range(count):
        for d in range(draws):
            lost |= reach[s, d] == 0
    if not lost:
        return
    highest, agreed = np.empty((count, draws), np.int32), np.empty((count, draws), np.int32)
    for s in range(count):
        for d in range(draws):
            highest[s, d] = s
    carried(block, steps, False, highest)
    for s in range(count):
        for d in range(draws):
            agreed[s, d] = highest[s, d]
    carried(block, steps, True, agreed)
    for s in range(count):
        for d in range(draws):
            if reach[s, d] == 0 and agreed[s, d] == highest[s, d]:
                ends[highest[s, d], d] = 1
    first, who, to = steps
    changed = True
    while changed:
        changed = False
        for s in range(count):
            for step in range(first[s + 1], first[s]):
                i, t = who[step], to[step]
                for d in range(draws):
                    if ends[s, d] != 0 and ends[t, d] == 0 and worth[i, t, d] > lifted[i, s, d]:
                        ends[t, d] = 1
                        changed = True


@njit(cache=True, nogil=True)
def without(tables, block, moving, against):  # type: ignore[no-untyped-def]
    """Fill in what speaks against a deal: the most, lifted, that each actor has wherever no deal leads.

    Without cycles that is among the places of rest; where none of these is ahead, there are cycles.
    """
    actors, count, draws = block.rank.shape
    ends, steps = np.empty((count, draws), block.rank.dtype), sure_steps(tables, block, moving)
    rest_of(block, moving, ends)
    i, restless = 0, False
    while i < actors:
        signs = False
        for g in range(len(tables.party)):
            signs |= tables.party[g, i]
        lost = False
        if signs:
            for s in range(count):
                for d in range(draws):
                    lifted = block.lifted[i, s, d]
                    against[i, s, d] = lifted if ends[s, d] != 0 else -1
            carried(block, steps, False, against[i])
            for s in range(count):
                for d in range(draws):
                    lost |= against[i, s, d] < 0
        if lost and not restless:
            restless = True
            ends_of(block, moving, steps, ends)
        else:
            i += 1


@njit(cache=True, nogil=True)
def ahead_of(tables, block, outside, sure, t, d, seen, waiting):  # type: ignore[no-untyped-def]
    """Mark in `seen` what the outsiders can reach from t in draw d, by sure steps or by improvements.

    By improvements nobody moves twice in succession, so it is kept who came last: `seen` is (movers + 1) × outcomes,
    the last row for no mover.
    """
    actors, count = len(outside), block.rank.shape[1]
    seen[:] = False
    nobody = actors
    waiting[0] = nobody * count + t
    seen[nobody, t] = True
    number = 1
    while number:
        number -= 1
        last, s = divmod(waiting[number], count)
        for i in range(actors):
            if not outside[i] or (i == last and not sure):
                continue
            row = nobody if sure else i
            for place in range(tables.first[i, s], tables.first[i, s + 1]):
                e = tables.ends[place]
                gain = block.worth[i, e, d] if sure else block.rank[i, e, d]
                if gain > block.lifted[i, s, d] and not seen[row, e]:
                    seen[row, e] = True
                    waiting[number] = row * count + e
                    number += 1


@njit(cache=True, nogil=True)
def courses(tables, block):  # type: ignore[no-untyped-def]
    """Turn what decides about joint moves where they land into what decides about where they lead.

    What outsiders could do off the course is left open (`block.open`) where they move on: `look` looks there.
    """
    actors, count, draws = block.rank.shape
    rank, best = block.rank, block.best
    shape = (count, draws)
    ends, own, wait = np.empty(shape, rank.dtype), np.empty(shape, rank.dtype), np.empty(shape, rank.dtype)
    kept = np.empty(shape, rank.dtype)
    for g in range(len(tables.party)):
        moves = block.open[g]
        moves[:] = 0
        moving = moving_of(best, outsiders(tables, g))
        if not moving.any():
            continue
        steps = sure_steps(tables, block, moving)
        ends_of(block, moving, steps, ends)
        for s in range(count):
            for d in range(draws):
                kept[s, d] = 1 if ends[s, d] == 0 else block.kept[g, s, d]
            for i in range(actors):
                if moving[i, s]:
                    for d in range(draws):
                        moves[s, d] |= best[i, s, d] >= 0
        carried(block, steps, True, kept)
        for i in range(actors):
            if not tables.party[g, i]:
                continue
            for s in range(count):
                for d in range(draws):
                    here, step = rank[i, s, d], best[i, s, d]
                    own[s, d] = here if ends[s, d] != 0 else np.iinfo(rank.dtype).max
                    wait[s, d] = -1 if ends[s, d] != 0 else step
            carried(block, steps, True, own)
            carried(block, steps, False, wait)
            for s in range(count):
                for d in range(draws):
                    kept[s, d] &= wait[s, d] < own[s, d]
                    least, feared = own[s, d], block.outside[g, i, s, d]
                    block.outside[g, i, s, d] = least if moves[s, d] != 0 else min(least, feared)
        for s in range(count):
            for d in range(draws):
                block.kept[g, s, d] = kept[s, d]


@njit(cache=True, nogil=True)
def outsiders(tables, g):  # type: ignore[no-untyped-def]
    """Who moves and is no party of an agreement."""
    found = np.empty(len(tables.alone), np.bool_)
    for i in range(len(found)):
        found[i] = tables.alone[i] and not tables.party[g, i]
    return found


@njit(cache=True, nogil=True)
def look(tables, block, g, t, d):  # type: ignore[no-untyped-def]
    """Look at what the outsiders of agreement g could do off the course at t in draw d, where that is still open."""
    if block.open[g, t, d] != 0:
        block.open[g, t, d] = 0
        outside = outsiders(tables, g)
        ahead_of(tables, block, outside, True, t, d, block.course, block.waiting)
        ahead_of(tables, block, outside, False, t, d, block.answers, block.waiting)
        fear(tables, block, g, block.replies, t, d, block.course, block.answers)


@njit(cache=True, nogil=True)
def foresee(tables, block):  # type: ignore[no-untyped-def]
    """The same for every start and landing: what comes without a deal, and what is feared where it may matter."""
    actors, count, draws = block.rank.shape
    against = block.against
    without(tables, block, moving_of(block.best, np.ones(actors, np.bool_)), against)
    courses(tables, block)
    lowest = np.empty((actors, draws), against.dtype)
    for g in range(len(tables.party)):
        for i in range(actors):
            if tables.party[g, i]:
                for d in range(draws):
                    lowest[i, d] = against[i, 0, d]
                for s in range(count):
                    for d in range(draws):
                        lowest[i, d] = min(lowest[i, d], against[i, s, d])
        for s in range(count):
            for d in range(draws):
                hopeful = block.open[g, s, d] != 0 and block.kept[g, s, d] != 0
                for i in range(actors):
                    if hopeful and tables.party[g, i]:
                        hopeful = block.outside[g, i, s, d] > lowest[i, d]
                if hopeful:
                    look(tables, block, g, s, d)


@njit(cache=True, nogil=True)
def fear(tables, block, g, replies, t, d, course, answers):  # type: ignore[no-untyped-def]
    """Lower what a landing is worth to each party to the worst of the outsiders' answers off the course."""
    actors, count, _ = block.rank.shape
    for a in range(count):
        reached = False
        for last in range(actors):
            reached |= answers[last, a]
        if not reached or course[actors, a]:
            continue
        for i in range(actors):
            if tables.party[g, i]:
                seed = block.rank[i, a, d]
                for place in range(tables.first[i, a], tables.first[i, a + 1] if replies else 0):
                    seed = max(seed, block.rank[i, tables.ends[place], d])
                block.outside[g, i, t, d] = min(block.outside[g, i, t, d], seed)
