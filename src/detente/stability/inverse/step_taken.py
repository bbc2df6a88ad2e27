"""What would have to be true for a step to be taken from where things rest to where a statement is true.

A *way* is one step, a move of one actor or a joint move of an agreement, from an outcome s in which things rest to an
outcome t. It is taken iff everybody concerned (the actor; every party) ranks t above s, has no unpunished move of its
own from s that is as good, is not hurt by an answer of those outside, and, for a joint move, stays at t. For each of
them this is again a threshold: how high t must stand. Answers that end at or below s are not mended by raising t; such
ways are left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.outcomes.preferences import Array
from detente.stability.concepts import CONCEPTS, Concept
from detente.stability.engines.arrays import Engine
from detente.stability.inverse.thresholds import Raise, Standing, engine_of, needed_ranks, worth
from detente.stability.prediction import Answer, answer
from detente.stability.solve import Model, Solution, solve_preferences

BLOCK = 256
TRIED = 40


@dataclass(frozen=True)
class Way:
    """A step from `start` to `end` by `mover` (an actor or an agreement), and the raises of `end` that it needs."""

    mover: str
    start: int
    end: int
    raises: tuple[Raise, ...]

    @property
    def changes(self) -> int:
        return sum(step.changes for step in self.raises)


def ways(model: Model, standing: Standing, concept: str, truth: Array, starts: list[int]) -> list[Way]:
    """Every way from the starts to an outcome where `truth` holds, those that need least first."""
    engine = engine_of(model, standing)
    found = []
    for start in starts:
        movers = {actor: (actor,) for actor in engine.actors} | model.moves.parties
        for mover, parties in movers.items():
            arcs = model.moves.alone[mover] if mover in model.moves.alone else model.moves.together[mover]
            ends = arcs.from_(start)
            ends = ends[truth[ends]]
            for place in range(0, len(ends), BLOCK):
                part = ends[place : place + BLOCK]
                found += _block(standing, engine, CONCEPTS[concept], mover, parties, start, part)
    return sorted(found, key=lambda way: (way.changes, way.start, way.end, way.mover))


def _block(
    standing: Standing, engine: Engine, concept: Concept, mover: str, parties: tuple[str, ...], start: int, ends: Array
) -> list[Way]:
    """The ways of one mover from one start; one raise at most per party and end."""
    outside = [actor for actor in engine.actors if actor not in parties]
    raises: list[list[Raise]] = [[] for _ in ends]
    possible = np.ones(len(ends), np.bool_)
    for party in parties:
        rank, lifted = engine.rank[party][:, 0], engine.lifted[party][:, 0]
        top = int(np.iinfo(rank.dtype).max)
        left = worth(engine, party, concept, ends, top, outside)[ends, np.arange(len(ends))]
        possible &= left > lifted[start]
        together = len(parties) > 1
        rival = best_alone(engine, party, concept, start) if together else None
        kept = needed_ranks(engine, party, concept, ends)[0] if together else np.full(len(ends), -1)
        for place, end in enumerate(ends):
            steps = _conditions(rank, lifted, party, start, int(end), rival, int(kept[place]))
            if steps:
                highest = max(steps, key=standing.level)
                raises[place].append(standing.counted(highest))
    return [Way(mover, start, int(end), tuple(raises[place])) for place, end in enumerate(ends) if possible[place]]


def _conditions(
    rank: Array, lifted: Array, party: str, start: int, end: int, rival: int | None, kept: int
) -> list[Raise]:
    """What the party does not yet grant: that the end is better, that it beats going alone, that it would stay."""
    steps = []
    if rank[end] <= lifted[start]:
        steps.append(Raise(party, end, start, "better"))
    if rival is not None and rank[end] <= rank[rival]:
        steps.append(Raise(party, end, rival, "above"))
    if lifted[end] < kept:
        steps.append(Raise(party, end, int(np.flatnonzero(rank == kept)[0]), "level"))
    return steps


def best_alone(engine: Engine, party: str, concept: Concept, start: int) -> int | None:
    """The best move the party can take alone from the start and nobody can punish; None if there is none."""
    threshold = engine.threshold(party, concept)[:, 0]
    ends = engine.moves.alone[party].from_(start)
    ends = ends[threshold[ends] > engine.lifted[party][start, 0]]
    return int(ends[np.argmax(engine.rank[party][ends, 0])]) if len(ends) else None


def nearest_way(
    model: Model,
    standing: Standing,
    concept: str,
    truth: Array,
    goal: Array,
    starts: list[int],
    wanted: tuple[Answer, ...],
) -> tuple[Way, Answer] | None:
    """The way that needs least and, solved again with its raises, brings a wanted answer; with that answer.

    `truth`: where the statement is true; `goal`: where the way is to lead (where it is false, if “no” is wanted). The
    ways are tried in order of what they need; after `TRIED` of them without success there is none to report.
    """
    for way in ways(model, standing, concept, goal, starts)[:TRIED]:
        changed = standing
        for step in way.raises:
            changed = changed.raised(step)
        solution = solve_preferences(model, changed.preferences(), (concept,), model.space.status_quo)[concept]
        told = predicted_answer(model, solution, truth)
        if told in wanted:
            return way, told
    return None


def predicted_answer(model: Model, solution: Solution, truth: Array, draw: int = 0) -> Answer:
    """The answer over the predicted classes (without a status quo: over all)."""
    graph = solution.arrows[draw].graph
    classes = graph.classes()
    start = model.space.status_quo
    return answer(truth, classes if start is None else graph.predicted(start, classes))
