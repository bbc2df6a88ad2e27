"""Regret and the worth of knowing, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.outcomes.telling import Teller
from detente.uncertainty.naming import number_words, teller_of
from detente.words import join, say

if TYPE_CHECKING:
    from detente.uncertainty.regret import Options, Regret
    from detente.uncertainty.worth import Worth

SHOWN = 3


def regret_sentences(result: Regret, language: str = "en") -> list[str]:
    """For each option the level that would be regretted least, beside the others."""
    teller = teller_of(result.study, language)
    if not result.options:
        return [say("study.regret.none", language)]
    head = say("study.regret.head", language, count=result.looked_at)
    return [head, *(_option(option, teller) for option in result.options)]


def _option(option: Options, teller: Teller) -> str:
    language = teller.language
    found = option.regrets()
    words = {level: level_words(teller, option.actor, option.option, level) for level in option.levels}
    best = option.levels.index(option.least)
    others = [
        say("study.regret.other", language, level=words[level], regret=_points(found[place].mean()))
        for place, level in enumerate(option.levels)
        if place != best
    ]
    said = say(
        "study.regret.best",
        language,
        actor=teller.actor(option.actor),
        level=words[option.least],
        regret=_points(found[best].mean()),
        p95=_points(np.quantile(found[best], 0.95)),
        others=say("study.regret.others", language, list=join(others, language)),
    )
    if not option.shut:
        return said
    shut = [level_words(teller, option.actor, option.option, level) for level in option.shut]
    return f"{said} {say('study.regret.shut', language, list=join(shut, language))}"


def level_words(teller: Teller, actor: str, option: str, level: str) -> str:
    """What an option at a level means."""
    axis = teller.space.axes[teller.space.column[actor, option]]
    return teller.level(axis, axis.levels.index(level))


def worth_sentences(result: Worth, language: str = "en") -> list[str]:
    """For each option what it is worth to know everything, and which numbers most."""
    teller = teller_of(result.study, language)
    said = []
    for one in result.learning:
        axis = teller.space.axes[teller.space.column[one.actor, one.option]]
        option = join([teller.level(axis, level) for level in range(len(axis.levels))], language, "or")
        values = {"actor": teller.actor(one.actor), "option": option, "all": _points(one.all)}
        parts = [
            say("study.worth.number", language, name=number_words(teller, name), value=_points(value))
            for name, value in one.worthwhile[:SHOWN]
        ]
        key = "some" if parts else "nothing"
        said.append(say(f"study.worth.{key}", language, **values, list=join(parts, language)))
    return said or [say("study.worth.none", language)]


def _points(value: float) -> float:
    """A number of points, three digits; what is nothing but rounding is 0."""
    return 0.0 if abs(value) < 1e-9 else float(f"{value:.3g}")
