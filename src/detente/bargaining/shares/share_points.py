"""Zone and fair points on a union of polytopes: Nash, Kalai–Smorodinsky, egalitarian, the largest sum. All exact.

Every question is asked of one cell at a time, as a linear programme over shares of its corners, and the cells are then
compared; one gain vector per cell, ties between cells all returned. Only the Nash point of three parties and more is
irrational in general: it comes with the certificate product ≤ product at g* × (the greatest mean of g_i / g*_i)^n
(arithmetic above geometric mean).

Nash 1950; Kalai & Smorodinsky 1975; Kalai 1977 (egalitarian). From memory, unverified.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from detente.bargaining.packages.negotiation import Vector
from detente.bargaining.packages.simplex import Optimum, maximise
from detente.bargaining.shares.gain_sets import GainSet
from detente.bargaining.shares.interior import largest_product

ZERO, ONE = Fraction(0), Fraction(1)
Corners = Sequence[Vector]


@dataclass(frozen=True)
class Zone:
    """`smallest`: the largest smallest gain over all cells; `hull`: the same if lotteries were allowed."""

    smallest: Fraction
    hull: Fraction

    @property
    def weak(self) -> bool:
        return self.smallest >= 0

    @property
    def strict(self) -> bool:
        return self.smallest > 0

    @property
    def concession(self) -> Fraction:
        """What every party would have to give up for a package to be acceptable to all."""
        return max(ZERO, -self.smallest)


@dataclass(frozen=True)
class Nash:
    """`gainers`: how many can gain at once; the product of their gains, and every gain vector that has it.

    `gap`: how far, at most and in proportion, the product is from the largest (0: exact).
    """

    gainers: int
    product: Fraction | float
    gains: tuple[tuple[Fraction | float, ...], ...]
    gap: float = 0.0


@dataclass(frozen=True)
class Levelled:
    """The sorted shares of a point that makes the smallest as large as can be, then the next; and its gains."""

    sorted: Vector
    gains: tuple[Vector, ...]


def best(
    corners: Corners, worth: Sequence[Fraction], floors: Sequence[Fraction | None]
) -> tuple[Fraction, Vector] | None:
    """The largest Σ worth_i g_i over the hull of the corners with g_i ≥ floor_i; None where nothing fits."""
    kept = [party for party, floor in enumerate(floors) if floor is not None]
    columns = [[ONE, *(corner[party] for party in kept)] for corner in corners]
    gains = [sum((w * g for w, g in zip(worth, corner, strict=True)), ZERO) for corner in corners]
    for at in range(len(kept)):
        columns.append([ZERO, *(-ONE if other == at else ZERO for other in range(len(kept)))])
        gains.append(ZERO)
    found = maximise(columns, gains, [ONE, *(floors[party] or ZERO for party in kept)])
    if found is None:
        return None
    size = len(corners[0])
    mixed = [
        sum((amount * corners[at][party] for at, amount in found.used if at < len(corners)), ZERO)
        for party in range(size)
    ]
    return found.value, tuple(mixed)


def smallest_gain(corners: Corners) -> Fraction:
    """The largest smallest gain over the hull of the corners."""
    size = len(corners[0])
    low = min(min(corner) for corner in corners)
    columns = [[ONE, *(value - low for value in corner)] for corner in corners]
    columns.append([ZERO, *(-ONE for _ in range(size))])
    columns += [[ZERO, *(-ONE if other == at else ZERO for other in range(size))] for at in range(size)]
    gains = [*(ZERO for _ in corners), ONE, *(ZERO for _ in range(size))]
    found = maximise(columns, gains, [ONE, *(ZERO for _ in range(size))])
    assert found is not None  # z = 0 fits: every gain is at or above the lowest
    return found.value + low


def zone(cells: Sequence[Corners]) -> Zone:
    """Whether some package leaves nobody worse off (weak), or everybody better (strict)."""
    every = [corner for cell in cells for corner in cell]
    return Zone(max(map(smallest_gain, cells)), smallest_gain(every))


def acceptable(cells: Iterable[Corners], parties: int) -> list[Corners]:
    """The cells in which some package leaves nobody worse off."""
    floors = [ZERO] * parties
    return [cell for cell in cells if best(cell, floors, floors) is not None]


def ideal(cells: Iterable[Corners], parties: int) -> Vector:
    """The most each party can gain while nobody loses, over all cells."""
    floors = [ZERO] * parties
    found = []
    for party in range(parties):
        worth = [Fraction(party == other) for other in range(parties)]
        found.append(max(value[0] for cell in cells if (value := best(cell, worth, floors)) is not None))
    return tuple(found)


def largest_sum(cells: Iterable[Corners], parties: int, *, in_zone: bool) -> Fraction:
    """The largest sum of gains: while nobody loses, or over all packages."""
    if not in_zone:
        return max(sum(corner, ZERO) for cell in cells for corner in cell)
    floors = [ZERO] * parties
    return max(value[0] for cell in cells if (value := best(cell, [ONE] * parties, floors)) is not None)


def undominated_corners(found: GainSet) -> tuple[Vector, ...]:
    """The gains at corners of cells that no package is better than for some party and as good for the others."""
    every = sorted({corner for cell in found.pieces for corner in cell.gains})
    size = len(found.parties)

    def dominated(corner: Vector) -> bool:
        if any(other != corner and all(o >= c for o, c in zip(other, corner, strict=True)) for other in every):
            return True
        for cell in found.pieces:
            if all(max(g[party] for g in cell.gains) >= corner[party] for party in range(size)):
                value = best(cell.gains, [ONE] * size, corner)
                if value is not None and value[0] > sum(corner, ZERO):
                    return True
        return False

    return tuple(corner for corner in every if not dominated(corner))


def levelled(cells: Iterable[Corners], scale: Vector) -> Levelled:
    """The point that makes the least g_i / scale_i as large as can be, then the next least; scale 0 is passed over."""
    found = [_leximin(cell, scale) for cell in cells]
    top = max(shares for shares, _ in found)
    return Levelled(top, tuple(sorted({gains for shares, gains in found if shares == top})))


def _leximin(corners: Corners, scale: Vector) -> tuple[Vector, Vector]:
    """In one cell: raise all together, hold who cannot rise further, go on with the others."""
    size = len(scale)
    held: dict[int, Fraction] = {party: ZERO for party in range(size) if scale[party] == 0}
    passed_over = len(held)
    while len(held) < size:
        free = [party for party in range(size) if party not in held]
        level = _raise(corners, scale, free, held)
        floors = [held.get(party, level * scale[party]) for party in range(size)]
        stuck = []
        for party in free:
            worth = [Fraction(party == other) for other in range(size)]
            value = best(corners, worth, floors)
            assert value is not None
            if value[0] == level * scale[party]:
                stuck.append(party)
        held |= {party: level * scale[party] for party in stuck}
    point = best(corners, [ZERO] * size, [held[party] for party in range(size)])
    assert point is not None
    shares = sorted(held[party] / scale[party] for party in range(size) if scale[party] != 0)
    assert len(shares) == size - passed_over
    return tuple(shares), tuple(held[party] for party in range(size))


def _raise(corners: Corners, scale: Vector, free: Sequence[int], held: dict[int, Fraction]) -> Fraction:
    """The largest z ≥ 0 with g_i ≥ z scale_i for the free parties and g_i at least what the others hold."""
    return _highest(corners, scale, free, held).value


def _highest(corners: Corners, scale: Vector, free: Sequence[int], held: dict[int, Fraction]) -> Optimum:
    """The programme behind `_raise`: its first columns are the shares of the corners."""
    size = len(scale)
    columns = [[ONE, *corner] for corner in corners]
    columns.append([ZERO, *(-scale[party] if party in free else ZERO for party in range(size))])
    columns += [[ZERO, *(-ONE if other == at else ZERO for other in range(size))] for at in range(size)]
    gains = [*(ZERO for _ in corners), ONE, *(ZERO for _ in range(size))]
    found = maximise(columns, gains, [ONE, *(held.get(party, ZERO) for party in range(size))])
    assert found is not None  # the cell has a package that leaves nobody worse off
    return found


def nash(cells: Sequence[Corners], parties: int) -> Nash:
    """Most gainers first, then the largest product of their gains; nobody else loses."""
    floors = [ZERO] * parties
    able = []
    for cell in cells:
        gainers = []
        for party in range(parties):
            value = best(cell, [Fraction(party == other) for other in range(parties)], floors)
            if value is not None and value[0] > 0:
                gainers.append(party)
        able.append(tuple(gainers))
    most = max(map(len, able))
    if most == 0:
        return Nash(0, ZERO, ((ZERO,) * parties,))
    chosen = [(cell, who) for cell, who in zip(cells, able, strict=True) if len(who) == most]
    point: Callable[[Corners, tuple[int, ...]], tuple[Fraction | float, tuple[Fraction | float, ...], float]]
    point = _exact_point if most <= 2 else _certified_point
    found = [point(cell, who) for cell, who in chosen]
    top = max(product for product, _, _ in found)
    near = [one for one in found if one[0] == top or (most > 2 and one[0] >= top * (1 - 1e-9))]
    gains = tuple(sorted({one[1] for one in near}))
    return Nash(most, top, gains, max(one[2] for one in near))


def _exact_point(corners: Corners, who: tuple[int, ...]) -> tuple[Fraction, Vector, float]:
    """One or two gainers: along the edges between what is best for the one and what is best for the other."""
    size = len(corners[0])
    floors = [ZERO] * size
    if len(who) == 1:
        value = best(corners, [Fraction(who[0] == other) for other in range(size)], floors)
        assert value is not None
        return value[0], value[1], 0.0
    first, second = who
    best_of: tuple[Fraction, Vector] = (-ONE, ())
    points = _chain(corners, first, second)
    for left, right in zip(points, [*points[1:], points[-1]], strict=True):
        along = [r - v for v, r in zip(left, right, strict=True)]
        bend = 2 * along[first] * along[second]
        share = -(left[first] * along[second] + left[second] * along[first]) / bend if bend else ZERO
        share = min(ONE, max(ZERO, share))
        at = tuple(v + share * a for v, a in zip(left, along, strict=True))
        best_of = max(best_of, (at[first] * at[second], at))
    return best_of[0], best_of[1], 0.0


def _chain(corners: Corners, first: int, second: int) -> list[Vector]:
    """The undominated corners of where nobody loses, from the best for `second` to that for `first`.

    Found by halving: the point that is best in the direction across two neighbours lies beyond their line, or there is
    none between them.
    """
    size = len(corners[0])
    floors = [ZERO] * size

    def extreme(weights: dict[int, Fraction]) -> Vector:
        value = best(corners, [weights.get(party, ZERO) for party in range(size)], floors)
        assert value is not None
        return value[1]

    def lexicographic(one: int, then: int) -> Vector:
        top = best(corners, [Fraction(one == other) for other in range(size)], floors)
        assert top is not None
        held = [top[0] if party == one else ZERO for party in range(size)]
        value = best(corners, [Fraction(then == other) for other in range(size)], held)
        assert value is not None
        return value[1]

    def between(left: Vector, right: Vector) -> list[Vector]:
        across = {first: left[second] - right[second], second: right[first] - left[first]}
        if across[first] <= 0 or across[second] <= 0:
            return []
        middle = extreme(across)
        rise = sum((weight * (middle[party] - left[party]) for party, weight in across.items()), ZERO)
        return [] if rise == 0 else [*between(left, middle), middle, *between(middle, right)]

    start, end = lexicographic(second, first), lexicographic(first, second)
    return [start] if start == end else [start, *between(start, end), end]


def _certified_point(corners: Corners, who: tuple[int, ...]) -> tuple[float, tuple[float, ...], float]:
    """Three gainers or more: by an interior-point method, with the certificate of how near it is."""
    scale = tuple(ONE if party in who else ZERO for party in range(len(corners[0])))
    start = _highest(corners, scale, list(who), {}).used
    shares = [float(dict(start).get(at, ZERO)) for at in range(len(corners))]
    gains, gap = largest_product([[float(value) for value in corner] for corner in corners], who, shares)
    product = 1.0
    for party in who:
        product *= gains[party]
    return product, gains, gap
