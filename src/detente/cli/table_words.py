"""The cells of a table in the words of the file: names of actors, questions, numbers and outcomes instead of their ids.

Only tables on a terminal speak so; CSV, Markdown and JSON keep the ids, as does a table with ``--ids``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from detente.cli.language import plain
from detente.influence.mactor.matrices import MATRICES
from detente.outcomes.telling import Names, Teller
from detente.result import Row
from detente.situation.identifiers import split_reference
from detente.stability.concepts import KNOWN
from detente.uncertainty.questions.naming import number_words, part_words
from detente.words import join, say

OF_ACTORS = ("inertia", "capability")  # numbers that an actor has
IDS = ("id", "from", "to")  # columns of outcome ids, which a reader does not need


def in_words(rows: list[Row], names: Names, *, ids: bool = False) -> list[Row]:
    """The rows with names for ids; as they are with `ids`."""
    if ids:
        return rows
    numbered = isinstance(names, Teller) and any("outcome" in row or "change" in row for row in rows)
    said = [_row(row, names, numbered=numbered) for row in rows]
    if isinstance(names, Teller) and rows and isinstance(rows[0].get("id"), int) and "outcome" in rows[0]:
        apart = names.apart({row["id"] - 1: str(one["outcome"]) for row, one in zip(rows, said, strict=True)})
        said = [{**one, "outcome": plain(apart[row["id"] - 1])} for one, row in zip(said, rows, strict=True)]
    return said


def _row(row: Row, names: Names, *, numbered: bool) -> Row:
    said: Row = {}
    for key, value in row.items():
        if not (numbered and key in IDS):
            said[_heading(key, names)] = _cell(key, value, row, names)
    return said


def _heading(key: str, names: Names) -> str:
    """The name of an actor where a column is about one."""
    if key in names.situation.actors:
        return plain(names.actor(key))
    return key


def _cell(key: str, value: Any, row: Row, names: Names) -> Any:
    tell = CELLS.get(key)
    if tell is None or value is None or value == "":
        return value
    said = tell(value, row, names)
    return plain(said) if isinstance(said, str) else said


def _who(value: Any, _row: Row, names: Names) -> str:
    """Actors and agreements, one or several; what is none stays as it is."""
    parts = re.split(r", |\+", str(value))
    known = [part in names.situation.actors or part in names.situation.agreements for part in parts]
    return join([names.owner(part) for part in parts], names.language) if all(known) else str(value)


def _losing(value: Any, _row: Row, names: Names) -> str:
    """“japan 6”: an actor and what it gives up, one or several."""
    actors = "|".join(map(re.escape, names.situation.actors))
    return re.sub(rf"(?<!\w)({actors})(?!\w)", lambda found: names.actor(found[1]), str(value))


def _question(value: Any, _row: Row, names: Names) -> str:
    if value in names.situation.questions:
        return names.question(value)
    if isinstance(names, Teller) and str(value).isdigit():
        return names.named(int(value) - 1)
    return str(value)


def _quantity(value: Any, row: Row, names: Names) -> str:
    """A number or part of the file by what it is about."""
    steps = str(value).split(".")
    block, situation = steps[0], names.situation
    if value in situation.drivers:
        return names.driver(value)
    if value in situation.actors or value in situation.dependence:
        return names.actor(value) if value in situation.actors else names.domain(value)
    if isinstance(names, Teller) and (block == "issues" or (block == "actors" and steps[-1] in OF_ACTORS)):
        return number_words(names, value)
    if block in situation.actors and len(steps) == 2:  # a scan: a goal of an actor
        return _goal(names, block, steps[1]) or str(value)
    if not isinstance(names, Teller):
        return str(value)
    if block == "sources" and len(steps) == 2:
        return part_words(names, "source", (steps[1],))
    if block == "rules" and len(steps) == 2:
        return part_words(names, "rule", ("rules", steps[1]))
    if block == "preferences" and len(steps) > 3 and steps[2] in ("goals", "points"):
        if steps[-1] == "weight" or row.get("kind") == "weight":
            return number_words(names, value)
        kind = "goal" if steps[2] == "goals" else "point"
        path = ("preferences", steps[1], "goals", steps[3]) if kind == "goal" else (".".join(steps[3:-1]), steps[-1])
        return part_words(names, kind, path if kind == "goal" else ("preferences", steps[1], *path))
    return str(value)


def _goal(names: Names, actor: str, goal: str) -> str | None:
    preference = names.situation.preferences.get(actor)
    if not isinstance(names, Teller) or preference is None or goal not in (preference.goals or {}):
        return None
    return part_words(names, "goal", ("preferences", actor, "goals", goal))


def _outcome(value: Any, row: Row, names: Names) -> str:
    if not isinstance(names, Teller):
        return str(value)
    place = row["id"] - 1 if isinstance(row.get("id"), int) else names.space.index_of(str(value))
    return str(value) if place is None else names.named(place, parts=0)


def _change(value: Any, row: Row, names: Names) -> str:
    if isinstance(names, Teller) and isinstance(row.get("from"), int) and isinstance(row.get("to"), int):
        return names.changed(row["from"] - 1, row["to"] - 1)
    return str(value)


def _option(value: Any, row: Row, names: Names) -> str:
    """An option of the actor of the row, by what choosing it means."""
    options = names.situation.options.get(str(row.get("actor", row.get("who"))), {})
    text = options[value].text if value in options else None
    return names.called(text, str(value))


def _level(value: Any, row: Row, names: Names) -> str:
    parts = split_reference(f"{row.get('actor')}.{row.get('option')}")
    if not isinstance(names, Teller) or parts not in names.space.column:
        return str(value)
    axis = names.space.axes[names.space.column[parts]]
    return names.level(axis, axis.levels.index(value)) if value in axis.levels else str(value)


def _issue(value: Any, _row: Row, names: Names) -> str:
    return names.issue(value) if value in names.situation.issues else str(value)


def _domain(value: Any, _row: Row, names: Names) -> str:
    """A domain of dependence, all of them together, or a table of ties."""
    if value in names.situation.dependence:
        return names.domain(value)
    if value in names.situation.ties:
        return names.tie(value)
    return say("influence.part.total", names.language) if value == "all_domains" else str(value)


CELLS: dict[str, Callable[[Any, Row, Names], Any]] = {
    **dict.fromkeys(("who", "actor", "whom", "mover", "would_block", "could_block", "refused_by", "believed_by"), _who),
    **dict.fromkeys(MATRICES, _who),
    "sacrifice": _losing,
    **dict.fromkeys(("question", "target"), _question),
    **dict.fromkeys(("quantity", "number", "part"), _quantity),
    "concept": lambda value, _row, _names: KNOWN[value].symbol if value in KNOWN else value,
    "outcome": _outcome,
    "change": _change,
    "option": _option,
    "level": _level,
    "issue": _issue,
    "domain": _domain,
}
