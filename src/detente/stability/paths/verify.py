"""Checking a path from the definitions alone: a short routine that shares nothing with the search that found it.

It returns the list of what is wrong, empty if every step is legal, of the kind it says, and costs and can be stopped as
it says. That no shorter path exists is not asked here; the tests ask it of a slow search.
"""

from __future__ import annotations

from detente.stability.concepts import CONCEPTS, Concept
from detente.stability.paths.reach import Kind
from detente.stability.paths.steps import OF_JOINT, JudgedStep
from detente.stability.witness.verify import faults as witness_faults
from detente.stability.witness.verify_joint import joint_faults
from detente.stability.witness.witness import Sanction, View, Witness


def path_faults(
    view: View, concept: str, kind: Kind, start: int, goals: tuple[int, ...], path: tuple[JudgedStep, ...]
) -> list[str]:
    """What is wrong with a path of this kind from the start to one of the goals."""
    wrong, here, last = [], start, ""
    for step in path:
        if step.start != here:
            wrong.append(f"the step begins at {step.start}, not at {here}")
        if kind != "goes" and not view.moves.transitive and step.mover == last:
            wrong.append(f"{step.mover} moves twice in succession")
        if kind == "goes" and step.verdict != "taken":
            wrong.append(f"the step to {step.end} is not taken")
        if kind == "improvements" and step.sacrifices:
            wrong.append(f"the step to {step.end} is a sacrifice")
        wrong += step_faults(view, CONCEPTS[concept], step)
        here, last = step.end, step.mover
    return wrong if here in goals else [*wrong, f"the path ends at {here}"]


def step_faults(view: View, concept: Concept, step: JudgedStep) -> list[str]:
    """What is wrong with one step and what is said about it."""
    joint = step.mover in view.moves.together
    ends = view.moves.together[step.mover].from_(step.start) if joint else view.ends(step.mover, step.start)
    wrong = [] if step.end in ends else [f"{step.mover} cannot move from {step.start} to {step.end}"]
    if set(step.movers) != set(view.moves.parties[step.mover] if joint else [step.mover]):
        wrong.append("these are not the movers")
    losing = [actor for actor in step.movers if not view.better(actor, step.start, step.end)]
    if [sacrifice.actor for sacrifice in step.sacrifices] != losing:
        wrong.append("these do not make the sacrifice")
    for actor in view.others(*step.movers):
        wrong += _blocker_faults(view, step, actor)
    if (step.verdict == "sacrifice" and not losing) or (losing and step.verdict != "sacrifice" and not joint):
        wrong.append("the verdict does not fit the sacrifices")
    elif (step.verdict == "punished") != bool(step.answer):
        wrong.append("an answer is missing, or nobody asked for one")
    elif joint:
        wrong += _joint_verdict_faults(view, concept, step)
    elif not losing:
        wrong += _verdict_faults(view, concept, step)
    return wrong


def _blocker_faults(view: View, step: JudgedStep, actor: str) -> list[str]:
    """The actor is named as a blocker if it can undo somebody's gain, and as a willing one if it would."""

    def undone(end: int) -> set[str]:
        return {m for m in step.movers if view.better(m, step.start, step.end) and not view.better(m, step.start, end)}

    able = [end for end in view.ends(actor, step.end) if undone(end)]
    willing = [end for end in able if view.better(actor, step.end, end)]
    named = [blocker for blocker in step.blockers if blocker.actor == actor]
    if len(named) != bool(able):
        return [f"{actor} can block, or cannot"]
    right = all(
        blocker.end in (willing or able)
        and set(blocker.hurts) == undone(blocker.end)
        and blocker.would == bool(willing)
        for blocker in named
    )
    return [] if right else [f"{actor} does not block like that"]


def _verdict_faults(view: View, concept: Concept, step: JudgedStep) -> list[str]:
    """Taken: no answer punishes the improvement. Punished: this answer does."""
    sanction = Sanction(step.end, step.answer)
    claim = Witness(step.mover, step.start, concept.name, step.verdict == "punished", (sanction,), step.end)
    wrong = witness_faults(view, claim)
    said = ("the number of answers is wrong", "not every improvement is answered")  # not claimed here
    return [fault for fault in wrong if fault not in said]


def _joint_verdict_faults(view: View, concept: Concept, step: JudgedStep) -> list[str]:
    """The witness is of this step, proves what it says, and the verdict is what it says."""
    witness = step.joint
    if witness is None:
        return ["a joint step without a witness"]
    same = (witness.agreement, witness.start, witness.end, witness.concept)
    wrong = [] if same == (step.mover, step.start, step.end, concept.name) else ["the witness is of another step"]
    expected = "sacrifice" if step.sacrifices and witness.verdict != "credible" else OF_JOINT[witness.verdict]
    if step.verdict != expected:
        wrong.append("the verdict is not that of the witness")
    return [*wrong, *joint_faults(view, witness)]
