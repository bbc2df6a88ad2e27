"""What the names in a statement or formula stand for, and whether the whole makes sense.

A *statement* is true or false of an outcome: it may use options, terms, other statements, outcomes by name and
``status_quo``, never drivers, so what can happen does not depend on numbers. A *formula* is a number in each draw,
and, in the weight of a goal, in each outcome: there a truth counts 1 or 0. A *condition* (``when:``) is a truth about
drivers alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from detente.situation.digits import level_word
from detente.situation.expression import (
    COMPARISONS,
    ExpressionError,
    Name,
    Number,
    Operation,
    Tree,
    Truth,
    parse,
)
from detente.situation.identifiers import nearest, normal, quoted
from detente.situation.quantity import QuantityError, number

Kind = Literal["option", "term", "share", "statement", "driver", "outcome", "status_quo", "word", "owner"]
Use = Literal["statement", "weight", "driver", "condition"]

NUMERIC = ("+", "-", "*", "/", "**", "negative", "min", "max", "abs")
_ALLOWED: dict[Use, tuple[Kind, ...]] = {
    "statement": ("option", "term", "statement", "outcome", "status_quo"),
    "weight": ("option", "term", "statement", "outcome", "status_quo", "driver"),
    "driver": ("driver",),
    "condition": ("driver",),
}


@dataclass(frozen=True, slots=True)
class Symbol:
    """One name that can be used: what it is and, for an option or a term, its levels in order."""

    kind: Kind
    levels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scope:
    """All names of a situation. `symbols` maps ``(name,)`` or ``(owner, name)`` to what it stands for."""

    symbols: Mapping[tuple[str, ...], Symbol]

    def faults(self, tree: Tree, use: Use, suggest: bool = True) -> list[ExpressionError]:
        """Everything wrong with the meaning of this tree when used in this way, in order of place.

        `suggest`: look for the name that an unknown name may have been meant to be (which takes time).
        """
        found: list[ExpressionError] = []
        kind = self._kind(tree, use, found)
        if not found:
            if use in ("statement", "condition") and kind == "number":
                found.append(self._truth_expected(tree))
            if use == "driver" and kind == "truth":
                found.append(ExpressionError("number_expected", tree.start, tree.end))
        for fault in found if suggest else ():
            if fault.code == "name_unknown":
                fault.params["nearest"] = nearest(str(fault.params["name"]), map(reference_text, self.symbols))
        return sorted(found, key=lambda fault: fault.start)

    def _kind(self, tree: Tree, use: Use, found: list[ExpressionError]) -> str:
        match tree:
            case Number():
                return "number"
            case Truth():
                return "truth"
            case Name():
                return self._name(tree, use, found)
            case Operation(operator=operator) if operator in COMPARISONS:
                self._comparison(tree, use, found)
                return "truth"
            case Operation(operator=operator, operands=operands):
                for operand in operands:
                    kind = self._kind(operand, use, found)
                    if operator not in NUMERIC and kind == "number":
                        found.append(self._truth_expected(operand))
                return "number" if operator in NUMERIC else "truth"

    def _truth_expected(self, tree: Tree) -> ExpressionError:
        """A number where a truth is needed; perhaps it was meant as the name of an outcome or a statement."""
        if isinstance(tree, Number) and (str(tree.value),) in self.symbols:
            return ExpressionError("number_is_name", tree.start, tree.end, name=str(tree.value))
        return ExpressionError("truth_expected", tree.start, tree.end)

    def _name(self, name: Name, use: Use, found: list[ExpressionError]) -> str:
        symbol = self.symbols.get(name.parts)
        if symbol is None:
            written = reference_text(name.parts)
            found.append(ExpressionError("name_unknown", name.start, name.end, name=written, nearest=None))
        elif symbol.kind not in _ALLOWED[use]:
            word = "driver_in_statement" if use == "statement" else "word_in_formula"
            outcome = "outcome_in_condition" if use == "condition" else "outcome_in_driver"
            special = {"word": word, "owner": "owner_alone", "driver": "driver_in_statement", "share": "share_compared"}
            code = special.get(symbol.kind, outcome)
            found.append(ExpressionError(code, name.start, name.end, name=reference_text(name.parts)))
        elif symbol.kind in ("option", "term") and symbol.levels != ("no", "yes"):
            found.append(
                ExpressionError(
                    "level_needed",
                    name.start,
                    name.end,
                    name=reference_text(name.parts),
                    levels=symbol.levels,
                    example=symbol.levels[-1],
                )
            )
        return "number" if symbol is not None and symbol.kind == "driver" else "truth"

    def _comparison(self, tree: Operation, use: Use, found: list[ExpressionError]) -> None:
        left, right = tree.operands
        levels = self.levels_of(left)
        if levels is None:
            if isinstance(left, Name) and self.levels_of(right) and self.symbols.get(left.parts) is None:
                found.append(self._level_first(left, right))
                return
            for side in (left, right):
                self._kind(side, use, found)
            return
        if self.symbols[left.parts].kind not in _ALLOWED[use]:  # type: ignore[union-attr]
            self._name(left, use, found)  # type: ignore[arg-type]
            return
        if level_index(levels, right) is None and self.levels_of(right) != levels:
            written = _shown(right)
            found.append(
                ExpressionError(
                    "level_unknown",
                    right.start,
                    right.end,
                    level=written,
                    name=reference_text(left.parts),  # type: ignore[union-attr]
                    levels=levels,
                    nearest=nearest(written, levels),
                )
            )

    def _level_first(self, left: Name, right: Tree) -> ExpressionError:
        level, option = reference_text(left.parts), _shown(right)
        return ExpressionError("level_first", left.start, left.end, name=level, option=option)

    def levels_of(self, tree: Tree) -> tuple[str, ...] | None:
        """The levels of the option or term this tree names; None if it is anything else."""
        symbol = self.symbols.get(tree.parts) if isinstance(tree, Name) else None
        return symbol.levels if symbol is not None and symbol.levels else None


def level_index(levels: tuple[str, ...], tree: Tree) -> int | None:
    """Which level a bare word (or number, or true/false) after a comparison means; None if none."""
    match tree:
        case Name(parts=(word,)) if level_word(word, levels) in levels:
            return levels.index(level_word(word, levels))
        case Truth(value=value) if levels == ("no", "yes"):
            return int(value)
        case Number(value=value):
            same = [index for index, level in enumerate(levels) if _as_number(level) == value]
            return same[0] if same else None
    return None


def _shown(tree: Tree) -> str:
    """What stands where a level is expected."""
    match tree:
        case Name(parts=(word,)):
            return word
        case Name(parts=parts):
            return reference_text(parts)
        case Number(value=value):
            return str(value) if value.denominator == 1 else f"{float(value):g}"
        case Truth(value=value):
            return str(value).lower()
    return "…"


def _as_number(text: str) -> Fraction | None:
    try:
        return number(text)
    except QuantityError:
        return None


def reference_text(parts: tuple[str, ...]) -> str:
    """A name as the user would write it."""
    return ".".join(map(quoted, parts))


def statement_tree(text: str, scope: Scope) -> Tree:
    """The tree of a statement; in graph form the bare name of an outcome, in any spelling, is that outcome."""
    stripped = normal(text.strip())
    symbol = scope.symbols.get((stripped,))
    if symbol is not None and symbol.kind == "outcome":
        return Name((stripped,), 0, len(text))
    return parse(text)


def comparisons(tree: Tree) -> Iterator[Operation]:
    """Every comparison in the tree."""
    if isinstance(tree, Operation):
        if tree.operator in COMPARISONS:
            yield tree
        for operand in tree.operands:
            yield from comparisons(operand)


def names(tree: Tree) -> Iterator[Name]:
    """Every name in the tree, in order of place (levels after a comparison included)."""
    if isinstance(tree, Name):
        yield tree
    elif isinstance(tree, Operation):
        for operand in tree.operands:
            yield from names(operand)
