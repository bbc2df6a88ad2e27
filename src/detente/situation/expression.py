"""The one small language of statements and formulas: text to tree.

Precedence, loosest first::

    iff   if   or   and   not   == != < <= > >=   + -   * /   -x   **

``A if B`` means "not B or A". Comparisons do not chain; neither does ``if``. ``**`` binds to the right, everything
else to the left. Functions: ``min``, ``max`` (two or more arguments), ``abs`` (one). Nothing is ever handed to
Python's ``eval``; length, depth and exponents are bounded, so that a hostile file costs nothing.

Offsets in the tree count characters from the start of the text, so that an error can point at the exact place.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from detente.situation.quantity import LARGEST
from detente.situation.tokens import COMPARISONS, ExpressionError, Token, tokens

__all__ = ["COMPARISONS", "ExpressionError", "Name", "Number", "Operation", "Tree", "Truth", "parse"]

MAX_DEPTH = 50
MAX_EXPONENT = 64

WORDS = ("and", "or", "not", "if", "iff")
FUNCTIONS = {"min": (2, 20), "max": (2, 20), "abs": (1, 1)}


@dataclass(frozen=True, slots=True)
class Number:
    value: Fraction
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Truth:
    value: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    parts: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator (or function) and what it is applied to."""

    operator: str
    operands: tuple[Tree, ...]
    start: int
    end: int


Tree = Number | Truth | Name | Operation


class _Parser:
    """Recursive descent over the tokens, one method for a level of precedence."""

    def __init__(self, text: str) -> None:
        self.tokens = tokens(text)
        self.position = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.position]

    def take(self, *wanted: str) -> Token | None:
        """Consume the next token if it is one of these words or signs."""
        token = self.token
        if token.kind in ("name", "symbol") and token.text in wanted:
            self.position += 1
            return token
        return None

    def fail(self, code: str, **params: object) -> ExpressionError:
        return ExpressionError(code, self.token.start, self.token.end, found=self.token.text, **params)

    def whole(self) -> Tree:
        if self.token.kind == "end":
            raise self.fail("expression_empty")
        tree = self.iff()
        if self.token.kind != "end":
            if self.take(*COMPARISONS):
                self.position -= 1
                raise self.fail("comparison_chain")
            if self.take("if"):
                self.position -= 1
                raise self.fail("if_chain")
            self.no_capitals()
            raise self.fail("bracket_extra" if self.token.text == ")" else "operator_expected")
        return tree

    def iff(self) -> Tree:
        tree = self.condition()
        while self.take("iff"):
            tree = _join("iff", tree, self.condition())
        return tree

    def condition(self) -> Tree:
        tree = self.either()
        return _join("if", tree, self.either()) if self.take("if") else tree

    def either(self) -> Tree:
        tree = self.both()
        while self.take("or"):
            tree = _join("or", tree, self.both())
        return tree

    def both(self) -> Tree:
        tree = self.negation()
        while self.take("and"):
            tree = _join("and", tree, self.negation())
        return tree

    def negation(self) -> Tree:
        if word := self.take("not"):
            operand = self.nested(self.negation)
            return Operation("not", (operand,), word.start, operand.end)
        return self.comparison()

    def comparison(self) -> Tree:
        tree = self.sum()
        sign = self.take(*COMPARISONS)
        return _join(sign.text, tree, self.sum()) if sign else tree

    def sum(self) -> Tree:
        tree = self.product()
        while sign := self.take("+", "-"):
            tree = _join(sign.text, tree, self.product())
        return tree

    def product(self) -> Tree:
        tree = self.signed()
        while sign := self.take("*", "/"):
            tree = _join(sign.text, tree, self.signed())
        return tree

    def signed(self) -> Tree:
        if sign := self.take("-", "+"):
            operand = self.nested(self.signed)
            if sign.text == "+":
                return operand
            return Operation("negative", (operand,), sign.start, operand.end)
        return self.power()

    def power(self) -> Tree:
        base = self.atom()
        if not self.take("**"):
            return base
        exponent = self.nested(self.signed)
        if isinstance(exponent, Number) and exponent.value > MAX_EXPONENT:
            raise ExpressionError("exponent_large", exponent.start, exponent.end, limit=MAX_EXPONENT)
        return _join("**", base, exponent)

    def no_capitals(self) -> None:
        """``AND`` and ``True`` are no names: say how to write them."""
        token, small = self.token, self.token.text.lower()
        if token.kind == "name" and token.text != small and small in (*WORDS, "true", "false"):
            raise self.fail("sign_instead", wanted=small)

    def number(self, token: Token) -> Number:
        try:
            value = Fraction(token.text)
        except ValueError:
            raise ExpressionError("number_broken", token.start, token.end, found=token.text) from None
        if value > LARGEST:
            raise ExpressionError("number_large", token.start, token.end, found=token.text)
        return Number(value, token.start, token.end)

    def atom(self) -> Tree:
        token = self.token
        self.no_capitals()
        if token.kind == "number":
            self.position += 1
            return self.number(token)
        if bracket := self.take("("):
            inner = self.nested(self.iff)
            close = self.take(")")
            if not close:
                raise ExpressionError("bracket_open", bracket.start, bracket.end)
            return _moved(inner, bracket.start, close.end)
        if token.kind == "name" and token.text in FUNCTIONS and self.tokens[self.position + 1].text == "(":
            return self.call()
        if word := self.take("true", "false"):
            return Truth(word.text == "true", word.start, word.end)
        if token.kind == "quoted" or (token.kind == "name" and token.text not in WORDS):
            return self.name()
        raise self.fail("expression_ends" if token.kind == "end" else "name_expected")

    def name(self) -> Name:
        first = self.token
        parts = [first.text]
        self.position += 1
        end = first.end
        while self.take("."):
            if self.token.kind not in ("name", "quoted"):
                raise self.fail("name_after_dot")
            parts.append(self.token.text)
            end = self.token.end
            self.position += 1
        return Name(tuple(parts), first.start, end)

    def call(self) -> Operation:
        function = self.token
        self.position += 2
        arguments = [self.nested(self.iff)]
        while self.take(","):
            arguments.append(self.nested(self.iff))
        close = self.take(")")
        if not close:
            raise ExpressionError("bracket_open", function.start, function.end)
        low, high = FUNCTIONS[function.text]
        if not low <= len(arguments) <= high:
            wanted = str(low) if low == high else f"{low}–{high}"
            raise ExpressionError(
                "argument_count", function.start, close.end, function=function.text, wanted=wanted, count=len(arguments)
            )
        return Operation(function.text, tuple(arguments), function.start, close.end)

    def nested(self, rule: object) -> Tree:
        """One level deeper: every recursion of the grammar passes here, so depth is bounded."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.fail("expression_deep", limit=MAX_DEPTH)
        tree: Tree = rule()  # type: ignore[operator]
        self.depth -= 1
        return tree


def _join(operator: str, left: Tree, right: Tree) -> Operation:
    return Operation(operator, (left, right), left.start, right.end)


def _moved(tree: Tree, start: int, end: int) -> Tree:
    """The same tree, said to span its brackets too."""
    if isinstance(tree, Operation):
        return Operation(tree.operator, tree.operands, start, end)
    return tree


@lru_cache(maxsize=10_000)
def parse(text: str) -> Tree:
    """The tree of a statement or formula. Raises `ExpressionError` with the place of the first fault."""
    return _Parser(text).whole()
