"""The value of being told: what changes if one actor's perception is taken away, and who gains while it stays mistaken.

Whether an actor gains is judged by its preferences in the base (as the situation has them, not as somebody sees them),
by comparing where it goes while i is mistaken (outcomes A) with where it goes once i is told (outcomes B), pair by
pair: j *gains* by the mistake if some a is better for j than some b and no b is better than an a; it *loses* in the
opposite case; if neither way is better anywhere it is the *same*; if both ways occur it is *open*. Equal sets are the
same; if one set is empty (nothing possible that all see) it is open. “Better” is the one of all ordinal analyses:
above j's inertia.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from detente.stability.perception.hypergame import Hypergame, hypergame
from detente.stability.prediction import Answer
from detente.stability.witness.witness import View

Verdict = Literal["gains", "loses", "same", "open"]


@dataclass(frozen=True)
class Told:
    """What changes once `actor` is told how things are. Outcomes are indices of the base.

    `after`: the hypergame without its mistake. `gained`, `lost`: what becomes and what ceases to be a hypergame
    equilibrium. `answers`: the questions whose answer turns, mistaken and told. `mistaken`: for every actor, what it
    has of this one staying mistaken.
    """

    actor: str
    after: Hypergame
    gained: tuple[int, ...]
    lost: tuple[int, ...]
    answers: dict[str, tuple[Answer | None, Answer | None]]
    mistaken: dict[str, Verdict]

    @property
    def anything(self) -> bool:
        return bool(self.gained or self.lost or self.answers or set(self.mistaken.values()) != {"same"})


def told(game: Hypergame, actor: str, concept: str) -> Told:
    """Take the actor's perception away and look again."""
    after = hypergame(game.base, {other: own for other, own in game.games.items() if other != actor})
    before_mask, after_mask = game.equilibria(concept), after.equilibria(concept)
    answers = {}
    for question in game.base.situation.questions:
        pair = (answer_of(game, question, concept), answer_of(after, question, concept))
        if pair[0] != pair[1]:
            answers[question] = pair
    ends = game.ends(concept), after.ends(concept)
    return Told(
        actor,
        after,
        tuple(int(outcome) for outcome in np.flatnonzero(after_mask & ~before_mask)),
        tuple(int(outcome) for outcome in np.flatnonzero(before_mask & ~after_mask)),
        answers,
        {other: compared(game.base.view, other, *ends) for other in game.games},
    )


def answer_of(game: Hypergame, question: str, concept: str) -> Answer | None:
    """The answer over what is predicted; without a status quo over what is possible (None: nothing that all see)."""
    predicted, possible = game.answers(question, concept)
    return predicted or possible


def compared(view: View, actor: str, first: list[int], second: list[int]) -> Verdict:
    """What the actor has of ending in the first set of outcomes rather than in the second."""
    if set(first) == set(second):
        return "same"
    if not first or not second:
        return "open"
    gains, loses = _better_somewhere(view, actor, first, second), _better_somewhere(view, actor, second, first)
    if gains and loses:
        return "open"
    return "gains" if gains else "loses" if loses else "same"


def _better_somewhere(view: View, actor: str, wanted: list[int], other: list[int]) -> bool:
    """Some outcome of `wanted` is better for the actor than some of `other`."""
    if actor in view.preferences.pairs:
        return bool(view.preferences.pairs[actor][np.ix_(other, wanted)].any())
    place = view.actors.index(actor)
    rank, lifted = view.preferences.rank[view.draw, place], view.preferences.lifted[view.draw, place]
    return bool(rank[wanted].max() > lifted[other].min())
