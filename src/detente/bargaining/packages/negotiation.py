"""A negotiation over packages: parties, issues with finite levels, what each party makes of them, and no deal.

A package takes one level of every issue. The utility of party i is u_i(x) = c_i + Σ_t f_t(x on the issues of t): a part
over one issue is additive, over several it is conditional; a bonus is earned where every issue it names is at one of
the levels it names. Bans rule packages out. `disagreement` d is what each party has without a deal: explicit, never
clipped to the range of u, and not always the utility of a package. Gains are g_i = u_i − d_i. Larger is better.

All numbers are exact fractions; engines work on integers, each party's utilities times the least common denominator.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import gcd, lcm, prod
from typing import Any

import numpy as np

from detente.errors import DetenteError

Array = np.ndarray[Any, np.dtype[Any]]
Package = tuple[int, ...]
Vector = tuple[Fraction, ...]
When = tuple[tuple[int, tuple[int, ...]], ...]  # issue, levels of which one must hold

FINEST = 10_000  # largest whole bargaining power


@dataclass(frozen=True)
class Issue:
    """What is negotiated: its name and its levels, in order."""

    name: str
    levels: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Part:
    """A table over one or more issues: an array of fractions, one axis per issue."""

    issues: tuple[int, ...]
    table: Array


@dataclass(frozen=True)
class Bonus:
    """What is added where every issue named is at one of the levels named."""

    when: When
    add: Fraction


@dataclass(frozen=True)
class Utility:
    """What one party makes of a package: a constant, tables and bonuses."""

    parts: tuple[Part, ...] = ()
    bonuses: tuple[Bonus, ...] = ()
    constant: Fraction = Fraction(0)


@dataclass(frozen=True, eq=False)
class Ban:
    """Combinations of levels that no package may have: a boolean table over some issues, true where forbidden."""

    name: str
    issues: tuple[int, ...]
    forbidden: Array


@dataclass(frozen=True)
class Negotiation:
    """See the module. `allowed`: the levels each issue may take here (an issue frozen has one).

    `dockets`: label → a partition of the issues; `winning`: minimal sets of parties whose acceptance passes a package
    (none: all must accept); `power`: exponents of the Nash product; `common_scale`: utilities may be compared; `own`:
    per party the issues it decides alone; `units`: per party what its utilities were divided by, if by anything.
    """

    parties: tuple[str, ...]
    issues: tuple[Issue, ...]
    utilities: tuple[Utility, ...]
    disagreement: Vector
    bans: tuple[Ban, ...] = ()
    status_quo: Package | None = None
    dockets: dict[str, tuple[tuple[int, ...], ...]] = field(default_factory=dict)
    winning: tuple[tuple[int, ...], ...] = ()
    power: tuple[int, ...] = ()
    common_scale: bool = False
    limits: tuple[tuple[int, ...], ...] = ()
    own: tuple[tuple[int, ...], ...] = ()
    units: tuple[Fraction, ...] = ()

    @property
    def allowed(self) -> tuple[tuple[int, ...], ...]:
        return self.limits or tuple(tuple(range(len(issue.levels))) for issue in self.issues)

    @property
    def cells(self) -> int:
        """How many packages there would be without bans."""
        return prod(len(levels) for levels in self.allowed)

    def utility(self, package: Package) -> Vector:
        """What each party makes of a package."""
        return tuple(_worth(utility, package) for utility in self.utilities)

    def banned(self, package: Package) -> list[str]:
        """The names of the bans a package breaks."""
        return [ban.name for ban in self.bans if ban.forbidden[tuple(package[issue] for issue in ban.issues)]]

    def named(self, package: Package) -> dict[str, str]:
        """Issue → level, in words of the file."""
        return {issue.name: issue.levels[level] for issue, level in zip(self.issues, package, strict=True)}

    def frozen(self, free: set[int], at: Package, disagreement: Vector | None = None) -> Negotiation:
        """The same where only the free issues may differ from a package."""
        limits = tuple(
            levels if issue in free else (at[issue],) for issue, levels in enumerate(self.allowed)
        )  # fmt: skip
        return replace(self, limits=limits, disagreement=disagreement or self.disagreement)


@dataclass(frozen=True)
class Point:
    """One utility vector, how many packages give it (None: not counted), and one of them. `near`: `u` in floats."""

    u: Vector
    packages: int | None
    example: Package
    near: tuple[float, ...] = field(default=(), compare=False, repr=False)


def gains(u: Vector, d: Vector) -> Vector:
    """What a utility vector gives each party over no deal; negative for a loss."""
    return tuple(one - other for one, other in zip(u, d, strict=True))


def whole_powers(power: tuple[Fraction, ...]) -> tuple[int, ...]:
    """Bargaining powers as the smallest whole numbers in the same proportion: the Nash deal is the same."""
    if any(one <= 0 for one in power):
        raise DetenteError("deal_power_negative", found=", ".join(map(str, power)))
    scale = lcm(*(one.denominator for one in power))
    whole = [int(one * scale) for one in power]
    shared = gcd(*whole)
    if max(whole) // shared > FINEST:
        raise DetenteError("deal_power_fine", limit=FINEST)
    return tuple(one // shared for one in whole)


def _worth(utility: Utility, package: Package) -> Fraction:
    total = utility.constant
    for part in utility.parts:
        total += part.table[tuple(package[issue] for issue in part.issues)]
    for bonus in utility.bonuses:
        if all(package[issue] in levels for issue, levels in bonus.when):
            total += bonus.add
    return total


@dataclass(frozen=True, eq=False)
class Integers:
    """The utilities as integers: u_i = whole_i / scale_i. `parts`: per party (issues, table), constants left out.

    `exact`: no rounding was needed. Else every table entry was rounded to a grid 2⁻⁶⁰ of the largest sum, so that sums
    fit; vectors found are computed again exactly from their packages.
    """

    scale: tuple[int, ...]
    parts: tuple[tuple[tuple[tuple[int, ...], Array], ...], ...]
    bonuses: tuple[tuple[tuple[When, int], ...], ...]
    constant: tuple[int, ...]
    exact: bool


MOST = 1 << 61


def integers(negotiation: Negotiation, rounded: bool = True) -> Integers:
    """The utilities times the least common denominator of each party.

    `rounded`: round to a grid where sums would not fit 62 bits; else such tables hold Python integers.
    """
    scales, tables, bonuses, constants, exact = [], [], [], [], True
    for utility in negotiation.utilities:
        entries = [value for part in utility.parts for value in part.table.flat]
        entries += [bonus.add for bonus in utility.bonuses] + [utility.constant]
        scale = Fraction(lcm(*(value.denominator for value in entries)))
        size = sum(max(map(abs, part.table.flat)) for part in utility.parts) + abs(utility.constant)
        size += sum(abs(bonus.add) for bonus in utility.bonuses)
        fits = size * scale < MOST
        if not fits and rounded:
            exact, scale = False, Fraction(1 << 60) / max(size, Fraction(1, 1 << 60))
        kind = np.int64 if fits or rounded else object
        scales.append(int(scale) if scale >= 1 else 1)
        tables.append(tuple((part.issues, _whole(part.table, scale, kind)) for part in utility.parts))
        bonuses.append(tuple((bonus.when, round(bonus.add * scale)) for bonus in utility.bonuses))
        constants.append(round(utility.constant * scale))
    return Integers(tuple(scales), tuple(tables), tuple(bonuses), tuple(constants), exact)


def _whole(table: Array, scale: Fraction, kind: Any) -> Array:
    values = [round(value * scale) for value in table.flat]
    found = np.empty(len(values), kind)
    found[:] = values
    return found.reshape(table.shape)


def blocks(negotiation: Negotiation) -> list[tuple[int, ...]]:
    """The issues in groups that no conditional part, bonus or ban links: utilities add up over the groups."""
    leader = list(range(len(negotiation.issues)))

    def find(issue: int) -> int:
        while leader[issue] != issue:
            issue = leader[issue]
        return issue

    linked = [part.issues for utility in negotiation.utilities for part in utility.parts]
    linked += [tuple(i for i, _ in bonus.when) for utility in negotiation.utilities for bonus in utility.bonuses]
    linked += [ban.issues for ban in negotiation.bans]
    for issues in linked:
        for issue in issues[1:]:
            low, high = sorted((find(issues[0]), find(issue)))
            leader[high] = low
    groups: dict[int, list[int]] = {}
    for issue in range(len(leader)):
        groups.setdefault(find(issue), []).append(issue)
    return [tuple(group) for group in groups.values()]
