"""Cutting the draws of a number into bins of equal probability, and counting answers bin by bin.

Equal values always share a bin, so a number with few values gets one bin for each.
"""

from __future__ import annotations

import numpy as np

from detente.outcomes.preferences import Array

MOST_BINS = 256
DRAWS_PER_BIN = 64


def bins_for(count: int) -> int:
    """How many bins serve so many draws: one for 64 draws, at least 2, at most 256.

    Finer bins lose less where an answer turns inside a bin; what they add by chance is subtracted.
    """
    return min(MOST_BINS, max(2, count // DRAWS_PER_BIN))


def edges_of(values: Array, bins: int) -> Array:
    """Where one bin ends and the next begins: a rising array of at most `bins` − 1 values.

    Bin b holds the values from edge b − 1 (included) up to edge b (excluded).
    """
    return _edges(np.sort(values), bins)


def _edges(ordered: Array, bins: int) -> Array:
    changes = np.flatnonzero(ordered[1:] != ordered[:-1])
    if len(changes) < bins:
        return np.asarray(halfway(ordered[changes], ordered[changes + 1]))
    places = (np.arange(1, bins) * len(ordered)) // bins
    return np.unique(ordered[places])


def halfway(low: Array, high: Array) -> Array:
    """Half-way between two values, above the lower: where they are the next numbers, the higher."""
    found: Array = np.maximum((low + high) / 2, np.nextafter(low, np.inf))
    return found


def binned(values: Array, bins: int) -> tuple[Array, Array]:
    """The bin of every draw, and the edges."""
    order = np.argsort(values)
    ordered = values[order]
    edges = _edges(ordered, bins)
    starts = np.searchsorted(ordered, edges)  # fewer to look up than values among edges
    found = np.empty(len(values), np.int64)
    found[order] = np.repeat(np.arange(len(edges) + 1), np.diff(starts, prepend=0, append=len(values)))
    return found, edges


def table(bin_of: Array, bins: int, codes: Array, kinds: int) -> Array:
    """How many draws of each bin have each answer: bins × kinds."""
    return np.bincount(bin_of * kinds + codes, minlength=bins * kinds).reshape(bins, kinds)
