"""Stability in words: what holds, where it goes, and why one outcome is stable for one actor."""

from __future__ import annotations

from collections.abc import Iterable

from detente.outcomes.telling import Teller
from detente.stability.coalitions.sentences import further_sentences
from detente.stability.concepts import CONCEPTS, KNOWN, REPORTED
from detente.stability.result import Stability
from detente.stability.witness.result import ActorExplanation, JointExplanation
from detente.stability.witness.sentences import joint_sentence, path_words
from detente.stability.witness.witness import Sanction, View, Witness
from detente.words import has, in_language, isolated, join, say

SHOWN_IMPROVEMENTS = 3


def concept_name(name: str, language: str) -> str:
    """“sequential stability (SEQ)”."""
    concept, key = KNOWN[name], f"concepts.{name}.name"
    if has(key, language):
        return say(key, language, symbol=concept.symbol)
    words = in_language(dict(concept.words), language) if concept.words else None
    return isolated(words or concept.symbol, language)


def stability_sentences(result: Stability, language: str = "en") -> list[str]:
    """How much holds, where it goes from the status quo, and the answer to each question."""
    teller = _teller(result, language)
    names = [name for name in REPORTED if name in result.solutions] or list(result.solutions)
    counts: dict[int, list[str]] = {}
    ways: dict[str, list[str]] = {}
    for name in names:
        counts.setdefault(len(result.holds(name)), []).append(name)
        ways.setdefault(str(result.predicted_classes(name) or result.classes(name)), []).append(name)
    held = [
        say("stability.count_one", language, count=count, concepts=concept_names(group, language))
        for count, group in counts.items()
    ]
    said = [say("stability.counts", language, count=result.model.space.count, list=join(held, language))]
    said += [goes_sentence(result, group, teller) for group in ways.values()]
    said += [question_sentence(result, question, names, teller) for question in result.situation.questions]
    return [*said, *further_sentences(result, language)]


def concept_names(names: list[str], language: str) -> str:
    """Several concepts by their symbols, one by its name."""
    if len(names) == 1:
        return concept_name(names[0], language)
    return join([isolated(CONCEPTS[name].symbol, language) for name in names], language)


def goes_sentence(
    result: Stability, concepts: list[str], teller: Teller, classes: list[tuple[int, ...]] | None = None
) -> str:
    """Where things go from the status quo under concepts that agree on it. `classes`: if not where is predicted."""
    language = teller.language
    classes = result.predicted_classes(concepts[0]) if classes is None else classes
    label = concept_names(concepts, language)
    if classes is None:
        return say("stability.no_status_quo", language, concepts=label, count=len(result.classes(concepts[0])))
    start = result.model.space.status_quo
    assert start is not None
    if classes == [(start,)]:
        return say("stability.stays", language, concepts=label)
    if len(classes) == 1 and len(classes[0]) == 1:
        changes = teller.changed(start, classes[0][0])
        return say("stability.goes", language, concepts=label, id=classes[0][0] + 1, changes=changes)
    cycles = sum(len(members) > 1 for members in classes)
    key = "stability.goes_several_cycles" if cycles else "stability.goes_several"
    return say(key, language, concepts=label, count=len(classes), cycles=cycles)


def question_sentence(result: Stability, question: str, concepts: Iterable[str], teller: Teller) -> str:
    """A question with its answers, the concepts that agree said together."""
    by_answer: dict[str, list[str]] = {}
    for name in concepts:
        predicted, possible = result.answers(question, name)
        by_answer.setdefault(predicted or possible, []).append(isolated(CONCEPTS[name].symbol, teller.language))
    language = teller.language
    parts = [
        say(
            "stability.answer_under", language, answer=say(f"answers.{value}", language), concepts=join(names, language)
        )
        for value, names in by_answer.items()
    ]
    if len(by_answer) == 1:
        parts = [say(f"answers.{next(iter(by_answer))}", language)]
    return say("stability.question", language, question=teller.question(question), answers=join(parts, language))


def actor_explanation_sentences(result: ActorExplanation, language: str = "en") -> list[str]:
    """Why the outcome is stable for the actor, or who could upset it."""
    view = result.stability.view
    return witness_sentences(result.witness, view, _teller(result.stability, language))


def joint_explanation_sentences(result: JointExplanation, language: str = "en") -> list[str]:
    """Why the step is taken or not; of several, how many fail for which reason, each with the nearest example."""
    teller = _teller(result.stability, language)
    if result.single:
        return [joint_sentence(result.witnesses[0], teller)]
    agreement, counts = teller.agreement(result.agreement), result.verdicts
    said = [say("joint.steps", language, count=len(result.witnesses), agreement=agreement)]
    for verdict, witness in result.examples.items():
        judged = say(f"joint.verdicts.{verdict}", language)
        head = say("joint.judged", language, count=counts[verdict], verdict=judged)
        said.append(f"{head}\n  {joint_sentence(witness, teller)}")
    return said


def _teller(result: Stability, language: str) -> Teller:
    return Teller(result.situation, result.model.space, language)


def witness_sentences(witness: Witness, view: View, teller: Teller) -> list[str]:
    """Why the outcome is stable for the actor, or who could upset it."""
    language = teller.language
    actor = teller.actor(witness.actor)
    label = concept_name(witness.concept, language)
    if witness.stable and not witness.sanctions:
        code = "nothing_better" if view.ends(witness.actor, witness.outcome) else "no_move"
        return [say(f"witness.{code}", language, actor=actor, concept=label)]
    if witness.stable:
        said = [say("witness.stable", language, actor=actor, count=len(witness.sanctions), concept=label)]
        said += [_sanction(witness, sanction, teller) for sanction in witness.sanctions[:SHOWN_IMPROVEMENTS]]
        rest = len(witness.sanctions) - SHOWN_IMPROVEMENTS
        return [*said, say("witness.more", language, count=rest)] if rest > 0 else said
    assert witness.improvement is not None
    move = teller.move(witness.actor, witness.outcome, witness.improvement)
    said = [say("witness.unstable", language, actor=actor, move=move, concept=label)]
    concept = KNOWN[witness.concept]
    if not concept.closure.answers:
        return said
    key = "witness.no_answer" if not witness.answers else "witness.answers_fail"
    if concept.strong and witness.answers:
        key = "coalitions.strong.answers_fail_reply" if concept.replies else "coalitions.strong.answers_fail"
    return [*said, say(key, language, actor=actor, count=witness.answers)]


def _sanction(witness: Witness, sanction: Sanction, teller: Teller) -> str:
    language = teller.language
    concept = KNOWN[witness.concept]
    key = "coalitions.strong.sanction" if concept.strong else "witness.sanction"
    return say(
        f"{key}_reply" if concept.replies else key,
        language,
        actor=teller.actor(witness.actor),
        move=teller.move(witness.actor, witness.outcome, sanction.improvement, supposed=True),
        path=path_words(sanction.path, teller),
    )
