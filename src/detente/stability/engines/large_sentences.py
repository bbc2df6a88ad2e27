"""The stability of a large situation in words, and what was not computed."""

from __future__ import annotations

from detente.outcomes.telling import Teller
from detente.stability.concepts import REPORTED
from detente.stability.engines.large import LargeStability
from detente.stability.sentences import concept_names, goes_sentence, question_sentence
from detente.words import join, say


def large_sentences(result: LargeStability, language: str = "en") -> list[str]:
    """How much holds, where it goes from the status quo, the answers, and how all this was found."""
    names = [name for name in REPORTED if name in result.solutions] or list(result.solutions)
    space = result.model.space
    counts: dict[int, list[str]] = {}
    for name in names:
        counts.setdefault(result.count(name), []).append(name)
    key = "large.stable_one" if result.joint else "stability.count_one"
    held = [say(key, language, count=count, concepts=concept_names(group, language)) for count, group in counts.items()]
    said = [say("stability.counts", language, count=space.count, list=join(held, language))]
    teller = Teller(result.situation, space, language)
    if result.joint:
        said.append(say("large.joint", language))
    else:
        said += _where(result, names, teller)
    return [*said, say("large.engine", language, cells=space.cells)]


def _goes(result: LargeStability, names: list[str], teller: Teller) -> list[str]:
    """Where everybody's own steps lead from the status quo, concepts that agree said together."""
    language = teller.language
    if result.model.space.status_quo is None:
        return [say("large.no_status_quo", language)]
    ways: dict[str, list[str]] = {}
    for name in names:
        ways.setdefault(str(result.predicted_classes(name)), []).append(name)
    return [
        say("large.ahead", language, concepts=concept_names(group, language))
        if result.predicted_classes(group[0]) is None
        else goes_sentence(result, group, teller, names)
        for group in ways.values()
    ]


def _where(result: LargeStability, names: list[str], teller: Teller) -> list[str]:
    """Where it goes from the status quo, concepts that agree said together; and the answers that are known."""
    language = teller.language
    unknown = [name for name in names if result.found[name].cycles is None]
    said = _goes(result, names, teller)
    for question in result.situation.questions:
        known = [name for name in names if any(result.answers(question, name))]
        if known:
            said.append(question_sentence(result, question, known, teller))
    if unknown:
        said.append(say("large.possible", language, concepts=concept_names(unknown, language)))
    return said
