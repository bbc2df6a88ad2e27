"""Checking the witness of a coalition from the definitions alone: a routine that shares nothing with the search.

It grows sets of (outcome, who moved last) until they no longer grow, and returns the list of what is wrong: empty if
the witness proves what it says.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import combinations

from detente.stability.coalitions.coalition import COALITION_CONCEPTS, Coalition, CoalitionConcept
from detente.stability.coalitions.witness import CoalitionWitness, Stage
from detente.stability.concepts import require
from detente.stability.witness.witness import Step, View


def coalition_faults(view: View, witness: CoalitionWitness) -> list[str]:
    """What is wrong with the witness of one coalition and one outcome."""
    group, start = witness.coalition, witness.outcome
    if witness.concept not in COALITION_CONCEPTS or list(group) != [a for a in view.actors if a in group]:
        return ["no such concept or coalition"]
    concept = COALITION_CONCEPTS[witness.concept]
    require("coalitions", concept)
    gains = {end for end in _reach(view, group, start) if _all_gain(view, group, start, end)}
    if not witness.stable:
        if not witness.path or witness.improvement not in gains:
            return ["the coalition does not gain"]
        reached = _answers(view, concept, group, witness.path[-1].end)
        wrong = _moves_faults(view, witness.path, start, group)
        wrong += [f"punished at {end}" for end in reached if _hurts(view, concept, group, start, end)]
        return wrong if len(reached) == witness.answers else [*wrong, "the number of answers is wrong"]
    wrong = [] if {one.improvement for one in witness.sanctions} == gains else ["not every improvement is answered"]
    for sanction in witness.sanctions:
        wrong += _moves_faults(view, sanction.path, start, group)
        wrong += _answer_faults(view, concept, group, sanction.improvement, sanction.answer)
        if sanction.answer:
            end = sanction.answer[-1].end
            if not _hurts(view, concept, group, start, end) or view.better(sanction.member, start, end):
                wrong.append(f"the answer {end} does not hurt {sanction.member}")
    return wrong


def _moves_faults(view: View, steps: tuple[Step, ...], start: int, movers: Coalition) -> list[str]:
    """What makes a sequence of single moves illegal."""
    wrong = [] if steps else ["an empty sequence"]
    here, last = start, ""
    for step in steps:
        if step.mover not in movers or step.start != here or step.end not in view.ends(step.mover, here):
            wrong.append(f"{step.mover} cannot move from {here} to {step.end}")
        if step.mover == last:
            wrong.append(f"{step.mover} moves twice in succession")
        here, last = step.end, step.mover
    return wrong


def _answer_faults(
    view: View, concept: CoalitionConcept, group: Coalition, start: int, answer: tuple[Stage, ...]
) -> list[str]:
    """What makes a sequence of stages illegal as an answer."""
    allowed = concept.closure.depth != 0
    wrong = [] if answer and allowed else ["an empty answer" if allowed else "no answers are allowed"]
    here = start
    last: Coalition = ()
    for stage in answer:
        wrong += _moves_faults(view, stage.steps, here, stage.coalition)
        if set(stage.coalition) & set(group):
            wrong.append("the coalition does not answer itself")
        if stage.coalition == last:
            wrong.append(f"{stage.coalition} moves twice in succession")
        if not concept.by_groups and (len(stage.coalition), len(stage.steps)) != (1, 1):
            wrong.append("more than one move at a stage")
        if concept.closure.improving and not _all_gain(view, stage.coalition, here, stage.end):
            wrong.append(f"{stage.coalition} does not gain by moving to {stage.end}")
        here, last = stage.end, stage.coalition
    return wrong


def _all_gain(view: View, group: Coalition, start: int, end: int) -> bool:
    return not [member for member in group if not view.better(member, start, end)]


def _hurts(view: View, concept: CoalitionConcept, group: Coalition, start: int, answer: int) -> bool:
    after = {answer} | (_reach(view, group, answer) if concept.replies else set())
    return not any(_all_gain(view, group, start, end) for end in after)


def _reach(view: View, group: Coalition, start: int) -> set[int]:
    return _growing(start, {(member,) for member in group}, lambda part, place: set(view.ends(part[0], place)))


def _answers(view: View, concept: CoalitionConcept, group: Coalition, start: int) -> set[int]:
    """All ends of legal answers of those outside the group."""
    outside = tuple(actor for actor in view.actors if actor not in group)
    if concept.closure.depth == 0:
        return set()
    if not concept.closure.improving:
        return _reach(view, outside, start)
    sizes = range(1, (len(outside) if concept.by_groups else 1) + 1)
    parts = {part for size in sizes for part in combinations(outside, size)}

    @cache
    def gains(part: Coalition, place: int) -> frozenset[int]:
        ends = _reach(view, part, place) if concept.by_groups else set(view.ends(part[0], place))
        return frozenset(end for end in ends if _all_gain(view, part, place, end))

    return _growing(start, parts, gains)


def _growing(
    start: int, parts: set[Coalition], ends_of: Callable[[Coalition, int], set[int] | frozenset[int]]
) -> set[int]:
    known: set[tuple[int, Coalition]] = set()
    fresh: set[tuple[int, Coalition]] = {(start, ())}
    while fresh:
        grown = {(end, part) for place, last in fresh for part in parts - {last} for end in ends_of(part, place)}
        fresh = grown - known
        known |= fresh
    return {place for place, _ in known}
