"""What if every range were half as wide, or twice: the same study with every number nearer to its centre, or farther.

The ranges that the analyst gives decide more than the error of drawing them, so this run stands beside every share.
Each number of each draw moves along the line through its centre, to half or double its distance; a range that does not
go below 0 still does not. Listed values and alternatives stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.outcomes.preferences import Array
from detente.result import Row
from detente.uncertainty.asking import Asked, asked, codes, first_draws, lines, under, words_of
from detente.uncertainty.share import Share

if TYPE_CHECKING:
    from detente.uncertainty.study import Study

FACTORS = (0.5, 1.0, 2.0)
DRAWS = 2_000


@dataclass(frozen=True)
class Width(Asked):
    """`shares`: question → factor on every range → the share of its most frequent answer as written, `answers`."""

    answers: dict[str, str] = field(default_factory=dict)
    shares: dict[str, dict[float, Share]] = field(default_factory=dict)

    def rows(self) -> list[Row]:
        """One row per question and factor."""
        return [
            {"question": question, "answer": self.answers[question], "ranges": factor, **share.data()}
            for question, found in self.shares.items()
            for factor, share in found.items()
        ]

    def data(self) -> dict[str, Any]:
        return {**self.head(), "width": self.rows()}

    def sentences(self, language: str = "en") -> list[str]:
        from detente.uncertainty.width_sentences import width_sentences

        return width_sentences(self, language)


def width(study: Study, question: str | None = None, concept: str = "seq", draws: int = DRAWS) -> Width:
    """The share of each question's most frequent answer with ranges halved, as written, and doubled.

    Raises:
        DetenteError: a formula without a value where a range is doubled.
    """
    chosen = under(study, concept)
    count = min(draws, study.count)
    measured = {factor: chosen.evaluate(stretched(study, factor, count)) for factor in FACTORS}
    answers, shares = {}, {}
    for name in asked(study, question):
        words = words_of(chosen, name, concept)
        counts = {
            f: np.bincount(codes(chosen, name, concept, found), minlength=len(words)) for f, found in measured.items()
        }
        modal = int(np.argmax(counts[1.0]))
        answers[name] = words[modal]
        shares[name] = {factor: Share(int(found[modal]), count) for factor, found in counts.items()}
    return Width(study, concept, answers, shares)


def stretched(study: Study, factor: float, count: int) -> dict[str, Array]:
    """The first draws with every number's distance from its centre multiplied."""
    columns = first_draws(study, count)
    for line in lines(study):
        if not line.values:
            moved = line.centre + factor * (columns[line.name] - line.centre)
            columns[line.name] = np.maximum(moved, 0.0) if line.low >= 0 else moved
    return columns
