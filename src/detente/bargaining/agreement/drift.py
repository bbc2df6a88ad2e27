"""Where no deal leads: the outcomes in which the parties' own improvements end, the terms of agreements unchanged.

From the status quo, a party improves by any change of its own options that gains it more than its inertia; who moves
when is left open. What they end in are the terminal classes of these improvements: one outcome, several, or a cycle.
Leaving an agreement changes terms, so it is no part of the drift. Only the outcomes that differ from the status quo in
the parties' own options are looked at, so the size of the rest of the model does not matter.
"""

from __future__ import annotations

from math import prod

import numpy as np

from detente.errors import LimitError
from detente.outcomes.moves import Arcs, own_moves
from detente.outcomes.numbers import Numbers
from detente.outcomes.preferences import Array, preferences_of
from detente.outcomes.space import Axis, Space, held_places, space_within
from detente.situation.model import Situation

MOST = 1 << 16  # combinations of the parties' own options

Levels = tuple[int, ...]


def own_space(situation: Situation, parties: tuple[str, ...], axes: tuple[Axis, ...], start: Levels) -> Space:
    """The outcomes that differ from the start in free options of the parties, and in nothing else.

    Raises `LimitError` where there are too many.
    """
    held = held_places(situation, axes)
    allowed = [
        list(range(len(axis.levels)))
        if axis.kind == "option" and axis.owner in parties and place not in held
        else [level]
        for place, (axis, level) in enumerate(zip(axes, start, strict=True))
    ]
    if (count := prod(map(len, allowed))) > MOST:
        raise LimitError("deal_drift_large", count=count, limit=MOST)
    return space_within(situation, axes, allowed)


def steps_of(situation: Situation, space: Space, parties: tuple[str, ...]) -> dict[str, Arcs]:
    """The moves of each party within these outcomes that change no term."""
    terms = [place for place, axis in enumerate(space.axes) if axis.kind == "term"]
    found = {}
    for party, arcs in own_moves(situation, space).items():
        if party in parties:
            same = (space.levels[arcs.source][:, terms] == space.levels[arcs.target][:, terms]).all(axis=1)
            found[party] = Arcs(arcs.source[same], arcs.target[same], arcs.count)
    return found


def drift(
    situation: Situation, parties: tuple[str, ...], axes: tuple[Axis, ...], start: Levels
) -> tuple[tuple[Levels, ...], tuple[tuple[str, Levels, Levels], ...]]:
    """The ends of the drift, in the order of outcomes; and the steps of a shortest way to the first of them.

    Numbers stand at their centres. An infeasible start is its own end.
    """
    space = own_space(situation, parties, axes, start)
    here = space.with_levels(list(start))
    if here is None:
        return (start,), ()
    wants = {party: situation.preferences[party] for party in parties if party in situation.preferences}
    preferences = preferences_of(Numbers(situation.model_copy(update={"preferences": wants}), space))
    after: dict[int, dict[int, str]] = {}
    for party, arcs in steps_of(situation, space, parties).items():
        row = preferences.actors.index(party)
        better = preferences.rank[0, row][arcs.target] > preferences.lifted[0, row][arcs.source]
        for one, two in zip(arcs.source[better].tolist(), arcs.target[better].tolist(), strict=True):
            after.setdefault(one, {}).setdefault(two, party)
    ends = sorted(terminal(here, {one: set(ways) for one, ways in after.items()}))
    way = tuple((who, _levels(space, one), _levels(space, two)) for who, one, two in _way(here, ends[0], after))
    return tuple(_levels(space, end) for end in ends), way


def _levels(space: Space, outcome: int) -> Levels:
    return tuple(space.levels[outcome].tolist())


def _way(start: int, end: int, after: dict[int, dict[int, str]]) -> list[tuple[str, int, int]]:
    """A shortest way: who moves, from where, to where."""
    before: dict[int, tuple[str, int]] = {start: ("", start)}
    queue = [start]
    for one in queue:
        for two, who in after.get(one, {}).items():
            if two not in before:
                before[two] = (who, one)
                queue.append(two)
    steps = []
    while end != start:
        who, one = before[end]
        steps.append((who, one, end))
        end = one
    return steps[::-1]


def terminal(start: int, after: dict[int, set[int]]) -> set[int]:
    """The outcomes of the terminal classes reached from the start: those from which every way on leads back."""

    def reach(one: int) -> set[int]:
        seen, queue = {one}, [one]
        while queue:
            for two in after.get(queue.pop(), ()):
                if two not in seen:
                    seen.add(two)
                    queue.append(two)
        return seen

    reached = {one: reach(one) for one in reach(start)}
    return {one for one, further in reached.items() if all(one in reached[two] for two in further)}


def ends_by_draw(better: list[tuple[Arcs, Array]], start: int) -> list[tuple[int, ...]]:
    """The ends of the drift in every draw. `better`: per party its steps, and which of them gain it (draws, steps)."""
    draws = len(better[0][1]) if better else 0
    rows = np.concatenate([np.packbits(gain, axis=1) for _, gain in better], axis=1) if better else np.zeros((0, 0))
    _, first, which = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    found = []
    for draw in first:
        after: dict[int, set[int]] = {}
        for arcs, gain in better:
            chosen = np.flatnonzero(gain[draw])
            for one, two in zip(arcs.source[chosen].tolist(), arcs.target[chosen].tolist(), strict=True):
                after.setdefault(one, set()).add(two)
        found.append(tuple(sorted(terminal(start, after))))
    return [found[kind] for kind in which.reshape(-1)[:draws]]
