"""Why an outcome is stable for an actor, why a joint step is taken or not, why a group stays or leaves: as results.

Every witness in them was checked by the routine that shares nothing with the search. Inside, witnesses count outcomes
from 0, as everything that computes does; what these results show counts them from 1.
"""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from dataclasses import dataclass
from typing import Any, ClassVar

from detente.errors import DetenteError
from detente.result import Origin, Result, Row
from detente.situation.identifiers import nearest
from detente.situation.model import Situation
from detente.stability.coalitions.coalition import COALITION_CONCEPTS, Coalition, coalition_key, read_coalition
from detente.stability.coalitions.verify import coalition_faults
from detente.stability.coalitions.witness import CoalitionWitness, explain_coalition
from detente.stability.concepts import CONCEPTS, KNOWN
from detente.stability.engines.large import analyse
from detente.stability.further_concepts import split_concepts
from detente.stability.result import Stability, outcome_index
from detente.stability.witness.joint_witness import JointWitness, explain_joint
from detente.stability.witness.verify_joint import joint_faults
from detente.stability.witness.witness import Step, Witness


@dataclass(frozen=True, repr=False)
class Explanation(Result):
    """Why somebody stays at an outcome, or leaves it, under one concept."""

    stability: Stability
    start: int
    concept: str

    @property
    def outcome(self) -> int:
        """The id of the outcome that is explained."""
        return self.start + 1

    @property
    @abstractmethod
    def who(self) -> str:
        """The actor, the agreement or the group (“japan+russia”) that was asked about."""


@dataclass(frozen=True, repr=False)
class ActorExplanation(Explanation):
    """Of one actor: what nobody can punish, or the answer to each of its improvements."""

    told_by: ClassVar[str] = "detente.stability.sentences:actor_explanation_sentences"

    witness: Witness

    @property
    def who(self) -> str:
        return self.witness.actor

    @property
    def stable(self) -> bool:
        """The actor stays."""
        return self.witness.stable

    def in_short(self) -> str:
        return f"outcome {self.outcome} is {'' if self.stable else 'not '}stable for {self.who} under {self.concept}"

    def rows(self) -> list[Row]:
        """One row per move of each answer; where one improvement cannot be punished, that one."""
        if not self.stable:
            return [{"improvement": _id(self.witness.improvement), "step": None, "mover": "", "from": None, "to": None}]
        return [
            {"improvement": sanction.improvement + 1, "step": place, **_step(step)}
            for sanction in self.witness.sanctions
            for place, step in enumerate(sanction.path, 1)
        ]

    def data(self) -> dict[str, Any]:
        """The JSON contract of ``detente explain --format json`` for an actor."""
        witness = self.witness
        return {
            "actor": witness.actor,
            "outcome": self.outcome,
            "concept": self.concept,
            "stable": witness.stable,
            "sanctions": [
                {"improvement": s.improvement + 1, "path": [_step(step) for step in s.path], "answer": s.answer + 1}
                for s in witness.sanctions
            ],
            "improvement": _id(witness.improvement),
            "answers": witness.answers,
            "worst": _id(witness.worst),
            "checked": True,
        }


