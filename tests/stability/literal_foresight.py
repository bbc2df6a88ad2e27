"""What follows a joint move, and what comes without one, written as sets and loops exactly as it is said; slow.

Beside `literal`, on whose plain games it builds. Under SEQ and SSEQ the unsanctioned improvements of others are sure
to come: a joint move is judged where those of the outsiders lead, against where everybody's lead without a deal. R
looks at nothing that follows, and under GMR and SMR any move may come, so nothing is sure: a move is judged where it
lands, against where it starts, and by the party's own gains besides (the rule of `literal.credible`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from detente.outcomes.preferences import Array
from detente.stability.concepts import Concept
from tests.stability import literal  # the one import of the plain definitions: others take them from here

Class = frozenset[int]
Movers = tuple[str, ...]
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, eq=False)
class Reading:
    """A game read under one concept. `sure`: where each actor goes from each outcome, and nobody can punish it."""

    game: literal.Game
    concept: Concept
    sure: dict[str, list[list[int]]]
    known: dict[Any, Any] = field(default_factory=dict, repr=False)

    @property
    def looks_ahead(self) -> bool:
        """Only if others answer by improvements alone is anything sure to follow."""
        return self.concept.closure.looks_ahead

    def outside(self, agreement: str) -> Movers:
        """All actors but the parties."""
        return tuple(self.game.others(*self.game.parties[agreement]))


def once(question: Callable[Concatenate[Reading, P], R]) -> Callable[Concatenate[Reading, P], R]:
    """The same question about the same reading is worked out once, and forgotten with it."""

    @wraps(question)
    def asked(read: Reading, *given: P.args, **named: P.kwargs) -> R:
        key = (question, *given)
        if key not in read.known:
            read.known[key] = question(read, *given, **named)
        found: R = read.known[key]
        return found

    return asked


def reading(game: literal.Game, concept: Concept) -> Reading:
    """Everybody's unsanctioned improvements, worked out once."""
    return Reading(
        game,
        concept,
        {a: [literal.open_improvements(game, concept, a, s) for s in game.outcomes] for a in game.actors},
    )


# What follows (1, 2)


@once
def course(read: Reading, movers: Movers, start: int) -> Class:
    """The start and every outcome that sure steps of these actors lead to from it."""
    seen, waiting = {start}, [start]
    while waiting:
        place = waiting.pop()
        for mover in movers:
            for end in read.sure[mover][place]:
                if end not in seen:
                    seen.add(end)
                    waiting.append(end)
    return frozenset(seen)


@once
def last(read: Reading, movers: Movers, start: int) -> Class:
    """The members of the terminal classes of the course: whatever they lead to leads back to them."""
    return frozenset(
        outcome
        for outcome in course(read, movers, start)
        if all(outcome in course(read, movers, ahead) for ahead in course(read, movers, outcome))
    )


def ends(read: Reading, outside: Movers, outcome: int) -> Class:
    """Where an outcome is taken by those outside the agreement; it itself where nothing is sure."""
    return last(read, outside, outcome) if read.looks_ahead else frozenset({outcome})


def without_a_deal(read: Reading, start: int) -> Class:
    """Where everybody's own sure steps lead, leaving included; the start itself where nothing is sure."""
    return last(read, read.game.actors, start) if read.looks_ahead else frozenset({start})


def drift(read: Reading, status_quo: int) -> set[Class]:
    """The terminal classes that can be reached from the status quo without joint moves, under any concept (11)."""
    return literal.predicted(own_arcs(read), read.game.outcomes, status_quo)


# The three conditions (3), with the actors outside told by name, so that one actor alone can be judged as well (5)


def worth_it(read: Reading, outside: Movers, party: str, start: int, landing: int) -> bool:
    """The party is better at every end than wherever it goes without a deal.

    Where nothing is sure: and it has no sure step of its own, from the start, that is at least as good.
    """
    game = read.game
    gains = all(
        game.better(party, without, end)
        for end in ends(read, outside, landing)
        for without in without_a_deal(read, start)
    )
    rank = game.rank[party]
    return gains and (read.looks_ahead or all(rank[own] < rank[landing] for own in read.sure[party][start]))


