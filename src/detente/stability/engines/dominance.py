"""Is there a point that is above this one in every respect? Asked of millions of points at once, and answered exactly.

Points lie in *slabs* (only points of one slab are compared). They are sorted slab by slab along a Z-order curve, the
highest first (Morton 1966), and over them stands a tree of maxima: a node is the highest value, in each respect, of the
points below it. A question goes through its slab from the left and jumps over every node that is not above it in some
respect; so it ends at the first point that is, or costs about √n looks where there is none (two respects).

The question may rule points out beside (`Apart`): what two cells have in common decides, not their values.

Two implementations give the same answers: NumPy, where all questions take one look at a time together, and Numba
(`dominance_compiled`), one question after another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.outcomes.space import Array

LEAF = 8  # points under a node of the lowest layer
CHUNK = 10  # bits spread by one look into a table
ASKED = 1 << 16  # questions that NumPy answers together


@dataclass(frozen=True)
class Apart:
    """Which two cells count as different: they differ in the first part, or in two of the others at least.

    A part is a run of axes: cell // inner % size says where a cell stands in it.
    """

    inner: Array
    size: Array

    def differ(self, one: Array, other: Array) -> Array:
        """Boolean array, pair by pair."""
        places = [one // i % s != other // i % s for i, s in zip(self.inner, self.size, strict=True)]
        others = np.zeros(np.broadcast(one, other).shape, np.int64)
        for place in places[1:]:
            others += place
        found: Array = places[0] | (others >= 2)
        return found


@dataclass(frozen=True)
class Points:
    """Points sorted for questions. `cells`, `slabs`, `order` (where each stood in what was given) go by point.

    `nodes`: points × respects, then the maxima layer by layer; layer k begins at ``layers[k]`` (points: k = 0).
    """

    cells: Array
    slabs: Array
    order: Array
    nodes: Array
    layers: Array

    def some_above(self, cells: Array, slabs: Array, values: Array, apart: Apart, compiled: bool) -> Array:
        """For each question the place of a point above it in every respect (``order[place]`` in what was given), or -1.

        `values`: questions × respects; above is strict.
        """
        begin = np.searchsorted(self.slabs, slabs, "left")
        end = np.searchsorted(self.slabs, slabs, "right")
        found = np.full(len(cells), -1, np.int64)
        cells, values = np.ascontiguousarray(cells, np.int64), np.ascontiguousarray(values, np.int32)
        if compiled:
            from detente.stability.engines.dominance_compiled import first_above

            first_above(self.cells, self.nodes, self.layers, cells, values, begin, end, apart.inner, apart.size, found)
        else:
            for first in range(0, len(cells), ASKED):
                part = slice(first, first + ASKED)
                found[part] = _first_above(self, cells[part], values[part], begin[part], end[part], apart)
        return found

    def lower(self, places: Array, values: Array) -> None:
        """Give these points other values, none of them higher. They stay where they stand: this costs no sorting."""
        self.nodes[places] = values
        for layer in range(1, len(self.layers)):
            width = LEAF if layer == 1 else 2
            places = np.unique(places // width)
            places = places[places < self.height(layer)]
            first = self.layers[layer - 1] + places * width
            highest = self.nodes[first]
            for below in range(1, width):
                np.maximum(highest, self.nodes[first + below], out=highest)
            self.nodes[self.layers[layer] + places] = highest

    def height(self, layer: int) -> int:
        """How many nodes a layer has."""
        end = len(self.nodes) if layer + 1 == len(self.layers) else self.layers[layer + 1]
        return int(end - self.layers[layer])


def points_of(cells: Array, slabs: Array, values: Array) -> Points:
    """Points made ready for questions. `values`: points × respects, whole numbers that 32 bits hold."""
    order = np.argsort(_along_curve(slabs, values), kind="stable")
    count, respects = values.shape
    heights = [count]
    while heights[-1] >= (LEAF if len(heights) == 1 else 2):
        heights.append(heights[-1] // (LEAF if len(heights) == 1 else 2))
    layers = np.cumsum([0, *heights]).astype(np.int64)
    nodes = np.empty((layers[-1], respects), np.int32)
    nodes[:count] = values[order]
    for layer in range(1, len(heights)):
        width = LEAF if layer == 1 else 2
        below = nodes[layers[layer - 1] : layers[layer - 1] + heights[layer] * width]
        highest = nodes[layers[layer] : layers[layer + 1]]
        highest[:] = below[::width]
        for place in range(1, width):
            np.maximum(highest, below[place::width], out=highest)
    return Points(np.ascontiguousarray(cells[order], np.int64), slabs[order], order, nodes, layers[:-1])


def _along_curve(slabs: Array, values: Array) -> Array:
    """A number per point by which to sort: its slab, then its values with their bits mixed, high values first."""
    respects = values.shape[1]
    room = 62 - int(slabs.max(initial=0)).bit_length()
    bits = min(room // max(1, respects), 2 * CHUNK)
    key: Array = slabs.astype(np.int64) << (bits * respects)
    if not bits or not len(values):
        return key
    spread = np.zeros(1 << CHUNK, np.int64)
    for bit in range(CHUNK):
        spread |= (np.arange(1 << CHUNK) >> bit & 1) << (bit * respects)
    for place, column in enumerate(values.T):
        high = int(column.max())
        wide = (high - int(column.min())).bit_length()
        lacking = (high - column.astype(np.int64)) << max(0, bits - wide) >> max(0, wide - bits)
        key |= spread[lacking & (1 << CHUNK) - 1] << place
        key |= spread[lacking >> CHUNK] << (place + CHUNK * respects)
    return key


def _first_above(points: Points, cells: Array, values: Array, begin: Array, end: Array, apart: Apart) -> Array:
    """The first point above each question, every question one look further at a time."""
    found = np.full(len(cells), -1, np.int64)
    place = begin.copy()
    layer = _highest(points, place, end)
    going = np.flatnonzero(place < end)
    while len(going):
        here, at = place[going], layer[going]
        width = np.where(at > 0, (LEAF // 2) << at, 1)
        above = (points.nodes[points.layers[at] + here // width] > values[going]).all(axis=1)
        hit = np.flatnonzero(above & (at == 0))
        hit = hit[apart.differ(points.cells[here[hit]], cells[going[hit]])]
        found[going[hit]] = here[hit]
        down = above & (at > 0)
        layer[going[down]] -= 1
        on = going[~down]
        place[on] += width[~down]
        layer[on] = _highest(points, place[on], end[on])
        going = going[(found[going] < 0) & (place[going] < end[going])]
    return found


def _highest(points: Points, place: Array, end: Array) -> Array:
    """The highest layer with a node that begins at this place and ends before the end."""
    layer = np.zeros(len(place), np.int64)
    for height in range(1, len(points.layers)):
        width = (LEAF // 2) << height
        layer[(place % width == 0) & (place + width <= end)] = height
    return layer


def stacked(*columns: Sequence[Array] | Array, rows: int) -> Array:
    """Columns of whole numbers side by side: rows × columns, 32 bits."""
    made: list[Any] = [column for group in columns for column in group]
    return np.stack(made, axis=1).astype(np.int32) if made else np.zeros((rows, 0), np.int32)
