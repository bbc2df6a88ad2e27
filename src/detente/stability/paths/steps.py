"""One step of a path, judged: what it costs whom, whether it is punished, and who could stop it.

- A *sacrifice*: an actor that takes part and for whom the landing is not better than the start. With goals it is said
  how much it gives up; a loss of zero or less means that it gains nothing, or less than its inertia asks for. A party
  that sacrifices in a joint step would refuse it.
- *Blockers*: another actor *can* block if by one own move from the landing (leaving included) it brings someone who
  gains by the step back to where it is no better than at the step's start; it *would* if that move is better for
  itself. A mover that gains nothing has nothing to lose, so it does not count here.
- The *verdict* under the concept. `taken`: the step is an arc of the concept's own graph. `sacrifice`: someone who
  takes part does not gain, and it is not taken. `punished`: the others answer (as in
  `detente.stability.witness.witness`) and some mover is no better off. A joint step only: `better_alone` (a party does
  as well by a move of its own), `not_better` (all gain at the landing, not all where it leads, or no more than comes
  without a deal), `not_kept` (a party would then leave). Its witness is `joint`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from detente.outcomes.preferences import Array, utility
from detente.stability.concepts import Concept
from detente.stability.solve import Arrows, Model
from detente.stability.witness.joint_witness import JointVerdict, JointWitness, explain_joint
from detente.stability.witness.witness import Step, View, sanction_path

Verdict = Literal["taken", "sacrifice", "punished", "better_alone", "not_better", "not_kept"]


OF_JOINT: dict[JointVerdict, Verdict] = {
    "credible": "taken",
    "spoiled": "punished",
    "better_alone": "better_alone",
    "not_better": "not_better",
    "not_kept": "not_kept",
}


@dataclass(frozen=True)
class Sacrifice:
    """An actor that takes part in a step without gaining; `loss` in its own utility, None without goals."""

    actor: str
    loss: float | None


@dataclass(frozen=True)
class Blocker:
    """Who can undo the gain of `hurts` by moving on from the landing to `end`, and whether it would."""

    actor: str
    end: int
    hurts: tuple[str, ...]
    would: bool


@dataclass(frozen=True)
class JudgedStep:
    """A step with what is to be said about it.

    `mover`: an actor or an agreement; `movers`: all who take part. `answer`: the moves that punish it. `own`: for
    `better_alone` and `not_kept` the party and where it would go instead, or afterwards.
    """

    mover: str
    movers: tuple[str, ...]
    start: int
    end: int
    sacrifices: tuple[Sacrifice, ...]
    blockers: tuple[Blocker, ...]
    verdict: Verdict
    answer: tuple[Step, ...] = ()
    own: tuple[str, int] | None = None
    joint: JointWitness | None = None

    @property
    def step(self) -> Step:
        return Step(self.mover, self.start, self.end)


def utilities(model: Model) -> dict[str, Array]:
    """The utility of every outcome for each actor with goals, at the central numbers."""
    numbers = model.numbers()
    return {
        actor: utility(preference, numbers, ("preferences", actor))[0][0]
        for actor, preference in model.situation.preferences.items()
        if preference.kind == "goals"
    }


def judge(view: View, concept: Concept, arrows: Arrows, values: dict[str, Array], step: Step) -> JudgedStep:
    """The step with its sacrifices, its blockers and its verdict."""
    movers = view.moves.parties.get(step.mover, (step.mover,))
    sacrifices = tuple(
        Sacrifice(actor, _loss(values, actor, step)) for actor in movers if not view.better(actor, step.start, step.end)
    )
    taken = (step.mover, step.end) in arrows.leaving(step.start)
    witness: JointWitness | None = None
    answer: tuple[Step, ...] = ()
    own: tuple[str, int] | None = None
    if step.mover in view.moves.parties:
        witness = explain_joint(view, concept, step.mover, step.start, step.end)
    verdict: Verdict = "taken" if taken else "sacrifice" if sacrifices else "punished"
    if verdict == "punished" and witness is None:
        answer = sanction_path(view, concept, [step.mover], step.start, step.end) or ()
    elif verdict == "punished" and witness is not None:
        verdict, answer = OF_JOINT[witness.verdict], witness.path
        own = None if witness.own is None else (witness.parties[0], witness.own)
    found = blockers(view, movers, step.start, step.end)
    return JudgedStep(step.mover, movers, step.start, step.end, sacrifices, found, verdict, answer, own, witness)


def _loss(values: dict[str, Array], actor: str, step: Step) -> float | None:
    """What the actor gives up, rounded so that equal utilities cost nothing."""
    return round(float(values[actor][step.start] - values[actor][step.end]), 9) if actor in values else None


def blockers(view: View, movers: tuple[str, ...], start: int, landing: int) -> tuple[Blocker, ...]:
    """The other actors that can take back what the movers gain, each with the way it likes best, willing ones first."""
    gaining = [actor for actor in movers if view.better(actor, start, landing)]
    found = []
    for actor in view.others(*movers):
        ends = [end for end in view.ends(actor, landing) if _hurt(view, gaining, start, end)]
        willing = [end for end in ends if view.better(actor, landing, end)]
        if ends:
            end = max(willing or ends, key=lambda end: (view.rank(actor, end), -end))
            found.append(Blocker(actor, end, _hurt(view, gaining, start, end), bool(willing)))
    return tuple(sorted(found, key=lambda blocker: not blocker.would))


def _hurt(view: View, gaining: list[str], start: int, end: int) -> tuple[str, ...]:
    """Those for whom this end is no better than the start."""
    return tuple(actor for actor in gaining if not view.better(actor, start, end))
