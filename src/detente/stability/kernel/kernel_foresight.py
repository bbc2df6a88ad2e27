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

    Those out of outcome s are numbers ``first[s + 1]`` to ``first[s]``: where they end, and in which draws they are.
    """
    actors, count, draws = block.rank.shape
    worth, lifted = block.worth, block.lifted
    number = 0
    for i in range(actors):
        for s in range(count):
            if moving[i, s]:
                number += tables.first[i, s + 1] - tables.first[i, s]
    first, to = np.zeros(count + 1, np.int64), np.empty(number, np.int64)
    sure = np.empty((number, draws), np.int8)
    number = 0
    for s in range(count - 1, -1, -1):
        for i in range(actors):
            for place in range(tables.first[i, s], tables.first[i, s + 1] if moving[i, s] else 0):
                t, some = tables.ends[place], np.int8(0)
                for d in range(draws):
                    sure[number, d] = worth[i, t, d] > lifted[i, s, d]
                for d in range(draws):
                    some |= sure[number, d]
                if some != 0:
                    to[number] = t
                    number += 1
        first[s] = number
    return first, to, sure


@njit(inline="always")
def carried(steps, least, value):  # type: ignore[no-untyped-def]
    """Lower (raise) each value to the least (greatest) among it and all that sure steps lead to, in place.

    A step is looked at again only if the value at its end has changed since; two at a time, for that is less to read.
    """
    first, to, sure = steps
    count, draws = value.shape
    before, fresh = np.empty(draws, value.dtype), np.empty(len(to) + 1, np.int64)
    now, looked, turned = 0, np.full(count, -1), np.zeros(count, np.int64)  # when a place was looked at, and changed
    changed = True
    while changed:
        changed = False
        for s in range(count - 1, -1, -1):
            number = 0
            for step in range(first[s + 1], first[s]):
                fresh[number] = step
                number += turned[to[step]] > looked[s]
            if number == 0:
                continue
            for d in range(draws):
                before[d] = value[s, d]
            for place in range(0, number, 2):
                one, two = fresh[place], fresh[min(place + 1, number - 1)]
                t, u = to[one], to[two]
                for d in range(draws):
                    here, there, other = value[s, d], value[t, d], value[u, d]
                    taken, also = sure[one, d], sure[two, d]
                    there = there if taken != 0 else here
                    other = other if also != 0 else here
                    value[s, d] = min(here, there, other) if least else max(here, there, other)
            now += 1
            looked[s] = now
            if differs(before, value[s]):
                turned[s], changed = now, True


@njit(cache=True, nogil=True)
def least_ahead(steps, value):  # type: ignore[no-untyped-def]
    """Lower each value to the least that sure steps lead to."""
    carried(steps, True, value)


@njit(cache=True, nogil=True)
def most_ahead(steps, value):  # type: ignore[no-untyped-def]
    """Raise each value to the greatest that sure steps lead to."""
    carried(steps, False, value)


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
    count, draws = ends.shape
    reach = np.empty((count, draws), ends.dtype)
    rest_of(block, moving, ends)
    for s in range(count):
        for d in range(draws):
            reach[s, d] = ends[s, d]
    most_ahead(steps, reach)
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
    most_ahead(steps, highest)
    for s in range(count):
        for d in range(draws):
            agreed[s, d] = highest[s, d]
    least_ahead(steps, agreed)
    for s in range(count):
        for d in range(draws):
            if reach[s, d] == 0 and agreed[s, d] == highest[s, d]:
                ends[highest[s, d], d] = 1
    first, to, sure = steps
    changed = True
    while changed:
        changed = False
        for s in range(count):
            for step in range(first[s + 1], first[s]):
                t = to[step]
                for d in range(draws):
                    if ends[s, d] != 0 and ends[t, d] == 0 and sure[step, d] != 0:
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
            most_ahead(steps, against[i])
            for s in range(count):
                for d in range(draws):
                    lost |= against[i, s, d] < 0
        if lost and not restless:
            restless = True
            ends_of(block, moving, steps, ends)
        else:
            i += 1


@njit(cache=True, nogil=True)
def ahead_of(tables, block, g, sure, t, d, seen, listed):  # type: ignore[no-untyped-def]
    """List what the outsiders of agreement g can reach from t in draw d, by sure steps or by improvements: how many.

    By improvements nobody moves twice in succession, so it is kept who came last: `seen` marks mover and outcome (the
    last row: no mover), and so does what is `listed`: mover × outcomes + outcome.
    """
    actors, count, _ = block.rank.shape
    listed[0] = actors * count + t
    seen[actors, t] = True
    looked, number = 0, 1
    while looked < number:
        last, s = divmod(listed[looked], count)
        looked += 1
        for i in range(actors):
            if tables.party[g, i] or not tables.alone[i] or (i == last and not sure):
                continue
            row = actors if sure else i
            for place in range(tables.first[i, s], tables.first[i, s + 1]):
                e = tables.ends[place]
                gain = block.worth[i, e, d] if sure else block.rank[i, e, d]
                if gain > block.lifted[i, s, d] and not seen[row, e]:
                    seen[row, e] = True
                    listed[number] = row * count + e
                    number += 1
    return number


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
        least_ahead(steps, kept)
        for i in range(actors):
            if not tables.party[g, i]:
                continue
            for s in range(count):
                for d in range(draws):
                    here, step = rank[i, s, d], best[i, s, d]
                    own[s, d] = here if ends[s, d] != 0 else np.iinfo(rank.dtype).max
                    wait[s, d] = -1 if ends[s, d] != 0 else step
            least_ahead(steps, own)
            most_ahead(steps, wait)
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
    """Look at what the outsiders of agreement g could do off the course at t in draw d, where that is still open.

    What is worst of it lowers what the landing is worth to each party.
    """
    if block.open[g, t, d] == 0:
        return
    block.open[g, t, d] = 0
    actors, count, _ = block.rank.shape
    course, answers, on, listed = block.course, block.answers, block.listed[0], block.listed[1]
    sure = ahead_of(tables, block, g, True, t, d, course, on)
    number = ahead_of(tables, block, g, False, t, d, answers, listed)
    for place in range(number):
        last, a = divmod(listed[place], count)
        answers[last, a] = False
        if course[actors, a]:
            continue
        for i in range(actors):
            if tables.party[g, i]:
                seed = block.rank[i, a, d]
                for move in range(tables.first[i, a], tables.first[i, a + 1] if block.replies else 0):
                    seed = max(seed, block.rank[i, tables.ends[move], d])
                block.outside[g, i, t, d] = min(block.outside[g, i, t, d], seed)
    for place in range(sure):
        course[actors, on[place] - actors * count] = False


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
