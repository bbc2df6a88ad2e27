"""The compiled part of the kernel: one draw after another, everything about it in arrays that fit the cache.

The definitions are those of `detente.stability.arrays`, `joint` and `prediction`; the property tests compare them. Only
integers are compared here, and no graph is written out: whether a move is taken is asked when it is met.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit

Array = np.ndarray[Any, np.dtype[Any]]

NONE, SOME, EVERY, UNKNOWN = 0, 1, 2, 255


class Tables(NamedTuple):
    """Moves as lists: those of mover m out of s end at ``ends[first[m, s] : first[m, s + 1]]``.

    Movers are the actors, then the agreements. `party[g, i]`: actor i is a party of agreement g. `alone[i]`: it has
    moves of its own. `transitive`: two moves in succession are one, so nobody need be kept from moving twice.
    """

    first: Array
    ends: Array
    party: Array
    alone: Array
    transitive: bool


@njit(cache=True, nogil=True)
def closed_freely(tables, seed, rank, lifted, answering, improving, value):  # type: ignore[no-untyped-def]
    """Least seed among an outcome and all answers to it; every order of moves is legal."""
    value[:] = seed
    count = len(seed)
    changed = True
    while changed:
        changed = False
        for mover in range(len(answering)):
            if not answering[mover]:
                continue
            own, bar = rank[mover], lifted[mover]
            for s in range(count):
                least = value[s]
                for place in range(tables.first[mover, s], tables.first[mover, s + 1]):
                    t = tables.ends[place]
                    if value[t] < least and (not improving or own[t] > bar[s]):
                        least = value[t]
                if least < value[s]:
                    value[s] = least
                    changed = True


@njit(cache=True, nogil=True)
def closed_in_turn(tables, seed, rank, lifted, answering, improving, value):  # type: ignore[no-untyped-def]
    """The same where nobody may move twice in succession: what can still come is kept by who moved last."""
    movers, count = len(answering), len(seed)
    still = np.empty((movers, count), seed.dtype)
    after = np.empty((movers, count), seed.dtype)
    for mover in range(movers):
        still[mover] = seed
    changed = True
    while changed:
        changed = False
        for mover in range(movers):
            after[mover] = seed
            if answering[mover]:
                for s in range(count):
                    for place in range(tables.first[mover, s], tables.first[mover, s + 1]):
                        t = tables.ends[place]
                        if still[mover, t] < after[mover, s] and (not improving or rank[mover, t] > lifted[mover, s]):
                            after[mover, s] = still[mover, t]
        for last in range(movers):
            for s in range(count):
                least = seed[s]
                for mover in range(movers):
                    if mover != last and answering[mover] and after[mover, s] < least:
                        least = after[mover, s]
                if least < still[last, s]:
                    still[last, s] = least
                    changed = True
    value[:] = seed
    for mover in range(movers):
        if answering[mover]:
            value[:] = np.minimum(value, after[mover])


@njit(cache=True, nogil=True)
def threshold(tables, i, rank, lifted, answering, closure, replies, seed, value):  # type: ignore[no-untyped-def]
    """w of actor i when these actors answer: min(rank, closed seed), written to `value`."""
    own = rank[i]
    seed[:] = own
    if replies:
        for s in range(len(own)):
            for place in range(tables.first[i, s], tables.first[i, s + 1]):
                seed[s] = max(seed[s], own[tables.ends[place]])
    if closure == 0 or not answering.any():
        value[:] = seed
    elif tables.transitive:
        closed_freely(tables, seed, rank, lifted, answering, closure == 2, value)
    else:
        closed_in_turn(tables, seed, rank, lifted, answering, closure == 2, value)
    value[:] = np.minimum(value, own)


class Draw(NamedTuple):
    """What decides about every move in one draw under one concept. `outside[g, i]`: a party's w if outsiders answer."""

    rank: Array
    lifted: Array
    worth: Array
    best: Array
    outside: Array
    kept: Array


@njit(cache=True, nogil=True)
def judge(tables, draw, closure, replies, answering, seed):  # type: ignore[no-untyped-def]
    """Fill in thresholds, the best open moves and what is kept, for one concept."""
    actors, count = draw.rank.shape
    agreements = len(tables.party)
    for i in range(actors):
        draw.best[i] = -1
        if not tables.alone[i]:
            continue
        answering[:] = tables.alone
        answering[i] = False
        threshold(tables, i, draw.rank, draw.lifted, answering, closure, replies, seed, draw.worth[i])
        for s in range(count):
            best = -1
            for place in range(tables.first[i, s], tables.first[i, s + 1]):
                t = tables.ends[place]
                if draw.worth[i, t] > draw.lifted[i, s] and draw.rank[i, t] > best:
                    best = draw.rank[i, t]
            draw.best[i, s] = best
    for g in range(agreements):
        for i in range(actors):
            if tables.party[g, i]:
                answering[:] = tables.alone & ~tables.party[g]
                threshold(tables, i, draw.rank, draw.lifted, answering, closure, replies, seed, draw.outside[g, i])
        for s in range(count):
            draw.kept[g, s] = True
            for i in range(actors):
                if tables.party[g, i] and draw.best[i, s] >= 0:
                    draw.kept[g, s] = False


@njit(cache=True, nogil=True)
def taken(tables, draw, mover, s, t):  # type: ignore[no-untyped-def]
    """Whether this mover goes from s to t: unpunished, or (for an agreement) credible."""
    actors = len(draw.rank)
    if mover < actors:
        return draw.worth[mover, t] > draw.lifted[mover, s]
    g = mover - actors
    if not draw.kept[g, t]:
        return False
    for i in range(actors):
        if tables.party[g, i] and (draw.outside[g, i, t] <= draw.lifted[i, s] or draw.rank[i, t] <= draw.best[i, s]):
            return False
    return True


