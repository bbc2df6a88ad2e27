"""Boxes in which an answer is frequent: the patient rule induction method (Friedman and Fisher, 1999; for scenario
discovery Bryant and Lempert, 2010).

A box gives some numbers a lower end, an upper end or both. *Density*: how frequent the answer is inside. *Coverage*:
how many of the draws with the answer are inside. Peeling takes the slab of about 5% off the end of the number where
the answer is rarest, again and again, while at least 5% of all draws are left (less where the answer is rare). Among
the boxes met on the way the one is kept that has most draws with the answer, counting each draw without it against it:

    value = hits − τ · draws inside,   τ = (1 + share) / 2, half-way from the share everywhere to certainty,

so what lies on the far side of an edge is taken in iff the answer is more frequent there than τ. Peeling stops a slab
too late or too soon, so each edge is then moved to where that value is largest, exactly (pasting and bisection in one;
the best interval of a line of gains and losses). An end goes if leaving it out costs less than 2% of the value; a
number goes if its quasi-p, the chance of so many hits in so many draws at the density without it, is above 0.05.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.outcomes.preferences import Array
from detente.uncertainty.questions.when.binning import binned, bins_for, halfway

PEEL = 0.05
SUPPORT = 0.05
LEAST_DRAWS = 20
WORTH = 0.02
QUASI_P = 0.05
ROUNDS = 8
PART = 0.4


@dataclass(frozen=True)
class Box:
    """Ends per number, in the order of the columns; ±infinity where there is none. A value at an end is inside."""

    low: tuple[float, ...]
    high: tuple[float, ...]

    @property
    def bound(self) -> tuple[int, ...]:
        """The numbers it restricts."""
        ends = zip(self.low, self.high, strict=True)
        return tuple(k for k, (low, high) in enumerate(ends) if low > -np.inf or high < np.inf)

    def inside(self, columns: Sequence[Array], leaving_out: int = -1) -> Array:
        """Boolean array over draws; `leaving_out`: a number whose ends do not count."""
        found = np.ones(len(columns[0]), np.bool_)
        for place in self.bound:
            if place != leaving_out:
                found &= (columns[place] >= self.low[place]) & (columns[place] <= self.high[place])
        return found

    def with_ends(self, number: int, low: float, high: float) -> Box:
        lows, highs = list(self.low), list(self.high)
        lows[number], highs[number] = low, high
        return Box(tuple(lows), tuple(highs))


def everywhere(numbers: int) -> Box:
    return Box((-np.inf,) * numbers, (np.inf,) * numbers)


def find_box(columns: Sequence[Array], hit: Array, level: float | None = None) -> Box | None:
    """The best box for the draws that hit; None if there is none better than everywhere.

    Args:
        columns: the numbers, each (draws,).
        hit: boolean (draws,), whether the answer came out.
        level: τ; by default half-way from the share of hits to 1.
    """
    share = float(hit.mean())
    level = (1 + share) / 2 if level is None else level
    box = _best_met(columns, hit, level)
    if box is None:
        return None
    gain = hit - level
    box = refined(box, columns, gain)
    while True:
        simpler = _without_idle_ends(box, columns, hit, gain)
        if simpler == box:
            break
        box = refined(simpler, columns, gain)
    return box if box.bound and gain[box.inside(columns)].sum() > 0 else None


def _best_met(columns: Sequence[Array], hit: Array, level: float) -> Box | None:
    """Peel, and return the box of the largest value met on the way (in whole bins); None if none has any."""
    count, share = len(hit), float(hit.mean())
    bins = bins_for(count)
    cut = [binned(values, bins) for values in columns]
    most = max(len(edges) + 1 for _, edges in cut)
    all_of = np.zeros((len(cut), most), np.int64)
    hits_of = np.zeros_like(all_of)
    here = np.arange(count)
    _count_in(cut, hit, here, all_of, hits_of, 1)
    ends = np.array([[0, len(edges)] for _, edges in cut])
    least = max(LEAST_DRAWS, int(min(SUPPORT, share / 2) * count))
    best, chosen = 0.0, None
    while True:
        inside, hits = len(here), int(hit[here].sum())
        if hits - level * inside > best:
            best, chosen = hits - level * inside, ends.copy()
        if hits == inside:
            break
        slab = _rarest_slab(all_of, hits_of, inside, least)
        if slab is None:
            break
        number, upper, edge = slab
        bin_of = cut[number][0][here]
        going = bin_of >= edge if upper else bin_of <= edge
        ends[number, 1 if upper else 0] = edge - 1 if upper else edge + 1
        _count_in(cut, hit, here[going], all_of, hits_of, -1)
        here = here[~going]
    if chosen is None:
        return None
    box = everywhere(len(cut))
    for number, (_, edges) in enumerate(cut):
        first, last = chosen[number]
        low = float(edges[first - 1]) if first > 0 else -np.inf
        high = float(np.nextafter(edges[last], -np.inf)) if last < len(edges) else np.inf
        box = box.with_ends(number, low, high)
    return box


def _count_in(
    cut: list[tuple[Array, Array]], hit: Array, draws: Array, all_of: Array, hits_of: Array, sign: int
) -> None:
    """Add these draws to the counts per number and bin, or take them away."""
    hitting = draws[hit[draws]]
    width = all_of.shape[1]
    for number, (bin_of, _) in enumerate(cut):
        all_of[number] += sign * np.bincount(bin_of[draws], minlength=width)
        hits_of[number] += sign * np.bincount(bin_of[hitting], minlength=width)


def _rarest_slab(all_of: Array, hits_of: Array, inside: int, least: int) -> tuple[int, bool, int] | None:
    """The number, the end (True: upper) and the last bin of the slab where the answer is rarest; None: none can go."""
    best: tuple[float, int] | None = None
    found = None
    for upper in (False, True):
        way = slice(None, None, -1) if upper else slice(None)
        sizes = np.cumsum(all_of[:, way], axis=1)
        hits = np.cumsum(hits_of[:, way], axis=1)
        place = np.argmax(sizes >= max(1.0, PEEL * inside), axis=1)
        rows = np.arange(len(sizes))
        size, hitting = sizes[rows, place], hits[rows, place]
        for number in np.flatnonzero(inside - size >= least):
            key = (float(hitting[number] / size[number]), -int(size[number]))
            if best is None or key < best:
                best = key
                edge = int(place[number])
                found = (int(number), upper, all_of.shape[1] - 1 - edge if upper else edge)
    return found


def refined(box: Box, columns: Sequence[Array], gain: Array) -> Box:
    """Every end moved to where the value is largest, all other numbers as they are, until nothing moves."""
    for _ in range(ROUNDS):
        before = box
        for number in box.bound:
            here = box.inside(columns, leaving_out=number)
            low, high = _best_interval(
                columns[number][here], gain[here], np.isfinite(box.low[number]), np.isfinite(box.high[number])
            )
            box = box.with_ends(number, low, high)
        if box == before:
            break
    return box


def _best_interval(values: Array, gain: Array, lower: bool, upper: bool) -> tuple[float, float]:
    """The interval with the largest sum of gains; only the ends named may be set. Edges lie between two values."""
    if not len(values):
        return -np.inf, np.inf
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] > ordered[:-1]]))
    sums = np.concatenate([[0.0], np.cumsum(np.add.reduceat(gain[order], starts))])
    distinct = ordered[starts]
    last = len(distinct)
    if lower and upper:
        lowest = np.minimum.accumulate(sums[:-1])
        stop = int(np.argmax(sums[1:] - lowest)) + 1
        start = int(np.argmin(sums[:stop]))
    else:
        start = int(np.argmin(sums[:-1])) if lower else 0
        stop = int(np.argmax(sums[1:])) + 1 if upper else last
    low = -np.inf if start == 0 else float(halfway(distinct[start - 1], distinct[start]))
    high = np.inf if stop == last else -float(halfway(-distinct[stop], -distinct[stop - 1]))
    return low, high


def _without_idle_ends(box: Box, columns: Sequence[Array], hit: Array, gain: Array) -> Box:
    """The box without the end that costs least, if that is next to nothing; else without a number of high quasi-p."""
    value = float(gain[box.inside(columns)].sum())
    options = []
    for number in box.bound:
        here = box.inside(columns, leaving_out=number)
        values, gains = columns[number][here], gain[here]
        for upper in (False, True):
            low, high = box.low[number], box.high[number]
            if not np.isfinite(high if upper else low):
                continue
            wider = (low, np.inf) if upper else (-np.inf, high)
            kept = gains[(values >= wider[0]) & (values <= wider[1])].sum()
            options.append((value - float(kept), number, wider))
    if not options:
        return box
    loss, number, wider = min(options)
    if loss <= WORTH * abs(value):
        return box.with_ends(number, *wider)
    chances = quasi_p(box, columns, hit)
    worst = max(chances, key=lambda k: chances[k])
    return box.with_ends(worst, -np.inf, np.inf) if chances[worst] > QUASI_P else box


def quasi_p(box: Box, columns: Sequence[Array], hit: Array) -> dict[int, float]:
    """For each number of the box: the chance of so many hits inside if that number's ends did nothing."""
    inside = box.inside(columns)
    draws, hits = int(inside.sum()), int(hit[inside].sum())
    found = {}
    for number in box.bound:
        wider = box.inside(columns, leaving_out=number)
        found[number] = at_least(hits, draws, float(hit[wider].mean()) if wider.any() else 1.0)
    return found


