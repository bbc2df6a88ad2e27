"""Krippendorff's α: how far those who judged the same units agree, beyond what chance would bring.

    α = 1 − D_o / D_e,   D_o = 1/n Σ_ck o_ck δ²_ck,   D_e = 1/(n(n−1)) Σ_ck n_c n_k δ²_ck

with o_ck = Σ_u (pairs c-k in unit u) / (m_u − 1), the coincidences; m_u: how many values unit u has; n_c = Σ_k o_ck
and n = Σ n_c. A unit with a single value says nothing of agreement and is left out; a missing value is no value, and no
unit is dropped for it. δ² is the square of a difference that fits how the values were measured:

    nominal   0 if c = k, else 1
    ordinal   (Σ_{g=c..k} n_g − (n_c + n_k)/2)², g over the values from c to k in order
    interval  (c − k)²
    ratio     ((c − k) / (c + k))²; values of 0 or more, and 0 between two zeros

α = 1: all agree; 0: as chance would have it; below: against one another. Where all values are alike there is nothing
to disagree about and α does not exist. Krippendorff (2004, p. 241) asks for α ≥ 0.800, and allows tentative conclusions
from 0.667 on.

Source: K. Krippendorff, *Computing Krippendorff's Alpha-Reliability* (2011), sections C and D; the same in *Content
Analysis* (2004), ch. 11. Units × values need not be complete, coders need not be the same in each unit.

>>> round(alpha([["a", "a"], ["a", "b"], ["b", "b"]], "nominal"), 3)
0.444
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Literal

import numpy as np

from detente.outcomes.columns import Array

Level = Literal["nominal", "ordinal", "interval", "ratio"]
LEVELS: tuple[Level, ...] = ("nominal", "ordinal", "interval", "ratio")
RELIABLE, TENTATIVE = 0.8, 0.667


def alpha(units: Sequence[Sequence[Any]], level: Level) -> float | None:
    """α over units, each a list of the values it was given; None where all values are alike or no unit has two.

    Values are numbers (0 or more for ``ratio``), for ``nominal`` anything that can be told apart.
    """
    counted = [Counter(values) for values in units if len(values) > 1]
    total = Counter[Any]()
    for unit in counted:
        total.update(unit)
    values = list(total) if level == "nominal" else sorted(total)
    counts = np.array([total[value] for value in values], dtype=np.float64)
    apart = squared_differences(values, counts, level)
    place, n = {value: at for at, value in enumerate(values)}, counts.sum()
    observed = 0.0
    for unit in counted:
        at, own = [place[value] for value in unit], np.array(list(unit.values()), dtype=np.float64)
        pairs = sum(times * float(own @ apart(one)[at]) for one, times in zip(at, own, strict=True))
        observed += pairs / (own.sum() - 1)
    expected = sum(count * float(counts @ apart(one)) for one, count in enumerate(counts))
    return None if expected == 0 else float(1 - (n - 1) * observed / expected)


def squared_differences(values: Sequence[Any], counts: Array, level: Level) -> Callable[[int], Array]:
    """δ² of one value (by its place) to each, in their order; `counts`: how often each stands in a unit with a pair."""
    if level == "nominal":
        return lambda one: (np.arange(len(values)) != one).astype(np.float64)
    if level == "ordinal":
        middle = counts.cumsum() - counts / 2
        return lambda one: np.square(middle - middle[one])
    x = np.array(values, dtype=np.float64)
    if level == "interval":
        return lambda one: np.square(x - x[one])
    return lambda one: np.square(np.divide(x - x[one], x + x[one], out=np.zeros_like(x), where=x + x[one] != 0))


def verdict_on(value: float | None) -> str:
    """How an α is read: ``reliable``, ``tentative``, ``unreliable``, or ``none`` where there is none."""
    if value is None:
        return "none"
    return "reliable" if value >= RELIABLE else "tentative" if value >= TENTATIVE else "unreliable"
