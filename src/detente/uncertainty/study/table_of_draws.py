"""The table of a study as it fills up."""

from __future__ import annotations

from typing import Any

import numpy as np

from detente.uncertainty.study.batches import Plan, Table, origin_of
from detente.uncertainty.study.result import Study
from detente.uncertainty.study.sampling import BATCH


class Whole:
    """All draws in memory; batches may come in any order."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.done = 0
        self.drivers: Table = {name: np.empty(plan.count) for name in plan.design.names}
        self.measures: Table = {name: column.empty(plan.count) for name, column in plan.columns.items()}

    def grow(self, plan: Plan) -> None:
        """Make room for a longer plan of the same study."""
        if plan.count > self.plan.count:
            for table in (self.drivers, self.measures):
                for name, values in table.items():
                    more = np.empty((plan.count - len(values), *values.shape[1:]), values.dtype)
                    table[name] = np.concatenate([values, more])
        self.plan = plan

    def cut(self, plan: Plan) -> None:
        """Keep the draws of a shorter plan of the same study."""
        for table in (self.drivers, self.measures):
            for name, values in table.items():
                table[name] = values[: plan.count].copy()
        self.plan = plan

    def put(self, batch: int, drawn: Table, measured: Table) -> None:
        """Put draws in their place; they begin with this batch."""
        start = batch * BATCH
        for table, part in ((self.drivers, drawn), (self.measures, measured)):
            for name, values in part.items():
                table[name][start : start + len(values)] = values

    def half_width(self, z: float) -> float:
        """The widest of all shares' intervals (Wilson 1927), half of it."""
        count, widest = self.plan.count, 0.0
        for name, column in self.plan.columns.items():
            for code in range(len(column.categories)):
                share = float(np.mean(self.measures[name] == code))
                spread = (share * (1 - share) / count + z * z / (4 * count * count)) ** 0.5
                widest = max(widest, z * spread / (1 + z * z / count))
        return widest

    def study(self, notes: tuple[tuple[str, dict[str, Any]], ...] = (), asked: int = 0) -> Study:
        """The study of what is here. `asked`: how many draws were, if the time did not suffice for them."""
        plan = self.plan
        return Study(
            plan.situation,
            plan.model,
            plan.seed,
            plan.count,
            self.drivers,
            self.measures,
            {name: column.categories for name, column in plan.columns.items() if column.categories},
            plan.concepts,
            plan.design.acceptance(plan.seed),
            notes,
            also=plan.also,
            origin=origin_of(plan),
            undone={"futures": (f"{plan.count}..{asked}",)} if asked else {},
        )
