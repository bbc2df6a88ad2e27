"""Trees of moves and countermoves (MR_h), Berge stability, and simultaneous sanctions.

MR_h: s is stable for i if i has no first move after which it can make sure, within h moves in all, to end better than
at s; each may stop, and the others want to prevent it. MR_1, MR_2 and MR_3 are R, GMR and SMR (Zeng, Fang, Hipel &
Kilgour 2004, 2006; two actors from memory; with more, a round is one move of i and a sequence of the others). With the
rank of what i can make sure of,

    w_1 = rank;  w_h(t) = the least, among t and all answers x to t, of seed_h(x), seed_2 = rank and
    seed_h(x) = the greatest of rank(x) and of w_{h−2} over i's moves from x

s is stable iff lifted(s) ≥ w_h(t) for every own move s → t.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product as combinations

import numpy as np

from detente.outcomes.preferences import Array
from detente.outcomes.space import Space
from detente.stability.engines.relation import reach_matrix

LOWEST = -1


def metarational(own: Mapping[str, Array], actor: str, rank: Array, lifted: Array, horizon: int) -> Array:
    """Boolean array: where the actor is MR_h-stable, h = `horizon` (1 or more)."""
    moves = own[actor]
    others = [matrix for other, matrix in own.items() if other != actor and matrix.any()]
    answers = reach_matrix(others, len(rank)) | np.eye(len(rank), dtype=np.bool_)
    sure = rank
    worth = {1: rank}
    for h in range(2, horizon + 1):
        seed = rank if h == 2 else np.maximum(rank, _greatest(moves, worth[h - 2]))
        sure = np.minimum(rank, np.where(answers, seed[None, :], np.iinfo(np.int64).max).min(axis=1))
        worth[h] = sure
    return np.asarray(_greatest(moves, worth[horizon]) <= lifted)


def _greatest(moves: Array, worth: Array) -> Array:
    """The greatest worth among where one can move from each outcome; below all where one cannot move."""
    return np.asarray(np.where(moves, worth[None, :], LOWEST).max(axis=1, initial=LOWEST))


def berge(own: Mapping[str, Array], actor: str, better: Array) -> Array:
    """Boolean array: where the others cannot, by any moves, bring the actor to anything better (from memory)."""
    others = [matrix for other, matrix in own.items() if other != actor and matrix.any()]
    return np.logical_not((reach_matrix(others, len(better)) & better).any(axis=1))


def simultaneous(space: Space, own: Mapping[str, Array], better: Mapping[str, Array], actor: str) -> Array:
    """Boolean array: where every improvement of the actor is hurt by others who improve at the same moment.

    The changes of all apply together; an end that is impossible hurts nobody. Fraser & Hipel 1979, 1984 (from memory).
    It judges no play of single moves, so it is no default. Needs options; every group of others is tried.
    """
    place = {tuple(levels): index for index, levels in enumerate(space.levels.tolist())}
    improving = {name: own[name] & better[name] for name in own}
    stable = np.ones(space.count, np.bool_)
    for here in np.flatnonzero(improving[actor].any(axis=1)):
        start = space.levels[here]
        changes = [
            [None, *(space.levels[to] for to in np.flatnonzero(improving[other][here]))]
            for other in own
            if other != actor
        ]
        for to in np.flatnonzero(improving[actor][here]):
            mine = space.levels[to] != start
            if not any(
                (end := place.get(_together(start, space.levels[to], mine, others))) is not None
                and not better[actor][here, end]
                for others in combinations(*changes)
                if any(one is not None for one in others)
            ):
                stable[here] = False
                break
    return stable


def _together(start: Array, first: Array, mine: Array, others: tuple[Array | None, ...]) -> tuple[int, ...]:
    """The levels after all changes at once."""
    levels = np.where(mine, first, start)
    for one in others:
        if one is not None:
            levels = np.where(one != start, one, levels)
    return tuple(levels.tolist())
