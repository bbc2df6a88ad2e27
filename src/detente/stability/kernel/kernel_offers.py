"""The compiled part of the kernel, continued: where a joint move begins, asked of few ends for each draw.

Whether agreement g goes from s to t is asked of t alone and of s alone, number by number: each that t offers must beat
the bar that s sets. So of the ends that are kept, those that offer no more than another one in every number are asked
only if that one cannot be reached from s. The others, the *best* offers, are few.

Ends are listed by *region*, for no joint move leaves one (`regions_of`). Numbers are compared some at a time, side by
side in a 64-bit word: each plus one, for none is less than −1, and a bar plus two, for it is to be beaten. The bit
above each is free (`FREE`): set on the one side, it is still set after the other is taken away if that is no greater.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from detente.compiled import njit
from detente.stability.kernel.kernel_compiled import Array

FREE = (-(1 << 63) + (1 << 47) + (1 << 31) + (1 << 15), -(1 << 63) + (1 << 31))  # beside four numbers, or two


class Offers(NamedTuple):
    """The ends that are kept and wanted, for each agreement and draw.

    Those of region r are ``end[g, d, begin[g, r, d] : last[g, r, d]]``, and the first of them, up to ``best[g, r, d]``,
    are the best. `worth[g, d]`: what each of them offers, in the same order. `listed`: which are there already.
    """

    begin: Array
    best: Array
    last: Array
    end: Array
    worth: Array
    listed: Array


@njit(cache=True, nogil=True)
def offers_of(tables, block):  # type: ignore[no-untyped-def]
    """Room for all ends that are kept; none is listed yet."""
    actors, count, draws = block.rank.shape
    agreements, most = tables.size.shape
    begin, number = np.zeros((agreements, most + 1, draws), np.int32), 0
    for g in range(agreements):
        for s in range(count):
            for d in range(draws):
                begin[g, tables.region[g, s] + 1, d] += block.kept[g, s, d]
        for r in range(most):
            for d in range(draws):
                begin[g, r + 1, d] += begin[g, r, d]
                number = max(number, begin[g, r + 1, d])
    words = -(-actors * (2 if block.landing else 1) * block.rank.itemsize // 8)
    worth, end = np.empty((agreements, draws, number, words), np.int64), np.empty((agreements, draws, number), np.int32)
    listed = np.zeros((agreements, count, draws), block.rank.dtype)
    return Offers(begin, begin[:, :most].copy(), begin[:, :most].copy(), end, worth, listed)


@njit(cache=True, nogil=True)
def forgotten(offers):  # type: ignore[no-untyped-def]
    """Take all ends from the lists."""
    offers.best[:] = offers.begin[:, :-1]
    offers.last[:] = offers.begin[:, :-1]
    offers.listed[:] = 0


@njit(inline="always")
def side_by_side(block, party, g, one, other, s, more, words):  # type: ignore[no-untyped-def]
    """Put into `words` (draws × words) the numbers of each party at s: those of `one`, and of `other` if it lands.

    Each is put as so much `more`; what stays free is 0.
    """
    size, number = 8 * block.rank.itemsize, 0
    for d in range(len(words)):
        for w in range(words.shape[1]):
            words[d, w] = 0
    for i in range(len(block.rank)):
        if party[g, i]:
            for d in range(len(words)):
                words[d, number // 64] |= (np.int64(one[i, s, d]) + more) << (number % 64)
            number += size
            if block.landing:
                for d in range(len(words)):
                    words[d, number // 64] |= (np.int64(other[i, s, d]) + more) << (number % 64)
                number += size


@njit(cache=True, nogil=True)
def offered(tables, block, wanted, offers):  # type: ignore[no-untyped-def]
    """List the ends that are kept and wanted, and not listed yet."""
    _, count, draws = block.rank.shape
    free = FREE[0] if block.rank.itemsize == 2 else FREE[1]
    words, fresh = np.empty((draws, offers.worth.shape[3]), np.int64), np.empty(draws, block.rank.dtype)
    for g in range(len(tables.party)):
        for t in range(count):
            found = np.int64(0)
            for d in range(draws):
                fresh[d] = block.kept[g, t, d] & wanted[t, d] & (1 - offers.listed[g, t, d])
                found |= fresh[d]
            if found:
                side_by_side(block, tables.party, g, block.outside[g], block.rank, t, 1, words)
                for d in range(draws):
                    if fresh[d] != 0:
                        offers.listed[g, t, d] = 1
                        put(offers.begin, offers.best, offers.last, offers.end, offers.worth, free, g,
                            tables.region[g, t], t, d, words)  # fmt: skip


@njit(inline="always")
def put(begin, bests, lasts, end, worth, free, g, r, t, d, words):  # type: ignore[no-untyped-def]
    """List an end: among the best if none of them offers as much, in place of those that offer no more."""
    last, best, place = lasts[g, r, d], bests[g, r, d], begin[g, r, d]
    lasts[g, r, d] += 1
    end[g, d, last] = t
    for w in range(words.shape[1]):
        worth[g, d, last, w] = words[d, w]
    while place < best:
        less, more = np.int64(-1), np.int64(-1)
        for w in range(words.shape[1]):
            less &= (worth[g, d, place, w] | free) - words[d, w]
            more &= (words[d, w] | free) - worth[g, d, place, w]
        if less & free == free:
            return
        if more & free == free:
            best -= 1
            swap(worth, end, g, d, place, best)
        else:
            place += 1
    swap(worth, end, g, d, last, best)
    bests[g, r, d] = best + 1


@njit(inline="always")
def swap(worth, end, g, d, one, other):  # type: ignore[no-untyped-def]
    """Let two ends change places."""
    for w in range(worth.shape[3]):
        worth[g, d, one, w], worth[g, d, other, w] = worth[g, d, other, w], worth[g, d, one, w]
    end[g, d, one], end[g, d, other] = end[g, d, other], end[g, d, one]


@njit(inline="always")
def legal(tables, g, s, t):  # type: ignore[no-untyped-def]
    """Whether agreement g can go from s to t, both in one region.

    Ends are in order, so t stands where it stands in the region, or before that by as many as are no ends.
    """
    mover, place = len(tables.first) - len(tables.party) + g, tables.place[g, t]
    begin, end = tables.first[mover, s], tables.first[mover, s + 1]
    missing = tables.size[g, tables.region[g, t]] - (end - begin)
    low, high = max(begin, begin + place - missing), min(end, begin + place + 1)
    while low < high:
        middle = (low + high) // 2
        if tables.ends[middle] < t:
            low = middle + 1
        else:
            high = middle
    return low < end and tables.ends[low] == t


@njit(cache=True, nogil=True)
def signs(tables, block, offers, s, asked):  # type: ignore[no-untyped-def]
    """Take out of `asked` the draws in which a credible joint move leads from s to what is offered."""
    actors, draws = len(block.rank), len(asked)
    free = FREE[0] if block.rank.itemsize == 2 else FREE[1]
    bar = np.empty((draws, offers.worth.shape[3]), np.int64)
    for g in range(len(tables.party)):
        r = tables.region[g, s]
        if tables.first[actors + g, s] == tables.first[actors + g, s + 1]:
            continue
        side_by_side(block, tables.party, g, block.against, block.best, s, 2, bar)
        for d in range(draws):
            if asked[d] != 0:
                place, best = offers.begin[g, r, d], offers.best[g, r, d]
                while place < best:
                    enough = np.int64(-1)
                    for w in range(bar.shape[1]):
                        enough &= (offers.worth[g, d, place, w] | free) - bar[d, w]
                    if enough & free == free:
                        if legal(tables, g, s, offers.end[g, d, place]):
                            asked[d] = 0
                            break
                        best = offers.last[g, r, d]
                    place += 1


@njit(cache=True, nogil=True)
def regions_of(first, ends, agreements):  # type: ignore[no-untyped-def]
    """Each agreement's regions: the number of each outcome's region, its place there, and the size of each region."""
    actors, count = len(first) - agreements, first.shape[1] - 1
    region, place = np.empty((agreements, count), np.int32), np.empty((agreements, count), np.int32)
    size, most = np.zeros((agreements, count), np.int64), 0
    for g in range(agreements):
        above = np.arange(count)  # a lower outcome of the same region, or itself
        for s in range(count):
            for move in range(first[actors + g, s], first[actors + g, s + 1]):
                one, other = s, int(ends[move])
                while above[one] != one:
                    above[one] = above[above[one]]
                    one = above[one]
                while above[other] != other:
                    above[other] = above[above[other]]
                    other = above[other]
                above[max(one, other)] = min(one, other)
        number = 0
        for s in range(count):
            if above[s] == s:
                region[g, s] = number
                number += 1
            else:
                region[g, s] = region[g, above[s]]
            place[g, s] = size[g, region[g, s]]
            size[g, region[g, s]] += 1
        most = max(most, number)
    return region, place, size[:, :most].copy()