def at_least(hits: int, draws: int, share: float) -> float:
    """The chance of at least so many hits in so many draws, each with this chance (binomial, exact)."""
    if hits <= 0 or share >= 1:
        return 1.0
    if share <= 0:
        return 0.0
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, draws + 1)))])
    k = np.arange(hits, draws + 1)
    each = logs[draws] - logs[k] - logs[draws - k] + k * np.log(share) + (draws - k) * np.log1p(-share)
    return float(min(1.0, np.exp(each).sum()))


def resampled(
    box: Box, columns: Sequence[Array], gain: Array, seed: int, times: int = 50
) -> dict[tuple[int, bool], tuple[float, float]]:
    """For each end (number, True for the upper): where it falls in 95 of 100 resamples of the draws.

    A resample is a part of two fifths of the draws; the end is set anew in it, the others as they are. Drawing all of
    them with replacement, as is usual, gives ranges too narrow for the place of a sharp edge: they held the true one in
    47 to 60 of 100 trials, these in 95 and more.
    """
    random = np.random.default_rng([seed, len(gain)])
    found = {}
    for number in box.bound:
        for upper in (False, True):
            if not np.isfinite((box.high if upper else box.low)[number]):
                continue
            open_end = box.with_ends(number, *((box.low[number], np.inf) if upper else (-np.inf, box.high[number])))
            here = open_end.inside(columns)
            values, gains = columns[number][here], gain[here]
            parts = [random.random(len(gains)) < PART for _ in range(times)]
            ends = [_best_interval(values[part], gains[part], not upper, upper)[1 if upper else 0] for part in parts]
            known = [end for end in ends if np.isfinite(end)] or [(box.high if upper else box.low)[number]]
            low, high = np.quantile(known, (0.025, 0.975))
            end = (box.high if upper else box.low)[number]
            found[number, upper] = (min(float(low), end), max(float(high), end))
    return found


def find_boxes(columns: Sequence[Array], hit: Array, most: int = 3, least: float = 0.05) -> list[Box]:
    """Up to `most` boxes, each found among the draws that the ones before leave, with at least 5% of all hits in it."""
    level = (1 + float(hit.mean())) / 2
    left = np.ones(len(hit), np.bool_)
    found: list[Box] = []
    while len(found) < most and hit[left].any() and left.sum() > LEAST_DRAWS:
        box = find_box([values[left] for values in columns], hit[left], level)
        if box is None:
            break
        inside = box.inside(columns) & left
        if hit[inside].sum() < least * hit.sum():
            break
        found.append(box)
        left &= ~inside
    return found
