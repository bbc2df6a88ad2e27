"""Two looks at a document side by side: which answers differ, and what each difference does."""

from __future__ import annotations

from typing import Any

from detente.outcomes.space import axes_of, no_outcomes
from detente.outcomes.telling import Teller
from detente.situation.model import Situation
from detente.stability.differences import Effect, effects, plain
from detente.stability.differences_told import difference_words
from detente.web.answers.answer import REPLIES, facts, where
from detente.web.contracts.asking import Language, Reply
from detente.web.contracts.screens import AskCompare, Compared, Reason, Side
from detente.web.desk import View
from detente.web.pace import pause


def compare(view: View, asked: AskCompare) -> Compared:
    """Both answers; then every difference: what it turns alone, and what it turns if it alone is taken back."""
    left, right = _side(view, asked.left), _side(view, asked.right)
    there, here = facts(left, asked.lang), facts(right, asked.lang)
    answers = {fact.question: fact.answer for fact in there}
    differ = [fact.question for fact in here if answers.get(fact.question) != fact.answer]
    found = effects(left.situation, right.situation, view.ahead, pause)
    reasons = [_reason(left.situation, right.situation, one, asked.lang) for one in found]
    return Compared(
        where=(where(left, asked.lang), where(right, asked.lang)),
        facts=(there, here),
        same=[fact.question for fact in here if fact.question not in differ],
        differ=differ,
        reasons=sorted(reasons, key=lambda one: -(len(one.alone) + len(one.back))),
    )


def _side(view: View, side: Side) -> View:
    return view.looked_at(side.variant, side.as_, side.what_if)


def _reason(left: Situation, right: Situation, effect: Effect, language: Language) -> Reason:
    one = effect.difference
    return Reason(
        path=one.name,
        text=difference_words(left, right, one, language),
        left=_value(left, one.path, one.before, language),
        right=_value(right, one.path, one.after, language),
        alone=_replies(effect.alone),
        back=_replies(effect.back),
    )


def _replies(turned: dict[str, tuple[str, str]]) -> dict[str, tuple[Reply, Reply]]:
    return {name: (REPLIES[before], REPLIES[after]) for name, (before, after) in turned.items()}


def _value(situation: Situation, path: tuple[str, ...], value: Any, language: Language) -> str:
    """What the one side says: where something stands in the words of its level, anything else as it is written."""
    if path[0] == "status_quo" and value is not None:
        teller = Teller(situation, no_outcomes(situation), language)
        for axis in axes_of(situation):
            if ".".join(axis.parts) == path[-1] and value in axis.levels:
                return teller.level(axis, axis.levels.index(value))
    return plain(value)
