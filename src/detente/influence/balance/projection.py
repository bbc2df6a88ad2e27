"""From many ties of a pair to one sign: the step that every statement about balance rests on, so it is a choice and
said.

A pair may be allies, rivals in trade and parties to a dispute at once. The rules:

- ``net``: the sum of its ties, positive against negative; where they cancel, the pair is *open*: it has no sign, and
  the results are given for either;
- ``latest``: the tie with the latest date, without dates the one listed last;
- ``positive`` or ``negative``: that sign if the pair has any such tie.

A tie weighs 1, or its strength at the centre of its range (1 where none is given). Directions are dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from detente.influence.balance.signed import SAME, SignedGraph, signed_graph

Rule = Literal["net", "latest", "positive", "negative"]
RULES: tuple[Rule, ...] = ("net", "latest", "positive", "negative")


@dataclass(frozen=True)
class SignedTie:
    """A tie of the file: its name, the places of its two actors, its weight with sign, its date."""

    name: str
    a: int
    b: int
    weight: float
    date: str = ""

    @property
    def pair(self) -> tuple[int, int]:
        return min(self.a, self.b), max(self.a, self.b)


@dataclass(frozen=True)
class Projection:
    """The graph that a rule makes of the ties; `open`: pairs whose ties cancel; `mixed`: pairs with both signs."""

    rule: Rule
    weighed: bool
    graph: SignedGraph
    mixed: tuple[tuple[int, int], ...]
    open: tuple[tuple[int, int], ...]
    edges: tuple[tuple[int, int, float], ...]

    def with_sign(self, pair: tuple[int, int], sign: int) -> SignedGraph:
        """The graph if this pair had one tie of weight 1 and this sign, and no other."""
        kept = [edge for edge in self.edges if {edge[0], edge[1]} != set(pair)]
        return signed_graph(self.graph.count, [*kept, (*pair, float(sign))])


def latest(edges: Iterable[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """Of each pair, the tie listed last."""
    kept = {(min(a, b), max(a, b)): weight for a, b, weight in edges}
    return [(a, b, weight) for (a, b), weight in kept.items()]


def project(count: int, ties: Sequence[SignedTie], rule: Rule = "net", *, weighed: bool = False) -> Projection:
    """The signed graph of these ties under a rule. `weighed`: ties count by their strength, else pairs count alike."""
    pairs: dict[tuple[int, int], list[SignedTie]] = {}
    for tie in sorted(ties, key=lambda tie: tie.date):
        pairs.setdefault(tie.pair, []).append(tie)
    mixed = [pair for pair, many in pairs.items() if min(t.weight for t in many) < 0 < max(t.weight for t in many)]
    edges: list[tuple[int, int, float]] = []
    cancelled = []
    for pair, many in sorted(pairs.items()):
        kept = _kept(many, rule) if pair in mixed else many
        total = sum(tie.weight if weighed else (tie.weight > 0) - (tie.weight < 0) for tie in kept)
        if abs(total) <= SAME:
            cancelled.append(pair)
        edges += [(*pair, tie.weight) for tie in kept] if weighed else [(*pair, float((total > 0) - (total < 0)))]
    return Projection(rule, weighed, signed_graph(count, edges), tuple(sorted(mixed)), tuple(cancelled), tuple(edges))


def _kept(many: list[SignedTie], rule: Rule) -> list[SignedTie]:
    if rule == "latest":
        return many[-1:]
    if rule == "net":
        return many
    return [tie for tie in many if (tie.weight > 0) == (rule == "positive")]