@dataclass(frozen=True, repr=False)
class JointExplanation(Explanation):
    """Of an agreement: every joint step from the outcome, or the one that was asked about (`single`), with its verdict.

    `witnesses`: in the order of the outcomes they lead to.
    """

    told_by: ClassVar[str] = "detente.stability.sentences:joint_explanation_sentences"

    agreement: str
    witnesses: tuple[JointWitness, ...]
    single: bool = False

    @property
    def who(self) -> str:
        return self.agreement

    @property
    def verdicts(self) -> dict[str, int]:
        """How many steps have which verdict."""
        return dict(Counter(witness.verdict for witness in self.witnesses))

    @property
    def examples(self) -> dict[str, JointWitness]:
        """For each verdict the step nearest to an offer: fewest who would not gain, then fewest changes."""
        levels = self.stability.model.space.levels
        changed = levels != levels[self.start]

        def distance(witness: JointWitness) -> tuple[int, int]:
            refusing = len(witness.parties) if witness.verdict == "not_better" else 0
            return refusing, int(changed[witness.end].sum())

        nearest_first = sorted(self.witnesses, key=distance)
        return {witness.verdict: witness for witness in reversed(nearest_first)}

    def in_short(self) -> str:
        counts = ", ".join(f"{verdict} {count}" for verdict, count in self.verdicts.items())
        return f"{len(self.witnesses)} joint steps of {self.who} from {self.outcome} under {self.concept}: {counts}"

    def rows(self) -> list[Row]:
        """One row per joint step: its verdict, whom it blames, and where that party would go instead or afterwards."""
        return [
            {
                "to": witness.end + 1,
                "verdict": witness.verdict,
                "parties": ", ".join(witness.parties),
                "own": _id(witness.own),
            }
            for witness in self.witnesses
        ]

    def data(self) -> dict[str, Any]:
        """The JSON contract of ``detente explain --format json`` for an agreement."""
        return {
            "agreement": self.agreement,
            "outcome": self.outcome,
            "concept": self.concept,
            "steps": len(self.witnesses),
            "verdicts": self.verdicts,
            "examples": {
                verdict: {
                    "end": witness.end + 1,
                    "parties": list(witness.parties),
                    "own": _id(witness.own),
                    "path": [_step(step) for step in witness.path],
                    "at": _id(witness.at),
                    "follows": [[_step(step) for step in way] for way in witness.follows],
                    "ends": [outcome + 1 for outcome in witness.ends()],
                    "without": [outcome + 1 for outcome in witness.comes_anyway()],
                }
                for verdict, witness in self.examples.items()
            },
        }


@dataclass(frozen=True, repr=False)
class CoalitionExplanation(Explanation):
    """Of a group: the moves by which it leaves unpunished, or the answer to each of its improvements."""

    told_by: ClassVar[str] = "detente.stability.coalitions.sentences:coalition_explanation_sentences"

    witness: CoalitionWitness

    @property
    def who(self) -> str:
        return coalition_key(self.witness.coalition)

    @property
    def stable(self) -> bool:
        """The group stays."""
        return self.witness.stable

    def in_short(self) -> str:
        return f"outcome {self.outcome} is {'' if self.stable else 'not '}stable for {self.who} under {self.concept}"

    def rows(self) -> list[Row]:
        """One row per move of each answer; where the group leaves, one per move by which it does."""
        if not self.stable:
            moves = enumerate(self.witness.path, 1)
            return [
                {"improvement": _id(self.witness.improvement), "step": place, **_step(step)} for place, step in moves
            ]
        return [
            {"improvement": sanction.improvement + 1, "step": place, **_step(step)}
            for sanction in self.witness.sanctions
            for place, step in enumerate((step for stage in sanction.answer for step in stage.steps), 1)
        ]

    def data(self) -> dict[str, Any]:
        """The JSON contract of ``detente explain --format json`` for a group."""
        witness = self.witness
        return {
            "coalition": self.who,
            "outcome": self.outcome,
            "concept": self.concept,
            "stable": witness.stable,
            "sanctions": [
                {
                    "improvement": sanction.improvement + 1,
                    "path": [_step(step) for step in sanction.path],
                    "answer": [
                        {"coalition": coalition_key(stage.coalition), "path": [_step(step) for step in stage.steps]}
                        for stage in sanction.answer
                    ],
                    "member": sanction.member,
                }
                for sanction in witness.sanctions
            ],
            "improvement": _id(witness.improvement),
            "path": [_step(step) for step in witness.path],
            "answers": witness.answers,
            "checked": True,
        }


def _step(step: Step) -> dict[str, Any]:
    return {"mover": step.mover, "from": step.start + 1, "to": step.end + 1}


def _id(outcome: int | None) -> int | None:
    return None if outcome is None else outcome + 1


