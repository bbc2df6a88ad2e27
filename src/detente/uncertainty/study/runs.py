"""A study from its plan: take what is kept, hand out the rest, keep what comes back, stop when there is enough."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from detente.errors import LimitError
from detente.time_left import TimeOverError
from detente.uncertainty.study.batches import Plan, Table
from detente.uncertainty.study.reservoir import run_large
from detente.uncertainty.study.result import Study
from detente.uncertainty.study.sampling import BATCH
from detente.uncertainty.study.store import MOST_PARTS, Store, open_store, telling_what_is_kept
from detente.uncertainty.study.table_of_draws import Whole
from detente.uncertainty.study.workers import Tell, work_through

MOST_KEPT = 10**7
MOST_BYTES = 2**31
NORMAL_95 = 1.959964  # the 97.5% point of the standard normal distribution


def most_kept(plan: Plan) -> int:
    """The most draws of which every row is kept: ten million, or as many as make a table of two gigabytes."""
    row = 8 * len(plan.design.names) + sum(column.empty(1).nbytes for column in plan.columns.values())
    return min(MOST_KEPT, MOST_BYTES // max(1, row))


@dataclass(frozen=True)
class Piece:
    """The work on one part of a plan: `span` batches one after another."""

    plan: Plan
    span: int

    @property
    def number(self) -> int:
        """How many parts the plan has."""
        return -(-self.plan.batches // self.span)

    def rows(self, part: int) -> int:
        """How many draws a part has."""
        size = self.span * BATCH
        return max(0, min(size, self.plan.count - part * size))

    def __call__(self, part: int) -> tuple[Table, Table]:
        """The drawn columns and the measures of a part."""
        done = []
        for batch in range(part * self.span, min((part + 1) * self.span, self.plan.batches)):
            try:
                done.append(self.plan.batch(batch))
            except TimeOverError:
                if not done:
                    raise
                break
        drawn, measured = ([tables[place] for tables in done] for place in (0, 1))
        return _joined(drawn), _joined(measured)


def _joined(tables: list[Table]) -> Table:
    return tables[0] if len(tables) == 1 else {n: np.concatenate([t[n] for t in tables]) for n in tables[0]}


def run(
    plan: Plan,
    out: str | Path | None,
    engine: str,
    workers: int | None,
    scheduler: str | None,
    until: float | None,
    tell: Tell | None,
) -> Study:
    """All draws of a plan; with `until`, as many times the plan's draws (1, 2, 4, …) as it takes.

    If the time is up (`detente.time_left`): the first draws, as far as they are whole; a folder keeps whole parts only.

    Raises:
        TimeOverError: the time is up before any draw is made, or there are too many to keep every row.
    """
    most = most_kept(plan)
    large = plan.count > most
    if large and until is not None:
        raise LimitError("study_large", draws=f"{plan.count:,}", limit=f"{most:,}")
    store = None if out is None else open_store(out, plan, large)
    if large:
        return run_large(plan, store, (engine, workers, scheduler), tell)
    span = store.manifest.span if store else min(16, max(1, plan.batches // MOST_PARTS))
    whole = Whole(plan)
    notes: list[tuple[str, dict[str, Any]]] = []
    have: dict[int, int] = {}
    while True:
        whole.grow(plan)
        _fill(whole, Piece(plan, span), have, store, (engine, workers, scheduler), tell)
        first = done_first(Piece(plan, span), have)
        if first < plan.count:
            if not first:
                raise TimeOverError
            asked, plan = plan.count, replace(plan, count=first)
            whole.cut(plan)
            notes.append(("time", {"count": first, "asked": asked}))
            return whole.study(tuple(notes), asked)
        if until is None or whole.half_width(NORMAL_95) <= until:
            break
        if 2 * plan.count > most:
            notes.append(("until_missed", {"until": 100 * until, "reached": 100 * whole.half_width(NORMAL_95)}))
            break
        plan = replace(plan, count=2 * plan.count)
        if store is not None:
            store.plan = plan
            store.lengthen(plan.count)
    if store is not None and store.damaged:
        notes.append(("damaged", {"count": len(set(store.damaged))}))
    return whole.study(tuple(notes))


def done_first(piece: Piece, have: dict[int, int]) -> int:
    """How many draws there are from the first on without a gap."""
    count = 0
    for part in range(piece.number):
        count += have.get(part, 0)
        if have.get(part, 0) < piece.rows(part):
            break
    return count


def _fill(
    whole: Whole,
    piece: Piece,
    have: dict[int, int],
    store: Store | None,
    engine: tuple[str, int | None, str | None],
    tell: Tell | None,
) -> None:
    """Every part that is not there yet: from the store, or worked out and stored, as far as the time goes.

    `have`: part → its rows so far.
    """
    missing = []
    whole.done = 0
    for part in range(piece.number):
        rows = piece.rows(part)
        kept = None
        if have.get(part, 0) < rows:
            kept = store.read(part, rows) if store else None
            if kept is None:
                missing.append(part)
                continue
            whole.put(part * piece.span, *kept)
            have[part] = rows
        whole.done += rows
    if tell is not None:
        tell(whole.done, piece.plan.count)
    with telling_what_is_kept(store, have, piece.number), suppress(TimeOverError):
        for part, (drawn, measured) in work_through(piece, missing, *engine):
            have[part] = min((len(values) for values in (drawn | measured).values()), default=piece.rows(part))
            if store is not None and have[part] == piece.rows(part):
                store.write(part, drawn, measured)
            whole.put(part * piece.span, drawn, measured)
            whole.done += have[part]
            if tell is not None:
                tell(whole.done, piece.plan.count)
            if have[part] < piece.rows(part):
                break
