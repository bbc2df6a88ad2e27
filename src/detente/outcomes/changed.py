"""A situation with other numbers: what a slider or ``--set`` asks for, on the same outcomes and moves.

A number is named by its place in the file (``preferences.japan.goals.hedge.weight``, ``actors.japan.inertia``); drivers
by their name alone, and what belongs to an actor also without the first word (``japan.goals.hedge.weight``). Its new
value is whatever a file may say there. Where things stand can be changed too: ``status_quo.peace.islands`` (or
``peace.islands``) → a level. Everything that cannot be meant is said at once, before anything is worked out.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic_core import PydanticCustomError

from detente.errors import SHOWN, InputError, Place, Problem
from detente.outcomes.numbers import quantities
from detente.outcomes.outcome_checks import lint, numbers_checked
from detente.outcomes.space import Space, axes_of
from detente.situation.case import Case
from detente.situation.identifiers import nearest, normal, reference, split_reference
from detente.situation.model import Situation, Standing
from detente.situation.quantity import Choice, Form, Known, QuantityError, Triangular, Uniform
from detente.situation.reading.crosscheck import crosscheck
from detente.situation.reading.faults import Faults, Path
from detente.situation.reading.nodes import Document, Node
from detente.situation.reading.shapes import quantity
from detente.situation.records import Record

BLOCKS = ("drivers", "actors", "preferences", "agreements", "issues", "ties", "dependence", "mactor")
SHORT = {"drivers", "actors", "preferences", "status_quo"}  # whose first word may be left out
NEAR = 3

Steps = tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One number, or where something stands, and what it was."""

    path: Steps
    before: Form | str
    after: Form | str

    @property
    def name(self) -> str:
        return ".".join(self.path)


def settable(situation: Situation) -> dict[str, Steps]:
    """Every name of a number, or of what stands at a level, and its place; a whole place comes before a short one.

    What the levels of a share are worth is no number of its own: it is read off the party's line.
    """
    read_off = {
        reference(agreement, name)
        for agreement, record in situation.agreements.items()
        for name, term in record.terms.items()
        if term.share is not None
    }
    paths = [
        path
        for block in BLOCKS
        for path, _ in quantities(getattr(situation, block), (block,))
        if path[2:3] != ("points",) or path[3] not in read_off
    ]
    if situation.outcomes is not None:
        paths.append(("status_quo",))
    elif situation.status_quo is not None:
        paths += [("status_quo", ".".join(axis.parts)) for axis in axes_of(situation)]
    short = {".".join(path[1:]): path for path in reversed(paths) if path[0] in SHORT and len(path) > 1}
    return {**short, **{".".join(path): path for path in paths}}


def read_settings(texts: Iterable[str]) -> tuple[dict[str, str], list[Problem]]:
    """NAME=VALUE, one after another, and what is none or names the same twice."""
    found: dict[str, str] = {}
    problems = []
    for text in texts:
        name, sign, value = (part.strip() for part in text.partition("="))
        if not sign or not name or not value:
            problems.append(Problem("set_shape", Place(text), {"found": text}))
        elif name in found:
            problems.append(Problem("set_twice", Place(text), {"name": name}))
        else:
            found[name] = value
    return found, problems


def _read(situation: Situation, values: Mapping[str, Any]) -> tuple[dict[str, Change], list[Problem]]:
    """Name → what its value changes, and everything that cannot be meant."""
    known = settable(situation)
    found: dict[str, Change] = {}
    problems = []
    for name, value in values.items():
        place, called = Place(_said(name, value)), normal(str(name))
        path = known.get(called)
        if path is None:
            near = dict.fromkeys(known[one] for one in difflib.get_close_matches(called, known, NEAR))
            params = {"name": called, "near": tuple(_shortest(path) for path in near)}
            problems.append(Problem("set_unknown", place, params))
        elif path in (change.path for change in found.values()):
            problems.append(Problem("set_twice", place, {"name": name}))
        else:
            try:
                found[name] = _change(situation, path, value)
            except QuantityError as error:
                problems.append(Problem(error.code, place, error.params))
    return found, problems


def _said(name: Any, value: Any) -> str:
    """What was asked, as a place of a message."""
    try:
        text = f"{name}={value}"
    except ValueError:  # of thousands of digits
        return f"{name}=…"
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def _shortest(path: Steps) -> str:
    return ".".join(path[1:] if path[0] in SHORT and len(path) > 1 else path)


def _change(situation: Situation, path: Steps, value: Any) -> Change:
    if path[0] == "status_quo":
        return _standing(situation, path, str(value))
    return Change(path, _at(situation, path).form, _form(value))


def _form(value: Any) -> Form:
    """A value bare, or in a map as a file may have it; the reasons there are those of the file."""
    try:
        form: Form = quantity(value)["form"]
    except PydanticCustomError as error:
        params = {key: item for key, item in (error.context or {}).items() if key not in ("at", "in_key")}
        raise QuantityError(error.type, **params) from None
    return form


def _standing(situation: Situation, path: Steps, level: str) -> Change:
    if situation.outcomes is not None:
        levels, before = tuple(situation.outcomes), str(situation.status_quo or "")
    else:
        axis = next(axis for axis in axes_of(situation) if ".".join(axis.parts) == path[1])
        levels, before = axis.levels, _stands(situation, path[1], axis.levels)
    if normal(level) not in levels:
        params: dict[str, Any] = {"level": level, "name": path[-1], "levels": levels, "nearest": nearest(level, levels)}
        raise QuantityError("set_level_unknown", **params)
    return Change(path, before, normal(level))


