"""The variants of a file side by side: the same questions, asked of a study of each.

All studies are made with the seed of the first. A number that a variant leaves as it is has the same draws there, so
future number n of one is future number n of the other but for what the variant changes, and it can be counted in how
many of them the answer is another one. That difference is known better than the two shares it comes from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from detente.outcomes.telling import Teller
from detente.result import Row
from detente.situation.model import Situation
from detente.uncertainty.questions.asking import YES, asked, codes, origin_of, words_of
from detente.uncertainty.questions.naming import answer_words, listed, share_words, teller_of
from detente.uncertainty.questions.share import Shares, share
from detente.uncertainty.questions.wilson import Share
from detente.uncertainty.study.result import Asked, Study
from detente.uncertainty.study.study import study as draw
from detente.words import isolated, join, say

AS_WRITTEN = ""
DRAWS = 10_000


@dataclass(frozen=True, repr=False)
class Variants(Asked):
    """`shares`: name of a variant ("" for the situation as written) → its shares, oldest first by their dates.

    `moved`: (variant, question) → how many of the futures drawn have another answer there than as written.
    """

    told_by: ClassVar[str] = "detente.uncertainty.questions.variants:variants_sentences"

    dates: dict[str, str | None] = field(default_factory=dict)
    shares: dict[str, Shares] = field(default_factory=dict)
    moved: dict[tuple[str, str], Share] = field(default_factory=dict)

    def cells(self) -> list[Row]:
        """One row per question, variant and answer that comes out in some of them."""
        rows: list[Row] = []
        for question in dict.fromkeys(question for _, question in self.moved):
            for name, found in self.shares.items():
                for answer, one in found.answers[question, self.concept].items():
                    row: Row = {"question": question, "variant": name, "date": self.dates[name]}
                    rows.append({**row, "answer": answer, "share": one, "moved": self.moved[name, question]})
        return rows

    def telling(self) -> list[Row]:
        """How often yes, and how many futures moved."""
        return [row for row in self.cells() if row["answer"] == YES]

    def data(self) -> dict[str, Any]:
        return {**self.head(), "variants": self.rows()}


def variants(
    study: Study,
    variants: Mapping[str, Situation],
    question: str | None = None,
    concept: str = "seq",
    draws: int = DRAWS,
) -> Variants:
    """Ask the same questions of a study and of one of each variant, over its first draws.

    Args:
        variants: name → situation (``case.variants``); they must have the same questions.
        draws: at most so many of each.

    Raises:
        DetenteError: an unknown question or concept.
    """
    questions = asked(study, question)
    count = min(study.count, draws)
    made = {AS_WRITTEN: study} | {
        name: draw(situation, count, study.seed, (concept,)) for name, situation in variants.items()
    }
    dates = {name: one.situation.date for name, one in made.items()}
    order = sorted(made, key=lambda name: (dates[name] or "", name))
    moved = {}
    for name, one in made.items():
        for asked_one in questions:
            written, there = (_answers(each, asked_one, concept, count) for each in (study, one))
            different = sum(a != b for a, b in zip(written, there, strict=True))
            moved[name, asked_one] = Share(different, count)
    shares = {name: share(made[name], question, concept) for name in order}
    origin = origin_of(study, question=question, concept=concept, variants=tuple(variants), looked_at=count)
    return Variants(study, concept, dates, shares, moved, origin=origin)


def _answers(study: Study, question: str, concept: str, count: int) -> list[str]:
    words = words_of(study, question, concept)
    return [words[code] for code in codes(study, question, concept)[:count]]


def variants_sentences(result: Variants, language: str = "en") -> list[str]:
    """For each question its most frequent answer under each variant, and how many futures moved."""
    if len(result.shares) == 1:
        return [say("study.beside.none", language)]
    teller = teller_of(result.study, language)
    count = min(share.total for share in result.moved.values()) if result.moved else 0
    said = [say("study.beside.head", language, count=count)]
    return said + [_question(result, question, teller) for question in dict.fromkeys(q for _, q in result.moved)]


def _question(result: Variants, question: str, teller: Teller) -> str:
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


def reading_name(result: Variants, name: str, language: str) -> str:
    """A variant by its date if no other has the same, else by its name."""
    date = result.dates[name]
    alone = date is not None and list(result.dates.values()).count(date) == 1
    return isolated((date if alone else name) or say("study.beside.as_written", language), language)
