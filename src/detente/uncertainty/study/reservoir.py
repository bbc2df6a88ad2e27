"""Studies too long to keep every draw: exact counts over all of them, and a million rows drawn evenly from them.

Every draw has a random key of its own (the stream ``study/reservoir``); the draws with the smallest keys are kept.
Which they are depends on the seed and the number of draws alone, not on the order in which batches come back. The
counts are `detente.uncertainty.study.totals`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from detente.outcomes.chance import Stream
from detente.outcomes.preferences import Array
from detente.uncertainty.study.batches import Plan, Table, origin_of
from detente.uncertainty.study.result import Study
from detente.uncertainty.study.sampling import BATCH
from detente.uncertainty.study.store import Store, telling_what_is_kept
from detente.uncertainty.study.totals import BINS, Totals, packed, totals_of, unpacked
from detente.uncertainty.study.workers import Tell, work_through

KEPT = 1_000_000
KEYS = "study/reservoir"


@dataclass(frozen=True)
class Sifted:
    """What is kept of a part: the numbers of some of its draws, their rows, and the totals of all."""

    draws: Array
    drawn: Table
    measured: Table
    totals: Totals


@dataclass(frozen=True)
class Sieve:
    """The work on one part: `span` batches one after another, of which the rows with the smallest keys are kept."""

    plan: Plan
    span: int
    kept: int

    @property
    def number(self) -> int:
        """How many parts there are."""
        return -(-self.plan.batches // self.span)

    @property
    def bound(self) -> float:
        """Rows with larger keys are surely not among those kept (to six standard deviations)."""
        return min(1.0, (self.kept + 6 * float(self.kept**0.5)) / self.plan.count)

    @cached_property
    def edges(self) -> dict[str, Array]:
        drawn = self.plan.design.draw(self.plan.seed, 0)
        inner = np.arange(1, BINS) / BINS
        return {name: np.quantile(values, inner) for name, values in drawn.items()}

    def keys(self, batch: int) -> Array:
        """The keys of a batch."""
        return Stream(self.plan.seed, KEYS, batch).uniform()[: self.plan.size(batch)]

    def __call__(self, part: int) -> Sifted:
        """Rows and totals of a part."""
        done = [self.sift(batch) for batch in range(part * self.span, min((part + 1) * self.span, self.plan.batches))]
        return joined(done)

    def sift(self, batch: int) -> Sifted:
        """Rows and totals of a batch."""
        drawn, measured = self.plan.batch(batch)
        rows = np.flatnonzero(self.keys(batch) < self.bound)
        totals = totals_of(self.plan, self.edges, drawn, measured)
        first, second = ({name: values[rows] for name, values in table.items()} for table in (drawn, measured))
        return Sifted(rows + batch * BATCH, first, second, totals)


def joined(parts: list[Sifted]) -> Sifted:
    """Several parts one after another."""
    totals = parts[0].totals
    for part in parts[1:]:
        totals = totals.plus(part.totals)
    drawn, measured = (
        {name: np.concatenate([getattr(part, table)[name] for part in parts]) for name in getattr(parts[0], table)}
        for table in ("drawn", "measured")
    )
    return Sifted(np.concatenate([part.draws for part in parts]), drawn, measured, totals)


def run_large(plan: Plan, store: Store | None, engine: tuple[Any, ...], tell: Tell | None, kept: int = KEPT) -> Study:
    """A study of which the totals and `kept` rows stay; parts are stored and read as those of smaller ones are."""
    sieve = Sieve(plan, store.manifest.span if store else 16, kept)
    parts: dict[int, Sifted] = {}
    for part in range(sieve.number):
        found = store.load(part) if store else None
        if store is None or found is None:
            continue
        draws, drawn, measured, note = found
        totals = unpacked(note, plan, sieve.edges)
        if totals is None or draws.max(initial=0) >= plan.count:
            store.damaged.append(part)
        else:
            parts[part] = Sifted(draws, drawn, measured, totals)
    done = sum(part.totals.draws for part in parts.values())
    if tell is not None:
        tell(done, plan.count)
    with telling_what_is_kept(store, parts, sieve.number):
        for part, sifted in work_through(sieve, [p for p in range(sieve.number) if p not in parts], *engine):
            if store is not None:
                store.write(part, sifted.drawn, sifted.measured, sifted.draws, packed(sifted.totals))
            parts[part] = sifted
            done += sifted.totals.draws
            if tell is not None:
                tell(done, plan.count)
    damaged = len(set(store.damaged)) if store else 0
    return _study(sieve, joined([parts[part] for part in sorted(parts)]), damaged)


def _study(sieve: Sieve, whole: Sifted, damaged: int) -> Study:
    plan = sieve.plan
    batches, first = np.unique(whole.draws // BATCH, return_index=True)
    groups = np.split(whole.draws % BATCH, first[1:])
    keys = [sieve.keys(batch)[rows] for batch, rows in zip(batches.tolist(), groups, strict=True)]
    mine = np.concatenate(keys) if keys else np.empty(0)
    rows = np.sort(np.lexsort((whole.draws, mine))[: sieve.kept])
    return Study(
        plan.situation,
        plan.model,
        plan.seed,
        len(rows),
        {name: values[rows] for name, values in whole.drawn.items()},
        {name: values[rows] for name, values in whole.measured.items()},
        {name: column.categories for name, column in plan.columns.items() if column.categories},
        plan.concepts,
        plan.design.acceptance(plan.seed),
        (
            ("reservoir", {"count": len(rows), "draws": plan.count}),
            *((("damaged", {"count": damaged}),) if damaged else ()),
        ),
        whole.totals,
        plan.also,
        origin=origin_of(plan),
    )
