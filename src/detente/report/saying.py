"""How findings are put into words in one language: names, points, shares, notes; the sentences are built from these."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from detente.bargaining.agreement.goal_tables import Tables
from detente.findings.result import Bargain, EndPlace, Findings, Lever, Package, Part, Taken
from detente.outcomes.numbers import uncertain
from detente.outcomes.space import Axis
from detente.outcomes.telling import NAMED_BY, Teller
from detente.report.blocks import Sentence, Tone, Written, safe
from detente.result import digest
from detente.situation.quantity import Choice
from detente.stability.prediction import Answer
from detente.words import END_ISOLATE, ISOLATE, LANGUAGES, LONGEST, Said, join, number, say, show
from detente.words.amounts import percent, points, share_of_runs, share_word
from detente.words.grammar import begun

TONES: dict[str, Tone] = {"every": "yes", "some": "some", "none": "no"}
PLACE = "\ue000"  # stands for a long text while a message is filled in
CITED = 2  # notes after a number in the brief


@dataclass(frozen=True)
class Saying:
    """The findings and a language. `most`: how many notes follow one number."""

    found: Findings
    language: str
    most: int = CITED

    @cached_property
    def teller(self) -> Teller:
        return Teller(self.found.situation, self.found.space, self.language)

    @property
    def rtl(self) -> bool:
        return LANGUAGES[self.language] == "rtl"

    def say(self, key: str, /, **values: Any) -> str:
        """A message of the report. What is put together from several texts is never cut short inside another one."""
        long = {name: value for name, value in values.items() if isinstance(value, str) and len(value) > LONGEST // 2}
        marks = {name: f"{PLACE}{place}{PLACE}" for place, name in enumerate(long)}
        whole = key if key.split(".", maxsplit=1)[0] in ("whole", "shares", "study") else f"brief.{key}"
        told = say(whole, self.language, **(values | marks))
        for name, mark in marks.items():
            text = begun(long[name], "") if told.lstrip(ISOLATE).startswith(mark) else long[name]
            told = told.replace(f"{ISOLATE}{mark}{END_ISOLATE}", text).replace(mark, text)
        return told

    def sentence(self, key: str, message: str, /, **values: Any) -> Sentence:
        """A message as a sentence with the key of its finding."""
        return Sentence(self.say(message, **values), key)

    def join(self, parts: Iterable[str], word: str = "and") -> str:
        return join(list(parts), self.language, word)

    def text(self, text: Any, otherwise: str = "") -> str:
        """A text of the file."""
        return safe(self.teller.called(text, otherwise))

    def quoted(self, text: str) -> str:
        return self.say("quoted", text=text)

    # --- names

    def actor(self, name: str) -> str:
        return self.teller.actor(name)

    def actors(self, names: Iterable[str]) -> str:
        return self.teller.actors(names)

    @cached_property
    def packages(self) -> Mapping[tuple[str, str], str]:
        """(agreement, key) → the one name of a package; what all that serve have in common is said beside them."""
        found: dict[tuple[str, str], str] = {}
        for one in self.found.bargains:
            rows = [list(one.base), *(list(package.levels) for package in one.packages.values())]
            space = Tables(self.found.situation, self.found.axes, (), one.base).at(np.array(rows))
            teller = Teller(self.found.situation, space, self.language)
            serving = [place for place, p in enumerate(one.packages.values(), 1) if not p.refused_by]
            rest = [place for place in range(1, len(rows)) if place not in serving]
            names = unique(teller, serving, 0, self._axes(one.shared)) | unique(teller, rest, 0, ())
            nothing = say("stability.nothing_more", self.language)
            told = list(names.values())
            again = [place for place, name in names.items() if name == nothing or told.count(name) > 1]
            names |= unique(teller, again, 0, ())
            found |= {(one.agreement, key): names[place] for place, key in enumerate(one.packages, 1)}
        return found

    def _axes(self, parts: Sequence[Part]) -> tuple[Axis, ...]:
        return tuple(self.found.axes[place] for place, _ in parts)

    def package(self, bargain: Bargain, key: str) -> str:
        return self.packages[bargain.agreement, key]

    def parts_beside(self, bargain: Bargain, key: str) -> str | None:
        """What is in a package, unless its name has every word of that."""
        parts = self.parts(bargain.packages[key].changed)
        unsaid = _words(parts) - _words(self.package(bargain, key)) - _words(self.join("000"))  # “0, 0, and 0”
        return parts if unsaid else None

    def named(self, bargain: Bargain, key: str) -> str:
        """A package inside a sentence, in quotes."""
        return self.quoted(self.package(bargain, key))

    @cached_property
    def common(self) -> tuple[Part, ...]:
        """What all places where things can end have in common against today, where there are several."""
        ends = [set(end.changed) for end in self.found.ends]
        if len(ends) < 2 or self.found.situation.names:
            return ()
        return tuple(part for part in self.found.ends[0].changed if part in set.intersection(*ends))

    @cached_property
    def _ends(self) -> Mapping[str, str]:
        place = {end.key: index for end in self.found.ends if (index := self._outcome(end)) is not None}
        names = unique(self.teller, sorted(set(place.values())), self.found.start, self._axes(self.common))
        return {key: names[index] for key, index in place.items()}

    def end(self, end: EndPlace) -> str:
        """What a place where things can end is called."""
        return self._ends[end.key]

    def _outcome(self, end: EndPlace) -> int | None:
        if end.node is not None:
            return self.found.space.nodes.index(end.node)
        return self.found.space.with_levels(list(end.levels))

    def part(self, part: Part) -> str:
        """One thing that differs, as a clause."""
        axis = self.found.axes[part[0]]
        words = self.teller.level(axis, part[1])
        if axis.kind == "term":
            return safe(words)
        rows = np.array([[0] * len(self.found.axes)])
        rows[0, part[0]] = part[1]
        space = Tables(self.found.situation, self.found.axes, (), tuple(rows[0].tolist())).at(rows)
        return safe(Teller(self.found.situation, space, self.language).one_difference(axis, 0))

    def parts(self, parts: Sequence[Part]) -> str:
        return self.join(self.part(part) for part in parts)

    def step(self, step: Taken) -> str:
        """Who does what, as a clause."""
        return safe(self.teller.move(step.mover, step.start, step.end))

    def statement(self, question: str, answer: Answer | None = None) -> str:
        """The answer to a question as a clause; either way: the question itself."""
        record = self.found.situation.questions[question]
        answer = answer or self.found.questions[question].answer
        words = {"every": record.yes, "none": record.no}.get(answer)
        if words is not None:
            return self.text(words)
        told = self.say(f"short.{answer}")
        return self.say("sure.statement", question=self.text(record.text, question), answer=told)

    def wish(self, path: Sequence[str]) -> str:
        """A goal or a level of points, by its words."""
        return safe(self.teller.number_at(tuple(path)))

    def number_name(self, column: str) -> str:
        """An uncertain number by its words."""
        steps = tuple(column.split("."))
        if steps[0] not in ("preferences", "actors"):
            return self.text(self.found.situation.drivers[column].text, column)
        if steps[0] == "actors":
            return self.say("study.inertia_of", actor=self.actor(steps[1]))
        if "points" in steps:
            key = self._points_path(steps)
            return self.say("study.weight_of", goal=self.wish(key), actor=self.actor(steps[1]))
        if steps[-1] == "any":
            return self.say("whole.choice_of", actor=self.actor(steps[1]))
        return self.say("study.weight_of", goal=self.wish(steps), actor=self.actor(steps[1]))

    def _points_path(self, steps: tuple[str, ...]) -> tuple[str, ...]:
        """The path of a level of points, whose option has a dot in its name."""
        place = steps.index("points")
        return (*steps[: place + 1], ".".join(steps[place + 1 : -1]), steps[-1])

    # --- numbers

    def isolated(self, text: str) -> str:
        """A number with a sign, which must not turn round."""
        return f"{ISOLATE}{text}{END_ISOLATE}" if self.rtl else text

    def plain(self, value: float | Fraction) -> str:
        """Points without a sign: one decimal, half up."""
        return number(float(points(value)))

    def signed(self, value: float | Fraction) -> str:
        """Points with their sign: “+2.8”, “−3.2”, “0”."""
        rounded = points(value)
        shown = number(float(rounded))
        return self.isolated(("+" if rounded > 0 else "") + shown) if rounded else "0"

    def points(self, value: float) -> str:
        rounded = points(abs(value))
        return self.say("points", value=int(rounded) if rounded.denominator == 1 else float(rounded))

    def precise_points(self, lever: Lever) -> str:
        """What a lever needs, as points."""
        if points(abs(lever.needed)) == points(abs(lever.now)):
            return self.say("points", value=float(f"{abs(lever.needed):.3g}"))
        return self.points(lever.needed)

    def percent(self, share: float) -> str:
        return show(percent(share), self.language)

    def runs(self, share: float) -> str:
        """“in most runs (84%)”."""
        return show(share_of_runs(share), self.language)

    def word(self, share: float) -> str:
        """“most runs (84%)”."""
        return self.say("in_words", word=Said(f"shares.{share_word(share)}"), percent=percent(share))

    def gain(self, actor: str, value: Fraction) -> str:
        """“Japan would gain 2.8”."""
        rounded = points(value)
        key = "gains" if rounded > 0 else "loses" if rounded < 0 else "even"
        return self.say(f"deal.{key}", actor=self.actor(actor), value=self.plain(abs(value)))

    def gains(self, package: Package) -> str:
        return self.join(self.gain(actor, value) for actor, value in package.gains.items())

    def signed_gains(self, values: Mapping[str, Fraction]) -> str:
        return self.join(self.say("gain_of", actor=self.actor(a), value=self.signed(v)) for a, v in values.items())

    def against(self, package: Package, actor: str, most: int = 3) -> str:
        """Why a party refuses: the largest losses of the sum that its gain is, then the largest gains."""
        told = [one for one in package.terms[actor] if points(one.value)]
        losses, gains = ([one for one in told if (one.value < 0) == loss] for loss in (True, False))
        losses = losses[: max(most - 1, most - len(gains))]
        return self.join(
            self.say("term", goal=self.quoted(self.wish(one.path)), value=self.signed(one.value))
            for one in [*losses, *gains[: most - len(losses)]]
        )

    def date(self, text: Any) -> str:
        """A day, a month or a year as people write it."""
        steps = str(text).split("-")
        kind = ("year", "month", "day")[min(len(steps), 3) - 1]
        month = self.say(f"month.{int(steps[1])}") if len(steps) > 1 else ""
        return self.say(f"date.{kind}", day=str(int(steps[2])) if len(steps) > 2 else "", month=month, year=steps[0])

    # --- evidence

    def cites(self, keys: Iterable[str], most: int | None = None) -> str:
        """Notes after a word or a number; at most so many."""
        known = [key for key in dict.fromkeys(keys) if key in self.found.grounds.notes]
        return "".join(f"[^{key}]" for key in known[: most or self.most])

    def cites_of(self, path: Sequence[str]) -> str:
        """The notes behind a weight."""
        return self.cites(next((w.cites for w in self.found.grounds.weights if w.path == tuple(path)), ()))

    def question_cites(self, question: str) -> str:
        cites = self.found.situation.questions[question].cites
        return self.cites(cite.name for cite in cites if cite.name)

    def driver_cites(self, name: str) -> str:
        quantity = self.found.situation.drivers.get(name)
        return "" if quantity is None else self.cites(cite.name for cite in quantity.cites if cite.name)

    @cached_property
    def notes(self) -> dict[str, Written]:
        """Every note as it is written."""
        return {key: Written(self._note(key), note.key) for key, note in self.found.grounds.notes.items()}

    def _note(self, key: str) -> str:
        note = self.found.grounds.notes[key]
        words = self.text(note.words)
        told = self.quoted(words) if note.quoted else words
        source = self.found.situation.sources.get(note.source)
        if note.quoted and source is not None:
            place = self.text(source.title, note.source)
            if note.place:
                alone = words and len({one.source for one in self.found.grounds.notes.values() if one.quoted}) == 1
                place = self.say("sentence" if alone else "sentence_of", source=place, number=note.place)
            told = self.say("with_note", text=told, place=place) if words else place
        standing = note.standing.replace(" ", "_")
        if standing in ("contested", "opinion", "reported_belief", "supported_in_part"):
            told += " — " + self.say(f"standing.{standing}")
        return told

    # --- what stands on every page

    def labels(self) -> dict[str, str]:
        return {key: self.say(key) for key in ("page_of", "note_comma", "back")}

    def begun(self, text: str) -> str:
        """What begins a cell or a line, with a capital."""
        return begun(text, "")

    def title(self) -> str:
        return self.text(self.found.situation.title, self.found.case.name)

    def foot(self) -> Sentence:
        date = self.found.situation.date
        return self.sentence(
            "foot",
            "foot",
            date=None if date is None else self.date(date),
            version=self.found.origin.version,
            digest=digest(self.found.situation),
            seed=str(self.found.origin.seed),
        )

    def untranslated(self) -> int:
        """How many texts of the file are not there in this language."""
        return _missing(self.found.situation, self.language)

    def lever_name(self, lever: Lever) -> str:
        """What is too large or too small for the answer: below 0, what something costs."""
        if lever.kind == "driver":
            return self.number_name(lever.path[1])
        if lever.now < 0 and lever.kind != "inertia":
            return self.say("study.cost_of", goal=self.wish(lever.path), actor=self.actor(lever.actor or ""))
        return self.number_name(".".join(lever.path))

    def lever_file(self, lever: Lever) -> str:
        """“the file: 2, from 1 to 3[notes]”."""
        cites = self.cites_of(lever.path) if lever.kind in ("goal", "points") else self.driver_cites(lever.path[1])
        values = {"now": self.precise(abs(lever.now), lever), "cites": cites}
        if lever.low == lever.high:
            return self.say("levers.file_exact", **values)
        if lever.kind == "driver" and (either := self.alternatives(lever.path[1])):
            return self.say("levers.file_either", either=either, **values)
        low, high = sorted((abs(lever.low), abs(lever.high))) if lever.now < 0 else (lever.low, lever.high)
        return self.say("levers.file", **values, low=self.precise(low, lever), high=self.precise(high, lever))

    def alternatives(self, column: str) -> str:
        """The values of a number that is one of several; nothing for a range."""
        spread = uncertain(self.found.situation).get(column)
        return self.join(map(number, map(float, sorted(spread.values))), "or") if isinstance(spread, Choice) else ""

    def precise(self, value: float, lever: Lever) -> str:
        """Points with one decimal; where that hides a difference, or for a driver, three digits."""
        fine = lever.kind == "driver" or points(abs(lever.needed)) == points(abs(lever.now))
        return number(value) if fine else self.plain(value)


def _words(text: str) -> set[str]:
    """The words of a text, without the Arabic “and” that is written together with the next."""
    return {word.removeprefix("و") for word in re.findall(r"\w+", text.lower())}


def _missing(situation: Any, language: str) -> int:
    """Texts in languages of which this is none, and plain texts of a file that knows languages otherwise."""
    found = 0
    todo = [situation]
    while todo:
        one = todo.pop()
        if isinstance(one, Mapping):
            if one and all(
                isinstance(key, str) and len(key) in (2, 3) and isinstance(v, str) for key, v in one.items()
            ):
                found += language not in one
            else:
                todo += list(one.values())
        elif isinstance(one, tuple):
            todo += list(one)
        elif hasattr(type(one), "model_fields"):
            todo += [getattr(one, name) for name in type(one).model_fields]
    return found


def unique(teller: Teller, outcomes: Sequence[int], start: int | None, beside: Sequence[Axis]) -> dict[int, str]:
    """What outcomes are called, by as many parts as tell each from the others; `beside`: what is not told here.

    Of several that the file gives one name, all are called by what differs.
    """
    found = {outcome: teller.named(outcome, start, beside=beside) for outcome in outcomes}
    plain = replace(teller, situation=teller.situation.model_copy(update={"names": {}}))
    for parts in range(NAMED_BY, len(teller.space.axes) + 1):
        told = list(found.values())
        double = [one for one, name in found.items() if told.count(name) > 1]
        found.update({outcome: plain.named(outcome, start, parts, beside) for outcome in double})
    return {outcome: safe(name) for outcome, name in found.items()}
