"""By how much the weighted mean moves per unit of what an actor could change: exact, and steadier than playing rounds.

With m = Σ w x / Σ w and w = c s:

    ∂m/∂x_i = w_i / Σ w        ∂m/∂w_i = (x_i − m) / Σ w,
    so ∂m/∂s_i = c_i (x_i − m) / Σ w   and   ∂m/∂c_i = s_i (x_i − m) / Σ w

Where no actor has weight the plain mean counts: 1/n per unit of position, and 0 for weights.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from detente.bargaining.positions.mean import Array, shares, weighted_mean


class Leverage(NamedTuple):
    """Points of the scale per unit of position, of salience (1 = from nothing to everything), of capability."""

    position: Array
    salience: Array
    capability: Array


def leverage(position: Array, capability: Array, salience: Array) -> Leverage:
    """The leverage of each actor on the weighted mean. Float arrays (…, actors)."""
    weight = capability * salience
    total = weight.sum(-1, keepdims=True)
    apart = position - weighted_mean(position, weight)[..., None]
    per_weight = np.divide(apart, total, out=np.zeros_like(position), where=total > 0)
    return Leverage(shares(weight), capability * per_weight, salience * per_weight)
