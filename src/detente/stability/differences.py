"""Two situations compared: which answers differ, and which single difference between them turns each answer.

A difference is one entry of one block that is not the same in both: a driver, a rule, a goal or the points of a level,
an actor's inertia, where one thing stands. It is tried by itself in the first situation; it *turns* an answer if that
alone brings the answer of the second. Outcomes that the one knows and the other does not (options, agreements) are
told, and not tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import BaseModel

from detente.errors import DetenteError
from detente.outcomes.changed import written
from detente.outcomes.space import axes_of
from detente.result import Origin, Result, Row
from detente.situation.model import Situation, Standing
from detente.situation.quantity import Form
from detente.situation.wants import Preference
from detente.stability.engines.large import analyse

Path = tuple[str, ...]

TOLD = ("options", "agreements", "outcomes", "moves", "held")  # what is possible at all
TRIED = ("drivers", "statements", "rules", "cuts", "words")
MOST = 200
BESIDE = {"cites", "why", "note", "text", "name", "otherwise", "does", "does_not"}  # what changes no answer


@dataclass(frozen=True)
class Difference:
    """One entry that differs. `tried`: the first situation with this alone as in the second; None: not tried."""

    path: Path
    before: Any
    after: Any
    tried: Situation | None = None

    @property
    def name(self) -> str:
        return ".".join(self.path)


@dataclass(frozen=True)
class Turned:
    """An answer that differs, and the differences (by place) each of which alone brings the answer of the second."""

    question: str
    first: str | None
    second: str | None
    turned_by: tuple[int, ...]


@dataclass(frozen=True, repr=False)
class Compared(Result):
    """Answers of two situations at their central numbers. `same`: questions that both answer alike."""

    told_by: ClassVar[str] = "detente.stability.differences_told:difference_sentences"

    first: Situation
    second: Situation
    concept: str
    differences: tuple[Difference, ...]
    turned: tuple[Turned, ...]
    same: tuple[str, ...]

    def rows(self) -> list[Row]:
        """One row per difference: what it is in both, and the answers that it turns alone."""
        return [
            {
                "difference": one.name,
                "before": plain(one.before),
                "after": plain(one.after),
                "turns": ", ".join(found.question for found in self.turned if place in found.turned_by),
            }
            for place, one in enumerate(self.differences)
        ]

    def data(self) -> dict[str, Any]:
        return {
            "concept": self.concept,
            "differences": self.rows(),
            "answers": {
                found.question: {
                    "first": found.first,
                    "second": found.second,
                    "turned_by": [self.differences[place].name for place in found.turned_by],
                }
                for found in self.turned
            },
            "same": list(self.same),
        }


def compare(first: Situation, second: Situation, concept: str = "seq") -> Compared:
    """Which answers differ between two situations, and what turns each.

    Questions are compared by name; the answer is that where things go from the status quo, or, without one, over all
    ends. At most MOST differences are tried. Raises `LimitError` for too many outcomes.
    """
    asked = [name for name in first.questions if name in second.questions]
    if not asked:
        raise DetenteError("diff_no_question")
    before, after = _answers(first, concept), _answers(second, concept)
    differ = [name for name in asked if before[name] != after[name]]
    found = tuple(differences(first, second))
    turns: dict[str, list[int]] = {name: [] for name in differ}
    for place, one in enumerate(found[:MOST] if differ else ()):
        if one.tried is not None:
            now = _answers(one.tried, concept)
            for name in differ:
                if now.get(name) == after[name]:
                    turns[name].append(place)
    turned = tuple(Turned(name, before[name], after[name], tuple(turns[name])) for name in differ)
    same = tuple(name for name in asked if name not in differ)
    return Compared(first, second, concept, found, turned, same, origin=Origin.of(first, concept=concept))


@dataclass(frozen=True)
class Effect:
    """What one difference does: question → the answer before and after.

    `alone`: in the first situation, with this one thing as in the second; `back`: in the second, with this one thing as
    in the first. Only answers that turn; nothing where a difference is not tried.
    """

    difference: Difference
    alone: dict[str, tuple[str, str]]
    back: dict[str, tuple[str, str]]


def effects(
    first: Situation, second: Situation, concept: str = "seq", pause: Callable[[], None] = lambda: None
) -> tuple[Effect, ...]:
    """Every difference and what it does, by solving both situations anew with it: at most MOST of them are tried.

    `pause` is called before each is tried. Raises `LimitError` for too many outcomes.
    """
    there, here = _answers(first, concept), _answers(second, concept)
    backwards = {one.path: one for one in differences(second, first)}
    found = []
    for place, one in enumerate(differences(first, second)):
        other = backwards.get(one.path)
        tried = (one.tried, None if other is None else other.tried) if place < MOST else (None, None)
        turned = []
        for situation, before in zip(tried, (there, here), strict=True):
            pause()
            after = {} if situation is None else _answers(situation, concept)
            turned.append(
                {name: (old, new) for name, old in before.items() if old and (new := after.get(name)) and new != old}
            )
        found.append(Effect(one, *turned))
    return tuple(found)


def _answers(situation: Situation, concept: str) -> dict[str, str | None]:
    """Question → answer; nothing where the situation cannot be analysed as it then is."""
    try:
        result = analyse(situation, [concept])
    except DetenteError:
        return {}
    found = result.question_data()
    over = "possible" if situation.status_quo is None else "predicted"
    return {name: answers[concept][over] for name, answers in found.items()}


def differences(first: Situation, second: Situation) -> Iterator[Difference]:
    """Everything about which the two differ, in the order of the blocks of a file."""
    same_outcomes = all(_bare(getattr(first, block)) == _bare(getattr(second, block)) for block in TOLD)
    for block in TOLD:
        one, other = getattr(first, block), getattr(second, block)
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            yield from (Difference((block, *path), a, b) for path, a, b in _entries(one, other))
        elif _bare(one) != _bare(other):
            yield Difference((block,), one, other)
    for block in TRIED:
        for (name,), a, b in _entries(getattr(first, block), getattr(second, block)):
            yield Difference((block, name), a, b, _with(first, block, name, b))
    for path, a, b in _entries(_standing(first), _standing(second)):
        yield Difference(("status_quo", *path), a, b, _standing_at(first, path[0], b) if same_outcomes else None)
    for name, actor in first.actors.items():
        other = second.actors.get(name)
        if other is not None and actor.inertia != other.inertia:
            changed = _copied(first, actors={**first.actors, name: actor.model_copy(update={"inertia": other.inertia})})
            yield Difference(("actors", name, "inertia"), actor.inertia, other.inertia, changed)
    for name in dict.fromkeys([*first.preferences, *second.preferences]):
        yield from _wishes(first, name, first.preferences.get(name), second.preferences.get(name))


def _standing(situation: Situation) -> dict[str, str]:
    """Where things stand: every option and term, and at which level; in graph form the outcome."""
    if situation.status_quo is None:
        return {}
    if not isinstance(situation.status_quo, Mapping):
        return {"": situation.status_quo}
    named = {name: standing.level for name, standing in situation.status_quo.items()}
    return {name: named.get(name, axis.levels[0]) for axis in axes_of(situation) for name in [".".join(axis.parts)]}


def _standing_at(situation: Situation, name: str, level: str | None) -> Situation | None:
    """The situation with one thing standing at another level."""
    if level is None or situation.status_quo is None:
        return None
    if not isinstance(situation.status_quo, Mapping):
        return _copied(situation, status_quo=level)
    return _copied(situation, status_quo={**situation.status_quo, name: Standing.model_validate({"level": level})})


def _entries(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[tuple[Path, Any, Any]]:
    """Names whose entries differ in what counts, not in their words and sources; None where there is none."""
    for name in dict.fromkeys([*one, *other]):
        if _bare(one.get(name)) != _bare(other.get(name)):
            yield (name,), one.get(name), other.get(name)


def _bare(value: Any) -> Any:
    """An entry without its words, reasons and sources."""
    if isinstance(value, BaseModel):
        return {key: _bare(getattr(value, key)) for key in type(value).model_fields if key not in BESIDE}
    if isinstance(value, Mapping):
        return {key: _bare(entry) for key, entry in value.items()}
    return tuple(map(_bare, value)) if isinstance(value, list | tuple) else value


def _wishes(situation: Situation, actor: str, one: Preference | None, other: Preference | None) -> Iterator[Difference]:
    """What an actor wants: goal by goal and level by level where both are sums; otherwise as a whole."""
    if _bare(one) == _bare(other):
        return
    path = ("preferences", actor)
    if one is None or other is None or one.kind != "goals" or other.kind != "goals":
        yield Difference(path, one, other, _with(situation, "preferences", actor, other))
        return
    for name, a, b in ((path_[0], a, b) for path_, a, b in _entries(one.goals or {}, other.goals or {})):
        changed = one.model_copy(update={"goals": _put(one.goals or {}, name, b)})
        yield Difference((*path, "goals", name), a, b, _with(situation, "preferences", actor, changed))
    for key in dict.fromkeys([*one.tables, *other.tables]):
        mine, theirs = one.tables.get(key, {}), other.tables.get(key, {})
        for (level,), a, b in _entries(mine, theirs):
            points = {**(one.points or {}), key: _put(mine, level, b)}
            changed = one.model_copy(update={"points": points})
            yield Difference((*path, "points", key, level), a, b, _with(situation, "preferences", actor, changed))


def _put(entries: Mapping[str, Any], name: str, value: Any) -> dict[str, Any]:
    """The entries with another one of this name, or, with None, without it."""
    kept = {key: entry for key, entry in entries.items() if key != name or value is not None}
    return kept if value is None else {**kept, name: value}


def _with(situation: Situation, block: str, name: str, value: Any) -> Situation:
    return _copied(situation, **{block: _put(getattr(situation, block), name, value)})


def _copied(situation: Situation, **blocks: Any) -> Situation:
    """The situation with other blocks; what was worked out of the old ones is not taken along."""
    made = situation.model_copy(update=blocks)
    made.__dict__.pop("scope", None)
    return made


def quantity_of(value: Any) -> Form | str | None:
    """The number of an entry: its own, or its weight; None where it has none."""
    return getattr(value, "form", None) or getattr(getattr(value, "weight", None), "form", None)


def plain(value: Any) -> str:
    """An entry as a person reads it: a number or a statement as written, anything else in short."""
    if value is None:
        return ""
    form = quantity_of(value)
    if form is not None:
        return written(form)
    said = getattr(value, "statement", None) or getattr(value, "want", None)
    shown = said if isinstance(said, str) else str(value)
    return shown if len(shown) <= 80 else shown[:79] + "…"
