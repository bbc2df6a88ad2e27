"""Stability where preferences are pairs and need not be transitive: there is no rank, so outcomes meet in matrices.

Only the graph form has such preferences, so there are no agreements here. Everything is outcomes × outcomes.
"""

from __future__ import annotations

import numpy as np

from detente.errors import LimitError
from detente.outcomes.moves import Moves
from detente.outcomes.preferences import Array, Preferences
from detente.stability.concepts import Concept, require

MAX_OUTCOMES = 3_000


def move_matrix(moves: Moves, actor: str) -> Array:
    """Entry [s, t]: the actor can move from s to t."""
    arcs = moves.alone[actor]
    matrix = np.zeros((arcs.count, arcs.count), np.bool_)
    matrix[arcs.source, arcs.target] = True
    return matrix


def product(left: Array, right: Array) -> Array:
    """Boolean matrix product: [s, t] is true if some m has left[s, m] and right[m, t]."""
    found: Array = (left.astype(np.float32) @ right.astype(np.float32)) > 0.5
    return found


def reach_matrix(steps: list[Array], count: int, depth: int | None = None) -> Array:
    """Entry [s, t]: t can be reached from s by a nonempty sequence of steps, nobody twice in succession.

    `steps`: for each mover, the moves it may make. `depth`: how many may follow one another (None: any number).
    """
    arrived = [step.copy() for step in steps]  # arrived[j][s, t]: t is reached with j moving last
    rounds = 0
    while True:
        rounds += 1
        grown = []
        for place, step in enumerate(steps):
            before = np.zeros((count, count), np.bool_)
            for other, already in enumerate(arrived):
                if other != place:
                    before |= already
            grown.append(arrived[place] | product(before, step))
        if rounds == depth or all(np.array_equal(a, b) for a, b in zip(arrived, grown, strict=True)):
            return np.logical_or.reduce(arrived) if arrived else np.zeros((count, count), np.bool_)
        arrived = grown


def open_moves(moves: Moves, preferences: Preferences, actor: str, concept: Concept, draw: int = 0) -> Array:
    """Entry [s, t]: the actor can improve from s to t and nobody can punish it. Raises `LimitError` when too large."""
    require("relation", concept)
    count = moves.alone[actor].count
    if count > MAX_OUTCOMES:
        raise LimitError("relation_many", count=count, limit=MAX_OUTCOMES)
    better = preferences.better(draw, actor)
    own = move_matrix(moves, actor)
    improvements: Array = own & better
    closure = concept.closure
    if not closure.answers:
        return improvements
    steps = []
    for other in preferences.actors:
        if other != actor and len(moves.alone[other]):
            step = move_matrix(moves, other)
            steps.append(step & preferences.better(draw, other) if closure.improving else step)
    hurt = preferences.greatly_worse(draw, actor) if concept.strong else ~better
    found: Array = improvements & ~sanctioned(own, hurt, steps, concept)
    return found


def sanctioned(own: Array, hurt: Array, steps: list[Array], concept: Concept) -> Array:
    """Entry [s, t]: some answer of the others to t hurts the actor, who was at s.

    `own`: its moves. `hurt` [s, x]: at x it is punished for having left s. `steps`: what each of the others may do.
    """
    if concept.replies:
        hurt = hurt & ~product(~hurt, own.T)
    return product(hurt, reach_matrix(steps, len(hurt), concept.closure.depth).T)
