"""Packages, parties and goals in the words of the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from detente.bargaining.agreement.drift import Levels
from detente.bargaining.agreement.goal_tables import Tables
from detente.bargaining.agreement.setting import Setting
from detente.bargaining.packages.negotiation import Package, Vector
from detente.outcomes.space import Axis, Space
from detente.outcomes.telling import Teller
from detente.situation.identifiers import split_reference
from detente.words import END_ISOLATE, ISOLATE, LANGUAGES, in_language, isolated, join, number, say


@dataclass(frozen=True)
class Told:
    """Says in one language what the packages of a setting mean."""

    setting: Setting
    language: str = "en"

    def _space(self, *outcomes: Levels) -> Space:
        tables = Tables(self.setting.situation, self.setting.axes, self.setting.places, self.setting.base)
        return tables.at(np.array(outcomes))

    @cached_property
    def teller(self) -> Teller:
        return Teller(self.setting.situation, self._space(self.setting.base), self.language)

    def actor(self, name: str) -> str:
        return self.teller.actor(name)

    def actors(self, names: Iterable[str]) -> str:
        return join([self.actor(name) for name in names], self.language)

    def package(self, package: Package) -> str:
        """What a package changes against no deal, owner by owner; “as it is without a deal” if nothing."""
        if not self.anchored:
            return self.short(package)
        return self.outcome(self.setting.levels(package), self.setting.base)

    @property
    def anchored(self) -> bool:
        """There is a status quo that packages can be told by; else they are told whole."""
        return isinstance(self.setting.situation.status_quo, dict)

    def outcome(self, levels: Levels, start: Levels) -> str:
        """What differs at an outcome, owner by owner."""
        if levels == start:
            return self._no_change()
        return Teller(self.setting.situation, self._space(start, levels), self.language).changed(0, 1)

    def short(self, package: Package) -> str:
        """What a package changes, as the levels alone: “two islands go to Japan · a peace treaty is signed”."""
        words = [
            self.teller.level(self.setting.axes[place], level)
            for place, level in zip(self.setting.places, package, strict=True)
            if self.setting.base[place] != level or not self.anchored
        ]
        return " · ".join(words) or self._no_change()

    def _no_change(self) -> str:
        """The package that changes nothing: no deal, unless numbers say what that is worth."""
        key = "no_change_numbers" if self.setting.kind == "numbers" else "no_change"
        return say(f"deal.{key}", self.language)

    def move(self, mover: str, start: Levels, end: Levels) -> str:
        """What a mover does, as a phrase."""
        return Teller(self.setting.situation, self._space(start, end), self.language).move(mover, 0, 1)

    def axis(self, axis: Axis, level: int) -> str:
        """A term or an option at a level, in words."""
        return self.teller.level(axis, level)

    def number_at(self, path: tuple[str, ...]) -> str:
        """What a number of the file is about: a goal, a level of a points table, or a driver."""
        if path[0] == "drivers":
            text = self.setting.situation.drivers[path[1]].text
            return self.teller._words(text, path[1])
        if "goals" in path:
            return self.teller.goal(path[1], path[path.index("goals") + 1])
        if "points" in path:
            owner, name = split_reference(path[-2])
            axis = next(axis for axis in self.setting.axes if axis.parts == (owner, name))
            return self.axis(axis, axis.levels.index(path[-1]))
        return isolated(".".join(path), self.language)

    def docket(self, name: str) -> str:
        """A docket in its own words, or by its name."""
        record = self.setting.situation.agreements[self.setting.agreement].dockets.get(name)
        return isolated(in_language(record.text, self.language) or name, self.language) if record else name

    def within(self, issues: Iterable[int]) -> str:
        """What stands at these issues without a deal."""
        axes, base = self.setting.axes, self.setting.base
        places = [self.setting.places[issue] for issue in issues]
        parts = []
        for place in places:
            words = self.axis(axes[place], base[place])
            owner = axes[place].owner
            known = owner in self.setting.situation.actors
            parts.append(say("phrases.aside", self.language, actor=self.actor(owner), phrase=words) if known else words)
        return join(parts, self.language)

    def short_names(self, issues: Iterable[int]) -> str:
        """Terms and options by their names in the file."""
        axes = [self.setting.axes[self.setting.places[issue]] for issue in issues]
        return join([isolated(axis.name, self.language) for axis in axes], self.language)

    def gains(self, parties: tuple[str, ...], values: Vector) -> str:
        """“Japan +2.8, Russia −3.16”."""
        shown = [
            say("bargain.gain", self.language, party=self.actor(party), value=self.signed(value))
            for party, value in zip(parties, values, strict=True)
        ]
        return say("bargain.other_gain", self.language).join(shown)

    def worths(self, parties: tuple[str, ...], values: Vector) -> str:
        """“Japan 6.11, Russia 6.05”."""
        shown = [
            say("bargain.gain", self.language, party=self.actor(party), value=value)
            for party, value in zip(parties, values, strict=True)
        ]
        return say("bargain.other_gain", self.language).join(shown)

    def signed(self, value: Fraction) -> str:
        """A gain with its sign: “+1.5”, “−2”, “0”."""
        text = ("+" if value > 0 else "") + number(float(value))
        return f"{ISOLATE}{text}{END_ISOLATE}" if LANGUAGES[self.language] == "rtl" else text
