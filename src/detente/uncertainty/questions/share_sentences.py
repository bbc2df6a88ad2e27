"""Shares in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.stability.concepts import CONCEPTS
from detente.stability.sentences import concept_names
from detente.uncertainty.questions.naming import answer_words, share_words, teller_of
from detente.uncertainty.questions.share import drawn
from detente.words import isolated, join, say

if TYPE_CHECKING:
    from detente.uncertainty.questions.share import Share, Shares


def share_sentences(result: Shares, language: str = "en") -> list[str]:
    """How often each answer comes out, ways of looking ahead that agree said together; then what else can happen."""
    teller = teller_of(result.study, language)
    concepts = list(dict.fromkeys(concept for _, concept in result.answers))
    key = "head" if result.study.drivers else "same"
    said = [say(f"study.share.{key}", language, count=drawn(result.study))]
    if concepts:
        said[0] += " " + say("study.share.looking", language, concepts=concept_names(concepts, language))
    if drawn(result.study) == 1:
        said.append(say("study.share.one", language))
    certain = not result.study.drivers
    for question in dict.fromkeys(question for question, _ in result.answers):
        alike: dict[tuple[int, ...], list[str]] = {}
        for (name, concept), shares in result.answers.items():
            if name == question:
                alike.setdefault(tuple(share.count for share in shares.values()), []).append(concept)
        for named in alike.values():
            label = _symbols(named, language) if len(named) < len(concepts) else None
            if certain:
                found = result.answers[question, named[0]]
                answer = answer_words(max(found, key=lambda word: found[word].count), language)
                values = {"question": teller.question(question), "answer": answer, "concepts": label}
                said.append(say("study.share.certain", language, **values))
                continue
            told = _list(result.answers[question, named[0]], language)
            said.append(
                say("study.share.answer", language, question=teller.question(question), list=told, concepts=label)
            )
    for event in ("no_equilibrium", "cycle"):
        for concept, found in result.events.items():
            if event in found and found[event].count:
                share = None if certain else share_words(found[event], language, interval=True)
                label = _symbols([concept], language) if len(concepts) > 1 else None
                key = f"{event}_certain" if certain else event
                said.append(say(f"study.share.{key}", language, share=share, concepts=label))
    return said


def _symbols(names: list[str], language: str) -> str:
    return join([isolated(CONCEPTS[name].symbol, language) for name in names], language)


def _list(shares: dict[str, Share], language: str) -> str:
    """Answers with their shares, the most frequent first; one that never came out only if it is yes or no."""
    order = sorted(shares, key=lambda answer: -shares[answer].count)
    shown = [answer for answer in order if shares[answer].count or answer != "some"]
    return join(
        [
            say(
                "study.share.part",
                language,
                answer=answer_words(answer, language),
                share=share_words(shares[answer], language, interval=True),
            )
            for answer in shown
        ],
        language,
    )
