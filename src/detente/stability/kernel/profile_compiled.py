"""The compiled part of `detente.stability.kernel.profile`: utilities added up, ranked, and told apart.

The sums are those of `detente.outcomes.preferences` in the same order, so they are the same to the last bit.
"""

from __future__ import annotations

import numpy as np

from detente.compiled import njit


@njit(cache=True, nogil=True)
def weigh(weights, met):  # type: ignore[no-untyped-def]
    """Utilities (draws × kinds) from weights (summands × draws) and where they count; and Σ|weight| (draws,)."""
    summands, draws = weights.shape
    total, size = np.zeros((draws, met.shape[1])), np.zeros(draws)
    for d in range(draws):
        for n in range(summands):
            size[d] += abs(weights[n, d])
            for k in range(met.shape[1]):
                total[d, k] += weights[n, d] * met[n, k]
    return total, size


@njit(cache=True, nogil=True)
def keyed(total, spare):  # type: ignore[no-untyped-def]
    """Utilities whose last bits, so many as are to spare, say which kind they are of: what sorts them carries that."""
    keys = np.empty_like(total)
    bits, words = total.view(np.int64), keys.view(np.int64)
    for d in range(len(total)):
        for k in range(total.shape[1]):
            words[d, k] = bits[d, k] >> spare << spare | k
    return keys


@njit(cache=True, nogil=True)
def mended(total, order):  # type: ignore[no-untyped-def]
    """Put in order what nearly is; whether that was little work."""
    for d in range(len(total)):
        spent, last = 0, -np.inf
        for k in range(total.shape[1]):
            here, place = order[d, k], k
            value = total[d, here]
            if value >= last:
                last = value
                continue
            while place > 0 and total[d, order[d, place - 1]] > value:
                order[d, place] = order[d, place - 1]
                place -= 1
            order[d, place] = here
            spent += k - place
            if spent > 4 * total.shape[1]:
                return False
    return True


@njit(cache=True, nogil=True)
def ranked(total, order, tolerance, rank):  # type: ignore[no-untyped-def]
    """Ranks of utilities, in the order given; neighbours nearer than the tolerance share a rank, chained."""
    for d in range(len(total)):
        last, value = total[d, order[d, 0]], 0
        for k in range(total.shape[1]):
            here = total[d, order[d, k]]
            value += here - last > tolerance[d]
            last = here
            rank[d, order[d, k]] = value


@njit(cache=True, nogil=True)
def ranked_twice(total, order, above, tolerance, rank, lifted):  # type: ignore[no-untyped-def]
    """Ranks of utilities, and of utilities raised by `above`, in one common order; ties as in `ranked`.

    Both are walked upwards at once: `order` sorts one and the other alike.
    """
    kinds = total.shape[1]
    for d in range(len(total)):
        last, value = total[d, order[d, 0]], 0
        low, high = 0, 0
        while high < kinds:
            here = total[d, order[d, low]] if low < kinds else np.inf
            there = total[d, order[d, high]] + above[d]
            nearest = min(here, there)
            value += nearest - last > tolerance[d]
            last = nearest
            if here <= there:
                rank[d, order[d, low]] = value
                low += 1
            else:
                lifted[d, order[d, high]] = value
                high += 1


@njit(cache=True, nogil=True)
def turned(table, rows, out):  # type: ignore[no-untyped-def]
    """These rows of a table as columns, some lines of the cache at a time."""
    for begin in range(0, len(out), 32):
        for d in range(len(rows)):
            row = rows[d]
            for k in range(begin, min(begin + 32, len(out))):
                out[k, d] = table[row, k]


@njit(cache=True, nogil=True)
def hashed(words, keys):  # type: ignore[no-untyped-def]
    """Mix the words of each draw into its key."""
    for d in range(len(words)):
        key = keys[d]
        for word in words[d]:
            key = (key ^ word) * np.uint64(0x9E3779B97F4A7C15)
            key ^= key >> np.uint64(29)
        keys[d] = key


@njit(cache=True, nogil=True)
def firsts(keys):  # type: ignore[no-untyped-def]
    """For each key the first place that has the same: a table at least half of which stays free, tried in a row."""
    size = 1
    while size < 2 * len(keys):
        size *= 2
    table, found = np.full(size, -1), np.empty(len(keys), np.int64)
    for place in range(len(keys)):
        at = np.int64(keys[place] & np.uint64(size - 1))
        while table[at] >= 0 and keys[table[at]] != keys[place]:
            at = (at + 1) & (size - 1)
        if table[at] < 0:
            table[at] = place
        found[place] = table[at]
    return found
