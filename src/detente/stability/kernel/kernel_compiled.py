"""The compiled part of the kernel: a block of draws at a time, draws innermost, so that one instruction serves many.

The definitions are those of `detente.stability.engines.arrays`, `joint` and `prediction`; the property tests compare
them. Here is what decides about every move (`judge`); where the moves lead is in
`detente.stability.kernel.kernel_classes`. Only integers are compared, and no graph is written out: whether a move is
taken is asked when it is met.

Arrays are outcomes × draws, or actors (agreements) × outcomes × draws. Truths are 0 and 1 in the type of the ranks, so
that an instruction holds as many of one as of the other. Innermost loops read everything first and then choose: so
written, they are turned into instructions that serve many draws.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from detente.compiled import njit

Array = np.ndarray[Any, np.dtype[Any]]

UNLIMITED = -1  # moves that may follow one another in an answer: any number


class Tables(NamedTuple):
    """Moves as lists: those of mover m out of s end at ``ends[first[m, s] : first[m, s + 1]]``.

    Movers are the actors, then the agreements. `party[g, i]`: actor i is a party of agreement g. `alone[i]`: it has
    moves of its own. `transitive`: two moves in succession are one, so nobody need be kept from moving twice.
    Joint moves of agreement g stay in a region: `region[g, s]` is that of s, `place[g, s]` its place among the outcomes
    there, ``size[g, region[g, s]]`` how many there are.
    """

    first: Array
    ends: Array
    party: Array
    alone: Array
    transitive: bool
    region: Array
    place: Array
    size: Array


class Block(NamedTuple):
    """What decides about every move of a block of draws under one concept.

    `worth[i]`: w of actor i (`detente.stability.engines.arrays`); `best[i]`: the rank of its best unpunished
    improvement, −1 without one; `outside[g, i]`: w of a party if the outsiders answer; `kept[g]`: stable for every
    party; `against[i]`: what a joint move must beat for a party. `landing`: a joint move is judged where it lands, so
    what a party could have alone counts too; else `kernel_foresight` puts in what follows.

    The rest serves `kernel_foresight`: where it is still `open` what outsiders could do off the course, if a `replies`
    mends it, and room to search in.
    """

    rank: Array
    lifted: Array
    worth: Array
    best: Array
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
def differs(one, other):  # type: ignore[no-untyped-def]
    """Whether two rows differ anywhere."""
    found = one[0] - other[0]
    for d in range(len(one)):
        found |= one[d] ^ other[d]
    return found != 0


@njit(inline="always")
def lowered(first, ends, mover, s, value, own, bar, improving, least):  # type: ignore[no-untyped-def]
    """Lower `least` to the least of the values where the mover can go from s (by improvements only).

    Ends are taken three at a time (the last one again, where there are fewer): that is less to read and to write.
    """
    last = first[mover, s + 1] - 1
    for place in range(first[mover, s], last + 1, 3):
        t, u, v = ends[place], ends[min(place + 1, last)], ends[min(place + 2, last)]
        if improving:
            for d in range(value.shape[1]):
                need, low = bar[s, d], least[s, d]
                one, two, three = value[t, d], value[u, d], value[v, d]
                first_gain, second_gain, third_gain = own[t, d], own[u, d], own[v, d]
                one = one if first_gain > need else low
                two = two if second_gain > need else low
                three = three if third_gain > need else low
                least[s, d] = min(low, one, two, three)
        else:
            for d in range(value.shape[1]):
                low, one, two, three = least[s, d], value[t, d], value[u, d], value[v, d]
                least[s, d] = min(low, one, two, three)


@njit(inline="always")
def lowest(one, other):  # type: ignore[no-untyped-def]
    """Lower a table (outcomes × draws) to another where that is less."""
    for s in range(len(one)):
        for d in range(one.shape[1]):
            one[s, d] = min(one[s, d], other[s, d])


@njit(cache=True, nogil=True)
def closed_freely(tables, rank, lifted, answering, improving, value):  # type: ignore[no-untyped-def]
    """Least value among an outcome and all answers to it, in place; every order of moves is legal.

    A mover's own moves in succession are one move, so one sweep closes the values under its moves.
    """
    movers, number = len(answering), answering.sum()
    before = np.empty(value.shape[1], value.dtype)
    unchanged, mover = 0, 0
    while unchanged < number:
        if answering[mover]:
            changed = False
            for s in range(len(value)):
                for d in range(len(before)):
                    before[d] = value[s, d]
                lowered(tables.first, tables.ends, mover, s, value, rank[mover], lifted[mover], improving, value)
                changed |= differs(before, value[s])
            unchanged = 1 if changed else unchanged + 1
            if number == 1:
                return
        mover = (mover + 1) % movers


@njit(cache=True, nogil=True)
def closed_in_turn(tables, rank, lifted, answering, improving, depth, value):  # type: ignore[no-untyped-def]
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
                    lowered(
                        tables.first, tables.ends, mover, s, still[mover], rank[mover], lifted[mover], improving,
                        after[mover],
                    )  # fmt: skip
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
def threshold(tables, i, rank, lifted, answering, depth, improving, replies, value):  # type: ignore[no-untyped-def]
    """w of actor i when these actors answer: min(rank, closed seed), written to `value`.

    `depth`: how many moves may follow one another (negative: any number); `improving`: by improvements only.
    """
    replies &= depth != 0 and answering.any()
    for s in range(len(value)):
        for d in range(value.shape[1]):
            value[s, d] = rank[i, s, d]
        for place in range(tables.first[i, s], tables.first[i, s + 1] if replies else 0):
            t = tables.ends[place]
            for d in range(value.shape[1]):
                value[s, d] = max(value[s, d], rank[i, t, d])
    if depth == 0 or not answering.any():
        return
    if tables.transitive and depth < 0:
        closed_freely(tables, rank, lifted, answering, improving, value)
    else:
        closed_in_turn(tables, rank, lifted, answering, improving, depth, value)
    lowest(value, rank[i])


@njit(cache=True, nogil=True)
def best_open(tables, i, rank, lifted, worth, best):  # type: ignore[no-untyped-def]
    """The rank of the best improvement that nobody can punish; −1: there is none, so the outcome is stable for i."""
    for s in range(rank.shape[1]):
        for d in range(rank.shape[2]):
            best[i, s, d] = -1
        for place in range(tables.first[i, s], tables.first[i, s + 1]):
            t = tables.ends[place]
            for d in range(rank.shape[2]):
                there, left, need, high = rank[i, t, d], worth[i, t, d], lifted[i, s, d], best[i, s, d]
                best[i, s, d] = max(high, there if left > need else high)


@njit(cache=True, nogil=True)
def judge(tables, block, depth, improving, replies):  # type: ignore[no-untyped-def]
    """Fill in `worth`, `best`, `outside` and `kept`."""
    actors, count, draws = block.rank.shape
    answering = np.empty(actors, np.bool_)
    for i in range(actors):
        for j in range(actors):
            answering[j] = j != i and tables.alone[j]
        if tables.alone[i]:
            threshold(tables, i, block.rank, block.lifted, answering, depth, improving, replies, block.worth[i])
        best_open(tables, i, block.rank, block.lifted, block.worth, block.best)
    for g in range(len(tables.party)):
        for j in range(actors):
            answering[j] = tables.alone[j] and not tables.party[g, j]
        for s in range(count):
            for d in range(draws):
                block.kept[g, s, d] = 1
        for i in range(actors):
            if tables.party[g, i]:
                threshold(
                    tables, i, block.rank, block.lifted, answering, depth, improving, replies, block.outside[g, i]
                )
                for s in range(count):
                    for d in range(draws):
                        block.kept[g, s, d] &= block.best[i, s, d] < 0
