"""What decides, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.uncertainty.grouping import SHARED
from detente.uncertainty.naming import answer_words, listed, number_words, share_words, teller_of
from detente.uncertainty.share import drawn
from detente.words import in_language, join, say

if TYPE_CHECKING:
    from detente.outcomes.telling import Teller
    from detente.uncertainty.drivers import Decided, Drivers, Effect

SHOWN = 5
STEEP = 0.1
GROUP_SHOWN = 0.01
RARE = 20
PAIRS_SHOWN = 3


def drivers_sentences(result: Drivers, language: str = "en") -> list[str]:
    """The numbers that change each answer most, and which way; or that nothing does."""
    teller = teller_of(result.study, language)
    return [_sentence(result, found, teller) for found in result.decided]


def _sentence(result: Drivers, found: Decided, teller: Teller) -> str:
    language, question = teller.language, teller.question(found.question)
    answer = answer_words(found.answer, language)
    if found.constant:
        return say("study.nothing", language, question=question, answer=answer, count=drawn(result.study))
    if found.others < RARE:
        return say("study.drivers.rare", language, question=question, answer=answer, count=found.others)
    floor = max(0.1, round(100 * found.floor, 1))
    deciding = found.deciding
    if not deciding:
        said = [say("study.drivers.none", language, question=question, floor=floor)]
    else:
        told = listed([_effect(effect, teller) for effect in deciding[:SHOWN]], language)
        said = [say("study.drivers.decides", language, question=question, list=told)]
        if len(deciding) < len(found.effects):
            said.append(say("study.drivers.rest", language, floor=floor))
    if found.pairs:
        pairs = [
            say(
                "study.drivers.pair",
                language,
                one=number_words(teller, one),
                other=number_words(teller, other),
                share=_percent(share),
            )
            for one, other, share in found.pairs[:PAIRS_SHOWN]
        ]
        said.append(say("study.drivers.pairs", language, list=listed(pairs, language)))
    groups = [(name, share) for name, share in found.groups if share >= GROUP_SHOWN]
    if len(found.groups) > 1 and groups:
        parts = [
            say("study.drivers.group", language, share=round(100 * share), group=_group(name, result.grouped, teller))
            for name, share in sorted(groups, key=lambda pair: -pair[1])
        ]
        said.append(say(f"study.drivers.groups.{result.grouped}", language, list=join(parts, language)))
    return " ".join(said)


def _group(name: str, grouped: str, teller: Teller) -> str:
    """A group by the names of its actors, by the title of its source, or as it was called."""
    if grouped == "source":
        record = teller.situation.sources.get(name)
        title = in_language(record.title, teller.language) if record else None
        return title or name or say("study.drivers.groups.unsourced", teller.language)
    actors = name.split(SHARED)
    return teller.actors(actors) if grouped == "actor" and set(actors) <= set(teller.situation.actors) else name


def _effect(effect: Effect, teller: Teller) -> str:
    name, share = number_words(teller, effect.name), _percent(effect.share)
    low, high = effect.lowest, effect.highest
    if low is None or high is None or abs(high.share - low.share) < STEEP:
        return say("study.drivers.effect", teller.language, name=name, share=share)
    ends = {"low": share_words(low, teller.language), "high": share_words(high, teller.language)}
    return say("study.drivers.rising", teller.language, name=name, share=share, **ends)


def _percent(share: float) -> float:
    """A share of the variation in percent: whole from ten on, else with one decimal."""
    percent = 100 * share
    return round(percent) if percent >= 10 else max(0.1, round(percent, 1))
