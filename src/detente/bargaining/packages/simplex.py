"""Linear programmes with few rows and many columns, solved in exact fractions, so that the answer is its own proof.

Maximise c·x where A x = b, x ≥ 0. Revised simplex method: the column to enter is chosen by floats where these can tell,
and every decision that ends the search is made in fractions. Ties go to the smallest number (Bland 1977) once steps
stop gaining. The prices y prove the answer: y·A ≥ c for every column, and y·b is the value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from detente.bargaining.packages.negotiation import Array, Vector
from detente.time_left import check

ZERO, ONE = Fraction(0), Fraction(1)
PATIENCE = 60  # steps without gain before Bland's rule


@dataclass(frozen=True)
class Optimum:
    """The value, the columns used with their amounts, and the price of each row."""

    value: Fraction
    used: tuple[tuple[int, Fraction], ...]
    prices: Vector


def maximise(
    columns: Sequence[Sequence[Fraction]], worth: Sequence[Fraction], amounts: Sequence[Fraction]
) -> Optimum | None:
    """The optimum; None where no x fits. `columns`: one per variable, each as long as `amounts`.

    Raises ArithmeticError where the value has no bound.
    """
    rows = len(amounts)
    signs = [-ONE if amount < 0 else ONE for amount in amounts]
    table = [tuple(sign * Fraction(value) for sign, value in zip(signs, column, strict=True)) for column in columns]
    count = len(table)
    table += [tuple(ONE if row == at else ZERO for at in range(rows)) for row in range(rows)]
    state = _State(
        table,
        np.array([[float(value) for value in column] for column in table]).reshape(len(table), rows),
        list(range(count, count + rows)),
        [[ONE if row == at else ZERO for at in range(rows)] for row in range(rows)],
        [sign * amount for sign, amount in zip(signs, amounts, strict=True)],
    )
    state.run([ZERO] * count + [-ONE] * rows, count + rows)
    if any(level > 0 for column, level in zip(state.basis, state.levels, strict=True) if column >= count):
        return None
    state.put_out(count)
    prices = state.run([Fraction(value) for value in worth] + [ZERO] * rows, count)
    used = tuple(
        (column, level) for column, level in zip(state.basis, state.levels, strict=True) if column < count and level
    )
    value = sum((Fraction(worth[column]) * level for column, level in used), ZERO)
    return Optimum(value, tuple(sorted(used)), tuple(sign * price for sign, price in zip(signs, prices, strict=True)))


@dataclass
class _State:
    """A basis: its columns, the inverse of their matrix, and how much of each is used."""

    table: list[tuple[Fraction, ...]]
    rough: Array
    basis: list[int]
    inverse: list[list[Fraction]]
    levels: list[Fraction]

    def run(self, worth: list[Fraction], enter: int) -> list[Fraction]:
        """Improve until nothing gains; only the first `enter` columns may come in. Returns the prices."""
        rough_worth, idle = np.array([float(value) for value in worth[:enter]]), 0
        while True:
            check()
            prices = [
                sum(
                    (
                        worth[column] * line[at]
                        for column, line in zip(self.basis, self.inverse, strict=True)
                        if line[at]
                    ),
                    ZERO,
                )
                for at in range(len(self.basis))
            ]
            column = self._entering(worth, rough_worth, prices, enter, idle > PATIENCE)
            if column is None:
                return prices
            idle = 0 if self._step(column) else idle + 1

    def put_out(self, artificial: int) -> None:
        """Replace the artificial columns that are left in the basis, all of them at zero.

        Where no other column has anything in the row, the row says nothing, and its artificial stays at zero.
        """
        for row in range(len(self.basis)):
            if self.basis[row] >= artificial:
                line = self.inverse[row]
                for column in range(artificial):
                    if sum((a * b for a, b in zip(line, self.table[column], strict=True) if b), ZERO):
                        self._pivot(column, row, self._change(column))
                        break

    def _change(self, column: int) -> list[Fraction]:
        """How much of each column of the basis one unit of this column replaces."""
        return [sum((a * b for a, b in zip(line, self.table[column], strict=True) if b), ZERO) for line in self.inverse]

    def _entering(
        self, worth: list[Fraction], rough_worth: Array, prices: list[Fraction], enter: int, first: bool
    ) -> int | None:
        def gain(column: int) -> Fraction:
            return worth[column] - sum((p * v for p, v in zip(prices, self.table[column], strict=True) if v), ZERO)

        rough = rough_worth - self.rough[:enter] @ np.array([float(price) for price in prices])
        if not first and len(rough):
            best = int(np.argmax(rough))
            if gain(best) > 0:
                return best
        # Floats see nothing; columns that are clearly worse need not be looked at exactly.
        size = max(1.0, float(np.abs(self.rough[:enter]).max(initial=0.0))) * max(1.0, *(abs(float(p)) for p in prices))
        return next((int(column) for column in np.flatnonzero(rough > -1e-9 * size) if gain(int(column)) > 0), None)

    def _step(self, column: int) -> bool:
        """Bring a column in as far as it goes; True if the value rose."""
        change = self._change(column)
        ratios = [(self.levels[row] / value, self.basis[row], row) for row, value in enumerate(change) if value > 0]
        if not ratios:
            raise ArithmeticError("no bound")
        step, _, row = min(ratios)
        self._pivot(column, row, change)
        return step > 0

    def _pivot(self, column: int, row: int, change: list[Fraction]) -> None:
        """The column takes the place of this row's column in the basis."""
        pivot = self.inverse[row] = [value / change[row] for value in self.inverse[row]]
        step = self.levels[row] = self.levels[row] / change[row]
        self.basis[row] = column
        for other, factor in enumerate(change):
            if other != row and factor:
                self.inverse[other] = [a - factor * b for a, b in zip(self.inverse[other], pivot, strict=True)]
                self.levels[other] -= factor * step
