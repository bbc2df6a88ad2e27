"""Which inputs drive a measured number: how much of its variance goes back to each alone.

    S_j = Var(E[Y | X_j]) / Var(Y)

the first-order index of Sobol', estimated from the draws as they are: X_j is cut into B bins of equal probability, and
what B bins explain by chance is subtracted (as for answers, `detente.uncertainty.questions.drivers`): with SSB and SSW
the squares between and within bins, S_j = (SSB − (B − 1) SSW/(N − B)) / (SSB + SSW). `floor` is what chance still
shows: the numbers are shuffled 20 times; of the largest share in each, the second largest. The error is the
delete-a-group jackknife over tenths of the draws. Where inputs are drawn independently the shares add up to 1 at most,
and what is missing is what inputs do together only.

`kinds` adds up the shares above the floor of what an input is: a position, a salience, a capability, a wish.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import sqrt
from typing import Any, ClassVar

import numpy as np

from detente.outcomes.preferences import Array
from detente.result import Row
from detente.uncertainty.questions.asking import lines, origin_of
from detente.uncertainty.questions.drivers import SHUFFLES, TENTHS
from detente.uncertainty.questions.naming import number_words, teller_of
from detente.uncertainty.questions.when.binning import binned, bins_for
from detente.uncertainty.reaching import number_name
from detente.uncertainty.study.result import Asked, Study, plain
from detente.words import join, number, say

SHOWN = 5
KINDS = ("position", "salience", "capability", "reversion", "inertia", "weight")


@dataclass(frozen=True)
class Drive:
    """An input and its share; the mean of the number in the lowest and in the highest fifth of the input."""

    name: str
    share: float
    error: float
    lowest: float | None
    highest: float | None


@dataclass(frozen=True, repr=False)
class NumberDrivers(Asked):
    """What drives the number of a column, the largest share first; nothing where it does not vary."""

    told_by: ClassVar[str] = "detente.uncertainty.number_drivers:number_sentences"

    column: str = ""
    low: float = 0.0
    high: float = 0.0
    floor: float = 0.0
    drives: tuple[Drive, ...] = field(default=())

    @property
    def clear(self) -> tuple[Drive, ...]:
        """The inputs whose share is above what chance shows."""
        return tuple(one for one in self.drives if one.share > self.floor)

    def cells(self) -> list[Row]:
        return [
            {"of": self.column, "number": one.name, "share": one.share, "error": one.error, "floor": self.floor,
             "mean_lowest_fifth": one.lowest, "mean_highest_fifth": one.highest}
            for one in self.drives
        ]  # fmt: skip

    def telling(self) -> list[Row]:
        clear = {one.name for one in self.clear}
        return [row for row in self.cells() if row["number"] in clear]

    def kinds(self) -> dict[str, float]:
        """Kind of input → its shares above the floor added up, the largest first."""
        found: dict[str, float] = {}
        for one in self.clear:
            last = one.name.rpartition(".")[2]
            kind = last if last in KINDS else "other"
            found[kind] = found.get(kind, 0.0) + one.share
        return dict(sorted(found.items(), key=lambda pair: -pair[1]))

    def data(self) -> dict[str, Any]:
        return {
            **self.head(), "of": self.column, "low": plain(self.low), "high": plain(self.high),
            "floor": plain(self.floor), "kinds": {kind: plain(share) for kind, share in self.kinds().items()},
            "drivers": self.rows(),
        }  # fmt: skip


def number_drivers(study: Study, column: str) -> NumberDrivers:
    """Which inputs drive a measured number, over the draws in which it is one."""
    values = np.asarray(study.measures[column], dtype=np.float64)
    there = np.isfinite(values)
    y, origin = values[there], origin_of(study, of=column)
    if not len(y) or np.ptp(y) <= 1e-12 * max(1.0, float(np.abs(y).max())):
        low, high = (float(y.min()), float(y.max())) if len(y) else (0.0, 0.0)
        return NumberDrivers(study, "", column, low, high, origin=origin)
    moving = lines(study)
    cut = [binned(study.drivers[line.name][there], bins_for(len(y))) for line in moving]
    drives = []
    for line, (bin_of, edges) in zip(moving, cut, strict=True):
        share, error = _with_error(bin_of, len(edges) + 1, y)
        ends = (None, None) if line.unordered else _outer_means(study.drivers[line.name][there], y)
        drives.append(Drive(line.name, max(0.0, share), error, *ends))
    random = np.random.default_rng([study.seed, len(y)])
    largest = sorted(
        max(variance_share(b, len(edges) + 1, shuffled) for b, edges in cut)
        for shuffled in (random.permutation(y) for _ in range(SHUFFLES))
    )
    drives.sort(key=lambda one: -one.share)
    low, high = np.quantile(y, (0.1, 0.9)).tolist()
    return NumberDrivers(study, "", column, low, high, max(0.0, largest[-2]), tuple(drives), origin=origin)


def variance_share(bin_of: Array, bins: int, y: Array) -> float:
    """S of one input: `bin_of` the bin of every draw. What chance adds is subtracted; 0 if nothing varies."""
    return _share(*_sums(bin_of, bins, y - y.mean()))


def _sums(bin_of: Array, bins: int, y: Array) -> tuple[Array, Array, float]:
    """How many draws each bin has, their sums, and the sum of all squares."""
    return np.bincount(bin_of, minlength=bins), np.bincount(bin_of, y, minlength=bins), float(y @ y)


def _share(sizes: Array, sums: Array, squares: float) -> float:
    there = sizes > 0
    total, bins = int(sizes.sum()), int(there.sum())
    whole = squares - float(sums.sum()) ** 2 / total
    if whole <= 0:
        return 0.0
    between = float((sums[there] ** 2 / sizes[there]).sum()) - float(sums.sum()) ** 2 / total
    return (between - (bins - 1) * (whole - between) / max(1, total - bins)) / whole


def _with_error(bin_of: Array, bins: int, y: Array) -> tuple[float, float]:
    centred = y - y.mean()
    tenths = min(TENTHS, len(y))
    group = (np.arange(len(y)) * tenths) // len(y)
    sizes, sums, squares = _sums(bin_of, bins, centred)
    parts = [_sums(bin_of[group == k], bins, centred[group == k]) for k in range(tenths)]
    without = np.array([_share(sizes - n, sums - s, squares - q) for n, s, q in parts])
    error = sqrt((tenths - 1) / tenths * float(((without - without.mean()) ** 2).sum()))
    return _share(sizes, sums, squares), error


def _outer_means(x: Array, y: Array) -> tuple[float, float]:
    """The mean of the number where the input is in its lowest fifth, and in its highest (equal values together)."""
    low, high = np.quantile(x, (0.2, 0.8))
    return float(y[x <= low].mean()), float(y[x >= high].mean())


def number_sentences(result: NumberDrivers, language: str = "en") -> list[str]:
    """What drives the number most and which way, and what each kind of input adds up to."""
    name = number_name(result.study, result.column, language)
    if not result.drives:
        return [say("study.number.constant", language, name=name, value=result.low)]
    said = [say("study.number.varies", language, name=name, low=result.low, high=result.high)]
    if not result.clear:
        return [*said, say("study.number.none", language, floor=max(0.1, round(100 * result.floor, 1)))]
    teller = teller_of(result.study, language)
    percent: Callable[[float], str] = lambda share: number(round(100 * share, 1))  # noqa: E731
    told = [
        say("study.number.drive", language, name=number_words(teller, one.name), share=percent(one.share),
            low=one.lowest, high=one.highest)
        for one in result.clear[:SHOWN]
    ]  # fmt: skip
    said.append(say("study.number.drives", language, list=say("phrases.semicolon", language).join(told)))
    kinds = [say(f"study.number.kind.{kind}", language, share=percent(share)) for kind, share in result.kinds().items()]
    if len(kinds) > 1:
        said.append(say("study.number.kinds", language, list=join(kinds, language)))
    return said
