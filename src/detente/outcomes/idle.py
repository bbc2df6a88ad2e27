"""Warnings about what does nothing: levels no outcome has, statements that tell nothing apart, actors without a move.

What does something in a variant is in no doubt: the situation may be the common ground of its variants. Where a variant
is too large to see that, nothing is said. Perceptions are not asked: they only take outcomes away, so nothing comes to
life in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from detente.errors import LimitError
from detente.outcomes.moves import Arcs, active_parties, held_actors, own_moves
from detente.outcomes.numbers import Numbers, probe_numbers
from detente.outcomes.preferences import preferences_of
from detente.outcomes.space import Axis, Space, held_places, rule_trees, space_of
from detente.situation.model import Situation
from detente.situation.reading.faults import Faults, Path
from detente.situation.reading.meaning import inner_path
from detente.situation.wants import Item, Preference

MAX_TRIED = 20_000_000  # ranks: draws × actors × outcomes
MAX_MOVED = 200_000  # outcomes whose moves are looked at
MAX_FREE = 1 << 20  # combinations of levels that are looked at without the rules


@dataclass(frozen=True)
class Seen:
    """A situation with what can happen in it; each part is worked out when it is asked for."""

    situation: Situation
    space: Space

    @cached_property
    def free(self) -> Space | None:
        """What could happen without any rule; None if too much could."""
        if self.space.cells > MAX_FREE:
            return None
        return space_of(self.situation.model_copy(update={"rules": {}}))

    @cached_property
    def moves(self) -> dict[str, Arcs] | None:
        """The moves of each actor alone; None if there are too many."""
        try:
            return own_moves(self.situation, self.space) if self.space.count <= MAX_MOVED else None
        except LimitError:
            return None

    @cached_property
    def indifferent(self) -> frozenset[str]:
        """Actors to whom all outcomes are equal in every draw; none where that is too much to work out."""
        probe = probe_numbers(self.situation, self.space)
        if probe.count * len(self.situation.actors) * self.space.count > MAX_TRIED:
            return frozenset()
        centre = Numbers(self.situation, self.space, 1, {name: probe.columns[name][:1] for name in probe.columns})
        doubtful = _indifferent(centre, tuple(self.situation.actors))
        return frozenset(_indifferent(probe, doubtful)) if doubtful else frozenset()

    def varies(self, statement: str) -> bool:
        """True if the statement holds in some outcomes and not in others."""
        truth = self.space.holds(statement)
        return bool(truth.any() and not truth.all())


def _indifferent(numbers: Numbers, actors: tuple[str, ...]) -> tuple[str, ...]:
    """Those among these actors to whom all outcomes are equal in every one of these draws."""
    wanting = {actor: want for actor, want in numbers.situation.preferences.items() if actor in actors}
    found = preferences_of(replace(numbers, situation=numbers.situation.model_copy(update={"preferences": wanting})))
    return tuple(
        actor
        for place, actor in enumerate(found.actors)
        if actor in actors
        and (found.rank[:, place] == found.rank[:, place, :1]).all()
        and not found.pairs.get(actor, np.zeros(1)).any()
    )


Idle = Callable[[Seen], bool]  # whether something does nothing in a variant (or is not there)


@dataclass(frozen=True)
class Variants:
    """The variants of a situation."""

    situations: tuple[Situation, ...]

    @cached_property
    def seen(self) -> list[Seen] | None:
        """Each with its outcomes; None if one of them has too many to list."""
        try:
            return [Seen(situation, space_of(situation)) for situation in self.situations]
        except LimitError:
            return None

    def agree(self, idle: Idle) -> bool:
        """True if this is idle in every variant."""
        return self.seen is not None and all(map(idle, self.seen))


def idle(situation: Situation, space: Space, faults: Faults, variants: tuple[Situation, ...]) -> None:
    """Warn of everything that does nothing, neither here nor in a variant."""
    seen, others = Seen(situation, space), Variants(variants)
    _sentences(seen, others, faults)
    _rules(seen, others, faults)
    _goals(seen, others, faults)
    _levels(seen, others, faults)
    _agreements(seen, others, faults)
    if situation.options or situation.agreements or situation.outcomes:
        _actors(seen, others, faults)
    if seen.moves is None:
        faults.warn("moves_unlisted", ("options",), key=True)


def _sentences(seen: Seen, others: Variants, faults: Faults) -> None:
    """Statements that are true always or never. True in all of a variant and never here tells the two apart."""
    for block, key in (("statements", "statement"), ("questions", "statement"), ("acts", "observe")):
        for name, record in getattr(seen.situation, block).items():
            truth = seen.space.holds(getattr(record, key))
            if not truth.any() or truth.all():
                always = bool(truth.all())
                if others.agree(_says_nothing(block, name, key, always)):
                    code = "statement_always" if always else "statement_never"
                    faults.warn(code, inner_path(faults, (block, name), key), name=name)


def _says_nothing(block: str, name: str, key: str, always: bool) -> Idle:
    def idle_in(variant: Seen) -> bool:
        record = getattr(variant.situation, block).get(name)
        return record is None or bool((variant.space.holds(getattr(record, key)) == always).all())

    return idle_in


def _rules(seen: Seen, others: Variants, faults: Faults) -> None:
    """Rules that forbid nothing, even without the others."""
    for name in seen.situation.rules:
        if seen.situation.rules[name].limits_levels:
            continue  # only some of the levels it limits are among the outcomes
        if seen.free is not None and _never_bites(name, seen) and others.agree(_not_biting(name)):
            faults.warn("rule_idle", ("rules", name), key=True, name=name)


def _not_biting(name: str) -> Idle:
    return lambda variant: (
        name not in variant.situation.rules or (variant.free is not None and _never_bites(name, variant))
    )


def _never_bites(name: str, seen: Seen) -> bool:
    assert seen.free is not None
    kind, trees = rule_trees(seen.situation.rules[name], seen.space.scope)
    truths = [seen.free.truth_of(tree) for tree in trees]
    match kind:
        case "never":
            return not truths[0].any()
        case "if":
            return bool((~truths[0] | truths[1]).all())
        case "at_most_one":
            return bool((np.sum(truths, axis=0) <= 1).all())
    return bool((np.sum(truths, axis=0) == 1).all())


def _goals(seen: Seen, others: Variants, faults: Faults) -> None:
    """Goals and priorities that are the same in every outcome."""
    for actor, path, preference in all_preferences(seen.situation):
        wanted: list[tuple[Path, str, str]] = [
            ((*path, "goals", name), name, goal.want or goal.avoid or "true")
            for name, goal in (preference.goals or {}).items()
        ]
        wanted += [
            ((*path, "priorities", number), item.want, item.want)
            for number, item in enumerate(preference.priorities or ())
            if isinstance(item, Item)
        ]
        for where, name, text in wanted:
            if not seen.varies(text) and others.agree(_not_wanted(actor, text, seen.situation)):
                always = bool(seen.space.holds(text).all())
                faults.warn("goal_idle", where, key=True, name=name, always=always)


def _not_wanted(actor: str, text: str, base: Situation) -> Idle:
    """Whether the actor wants something else in the variant, or this decides nothing there either."""
    return lambda variant: (
        variant.situation.preferences.get(actor) != base.preferences[actor] or not variant.varies(text)
    )


def all_preferences(situation: Situation) -> Iterator[tuple[str, tuple[str | int, ...], Preference]]:
    """Every preference with its actor and path, the alternatives of ``any`` one by one."""
    for actor, preference in situation.preferences.items():
        if preference.any is None:
            yield actor, ("preferences", actor), preference
        for place, alternative in enumerate(preference.any or ()):
            yield actor, ("preferences", actor, "any", place), alternative


def _levels(seen: Seen, others: Variants, faults: Faults) -> None:
    """Levels that no outcome has; options and terms are the same in every variant."""
    held = held_places(seen.situation, seen.space.axes)
    for place, axis in enumerate(seen.space.axes):
        if place in held:
            continue
        absent = tuple(
            name
            for level, name in enumerate(axis.levels)
            if _absent(place, level)(seen) and others.agree(_absent(place, level))
        )
        if absent:
            faults.warn("level_dead", _axis_path(axis), key=True, name=axis.label, levels=absent)


def _absent(place: int, level: int) -> Idle:
    return lambda seen: not (seen.space.levels[:, place] == level).any()


def _axis_path(axis: Axis) -> tuple[str, ...]:
    return ("options", *axis.parts) if axis.kind == "option" else ("agreements", axis.owner, "terms", axis.name)


def _agreements(seen: Seen, others: Variants, faults: Faults) -> None:
    """Agreements nobody can act on or nobody can leave."""
    for name, agreement in seen.situation.agreements.items():
        held = tuple(party for party in agreement.parties if party in held_actors(seen.situation))
        if held and others.agree(_held_up(name)):
            faults.warn("agreement_held", ("agreements", name), key=True, name=name, parties=held)
        elif not held and _unleavable(name, seen) and others.agree(_kept(name)):
            faults.warn("agreement_unleavable", ("agreements", name), key=True, name=name)


def _held_up(name: str) -> Idle:
    return lambda seen: name not in active_parties(seen.situation)


def _kept(name: str) -> Idle:
    return lambda seen: not _left(name, seen)


def _unleavable(name: str, seen: Seen) -> bool:
    """True if terms can be given back, yet rules make every way of leaving impossible."""
    places = _free_to_leave(name, seen.space)
    signed = any((seen.space.levels[:, place] != seen.space.axes[place].without).any() for place in places)
    return bool(seen.moves) and signed and not _left(name, seen)


def _free_to_leave(name: str, space: Space) -> list[int]:
    """The terms that one party alone may give back."""
    return [
        place
        for place, axis in enumerate(space.axes)
        if axis.owner == name and axis.kind == "term" and axis.leave == "any"
    ]


def _left(name: str, seen: Seen) -> bool:
    """True if some party can leave from somewhere, or if there are too many moves to see that."""
    if seen.moves is None:
        return True
    levels = seen.space.levels
    arcs = [seen.moves[actor] for actor in seen.situation.agreements[name].parties]
    return any(
        (levels[arc.source, place] != levels[arc.target, place]).any()
        for arc in arcs
        for place in _free_to_leave(name, seen.space)
    )


def _actors(seen: Seen, others: Variants, faults: Faults) -> None:
    """Actors to whom all is equal, and actors that can neither move nor sign."""
    held = held_actors(seen.situation)
    for actor in seen.situation.actors:
        if actor in held:
            continue
        if _all_equal(actor)(seen) and others.agree(_all_equal(actor)):
            faults.warn("actor_indifferent", ("actors", actor), key=True, name=actor)
        if _cannot_act(actor)(seen) and others.agree(_cannot_act(actor)):
            faults.warn("actor_without_moves", ("actors", actor), key=True, name=actor)


def _all_equal(actor: str) -> Idle:
    return lambda seen: actor in seen.indifferent


def _cannot_act(actor: str) -> Idle:
    """Whether an actor can neither move nor sign, so far as the moves can be listed."""
    return lambda seen: (
        seen.moves is not None
        and not len(seen.moves[actor])
        and not any(actor in members for members in active_parties(seen.situation).values())
    )
