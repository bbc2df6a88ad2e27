"""The compiled part of the kernel, continued: what follows a joint move, and what comes without one.

The definitions are those of `detente.stability.foresight`; the property tests compare them. Where sure steps end, and
whether what is there is kept, is spread in words of draws. What few outcomes need is searched draw by draw: the course
of a landing that is kept, and what outsiders could do off it. Without a deal values are carried along sure steps, all
draws at a time, until nothing changes, but only where they are asked for.
"""

from __future__ import annotations

import numpy as np

from detente.compiled import njit
from detente.stability.kernel.kernel_compiled import BIT, WORD


@njit(cache=True, nogil=True)
def reaching(block, group, among, seen):  # type: ignore[no-untyped-def]
    """Mark, among these outcomes, all from which sure steps of this group lead to what is marked."""
    actors, count, words = block.moving.shape
    first, ends, arcs, moving = block.first, block.ends, block.arcs, block.moving
    changed, down = True, True
    while changed:
        changed = False
        for k in range(count):
            s = count - 1 - k if down else k
            for w in range(words):
                asked = among[s, w] & ~seen[s, w]
                if asked == 0:
                    continue
                found = np.int64(0)
                for i in range(actors):
                    if group[i] and moving[i, s, w] & asked != 0:
                        for place in range(first[i, s], first[i, s + 1]):
                            found |= arcs[place, w] & seen[ends[place], w]
                if found & asked != 0:
                    seen[s, w] |= found & asked
                    changed = True
        down = not down


@njit(cache=True, nogil=True)
def circles(sources, targets, count):  # type: ignore[no-untyped-def]
    """For each outcome the number of the closed cycle it belongs to (−1: to none), where these arcs lead on for ever.

    Outcomes are numbered. Where all that lies ahead agrees on the highest number ahead of it, it stands in a cycle that
    nothing leaves (`detente.stability.foresight.Steps.ends`).
    """
    highest, cycle = np.arange(count), np.full(count, -1)
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
    for s in sources:
        if agreed[s] == highest[s]:
            cycle[highest[s]] = highest[s]
    changed = True
    while changed:
        changed = False
        for k in range(len(sources)):
            if cycle[sources[k]] >= 0 and cycle[targets[k]] < 0:
                cycle[targets[k]] = cycle[sources[k]]
                changed = True
    return cycle


@njit(cache=True, nogil=True)
def steps_out(block, group, among, d, room):  # type: ignore[no-untyped-def]
    """The sure steps of this group out of these outcomes in draw d: where they begin and end, and room for more."""
    actors, count, _ = block.moving.shape
    w, bit = d // WORD, d % WORD
    sources, targets = np.empty(len(block.ends) + room, np.int64), np.empty(len(block.ends) + room, np.int64)
    number = 0
    for i in range(actors):
        for s in range(count if group[i] else 0):
            if (among[s, w] & block.moving[i, s, w]) >> bit & 1 != 0:
                for place in range(block.first[i, s], block.first[i, s + 1]):
                    if block.arcs[place, w] >> bit & 1 != 0:
                        sources[number], targets[number] = s, block.ends[place]
                        number += 1
    return sources[: number + room], targets[: number + room]


