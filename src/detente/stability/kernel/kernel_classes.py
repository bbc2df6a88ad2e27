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
from detente.stability.kernel.kernel_offers import all_offered, forgotten, offered, offers_of, signed, signs

NONE, SOME, EVERY = 0, 1, 2


@njit(inline="always")
def any_of(row):  # type: ignore[no-untyped-def]
    """Whether a truth holds in any draw."""
    found = row[0]
    for d in range(len(row)):
        found = max(found, row[d])
    return found != 0


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
def forward(tables, block, offers, seen):  # type: ignore[no-untyped-def]
    """Mark everything that can be reached from what is marked (`offers`: of all ends)."""
    actors, count, draws = block.rank.shape
    fresh, left, row = np.zeros(count, np.bool_), np.zeros_like(seen), np.empty(draws, seen.dtype)
    worth, lifted = block.worth, block.lifted
    for s in range(count):
        fresh[s] = any_of(seen[s])
    while fresh.any():
        for s in range(count):
            if not fresh[s]:
                continue
            fresh[s] = False
            for i in range(actors):
                for place in range(tables.first[i, s], tables.first[i, s + 1]):
                    t = tables.ends[place]
                    for d in range(draws):
                        row[d] = worth[i, t, d] > lifted[i, s, d]
                        row[d] &= seen[s, d] & ~seen[t, d]
                        seen[t, d] |= row[d]
                    fresh[t] |= any_of(row)
            signed(tables, block, offers, s, seen, left, fresh)


@njit(cache=True, nogil=True)
def cycles(tables, block, offers, equilibria, ends, member, numbers, restless):  # type: ignore[no-untyped-def]
    """Find the terminal classes that do not rest, and count them; `ends`: what can reach a class found so far.

    In each draw: begin where there is no way to a class yet, and follow arcs to where there is no way back.
    """
    count, draws = member.shape
    start, every = np.empty(draws, np.int64), all_offered(tables, block)
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
        forward(tables, block, every, ahead)
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
        cycles(tables, block, offers, equilibria, ends, member, numbers, restless)
    said(truths, member, within, possible)
    if start >= 0:
        for s in range(count):
            for d in range(draws):
                within[s, d] = s == start
        forward(tables, block, all_offered(tables, block), within)
        said(truths, member, within, predicted)
    return restless
