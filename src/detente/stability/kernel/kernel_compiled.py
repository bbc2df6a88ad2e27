"""The compiled part of the kernel: what decides about every move, for a block of draws at a time.

The definitions are those of `detente.stability.engines.arrays`, `joint` and `prediction`; the property tests compare
them. Here is what decides about every move (`judged`); where the moves lead is in `kernel_ways`. Only integers are
compared.

Ranks are actors (agreements) × outcomes × draws, draws innermost, so that one instruction serves many. Innermost loops
read everything first and then choose: so written, they are turned into such instructions. Truths are bits of words
of 64 draws: outcomes (moves) × words.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from detente.compiled import njit

Array = np.ndarray[Any, np.dtype[Any]]

UNLIMITED = -1  # moves that may follow one another in an answer: any number
WORD = 64  # draws in a word
BIT = (np.uint64(1) << np.arange(WORD, dtype=np.uint64)).view(np.int64)


class Tables(NamedTuple):
    """Moves as lists: those of mover m out of s end at ``ends[first[m, s] : first[m, s + 1]]``.

    Movers are the actors, then the agreements. `party[g, i]`: actor i is a party of agreement g. `alone[i]`: it has
    moves of its own. `transitive`: two moves in succession are one, so nobody need be kept from moving twice.
    Joint moves of agreement g stay in a region: `region[g, s]` is that of s, `place[g, s]` its place among the outcomes
    there, ``size[g, region[g, s]]`` how many there are, and bit p of `far[g, s]` says if it leads to the one at place p
    (no bits: these would take more room than the list).
    """

    first: Array
    ends: Array
    party: Array
    alone: Array
    transitive: bool
    region: Array
    place: Array
    size: Array
    far: Array


class Draws(NamedTuple):
    """What the actors prefer in a block of draws; `live`: the bits of the draws that there are.

    `inert`: some gains are too small to count. `first`, `ends`: the moves of each actor, as in `Tables`, but only those
    that are improvements in some draw; those that are in every draw end at ``ends[first[i, s] : other[i, s]]``.
    """

    rank: Array
    lifted: Array
    live: Array
    inert: bool
    first: Array
    ends: Array
    other: Array


class Block(NamedTuple):
    """What decides about every move of a block of draws (`Draws`) under one concept.

    `arcs`: in which draws a move of `ends` is an improvement that nobody can punish, `moving[i]`: in which there is one
    from here; `outside[g, i]`: w of a party if the outsiders answer (`detente.stability.engines.arrays`); `kept[g]`:
    stable for every party. `landing`: a joint move is judged where it lands, so what a party could have alone counts
    too; else `kernel_foresight` puts in what follows, and in `against` what a joint move must beat for a party.

    The rest serves `kernel_foresight`: where it is still `open` what outsiders could do off the course, if a `replies`
    mends it, and room to search in.
    """

    rank: Array
    lifted: Array
    live: Array
    inert: bool
    first: Array
    ends: Array
    other: Array
    arcs: Array
    moving: Array
    outside: Array
    kept: Array
    against: Array
    landing: bool
    open: Array
    replies: bool
    course: Array
    answers: Array
    listed: Array


@njit(inline="always")
def how_many(truths):  # type: ignore[no-untyped-def]
    """How many of these are true."""
    number = 0
    for truth in truths:
        number += 1 if truth else 0
    return number


@njit(inline="always")
def differs(one, other):  # type: ignore[no-untyped-def]
    """Whether two rows differ anywhere."""
    found = one[0] - other[0]
    for d in range(len(one)):
        found |= one[d] ^ other[d]
    return found != 0


@njit(inline="always")
def above(one, t, other, s, w):  # type: ignore[no-untyped-def]
    """In which draws of word w one table at t is above the other at s."""
    word = np.int64(0)
    for d in range(min(WORD, one.shape[1] - WORD * w)):
        word |= BIT[d] if one[t, WORD * w + d] > other[s, WORD * w + d] else np.int64(0)
    return word


@njit(cache=True, nogil=True)
def improving_moves(tables, rank, lifted, live):  # type: ignore[no-untyped-def]
    """The moves of the actors that are improvements in some draw, those that are in every draw first."""
    actors, count, _ = rank.shape
    first, ends = np.empty((actors, count + 1), np.int64), np.empty(tables.first[actors - 1, count], np.uint32)
    other, number = np.empty((actors, count), np.int64), 0
    for i in range(actors):
        own, bar = rank[i], lifted[i]
        for s in range(count):
            first[i, s] = other[i, s] = number
            for place in range(tables.first[i, s], tables.first[i, s + 1]):
                t, some, every = tables.ends[place], np.int64(0), True
                for w in range(len(live)):
                    word = above(own, t, bar, s, w)
                    some |= word
                    every &= word == live[w]
                if some != 0:
                    ends[number] = t
                    if every:
                        ends[number], ends[other[i, s]] = ends[other[i, s]], t
                        other[i, s] += 1
                    number += 1
        first[i, count] = number
    return first, ends[:number].copy(), other


@njit(inline="always")
def lowered(ends, begin, other, end, s, value, own, bar, least):  # type: ignore[no-untyped-def]
    """Lower `least` to the least of the values at these ends, from `other` on only where that is an improvement.

    Ends are taken three at a time (the last one again, where there are fewer): that is less to read and to write.
    """
    for place in range(begin, other, 3):
        t, u, v = ends[place], ends[min(place + 1, other - 1)], ends[min(place + 2, other - 1)]
        for d in range(value.shape[1]):
            low, one, two, three = least[s, d], value[t, d], value[u, d], value[v, d]
            least[s, d] = min(low, one, two, three)
    for place in range(other, end, 3):
        t, u, v = ends[place], ends[min(place + 1, end - 1)], ends[min(place + 2, end - 1)]
        for d in range(value.shape[1]):
            need, low = bar[s, d], least[s, d]
            one, two, three = value[t, d], value[u, d], value[v, d]
            first_gain, second_gain, third_gain = own[t, d], own[u, d], own[v, d]
            one = one if first_gain > need else low
            two = two if second_gain > need else low
            three = three if third_gain > need else low
            least[s, d] = min(low, one, two, three)


@njit(inline="always")
def lowest(one, other):  # type: ignore[no-untyped-def]
    """Lower a table (outcomes × draws) to another where that is less."""
    for s in range(len(one)):
        for d in range(one.shape[1]):
            one[s, d] = min(one[s, d], other[s, d])


@njit(cache=True, nogil=True)
def closed_freely(first, ends, other, rank, lifted, answering, value):  # type: ignore[no-untyped-def]
    """Least value among an outcome and all answers to it, in place; every order of moves is legal.

    A mover's own moves in succession are one move, so one sweep closes the values under its moves.
    """
    movers, number = len(answering), how_many(answering)
    before = np.empty(value.shape[1], value.dtype)
    unchanged, mover = 0, 0
    while unchanged < number:
        if answering[mover]:
            changed = False
            for s in range(len(value)):
                for d in range(len(before)):
                    before[d] = value[s, d]
                begin, middle, end = first[mover, s], other[mover, s], first[mover, s + 1]
                lowered(ends, begin, middle, end, s, value, rank[mover], lifted[mover], value)
                changed |= differs(before, value[s])
            unchanged = 1 if changed else unchanged + 1
            if number == 1:
                return
        mover = (mover + 1) % movers


@njit(cache=True, nogil=True)
def closed_in_turn(first, ends, other, rank, lifted, answering, depth, value):  # type: ignore[no-untyped-def]
    """The same where nobody may move twice in succession: what can still come is kept by who moved last.

    `depth`: at most so many moves (negative: any number).
    """
    movers, (count, draws) = len(answering), value.shape
    still = np.empty((movers, count, draws), value.dtype)
    after = np.empty((movers, count, draws), value.dtype)
    least = np.empty(draws, value.dtype)
    for mover in range(movers):
        for s in range(count):
            for d in range(draws):
                still[mover, s, d] = value[s, d]
    changed = True
    while changed and depth != 0:
        changed = False
        depth -= 1
        for mover in range(movers):
            for s in range(count):
                for d in range(draws):
                    after[mover, s, d] = value[s, d]
                if answering[mover]:
                    begin, middle, end = first[mover, s], other[mover, s], first[mover, s + 1]
                    lowered(ends, begin, middle, end, s, still[mover], rank[mover], lifted[mover], after[mover])
        for last in range(movers):
            for s in range(count):
                for d in range(draws):
                    least[d] = value[s, d]
                for mover in range(movers):
                    if mover != last:
                        for d in range(draws):
                            least[d] = min(least[d], after[mover, s, d])
                changed |= differs(least, still[last, s])
                for d in range(draws):
                    still[last, s, d] = least[d]
    for mover in range(movers):
        lowest(value, after[mover])


@njit(cache=True, nogil=True)
def threshold(tables, draws, i, answering, depth, improving, replies, value):  # type: ignore[no-untyped-def]
    """w of actor i when these actors answer: min(rank, closed seed), written to `value`.

    `depth`: how many moves may follow one another (negative: any number); `improving`: by improvements only.
    """
    rank, lifted = draws.rank, draws.lifted
    first, ends = (tables.first, tables.ends) if draws.inert else (draws.first, draws.ends)  # what a reply may be
    answered = depth != 0 and how_many(answering) != 0
    replies &= answered
    for s in range(len(value)):
        for d in range(value.shape[1]):
            value[s, d] = rank[i, s, d]
        for place in range(first[i, s], first[i, s + 1] if replies else 0):
            t = ends[place]
            for d in range(value.shape[1]):
                value[s, d] = max(value[s, d], rank[i, t, d])
    if not answered:
        return
    first, ends, other = draws.first, draws.ends, draws.other
    if not improving:  # any move may be an answer
        first, ends, other = tables.first, tables.ends, tables.first[:, 1:].copy()
    if tables.transitive and depth < 0:
        closed_freely(first, ends, other, rank, lifted, answering, value)
    else:
        closed_in_turn(first, ends, other, rank, lifted, answering, depth, value)
    lowest(value, rank[i])


@njit(cache=True, nogil=True)
def mark(draws, i, value, arcs, moving):  # type: ignore[no-untyped-def]
    """Note in which draws a move of actor i is an improvement that nobody can punish; `value`: w of i."""
    lifted, live = draws.lifted[i], draws.live
    for s in range(len(value)):
        for w in range(len(live)):
            moving[i, s, w] = 0
        for place in range(draws.first[i, s], draws.first[i, s + 1]):
            for w in range(len(live)):
                word = above(value, draws.ends[place], lifted, s, w) & live[w]
                arcs[place, w] = word
                moving[i, s, w] |= word


@njit(cache=True, nogil=True)
def judge(tables, draws, depth, improving, replies, arcs, moving, outside, kept):  # type: ignore[no-untyped-def]
    """Fill in `arcs`, `moving`, `outside` and `kept` (`Block`)."""
    actors, count, number = draws.rank.shape
    answering, value = np.empty(actors, np.bool_), np.empty((count, number), draws.rank.dtype)
    for i in range(actors):
        for j in range(actors):
            answering[j] = j != i and tables.alone[j]
        if tables.alone[i]:
            threshold(tables, draws, i, answering, depth, improving, replies, value)
        mark(draws, i, value, arcs, moving)
    for g in range(len(tables.party)):
        for j in range(actors):
            answering[j] = tables.alone[j] and not tables.party[g, j]
        for s in range(count):
            for w in range(len(draws.live)):
                kept[g, s, w] = draws.live[w]
        for i in range(actors):
            if tables.party[g, i]:
                threshold(tables, draws, i, answering, depth, improving, replies, outside[g, i])
                for s in range(count):
                    for w in range(len(draws.live)):
                        kept[g, s, w] &= ~moving[i, s, w]


def judged(tables: Tables, draws: Draws, depth: int, improving: bool, replies: bool) -> Block:
    """What decides about every move of a block where it lands."""
    (actors, count, number), words, agreements = draws.rank.shape, len(draws.live), len(tables.party)
    kind = draws.rank.dtype
    arcs, moving = np.empty((len(draws.ends), words), np.int64), np.empty((actors, count, words), np.int64)
    outside, kept = np.empty((agreements, actors, count, number), kind), np.empty((agreements, count, words), np.int64)
    judge(tables, draws, depth, improving, replies, arcs, moving, outside, kept)
    landing = not improving or depth != UNLIMITED or agreements == 0
    against = draws.lifted if landing else draws.lifted.copy()
    course, answers = np.zeros((actors + 1, count), np.bool_), np.zeros((actors + 1, count), np.bool_)
    listed = np.empty((2, (actors + 1) * count), np.int64)
    left_open = np.zeros((0 if landing else agreements, count, words), np.int64)
    return Block(
        *draws, arcs, moving, outside, kept, against, landing, left_open, replies, course, answers, listed
    )  # fmt: skip
