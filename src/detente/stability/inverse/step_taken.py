"""What would have to be true for a step to be taken from where things rest to where a statement is true.

A *way* is one step, a move of one actor or a joint move of an agreement, from an outcome s in which things rest to an
outcome t. Where nothing that follows is counted on, it is taken iff everybody concerned (the actor; every party) ranks
t above s, has no unpunished move of its own from s that is as good, is not hurt by an answer of those outside, and, for
a joint move, stays at t. Under SEQ and SSEQ a joint move is judged where it leads (`detente.stability.foresight`):
every end of t must be true to the statement, and for each party stand above wherever no deal leads from s, above what
it could step to on the way, and high enough to stay. For each of them this is again a threshold: how high the ends must
stand. Answers that leave a party no better are not mended by raising the ends; such ways are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from detente.outcomes.preferences import Array
from detente.stability.concepts import CONCEPTS, Concept
from detente.stability.engines.arrays import Engine, best_reply
from detente.stability.foresight import Followed, answers_to, foresight
from detente.stability.inverse.thresholds import Raise, Standing, engine_of, needed_ranks, worth
from detente.stability.prediction import Answer, answer
from detente.stability.solve import Model, Solution, solve_preferences
from detente.stability.what_follows import ends_from
from detente.time_left import check

BLOCK = 256
TRIED = 40


@dataclass(frozen=True)
class Demand:
    """What an actor's utilities must grant: outcomes `stable` for it, and pairs (better by the inertia, above)."""

    stable: tuple[int, ...] = ()
    better: tuple[tuple[int, int], ...] = ()
    above: tuple[tuple[int, int], ...] = ()


Asked = tuple[int, tuple[int, ...], dict[str, Demand]]  # a landing, its ends, and what they ask of whom


@dataclass(frozen=True)
class Way:
    """A step from `start` to `end` by `mover` (an actor or an agreement), and the raises of its `ends` that it needs.

    `ends`: where others then take it, which is the end itself where nothing is sure to follow. `demands`: actor → what
    the way asks of it, if it does not grant all of it yet.
    """

    mover: str
    start: int
    end: int
    ends: tuple[int, ...]
    raises: tuple[Raise, ...]
    demands: dict[str, Demand]

    @property
    def changes(self) -> int:
        return sum(step.changes for step in self.raises)


def ways(model: Model, standing: Standing, concept: str, truth: Array, starts: list[int]) -> list[Way]:
    """Every way from the starts to where `truth` holds, those that need least first."""
    engine, rule = engine_of(model, standing), CONCEPTS[concept]
    sure = foresight(engine, rule) if rule.closure.looks_ahead and model.moves.together else None
    found: list[Way] = []
    for mover, parties in ({actor: (actor,) for actor in engine.actors} | model.moves.parties).items():
        together = mover in model.moves.together
        followed = sure.judge(parties) if sure is not None and together else None
        for start in starts:
            check()
            if followed is not None:
                asked = _leading(followed, mover, truth, start)
            else:
                arcs = model.moves.together[mover] if together else model.moves.alone[mover]
                ends = arcs.from_(start)
                asked = _landing(engine, rule, parties, together, start, ends[truth[ends]])
            found += _ways(standing, engine, rule, (mover, start), asked)
    return sorted(found, key=lambda way: (way.changes, way.start, way.end, way.mover))


def _landing(
    engine: Engine, concept: Concept, parties: tuple[str, ...], together: bool, start: int, ends: Array
) -> list[Asked]:
    """The steps from one start to these ends, judged where they land."""
    outside = [actor for actor in engine.actors if actor not in parties]
    possible = np.ones(len(ends), np.bool_)
    asked: list[dict[str, Demand]] = [{} for _ in ends]
    for party in parties:
        top = int(np.iinfo(engine.rank[party].dtype).max)
        for first in range(0, len(ends), BLOCK):
            part = ends[first : first + BLOCK]
            left = worth(engine, party, concept, part, top, outside)[part, np.arange(len(part))]
            possible[first : first + BLOCK] &= left > engine.lifted[party][start, 0]
        rival = best_alone(engine, party, concept, start) if together else None
        for place, end in enumerate(ends.tolist()):
            above = () if rival is None else ((end, rival),)
            asked[place][party] = Demand((end,) if together else (), ((end, start),), above)
    return [(end, (end,), asked[place]) for place, end in enumerate(ends.tolist()) if possible[place]]


