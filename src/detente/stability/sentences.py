"""Stability in words: what holds, where it goes, and why one outcome is stable for one actor."""

from __future__ import annotations

from collections.abc import Iterable

from detente.outcomes.telling import Teller
from detente.situation.model import Situation
from detente.stability.coalitions.sentences import further_sentences
from detente.stability.concepts import KNOWN, REPORTED
from detente.stability.result import Stability
from detente.stability.what_follows import Anticipated
from detente.stability.witness.joint_witness import explain_joint
from detente.stability.witness.result import ActorExplanation, JointExplanation
from detente.stability.witness.sentences import joint_sentence, path_words
from detente.stability.witness.witness import Sanction, View, Witness
from detente.words import has, in_language, isolated, join, say

SHOWN_IMPROVEMENTS = 3
SHOWN_PLACES = 4


def concept_name(name: str, language: str) -> str:
    """A way of looking ahead as people say it: “answers that pay”; its letters stand in tables."""
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
    said += taken_sentences(result.situation, language)
    said += [goes_sentence(result, group, teller, names) for group in ways.values()]
    said += [question_sentence(result, question, names, teller) for question in result.situation.questions]
    ahead = [name for name in names if KNOWN[name].closure.looks_ahead]
    said += foreseen_sentences(result, ahead[-1], teller) if ahead else []
    return [*said, *further_sentences(result, language)]


def taken_sentences(situation: Situation, language: str) -> list[str]:
    """How preferences that are no ranking are taken here: what is unknown, what is told by degrees or chances."""
    wishes = situation.preferences.values()
    unknown = sum(len(wants.unknown or ()) for wants in wishes)
    graded = any(wants.fuzzy is not None or wants.probable is not None for wants in wishes)
    said = [say("stability.unknown_taken", language, count=unknown)] if unknown else []
    return [*said, *([say("stability.graded_taken", language)] if graded else [])]


def foreseen_sentences(result: Stability, concept: str, teller: Teller) -> list[str]:
    """From the status quo: what is signed for what follows, and the sacrifices that pay; of each mover the nearest."""
    start = result.model.space.status_quo
    if start is None:
        return []
    said = []
    for move in nearest(result, result.anticipated(concept, start)):
        witness = explain_joint(result.view, KNOWN[concept], move.mover, start, move.landing)
        said.append(joint_sentence(witness, teller))
    return [*said, *sacrifice_sentences(result, concept, teller)]


def sacrifice_sentences(result: Stability, concept: str, teller: Teller) -> list[str]:
    """The sacrifices that pay, of each actor the nearest."""
    return [
        say(
            "stability.sacrifice",
            teller.language,
            move=teller.move(move.mover, move.start, move.landing),
            follows=teller.changed(move.landing, move.ends[0]),
            actor=teller.actor(move.mover),
        )
        for move in nearest(result, result.sacrifices(concept))
    ]


def nearest(result: Stability, moves: list[Anticipated]) -> list[Anticipated]:
    """Of each mover the move that changes least."""
    levels = result.model.space.levels
    found: dict[str, Anticipated] = {}
    for move in sorted(moves, key=lambda one: int((levels[one.start] != levels[one.landing]).sum())):
        found.setdefault(move.mover, move)
    return list(found.values())


def concept_names(names: list[str], language: str) -> str:
    """Several concepts by name; all that are reported as one."""
    if len(names) > 1 and set(names) >= set(REPORTED):
        return say("looking.all", language)
    return join([concept_name(name, language) for name in names], language)


def differing(names: list[str], all_names: list[str], language: str) -> str:
    """The concepts, if others say something else; nothing where all that were asked agree."""
    return "" if len(all_names) > 1 and set(names) == set(all_names) else concept_names(names, language)


def places(outcomes: list[tuple[int, ...]], teller: Teller) -> tuple[str, str]:
    """What is so wherever things can end, and these places by name: the first few, and how many more."""
    common, names = teller.names([members[0] for members in outcomes if len(members) == 1])
    circle = say("stability.a_circle", teller.language)
    said = [names.get(members[0], circle) for members in outcomes[:SHOWN_PLACES]]
    rest = len(outcomes) - SHOWN_PLACES
    said += [say("stability.more_places", teller.language, count=rest)] if rest > 0 else []
    semicolon = say("phrases.semicolon", teller.language)
    return semicolon.join(common), semicolon.join(said)


def goes_sentence(result: Stability, concepts: list[str], teller: Teller, asked: list[str]) -> str:
    """Where things go from the status quo under concepts that agree on it; they are named if not all asked about do."""
    key, values = goes(result, concepts, teller, asked)
    return say(key, teller.language, **values)


def goes(result: Stability, concepts: list[str], teller: Teller, asked: list[str]) -> tuple[str, dict[str, str | int]]:
    """The same as a message and its values."""
    classes = result.predicted_classes(concepts[0])
    label = differing(concepts, asked, teller.language)
    if classes is None:
        ends = result.classes(concepts[0])
        resting = sum(len(members) == 1 for members in ends)
        circles = say("stability.or_circles", teller.language) if resting < len(ends) else ""
        return "stability.no_status_quo", {"concepts": label, "count": resting, "circles": circles}
    start = result.model.space.status_quo
    assert start is not None
    if classes == [(start,)]:
        return "stability.stays", {"concepts": label}
    if len(classes) == 1 and len(classes[0]) == 1:
        return "stability.goes", {"concepts": label, "changes": teller.changed(start, classes[0][0])}
    cycles = sum(len(members) > 1 for members in classes)
    values: dict[str, str | int] = {"concepts": label, "count": len(classes), "cycles": cycles}
    if cycles:
        return "stability.goes_several_cycles", values
    common, listed = places(classes, teller)
    return "stability.goes_several", {**values, "common": common, "list": listed}


def question_sentence(result: Stability, question: str, concepts: Iterable[str], teller: Teller) -> str:
    """A question with its answers, the concepts that agree said together."""
    language = teller.language
    by_answer: dict[str, list[str]] = {}
    for name in concepts:
        by_answer.setdefault(_answer_words(result, question, name, language), []).append(name)
    parts = list(by_answer)
    if len(by_answer) > 1:
        parts = [
            say("stability.answer_under", language, answer=words, concepts=concept_names(names, language))
            for words, names in by_answer.items()
        ]
    return say("stability.question", language, question=teller.question(question), answers=join(parts, language))


def _answer_words(result: Stability, question: str, concept: str, language: str) -> str:
    """Yes, no, or either way: in how many of the places where things can end."""
    predicted, possible = result.answers(question, concept)
    value = predicted or possible
    some, count = result.ends_where(question, concept) if value == "some" else (0, 0)
    if not some:
        return say(f"answers.{value}", language)
    return say("stability.either", language, some=some, count=count)


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
        key = "joint.judged_all" if counts[verdict] == len(result.witnesses) > 1 else "joint.judged"
        head = say(key, language, count=counts[verdict], verdict=judged)
        said.append(f"{head}\n  {joint_sentence(witness, teller)}")
    return said


def _teller(result: Stability, language: str) -> Teller:
    return Teller(result.situation, result.model.space, language)


def witness_sentences(witness: Witness, view: View, teller: Teller, named: bool = True) -> list[str]:
    """Why the outcome is stable for the actor, or who could upset it. `named`: of a stable one, in which way of looking
    ahead."""
    language = teller.language
    actor = teller.actor(witness.actor)
    label = concept_name(witness.concept, language) if named or not witness.stable else ""
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
