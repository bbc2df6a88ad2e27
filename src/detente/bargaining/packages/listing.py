"""Packages listed in chunks, and lists of them pruned to what nothing dominates, with how many give each vector."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

import numpy as np

from detente.bargaining.packages.negotiation import Array, Integers, Negotiation
from detente.bargaining.packages.undominated import distinct, undominated

CHUNK = 1 << 19
Chunk = tuple[Array, Array, Array, int]


def listing(negotiation: Negotiation, whole: Integers, block: tuple[int, ...]) -> Iterator[tuple[Array, Array]]:
    """The packages of one block in chunks: levels (packages, issues of the block) and utilities (packages, parties).

    The last issue of the block varies fastest. Banned packages are left out; constants are too.
    """
    choices = [np.array(negotiation.allowed[issue]) for issue in block]
    sizes = [len(levels) for levels in choices]
    total = prod(sizes)
    place = {issue: column for column, issue in enumerate(block)}
    kind = np.result_type(*(table.dtype for tables in whole.parts for _, table in tables), np.int64)
    for start in range(0, total, CHUNK):
        flat = np.arange(start, min(start + CHUNK, total))
        digits = np.unravel_index(flat, sizes)
        levels = np.stack([levels[digit] for levels, digit in zip(choices, digits, strict=True)], axis=1)
        keep = np.ones(len(levels), np.bool_)
        for ban in negotiation.bans:
            if set(ban.issues) <= place.keys():
                keep &= ~ban.forbidden[tuple(levels[:, place[issue]] for issue in ban.issues)]
        levels = levels if keep.all() else levels[keep]
        values = np.zeros((len(levels), len(negotiation.parties)), kind)
        for party, tables in enumerate(whole.parts):
            for issues, table in tables:
                if issues and set(issues) <= place.keys():
                    values[:, party] += table[tuple(levels[:, place[issue]] for issue in issues)]
            for when, add in whole.bonuses[party]:
                if when and {issue for issue, _ in when} <= place.keys():
                    earned = np.ones(len(levels), np.bool_)
                    for issue, wanted in when:
                        earned &= np.isin(levels[:, place[issue]], wanted)
                    values[:, party] += add * earned
        yield levels, values


def ranked(values: Array) -> Array:
    """Integers of any size as ranks per party, which is all that dominance asks."""
    if values.dtype != object:
        return values
    return np.stack([np.unique(column, return_inverse=True)[1].reshape(-1) for column in values.T], axis=1)


def pruned(levels: Array, values: Array, full: bool) -> Chunk:
    """Undominated vectors: one package of each, the vector, how many packages give it; and how many vectors there were.

    Where not all vectors must be counted, those below the best few by sum are left out before anything is sorted.
    """
    if not full and values.dtype != object:
        sums = values.astype(np.float64) / np.maximum(np.abs(values).max(axis=0), 1)
        for weights in (np.ones(values.shape[1]), *np.eye(values.shape[1]) * 3 + 1):
            best = values[int(np.argmax(sums @ weights))]
            below = (values <= best).all(axis=1) & (values < best).any(axis=1)
            levels, values, sums = levels[~below], values[~below], sums[~below]
    ranks = ranked(values)
    order, starts, rows = distinct(ranks)
    number = np.diff(np.append(starts, len(order)))
    keep = undominated(rows)
    first = order[starts[keep]]
    return levels[first], values[first], number[keep].astype(object), len(rows)


def merged(chunks: list[Chunk]) -> Chunk:
    """The undominated vectors of several such lists. A frontier vector is in each list it can be in."""
    levels = np.concatenate([chunk[0] for chunk in chunks])
    values = np.concatenate([chunk[1] for chunk in chunks])
    number = np.concatenate([chunk[2] for chunk in chunks])
    return grouped(levels, values, number)


def grouped(levels: Array, values: Array, number: Array) -> Chunk:
    order, starts, rows = distinct(ranked(values))
    keep = undominated(rows)
    total = np.add.reduceat(number[order], starts)[keep]
    first = order[starts[keep]]
    return levels[first], values[first], total, len(rows)
