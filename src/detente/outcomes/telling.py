"""Outcomes and moves in words: what stands at an outcome, and what changes from one to another."""

from __future__ import annotations

from dataclasses import dataclass

from detente.outcomes.space import Axis, Space
from detente.situation.model import Option, Situation
from detente.words import in_language, isolated, join, say


@dataclass(frozen=True)
class Teller:
    """Says in one language what a situation's names mean; names without words in the file are shown as they are."""

    situation: Situation
    space: Space
    language: str = "en"

    def actor(self, name: str) -> str:
        """The actor's name for readers."""
        record = self.situation.actors.get(name)
        return self._words(record.name if record else None, name)

    def agreement(self, name: str) -> str:
        record = self.situation.agreements.get(name)
        return self._words(record.name if record else None, name)

    def mover(self, name: str) -> str:
        """An actor, or the parties of an agreement that move together."""
        if name in self.situation.actors:
            return self.actor(name)
        return self.actors(self.situation.agreements[name].parties)

    def actors(self, names: tuple[str, ...] | list[str]) -> str:
        return join([self.actor(name) for name in names], self.language)

    def question(self, name: str) -> str:
        return self._words(self.situation.questions[name].text, name)

    def goal(self, actor: str, name: str) -> str:
        preference = self.situation.preferences[actor]
        goal = (preference.goals or {}).get(name)
        return self._words(goal.text if goal else None, name)

    def _words(self, text: str | dict[str, str] | None, otherwise: str) -> str:
        return isolated(in_language(text, self.language) or otherwise, self.language)

    def _option(self, axis: Axis) -> Option:
        if axis.kind == "option":
            return self.situation.options[axis.owner][axis.name]
        return self.situation.agreements[axis.owner].terms[axis.name]

    def level(self, axis: Axis, level: int) -> str:
        """What it means that this option or term stands at this level."""
        option = self._option(axis)
        if option.levels:
            words = in_language(option.levels[axis.levels[level]].text, self.language)
            if words is None:
                words = say("phrases.level", self.language, label=axis.name, level=axis.levels[level])
        elif level:
            words = in_language(option.text, self.language) or axis.name
        else:
            words = in_language(option.otherwise, self.language)
            if words is None:
                words = say("phrases.not", self.language, phrase=in_language(option.text, self.language) or axis.name)
        return isolated(words, self.language)

    def outcome(self, index: int) -> str:
        """The whole outcome: what each actor does, and what is agreed."""
        if self.space.nodes:
            name = self.space.nodes[index]
            record = (self.situation.outcomes or {})[name]
            words = in_language(record.text, self.language)
            shown = isolated(name, self.language)
            return f"{shown} ({isolated(words, self.language)})" if words else shown
        return say("phrases.semicolon", self.language).join(self.lines(index))

    def lines(self, index: int, *, held: bool = True) -> list[str]:
        """The outcome as one line per actor with options and per agreement with terms (`held`: also what is held)."""
        owners: dict[str, list[str]] = {}
        still = set() if held else {item.hold for item in self.situation.held}
        for axis, level in zip(self.space.axes, self.space.levels[index], strict=True):
            if axis.owner in still or axis.label in still:
                continue
            owners.setdefault(axis.owner, []).append(self.level(axis, int(level)))
        return [
            say("phrases.owner", self.language, owner=self.owner(owner), phrases=join(phrases, self.language))
            for owner, phrases in owners.items()
        ]

    def owner(self, name: str) -> str:
        return self.actor(name) if name in self.situation.actors else self.agreement(name)

    def changes(self, start: int, end: int) -> list[tuple[Axis, str]]:
        """What differs at the end, option by option, in words."""
        if self.space.nodes:
            return []
        return [
            (axis, self.level(axis, int(after)))
            for axis, before, after in zip(
                self.space.axes, self.space.levels[start], self.space.levels[end], strict=True
            )
            if before != after
        ]

    def changed(self, start: int, end: int) -> str:
        """The same as one phrase, owner by owner: “Russia would add forces; the treaty: signed”."""
        if self.space.nodes:
            return say("phrases.to", self.language, outcome=self.outcome(end))
        owners: dict[str, list[str]] = {}
        for axis, words in self.changes(start, end):
            owners.setdefault(axis.owner, []).append(words)
        parts = []
        for owner, phrases in owners.items():
            key = "phrases.does" if owner in self.situation.actors else "phrases.owner"
            name, joined = self.owner(owner), join(phrases, self.language)
            parts.append(say(key, self.language, actor=name, owner=name, phrases=joined))
        return say("phrases.semicolon", self.language).join(parts)

    def move(self, mover: str, start: int, end: int, *, supposed: bool = False) -> str:
        """What the mover does, as a phrase: “Russia would add forces” (after “if”: “Russia were to add forces”)."""
        if self.space.nodes:
            key = "phrases.supposed_goes" if supposed else "phrases.goes"
            return say(key, self.language, actor=self.mover(mover), outcome=self.outcome(end))
        changed = self.changes(start, end)
        if mover in self.situation.actors:
            left = tuple(dict.fromkeys(axis.owner for axis, _ in changed if axis.kind == "term"))
            does = [words for axis, words in changed if axis.kind == "option"]
            if left:
                does.insert(0, say("phrases.leaves", self.language, agreement=self._agreements(left)))
            key = "phrases.supposed" if supposed else "phrases.does"
            return say(key, self.language, actor=self.actor(mover), phrases=join(does, self.language))
        terms = [words for axis, words in changed if axis.kind == "term"]
        own = [
            say("phrases.aside", self.language, actor=self.actor(axis.owner), phrase=words)
            for axis, words in changed
            if axis.kind == "option"
        ]
        parts = join([*terms, *own], self.language)
        return say("phrases.agree", self.language, actors=self.mover(mover), phrases=parts)

    def _agreements(self, names: tuple[str, ...]) -> str:
        return join([self.agreement(name) for name in names], self.language)
