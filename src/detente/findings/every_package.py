"""Every package of an agreement: what it brings each party, who refuses it, whether it lasts, which are told.

Gains are counted from no deal. *Short* is what a party lacks of the least gain for which it moves. *Nearest* is the
package with the least largest shortfall over all packages that are not no deal itself; of equally near ones, the one
with the least sum, then the most equal. *Fairest* is the one with the largest product of gains (Nash 1950) among those
that are signed and last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from detente.bargaining.agreement.from_situation import negotiation_about
from detente.bargaining.agreement.goal_tables import Tables
from detente.bargaining.agreement.holding import Signed, signing_model
from detente.bargaining.agreement.levers import levers
from detente.bargaining.agreement.opening import reasons, short_of
from detente.bargaining.agreement.setting import Setting
from detente.bargaining.packages.frontier import frontier
from detente.bargaining.packages.negotiation import Array, Negotiation, Vector, gains
from detente.bargaining.packages.result import deal as deal_of
from detente.bargaining.packages.undominated import distinct, undominated
from detente.errors import DetenteError, LimitError
from detente.findings.result import Bargain, Docket, Package, Part, Summand, Taken
from detente.outcomes.space import Axis
from detente.outcomes.valued import differences
from detente.situation.model import Situation

MAIN = "seq"
MOST = 1 << 20  # packages that are looked at one by one
TRIED = 60  # packages of which it is asked whether they last
LISTED = 6  # packages in a table
SAME = 1e-9
LINKED = 5_000  # packages up to which it is looked at what tying matters is worth


@dataclass(frozen=True)
class Packages:
    """The packages of an agreement as arrays. `statement`: what the main question asks ("" for none)."""

    setting: Setting
    negotiation: Negotiation
    statement: str = ""

    @classmethod
    def of(cls, situation: Situation, agreement: str, statement: str = "") -> Packages:
        negotiation, setting = negotiation_about(situation, agreement)
        return cls(setting, negotiation, statement)

    @cached_property
    def whole(self) -> bool:
        return self.negotiation.cells <= MOST

    @cached_property
    def levels(self) -> Array:
        """The packages (rows) that no rule forbids, as levels of terms and pledges; see `whole`."""
        if not self.whole:
            return np.array([point.example for point in frontier(self.negotiation).points], np.int64)
        grid = np.meshgrid(*(np.array(levels) for levels in self.negotiation.allowed), indexing="ij")
        rows = np.stack([axis.reshape(-1) for axis in grid], axis=1)
        keep = np.ones(len(rows), np.bool_)
        for ban in self.negotiation.bans:
            keep &= ~ban.forbidden[tuple(rows[:, issue] for issue in ban.issues)]
        return rows[keep]

    @cached_property
    def gains(self) -> Array:
        """What each package gains each party (packages, parties)."""
        found = np.zeros((len(self.levels), len(self.negotiation.parties)))
        for party, one in enumerate(self.negotiation.utilities):
            found[:, party] = float(one.constant - self.negotiation.disagreement[party])
            for part in one.parts:
                table = part.table.astype(np.float64)
                found[:, party] += table[tuple(self.levels[:, issue] for issue in part.issues)]
            for bonus in one.bonuses:
                earned = np.ones(len(self.levels), np.bool_)
                for issue, wanted in bonus.when:
                    earned &= np.isin(self.levels[:, issue], wanted)
                found[:, party] += earned * float(bonus.add)
        return found

    @cached_property
    def least(self) -> Array:
        return np.array([float(value) for value in self.setting.inertia])

    @cached_property
    def short(self) -> Array:
        return np.asarray(np.maximum(self.least - self.gains, 0))

    @cached_property
    def is_deal(self) -> Array:
        """All but no deal itself; where numbers say what no deal is worth, all."""
        if self.setting.kind == "numbers":
            return np.ones(len(self.levels), np.bool_)
        base = np.array([self.setting.base[place] for place in self.setting.places])
        return np.asarray((self.levels != base).any(axis=1))

    @cached_property
    def serving(self) -> Array:
        return np.asarray((self.gains > self.least + SAME).all(axis=1))

    @cached_property
    def yes(self) -> Array:
        """Where the main question is answered by yes, if things stay as the package puts them."""
        whole = np.tile(np.array(self.setting.base), (len(self.levels), 1))
        whole[:, list(self.setting.places)] = self.levels
        if not self.statement:
            return np.zeros(len(whole), np.bool_)
        tables = Tables(self.setting.situation, self.setting.axes, self.setting.places, self.setting.base)
        return tables.at(whole).holds(self.statement)

    def nearest(self, among: Array) -> int | None:
        """The row of the nearest package among these (boolean); see the module."""
        rows = np.flatnonzero(among & self.is_deal)
        if not len(rows):
            return None
        worst = self.short[rows].max(axis=1)
        rows = rows[worst <= worst.min() + SAME]
        exact = [(short_of(self.exact(row), self.setting), row) for row in rows.tolist()]
        return int(min(exact, key=lambda pair: (max(pair[0]), sum(pair[0]), -min(self.exact(pair[1])), pair[1]))[1])

    def lasting(self, among: Array) -> int | None:
        """The nearest of these that would last once signed; where none of the first is known to, the nearest."""
        rows = np.flatnonzero(among & self.is_deal)
        order = rows[np.lexsort((self.short[rows].sum(axis=1), self.short[rows].max(axis=1)))]
        for row in order[:TRIED].tolist():
            if self._lasts(self.package(row))[0]:
                return int(row)
        return self.nearest(among)

    def exact(self, row: int) -> Vector:
        """The gains of a package as fractions."""
        return gains(self.negotiation.utility(self.package(row)), self.negotiation.disagreement)

    def package(self, row: int) -> tuple[int, ...]:
        return tuple(self.levels[row].tolist())

    @cached_property
    def best(self) -> frozenset[int]:
        """The rows that no other package beats: better for somebody, worse for nobody."""
        order, starts, rows = distinct(np.round(self.gains / SAME).astype(np.int64))
        ends = np.append(starts[1:], len(order))
        return frozenset(
            int(row)
            for group, keep in zip(zip(starts, ends, strict=True), undominated(rows), strict=True)
            if keep
            for row in order[group[0] : group[1]]
        )

    def unlike(self, rows: Iterable[int]) -> list[int]:
        """These packages in order, but none that gains all what an earlier one does and answers the question alike."""
        kept: dict[tuple[float, ...], int] = {}
        for row in rows:
            kept.setdefault((*np.round(self.gains[row] / SAME).tolist(), float(self.yes[row])), row)
        return list(kept.values())

    @cached_property
    def signed(self) -> Signed | None:
        try:
            return None if self.setting.kind == "numbers" else Signed(self.setting, signing_model(self.situation))
        except LimitError:
            return None

    @property
    def situation(self) -> Situation:
        return self.setting.situation

    def told(self, row: int) -> Package:
        """One package with everything that is told of it."""
        parties, exact = self.negotiation.parties, self.exact(row)
        short = short_of(exact, self.setting)
        package = self.package(row)
        levels = self.setting.levels(package)
        lasts, broken = self._lasts(package)
        terms = {
            party: tuple(
                Summand(reason.path, reason.value)
                for reason in sorted(reasons(self.setting, package, party), key=lambda reason: -abs(reason.value))
            )
            for party in parties
        }
        return Package(
            "",
            levels,
            dict(zip(parties, exact, strict=True)),
            dict(zip(parties, short, strict=True)),
            tuple(p for p, gain, least in zip(parties, exact, self.setting.inertia, strict=True) if gain <= least),
            weighty(self.situation, self.setting.axes, self.setting.base, levels),
            bool(self.yes[row]) if self.statement else None,
            lasts,
            broken,
            row in self.best,
            terms,
        )

    def _lasts(self, package: tuple[int, ...]) -> tuple[bool | None, Taken | None]:
        """Whether it lasts once signed; if not, the step that breaks it."""
        if self.signed is None:
            return None, None
        held = self.signed.held(package, (MAIN,))
        if held.outcome is None:
            return None, None
        if held.verdicts[MAIN] in ("holds", "kept"):
            return True, None
        step = held.way[MAIN][-1]
        space = self.signed.model.space
        changed = weighty(self.situation, space.axes, _row(space.levels[step.start]), _row(space.levels[step.end]))
        return False, Taken(step.mover, step.start, step.end, changed)

    def is_signed(self, row: int) -> bool:
        """The parties sign it, and it lasts."""
        if self.signed is None:
            return bool(self.serving[row])
        held = self.signed.held(self.package(row), (MAIN,))
        witness = held.signed.get(MAIN)
        return held.verdicts.get(MAIN) in ("holds", "kept") and witness is not None and witness.verdict == "credible"

    def fairest(self) -> int | None:
        """The row with the largest product of gains that is signed and lasts, among the first that serve all."""
        rows = np.flatnonzero(self.serving)
        order = rows[np.argsort(-np.log(self.gains[rows]).sum(axis=1), kind="stable")] if len(rows) else rows
        return next((int(row) for row in order[:TRIED] if self.is_signed(int(row))), None)


def _row(levels: Array) -> tuple[int, ...]:
    return tuple(int(level) for level in levels)


def bargain(found: Packages, main_yes: bool, also: Iterable[tuple[int, ...]] = ()) -> Bargain:
    """What is told of an agreement. `main_yes`: the main answer at the centre; `also`: packages to tell besides."""
    setting, negotiation = found.setting, found.negotiation
    otherwise = found.yes != main_yes if found.statement else np.zeros(len(found.levels), np.bool_)
    nearest, turning, fairest = found.nearest(np.ones(len(found.levels), np.bool_)), found.lasting(otherwise), None
    index = {found.package(row): row for row in range(len(found.levels))}
    named = [index[one] for one in also if one in index]
    if found.serving.any():
        fairest = found.fairest()
        best = [row for row in sorted(found.best) if found.serving[row]]
        product = -np.log(found.gains[best]).sum(axis=1) if best else np.zeros(0)
        place = {best[at]: number for number, at in enumerate(np.argsort(product, kind="stable").tolist())}
        first = [] if fairest is None else [fairest]
        listed = sorted(found.unlike([*first, *place])[:LISTED], key=lambda row: place.get(row, -1))
    else:
        rows = [row for row in (turning, nearest, *named[:LISTED]) if row is not None]
        ahead = sorted(
            (row for row in sorted(found.best) if found.is_deal[row]),
            key=lambda row: (found.short[row].max(), found.short[row].sum()),
        )
        listed = list(dict.fromkeys([*rows, *found.unlike([*rows, *ahead])]))[:LISTED]
        listed.sort(key=lambda row: (found.short[row].max(), found.short[row].sum()))
    wanted = [row for row in (fairest, turning, nearest, *listed, *named) if row is not None]
    packages: dict[str, Package] = {}
    key_of: dict[int, str] = {}
    for row in dict.fromkeys(wanted):
        key = key_of[row] = _letter(len(key_of))
        packages[key] = replace(found.told(row), key=key)
    two = len(negotiation.parties) == 2
    return Bargain(
        setting.agreement,
        negotiation.parties,
        setting.kind,
        setting.base,
        dict(zip(negotiation.parties, setting.inertia, strict=True)),
        len(found.levels),
        int(((found.gains > SAME).all(axis=1)).sum()),
        int(found.serving.sum()),
        int((found.serving & otherwise).sum()),
        found.whole,
        packages,
        None if nearest is None else key_of[nearest],
        None if turning is None else key_of[turning],
        None if fairest is None else key_of[fairest],
        tuple(key_of[row] for row in listed),
        shared([packages[key_of[row]] for row in listed if found.serving[row]]),
        tuple((*map(float, gain), row in found.best) for row, gain in enumerate(found.gains)) if two else (),  # type: ignore[misc]
    )


def dockets(situation: Situation, agreement: str) -> tuple[Docket, ...]:
    """The matters of an agreement that run without a deal; none where there are too many packages to look at."""
    try:
        found = deal_of(*negotiation_about(situation, agreement))
    except DetenteError:
        return ()
    if found.negotiation.cells > LINKED:
        return ()
    parties = found.negotiation.parties
    return tuple(
        Docket(
            agreement,
            one.docket,
            dict(zip(parties, one.alone, strict=True)),
            {name: dict(zip(parties, tied.gains, strict=True)) for name, tied in one.linked.items()},
            one.withheld,
            one.fixed,
        )
        for one in levers(found)
    )


def _letter(place: int) -> str:
    """A, B … Z, AA, AB …"""
    return (_letter(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


def shared(packages: Sequence[Package]) -> tuple[Part, ...]:
    """What all of several packages change alike."""
    if len(packages) < 2:
        return ()
    common = set(packages[0].changed).intersection(*(package.changed for package in packages))
    return tuple(part for part in packages[0].changed if part in common)


def weighty(
    situation: Situation, axes: tuple[Axis, ...], start: tuple[int, ...], end: tuple[int, ...]
) -> tuple[Part, ...]:
    """What differs at the end, weightiest first (`detente.outcomes.valued`)."""
    space = Tables(situation, axes, (), end).at(np.array([start, end]))
    place = {axis.parts: number for number, axis in enumerate(axes)}
    return tuple((place[axis.parts], end[place[axis.parts]]) for axis in differences(situation, space, 0, 1))
