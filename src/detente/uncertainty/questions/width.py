"""What if every range were half as wide, or twice: the same study with every number nearer to its centre, or farther.

The ranges that the analyst gives decide more than the error of drawing them, so this run stands beside every share.
Each number of each draw moves along the line through its centre, to half or double its distance; a range that does not
go below 0 still does not, and a driver within 0..1 (a share, a chance, a scale) stays within. Listed values,
alternatives, and weights of which the file states an order or a total stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from detente.outcomes.preferences import Array
from detente.result import Row
from detente.uncertainty.questions.asking import (
    ORDER,
    asked,
    codes,
    counted,
    first_draws,
    lines,
    origin_of,
    under,
    words_of,
)
from detente.uncertainty.questions.naming import answer_words, share_words, teller_of
from detente.uncertainty.questions.wilson import Share
from detente.uncertainty.study.result import Asked, Study
from detente.uncertainty.study.sampling import design
from detente.words import say

FACTORS = (0.5, 1.0, 2.0)
DRAWS = 2_000


@dataclass(frozen=True, repr=False)
class Width(Asked):
    """`answers`: question → its most frequent answer as written; `found`: question → factor → answer → share."""

    told_by: ClassVar[str] = "detente.uncertainty.questions.width:width_sentences"

    answers: dict[str, str] = field(default_factory=dict)
    found: dict[str, dict[float, dict[str, Share]]] = field(default_factory=dict)

    @property
    def shares(self) -> dict[str, dict[float, Share]]:
        """Question → factor on every range → the share of the answer that is most frequent as written."""
        return {
            question: {factor: told[self.answers[question]] for factor, told in by_factor.items()}
            for question, by_factor in self.found.items()
        }

    def cells(self) -> list[Row]:
        """One row per question and factor."""
        return [
            {"question": question, "answer": self.answers[question], "ranges": factor, "share": share}
            for question, found in self.shares.items()
            for factor, share in found.items()
        ]

    def rows(self) -> list[Row]:
        """The same with the share and the ends of its interval as numbers."""
        return [{**row, **row["share"].data()} for row in self.cells()]

    def data(self) -> dict[str, Any]:
        return {**self.head(), "width": self.rows()}


def width(study: Study, question: str | None = None, concept: str = "seq", draws: int = DRAWS) -> Width:
    """The share of each question's most frequent answer with ranges halved, as written, and doubled.

    As written: over the whole study; the other two over its first `draws` draws.

    Raises:
        DetenteError: a formula without a value where a range is doubled.
    """
    chosen = under(study, concept)
    count = min(draws, study.count)
    ranged = any(not line.values for line in lines(study))
    moved = {factor: chosen.answered(stretched(study, factor, count)) for factor in FACTORS if ranged and factor != 1}
    answers: dict[str, str] = {}
    shares: dict[str, dict[float, dict[str, Share]]] = {}
    for name in asked(study, question):
        words, written = words_of(chosen, name, concept), counted(study, name, concept)[: len(ORDER)]
        answers[name] = words[int(np.argmax(written))]
        tables = dict.fromkeys(FACTORS, written) | {
            factor: np.bincount(codes(chosen, name, concept, found), minlength=len(words))
            for factor, found in moved.items()
        }
        shares[name] = {
            factor: {
                word: Share(int(tables[factor][place]), int(tables[factor].sum())) for place, word in enumerate(words)
            }
            for factor in FACTORS
        }
    origin = origin_of(study, question=question, concept=concept, looked_at=count)
    return Width(study, concept, answers, shares, origin=origin)


def stretched(study: Study, factor: float, count: int) -> dict[str, Array]:
    """The first draws with every number's distance from its centre multiplied."""
    columns = first_draws(study, count)
    ordered = {name for cone in design(study.situation).cones for name in cone.free}
    for line in lines(study):
        if line.values or line.name in ordered:
            continue
        moved = line.centre + factor * (columns[line.name] - line.centre)
        lowest = 0.0 if line.low >= 0 else -np.inf
        highest = 1.0 if line.name in study.situation.drivers and 0 <= line.low < line.high <= 1 else np.inf
        columns[line.name] = np.clip(moved, lowest, highest)
    return columns


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
