"""Linear and mixed-integer programmes, written down row by row, and the solver for them (HiGHS; Huangfu & Hall 2018).

    programme = LinearProgramme()
    x, y = programme.column(cost=1.0), programme.column(cost=2.0, whole=True)  # 0 ≤ x ≤ 1, y is 0 or 1
    programme.row(1.0, [(x, 1.0), (y, 1.0)])  # x + y ≥ 1
    solver = programme.solver()
    solver.run()

Costs are minimised.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

INFINITE = float("inf")
FEASIBLE = 2  # how HiGHS says that a solution was found (`primal_solution_status`)

Entries = Iterable[tuple[int, float]]  # column, value; a column that stands twice counts the sum


@dataclass
class LinearProgramme:
    """Columns with bounds and costs, and rows low ≤ Σ value · column ≤ high, as they are collected."""

    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    cost: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[float, dict[int, float], float]] = field(default_factory=list)

    def column(self, low: float = 0.0, high: float = 1.0, cost: float = 0.0, *, whole: bool = False) -> int:
        """One more column; `whole`: it takes whole numbers only. Returns its number."""
        self.low.append(low)
        self.high.append(high)
        self.cost.append(cost)
        self.whole.append(whole)
        return len(self.low) - 1

    def row(self, low: float, entries: Entries, high: float = INFINITE) -> None:
        """One more row."""
        self.rows.append((low, _summed(entries), high))

    def solver(self, **options: float | str) -> Any:
        """A silent solver that holds the programme. `options`: of HiGHS."""
        import highspy

        held = highspy.HighsLp()
        held.num_col_, held.num_row_ = len(self.low), len(self.rows)
        held.col_cost_, held.col_lower_, held.col_upper_ = map(np.array, (self.cost, self.low, self.high))
        held.row_lower_ = np.array([low for low, _, _ in self.rows])
        held.row_upper_ = np.array([high for _, _, high in self.rows])
        held.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        held.a_matrix_.start_ = np.cumsum([0, *(len(row) for _, row, _ in self.rows)])
        held.a_matrix_.index_ = np.array([column for _, row, _ in self.rows for column in row], dtype=np.int32)
        held.a_matrix_.value_ = np.array([value for _, row, _ in self.rows for value in row.values()], dtype=np.float64)
        if any(self.whole):
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            held.integrality_ = [kinds[whole] for whole in self.whole]
        solver = silent_solver()
        for name, value in options.items():
            solver.setOptionValue(name, value)
        solver.passModel(held)
        return solver


def add_row(solver: Any, low: float, entries: Entries, high: float = INFINITE) -> None:
    """One more row for a solver that holds a programme already."""
    row = _summed(entries)
    columns, values = np.array(list(row), dtype=np.int32), np.array(list(row.values()), dtype=np.float64)
    solver.addRow(low, high, len(row), columns, values)


def _summed(entries: Entries) -> dict[int, float]:
    found: dict[int, float] = {}
    for column, value in entries:
        found[column] = found.get(column, 0.0) + value
    return found


def silent_solver() -> Any:
    """A solver that prints nothing. HiGHS 1.16 greets on the C standard output before it can be told not to.

    Every part of the program takes its solver from here, with the same threads: HiGHS keeps one pool of them for the
    whole process, and refuses to solve when two solvers ask for different ones.
    """
    import highspy

    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.silent()
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
    solver.setOptionValue("random_seed", 0)
    return solver
