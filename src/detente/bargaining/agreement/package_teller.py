"""Packages of an agreement in the words of the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from detente.bargaining.agreement.drift import Levels
from detente.bargaining.agreement.goal_tables import Tables
from detente.bargaining.agreement.setting import Setting
from detente.bargaining.packages.negotiation import Package
from detente.outcomes.space import Axis, Space
from detente.outcomes.telling import Teller
from detente.words import GRAMMARS, join, say


@dataclass(frozen=True, kw_only=True)
class PackageTeller(Teller):
    """A teller whose outcomes are those that packages of a setting lead to."""

    setting: Setting

    @classmethod
    def of(cls, setting: Setting, language: str = "en") -> PackageTeller:
        """The teller of a setting."""
        return cls(setting.situation, _outcomes(setting, setting.base), language, setting=setting)

    def package(self, package: Package) -> str:
        """What a package changes against no deal, owner by owner; “as it is without a deal” if nothing."""
        if not self.anchored:
            return self.short(package)
        return self.difference(self.setting.base, self.setting.levels(package))

    @property
    def anchored(self) -> bool:
        """There is a status quo that packages can be told by; else they are told whole."""
        return isinstance(self.setting.situation.status_quo, dict)

    def difference(self, start: Levels, end: Levels) -> str:
        """What differs at an outcome, owner by owner."""
        if start == end:
            return self._no_change()
        return Teller(self.situation, _outcomes(self.setting, start, end), self.language).changed(0, 1)

    def short(self, package: Package) -> str:
        """What a package changes, without its agreement: “two islands go to Japan · Russia adds forces”."""
        words = [
            self.done(self.setting.axes[place], level)
            for place, level in zip(self.setting.places, package, strict=True)
            if self.setting.base[place] != level or not self.anchored
        ]
        return " · ".join(words) or self._no_change()

    def done(self, axis: Axis, level: int) -> str:
        """That something stands at a level, with who does it."""
        verb = self.does(axis, level)
        if verb is not None and axis.owner in self.situation.actors:
            return GRAMMARS[self.language].with_subject(verb, self.actor(axis.owner))
        return self._aside(axis, self.level(axis, level))

    def _no_change(self) -> str:
        """The package that changes nothing: no deal, unless numbers say what that is worth."""
        key = "no_change_numbers" if self.setting.kind == "numbers" else "no_change"
        return say(f"deal.{key}", self.language)

    def docket(self, name: str) -> str:
        """A docket of the agreement in its own words, or by its name."""
        record = self.situation.agreements[self.setting.agreement].dockets.get(name)
        return self.called(record.text, name) if record else name

    def within(self, issues: Iterable[int]) -> str:
        """What stands at these issues without a deal."""
        return self.owned((axis, self.setting.base[place]) for place, axis in self._axes(issues))

    def owned(self, levels: Iterable[tuple[Axis, int]]) -> str:
        """Options and terms at these levels, own options with the actor whose they are."""
        return join([self._aside(axis, self.level(axis, level)) for axis, level in levels], self.language)

    def issues(self, issues: Iterable[int]) -> str:
        """What these issues are about, own options with the actor whose they are."""
        return join([self.about(issue) for issue in issues], self.language)

    def about(self, issue: int) -> str:
        """What an issue is about."""
        [(_, axis)] = self._axes([issue])
        option = self._option(axis)
        if option.levels and option.text is None:
            levels = [self.level(axis, level) for level in range(len(axis.levels))]
            return self._aside(axis, join(levels, self.language, "or"))
        words = self.called(option.text, axis.name)
        if option.levels and axis.owner in self.situation.actors:  # the levels say what is done; the text is a name
            return say("phrases.name_with_parts", self.language, name=words, parts=self.actor(axis.owner))
        return self._aside(axis, words)

    def _axes(self, issues: Iterable[int]) -> list[tuple[int, Axis]]:
        places = [self.setting.places[issue] for issue in issues]
        return [(place, self.setting.axes[place]) for place in places]

    def _aside(self, axis: Axis, words: str) -> str:
        if axis.owner not in self.situation.actors:
            return words
        return say("phrases.aside", self.language, actor=self.actor(axis.owner), phrase=words)


def _outcomes(setting: Setting, *levels: Levels) -> Space:
    """These outcomes as a list, feasible or not."""
    return Tables(setting.situation, setting.axes, setting.places, setting.base).at(np.array(levels))
