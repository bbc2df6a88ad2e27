"""What was changed, in words: which number is what instead of what, and which thing stands at another level."""

from __future__ import annotations

from detente.outcomes.changed import Change, written
from detente.outcomes.space import axes_of, no_outcomes
from detente.outcomes.telling import Teller
from detente.situation.identifiers import split_reference
from detente.situation.model import Situation
from detente.situation.wants import Preference
from detente.words import isolated, say


def change_words(situation: Situation, change: Change, language: str) -> str:
    """One change, told with the words of the situation before it."""
    teller = Teller(situation, no_outcomes(situation), language)
    if change.path[0] == "status_quo":
        before, after = (_standing(situation, change, level, teller) for level in (change.before, change.after))
        if situation.outcomes is None:
            owner = teller.owner(split_reference(change.path[1])[0])
            after = say("phrases.owner", language, owner=owner, phrases=after)
        return say("changed.level", language, before=before, after=after)
    before, after = (isolated(written(value), language) for value in (change.before, change.after))
    return say("changed.number", language, name=place_words(situation, change.path, teller), before=before, after=after)


def _standing(situation: Situation, change: Change, level: object, teller: Teller) -> str:
    if situation.outcomes is not None:
        return teller.called(situation.outcomes[str(level)].text, str(level))
    axis = next(axis for axis in axes_of(situation) if ".".join(axis.parts) == change.path[1])
    return teller.level(axis, axis.levels.index(str(level)))


def place_words(situation: Situation, path: tuple[str, ...], teller: Teller) -> str:
    """A number by the words of the file; where these say nothing, by its place."""
    match path:
        case ("drivers", name):
            return teller.driver(name)
        case ("actors", name, "inertia"):
            return say("study.inertia_of", teller.language, actor=teller.actor(name))
        case ("actors", name, "capability"):
            return say("changed.capability", teller.language, actor=teller.actor(name))
        case ("preferences", actor, *_, "goals", name, "weight"):
            goal = (_inside(situation.preferences[actor], path).goals or {})[name]
            words = teller.called(goal.text, name)
            return say("study.weight_of", teller.language, actor=teller.actor(actor), goal=words)
        case ("preferences", actor, *_, "points", key, level):
            axis = next(axis for axis in axes_of(situation) if axis.parts == split_reference(key))
            words = teller.level(axis, axis.levels.index(level))
            return say("study.weight_of", teller.language, actor=teller.actor(actor), goal=words)
    return isolated(".".join(path), teller.language)


def _inside(preference: Preference, path: tuple[str, ...]) -> Preference:
    """The alternative in which a place lies."""
    for step in range(2, len(path) - 2, 2):
        if path[step] == "any":
            preference = (preference.any or ())[int(path[step + 1])]
    return preference
