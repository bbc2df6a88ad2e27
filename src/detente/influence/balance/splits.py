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

from detente.influence.balance.blockmodel import blocks, components, joined
from detente.influence.balance.frustration import SECONDS, best_split, split_block
from detente.influence.balance.signed import SAME, Array, SignedGraph, cost, torn

LISTED_WHOLE = 16  # actors of a graph whose splits are all listed: 2^15
COUNTED_WHOLE = 20  # actors of a block whose best splits are found by trying all: 2^19
CHUNK = 2**15
MOST_WAYS = 200


@dataclass(frozen=True)
class BestSplits:
    """The best splits into two camps. `ways`: camps of each actor; `complete`: no other way is as good.

    `parts`: pieces of the graph that no tie joins; `always`: ties that every best split contradicts; `count`: how many
    ways there are, which may be more than are listed; `second`: the value of the best split that is not best. Both are
    None if they were not found.
    """

    value: float
    bound: float
    ways: tuple[tuple[int, ...], ...]
    complete: bool
    parts: int
    always: tuple[int, ...]
    count: int | None = None
    second: float | None = None

    @property
    def proven(self) -> bool:
        return self.value - self.bound <= SAME

    @property
    def optima(self) -> int | None:
        """How many splits are best, swapping both camps aside; None if they were not all found."""
        return None if self.count is None else self.count * 2 ** (self.parts - 1)


def best_splits(graph: SignedGraph, seconds: float = SECONDS, most: int = MOST_WAYS) -> BestSplits:
    """All best splits into two camps, and the ties that none of them spares."""
    end = time.monotonic() + seconds
    first = best_split(graph, 2, seconds)
    parts = len(components(graph))
    if not first.proven:
        return BestSplits(first.value, first.bound, (first.camps,), False, parts, ())
    found, always, complete, count = [], [], True, 1
    gaps: list[float | None] = []
    at = torn(graph, np.array(first.camps))
    for ties in blocks(graph):
        block = graph.part(ties)
        ways, whole, gap = _ways(block, at[ties], end, most)
        gaps.append(gap)
        complete = complete and whole
        count *= len(ways)
        found.append((ties, ways))
        if whole:
            always += ties[np.logical_and.reduce(ways)].tolist()
        else:
            always += [
                int(ties[tie]) for tie in np.flatnonzero(at[ties]) if not _spared(block, int(tie), at[ties], end)
            ]
    known = count if complete else None
    listed: list[tuple[int, ...]] = []
    for combination in product(*(ways for _, ways in found)):
        if len(listed) == most:
            complete = False
            break
        contradicted = np.zeros(graph.ties, dtype=np.bool_)
        for (ties, _), way in zip(found, combination, strict=True):
            contradicted[ties] = way
        listed.append(tuple(joined(graph, contradicted).tolist()))
    second = _least(first.value, gaps)
    return BestSplits(first.value, first.bound, tuple(listed), complete, parts, tuple(sorted(always)), known, second)


def _least(value: float, gaps: list[float | None]) -> float | None:
    """The second-best value: one block departs from its best, the others do not."""
    known = [gap for gap in gaps if gap is not None]
    return float(np.round(value + min(known), 9)) if known and len(known) == len(gaps) else None


def _ways(block: SignedGraph, best: Array, end: float, most: int) -> tuple[list[Array], bool, float | None]:
    """The sets of contradicted ties of all best splits of a block, whether these are all, and how much more the
    second-best one contradicts (None: not found)."""
    actors = np.unique(block.pairs)
    weights = np.abs(block.weights)
    value = float(weights[best].sum())
    if len(actors) <= COUNTED_WHOLE:
        small = SignedGraph(len(actors), np.searchsorted(actors, block.pairs), block.weights)
        return _tried(small, weights, value)
    ways = [best]
    while len(ways) < most and time.monotonic() < end:
        way, bound = split_block(block, end - time.monotonic(), barred=tuple(ways))
        least = float(weights[way].sum())
        if bound > value + SAME:
            return ways, True, least - value if least <= bound + 1e-6 else None
        if not np.isfinite(bound) or least > value + SAME:
            return ways, False, None
        ways.append(way)
    return ways, False, None


def _tried(block: SignedGraph, weights: Array, value: float) -> tuple[list[Array], bool, float | None]:
    """`_ways` by trying every split."""
    ways: list[Array] = []
    second = float("inf")
    for start in range(0, 2 ** (block.count - 1), CHUNK):
        against = torn(block, all_splits(block.count, start, CHUNK))
        more = against @ weights - value
        ways += list(against[more <= SAME])
        second = min(second, float(more[more > SAME].min(initial=np.inf)))
    return ways, True, second if np.isfinite(second) else None


def _spared(block: SignedGraph, tie: int, best: Array, end: float) -> bool:
    """Whether some best split may spare the tie: so as long as it is not proven that none does."""
    if time.monotonic() >= end:
        return True
    value = float(np.abs(block.weights)[best].sum())
    _, bound = split_block(block, max(end - time.monotonic(), 0.01), {tie: False})
    return not bound > value + 1e-6


def all_splits(count: int, start: int = 0, most: int | None = None) -> Array:
    """Every split of a few actors into two camps, the first actor in camp 0: (2^(count-1), count), or a part of it."""
    whole = 2 ** max(count - 1, 0)
    numbers = np.arange(start, whole if most is None else min(start + most, whole))
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
        if time.monotonic() >= end:
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
