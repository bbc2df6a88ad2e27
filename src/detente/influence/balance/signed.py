"""A signed graph: who stands well with whom, who badly, and how much each tie weighs.

A pair may carry several ties. What counts for a split into camps is their sums: p, the weight of the positive ties, is
lost if the two are apart, n, the weight of the negative ones, if they are together. Of these, min(p, n) is lost
whatever the split (`base`), and the rest is one tie of weight |p - n| with the sign of p - n.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]

SAME = 1e-9  # weights that differ by less are equal: sums of decimals are not exact


@dataclass(frozen=True)
class SignedGraph:
    """`pairs`: (ties, 2) places of the ends, first below second; `weights`: (ties,) with sign, never 0.

    `base`: what every split loses because a pair carries ties of both signs.
    """

    count: int
    pairs: Array
    weights: Array
    base: float = 0.0

    @property
    def ties(self) -> int:
        return len(self.weights)

    @property
    def weight(self) -> float:
        """Of all ties, those that cancel included."""
        return float(np.abs(self.weights).sum()) + 2 * self.base

    def alone(self, ties: Array) -> SignedGraph:
        """Some of the ties and the actors at their ends, numbered in their order."""
        actors, places = np.unique(self.pairs[ties], return_inverse=True)
        return SignedGraph(len(actors), places.reshape(-1, 2), self.weights[ties])

    def neighbours(self) -> list[list[tuple[int, int]]]:
        """For each actor: the actors it has ties with, and the places of those ties."""
        found: list[list[tuple[int, int]]] = [[] for _ in range(self.count)]
        for tie, (a, b) in enumerate(self.pairs.tolist()):
            found[a].append((b, tie))
            found[b].append((a, tie))
        return found


def signed_graph(count: int, edges: Iterable[tuple[int, int, float]]) -> SignedGraph:
    """The graph of ties (one end, other end, signed weight); direction does not matter, ties of weight 0 count nothing.

    Raises ValueError for a tie of an actor with itself, an end that is not there, or a weight that is not finite.
    """
    sums: dict[tuple[int, int], list[float]] = {}
    for a, b, weight in edges:
        if a == b or not (0 <= a < count and 0 <= b < count) or not np.isfinite(weight):
            raise ValueError(f"no tie between two of {count} actors: {(a, b, weight)}")
        both = sums.setdefault((min(a, b), max(a, b)), [0.0, 0.0])
        both[int(weight < 0)] += abs(weight)
    kept = {pair: p - n for pair, (p, n) in sorted(sums.items()) if abs(p - n) > SAME}
    pairs = np.array(list(kept), dtype=np.int64).reshape(-1, 2)
    base = float(sum(min(both) for both in sums.values()))
    return SignedGraph(count, pairs, np.array(list(kept.values()), dtype=np.float64), base)


def torn(graph: SignedGraph, camps: Array) -> Array:
    """Which ties a split contradicts: positive between camps or negative inside one. (…, actors) → (…, ties)."""
    together = camps[..., graph.pairs[:, 0]] == camps[..., graph.pairs[:, 1]]
    found: Array = together != (graph.weights > 0)
    return found


def cost(graph: SignedGraph, camps: Array) -> Array:
    """The weight of the ties a split contradicts, what is lost anyway included. (…, actors) → (…)."""
    found: Array = torn(graph, camps) @ np.abs(graph.weights) + graph.base
    return found


@dataclass(frozen=True)
class Triads:
    """How many sets of three actors with all three ties there are, by signs. Balanced: ``+++`` and ``+--``."""

    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def balanced(self) -> int:
        return self.counts["+++"] + self.counts["+--"]

    @property
    def weakly_balanced(self) -> int:
        """``---`` allowed too: three camps can hold it (Davis 1967)."""
        return self.balanced + self.counts["---"]

    @property
    def share(self) -> float | None:
        """The balanced share; None where there is no triad."""
        return self.balanced / self.total if self.total else None

    def data(self) -> dict[str, Any]:
        return {
            "counts": dict(self.counts),
            "total": self.total,
            "balanced": self.balanced,
            "share": self.share,
            "weakly_balanced": self.weakly_balanced,
        }


def triads(graph: SignedGraph) -> Triads:
    """Triads by the signs of the ties (Heider 1946; Cartwright & Harary 1956).

    With A the matrix of signs and B that of their presence, traces of A³, A²B, … would count them; listing is as quick.
    """
    names = ("+++", "++-", "+--", "---")
    negative = (graph.weights < 0).astype(np.int64)
    three = triangles(graph)
    minus = negative[three].sum(axis=1) if len(three) else np.zeros(0, np.int64)
    return Triads({name: int((minus == number).sum()) for number, name in enumerate(names)})


def triangles(graph: SignedGraph) -> Array:
    """(triangles, 3): the places of the three ties of every triangle."""
    tie_of = {(a, b): tie for tie, (a, b) in enumerate(map(tuple, graph.pairs.tolist()))}
    later: list[set[int]] = [set() for _ in range(graph.count)]
    for a, b in tie_of:
        later[a].add(b)
    found = [(tie, tie_of[a, c], tie_of[b, c]) for (a, b), tie in tie_of.items() for c in sorted(later[a] & later[b])]
    return np.array(found, dtype=np.int64).reshape(-1, 3)
