"""Regret and the worth of knowing, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.outcomes.telling import Teller
from detente.uncertainty.questions.naming import answer_words, listed, number_words, share_words, teller_of
from detente.words import join, say

if TYPE_CHECKING:
    from detente.uncertainty.questions.regret import Options, Regret
    from detente.uncertainty.questions.worth import Guess, Learning, Worth

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
    most, usual = _points(found[best].max()), _points(np.quantile(found[best], 0.95))
    said = say(
        f"study.regret.{'best' if usual else 'rarely' if most else 'never'}",
        language,
        actor=teller.actor(option.actor),
        level=words[option.least],
        regret=_points(found[best].mean()),
        p95=usual,
        others=say("study.regret.others", language, list=listed(others, language)),
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
    """Which number would better the guess at each answer; for each option what it is worth to know; then the rest."""
    teller = teller_of(result.study, language)
    said = [_guess(one, teller) for one in result.guesses if one.telling]
    idle = [_guess_one(one, teller) for one in result.guesses if not one.telling]
    if idle:
        said.append(say("study.worth.guess_rest", language, list=listed(idle, language)))
    said += [_learning(one, teller) for one in result.learning if one.worthwhile]
    nothing = [_choice(one, teller) for one in result.learning if not one.worthwhile]
    if nothing:
        said.append(say("study.worth.nothing", language, list=listed(nothing, language)))
    return said if result.learning else [*said, say("study.worth.none", language)]


def _guess(one: Guess, teller: Teller) -> str:
    language = teller.language
    parts = [
        say(
            "study.worth.guess_number",
            language,
            name=number_words(teller, name),
            value=float(f"{100 * min(one.right.share + gain, 0.999):.3g}"),
        )
        for name, gain in one.telling[:SHOWN]
    ]
    return say("study.worth.guess", language, **_guessed(one, teller), list=listed(parts, language))


def _guess_one(one: Guess, teller: Teller) -> str:
    return say("study.worth.guess_one", teller.language, **_guessed(one, teller))


def _guessed(one: Guess, teller: Teller) -> dict[str, str]:
    language = teller.language
    answer, right = answer_words(one.answer, language), share_words(one.right, language)
    return {"question": teller.question(one.question), "answer": answer, "right": right}


def _learning(one: Learning, teller: Teller) -> str:
    language = teller.language
    parts = [
        say("study.worth.number", language, name=number_words(teller, name), value=_points(value))
        for name, value in one.worthwhile[:SHOWN]
    ]
    return say("study.worth.some", language, **_choosing(one, teller, "and"), list=listed(parts, language))


def _choice(one: Learning, teller: Teller) -> str:
    return say("study.worth.choice", teller.language, **_choosing(one, teller, "or"))


def _choosing(one: Learning, teller: Teller, word: str) -> dict[str, object]:
    axis = teller.space.axes[teller.space.column[one.actor, one.option]]
    option = join([teller.level(axis, level) for level in range(len(axis.levels))], teller.language, word)
    return {"actor": teller.actor(one.actor), "option": option, "all": _points(one.all) or None}


def _points(value: float) -> float:
    """A number of points, three digits; what is nothing but rounding is 0."""
    return 0.0 if abs(value) < 1e-9 else float(f"{value:.3g}")
