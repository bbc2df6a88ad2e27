"""Checking a witness from the definitions alone: a short routine that shares nothing with the search that found it.

Every function returns the list of what is wrong, empty if the witness proves what it says.
"""

from __future__ import annotations

from detente.stability.concepts import KNOWN, Concept, require
from detente.stability.witness.witness import Step, View, Witness


def faults(view: View, witness: Witness) -> list[str]:
    """What is wrong with the witness of one actor and one outcome."""
    concept = KNOWN[witness.concept]
    actor, start = witness.actor, witness.outcome
    gains = {end for end in view.ends(actor, start) if view.better(actor, start, end)}
    if witness.stable:
        wrong = [] if {s.improvement for s in witness.sanctions} == gains else ["not every improvement is answered"]
        for sanction in witness.sanctions:
            wrong += path_faults(view, concept, sanction.path, sanction.improvement, {actor})
            if not leaves_no_better(view, concept, actor, start, sanction.answer):
                wrong.append(f"the answer {sanction.answer} does not hurt")
        return wrong
    if witness.improvement not in gains:
        return ["the move is not an improvement"]
    reached = everything(view, concept, set(view.actors) - {actor}, witness.improvement)
    wrong = [f"punished at {end}" for end in reached if leaves_no_better(view, concept, actor, start, end)]
    return wrong if len(reached) == witness.answers else [*wrong, "the number of answers is wrong"]


def path_faults(view: View, concept: Concept, path: tuple[Step, ...], start: int, excluded: set[str]) -> list[str]:
    """What makes a sequence of moves illegal as an answer."""
    require("witness", concept)
    wrong = [] if path else ["an empty answer"]
    if concept.closure.depth is not None and len(path) > concept.closure.depth:
        wrong.append("more moves than may follow one another")
    here, last = start, ""
    for step in path:
        if step.start != here or step.end not in view.ends(step.mover, here):
            wrong.append(f"{step.mover} cannot move from {here} to {step.end}")
        if step.mover == last:
            wrong.append(f"{step.mover} moves twice in succession")
        if step.mover in excluded:
            wrong.append(f"{step.mover} does not answer itself")
        if concept.closure.improving and not view.better(step.mover, step.start, step.end):
            wrong.append(f"{step.mover} does not gain by moving to {step.end}")
        here, last = step.end, step.mover
    return wrong


def leaves_no_better(view: View, concept: Concept, actor: str, start: int, answer: int) -> bool:
    if concept.strong:
        after = {answer, *(view.ends(actor, answer) if concept.replies else ())}
        return not [end for end in after if not view.greatly_worse(actor, start, end)]
    stays = not view.better(actor, start, answer)
    return stays and not (concept.replies and any(view.better(actor, start, e) for e in view.ends(actor, answer)))


def everything(view: View, concept: Concept, movers: set[str], start: int) -> set[int]:
    """All ends of legal answers, by growing a set of (outcome, last mover) until it no longer grows."""
    require("witness", concept)
    known: set[tuple[int, str]] = set()
    fresh = {(start, "")}
    moves = 0
    while fresh and moves != concept.closure.depth:
        grown = {
            (end, mover)
            for place, last in fresh
            for mover in movers - {last}
            for end in view.ends(mover, place)
            if not concept.closure.improving or view.better(mover, place, end)
        }
        moves += 1
        fresh = grown - known
        known |= fresh
    return {place for place, _ in known}


def is_open(view: View, concept: Concept, actor: str, start: int, end: int | None) -> bool:
    """Moving from start to end is an improvement of the actor that no answer punishes."""
    if end is None or end not in view.ends(actor, start) or not view.better(actor, start, end):
        return False
    reached = everything(view, concept, set(view.actors) - {actor}, end)
    return not any(leaves_no_better(view, concept, actor, start, answer) for answer in reached)
