"""The weighted mean of positions, called the compromise model.

    m = Σ w x / Σ w,    w = capability · salience

It maximises Σ −w (x − m)², and approximates the asymmetric Nash solution where failing to agree is very bad for all
(Achen, in Thomson et al. 2006, ch. 4; from memory, unverified). If all weights are 0 the plain mean is taken. On 351
issues of the European Union with known outcomes no model of rounds came nearer, which is why it is the forecast here.

    >>> import numpy as np
    >>> weighted_mean(np.array([0.0, 10.0]), np.array([1.0, 3.0])).item()
    7.5
"""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[np.float64]]


def some_weight(weight: Array) -> Array:
    """The weights (…, actors); 1 for every actor of a case in which all weights are 0."""
    counted: Array = np.where(weight.sum(-1, keepdims=True) > 0, weight, 1.0)
    return counted


def shares(weight: Array) -> Array:
    """The weights as shares of their sum along the last axis; equal shares where all weights are 0."""
    counted = some_weight(weight)
    part: Array = counted / counted.sum(-1, keepdims=True)
    return part


def weighted_mean(position: Array, weight: Array) -> Array:
    """The compromise. Float arrays (…, actors) of positions and of weights ≥ 0; gives (…)."""
    mean: Array = (position * shares(weight)).sum(-1)
    return mean
