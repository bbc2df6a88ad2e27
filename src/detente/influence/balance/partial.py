"""How far from balanced? Shares and triads, in all and actor by actor.

- T(G): the balanced share of triads; of an actor, of the triads that it is in (Aref & Wilson 2018).
- Line index as a share: 1 - 2 L / W, L being the frustration index and W the weight of all ties (there F(G)); 0 to 1.
- Walk balance: K = tr e^A / tr e^|A| with A the matrix of signed weights (Estrada & Benzi 2014); long walks count less.
  1 for balanced ties. Reported as it is; Aref & Wilson have (K + 1) / 2.
- Directed: transitive semicycles i → j → k with i → k, balanced if an even number of the three is negative (Dinh and
  others 2020; Aref and others 2020, who go on to judge by triad; here each is counted once). A tie ``between`` two goes
  both ways; of several ties one way, the sum of signs counts, and those that cancel are none.

T of Read's highland tribes is 59 / 68 and their line index 1 - 14 / 58.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.influence.balance.signed import Array, SignedGraph, triangles
from detente.situation.model import Situation

MOST = 1500  # actors whose walks are counted: every eigenvalue of their matrix is needed


@dataclass(frozen=True)
class Partial:
    """`of_actor`: (actors, 2) balanced and unbalanced triads of each; `walk`: K, None for too many actors;
    `semicycles`: balanced and all transitive ones, None where no tie has a direction."""

    of_actor: Array
    walk: float | None
    semicycles: tuple[int, int] | None

    def share(self, actor: int) -> float | None:
        """The balanced share of an actor's triads; None if it is in none."""
        total = int(self.of_actor[actor].sum())
        return float(self.of_actor[actor, 0]) / total if total else None

    def data(self, actors: tuple[str, ...]) -> dict[str, Any]:
        named = {
            name: {"balanced": int(good), "unbalanced": int(bad), "share": self.share(place)}
            for place, (name, (good, bad)) in enumerate(zip(actors, self.of_actor.tolist(), strict=True))
        }
        directed = None
        if self.semicycles is not None:
            balanced, total = self.semicycles
            directed = {"balanced": balanced, "total": total, "share": balanced / total if total else None}
        return {"by_actor": named, "walk": self.walk, "directed": directed}


def partial(graph: SignedGraph, arcs: Array | None = None) -> Partial:
    """The measures of a graph. `arcs`: (actors, actors) the sign of each direction, or None."""
    three = triangles(graph)
    negative = (graph.weights < 0)[three].sum(axis=1) if len(three) else np.zeros(0, np.int64)
    counts = np.zeros((graph.count, 2), dtype=np.int64)
    if len(three):
        members = np.sort(graph.pairs[three].reshape(len(three), 6), axis=1)[:, ::2]  # each of the three stands twice
        np.add.at(counts, (members, (negative % 2)[:, None]), 1)
    return Partial(counts, walk_balance(graph), None if arcs is None else semicycles(arcs))


def walk_balance(graph: SignedGraph) -> float | None:
    """K; None for more than `MOST` actors."""
    if graph.count > MOST:
        return None
    matrix = np.zeros((graph.count, graph.count))
    a, b = graph.pairs.T
    matrix[a, b] = matrix[b, a] = graph.weights
    signed, plain = (np.linalg.eigvalsh(one) for one in (matrix, np.abs(matrix)))
    top = plain.max(initial=0.0)  # e^top would be too large for a number
    return float(np.exp(signed - top).sum() / np.exp(plain - top).sum()) if graph.count else None


def semicycles(arcs: Array) -> tuple[int, int]:
    """Balanced and all transitive semicycles."""
    signs, there = arcs.astype(np.float64), (arcs != 0).astype(np.float64)
    total, net = (round(float(((one @ one) * one).sum())) for one in (there, signs))
    return (total + net) // 2, total


def directions(situation: Situation, place: dict[str, int]) -> Array | None:
    """The sign of the ties from each actor to each; None where no tie says from whom to whom."""
    if all(tie.between is not None for tie in situation.ties.values()):
        return None
    found = np.zeros((len(place), len(place)), dtype=np.int64)
    for tie in situation.ties.values():
        a, b = (place[end] for end in tie.ends)
        sign = 1 if tie.sign == "positive" else -1
        found[a, b] += sign
        if tie.between is not None:
            found[b, a] += sign
    return np.sign(found)
