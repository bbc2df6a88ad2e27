"""Items that can be divided among any number of parties: equal shares, and the largest product of points.

*Equal shares*: the smallest share of its own total as large as can be, then the next (linear programmes, in fractions);
for two parties with equal totals that is adjusted winner. *Largest product*: what a market with equal incomes ends in
(Eisenberg & Gale 1959; Varian 1974): efficient, nobody would rather have what another has, and everybody has its part
(1/n) or more of its total. With three parties or more, equal and efficient may envy (Brams & Taylor 1996); so both are
given, with who envies whom. From memory.

The market is looked for in floats (proportional responses) and then solved in fractions: where each party buys only
what gives it most for its money, prices within a connected part follow from one of them, and that one from the money in
the part. Prices p and points u prove themselves: v_ij ≤ u_i p_j for all i, j, and the incomes are spent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from detente.bargaining.packages.negotiation import Array
from detente.bargaining.packages.simplex import maximise
from detente.errors import DetenteError

ZERO, ONE = Fraction(0), Fraction(1)
Row = tuple[Fraction, ...]
ROUNDS = 20_000
NEAR = (1e-3, 1e-4, 1e-5, 1e-2, 1e-6)  # how near a purchase comes to the best for its money, tried in turn


@dataclass(frozen=True)
class Shared:
    """Who has how much of each item (party × item), and what each thinks of everybody's part, in its own total.

    `envies`: pairs (who, whom).
    """

    shares: tuple[Row, ...]
    thinks: tuple[Row, ...]

    @property
    def own(self) -> Row:
        return tuple(row[party] for party, row in enumerate(self.thinks))

    @property
    def envies(self) -> tuple[tuple[int, int], ...]:
        size = len(self.thinks)
        return tuple((i, k) for i in range(size) for k in range(size) if self.thinks[i][k] > self.thinks[i][i])

    @property
    def proportional(self) -> bool:
        return min(self.own) >= Fraction(1, len(self.own))


def equal_shares(points: Sequence[Row]) -> Shared:
    """The division with equal shares. Raises `DetenteError` for negative points or a party without any."""
    values = _in_totals(points)
    held: dict[int, Fraction] = {}
    while len(held) < len(values):
        free = [party for party in range(len(values)) if party not in held]
        level = _level(values, free, held)
        stuck = [party for party in free if _most(values, party, {**held, **dict.fromkeys(free, level)}) == level]
        held |= dict.fromkeys(stuck, level)
    return _shared(values, _allocation(values, held))


def largest_product(points: Sequence[Row]) -> Shared | None:
    """The division with the largest product of points, exact; None where the market was not found."""
    values = _in_totals(points)
    rough = _market(np.array(values, np.float64))
    for near in NEAR:
        prices = _exact_prices(values, rough, near)
        if prices is None:
            continue
        best = [max(value / price for value, price in zip(row, prices, strict=True) if price) for row in values]
        buys = [
            [bool(price) and value == top * price for value, price in zip(row, prices, strict=True)]
            for row, top in zip(values, best, strict=True)
        ]
        spent = _spending(prices, buys)
        if spent is not None:
            rest = [ONE, *[ZERO] * (len(values) - 1)]  # what nobody wants goes to the first
            return _shared(
                values,
                [
                    tuple(s / p if p else first for s, p in zip(row, prices, strict=True))
                    for row, first in zip(spent, rest, strict=True)
                ],
            )
    return None


def _in_totals(points: Sequence[Row]) -> list[Row]:
    if any(min(row, default=ZERO) < 0 or not sum(row) for row in points):
        raise DetenteError("deal_points_spread")
    return [tuple(value / sum(row, ZERO) for value in row) for row in points]


def _shared(values: Sequence[Row], shares: Sequence[Row]) -> Shared:
    thinks = tuple(
        tuple(sum((v * x for v, x in zip(row, part, strict=True)), ZERO) for part in shares) for row in values
    )
    return Shared(tuple(map(tuple, shares)), thinks)


def _columns(values: Sequence[Row]) -> list[list[Fraction]]:
    """One column per party and item: all of every item is given, and each party has its value of what it is given."""
    size, items = len(values), len(values[0])
    return [
        [
            *(Fraction(item == other) for other in range(items)),
            *(values[party][item] * (party == i) for i in range(size)),
        ]
        for party in range(size)
        for item in range(items)
    ]


def _slacks(size: int, items: int) -> list[list[Fraction]]:
    return [[*[ZERO] * items, *(-ONE if other == at else ZERO for other in range(size))] for at in range(size)]


def _level(values: Sequence[Row], free: Sequence[int], held: dict[int, Fraction]) -> Fraction:
    """The largest share that all free parties can have at once."""
    size, items = len(values), len(values[0])
    columns = _columns(values)
    rising = [*[ZERO] * items, *(-ONE if party in free else ZERO for party in range(size))]
    every = [*columns, rising, *_slacks(size, items)]
    worth = [*[ZERO] * len(columns), ONE, *[ZERO] * size]
    found = maximise(every, worth, [*[ONE] * items, *(held.get(party, ZERO) for party in range(size))])
    assert found is not None
    return found.value


def _most(values: Sequence[Row], party: int, floors: dict[int, Fraction]) -> Fraction:
    """The most that one party can have while the others have at least this."""
    size, items = len(values), len(values[0])
    columns = _columns(values)
    worth = [values[party][item] if who == party else ZERO for who in range(size) for item in range(items)]
    amounts = [*[ONE] * items, *(floors[other] for other in range(size))]
    found = maximise([*columns, *_slacks(size, items)], [*worth, *[ZERO] * size], amounts)
    assert found is not None
    return found.value


def _allocation(values: Sequence[Row], floors: dict[int, Fraction]) -> list[Row]:
    size, items = len(values), len(values[0])
    columns = _columns(values)
    amounts = [*[ONE] * items, *(floors[party] for party in range(size))]
    found = maximise([*columns, *_slacks(size, items)], [ZERO] * (len(columns) + size), amounts)
    assert found is not None
    used = dict(found.used)
    return [tuple(used.get(party * items + item, ZERO) for item in range(items)) for party in range(size)]


def _market(values: Array) -> list[float]:
    """Prices near those of the market with income 1 for each party, by proportional responses."""
    bids = values.copy()
    for _ in range(ROUNDS):
        prices = bids.sum(axis=0)
        gets = np.divide(bids, prices, out=np.zeros_like(bids), where=prices > 0)
        worth = values * gets
        bids = worth / worth.sum(axis=1, keepdims=True)
    return [float(price) for price in bids.sum(axis=0)]


def _exact_prices(values: Sequence[Row], rough: Sequence[float], near: float) -> list[Fraction] | None:
    """Prices from who buys what: ratios along purchases, and as much money in a connected part as it has parties."""
    size, items = len(values), len(values[0])
    best = [max(float(v) / p for v, p in zip(row, rough, strict=True) if p > 0) for row in values]
    buys = [
        [j for j in range(items) if rough[j] > 0 and float(values[i][j]) / rough[j] >= best[i] * (1 - near)]
        for i in range(size)
    ]
    prices: list[Fraction | None] = [None if any(row[j] for row in values) else ZERO for j in range(items)]
    for first in range(items):
        if prices[first] is not None:
            continue
        part, todo = {first: ONE}, [first]
        parties: set[int] = set()
        while todo:
            here = todo.pop()
            for i in (i for i in range(size) if here in buys[i] and i not in parties):
                parties.add(i)
                for j in buys[i]:
                    if j not in part:
                        part[j] = part[here] * values[i][j] / values[i][here]
                        todo.append(j)
        if not parties:
            return None
        unit = Fraction(len(parties)) / sum(part.values(), ZERO)
        for j, ratio in part.items():
            prices[j] = ratio * unit
    return [price if price is not None else ZERO for price in prices]


def _spending(prices: Sequence[Fraction], buys: Sequence[Sequence[bool]]) -> list[Row] | None:
    """Who spends how much on what, so that all is sold and every income is spent; None where that cannot be."""
    size, items = len(buys), len(prices)
    columns: list[list[Fraction]] = []
    places: list[tuple[int, int]] = []
    for i in range(size):
        for j in range(items):
            if buys[i][j]:
                places.append((i, j))
                columns.append([*(Fraction(j == k) for k in range(items)), *(Fraction(i == k) for k in range(size))])
    found = maximise(columns, [ZERO] * len(columns), [*prices, *[ONE] * size]) if columns else None
    if found is None:
        return None
    used = {places[at]: amount for at, amount in found.used if at < len(places)}
    return [tuple(used.get((i, j), ZERO) for j in range(items)) for i in range(size)]
