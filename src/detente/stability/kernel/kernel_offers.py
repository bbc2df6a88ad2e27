"""The compiled part of the kernel, continued: which joint moves are credible, asked of few ends for each draw.

Whether agreement g goes from s to t is asked of t alone and of s alone, number by number: each that t offers must beat
the bar that s sets. So of the ends that are kept, those that offer no more than another one in every number are asked
only if that one beats the bar. The others, the *best* offers, are few.

Ends are listed by *region*, for no joint move leaves one (`regions_of`). Numbers are compared some at a time, side by
side in a 64-bit word: each plus one, for none is less than −1, and a bar plus two, for it is to be beaten. The bit
above each is free (`FREE`): set on the one side, it is still set after the other is taken away if that is no greater.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from detente.compiled import njit
from detente.stability.kernel.kernel_compiled import BIT, WORD, Array
from detente.stability.kernel.kernel_foresight import best_of, look

FREE = (-(1 << 63) + (1 << 47) + (1 << 31) + (1 << 15), -(1 << 63) + (1 << 31))  # beside four numbers, or two


class Offers(NamedTuple):
    """The ends that are kept, for each agreement and draw.

    Those of region r are ``end[g, d, begin[g, r, d] : begin[g, r + 1, d]]``. Those up to ``asked[g, r, d]`` are the
    best and those that are open: if none of them beats a bar, none does. `worth[g, d]`: what each offers, so ordered.
    """

    begin: Array
    asked: Array
    end: Array
    worth: Array


@njit(inline="always")
def offer(block, party, g, t, d, words):  # type: ignore[no-untyped-def]
    """Put what t offers each party in draw d into words; the sum of it."""
    size, shift, total = 8 * block.rank.itemsize, 0, np.int64(0)
    words[:] = 0
    for i in range(len(party)):
        if party[i]:
            worth = np.int64(block.outside[g, i, t, d])
            total += worth
            words[shift // 64] |= (worth + 1) << (shift % 64)
            shift += size
            if block.landing:
                words[shift // 64] |= (np.int64(block.rank[i, t, d]) + 1) << (shift % 64)
                shift += size
    return total


@njit(cache=True, nogil=True)
def offers_of(tables, block):  # type: ignore[no-untyped-def]
    """List all ends that are kept, those that have to be asked first."""
    agreements, actors, count, draws = block.outside.shape
    most, size = tables.size.shape[1], 8 * block.rank.itemsize
    begin, number = np.zeros((agreements, most + 1, draws), np.int32), 0
    for g in range(agreements):
        for t in range(count):
            for d in range(draws):
                begin[g, tables.region[g, t] + 1, d] += block.kept[g, t, d // WORD] >> (d % WORD) & 1
        for r in range(most):
            for d in range(draws):
                begin[g, r + 1, d] += begin[g, r, d]
                number = max(number, begin[g, r + 1, d])
    words = -(-actors * (2 if block.landing else 1) * size // 64)
    worth, end = np.zeros((agreements, draws, number, words), np.int64), np.empty((agreements, draws, number), np.int32)
    last, strongest = begin[:, :most].copy(), np.full((most, draws), -1)
    for g in range(agreements):
        strongest[:] = -1
        for t in range(count):
            r = tables.region[g, t]
            for w in range(len(block.live)):
                for d in range(WORD * w, WORD * (w + 1) if block.kept[g, t, w] != 0 else 0):
                    if block.kept[g, t, w] & BIT[d % WORD] == 0:
                        continue
                    place = last[g, r, d]
                    total = offer(block, tables.party[g], g, t, d, worth[g, d, place])
                    end[g, d, place] = t
                    last[g, r, d] += 1
                    if total > strongest[r, d]:  # it will turn away most others
                        strongest[r, d] = total
                        swap(worth, end, g, d, place, begin[g, r, d])
    asked, left_open = begin[:, :most].copy(), block.open
    free = FREE[0] if size == 16 else FREE[1]
    for g in range(agreements):
        for r in range(most):
            for d in range(draws):
                asked[g, r, d] = sorted_out(left_open, g, d, begin[g, r, d], begin[g, r + 1, d], free, end, worth)
    return Offers(begin, asked, end, worth)


@njit(inline="always")
def covers(worth, g, d, place, other, free):  # type: ignore[no-untyped-def]
    """Whether one end offers no less than another in every number."""
    k, words = 0, worth.shape[3]
    while k < words and (worth[g, d, place, k] | free) - worth[g, d, other, k] & free == free:
        k += 1
    return k == words


@njit(inline="always")
def sorted_out(open_, g, d, begin, last, free, end, worth):  # type: ignore[no-untyped-def]
    """Put the best ends of a region first, and then those at which something is open: they may offer less. How many."""
    asked, w, bit = begin, d // WORD, BIT[d % WORD]
    for new in range(begin, last):
        place = begin
        good = len(open_) == 0 or open_[g, end[g, d, new], w] & bit == 0
        while good and place < asked:
            good = not covers(worth, g, d, place, new, free)
            if good and covers(worth, g, d, new, place, free):
                asked -= 1
                swap(worth, end, g, d, place, asked)
            else:
                place += 1
        if good:
            swap(worth, end, g, d, new, asked)
            asked += 1
    for new in range(asked, last if len(open_) else asked):
        if open_[g, end[g, d, new], w] & bit != 0:
            swap(worth, end, g, d, new, asked)
            asked += 1
    return asked


@njit(inline="always")
def swap(worth, end, g, d, one, other):  # type: ignore[no-untyped-def]
    """Let two ends change places."""
    for w in range(worth.shape[3]):
        worth[g, d, one, w], worth[g, d, other, w] = worth[g, d, other, w], worth[g, d, one, w]
    end[g, d, one], end[g, d, other] = end[g, d, other], end[g, d, one]


@njit(inline="always")
def legal(begin, end, ends, place, missing, t):  # type: ignore[no-untyped-def]
    """Whether t is among these ends of joint moves out of one outcome of its region.

    Ends are in order, so t stands where it stands in the region, or before that by as many as are `missing`.
    """
    low, high = max(begin, begin + place - missing), min(end, begin + place + 1)
    while low < high:
        middle = (low + high) // 2
        if ends[middle] < t:
            low = middle + 1
        else:
            high = middle
    return low < end and ends[low] == t


@njit(cache=True, nogil=True)
def barred(block, party, against, s, asked, bars):  # type: ignore[no-untyped-def]
    """Put into `bars` (draws × words) what must be beaten at s for each party (where asked, if that is much work)."""
    size, shift, landing = 8 * block.rank.itemsize, 0, block.landing
    bars[:] = 0
    for i in range(len(party)):
        if not party[i]:
            continue
        word = shift // 64
        for d in range(len(bars)):
            bars[d, word] |= (np.int64(against[i, s, d]) + 2) << (shift % 64)
        shift += size
        if landing:
            for d in range(len(bars)):
                if asked[s, d // WORD] & BIT[d % WORD] != 0:
                    bars[d, shift // 64] |= (best_of(block, i, s, d) + 2) << (shift % 64)
            shift += size


@njit(cache=True, nogil=True)
def joint(tables, block, offers, against, asked, marks, every):  # type: ignore[no-untyped-def]
    """The credible joint moves that lead from what is asked to what is marked: start, end and draw of each, in rows.

    `every`: all of them, else one of each start. `against`: what must be beaten for each party.
    """
    actors, count, draws = block.rank.shape
    begin, until, end, worth = offers.begin, offers.asked, offers.end, offers.worth
    region, places, ends, size = tables.region, tables.place, tables.ends, tables.size
    far, left_open, free = tables.far, block.open, FREE[0] if block.rank.itemsize == 2 else FREE[1]
    bars, words = np.empty((draws, worth.shape[3]), np.int64), worth.shape[3]
    found, number, asked = np.empty((1024, 3), np.int64), 0, asked.copy()
    for g in range(len(region)):
        mover = actors + g
        for s in range(count):
            some, r, room = np.int64(0), region[g, s], number
            first, last = tables.first[mover, s], tables.first[mover, s + 1]
            missing = size[g, r] - (last - first)
            for w in range(asked.shape[1]):
                some |= asked[s, w]
            if some == 0 or first == last:
                continue
            for d in range(draws):
                room += begin[g, r + 1, d] - begin[g, r, d] if every else 1
            if room > len(found):
                larger = np.empty((2 * room, 3), np.int64)
                for k in range(number):
                    for part in range(3):
                        larger[k, part] = found[k, part]
                found = larger
            barred(block, tables.party[g], against, s, asked, bars)
            for d in range(draws):
                w, bit = d // WORD, BIT[d % WORD]
                place, stop = begin[g, r, d], until[g, r, d] if asked[s, w] & bit != 0 else 0
                while place < stop:
                    k = 0
                    while k < words and (worth[g, d, place, k] | free) - bars[d, k] & free == free:
                        k += 1
                    if k == words:
                        stop, t = begin[g, r + 1, d], end[g, d, place]
                        able = marks[t, w] & bit != 0
                        if able and far.shape[2]:
                            able = far[g, s, places[g, t] // WORD] & BIT[places[g, t] % WORD] != 0
                        elif able:
                            able = legal(first, last, ends, places[g, t], missing, t)
                        if able and len(left_open) and left_open[g, t, w] & bit != 0:
                            look(tables, block, g, np.int64(t), d)
                            offer(block, tables.party[g], g, t, d, worth[g, d, place])
                            continue
                        if able:
                            found[number, 0], found[number, 1], found[number, 2] = s, t, d
                            number += 1
                            if not every:
                                asked[s, w] &= ~bit
                                break
                    place += 1
    return found[:number]


@njit(cache=True, nogil=True)
def regions_of(first, ends, agreements):  # type: ignore[no-untyped-def]
    """Each agreement's regions: the number of each outcome's region, its place there, and the size of each region.

    And the joint moves as bits (`Tables.far`), where these take no more room than the list.
    """
    actors, count = len(first) - agreements, first.shape[1] - 1
    region, place = np.empty((agreements, count), np.int32), np.empty((agreements, count), np.int32)
    size, most, largest = np.zeros((agreements, count), np.int64), 0, np.int64(0)
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
            largest = max(largest, size[g, region[g, s]])
        most = max(most, number)
    words = -(-largest // WORD)
    far = np.zeros((agreements, count, words if 2 * count * words * agreements <= len(ends) else 0), np.int64)
    for g in range(agreements if far.shape[2] else 0):
        for s in range(count):
            for move in range(first[actors + g, s], first[actors + g, s + 1]):
                far[g, s, place[g, ends[move]] // WORD] |= BIT[place[g, ends[move]] % WORD]
    return region, place, size[:, :most].copy(), far