def kept(read: Reading, outside: Movers, parties: Iterable[str], landing: int) -> bool:
    """At every end every party is stable alone; on the way each would rather wait for any of the ends than step out."""
    final = ends(read, outside, landing)
    on_the_way = course(read, outside, landing) - final if read.looks_ahead else frozenset()
    return all(not read.sure[party][end] for party in parties for end in final) and all(
        read.game.rank[party][own] < read.game.rank[party][end]
        for party in parties
        for outcome in on_the_way
        for own in read.sure[party][outcome]
        for end in final
    )


def spoiled(read: Reading, outside: Movers, party: str, start: int, landing: int) -> bool:
    """The outsiders have an answer off the course that leaves the party no better than somewhere without a deal."""
    known = course(read, outside, landing) if read.looks_ahead else frozenset()
    return any(
        literal.leaves_no_better(read.game, read.concept, party, without, answer)
        for answer in _answers(read, outside, landing) - known
        for without in without_a_deal(read, start)
    )


@once
def _answers(read: Reading, outside: Movers, landing: int) -> Class:
    return frozenset(literal.answers(read.game, list(outside), landing, read.concept))


def credible(read: Reading, agreement: str, start: int, landing: int) -> bool:
    """The joint move is worth it for every party, kept by all, and spoiled for none."""
    outside, parties = read.outside(agreement), read.game.parties[agreement]
    return (
        all(worth_it(read, outside, party, start, landing) for party in parties)
        and kept(read, outside, parties, landing)
        and not any(spoiled(read, outside, party, start, landing) for party in parties)
    )


# Where it goes (4)


def own_arcs(read: Reading) -> set[literal.Arc]:
    """Every sure step of one actor."""
    return {(s, t) for steps in read.sure.values() for s in read.game.outcomes for t in steps[s]}


def joint_arcs(read: Reading, agreement: str) -> set[literal.Arc]:
    """Every credible joint move of an agreement."""
    together = read.game.joint[agreement]
    return {(s, t) for s in read.game.outcomes for t in together[s] if credible(read, agreement, s, t)}


def arcs(read: Reading) -> set[literal.Arc]:
    """Every unsanctioned improvement and every credible joint move."""
    return own_arcs(read).union(*(joint_arcs(read, agreement) for agreement in read.game.joint))


# What is told beside it


def anticipated(read: Reading) -> list[tuple[str, int, int, list[int]]]:
    """The joint moves signed for what follows: credible, and not so at the landing. Agreement, start, landing, ends."""
    return [
        (agreement, start, landing, sorted(ends(read, read.outside(agreement), landing)))
        for agreement in read.game.joint
        for start, landing in sorted(joint_arcs(read, agreement))
        if read.looks_ahead and not literal.credible(read.game, read.concept, agreement, start, landing)
    ]


def sacrifices(read: Reading, start: int) -> list[tuple[str, int, int, list[int]]]:
    """The moves of one actor that pay only by what others then do (5). Actor, start, landing, ends."""
    found = []
    for actor in read.game.actors:
        others = tuple(read.game.others(actor))
        for landing in sorted(read.game.moves[actor][start]):
            moved_on = any(read.sure[other][landing] for other in others)
            if (
                read.looks_ahead
                and landing not in read.sure[actor][start]
                and moved_on
                and worth_it(read, others, actor, start, landing)
                and kept(read, others, (actor,), landing)
                and not spoiled(read, others, actor, start, landing)
            ):
                found.append((actor, start, landing, sorted(ends(read, others, landing))))
    return found


def with_what_follows(read: Reading, agreement: str, values: Array, package: int) -> float:
    """What a package is worth to somebody who values outcomes so: the least over the ends of its course (12)."""
    return min(float(values[end]) for end in ends(read, read.outside(agreement), package))
