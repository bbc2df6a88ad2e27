"""In what share of the futures each outcome is stable for every actor alone: its acceptability.

The word is that of stochastic multicriteria acceptability analysis (Lahdelma & Salminen 2001; from memory): the share
of what is not known exactly under which an outcome holds. Several outcomes can be stable at once, so the shares do not
add up to 1. Joint moves are not asked here; the answers to questions count them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.outcomes.preferences import Array
from detente.result import Row
from detente.uncertainty.questions.asking import Asked, asked
from detente.uncertainty.questions.share import Share, drawn
from detente.uncertainty.study.measures import MOST_PACKED

if TYPE_CHECKING:
    from detente.uncertainty.study.study import Study

FEW = 10  # outcomes that a table shows
CHUNK = 1 << 14  # draws whose bits are counted at a time


@dataclass(frozen=True)
class Acceptability(Asked):
    """`counts`: (place of the outcome, draws in which it is stable), most first. `question`: only where it is true."""

    question: str | None = None
    counts: tuple[tuple[int, int], ...] = field(default_factory=tuple)

    def cells(self) -> list[Row]:
        """One row per outcome: its number, its short name, and how often it is stable."""
        space, total = self.study.model.space, drawn(self.study)
        return [
            {"outcome": place + 1, "name": space.name(place), "concept": self.concept, "share": Share(count, total)}
            for place, count in self.counts
        ]

    def telling(self) -> list[Row]:
        """The most frequent ones."""
        return [row for row in self.cells()[:FEW] if row["share"].count]

    def rows(self) -> list[Row]:
        """The same with the share and the ends of its interval as numbers."""
        return [{**row, **row["share"].data()} for row in self.cells()]

    def data(self) -> dict[str, Any]:
        return {**self.head(), "question": self.question, "outcomes": self.rows()}

    def sentences(self, language: str = "en") -> list[str]:
        from detente.uncertainty.questions.acceptability_sentences import acceptability_sentences

        return acceptability_sentences(self, language)


def acceptability(study: Study, question: str | None = None, concept: str = "seq") -> Acceptability:
    """How often each outcome is stable for all (of the outcomes in which a question is true, if one is named).

    Above 4,096 outcomes a study does not keep which are stable, and there are no rows.
    """
    if question is not None:
        asked(study, question)
    space = study.model.space
    if space.count > MOST_PACKED:
        return Acceptability(study, concept, question)
    counts = _counts(study, concept)
    asks = study.situation.questions
    here = np.ones(space.count, np.bool_) if question is None else space.holds(asks[question].statement)
    order = [int(place) for place in np.argsort(-counts, kind="stable") if here[place]]
    return Acceptability(study, concept, question, tuple((place, int(counts[place])) for place in order))


def _counts(study: Study, concept: str) -> Array:
    """In how many draws each outcome is stable for all."""
    if study.totals is not None:
        return study.totals.stable[f"stable/{concept}"]
    bits, count = study.measures[f"stable/{concept}"], study.model.space.count
    found = np.zeros(count, np.int64)
    for start in range(0, len(bits), CHUNK):
        truths = np.unpackbits(bits[start : start + CHUNK], axis=1, bitorder="little")[:, :count]
        found += truths.sum(axis=0, dtype=np.int64)
    return found
