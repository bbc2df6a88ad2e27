"""Who blocks what: why nothing leads from where things stand to an outcome in which a statement is true.

For every joint move of an agreement that leads there it is asked who would gain and, of those that all parties gain by,
what stops them: a party that does as well alone, one that would not keep it, an answer from outside. Under SEQ and SSEQ
a joint move leads where the outsiders' sure steps end, and a party gains if it is better at every such end than
wherever no deal leads. The *nearest* package is the one that serves all other parties and costs the last one least.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from detente.outcomes.preferences import utility
from detente.stability.concepts import CONCEPTS, Concept
from detente.stability.solve import Model
from detente.stability.witness.joint_witness import Ahead, JointWitness, explain_joint
from detente.stability.witness.verify_joint import joint_faults
from detente.stability.witness.witness import View


@dataclass(frozen=True)
class Nearest:
    """The package that all other parties gain by and that costs `party` least: how much it loses by it."""

    party: str
    outcome: int
    loss: float


@dataclass(frozen=True)
class Blockade:
    """Why an agreement does not bring about what a question asks, from one outcome.

    `packages`: joint moves that would; `gains`: by how many of these each party gains; `serve_all`: by how many all do;
    `stopped`: of those, how many fail for each later reason, with one witness each.
    """

    question: str
    concept: str
    start: int
    agreement: str
    packages: int
    gains: dict[str, int]
    serve_all: int
    stopped: dict[str, int]
    witnesses: tuple[JointWitness, ...]
    nearest: tuple[Nearest, ...]


def blockade(model: Model, view: View, question: str, concept: str, start: int, agreement: str) -> Blockade | None:
    """What stands between an outcome and a yes through one agreement; None if no package would bring a yes."""
    truth = model.space.holds(model.situation.questions[question].statement)
    parties, rule = model.moves.parties[agreement], CONCEPTS[concept]
    after, without = _after(view, rule, parties), _without(view, rule, start)
    ends = {int(end): after(int(end)) for end in model.moves.together[agreement].from_(start)}
    ends = {end: last for end, last in ends.items() if truth[list(last)].all()}
    if not ends:
        return None
    gaining = {
        party: {end for end, last in ends.items() if all(view.better(party, o, n) for o in without for n in last)}
        for party in parties
    }
    everything = [_checked(view, explain_joint(view, rule, agreement, start, end)) for end in ends]
    judged = [witness for witness in everything if witness.verdict != "not_better"]
    examples = {witness.verdict: witness for witness in reversed(judged)}
    return Blockade(
        question,
        concept,
        start,
        agreement,
        len(ends),
        {party: len(gaining[party]) for party in parties},
        len(judged),
        dict(Counter(witness.verdict for witness in judged)),
        tuple(examples.values()),
        () if judged else _nearest(model, start, without, ends, gaining),
    )


def _after(view: View, concept: Concept, parties: tuple[str, ...]) -> Callable[[int], tuple[int, ...]]:
    """Where the outsiders' sure steps take a landing; it itself where nothing that follows is counted on."""
    if not concept.closure.looks_ahead:
        return lambda landing: (landing,)
    ahead, outside = Ahead.of(view, concept), view.others(*parties)
    return lambda landing: tuple(ahead.last(outside, landing))


def _without(view: View, concept: Concept, start: int) -> tuple[int, ...]:
    """Where no deal leads; the start itself where nothing that follows is counted on."""
    return tuple(Ahead.of(view, concept).without_a_deal(start)) if concept.closure.looks_ahead else (start,)


def _checked(view: View, witness: JointWitness) -> JointWitness:
    if wrong := joint_faults(view, witness):
        raise AssertionError(f"a witness that proves nothing: {wrong}")
    return witness


def _nearest(
    model: Model,
    start: int,
    without: tuple[int, ...],
    ends: dict[int, tuple[int, ...]],
    gaining: dict[str, set[int]],
) -> tuple[Nearest, ...]:
    """For each party with utilities: the package that serves all others and costs it least, at its worst end."""
    found = []
    for party in gaining:
        preference = model.situation.preferences.get(party)
        others = [end for end in ends if all(end in gains for other, gains in gaining.items() if other != party)]
        if preference is None or preference.kind != "goals" or not others:
            continue
        values = utility(preference, model.numbers(), ("preferences", party))[0][0]
        worst = {end: float(values[list(ends[end])].min()) for end in others}
        best = max(others, key=lambda end: (round(worst[end], 9), -_changes(model, start, end)))
        found.append(Nearest(party, best, float(values[list(without)].max()) - worst[best]))
    return tuple(found)


def _changes(model: Model, start: int, end: int) -> int:
    """How many options and terms differ."""
    return int((model.space.levels[start] != model.space.levels[end]).sum())


def blockades(model: Model, view: View, question: str, concept: str, starts: list[int]) -> list[Blockade]:
    """The blockades of every agreement from these outcomes (normally the predicted ones)."""
    found = [
        blockade(model, view, question, concept, start, agreement)
        for start in starts
        for agreement in model.moves.together
    ]
    return [item for item in found if item is not None]
