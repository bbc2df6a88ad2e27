"""The value of a statement or formula on whole arrays of outcomes and draws.

Statements give boolean arrays of length `outcomes`. Formulas give floats that broadcast to (draws, outcomes): a
driver is a column (draws, 1), a statement inside a formula is a row (outcomes,) of ones and zeros.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np

from detente.situation.expression import COMPARISONS, Name, Number, Operation, Tree, Truth
from detente.situation.scope import Scope, level_index

Array = np.ndarray[Any, np.dtype[Any]]


class Environment(Protocol):
    """Where the values of names come from."""

    @property
    def scope(self) -> Scope: ...

    def levels(self, parts: tuple[str, ...]) -> Array:
        """Level index of an option or term in each outcome."""
        ...

    def truth(self, parts: tuple[str, ...]) -> Array:
        """Truth of a named statement, of being this outcome, or of being the status quo, in each outcome."""
        ...

    def driver(self, name: str) -> Array:
        """Value of a driver in each draw, as a column (draws, 1)."""
        ...


_TRUTHS: dict[str, Callable[..., Array]] = {
    "and": np.logical_and,
    "or": np.logical_or,
    "not": np.logical_not,
    "if": lambda a, b: np.logical_or(a, np.logical_not(b)),
    "iff": np.equal,
}
_NUMBERS: dict[str, Callable[..., Array]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "**": np.power,
    "negative": np.negative,
    "abs": np.abs,
    "min": lambda *several: np.minimum.reduce(np.broadcast_arrays(*several)),
    "max": lambda *several: np.maximum.reduce(np.broadcast_arrays(*several)),
}
_COMPARISONS: dict[str, Callable[..., Array]] = {
    "==": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}


def evaluate(tree: Tree, environment: Environment) -> Array:
    """The value of a checked tree; see the module for shapes. Division by zero gives inf or nan, silently."""
    match tree:
        case Number(value=value):
            return np.asarray(float(value))
        case Truth(value=value):
            return np.asarray(value)
        case Name():
            return _name(tree, environment)
        case Operation(operator=operator) if operator in COMPARISONS:
            return _COMPARISONS[operator](*compared(tree, environment))
    values = [evaluate(operand, environment) for operand in tree.operands]
    with np.errstate(all="ignore"):
        if tree.operator in _TRUTHS:
            return _TRUTHS[tree.operator](*values)
        return _NUMBERS[tree.operator](*map(_number, values))


def _name(name: Name, environment: Environment) -> Array:
    kind = environment.scope.symbols[name.parts].kind
    if kind in ("option", "term"):
        return np.equal(environment.levels(name.parts), 1)
    if kind == "driver":
        return environment.driver(name.parts[0])
    return environment.truth(name.parts)


def compared(tree: Operation, environment: Environment) -> tuple[Array, Array]:
    """The two sides of a comparison: levels of an option, or numbers."""
    left, right = tree.operands
    levels = environment.scope.levels_of(left)
    if levels is None:
        return _number(evaluate(left, environment)), _number(evaluate(right, environment))
    assert isinstance(left, Name)
    index = level_index(levels, right)
    if index is not None:
        return environment.levels(left.parts), np.asarray(index)
    assert isinstance(right, Name)
    return environment.levels(left.parts), environment.levels(right.parts)


def _number(value: Array) -> Array:
    return value.astype(np.float64) if value.dtype == np.bool_ else np.asarray(value, dtype=np.float64)
