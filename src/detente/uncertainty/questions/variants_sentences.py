"""Variants side by side, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.uncertainty.questions.naming import answer_words, listed, share_words, teller_of
from detente.uncertainty.questions.variants_compared import AS_WRITTEN
from detente.words import isolated, join, say

if TYPE_CHECKING:
    from detente.outcomes.telling import Teller
    from detente.uncertainty.questions.variants_compared import Beside


def beside_sentences(result: Beside, language: str = "en") -> list[str]:
    """For each question its most frequent answer under each variant, and how many futures moved."""
    if len(result.shares) == 1:
        return [say("study.beside.none", language)]
    teller = teller_of(result.study, language)
    count = min(share.total for share in result.moved.values()) if result.moved else 0
    said = [say("study.beside.head", language, count=count)]
    return said + [_question(result, question, teller) for question in dict.fromkeys(q for _, q in result.moved)]


def _question(result: Beside, question: str, teller: Teller) -> str:
    language = teller.language
    parts = []
    for name, shares in result.shares.items():
        found = shares.answers[question, result.concept]
        answer = max(found, key=lambda word: found[word].count)
        told = {"answer": answer_words(answer, language), "share": share_words(found[answer], language)}
        parts.append(say("study.beside.part", language, **told, name=reading_name(result, name, language)))
    said = say("study.beside.answer", language, question=teller.question(question), list=join(parts, language))
    base = reading_name(result, AS_WRITTEN, language)
    moved = [
        say(
            "study.beside.moved",
            language,
            share=share_words(share, language),
            name=reading_name(result, name, language),
            base=base,
        )
        for name in result.shares
        if name != AS_WRITTEN and (share := result.moved[name, question]).count
    ]
    return f"{said} {say('study.beside.differs', language, list=listed(moved, language))}" if moved else said


def reading_name(result: Beside, name: str, language: str) -> str:
    """A variant by its date if no other has the same, else by its name."""
    date = result.dates[name]
    alone = date is not None and list(result.dates.values()).count(date) == 1
    return isolated((date if alone else name) or say("study.beside.as_written", language), language)
