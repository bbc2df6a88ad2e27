"""What each actor prefers, as one or two integers per cell of a grid (higher is better, equal is a tie).

The same meaning as `detente.outcomes.preferences`, at the central numbers: t is better than s for i iff rank(t) >
lifted(s); without inertia the two are one array. Here a rank need not count from 0 without gaps, so a utility that is a
whole number serves as it is and nothing is sorted; only too wide a range is squeezed. Ranks take 16 bits where fewer
than 65,535 values are needed, else 32; the highest number is kept free to mean “no value”.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm

import numpy as np

from detente.errors import DetenteError
from detente.outcomes.grid import Cells, Grid
from detente.outcomes.grid_space import GridSpace
from detente.outcomes.numbers import Numbers, word_of
from detente.outcomes.preferences import TIE_TOLERANCE, chained_ranks, summands
from detente.outcomes.space import Array, Space
from detente.situation.evaluate import evaluate
from detente.situation.expression import Name, parse
from detente.situation.model import Situation
from detente.situation.quantity import Formula, Known
from detente.situation.records import Quantity
from detente.situation.scope import statement_tree
from detente.situation.wants import Item, Preference

NARROW = (1 << 16) - 1  # ranks that fit 16 bits, the highest number kept free
TABLE = 1 << 26  # a range of values up to this wide is squeezed by a table, a wider one by sorting


@dataclass(frozen=True)
class Ranks:
    """`rank` and `lifted` of one actor over all cells: uint16 or uint32; infeasible cells hold anything."""

    rank: Array
    lifted: Array

    @property
    def inert(self) -> bool:
        """Some gains are too small to count, so a rank alone does not say what is better."""
        return self.lifted is not self.rank


class _Central(Numbers):
    """The central numbers, with statements that broadcast over the grid."""

    @property
    def cells(self) -> Cells:
        return self._cells

    @classmethod
    def of(cls, situation: Situation, grid: Grid) -> _Central:
        """Its `space` has one row only, for what asks about axes."""
        row = np.zeros((1, len(grid.axes)), np.uint8)
        numbers = cls(situation, Space(grid.axes, row, None, grid.scope, grid.sentences))
        object.__setattr__(numbers, "_cells", Cells(grid))
        return numbers

    _cells: Cells

    def levels(self, parts: tuple[str, ...]) -> Array:
        return self.cells.levels(parts)

    def truth(self, parts: tuple[str, ...]) -> Array:
        return evaluate(Name(parts, 0, 0), self.cells)

    def statement(self, text: str) -> Array:
        return np.asarray(evaluate(statement_tree(text, self.scope), self.cells), np.bool_)

    def value(self, quantity: Quantity, path: tuple[str, ...]) -> Array:
        form = quantity.form
        if not isinstance(form, Formula) or path[0] == "drivers" or word_of(quantity, self.situation):
            one: Array = super().value(quantity, path).reshape(-1)[0]
            return one if path[0] != "drivers" else one.reshape(1, 1)
        grid = self.cells.grid
        found = np.asarray(evaluate(parse(form.text), self), np.float64)
        found = found.reshape(found.shape[max(0, found.ndim - len(grid.shape)) :])  # drivers are (1, 1)
        wrong = ~np.isfinite(found)
        if wrong.any() and (grid.spread(wrong) & grid.feasible).any():
            self._refuse(form.text, path, np.full((1, 1), np.nan))
        return np.where(wrong, 0.0, found)


def ranks_of(situation: Situation, grid: Grid) -> dict[str, Ranks]:
    """The ranks of every actor at the central numbers; an actor without preferences is indifferent to all."""
    numbers = _Central.of(situation, grid)
    found = {}
    for actor in situation.actors:
        preference = situation.preferences.get(actor)
        path: tuple[str, ...] = ("preferences", actor)
        while preference is not None and preference.kind == "any":
            chosen = int(numbers.alternatives(preference, actor)[0])
            preference, path = (preference.any or ())[chosen], (*path, "any", str(chosen))
        found[actor] = _ranks(preference, numbers, grid, actor, path)
    return found


def _ranks(preference: Preference | None, numbers: _Central, grid: Grid, actor: str, path: tuple[str, ...]) -> Ranks:
    if preference is None:
        return squeezed(np.asarray(0), 0, grid)
    match preference.kind:
        case "priorities":
            return squeezed(_priorities(preference, numbers, (*path, "priorities")), 0, grid)
        case "ranking":
            return squeezed(_ranking(preference, numbers, grid, actor, (*path, "ranking")), 0, grid)
    return _cardinal(preference, numbers, grid, actor, path)


def _counting(items: list[Item], numbers: _Central, path: tuple[str, ...]) -> list[Item]:
    return [item for item in items if item.when is None or numbers.condition(item.when, path)[0]]


def _priorities(preference: Preference, numbers: _Central, path: tuple[str, ...]) -> Array:
    """Lexicographic: the first statement outweighs all later ones together, so the rank is a number in base two."""
    items = [entry for entry in preference.priorities or () if isinstance(entry, Item)]
    rank = np.asarray(0, np.int32)
    highest = 0
    for item in _counting(items, numbers, path):
        rank = 2 * rank + numbers.statement(item.want).astype(np.int32)
        highest = 2 * highest + 1
        if highest >= TABLE // 2:
            values, place = np.unique(rank, return_inverse=True)
            rank, highest = place.reshape(rank.shape).astype(np.int32), len(values) - 1
    return rank


def _ranking(preference: Preference, numbers: _Central, grid: Grid, actor: str, path: tuple[str, ...]) -> Array:
    """The first group an outcome matches; 0 means none, which is refused for a feasible outcome."""
    groups = [entry for entry in preference.ranking or () if not isinstance(entry, str)]
    rank = np.asarray(0, np.int32)
    for place, group in reversed(list(enumerate(groups))):
        for item in _counting([item for item in group if isinstance(item, Item)], numbers, path):
            rank = np.where(numbers.statement(item.want), np.int32(len(groups) - place), rank)
    missing = np.flatnonzero(grid.spread(rank == 0) & grid.feasible)[:3]
    if len(missing):
        space = GridSpace.of(grid)
        named = tuple(space.name(int(number)) for number in grid.numbers_of(missing))
        raise DetenteError("ranking_incomplete", actor=actor, outcomes=named)
    return rank


def _cardinal(preference: Preference, numbers: _Central, grid: Grid, actor: str, path: tuple[str, ...]) -> Ranks:
    """Goals, points and base: a sum, in whole numbers where every weight is a known decimal."""
    inertia, inertia_path = numbers.situation.actors[actor].inertia, ("actors", actor, "inertia")
    terms = summands(preference, numbers, path)
    weights = [quantity.form for quantity, *_ in terms] + ([inertia.form] if inertia else [])
    known = [weight.value for weight in weights if isinstance(weight, Known)]
    scale = lcm(*(value.denominator for value in known)) if known else 1
    whole = [value.numerator * (scale // value.denominator) for value in known]
    if len(known) == len(weights) and sum(map(abs, whole)) < 1 << 62:
        total: Array = np.asarray(0, np.int32 if sum(map(abs, whole)) < 1 << 30 else np.int64)
        for (_, _, sign, truth), number in zip(terms, whole, strict=False):
            total = total + _alone(truth) * total.dtype.type(sign * number)
        return squeezed(total, whole[-1] if inertia else 0, grid)
    utility: Array = np.asarray(0.0)
    size = 0.0
    for quantity, place, sign, truth in terms:
        weight = numbers.value(quantity, place)
        utility = utility + sign * weight * _alone(truth)
        counting = weight if weight.size == 1 else grid.spread(weight)[grid.feasible]
        size += float(np.abs(counting).max(initial=0.0))
    threshold = 0.0 if inertia is None else float(numbers.value(inertia, inertia_path).reshape(-1)[0])
    if threshold < 0:
        raise DetenteError("inertia_negative", path=".".join(inertia_path), actor=actor, value=threshold)
    return _chained(utility, threshold, TIE_TOLERANCE * size, grid)


def _alone(truth: Array) -> Array:
    """A truth that is the same everywhere (such as that of `base`, one per row of a list) as a plain value."""
    return truth.reshape(()) if truth.size == 1 else truth


def _chained(utility: Array, threshold: float, tolerance: float, grid: Grid) -> Ranks:
    values = grid.spread(utility)[grid.feasible][None]
    rank, lifted = chained_ranks(values, values + threshold, np.array([tolerance]))
    dtype = np.uint16 if max(rank.max(initial=0), lifted.max(initial=0)) < NARROW else np.uint32
    both = []
    for part in (rank, lifted) if threshold else (rank,):
        whole = np.zeros(grid.cells, dtype)
        whole[grid.feasible] = part[0]
        both.append(whole)
    return Ranks(both[0], both[-1])


def squeezed(values: Array, least: int, grid: Grid) -> Ranks:
    """Ranks from whole numbers that broadcast over the grid; a gain counts if it is more than `least`."""
    low, high = int(values.min()), int(values.max())
    if high - low < NARROW:
        return _pair(grid.spread(values - low), least, high - low, np.uint16)
    if high - low >= TABLE:
        kinds, place = np.unique(values, return_inverse=True)
        lifted = np.searchsorted(kinds, kinds + least, "right") - 1
    else:
        present = np.zeros(high - low + 1, np.bool_)
        present[(values - low).reshape(-1)] = True
        kinds, place = np.flatnonzero(present) + low, np.cumsum(present, dtype=np.int32)[values - low] - 1
        lifted = np.searchsorted(kinds, kinds + least, "right") - 1
    dtype = np.uint16 if len(kinds) <= NARROW else np.uint32
    rank = grid.spread(place.reshape(values.shape).astype(dtype))
    return Ranks(rank, lifted.astype(dtype)[rank]) if least else _same(rank)


def _pair(rank: Array, least: int, highest: int, dtype: type[np.unsignedinteger]) -> Ranks:
    if not least:
        return _same(rank.astype(dtype))
    return Ranks(rank.astype(dtype), np.minimum(rank.astype(np.int64) + least, highest).astype(dtype))


def _same(rank: Array) -> Ranks:
    whole = np.ascontiguousarray(rank)
    return Ranks(whole, whole)
