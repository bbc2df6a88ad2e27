"""What decides, in words."""

from __future__ import annotations

from detente.outcomes.telling import Teller
from detente.uncertainty.grouping import SHARED
from detente.uncertainty.questions.drivers import Decided, Drivers, Effect
from detente.uncertainty.questions.naming import answer_words, listed, number_words, share_words, teller_of
from detente.words import in_language, join, say

SHOWN = 5
STEEP = 0.1
GROUP_SHOWN = 0.05
SMALL = 0.05  # a number that explains less than this does not decide
TOLD = 0.02
RARE = 20
PAIRS_SHOWN = 3


def drivers_sentences(result: Drivers, language: str = "en") -> list[str]:
    """The numbers that change each answer most, and which way; or that nothing does; then what cannot be told."""
    teller = teller_of(result.study, language)
    told = [found for found in result.decided if found.constant or found.others >= RARE]
    rare = [found for found in result.decided if found not in told]
    said = [_sentence(result, found, teller) for found in told]
    if rare:
        said.append(
            say("study.drivers.rare", language, list=listed([_rare(found, teller) for found in rare], language))
        )
    return said


def _rare(found: Decided, teller: Teller) -> str:
    values = {"question": teller.question(found.question), "answer": answer_words(found.answer, teller.language)}
    return say("study.drivers.asked", teller.language, **values, count=found.others)


def _sentence(result: Drivers, found: Decided, teller: Teller) -> str:
    language, question = teller.language, teller.question(found.question)
    if found.constant:
        answer = answer_words(found.answer, language)
        return say("study.nothing", language, question=question, answer=answer, count=result.study.drawn)
    floor = max(0.1, round(100 * found.floor, 1))
    deciding = found.deciding
    if not deciding:
        said = [say("study.drivers.none", language, question=question, floor=floor)]
    elif deciding[0].share < SMALL:
        values = {"name": number_words(teller, deciding[0].name), "share": _percent(deciding[0].share)}
        said = [say("study.drivers.small", language, question=question, **values)]
    else:
        telling = [effect for effect in deciding[:SHOWN] if effect.share >= TOLD]
        effects = listed([_effect(effect, teller) for effect in telling], language)
        said = [say("study.drivers.decides", language, question=question, list=effects)]
        if len(deciding) < len(found.effects) and len(telling) == len(deciding):
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
