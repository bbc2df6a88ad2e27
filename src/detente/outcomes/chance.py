"""Random numbers that belong to a name: the same wherever, whenever and in whatever order they are drawn.

The stream of name n in batch b is Philox (Salmon et al. 2011) with key (seed, blake2b of n) and counter (0, 0, 0, b).
So a batch can be drawn alone, on any machine, and a quantity that is added leaves the draws of all others as they were.
Uniform numbers are (k + ½) / 2^52 for the upper 52 bits k of each word: never 0, never 1. Everything else is made from
them by inverse distribution functions of our own, so that no release of NumPy can change a draw.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from math import erfc
from typing import Any

import numpy as np

from detente.situation.quantity import Choice, Spread, Triangular

Array = np.ndarray[Any, np.dtype[Any]]

BATCH = 8192  # draws of a batch; part of what a draw is: another size would be other draws
LARGEST_SEED = 2**64 - 1


@cache
def key_of(name: str) -> int:
    """The 64 bits that stand for a name."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little")


class Stream:
    """Uniform numbers of one name in one batch; asked again, it goes on where it stopped."""

    def __init__(self, seed: int, name: str, batch: int) -> None:
        key = np.array([seed, key_of(name)], np.uint64)
        self._words = np.random.Philox(key=key, counter=np.array([0, 0, 0, batch], np.uint64))

    def uniform(self, count: int = BATCH) -> Array:
        """The next numbers, each strictly between 0 and 1."""
        words = self._words.random_raw(count)
        found: Array = ((words >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52
        return found


def quantile(spread: Spread, chance: Array) -> Array:
    """The value below which the quantity lies with this chance: the inverse distribution function."""
    match spread:
        case Choice(values=values):
            listed = np.array([float(value) for value in values])
            place = np.minimum((chance * len(listed)).astype(np.int64), len(listed) - 1)
            return np.asarray(listed[place])
        case Triangular(low=low, likely=likely, high=high):
            return _triangular(float(low), float(likely), float(high), chance)
    low_end, high_end = float(spread.low), float(spread.high)
    return np.asarray(np.minimum(low_end + (high_end - low_end) * chance, high_end))


def _triangular(low: float, likely: float, high: float, chance: Array) -> Array:
    if low == high:
        return np.full(len(chance), low)
    rising = low + np.sqrt(chance * (high - low) * (likely - low))
    falling = high - np.sqrt((1 - chance) * (high - low) * (high - likely))
    return np.asarray(np.where(chance * (high - low) < likely - low, rising, falling))


# Rational approximations of the normal quantile, Wichura 1988 (algorithm AS 241, PPND16), accurate to about 1e-16:
# for the middle, and for the two pieces of a tail.
_MIDDLE = (
    (2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
     13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608),
    (5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
     5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0),
)  # fmt: skip
_NEAR = (
    (7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
     3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734),
    (1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
     0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1.0),
)  # fmt: skip
_FAR = (
    (2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
     0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772),
    (2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
     0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1.0),
)  # fmt: skip


def normal_score(chance: Array) -> Array:
    """The standard normal value below which a normal variable lies with this chance (Wichura 1988, AS 241)."""
    q = chance - 0.5
    inner = _ratio(_MIDDLE, 0.180625 - q * q) * q
    r = np.sqrt(-np.log(np.minimum(chance, 1 - chance)))
    tail = np.where(r <= 5, _ratio(_NEAR, r - 1.6), _ratio(_FAR, r - 5))
    return np.asarray(np.where(np.abs(q) <= 0.425, inner, np.sign(q) * tail))


def _ratio(coefficients: tuple[tuple[float, ...], tuple[float, ...]], x: Array) -> Array:
    above, below = (np.polyval(np.array(part), x) for part in coefficients)
    return np.asarray(above / below)


def normal_chance(score: Array) -> Array:
    """The chance that a standard normal variable lies below this value."""
    found = np.fromiter((erfc(value) for value in (score * -(0.5**0.5)).tolist()), np.float64, len(score))
    tiny = 2.0**-53
    return np.asarray(np.clip(found / 2, tiny, 1 - tiny))
