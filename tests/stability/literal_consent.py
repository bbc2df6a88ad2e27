"""Joint moves where views differ, as plain sets: who consents, what happens in fact, who is surprised by it; slow.

Each party decides by its own game: whether it gains, whether the others would spoil it for it, and whether all parties
would keep it. It asks nothing about what the others gain: their signature shows that. Inside its own game it still
expects others to sign only what they gain by in its eyes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from detente.outcomes.preferences import Array, preferences_of
from detente.situation.model import Situation
from detente.stability.concepts import CONCEPTS
from detente.stability.solve import Model
from tests.stability import literal_foresight as ahead
from tests.stability.literal_foresight import Class, Reading, literal

Signed = tuple[str, int, int, str]


@dataclass(frozen=True)
class View:
    """The game one actor sees. `place`: which outcome of the base each of its outcomes is; `start`: its status quo."""

    read: Reading
    place: tuple[int, ...]
    start: int | None

    def sees(self) -> set[int]:
        return set(self.place)

    def on_base(self, arcs: set[literal.Arc]) -> set[literal.Arc]:
        return {(self.place[s], self.place[t]) for s, t in arcs}

    def expected(self) -> set[Class]:
        """Where it goes in this game: from the status quo, or, if there is none, at all."""
        return {frozenset(self.place[s] for s in members) for members in where_it_goes(self.read, self.start)}


@dataclass(frozen=True)
class Views:
    """One hypergame under one concept: the base, and the view of every actor (the base's own where it sees that)."""

    base: View
    of: dict[str, View]

    @property
    def seen_by_all(self) -> set[int]:
        return set.intersection(*(view.sees() for view in self.of.values()))


def where_it_goes(read: Reading, start: int | None) -> set[Class]:
    """Predicted classes, or all of them without a status quo."""
    graph = ahead.arcs(read)
    if start is None:
        return literal.terminal_classes(graph, read.game.outcomes)
    return literal.predicted(graph, read.game.outcomes, start)


def views(situation: Situation, seen: Mapping[str, Situation], concept: str) -> Views:
    """Everybody's game; outcomes are told apart by their names."""
    model = Model.of(situation)
    index = {model.space.name(outcome): outcome for outcome in range(model.space.count)}
    base = _view(model, index, concept)
    own = {actor: _view(Model.of(seen[actor]), index, concept) for actor in seen}
    return Views(base, {actor: own.get(actor, base) for actor in situation.actors})


def _view(model: Model, index: dict[str, int], concept: str) -> View:
    game = literal.game_of(model.moves, preferences_of(model.numbers()))
    place = tuple(index[model.space.name(outcome)] for outcome in range(model.space.count))
    return View(ahead.reading(game, CONCEPTS[concept]), place, model.space.status_quo)


# Consent (8)


def consents(read: Reading, agreement: str, party: str, start: int, landing: int) -> bool:
    """In this game the party gains, nobody outside spoils it for this party, and all parties keep it."""
    outside = read.outside(agreement)
    return (
        ahead.worth_it(read, outside, party, start, landing)
        and not ahead.spoiled(read, outside, party, start, landing)
        and ahead.kept(read, outside, read.game.parties[agreement], landing)
    )


def consented(view: View, agreement: str, party: str) -> set[literal.Arc]:
    """The joint moves to which the party consents: it sees both ends, and the move is there in its own game."""
    game = view.read.game
    return view.on_base(
        {(s, t) for s in game.outcomes for t in game.joint[agreement][s] if consents(view.read, agreement, party, s, t)}
    )


def signed(given: Views, agreement: str) -> set[literal.Arc]:
    """The joint moves that are there in fact and to which every party consents."""
    game = given.base.read.game
    there = {(s, t) for s in game.outcomes for t in game.joint[agreement][s]}
    return there.intersection(
        *(consented(given.of[party], agreement, party) for party in game.parties[agreement]),
    )


# In fact


def arcs(given: Views) -> set[literal.Arc]:
    """Every step that somebody takes on its own view, and every joint move that is signed."""
    found: set[literal.Arc] = set()
    for actor, view in given.of.items():
        sure = view.read.sure[actor]
        found |= view.on_base({(s, t) for s in view.read.game.outcomes for t in sure[s]})
    for agreement in given.base.read.game.joint:
        found |= signed(given, agreement)
    return found


def holds(given: Views) -> set[int]:
    """What nobody leaves and everybody sees."""
    return literal.holds(arcs(given), given.base.read.game.outcomes) & given.seen_by_all


def possible(given: Views) -> set[Class]:
    """The terminal classes that everybody sees."""
    classes = literal.terminal_classes(arcs(given), given.base.read.game.outcomes)
    return {members for members in classes if members <= given.seen_by_all}


def predicted(given: Views) -> set[Class]:
    """Where it goes from the status quo; without one, the possible classes."""
    if given.base.start is None:
        return possible(given)
    return literal.predicted(arcs(given), given.base.read.game.outcomes, given.base.start)


def answer(truth: Array, classes: set[Class]) -> str | None:
    """None where there is nothing to ask about."""
    return literal.answer(truth, classes) if classes else None


# Who is surprised (9)


def members(classes: set[Class]) -> set[int]:
    return {outcome for each in classes for outcome in each}


def taken_aback(given: Views) -> list[str]:
    """Those whom it takes to where they did not expect it to go."""
    final = members(predicted(given))
    return [actor for actor, view in given.of.items() if final - members(view.expected())]


def let_down(given: Views) -> list[str]:
    """Those who expected an outcome to which it does not go."""
    final = members(predicted(given))
    return [actor for actor, view in given.of.items() if members(view.expected()) - final]


def signed_against_expectation(given: Views) -> list[Signed]:
    """What is signed although a party, which consents, does not find it credible in its own game."""
    return sorted(
        (agreement, start, landing, party)
        for agreement, parties in given.base.read.game.parties.items()
        for start, landing in signed(given, agreement)
        for party in parties
        if (start, landing) not in given.of[party].on_base(ahead.joint_arcs(given.of[party].read, agreement))
    )


def told(given: Views, actor: str) -> Views:
    """The same once the actor sees how things are."""
    return replace(given, of={**given.of, actor: given.base})


def twin(given: Views) -> set[Class]:
    """Where it goes if nobody is mistaken."""
    return where_it_goes(given.base.read, given.base.start)
