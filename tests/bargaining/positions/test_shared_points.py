"""Actors that stand on one point, or nearly: no threat to each other, and one option where positions are voted on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.bargaining.positions.challenge import PRESETS, challenge_round
from detente.bargaining.positions.spatial import SAME, bargain, distances, elected, risks, utility, winning
from tests.published.test_position_cases import table


def test_an_actor_on_the_same_point_is_no_threat() -> None:
    """A loses to B beside it and to C far off: only C can make it move."""
    x, c, s = np.array([0.0, 0.0, 100.0]), np.array([5.0, 1.0, 5.0]), np.array([0.5, 1.0, 1.0])
    done = challenge_round(x, c, s, replace(PRESETS["paper"], q=0.5))
    assert done.other[0, 1] > done.gain[0, 1] > 0, "without the rule, B would be the nearest to lose to"
    assert done.after.tolist() == [100, 100, 100]


def test_nor_is_one_that_rounding_put_beside_it() -> None:
    x, c, s = np.array([0.0, 1e-9, 100.0]), np.array([5.0, 1.0, 5.0]), np.array([0.5, 1.0, 1.0])
    assert challenge_round(x, c, s, replace(PRESETS["paper"], q=0.5)).after[0] == 100


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_a_position_counts_with_the_last_one_near_it(order: tuple[int, ...]) -> None:
    """Three in a row, the outer two too far apart to be one: the middle one goes with whichever was found last."""
    row = np.array([[0.0], [0.8 * SAME], [1.6 * SAME], [0.5]])[[*order, 3]]
    distance = distances(row, row, np.ones((4, 1)))
    capability = np.array([1.0, 2.0, 4.0, 3.0])
    risk = risks(elected(1 - distance, capability))
    chance = winning(row, distance, risk, capability)
    new = [0, 3] if order[0] == 1 else [0, 2, 3]  # who is near none before it
    at = [0, 0, 0, 1] if order[0] == 1 else [0, 1, 1, 2]
    assert chance == pytest.approx(elected(utility(distance[:, new], risk), capability)[at])


@pytest.mark.parametrize(("name", "steps", "changed"), [("ktab_soe_policy", 20, 7), ("ktab_soe_competitive", 36, 20)])
def test_the_steps_of_the_published_cases_where_that_matters(name: str, steps: int, changed: int) -> None:
    """In so many steps of these runs some actor is near two positions that are not one."""
    rows = table(name)
    x, s, c = (np.array([float(row[key]) for row in rows]) for key in ("position", "salience", "capability"))
    states = bargain(x[:, None] / 100, s[:, None] / 100, c).states[..., 0]
    assert len(states) == steps
    assert sum(_near_two(state) for state in states) == changed


def _near_two(state: np.ndarray) -> bool:
    first: list[float] = []
    for here in state:
        if all(abs(here - other) >= SAME for other in first):
            first.append(here)
    return any(sum(abs(here - other) < SAME for other in first) > 1 for here in state)
