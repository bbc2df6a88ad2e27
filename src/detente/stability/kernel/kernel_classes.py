"""The compiled part of the kernel, continued: where unpunished moves lead, for a block of draws at a time.

Every draw has its own graph; what is marked in one (reached, can reach, belongs to a class) is a row of truths over
draws for each outcome, and all draws are spread at once until nothing changes in any.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from detente.compiled import njit
from detente.stability.kernel.kernel_compiled import UNLIMITED, Array, Block, differs, judge
from detente.stability.kernel.kernel_foresight import foresee
from detente.stability.kernel.kernel_offers import forgotten, offered, offers_of, signs

NONE, SOME, EVERY = 0, 1, 2


@njit(inline="always")
def any_of(row):  # type: ignore[no-untyped-def]
    """Whether a truth holds in any draw."""
    found = row[0]
    for d in range(len(row)):
        found = max(found, row[d])
    return found != 0


@njit(inline="always")
def credible(block, party, g, s, t, row):  # type: ignore[no-untyped-def]
    """Leave in `row` the draws in which agreement g, kept at t, goes there from s: worth it for all, not spoiled."""
    outside, against, rank, best = block.outside, block.against, block.rank, block.best
    for i in range(len(rank)):
        if party[g, i]:
            for d in range(len(row)):
                left, need, so_far = outside[g, i, t, d], against[i, s, d], row[d]
                row[d] = so_far if left > need else 0
            if block.landing:
                for d in range(len(row)):
                    gain, high, so_far = rank[i, t, d], best[i, s, d], row[d]
                    row[d] = so_far if gain > high else 0


@njit(inline="always")
def bars(block, party, g, s, asked, low):  # type: ignore[no-untyped-def]
    """Put into `low` the least that a joint move of agreement g from s must beat for each party in the draws asked."""
    for i in range(len(low)):
        if party[g, i]:
            low[i] = np.iinfo(low.dtype).max
            for d in range(len(asked)):
                bar, least = block.against[i, s, d], low[i]
                low[i] = min(least, bar) if asked[d] != 0 else least


@njit(inline="always")
def hope(hopeful, party, low, g, t):  # type: ignore[no-untyped-def]
    """Whether there may be a draw in which agreement g goes to t, from where each party must beat `low`."""
    able = True
    for i in range(len(low)):
        able &= not party[g, i] or hopeful[g, i, t] > low[i]
    return able


@njit(cache=True, nogil=True)
def backward(tables, block, offers, equilibria, seen):  # type: ignore[no-untyped-def]
    """Mark everything that can reach what is marked.

    Joint moves are many, so they are asked last: own moves as long as these add anything, then joint moves where there
    is no own move to take, and only then all of them.
    """
    turned, looked = np.ones(len(seen), np.int64), np.zeros(len(seen), np.int64)
    forgotten(offers)
    while True:
        alone(tables, block, seen, turned, looked)
        if len(tables.party) == 0:
            return
        offered(tables, block, seen, offers)
        if together(tables, block, offers, equilibria, seen, turned):
            continue
        if not together(tables, block, offers, np.ones_like(seen), seen, turned):
            return


@njit(cache=True, nogil=True)
def alone(tables, block, seen, turned, looked):  # type: ignore[no-untyped-def]
    """Mark where own moves lead to what is marked, until nothing is new.

    An outcome is looked at again only if more is marked at the end of a move since: `turned` and `looked` say when.
    """
    (actors, count, draws), changed, now = block.rank.shape, True, turned.max()
    worth, lifted, first, ends = block.worth, block.lifted, tables.first, tables.ends
    found = np.empty(draws, seen.dtype)
    while changed:
        changed = False
        for s in range(count):
            since, looked[s] = looked[s], now
            for d in range(draws):
                found[d] = 1 - seen[s, d]
            if not any_of(found):
                continue
            for d in range(draws):
                found[d] = seen[s, d]
            for i in range(actors):
                for place in range(first[i, s], first[i, s + 1]):
                    t = ends[place]
                    if turned[t] > since:
                        for d in range(draws):
                            left, need, marked, so_far = worth[i, t, d], lifted[i, s, d], seen[t, d], found[d]
                            found[d] = marked | so_far if left > need else so_far
            if differs(found, seen[s]):
                now += 1
                turned[s], changed = now, True
                for d in range(draws):
                    seen[s, d] = found[d]


@njit(cache=True, nogil=True)
def together(tables, block, offers, among, seen, turned):  # type: ignore[no-untyped-def]
    """Mark where, among these, a credible joint move leads to what is marked (`offers`); whether anything is new."""
    count, draws = seen.shape
    asked, found = np.empty(draws, seen.dtype), np.empty(draws, seen.dtype)
    changed, now = False, turned.max() + 1
    for s in range(count):
        for d in range(draws):
            asked[d] = found[d] = among[s, d] & (1 - seen[s, d])
        if any_of(asked):
            signs(tables, block, offers, s, asked)
            for d in range(draws):
                found[d] &= 1 - asked[d]
                seen[s, d] |= found[d]
            if any_of(found):
                turned[s], changed = now, True
    return changed


@njit(cache=True, nogil=True)
def forward(tables, block, hopeful, seen):  # type: ignore[no-untyped-def]
    """Mark everything that can be reached from what is marked."""
    actors, count, draws = block.rank.shape
    fresh = np.zeros(count, np.bool_)
    for s in range(count):
        fresh[s] = any_of(seen[s])
    row, low = np.empty(draws, seen.dtype), np.empty(actors, seen.dtype)
    changed = True
    while changed:
        changed = False
        for s in range(count):
            if not fresh[s]:
                continue
            fresh[s] = False
            for mover in range(len(tables.first)):
                if mover >= actors:
                    bars(block, tables.party, mover - actors, s, seen[s], low)
                for place in range(tables.first[mover, s], tables.first[mover, s + 1]):
                    t = tables.ends[place]
                    if mover < actors:
                        worth, lifted = block.worth, block.lifted
                        for d in range(draws):
                            row[d] = worth[mover, t, d] > lifted[mover, s, d]
                            row[d] &= seen[s, d] & ~seen[t, d]
                    elif hope(hopeful, tables.party, low, mover - actors, t):
                        for d in range(draws):
                            row[d] = block.kept[mover - actors, t, d] & seen[s, d] & ~seen[t, d]
                        if any_of(row):
                            credible(block, tables.party, mover - actors, s, t, row)
                    else:
                        continue
                    for d in range(draws):
                        seen[t, d] |= row[d]
                    if any_of(row):
                        fresh[t] = changed = True


@njit(cache=True, nogil=True)
def cycles(tables, block, hopeful, offers, equilibria, ends, member, numbers, restless):  # type: ignore[no-untyped-def]
    """Find the terminal classes that do not rest, and count them; `ends`: what can reach a class found so far.

    In each draw: begin where there is no way to a class yet, and follow arcs to where there is no way back.
    """
    count, draws = member.shape
    start = np.empty(draws, np.int64)
    going = False
    for d in range(draws):
        start[d] = 0 if restless[d] else -1
        going |= restless[d]
        while restless[d] and ends[start[d], d] != 0:
            start[d] += 1
    while going:
        ahead, back = np.zeros(member.shape, member.dtype), np.zeros(member.shape, member.dtype)
        for d in range(draws):
            if start[d] >= 0:
                ahead[start[d], d] = back[start[d], d] = 1
        forward(tables, block, hopeful, ahead)
        backward(tables, block, offers, equilibria, back)
        going = False
        for d in range(draws):
            if start[d] < 0:
                continue
            further = -1
            for s in range(count):
                if ahead[s, d] != 0 and back[s, d] == 0:
                    further = s
                    break
            if further < 0:
                numbers[d, 0] += 1
                numbers[d, 1] += 1
                for s in range(count):
                    member[s, d] |= ahead[s, d]
                    ends[s, d] |= back[s, d]
                    if further < 0 and ends[s, d] == 0:
                        further = s
            start[d] = further
            going = going or further >= 0


@njit(cache=True, nogil=True)
def said(truths, member, within, answers):  # type: ignore[no-untyped-def]
    """The answer to every question over the members of classes inside `within`."""
    count, draws = member.shape
    yes, no = np.empty(draws, member.dtype), np.empty(draws, member.dtype)
    for q in range(len(truths)):
        for d in range(draws):
            yes[d] = no[d] = 0
        for s in range(count):
            truth = truths[q, s]
            for d in range(draws):
                here = member[s, d] & within[s, d]
                yes[d] |= here & truth
                no[d] |= here & (not truth)
        for d in range(draws):
            answers[d, q] = NONE if yes[d] == 0 else (SOME if no[d] != 0 else EVERY)


@njit(cache=True, nogil=True)
def packed(truth, bits):  # type: ignore[no-untyped-def]
    """For each draw the truths of all outcomes as bits, the first one lowest."""
    count, draws = truth.shape
    row = np.empty(draws, np.uint8)
    for place in range(bits.shape[1]):
        for d in range(draws):
            row[d] = 0
        for k in range(min(8, count - 8 * place)):
            for d in range(draws):
                row[d] |= np.uint8(truth[8 * place + k, d] << k)
        for d in range(draws):
            bits[d, place] = row[d]


@njit(cache=True, nogil=True)
def judged(tables, rank, lifted, depth, improving, replies):  # type: ignore[no-untyped-def]
    """What decides about every move of a block where it lands."""
    (actors, count, draws), agreements = rank.shape, len(tables.party)
    worth, best = np.empty(rank.shape, rank.dtype), np.empty(rank.shape, rank.dtype)
    outside = np.empty((agreements, actors, count, draws), rank.dtype)
    kept = np.empty((agreements, count, draws), rank.dtype)
    landing = not improving or depth != UNLIMITED or agreements == 0
    against = lifted if landing else np.empty(rank.shape, rank.dtype)
    left_open = np.empty((0 if landing else agreements, count, draws), rank.dtype)
    course, answers = np.zeros((actors + 1, count), np.bool_), np.zeros((actors + 1, count), np.bool_)
    listed = np.empty((2, (actors + 1) * count), np.int64)
    block = Block(
        rank, lifted, worth, best, outside, kept, against, landing, left_open, replies, course, answers, listed
    )
    judge(tables, block, depth, improving, replies)
    return block


@njit(cache=True, nogil=True)
def most_hoped(tables, block):  # type: ignore[no-untyped-def]
    """For each agreement, party and outcome the most that landing there is worth in any draw in which it is kept."""
    agreements, actors, count, draws = block.outside.shape
    found = np.full((agreements, actors, count), -1, block.rank.dtype)
    for g in range(agreements):
        for i in range(actors):
            for s in range(count if tables.party[g, i] else 0):
                most = found[g, i, s]
                for d in range(draws):
                    there, kept = block.outside[g, i, s, d], block.kept[g, s, d]
                    most = max(most, there if kept != 0 else most)
                found[g, i, s] = most
    return found


def solved(
    tables: Any,
    rank: Array,
    lifted: Array,
    depth: int,
    improving: bool,
    replies: bool,
    truths: Array,
    start: int,
    last: bool,
    predicted: Array,
    possible: Array,
    numbers: Array,
    stable: Array,
) -> Array:
    """One concept on a block of draws; the draws in which things can go round without rest are told.

    `predicted`, `possible`: draws × questions; `numbers`: draws × (classes, cycles, equilibria); `stable`: draws ×
    bytes. `start` is −1 without a status quo. `last`: cycles are followed; otherwise what is found in draws that have
    some is not all.

    In two steps, for one large compiled function would be a slower one.
    """
    block = judged(tables, rank, lifted, depth, improving, replies)
    if not block.landing:
        foresee(tables, block)
    restless: Array = led(tables, block, truths, start, last, predicted, possible, numbers, stable)
    return restless


@njit(cache=True, nogil=True)
def led(tables, block, truths, start, last, predicted, possible, numbers, stable):  # type: ignore[no-untyped-def]
    """Where the moves of a block lead (`solved`)."""
    agreements = len(tables.party)
    hopeful = most_hoped(tables, block)
    (actors, count, draws), best, kind = block.rank.shape, block.best, block.rank.dtype
    shape = (count, draws)
    within, equilibria, member = np.empty(shape, kind), np.empty(shape, kind), np.empty(shape, kind)
    for s in range(count):
        for d in range(draws):
            within[s, d] = equilibria[s, d] = 1
        for i in range(actors):
            for d in range(draws):
                equilibria[s, d] &= best[i, s, d] < 0
        for d in range(draws):
            member[s, d] = equilibria[s, d]
    ends, offers = np.empty(shape, kind), offers_of(tables, block)
    offered(tables, block, within, offers)
    for s in range(count):
        if agreements and any_of(equilibria[s]):
            signs(tables, block, offers, s, member[s])
        for d in range(draws):
            ends[s, d] = member[s, d]
            numbers[d, 0] += member[s, d]
            numbers[d, 2] += equilibria[s, d]
    packed(equilibria, stable)
    backward(tables, block, offers, equilibria, ends)
    restless = np.zeros(draws, np.bool_)
    for s in range(count):
        for d in range(draws):
            restless[d] |= ends[s, d] == 0
    if last:
        cycles(tables, block, hopeful, offers, equilibria, ends, member, numbers, restless)
    said(truths, member, within, possible)
    if start >= 0:
        for s in range(count):
            for d in range(draws):
                within[s, d] = s == start
        forward(tables, block, hopeful, within)
        said(truths, member, within, predicted)
    return restless
