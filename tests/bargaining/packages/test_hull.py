"""Mixtures: exact linear programmes against the solver, leximin step by step, and Nash by its first-order condition."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from detente.bargaining.packages.hull import leximin, mixed
from detente.bargaining.packages.negotiation import Point
from detente.bargaining.packages.result import deal
from detente.bargaining.packages.simplex import maximise
from detente.bargaining.packages.undominated import WORTHWHILE, undominated
from detente.bargaining.sharing.adjusted_winner import adjusted_winner
from detente.exchange.negotiations.negotiation_json import negotiation_of
from detente.solver import silent_solver
from tests.bargaining.packages.literal import dominates
from tests.conftest import examples

SMALL = st.integers(-4, 9).map(Fraction)


@st.composite
def vectors(draw: Any) -> list[tuple[Fraction, ...]]:
    parties = draw(st.integers(2, 4))
    return draw(st.lists(st.tuples(*[SMALL] * parties), min_size=1, max_size=8, unique=True))


def points(table: list[tuple[Fraction, ...]]) -> tuple[Point, ...]:
    return tuple(Point(u, 1, ()) for u in table)


@examples(83)
@given(st.data())
def test_linear_programmes_are_exact_and_prove_themselves(data: Any) -> None:
    """Value, amounts and prices agree; where the solver says that nothing fits, so does this."""
    rows, count = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 8))
    columns = [[data.draw(SMALL) for _ in range(rows)] + [Fraction(1)] for _ in range(count)]
    columns.append([Fraction(0)] * rows + [Fraction(1)])
    amounts = [data.draw(SMALL) for _ in range(rows)] + [Fraction(20)]
    worth = [data.draw(SMALL) for _ in range(count)] + [Fraction(0)]
    found = maximise(columns, worth, amounts)
    solver = silent_solver()
    x = [solver.addVariable(0.0, 100.0) for _ in columns]
    for row, amount in enumerate(amounts):
        solver.addConstr(solver.qsum(v * float(c[row]) for v, c in zip(x, columns, strict=True)) == float(amount))
    solver.maximize(solver.qsum(v * float(w) for v, w in zip(x, worth, strict=True)))
    status = solver.modelStatusToString(solver.getModelStatus())
    assert (found is None) == ("nfeasible" in status)
    if found is not None:
        assert float(found.value) == pytest.approx(solver.getObjectiveValue(), abs=1e-6)
        for row, amount in enumerate(amounts):
            assert sum(columns[place][row] * much for place, much in found.used) == amount
        assert all(much > 0 for _, much in found.used)
        for column, value in zip(columns, worth, strict=True):
            assert sum(p * c for p, c in zip(found.prices, column, strict=True)) >= value
        assert sum(p * a for p, a in zip(found.prices, amounts, strict=True)) == found.value


@examples(83)
@given(vectors(), st.data())
def test_no_mixture_is_above_the_leximin(table: list[tuple[Fraction, ...]], data: Any) -> None:
    best = sorted(leximin(table))
    weights = data.draw(st.lists(st.integers(0, 6), min_size=len(table), max_size=len(table)))
    assume(sum(weights))
    mixture = [
        sum(Fraction(w, sum(weights)) * u[party] for w, u in zip(weights, table, strict=True))
        for party in range(len(table[0]))
    ]
    assert sorted(mixture) <= best


@examples(83)
@given(vectors(), st.data())
def test_no_mixture_has_a_larger_product(table: list[tuple[Fraction, ...]], data: Any) -> None:
    """Not the mixtures of any two vectors, nor a random one, by more than the error that is said."""
    power = tuple(data.draw(st.lists(st.integers(1, 3), min_size=len(table[0]), max_size=len(table[0]))))
    found = mixed(points(table), (Fraction(0),) * len(table[0]), power)
    if found.nash is None:
        assert not found.strict
        return
    weight, rows = np.array(power, float) / max(power), np.array(table, float)
    assert found.near is not None and found.near <= 1e-8
    best = float(weight @ np.log(found.nash)) + found.near + 1e-9
    shares = np.linspace(0, 1, 41)
    for one in rows:
        for other in rows:
            mixtures = shares[:, None] * one + (1 - shares[:, None]) * other
            inside = mixtures[(mixtures > 0).all(axis=1)]
            assert (np.log(inside) @ weight <= best).all()
    parts = np.array(data.draw(st.lists(st.integers(0, 6), min_size=len(table), max_size=len(table))), float)
    if parts.sum():
        mixture = parts / parts.sum() @ rows
        assert (mixture <= 0).any() or float(weight @ np.log(mixture)) <= best


@examples(83)
@given(vectors())
def test_what_is_best_for_each_alone_bounds_the_rest(table: list[tuple[Fraction, ...]]) -> None:
    d = (Fraction(0),) * len(table[0])
    found = mixed(points(table), d)
    if found.ideal is None:
        return
    assert found.kalai_smorodinsky is not None and found.egalitarian is not None
    for answer in (found.kalai_smorodinsky, found.egalitarian):
        assert all(0 <= value <= most for value, most in zip(answer, found.ideal, strict=True))


@examples(10)
@given(st.integers(3, 5), st.integers(0, 10**6))
def test_compiled_and_plain_loops_find_the_same(parties: int, seed: int) -> None:
    """Many rows with ties, against few rows at a time."""
    pytest.importorskip("numba")
    random = np.random.default_rng(seed)
    rows = np.unique(random.integers(0, 40, (WORTHWHILE + 2000, parties)), axis=0)
    found = undominated(rows)
    if len(rows) >= WORTHWHILE:
        kept = rows[found]
        parts = np.array_split(rows, 8)
        survivors = np.concatenate([part[undominated(part)] for part in parts])
        again = survivors[undominated(survivors)]
        assert {tuple(row) for row in kept.tolist()} == {tuple(row) for row in again.tolist()}


@given(st.lists(st.tuples(*[st.integers(0, 5)] * 3), min_size=1, max_size=30, unique=True))
def test_undominated_by_its_definition(rows: list[tuple[int, ...]]) -> None:
    for parties in (1, 2, 3):
        some = sorted({row[:parties] for row in rows})
        found = undominated(np.array(some, np.int64))
        assert found.tolist() == [not any(dominates(b, a) for b in some) for a in some]  # type: ignore[arg-type]
    four = sorted({(*row, sum(row) % 3) for row in rows})
    found = undominated(np.array(four, np.int64))
    assert found.tolist() == [not any(dominates(b, a) for b in four) for a in four]  # type: ignore[arg-type]


@examples(83)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=7))
def test_adjusted_winner_is_the_largest_equal_share(items: list[tuple[int, int]]) -> None:
    """Against a linear programme: the largest share that both can have of their own totals (exact)."""
    first, second = (tuple(Fraction(item[party]) for item in items) for party in (0, 1))
    assume(sum(first) and sum(second))
    found = adjusted_winner(first, second)
    assert found is not None
    kept = sum(a * share for a, share in zip(first, found.share, strict=True))
    left = sum(b * (1 - share) for b, share in zip(second, found.share, strict=True))
    assert found.points == (kept, left)
    assert kept / sum(first) == left / sum(second)
    assert sum(0 < share < 1 for share in found.share) <= 1
    # Maximise z where z ≤ each party's share: items give x_j to the first and 1 − x_j to the second.
    zero, one = Fraction(0), Fraction(1)
    count = len(items)
    rows = 2 + count
    columns = []
    for place in range(count):
        entry = [zero] * rows
        entry[0] = first[place] / sum(first)
        entry[1] = -second[place] / sum(second)
        entry[2 + place] = one
        columns.append(entry)
    columns.append([-one, -one] + [zero] * count)  # z
    columns += [[-one if row == at else zero for row in range(rows)] for at in range(2)]
    columns += [[one if row == 2 + place else zero for row in range(rows)] for place in range(count)]
    best = maximise(columns, [zero] * count + [one] + [zero] * (2 + count), [zero, -one] + [one] * count)
    assert best is not None
    assert best.value == kept / sum(first)


def test_the_corners_of_two_parties_are_a_chain() -> None:
    from detente.bargaining.packages.mixtures import corners

    chain = corners(points([(Fraction(a), Fraction(b)) for a, b in [(0, 9), (2, 8), (4, 5), (5, 5), (6, 1), (3, 3)]]))
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in pairwise(chain)]
    assert slopes == sorted(slopes, reverse=True)
    assert chain[0] == (0, 9) and chain[-1] == (6, 1)


def test_a_place_that_can_only_lose_does_not_send_the_search_in_a_circle() -> None:
    """Of two packages nobody can have the second: every floor binds at zero, so each step of the search is idle."""
    document = {
        "format": "negotiation-case/1",
        "parties": ["A", "B", "C", "D"],
        "issues": [{"name": "i", "values": ["no", "yes"]}],
        "utilities": {
            name: {"terms": [{"issues": ["i"], "table": table}]}
            for name, table in {"A": [0, 1], "B": [-2, -3], "C": [-3, -4], "D": [1, 5]}.items()
        },
        "status_quo": {"i": "no"},
        "disagreement": "status_quo",
    }
    found = deal(negotiation_of(document)).hull
    assert found.zone and not found.strict
    assert found.ideal == found.egalitarian == (0, -2, -3, 1)
