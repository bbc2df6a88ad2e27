"""The parts of a graph that can be split into camps one by one: its two-connected components.

A closed walk never leaves such a block, and whether a tie is contradicted depends on closed walks alone. So the
frustration index of a graph is the sum over its blocks (two actors in different blocks meet in at most one actor, whose
camp can be swapped together with its block's). Blocks by depth-first search (Hopcroft & Tarjan 1973).
"""

from __future__ import annotations

import numpy as np

from detente.influence.balance.signed import Array, SignedGraph


def blocks(graph: SignedGraph) -> list[Array]:
    """The places of the ties of each block. A tie that lies on no closed walk is a block of its own."""
    beside = graph.neighbours()
    found: list[Array] = []
    order = [-1] * graph.count
    low = [0] * graph.count
    clock = 0
    for root in range(graph.count):
        if order[root] >= 0:
            continue
        order[root] = low[root] = clock
        clock += 1
        waiting = [(root, -1, 0, iter(beside[root]))]
        trail: list[int] = []
        while waiting:
            here, came, cut, rest = waiting[-1]
            step = next(rest, None)
            if step is None:
                waiting.pop()
                if waiting:
                    before = waiting[-1][0]
                    low[before] = min(low[before], low[here])
                    if low[here] >= order[before]:
                        found.append(np.array(sorted(trail[cut:]), dtype=np.int64))
                        del trail[cut:]
                continue
            there, tie = step
            if tie == came or order[there] > order[here]:
                continue
            trail.append(tie)
            if order[there] >= 0:
                low[here] = min(low[here], order[there])
            else:
                order[there] = low[there] = clock
                clock += 1
                waiting.append((there, tie, len(trail) - 1, iter(beside[there])))
    return found


def components(graph: SignedGraph) -> list[list[int]]:
    """The actors of each connected part; an actor without ties is a part of its own."""
    beside = graph.neighbours()
    seen = [False] * graph.count
    found = []
    for root in range(graph.count):
        if seen[root]:
            continue
        part, seen[root] = [root], True
        for here in part:
            for there, _ in beside[here]:
                if not seen[there]:
                    seen[there] = True
                    part.append(there)
        found.append(sorted(part))
    return found


def joined(graph: SignedGraph, contradicted: Array) -> Array:
    """Camps (0 or 1 for each actor) that contradict exactly these ties; the first actor of each part is in camp 0.

    The ties must be such a set: then walking over the graph meets no conflict.
    """
    beside = graph.neighbours()
    apart = (graph.weights < 0) != contradicted
    camps = np.full(graph.count, -1, dtype=np.int64)
    for root in range(graph.count):
        if camps[root] >= 0:
            continue
        camps[root] = 0
        waiting = [root]
        for here in waiting:
            for there, tie in beside[here]:
                if camps[there] < 0:
                    camps[there] = camps[here] ^ int(apart[tie])
                    waiting.append(there)
    return camps
