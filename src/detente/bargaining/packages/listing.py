"""Packages listed in chunks, and lists of them pruned to what nothing dominates, with how many give each vector."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from detente.bargaining.packages.negotiation import MOST, Array, Integers, Negotiation, When
from detente.bargaining.packages.undominated import distinct, undominated

CHUNK = 1 << 19
Chunk = tuple[Array, Array, Array, int]


def listing(negotiation: Negotiation, whole: Integers, block: tuple[int, ...]) -> Iterator[tuple[Array, Array]]:
    """The packages of one block in chunks: their numbers (packages,) and utilities (packages, parties).

    The last issue of the block varies fastest. Banned packages are left out; constants are too. A chunk takes all
    levels of the last issues and one of each before, so that tables are added whole.
    """
    sizes = [len(negotiation.allowed[issue]) for issue in block]
    inner, size = len(block), 1
    while inner and size * sizes[inner - 1] <= CHUNK:
        inner -= 1
        size *= sizes[inner]
    tables = [
        [
            _within(negotiation, block, inner, issues, table)
            for issues, table in parts
            if issues and set(issues) <= set(block)
        ]
        for parts in whole.parts
    ]
    for party, bonuses in enumerate(whole.bonuses):
        inside = [(when, add) for when, add in bonuses if when and {issue for issue, _ in when} <= set(block)]
        tables[party] += [_bonus(negotiation, block, inner, when, add) for when, add in inside]
    bans = [
        _within(negotiation, block, inner, ban.issues, ban.forbidden)
        for ban in negotiation.bans
        if ban.issues and set(ban.issues) <= set(block)
    ]
    kind = np.result_type(*(table.dtype for parts in whole.parts for _, table in parts), np.int64)
    shape = tuple(sizes[inner:])
    for number, outer in enumerate(product(*map(range, sizes[:inner]))):
        values = np.zeros((len(negotiation.parties), *shape), kind)
        for party, parts in enumerate(tables):
            for axes, table in parts:
                values[party] += table[tuple(outer[axis] for axis in axes)]
        flat, values = np.arange(number * size, (number + 1) * size), values.reshape(len(values), -1).T
        if bans:
            keep = np.ones(shape, np.bool_)
            for axes, forbidden in bans:
                keep &= ~forbidden[tuple(outer[axis] for axis in axes)]
            keep = keep.reshape(-1)
            if not keep.all():
                flat, values = flat[keep], values[keep]
        yield flat, values


def _within(
    negotiation: Negotiation, block: tuple[int, ...], inner: int, issues: tuple[int, ...], table: Array
) -> tuple[tuple[int, ...], Array]:
    """A table over the levels allowed: which outer places index it, and the array, ready to be added to a chunk."""
    order = sorted(range(len(issues)), key=lambda axis: block.index(issues[axis]))
    chosen = table[np.ix_(*(negotiation.allowed[issue] for issue in issues))].transpose(order)
    places = [block.index(issues[axis]) for axis in order]
    outer = tuple(place for place in places if place < inner)
    shape = [chosen.shape[places.index(place)] if place in places else 1 for place in range(inner, len(block))]
    return outer, chosen.reshape(*chosen.shape[: len(outer)], *shape)


def _bonus(
    negotiation: Negotiation, block: tuple[int, ...], inner: int, when: When, add: int
) -> tuple[tuple[int, ...], Array]:
    """A bonus as such a table."""
    shape = tuple(len(negotiation.issues[issue].levels) for issue, _ in when)
    table = np.zeros(shape, np.int64 if abs(add) < MOST else object)
    table[np.ix_(*(wanted for _, wanted in when))] = add
    return _within(negotiation, block, inner, tuple(issue for issue, _ in when), table)


def levels_of(negotiation: Negotiation, block: tuple[int, ...], flat: Array) -> Array:
    """The levels (packages, issues of the block) of packages by their numbers."""
    choices = [np.array(negotiation.allowed[issue]) for issue in block]
    if not block:
        return np.zeros((len(flat), 0), np.int64)
    digits = np.unravel_index(flat, [len(levels) for levels in choices])
    return np.stack([levels[digit] for levels, digit in zip(choices, digits, strict=True)], axis=1)


def ranked(values: Array) -> Array:
    """Integers of any size as ranks per party, which is all that dominance asks."""
    if values.dtype != object:
        return values
    return np.stack([np.unique(column, return_inverse=True)[1].reshape(-1) for column in values.T], axis=1)


def pruned(flat: Array, values: Array, full: bool) -> Chunk:
    """Undominated vectors: one package of each, the vector, how many packages give it; and how many vectors there were.

    Where not all vectors must be counted, those below the best few by sum are left out before anything is sorted.
    """
    if not full and values.dtype != object:
        size = np.maximum(np.abs(values).max(axis=0), 1)
        for weights in (np.ones(values.shape[1]), *np.eye(values.shape[1]) * 3 + 1):
            best = values[int(np.argmax(values @ (weights / size)))]
            # Above the best in some place, or the same in all.
            keep = (values > best).any(axis=1) | (values == best).all(axis=1)
            flat, values = flat[keep], values[keep]
    order, starts, rows = distinct(ranked(values))
    number = np.diff(np.append(starts, len(order)))
    keep = undominated(rows)
    first = order[starts[keep]]
    return flat[first], values[first], number[keep].astype(object), len(rows)


def merged(chunks: list[Chunk]) -> Chunk:
    """The undominated vectors of several such lists. A frontier vector is in each list it can be in."""
    flat = np.concatenate([chunk[0] for chunk in chunks])
    values = np.concatenate([chunk[1] for chunk in chunks])
    number = np.concatenate([chunk[2] for chunk in chunks])
    return grouped(flat, values, number)


def grouped(flat: Array, values: Array, number: Array) -> Chunk:
    """Rows that are equal put together, and what is dominated left out. `flat`: what tells the packages apart."""
    order, starts, rows = distinct(ranked(values))
    keep = undominated(rows)
    total = np.add.reduceat(number[order], starts)[keep]
    first = order[starts[keep]]
    return flat[first], values[first], total, len(rows)
