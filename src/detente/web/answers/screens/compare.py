"""Two looks at a document, or two documents, side by side: which answers differ, and what each difference does."""

from __future__ import annotations

from collections.abc import Collection

from detente.errors import DetenteError
from detente.situation.model import Situation
from detente.stability.differences import Effect, effects
from detente.stability.differences_told import difference_words, side_words
from detente.web.answers.answer import REPLIES, facts, where
from detente.web.contracts.asking import Language, Reply
from detente.web.contracts.screens import AskCompare, Compared, Reason
from detente.web.desk import View
from detente.web.pace import pause


def compare(left: View, right: View, asked: AskCompare) -> Compared:
    """Both answers; then every difference: what it turns alone, and what it turns if it alone is taken back.

    Questions are compared by name. `DetenteError` where the two have none in common.
    """
    there, here = facts(left, asked.lang), facts(right, asked.lang)
    answers = {fact.question: fact.answer for fact in there}
    both = {fact.question: fact.answer for fact in here if fact.question in answers}
    if not both:
        raise DetenteError("diff_no_question")
    ways: dict[View, tuple[Effect, ...]] = left.once("effects", dict)  # by what it is compared with: no words in them
    if right not in ways:
        ways[right] = effects(left.situation, right.situation, asked.ahead, pause)
    reasons = [_reason(left.situation, right.situation, one, both, asked.lang) for one in ways[right]]
    return Compared(
        where=(where(left, asked.lang), where(right, asked.lang)),
        facts=(there, here),
        same=[name for name, answer in both.items() if answers[name] == answer],
        differ=[name for name, answer in both.items() if answers[name] != answer],
        reasons=sorted(reasons, key=lambda one: -(len(one.alone) + len(one.back))),
    )


def _reason(left: Situation, right: Situation, effect: Effect, both: Collection[str], language: Language) -> Reason:
    one = effect.difference
    return Reason(
        path=one.name,
        text=difference_words(left, right, one, language),
        left=side_words(left, one.path, one.before, language),
        right=side_words(right, one.path, one.after, language),
        alone=_replies(effect.alone, both),
        back=_replies(effect.back, both),
    )


def _replies(turned: dict[str, tuple[str, str]], both: Collection[str]) -> dict[str, tuple[Reply, Reply]]:
    return {name: (REPLIES[before], REPLIES[after]) for name, (before, after) in turned.items() if name in both}
