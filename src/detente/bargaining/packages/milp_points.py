"""The packages that answer the named questions, one programme each, where the frontier cannot be listed.

*Largest sum, each party's best*: a weighted sum. *Leximin* of gains or shares: the largest sum of the k least numbers
for k = 1, 2, … in turn, as r_k with Σ max(r_k − f_i, 0) (Ogryczak & Śliwiński 2003; from memory, unverified). *Nash*:
the sum of logarithms of gains, each below its tangents; the tangents at each answer are added until an answer comes
back (outer approximation; Duran & Grossmann 1986; from memory, unverified). If nothing is better for all: the same for
every largest set of parties that can all gain. *Concessions*: the least largest and the least total shortfall.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations
from math import log, prod

from detente.bargaining.packages.milp import OutOfTimeError, Programme
from detente.bargaining.packages.negotiation import Package, Vector, gains

ROUNDS = 40
TIGHT = 1e-7
SHARE = (-0.05, 1.05)  # shares lie within 0 and 1


def key_packages(programme: Programme) -> list[Package]:
    """The packages behind the named answers, each undominated; without those for which the time was too short."""
    found: list[Package] = []
    parties = range(len(programme.utility))
    missed = 0

    def take(question: Callable[[], Package | None]) -> Package | None:
        """The answer to a question, also kept; None if there is none, or no time."""
        nonlocal missed
        try:
            package = question()
        except OutOfTimeError:
            programme.reset()
            programme.gap = 1.0  # nothing is known of this answer
            missed += 1
            return None
        if package is not None:
            found.append(_undominated(programme, package))
        return package

    def largest(floors: list[float | None], weights: list[float]) -> Callable[[], Package | None]:
        def question() -> Package | None:
            programme.floors(floors)
            costs = {programme.utility[i]: w / max(weights) for i, w in enumerate(weights) if w}
            return programme.best(costs, 1e-6)[0]

        return question

    free: list[float | None] = [None for _ in parties]
    rational: list[float | None] = [float(floor) for floor in _floors(programme)]
    alone = [[float(one == party) for one in parties] for party in parties]
    per_unit = [1.0 / scale * by for scale, by in zip(programme.scale, programme.divisor, strict=True)]
    ideal = [take(largest(rational, alone[party])) for party in parties]
    hopes = _hopes(programme, ideal)
    if hopes is not None:
        take(lambda: _nash(programme, hopes, rational))
    programme.settled = not missed
    take(largest(free, per_unit))
    for party in parties:
        take(largest(free, alone[party]))
        take(largest([None if one == party else floor for one, floor in enumerate(rational)], alone[party]))
    if hopes is None:
        take(lambda: _least_shortfall(programme, equal=True))
        take(lambda: _least_shortfall(programme, equal=False))
        return found
    take(largest(rational, per_unit))
    live = [party for party in parties if hopes[party] > 0]
    take(lambda: _leximin(programme, live, [float(hope) for hope in hopes], rational))
    most = max(float(max(hopes)), 1e-9)
    take(lambda: _leximin(programme, list(parties), [most for _ in parties], rational))
    return found


def _floors(programme: Programme) -> list[int]:
    """The least whole units that are no worse than no deal."""
    d = programme.negotiation.disagreement
    given = zip(d, programme.scale, programme.constant, strict=True)
    return [-((constant - own * scale) // 1) for own, scale, constant in given]


def _hopes(programme: Programme, ideal: list[Package | None]) -> Vector | None:
    """The most each can gain where nobody loses; None without such packages."""
    d, found = programme.negotiation.disagreement, []
    for party, package in enumerate(ideal):
        if package is None:
            return None
        found.append(programme.negotiation.utility(package)[party] - d[party])
    return tuple(found)


def _undominated(programme: Programme, package: Package) -> Package:
    """A package at least as good for all that nothing dominates; the same package where there is no time to look."""
    programme.reset()
    programme.floors([float(value) for value in programme.worth(package)])
    try:
        better, _ = programme.best(dict.fromkeys(programme.utility, 1.0), 0.4)
    except OutOfTimeError:
        return package
    return package if better is None else better


def _gain(programme: Programme, party: int) -> tuple[float, float]:
    """A party's gain from its utility variable: factor and what is taken off."""
    scale = programme.scale[party]
    d = programme.negotiation.disagreement[party]
    return programme.divisor[party] / scale, float(d - Fraction(programme.constant[party], scale))


