"""MICMAC: the rankings are those of literal powers, and what never settles or ends is said to."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from detente.influence.balance.signed import Array
from detente.influence.mactor.micmac import chains

CASES = json.loads((Path(__file__).parent / "cases" / "mactor.json").read_text(encoding="utf-8"))["cases"]
squares = st.integers(1, 4).flatmap(lambda n: arrays(np.int64, (n, n), elements=st.integers(0, 4)))


def rank(values: list[int]) -> list[int]:
    return [1 + sum(other > value for other in values) for value in values]


@given(squares, st.integers(1, 6))
def test_every_power_ranks_by_the_sums_of_its_rows_and_columns(a: Array, most: int) -> None:
    found = chains(a / 4, most)
    power, literal = a.astype(object), []
    for _ in range(most):
        if power.sum() == 0:
            break
        literal.append((rank(power.sum(axis=1).tolist()), rank(power.sum(axis=0).tolist())))
        power = power.dot(a.astype(object))
    assert [tuple(map(list, one.ranks())) for one in found.powers] == literal
    assert found.ends == (len(literal) < most)
    settled = [k for k in range(1, len(literal)) if all(one == literal[k - 1] for one in literal[k:])]
    assert found.settled == (min(settled, default=None) if not found.ends else None)


def test_circles_of_unlike_length_never_settle_and_no_circle_ends() -> None:
    four = next(case["input"]["matrix"] for case in CASES if case["id"] == "micmac-four")
    assert (chains(np.array(four)).settled, chains(np.array(four)).ends) == (None, False)
    line = chains(np.array([[0, 2, 0], [0, 0, 1], [0, 0, 0]]))
    assert (len(line.powers), line.settled, line.ends) == (2, None, True)
    assert chains(np.zeros((3, 3))).powers == ()


def test_the_paris_airports_settle_at_three_steps() -> None:
    """Computed; the input is Godet's (1991)."""
    found = chains(np.array(CASES[0]["input"]["mdi"]))
    assert found.settled == 3
    assert [one.ranks()[0] for one in found.told()] == [(4, 2, 6, 1, 3, 4), (4, 2, 6, 1, 5, 3), (3, 2, 6, 1, 5, 4)]
    assert [one.ranks()[1] for one in found.told()][-1] == (6, 2, 1, 3, 4, 5)
    assert found.data()["history"][0]["influence"] == [7 / 49, 9 / 49, 5 / 49, 13 / 49, 8 / 49, 7 / 49]
