"""What if every range were half as wide, or twice: the same study with every number nearer to its centre, or farther.

The ranges that the analyst gives decide more than the error of drawing them, so this run stands beside every share.
Each number of each draw moves along the line through its centre, to half or double its distance; a range that does not
go below 0 still does not, and a driver within 0..1 (a share, a chance, a scale) stays within. Listed values,
alternatives, and weights of which the file states an order or a total stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.outcomes.preferences import Array
from detente.result import Row
from detente.uncertainty.questions.asking import ORDER, Asked, asked, codes, first_draws, lines, under, words_of
from detente.uncertainty.questions.share import Share, counted
from detente.uncertainty.study.sampling import design

if TYPE_CHECKING:
    from detente.uncertainty.study.study import Study

FACTORS = (0.5, 1.0, 2.0)
DRAWS = 2_000


@dataclass(frozen=True)
class Width(Asked):
    """`answers`: question → its most frequent answer as written; `found`: question → factor → answer → share."""

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

    def sentences(self, language: str = "en") -> list[str]:
        from detente.uncertainty.questions.width_sentences import width_sentences

        return width_sentences(self, language)


def width(study: Study, question: str | None = None, concept: str = "seq", draws: int = DRAWS) -> Width:
    """The share of each question's most frequent answer with ranges halved, as written, and doubled.

    As written: over the whole study; the other two over its first `draws` draws.

    Raises:
        DetenteError: a formula without a value where a range is doubled.
    """
    chosen = under(study, concept)
    count = min(draws, study.count)
    ranged = any(not line.values for line in lines(study))
    moved = {factor: chosen.evaluate(stretched(study, factor, count)) for factor in FACTORS if ranged and factor != 1}
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
    return Width(study, concept, answers, shares)


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
