"""How often each answer comes out, with the error of sampling.

The share of an answer is k of N draws. Its interval is Wilson's (E. B. Wilson, “Probable inference”, JASA 22, 1927):

    (p + z²/2N ± z √(p(1 − p)/N + z²/4N²)) / (1 + z²/N),  z = 1.96.

An answer that never came out is not impossible: the bound is the share that N draws would miss with 5% chance,
1 − 0.05^(1/N), which is just under 3/N. The same holds for one that always came out. The interval says how exactly the
draws were counted, nothing about whether the ranges are right.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.outcomes.preferences import Array
from detente.result import Row
from detente.uncertainty.questions.asking import ORDER, Asked, asked, codes, column, concepts, words_of

if TYPE_CHECKING:
    from detente.uncertainty.study.study import Study

Z95 = 1.959963984540054
MISSED = 0.05


@dataclass(frozen=True)
class Share:
    """`count` of `total` draws. `low`, `high`: the 95% interval, or a bound and 0 or 1 (`interval`)."""

    count: int
    total: int

    @property
    def share(self) -> float:
        return self.count / self.total

    @property
    def low(self) -> float:
        return interval(self.count, self.total)[0]

    @property
    def high(self) -> float:
        return interval(self.count, self.total)[1]

    def data(self) -> dict[str, float]:
        return {"share": self.share, "low": self.low, "high": self.high}


def interval(count: int, total: int) -> tuple[float, float]:
    """The 95% interval of a share; with 0 or all of the draws, the bound that 3/N approximates."""
    bound = 1 - MISSED ** (1 / total)
    if count == 0:
        return 0.0, bound
    if count == total:
        return 1 - bound, 1.0
    p, z = count / total, Z95
    middle = p + z * z / (2 * total)
    half = z * sqrt(p * (1 - p) / total + z * z / (4 * total * total))
    return (middle - half) / (1 + z * z / total), (middle + half) / (1 + z * z / total)


@dataclass(frozen=True)
class Shares(Asked):
    """`answers`: (question, concept) → answer → share. `events`: concept → “no_equilibrium” and “cycle” → share.

    “No equilibrium”: no outcome is stable for every actor alone. “Cycle”: things can end in going round without rest.
    """

    answers: dict[tuple[str, str], dict[str, Share]] = field(default_factory=dict)
    events: dict[str, dict[str, Share]] = field(default_factory=dict)

    def cells(self) -> list[Row]:
        """One row per question, concept and answer; then the events."""
        rows: list[Row] = [
            {"question": question, "concept": concept, "answer": answer, "share": share}
            for (question, concept), found in self.answers.items()
            for answer, share in found.items()
        ]
        return rows + [
            {"question": "", "concept": concept, "answer": event, "share": share}
            for concept, found in self.events.items()
            for event, share in found.items()
        ]

    def telling(self) -> list[Row]:
        """What came out at all, and yes and no in any case."""
        return [row for row in self.cells() if row["share"].count or row["answer"] in ("every", "none")]

    def rows(self) -> list[Row]:
        """The same with the share and the ends of its interval as numbers."""
        return [{**row, **row["share"].data()} for row in self.cells()]

    def data(self) -> dict[str, Any]:
        return {**self.head(), "shares": self.rows()}

    def sentences(self, language: str = "en") -> list[str]:
        from detente.uncertainty.questions.share_sentences import share_sentences

        return share_sentences(self, language)


def share(study: Study, question: str | None = None, concept: str | None = None) -> Shares:
    """How often each answer to a question (all of them) comes out under a concept (all the study has)."""
    questions = asked(study, question)
    chosen = concepts(study) if concept is None else (concept,)
    answers = {}
    for name in questions:
        for one in chosen:
            words, counts = words_of(study, name, one), counted(study, name, one)
            answers[name, one] = {
                word: Share(int(counts[words.index(word)]), drawn(study)) for word in ORDER if word in words
            }
    events = {one: _events(study, one) for one in chosen}
    return Shares(study, ", ".join(chosen), answers, {one: found for one, found in events.items() if found})


def drawn(study: Study) -> int:
    """How many futures the study drew; of more than ten million it keeps a million rows."""
    return study.count if study.totals is None else study.totals.draws


def counted(study: Study, question: str, concept: str) -> Array:
    """How often each answer came out, by code, over everything drawn."""
    if study.totals is not None:
        return np.asarray(study.totals.answers[column(study, question, concept)])
    return np.bincount(codes(study, question, concept), minlength=len(words_of(study, question, concept)))


def _events(study: Study, concept: str) -> dict[str, Share]:
    """How often nothing is stable for all, and how often a cycle is among the ends, among the rows that are kept."""
    found = {}
    equilibria = study.measures.get(f"equilibria/{concept}")
    if equilibria is not None:
        found["no_equilibrium"] = Share(int((np.asarray(equilibria) == 0).sum()), study.count)
    cycles = study.measures.get(f"cycles/{concept}")
    if cycles is not None:
        found["cycle"] = Share(int((np.asarray(cycles) > 0).sum()), study.count)
    return found


def modal(study: Study, question: str, concept: str) -> str:
    """The most frequent answer; of equally frequent ones the first of yes, in part, no."""
    words, counts = words_of(study, question, concept), counted(study, question, concept)
    return max((word for word in ORDER if word in words), key=lambda word: counts[words.index(word)])
