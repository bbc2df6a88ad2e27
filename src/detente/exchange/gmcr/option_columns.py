"""Options with levels as yes-or-no columns, and statements as patterns over them.

An option with two levels is one column. An option with more levels, first to last l0 … lk, is k columns, in one of two
codes; both list the outcomes in the same order as before:

- *one of them* (``move: both``): column i says “it is li”; no two of them are yes; none is yes at l0;
- *ladder* (one-way options): column i says “it is at least li”; a yes needs a yes below it. A level that never falls is
  then a column that never turns from yes to no, which “one of them” could not say.

A *pattern* fixes some columns to yes or no. A statement is written as patterns any of which makes it true.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.exchange.gmcr.gmcr_model import Pattern
from detente.outcomes.space import Axis, Space
from detente.situation.expression import Tree
from detente.situation.scope import Scope, names, statement_tree

Array = np.ndarray[Any, np.dtype[Any]]

MAX_COLUMNS = 16  # of one statement: its table has 2 to the power of this many cells
MAX_PATTERNS = 500


@dataclass(frozen=True)
class Column:
    """Yes where the option's level is this one (`ladder`: this one or a later one). `axis`: place among the axes."""

    axis: int
    level: int
    ladder: bool

    def of(self, levels: Array) -> Array:
        """Its value in each row of levels (rows × axes)."""
        found: Array = (levels[:, self.axis] >= self.level) if self.ladder else (levels[:, self.axis] == self.level)
        return found


def columns_of(axes: Sequence[Axis]) -> tuple[Column, ...]:
    """The columns of all options, in order; terms have none."""
    return tuple(
        Column(place, level, axis.move != "both" or len(axis.levels) == 2)
        for place, axis in enumerate(axes)
        if axis.kind == "option"
        for level in range(1, len(axis.levels))
    )


def level_patterns(columns: Sequence[Column]) -> list[Pattern]:
    """The patterns that no level has: two of them at once, or a rung without the one below."""
    found: list[Pattern] = []
    for low, first in enumerate(columns):
        for high in range(low + 1, len(columns)):
            second = columns[high]
            if second.axis != first.axis:
                break
            if not first.ladder:
                found.append(((low, True), (high, True)))
            elif second.level == first.level + 1:
                found.append(((low, False), (high, True)))
    return found


@dataclass(frozen=True)
class Codec:
    """What is needed to write statements as patterns. `standing`: the level at which each term stays."""

    space: Space
    columns: tuple[Column, ...]
    standing: tuple[int, ...]

    def patterns(self, kind: str, trees: Sequence[Tree]) -> tuple[Pattern, ...] | None:
        """Patterns any of which holds exactly where the statements do, as `kind` joins them; None if too many.

        Kinds: ``true`` (the one statement holds); or that of a rule, and then the patterns hold where it is broken.
        """
        used = sorted(set().union(*(self._axes(tree) for tree in trees)))
        places = [place for place, column in enumerate(self.columns) if column.axis in used]
        if len(places) > MAX_COLUMNS:
            return None
        rows = self._rows(used)
        inner = Space(self.space.axes, rows, self._status_quo(rows), self.space.scope, self.space.sentences)
        truth = _joined(kind, [inner.truth_of(tree) for tree in trees])
        cells = tuple(self.columns[place].of(rows).astype(np.int64) for place in places)
        needed = np.zeros((2,) * len(places), np.bool_)
        allowed = np.ones((2,) * len(places), np.bool_)
        needed[cells] = allowed[cells] = truth if places else truth[0]
        found = cover(needed, allowed)
        if found is None:
            return None
        return tuple(tuple((places[place], value) for place, value in pattern) for pattern in found)

    def _rows(self, used: Sequence[int]) -> Array:
        """Every combination of levels of these axes, all other axes at the level where they stay."""
        rows = np.array([self.standing], np.uint8).reshape(1, len(self.space.axes))
        for place in used:
            axis = self.space.axes[place]
            if axis.kind == "option":
                choices = np.arange(len(axis.levels), dtype=np.uint8)
                rows = np.repeat(rows, len(choices), axis=0)
                rows[:, place] = np.tile(choices, len(rows) // len(choices))
        return rows

    def _status_quo(self, rows: Array) -> int | None:
        if self.space.status_quo is None:
            return None
        match = np.flatnonzero((rows == self.space.levels[self.space.status_quo]).all(axis=1))
        return int(match[0]) if len(match) else None

    def _axes(self, tree: Tree) -> set[int]:
        return axes_used(tree, self.space.column, self.space.scope, self.space.sentences)


def axes_used(tree: Tree, column: dict[tuple[str, str], int], scope: Scope, sentences: dict[str, str]) -> set[int]:
    """The axes on which the truth of a statement may depend."""
    found: set[int] = set()
    for name in names(tree):
        symbol = scope.symbols.get(name.parts)
        if symbol is None:
            continue
        if symbol.kind in ("option", "term"):
            found.add(column[name.parts])  # type: ignore[index]
        elif symbol.kind == "statement":
            found |= axes_used(statement_tree(sentences[name.parts[0]], scope), column, scope, sentences)
        elif symbol.kind == "status_quo":
            found |= set(column.values())
    return found


def _joined(kind: str, truths: list[Array]) -> Array:
    """Where a statement holds, or where a rule of this kind is broken."""
    match kind:
        case "true" | "never":
            return truths[0]
        case "if":
            return truths[0] & ~truths[1]
        case "at_most_one":
            return np.asarray(np.sum(truths, axis=0) > 1)
        case _:
            return np.asarray(np.sum(truths, axis=0) != 1)


def cover(needed: Array, allowed: Array) -> list[Pattern] | None:
    """Patterns that together hold in every needed cell and in none that is not allowed; None above `MAX_PATTERNS`.

    Both tables have one axis of length 2 per column. Each pattern is as wide as it can be and none can be left out;
    the number of patterns is small but not always the least possible.
    """
    left = needed.copy()
    found: list[tuple[int | slice, ...]] = []
    while left.any():
        if len(found) == MAX_PATTERNS:
            return None
        cell: list[int | slice] = [int(index) for index in np.unravel_index(int(np.argmax(left)), left.shape)]
        for place, value in enumerate(cell):
            cell[place] = slice(None)
            if not allowed[tuple(cell)].all():
                cell[place] = value
        found.append(tuple(cell))
        left[found[-1]] = False
    times = np.zeros(needed.shape, np.int64)
    for pattern in found:
        times[pattern] += 1
    kept = []
    for pattern in found:
        if (times[pattern][needed[pattern]] > 1).all():
            times[pattern] -= 1
        else:
            kept.append(pattern)
    return [tuple((place, bool(value)) for place, value in enumerate(one) if isinstance(value, int)) for one in kept]
