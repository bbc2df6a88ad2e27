"""The stability of a large situation in words, and what was not computed."""

from __future__ import annotations

from detente.outcomes.telling import Teller
from detente.stability.concepts import REPORTED
from detente.stability.engines.large import LargeStability
from detente.stability.sentences import (
    concept_names,
    differing,
    goes_sentence,
    nearest,
    question_sentence,
    sacrifice_sentences,
)
from detente.words import join, say

NAMED = 1000  # ways to end that are looked at for what they have in common


def large_sentences(result: LargeStability, language: str = "en") -> list[str]:
    """How much holds, where it goes from the status quo, the answers, and how all this was found."""
    names = [name for name in REPORTED if name in result.solutions] or list(result.solutions)
    space = result.model.space
    counts: dict[tuple[int, bool], list[str]] = {}
    for name in names:
        holding = result.count_holding(name)
        counts.setdefault((result.count(name), False) if holding is None else (holding, True), []).append(name)
    held = [
        say(f"{'stability.count' if known else 'large.stable'}_one", language, count=count,
            concepts=concept_names(group, language))
        for (count, known), group in counts.items()
    ]  # fmt: skip
    said = [say("stability.counts", language, count=space.count, list=join(held, language))]
    return [*said, *_where(result, names, Teller(result.situation, space, language)),
            say("large.engine", language, cells=space.cells)]  # fmt: skip


def _foreseen(result: LargeStability, concept: str, teller: Teller) -> list[str]:
    """From the status quo: what is signed for what follows, and the sacrifices that pay; of each mover the nearest."""
    if result.unforeseen(concept):
        return [say("large.unforeseen", teller.language)]
    signed = [
        say(
            "large.signed",
            teller.language,
            move=teller.move(move.mover, move.start, move.landing),
            follows=teller.changed(move.landing, move.ends[0]),
        )
        for move in nearest(result, result.anticipated(concept))
    ]
    return [*signed, *sacrifice_sentences(result, concept, teller)]


def _goes(result: LargeStability, names: list[str], teller: Teller) -> list[str]:
    """Where everybody's own steps lead from the status quo, concepts that agree said together."""
    language = teller.language
    if result.model.space.status_quo is None:
        return [say("large.no_status_quo", language)]
    ways: dict[str, list[str]] = {}
    for name in names:
        ways.setdefault(f"{result.count_predicted(name)} {result.predicted_classes(name)}", []).append(name)
    return [_way(result, group, teller, names) for group in ways.values()]


def _way(result: LargeStability, group: list[str], teller: Teller, names: list[str]) -> str:
    """Where it goes under concepts that agree, or why that is not said."""
    language, count = teller.language, result.count_predicted(group[0])
    if result.predicted_classes(group[0]) is None:
        return say("large.ahead", language, concepts=concept_names(group, language))
    if count > NAMED:
        return say("large.ends_many", language, count=count, concepts=differing(group, names, language))
    return goes_sentence(result, group, teller, names)


def _where(result: LargeStability, names: list[str], teller: Teller) -> list[str]:
    """Where it goes from the status quo, concepts that agree said together; and the answers that are known."""
    language = teller.language
    judged = [name for name in names if result.count_holding(name) is not None]
    unknown = [name for name in judged if result.found[name].cycles is None]
    unjudged = [name for name in names if name not in judged]
    said = [say("large.joint", language, concepts=concept_names(unjudged, language))] if unjudged else []
    said += _goes(result, judged, teller) if judged else []
    for question in result.situation.questions:
        known = [name for name in names if any(result.answers(question, name))]
        if known:
            said.append(question_sentence(result, question, known, teller))
    ahead = [name for name in judged if result.solution(name).concept.closure.looks_ahead]
    said += _foreseen(result, ahead[-1], teller) if ahead else []
    if unknown:
        said.append(say("large.possible", language, concepts=concept_names(unknown, language)))
    return said
