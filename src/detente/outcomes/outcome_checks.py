"""What only the outcomes show: errors that make a situation empty, and warnings about what does nothing.

A warning is a doubt about the model, not about the file: an option nobody can use, a goal that is always met, a driver
on which nothing depends. Numbers are probed at the centre and at both ends of every range.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from math import isqrt

import numpy as np

from detente.errors import DetenteError, LimitError
from detente.outcomes.cones import lint as _orders
from detente.outcomes.moves import Arcs, active_parties, held_actors, own_moves
from detente.outcomes.numbers import Numbers, quantities, uncertain
from detente.outcomes.preferences import Array, preferences_of
from detente.outcomes.roles import driver_warnings
from detente.outcomes.space import Axis, Space, rule_trees, space_of, status_quo_levels
from detente.situation.identifiers import quoted, reference, split_reference
from detente.situation.model import Situation
from detente.situation.reading.faults import Faults, Path
from detente.situation.reading.meaning import inner_path
from detente.situation.wants import Item, Preference

MAX_TRIED = 20_000_000  # ranks: draws × actors × outcomes
MAX_MOVED = 200_000  # outcomes whose moves are looked at


def lint(situation: Situation, faults: Faults, *, warnings: bool = True) -> None:
    """Report errors (and warnings) that need the outcomes; a situation too large to list is said to be unlisted."""
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
    probe = probe_numbers(situation, space)
    if most := _too_many(space, probe):
        faults.warn("outcomes_unlisted", ("options",), key=True, limit=most)
        return
    before = len(faults.problems)
    _orders(situation, faults)
    _rankings(situation, space, faults)
    _numbers(probe, faults)
    _conditions(probe, faults)
    if not warnings or any(problem.severity == "error" for problem in faults.problems[before:]):
        return
    _sentences(situation, space, faults)
    _goals(situation, space, faults)
    driver_warnings(situation, probe, faults)
    preferences = preferences_of(probe)
    _indifferent(situation, preferences.rank, preferences.pairs, faults)
    try:
        moves = own_moves(situation, space) if space.count <= MAX_MOVED else None
    except LimitError:
        moves = None
    _axes(situation, space, moves or {}, faults)
    if moves is None:
        faults.warn("moves_unlisted", ("options",), key=True)
    else:
        _idle_actors(situation, moves, faults)


def _too_many(space: Space, probe: Numbers) -> int:
    """How many outcomes could have been tried out, if there are more; else 0."""
    most = MAX_TRIED // (probe.count * max(1, len(probe.situation.actors)))
    if any(preference.kind == "prefers" for _, _, preference in all_preferences(probe.situation)):
        most = min(most, isqrt(MAX_TRIED))
    return most if space.count > most else 0


def probe_numbers(situation: Situation, space: Space) -> Numbers:
    """Draws at the centre, then with each uncertain quantity at its low and at its high end."""
    spreads = uncertain(situation)
    count = 1 + 2 * len(spreads)
    columns = {}
    for place, (name, spread) in enumerate(spreads.items()):
        values = np.full(count, float(spread.centre))
        values[1 + 2 * place], values[2 + 2 * place] = (float(bound) for bound in spread.bounds)
        columns[name] = values
    return Numbers(situation, space, count, columns)


def _numbers(probe: Numbers, faults: Faults) -> None:
    """Formulas that give no finite number, and inertia that becomes negative, somewhere in what the ranges allow."""
    situation = probe.situation
    for block in type(situation).model_fields:
        for path, quantity in quantities(getattr(situation, block), (block,)) if block != "words" else ():
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


def all_preferences(situation: Situation) -> Iterator[tuple[str, tuple[str | int, ...], Preference]]:
    """Every preference with its actor and path, the alternatives of ``any`` one by one."""
    for actor, preference in situation.preferences.items():
        if preference.any is None:
            yield actor, ("preferences", actor), preference
        for place, alternative in enumerate(preference.any or ()):
            yield actor, ("preferences", actor, "any", place), alternative


def _sentences(situation: Situation, space: Space, faults: Faults) -> None:
    texts = [(("statements", name), said.statement, "statement") for name, said in situation.statements.items()]
    texts += [(("questions", name), asked.statement, "statement") for name, asked in situation.questions.items()]
    texts += [(("acts", name), act.observe, "observe") for name, act in situation.acts.items()]
    for path, text, key in texts:
        truth = space.holds(text)
        if truth.all() or not truth.any():
            code = "statement_always" if truth.all() else "statement_never"
            faults.warn(code, inner_path(faults, path, key), name=path[1])
    if situation.rules:
        free = space_of(situation.model_copy(update={"rules": {}})) if space.cells <= 1 << 20 else None
        for name, rule in situation.rules.items():
            if free is not None and _never_bites(rule_trees(rule, space.scope), free):
                faults.warn("rule_idle", ("rules", name), key=True, name=name)


def _never_bites(rule: tuple[str, tuple[object, ...]], free: Space) -> bool:
    kind, trees = rule
    truths = [free.truth_of(tree) for tree in trees]  # type: ignore[arg-type]
    match kind:
        case "never":
            return not truths[0].any()
        case "if":
            return bool((~truths[0] | truths[1]).all())
        case "at_most_one":
            return bool((np.sum(truths, axis=0) <= 1).all())
    return bool((np.sum(truths, axis=0) == 1).all())


def _axes(situation: Situation, space: Space, moves: dict[str, Arcs], faults: Faults) -> None:
    """Levels that no outcome has; agreements nobody can act on or nobody can leave."""
    held = {split_reference(item.hold) for item in situation.held}
    for place, axis in enumerate(space.axes):
        if axis.parts in held:
            continue
        present = np.bincount(space.levels[:, place], minlength=len(axis.levels)) > 0
        absent = tuple(level for level, there in zip(axis.levels, present, strict=True) if not there)
        if absent:
            faults.warn("level_dead", _axis_path(axis), key=True, name=axis.label, levels=absent)
    held_whole = held_actors(situation)
    for name, agreement in situation.agreements.items():
        held_parties = tuple(party for party in agreement.parties if party in held_whole)
        if held_parties:
            faults.warn("agreement_held", ("agreements", name), key=True, name=name, parties=held_parties)
        elif moves and _unleavable(name, situation, space, moves):
            faults.warn("agreement_unleavable", ("agreements", name), key=True, name=name)


def _axis_path(axis: Axis) -> tuple[str, ...]:
    return ("options", *axis.parts) if axis.kind == "option" else ("agreements", axis.owner, "terms", axis.name)


def _unleavable(name: str, situation: Situation, space: Space, moves: dict[str, Arcs]) -> bool:
    """True if terms can be given back, yet rules make every way of leaving impossible."""
    places = [
        place
        for place, axis in enumerate(space.axes)
        if axis.owner == name and axis.kind == "term" and axis.leave == "any"
    ]
    if not places:
        return False
    signed = np.zeros(space.count, np.bool_)
    for place in places:
        signed |= space.levels[:, place] != space.axes[place].without
    for actor in situation.agreements[name].parties:
        arcs = moves[actor]
        for place in places:
            if (space.levels[arcs.source, place] != space.levels[arcs.target, place]).any():
                return False
    return bool(signed.any())


def _goals(situation: Situation, space: Space, faults: Faults) -> None:
    for _, path, preference in all_preferences(situation):
        for name, goal in (preference.goals or {}).items():
            truth = space.holds(goal.want or goal.avoid or "true")
            if truth.all() or not truth.any():
                faults.warn("goal_idle", (*path, "goals", name), key=True, name=name, always=bool(truth.all()))
        for number, item in enumerate(preference.priorities or ()):
            if isinstance(item, Item):
                truth = space.holds(item.want)
                if truth.all() or not truth.any():
                    faults.warn("goal_idle", (*path, "priorities", number), name=item.want, always=bool(truth.all()))


def _decides(situation: Situation) -> bool:
    return bool(situation.options or situation.agreements or situation.outcomes)


def _indifferent(situation: Situation, rank: Array, pairs: dict[str, Array], faults: Faults) -> None:
    """Actors to whom all outcomes are equal in every draw."""
    held = held_actors(situation)
    for place, actor in enumerate(situation.actors if _decides(situation) else ()):
        constant = (rank[:, place] == rank[:, place, :1]).all() and not pairs.get(actor, np.zeros(1)).any()
        if constant and actor not in held:
            faults.warn("actor_indifferent", ("actors", actor), key=True, name=actor)


def _idle_actors(situation: Situation, moves: dict[str, Arcs], faults: Faults) -> None:
    """Actors that can neither move nor sign."""
    held = held_actors(situation)
    for actor in situation.actors if _decides(situation) else ():
        joins = any(actor in members for members in active_parties(situation).values())
        if not len(moves[actor]) and not joins and actor not in held:
            faults.warn("actor_without_moves", ("actors", actor), key=True, name=actor)