@njit(cache=True, nogil=True)
def ends_of(block, group, among):  # type: ignore[no-untyped-def]
    """The members of the terminal classes of the sure steps of this group, which do not lead out of these outcomes."""
    actors, count, words = block.moving.shape
    ends = among.copy()
    for i in range(actors):
        for s in range(count if group[i] else 0):
            for w in range(words):
                ends[s, w] &= ~block.moving[i, s, w]
    lost, some = ends.copy(), np.zeros(words, np.int64)
    reaching(block, group, among, lost)
    for s in range(count):
        for w in range(words):
            lost[s, w] = among[s, w] & ~lost[s, w]
            some[w] |= lost[s, w]
    for d in range(WORD * words):
        if some[d // WORD] >> (d % WORD) & 1 != 0:
            sources, targets = steps_out(block, group, lost, d, 0)
            cycle = circles(sources, targets, count)
            for s in range(count):
                if cycle[s] >= 0:
                    ends[s, d // WORD] |= BIT[d % WORD]
    return ends


@njit(cache=True, nogil=True)
def without(block, party, among):  # type: ignore[no-untyped-def]
    """Fill in, among these outcomes, what speaks against a deal: the most, lifted, that each has where none leads."""
    actors, count, words = block.moving.shape
    against, lifted, first, to, arcs = block.against, block.lifted, block.first, block.ends, block.arcs
    signs = np.zeros(actors, np.bool_)
    for i in range(actors):
        for g in range(len(party)):
            signs[i] |= party[g, i]
    ends = ends_of(block, np.ones(actors, np.bool_), among)
    some = np.zeros(count, np.bool_)
    for s in range(count):
        for w in range(words):
            some[s] |= among[s, w] != 0
            for d in range(WORD * w, WORD * (w + 1) if among[s, w] != 0 else 0):
                if among[s, w] & BIT[d % WORD] != 0:
                    for i in range(actors):
                        against[i, s, d] = lifted[i, s, d] if ends[s, w] & BIT[d % WORD] != 0 else -1
    changed = True
    while changed:
        changed = False
        for s in range(count - 1, -1, -1):
            for i in range(actors if some[s] else 0):
                for place in range(first[i, s], first[i, s + 1]):
                    for w in range(words):
                        word, t = arcs[place, w] & among[s, w], to[place]
                        for d in range(WORD * w, WORD * (w + 1) if word != 0 else 0):
                            if word >> (d % WORD) & 1 != 0:
                                for j in range(actors):
                                    if signs[j] and against[j, t, d] > against[j, s, d]:
                                        against[j, s, d] = against[j, t, d]
                                        changed = True


@njit(cache=True, nogil=True)
def outsiders(tables, g):  # type: ignore[no-untyped-def]
    """Who moves and is no party of an agreement."""
    found = np.empty(len(tables.alone), np.bool_)
    for i in range(len(found)):
        found[i] = tables.alone[i] and not tables.party[g, i]
    return found


@njit(cache=True, nogil=True)
def courses(tables, block):  # type: ignore[no-untyped-def]
    """Turn what decides about joint moves where they land into what decides about where they lead.

    What outsiders could do off the course is left open (`block.open`): `look` looks there.
    """
    actors, count, words = block.moving.shape
    moves = np.empty((count, words), np.int64)
    for g in range(len(tables.party)):
        group, kept, some = outsiders(tables, g), block.kept[g], np.int64(0)
        moves[:] = 0
        for i in range(actors):
            for s in range(count if group[i] else 0):
                for w in range(words):
                    moves[s, w] |= block.moving[i, s, w]
                    some |= moves[s, w]
        if some == 0:
            continue
        everywhere = np.empty((count, words), np.int64)
        everywhere[:] = block.live
        ends = ends_of(block, group, everywhere)
        broken = ends & ~kept
        reaching(block, group, everywhere, broken)
        for s in range(count):
            for w in range(words):
                kept[s, w] = block.live[w] & ~broken[s, w]
                block.open[g, s, w] = kept[s, w] & moves[s, w]
                for d in range(WORD * w, WORD * (w + 1) if block.open[g, s, w] != 0 else 0):
                    if block.open[g, s, w] & BIT[d % WORD] != 0 and not waits(tables, block, g, ends, s, d):
                        kept[s, w] &= ~BIT[d % WORD]
                block.open[g, s, w] &= kept[s, w]


@njit(cache=True, nogil=True)
def ahead_of(tables, block, g, sure, t, d, seen, listed):  # type: ignore[no-untyped-def]
    """List what the outsiders of agreement g can reach from t in draw d, by sure steps or by improvements: how many.

    By improvements nobody moves twice in succession, so it is kept who came last: `seen` marks mover and outcome (the
    last row: no mover), and so does what is `listed`: mover × outcomes + outcome. `sure` is a variable's int64: for
    every number that is written down, Numba would compile the function once more.
    """
    actors, count, _ = block.rank.shape
    listed[0] = actors * count + t
    seen[actors, t] = True
    looked, number = 0, 1
    while looked < number:
        last, s = divmod(listed[looked], count)
        looked += 1
        for i in range(actors):
            if tables.party[g, i] or not tables.alone[i] or (i == last and sure == 0):
                continue
            row = actors if sure != 0 else i
            for place in range(block.first[i, s], block.first[i, s + 1]):
                e = block.ends[place]
                if sure != 0:
                    taken = block.arcs[place, d // WORD] & BIT[d % WORD] != 0
                else:
                    taken = block.rank[i, e, d] > block.lifted[i, s, d]
                if taken and not seen[row, e]:
                    seen[row, e] = True
                    listed[number] = row * count + e
                    number += 1
    return number


@njit(inline="always")
def best_of(block, i, s, d):  # type: ignore[no-untyped-def]
    """The rank of the best improvement of actor i from s in draw d that nobody can punish; −1: there is none."""
    best, w, bit = np.int64(-1), d // WORD, BIT[d % WORD]
    if block.moving[i, s, w] & bit != 0:
        for place in range(block.first[i, s], block.first[i, s + 1]):
            if block.arcs[place, w] & bit != 0:
                best = max(best, block.rank[i, block.ends[place], d])
    return best


@njit(cache=True, nogil=True)
def waits(tables, block, g, ends, t, d):  # type: ignore[no-untyped-def]
    """Whether at t every party of agreement g waits for where the outsiders go; what its worst end is, is noted."""
    actors, count, _ = block.rank.shape
    w, bit, on, patient = d // WORD, BIT[d % WORD], block.listed[0], True
    number = ahead_of(tables, block, g, np.int64(1), t, d, block.course, on)
    for place in range(number):
        on[place] -= actors * count
        block.course[actors, on[place]] = False
    for i in range(actors):
        if tables.party[g, i]:
            worst = np.int64(np.iinfo(block.rank.dtype).max)
            for s in on[:number]:
                if ends[s, w] & bit != 0:
                    worst = min(worst, block.rank[i, s, d])
            for s in on[:number]:
                if ends[s, w] & bit == 0 and best_of(block, i, s, d) >= worst:
                    patient = False
            block.outside[g, i, t, d] = worst
    return patient


@njit(cache=True, nogil=True)
def look(tables, block, g, t, d):  # type: ignore[no-untyped-def]
    """Look at what the outsiders of agreement g could do off the course at t in draw d: what is worst of it lowers what
    the landing is worth to each party.
    """
    block.open[g, t, d // WORD] &= ~BIT[d % WORD]
    actors, count, _ = block.rank.shape
    course, answers, on, listed = block.course, block.answers, block.listed[0], block.listed[1]
    sure = ahead_of(tables, block, g, np.int64(1), t, d, course, on)
    number = ahead_of(tables, block, g, np.int64(0), t, d, answers, listed)
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
