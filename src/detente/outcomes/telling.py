"""The names of a situation's parts, outcomes and moves in the words of its file, in one language.

`Names` needs a situation only, `Teller` also knows the outcomes. What the file puts into no words goes by its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from detente.outcomes.space import Axis, Space
from detente.situation.identifiers import split_reference
from detente.situation.model import Option, Situation
from detente.words import END_ISOLATE, ISOLATE, LANGUAGES, in_language, isolated, join, number, say


class Names:
    """What actors, issues, domains, ties and the other parts of a situation are called in one language."""

    situation: Situation
    language: str

    def __init__(self, situation: Situation, language: str = "en") -> None:
        self.situation, self.language = situation, language

    def called(self, text: str | dict[str, str] | None, otherwise: str) -> str:
        """The text in this language, or what it is called otherwise."""
        return isolated(in_language(text, self.language) or otherwise, self.language)

    def actor(self, name: str) -> str:
        """The actor's name for readers."""
        record = self.situation.actors.get(name)
        return self.called(record.name if record else None, name)

    def actors(self, names: Iterable[str]) -> str:
        return join([self.actor(name) for name in names], self.language)

    def agreement(self, name: str) -> str:
        record = self.situation.agreements.get(name)
        return self.called(record.name if record else None, name)

    def owner(self, name: str) -> str:
        return self.actor(name) if name in self.situation.actors else self.agreement(name)

    def mover(self, name: str) -> str:
        """An actor, or the parties of an agreement that move together."""
        if name in self.situation.actors:
            return self.actor(name)
        return self.actors(self.situation.agreements[name].parties)

    def question(self, name: str) -> str:
        return self.called(self.situation.questions[name].text, name)

    def goal(self, actor: str, name: str) -> str:
        preference = self.situation.preferences[actor]
        goal = (preference.goals or {}).get(name)
        return self.called(goal.text if goal else None, name)

    def driver(self, name: str) -> str:
        return self.called(self.situation.drivers[name].text, name)

    def issue(self, name: str) -> str:
        """What an issue with positions is about."""
        return self.called(self.situation.issues[name].text, name)

    def domain(self, name: str) -> str:
        """A domain of dependence."""
        return self.called(self.situation.dependence[name].text, name)

    def tie(self, name: str) -> str:
        """What a tie is: its text, else its kind."""
        tie = self.situation.ties[name]
        return self.called(tie.text, tie.kind)

    def objective(self, name: str) -> str:
        """An objective of MACTOR."""
        texts = self.situation.mactor.texts if self.situation.mactor else {}
        return self.called(texts.get(name), name)

    def pair(self, one: str, other: str) -> str:
        return say("influence.pair", self.language, one=self.actor(one), other=self.actor(other))

    def pairs(self, pairs: Iterable[tuple[str, str]]) -> str:
        return join([self.pair(*pair) for pair in pairs], self.language)

    def camps(self, camps: list[list[str]]) -> str:
        """Groups of actors that stand against each other, or all together."""
        if len(camps) == 1:
            return say("influence.together", self.language, actors=self.actors(camps[0]))
        return say("influence.against", self.language).join(self.actors(camp) for camp in camps)

    def percent(self, value: float, band: tuple[float, float] | None = None) -> str:
        """A share of the whole in per cent, with its band where there is one."""
        low, high = (None, None) if band is None else (100 * band[0], 100 * band[1])
        return say("influence.percent", self.language, value=100 * value, low=low, high=high)

    def signed(self, value: Fraction) -> str:
        """A gain with its sign: “+1.5”, “−2”, “0”."""
        text = ("+" if value > 0 else "") + number(float(value))
        return f"{ISOLATE}{text}{END_ISOLATE}" if LANGUAGES[self.language] == "rtl" else text

    def gains(self, parties: Sequence[str], values: Sequence[Fraction]) -> str:
        """“Japan +2.8, Russia −3.16”."""
        return self._each(parties, [self.signed(value) for value in values])

    def worths(self, parties: Sequence[str], values: Sequence[Fraction]) -> str:
        """“Japan 6.11, Russia 6.05”."""
        return self._each(parties, values)

    def _each(self, parties: Sequence[str], values: Sequence[Fraction | str]) -> str:
        shown = [
            say("bargain.gain", self.language, party=self.actor(party), value=value)
            for party, value in zip(parties, values, strict=True)
        ]
        return say("bargain.other_gain", self.language).join(shown)


@dataclass(frozen=True)
class Teller(Names):
    """Says in one language what a situation's names, outcomes and moves mean."""

    situation: Situation
    space: Space
    language: str = "en"

    def number_at(self, path: tuple[str, ...]) -> str:
        """What a number of the file is about: a driver, a goal, or a level of a points table."""
        if path[0] == "drivers":
            return self.driver(path[1])
        if "goals" in path:
            return self.goal(path[1], path[path.index("goals") + 1])
        if "points" in path:
            parts = split_reference(path[-2])
            axis = next(axis for axis in self.space.axes if axis.parts == parts)
            return self.level(axis, axis.levels.index(path[-1]))
        return isolated(".".join(path), self.language)

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
