"""Half and double ranges in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.uncertainty.questions.naming import answer_words, share_words, teller_of
from detente.words import say

if TYPE_CHECKING:
    from detente.uncertainty.questions.width import Width


def width_sentences(result: Width, language: str = "en") -> list[str]:
    """For each question, how the share of its answer moves when all ranges are halved and doubled."""
    teller = teller_of(result.study, language)
    if not result.study.drivers:
        return [say("study.width.certain", language)]
    said = []
    for question, found in result.shares.items():
        half, written, double = (share_words(found[factor], language) for factor in sorted(found))
        said.append(
            say(
                "study.width.answer",
                language,
                question=teller.question(question),
                answer=answer_words(result.answers[question], language),
                half=half,
                written=written,
                double=double,
            )
        )
    return said
