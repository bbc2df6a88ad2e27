"""Checking the witness of a joint move from the definitions alone: sets and paths, nothing shared with the search.

Every function returns the list of what is wrong, empty if the witness proves what it says.
"""

from __future__ import annotations

from collections.abc import Iterable

from detente.stability.concepts import CONCEPTS, Concept
from detente.stability.witness.joint_witness import JointWitness, Path
from detente.stability.witness.verify import everything, is_open, leaves_no_better, path_faults
from detente.stability.witness.witness import View


def joint_faults(view: View, witness: JointWitness) -> list[str]:
    """What is wrong with the witness of a joint move."""
    concept = CONCEPTS[witness.concept]
    if witness.end not in view.moves.together[witness.agreement].from_(witness.start):
        return ["there is no such joint move"]
    if concept.closure.looks_ahead:
        return _leading_faults(view, concept, witness)
    return _landing_faults(view, concept, witness)


def _landing_faults(view: View, concept: Concept, witness: JointWitness) -> list[str]:
    """The same where it is judged at the landing."""
    parties = view.moves.parties[witness.agreement]
    start, end = witness.start, witness.end
    match witness.verdict:
        case "not_better":
            return [f"{p} gains" for p in witness.parties if view.better(p, start, end)]
        case "better_alone":
            (party,) = witness.parties
            good = witness.own is not None and view.rank(party, witness.own) >= view.rank(party, end)
            return [] if good and is_open(view, concept, party, start, witness.own) else ["it cannot do as well alone"]
        case "not_kept":
            return [] if is_open(view, concept, witness.parties[0], end, witness.own) else ["it would stay"]
        case "spoiled":
            wrong = path_faults(view, concept, witness.path, end, set(parties))
            hurts = leaves_no_better(view, concept, witness.parties[0], start, witness.path[-1].end)
            return wrong if hurts else [*wrong, "the answer does not hurt"]
    outside = everything(view, concept, set(view.actors) - set(parties), end)
    wrong = [f"{p} does not gain" for p in parties if not view.better(p, start, end)]
    for party in parties:
        for own in view.improvements(party, start):
            if view.rank(party, own) >= view.rank(party, end) and is_open(view, concept, party, start, own):
                wrong.append(f"{party} does as well alone at {own}")
        wrong += [f"{party} leaves" for own in view.improvements(party, end) if is_open(view, concept, party, end, own)]
        wrong += [f"spoiled at {a}" for a in outside if leaves_no_better(view, concept, party, start, a)]
    return wrong


def _leading_faults(view: View, concept: Concept, witness: JointWitness) -> list[str]:
    """The same where it is judged by what follows, against what comes without a deal."""
    parties = view.moves.parties[witness.agreement]
    outside = [actor for actor in view.actors if actor not in parties]
    wrong = [
        *(fault for way in witness.follows for fault in _way_faults(view, concept, way, witness.end, outside)),
        *(fault for way in witness.without for fault in _way_faults(view, concept, way, witness.start, view.actors)),
    ]
    ends, old = set(witness.ends()), set(witness.comes_anyway())
    match witness.verdict:
        case "not_better":
            wrong += [f"{e} is no end" for e in ends if not _is_last(view, concept, outside, e)]
            wrong += [f"{o} does not come without a deal" for o in old if not _is_last(view, concept, view.actors, o)]
            if any(view.better(witness.parties[0], before, end) for before in old for end in ends):
                wrong.append(f"{witness.parties[0]} gains")
        case "not_kept":
            wrong += _not_kept_faults(view, concept, witness, outside)
        case "spoiled":
            wrong += path_faults(view, concept, witness.path, witness.end, set(parties))
            wrong += [f"{o} does not come without a deal" for o in old if not _is_last(view, concept, view.actors, o)]
            answer = witness.path[-1].end if witness.path else witness.end
            if answer in _led_to(view, concept, outside, witness.end):
                wrong.append("the answer was counted on")
            if not any(leaves_no_better(view, concept, witness.parties[0], before, answer) for before in old):
                wrong.append("the answer does not hurt")
        case _:
            wrong += _credible_faults(view, concept, witness, outside)
    return wrong


def _credible_faults(view: View, concept: Concept, witness: JointWitness, outside: list[str]) -> list[str]:
    parties = view.moves.parties[witness.agreement]
    course = _led_to(view, concept, outside, witness.end)
    ends = {place for place in course if _is_last(view, concept, outside, place)}
    before = {
        place
        for place in _led_to(view, concept, view.actors, witness.start)
        if _is_last(view, concept, view.actors, place)
    }
    wrong = [] if ends == set(witness.ends()) else ["not all ends are told"]
    wrong += [] if before == set(witness.comes_anyway()) else ["not all that comes without a deal is told"]
    answers = everything(view, concept, set(outside), witness.end) - course
    for party in parties:
        wrong += [f"{party} does not gain" for o in before for e in ends if not view.better(party, o, e)]
        worst = min(view.rank(party, end) for end in ends)
        wrong += [
            f"{party} leaves at {place}"
            for place in course
            for own in _open_steps(view, concept, party, place)
            if place in ends or view.rank(party, own) >= worst
        ]
        wrong += [f"spoiled at {a}" for a in answers for o in before if leaves_no_better(view, concept, party, o, a)]
    return wrong


def _not_kept_faults(view: View, concept: Concept, witness: JointWitness, outside: list[str]) -> list[str]:
    party, at, own = witness.parties[0], witness.at, witness.own
    if at is None or own is None or not is_open(view, concept, party, at, own):
        return ["it would stay"]
    course = _led_to(view, concept, outside, witness.end)
    if at not in course:
        return ["nothing leads there"]
    ends = [place for place in course if _is_last(view, concept, outside, place)]
    waits = at not in ends and all(view.rank(party, own) < view.rank(party, end) for end in ends)
    return ["it would wait"] if waits else []


def _open_steps(view: View, concept: Concept, actor: str, outcome: int) -> list[int]:
    """The improvements of an actor that no answer punishes; remembered, for they are asked again and again."""
    key = ("open", concept.name, actor, outcome)
    if key not in view.memory:
        view.memory[key] = [
            end for end in view.improvements(actor, outcome) if is_open(view, concept, actor, outcome, end)
        ]
    found: list[int] = view.memory[key]
    return found


def _led_to(view: View, concept: Concept, movers: Iterable[str], start: int) -> set[int]:
    """What the sure steps of some actors lead to, by growing a set until it no longer grows."""
    names, known, fresh = tuple(movers), {start}, {start}
    while fresh:
        fresh = {end for place in fresh for mover in names for end in _open_steps(view, concept, mover, place)} - known
        known |= fresh
    return known


def _is_last(view: View, concept: Concept, movers: Iterable[str], outcome: int) -> bool:
    """Whatever the sure steps of these actors lead to from here leads back."""
    names = tuple(movers)
    return all(outcome in _led_to(view, concept, names, ahead) for ahead in _led_to(view, concept, names, outcome))


def _way_faults(view: View, concept: Concept, way: Path, start: int, movers: Iterable[str]) -> list[str]:
    """What makes a way of sure steps wrong."""
    wrong, here, allowed = [], start, set(movers)
    for step in way:
        if (
            step.start != here
            or step.mover not in allowed
            or step.end not in _open_steps(view, concept, step.mover, here)
        ):
            wrong.append(f"{step.mover} is not sure to move from {here} to {step.end}")
        here = step.end
    return wrong
