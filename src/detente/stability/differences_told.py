"""Two situations compared, in words: which answers differ, what turns each, what is the same."""

from __future__ import annotations

from typing import Any

from detente.outcomes.changed_sentences import place_words
from detente.outcomes.space import axes_of, no_outcomes
from detente.outcomes.telling import Teller
from detente.result import Row
from detente.situation.model import Situation
from detente.situation.quantity import Choice, Formula, Known, Triangular, Uniform
from detente.stability.differences import Compared, Difference, plain, quantity_of
from detente.words import Said, join, say, show


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


def difference_rows(result: Compared, language: str = "en", *, ids: bool = False) -> list[Row]:
    """The rows of a comparison in words: what differs, what the one and the other say, which questions it turns.

    `ids`: with paths of the file and names of questions instead of what they are about.
    """
    first, second = result.first, result.second
    teller = Teller(first, no_outcomes(first), language)
    return [
        {
            "difference": difference_words(first, second, found, language),
            "in_first": side_words(first, found.path, found.before, language),
            "in_second": side_words(second, found.path, found.after, language),
            "turns": " ".join(teller.question(one.question) for one in result.turned if place in one.turned_by),
        }
        | ({"difference": row["difference"], "turns": row["turns"]} if ids else {})
        for place, (found, row) in enumerate(zip(result.differences, result.rows(), strict=True))
    ]


def side_words(situation: Situation, path: tuple[str, ...], value: Any, language: str) -> str:
    """What one of two situations says where they differ: numbers and ranges in words (for a word like `minor` what it
    stands for), where something stands by its level, anything else as it is written."""
    if path[0] == "status_quo" and value is not None:
        for axis in axes_of(situation):
            if ".".join(axis.parts) == path[-1] and value in axis.levels:
                return Teller(situation, no_outcomes(situation), language).level(axis, axis.levels.index(value))
    form = quantity_of(value)
    named = situation.words.get(form.text) if isinstance(form, Formula) else None
    match form if named is None else named.form:
        case Known(number):
            return show(float(number), language)
        case Uniform(low, high):
            return say("diff.range", language, low=float(low), high=float(high))
        case Triangular(low, likely, high):
            return say("diff.peaked", language, low=float(low), likely=float(likely), high=float(high))
        case Choice(values):
            return join([show(float(one), language) for one in values], language, "or")
    return plain(value)