@njit(cache=True, nogil=True)
def forward(tables, draw, seen, stack, size):  # type: ignore[no-untyped-def]
    """Mark everything that can be reached from what is on the stack."""
    while size:
        size -= 1
        here = stack[size]
        for mover in range(len(tables.first)):
            for place in range(tables.first[mover, here], tables.first[mover, here + 1]):
                there = tables.ends[place]
                if not seen[there] and taken(tables, draw, mover, here, there):
                    seen[there] = True
                    stack[size] = there
                    size += 1


@njit(cache=True, nogil=True)
def backward(tables, draw, stable, seen):  # type: ignore[no-untyped-def]
    """Mark everything that can reach what is marked, looking only at what is not marked yet.

    Joint moves are many, so they are asked last: own moves as long as these add anything, then joint moves where there
    is no own move to take, and only then all of them.
    """
    asking = 0
    while asking < 3:
        changed = False
        for s in range(len(seen)):
            if seen[s]:
                continue
            if asking == 0:
                seen[s] = goes_alone(tables, draw, s, seen)
            elif asking == 2 or stable[s]:
                seen[s] = signs(tables, draw, s, seen)
            changed = changed or seen[s]
        asking = 0 if changed else asking + 1


@njit(cache=True, nogil=True)
def goes_alone(tables, draw, s, wanted):  # type: ignore[no-untyped-def]
    """Whether an unpunished move of one actor leads from s to a wanted outcome."""
    for i in range(len(draw.rank)):
        if draw.best[i, s] < 0:
            continue
        worth, bar = draw.worth[i], draw.lifted[i, s]
        for place in range(tables.first[i, s], tables.first[i, s + 1]):
            t = tables.ends[place]
            if wanted[t] and worth[t] > bar:
                return True
    return False


@njit(cache=True, nogil=True)
def signs(tables, draw, s, wanted):  # type: ignore[no-untyped-def]
    """Whether a credible joint move leads from s to a wanted outcome."""
    actors = len(draw.rank)
    for g in range(len(tables.party)):
        kept = draw.kept[g]
        for place in range(tables.first[actors + g, s], tables.first[actors + g, s + 1]):
            t = tables.ends[place]
            if kept[t] and wanted[t] and taken(tables, draw, actors + g, s, t):
                return True
    return False


@njit(cache=True, nogil=True)
def classes(tables, draw, stable, everywhere, number, stack, seen, back):  # type: ignore[no-untyped-def]
    """Number the terminal classes (`number[s]` is 0 outside them); how many there are, and how many are cycles."""
    count = len(number)
    found = 0
    for s in range(count):
        seen[s] = stable[s] and not signs(tables, draw, s, everywhere)
        number[s] = 0
        if seen[s]:
            found += 1
            number[s] = found
    backward(tables, draw, stable, seen)
    cycles = 0
    ahead = np.zeros(count, np.bool_)
    for begin in range(count):
        if seen[begin]:
            continue
        start = begin
        while True:  # follow arcs to where there is no way back
            ahead[:] = False
            back[:] = False
            ahead[start] = back[start] = True
            stack[0] = start
            forward(tables, draw, ahead, stack, 1)
            backward(tables, draw, stable, back)
            further = -1
            for s in range(count):
                if ahead[s] and not back[s]:
                    further = s
                    break
            if further < 0:
                break
            start = further
        found += 1
        cycles += 1
        for s in range(count):
            if ahead[s]:
                number[s] = found
            if back[s]:
                seen[s] = True
    return found, cycles


@njit(cache=True, nogil=True)
def said(truths, number, within, answers):  # type: ignore[no-untyped-def]
    """The answer to every question over the classes inside `within`."""
    for q in range(len(truths)):
        yes, no = False, False
        for s in range(len(number)):
            if number[s] and within[s]:
                if truths[q, s]:
                    yes = True
                else:
                    no = True
        answers[q] = (SOME if no else EVERY) if yes else NONE


@njit(cache=True, nogil=True)
def block(tables, ranks, lifts, closure, replies, truths, start, predicted, possible, numbers, equilibria):  # type: ignore[no-untyped-def]
    """One concept on a block of draws.

    `predicted`, `possible`: draws × questions; `numbers`: draws × (classes, cycles); `equilibria`: draws × outcomes.
    `start` is −1 without a status quo.
    """
    draws, actors, count = ranks.shape
    agreements = len(tables.party)
    answering = np.zeros(actors, np.bool_)
    seed = np.zeros(count, ranks.dtype)
    worth, best = np.zeros((actors, count), ranks.dtype), np.zeros((actors, count), ranks.dtype)
    outside = np.zeros((max(agreements, 1), actors, count), ranks.dtype)
    kept = np.zeros((max(agreements, 1), count), np.bool_)
    number, stack = np.zeros(count, np.int64), np.zeros(count + 1, np.int64)
    seen, back, everywhere = np.zeros(count, np.bool_), np.zeros(count, np.bool_), np.ones(count, np.bool_)
    for d in range(draws):
        draw = Draw(ranks[d], lifts[d], worth, best, outside, kept)
        judge(tables, draw, closure, replies, answering, seed)
        for s in range(count):
            equilibria[d, s] = True
            for i in range(actors):
                if best[i, s] >= 0:
                    equilibria[d, s] = False
        numbers[d, 0], numbers[d, 1] = classes(tables, draw, equilibria[d], everywhere, number, stack, seen, back)
        said(truths, number, everywhere, possible[d])
        if start >= 0:
            seen[:] = False
            seen[start] = True
            stack[0] = start
            forward(tables, draw, seen, stack, 1)
            said(truths, number, seen, predicted[d])
