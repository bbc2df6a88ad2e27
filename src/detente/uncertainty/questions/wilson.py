"""A share of the draws, with the error of sampling.

The share of an answer is k of N draws. Its interval is Wilson's (E. B. Wilson, “Probable inference”, JASA 22, 1927):

    (p + z²/2N ± z √(p(1 − p)/N + z²/4N²)) / (1 + z²/N),  z = 1.96.

An answer that never came out is not impossible: the bound is the share that N draws would miss with 5% chance,
1 − 0.05^(1/N), which is just under 3/N. The same holds for one that always came out. The interval says how exactly the
draws were counted, nothing about whether the ranges are right.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

Z95 = 1.959963984540054
MISSED = 0.05


@dataclass(frozen=True)
class Share:
    """`count` of `total` draws. `low`, `high`: the 95% interval, or a bound and 0 or 1 (`interval`)."""

    count: int
    total: int

    @property
    def share(self) -> float:
        return self.count / self.total

    @property
    def low(self) -> float:
        return interval(self.count, self.total)[0]

    @property
    def high(self) -> float:
        return interval(self.count, self.total)[1]

    def data(self) -> dict[str, float]:
        return {"share": self.share, "low": self.low, "high": self.high}


def interval(count: int, total: int) -> tuple[float, float]:
    """The 95% interval of a share; with 0 or all of the draws, the bound that 3/N approximates."""
    bound = 1 - MISSED ** (1 / total)
    if count == 0:
        return 0.0, bound
    if count == total:
        return 1 - bound, 1.0
    p, z = count / total, Z95
    middle = p + z * z / (2 * total)
    half = z * sqrt(p * (1 - p) / total + z * z / (4 * total * total))
    return (middle - half) / (1 + z * z / total), (middle + half) / (1 + z * z / total)
