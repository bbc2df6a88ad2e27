"""One package of an agreement after another, as they are put together at the table.

For each: what the rules make of it and the nearest one they allow; what it brings each party, at the centre and over
the futures that the ranges allow; what each side believes of it; who refuses; whether it lasts; what is better for all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

import numpy as np

from detente.bargaining.agreement.draws import Futures, Starts
from detente.bargaining.agreement.goal_tables import Tables
from detente.bargaining.agreement.holding import Verdict
from detente.bargaining.agreement.result import Story, refusing
from detente.bargaining.brokered.result import Brokered
from detente.bargaining.packages.audit import package_of
from detente.bargaining.packages.negotiation import Negotiation, Package, Vector, gains
from detente.findings.every_package import SAME, Packages
from detente.outcomes.preferences import Array
from detente.situation.model import Situation
from detente.situation.share_levels import Key
from detente.stability.witness.witness import Step
from detente.uncertainty.deal_futures import DRAWS, deal_story

OUTER = (0.05, 0.95)  # nine in ten futures


@dataclass(frozen=True)
class Band:
    """What a package gains a party: at the centre, the ends of nine in ten futures, whether it is enough to move.

    `share`: in how many of the futures it is. Where nothing is uncertain the ends are the centre.
    """

    centre: float
    low: float
    high: float
    enough: bool
    share: float


@dataclass(frozen=True)
class Table:
    """An agreement, ready to be asked. `story`: its deal section, of which parts are worked out when asked."""

    story: Story
    packages: Packages

    @classmethod
    def of(
        cls,
        situation: Situation,
        views: Mapping[str, Situation] | None = None,
        agreement: str | None = None,
        draws: int = DRAWS,
        named: Mapping[Key, tuple[Fraction, ...]] | None = None,
    ) -> Table:
        """The table of an agreement (None where there is only one). `views`: actor → the situation as it sees it;
        `named`: levels of terms with a share that packages may name beside those at hand.

        Raises `DetenteError` where it cannot be negotiated, as `detente.deal` does.
        """
        story = deal_story(situation, views, agreement, draws=draws, named=named)
        return cls(story, Packages.of(story.situation, story.setting.agreement))

    @property
    def negotiation(self) -> Negotiation:
        return self.story.deal.negotiation

    @property
    def no_deal(self) -> Package:
        """What stands without a deal."""
        return tuple(self.story.setting.base[place] for place in self.story.setting.places)

    def read(self, levels: Mapping[str, str]) -> Package:
        """A package by its levels; what is not named stands as without a deal. `DetenteError` for unknown names."""
        text = ", ".join(f"{name}={level}" for name, level in levels.items())
        return package_of(self.negotiation, text, self.story.setting.agreement)

    def first(self, statement: str) -> Package | None:
        """The package nearest to no deal at which a statement is true, all else as without a deal; None if none is."""
        setting, rows = self.story.setting, self.packages.levels
        whole = np.tile(np.array(setting.base), (len(rows), 1))
        whole[:, list(setting.places)] = rows
        tables = Tables(setting.situation, setting.axes, setting.places, setting.base)
        fitting = rows[tables.at(whole).holds(statement)]
        if not len(fitting):
            return None
        return tuple(fitting[(fitting != np.array(self.no_deal)).sum(axis=1).argmin()].tolist())

    @cached_property
    def best(self) -> tuple[Literal["fair", "fairest", "nearest"], Package | None]:
        """The fairest package that is signed and lasts; where there is none, that nearest to being worth it to all.

        Of terms with a share and where others ratify: the fairest of all levels that passes, whether or not it lasts.
        """
        story = self.story
        if isinstance(story, Brokered) and (story.shares is not None or story.record.ratifiers) and story.at_hand:
            return "fair", story.at_hand
        row = self.packages.fairest()
        if row is not None:
            return "fairest", self.packages.package(row)
        row = self.packages.nearest(np.ones(len(self.packages.levels), np.bool_))
        return "nearest", None if row is None else self.packages.package(row)

    def allowed(self, package: Package, kept: str | None = None) -> Package:
        """The package itself where the rules allow it, else the nearest that they do: fewest issues changed.

        `kept`: an issue that stays as it is, if any package has it so. Of equally near ones, that nearest to no deal.
        """
        if not self.negotiation.banned(package):
            return package
        rows = self.packages.levels
        names = [issue.name for issue in self.negotiation.issues]
        if kept in names:
            same = rows[:, names.index(kept)] == package[names.index(kept)]
            rows = rows[same] if same.any() else rows
        away = (rows != np.array(package)).sum(axis=1)
        new = (rows != np.array(self.no_deal)).sum(axis=1)
        return tuple(rows[np.lexsort((new, away))[0]].tolist())

    def ruled_out(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Issue → the levels that no package can have → the rules that each breaks beside no deal."""
        rows, found = self.packages.levels, {}
        for place, issue in enumerate(self.negotiation.issues):
            never = set(range(len(issue.levels))) - set(np.unique(rows[:, place]).tolist())
            if never:
                found[issue.name] = {issue.levels[level]: self._rules(place, level) for level in sorted(never)}
        return found

    def _rules(self, place: int, level: int) -> tuple[str, ...]:
        package = (*self.no_deal[:place], level, *self.no_deal[place + 1 :])
        return tuple(self.negotiation.banned(package))

    def gains(self, package: Package) -> Vector:
        """What it brings each party over no deal, at the centre."""
        return gains(self.negotiation.utility(package), self.story.deal.d)

    @cached_property
    def _starts(self) -> Starts | None:
        columns = self.story.columns.get("", {})
        if not columns:
            return None
        setting = self.story.setting
        futures = Futures.of(setting.situation, setting.agreement, setting.kind)
        return futures.starts(columns, len(next(iter(columns.values()))))

    def bands(self, package: Package) -> dict[str, Band]:
        """The same over the futures, party by party."""
        setting, centre = self.story.setting, self.gains(package)
        drawn = self._starts.gains(package) if self._starts is not None else None
        found = {}
        for place, party in enumerate(self.story.parties):
            value, enough = float(centre[place]), centre[place] > setting.inertia[place]
            low, high, share = value, value, float(enough)
            if drawn is not None:
                values = drawn[0][:, place]
                values = values[~np.isnan(values)]
                share = float(drawn[1][:, place].mean())
                if len(values):
                    low, high = (float(end) for end in np.quantile(values, OUTER))
            found[party] = Band(value, low, high, enough, share)
        return found

    def seen(self, package: Package) -> dict[str, Vector]:
        """Whose view → what the parties gain in it; views in which the rules forbid the package are left out."""
        return {
            actor: gains(deal.negotiation.utility(package), deal.d)
            for actor, deal in self.story.seen.items()
            if not deal.negotiation.banned(package)
        }

    def refusing(self, package: Package) -> list[str]:
        """The parties that would not sign, each by its own view."""
        return refusing(self.story, package)

    def lasting(self, package: Package, concept: str) -> tuple[Verdict | None, tuple[Step, ...]]:
        """What becomes of it once signed, and the way out of it; None where that cannot be asked."""
        if self.story.signed is None:
            return None, ()
        return self.story.signed.fate(package, concept)

    def better(self, package: Package, count: int = 3) -> list[Package]:
        """Packages that are worse for no party and better for some: first those that raise the least-raised most."""
        return self.better_than(self.gains(package), count)

    def better_than(self, reached: Vector, count: int = 3) -> list[Package]:
        """The same against any gains."""
        rows, raised = self.packages.levels, self.packages.gains - np.array([float(one) for one in reached])
        better: Array = np.flatnonzero((raised >= -SAME).all(axis=1) & (raised > SAME).any(axis=1))
        order = np.lexsort((-raised[better].sum(axis=1), -np.round(raised[better].min(axis=1), 9)))
        return [tuple(rows[row].tolist()) for row in better[order][:count]]
