"""A batch of a study, from its number alone: draw the columns, then measure them block by block.

What has to be known for that is a `Plan`. It can be sent to another process or machine; the same plan and number give
the same table to the last bit, because a draw depends on nothing but seed, name and batch, and every value of a draw is
worked out from that draw alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from detente.outcomes.columns import Columns
from detente.outcomes.preferences import Array
from detente.result import Origin
from detente.situation.model import Situation
from detente.stability.kernel.kernel import Engine, suited
from detente.stability.solve import Model
from detente.time_left import TimeOverError, check
from detente.uncertainty.study.measures import blocks_of, columns_of, values_of
from detente.uncertainty.study.sampling import BATCH, Design, design

BLOCK_CELLS = 4_000_000  # ranks held at once: draws × actors × outcomes

Table = dict[str, Array]


@dataclass(frozen=True)
class Plan:
    """Everything a batch depends on.

    `count`: draws of the whole study; the last batch may be cut short by it. `also`: what is measured beside stability.
    """

    situation: Situation
    seed: int
    count: int
    concepts: tuple[str, ...]
    also: tuple[str, ...] = ()

    def __getstate__(self) -> dict[str, Any]:
        """What is sent elsewhere: the plan alone, nothing that was worked out from it."""
        return {name: self.__dict__[name] for name in ("situation", "seed", "count", "concepts", "also")}

    @cached_property
    def model(self) -> Model:
        return Model.of(self.situation)

    @cached_property
    def design(self) -> Design:
        return design(self.situation, blocks_of(self.also))

    @cached_property
    def columns(self) -> Columns:
        return columns_of(self.model, self.concepts, self.also)

    @property
    def batches(self) -> int:
        return -(-self.count // BATCH)

    def size(self, batch: int) -> int:
        """How many draws of this batch belong to the study."""
        return max(0, min(BATCH, self.count - batch * BATCH))

    def batch(self, number: int, values: Callable[..., Table] = values_of) -> tuple[Table, Table]:
        """The columns that were drawn, and the measures, of one batch; if the time is up, of its first draws.

        `values`: what measures a block of it (`measure`).

        Raises:
            TimeOverError: the time is up before any draw is measured.
        """
        size = self.size(number)
        drawn = {name: values[:size] for name, values in self.design.draw(self.seed, number).items()}
        engine = suited(self.model, self.count)
        asked = (self.model, drawn, size, self.concepts)
        measured = measure(*asked, kernel=engine, also=self.also, values=values, short=True)
        done = min((len(values) for values in measured.values()), default=size)
        return {name: values[:done] for name, values in drawn.items()}, measured


def origin_of(plan: Plan) -> Origin:
    """What a study made by this plan rests on."""
    asked = {"draws": plan.count, "concepts": plan.concepts, "also": plan.also}
    return Origin.of(plan.situation, suited(plan.model, plan.count), plan.seed, **asked)


def measure(
    model: Model,
    columns: Mapping[str, Array],
    count: int,
    concepts: Sequence[str],
    scale: Mapping[str, Array] | None = None,
    kernel: Engine = "auto",
    also: Sequence[str] = (),
    workers: int = 1,
    values: Callable[..., Table] = values_of,
    short: bool = False,
) -> Table:
    """Every measure of `count` draws of these columns; missing columns stand at their centre.

    `values`: which measures (`detente.uncertainty.study.measures`). `short`: those of the first draws will do, where
    the time is up.

    Works in blocks of draws, so that memory stays small, `workers` of them at a time.
    """
    size = max(16, min(BATCH, BLOCK_CELLS // max(1, len(model.situation.actors) * model.space.count)))

    def part(rows: slice) -> Table:
        check()
        numbers = model.numbers(
            rows.stop - rows.start,
            columns={name: values[rows] for name, values in columns.items()},
            scale={path: values[rows] for path, values in (scale or {}).items()},
        )
        return values(model, numbers, concepts, kernel, also)

    blocks = [slice(start, min(start + size, count)) for start in range(0, count, size)]
    if workers > 1 and len(blocks) > 1:
        with ThreadPoolExecutor(workers) as pool:
            running = [pool.submit(copy_context().run, part, rows) for rows in blocks]
            parts = [one.result() for one in running]
    else:
        parts = []
        for rows in blocks:
            try:
                parts.append(part(rows))
            except TimeOverError:
                if not (short and parts):
                    raise
                break
    return {name: np.concatenate([one[name] for one in parts]) for name in (parts[0] if parts else ())}


FREE = frozenset(
    {"preferences", "questions", "checks", "cites", "why", "note", "sources", "passages", "variants", "accept"}
    | {"title", "names", "left_out"}
)


def model_like(situation: Situation, model: Model) -> Model:
    """The model of a situation; outcomes and moves are taken over where nothing that makes them differs."""
    if situation is model.situation:
        return model
    same = all(
        getattr(situation, key) == getattr(model.situation, key)
        for key in type(situation).model_fields
        if key not in FREE
    )
    return Model(situation, model.space, model.moves) if same else Model.of(situation)
