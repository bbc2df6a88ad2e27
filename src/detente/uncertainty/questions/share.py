"""How often each answer comes out, with the error of sampling (`detente.uncertainty.questions.wilson`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from detente.result import Row
from detente.stability.sentences import concept_names
from detente.uncertainty.questions.asking import ORDER, asked, concepts, counted, origin_of, words_of
from detente.uncertainty.questions.naming import answer_words, share_words, teller_of
from detente.uncertainty.questions.wilson import Share
from detente.uncertainty.study.result import Asked, Study
from detente.words import join, say
from detente.words.amounts import CLOSE


@dataclass(frozen=True, repr=False)
class Shares(Asked):
    """`answers`: (question, concept) → answer → share. `events`: concept → “no_equilibrium” and “cycle” → share.

    “No equilibrium”: no outcome is stable for every actor alone. “Cycle”: things can end in going round without rest.
    """

    told_by: ClassVar[str] = "detente.uncertainty.questions.share:share_sentences"

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


def share(study: Study, question: str | None = None, concept: str | None = None) -> Shares:
    """How often each answer to a question (all of them) comes out under a concept (all the study has)."""
    questions = asked(study, question)
    chosen = concepts(study) if concept is None else (concept,)
    answers = {}
    for name in questions:
        for one in chosen:
            words, counts = words_of(study, name, one), counted(study, name, one)
            answers[name, one] = {
                word: Share(int(counts[words.index(word)]), study.drawn) for word in ORDER if word in words
            }
    events = {one: _events(study, one) for one in chosen}
    events = {one: found for one, found in events.items() if found}
    origin = origin_of(study, question=question, concept=concept)
    return Shares(study, ", ".join(chosen), answers, events, origin=origin)


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


def share_sentences(result: Shares, language: str = "en") -> list[str]:
    """How often each answer comes out, ways of looking ahead that agree said together; then what else can happen."""
    teller = teller_of(result.study, language)
    concepts = list(dict.fromkeys(concept for _, concept in result.answers))
    key = "head" if result.study.drivers else "same"
    said = [say(f"study.share.{key}", language, count=result.study.drawn)]
    if concepts:
        said[0] += " " + say("study.share.looking", language, concepts=concept_names(concepts, language))
    if result.study.drawn == 1:
        said.append(say("study.share.one", language))
    certain = not result.study.drivers
    for question in dict.fromkeys(question for question, _ in result.answers):
        alike: dict[tuple[int, ...], list[str]] = {}
        for (name, concept), shares in result.answers.items():
            if name == question:
                alike.setdefault(tuple(share.count for share in shares.values()), []).append(concept)
        for named in alike.values():
            label = concept_names(named, language) if len(named) < len(concepts) else None
            if certain:
                found = result.answers[question, named[0]]
                answer = answer_words(max(found, key=lambda word: found[word].count), language)
                values = {"question": teller.question(question), "answer": answer, "concepts": label}
                said.append(say("study.share.certain", language, **values))
                continue
            told = _list(result.answers[question, named[0]], language)
            values = {"question": teller.question(question), "list": told, "concepts": label}
            said.append(say("study.share.answer", language, **values))
            if max(share.share for share in result.answers[question, named[0]].values()) < CLOSE:
                said[-1] += " " + say("shares.close", language)
    for event in ("no_equilibrium", "cycle"):
        for concept, found in result.events.items():
            if event in found and found[event].count:
                share = None if certain else share_words(found[event], language, word=True)
                label = concept_names([concept], language) if len(concepts) > 1 else None
                key = f"{event}_certain" if certain else event
                said.append(say(f"study.share.{key}", language, share=share, concepts=label))
    return said


def _list(shares: dict[str, Share], language: str) -> str:
    """Answers with their shares, the most frequent first; one that never came out only if it is yes or no."""
    order = sorted(shares, key=lambda answer: -shares[answer].count)
    shown = [answer for answer in order if shares[answer].count or answer != "some"]
    return join(
        [
            say(
                "study.share.part",
                language,
                answer=answer_words(answer, language),
                share=share_words(shares[answer], language, word=True),
            )
            for answer in shown
        ],
        language,
    )
