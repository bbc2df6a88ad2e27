"""A package delivered in steps, each of which must hold: is there an order in which nobody gains by stopping?

The state says how many pieces of each item are given. An item is worth to each party pro rata; a bonus counts once all
its items are complete. Whoever still has to give can stop. Stopping is worth what is given so far or, under SEQ, the
worst that follows when the others take back, by improvements of their own, what can be returned. A state is *safe* iff
for everybody who can stop: stopping − value of the whole ≤ inertia + bond. An order is safe iff every state on it is;
as that is a condition on states alone, orders are paths in the grid of states. Where there is none, the states that can
be reached safely, with who would stop at each step out of them, are the proof.

Schelling 1960; Sandholm & Lesser 1995 (from memory): whoever gives last keeps the last piece.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

from detente.errors import LimitError
from detente.time_left import check

MOST_STATES = 200_000
ZERO = Fraction(0)
State = tuple[int, ...]


@dataclass(frozen=True)
class Item:
    """What one party gives the others in equal pieces; `value`: of the whole, per party."""

    name: str
    giver: str
    pieces: int
    value: Mapping[str, Fraction]
    returns: bool = False


@dataclass(frozen=True)
class Swap:
    """`answer`: whether the others take back what returns once somebody stops; `bonuses`: items complete → value."""

    parties: tuple[str, ...]
    items: tuple[Item, ...]
    inertia: Mapping[str, Fraction]
    bonds: Mapping[str, Fraction]
    takes_back: bool = False
    bonuses: tuple[tuple[tuple[str, ...], Mapping[str, Fraction]], ...] = ()

    @property
    def whole(self) -> State:
        return tuple(item.pieces for item in self.items)

    def value(self, state: State, party: str) -> Fraction:
        """What a state is worth to a party."""
        total = sum(
            (
                Fraction(done, item.pieces) * item.value.get(party, ZERO)
                for done, item in zip(state, self.items, strict=True)
            ),
            ZERO,
        )
        complete = {item.name for done, item in zip(state, self.items, strict=True) if done == item.pieces}
        return total + sum((value.get(party, ZERO) for names, value in self.bonuses if complete >= set(names)), ZERO)

    def can_stop(self, state: State, party: str) -> bool:
        return any(item.giver == party and done < item.pieces for done, item in zip(state, self.items, strict=True))


@dataclass(frozen=True)
class Delivered:
    """`order`: items, one piece each, or None; `exposure`: the most that any party has at stake on it; `needed`: what
    everybody's inertia lacks for some order to be safe; `wall`: steps out of what is reached safely, with who stops."""

    whole: dict[str, Fraction]
    reached: int
    needed: Fraction
    order: tuple[str, ...] | None
    exposure: Fraction | None
    wall: tuple[tuple[State, tuple[str, ...]], ...]


def delivered(swap: Swap) -> Delivered:
    """The safe order with the least largest exposure, or the proof that there is none. Raises `LimitError`."""
    count = prod(done + 1 for done in swap.whole)
    if count > MOST_STATES:
        raise LimitError("stages_many", count=count, limit=MOST_STATES)
    states = list(product(*(range(item.pieces + 1) for item in swap.items)))
    whole = {party: swap.value(swap.whole, party) for party in swap.parties}
    lack = {}
    for state in states:
        check()
        lack[state] = _lack(swap, state, whole)
    start, end = tuple(0 for _ in swap.items), swap.whole
    safe = {state for state in states if max(lack[state].values(), default=ZERO) <= 0}
    reached, wall = _reached(swap, start, safe, lack)
    needed = max(ZERO, _least_worst(swap, states, {s: max(lack[s].values(), default=ZERO) for s in states}))
    if end not in reached:
        return Delivered(whole, len(reached), needed, None, None, wall)
    begin = {party: swap.value(start, party) for party in swap.parties}
    exposed = {s: max((begin[p] - swap.value(s, p) for p in swap.parties), default=ZERO) for s in states}
    least = _least_worst(swap, states, {s: exposed[s] if s in safe else None for s in states})
    order = _first_order(swap, {s for s in safe if exposed[s] <= least})
    return Delivered(whole, len(reached), needed, order, max(ZERO, least), ())


