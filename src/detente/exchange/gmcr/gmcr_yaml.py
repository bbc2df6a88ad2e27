"""The YAML of a situation from what a GMCR+ file says: names, levels, rules, preferences, comments."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from detente.exchange.gmcr.gmcr_model import Condition, GmcrModel, Pattern
from detente.exchange.gmcr.option_columns import Array, Column
from detente.situation.identifiers import RESERVED, is_bare, is_name_part
from detente.situation.reading.nodes import NULLS
from detente.situation.tokens import MAX_LENGTH, MAX_PARTS
from detente.words import END_ISOLATE, ISOLATE, Said, say

LONGEST_NAME = 40
LEVEL = re.compile(r"(?P<option>.+?)(?P<mark>: | ≥ )(?P<level>.+)")
OUTSIDE = "none"  # the first level of an option that was columns: none of them is yes


@dataclass(frozen=True)
class Names:
    """What everything is called here. `actors`: by decision maker; `columns`: what each option of the file says.

    `options`: (actor, option) by axis; `texts`: its name in the file; `levels`: its levels, empty for yes or no.
    `merged`: options that were columns; `implied`: patterns that their levels make needless.
    """

    actors: tuple[str, ...]
    columns: tuple[Column, ...]
    options: tuple[tuple[str, str], ...]
    texts: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    merged: tuple[str, ...]
    implied: frozenset[frozenset[tuple[int, bool]]]

    def atom(self, option: int, yes: bool) -> str:
        """What it means, as a statement, that this option of the file is yes, or no."""
        column = self.columns[option]
        name = ".".join(self.options[column.axis])
        levels = self.levels[column.axis]
        if not levels:
            return name if yes else f"not {name}"
        sign = (">=" if yes else "<") if column.ladder else ("==" if yes else "!=")
        return f"{name} {sign} {levels[column.level]}"

    def outcome(self, levels: Array) -> list[str]:
        """A whole outcome, one part per option."""
        found = []
        for place, level in enumerate(levels):
            name = ".".join(self.options[place])
            if self.levels[place]:
                found.append(f"{name} == {self.levels[place][level]}")
            else:
                found.append(name if level else f"not {name}")
        return found


def names_of(model: GmcrModel) -> Names:
    """Names for all decision makers and options, and the options that are levels of one."""
    actors = _unique((maker.name for maker in model.makers), "actor")
    pairs = frozenset(frozenset(pattern) for pattern in model.infeasible)
    columns: dict[int, Column] = {}
    options: list[tuple[str, str]] = []
    texts: list[str] = []
    levels: list[tuple[str, ...]] = []
    merged: list[str] = []
    implied: set[frozenset[tuple[int, bool]]] = set()
    for actor, maker in zip(actors, model.makers, strict=True):
        groups = _grouped(model, maker.options, pairs)
        labels = [_level(model, group)[0] if len(group) > 1 else model.options[group[0]].name for group in groups]
        for name, label, group in zip(_unique(labels, "option"), labels, groups, strict=True):
            ladder = len(group) == 1 or " ≥ " in _level(model, group)[1]
            for rung, option in enumerate(group, 1):
                columns[option] = Column(len(options), rung, ladder)
            found = _unique([OUTSIDE, *(_level(model, [option])[2] for option in group)], "level")
            levels.append(tuple(found) if len(group) > 1 else ())
            options.append((actor, name))
            texts.append(label)
            if len(group) > 1:
                merged.append(f"{actor}.{name}")
                implied |= {frozenset(pair) for pair in _needed(group, ladder)}
    in_order = tuple(columns[place] for place in range(len(model.options)))
    return Names(
        tuple(actors), in_order, tuple(options), tuple(texts), tuple(levels), tuple(merged), frozenset(implied)
    )


def _level(model: GmcrModel, group: list[int]) -> tuple[str, str, str]:
    """The option, the mark and the level in the name of the first of these options."""
    found = LEVEL.fullmatch(model.options[group[0]].name)
    return (found["option"], found["mark"], found["level"]) if found else (model.options[group[0]].name, "", "")


def _grouped(model: GmcrModel, own: tuple[int, ...], pairs: frozenset[frozenset[tuple[int, bool]]]) -> list[list[int]]:
    """The options of one decision maker, those together that are levels of one: named so, and with its patterns."""
    groups: list[list[int]] = []
    for option in own:
        last = groups[-1] if groups else [option]
        alike = _level(model, last)[:2] == _level(model, [option])[:2] and _level(model, last)[1]
        if groups and alike and model.options[last[0]].move == model.options[option].move:
            last.append(option)
        else:
            groups.append([option])
    found: list[list[int]] = []
    for group in groups:
        ladder = " ≥ " in _level(model, group)[1]
        sound = ladder or model.options[group[0]].move == "both"
        whole = sound and all(frozenset(pair) in pairs for pair in _needed(group, ladder))
        found += [group] if whole else [[option] for option in group]
    return found


def _needed(group: list[int], ladder: bool) -> list[Pattern]:
    """The patterns that make these options levels of one."""
    if ladder:
        return [((low, False), (high, True)) for low, high in pairwise(group)]
    return [((low, True), (high, True)) for place, low in enumerate(group) for high in group[place + 1 :]]


def _unique(labels: Iterable[str], otherwise: str) -> list[str]:
    """A name that can stand bare in a statement for each label, none twice."""
    found: list[str] = []
    for label in labels:
        name = _bare(label) or otherwise
        number, candidate = 1, name
        while candidate in found:
            number += 1
            candidate = f"{name}_{number}"
        found.append(candidate)
    return found


def _bare(label: str) -> str:
    folded = unicodedata.normalize("NFC", label).lower()
    kept = "".join(char if is_name_part(char) and char not in "\u200c\u200d" else " " for char in folded)
    name = "_".join(kept.split())[:LONGEST_NAME].strip("_")
    if name and (name in RESERVED or name in NULLS or name in ("yes", "no")):
        return f"{name}_"
    return name if is_bare(name) or not name else f"_{name}"


@dataclass
class Statements:
    """Statements written for a situation; one too long for the format is split into named ones (`named`)."""

    names: Names
    named: dict[str, str] = field(default_factory=dict)

    def pattern(self, pattern: Pattern) -> str:
        return self._joined([self.names.atom(option, yes) for option, yes in pattern], "and") if pattern else "true"

    def condition(self, condition: Condition) -> str:
        """Any of the patterns; ``if`` and ``iff`` where two options are all it is about."""
        if not condition:
            return "false"
        if len(condition) == 1:
            return self.pattern(condition[0])
        if short := self._of_two(condition):
            return short
        parts = [self.pattern(pattern) for pattern in condition]
        return self._joined([f"({part})" if " and " in part else part for part in parts], "or")

    def _of_two(self, condition: Condition) -> str | None:
        """The condition in short if it is about the same two yes-or-no options throughout, else None."""
        used = {frozenset(option for option, _ in pattern) for pattern in condition}
        if len(used) != 1 or len(next(iter(used))) != 2:
            return None
        a, b = sorted(next(iter(used)))
        true = {(dict(pattern)[a], dict(pattern)[b]) for pattern in condition}
        one, other = self._simple(a, True), self._simple(b, True)
        forms = {
            frozenset({(True, True), (False, False)}): f"{one} iff {other}",
            frozenset({(True, False), (False, True)}): f"{one} iff not {other}",
            frozenset({(True, True), (False, False), (True, False)}): f"{one} if {other}",
            frozenset({(True, True), (False, False), (False, True)}): f"{other} if {one}",
            frozenset({(True, True), (True, False), (False, True)}): f"{one} or {other}",
            frozenset({(False, False), (True, False), (False, True)}): f"not {one} or not {other}",
        }
        return forms.get(frozenset(true))

    def _simple(self, option: int, yes: bool) -> str:
        text = self.names.atom(option, yes)
        return f"({text})" if " " in text else text

    def outcome(self, levels: Array) -> str:
        return self._joined(self.names.outcome(levels), "and")

    def _joined(self, parts: list[str], word: str) -> str:
        """The parts joined by a word, by way of named statements if that is too long."""
        text = f" {word} ".join(parts)
        if len(parts) == 1 or (len(text) <= MAX_LENGTH // 2 and text.count(" ") < MAX_PARTS // 4):
            return text
        half = len(parts) // 2
        pieces = [self._joined(parts[:half], word), self._joined(parts[half:], word)]
        return f" {word} ".join(self._name(piece, "part") for piece in pieces)

    def _name(self, text: str, prefix: str) -> str:
        known = {statement: name for name, statement in self.named.items()}
        return known.get(text) or self.add(f"{prefix}{len(self.named) + 1}", text)

    def add(self, name: str, text: str) -> str:
        """Keep a statement under this name, or a name like it that is free."""
        while name in self.named or name in self.names.actors:
            name += "_"
        self.named[name] = text
        return name


def situation_text(
    model: GmcrModel,
    names: Names,
    states: Mapping[int, Array],
    statements: Statements,
    notes: tuple[Said, ...] = (),
    language: str = "en",
) -> str:
    """The whole YAML file. `states`: levels by number of the state, for rankings; empty: no rankings."""
    rules = _rules(model, names, statements)
    wants = _rankings(model, names, states, statements) if states else _priorities(model, names, statements)
    perceptions = _perceptions(model, names, statements)
    lines = [_comment(say(note.key, language, **note.values)) for note in notes]
    lines += ["detente: 1", "", "actors:"]
    lines += [
        f"  {actor}: {{name: {_quoted(maker.name or actor)}}}"
        for actor, maker in zip(names.actors, model.makers, strict=True)
    ]
    lines += _section("options", _options(model, names))
    lines += _section("statements", [f"  {name}: {_quoted(text)}" for name, text in statements.named.items()])
    lines += _section("rules", rules) + _section("preferences", wants) + _section("perceptions", perceptions)
    return "\n".join(lines) + "\n"


def _section(key: str, lines: list[str]) -> list[str]:
    return ["", f"{key}:", *lines] if lines else []


def _options(model: GmcrModel, names: Names) -> list[str]:
    first = {column.axis: place for place, column in reversed(list(enumerate(names.columns)))}
    lines: list[str] = []
    for place, (actor, name) in enumerate(names.options):
        if place == 0 or names.options[place - 1][0] != actor:
            lines.append(f"  {actor}:")
        parts = [f"text: {_quoted(names.texts[place] or name)}"]
        move = model.options[first[place]].move
        parts += [f"levels: [{', '.join(names.levels[place])}]"] if names.levels[place] else []
        parts += [f"move: {move}"] if move != "both" else []
        lines.append(f"    {name}: {{{', '.join(parts)}}}")
    return lines


def _rules(model: GmcrModel, names: Names, statements: Statements) -> list[str]:
    kept = [pattern for pattern in model.infeasible if frozenset(pattern) not in names.implied]
    return [f"  r{place}: {{never: {_quoted(statements.pattern(pattern))}}}" for place, pattern in enumerate(kept, 1)]


def _priorities(model: GmcrModel, names: Names, statements: Statements) -> list[str]:
    lines: list[str] = []
    for actor, maker in zip(names.actors, model.makers, strict=True):
        if maker.conditions:
            lines += [f"  {actor}:", "    priorities:"]
            lines += [f"      - {_quoted(statements.condition(condition))}" for condition in maker.conditions]
    return lines


def _rankings(model: GmcrModel, names: Names, states: Mapping[int, Array], statements: Statements) -> list[str]:
    """Rankings of states by name. A decision maker for whom all are equal has no preference to write."""
    ranked = [maker for maker in model.makers if len(maker.ranking or ()) > 1]
    called = {state: statements.add(f"s{state}", statements.outcome(states[state])) for state in states if ranked}
    lines: list[str] = []
    for actor, maker in zip(names.actors, model.makers, strict=True):
        if maker in ranked:
            groups = [f"[{', '.join(called[state] for state in group)}]" for group in maker.ranking or ()]
            lines.append(f"  {actor}: {{ranking: [{', '.join(groups)}]}}")
    return lines


def _perceptions(model: GmcrModel, names: Names, statements: Statements) -> list[str]:
    lines: list[str] = []
    for actor, maker in zip(names.actors, model.makers, strict=True):
        if maker.unseen:
            lines += [f"  {actor}:", "    rules:"]
            lines += [
                f"      unseen{place}: {{never: {_quoted(statements.pattern(pattern))}}}"
                for place, pattern in enumerate(maker.unseen, 1)
            ]
    return lines


def _quoted(text: str) -> str:
    """The text between double quotes, in which YAML knows all that JSON knows."""
    return json.dumps(text, ensure_ascii=False)


def _comment(text: str) -> str:
    return "# " + text.replace(ISOLATE, "").replace(END_ISOLATE, "").replace("\n", " ")