def _stands(situation: Situation, name: str, levels: tuple[str, ...]) -> str:
    assert isinstance(situation.status_quo, dict)
    given = {".".join(split_reference(key)): standing.level for key, standing in situation.status_quo.items()}
    return given.get(name, levels[0])


def _at(record: Any, path: Steps) -> Any:
    for step in path:
        if isinstance(record, Record):
            record = getattr(record, _field(record, step))
        else:
            record = record[int(step)] if isinstance(record, tuple) else record[step]
    return record


def _field(record: Record, step: str) -> str:
    fields = type(record).model_fields
    return step if step in fields else next(name for name, field in fields.items() if field.alias == step)


def _put(record: Any, path: Steps, value: Any) -> Any:
    """The record with what stands at a path replaced."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(record, Record):
        name = _field(record, step)
        return record.model_copy(update={name: _put(getattr(record, name), rest, value)})
    if isinstance(record, tuple):
        return tuple(_put(item, rest, value) if str(place) == step else item for place, item in enumerate(record))
    return {key: _put(item, rest, value) if key == step else item for key, item in record.items()}


def with_changes(situation: Situation, changes: Iterable[Change]) -> Situation:
    """The situation with these changes made; whether it makes sense is not asked."""
    for change in changes:
        if change.path == ("status_quo",):
            situation = situation.model_copy(update={"status_quo": change.after})
        elif change.path[0] == "status_quo":
            assert isinstance(situation.status_quo, dict)
            keys = {".".join(split_reference(key)): key for key in situation.status_quo}
            key = keys.get(change.path[1], change.path[1])
            standing = {**situation.status_quo, key: Standing.model_validate({"level": change.after})}
            situation = situation.model_copy(update={"status_quo": standing})
        else:
            quantity = _at(situation, change.path)
            update = {"form": change.after}
            situation = _put(situation, change.path, quantity.model_copy(update=update))
    return situation


def changed(situation: Situation, values: Mapping[str, Any], space: Space | None = None) -> Situation:
    """The situation with other numbers (name → value), or with other levels where things stand.

    `space`: its outcomes, where they are known.

    Raises:
        InputError: everything that is wrong with the names and values, and every formula without a finite value.
    """
    return applied(situation, values, space)[0]


def applied(
    situation: Situation, values: Mapping[str, Any], space: Space | None = None, faults: Iterable[Problem] = ()
) -> tuple[Situation, list[Change]]:
    """The same, with what was changed, in the order asked. `faults`: what is wrong already."""
    changes, problems = _read(situation, values)
    problems = [*faults, *problems]
    made = with_changes(situation, changes.values())
    asked = {change.path: _said(name, values[name]) for name, change in changes.items()}
    same = space if all(change.path[0] != "status_quo" for change in changes.values()) else None
    if found := _faults(made, same, asked):
        before = {(problem.code, str(problem.params)) for problem in _faults(situation, space, asked)}
        problems += [problem for problem in found if (problem.code, str(problem.params)) not in before]
    if problems:
        raise InputError(_once(problems))
    return made, list(changes.values())


def _once(problems: list[Problem]) -> list[Problem]:
    """Each problem of a place once: a formula may fail wherever it is used."""
    return list({(str(problem.place), problem.code): problem for problem in problems}.values())


class _Asked(Faults):
    """Faults of numbers that stand in no file: each at what was asked that brings it, else at its place in words."""

    def __init__(self, asked: Mapping[Steps, str]) -> None:
        super().__init__(Document("", (), None, ()), Node("null", 0, 0))
        self.asked = asked

    def place(self, path: Path, *, key: bool = False) -> Place:  # noqa: ARG002
        steps = tuple(map(str, path))
        said = (text for place, text in self.asked.items() if place[: len(steps)] == steps)
        return Place(next(said, ".".join(steps)))


def _faults(situation: Situation, space: Space | None, asked: Mapping[Steps, str]) -> list[Problem]:
    """What a check of the file would call errors; a situation too large to list says so when it is analysed."""
    faults = _Asked(asked)
    crosscheck(situation, faults)
    if not faults.problems and space is None:
        lint(situation, faults, warnings=False)
    elif not faults.problems and space is not None:
        numbers_checked(situation, space, faults)
    return [problem for problem in faults.problems if problem.severity == "error"]


def written(form: Form | str) -> str:
    """A value as a file has it."""
    match form:
        case str():
            return form
        case Known():
            return _number(form.value)
        case Uniform():
            return f"{_number(form.low)}..{_number(form.high)}"
        case Triangular():
            return f"{_number(form.low)}..{_number(form.likely)}..{_number(form.high)}"
        case Choice():
            return ", ".join(map(_number, form.values))
    return form.text


def _number(value: Any) -> str:
    return f"{float(value):.6g}"


def case_at(case: Case, values: Mapping[str, Any]) -> Case:
    """A case with other numbers throughout: in variants, perceptions and readings as far as they have them.

    Raises `InputError` for what cannot be meant, in the situation itself or laid over it.
    """

    def at(situation: Situation) -> Situation:
        known = settable(situation)
        return changed(situation, {name: value for name, value in values.items() if normal(name) in known})

    return replace(
        case,
        situation=changed(case.situation, values),
        variants={name: at(one) for name, one in case.variants.items()},
        perceptions={name: at(one) for name, one in case.perceptions.items()},
        readings={
            act: {who: {name: at(one) for name, one in seen.items()} for who, seen in audiences.items()}
            for act, audiences in case.readings.items()
        },
        beliefs={actor: {other: at(one) for other, one in others.items()} for actor, others in case.beliefs.items()},
    )
