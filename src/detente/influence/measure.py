"""Influence in studies, draw by draw: leverage, what a failing guarantee puts at risk, the best alignment, R*.

Ties weigh their strength here, since that is what the draws change; a pair with ties of both signs loses the smaller
side whatever the split. Alignments are compared for up to `MOST_ACTORS` actors.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from detente.influence.balance.signed import SAME
from detente.influence.balance.splits import all_splits
from detente.influence.dependence.dependence import by_domain, dependence, leverage, normalised
from detente.influence.dependence.domains import Tables, involved, tables
from detente.influence.mactor.mactor import balance_of_power
from detente.influence.mactor.play import matrices, players
from detente.outcomes.columns import Array, Column, Columns
from detente.outcomes.numbers import Numbers
from detente.situation.model import Situation
from detente.situation.records import Quantity
from detente.stability.solve import Model

BLOCKS = ("ties", "dependence", "mactor")  # their ranges are drawn for this measure
MOST_ACTORS = 8  # 2^7 alignments: as many as the codes of an answer can name
CHUNK = 512  # draws of MACTOR at a time


@dataclass(frozen=True)
class _Parts:
    """What of a situation can be measured: actors, pairs and names, in a fixed order."""

    situation: Situation

    @cached_property
    def actors(self) -> tuple[str, ...]:
        return involved(self.situation)

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """Pairs between whom a share is written, in the order of the actors."""
        order = {name: place for place, name in enumerate(self.actors)}
        found = {
            tuple(sorted((i, j), key=order.__getitem__))
            for domain in self.situation.dependence.values()
            for i, row in domain.shares.items()
            for j in row
        }
        return sorted(found, key=lambda pair: [order[name] for name in pair])  # type: ignore[arg-type]

    def domains(self, pair: tuple[str, str]) -> list[str]:
        """The domains in which something is written between the two."""
        i, j = pair
        whole = self.situation.dependence.items()
        return [name for name, one in whole if j in one.shares.get(i, {}) or i in one.shares.get(j, {})]

    @cached_property
    def tied(self) -> tuple[str, ...]:
        """Actors with ties; none where there are too many to compare alignments."""
        ends = {name for tie in self.situation.ties.values() if tie.table is None for name in tie.ends}
        found = tuple(name for name in self.situation.actors if name in ends)
        return found if len(found) <= MOST_ACTORS else ()

    @cached_property
    def splits(self) -> Array:
        return all_splits(len(self.tied))

    def alignment(self, split: Array) -> str:
        """An alignment in one word: its camps by name."""
        camps = [[a for a, at in zip(self.tied, split.tolist(), strict=True) if at == camp] for camp in (0, 1)]
        return " | ".join("+".join(camp) for camp in camps if camp)

    def guarantees(self) -> Iterator[tuple[str, str, str]]:
        for name, domain in self.situation.dependence.items():
            yield from ((name, i, j) for i, row in domain.fails.items() for j in row)


def columns(model: Model) -> Columns:
    """Leverage of every pair, by domain and in all; who has the advantage; risks; the best alignment; R*."""
    parts = _Parts(model.situation)
    found: dict[str, Column] = {}
    for i, j in parts.pairs:
        for name in parts.domains((i, j)):
            found[f"{name}/leverage of {i} over {j}"] = Column("value")
        found[f"all/leverage of {i} over {j}"] = Column("value")
        found[f"all/advantage {i} {j}"] = Column("answer", (i, "even", j))
    for name, i, j in parts.guarantees():
        found[f"{name}/at risk of {i} from {j}"] = Column("value")
    if parts.tied:
        found["balance/contradicted"] = Column("value")
        found["balance/balanced"] = Column("answer", ("no", "yes"))
        found["balance/alignment"] = Column("answer", tuple(parts.alignment(split) for split in parts.splits))
    if model.situation.mactor is not None:
        who = players(model.situation, model.situation.mactor)
        found["mactor/first"] = Column("answer", who)
        found |= {f"mactor/strength of {actor}": Column("value") for actor in who}
    return found


def values(model: Model, numbers: Numbers) -> dict[str, Array]:
    """The same names, for every draw. Of equally good alignments the first counts, and of equally strong actors."""
    parts = _Parts(model.situation)

    def value(quantity: Quantity, path: tuple[str, ...]) -> Array:
        found: Array = numbers.value(quantity, path)[:, 0]
        return found

    found: dict[str, Array] = {}
    if parts.pairs:
        table = tables(model.situation, parts.actors, value)
        found |= _leverage(parts, table, numbers.count)
        found |= _risks(parts, table, numbers.count)
    if parts.tied:
        found |= _alignment(parts, numbers)
    if model.situation.mactor is not None:
        who = players(model.situation, model.situation.mactor)
        a, _ = matrices(model.situation.mactor, who, value)
        a = np.broadcast_to(a, (numbers.count, *a.shape[1:]))
        power = np.concatenate([balance_of_power(a[k : k + CHUNK])[2] for k in range(0, max(1, len(a)), CHUNK)])
        found["mactor/first"] = (power >= power.max(axis=1, keepdims=True) - SAME).argmax(axis=1).astype(np.uint8)
        found |= {f"mactor/strength of {actor}": power[:, place] for place, actor in enumerate(who)}
    return found


def _leverage(parts: _Parts, table: Tables, count: int) -> dict[str, Array]:
    place = {name: number for number, name in enumerate(parts.actors)}
    domains = {name: k for k, name in enumerate(parts.situation.dependence)}
    single = leverage(by_domain(table.shares, table.exits))
    total = leverage(dependence(table.weights, table.shares, table.exits))
    found = {}
    for i, j in parts.pairs:
        at = place[i], place[j]
        for name in parts.domains((i, j)):
            found[f"{name}/leverage of {i} over {j}"] = np.broadcast_to(single[:, domains[name], *at], count)
        gain = np.broadcast_to(total[:, *at], count)
        found[f"all/leverage of {i} over {j}"] = gain
        sign = (np.abs(gain) > SAME) * np.sign(gain)
        found[f"all/advantage {i} {j}"] = (1 - sign).astype(np.uint8)
    return found


def _risks(parts: _Parts, table: Tables, count: int) -> dict[str, Array]:
    """What a failing guarantee puts at risk beyond what could be replaced, of all that the actor depends on."""
    place = {name: number for number, name in enumerate(parts.actors)}
    domains = {name: k for k, name in enumerate(parts.situation.dependence)}
    weights = normalised(table.weights)
    found = {}
    for name, i, j in parts.guarantees():
        at = domains[name], place[i], place[j]
        held = weights[:, at[0], at[1]] * table.shares[:, *at] * (1 - table.exits[:, *at])
        found[f"{name}/at risk of {i} from {j}"] = np.broadcast_to(held * table.fails[:, *at], count)
    return found


def _alignment(parts: _Parts, numbers: Numbers) -> dict[str, Array]:
    place = {name: number for number, name in enumerate(parts.tied)}
    together: list[tuple[int, int, Array]] = []  # negative ties, lost if the two stand together
    apart: list[tuple[int, int, Array]] = []
    for name, tie in parts.situation.ties.items():
        if tie.table is not None:
            continue
        a, b = (place[end] for end in tie.ends)
        path = ("ties", name, "strength")
        weight = np.ones(numbers.count) if tie.strength is None else numbers.value(tie.strength, path)[:, 0]
        (together if tie.sign == "negative" else apart).append((a, b, weight))
    costs = np.zeros((numbers.count, len(parts.splits)))
    for ties, lost_if_apart in ((apart, True), (together, False)):
        for a, b, weight in ties:
            differ = parts.splits[:, a] != parts.splits[:, b]
            costs += weight[:, None] * (differ == lost_if_apart)[None, :]
    least = costs.min(axis=1)
    return {
        "balance/contradicted": least,
        "balance/balanced": (least <= SAME).astype(np.uint8),
        "balance/alignment": (costs <= least[:, None] + SAME).argmax(axis=1).astype(np.uint8),
    }
