"""Which splits are best, which ties suffer in all of them, and what every other alignment costs.

*Ways* are counted by the ties they contradict: two splits that differ by swapping the camps, or by swapping those of a
part of the graph that no tie joins to the rest, contradict the same ties. Small blocks are listed whole; of large ones
the next way is asked for with all known ones barred, until it costs more, `MOST_WAYS` are known or time runs out.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import product

import numpy as np

from detente.influence.blocks import blocks, components, joined
from detente.influence.frustration import SECONDS, best_split, split_block
from detente.influence.signed import SAME, Array, SignedGraph, cost, torn

LISTED_WHOLE = 16  # actors of a graph whose splits are all listed: 2^15
MOST_WAYS = 200


@dataclass(frozen=True)
class BestSplits:
    """The best splits into two camps. `ways`: camps of each actor; `complete`: no other way is as good.

    `parts`: pieces of the graph that no tie joins; `always`: ties that every best split contradicts.
    """

    value: float
    bound: float
    ways: tuple[tuple[int, ...], ...]
    complete: bool
    parts: int
    always: tuple[int, ...]

    @property
    def proven(self) -> bool:
        return self.value - self.bound <= SAME

    @property
    def optima(self) -> int | None:
        """How many splits are best, swapping both camps aside; None if they were not all found."""
        return len(self.ways) * 2 ** (self.parts - 1) if self.complete else None


def best_splits(graph: SignedGraph, seconds: float = SECONDS, most: int = MOST_WAYS) -> BestSplits:
    """All best splits into two camps, and the ties that none of them spares."""
    end = time.monotonic() + seconds
    first = best_split(graph, 2, seconds)
    parts = len(components(graph))
    if not first.proven:
        return BestSplits(first.value, first.bound, (first.camps,), False, parts, ())
    found, always, complete = [], [], True
    at = torn(graph, np.array(first.camps))
    for ties in blocks(graph):
        block = graph.part(ties)
        ways, whole = _ways(block, at[ties], end, most)
        complete = complete and whole
        found.append((ties, ways))
        if whole:
            always += ties[np.logical_and.reduce(ways)].tolist()
        else:
            always += [
                int(ties[tie]) for tie in np.flatnonzero(at[ties]) if not _spared(block, int(tie), at[ties], end)
            ]
    listed: list[tuple[int, ...]] = []
    for combination in product(*(ways for _, ways in found)):
        if len(listed) == most:
            complete = False
            break
        contradicted = np.zeros(graph.ties, dtype=np.bool_)
        for (ties, _), way in zip(found, combination, strict=True):
            contradicted[ties] = way
        listed.append(tuple(joined(graph, contradicted).tolist()))
    return BestSplits(first.value, first.bound, tuple(listed), complete, parts, tuple(sorted(always)))


def _ways(block: SignedGraph, best: Array, end: float, most: int) -> tuple[list[Array], bool]:
    """The sets of contradicted ties of all best splits of a block, and whether these are all."""
    if not best.any():
        return [best], True
    actors = np.unique(block.pairs)
    weights = np.abs(block.weights)
    value = float(weights[best].sum())
    if len(actors) <= LISTED_WHOLE:
        small = SignedGraph(len(actors), np.searchsorted(actors, block.pairs), block.weights)
        against = torn(small, all_splits(small.count))
        return list(against[np.abs(against @ weights - value) <= SAME]), True
    ways = [best]
    while len(ways) < most and time.monotonic() < end:
        way, bound = split_block(block, end - time.monotonic(), barred=tuple(ways))
        if bound > value + SAME:
            return ways, True
        if not np.isfinite(bound) or float(weights[way].sum()) > value + SAME:
            return ways, False
        ways.append(way)
    return ways, False


def _spared(block: SignedGraph, tie: int, best: Array, end: float) -> bool:
    """Whether some best split may spare the tie: so as long as it is not proven that none does."""
    value = float(np.abs(block.weights)[best].sum())
    _, bound = split_block(block, max(end - time.monotonic(), 0.01), {tie: False})
    return not bound > value + 1e-6


def all_splits(count: int) -> Array:
    """Every split of a few actors into two camps, the first actor in camp 0: (2^(count-1), count)."""
    numbers = np.arange(2 ** max(count - 1, 0))
    found: Array = (numbers[:, None] >> np.arange(count)[None, :] & 1)[:, ::-1].astype(np.int64)
    return found if count < 2 else np.concatenate([np.zeros((len(numbers), 1), np.int64), found[:, 1:]], axis=1)


@dataclass(frozen=True)
class Alignment:
    """A split, the weight of the ties it contradicts, those ties, and the actors that change camp from the best
    split."""

    camps: tuple[int, ...]
    cost: float
    torn: tuple[int, ...]
    changed: tuple[int, ...]


def alignments(graph: SignedGraph, best: tuple[int, ...], most: int = 10) -> list[Alignment]:
    """The splits from cheapest to dearest (ties by the number of actors that change, then by order); the best first.

    Up to `LISTED_WHOLE` actors all splits are compared; beyond, the best one and those in which one actor changes.
    """
    here = np.array(best)
    if graph.count <= LISTED_WHOLE:
        every = all_splits(graph.count)
    else:
        every = np.concatenate([here[None, :], here[None, :] ^ np.eye(graph.count, dtype=np.int64)])
    costs = np.round(cost(graph, every), 9)
    away = np.minimum((every != here).sum(axis=1), (every == here).sum(axis=1))
    order = np.lexsort((np.arange(len(every)), away, costs))[:most]
    return [alignment(graph, every[place], here) for place in order]


def alignment(graph: SignedGraph, camps: Array, best: Array) -> Alignment:
    """What this split contradicts, and who stands elsewhere than in the best one (the fewer of both readings)."""
    changed = camps != best
    if changed.sum() * 2 > len(changed):
        camps, changed = 1 - camps, ~changed
    against = tuple(np.flatnonzero(torn(graph, camps)).tolist())
    value = float(np.round(cost(graph, camps), 9))
    return Alignment(tuple(camps.tolist()), value, against, tuple(np.flatnonzero(changed).tolist()))


def prices(graph: SignedGraph, seconds: float = SECONDS) -> list[float | None]:
    """For each tie, what it costs beyond the best split to have it otherwise: to spare it where the best one
    contradicts
    it, to contradict it where the best one does not. 0: another best split does. None: time ran out."""
    end = time.monotonic() + seconds
    found: list[float | None] = [None] * graph.ties
    for ties in blocks(graph):
        block = graph.part(ties)
        actors = np.unique(block.pairs)
        weights = np.abs(block.weights)
        if len(actors) <= LISTED_WHOLE:
            small = SignedGraph(len(actors), np.searchsorted(actors, block.pairs), block.weights)
            against = torn(small, all_splits(small.count))
            values = against @ weights
            at = against[values.argmin()]
            for place, tie in enumerate(ties.tolist()):
                found[tie] = float(np.round(values[against[:, place] != at[place]].min() - values.min(), 9))
            continue
        at, least = split_block(block, max(end - time.monotonic(), 0.01))
        for place, tie in enumerate(ties.tolist()):
            left = end - time.monotonic()
            if left <= 0 or weights[at].sum() > least + SAME:
                break
            way, bound = split_block(block, left, {place: not at[place]})
            if float(weights[way].sum()) <= bound + 1e-6:
                found[tie] = float(np.round(weights[way].sum() - weights[at].sum(), 9))
    return found
