"""The numbers of a plain run as exact fractions: decimals as written, ranges at their centres, formulas worked out.

0.1 + 0.2 is 0.3, and three times “1/3” is 1. A root, or a number that grows beyond all use, is taken as a float to 12
significant digits; so is the centre of weights whose order is stated (`detente.outcomes.cones`).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from detente.bargaining.packages.negotiation import Array
from detente.outcomes.numbers import Numbers, spread_of
from detente.situation.evaluate import evaluate
from detente.situation.expression import COMPARISONS, Name, Number, Operation, Tree, Truth, parse
from detente.situation.quantity import Formula, Known
from detente.situation.records import Quantity

DIGITS = 12
MOST_BITS = 4_096
TRUTHS = ("and", "or", "not", "if", "iff")


class _NotRationalError(Exception):
    """This formula has no exact value of any use."""


def exact_values(numbers: Numbers, quantity: Quantity, path: tuple[str, ...]) -> list[Fraction]:
    """The quantity in every outcome of a plain run (one draw, nothing given): exact where that can be."""
    count = numbers.space.count
    if isinstance(quantity.form, Known):
        return [quantity.form.value] * count
    rough = np.broadcast_to(numbers.value(quantity, path)[0], count)
    spread = spread_of(quantity, numbers.situation)
    if spread is not None:
        centre = spread.centre
        return [centre] * count if count and float(centre) == rough[0] else [rounded(value) for value in rough]
    assert isinstance(quantity.form, Formula)
    try:
        found = np.broadcast_to(_number(_value(parse(quantity.form.text), numbers)), count)
    except (_NotRationalError, ZeroDivisionError):
        return [rounded(value) for value in rough]
    return list(found)


def exact_value(numbers: Numbers, quantity: Quantity, path: tuple[str, ...]) -> Fraction:
    """The same in the first outcome."""
    return exact_values(numbers, quantity, path)[0]


def rounded(value: float) -> Fraction:
    """A float to 12 significant digits."""
    return Fraction(f"{value:.{DIGITS}g}")


def _value(tree: Tree, numbers: Numbers) -> Array:
    """An array of fractions or of truths, over outcomes or for all of them."""
    match tree:
        case Number(value=value):
            return np.array(value, object)
        case Truth(value=value):
            return np.array(value)
        case Name(parts=parts):
            if numbers.scope.symbols[parts].kind == "driver":
                quantity = numbers.situation.drivers[parts[0]]
                return np.array(exact_values(numbers, quantity, ("drivers", parts[0])), object)
            return evaluate(tree, numbers)
        case Operation(operator=operator) if operator in COMPARISONS and numbers.scope.levels_of(tree.operands[0]):
            return evaluate(tree, numbers)
    values = [_value(operand, numbers) for operand in tree.operands]
    if tree.operator in TRUTHS:
        return _truth(tree.operator, values)
    return _checked(_worked(tree.operator, [_number(value) for value in values]))


def _truth(operator: str, values: list[Array]) -> Array:
    one, *rest = (value.astype(np.bool_) for value in values)
    match operator:
        case "not":
            return ~one
        case "and":
            return one & rest[0]
        case "or":
            return one | rest[0]
        case "if":
            return one | ~rest[0]
    return np.asarray(one == rest[0])


def _worked(operator: str, values: list[Array]) -> Any:
    one, two = values[0], values[-1]
    match operator:
        case "+":
            return one + two
        case "-":
            return one - two
        case "*":
            return one * two
        case "/":
            return one / two
        case "negative":
            return -one
        case "abs":
            return np.abs(one)
        case "**":
            return np.frompyfunc(_power, 2, 1)(one, two)
        case "min" | "max":
            found = one
            for other in values[1:]:
                found = (np.minimum if operator == "min" else np.maximum)(found, other)
            return found
    return {"==": one == two, "!=": one != two, "<": one < two, "<=": one <= two, ">": one > two, ">=": one >= two}[
        operator
    ]


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    if exponent.denominator != 1 or abs(exponent) > 64:
        raise _NotRationalError
    return base ** int(exponent)


def _number(value: Any) -> Array:
    """Truths as 1 and 0."""
    array = np.asarray(value)
    if array.dtype == object:
        return array
    return np.where(array.astype(np.bool_), np.array(Fraction(1), object), np.array(Fraction(0), object))


def _checked(value: Any) -> Array:
    array = np.asarray(value)
    if array.dtype == object and any(
        max(one.numerator.bit_length(), one.denominator.bit_length()) > MOST_BITS
        for one in array.flat
        if isinstance(one, Fraction)
    ):
        raise _NotRationalError
    return np.array(value, object) if isinstance(value, Fraction) else array
