"""The variants of a file side by side: the same questions, asked of a study of each.

All studies are made with the seed of the first. A number that a variant leaves as it is has the same draws there, so
future number n of one is future number n of the other but for what the variant changes, and it can be counted in how
many of them the answer is another one. That difference is known better than the two shares it comes from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from detente.result import Row
from detente.situation.model import Situation
from detente.uncertainty.questions.asking import YES, Asked, asked, codes, words_of
from detente.uncertainty.questions.share import Share, Shares, share

if TYPE_CHECKING:
    from detente.uncertainty.study.study import Study

AS_WRITTEN = ""
DRAWS = 10_000


@dataclass(frozen=True)
class Beside(Asked):
    """`shares`: name of a variant ("" for the situation as written) → its shares, oldest first by their dates.

    `moved`: (variant, question) → how many of the futures drawn have another answer there than as written.
    """

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

    def sentences(self, language: str = "en") -> list[str]:
        from detente.uncertainty.questions.variants_sentences import beside_sentences

        return beside_sentences(self, language)


def beside(
    study: Study,
    variants: Mapping[str, Situation],
    question: str | None = None,
    concept: str = "seq",
    draws: int = DRAWS,
) -> Beside:
    """Ask the same questions of a study and of one of each variant, over its first draws.

    Args:
        variants: name → situation (``case.variants``); they must have the same questions.
        draws: at most so many of each.

    Raises:
        DetenteError: an unknown question or concept.
    """
    from detente.uncertainty.study.study import study as draw

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
    return Beside(study, concept, dates, shares, moved)


def _answers(study: Study, question: str, concept: str, count: int) -> list[str]:
    words = words_of(study, question, concept)
    return [words[code] for code in codes(study, question, concept)[:count]]
