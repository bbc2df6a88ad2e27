"""Which splits are best, which ties suffer in all of them, and what every other alignment costs.

*Ways* are counted by the ties they contradict: two splits that differ by swapping the camps, or by swapping those of a
part of the graph that no tie joins to the rest, contradict the same ties. In a block, ties that no best split can
contradict (the bound would pass the value) hold their ends to one another, so that few groups of actors are left, which
are tried in every way; of more groups, the next way is asked for with all known ones barred, until it costs more,
`MOST_WAYS` are known or time runs out.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from detente.influence.balance.blockmodel import components, joined
from detente.influence.balance.bound import whole_weights
from detente.influence.balance.frustration import SECONDS, Block, search, solved_blocks, whole
from detente.influence.balance.signed import SAME, Array, SignedGraph, cost, signed_graph, torn
from detente.time_left import Budget

LISTED_WHOLE = 16  # actors of a graph whose splits are all listed: 2^15
COUNTED_WHOLE = 20  # groups of actors of a block whose best splits are found by trying all: 2^19
LOOKED_FOR = 60  # actors of a block whose second-best split is searched for
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


def best_splits(graph: SignedGraph, seconds: float | None = SECONDS, most: int = MOST_WAYS) -> BestSplits:
    """All best splits into two camps, and the ties that none of them spares."""
    budget = Budget(seconds, 2)
    parts = solved_blocks(graph, budget.share())
    first = whole(graph, parts)
    pieces = len(components(graph))
    if not first.proven:
        return BestSplits(first.value, first.bound, (first.camps,), False, pieces, ())
    found, always, complete, count = [], [], True, 1
    gaps: list[float | None] = []
    budget = Budget(budget.share(), len(parts))
    for block in parts:
        ways, all_, gap = _ways(block, Budget(budget.share(), 1), most)
        gaps.append(gap)
        complete = complete and all_
        count *= len(ways)
        found.append((block.ties, ways))
        if all_:
            always += block.ties[np.logical_and.reduce(ways)].tolist()
        else:
            held = (tie for tie in np.flatnonzero(block.against).tolist() if not _spared(block, tie, budget))
            always += [int(block.ties[tie]) for tie in held]
    listed: list[tuple[int, ...]] = []
    for combination in product(*(ways for _, ways in found)):
        if len(listed) == most:
            break
        contradicted = np.zeros(graph.ties, dtype=np.bool_)
        for (ties, _), way in zip(found, combination, strict=True):
            contradicted[ties] = way
        listed.append(tuple(joined(graph, contradicted).tolist()))
    second = _least(first.value, gaps + _calm_gaps(graph, parts))
    known = count if complete else None
    complete = complete and len(listed) == count
    return BestSplits(first.value, first.bound, tuple(listed), complete, pieces, tuple(sorted(always)), known, second)


def _calm_gaps(graph: SignedGraph, parts: list[Block]) -> list[float | None]:
    """What it costs to contradict a tie that lies on no closed walk: its weight."""
    bridges = np.setdiff1d(np.arange(graph.ties), np.concatenate([np.zeros(0, np.int64), *(one.ties for one in parts)]))
    return list(np.abs(graph.weights[bridges]).tolist())


def _least(value: float, gaps: list[float | None]) -> float | None:
    """The second-best value: one block departs from its best, the others do not."""
    known = [gap for gap in gaps if gap is not None]
    return float(np.round(value + min(known), 9)) if known and len(known) == len(gaps) else None


def _ways(block: Block, budget: Budget, most: int) -> tuple[list[Array], bool, float | None]:
    """The sets of contradicted ties of all best splits of a block, whether these are all, and how much more the
    second-best one contradicts (None: not found)."""
    if block.graph.count <= COUNTED_WHOLE:
        splits, gap = _tried(block.graph)
        return list(torn(block.graph, splits)), True, gap
    few, groups = _held(block)
    if few.count <= COUNTED_WHOLE:
        camps = joined(block.graph, block.against)
        ways = list(torn(block.graph, camps ^ _tried(few)[0][:, groups]))
        return ways, True, _second(block, ways, budget)
    ways = [block.against]
    while len(ways) < most and not budget.over:
        way, bound = search(block, budget.share(of=1), barred=tuple(ways))
        least = float(np.abs(block.graph.weights)[way].sum())
        if bound > block.value + SAME:
            return ways, True, least - block.value if least <= bound + 1e-6 else None
        if not np.isfinite(bound) or least > block.value + SAME:
            return ways, False, None
        ways.append(way)
    return ways, False, None


def _held(block: Block) -> tuple[SignedGraph, Array]:
    """The block with the actors that every best split holds to one another as one, a tie being positive where the best
    split known does not contradict it; and the group of each actor."""
    graph, slack = block.graph, block.value - block.bound
    fixed = ~block.against & (block.spared > slack + 1e-6)
    bound = SignedGraph(graph.count, graph.pairs[fixed], np.ones(int(fixed.sum())))
    groups = np.zeros(graph.count, dtype=np.int64)
    for number, members in enumerate(components(bound)):
        groups[members] = number
    signs = np.where(block.against, -1.0, 1.0) * np.abs(graph.weights)
    ends = groups[graph.pairs]
    edges = [(a, b, sign) for (a, b), sign in zip(ends.tolist(), signs.tolist(), strict=True) if a != b]
    return signed_graph(int(groups.max()) + 1, edges), groups


def _second(block: Block, ways: list[Array], budget: Budget) -> float | None:
    """How much more the second-best split of a block contradicts: of whole weights 1 where some actor can change camp
    for that, else what a search finds."""
    graph, weights = block.graph, np.abs(block.graph.weights)
    if whole_weights(graph):
        change = np.where(np.array(ways), -weights, weights)
        for row in change:
            moved = np.bincount(graph.pairs[:, 0], row, graph.count) + np.bincount(graph.pairs[:, 1], row, graph.count)
            if (np.abs(moved - 1) <= SAME).any():
                return 1.0
    if graph.count > LOOKED_FOR or len(ways) > MOST_WAYS or budget.over:
        return None
    way, bound = search(block, budget.share(of=1), barred=tuple(ways))
    least = float(weights[way].sum())
    return least - block.value if least <= bound + 1e-6 else None


def _tried(graph: SignedGraph) -> tuple[Array, float | None]:
    """The best splits, by trying all, (ways, actors); and how much more the second-best contradicts."""
    every = [all_splits(graph.count, start, CHUNK) for start in range(0, 2 ** (graph.count - 1), CHUNK)]
    costs = np.concatenate([cost(graph, part) for part in every])
    more = costs - costs.min()
    second = float(more[more > SAME].min(initial=np.inf))
    return np.concatenate(every)[more <= SAME], second if np.isfinite(second) else None


def _spared(block: Block, tie: int, budget: Budget) -> bool:
    """Whether some best split may spare the tie: so as long as it is not proven that none does."""
    if budget.over:
        return True
    _, bound = search(block, budget.share(of=1), {tie: False})
    return not bound > block.value + 1e-6


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


def prices(graph: SignedGraph, seconds: float | None = SECONDS) -> list[float | None]:
    """For each tie, what it costs beyond the best split to have it otherwise: to spare it where the best one
    contradicts it, to contradict it where the best one does not. 0: another best split does. None: time ran out."""
    budget = Budget(seconds, 2)
    found: list[float | None] = [float(np.round(abs(weight), 9)) for weight in graph.weights]  # on no closed walk
    for block in solved_blocks(graph, budget.share()):
        weights = np.abs(block.graph.weights)
        if block.graph.count <= LISTED_WHOLE:
            against = torn(block.graph, all_splits(block.graph.count))
            values = against @ weights
            at = against[values.argmin()]
            for place, tie in enumerate(block.ties.tolist()):
                found[tie] = float(np.round(values[against[:, place] != at[place]].min() - values.min(), 9))
            continue
        for place, tie in enumerate(block.ties.tolist()):
            found[tie] = None
            if budget.over or not block.proven:
                continue
            way, bound = search(block, budget.share(of=1), {place: not block.against[place]})
            if float(weights[way].sum()) <= bound + 1e-6:
                found[tie] = float(np.round(weights[way].sum() - block.value, 9))
    return found
