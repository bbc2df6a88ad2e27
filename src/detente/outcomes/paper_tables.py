"""The tables that papers print of a model: outcomes as a table of options, rankings, moves, and matrices of both.

Everything is worked out at the central numbers; outcomes are named by their id, counted from 1.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from detente.outcomes.moves import Arcs, Moves
from detente.outcomes.preferences import Array, Preferences
from detente.outcomes.space import Space

Row = dict[str, Any]


def option_table(space: Space, limit: int) -> list[Row]:
    """Options and terms as rows, outcomes as columns: Y and N, or the level where there are more than two."""
    shown = range(min(space.count, limit))
    if space.nodes:
        return [{"id": index + 1, "outcome": space.nodes[index]} for index in shown]
    rows = []
    for place, axis in enumerate(space.axes):
        yes_no = tuple(axis.levels) == ("no", "yes")
        cells = {
            f"{index + 1}": ("NY"[level] if yes_no else axis.levels[level])
            for index in shown
            for level in [int(space.levels[index, place])]
        }
        rows.append({"who": axis.owner, "option": axis.name, **cells})
    return rows


def ranking_rows(preferences: Preferences) -> list[Row]:
    """Per actor its groups of equally good outcomes, best first; actors whose preferences are pairs have none."""
    rows = []
    for place, actor in enumerate(preferences.actors):
        if actor in preferences.pairs:
            continue
        rank = preferences.rank[0, place]
        for number, value in enumerate(np.unique(rank)[::-1], start=1):
            ids = np.flatnonzero(rank == value) + 1
            rows.append({"actor": actor, "rank": number, "outcomes": " ".join(map(str, ids))})
    return rows


def move_rows(moves: Moves, preferences: Preferences) -> list[Row]:
    """Every move of one actor: from where to where, and whether it is an improvement."""
    return [
        {"actor": actor, "from": int(start) + 1, "to": int(end) + 1, "improves": "yes" if better else "no"}
        for actor, arcs in moves.alone.items()
        for start, end, better in zip(arcs.source, arcs.target, improving(arcs, preferences, actor), strict=True)
    ]


def matrices(moves: Moves, preferences: Preferences) -> dict[str, dict[str, list[list[int]]]]:
    """Per actor the matrices of the matrix representation (Xu, Li, Hipel & Kilgour 2009), row: from, column: to.

    ``reach``: J, the actor can move in one step. ``improve``: J⁺, and gains by it. ``prefers``: P⁺, the column is
    better than the row, whether or not it can be reached.
    """
    found = {}
    for actor, arcs in moves.alone.items():
        reach = np.zeros((arcs.count, arcs.count), np.int8)
        reach[arcs.source, arcs.target] = 1
        better = preferences.better(0, actor).astype(np.int8)
        found[actor] = {
            "reach": reach.tolist(),
            "improve": (reach * better).tolist(),
            "prefers": better.tolist(),
        }
    return found


def matrix_rows(found: dict[str, dict[str, list[list[int]]]]) -> list[Row]:
    """The same as one table: a row per actor, kind and outcome."""
    return [
        {"actor": actor, "matrix": kind, "from": start, **{str(end): cell for end, cell in enumerate(row, start=1)}}
        for actor, kinds in found.items()
        for kind, matrix in kinds.items()
        for start, row in enumerate(matrix, start=1)
    ]


def improving(arcs: Arcs, preferences: Preferences, actor: str) -> Array:
    """Of every move of an actor, whether it is better for it: above its inertia, at the central numbers."""
    if actor in preferences.pairs:
        return np.asarray(preferences.pairs[actor][arcs.source, arcs.target])
    place = preferences.actors.index(actor)
    return np.asarray(preferences.rank[0, place][arcs.target] > preferences.lifted[0, place][arcs.source])
