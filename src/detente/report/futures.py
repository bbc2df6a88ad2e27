"""The study that a report carries: how sure the answers are over everything uncertain at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from detente.evidence.sources import Sources
from detente.outcomes.numbers import uncertain
from detente.outcomes.telling import Teller
from detente.situation.model import Situation
from detente.uncertainty.questions.assumed import Assumed
from detente.uncertainty.questions.drivers import Drivers
from detente.uncertainty.questions.flip import Flips
from detente.uncertainty.questions.hinges import Hinges
from detente.uncertainty.questions.naming import answer_words, listed, number_words, share_words
from detente.uncertainty.questions.share import Shares
from detente.uncertainty.questions.table import ask
from detente.uncertainty.questions.variants import Variants
from detente.uncertainty.questions.when.when import When
from detente.uncertainty.questions.width import Width
from detente.uncertainty.questions.wilson import Share
from detente.uncertainty.questions.worth import Worth
from detente.uncertainty.study.study import study
from detente.words import in_language, isolated, say

DRAWS = 20_000
FIRM = 0.95
TOLD = 3
ASKED: dict[str, tuple[str, ...]] = {  # what is asked, and what more that takes
    "share": (), "width": (), "variants": ("variants",), "drivers": (), "when": (), "flip": (), "hinges": ("sources",),
    "assumed": (), "worth": (),
}  # fmt: skip

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Futures:
    """What was asked of the study of a situation, under the main way of looking ahead."""

    share: Shares
    width: Width
    beside: Variants
    drivers: Drivers
    when: When
    flip: Flips
    hinges: Hinges
    assumed: Assumed
    worth: Worth

    @property
    def draws(self) -> int:
        return self.share.study.count

    def most(self, question: str) -> tuple[str, Share]:
        """The most frequent answer to a question, and its share."""
        found = self.share.answers[question, self.share.concept]
        answer = max(found, key=lambda word: found[word].count)
        return answer, found[answer]


def futures(
    situation: Situation,
    variants: Mapping[str, Situation],
    sources: Sources,
    concept: str,
    draws: int = DRAWS,
    tell: Tell | None = None,
) -> Futures | None:
    """Draw and ask; None where nothing is uncertain or nothing is asked. `tell`: what is being worked out."""
    if not studied(situation, draws):
        return None
    tell = tell or (lambda _: None)
    found: dict[str, Any] = {}
    made = study(situation, draws, concepts=(concept,))
    for name, more in ASKED.items():
        tell(name)
        given: dict[str, Any] = {"variants": variants, "sources": sources}
        found[name] = ask(made, name, None, concept, **{key: given[key] for key in more})
    return Futures(**{"beside" if name == "variants" else name: answer for name, answer in found.items()})


def studied(situation: Situation, draws: int) -> bool:
    """Whether there is anything to draw and to ask."""
    return bool(draws and situation.questions and uncertain(situation))


def sure(found: Futures | None, language: str) -> str:
    """The answers over all futures in a paragraph: the first ones, the least sure, and what that turns on."""
    if found is None:
        return ""
    made = found.share.study
    teller = Teller(made.situation, made.model.space, language)
    questions = list(made.situation.questions)
    least = min(questions, key=lambda name: found.most(name)[1].share)
    firm = sum(found.most(name)[1].share >= FIRM for name in questions)
    doubtful = found.most(least)[1].share < FIRM
    held = [_held(found, name, teller) for name in questions[:TOLD] if not (doubtful and name == least)]
    said = []
    if held:
        told = listed(held, language)
        said.append(say("futures.sure", language, count=found.draws, firm=firm, all=len(questions), list=told))
    if doubtful:
        deciding = next(one for one in found.drivers.decided if one.question == least).deciding
        top = number_words(teller, deciding[0].name) if deciding else None
        key, count = ("least_sure", None) if held else ("only", found.draws)
        said.append(say(f"futures.{key}", language, held=_held(found, least, teller), number=top, count=count))
    return " ".join([*said, say("futures.no_chances", language)])


def _held(found: Futures, question: str, teller: Teller) -> str:
    """An answer, in the file's own words where it has them, and its share."""
    answer, often = found.most(question)
    record = teller.situation.questions[question]
    words = in_language({"every": record.yes, "none": record.no}.get(answer), teller.language)
    if words is None:
        said = {"question": teller.question(question), "answer": answer_words(answer, teller.language)}
        words = say("futures.answer", teller.language, **said)
    told = {"words": isolated(words, teller.language), "share": share_words(often, teller.language)}
    return say("futures.held", teller.language, **told)
