"""Checking a witness from the definitions alone: a short routine that shares nothing with the search that found it.

Every function returns the list of what is wrong, empty if the witness proves what it says.
"""

from __future__ import annotations

from detente.stability.concepts import CONCEPTS, KNOWN, Concept, require
from detente.stability.witness.witness import JointWitness, Step, View, Witness


def faults(view: View, witness: Witness) -> list[str]:
    """What is wrong with the witness of one actor and one outcome."""
    concept = KNOWN[witness.concept]
    actor, start = witness.actor, witness.outcome
    gains = {end for end in view.ends(actor, start) if view.better(actor, start, end)}
    if witness.stable:
        wrong = [] if {s.improvement for s in witness.sanctions} == gains else ["not every improvement is answered"]
        for sanction in witness.sanctions:
            wrong += _path_faults(view, concept, sanction.path, sanction.improvement, {actor})
            if not _leaves_no_better(view, concept, actor, start, sanction.answer):
                wrong.append(f"the answer {sanction.answer} does not hurt")
        return wrong
    if witness.improvement not in gains:
        return ["the move is not an improvement"]
    reached = _everything(view, concept, set(view.actors) - {actor}, witness.improvement)
    wrong = [f"punished at {end}" for end in reached if _leaves_no_better(view, concept, actor, start, end)]
    return wrong if len(reached) == witness.answers else [*wrong, "the number of answers is wrong"]


def _path_faults(view: View, concept: Concept, path: tuple[Step, ...], start: int, excluded: set[str]) -> list[str]:
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


def _leaves_no_better(view: View, concept: Concept, actor: str, start: int, answer: int) -> bool:
    if concept.strong:
        after = {answer, *(view.ends(actor, answer) if concept.replies else ())}
        return not [end for end in after if not view.greatly_worse(actor, start, end)]
    stays = not view.better(actor, start, answer)
    return stays and not (concept.replies and any(view.better(actor, start, e) for e in view.ends(actor, answer)))


def _everything(view: View, concept: Concept, movers: set[str], start: int) -> set[int]:
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


def joint_faults(view: View, witness: JointWitness) -> list[str]:
    """What is wrong with the witness of a joint move."""
    concept = CONCEPTS[witness.concept]
    parties = view.moves.parties[witness.agreement]
    start, end = witness.start, witness.end
    if end not in view.moves.together[witness.agreement].from_(start):
        return ["there is no such joint move"]
    match witness.verdict:
        case "not_better":
            return [f"{p} gains" for p in witness.parties if view.better(p, start, end)]
        case "better_alone":
            (party,) = witness.parties
            good = witness.own is not None and view.rank(party, witness.own) >= view.rank(party, end)
            return [] if good and _is_open(view, concept, party, start, witness.own) else ["it cannot do as well alone"]
        case "not_kept":
            return [] if _is_open(view, concept, witness.parties[0], end, witness.own) else ["it would stay"]
        case "spoiled":
            wrong = _path_faults(view, concept, witness.path, end, set(parties))
            hurts = _leaves_no_better(view, concept, witness.parties[0], start, witness.path[-1].end)
            return wrong if hurts else [*wrong, "the answer does not hurt"]
    outside = _everything(view, concept, set(view.actors) - set(parties), end)
    wrong = [f"{p} does not gain" for p in parties if not view.better(p, start, end)]
    for party in parties:
        for own in view.improvements(party, start):
            if view.rank(party, own) >= view.rank(party, end) and _is_open(view, concept, party, start, own):
                wrong.append(f"{party} does as well alone at {own}")
        wrong += [
            f"{party} leaves" for own in view.improvements(party, end) if _is_open(view, concept, party, end, own)
        ]
        wrong += [f"spoiled at {a}" for a in outside if _leaves_no_better(view, concept, party, start, a)]
    return wrong


def _is_open(view: View, concept: Concept, actor: str, start: int, end: int | None) -> bool:
    """Moving from start to end is an improvement of the actor that no answer punishes."""
    if end is None or end not in view.ends(actor, start) or not view.better(actor, start, end):
        return False
    reached = _everything(view, concept, set(view.actors) - {actor}, end)
    return not any(_leaves_no_better(view, concept, actor, start, answer) for answer in reached)
