"""Two situations compared, in words: which answers differ, what turns each, what is the same."""

from __future__ import annotations

from detente.outcomes.changed_sentences import place_words
from detente.outcomes.space import axes_of, no_outcomes
from detente.outcomes.telling import Teller
from detente.situation.model import Situation
from detente.stability.differences import Compared, Difference
from detente.words import Said, say


def difference_sentences(result: Compared, language: str = "en") -> list[str]:
    """One line for each answer that differs; then how many differences there are, and how many answers are the same."""
    teller = Teller(result.first, no_outcomes(result.first), language)
    said = []
    for found in result.turned:
        causing = (result.differences[place] for place in found.turned_by)
        causes = tuple(difference_words(result.first, result.second, one, language) for one in causing)
        key = "turned" if len(causes) == 1 else "turned_each" if causes else "together"
        said.append(
            say(
                f"diff.{key}",
                language,
                question=teller.question(found.question),
                first=Said(f"answers.{found.first}") if found.first else Said("diff.nothing"),
                second=Said(f"answers.{found.second}") if found.second else Said("diff.nothing"),
                list=causes,
            )
        )
    if not result.turned:
        said.append(say("diff.none", language, count=len(result.same)))
    elif result.same:
        said.append(say("diff.same", language, count=len(result.same)))
    return [*said, say("diff.count", language, count=len(result.differences))]


def difference_words(first: Situation, second: Situation, one: Difference, language: str) -> str:
    """What differs, in the words of the situation that has it."""
    situation = second if one.before is None else first
    teller = Teller(situation, no_outcomes(situation), language)
    match one.path:
        case ("status_quo", name) if name and one.after is not None:
            axis = next((axis for axis in axes_of(situation) if ".".join(axis.parts) == name), None)
            if axis is not None and one.after in axis.levels:
                level = teller.level(axis, axis.levels.index(one.after))
                return say("diff.stands", language, level=level)
        case ("rules", name):
            return say("diff.rule", language, name=teller.rule(name))
        case ("preferences", actor, "goals", name):
            return say("diff.goal", language, actor=teller.actor(actor), goal=teller.goal(actor, name))
        case ("drivers", _) | ("actors", *_) | ("preferences", _, "points", *_):
            return place_words(situation, one.path, teller)
        case ("preferences", actor):
            return say("diff.wishes", language, actor=teller.actor(actor))
    return one.name
