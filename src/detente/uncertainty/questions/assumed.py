"""Is an answer derived, or does a goal want it directly?

What an actor wants is set against the question outcome by outcome. With W the outcomes it wants (for a goal that is
avoided: the others) and Q those where the question is answered by yes:

- ``same``: W = Q;  ``opposite``: W = everything but Q;
- ``entails``: W lies within Q;  ``excludes``: W lies outside Q.

`same` and `entails` want yes directly, the other two want no. An answer is *assumed* if some part wants it directly and
without that part the answer turns (another answer becomes the most frequent); *backed* if some part wants it directly,
yet it stands without any one of them; else it is *derived*: it follows from wishes about other things. It is *given* if
all possible outcomes answer the question alike: options and rules alone settle it, whatever anybody wants. Where some
actor has a ranking, which is not looked into, it is *unseen* instead of derived. Parts that are true nowhere or
everywhere say nothing. A weight below zero turns a wish round; the sign in the most draws counts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

import numpy as np

from detente.outcomes.preferences import Array, summands
from detente.outcomes.telling import Teller
from detente.result import Row
from detente.uncertainty.questions.asking import YES, asked, codes, first_draws, origin_of, under, words_of
from detente.uncertainty.questions.hinges import DRAWS, answers_without, modal
from detente.uncertainty.questions.naming import answer_words, part_words, teller_of
from detente.uncertainty.questions.parts import Part, parts_of, ranking
from detente.uncertainty.questions.wilson import Share
from detente.uncertainty.study.result import Asked, Study
from detente.words import join, say

NO = "none"
Relation = Literal["same", "entails", "opposite", "excludes"]
Verdict = Literal["derived", "backed", "assumed", "given", "unseen"]


@dataclass(frozen=True)
class Direct:
    """A part that wants an answer directly, the answer most frequent without it, and how often the answer turned."""

    part: str
    actor: str
    relation: Relation
    wants: str
    without: str
    turned: Share


@dataclass(frozen=True)
class Judged:
    """One question: its most frequent answer, the verdict, and every part that speaks of it directly."""

    question: str
    answer: str
    verdict: Verdict
    direct: tuple[Direct, ...]


@dataclass(frozen=True, repr=False)
class Assumed(Asked):
    """Which answers are derived and which are put in, question by question; `looked_at`: how many draws."""

    told_by: ClassVar[str] = "detente.uncertainty.questions.assumed:assumed_sentences"

    looked_at: int = 0
    judged: tuple[Judged, ...] = field(default=())

    def cells(self) -> list[Row]:
        """One row per question and part that speaks of it directly (one without a part if there is none)."""
        rows: list[Row] = []
        for found in self.judged:
            head = {"question": found.question, "answer": found.answer, "verdict": found.verdict}
            rows += [
                {
                    **head,
                    "part": direct.part,
                    "relation": direct.relation,
                    "wants": direct.wants,
                    "without": direct.without,
                    "turned": direct.turned,
                }
                for direct in found.direct
            ] or [{**head, "part": "", "relation": "", "wants": "", "without": "", "turned": None}]
        return rows

    def data(self) -> dict[str, Any]:
        return {**self.head(), "looked_at": self.looked_at, "answers": self.rows()}


def assumed(study: Study, question: str | None = None, concept: str = "seq", draws: int = DRAWS) -> Assumed:
    """Whether each answer is derived or wanted directly. `draws`: how many to look at without a part."""
    study = under(study, concept)
    columns = first_draws(study, draws)
    count = min(draws, study.count)
    space = study.model.space
    wishes = [(part, _wanted(study, part, columns, count)) for part in parts_of(study.situation) if part.actor]
    questions = asked(study, question)
    truths = {name: space.holds(study.situation.questions[name].statement) for name in questions}
    found: dict[str, list[Direct]] = {name: [] for name in questions}
    for part, wanted in wishes:
        relations = {name: relation_of(wanted, truths[name]) for name in questions}
        spoken = [name for name in questions if relations[name]]
        after = answers_without(study, (part,), columns, count, spoken, concept) if spoken else {}
        for name in spoken:
            relation = relations[name]
            assert relation is not None
            wants = YES if relation in ("same", "entails") else NO
            turned = Share(int((codes(study, name, concept)[:count] != after[name]).sum()), count)
            without = modal(after[name], words_of(study, name, concept))
            found[name].append(Direct(part.name, part.actor, relation, wants, without, turned))
    judged = []
    for name in questions:
        answer = modal(codes(study, name, concept)[:count], words_of(study, name, concept))
        wanting = [direct for direct in found[name] if direct.wants == answer]
        turning = any(direct.without != answer for direct in wanting)
        settled = truths[name].all() or not truths[name].any()
        other: Verdict = "unseen" if ranking(study.situation) else "derived"
        verdict: Verdict = "given" if settled else "assumed" if turning else "backed" if wanting else other
        judged.append(Judged(name, answer, verdict, tuple(found[name])))
    origin = origin_of(study, question=question, concept=concept, looked_at=count)
    return Assumed(study, concept, count, tuple(judged), origin=origin)


def relation_of(wanted: Array, truth: Array) -> Relation | None:
    """How the outcomes wanted lie to those where the question is answered by yes; None if neither in nor out."""
    if not wanted.any() or wanted.all() or not truth.any() or truth.all():
        return None
    if (wanted == truth).all():
        return "same"
    if (wanted != truth).all():
        return "opposite"
    if not (wanted & ~truth).any():
        return "entails"
    return "excludes" if not (wanted & truth).any() else None


def _wanted(study: Study, part: Part, columns: dict[str, Array], count: int) -> Array:
    """The outcomes a part wants: where it is true, or where it is not if it is avoided or weighs less than nothing."""
    truth = part.truth(study.model.space)
    return truth if part.sign * _weight_sign(study, part, columns, count) > 0 else ~truth


def _weight_sign(study: Study, part: Part, columns: dict[str, Array], count: int) -> int:
    if part.kind == "priority":
        return 1
    numbers = study.model.numbers(count, columns=columns)
    preference = study.situation.preferences[part.actor]
    path = part.path[:2]
    for step in range(2, len(part.path) - 2, 2):
        if part.path[step] != "any":
            break
        preference = (preference.any or ())[int(part.path[step + 1])]
        path = part.path[: step + 2]
    wanted = (*part.path, "weight") if part.kind == "goal" else part.path
    for quantity, place, _, _ in summands(preference, numbers, path):
        if place == wanted:
            weight = numbers.value(quantity, place)
            return -1 if int(np.sign(weight).sum()) < 0 else 1
    return 1


def assumed_sentences(result: Assumed, language: str = "en") -> list[str]:
    """Which answers are derived, and which some wish asks for directly."""
    teller = teller_of(result.study, language)
    return [_judged(result, found, teller) for found in result.judged]


def _judged(result: Assumed, found: Judged, teller: Teller) -> str:
    language = teller.language
    parts = {part.name: part for part in parts_of(result.study.situation)}
    asking = [direct for direct in found.direct if direct.wants == found.answer]
    if found.verdict == "assumed":
        asking = [direct for direct in asking if direct.without != found.answer]
    wishes = [part_words(teller, parts[one.part].kind, parts[one.part].path) for one in asking]
    return say(
        f"study.assumed.{found.verdict}",
        language,
        question=teller.question(found.question),
        answer=answer_words(found.answer, language),
        list=join(wishes, language),
        count=len(wishes),
        actors=teller.actors(ranking(result.study.situation)),
    )
