"""Exact counts over all draws of a study that is too long to keep every one of them.

Counts are whole numbers, so their sums do not depend on the order in which batches come back.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.outcomes.preferences import Array
from detente.uncertainty.study.batches import Plan, Table

BINS = 20


@dataclass(frozen=True)
class Totals:
    """Counts over all draws, by measure.

    `answers`: draws per category, and last those without an answer. `binned`: the same for each driver (in order) in
    each of its 20 equally likely bins, whose inner `edges` are those of the first batch. `sums`: of numbers, of
    their squares, and how many there are. `stable`: for each outcome, in how many draws it is an equilibrium.
    """

    draws: int
    edges: dict[str, Array]
    answers: dict[str, Array]
    binned: dict[str, Array]
    sums: dict[str, Array]
    stable: dict[str, Array]

    def plus(self, other: Totals) -> Totals:
        """The counts over the draws of both."""
        tables = ((getattr(self, name), getattr(other, name)) for name in ("answers", "binned", "sums", "stable"))
        return Totals(
            self.draws + other.draws,
            self.edges,
            *({name: one[name] + two[name] for name in one} for one, two in tables),
        )

    def share(self, name: str, code: int) -> float:
        """The share of all draws with this answer."""
        return float(self.answers[name][code]) / self.draws


def totals_of(plan: Plan, edges: dict[str, Array], drawn: Table, measured: Table) -> Totals:
    """The counts over the draws of these columns."""
    bins = {name: np.searchsorted(edges[name], values, side="right") for name, values in drawn.items()}
    count = len(next(iter(measured.values())))
    answers, binned, sums, stable = {}, {}, {}, {}
    for name, column in plan.columns.items():
        values = measured[name]
        if column.kind == "answer":
            size = len(column.categories) + 1
            codes = np.minimum(values, size - 1).astype(np.int64)
            answers[name] = np.bincount(codes, minlength=size)
            tables = [np.bincount(place * size + codes, minlength=BINS * size) for place in bins.values()]
            binned[name] = np.array(tables, np.int64).reshape(len(bins), BINS, size)
        elif column.kind == "bits":
            bits = np.unpackbits(values, axis=1, bitorder="little")[:, : column.width]
            stable[name] = bits.sum(axis=0, dtype=np.int64)
        else:
            wide = values.astype(np.int64) if column.kind == "count" else values[~np.isnan(values)]
            sums[name] = np.array([wide.sum(), (wide * wide).sum(), len(wide)])
    return Totals(count, edges, answers, binned, sums, stable)


def packed(totals: Totals) -> bytes:
    """Totals as bytes, for the metadata of a part."""
    arrays: dict[str, Any] = {"draws": np.array(totals.draws)}
    for table in ("edges", "answers", "binned", "sums", "stable"):
        arrays.update({f"{table}:{name}": values for name, values in getattr(totals, table).items()})
    target = io.BytesIO()
    np.savez(target, **arrays)
    return target.getvalue()


def unpacked(data: bytes, plan: Plan, edges: dict[str, Array]) -> Totals | None:
    """Totals from their bytes; None if they are not those of such a plan (`edges`: of its bins)."""
    none = {name: np.empty(0) for name in edges}
    like = totals_of(plan, edges, none, {name: column.empty(0) for name, column in plan.columns.items()})
    try:
        found = _read(data)
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return None
    for name in ("edges", "answers", "binned", "sums", "stable"):
        one, other = getattr(found, name), getattr(like, name)
        if one.keys() != other.keys() or any(one[key].shape != other[key].shape for key in one):
            return None
    return found


def _read(data: bytes) -> Totals:
    tables: dict[str, dict[str, Array]] = {name: {} for name in ("edges", "answers", "binned", "sums", "stable")}
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        for key in arrays.files:
            table, _, name = key.partition(":")
            if table in tables:
                tables[table][name] = arrays[key]
        return Totals(int(arrays["draws"]), **tables)
