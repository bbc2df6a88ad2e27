"""Programmes written down row by row: costs, bounds, whole numbers, and rows that are added later."""

from __future__ import annotations

import subprocess
import sys

import pytest

from detente.solver import FEASIBLE, INFINITE, LinearProgramme, add_row


def test_the_least_cost_within_bounds_and_rows() -> None:
    """x + y ≥ 3 with x ≤ 1 costs 1 + 2 · 2; a column that stands twice in a row counts the sum."""
    programme = LinearProgramme()
    x, y = programme.column(cost=1.0), programme.column(high=INFINITE, cost=2.0)
    programme.row(6.0, [(x, 2.0), (y, 1.0), (y, 1.0)])
    solver = programme.solver()
    solver.run()
    assert solver.getObjectiveValue() == pytest.approx(5.0)
    assert solver.getSolution().col_value == pytest.approx([1.0, 2.0])


def test_whole_columns_take_whole_numbers_and_added_rows_count() -> None:
    programme = LinearProgramme()
    x = programme.column(high=9.0, cost=1.0, whole=True)
    programme.row(2.5, [(x, 1.0)])
    solver = programme.solver(mip_rel_gap=0.0)
    solver.run()
    assert solver.getSolution().col_value == pytest.approx([3.0])
    add_row(solver, -INFINITE, [(x, -1.0)], -4.0)
    solver.run()
    assert solver.getSolution().col_value == pytest.approx([4.0])


def test_rows_that_leave_nothing_are_told() -> None:
    programme = LinearProgramme()
    programme.row(2.0, [(programme.column(), 1.0)])
    solver = programme.solver()
    solver.run()
    assert solver.modelStatusToString(solver.getModelStatus()) == "Infeasible"
    assert solver.getInfo().primal_solution_status != FEASIBLE


def test_nowhere_to_keep_what_is_compiled() -> None:
    """A read-only install without a writable home: compiled anew, the same answers."""
    numba = pytest.importorskip("numba")
    code = (
        "from numba.core.caching import CacheImpl\nCacheImpl._locator_classes = []\n"
        "from detente.compiled import compiled, njit\n"
        "@njit(cache=True, nogil=True)\ndef twice(x):\n    return 2 * x\n"
        "@compiled\ndef half(x):\n    return x / 2\n"
        "print(twice(21), half(84.0))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert numba and (done.stdout, done.stderr) == ("42 42.0\n", "")
