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
from detente.stability.kernel.kernel_foresight import look

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


@njit(inline="always")
def listing(tables, block, wanted, offers, sort):  # type: ignore[no-untyped-def]
    """List the ends that are kept and wanted, and not listed yet; if they are to be sorted, the best first."""
    _, count, draws = block.rank.shape
    free = FREE[0] if block.rank.itemsize == 2 else FREE[1]
    words, fresh = np.empty((draws, offers.worth.shape[3]), np.int64), np.empty(draws, block.rank.dtype)
    begin, best, last, end, worth = offers.begin, offers.best, offers.last, offers.end, offers.worth
    for g in range(len(tables.party)):
        for t in range(count):
            found, r = np.int64(0), tables.region[g, t]
            for d in range(draws):
                fresh[d] = block.kept[g, t, d] & wanted[t, d] & (1 - offers.listed[g, t, d])
                found |= fresh[d]
            if found:
                side_by_side(block, tables.party, g, block.outside[g], block.rank, t, 1, words)
                for d in range(draws):
                    if fresh[d] != 0:
                        place = last[g, r, d]
                        offers.listed[g, t, d], last[g, r, d], end[g, d, place] = 1, place + 1, t
                        for w in range(words.shape[1]):
                            worth[g, d, place, w] = words[d, w]
                        if sort:
                            put(begin, best, end, worth, free, g, r, d, place)


@njit(cache=True, nogil=True)
def offered(tables, block, wanted, offers):  # type: ignore[no-untyped-def]
    """List the ends that are kept and wanted, and not listed yet, the best of each region first."""
    listing(tables, block, wanted, offers, True)


@njit(cache=True, nogil=True)
def all_offered(tables, block):  # type: ignore[no-untyped-def]
    """All ends that are kept, in order."""
    offers = offers_of(tables, block)
    listing(tables, block, np.ones_like(block.rank[0]), offers, False)
    return offers


@njit(inline="always")
def put(begin, bests, end, worth, free, g, r, d, last):  # type: ignore[no-untyped-def]
    """Put the last end among the best if none of them offers as much, in place of those that offer no more."""
    best, place, good = bests[g, r, d], begin[g, r, d], True
    while good and place < best:
        less, more = np.int64(-1), np.int64(-1)
        for w in range(worth.shape[3]):
            old, new = worth[g, d, place, w], worth[g, d, last, w]
            less &= (old | free) - new
            more &= (new | free) - old
        good = less & free != free
        if good and more & free == free:
            best -= 1
            swap(worth, end, g, d, place, best)
        else:
            place += 1
    if good:
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


@njit(inline="always")
def following(tables, block, offers, g, s, d, bar, place, marks, mark):  # type: ignore[no-untyped-def]
    """The place of the first end from here on to which agreement g goes from s in draw d; as many as are listed: none.

    Only ends with this mark are asked (−1: any). What speaks against an end and is still open is looked at first.
    """
    free = FREE[0] if block.rank.itemsize == 2 else FREE[1]
    last, found = offers.last[g, tables.region[g, s], d], False
    while not found and place < last:
        enough = np.int64(-1)
        for w in range(bar.shape[1]):
            enough &= (offers.worth[g, d, place, w] | free) - bar[d, w]
        if enough & free == free:
            t = offers.end[g, d, place]
            if (mark < 0 or marks[t, d] == mark) and legal(tables, g, s, t):
                found = block.landing or still(tables, block, g, s, t, d)
        place += 0 if found else 1
    return place


@njit(cache=True, nogil=True)
def still(tables, block, g, s, t, d):  # type: ignore[no-untyped-def]
    """Whether agreement g, which might go from s to t in draw d, does so once what is open there is looked at."""
    look(tables, block, g, t, d)
    for i in range(len(block.rank)):
        if tables.party[g, i] and block.outside[g, i, t, d] <= block.against[i, s, d]:
            return False
    return True


@njit(cache=True, nogil=True)
def signed(tables, block, offers, s, seen, left, fresh):  # type: ignore[no-untyped-def]
    """Mark in `seen` where joint moves lead from s where that is seen, in `left` that they do, and what is `fresh`."""
    actors, draws = len(block.rank), seen.shape[1]
    bar = np.empty((draws, offers.worth.shape[3]), np.int64)
    for g in range(len(tables.party)):
        if tables.first[actors + g, s] == tables.first[actors + g, s + 1]:
            continue
        side_by_side(block, tables.party, g, block.against, block.best, s, 2, bar)
        r = tables.region[g, s]
        for d in range(draws):
            place = offers.begin[g, r, d] if seen[s, d] else offers.last[g, r, d]
            while place < offers.last[g, r, d]:
                place = following(tables, block, offers, g, s, d, bar, place, seen, 0 if left[s, d] else -1)
                if place < offers.last[g, r, d]:
                    t = offers.end[g, d, place]
                    left[s, d] = 1
                    fresh[t] |= seen[t, d] == 0
                    seen[t, d] = 1
                    place += 1


@njit(cache=True, nogil=True)
def leading(tables, block, offers, s, asked, marked):  # type: ignore[no-untyped-def]
    """Take out of `asked` the draws in which a joint move leads from s to what is marked."""
    actors, draws = len(block.rank), len(asked)
    bar = np.empty((draws, offers.worth.shape[3]), np.int64)
    for g in range(len(tables.party)):
        if tables.first[actors + g, s] == tables.first[actors + g, s + 1]:
            continue
        side_by_side(block, tables.party, g, block.against, block.best, s, 2, bar)
        r = tables.region[g, s]
        for d in range(draws):
            if asked[d]:
                place = following(tables, block, offers, g, s, d, bar, offers.begin[g, r, d], marked, 1)
                asked[d] = place == offers.last[g, r, d]


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
