"""A situation in option form as a whole grid: one cell for every combination of levels, feasible or not.

A listed space (`detente.outcomes.space`) keeps a row per outcome; here an outcome is a place in a grid, so millions of
them cost a byte each and a move is a step along an axis. One axis per option or term, in the order of the file; the
first varies fastest, terms last, so the options of one actor lie side by side. A held option keeps one level and takes
no room. Statements are evaluated by broadcasting: each costs only the axes it names until all of them are needed.

Outcomes have the same numbers as in the listed space: feasible cells in order, counted from 0 (ids from 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from detente.errors import LimitError
from detente.outcomes.moves import held_actors
from detente.outcomes.space import Array, Axis, axes_of, held_places, rule_trees, status_quo_levels
from detente.situation.evaluate import evaluate
from detente.situation.expression import Tree
from detente.situation.model import Situation
from detente.situation.scope import Scope, statement_tree

MAX_CELLS = 1 << 28
LEAST = 10, 4  # bytes a combination takes at the very least while sweeps run: in all, and for each actor
GIB = 1 << 30
PAGE = 1 << 12  # cells counted together, to find the number of an outcome


@dataclass(frozen=True)
class Side:
    """What one actor can do: its cells lie on lines of `size` places, `inner` cells apart, in `outer` rows of lines.

    Cell (o, p, i) has the number (o × size + p) × inner + i; a line fixes o and i, its place is p. `blocks`: places
    that agree in every one-way option (blocks × places); `ways`: pairs (from block, to block) that the directions
    allow, each block to itself included. Without one-way options there is one block.
    """

    actor: str
    outer: int
    size: int
    inner: int
    blocks: Array
    ways: Array

    @property
    def lines(self) -> int:
        return self.outer * self.inner

    def lines_of(self, values: Array) -> Array:
        """Values over cells as outer × size × inner; a line runs along the middle."""
        return values.reshape(self.outer, self.size, self.inner)

    @cached_property
    def allowed(self) -> Array:
        """Boolean matrix: entry [p, q] says that the directions of the options allow a move from place p to q."""
        block = np.empty(self.size, np.int64)
        block[self.blocks.reshape(-1)] = np.repeat(np.arange(len(self.blocks)), self.blocks.shape[1])
        may = np.zeros((len(self.blocks), len(self.blocks)), np.bool_)
        may[self.ways[:, 0], self.ways[:, 1]] = True
        return may[block[:, None], block[None, :]]


@dataclass(frozen=True)
class Grid:
    """All combinations of levels. `choices`: the levels each axis can have; `feasible`: boolean array over cells."""

    axes: tuple[Axis, ...]
    choices: tuple[tuple[int, ...], ...]
    feasible: Array
    scope: Scope
    sentences: dict[str, str]
    standing: tuple[int, ...] | None

    @property
    def shape(self) -> tuple[int, ...]:
        """Sizes of the axes that have more than one choice, slowest first."""
        return tuple(len(choice) for choice in reversed(self.choices) if len(choice) > 1)

    @cached_property
    def cells(self) -> int:
        return prod(self.shape)

    @cached_property
    def strides(self) -> tuple[int, ...]:
        """How far apart neighbouring choices of each axis are."""
        sizes = [len(choice) for choice in self.choices]
        return tuple(prod(sizes[:place]) for place in range(len(sizes)))

    @cached_property
    def _before(self) -> Array:
        """How many outcomes lie before each page of cells, and at the end how many there are."""
        pages = [np.count_nonzero(self.feasible[start : start + PAGE]) for start in range(0, self.cells, PAGE)]
        return np.concatenate([[0], np.cumsum(pages)]).astype(np.int64)

    @property
    def count(self) -> int:
        return int(self._before[-1])

    def numbers_of(self, cells: Array) -> Array:
        """The outcome number of each of these feasible cells (in any order)."""
        cells = np.asarray(cells, np.int64)
        found = np.empty(len(cells), np.int64)
        pages = cells // PAGE
        order = np.argsort(pages, kind="stable")
        edges = np.flatnonzero(np.diff(pages[order])) + 1
        for group in np.split(order, edges) if len(order) else ():
            page = int(pages[group[0]])
            inside = np.cumsum(self.feasible[page * PAGE : (page + 1) * PAGE])
            found[group] = self._before[page] + inside[cells[group] - page * PAGE] - 1
        return found

    def cell_of(self, outcome: int) -> int:
        """The cell of an outcome."""
        if not 0 <= outcome < self.count:
            raise IndexError(outcome)
        page = int(np.searchsorted(self._before, outcome, "right")) - 1
        inside = np.flatnonzero(self.feasible[page * PAGE : (page + 1) * PAGE])
        return page * PAGE + int(inside[outcome - self._before[page]])

    def levels_of(self, cell: int) -> Array:
        """The level of every axis at a cell."""
        steps = zip(self.strides, self.choices, strict=True)
        return np.array([choice[cell // stride % len(choice)] for stride, choice in steps], np.uint8)

    def cell_at(self, levels: Any) -> int | None:
        """The cell with these levels; None if a level is held elsewhere."""
        cell = 0
        for level, stride, choice in zip(levels, self.strides, self.choices, strict=True):
            if level not in choice:
                return None
            cell += stride * choice.index(level)
        return cell

    @cached_property
    def status_quo(self) -> int | None:
        """The cell of the status quo; None without one, or where it is not feasible."""
        cell = None if self.standing is None else self.cell_at(self.standing)
        return cell if cell is not None and self.feasible[cell] else None

    def truth_of(self, tree: Tree) -> Array:
        """Truth of a statement in every cell: boolean array of length `cells`."""
        return self.spread(evaluate(tree, Cells(self))).astype(np.bool_, copy=False)

    def holds(self, statement: str) -> Array:
        return self.truth_of(statement_tree(statement, self.scope))

    def spread(self, values: Array) -> Array:
        """Values that broadcast over the axes, as one flat array over all cells."""
        return np.broadcast_to(values, self.shape).reshape(-1)


@dataclass(frozen=True)
class Cells:
    """Names of a statement, looked up in the grid: every array broadcasts over `Grid.shape`."""

    grid: Grid

    @property
    def scope(self) -> Scope:
        return self.grid.scope

    def levels(self, parts: tuple[str, ...]) -> Array:
        place = next(place for place, axis in enumerate(self.grid.axes) if axis.parts == parts)
        return along(self.grid, place)

    def truth(self, parts: tuple[str, ...]) -> Array:
        if self.scope.symbols[parts].kind == "statement":
            return evaluate(statement_tree(self.grid.sentences[parts[0]], self.scope), self)
        if self.grid.standing is None:
            return np.asarray(False)
        same = np.asarray(True)
        for place, level in enumerate(self.grid.standing):
            same = same & (along(self.grid, place) == level)
        return same

    def driver(self, name: str) -> Array:
        raise KeyError(name)


def along(grid: Grid, place: int) -> Array:
    """The level of one axis, shaped so that it broadcasts over the grid."""
    choice = grid.choices[place]
    if len(choice) == 1:
        return np.asarray(choice[0], np.uint8)
    faster = sum(len(other) > 1 for other in grid.choices[:place])
    return np.array(choice, np.uint8).reshape((-1,) + (1,) * faster)


def choices_of(situation: Situation) -> tuple[tuple[Axis, ...], tuple[tuple[int, ...], ...]]:
    """The axes of a situation, and the levels each can have: held options only the one they stand at."""
    axes = axes_of(situation)
    standing = status_quo_levels(situation, axes)
    held = held_places(situation, axes)
    choices = tuple(
        (standing[place],) if standing and place in held else tuple(range(len(axis.levels)))
        for place, axis in enumerate(axes)
    )
    return axes, choices


def grid_of(situation: Situation) -> Grid:
    """The grid of a situation in option form.

    Raises `LimitError` above `MAX_CELLS` combinations, and where they cannot fit into the memory that is free.
    """
    axes, choices = choices_of(situation)
    cells = prod(map(len, choices))
    if cells > MAX_CELLS:
        raise LimitError("cells_many", count=cells, limit=MAX_CELLS)
    need, free = cells * (LEAST[0] + LEAST[1] * len(situation.actors)), free_memory()
    if free is not None and need > free:
        raise LimitError("cells_memory", count=cells, need=f"{need / GIB:.1f}", free=f"{free / GIB:.1f}")
    standing = status_quo_levels(situation, axes)
    sentences = {name: sentence.statement for name, sentence in situation.statements.items()}
    start = None if standing is None else tuple(standing)
    whole = Grid(axes, choices, np.zeros(0, np.bool_), situation.scope, sentences, start)
    feasible = np.asarray(True)
    for rule in situation.rules.values():
        kind, trees = rule_trees(rule, situation.scope)
        feasible = feasible & _obeys(kind, [evaluate(tree, Cells(whole)) for tree in trees])
    return Grid(axes, choices, whole.spread(feasible).copy(), situation.scope, sentences, start)


def free_memory() -> int | None:
    """Bytes that this process can still take: of the machine, or of the container it runs in; None if neither says."""
    system = _numbers(Path("/proc/meminfo"))
    found = [system["MemAvailable:"] * 1024] if "MemAvailable:" in system else []
    group = Path("/sys/fs/cgroup")
    most = _numbers(group / "memory.max", "most")
    used = _numbers(group / "memory.current", "used")
    if most and used:
        cache = _numbers(group / "memory.stat").get("inactive_file", 0)  # given back when something else needs it
        found.append(most["most"] - used["used"] + cache)
    return max(min(found), 0) if found else None


def _numbers(file: Path, name: str = "") -> dict[str, int]:
    """What a file of the system says, a number behind each name; without a file, nothing."""
    try:
        rows = [f"{name} {line}".split() for line in file.read_text().splitlines()]
    except OSError:
        return {}
    return {row[0]: int(row[1]) for row in rows if len(row) > 1 and row[1].isdigit()}


def _obeys(kind: str, truths: list[Array]) -> Array:
    """Where a rule is kept."""
    if kind == "never":
        return np.logical_not(truths[0])
    if kind == "if":
        return np.logical_or(np.logical_not(truths[0]), truths[1])
    number = np.asarray(0, np.int16)
    for truth in truths:
        number = number + np.asarray(truth, np.int16)
    return number <= 1 if kind == "at_most_one" else number == 1


def sides_of(situation: Situation, grid: Grid) -> dict[str, Side]:
    """The side of every actor that can move: not held, and with an option that is not."""
    found = {}
    held = held_actors(situation)
    for actor in situation.actors:
        mine = [
            place
            for place, axis in enumerate(grid.axes)
            if axis.kind == "option" and axis.owner == actor and len(grid.choices[place]) > 1
        ]
        if mine and actor not in held:
            found[actor] = _side(grid, actor, mine)
    return found


def _side(grid: Grid, actor: str, mine: list[int]) -> Side:
    sizes = [len(grid.choices[place]) for place in mine]
    size, inner = prod(sizes), grid.strides[mine[0]]
    bound = [number for number, place in enumerate(mine) if grid.axes[place].move != "both"]
    coordinates = np.stack(np.unravel_index(np.arange(size), sizes, order="F"), axis=1)
    key = coordinates[:, bound] @ np.cumprod([1, *(sizes[number] for number in bound)])[:-1] if bound else None
    block = np.zeros(size, np.int64) if key is None else key
    blocks = np.argsort(block, kind="stable").reshape(int(block.max()) + 1, -1)
    first = coordinates[blocks[:, 0]]
    may = np.ones((len(blocks), len(blocks)), np.bool_)
    for number in bound:
        before, after = first[:, None, number], first[None, :, number]
        may &= after >= before if grid.axes[mine[number]].move == "forward" else after <= before
    ways = np.ascontiguousarray(np.argwhere(may))  # always laid out alike: loops are compiled for one layout
    return Side(actor, grid.cells // (size * inner), size, inner, blocks, ways)