def explanation(
    situation: Situation,
    who: str,
    outcome: str = "status_quo",
    concept: str = "seq",
    to: str | None = None,
    engine: str = "auto",
) -> Explanation:
    """Why an actor, the parties of an agreement or a group stays at an outcome, or leaves it.

    Args:
        situation: a checked situation.
        who: an actor, an agreement, or a group as ``japan+russia``.
        outcome: as for `detente.stability.result.outcome_index`.
        concept: any of `KNOWN`; for a group also a coalition concept (a plain one means the one beside it).
        to: for an agreement, where the joint step leads; None: every joint step from the outcome.
        engine: for an actor; everything else needs outcomes that are listed.

    Raises:
        DetenteError: nobody of this name, a concept that is not asked of it, an unknown outcome, no such step.
        LimitError: too many outcomes, or too many answers to go through.
    """
    known = (*situation.actors, *situation.agreements)
    group = read_coalition(who, tuple(situation.actors)) if "+" in who and who not in known else None
    if group is None and who not in known:
        raise DetenteError("who_unknown", name=who, nearest=nearest(who, known), known=known)
    named = _fitting(concept, who, "group" if group else "actor" if who in situation.actors else "agreement")
    alone, strong = split_concepts(situation, () if group else (named,))
    listed = group or strong or who in situation.agreements
    result = analyse(situation, alone, engine="arrays" if listed else engine)
    start = outcome_index(result, outcome)
    asked = {"who": who, "outcome": outcome, "concept": concept, "to": to}
    origin = Origin(result.origin.about, asked, engine=result.engine)
    if group:
        return CoalitionExplanation(result, start, named, _of_group(result, group, start, named), origin=origin)
    if who in situation.actors:
        return ActorExplanation(result, start, named, _of_actor(result, who, start, named), origin=origin)
    end = None if to is None else outcome_index(result, to)
    steps = _of_agreement(result, who, start, end, named)
    return JointExplanation(result, start, named, who, steps, end is not None, origin=origin)


def _fitting(concept: str, who: str, kind: str) -> str:
    """The concept as it is asked of an actor, an agreement or a group: ``seq`` of a group is ``cseq``."""
    if concept not in KNOWN and concept not in COALITION_CONCEPTS:
        raise DetenteError("concept_unknown", name=concept, nearest=nearest(concept, KNOWN), known=tuple(KNOWN))
    known: tuple[str, ...] = tuple({"actor": KNOWN, "agreement": CONCEPTS}.get(kind, COALITION_CONCEPTS))
    beside = [name for name, other in COALITION_CONCEPTS.items() if other.alone == concept]
    if kind == "group" and beside:
        return beside[0]
    if concept not in known:
        raise DetenteError("concept_unfit", name=concept, who=who, known=known)
    return concept


def _of_actor(result: Stability, actor: str, start: int, concept: str) -> Witness:
    witness = result.witness(concept, actor, start)
    _sound(result.faults(witness))
    return witness


Steps = tuple[JointWitness, ...]


def _of_agreement(result: Stability, agreement: str, start: int, end: int | None, concept: str) -> Steps:
    moves = result.model.moves.together.get(agreement)
    ends = [] if moves is None else [int(target) for target in moves.from_(start)]
    if end is not None and end not in ends:
        raise DetenteError("no_such_step", name=agreement, start=start + 1, end=end + 1)
    found = []
    for one in ends if end is None else [end]:
        witness = explain_joint(result.view, CONCEPTS[concept], agreement, start, one)
        _sound(joint_faults(result.view, witness))
        found.append(witness)
    return tuple(found)


def _of_group(result: Stability, group: Coalition, start: int, concept: str) -> CoalitionWitness:
    witness = explain_coalition(result.view, concept, group, start)
    _sound(coalition_faults(result.view, witness))
    return witness


def _sound(faults: list[str]) -> None:
    """The second routine finds nothing wrong with a witness."""
    if faults:
        raise AssertionError(f"a witness that proves nothing: {faults}")
