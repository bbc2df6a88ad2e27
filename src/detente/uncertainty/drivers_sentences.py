"""What decides, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.uncertainty.grouping import SHARED
from detente.uncertainty.naming import answer_words, number_words, teller_of
from detente.words import join, say

if TYPE_CHECKING:
    from detente.outcomes.telling import Teller
    from detente.uncertainty.drivers import Decided, Drivers, Effect

SHOWN = 5
STEEP = 0.1
GROUP_SHOWN = 0.01


def drivers_sentences(result: Drivers, language: str = "en") -> list[str]:
    """The numbers that change each answer most, and which way; or that nothing does."""
    teller = teller_of(result.study, language)
    return [_sentence(result, found, teller) for found in result.decided]


def _sentence(result: Drivers, found: Decided, teller: Teller) -> str:
    language, question = teller.language, teller.question(found.question)
    if found.constant:
        answer = answer_words(found.answer, language)
        return say("study.nothing", language, question=question, answer=answer, count=result.study.count)
    floor = max(0.1, round(100 * found.floor, 1))
    deciding = found.deciding
    if not deciding:
        said = [say("study.drivers.none", language, question=question, floor=floor)]
    else:
        listed = join([_effect(effect, teller) for effect in deciding[:SHOWN]], language)
        said = [say("study.drivers.decides", language, question=question, list=listed)]
        if len(deciding) < len(found.effects):
            said.append(say("study.drivers.rest", language, floor=floor))
    groups = [(name, share) for name, share in found.groups if share >= GROUP_SHOWN]
    if len(found.groups) > 1 and groups:
        parts = [
            say(
                "study.drivers.group",
                language,
                share=round(100 * share),
                actor=teller.actors(name.split(SHARED)) if set(name.split(SHARED)) <= set(known(teller)) else name,
            )
            for name, share in sorted(groups, key=lambda pair: -pair[1])
        ]
        said.append(say("study.drivers.groups", language, list=join(parts, language)))
    return " ".join(said)


def known(teller: Teller) -> tuple[str, ...]:
    return tuple(teller.situation.actors)


def _effect(effect: Effect, teller: Teller) -> str:
    name, share = number_words(teller, effect.name), max(0.1, round(100 * effect.share, 1))
    low, high = effect.lowest, effect.highest
    if low is None or high is None or abs(high - low) < STEEP:
        return say("study.drivers.effect", teller.language, name=name, share=share)
    ends = {"low": round(100 * low), "high": round(100 * high)}
    return say("study.drivers.rising", teller.language, name=name, share=share, **ends)
