"""The situation played: who can do what at an outcome, what it brings, who answers, who refuses."""

from __future__ import annotations

from collections.abc import Iterable

from detente.errors import DetenteError
from detente.outcomes.preferences import Array
from detente.outcomes.telling import Teller
from detente.stability.concepts import CONCEPTS
from detente.stability.paths.steps import utilities
from detente.stability.witness.joint_witness import JointWitness, explain_joint
from detente.stability.witness.sentences import joint_sentence
from detente.stability.witness.witness import Step, sanction_path
from detente.web.contracts.asking import Language
from detente.web.contracts.screens import Alone, AskMoves, Joint, Move, Moves, Replying
from detente.web.desk import View
from detente.web.pace import pause

MOST = 40  # moves that gain, of one actor
LEAST = 3  # moves of an actor that are shown at any rate, if it has so many
SIGNED, REFUSED = 4, 3  # joint moves shown; where nobody would sign any


def moves(view: View, asked: AskMoves) -> Moves:
    """An outcome and every step from it. Raises `DetenteError` for an outcome that there is not."""
    here = outcome_of(view, asked.outcome)
    found, teller = view.stability, view.teller(asked.lang)
    arrows, values = found.solution(view.ahead).arrows[0], worths(view)
    return Moves(
        outcome=here + 1,
        text=outcome_words(teller, here),
        rests=not arrows.leaving(here),
        answers={name: "yes" if truth[here] else "no" for name, truth in view.truths.items()},
        movers=[_alone(view, actor, here, values, asked.lang) for actor in found.view.actors if _moves(view, actor)],
        together=[
            one
            for agreement in found.model.moves.together
            for one in _together(view, agreement, here, arrows.leaving(here), values, asked.lang)
        ],
    )


def outcome_of(view: View, asked: int | None) -> int:
    """The index of an outcome by its id; without one that of the status quo, else the first."""
    space = view.stability.model.space
    if asked is None:
        return space.status_quo or 0
    if not 1 <= asked <= space.count:
        raise DetenteError("outcome_id", id=asked, count=space.count)
    return asked - 1


def worths(view: View) -> dict[str, Array]:
    """What every outcome is worth to each actor with goals, at the numbers of the view."""
    return utilities(view.stability.model)


def gains_of(values: dict[str, Array], start: int, end: int) -> dict[str, float]:
    """What a step brings each actor that may care, rounded so that equal utilities bring nothing."""
    found = {actor: round(float(worth[end] - worth[start]), 9) for actor, worth in values.items()}
    return {actor: gain + 0.0 for actor, gain in found.items()}


def way_told(path: Iterable[Step], teller: Teller) -> list[Replying]:
    """Steps in words."""
    return [Replying(mover=step.mover, text=teller.deed(step.mover, step.start, step.end)) for step in path]


def outcome_words(teller: Teller, outcome: int) -> str:
    """What an outcome is called; one that is only listed by its text, without its id."""
    if teller.space.nodes:
        return teller.deed("", outcome, outcome)
    return teller.named(outcome)


def _moves(view: View, actor: str) -> bool:
    """The actor can do anything at all."""
    return len(view.stability.view.moves.alone[actor].source) > 0


def _alone(view: View, actor: str, here: int, values: dict[str, Array], language: Language) -> Alone:
    """What an actor can do: first what gains and is not answered, then what is answered, then what does not pay."""
    asked, concept, teller = view.stability.view, CONCEPTS[view.ahead], view.teller(language)
    told: list[tuple[tuple[int, float, int], Move]] = []
    for end in asked.ends(actor, here):
        pause()
        gains, answer = gains_of(values, here, end), None
        if asked.better(actor, here, end):
            answer = sanction_path(asked, concept, [actor], here, end)
            verdict = "free" if answer is None else "answered"
        else:
            verdict = "small" if asked.rank(actor, end) > asked.rank(actor, here) else "loss"
        move = Move(
            to=end + 1,
            text=teller.deed(actor, here, end),
            gains=gains,
            verdict=verdict,
            answer=way_told(answer or (), teller),
        )
        order = ("free", "answered", "small", "loss").index(verdict)
        told.append(((order, -gains.get(actor, float(asked.rank(actor, end))), end), move))
    told.sort(key=lambda pair: pair[0])
    paying = sum(move.verdict in ("free", "answered") for _, move in told)
    beside = max(LEAST - paying, 1)  # some of those that do not pay, so that it is seen what else there is
    listed = told[: min(paying, MOST)] + told[paying : paying + beside]
    return Alone(actor=actor, moves=[move for _, move in listed], more=len(told) - len(listed))


def _together(
    view: View,
    agreement: str,
    here: int,
    leaving: list[tuple[str, int]],
    values: dict[str, Array],
    language: Language,
) -> list[Joint]:
    """The steps the parties would take together; where there are none, those nearest to it, with who refuses."""
    asked, concept = view.stability.view, CONCEPTS[view.ahead]
    signed = [end for mover, end in leaving if mover == agreement]
    ends = signed or _nearest(view, agreement, here)
    ends = sorted(ends, key=lambda end: (-_smallest(view, agreement, here, end, values), end))
    found = []
    for end in ends[: SIGNED if signed else REFUSED]:
        pause()
        found.append(_joint(view, explain_joint(asked, concept, agreement, here, end), values, language))
    return found


def _nearest(view: View, agreement: str, here: int) -> list[int]:
    """Every step that changes a term."""
    space = view.stability.model.space
    terms = [place for place, axis in enumerate(space.axes) if axis.kind == "term" and axis.owner == agreement]
    ends = view.stability.view.moves.together[agreement].from_(here)
    changed = (space.levels[ends][:, terms] != space.levels[here, terms]).any(axis=1)
    return [int(end) for end in ends[changed]]


def _smallest(view: View, agreement: str, here: int, end: int, values: dict[str, Array]) -> float:
    """The least that a party gains; of parties that only order outcomes, by ranks."""
    parties, asked = view.stability.view.moves.parties[agreement], view.stability.view
    return min(
        float(values[party][end] - values[party][here])
        if party in values
        else float(asked.rank(party, end) - asked.rank(party, here))
        for party in parties
    )


def _joint(view: View, witness: JointWitness, values: dict[str, Array], language: Language) -> Joint:
    teller = view.teller(language)
    verdict = {"credible": "signed", "not_kept": "not_kept", "spoiled": "spoiled"}.get(witness.verdict, "refused")
    return Joint(
        agreement=witness.agreement,
        to=witness.end + 1,
        text=teller.deed(witness.agreement, witness.start, witness.end),
        gains=gains_of(values, witness.start, witness.end),
        verdict=verdict,
        refuses=list(witness.parties) if verdict == "refused" else [],
        why=joint_sentence(witness, teller),
    )
