"""The compiled part of the kernel, continued: where unpunished moves lead, for a block of draws at a time.

Every draw has its own graph. What is marked in one (reached, can reach, belongs to a class) is a bit of a word of draws
for each outcome (outcomes × words), so own moves spread many draws at once. Joint moves are listed draw by draw.
"""

from __future__ import annotations

import numpy as np

from detente.compiled import njit
from detente.stability.kernel.kernel_compiled import BIT, WORD, Array, Block, Tables
from detente.stability.kernel.kernel_foresight import circles, reaching, steps_out, without
from detente.stability.kernel.kernel_offers import Offers, joint


@njit(cache=True, nogil=True)
def resting(block):  # type: ignore[no-untyped-def]
    """Where nobody has an own move to take."""
    actors, count, words = block.moving.shape
    found = np.empty((count, words), np.int64)
    for s in range(count):
        for w in range(words):
            found[s, w] = block.live[w]
            for i in range(actors):
                found[s, w] &= ~block.moving[i, s, w]
    return found


@njit(cache=True, nogil=True)
def taken(rows, seen):  # type: ignore[no-untyped-def]
    """Mark where the moves in these rows (`joint`) lead to what is marked; whether that is anything new."""
    changed = False
    for k in range(len(rows)):
        s, t, w, bit = rows[k, 0], rows[k, 1], rows[k, 2] // WORD, BIT[rows[k, 2] % WORD]
        if seen[t, w] & ~seen[s, w] & bit != 0:
            seen[s, w] |= bit
            changed = True
    return changed


def backward(tables: Tables, block: Block, offers: Offers, rows: Array, among: Array, seen: Array) -> None:
    """Mark, among these outcomes, all that can reach what is marked; `rows`: joint moves that are known already.

    Joint moves are many, so first only those known are taken; `block.against` is asked for where that leaves something.
    """
    everybody = np.ones(len(block.rank), np.bool_)
    reaching(block, everybody, among, seen)
    while taken(rows, seen):
        reaching(block, everybody, among, seen)
    left = among & ~seen
    if not len(tables.party) or not left.any():
        return
    if not block.landing:
        without(block, tables.party, left)
    while taken(joint(tables, block, offers, block.against, among & ~seen, seen, False), seen):
        reaching(block, everybody, among, seen)


@njit(cache=True, nogil=True)
def spread(block, fresh, seen, left):  # type: ignore[no-untyped-def]
    """Mark in `seen` what own moves lead to from what is `fresh`, which nothing is then; in `left` where some begin."""
    actors, count, words = block.moving.shape
    first, ends, arcs, moving = block.first, block.ends, block.arcs, block.moving
    going = True
    while going:
        going = False
        for s in range(count):
            for w in range(words):
                here = fresh[s, w]
                fresh[s, w] = 0
                for i in range(actors if here != 0 else 0):
                    if moving[i, s, w] & here == 0:
                        continue
                    left[s, w] |= moving[i, s, w] & here
                    for place in range(first[i, s], first[i, s + 1]):
                        t = ends[place]
                        new = arcs[place, w] & here & ~seen[t, w]
                        if new != 0:
                            seen[t, w] |= new
                            fresh[t, w] |= new
                            going = True


@njit(cache=True, nogil=True)
def arrived(rows, fresh, seen, left):  # type: ignore[no-untyped-def]
    """Mark where the moves in these rows (`joint`) begin and end; whether anything is `fresh` by that."""
    going = False
    for k in range(len(rows)):
        s, t, w, bit = rows[k, 0], rows[k, 1], rows[k, 2] // WORD, BIT[rows[k, 2] % WORD]
        left[s, w] |= bit
        if seen[t, w] & bit == 0:
            seen[t, w] |= bit
            fresh[t, w] |= bit
            going = True
    return going


def follow(tables: Tables, block: Block, offers: Offers, start: int) -> tuple[Array, Array]:
    """What can be reached from the start, and where of that some arc begins.

    First by own moves; then it is known what comes without a deal from there, and joint moves are asked.
    """
    seen, left, fresh, asked = (np.zeros(block.moving.shape[1:], np.int64) for _ in range(4))
    seen[start] = fresh[start] = block.live
    going = True
    while going:
        spread(block, fresh, seen, left)
        if not len(tables.party):
            break
        if not block.landing:
            without(block, tables.party, seen)
        rows = joint(tables, block, offers, block.against, seen & ~asked, np.full_like(seen, -1), True)
        asked[:] = seen
        going = arrived(rows, fresh, seen, left)
    return seen, left


def cycles(tables: Tables, block: Block, offers: Offers, lost: Array, ends: Array, numbers: Array) -> None:
    """Mark in `ends` the cycles in which what is `lost` ends, and count them by draw: classes, and cycles.

    Draw by draw where there are joint moves, for these are many.
    """
    every, rows = np.full_like(lost, -1), np.empty((0, 3), np.int64)
    if not len(tables.party):
        circling(block, lost, rows, ends, numbers)
        return
    for w, bit in [(w, bit) for w in range(lost.shape[1]) for bit in BIT if (lost[:, w] & bit).any()]:
        one = np.zeros_like(lost)
        one[:, w] = lost[:, w] & bit
        circling(block, one, joint(tables, block, offers, block.against, one, every, True), ends, numbers)


@njit(cache=True, nogil=True)
def circling(block, lost, rows, ends, numbers):  # type: ignore[no-untyped-def]
    """The same for own moves, and the joint ones in these rows (of one draw)."""
    count, words = lost.shape
    everybody, some = np.ones(len(block.rank), np.bool_), np.zeros(words, np.int64)
    for s in range(count):
        for w in range(words):
            some[w] |= lost[s, w]
    for d in range(WORD * words):
        if some[d // WORD] & BIT[d % WORD] == 0:
            continue
        sources, targets = steps_out(block, everybody, lost, d, len(rows))
        number = len(sources) - len(rows)
        for k in range(len(rows)):
            sources[number + k], targets[number + k] = rows[k, 0], rows[k, 1]
        cycle = circles(sources, targets, count)
        for s in range(count):
            if cycle[s] >= 0:
                ends[s, d // WORD] |= BIT[d % WORD]
                if cycle[s] == s:
                    numbers[d, 0] += 1
                    numbers[d, 1] += 1
