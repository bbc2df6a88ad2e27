"""What mixtures of packages give any number of parties: by lot, in turns, or by splitting an issue.

A mixture gives weights to packages; what it is worth to a party is the weighted mean. Over mixtures the classical
answers hold in one point each (up to ties): the largest least gain or share, then the next least (leximin), and the
largest product of gains. Least gains and shares are exact (`simplex`). The product is found from above and below: each
logarithm lies below its tangents, so a linear programme bounds the sum of logarithms, and its answer gives new
tangents, until the bound is within `CLOSE` of what is reached.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import exp, log

import numpy as np

from detente.bargaining.packages.negotiation import Point, Vector, gains
from detente.bargaining.packages.simplex import Optimum, maximise
from detente.solver import INFINITE, LinearProgramme, add_row

CLOSE = 1e-9  # how near the sum of logarithms of gains is to the best possible
ROUNDS = 60
MOST = 4_000  # corners beyond which the answers are not worked out unasked
ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Mixed:
    """The answers over mixtures. Gains, not utilities, in `egalitarian`; `nash` None without a strict zone.

    `ideal`: the best of each party among mixtures that suit all. `near`: how far the logarithm of the product may be
    from the best. All None but `zone` if no mixture suits all.
    """

    zone: bool
    strict: bool
    ideal: Vector | None = None
    nash: tuple[float, ...] | None = None
    product: float | None = None
    near: float | None = None
    kalai_smorodinsky: Vector | None = None
    egalitarian: Vector | None = None


def least_gain(table: Sequence[Vector]) -> Optimum:
    """The mixture of these vectors with the largest least number: amounts of each, and the price of each place.

    With weights w: maximise t − t' where Σ w g_i − t + t' − s_i = 0 for every i and Σ w = 1. Minus the prices of the
    places are weights λ ≥ 0, Σ λ = 1, with λ·g ≤ value for every vector.
    """
    parties = len(table[0])
    columns = [[*row, ONE] for row in table]
    columns += [[-ONE] * parties + [ZERO], [ONE] * parties + [ZERO]]
    columns += [[-ONE if row == party else ZERO for row in range(parties + 1)] for party in range(parties)]
    worth = [ZERO] * len(table) + [ONE, -ONE] + [ZERO] * parties
    found = maximise(columns, worth, [ZERO] * parties + [ONE])
    assert found is not None
    return found


def mixed(points: tuple[Point, ...], d: Vector, power: tuple[int, ...] = ()) -> Mixed:
    """The answers over mixtures of these points (the whole frontier)."""
    table = [gains(point.u, d) for point in points]
    worst = least_gain(table).value
    if worst < 0:
        return Mixed(zone=False, strict=False)
    hopes = tuple(_most(table, party) for party in range(len(d)))
    shares = [tuple(g / h if h else g for g, h in zip(row, hopes, strict=True)) for row in table]
    hopeless = {party: ZERO for party, hope in enumerate(hopes) if not hope}
    shared = leximin(shares, hopeless)
    nash = _nash(table, power) if worst > 0 else None
    return Mixed(
        zone=True,
        strict=worst > 0,
        ideal=tuple(a + b for a, b in zip(hopes, d, strict=True)),
        nash=None if nash is None else tuple(g + float(own) for g, own in zip(nash[0], d, strict=True)),
        product=None if nash is None else exp(sum(log(g) for g in nash[0])),
        near=None if nash is None else nash[1],
        kalai_smorodinsky=tuple(own + share * hope for own, share, hope in zip(d, shared, hopes, strict=True)),
        egalitarian=tuple(own + g for own, g in zip(d, leximin(table), strict=True)),
    )


def _most(table: Sequence[Vector], party: int) -> Fraction:
    """The largest mean of one place among mixtures in which no place is below zero."""
    return _best(table, party, dict.fromkeys(range(len(table[0])), ZERO)).value


def _best(table: Sequence[Vector], party: int, floors: dict[int, Fraction]) -> Optimum:
    """The largest mean of one place where others keep their floors."""
    places = sorted(floors)
    columns = [[*(row[place] for place in places), ONE] for row in table]
    columns += [[-ONE if at == row else ZERO for row in range(len(places) + 1)] for at in range(len(places))]
    worth = [row[party] for row in table] + [ZERO] * len(places)
    found = maximise(columns, worth, [*(floors[place] for place in places), ONE])
    assert found is not None
    return found


def leximin(table: Sequence[Vector], given: dict[int, Fraction] | None = None) -> Vector:
    """The mixture whose sorted numbers are lexicographically largest: the least as large as can be, then the next…

    In each round the least of the free places is made largest; a place that cannot be above it is then fixed. `given`:
    places that need only keep a floor, and cannot be above it.
    """
    places = len(table[0])
    fixed = dict(given or {})
    while len(fixed) < places:
        free = [place for place in range(places) if place not in fixed]
        level = _level(table, free, fixed)
        floors = fixed | dict.fromkeys(free, level)
        stuck = [place for place in free if _best(table, place, floors).value == level]
        fixed |= dict.fromkeys(stuck or free, level)
    return tuple(fixed[place] for place in range(places))


def _level(table: Sequence[Vector], free: list[int], fixed: dict[int, Fraction]) -> Fraction:
    """The largest least number of the free places where the fixed ones keep theirs."""
    order = [*free, *fixed]
    columns = [[*(row[place] for place in order), ONE] for row in table]
    step = [ONE] * len(free) + [ZERO] * (len(fixed) + 1)
    columns += [[-value for value in step], step]
    columns += [[-ONE if at == row else ZERO for row in range(len(order) + 1)] for at in range(len(order))]
    worth = [ZERO] * len(table) + [ONE, -ONE] + [ZERO] * len(order)
    found = maximise(columns, worth, [*(fixed.get(place, ZERO) for place in order), ONE])
    assert found is not None
    return found.value


def _nash(table: Sequence[Vector], power: tuple[int, ...]) -> tuple[tuple[float, ...], float]:
    """The gains with the largest product over mixtures, and how far their logarithm may be from the best."""
    rows = np.array([[float(value) for value in row] for row in table])
    size = np.maximum(rows.max(axis=0), 1e-300)
    rows = rows / size
    parties = rows.shape[1]
    weight = np.array(power or (1,) * parties, float)
    weight = weight / weight.max()
    programme = LinearProgramme()
    mix = [programme.column() for _ in rows]
    gain = [programme.column() for _ in range(parties)]
    logs = [programme.column(-100.0, 0.0, cost=-w) for w in weight.tolist()]
    programme.row(1.0, [(w, 1.0) for w in mix], 1.0)
    for party in range(parties):
        means = [(w, value) for w, value in zip(mix, rows[:, party].tolist(), strict=True) if value]
        programme.row(0.0, [*means, (gain[party], -1.0)], 0.0)
    solver = programme.solver(primal_feasibility_tolerance=1e-10, dual_feasibility_tolerance=1e-10)
    solver.run()  # tangents, as they are added, then start from a basis
    best, bound, answer = -np.inf, np.inf, np.zeros(parties)
    tangents = [np.full(parties, 2.0**-step) for step in range(8)]
    for _ in range(ROUNDS):
        for at in tangents:
            for party in range(parties):
                tangent = [(logs[party], 1.0), (gain[party], -1 / float(at[party]))]
                add_row(solver, -INFINITE, tangent, log(at[party]) - 1)
        solver.run()
        bound = min(bound, -solver.getObjectiveValue())
        amounts = np.array(solver.getSolution().col_value[: len(mix)]).clip(0)
        found = amounts @ rows / max(amounts.sum(), 1e-300)
        value = float(weight @ np.log(np.maximum(found, 1e-300)))
        if value > best:
            best, answer = value, found
        if bound - best <= CLOSE:
            break
        tangents = [np.maximum(found, 1e-9)]
    return tuple(float(value) for value in answer * size), max(0.0, float(bound - best))
