"""Why an outcome is stable for an actor, or is not. As data.

- unstable: an improvement nobody can punish, with the worst that the answers to it can do;
- stable: for every improvement the sanction, a path of moves by the opponents: who moves, from where to where.

A witness is checked by `detente.stability.witness.verify`, which shares no code with the search here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Set
from dataclasses import dataclass, field, replace
from typing import Any

from detente.outcomes.moves import Moves
from detente.outcomes.preferences import Preferences
from detente.stability.concepts import Closure, Concept, require


@dataclass(frozen=True)
class View:
    """One draw of a model, asked outcome by outcome: who can move where, and what is better for whom."""

    moves: Moves
    preferences: Preferences
    draw: int = 0
    memory: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)  # what was asked before

    @property
    def actors(self) -> tuple[str, ...]:
        return self.preferences.actors

    def better(self, actor: str, start: int, end: int) -> bool:
        """`end` is better than `start` for the actor, by more than its inertia."""
        if actor in self.preferences.pairs:
            return bool(self.preferences.pairs[actor][start, end])
        place = self.actors.index(actor)
        rank, lifted = self.preferences.rank, self.preferences.lifted
        return bool(rank[self.draw, place, end] > lifted[self.draw, place, start])

    def greatly_worse(self, actor: str, start: int, end: int) -> bool:
        """`end` is greatly worse than `start` for the actor (where the file says what is greatly better)."""
        if actor in self.preferences.pairs or self.preferences.far is None:
            return actor in self.preferences.much and bool(self.preferences.much[actor][end, start])
        place = self.actors.index(actor)
        return bool(self.preferences.far[self.draw, place, end] <= self.preferences.rank[self.draw, place, start])

    def one_draw(self) -> Preferences:
        """The preferences of this draw alone."""
        here = slice(self.draw, self.draw + 1)
        return replace(self.preferences, rank=self.preferences.rank[here], lifted=self.preferences.lifted[here])

    def lifted(self, actor: str, outcome: int) -> int:
        """The least rank that is no gain above this outcome."""
        return int(self.preferences.lifted[self.draw, self.actors.index(actor), outcome])

    def rank(self, actor: str, outcome: int) -> int:
        return int(self.preferences.rank[self.draw, self.actors.index(actor), outcome])

    def ends(self, actor: str, outcome: int) -> list[int]:
        """Where the actor can move from here, alone."""
        return [int(end) for end in self.moves.alone[actor].from_(outcome)]

    def improvements(self, actor: str, outcome: int) -> list[int]:
        return [end for end in self.ends(actor, outcome) if self.better(actor, outcome, end)]

    def others(self, *actors: str) -> list[str]:
        return [actor for actor in self.actors if actor not in actors]


@dataclass(frozen=True)
class Step:
    """One move of one actor."""

    mover: str
    start: int
    end: int


@dataclass(frozen=True)
class Sanction:
    """The answer to one improvement: the opponents' moves, and where they leave the actor."""

    improvement: int
    path: tuple[Step, ...]

    @property
    def answer(self) -> int:
        return self.path[-1].end


@dataclass(frozen=True)
class Witness:
    """Why `outcome` is stable for `actor` under `concept`, or not.

    Stable: `sanctions` has one entry for every improvement (none: there is no improvement). Unstable: `improvement` is
    the best that nobody can punish, `answers` how many answers there are, `worst` the worst of them (None: no answer).
    """

    actor: str
    outcome: int
    concept: str
    stable: bool
    sanctions: tuple[Sanction, ...] = ()
    improvement: int | None = None
    answers: int = 0
    worst: int | None = None


def explain(view: View, concept: Concept, actor: str, outcome: int) -> Witness:
    """The witness for one actor and one outcome."""
    improvements = view.improvements(actor, outcome)
    sanctions, unpunished = [], []
    for improvement in improvements:
        path = sanction_path(view, concept, [actor], outcome, improvement)
        if path is None:
            unpunished.append(improvement)
        else:
            sanctions.append(Sanction(improvement, path))
    if not unpunished:
        return Witness(actor, outcome, concept.name, True, tuple(sanctions))
    best = max(unpunished, key=lambda end: (view.rank(actor, end), -end))
    reached = answer_tree(view, concept.closure, view.others(actor), best)
    ends = sorted({end for end, _ in reached})
    worst = min(ends, key=lambda end: (_worth(view, concept, actor, end), end), default=None)
    return Witness(actor, outcome, concept.name, False, (), best, len(ends), worst)


def _worth(view: View, concept: Concept, actor: str, outcome: int) -> int:
    """The rank of an answer for the actor, after its best reply where the concept allows one."""
    here = view.rank(actor, outcome)
    return max([here, *(view.rank(actor, end) for end in view.ends(actor, outcome))]) if concept.replies else here


Arrived = tuple[int, str]


def answer_tree(view: View, closure: Closure, movers: list[str], start: int) -> dict[Arrived, Arrived | None]:
    """Everything the movers can reach, as (outcome, last mover) → where it was reached from (None: the start).

    Breadth first, so paths are shortest (and within the depth, where there is one); nobody moves twice in succession.
    """
    reached: dict[Arrived, Arrived | None] = {}
    waiting: deque[tuple[int, str, Arrived | None, int]] = deque([(start, "", None, 0)])
    while waiting:
        place, last, arrived, depth = waiting.popleft()
        if depth == closure.depth:
            break
        for mover in movers:
            if mover == last:
                continue
            for end in view.ends(mover, place):
                if closure.improving and not view.better(mover, place, end):
                    continue
                if (end, mover) not in reached:
                    reached[(end, mover)] = arrived
                    waiting.append((end, mover, (end, mover), depth + 1))
    return reached


def sanction_path(
    view: View,
    concept: Concept,
    focal: list[str],
    start: int,
    landing: int,
    movers: list[str] | None = None,
    expected: Set[int] = frozenset(),
) -> tuple[Step, ...] | None:
    """The shortest answer to a landing that leaves one of the focal actors no better than at the start; or None.

    `expected`: outcomes that are no answer, because they were counted on.
    """
    require("witness", concept)
    reached = answer_tree(view, concept.closure, view.others(*focal) if movers is None else movers, landing)
    for arrived in reached:
        if arrived[0] not in expected and any(_hurts(view, concept, actor, start, arrived[0]) for actor in focal):
            return path_to(reached, arrived, landing)
    return None


def _hurts(view: View, concept: Concept, actor: str, start: int, answer: int) -> bool:
    """The answer leaves the actor no better than at the start, even after a reply where one is allowed.

    In a strong concept: greatly worse, whatever the reply.
    """
    if concept.strong:
        replies = view.ends(actor, answer) if concept.replies else []
        return all(view.greatly_worse(actor, start, end) for end in (answer, *replies))
    if view.better(actor, start, answer):
        return False
    return not concept.replies or not any(view.better(actor, start, end) for end in view.ends(actor, answer))


def path_to(reached: dict[Arrived, Arrived | None], last: Arrived, landing: int) -> tuple[Step, ...]:
    """The moves that lead from the landing to one entry of its answer tree."""
    steps: list[Step] = []
    here: Arrived | None = last
    while here is not None:
        before = reached[here]
        steps.append(Step(here[1], before[0] if before else landing, here[0]))
        here = before
    return tuple(reversed(steps))
