"""Which vectors nothing dominates. y dominates x if y is at least x for every party and above it for one.

Rows are vectors of integers, larger is better; equal rows are one vector. Two parties: sort and keep the running
maximum. Three: sort by the first, keep a staircase of the other two (Kung, Luccio & Preparata 1975; from memory,
unverified). More: in the order of their sum, against those already kept; a vector later in that order can never
dominate an earlier one.
"""

from __future__ import annotations

from bisect import bisect_left
from importlib.util import find_spec

import numpy as np

from detente.bargaining.packages.negotiation import Array

BLOCK = 128
WORTHWHILE = 4_000  # rows from which compiled loops, where there are any, are worth loading


def distinct(values: Array) -> tuple[Array, Array, Array]:
    """The different rows, for each the place of its first occurrence, and the group of every row in sorted order.

    Returns order (of the rows, sorted, equal rows by place), starts (of each group in that order), rows.
    """
    change = np.ones(len(values), np.bool_)
    numbers = _numbered(values)
    if numbers is None:
        order = np.lexsort(values.T[::-1])
        ordered = values[order]
        change[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    else:
        numbers.sort()
        bits = len(values).bit_length()
        order = numbers & ((1 << bits) - 1)
        numbers >>= bits
        change[1:] = numbers[1:] != numbers[:-1]
    starts = np.flatnonzero(change)
    return order, starts, values[order[starts]]


def _numbered(values: Array) -> Array | None:
    """Each row and its place as one whole number, in the order of the rows; None if 63 bits do not hold it.

    Numbers are sorted several times as fast as rows.
    """
    if values.dtype != np.int64 or not len(values):
        return None
    lows, highs = values.min(axis=0).tolist(), values.max(axis=0).tolist()
    widths = [(high - low).bit_length() for low, high in zip(lows, highs, strict=True)]
    place = len(values).bit_length()
    if sum(widths) + place > 63:
        return None
    found = np.zeros(len(values), np.int64)
    for party, (low, width) in enumerate(zip(lows, widths, strict=True)):
        found = (found << width) | (values[:, party] - low)
    return (found << place) | np.arange(len(values))


def undominated(values: Array) -> Array:
    """Which rows no other row dominates: boolean (rows,). The rows must be different from each other."""
    parties = values.shape[1]
    if len(values) < 2:
        return np.ones(len(values), np.bool_)
    if parties == 1:
        return np.asarray(values[:, 0] == values[:, 0].max())
    if parties == 2:
        return _two(values)
    return _three(values) if parties == 3 else _many(values)


def fast(values: Array) -> bool:
    """The rows are many enough for compiled loops, and these are installed (extra ``fast``)."""
    return len(values) >= WORTHWHILE and values.dtype == np.int64 and find_spec("numba") is not None


def _two(values: Array) -> Array:
    order = np.lexsort((-values[:, 1], -values[:, 0]))
    second = values[order, 1]
    best = np.maximum.accumulate(second)
    keep = np.ones(len(values), np.bool_)
    keep[1:] = second[1:] > best[:-1]
    found = np.zeros(len(values), np.bool_)
    found[order[keep]] = True
    return found


def _three(values: Array) -> Array:
    """The stairs of the second and third number: second rising, third (kept negative) rising, so falling in truth."""
    order = np.lexsort((-values[:, 2], -values[:, 1], -values[:, 0]))
    found = np.zeros(len(values), np.bool_)
    if fast(values):
        from detente.bargaining.packages.undominated_compiled import three

        different, second = np.unique(-values[:, 1], return_inverse=True)
        found[order] = three(second.reshape(-1)[order], values[order, 2], len(different))
        return found
    seconds: list[int] = []
    thirds: list[int] = []
    for place, (_, second, third) in zip(order.tolist(), values[order].tolist(), strict=True):
        at = bisect_left(seconds, second)
        if at < len(seconds) and thirds[at] >= third:
            continue
        found[place] = True
        upto = at + 1 if at < len(seconds) and seconds[at] == second else at
        first = at
        while first > 0 and thirds[first - 1] <= third:
            first -= 1
        seconds[first:upto] = [second]
        thirds[first:upto] = [third]
    return found


def _many(values: Array) -> Array:
    sums = values.astype(np.float64).sum(axis=1)
    # Equal sums in floats may hide an order: the exact numbers, one after another, decide then.
    order = np.lexsort((*(-values.T[::-1]), -sums))
    found = np.zeros(len(values), np.bool_)
    if fast(values):
        from detente.bargaining.packages.undominated_compiled import many

        found[order] = many(np.ascontiguousarray(values[order]))
        return found
    kept = np.empty_like(values)
    count = 0
    for start in range(0, len(values), BLOCK):
        places = order[start : start + BLOCK]
        rows = values[places]
        alive = ~_beaten(rows, kept[:count])
        places, rows = places[alive], rows[alive]
        alive = ~_beaten(rows, rows)
        places, rows = places[alive], rows[alive]
        kept[count : count + len(rows)] = rows
        count += len(rows)
        found[places] = True
    return found


def _beaten(rows: Array, others: Array) -> Array:
    """Which rows are dominated by one of the others."""
    beaten = np.zeros(len(rows), np.bool_)
    for start in range(0, len(others), 1024):
        part = others[start : start + 1024]
        left = np.flatnonzero(~beaten)
        if not len(left):
            break
        at_least = np.ones((len(left), len(part)), np.bool_)
        above = np.zeros((len(left), len(part)), np.bool_)
        for party in range(rows.shape[1]):
            one, other = rows[left, party][:, None], part[None, :, party]
            at_least &= other >= one
            above |= other > one
        beaten[left] = (at_least & above).any(axis=1)
    return beaten
