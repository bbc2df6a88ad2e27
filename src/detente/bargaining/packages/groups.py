"""Groups of issues that nothing links, put together one by one, pruning at each step.

Exact, because adding the same vector keeps dominance: what is dominated in a part is dominated in the whole. Where only
packages that leave nobody worse off are wanted, a partial sum that cannot reach no deal with the best of what is still
to come is left out as well; that is exact too, because what dominates a package in the zone is in the zone.
"""

from __future__ import annotations

from fractions import Fraction
from importlib.util import find_spec
from time import monotonic

import numpy as np

from detente.bargaining.packages.listing import grouped, levels_of, listing, merged, pruned
from detente.bargaining.packages.negotiation import Array, Negotiation, Package, Vector, integers

STEP = 2_000_000  # sums looked at in one go
PARTIAL = 60_000_000  # sums put together at one step: beyond, the frontier explodes
SLOW = 15_000  # vectors kept with four or more parties and no compiled loops

Together = tuple[int, Array, Array, Array, bool]


def put_together(
    negotiation: Negotiation, groups: list[tuple[int, ...]], most: int, rational: bool = False, seconds: float = 60.0
) -> Together | None:
    """Packages in all, and of each vector a package, the integers and how many packages; whether all is exact.

    None where more than `most` vectors are left at some step, or `seconds` are over. `rational`: only what leaves
    nobody worse off.
    """
    until = monotonic() + seconds
    whole = integers(negotiation)
    parties = len(negotiation.parties)
    if parties > 3 and find_spec("numba") is None:
        most = min(most, SLOW)
    done: tuple[int, ...] = ()
    levels, values = np.zeros((1, 0), np.int64), np.zeros((1, parties), np.int64)
    number = np.ones(1, object)
    total, parts = 1, []
    for group in groups:
        chunks = [chunk for chunk in listing(negotiation, whole, group) if len(chunk[0])]
        total *= sum(len(chunk[0]) for chunk in chunks)
        if total == 0:
            return 0, np.zeros((0, len(negotiation.issues)), np.int64), values[:0], number[:0], whole.exact
        parts.append(merged([pruned(*chunk, full=False) for chunk in chunks]))
    # What the groups still to come can add at best, from the last to the first.
    ahead = np.cumsum([part[1].max(axis=0) for part in reversed(parts)], axis=0)[::-1] if parts else values
    goal = _goal(negotiation, whole.scale) if rational else None
    for place, (group, (flat, new_values, new_number, _)) in enumerate(zip(groups, parts, strict=True)):
        new_levels = levels_of(negotiation, group, flat)
        if len(values) * len(new_values) > PARTIAL:
            return None
        rest = ahead[place + 1] if place + 1 < len(parts) else np.zeros(parties, np.int64)
        rows = max(1, STEP // len(new_values))
        found = []
        for start in range(0, len(values), rows):
            one, two = np.divmod(np.arange(min(rows, len(values) - start) * len(new_values)), len(new_values))
            one += start
            if monotonic() > until:
                return None
            sums, pairs = values[one] + new_values[two], np.stack([one, two], axis=1)
            if goal is not None:
                reach = (sums + rest >= goal).all(axis=1)
                sums, pairs = sums[reach], pairs[reach]
            counts = number[pairs[:, 0]] * new_number[pairs[:, 1]]
            if len(sums):
                found.append(grouped(pairs, sums, counts))
        if not found:
            return total, np.zeros((0, len(negotiation.issues)), np.int64), values[:0], number[:0], whole.exact
        pairs, values, number, _ = found[0] if len(found) == 1 else merged(found)
        levels = np.concatenate([levels[pairs[:, 0]], new_levels[pairs[:, 1]]], axis=1)
        done += group
        if len(values) > most:
            return None
    return total, levels[:, np.argsort(done)], values, number, whole.exact


def _goal(negotiation: Negotiation, scale: tuple[int, ...]) -> Array:
    """The least integers that are no worse than no deal, constants left out."""
    given = zip(negotiation.disagreement, negotiation.utilities, scale, strict=True)
    least = [-((utility.constant - own) * size // 1) for own, utility, size in given]
    return np.array([max(-(1 << 62), min(1 << 62, value)) for value in least], np.int64)


def extremes(negotiation: Negotiation, groups: list[tuple[int, ...]]) -> list[Package]:
    """An undominated package with the largest sum of utilities, and one with the best of each party."""
    parties = len(negotiation.parties)
    weights = [(Fraction(1),) * parties, *(tuple(Fraction(i == j) for j in range(parties)) for i in range(parties))]
    return [heaviest(negotiation, groups, weight) for weight in weights]


def heaviest(negotiation: Negotiation, groups: list[tuple[int, ...]], weights: Vector) -> Package:
    """The package with the largest weighted sum of utilities, group by group; of several, the largest plain sum."""
    whole = integers(negotiation, rounded=False)
    factors = [weight / scale for weight, scale in zip(weights, whole.scale, strict=True)]
    units = [Fraction(1, scale) for scale in whole.scale]
    chosen = [0] * len(negotiation.issues)
    for group in groups:
        best: tuple[Fraction, Fraction] | None = None
        for flat, values in listing(negotiation, whole, group):
            if len(flat):
                found, kept, _, _ = pruned(flat, values, full=False)
                for package, row in zip(levels_of(negotiation, group, found).tolist(), kept.tolist(), strict=True):
                    rate = (
                        sum((f * v for f, v in zip(factors, row, strict=True)), Fraction(0)),
                        sum((f * v for f, v in zip(units, row, strict=True)), Fraction(0)),
                    )
                    if best is None or rate > best:
                        best = rate
                        for issue, level in zip(group, package, strict=True):
                            chosen[issue] = level
    return tuple(chosen)
