"""A negotiation as a mixed-integer linear programme, for linked issues with too many packages to list (HiGHS).

One variable of 0 or 1 for each level of each issue, of which one per issue is 1. A table over several issues has a
variable per cell, whose sums over the other issues are the levels' variables; a bonus has a variable that is 1 only
where every issue it names is at a level it names. Each party's utility is a variable that may not be above what these
give; that is enough, because every question asked here wants utilities large. Each package found is worth what the
negotiation itself says; the programme only finds it.

Utilities are integers (times the least common denominator); where these would be above `FINE`, they are divided, and
vectors that differ by less than that are not told apart.
"""

from __future__ import annotations

import time
from itertools import product
from typing import Any

import numpy as np

from detente.bargaining.packages.negotiation import Array, Negotiation, Package, integers
from detente.solver import FEASIBLE, INFINITE, LinearProgramme, add_row

FINE = 10_000_000  # largest utility in the programme
SECONDS = 60.0  # for all questions about one negotiation
# HiGHS 1.16 calls some feasible programmes infeasible by its rule for dominated columns (bit 5 of its rules).
PRESOLVE_WITHOUT = 1 << 5

OPTIMAL, LATE = "Optimal", "Time limit reached"
NONE = ("Infeasible", "Primal infeasible or unbounded")


class OutOfTimeError(Exception):
    """The time was over before a question was answered."""


