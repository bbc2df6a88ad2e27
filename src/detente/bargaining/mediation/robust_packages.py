"""Packages judged over runs: how often each is better for all, signed, lasting; its worst; its regret.

The same runs for every package. V of a package in a run: the least gain_i / scale_i. *Worst part*: the mean V over the
α worst runs of the package, the last one in part (Rockafellar & Uryasev, Journal of Risk 2 (2000)). *Regret* in a run:
the best V of any package, or 0 for no deal, less its own, never below 0. Shares are of runs, no probabilities.

*Acceptance*, where reservation values have ranges: Π_i P(d_i ≤ u_i(x)), drawn evenly, independently; a tie accepts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor, prod

ZERO = Fraction(0)
Range = tuple[Fraction, Fraction]
Run = Mapping[str, Mapping[str, Fraction]]  # package → party → gain


@dataclass(frozen=True)
class Robust:
    """Of one package: shares of runs, the worst gain per party, worst part, largest and mean regret."""

    better_for_all: Fraction
    lasts: Fraction
    signed: Fraction
    worst: dict[str, Fraction]
    worst_part: Fraction
    largest_regret: Fraction
    mean_regret: Fraction


@dataclass(frozen=True)
class Runs:
    """`some_zone`: the share of runs in which some package is better for all; it may exceed that of every package."""

    packages: dict[str, Robust]
    some_zone: Fraction
    best_in_worst_part: tuple[str, ...]
    least_regret: tuple[str, ...]


def over_runs(
    runs: Sequence[Run],
    scale: Mapping[str, Fraction],
    worst: Fraction,
    inertia: Mapping[str, Fraction],
    lasts: Mapping[str, Sequence[bool]],
) -> Runs:
    """The packages over the runs. `lasts`: package → per run whether it lasts once signed (not named: always)."""
    names, count = sorted(runs[0]), len(runs)
    value = {name: [min(run[name][p] / scale[p] for p in scale) for run in runs] for name in names}
    better = {name: [all(run[name][p] > inertia.get(p, ZERO) for p in scale) for run in runs] for name in names}
    best = [max(ZERO, *(value[name][at] for name in names)) for at in range(count)]
    found = {}
    for name in names:
        holds = list(lasts.get(name, [True] * count))
        regret = [max(ZERO, top - here) for top, here in zip(best, value[name], strict=True)]
        found[name] = Robust(
            Fraction(sum(better[name]), count),
            Fraction(sum(holds), count),
            Fraction(sum(b and h for b, h in zip(better[name], holds, strict=True)), count),
            {party: min(run[name][party] for run in runs) for party in scale},
            tail(value[name], worst),
            max(regret),
            sum(regret, ZERO) / count,
        )
    some = Fraction(sum(any(better[name][at] for name in names) for at in range(count)), count)
    top = max(one.worst_part for one in found.values())
    least = min((one.largest_regret, one.mean_regret) for one in found.values())
    return Runs(
        found,
        some,
        tuple(name for name in names if found[name].worst_part == top),
        tuple(name for name in names if (found[name].largest_regret, found[name].mean_regret) == least),
    )


def tail(values: Sequence[Fraction], part: Fraction) -> Fraction:
    """The mean of the smallest part of the values, the last one counted in part."""
    ordered, size = sorted(values), part * len(values)
    whole = floor(size)
    total = sum(ordered[:whole], ZERO) + ((size - whole) * ordered[whole] if whole < len(ordered) else ZERO)
    return total / size


def acceptance(packages: Mapping[str, Mapping[str, Fraction]], reservation: Mapping[str, Range]) -> dict[str, Fraction]:
    """Package → share of the reservation values by which all parties accept it."""
    return {
        name: prod((_below(reservation[party], worth[party]) for party in reservation), start=Fraction(1))
        for name, worth in packages.items()
    }


def _below(span: Range, value: Fraction) -> Fraction:
    """The part of an even range that lies at or below a value."""
    low, high = span
    if value < low:
        return Fraction(0)
    return Fraction(1) if value >= high else (value - low) / (high - low)
