"""How much nearer one of two points is to the voters: of two points on a line the voters below the middle between them
prefer the lower, those above it the upper, so sums over the voters in order tell both. n² steps, where going through
every voter for every pair takes n³.

With c_ki what the point i costs voter k, which rises with |x_k − o_i| however (each voter in its own way), and w_k ≥ 0:

    led[i, j] = Σ_k w_k max(0, c_kj − c_ki)

`led` is the definition, over several cases at once; `led_by_sides` the same of one case, up to rounding.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from detente.bargaining.positions.mean_and_median import Array
from detente.time_left import check

CELLS = 1 << 15  # pairs that are worked out at a time: few enough to stay in the cache
ROUNDED = 3e-8  # of `reach`: how far rounding may put a voter who is in the middle (3e-16 of the size)
FEW = 32  # voters up to which every one is gone through, in all cases at once


def led(cost: Array, weight: Array) -> Array:
    """By how much i costs the voters less than j where it does. `cost`: (…, voters, points); `weight`: (…, voters)."""
    won = np.zeros((*cost.shape[:-2], cost.shape[-1], cost.shape[-1]))
    for voter in range(cost.shape[-2]):
        check()
        far = cost[..., voter, :]
        lead = far[..., None, :] - far[..., :, None]  # [i, j]: how much nearer i is to the voter than j
        np.maximum(lead, 0, out=lead)
        lead *= weight[..., voter, None, None]
        won += lead
    return won


class Sides(NamedTuple):
    """Voters and points of one case in order, the way back, and how many voters are below the middle of two points."""

    order: Any
    place: Any
    back: Any
    below: Any


def sides_of(voters: Array, points: Array) -> Sides:
    """Float arrays (voters,), (points,)."""
    order, place = np.argsort(voters, kind="stable"), np.argsort(points, kind="stable")
    twice, x = 2 * voters[order], points[place]
    below = np.empty((len(x), len(x)), np.intp)
    for first in range(0, len(x), some := max(1, CELLS // len(x))):
        below[first : first + some] = np.searchsorted(twice, _sums(x[first : first + some, None], x))
    return Sides(order, place, np.argsort(place), below)


def _sums(one: Array, other: Array) -> Array:
    """The sum of two points; where it was rounded down the next number, so that it is above what the sum is above.

    To compare it with twice a voter tells exactly who is below the middle, however near the points (TwoSum; Knuth 1969,
    §4.2.2).
    """
    total = one + other
    part = total - one
    lost = (one - (total - part)) + (other - part)
    return np.where(lost > 0, np.nextafter(total, np.inf), total)


def led_by_sides(cost: Array, weight: Array, sides: Sides) -> Array:
    """The same of one case: float arrays (voters, points), (voters,)."""
    check()
    count = cost.shape[1]
    summed = np.zeros((len(cost) + 1, count))  # [k, j]: what j costs the first k voters
    some = max(1, CELLS // count)
    for at in range(0, len(cost), some):
        voters = sides.order[at : at + some]
        np.multiply(cost[voters].take(sides.place, 1), weight[voters, None], out=summed[at + 1 : at + some + 1])
    np.cumsum(summed[1:], axis=0, out=summed[1:])
    flat, whole, every = summed.reshape(-1), summed[-1], np.arange(count)
    found = np.empty((count, count))
    for at in range(0, count, some):
        rows = every[at : at + some, None]
        below = sides.below[at : at + some] * count
        lead = flat.take(below + every) - flat.take(below + rows)  # what j costs those below the middle more than i
        later = np.where(every < rows, whole - whole[rows] - lead, lead)  # the later has those above the middle
        found[sides.place[at : at + some]] = np.maximum(later, 0, out=later).take(sides.back, 1)
    return found


def weight_by_sides(weight: Array, voters: Array, points: Array, reach: float) -> tuple[Array, Any]:
    """The weight of the voters nearer to i than to j, (points, points); those in the middle bring none.

    And for which pairs this may not be what is asked: some voter is within `reach` of the middle without being there,
    or the two points are that near each other, so how much of a weight counts is another question.
    """
    order, place = np.argsort(voters, kind="stable"), np.argsort(points, kind="stable")
    least = min(voters.min(), points.min())
    twice, x = 2 * (voters[order] - least), points[place] - least  # a middle is then a sum of small numbers
    summed = np.concatenate([[0.0], np.cumsum(weight[order])])
    middle, near, there = x[:, None] + x, 2 * reach, 2 * reach * ROUNDED
    low, high = np.searchsorted(twice, middle - near, "left"), np.searchsorted(twice, middle + near, "right")
    exact = np.searchsorted(twice, middle + there, "right") - np.searchsorted(twice, middle - there, "left")
    unsure = np.zeros(middle.shape, bool)
    apart = np.abs(x[:, None] - x)
    unsure[np.ix_(place, place)] = (apart > 0) & ((high - low != exact) | (apart <= 4 * reach))
    return _in_place(place, x, summed[low], summed[-1] - summed[high]), unsure


def _in_place(place: Any, x: Array, lower: Array, upper: Array) -> Array:
    """What the lower and the upper of two points have, for points in order, where the points stand."""
    first = x[:, None] < x
    found = np.where(first, lower, np.where(first.T, upper, 0.0))
    back = np.argsort(place)
    return found.take(back, 0).take(back, 1)
