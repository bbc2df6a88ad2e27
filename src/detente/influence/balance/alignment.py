"""The balance of a situation's ties: the sign of every pair by a stated rule, the best camps, the tension, the
prices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.errors import DetenteError
from detente.influence.balance.frustration import SECONDS, Split, best_split
from detente.influence.balance.partial import Partial, directions, partial
from detente.influence.balance.projection import Projection, Rule, SignedTie, project
from detente.influence.balance.signed import SAME, SignedGraph, Triads, triads
from detente.influence.balance.splits import Alignment, BestSplits, alignment, alignments, best_splits, prices
from detente.influence.drawn import central
from detente.situation.identifiers import nearest
from detente.situation.model import Situation
from detente.time_left import Budget

MEASURES = ("walk", "directed")
PRICED = 60  # pairs of a graph for which every price is asked


@dataclass(frozen=True)
class Supposed:
    """The best splits if one pair had one tie of this sign (1 or -1)."""

    pair: tuple[int, int]
    sign: int
    best: BestSplits
    graph: SignedGraph


@dataclass(frozen=True)
class Balance:
    """What balance says of the ties. `more`: number of camps → best split; `open_pairs`: both signs of what cancels.

    `partial`: triads of each actor, walks and directions. `prices`: what it costs beyond the best split to have a tie
    otherwise; empty in a large graph.
    """

    actors: tuple[str, ...]
    ties: tuple[SignedTie, ...]
    projection: Projection
    triads: Triads
    best: BestSplits
    more: dict[int, Split]
    alignments: list[Alignment]
    prices: list[float | None]
    open_pairs: list[Supposed]
    supposed: list[Supposed]
    partial: Partial
    asked: Alignment | None = None
    by_strength: Balance | None = None  # the same with ties that weigh their strength, where that differs

    @property
    def graph(self) -> SignedGraph:
        return self.projection.graph

    @property
    def line_share(self) -> float | None:
        """1 - 2 L / W: 1 for balanced ties (`detente.influence.balance.partial`); None where there are no ties."""
        weight = self.graph.weight
        return 1 - 2 * self.best.value / weight if weight else None

    def pair(self, tie: int, graph: SignedGraph | None = None) -> tuple[str, str]:
        a, b = (graph or self.graph).pairs[tie].tolist()
        return self.actors[a], self.actors[b]

    def kinds(self, pair: tuple[int, int]) -> list[str]:
        """The names of the ties of a pair, in the order of the file."""
        return [tie.name for tie in self.ties if tie.pair == pair]

    def camps(self, camps: tuple[int, ...]) -> list[list[str]]:
        """The actors of each camp."""
        return [[a for a, at in zip(self.actors, camps, strict=True) if at == camp] for camp in sorted(set(camps))]

    def data(self) -> dict[str, Any]:
        """Everything as plain data; ``L`` by number of camps, other names as in the text of each record."""
        best, measured = self.best, self.partial.data(self.actors)
        return {
            "actors": list(self.actors),
            "projection": self._projection(),
            "edges": [
                {
                    "pair": list(self.pair(tie)),
                    "weight": float(weight),
                    "price": self.prices[tie] if self.prices else None,
                }
                for tie, weight in enumerate(self.graph.weights)
            ],
            "triads": {**self.triads.data(), "by_actor": measured["by_actor"]},
            "measures": {"T": self.triads.share, "line": self.line_share, **{key: measured[key] for key in MEASURES}},
            "L": {"2": best.value, **{str(camps): split.value for camps, split in self.more.items()}},
            "bound": {"2": best.bound, **{str(camps): split.bound for camps, split in self.more.items()}},
            "camps": {str(camps): self.camps(split.camps) for camps, split in self.more.items()},
            "optima": best.optima,
            "second": best.second,
            "splits": [self.camps(way) for way in best.ways],
            "tension": [list(self.pair(tie)) for tie in best.always],
            "alignments": [self._alignment(one) for one in self.alignments],
            "asked": None if self.asked is None else self._alignment(self.asked),
            "open": [self._supposed(one) for one in self.open_pairs],
            "supposed": [self._supposed(one) for one in self.supposed],
            "by_strength": None if self.by_strength is None else self.by_strength.data(),
        }

    def _projection(self) -> dict[str, Any]:
        named = {
            key: [[self.actors[a], self.actors[b]] for a, b in pairs]
            for key, pairs in (("mixed", self.projection.mixed), ("open", self.projection.open))
        }
        return {"rule": self.projection.rule, "weighed": self.projection.weighed, **named}

    def _alignment(self, one: Alignment, graph: SignedGraph | None = None) -> dict[str, Any]:
        return {
            "cost": one.cost,
            "camps": self.camps(one.camps),
            "changed": [self.actors[actor] for actor in one.changed],
            "torn": [list(self.pair(tie, graph)) for tie in one.torn],
        }

    def _supposed(self, one: Supposed) -> dict[str, Any]:
        return {
            "pair": [self.actors[place] for place in one.pair],
            "sign": "positive" if one.sign > 0 else "negative",
            "triads": triads(one.graph).data(),
            "L": {"2": one.best.value},
            "bound": {"2": one.best.bound},
            "optima": one.best.optima,
            "splits": [self.camps(way) for way in one.best.ways],
            "tension": [list(self.pair(tie, one.graph)) for tie in one.best.always],
            "alignments": [self._alignment(other, one.graph) for other in alignments(one.graph, one.best.ways[0])],
        }


def balance(
    situation: Situation,
    rule: Rule = "net",
    *,
    weighed: bool = False,
    camps: tuple[int, ...] = (3,),
    suppose: tuple[tuple[str, str, int], ...] = (),
    ask: tuple[str, ...] = (),
    seconds: float = SECONDS,
) -> Balance | None:
    """The balance of a situation's ties; None if it has none. Actors without ties are left out.

    Args:
        rule, weighed: how many ties of a pair become one sign (`detente.influence.balance.projection`).
        camps: numbers of camps asked for beside two.
        suppose: hypothetical ties (actor, actor, 1 or -1), each alone in place of what the pair has.
        ask: one camp of a split whose price is asked.

    Raises:
        DetenteError: an actor that has no ties, or a pair of an actor with itself.
    """
    if not situation.ties:
        return None
    used = tied(situation) | {actor for a, b, _ in suppose for actor in (a, b)}
    for actor in (*(one for a, b, _ in suppose for one in (a, b)), *ask):
        if actor not in situation.actors or actor not in used:
            raise DetenteError("influence_actor", name=actor, nearest=nearest(actor, used), known=tuple(sorted(used)))
    if twice := [a for a, b, _ in suppose if a == b]:
        raise DetenteError("pair_of_one", name=twice[0])
    actors = tuple(name for name in situation.actors if name in used)
    place = {actor: number for number, actor in enumerate(actors)}
    ties = signed_ties(situation, place)
    projection = project(len(actors), ties, rule, weighed=weighed)
    graph = projection.graph
    either = [(pair, sign) for pair in projection.open for sign in (-1, 1)]
    again = not weighed and _differ(ties)
    budget = Budget(seconds, 2 + len(camps) + len(either) + len(suppose) + again)
    best = best_splits(graph, budget.share(of=2))
    chosen = np.array([int(actor in ask) for actor in actors])
    wanted = [((place[a], place[b]), sign) for a, b, sign in suppose]
    return Balance(
        actors,
        tuple(ties),
        projection,
        triads(graph),
        best,
        {number: best_split(graph, number, budget.share()) for number in camps},
        alignments(graph, best.ways[0]),
        prices(graph, budget.share()) if graph.ties <= PRICED else [],
        _both(projection, either, budget),
        [_suppose(projection, pair, sign, budget.share()) for pair, sign in wanted],
        partial(graph, directions(situation, place)),
        alignment(graph, chosen, np.array(best.ways[0])) if ask else None,
        balance(situation, rule, weighed=True, camps=camps, suppose=suppose, ask=ask, seconds=budget.share())
        if again
        else None,
    )


def tied(situation: Situation) -> set[str]:
    """The actors with ties."""
    return {actor for tie in situation.ties.values() for actor in tie.ends}


def signed_ties(situation: Situation, place: dict[str, int]) -> list[SignedTie]:
    """The ties of a situation without tables, each with its weight at the centre. `place`: of every actor with ties."""
    value = central(situation)
    found = []
    for name, tie in situation.ties.items():
        size = 1.0 if tie.strength is None else float(value(tie.strength, ("ties", name, "strength"))[0])
        a, b = tie.ends
        found.append(SignedTie(name, place[a], place[b], size if tie.sign == "positive" else -size, tie.date or ""))
    return found


def _differ(ties: list[SignedTie]) -> bool:
    """Whether the strengths of ties say more than that they are there."""
    return any(abs(abs(tie.weight) - 1) > SAME for tie in ties)


def _both(projection: Projection, either: list[tuple[tuple[int, int], int]], budget: Budget) -> list[Supposed]:
    """Both signs of each open pair, as far as the time goes; each that is tried is tried with both."""
    found = []
    for place, (pair, sign) in enumerate(either):
        if budget.over and place % 2 == 0:
            break
        found.append(_suppose(projection, pair, sign, budget.share()))
    return found


def _suppose(projection: Projection, pair: tuple[int, int], sign: int, seconds: float) -> Supposed:
    graph = projection.with_sign(pair, sign)
    return Supposed(pair, sign, best_splits(graph, seconds), graph)
