"""The weighted median of positions: an interval where the weight splits exactly in half.

Every point with at most half of the weight strictly to its left and at most half strictly to its right. It minimises
Σ w |x − m|, and is the position that no other beats by a majority of the weight (Black 1958). Published programs take
the lower end of the interval without saying so; here `low`, `high` and the middle between them are told apart. If all
weights are 0 the actors count equally.

Sums of decimals carry rounding: a split nearer to a half than 1e-9 of the total counts as a half.

    >>> import numpy as np
    >>> low, high = weighted_median(np.array([0.0, 10.0, 4.0]), np.array([1.0, 2.0, 1.0]))
    >>> low.item(), high.item()
    (4.0, 10.0)
"""

from __future__ import annotations

import numpy as np

from detente.bargaining.positions.mean import Array, shares

HALF_WITHIN = 1e-9  # of the total weight


def weighted_median(position: Array, weight: Array) -> tuple[Array, Array]:
    """The lowest and the highest weighted median. Float arrays (…, actors); gives two arrays (…)."""
    order = np.argsort(position, axis=-1, kind="stable")
    x = np.take_along_axis(position, order, -1)
    below = np.take_along_axis(shares(weight), order, -1).cumsum(-1)
    low = np.argmax(below >= 0.5 - HALF_WITHIN, axis=-1)
    high = np.argmax(below > 0.5 + HALF_WITHIN, axis=-1)
    return (
        np.take_along_axis(x, low[..., None], -1)[..., 0],
        np.take_along_axis(x, high[..., None], -1)[..., 0],
    )
