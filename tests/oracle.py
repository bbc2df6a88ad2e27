"""Moves written out from the design's sentences, pair of outcomes by pair; slow, and written apart from the package."""

from __future__ import annotations

from itertools import combinations

from detente.outcomes.moves import held_actors
from detente.outcomes.space import Axis, Space
from detente.situation.model import Situation

Pairs = set[tuple[int, int]]


def own_moves(situation: Situation, space: Space, actor: str) -> Pairs:
    """All (start, end) the actor can make alone, leaving included."""
    if actor in held_actors(situation):
        return set()
    return {
        (start, end)
        for start in range(space.count)
        for end in range(space.count)
        if start != end
        and _alone(situation, space, actor, start, end)
        and not _cut(situation, space, [actor], start, end)
    }


def _alone(situation: Situation, space: Space, actor: str, start: int, end: int) -> bool:
    signed = [name for name, agreement in situation.agreements.items() if actor in agreement.parties]
    subsets = [set(left) for size in range(len(signed) + 1) for left in combinations(signed, size)]
    return any(_reaches(space, actor, left, start, end) for left in subsets)


def _reaches(space: Space, actor: str, left: set[str], start: int, end: int) -> bool:
    """True if changing own options and leaving exactly these agreements leads from start to end."""
    for place, axis in enumerate(space.axes):
        before, after = int(space.levels[start, place]), int(space.levels[end, place])
        if axis.kind == "option" and axis.owner == actor:
            if not may_change(axis, before, after):
                return False
        elif axis.owner in left and axis.leave == "any" and axis.kind == "term":
            returned = axis.without if may_change(axis, before, axis.without) else before
            if after != returned:
                return False
        elif before != after:
            return False
    return True


def may_change(axis: Axis, before: int, after: int) -> bool:
    """A forward level never falls, a back level never rises."""
    return not (axis.move == "forward" and after < before) and not (axis.move == "back" and after > before)


def joint_moves(situation: Situation, space: Space, agreement: str) -> Pairs:
    """All (start, end) the parties can make together."""
    record = situation.agreements[agreement]
    if held_actors(situation) & set(record.parties):
        return set()
    return {
        (start, end)
        for start in range(space.count)
        for end in range(space.count)
        if start != end
        and _together(space, agreement, record.parties, start, end)
        and not _cut(situation, space, list(record.parties), start, end)
    }


def _together(space: Space, agreement: str, parties: tuple[str, ...], start: int, end: int) -> bool:
    terms_changed, movers = False, set()
    for place, axis in enumerate(space.axes):
        before, after = int(space.levels[start, place]), int(space.levels[end, place])
        if before == after:
            continue
        own_term = axis.kind == "term" and axis.owner == agreement
        own_option = axis.kind == "option" and axis.owner in parties
        if not (own_term or own_option) or not may_change(axis, before, after):
            return False
        if own_term:
            terms_changed = True
            if axis.leave == "never" and after == axis.without:
                return False
        else:
            movers.add(axis.owner)
    return terms_changed or len(movers) >= 2


def _cut(situation: Situation, space: Space, movers: list[str], start: int, end: int) -> bool:
    return any(
        cut.actor in movers and bool(space.holds(cut.from_)[start]) and bool(space.holds(cut.to)[end])
        for cut in situation.cuts.values()
    )
