"""How numbers, parts and shares are called in the sentences of a study."""

from __future__ import annotations

from math import ceil, log10

from detente.outcomes.telling import Teller
from detente.situation.identifiers import split_reference
from detente.stability.inverse.sentences import driver_words
from detente.uncertainty.questions.wilson import Share
from detente.uncertainty.study.result import Study
from detente.words import in_language, isolated, say, show
from detente.words.amounts import percent, share_of_runs


def teller_of(study: Study, language: str) -> Teller:
    return Teller(study.situation, study.model.space, language)


def number_words(teller: Teller, name: str) -> str:
    """A number by its own words, or those of its goal; which of several preferences counts by its actor."""
    steps = name.split(".")
    if steps[0] == "preferences" and steps[-1] == "any":
        return say("study.choice_of", teller.language, actor=teller.actor(steps[1]))
    return driver_words(teller, name)


def answer_words(answer: str, language: str) -> str:
    return say(f"answers.{answer}", language)


def part_words(teller: Teller, kind: str, path: tuple[str, ...]) -> str:
    """A part that can be left out, in words."""
    language = teller.language
    if kind == "source":
        record = teller.situation.sources.get(path[0])
        title = in_language(record.title, language) if record else None
        return say("study.part_source", language, name=title or path[0])
    if kind == "rule":
        return say("study.part_rule", language, name=teller.rule(path[1]))
    actor = teller.actor(path[1])
    preference = teller.situation.preferences[path[1]]
    if kind == "goal":
        for step in range(2, len(path) - 2, 2):
            preference = (preference.any or ())[int(path[step + 1])]
        goal = (preference.goals or {})[path[-1]]
        words = in_language(goal.text, language) or path[-1]
        return say("study.part_goal", language, actor=actor, goal=isolated(words, language))
    if kind == "point":
        place = teller.space.column[split_reference(path[-2])]  # type: ignore[index]
        axis = teller.space.axes[place]
        level = teller.level(axis, axis.levels.index(path[-1]))
        return say("study.part_point", language, actor=actor, goal=level)
    for step in range(2, len(path) - 2, 2):
        preference = (preference.any or ())[int(path[step + 1])]
    item = (preference.priorities or ())[int(path[-1])]
    said = in_language(getattr(item, "text", None), language) or getattr(item, "want", "")
    return say("study.part_priority", language, actor=actor, statement=said)


def share_words(share: Share, language: str, word: bool = False) -> str:
    """A share in whole percent, never above 99 or below 1; with `word`: in runs, the word first."""
    return show(share_of_runs(share.share) if word else percent(share.share), language)


def listed(parts: list[str], language: str) -> str:
    """Long items one after another, parted by more than a comma."""
    return say("study.also", language).join(parts)


def about(value: float, ends: tuple[float, float] | None) -> tuple[float, tuple[float, float] | None]:
    """A threshold, and where it falls in resamples, with no more decimals than that range bears out."""
    width = 0.0 if ends is None else ends[1] - ends[0]
    if ends is None or width <= 0:
        return float(f"{value:.3g}"), None
    decimals = max(0, ceil(-log10(width / 2)))
    low, high = (round(end, decimals) for end in ends)
    return round(value, decimals), (low, high) if low < high else None


def _digits(value: float, width: float) -> int:
    """Decimals: none if the interval is wider than a point, else as many as it has zeros after the point, and one more.

    More where the value would read 0 or 100.
    """
    digits = 0 if width > 1 else ceil(-log10(width))
    while digits < 12 and float(f"{value:.{digits}f}") in (0.0, 100.0):
        digits += 1
    return digits
