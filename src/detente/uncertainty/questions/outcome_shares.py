"""In what share of the futures each outcome is stable for every actor alone: its acceptability.

The word is that of stochastic multicriteria acceptability analysis (Lahdelma & Salminen 2001; from memory): the share
of what is not known exactly under which an outcome holds. Several outcomes can be stable at once, so the shares do not
add up to 1. Joint moves are not asked here; the answers to questions count them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from detente.outcomes.preferences import Array
from detente.result import Row
from detente.stability.sentences import concept_names
from detente.uncertainty.questions.asking import asked, origin_of
from detente.uncertainty.questions.naming import share_words, teller_of
from detente.uncertainty.questions.wilson import Share
from detente.uncertainty.study.measures import MOST_PACKED
from detente.uncertainty.study.result import Asked, Study
from detente.words import say

FEW = 10  # outcomes that a table shows
CHUNK = 1 << 14  # draws whose bits are counted at a time


@dataclass(frozen=True, repr=False)
class OutcomeShares(Asked):
    """`counts`: (place of the outcome, draws in which it is stable), most first. `question`: only where it is true."""

    told_by: ClassVar[str] = "detente.uncertainty.questions.outcome_shares:outcome_sentences"

    question: str | None = None
    counts: tuple[tuple[int, int], ...] = field(default_factory=tuple)

    def cells(self) -> list[Row]:
        """One row per outcome: its number, its short name, and how often it is stable."""
        space, total = self.study.model.space, self.study.drawn
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


def outcome_shares(study: Study, question: str | None = None, concept: str = "seq") -> OutcomeShares:
    """How often each outcome is stable for all (of the outcomes in which a question is true, if one is named).

    Above 4,096 outcomes a study does not keep which are stable, and there are no rows.
    """
    if question is not None:
        asked(study, question)
    space, origin = study.model.space, origin_of(study, question=question, concept=concept)
    if space.count > MOST_PACKED:
        return OutcomeShares(study, concept, question, origin=origin)
    counts = _counts(study, concept)
    asks = study.situation.questions
    here = np.ones(space.count, np.bool_) if question is None else space.holds(asks[question].statement)
    order = [int(place) for place in np.argsort(-counts, kind="stable") if here[place]]
    return OutcomeShares(study, concept, question, tuple((place, int(counts[place])) for place in order), origin=origin)


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


TOLD = 3


def outcome_sentences(result: OutcomeShares, language: str = "en") -> list[str]:
    """The outcomes that are stable most often, each with its share; or that none is, or that it is not kept."""
    study, label = result.study, concept_names([result.concept], language)
    if study.model.space.count > MOST_PACKED:
        return [say("study.outcomes.many", language, count=study.model.space.count, most=MOST_PACKED)]
    said = [say("study.outcomes.head", language, count=study.drawn, concepts=label)]
    teller = teller_of(study, language)
    for place, count in result.counts[:TOLD]:
        if count:
            share = share_words(Share(count, study.drawn), language, word=True)
            lines = [] if teller.space.nodes else teller.lines(place, held=False)
            words = say("phrases.semicolon", language).join(lines) or teller.outcome(place)
            said.append(say("study.outcomes.one", language, outcome=words, share=share))
    if len(said) == 1:
        said.append(say("study.outcomes.none", language))
    return said
