"""The compiled part of the kernel, continued: the classes in which things can end, and what questions say of them.

What is reached and never left is a place of rest. What is reached and leads to none ends in cycles.
"""

from __future__ import annotations

import numpy as np

from detente.compiled import njit
from detente.stability.kernel.kernel_compiled import BIT, WORD, Array, Draws, Tables, improving_moves, judged
from detente.stability.kernel.kernel_foresight import courses
from detente.stability.kernel.kernel_offers import joint, offers_of
from detente.stability.kernel.kernel_ways import backward, cycles, follow, resting

NONE, SOME, EVERY = 0, 1, 2


@njit(cache=True, nogil=True)
def said(truths, member, answers):  # type: ignore[no-untyped-def]
    """The answer to every question over these members of classes."""
    count, words = member.shape
    yes, no = np.empty(words, np.int64), np.empty(words, np.int64)
    for q in range(len(truths)):
        yes[:] = 0
        no[:] = 0
        for s in range(count):
            for w in range(words):
                if truths[q, s]:
                    yes[w] |= member[s, w]
                else:
                    no[w] |= member[s, w]
        for d in range(len(answers)):
            w, bit = d // WORD, BIT[d % WORD]
            answers[d, q] = NONE if yes[w] & bit == 0 else (SOME if no[w] & bit != 0 else EVERY)


@njit(cache=True, nogil=True)
def packed(truth, bits):  # type: ignore[no-untyped-def]
    """For each draw the truths of all outcomes as bits, the first one lowest."""
    count = len(truth)
    for place in range(bits.shape[1]):
        for d in range(len(bits)):
            bits[d, place] = 0
        for k in range(min(8, count - 8 * place)):
            for d in range(len(bits)):
                bits[d, place] |= np.uint8((truth[8 * place + k, d // WORD] >> (d % WORD) & 1) << k)


@njit(cache=True, nogil=True)
def counted(truth, numbers):  # type: ignore[no-untyped-def]
    """For each draw how many outcomes this is true of."""
    found = np.zeros(WORD * truth.shape[1], np.int32)
    for s in range(len(truth)):
        for w in range(truth.shape[1]):
            word = truth[s, w]
            for d in range(WORD):
                found[WORD * w + d] += word >> d & 1
    for d in range(len(numbers)):
        numbers[d] = found[d]


def drawn(tables: Tables, rank: Array, lifted: Array) -> Draws:
    """A block of draws from its ranks."""
    draws = np.arange(rank.shape[2])
    live = np.zeros(-(-len(draws) // WORD), np.int64)
    np.bitwise_or.at(live, draws // WORD, BIT[draws % WORD])
    return Draws(rank, lifted, live, lifted is not rank, *improving_moves(tables, rank, lifted, live))


def solved(
    tables: Tables,
    draws: Draws,
    depth: int,
    improving: bool,
    replies: bool,
    truths: Array,
    start: int,
    predicted: Array,
    possible: Array,
    numbers: Array,
    stable: Array,
) -> None:
    """One concept on a block of draws.

    `predicted`, `possible`: draws × questions; `numbers`: draws × (classes, cycles, equilibria); `stable`: draws ×
    bytes. `start` is −1 without a status quo.

    In steps, for one large compiled function would be a slower one, and take longer to compile.
    """
    block = judged(tables, draws, depth, improving, replies)
    if not block.landing:
        courses(tables, block)
    offers = offers_of(tables, block)
    everywhere = np.broadcast_to(draws.live, block.moving.shape[1:]).copy()
    rest = resting(block)
    rows = joint(tables, block, offers, draws.lifted, rest, everywhere, False)
    member = rest.copy()
    np.bitwise_and.at(member, (rows[:, 0], rows[:, 2] // WORD), ~BIT[rows[:, 2] % WORD])
    reach = member.copy()
    backward(tables, block, offers, rows, everywhere, reach)
    counted(rest, numbers[:, 2])
    counted(member, numbers[:, 0])
    packed(rest, stable)
    lost = everywhere & ~reach
    if lost.any():
        cycles(tables, block, offers, lost, member, numbers)
    said(truths, member, possible)
    if start >= 0:
        seen, _ = follow(tables, block, offers, start)
        said(truths, member & seen, predicted)


def ended(tables: Tables, draws: Draws, depth: int, improving: bool, replies: bool, start: int, bits: Array) -> None:
    """For each draw of a block, the members of the classes in which things can end from the start, as bits."""
    block = judged(tables, draws, depth, improving, replies)
    if not block.landing:
        courses(tables, block)
    offers = offers_of(tables, block)
    seen, left = follow(tables, block, offers, start)
    ends = seen & ~left
    found = ends.copy()
    backward(tables, block, offers, np.empty((0, 3), np.int64), seen, found)
    lost = seen & ~found
    if lost.any():
        cycles(tables, block, offers, lost, ends, np.zeros((draws.rank.shape[2], 2), np.int32))
    packed(ends, bits)
