"""What an actor expects that knows, or believes it knows, what the other sees: hypergames of level 2, two actors.

Actor i has its own game G_i, as at level 1, and beside it G_ij: the game that i thinks j sees (``perceptions.i.
perceptions.j``, laid over ``perceptions.i``). Both have the same outcomes. For a concept c:

- *stable for i*: stable under c where i wishes as in G_i and j as in G_ij, for j answers by what it wants there;
- *stable for j, as i thinks*: stable for j in G_ij;
- *expected by i*: both; *surprise* and *disappointment*: beside what holds, as at level 1;
- *hypergame equilibria of level 2*: seen by both and stable for each in this sense. An actor of which nothing is said
  at this level counts as at level 1: it thinks that the other sees what it sees itself.

With ``{}`` as what j is thought to see, level 2 is level 1. Under R nothing is anticipated, so only what is stable for
j can differ. Definitions after Wang, Hipel & Fraser, “Modeling misperceptions in games”, Behavioral Science 33 (1988),
and “Solution concepts in hypergames”, Applied Mathematics and Computation 34 (1989); both from memory, unverified. That
j's answers are judged by G_ij is how we read them; joint moves are not asked about at this level.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from detente.errors import LimitError
from detente.outcomes.preferences import Array, Preferences, preferences_of
from detente.situation.model import Situation
from detente.stability.perception.hypergame import Hypergame, on_base
from detente.stability.result import Stability, stability
from detente.stability.solve import Solution, solve_preferences


@dataclass(frozen=True)
class SecondLevel:
    """What `actor` thinks of the game that `other` sees: both solved under the concepts of the base.

    `mixed`: the own game with the wishes of the other as they are thought to be in its game; `thought`: that game.
    Masks are over the outcomes of the base.
    """

    actor: str
    other: str
    mixed: dict[str, Solution]
    thought: Stability
    place: Array
    count: int

    def stable_for_self(self, concept: str) -> Array:
        """Stable for the actor, that counts on the other's answers as the other is thought to see things."""
        solution = self.mixed[concept]
        return on_base(solution.stable[0, solution.actors.index(self.actor)], self.place, self.count)

    def stable_for_other(self, concept: str) -> Array:
        """Stable for the other in the game that it is thought to see."""
        solution = self.thought.solution(concept)
        return on_base(solution.stable[0, solution.actors.index(self.other)], self.place, self.count)

    def expected(self, concept: str) -> Array:
        """What the actor expects to hold."""
        found: Array = self.stable_for_self(concept) & self.stable_for_other(concept)
        return found


def second_levels(game: Hypergame, beliefs: Mapping[str, Mapping[str, Situation]]) -> dict[str, SecondLevel]:
    """For each actor that says what the other sees. `beliefs`: actor → other → the situation as the other is thought to
    see it (``case.beliefs``).

    Raises `LimitError` where there are not two actors.
    """
    if beliefs and len(game.games) != 2:
        raise LimitError("second_level_two", count=len(game.games))
    return {
        actor: _second_level(game, actor, other, seen)
        for actor, others in beliefs.items()
        for other, seen in others.items()
    }


def _second_level(game: Hypergame, actor: str, other: str, seen: Situation) -> SecondLevel:
    own, concepts = game.games[actor], tuple(game.base.solutions)
    thought = stability(seen, concepts, game.base.limit)
    mine, theirs = (preferences_of(each.model.numbers()) for each in (own.result, thought))
    at = mine.actors.index(other)
    rank, lifted = mine.rank.copy(), mine.lifted.copy()
    rank[:, at], lifted[:, at] = theirs.rank[:, at], theirs.lifted[:, at]
    pairs = {name: matrix for name, matrix in mine.pairs.items() if name != other}
    pairs |= {name: matrix for name, matrix in theirs.pairs.items() if name == other}
    mixed = solve_preferences(own.result.model, Preferences(mine.actors, rank, lifted, pairs), concepts)
    return SecondLevel(actor, other, mixed, thought, own.place, game.count)


def equilibria(game: Hypergame, levels: Mapping[str, SecondLevel], concept: str) -> Array:
    """The hypergame equilibria of level 2; those of level 1 where nobody says what the other sees."""
    stable = [
        levels[actor].stable_for_self(concept) if actor in levels else game.own_stable(actor, concept)
        for actor in game.games
    ]
    found: Array = np.logical_and.reduce([game.seen_by_all, *stable])
    return found
