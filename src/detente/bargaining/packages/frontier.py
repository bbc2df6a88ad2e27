"""The Pareto frontier of a negotiation, with every package behind each vector counted, and the engine that found it.

``list``: all packages are listed and counted. ``blocks``: where the issues fall into groups that nothing links, each
group is listed and pruned, and the groups are put together one by one, pruning again. That is exact: adding the same
vector keeps dominance, so what is dominated in a part is dominated in the whole. Linked
issues with too many packages to list are refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import prod

import numpy as np

from detente.bargaining.packages.negotiation import (
    Array,
    Integers,
    Negotiation,
    Package,
    Vector,
    blocks,
    integers,
)
from detente.bargaining.packages.undominated import distinct, undominated
from detente.errors import LimitError

COUNTED = 2_000_000  # packages that are always listed one by one
LISTED = 30_000_000  # packages of one block that may be listed
CHUNK = 1 << 19
PARTIAL = 4_000_000  # sums put together at one step
MOST_VECTORS = 60_000  # vectors kept at one step: beyond, the frontier explodes


@dataclass(frozen=True)
class Point:
    """One utility vector, how many packages give it, and one of them."""

    u: Vector
    packages: int
    example: Package


@dataclass(frozen=True)
class Frontier:
    """The undominated vectors, best for the first party first. What only a full list shows is None elsewhere.

    `weak`, `strict`: packages at least as good as no deal for all; better for all. `low`: the worst for each party.
    """

    points: tuple[Point, ...]
    engine: str
    exact: bool = True
    packages: int | None = None
    distinct: int | None = None
    weak: int | None = None
    strict: int | None = None
    low: Vector | None = None

    @property
    def behind(self) -> int:
        """How many packages are on the frontier."""
        return sum(point.packages for point in self.points)


def frontier(negotiation: Negotiation, most: int = MOST_VECTORS) -> Frontier:
    """The frontier of all packages, individually rational or not.

    Raises `LimitError` where a group of linked issues is too large to list, or the frontier itself explodes.
    """
    if negotiation.cells <= COUNTED:
        return _listed(negotiation)
    groups = blocks(negotiation)
    if len(groups) == 1 and negotiation.cells <= LISTED:
        return _listed(negotiation)
    return _put_together(negotiation, groups, most)


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


def _listed(negotiation: Negotiation) -> Frontier:
    """Everything listed, in exact integers of any size where 62 bits do not suffice."""
    whole = integers(negotiation, rounded=negotiation.cells > COUNTED)
    block = tuple(range(len(negotiation.issues)))
    goal = _goal(negotiation, whole)
    chunks, counts = [], [0, 0, 0]
    low: list[int] | None = None
    for levels, values in listing(negotiation, whole, block):
        counts[0] += len(values)
        if not len(values):
            continue
        # An integer is at least the goal if it is at least that rounded up; above it if above that rounded down.
        counts[1] += int(np.all([values[:, i] >= -(-g // 1) for i, g in enumerate(goal)], axis=0).sum())
        counts[2] += int(np.all([values[:, i] > g // 1 for i, g in enumerate(goal)], axis=0).sum())
        here = values.min(axis=0).tolist()
        low = here if low is None else [min(pair) for pair in zip(low, here, strict=True)]
        chunks.append(_pruned(levels, values, negotiation.cells <= COUNTED))
    if not chunks:
        return Frontier((), "list", whole.exact, 0, 0, 0, 0, None)
    levels, values, number, different = chunks[0] if len(chunks) == 1 else _merged(chunks)
    known = different if len(chunks) == 1 or negotiation.cells <= COUNTED else None
    points = _points(negotiation, levels, number)
    lowest = tuple(
        Fraction(value, scale) + utility.constant
        for value, scale, utility in zip(low or (), whole.scale, negotiation.utilities, strict=True)
    )
    distinct_count = known if len(chunks) == 1 else _distinct_count(negotiation, whole, block)
    return Frontier(points, "list", whole.exact, counts[0], distinct_count, counts[1], counts[2], lowest)


def _goal(negotiation: Negotiation, whole: Integers) -> list[Fraction]:
    """What no deal gives each party, on the scale of the integers, constants left out."""
    given = zip(negotiation.disagreement, negotiation.utilities, whole.scale, strict=True)
    return [(d - utility.constant) * scale for d, utility, scale in given]


def _ranked(values: Array) -> Array:
    """Integers of any size as ranks per party, which is all that dominance asks."""
    if values.dtype != object:
        return values
    return np.stack([np.unique(column, return_inverse=True)[1].reshape(-1) for column in values.T], axis=1)


Chunk = tuple[Array, Array, Array, int]


def _pruned(levels: Array, values: Array, full: bool) -> Chunk:
    """Undominated vectors: one package of each, the vector, how many packages give it; and how many vectors there were.

    Where not all vectors must be counted, those below the best few by sum are left out before anything is sorted.
    """
    if not full and values.dtype != object:
        sums = values.astype(np.float64) / np.maximum(np.abs(values).max(axis=0), 1)
        for weights in (np.ones(values.shape[1]), *np.eye(values.shape[1]) * 3 + 1):
            best = values[int(np.argmax(sums @ weights))]
            below = (values <= best).all(axis=1) & (values < best).any(axis=1)
            levels, values, sums = levels[~below], values[~below], sums[~below]
    ranks = _ranked(values)
    order, starts, rows = distinct(ranks)
    number = np.diff(np.append(starts, len(order)))
    keep = undominated(rows)
    first = order[starts[keep]]
    return levels[first], values[first], number[keep].astype(object), len(rows)


def _merged(chunks: list[Chunk]) -> Chunk:
    """The undominated vectors of several such lists. A frontier vector is in each list it can be in."""
    levels = np.concatenate([chunk[0] for chunk in chunks])
    values = np.concatenate([chunk[1] for chunk in chunks])
    number = np.concatenate([chunk[2] for chunk in chunks])
    return _grouped(levels, values, number)


def _grouped(levels: Array, values: Array, number: Array) -> Chunk:
    order, starts, rows = distinct(_ranked(values))
    keep = undominated(rows)
    total = np.add.reduceat(number[order], starts)[keep]
    first = order[starts[keep]]
    return levels[first], values[first], total, len(rows)


def _distinct_count(negotiation: Negotiation, whole: Integers, block: tuple[int, ...]) -> int | None:
    """How many different vectors there are; not looked for beyond what is always listed."""
    if negotiation.cells > COUNTED:
        return None
    values = np.concatenate([values for _, values in listing(negotiation, whole, block)])
    return len(distinct(_ranked(values))[2])


def _put_together(negotiation: Negotiation, groups: list[tuple[int, ...]], most: int) -> Frontier:
    whole = integers(negotiation)
    done: tuple[int, ...] = ()
    levels = np.zeros((1, 0), np.int64)
    values = np.zeros((1, len(negotiation.parties)), np.int64)
    number = np.ones(1, object)
    total = 1
    for group in groups:
        cells = prod(len(negotiation.allowed[issue]) for issue in group)
        if cells > LISTED:
            raise LimitError("deal_block_large", count=cells, limit=LISTED)
        parts = list(listing(negotiation, whole, group))
        total *= sum(len(part[0]) for part in parts)
        if total == 0:
            return Frontier((), "blocks", whole.exact, 0, 0, 0, 0, None)
        new_levels, new_values, new_number, _ = _merged([_pruned(*part, full=False) for part in parts if len(part[0])])
        if len(values) * len(new_values) > PARTIAL:
            raise LimitError("deal_frontier_large", count=len(values) * len(new_values), limit=PARTIAL)
        one, two = np.divmod(np.arange(len(values) * len(new_values)), len(new_values))
        sums, counts = values[one] + new_values[two], number[one] * new_number[two]
        pairs, values, number, _ = _grouped(np.stack([one, two], axis=1), sums, counts)
        levels = np.concatenate([levels[pairs[:, 0]], new_levels[pairs[:, 1]]], axis=1)
        done += group
        if len(values) > most:
            raise LimitError("deal_frontier_large", count=len(values), limit=most)
    return Frontier(_points(negotiation, levels[:, np.argsort(done)], number), "blocks", whole.exact, total)


def _points(negotiation: Negotiation, levels: Array, number: Array) -> tuple[Point, ...]:
    """The vectors computed again from their packages, exactly; best for the first party first, then the second…"""
    whole = integers(negotiation, rounded=False)
    found = []
    for package, count in zip(levels.tolist(), number.tolist(), strict=True):
        sums = []
        for party, tables in enumerate(whole.parts):
            value = whole.constant[party] + sum(int(table[tuple(package[i] for i in where)]) for where, table in tables)
            for when, add in whole.bonuses[party]:
                value += add if all(package[issue] in wanted for issue, wanted in when) else 0
            sums.append(Fraction(value, whole.scale[party]))
        found.append(Point(tuple(sums), int(count), tuple(package)))
    return tuple(sorted(found, key=lambda point: tuple(-value for value in point.u)))
