"""The loops of `undominated` for three and more parties, compiled by Numba (extra ``fast``)."""

from __future__ import annotations

import numpy as np

from detente.compiled import compiled


@compiled
def three(second, third, places):  # type: ignore[no-untyped-def]
    """Which rows, in falling order of the first number, the second and the third, none before dominates.

    `second` counts from the largest (0) in `places` different values. A tree of prefix maxima (Fenwick 1994) holds the
    largest third number seen for each second.
    """
    least = np.iinfo(np.int64).min
    tree = np.full(places + 1, least)
    keep = np.zeros(len(second), np.bool_)
    for row in range(len(second)):
        at = second[row] + 1
        best = least
        while at > 0:
            best = max(best, tree[at])
            at -= at & -at
        if best >= third[row]:
            continue
        keep[row] = True
        at = second[row] + 1
        while at <= places:
            tree[at] = max(tree[at], third[row])
            at += at & -at
    return keep


@compiled
def many(values):  # type: ignore[no-untyped-def]
    """Which rows, in an order in which none can dominate an earlier one, none before dominates.

    What beat a row last is asked first.
    """
    count, parties = values.shape
    keep = np.zeros(count, np.bool_)
    kept = np.empty(count, np.int64)
    size = 0
    for row in range(count):
        beaten = False
        for place in range(size):
            other = kept[place]
            beaten = True
            for party in range(parties):
                if values[other, party] < values[row, party]:
                    beaten = False
                    break
            if beaten:
                if place:
                    kept[place] = kept[place // 2]
                    kept[place // 2] = other
                break
        if not beaten:
            keep[row] = True
            kept[size] = row
            size += 1
    return keep
