"""Closed walks that any split contradicts somewhere, and of which one is missing in a fractional solution.

Two camps: every closed walk with an odd number of negative ties holds a contradicted tie (Harary 1953). Any number of
camps: every closed walk with exactly one negative tie does (Davis 1967). Let f say for each tie how far it is
contradicted. A walk with Σ f < 1 is one that f misses; the shortest such walk through a tie is a shortest path between
its ends. For two camps the path is looked for in a graph with two copies of every actor, in which the ties that a good
split contradicts lead from one copy to the other (Barahona & Mahjoub 1986): odd walks hold one of them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np

from detente.influence.balance.signed import Array, SignedGraph

SMALL = 1e-7  # of a step, so that of equally good walks the one with fewer ties is found
LESS = 1e-6  # a walk that misses less than this is no gain
MORE = 0.25  # how much longer a tie becomes by each walk found over it
WORTHWHILE = 200  # ties from which walks are looked for by compiled code


def missed_cycles(graph: SignedGraph, fractions: Array, against: Array | None) -> list[Array]:
    """For ties through which some walk is missed: the ties of a shortest one, in order, each set once.

    `against`: which ties a good split into two camps contradicts; None: any number of camps is allowed. Ties of walks
    found earlier count as longer, so that the walks differ.
    """
    lengths = np.maximum(fractions, 0.0) + SMALL
    ends = graph.pairs
    if against is None:
        starts, over = np.flatnonzero(graph.weights < 0), np.flatnonzero(graph.weights > 0)
        nodes, arcs = graph.count, np.concatenate([ends[over], ends[over][:, ::-1]])
        sources, targets, names = ends[starts, 0], ends[starts, 1], np.concatenate([over, over])
    else:
        starts, turns = np.flatnonzero(against), against.astype(np.int64)
        a, b = 2 * ends[:, 0], 2 * ends[:, 1]
        one = np.concatenate([np.stack([a, b + turns], 1), np.stack([a + 1, b + 1 - turns], 1)])
        nodes, arcs = 2 * graph.count, np.concatenate([one, one[:, ::-1]])
        sources, targets, names = a[starts], b[starts], np.tile(np.arange(graph.ties), 4)
    order = np.argsort(arcs[:, 0], kind="stable")
    first = np.searchsorted(arcs[order, 0], np.arange(nodes + 1))
    ties, sizes = _walk(graph.ties)(first, arcs[order, 1], names[order], lengths, starts, sources, targets)
    found = {tuple(sorted(set(part.tolist()))) for part in np.split(ties, np.cumsum(sizes)[:-1]) if len(part)}
    return [np.array(one) for one in sorted(found)]


def shortest(
    first: Array, heads: Array, names: Array, given: Array, starts: Array, sources: Array, targets: Array
) -> tuple[Array, Array]:
    """Shortest paths (Dijkstra 1959) from source to target through other ties, shorter than 1 less their own tie's.

    Arcs ``first[v]:first[v + 1]`` lead from v to `heads` over the ties `names`; `given`: length of each tie; `starts`:
    the tie that each path closes. Returns the ties of all closed walks one after another, and how many each has.
    """
    nodes = len(first) - 1
    lengths = given.copy()
    away, came, by = np.empty(nodes), np.empty(nodes, np.int64), np.empty(nodes, np.int64)
    seen = np.full(nodes, -1, np.int64)  # the last path that reached a node
    keys, heap = np.empty(len(heads) + 1), np.empty(len(heads) + 1, np.int64)
    ties, sizes, used = np.empty(1024, np.int64), np.zeros(len(starts), np.int64), 0
    for number in range(len(starts)):
        most = 1.0 - LESS - lengths[starts[number]]
        if most <= 0:
            continue
        source, target = sources[number], targets[number]
        seen[source], away[source], came[source] = number, 0.0, -1
        keys[0], heap[0], size = 0.0, source, 1
        while size:
            far, here = keys[0], heap[0]
            size -= 1
            key, node, at = keys[size], heap[size], 0
            while 2 * at + 1 < size:  # the last one sinks to its place
                below = 2 * at + 1
                if below + 1 < size and keys[below + 1] < keys[below]:
                    below += 1
                if keys[below] >= key:
                    break
                keys[at], heap[at], at = keys[below], heap[below], below
            keys[at], heap[at] = key, node
            if here == target:
                break
            if far > away[here]:
                continue
            for arc in range(first[here], first[here + 1]):
                there, reach = heads[arc], far + lengths[names[arc]]
                if reach < most and names[arc] != starts[number] and (seen[there] != number or reach < away[there]):
                    seen[there], away[there], came[there], by[there] = number, reach, here, names[arc]
                    at, size = size, size + 1
                    while at and keys[(at - 1) // 2] > reach:
                        keys[at], heap[at], at = keys[(at - 1) // 2], heap[(at - 1) // 2], (at - 1) // 2
                    keys[at], heap[at] = reach, there
        if seen[target] != number:
            continue
        begin, here = used, target
        while True:
            if used == len(ties):
                ties = np.concatenate((ties, np.empty(len(ties), np.int64)))
            ties[used] = starts[number] if came[here] < 0 else by[here]
            used += 1
            if came[here] < 0:
                break
            here = came[here]
        sizes[number] = used - begin
        for place in range(begin, used):
            lengths[ties[place]] += MORE
    return ties[:used], sizes


def _walk(ties: int) -> Callable[..., Any]:
    """`shortest`, compiled where numba is there (the extra ``fast``) and there are enough ties for that to pay."""
    return shortest if ties < WORTHWHILE or find_spec("numba") is None else _compiled()


@cache
def _compiled() -> Callable[..., Any]:
    from detente.compiled import compiled

    found: Callable[..., Any] = compiled(shortest)
    return found
