"""The Pareto frontier of a negotiation, with every package behind each vector counted, and the engine that found it.

``list``: all packages are listed and counted. ``blocks``: issues in groups that nothing links are put together one by
one (`together`). ``milp``: linked issues with too many packages to list (`milp_frontier`). The engine follows from the
structure; `Frontier.why` says which, and what was left out where a limit was met.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import prod

import numpy as np

from detente.bargaining.packages.groups import extremes, put_together
from detente.bargaining.packages.listing import levels_of, listing, merged, pruned, ranked
from detente.bargaining.packages.milp import SECONDS
from detente.bargaining.packages.milp_frontier import milp_frontier
from detente.bargaining.packages.negotiation import (
    Array,
    Integers,
    Negotiation,
    Package,
    Point,
    Vector,
    blocks,
    integers,
)
from detente.bargaining.packages.undominated import distinct

COUNTED = 2_000_000  # packages that are always listed one by one
LISTED = 30_000_000  # packages of one block that may be listed
MOST_VECTORS = 60_000  # vectors kept at one step: beyond, the frontier explodes


@dataclass(frozen=True)
class Frontier:
    """The undominated vectors, best for the first party first. What only a full list shows is None elsewhere.

    `weak`, `strict`: packages at least as good as no deal for all; better for all. `low`: the worst for each party.
    `scope`: ``all``; ``zone`` where only packages that leave nobody worse off were looked at; ``named`` where the
    points are those that answer the named questions, and some others. `exact`: every difference was seen. `why`: the
    reason for the engine, a key of ``packages.why``. `settled`: it is known whether there is a zone; `gap`: how far the
    named answers may be from the best, as a share.
    """

    points: tuple[Point, ...]
    engine: str
    exact: bool = True
    packages: int | None = None
    distinct: int | None = None
    weak: int | None = None
    strict: int | None = None
    low: Vector | None = None
    scope: str = "all"
    why: str = "few"
    settled: bool = True
    gap: float = 0.0


def frontier(
    negotiation: Negotiation, most: int = MOST_VECTORS, seconds: float = SECONDS, engine: str = "auto"
) -> Frontier:
    """The frontier of all packages, individually rational or not.

    `engine`: ``auto`` chooses by structure; ``list``, ``blocks`` and ``milp`` ask for one, whatever it costs.

    Where it has more than `most` vectors at some step, only packages that leave nobody worse off are looked at; where
    that is too much as well, or `seconds` are over, the points that answer the named questions (`Frontier.scope`).
    """
    if engine == "list" or (engine == "auto" and negotiation.cells <= COUNTED):
        return _listed(negotiation)
    groups = blocks(negotiation)
    if engine == "auto" and len(groups) == 1 and negotiation.cells <= LISTED:
        return _listed(negotiation, "linked")
    largest = max(prod(len(negotiation.allowed[issue]) for issue in group) for group in groups)
    if engine == "milp" or largest > LISTED:
        return _programmed(negotiation, seconds)
    for rational in (False, True):
        found = put_together(negotiation, groups, most, rational, seconds / 4)
        if found is not None:
            total, levels, values, number, exact = found
            points = _points(negotiation, levels, number, values if exact else None)
            if not points and rational:
                break  # no zone: the distance to one needs the rest
            if not rational:
                return Frontier(points, "blocks", exact, total, why="blocks")
            beside = [_point(negotiation, package) for package in extremes(negotiation, groups)]
            points += tuple(point for point in beside if point not in points)
            ordered = tuple(sorted(points, key=lambda point: point.u, reverse=True))
            return Frontier(ordered, "blocks", exact, total, scope="zone", why="exploded")
    return _programmed(negotiation, seconds, points_only=True)


def _point(negotiation: Negotiation, package: Package) -> Point:
    return Point(negotiation.utility(package), None, package)


def _programmed(negotiation: Negotiation, seconds: float, points_only: bool = False) -> Frontier:
    found = milp_frontier(negotiation, seconds, points_only)
    points = sorted((_point(negotiation, package) for package in found.packages), key=lambda one: one.u, reverse=True)
    why = "named" if points_only else "milp" if found.whole else "stopped"
    scope = "all" if found.whole else "named"
    return Frontier(tuple(points), "milp", found.exact, scope=scope, why=why, settled=found.settled, gap=found.gap)


def _listed(negotiation: Negotiation, why: str = "few") -> Frontier:
    """Everything listed, in exact integers of any size where 62 bits do not suffice."""
    whole = integers(negotiation, rounded=negotiation.cells > COUNTED)
    block = tuple(range(len(negotiation.issues)))
    goal = goals(negotiation, whole)
    chunks, counts = [], [0, 0, 0]
    low: list[int] | None = None
    for flat, values in listing(negotiation, whole, block):
        counts[0] += len(values)
        if not len(values):
            continue
        # An integer is at least the goal if it is at least that rounded up; above it if above that rounded down.
        counts[1] += int(np.all([values[:, i] >= -(-g // 1) for i, g in enumerate(goal)], axis=0).sum())
        counts[2] += int(np.all([values[:, i] > g // 1 for i, g in enumerate(goal)], axis=0).sum())
        here = values.min(axis=0).tolist()
        low = here if low is None else [min(pair) for pair in zip(low, here, strict=True)]
        chunks.append(pruned(flat, values, negotiation.cells <= COUNTED))
    if not chunks:
        return Frontier((), "list", whole.exact, 0, 0, 0, 0, None)
    flat, values, number, different = chunks[0] if len(chunks) == 1 else merged(chunks)
    levels = levels_of(negotiation, block, flat)
    known = different if len(chunks) == 1 or negotiation.cells <= COUNTED else None
    points = _points(negotiation, levels, number, values if whole.exact else None)
    lowest = tuple(
        Fraction(value, scale) + utility.constant
        for value, scale, utility in zip(low or (), whole.scale, negotiation.utilities, strict=True)
    )
    distinct_count = known if len(chunks) == 1 else _distinct_count(negotiation, whole, block)
    return Frontier(points, "list", whole.exact, counts[0], distinct_count, counts[1], counts[2], lowest, why=why)


def goals(negotiation: Negotiation, whole: Integers) -> list[Fraction]:
    """What no deal gives each party, on the scale of the integers, constants left out."""
    given = zip(negotiation.disagreement, negotiation.utilities, whole.scale, strict=True)
    return [(d - utility.constant) * scale for d, utility, scale in given]


def _distinct_count(negotiation: Negotiation, whole: Integers, block: tuple[int, ...]) -> int | None:
    """How many different vectors there are; not looked for beyond what is always listed."""
    if negotiation.cells > COUNTED:
        return None
    values = np.concatenate([values for _, values in listing(negotiation, whole, block)])
    return len(distinct(ranked(values))[2])


def _points(negotiation: Negotiation, levels: Array, number: Array, values: Array | None) -> tuple[Point, ...]:
    """The points of these packages, exactly; best for the first party first, then the second…

    `values`: the exact integers without constants, if there are any; else the vectors are computed again.
    """
    packages = [tuple(package) for package in levels.tolist()]
    if values is None:
        vectors = [negotiation.utility(package) for package in packages]
        near = [tuple(map(float, vector)) for vector in vectors]
        order = sorted(range(len(vectors)), key=lambda place: vectors[place], reverse=True)
    else:
        whole = integers(negotiation, rounded=False)
        columns, floats = [], []
        for column, scale, constant in zip(values.T.tolist(), whole.scale, whole.constant, strict=True):
            exact = {value: Fraction(value + constant, scale) for value in set(column)}
            columns.append([exact[value] for value in column])
            floats.append([(value + constant) / scale for value in column])
        vectors, near = list(zip(*columns, strict=True)), list(zip(*floats, strict=True))
        rows = values.tolist()
        order = sorted(range(len(rows)), key=lambda place: rows[place], reverse=True)
    counts = number.tolist()
    return tuple(Point(vectors[place], int(counts[place]), packages[place], near[place]) for place in order)
