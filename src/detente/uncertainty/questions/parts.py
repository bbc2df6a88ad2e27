"""The parts of a situation that can be left out one at a time: goals, points, entries of priorities, and rules.

A goal or point is left out by counting it 0 times; an entry of priorities and a rule by a situation without it.
Options, status quo and the rest are what the situation is about and stay. Entries of a ranking stay too: without one
some outcomes would have no place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from detente.outcomes.preferences import Array
from detente.outcomes.space import Space
from detente.situation.identifiers import split_reference
from detente.situation.model import Situation
from detente.situation.wants import Item, Preference

Path = tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """A part: ``goal``, ``point``, ``priority`` or ``rule``; where it stands, and whose it is ("" for a rule).

    `wants`: for what an actor wants, the statement of it (in `axis`, for points: the level of an option or term);
    `sign`: 1 if it is wanted, −1 if avoided.
    """

    kind: str
    path: Path
    actor: str = ""
    wants: str = ""
    axis: Path = ()
    sign: int = 1

    @property
    def name(self) -> str:
        return ".".join(self.path)

    def truth(self, space: Space) -> Array:
        """Where what it speaks of is the case: boolean array over outcomes."""
        if self.axis:
            place = space.column[self.axis]  # type: ignore[index]
            return np.asarray(space.levels[:, place] == space.axes[place].levels.index(self.wants))
        return space.holds(self.wants)


def parts_of(situation: Situation) -> tuple[Part, ...]:
    """Every part that can be left out, in the order of the file: what actors want, then rules."""
    found: list[Part] = []
    for actor, preference in situation.preferences.items():
        found += _wishes(preference, actor, ("preferences", actor))
    return (*found, *(Part("rule", ("rules", name)) for name in situation.rules))


def _wishes(preference: Preference, actor: str, path: Path) -> Iterator[Part]:
    for name, goal in (preference.goals or {}).items():
        sign = 1 if goal.want is not None else -1
        yield Part("goal", (*path, "goals", name), actor, goal.want or goal.avoid or "true", sign=sign)
    for key, table in preference.tables.items():
        for level in table:
            yield Part("point", (*path, "points", key, level), actor, level, split_reference(key))
    for place, item in enumerate(preference.priorities or ()):
        if isinstance(item, Item):
            yield Part("priority", (*path, "priorities", str(place)), actor, item.want)
    for place, alternative in enumerate(preference.any or ()):
        yield from _wishes(alternative, actor, (*path, "any", str(place)))


def scale_of(parts: Sequence[Part], count: int) -> dict[str, Array]:
    """Factors that make goals and points among the parts count for nothing."""
    return {
        ".".join((*part.path, "weight") if part.kind == "goal" else part.path): np.zeros(count)
        for part in parts
        if part.kind in ("goal", "point")
    }


def situation_without(situation: Situation, parts: Sequence[Part]) -> Situation | None:
    """The situation without the rules and priorities among the parts; None if there are none among them."""
    rules = {part.path[1] for part in parts if part.kind == "rule"}
    entries = [part for part in parts if part.kind == "priority"]
    if not rules and not entries:
        return None
    preferences = dict(situation.preferences)
    for actor in {part.actor for part in entries}:
        gone = {part.path[2:] for part in entries if part.actor == actor}
        preferences[actor] = _without(preferences[actor], gone)
    kept = {name: rule for name, rule in situation.rules.items() if name not in rules}
    return situation.model_copy(update={"rules": kept, "preferences": preferences})


def _without(preference: Preference, gone: set[Path]) -> Preference:
    """A preference without these entries of its priorities; dividers that part nothing any more go too."""
    if preference.any is not None:
        inner = [
            _without(one, {path[2:] for path in gone if path[:2] == ("any", str(place))})
            for place, one in enumerate(preference.any)
        ]
        return preference.model_copy(update={"any": tuple(inner)})
    kept = [item for place, item in enumerate(preference.priorities or ()) if ("priorities", str(place)) not in gone]
    tidy = [item for place, item in enumerate(kept) if isinstance(item, Item) or _parts(kept, place)]
    return preference if preference.priorities is None else preference.model_copy(update={"priorities": tuple(tidy)})


def _parts(entries: Sequence[object], place: int) -> bool:
    """A divider stands between two entries."""
    around = entries[max(0, place - 1) : place], entries[place + 1 : place + 2]
    return all(side and isinstance(side[0], Item) for side in around)


def ranking(situation: Situation) -> tuple[str, ...]:
    """Actors whose wishes are a ranking or pairs of outcomes, which have no parts that can be left out."""

    def whole(preference: Preference) -> bool:
        return any(map(whole, preference.any or ())) or preference.kind in ("ranking", "prefers")

    return tuple(actor for actor, preference in situation.preferences.items() if whole(preference))
