"""Where many actors stand in a drawing of their ties: the camps side by side, friends near one another.

Springs (Fruchterman & Reingold 1991): all push one another away, positive ties pull together, and each is drawn to the
middle of its camp. Negative ties pull nobody. The start is a spiral in each camp, those with the most ties inside, so
the same ties give the same places.
"""

from __future__ import annotations

import numpy as np

from detente.influence.balance.signed import Array, SignedGraph

STEPS = 160
HOME = 3.2  # how strongly the middle of a camp draws; weaker, and many stand at the walls
GOLDEN = np.pi * (3 - np.sqrt(5))  # the angle from one seed of a sunflower to the next


def places(graph: SignedGraph, camps: Array, width: float, height: float, apart: float) -> Array:
    """(actors, 2) places within the width and height; no two nearer than `apart`, as far as there is room."""
    ties = np.bincount(graph.pairs.ravel(), minlength=graph.count)
    middles = np.array([[width * 0.26, height / 2], [width * 0.74, height / 2]])[camps]
    at = middles + _spiral(camps, ties) * min(width / 2, height) * 0.45
    pulls = graph.pairs[graph.weights > 0]
    room = np.sqrt(width * height / max(1, graph.count)) * 0.75
    for step in range(STEPS):
        away = at[:, None, :] - at[None, :, :]
        far = np.maximum(np.linalg.norm(away, axis=2), 1e-6)
        force = (away / far[:, :, None] ** 2 * room**2).sum(axis=1)
        span = at[pulls[:, 0]] - at[pulls[:, 1]]
        pull = span * (np.linalg.norm(span, axis=1) / room)[:, None] * 0.35
        np.add.at(force, pulls[:, 0], -pull)
        np.add.at(force, pulls[:, 1], pull)
        force += (middles - at) * HOME
        size = np.maximum(np.linalg.norm(force, axis=1, keepdims=True), 1e-9)
        at = at + force / size * np.minimum(size, room * (1 - step / STEPS))
        at = np.clip(at, apart, [width - apart, height - apart])
    most = np.array([width - apart, height - apart])
    at = (at - at.min(axis=0)) / np.maximum(np.ptp(at, axis=0), 1e-9) * (most - apart) + apart
    return _set_apart(at, apart, most)


def _spiral(camps: Array, ties: Array) -> Array:
    """Places in a disc of radius 1, camp by camp."""
    found = np.zeros((len(camps), 2))
    for camp in (0, 1):
        members = np.flatnonzero(camps == camp)
        order = members[np.argsort(-ties[members], kind="stable")]
        radius = np.sqrt((np.arange(len(order)) + 0.5) / max(1, len(order)))
        angle = np.arange(len(order)) * GOLDEN
        found[order] = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    return found


def _set_apart(at: Array, apart: float, most: Array) -> Array:
    """Pushes those that stand too near one another away from each other."""
    for _ in range(60):
        away = at[:, None, :] - at[None, :, :]
        far = np.linalg.norm(away, axis=2)
        np.fill_diagonal(far, np.inf)
        short = np.maximum(apart - far, 0.0)
        if not short.any():
            break
        way = away / np.maximum(far, 1e-6)[:, :, None]
        at = np.clip(at + (way * (short / 2)[:, :, None]).sum(axis=1), apart, most)
    return at