def _lack(swap: Swap, state: State, whole: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """For everybody who can stop here: by how much stopping beats what it moves for and has at stake."""
    return {
        party: _stopped(swap, state, party) - whole[party] - swap.inertia.get(party, ZERO) - swap.bonds.get(party, ZERO)
        for party in swap.parties
        if swap.can_stop(state, party)
    }


def _stopped(swap: Swap, state: State, party: str) -> Fraction:
    """What stopping is worth: as things stand, or the worst after the others took back what they can."""
    if not swap.takes_back:
        return swap.value(state, party)
    worst, seen = swap.value(state, party), {(state, "")}
    todo = [(state, "")]
    while todo:
        here, last = todo.pop()
        for other in swap.parties:
            if other in (party, last):
                continue
            for there in _taken_back(swap, here, other):
                gain = swap.value(there, other) - swap.value(here, other)
                if gain > swap.inertia.get(other, ZERO) and (there, other) not in seen:
                    seen.add((there, other))
                    todo.append((there, other))
                    worst = min(worst, swap.value(there, party))
    return worst


def _taken_back(swap: Swap, state: State, party: str) -> list[State]:
    """What a party can make of a state by taking back any pieces it gave that return."""
    choices = [
        range(done + 1) if item.giver == party and item.returns else (done,)
        for done, item in zip(state, swap.items, strict=True)
    ]
    return [there for there in product(*choices) if there != state]


def _steps(swap: Swap, state: State) -> list[tuple[int, State]]:
    return [
        (at, (*state[:at], state[at] + 1, *state[at + 1 :]))
        for at, item in enumerate(swap.items)
        if state[at] < item.pieces
    ]


def _reached(
    swap: Swap, start: State, safe: set[State], lack: Mapping[State, Mapping[str, Fraction]]
) -> tuple[set[State], tuple[tuple[State, tuple[str, ...]], ...]]:
    """The safe states that safe states lead to, and the steps out of them, each with who would stop there."""

    def stoppers(state: State) -> tuple[str, ...]:
        return tuple(party for party, short in lack[state].items() if short > 0)

    if start not in safe:
        return set(), ((start, stoppers(start)),)
    reached, todo, wall = {start}, [start], {}
    while todo:
        for _, there in _steps(swap, todo.pop()):
            if there not in safe:
                wall[there] = stoppers(there)
            elif there not in reached:
                reached.add(there)
                todo.append(there)
    return reached, tuple(sorted(wall.items()))


def _least_worst(swap: Swap, states: list[State], worth: Mapping[State, Fraction | None]) -> Fraction:
    """Over all orders the least of the greatest worth on the way, start and end included; None closes a state."""
    found: dict[State, Fraction | None] = {}
    for state in states:  # in the order of the grid, so what leads to a state comes before it
        before = [(*state[:at], state[at] - 1, *state[at + 1 :]) for at in range(len(state)) if state[at] > 0]
        ways = [way for one in before if (way := found[one]) is not None]
        here = worth[state]
        if here is None or (before and not ways):
            found[state] = None
        else:
            found[state] = max(here, min(ways)) if before else here
    return found[swap.whole] or ZERO


def _first_order(swap: Swap, allowed: set[State]) -> tuple[str, ...]:
    """The first order, in the order of the file, through the allowed states."""
    able = {swap.whole}
    for state in sorted(allowed, reverse=True):
        if any(there in able for _, there in _steps(swap, state)):
            able.add(state)
    state, order = tuple(0 for _ in swap.items), []
    while state != swap.whole:
        at, state = next((at, there) for at, there in _steps(swap, state) if there in able)
        order.append(swap.items[at].name)
    return tuple(order)
