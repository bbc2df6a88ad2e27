"""Two actors who look a given number of moves ahead: limited moves (L_h), nonmyopic (NM) and Stackelberg stability.

From s, with h moves to go, the actor to move goes where what is then anticipated is best for it, if that is strictly
better for it than s; otherwise it stays, and the play ends:

    G_0(i, s) = s;  G_h(i, s) = G_{h−1}(j, t) for the best t that i can move to, if that is better than s; else s

s is L_h-stable for i if i stays. Where several moves are equally good, the set A_h(i, s) keeps every outcome that some
choice leads to: *stable* means that i stays whatever is chosen, *perhaps* that it stays by some choice. Nonmyopic: L_h-
stable for all h from some h on. The table of all A_h determines the next one, so it ends in a cycle, and stable
throughout the cycle is the answer. Inertia counts only against staying.

Zagare 1984; Kilgour 1985; Fang, Hipel & Kilgour 1993, ch. 3 (from memory, unverified). For three actors and more the
published versions differ: refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from detente.errors import LimitError
from detente.outcomes.preferences import Array

MAX_TABLES = 5_000

Anticipated = tuple[frozenset[int], ...]  # for each outcome: where it may end


@dataclass(frozen=True)
class Pair:
    """Two actors by name; `ends` [i][s]: where i can move from s; `rank` and `lifted` as in `Preferences`."""

    actors: tuple[str, str]
    ends: Mapping[str, tuple[tuple[int, ...], ...]]
    rank: Mapping[str, Array]
    lifted: Mapping[str, Array]

    @property
    def count(self) -> int:
        return len(self.rank[self.actors[0]])

    def other(self, actor: str) -> str:
        return self.actors[1] if actor == self.actors[0] else self.actors[0]


@dataclass(frozen=True)
class Stays:
    """Where an actor stays: whatever is chosen between equally good moves (`stable`), and by some choice."""

    stable: Array
    perhaps: Array


def tables(pair: Pair) -> Iterator[dict[str, Anticipated]]:
    """A_0, A_1, A_2 and so on: for each actor and outcome, where it may end if that actor moves first."""
    table = {actor: tuple(frozenset({s}) for s in range(pair.count)) for actor in pair.actors}
    while True:
        yield table
        table = {actor: _ahead(pair, actor, table[pair.other(actor)]) for actor in pair.actors}


def _ahead(pair: Pair, actor: str, answers: Anticipated) -> Anticipated:
    """What one more move, by this actor, makes of what the other was expected to do."""
    rank, lifted = pair.rank[actor], pair.lifted[actor]
    found = []
    for here, ends in enumerate(pair.ends[actor]):
        choices = [[int(rank[end]) for end in answers[to]] for to in ends]
        sure = max((min(choice) for choice in choices), default=-1)
        may = {end for to in ends for end in answers[to] if rank[end] >= sure and rank[end] > lifted[here]}
        found.append(frozenset(may | {here}) if sure <= lifted[here] else frozenset(may))
    return tuple(found)


def _stays(pair: Pair, actor: str, answers: Anticipated) -> Stays:
    """Where the actor stays, given what it expects the other to do after each of its moves."""
    rank, lifted = pair.rank[actor], pair.lifted[actor]
    worst, best = np.full(pair.count, -1), np.full(pair.count, -1)
    for here, ends in enumerate(pair.ends[actor]):
        for to in ends:
            ranks = [int(rank[end]) for end in answers[to]]
            worst[here], best[here] = max(worst[here], min(ranks)), max(best[here], *ranks)
    return Stays(best <= lifted, worst <= lifted)


def limited(pair: Pair, horizon: int) -> dict[str, Stays]:
    """L_h: where each actor stays with `horizon` (1 or more) moves to go. L_1 is Nash."""
    for moves, table in enumerate(tables(pair), start=1):
        if moves == horizon:
            return {actor: _stays(pair, actor, table[pair.other(actor)]) for actor in pair.actors}
    raise AssertionError


@dataclass(frozen=True)
class Nonmyopic:
    """`before`: how many tables come before those that then come again and again, in turns of `period`."""

    stays: dict[str, Stays]
    before: int
    period: int


def nonmyopic(pair: Pair) -> Nonmyopic:
    """Where each actor stays at every horizon from some one on. Raises `LimitError` where no cycle is in sight."""
    seen: dict[tuple[Anticipated, ...], int] = {}
    found: list[dict[str, Stays]] = []
    for place, table in enumerate(tables(pair)):
        key = tuple(table[actor] for actor in pair.actors)
        if key in seen:
            before = seen[key]
            stays = {
                actor: Stays(
                    np.all([one[actor].stable for one in found[before:]], axis=0),
                    np.all([one[actor].perhaps for one in found[before:]], axis=0),
                )
                for actor in pair.actors
            }
            return Nonmyopic(stays, before, place - before)
        if place >= MAX_TABLES:
            break
        seen[key] = place
        found.append({actor: _stays(pair, actor, table[pair.other(actor)]) for actor in pair.actors})
    raise LimitError("nonmyopic_many", limit=MAX_TABLES)


def stackelberg(pair: Pair, leader: str) -> dict[str, Stays]:
    """L_2-stable for the leader, Nash-stable for the follower (Fang, Hipel & Kilgour 1993, from memory)."""
    follower = pair.other(leader)
    return {leader: limited(pair, 2)[leader], follower: limited(pair, 1)[follower]}
