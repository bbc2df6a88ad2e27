"""What holds where the actors see different games, and none suspects it: hypergames of level 1.

Each actor i has a game G_i of its own: the situation with ``perceptions.i`` laid over it, or the situation itself. G_i
has preferences for *all* actors, as i believes them. A perception only adds rules, so the outcomes of G_i are some of
those of the situation; i does not *recognise* the others. For a concept c (`detente.stability.concepts`):

- *own stability*: s is stable for i in G_i under c;
- *expected by i*, E_i: the outcomes stable for every actor inside G_i;
- *hypergame equilibria*, H: the outcomes that every actor recognises and that are stable for each i in its own G_i;
- *surprise* of i: H without E_i; *disappointment* of i: E_i without H;
- *blind spots*: the outcomes that some actor does not recognise; kept apart, never counted in H.

None of these asks about joint moves. Where it goes does: the graph has an arc for every improvement of i that is
unsanctioned in G_i, and for every joint move to which every party *consents*. In G_i a party consents to a joint move
iff it sees its start and landing, it gains and nothing spoils it for itself, and all parties keep it, as G_i has them;
nothing is asked about what the others gain: their signature shows it. A move to which all consent though in G_i it is
not credible is *signed against the expectation* of i. An outcome at which no
arc begins *holds* if everybody recognises it; otherwise it is a place of rest that somebody does not see. *Predicted*
is every terminal class that can be reached from the status quo, which everybody sees, even if somebody does not see
where it ends. *Possible* are the terminal classes that everybody sees: at a blind spot some have no moves only because
they do not see it, so it is kept apart here too.

Definitions of level 1 after Kovach, Gibson & Lamont (Games 6, 2015) and Wang, Hipel & Fraser (1988; from memory,
unverified); H, surprise and disappointment in this form, and joint moves in a hypergame, are ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from detente.errors import DetenteError
from detente.outcomes.moves import Moves
from detente.outcomes.preferences import Array
from detente.outcomes.space import Space
from detente.situation.model import Situation
from detente.stability.prediction import Answer, Graph, answer
from detente.stability.result import Stability, stability
from detente.stability.solve import Arrows

Classes = list[tuple[int, ...]]
Kept = TypeVar("Kept")


def places(own: Space, base: Space) -> Array:
    """For each outcome of `own`, its index in `base`: the one with the same levels, or of the same name (-1: none)."""
    if base.nodes:
        index = {name: place for place, name in enumerate(base.nodes)}
        return np.array([index.get(name, -1) for name in own.nodes], np.int64)
    index_of = {row.tobytes(): place for place, row in enumerate(np.ascontiguousarray(base.levels))}
    return np.array([index_of.get(row.tobytes(), -1) for row in np.ascontiguousarray(own.levels)], np.int64)


def on_base(mask: Array, place: Array, count: int) -> Array:
    """A truth about the outcomes of an own game as one about the `count` outcomes of the base; false where unseen."""
    found = np.zeros(count, np.bool_)
    found[place[mask]] = True
    return found


def hypergame_equilibria(recognised: Iterable[Array], own_stable: Iterable[Array]) -> Array:
    """H: recognised by every actor, and stable for each in its own game (boolean arrays over the base)."""
    found: Array = np.logical_and.reduce([*recognised, *own_stable])
    return found


@dataclass(frozen=True)
class OwnGame:
    """The game one actor sees. `place`: which outcome of the base each of its outcomes is."""

    result: Stability
    place: Array

    def arcs(self, mover: str, concept: str) -> tuple[Array, Array]:
        """The steps of one mover (an actor or an agreement) that this game finds open, between outcomes of the base."""
        arrows = self.result.solution(concept).arrows[0]
        mine = arrows.mover == arrows.movers.index(mover)
        return self.place[arrows.graph.source[mine]], self.place[arrows.graph.target[mine]]

    def consents(self, party: str, agreement: str, concept: str) -> tuple[Array, Array]:
        """The joint moves a party agrees to for itself in this game, between outcomes of the base."""
        for moves in self.result.solution(concept).joint:
            if moves.agreement == agreement:
                source, target = moves.consented((party,), 0)
                return self.place[source], self.place[target]
        return self.place[:0], self.place[:0]

    def classes(self, classes: Classes) -> Classes:
        """Classes of this game as outcomes of the base."""
        return sorted(tuple(sorted(int(self.place[member]) for member in members)) for members in classes)


def own_game(base: Stability, situation: Situation, actor: str) -> OwnGame:
    """The game of an actor that sees this situation, solved under the concepts of the base.

    Raises `DetenteError` if it has an outcome that the base does not have.
    """
    result = stability(situation, base.solutions, base.limit)
    place = places(result.model.space, base.model.space)
    if (place < 0).any():
        outcome = result.model.space.name(int(np.flatnonzero(place < 0)[0]))
        raise DetenteError("seen_beyond", actor=actor, outcome=outcome)
    return OwnGame(result, place)


def signed(games: Mapping[str, OwnGame], base: Moves, agreement: str, concept: str) -> Array:
    """The joint moves of an agreement to which every party consents by its own game, as start × outcomes + landing."""
    arcs = base.together[agreement]
    keys: Array | None = None
    for party in base.parties[agreement]:
        source, target = games[party].consents(party, agreement, concept)
        own = source * arcs.count + target
        keys = own if keys is None else np.intersect1d(keys, own, assume_unique=True)
    assert keys is not None
    there = [key for key in keys.tolist() if key % arcs.count in arcs.from_(key // arcs.count)]
    return np.array(there, np.int64)


def hypergraph(games: Mapping[str, OwnGame], base: Moves, concept: str, count: int) -> Arrows:
    """Every step somebody takes on its own view, and every joint step to which each party consents on its own."""
    movers = (*games, *base.parties)
    steps = [game.arcs(actor, concept) for actor, game in games.items()]
    for agreement in base.parties:
        keys = signed(games, base, agreement, concept)
        steps.append((keys // count, keys % count))
    source = np.concatenate([pair[0] for pair in steps])
    target = np.concatenate([pair[1] for pair in steps])
    mover = np.repeat(np.arange(len(movers)), [len(pair[0]) for pair in steps])
    return Arrows(Graph(count, source, target), movers, mover)


@dataclass(frozen=True)
class Hypergame:
    """The games of all actors over one base. Everything is given as indices or arrays over the outcomes of the base.

    `games`: every actor's own game, in the order of the file (those who see the base share its game).
    """

    base: Stability
    games: dict[str, OwnGame]
    _kept: dict[tuple[str, str], Any] = field(default_factory=dict, repr=False)

    def _once(self, what: str, concept: str, find: Callable[[], Kept]) -> Kept:
        if (what, concept) not in self._kept:
            self._kept[(what, concept)] = find()
        found: Kept = self._kept[(what, concept)]
        return found

    @property
    def count(self) -> int:
        return self.base.model.space.count

    @cached_property
    def recognised(self) -> dict[str, Array]:
        """For each actor, which outcomes it sees."""
        return {
            actor: on_base(np.ones(len(game.place), np.bool_), game.place, self.count)
            for actor, game in self.games.items()
        }

    @cached_property
    def seen_by_all(self) -> Array:
        found: Array = np.logical_and.reduce(list(self.recognised.values()))
        return found

    def unrecognised_by(self) -> dict[int, tuple[str, ...]]:
        """The blind spots: each outcome that somebody does not see, with those who do not see it."""
        return {
            int(outcome): tuple(actor for actor, sees in self.recognised.items() if not sees[outcome])
            for outcome in np.flatnonzero(~self.seen_by_all)
        }

    def own_stable(self, actor: str, concept: str) -> Array:
        """Stable for the actor in its own game."""
        game = self.games[actor]
        solution = game.result.solution(concept)
        return on_base(solution.stable[0, solution.actors.index(actor)], game.place, self.count)

    def expected(self, actor: str, concept: str) -> Array:
        """E_i: stable for every actor inside the game of this one."""
        game = self.games[actor]
        return on_base(game.result.equilibria_mask(concept), game.place, self.count)

    def equilibria(self, concept: str) -> Array:
        """H."""

        def find() -> Array:
            return hypergame_equilibria(
                self.recognised.values(), (self.own_stable(actor, concept) for actor in self.games)
            )

        return self._once("equilibria", concept, find)

    def surprise(self, actor: str, concept: str) -> Array:
        """What holds and was not expected by the actor."""
        found: Array = self.equilibria(concept) & ~self.expected(actor, concept)
        return found

    def disappointment(self, actor: str, concept: str) -> Array:
        """What the actor expected and does not hold."""
        found: Array = self.expected(actor, concept) & ~self.equilibria(concept)
        return found

    def arrows(self, concept: str) -> Arrows:
        """Where it goes, with the mover of each step."""
        moves = self.base.model.moves
        return self._once("arrows", concept, lambda: hypergraph(self.games, moves, concept, self.count))

    def signed_against_expectation(self, concept: str) -> list[tuple[str, int, int, str]]:
        """Agreement, start, landing, party: signed by all, and yet not credible in the own game of this party."""
        arrows, found = self.arrows(concept), []
        for agreement, parties in self.base.model.moves.parties.items():
            mine = arrows.mover == arrows.movers.index(agreement)
            moves = list(zip(arrows.graph.source[mine].tolist(), arrows.graph.target[mine].tolist(), strict=True))
            for party in parties:
                expected = set(
                    zip(*(ends.tolist() for ends in self.games[party].arcs(agreement, concept)), strict=True)
                )
                found += [(agreement, *move, party) for move in moves if move not in expected]
        return sorted(found)

    def holds(self, concept: str) -> Array:
        """The outcomes nobody leaves, alone or together, and everybody sees."""
        found: Array = self.arrows(concept).graph.holds() & self.seen_by_all
        return found

    def rest_unseen(self, concept: str) -> Array:
        """The outcomes nobody leaves though somebody does not see them."""
        found: Array = self.arrows(concept).graph.holds() & ~self.seen_by_all
        return found

    def possible_classes(self, concept: str) -> Classes:
        """The terminal classes that everybody sees; there may be none."""
        return [members for members in self.classes(concept) if self.seen_by_all[list(members)].all()]

    def classes(self, concept: str) -> Classes:
        """All terminal classes of where it goes, seen by all or not."""
        return self._once("classes", concept, self.arrows(concept).graph.classes)

    def predicted_classes(self, concept: str) -> Classes | None:
        """The classes that can be reached from the status quo; None without one."""
        start = self.base.model.space.status_quo
        if start is None:
            return None
        return self._once(
            "predicted", concept, lambda: self.arrows(concept).graph.predicted(start, self.classes(concept))
        )

    def ends(self, concept: str) -> list[int]:
        """Every outcome of the predicted classes (without a status quo: of the possible ones, perhaps none)."""
        predicted = self.predicted_classes(concept)
        return members_of(self.possible_classes(concept) if predicted is None else predicted)

    def expected_ends(self, actor: str, concept: str) -> list[int]:
        """The same as the actor expects it: where it goes in its own game."""
        game = self.games[actor]
        found = game.result.predicted_classes(concept)
        return members_of(game.classes(game.result.classes(concept) if found is None else found))

    def answer_about(self, truth: Array, concept: str) -> tuple[Answer | None, Answer | None]:
        """Whether something is true in the predicted and in the possible classes (None: there are none)."""
        predicted, possible = self.predicted_classes(concept), self.possible_classes(concept)
        return answer(truth, predicted) if predicted else None, answer(truth, possible) if possible else None

    def answers(self, question: str, concept: str) -> tuple[Answer | None, Answer | None]:
        """The answer to a question over the predicted and over the possible classes."""
        statement = self.base.situation.questions[question].statement
        return self.answer_about(self.base.model.space.holds(statement), concept)

    def expected_answers(self, actor: str, question: str, concept: str) -> tuple[Answer | None, Answer]:
        """The answer inside the actor's own game."""
        return self.games[actor].result.answers(question, concept)

    def taken_aback(self, concept: str) -> list[str]:
        """The actors that do not expect where it goes: some outcome it ends in is none they predict."""
        ends = set(self.ends(concept))
        return [actor for actor in self.games if not ends <= set(self.expected_ends(actor, concept))]

    def let_down(self, concept: str) -> list[str]:
        """The actors that thought possible what does not come: an outcome they predict is none it ends in."""
        ends = set(self.ends(concept))
        return [actor for actor in self.games if not set(self.expected_ends(actor, concept)) <= ends]

    def unseen_though_holding(self, actor: str, concept: str) -> Array:
        """What the actor does not see and yet nobody leaves: as the actors act, or without misperception."""
        in_fact = self.arrows(concept).graph.holds() | self.base.solution(concept).arrows[0].graph.holds()
        found: Array = in_fact & ~self.recognised[actor]
        return found


def members_of(classes: Classes) -> list[int]:
    """All outcomes of some classes, in order."""
    return sorted({outcome for members in classes for outcome in members})


def hypergame(base: Stability, seen: Mapping[str, OwnGame]) -> Hypergame:
    """The hypergame in which these actors see games of their own, and all others the base."""
    itself = OwnGame(base, np.arange(base.model.space.count))
    return Hypergame(base, {actor: seen.get(actor, itself) for actor in base.situation.actors})
