"""Another reading of unrecognised outcomes (“reading B”): one game, in which actors cannot move where they do not see.

Preferences are those of the base for everybody; of each perception only the rules count. The single change is that an
actor makes no move into or out of an outcome that it does not recognise, alone or as a party. So an outcome that an
actor does not see is stable for it, under every concept: such equilibria *rest on blindness*, and so do those that
everybody sees but that would not be equilibria if everybody saw all. This is what one older program computes; it is
offered to compare with it. `detente.stability.perception.hypergame` is the reading we recommend.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np

from detente.outcomes.moves import Arcs, Moves
from detente.outcomes.preferences import Array
from detente.result import Result, Row
from detente.stability.perception.hypergame import Hypergame
from detente.stability.result import Stability
from detente.stability.solve import Model, solve


def within(arcs: Arcs, seen: Array) -> Arcs:
    """The moves that begin and end in what is seen."""
    keep = seen[arcs.source] & seen[arcs.target]
    return Arcs(arcs.source[keep], arcs.target[keep], arcs.count)


def blind_moves(moves: Moves, recognised: dict[str, Array]) -> Moves:
    """The moves of a game in which nobody moves, alone or as a party, where it does not see.

    Two moves in succession that stay within what is seen are still one move or none, so `transitive` is kept.
    """
    together = {}
    for agreement, arcs in moves.together.items():
        seen = np.logical_and.reduce([recognised[party] for party in moves.parties[agreement]])
        together[agreement] = within(arcs, seen)
    alone = {actor: within(arcs, recognised[actor]) for actor, arcs in moves.alone.items()}
    return Moves(alone, together, moves.parties, moves.transitive)


@dataclass(frozen=True, repr=False)
class Blind(Result):
    """Reading B of a case: `result` is its stability; `twin` the stability if everybody saw every outcome."""

    told_by: ClassVar[str] = "detente.stability.perception.sentences:blind_sentences"

    result: Stability
    twin: Stability
    unrecognised_by: dict[int, tuple[str, ...]]

    def in_short(self) -> str:
        counts = ", ".join(f"{name} {self.result.count(name)}" for name in self.result.solutions)
        return f"{len(self.unrecognised_by)} outcomes that somebody does not see; equilibria: {counts}"

    def rests_on_blindness(self, concept: str) -> list[int]:
        """The equilibria (by id) that somebody does not see, or that would not be equilibria if everybody saw all."""
        without = set(self.twin.equilibria(concept))
        found = self.result.equilibria(concept)
        return [outcome for outcome in found if outcome not in without or outcome - 1 in self.unrecognised_by]

    def rows(self) -> list[Row]:
        """One row per equilibrium under some concept: whether it rests on blindness, and who does not see it."""
        space = self.result.model.space
        found: list[Row] = []
        for concept in self.result.solutions:
            blind = set(self.rests_on_blindness(concept))
            for outcome in self.result.equilibria(concept):
                unseen = ", ".join(self.unrecognised_by.get(outcome - 1, ()))
                row = {"concept": concept, "id": outcome, "outcome": space.name(outcome - 1)}
                found.append({**row, "rests_on_blindness": outcome in blind, "unrecognised_by": unseen})
        return found

    def data(self) -> dict[str, Any]:
        """Names as in reading A; `stable` and `equilibria` are of the one game with the moves taken away."""
        cut = self.result.limit
        whole = self.result.data()
        unseen = {str(outcome + 1): list(actors) for outcome, actors in list(self.unrecognised_by.items())[:cut]}
        concepts = {
            concept: {
                "stable": whole["stable"][concept],
                "equilibria": whole["equilibria"][concept],
                "rests_on_blindness": self.rests_on_blindness(concept)[:cut],
                "unrecognised_by": unseen,
                "holds": whole["holds"][concept],
                "twin": {"equilibria": self.twin.equilibria(concept)[:cut], "holds": self.twin.holds(concept)[:cut]},
            }
            for concept in self.result.solutions
        }
        kept = {key: whole[key] for key in ("digest", "outcomes", "truncated")}
        return {"reading": "b", **kept, "concepts": concepts}


def blind(game: Hypergame) -> Blind:
    """Reading B of a hypergame: only what each actor recognises is taken from its perception."""
    base = game.base
    model = Model(base.situation, base.model.space, blind_moves(base.model.moves, game.recognised))
    result = Stability(model, solve(model, None, base.solutions), base.limit, origin=base.origin)
    seen = {actor: own.result.digest for actor, own in game.games.items() if own.result is not base}
    origin = replace(base.origin, parameters={**base.origin.parameters, "perceptions": seen, "reading": "b"})
    return Blind(result, base, game.unrecognised_by(), origin=origin)
