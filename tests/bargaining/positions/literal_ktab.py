"""KTAB's rounds of bargaining as they are defined, actor by actor: what the fast ones are tested by."""

from __future__ import annotations

from typing import Any

import numpy as np

from detente.bargaining.positions.spatial import (
    BELIEF,
    DIGITS,
    EVEN,
    LEAST_GAIN,
    LEAST_VOTE,
    MOST_STEPS,
    NUDGE,
    SETTLED,
    STRONGEST,
    distances,
    elected,
    risks,
    utility,
)  # fmt: skip

Array = np.ndarray[Any, np.dtype[np.float64]]


def first_most(value: Array) -> int:
    return int(np.flatnonzero(value >= value.max() - EVEN)[0])


def challenges(viewer: int, distance: Array, risk: Array, weight: Array) -> tuple[Array, Array]:
    """P against each other actor, and the utility of each, as one viewer sees them."""
    u = utility(distance, (1 - BELIEF) * risk[viewer] + BELIEF * risk)
    won, count = np.zeros(len(u)), len(u)
    for target in range(count):
        votes = [weight[viewer] * (u[viewer, viewer] - u[viewer, target])]
        votes += [weight[target] * (u[target, viewer] - u[target, target])]
        sides = [LEAST_VOTE + sum(max(0.0, sign * vote) for vote in votes) for sign in (1, -1)]
        third = []
        for n in range(count):
            if n in (viewer, target):
                continue
            own = weight[n] * (u[n, viewer] - u[n, target])
            p = (sides[0] + max(own, 0)) / (sides[0] + sides[1] + abs(own))
            third.append(weight[n] * (p * (u[n, n] - u[n, viewer]) + (1 - p) * (u[n, target] - u[n, n])))
        ours, theirs = (
            side + sum(max(0.0, sign * v) for v in third) for side, sign in zip(sides, (1, -1), strict=True)
        )
        won[target] = ours / (ours + theirs)
    return won, u[viewer]


def offers_of(position: Array, salience: Array, capability: Array, distance: Array, risk: Array) -> list[Any]:
    attention, found = salience.sum(-1), []
    for by in range(len(position)):
        chance, u = challenges(by, distance, risk, attention * capability)
        fight = chance * 2 * u[by] + (1 - chance) * 2 * u
        gain = (1 - attention) * 2 * u[by] + attention * fight - (u[by] + u)
        gain[by] = -np.inf
        to = first_most(gain)
        if gain[to] > LEAST_GAIN:
            a, b = (salience[by] * chance[to]) ** 2, (salience[to] * (1 - chance[to])) ** 2
            mine = ((a + NUDGE) * position[by] + b * position[to]) / (a + b + NUDGE)
            theirs = (a * position[by] + (b + NUDGE) * position[to]) / (a + b + NUDGE)
            found.append((by, to, mine.round(DIGITS), theirs.round(DIGITS)))
    return found


def literal(position: Array, salience: Array, capability: Array) -> tuple[Array, bool]:
    """The positions after each step, the start first, and whether they settled."""
    capability = capability * (STRONGEST / capability.max())
    states, first, settled = [position], 0.0, False
    while len(states) <= MOST_STEPS and not settled:
        here = states[-1]
        distance = distances(here, here, salience)
        risk = risks(elected(1 - distance, capability))
        offers = offers_of(here, salience, capability, distance, risk)
        value = utility(distance, risk)
        after = here.copy()
        for k in range(len(here)):
            of_k = [offer for offer in offers if k in offer[:2]]
            states_of = [value.mean(1)]
            for by, to, mine, theirs in of_k:
                new = utility(distances(here, np.array([mine, theirs]), salience), risk).sum(1)
                states_of.append((value.sum(1) + new - value[:, by] - value[:, to]) / len(here))
            best = first_most(elected(np.array(states_of).T, capability))
            if best:
                by, _, mine, theirs = of_k[best - 1]
                after[k] = mine if by == k else theirs
        moved = float(np.linalg.norm(after - here, axis=1).sum())
        first = moved if len(states) == 1 else first
        states.append(after)
        settled = (len(states) > 2 and moved / (first + 1e-4) < SETTLED) or not offers
    return np.array(states), settled