class Programme:
    """The programme of a negotiation; every question changes bounds and costs only, so the solver starts warm."""

    def __init__(self, negotiation: Negotiation, seconds: float = SECONDS) -> None:
        self.negotiation = negotiation
        self.until = time.monotonic() + seconds
        self.each: float | None = None  # seconds for one question, after which the best package found so far will do
        self.gap = 0.0  # how far from the best such a package may be, as a share
        self.settled = True  # whether there is a zone, and one that is strict, was answered
        whole = integers(negotiation, rounded=False)
        size = [
            sum(int(np.abs(table).max()) for _, table in tables) + sum(abs(add) for _, add in bonuses) + 1
            for tables, bonuses in zip(whole.parts, whole.bonuses, strict=True)
        ]
        self.divisor = tuple(max(1, -(-one // FINE)) for one in size)
        self.scale = whole.scale
        self.constant = whole.constant
        self.size = [one // by + 1 for one, by in zip(size, self.divisor, strict=True)]
        columns = LinearProgramme()
        self.level = [
            {level: columns.column(whole=True) for level in levels} for levels in negotiation.allowed
        ]  # fmt: skip
        for issue in self.level:
            columns.row(1.0, [(variable, 1.0) for variable in issue.values()], 1.0)
        self.utility = [self._utility(columns, party, whole) for party in range(len(negotiation.parties))]
        for ban in negotiation.bans:
            self._ban(columns, ban.issues, ban.forbidden)
        self.solver = columns.solver(
            mip_rel_gap=0.0, mip_feasibility_tolerance=1e-7, presolve_rule_off=PRESOLVE_WITHOUT, mip_allow_restart=False
        )
        self.columns, self.rows = len(columns.low), len(columns.rows)

    @property
    def exact(self) -> bool:
        """Every difference between utilities is seen."""
        return max(self.divisor) == 1

    def _utility(self, columns: LinearProgramme, party: int, whole: Any) -> int:
        entries: list[tuple[int, float]] = []
        by = self.divisor[party]
        for issues, table in whole.parts[party]:
            cells = self._cells(columns, issues)
            entries += [(variable, float(table[cell]) / by) for cell, variable in cells.items() if table[cell]]
        for when, add in whole.bonuses[party]:
            if add:
                entries.append((self._bonus(columns, when, add), float(add) / by))
        variable = columns.column(-float(self.size[party]), float(self.size[party]))
        columns.row(0.0, [*entries, (variable, -1.0)], INFINITE)
        return variable

    def _cells(self, columns: LinearProgramme, issues: tuple[int, ...]) -> dict[tuple[int, ...], int]:
        """A variable per cell of a table; for one issue these are its levels."""
        if len(issues) == 1:
            return {(level,): variable for level, variable in self.level[issues[0]].items()}
        cells = {cell: columns.column() for cell in product(*(self.level[issue] for issue in issues))}
        for axis, issue in enumerate(issues):
            for level, variable in self.level[issue].items():
                entries = [(one, 1.0) for cell, one in cells.items() if cell[axis] == level]
                columns.row(0.0, [*entries, (variable, -1.0)], 0.0)
        return cells

    def _bonus(self, columns: LinearProgramme, when: Any, add: int) -> int:
        """A variable that is at most (for a loss: at least) 1 where the bonus is earned, else at most (least) 0."""
        variable = columns.column()
        sides = [[(self.level[i][level], 1.0) for level in wanted if level in self.level[i]] for i, wanted in when]
        if add > 0:
            for side in sides:
                columns.row(0.0, [*side, (variable, -1.0)], INFINITE)
        else:
            together = [(one, -value) for side in sides for one, value in side]
            columns.row(1.0 - len(sides), [*together, (variable, 1.0)], INFINITE)
        return variable

    def _ban(self, columns: LinearProgramme, issues: tuple[int, ...], forbidden: Array) -> None:
        axes = range(len(issues))
        sides = [np.flatnonzero(forbidden.any(axis=tuple(a for a in axes if a != axis))) for axis in axes]
        box = bool(forbidden[np.ix_(*sides)].all())
        cells = [sides] if box else [[np.array([at]) for at in cell] for cell in np.argwhere(forbidden)]
        for cell in cells:
            entries = [
                (self.level[issue][level], 1.0)
                for issue, levels in zip(issues, cell, strict=True)
                for level in levels.tolist()
                if level in self.level[issue]
            ]
            columns.row(-INFINITE, entries, float(len(issues) - 1))

    # Questions

    def worth(self, package: Package) -> tuple[int, ...]:
        """What a package is worth in whole units of the negotiation (not of the programme), constants left out."""
        values = self.negotiation.utility(package)
        return tuple(
            int(value * scale) - constant
            for value, scale, constant in zip(values, self.scale, self.constant, strict=True)
        )

    def floors(self, least: list[float | None]) -> None:
        """What each party must have at least, in whole units; None: anything. Half a unit is left for rounding."""
        for party, floor in enumerate(least):
            size = float(self.size[party])
            low = -size if floor is None else min((floor - 0.5) / self.divisor[party], 2 * size)
            self.solver.changeColBounds(self.utility[party], low, max(size, low))

    def best(self, costs: dict[int, float], gap: float = 1e-9) -> tuple[Package | None, float]:
        """The package with the largest weighted sum of variables, and a bound on that sum; None if none is possible.

        Raises `OutOfTimeError` where the time ends first.
        """
        solver = self.solver
        count = solver.getNumCol()
        cost = np.zeros(count)
        for variable, value in costs.items():
            cost[variable] = -value
        solver.changeColsCost(count, np.arange(count, dtype=np.int32), cost)
        solver.setOptionValue("mip_abs_gap", gap)
        status = self._solved()
        if status not in (OPTIMAL, LATE):  # asked once more without simplifying the programme first
            solver.setOptionValue("presolve", "off")
            status = self._solved()
            solver.setOptionValue("presolve", "choose")
        if status in NONE:
            return None, -INFINITE
        if status == LATE and self.each is not None and solver.getInfo().primal_solution_status == FEASIBLE:
            self.gap = max(self.gap, float(solver.getInfo().mip_gap))
        elif status != OPTIMAL:
            raise OutOfTimeError
        values = solver.getSolution().col_value
        package = tuple(max(levels, key=lambda level: values[levels[level]]) for levels in self.level)
        return package, -float(solver.getInfo().mip_dual_bound)

    def _solved(self) -> str:
        left = self.until - time.monotonic()
        if left <= 0:
            raise OutOfTimeError
        left = left if self.each is None else min(left, self.each)
        self.solver.clearSolver()  # what is left of another question can mislead it
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + left)
        self.solver.run()
        return str(self.solver.modelStatusToString(self.solver.getModelStatus()))

    def add(self, low: float, high: float) -> int:
        """One more variable, for a question that needs it."""
        self.solver.addCol(0.0, low, high, 0, np.array([], np.int32), np.array([]))
        return int(self.solver.getNumCol()) - 1

    def require(self, low: float, entries: list[tuple[int, float]], high: float = INFINITE) -> None:
        """One more row, for a question that needs it."""
        add_row(self.solver, low, entries, high)

    def reset(self) -> None:
        """Take added variables and rows out again."""
        rows, columns = int(self.solver.getNumRow()), int(self.solver.getNumCol())
        if rows > self.rows:
            self.solver.deleteRows(rows - self.rows, np.arange(self.rows, rows, dtype=np.int32))
        if columns > self.columns:
            self.solver.deleteCols(columns - self.columns, np.arange(self.columns, columns, dtype=np.int32))