def _leading(followed: Followed, agreement: str, truth: Array, start: int) -> list[Asked]:
    """The joint steps of an agreement from one start, judged where the outsiders' sure steps take them."""
    sure = followed.foresight
    without = ends_from(sure.alone, start)
    alone = {party: sure.steps((party,)) for party in followed.parties}
    found: list[Asked] = []
    for landing in sure.engine.moves.together[agreement].from_(start).tolist():
        ends = ends_from(followed.steps, landing)
        if not truth[list(ends)].all() or set(ends) & set(without):
            continue
        course = followed.steps.ahead(landing)
        on_the_way = course.difference(ends)
        own = {party: {to for place in on_the_way for to in steps.after(place)} for party, steps in alone.items()}
        if any(places.intersection(ends) for places in own.values()) or _spoiled(
            followed, landing, course, ends, without
        ):
            continue
        better = tuple((end, old) for end in ends for old in without)
        demands = {
            party: Demand(ends, better, tuple((end, place) for end in ends for place in sorted(places)))
            for party, places in own.items()
        }
        found.append((landing, ends, demands))
    return found


def _spoiled(
    followed: Followed, landing: int, course: set[int], ends: tuple[int, ...], without: tuple[int, ...]
) -> bool:
    """The outsiders have an answer off the course that hurts some party however high the ends stand for it."""
    engine, concept = followed.foresight.engine, followed.foresight.concept
    answers = sorted(answers_to(engine, followed.outside, landing, 0) - course)
    for party in followed.parties if answers else ():
        rank = engine.rank[party].copy()
        rank[list(ends)] = np.iinfo(rank.dtype).max
        seed = best_reply(rank, engine.moves.alone[party]) if concept.replies else rank
        if seed[answers, 0].min() <= engine.lifted[party][list(without), 0].max():
            return True
    return False


def _ways(standing: Standing, engine: Engine, concept: Concept, step: tuple[str, int], asked: list[Asked]) -> list[Way]:
    """The ways of a mover from a start, each with the raises that meet its demands: one at most per party and end."""
    stay: dict[str, dict[int, int]] = {}
    for party in asked[0][2] if asked else ():
        outcomes = sorted({outcome for _, _, demands in asked for outcome in demands[party].stable})
        stay[party] = {}
        for first in range(0, len(outcomes), BLOCK):
            part = outcomes[first : first + BLOCK]
            ranks = needed_ranks(engine, party, concept, np.array(part))[0]
            stay[party] |= dict(zip(part, ranks.tolist(), strict=True))
    found = []
    for landing, ends, demands in asked:
        raises: list[Raise] = []
        unmet: dict[str, Demand] = {}
        for party, demand in demands.items():
            highest: dict[int, Raise] = {}
            for one in _missing(engine, party, demand, stay[party]):
                known = highest.get(one.outcome)
                highest[one.outcome] = one if known is None else max(known, one, key=standing.level)
            raises += [standing.counted(one) for one in highest.values()]
            unmet |= {party: demand} if highest else {}
        found.append(Way(*step, landing, ends, tuple(raises), unmet))
    return found


def _missing(engine: Engine, party: str, demand: Demand, stay: dict[int, int]) -> Iterator[Raise]:
    """What the party does not yet grant: that an end is better, is above something else, or that it would stay there.

    `stay`: how high it must rank an outcome to stay.
    """
    rank, lifted = engine.rank[party][:, 0], engine.lifted[party][:, 0]
    for end, other in demand.better:
        if rank[end] <= lifted[other]:
            yield Raise(party, end, other, "better")
    for end, other in demand.above:
        if rank[end] <= rank[other]:
            yield Raise(party, end, other, "above")
    for end in demand.stable:
        if lifted[end] < stay[end]:
            yield Raise(party, end, int(np.flatnonzero(rank == stay[end])[0]), "level")


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
    known: list[Way],
    wanted: tuple[Answer, ...],
) -> tuple[Way, Answer] | None:
    """The way that needs least and, solved again with its raises, brings a wanted answer; with that answer.

    `truth`: where the statement is true; `known`: the ways in order of what they need. After `TRIED` of them without
    success there is none to report.
    """
    for way in known[:TRIED]:
        check()
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
