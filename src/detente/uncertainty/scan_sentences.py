"""What a scan says: how many numbers turn an answer, and which answers are close calls."""

from __future__ import annotations

from detente.outcomes.telling import Teller
from detente.uncertainty.close import weight_words
from detente.uncertainty.questions.naming import number_words
from detente.uncertainty.scan import RANGED, Scans
from detente.words import join, say


def scan_sentences(result: Scans, language: str = "en", question: str | None = None) -> list[str]:
    """How many numbers turn any answer (or that to one question), how many goals do, and the close calls."""
    said = []
    for kinds, key in ((RANGED, "numbers"), (("goal",), "goals"), (("inertia",), "inertia")):
        scans = [scan for scan in result.scans if scan.kind in kinds]
        if scans:
            turning = sum(any(question in (None, turn.question) for turn in scan.turns) for scan in scans)
            said.append(say(f"scan.{key}", language, count=len(scans), turning=turning))
    calls = [call for concept in result.concepts for call in close_calls(result, concept, language, question)]
    return [*said, *dict.fromkeys(calls), *result.undone_sentences(language)]


def close_calls(result: Scans, concept: str, language: str, only: str | None = None) -> list[str]:
    """Answers that turn within one range, within twice the least gain an actor moves for, or by a hundredth."""
    situation, teller = result.model.situation, Teller(result.model.situation, result.model.space, language)
    said = []
    for question in situation.questions if only is None else (only,):
        names = dict.fromkeys(one.name for one, _ in result.turns(question, concept) if one.ranged)
        moved = result.knife_edge(question, concept)
        asked = {"question": teller.question(question)}
        if names:
            listed = tuple(number_words(teller, name) for name in names)
            said.append(say("stability.close_range", language, list=listed, **asked))
        elif moved:
            said.append(say("stability.close_inertia", language, actors=teller.actors(moved), **asked))
        if near := result.near.get((question, concept)):
            change, named = weight_words(near, {path: number_words(teller, path) for path in near}, language)
            said.append(
                say("stability.close_weight", language, change=change, list=join(named, language, "or"), **asked)
            )
    return said
