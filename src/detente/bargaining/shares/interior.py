"""The largest product of gains over a hull of corners, in floats, by an interior-point method with a certificate."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.bargaining.packages.negotiation import Array

ENOUGH = 1e-9  # relative gap of the product
STEPS = 400
EDGE = 1e-9


def largest_product(
    corners: Sequence[Sequence[float]], who: Sequence[int], start: Sequence[float]
) -> tuple[tuple[float, ...], float]:
    """The gains with the largest product among those in `who`, and how far, in proportion, it may be from the best.

    λ are shares of the corners; at `start` all in `who` gain. Maximises Σ log g_i + μ (Σ log λ_v + Σ log of the others'
    gains) for falling μ; the others, who can gain nothing, may be short by a hair (EDGE of the scale). The
    certificate: at gains g* no package has a product above that of g* times (the greatest mean of g_i / g*_i)^n.
    """
    table = np.array(corners, np.float64).T  # parties × corners
    scale = np.maximum(np.abs(table).max(axis=1), 1e-300)
    rows = table / scale[:, None]
    inside = np.zeros(len(rows), np.bool_)
    inside[list(who)] = True
    rows[~inside] += EDGE  # λ add up to 1, so this moves every gain by as much
    shares = _inward(rows, np.array(start, np.float64))
    best, gap = shares, np.inf
    weight = 1.0
    for _ in range(STEPS):
        shares = _centred(rows, inside, shares, weight)
        found = rows[inside] @ shares
        bound = float((rows[inside] / found[:, None]).mean(axis=0).max())
        here = max(0.0, bound ** int(inside.sum()) - 1.0)
        if here < gap:
            best, gap = shares, here
        if gap <= ENOUGH:
            break
        weight *= 0.4
        if weight < 1e-16:
            break
    return tuple(float(value) for value in table @ best), gap


def _inward(rows: Array, start: Array) -> Array:
    """A start at which every gainer gains, moved off the faces as far as that stays so."""
    even = np.full(len(start), 1 / len(start))
    for step in (1e-1, 1e-2, 1e-3, 1e-4, 1e-6, 1e-8, 1e-10):
        mixed = (1 - step) * start + step * even
        if (rows @ mixed > 0).all():
            return mixed
    return np.asarray((1 - 1e-12) * start + 1e-12 * even)


def _centred(rows: Array, inside: Array, shares: Array, weight: float) -> Array:
    """Newton's steps to the centre for one weight of the barrier."""
    power = np.where(inside, 1.0, weight)
    for _ in range(60):
        gains = np.maximum(rows @ shares, 1e-300)
        slope = rows.T @ (power / gains) + weight / shares
        curve = (rows.T * (power / gains**2)) @ rows + np.diag(weight / shares**2)
        system = np.block([[curve, np.ones((len(shares), 1))], [np.ones((1, len(shares))), np.zeros((1, 1))]])
        step = np.linalg.lstsq(system, np.append(slope, 0.0), rcond=None)[0][:-1]
        falling = step < 0
        most = min(1.0, 0.99 * float((shares[falling] / -step[falling]).min())) if falling.any() else 1.0
        while most > 1e-14 and (rows @ (shares + most * step) <= 0).any():
            most *= 0.5
        shares = shares + most * step
        shares = np.maximum(shares, 1e-300)
        shares /= shares.sum()
        if float(np.abs(step).max()) * most < 1e-13:
            break
    return shares
