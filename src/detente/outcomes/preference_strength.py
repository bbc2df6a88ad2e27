"""What is *greatly* better: a second, stronger relation beside “better”, where the file states a strength.

s is greatly better than t for an actor (s ≫ t) if s is better than t and

- ``ranking``: a ``>>`` stands between the group of s and the group of t, s above it;
- ``priorities``: of the statements that tell s and t apart, the most important one stands above some ``>>`` (and is
  true at s). So only the last ``>>`` matters: statements below it make a difference, never a great one;
- ``goals``: the utility of s exceeds that of t by ``much`` or more (a difference equal to ``much`` is great);
- ``much`` pairs: (s, t) is listed; nothing transitive.

Several ``>>`` make several levels of strength; *greatly* means at least one of them lies between. An actor that states
no strength finds nothing greatly better. Utilities within the tolerance of ties count as equal (exact where the numbers
are known decimals).

As integers, for each draw, actor and outcome t: far(t), the least rank that is greatly better than t, or `NEVER`. Then
s ≫ t iff rank(s) ≥ far(t). Because better is part of it, far(t) > lifted(t) ≥ rank(t).

Source: Hamouda, Kilgour & Hipel, Group Decision and Negotiation 13 (2004) 449 (the three-way relation “equal, better,
greatly better”; from memory, unverified). Statements with a strength: after Hou, Jiang, Xu & Hipel 2015 (abstract
seen).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from detente.outcomes.numbers import Numbers
from detente.outcomes.preferences import (
    TIE_TOLERANCE,
    Array,
    Preferences,
    by_conditions,
    exact_utility,
    much_pairs,
    pair_matrix,
    priority_rank,
    utility,
)
from detente.situation.model import Situation
from detente.situation.records import Quantity
from detente.situation.wants import Item, Preference

NEVER = np.iinfo(np.int32).max


def strong_actors(situation: Situation) -> tuple[str, ...]:
    """The actors whose preferences say what is greatly better."""
    return tuple(
        actor
        for actor in situation.actors
        if (preference := situation.preferences.get(actor)) is not None and states_strength(preference)
    )


def states_strength(preference: Preference) -> bool:
    """True if the preference (or one of its alternatives) has a ``>>`` or a ``much``."""
    dividers = (*(preference.priorities or ()), *(preference.ranking or ()))
    here = preference.much is not None or any(isinstance(entry, str) for entry in dividers)
    return here or any(states_strength(other) for other in preference.any or ())


def with_strength(preferences: Preferences, numbers: Numbers) -> Preferences:
    """The same preferences, with what is greatly better for every actor that states it, in every draw."""
    situation = numbers.situation
    far = np.full(preferences.rank.shape, NEVER, np.int32)
    much = {}
    for actor in strong_actors(situation):
        preference = situation.preferences[actor]
        if preference.kind == "prefers":
            much[actor] = pair_matrix(much_pairs(preference), numbers.space.nodes)
        else:
            place = preferences.actors.index(actor)
            ranks = preferences.rank[:, place], preferences.lifted[:, place]
            far[:, place] = _far(preference, numbers, actor, ranks, ("preferences", actor))
    return replace(preferences, far=far, much=much)


def _far(
    preference: Preference, numbers: Numbers, actor: str, ranks: tuple[Array, Array], path: tuple[str, ...]
) -> Array:
    """far(t) of one actor: int32, draws × outcomes. `ranks`: its rank and lifted in the same shape."""
    match preference.kind:
        case "ranking":
            return _far_ranking(preference, numbers, (*path, "ranking"))
        case "priorities":
            return _far_priorities(preference, numbers, (*path, "priorities"))
        case "any":
            return _far_alternatives(preference, numbers, actor, ranks, path)
    return _far_goals(preference, numbers, ranks, path)


def _far_ranking(preference: Preference, numbers: Numbers, path: tuple[str, ...]) -> Array:
    """Group g of G has rank G − g; the least rank greatly better is that of the last group above the divider."""
    groups: list[tuple[Item, ...]] = []
    above = []  # for each group: the number of groups above the divider that stands last before it
    divided = 0
    for entry in preference.ranking or ():
        if isinstance(entry, str):
            divided = len(groups)
        else:
            groups.append(tuple(entry))
            above.append(divided)
    number = {id(item): place for place, group in enumerate(groups) for item in group}
    least = [len(groups) - divided + 1 if divided else NEVER for divided in above]

    def far_of(items: list[Item], numbers: Numbers) -> Array:
        far = np.full(numbers.space.count, -1, np.int64)
        for item in items:
            far[numbers.statement(item.want) & (far < 0)] = least[number[id(item)]]
        found: Array = far.astype(np.int32)
        return found

    return by_conditions(tuple(item for group in groups for item in group), numbers, far_of, path)


def _far_priorities(preference: Preference, numbers: Numbers, path: tuple[str, ...]) -> Array:
    """With P the rank by the statements above the last divider alone: the least rank among all s with P(s) > P(t)."""
    entries = preference.priorities or ()
    last = max((place for place, entry in enumerate(entries) if isinstance(entry, str)), default=0)
    weighty = {id(entry) for entry in entries[:last] if isinstance(entry, Item)}

    def far_of(items: list[Item], numbers: Numbers) -> Array:
        rank = priority_rank(items, numbers)
        upper = priority_rank([item for item in items if id(item) in weighty], numbers)
        least = np.full(int(upper.max(initial=0)) + 2, NEVER, np.int64)
        np.minimum.at(least, upper, rank)
        far: Array = least[upper + 1].astype(np.int32)
        return far

    return by_conditions(entries, numbers, far_of, path)


def _far_goals(preference: Preference, numbers: Numbers, ranks: tuple[Array, Array], path: tuple[str, ...]) -> Array:
    """The least rank of an outcome whose utility is higher by ``much`` or more, and by more than the inertia."""
    if not isinstance(preference.much, Quantity):
        return np.full(ranks[0].shape, NEVER, np.int32)
    exact = exact_utility(preference, preference.much, numbers, path)
    if exact is not None:
        values = np.broadcast_to(exact[0], ranks[0].shape)
        wanted = values + exact[1]
    else:
        values, size = utility(preference, numbers, path)
        wanted = values + numbers.value(preference.much, (*path, "much")) - TIE_TOLERANCE * size[:, None]
    far = np.empty(ranks[0].shape, np.int32)
    for draw, (rank, lifted) in enumerate(zip(*ranks, strict=True)):
        order = np.argsort(values[draw], kind="stable")
        first = np.searchsorted(values[draw][order], wanted[draw], "left")
        by_value = np.append(rank[order], NEVER).astype(np.int64)
        far[draw] = np.where(first < len(order), np.maximum(by_value[first], lifted.astype(np.int64) + 1), NEVER)
    return far


def _far_alternatives(
    preference: Preference, numbers: Numbers, actor: str, ranks: tuple[Array, Array], path: tuple[str, ...]
) -> Array:
    chosen = numbers.alternatives(preference, actor)
    far = np.full(ranks[0].shape, NEVER, np.int32)
    for place, alternative in enumerate(preference.any or ()):
        draws = np.flatnonzero(chosen == place)
        if len(draws):
            far[draws] = _far(alternative, numbers, actor, ranks, (*path, "any", str(place)))[draws]
    return far
