"""The names of a situation's parts, outcomes and moves in the words of its file, in one language.

`Names` needs a situation only, `Teller` also knows the outcomes. What the file puts into no words goes by its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import numpy as np

from detente.outcomes.space import Axis, Space
from detente.outcomes.valued import differences
from detente.situation.identifiers import split_reference
from detente.situation.model import Option, Situation
from detente.words import END_ISOLATE, GRAMMARS, ISOLATE, LANGUAGES, in_language, isolated, join, number, say
from detente.words.amounts import points
from detente.words.grammar import Forms, Noun

NAMED_BY = 2  # how many differences name an outcome or a package


class Names:
    """What actors, issues, domains, ties and the other parts of a situation are called in one language."""

    situation: Situation
    language: str

    def __init__(self, situation: Situation, language: str = "en") -> None:
        self.situation, self.language = situation, language

    def called(self, text: str | dict[str, str] | None, otherwise: str) -> str:
        """The text in this language, or what it is called otherwise: its name, without the signs of a name."""
        return isolated(in_language(text, self.language) or otherwise.replace("_", " "), self.language)

    def noun(self, text: str | dict[str, str] | None, otherwise: str) -> Noun:
        """A name with its grammatical forms; those of another language say nothing in this one."""
        name = in_language(text, self.language) or otherwise.replace("_", " ")
        own = not isinstance(text, dict) or self.language in text
        forms = name.forms if isinstance(name, Noun) and own else Forms()
        return Noun(isolated(GRAMMARS[self.language].inside(name), self.language), forms)

    def actor(self, name: str) -> str:
        """The actor's name for readers, as a `Noun`."""
        return self._actor(name)

    def _actor(self, name: str) -> Noun:
        record = self.situation.actors.get(name)
        return self.noun(record.name if record else None, name)

    def actors(self, names: Iterable[str]) -> str:
        """Several actors as one `Noun`, each as its file calls it in lists."""
        nouns = [self._actor(name) for name in names]
        if len(nouns) > 1:
            nouns = [Noun(isolated(noun.forms.in_list or noun, self.language), noun.forms) for noun in nouns]
        return join(nouns, self.language)

    def agreement(self, name: str) -> str:
        record = self.situation.agreements.get(name)
        return self.noun(record.name if record else None, name)

    def rule(self, name: str) -> str:
        """A rule in its own words."""
        return self.called(self.situation.rules[name].text, name)

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
        """“Japan +2.8, Russia −3.2”: in points with one decimal, unless all of it is less than half a point."""
        return self._each(parties, self.gain(values))

    def gain(self, values: Sequence[Fraction]) -> list[str]:
        """Gains without the names: “+2.8”, “−3.2”."""
        small = max(map(abs, values), default=Fraction(0)) < Fraction(1, 2)
        return [self.signed(value if small else points(value)) for value in values]

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

    def does(self, axis: Axis, level: int) -> str | None:
        """The same as what its owner does (“adds forces”); None where the file does not say it in this language."""
        option = self._option(axis)
        text = option.levels[axis.levels[level]].does if option.levels else option.does if level else option.does_not
        own = text.get(self.language) if isinstance(text, dict) else text
        return own and isolated(own, self.language)

    def level(self, axis: Axis, level: int) -> str:
        """What it means that this option or term stands at this level."""
        option = self._option(axis)
        if option.levels:
            words = in_language(option.levels[axis.levels[level]].text, self.language)
            if words is None:
                names = (name.replace("_", " ") for name in (axis.name, axis.levels[level]))
                words = say("phrases.level", self.language, label=next(names), level=next(names))
        elif level:
            words = self.called(option.text, axis.name)
        else:
            words = in_language(option.otherwise, self.language)
            if words is None:
                words = say("phrases.not", self.language, phrase=self.called(option.text, axis.name))
        return isolated(words, self.language)

    def outcome(self, index: int) -> str:
        """The whole outcome: what each actor does, and what is agreed; of a listed one its text.

        Its id is there only where it has no text, or another has the same.
        """
        if self.space.nodes:
            texts = self._texts
            shown, words = isolated(self.space.nodes[index], self.language), texts[index]
            if words is None:
                return shown
            told = isolated(words, self.language)
            return told if texts.count(words) == 1 else f"{shown} ({told})"
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
            return say("phrases.to", self.language, outcome=self._quoted(end))
        owners: dict[str, list[tuple[Axis, str]]] = {}
        for axis, words in self.changes(start, end):
            owners.setdefault(axis.owner, []).append((axis, words))
        parts = []
        for owner, changed in owners.items():
            if owner in self.situation.actors:
                parts.append(self.acts(owner, changed, end))
            else:
                phrases = join([words for _, words in changed], self.language)
                parts.append(say("phrases.owner", self.language, owner=self.owner(owner), phrases=phrases))
        return say("phrases.semicolon", self.language).join(parts)

    def acts(self, actor: str, changed: Sequence[tuple[Axis, str]], end: int) -> str:
        """What an actor does to get there: “Russia adds forces”; where the file has no such words, what it would do."""
        told = [self.does(axis, int(self.space.levels[end, self.space.column[axis.parts]])) for axis, _ in changed]
        verbs = [words for words in told if words]
        if len(verbs) == len(changed):
            first = GRAMMARS[self.language].with_subject(verbs[0], self.actor(actor))
            rest = [GRAMMARS[self.language].with_subject(words, "") for words in verbs[1:]]
            return join([first, *rest], self.language)
        phrases = join([words for _, words in changed], self.language)
        return say("phrases.does", self.language, actor=self.actor(actor), phrases=phrases)

    def named(self, outcome: int, start: int | None = None, parts: int = NAMED_BY, beside: Sequence[Axis] = ()) -> str:
        """What an outcome is called: as the file names it, else by what differs from `start` (the status quo).

        What the actors care for most comes first; at most so many parts (0: all). `beside`: not told here.
        """
        start = self.space.status_quo if start is None else start
        for record in self.situation.names.values():
            if self.space.holds(record.is_)[outcome]:
                return self.called(record.text, "")
        if self.space.nodes or start is None:
            return self.outcome(outcome)
        changed = differences(self.situation, self.space, start, outcome)
        if not changed:
            return say("phrases.as_today", self.language)
        told = [axis for axis in changed if axis not in beside][: parts or None]
        if not told:
            return say("stability.nothing_more", self.language)
        groups: dict[str, list[Axis]] = {}
        for axis in told:
            groups.setdefault(axis.owner if axis.kind == "option" else axis.label, []).append(axis)
        return say("phrases.also", self.language).join(self._differences(group, outcome) for group in groups.values())

    def apart(self, names: Mapping[int, str]) -> dict[int, str]:
        """Outcome → its name; one that several share, as the file may name them, with all that differs from today."""
        plain, told = replace(self, situation=self.situation.model_copy(update={"names": {}})), list(names.values())
        found = dict(names)
        for outcome in [one for one, name in names.items() if told.count(name) > 1]:
            parts = plain.named(outcome, parts=0)
            found[outcome] = say("phrases.name_with_parts", self.language, name=names[outcome], parts=parts)
        return found

    def one_difference(self, axis: Axis, outcome: int) -> str:
        """One thing that is so at an outcome, with who does it: “Russia adds forces”, “a peace treaty is signed”."""
        return self._differences([axis], outcome)

    def _differences(self, axes: Sequence[Axis], outcome: int) -> str:
        """The options of one actor, or one term, as they stand at an outcome."""
        levels = self.space.levels[outcome]
        told = [(axis, self.level(axis, int(levels[self.space.column[axis.parts]]))) for axis in axes]
        return self.acts(axes[0].owner, told, outcome) if axes[0].kind == "option" else told[0][1]

    def names(self, outcomes: Sequence[int], start: int | None = None) -> tuple[list[str], dict[int, str]]:
        """What several outcomes have in common, and what each is called: by as many parts as tell them apart."""
        start = self.space.status_quo if start is None else start
        shared: list[Axis] = []
        if len(outcomes) > 1 and start is not None and not self.situation.names:
            levels = self.space.levels
            same = (np.array([levels[one] for one in outcomes]) == levels[outcomes[0]]).all(axis=0)
            changed = differences(self.situation, self.space, start, outcomes[0])
            shared = [axis for axis in changed if same[self.space.column[axis.parts]]]
        common = [self.one_difference(axis, outcomes[0]) for axis in shared]
        found = {outcome: self.named(outcome, start, beside=shared) for outcome in outcomes}
        for parts in range(NAMED_BY + 1, len(self.space.axes) + 1):
            double = [one for one, name in found.items() if list(found.values()).count(name) > 1]
            found.update({outcome: self.named(outcome, start, parts, shared) for outcome in double})
        semicolon = say("phrases.semicolon", self.language).strip()
        whole = {
            one: say("phrases.quoted", self.language, phrase=name) for one, name in found.items() if semicolon in name
        }
        return common, {**found, **whole}

    def move(self, mover: str, start: int, end: int, *, supposed: bool = False) -> str:
        """What the mover does, as a phrase: “Russia would add forces” (after “if”: “Russia were to add forces”)."""
        if self.space.nodes:
            key = "phrases.supposed_goes" if supposed else "phrases.goes"
            return say(key, self.language, actor=self.mover(mover), outcome=self._quoted(end))
        changed = self.changes(start, end)
        if mover in self.situation.actors:
            left = tuple(dict.fromkeys(axis.owner for axis, _ in changed if axis.kind == "term"))
            own = [(axis, words) for axis, words in changed if axis.kind == "option"]
            if own and not left and not supposed:
                return self.acts(mover, own, end)
            does = [words for _, words in own]
            if left:
                does.insert(0, say("phrases.leaves", self.language, agreement=self._agreements(left)))
            key = "phrases.supposed" if supposed else "phrases.does"
            return say(key, self.language, actor=self.actor(mover), phrases=join(does, self.language))
        terms = [words for axis, words in changed if axis.kind == "term"]
        asides = [
            say("phrases.aside", self.language, actor=self.actor(axis.owner), phrase=words)
            for axis, words in changed
            if axis.kind == "option"
        ]
        parts = join([*terms, *asides], self.language)
        return say("phrases.agree", self.language, actors=self.mover(mover), phrases=parts)

    def deed(self, mover: str, start: int, end: int) -> str:
        """The same without who does it: “step up its forces”, “the islands are handed over”; of a listed outcome where
        it leads, without its id."""
        if self.space.nodes:
            name = self.space.nodes[end]
            words = in_language((self.situation.outcomes or {})[name].text, self.language)
            return isolated(words or name, self.language)
        changed = self.changes(start, end)
        if mover not in self.situation.actors:
            owned = [
                words
                if axis.kind == "term"
                else say("phrases.aside", self.language, actor=self.actor(axis.owner), phrase=words)
                for axis, words in sorted(changed, key=lambda pair: pair[0].kind != "term")
            ]
            return join(owned, self.language)
        left = tuple(dict.fromkeys(axis.owner for axis, _ in changed if axis.kind == "term"))
        leaves = [say("phrases.leaves", self.language, agreement=self._agreements(left))] if left else []
        return join([*leaves, *(words for axis, words in changed if axis.kind == "option")], self.language)

    def _quoted(self, outcome: int) -> str:
        """A listed outcome inside a sentence."""
        return say("phrases.quoted", self.language, phrase=self.outcome(outcome))

    @cached_property
    def _texts(self) -> list[str | None]:
        """What the file says of each listed outcome."""
        records = self.situation.outcomes or {}
        return [in_language(records[name].text, self.language) for name in self.space.nodes]

    def _agreements(self, names: tuple[str, ...]) -> str:
        return join([self.agreement(name) for name in names], self.language)
