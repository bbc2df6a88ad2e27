"""The definitions, written as sets and loops exactly as they are said; slow, and the truth the fast engines must meet.

Nothing here is clever on purpose: each function is one sentence of the design. It serves small situations, and tests.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import numpy as np

from detente.outcomes.moves import Moves
from detente.outcomes.preferences import Array, Preferences
from detente.stability.concepts import Concept

Arc = tuple[int, int]
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Game:
    """One draw of a situation as plain sets: who moves where, and what is better for whom."""

    actors: tuple[str, ...]
    outcomes: range
    moves: dict[str, list[frozenset[int]]]
    better_matrix: dict[str, list[list[bool]]]
    rank: dict[str, Array]
    joint: dict[str, list[frozenset[int]]]
    parties: dict[str, tuple[str, ...]]
    greatly_worse_matrix: dict[str, list[list[bool]]] = field(default_factory=dict)
    known: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def better(self, actor: str, start: int, end: int) -> bool:
        """`end` is better than `start` for the actor, by more than its inertia."""
        return self.better_matrix[actor][start][end]

    def greatly_worse(self, actor: str, start: int, end: int) -> bool:
        """`end` is greatly worse than `start` for the actor."""
        return self.greatly_worse_matrix[actor][start][end]

    def improvements(self, actor: str, start: int) -> list[int]:
        return [end for end in sorted(self.moves[actor][start]) if self.better(actor, start, end)]

    def others(self, *actors: str) -> list[str]:
        return [actor for actor in self.actors if actor not in actors]


def game_of(moves: Moves, preferences: Preferences, draw: int = 0) -> Game:
    """The sets of one draw."""
    actors = preferences.actors
    count = preferences.rank.shape[2]
    return Game(
        actors,
        range(count),
        {a: [frozenset(map(int, moves.alone[a].from_(s))) for s in range(count)] for a in actors},
        {actor: preferences.better(draw, actor).tolist() for actor in actors},
        {actor: preferences.rank[draw, place] for place, actor in enumerate(actors)},
        {g: [frozenset(map(int, arcs.from_(s))) for s in range(count)] for g, arcs in moves.together.items()},
        moves.parties,
        {actor: preferences.greatly_worse(draw, actor).tolist() for actor in actors},
    )


def once(question: Callable[Concatenate[Game, P], R]) -> Callable[Concatenate[Game, P], R]:
    """The same question about the same game is worked out once: definitions ask the same of many outcomes."""

    @wraps(question)
    def asked(game: Game, *given: P.args, **named: P.kwargs) -> R:
        key = (question, *(tuple(part) if isinstance(part, list) else part for part in given))
        if key not in game.known:
            game.known[key] = question(game, *given, **named)
        found: R = game.known[key]
        return found

    return asked


@once
def answers(game: Game, movers: list[str], start: int, concept: Concept) -> set[int]:
    """Outcomes the movers can reach from `start` by a nonempty sequence of the kind the concept allows.

    Nobody moves twice in succession; where steps must be improving, each is better for the one who makes it; and there
    are at most as many as the depth says.
    """
    seen: set[tuple[int, str]] = set()
    ahead = {(start, "")}
    moves = 0
    while ahead and moves != concept.closure.depth:
        moves += 1
        reached = {
            (end, mover)
            for place, last in ahead
            for mover in movers
            if mover != last
            for end in game.moves[mover][place]
            if concept.closure.step_allowed == "any" or game.better(mover, place, end)
        }
        ahead = reached - seen
        seen |= reached
    return {place for place, _ in seen}


def leaves_no_better(game: Game, concept: Concept, actor: str, start: int, answer: int) -> bool:
    """At `answer` the actor is no better than at `start`, not even by its one reply where the concept allows one.

    In a strong concept: it is greatly worse than at `start`, and stays so whatever its one reply.
    """
    if concept.strong:
        replies = game.moves[actor][answer] if concept.replies else ()
        return all(game.greatly_worse(actor, start, end) for end in (answer, *replies))
    if game.better(actor, start, answer):
        return False
    return not concept.replies or not any(game.better(actor, start, end) for end in game.moves[actor][answer])


def sanctioned(game: Game, concept: Concept, actor: str, start: int, improvement: int) -> bool:
    """The opponents have an answer to this improvement that leaves the actor no better than at the start."""
    reached = answers(game, game.others(actor), improvement, concept)
    return any(leaves_no_better(game, concept, actor, start, answer) for answer in reached)


@once
def open_improvements(game: Game, concept: Concept, actor: str, start: int) -> list[int]:
    """The improvements nobody can punish."""
    return [end for end in game.improvements(actor, start) if not sanctioned(game, concept, actor, start, end)]


def stable(game: Game, concept: Concept, actor: str, outcome: int) -> bool:
    """Every improvement of the actor from here is sanctioned."""
    return not open_improvements(game, concept, actor, outcome)


def credible(game: Game, concept: Concept, agreement: str, start: int, end: int) -> bool:
    """The joint move is worth it, kept, and not spoiled."""
    parties = game.parties[agreement]
    worth_it = all(
        game.better(party, start, end)
        and not any(
            game.rank[party][own] >= game.rank[party][end] for own in open_improvements(game, concept, party, start)
        )
        for party in parties
    )
    kept = worth_it and all(stable(game, concept, party, end) for party in parties)
    return kept and not any(
        leaves_no_better(game, concept, party, start, answer)
        for answer in answers(game, game.others(*parties), end, concept)
        for party in parties
    )


def arcs(game: Game, concept: Concept) -> set[Arc]:
    """Where it goes: every unsanctioned improvement and every credible joint move."""
    found = {
        (start, end)
        for start in game.outcomes
        for actor in game.actors
        for end in open_improvements(game, concept, actor, start)
    }
    for agreement, ends in game.joint.items():
        found |= {
            (start, end)
            for start in game.outcomes
            for end in ends[start]
            if credible(game, concept, agreement, start, end)
        }
    return found


def reachable(graph: set[Arc], start: int) -> set[int]:
    """Outcomes that can be reached along the arcs, the start included."""
    seen, waiting = {start}, [start]
    while waiting:
        place = waiting.pop()
        for source, target in graph:
            if source == place and target not in seen:
                seen.add(target)
                waiting.append(target)
    return seen


def terminal_classes(graph: set[Arc], outcomes: range) -> set[frozenset[int]]:
    """Sets of outcomes that reach each other and nothing else."""
    reach = {outcome: reachable(graph, outcome) for outcome in outcomes}
    return {
        frozenset(reached) for outcome, reached in reach.items() if all(outcome in reach[other] for other in reached)
    }


def predicted(graph: set[Arc], outcomes: range, status_quo: int) -> set[frozenset[int]]:
    """The terminal classes that can be reached from the status quo."""
    reached = reachable(graph, status_quo)
    return {members for members in terminal_classes(graph, outcomes) if members <= reached}


def answer(truth: Array, classes: set[frozenset[int]]) -> str:
    """`every`, `some` or `none` of the outcomes of these classes satisfy the statement."""
    values = [bool(truth[outcome]) for members in classes for outcome in members]
    return "every" if all(values) else "some" if any(values) else "none"


def holds(graph: set[Arc], outcomes: range) -> set[int]:
    """The outcomes no arc leaves."""
    return set(outcomes) - {source for source, _ in graph}


def stable_sets(game: Game, concept: Concept) -> dict[str, list[int]]:
    """For each actor, the outcomes stable for it."""
    return {actor: [s for s in game.outcomes if stable(game, concept, actor, s)] for actor in game.actors}


def truth_array(values: list[bool]) -> Array:
    return np.array(values, np.bool_)
