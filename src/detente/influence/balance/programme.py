"""Mixed-integer programmes for splits into camps, solved by HiGHS (Huangfu & Hall 2018)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from detente.influence.balance.signed import Array
from detente.solver import silent_solver

FEASIBLE = 2  # how HiGHS says that a solution was found


@dataclass
class Rows:
    """Inequalities `low` ≤ row · columns, collected piece by piece."""

    starts: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    lows: list[float] = field(default_factory=list)

    def add(self, columns: list[int], values: list[float], low: float) -> None:
        self.starts.append(len(self.columns))
        self.columns += columns
        self.values += values
        self.lows.append(low)


@dataclass(frozen=True)
class Solved:
    """The best `columns` found and their `value`; no solution costs less than `bound`; None: there is none."""

    columns: Array
    value: float
    bound: float
    proven: bool


def minimise(costs: Array, whole: int, rows: Rows, seconds: float, upper: Array | None = None) -> Solved | None:
    """Least cost of columns between 0 and `upper` (1), the first `whole` of them integers, under the rows.

    None if the rows leave nothing. If time runs out before anything is found, the value is infinite.
    """
    import highspy

    count = len(costs)
    programme = highspy.HighsLp()
    programme.num_col_, programme.num_row_ = count, len(rows.lows)
    programme.col_cost_ = costs
    programme.col_lower_, programme.col_upper_ = np.zeros(count), np.ones(count) if upper is None else upper
    programme.row_lower_, programme.row_upper_ = np.array(rows.lows), np.full(len(rows.lows), highspy.kHighsInf)
    programme.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    programme.a_matrix_.start_ = np.array([*rows.starts, len(rows.columns)], dtype=np.int32)
    programme.a_matrix_.index_ = np.array(rows.columns, dtype=np.int32)
    programme.a_matrix_.value_ = np.array(rows.values, dtype=np.float64)
    kinds = highspy.HighsVarType
    programme.integrality_ = [kinds.kInteger] * whole + [kinds.kContinuous] * (count - whole)
    solver = silent_solver()
    for name, value in (
        ("time_limit", max(seconds, 0.01)),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 1e-7),
    ):
        solver.setOptionValue(name, value)
    solver.passModel(programme)
    solver.run()
    status, told = solver.getModelStatus(), solver.getInfo()
    if status == highspy.HighsModelStatus.kInfeasible:
        return None
    proven = status == highspy.HighsModelStatus.kOptimal
    bound = max(0.0, float(told.mip_dual_bound))
    if told.primal_solution_status != FEASIBLE:
        return Solved(np.zeros(count), float("inf"), bound, False)
    value = float(told.objective_function_value)
    return Solved(np.array(solver.getSolution().col_value), value, value if proven else min(bound, value), proven)
