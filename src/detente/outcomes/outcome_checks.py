"""What only the outcomes show: errors that make a situation empty, and warnings about what does nothing.

A warning is a doubt about the model, not about the file: an option nobody can use, a goal that is always met
(`detente.outcomes.idle`), a driver on which nothing depends. Numbers are probed at the centre and at both ends of every
range.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from math import isqrt

import numpy as np

from detente.errors import DetenteError, LimitError
from detente.outcomes.cones import lint as _orders
from detente.outcomes.idle import MAX_TRIED, all_preferences, idle
from detente.outcomes.numbers import Numbers, probe_numbers, quantities
from detente.outcomes.outsiders import hints
from detente.outcomes.roles import driver_warnings
from detente.outcomes.space import Space, rule_trees, space_of, status_quo_levels
from detente.situation.identifiers import quoted, reference
from detente.situation.model import Situation
from detente.situation.quantity import Formula
from detente.situation.reading.faults import Faults, Path
from detente.situation.wants import Item, Preference


def lint(situation: Situation, faults: Faults, *, warnings: bool = True, variants: tuple[Situation, ...] = ()) -> None:
    """Report errors (and doubts) that need the outcomes; a situation too large to list is said to be unlisted.

    `variants`: where what does nothing here may do something.
    """
    if warnings:
        hints(situation, faults)
    try:
        space = space_of(situation)
    except LimitError as error:
        faults.warn("outcomes_unlisted", ("options",), key=True, **error.params)
        return
    if not space.count:
        faults.add("outcomes_none", ("rules",), key=True, rules=_to_blame(situation))
        return
    if isinstance(situation.status_quo, dict) and space.status_quo is None:
        faults.add("status_quo_infeasible", ("status_quo",), key=True, rules=_broken_by_status_quo(situation, space))
        return
    before = len(faults.problems)
    probe = numbers_checked(situation, space, faults)
    if probe is None or not warnings or any(problem.severity == "error" for problem in faults.problems[before:]):
        return
    driver_warnings(situation, probe, faults)
    idle(situation, space, faults, variants)


def numbers_checked(situation: Situation, space: Space, faults: Faults) -> Numbers | None:
    """Report what numbers show anywhere in their ranges: orders, rankings, formulas; None if outcomes are too many."""
    probe = probe_numbers(situation, space)
    if most := _too_many(space, probe):
        faults.warn("outcomes_unlisted", ("options",), key=True, limit=most)
        return None
    _orders(situation, faults)
    _rankings(situation, space, faults)
    _numbers(probe, faults)
    _conditions(probe, faults)
    return probe


def _too_many(space: Space, probe: Numbers) -> int:
    """How many outcomes could have been tried out, if there are more; else 0."""
    most = MAX_TRIED // (probe.count * max(1, len(probe.situation.actors)))
    if any(preference.kind == "prefers" for _, _, preference in all_preferences(probe.situation)):
        most = min(most, isqrt(MAX_TRIED))
    return most if space.count > most else 0


def _numbers(probe: Numbers, faults: Faults) -> None:
    """Formulas that give no finite number, and inertia that becomes negative, somewhere in what the ranges allow."""
    situation = probe.situation
    for block in type(situation).model_fields:
        for path, quantity in quantities(getattr(situation, block), (block,)) if block != "words" else ():
            if not isinstance(quantity.form, Formula) and path[-1] != "inertia":
                continue  # a number or a range is finite
            try:
                values = probe.value(quantity, path)
            except DetenteError as error:
                _not_finite(error, error.params["steps"], faults)
                continue
            if path[-1] == "inertia" and (values < 0).any():
                faults.add("inertia_negative_here", path, actor=path[1], value=float(values.min()))


def _not_finite(error: DetenteError, path: Path, faults: Faults) -> None:
    shown = {"formula": error.params["formula"], "values": error.params["values"]}
    faults.add("formula_not_finite_here", path, **shown)


def _conditions(probe: Numbers, faults: Faults) -> None:
    """Conditions (``when:``) that compare what is no finite number."""
    for _, path, preference in all_preferences(probe.situation):
        for steps, item in _items(preference):
            try:
                probe.condition(item.when or "true")
            except DetenteError as error:
                _not_finite(error, (*path, *steps, "when"), faults)


def _items(preference: Preference) -> Iterator[tuple[Path, Item]]:
    """The items of priorities and rankings, with where they stand in the preference."""
    for place, entry in enumerate(preference.priorities or ()):
        if isinstance(entry, Item):
            yield ("priorities", place), entry
    for place, group in enumerate(preference.ranking or ()):
        for member, item in enumerate(() if isinstance(group, str) else group):
            yield ("ranking", place, member), item


def _to_blame(situation: Situation) -> tuple[str, ...]:
    """Rules without which, each alone, something would be possible."""
    found = []
    for name in situation.rules:
        rest = {other: rule for other, rule in situation.rules.items() if other != name}
        with suppress(LimitError):
            if space_of(situation.model_copy(update={"rules": rest})).count:
                found.append(name)
    return tuple(found)


def _broken_by_status_quo(situation: Situation, space: Space) -> tuple[str, ...]:
    levels = np.array([status_quo_levels(situation, space.axes)], np.uint8)
    alone = Space(space.axes, levels, 0, space.scope, space.sentences)
    found = []
    for name, rule in situation.rules.items():
        kind, trees = rule_trees(rule, space.scope)
        truths = [bool(alone.truth_of(tree)[0]) for tree in trees]
        broken = {
            "never": truths[0],
            "if": truths[0] and not truths[-1],
            "at_most_one": sum(truths) > 1,
            "exactly_one": sum(truths) != 1,
        }[kind]
        if broken:
            found.append(name)
    return tuple(found)


def _rankings(situation: Situation, space: Space, faults: Faults) -> None:
    """Outcomes that a ranking leaves out (error) or names twice (warning)."""
    for actor, path, preference in all_preferences(situation):
        if preference.ranking is None:
            continue
        covered = np.zeros(space.count, np.bool_)
        groups = [(place, group) for place, group in enumerate(preference.ranking) if not isinstance(group, str)]
        for number, (place, group) in enumerate(groups, 1):
            if any(item.when is not None for item in group):
                continue
            members = np.any([space.holds(item.want) for item in group], axis=0) & np.ones(space.count, np.bool_)
            shared = np.flatnonzero(members & covered)
            if len(shared) and not all(item.want.strip() == "true" for item in group):
                first = told(space, int(shared[0]))
                where = (*path, "ranking", place)
                faults.warn("ranking_overlap", where, outcome=first, number=number, count=len(shared))
            covered |= members
        missing = np.flatnonzero(~covered)
        if len(missing):
            examples = "; ".join(told(space, int(index)) for index in missing[: 3 if len(space.axes) <= 8 else 1])
            faults.add("ranking_gap", (*path, "ranking"), key=True, actor=actor, outcomes=examples, count=len(missing))


def told(space: Space, index: int) -> str:
    """An outcome as a statement that is true there only."""
    if space.nodes:
        return quoted(space.nodes[index])
    parts = []
    for axis, level in zip(space.axes, space.levels[index], strict=True):
        name = reference(axis.owner, axis.name)
        alone = name if level else f"not {name}"
        parts.append(alone if axis.levels == ("no", "yes") else f"{name} == {quoted(axis.levels[level])}")
    return " and ".join(parts)