def _leximin(
    programme: Programme, members: list[int], sizes: list[float], floors: list[float | None]
) -> Package | None:
    """The largest shares of these members, sorted: gains over sizes that no gain is above."""
    programme.reset()
    programme.floors(floors)
    package: Package | None = None
    values = []
    for party in members:
        factor, off = _gain(programme, party)
        share = programme.add(*SHARE)
        programme.require(off / sizes[party], [(programme.utility[party], factor / sizes[party]), (share, -1.0)])
        values.append(share)
    for least in range(1, len(members) + 1):
        level = programme.add(*SHARE)
        below = [programme.add(0.0, 1.1) for _ in members]
        for one, share in zip(below, values, strict=True):
            programme.require(0.0, [(one, 1.0), (share, 1.0), (level, -1.0)])
        package, _ = programme.best({level: float(least), **dict.fromkeys(below, -1.0)}, TIGHT)
        if package is None:
            break
        worth = gains(programme.negotiation.utility(package), programme.negotiation.disagreement)
        reached = sum(sorted(float(worth[party]) / sizes[party] for party in members)[:least])
        programme.require(reached - TIGHT, [(level, float(least)), *((one, -1.0) for one in below)])
    programme.reset()
    return package


def _least_shortfall(programme: Programme, equal: bool) -> Package | None:
    """The package with the least largest, or the least total, shortfall from no deal."""
    programme.reset()
    programme.floors([None] * len(programme.utility))
    short = [programme.add(0.0, 1e12)] if equal else [programme.add(0.0, 1e12) for _ in programme.utility]
    for party, variable in enumerate(programme.utility):
        factor, off = _gain(programme, party)
        programme.require(off, [(variable, factor), (short[0 if equal else party], 1.0)])
    package, _ = programme.best(dict.fromkeys(short, -1.0), TIGHT)
    programme.reset()
    return package


def _nash(programme: Programme, hopes: Vector, floors: list[float | None]) -> Package | None:
    """The largest set of gainers first, then their largest product of gains."""
    d = programme.negotiation.disagreement
    live = [party for party, hope in enumerate(hopes) if hope > 0]
    power = programme.negotiation.power or (1,) * len(hopes)

    def product(package: Package) -> Fraction:
        own = gains(programme.negotiation.utility(package), d)
        return prod((g**a for g, a in zip(own, power, strict=True) if g > 0), start=Fraction(1))

    for size in range(len(live), 0, -1):
        found = [_product(programme, group, hopes, floors) for group in combinations(live, size)]
        packages = [package for package in found if package is not None]
        if packages:
            return max(packages, key=product)
    return None


def _product(programme: Programme, group: tuple[int, ...], hopes: Vector, floors: list[float | None]) -> Package | None:
    """The largest product of gains of a group, all above zero; the others no worse than without a deal."""
    programme.reset()
    above = [
        float(_above(programme, party)) if party in group else floor for party, floor in enumerate(floors)
    ]  # fmt: skip
    programme.floors(above)
    power = programme.negotiation.power or (1,) * len(hopes)
    most = max(power[party] for party in group)
    logs = {party: programme.add(-1e3, 0.0) for party in group}
    costs = {logs[party]: power[party] / most for party in group}
    points: list[dict[int, float]] = [dict.fromkeys(group, 2.0**-step) for step in range(6)]
    seen: set[Package] = set()
    package: Package | None = None
    for _ in range(ROUNDS):
        for at in points:
            for party in group:
                factor, off = _gain(programme, party)
                hope, here = float(hopes[party]), max(at[party], 1e-9)
                # log(g/h) ≤ log(p) − 1 + g/(h p), where g = factor u − off
                slope = 1.0 / (hope * here)
                programme.require(
                    1.0 - log(here) + off * slope, [(programme.utility[party], factor * slope), (logs[party], -1.0)]
                )
        package, _ = programme.best(costs, TIGHT / 10)
        if package is None or package in seen:
            break
        seen.add(package)
        own = gains(programme.negotiation.utility(package), programme.negotiation.disagreement)
        points = [{party: float(own[party] / hopes[party]) for party in group}]
    programme.reset()
    return package


def _above(programme: Programme, party: int) -> int:
    """The least whole units better than no deal."""
    own, scale = programme.negotiation.disagreement[party], programme.scale[party]
    return int((own * scale - programme.constant[party]) // 1) + 1
