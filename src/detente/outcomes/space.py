"""What can happen: the outcomes that options, terms and rules allow.

An outcome is one level for every option and term (or, in graph form, a node). The first option of the file varies
fastest, terms last. Rules never mention drivers, so the space does not depend on any number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np

from detente.errors import LimitError
from detente.situation.digits import level_word
from detente.situation.evaluate import evaluate
from detente.situation.expression import Tree
from detente.situation.identifiers import held_parts, quoted, reference, split_reference
from detente.situation.model import Option, Situation, Term
from detente.situation.rules import Rule
from detente.situation.scope import Scope, names, statement_tree

Array = np.ndarray[Any, np.dtype[Any]]

MAX_PARTIAL_OUTCOMES = 1 << 22


@dataclass(frozen=True)
class Axis:
    """One option or term: who owns it (an actor or an agreement), its levels, and how it may move."""

    owner: str
    name: str
    kind: Literal["option", "term"]
    levels: tuple[str, ...]
    move: Literal["both", "forward", "back"]
    leave: Literal["any", "all", "never"] | None
    without: int

    @property
    def parts(self) -> tuple[str, str]:
        return self.owner, self.name

    @property
    def label(self) -> str:
        return f"{self.owner}.{self.name}"


@dataclass(frozen=True)
class Space:
    """The feasible outcomes, in order; index 0 is the outcome with id 1.

    `levels`: int array, outcomes × axes (graph form: no axes). `status_quo`: index of the status quo, or None.
    """

    axes: tuple[Axis, ...]
    levels: Array
    status_quo: int | None
    scope: Scope
    sentences: dict[str, str]
    nodes: tuple[str, ...] = ()
    _known: dict[str, Array] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def count(self) -> int:
        return len(self.levels)

    @cached_property
    def column(self) -> dict[tuple[str, str], int]:
        """Axis number of each option and term."""
        return {axis.parts: place for place, axis in enumerate(self.axes)}

    @cached_property
    def cells(self) -> int:
        """How many outcomes there would be without rules."""
        return int(np.prod([len(axis.levels) for axis in self.axes], dtype=object)) if self.axes else self.count

    def name(self, index: int) -> str:
        """The outcome in the short form that commands accept: what differs from the first levels; “none” if nothing."""
        if self.nodes:
            return self.nodes[index]
        parts = []
        for axis, level in zip(self.axes, self.levels[index], strict=True):
            if level:
                label = reference(axis.owner, axis.name)
                yes = axis.levels == ("no", "yes")
                parts.append(label if yes else f"{label}={quoted(axis.levels[level])}")
        return ", ".join(parts) or "none"

    def index_of(self, short: str) -> int | None:
        """The outcome in the short form of `name`, in any order; None if it is not in that form or not feasible."""
        if self.nodes or short.strip() == "none":
            known = {self.name(index): index for index in range(self.count)}
            return known.get(short.strip())
        places: dict[tuple[str, ...], int] = dict(self.column.items())
        wanted = np.zeros(len(self.axes), np.uint8)
        for part in short.split(","):
            name, _, level = part.partition("=")
            place = places.get(split_reference(name))
            level = split_reference(level.strip())[0] or "yes"
            if place is None or level not in self.axes[place].levels:
                return None
            wanted[place] = self.axes[place].levels.index(level)
        return self.with_levels(wanted.tolist())

    def with_levels(self, levels: list[int]) -> int | None:
        """The outcome with these levels, one per axis; None if it is not feasible."""
        return _find(self.levels, levels)

    def difference(self, index: int) -> str:
        """The outcome by what differs from the status quo, in the same short form; its name if there is none."""
        if self.status_quo is None or self.nodes:
            return self.name(index)
        parts = []
        for place, axis in enumerate(self.axes):
            level = self.levels[index, place]
            if level != self.levels[self.status_quo, place]:
                parts.append(f"{reference(axis.owner, axis.name)}={quoted(axis.levels[level])}")
        return ", ".join(parts) or "status_quo"

    def holds(self, statement: str) -> Array:
        """Truth of a statement in each outcome: boolean array of length `count`."""
        if statement not in self._known:
            self._known[statement] = self.truth_of(statement_tree(statement, self.scope))
        return self._known[statement].copy()

    def truth_of(self, tree: Tree) -> Array:
        """Truth of a parsed statement in each outcome."""
        return np.broadcast_to(evaluate(tree, _Outcomes(self)), self.count).astype(np.bool_)


@dataclass(frozen=True)
class _Outcomes:
    """Names of a statement, looked up in the feasible outcomes."""

    space: Space

    @property
    def scope(self) -> Scope:
        return self.space.scope

    def levels(self, parts: tuple[str, ...]) -> Array:
        return self.space.levels[:, self.space.column[parts]]  # type: ignore[index]

    def truth(self, parts: tuple[str, ...]) -> Array:
        kind = self.scope.symbols[parts].kind
        if kind == "statement":
            return self.space.holds(self.space.sentences[parts[0]])
        one = self.space.nodes.index(parts[0]) if kind == "outcome" else self.space.status_quo
        return np.equal(np.arange(self.space.count), -1 if one is None else one)

    def driver(self, name: str) -> Array:
        raise KeyError(name)


def axes_of(situation: Situation) -> tuple[Axis, ...]:
    """Options in the order of the file, then terms."""
    found: list[Axis] = []
    for actor, options in situation.options.items():
        found += [_axis(actor, name, option, "option") for name, option in options.items()]
    for agreement, record in situation.agreements.items():
        found += [_axis(agreement, name, term, "term") for name, term in record.terms.items()]
    return tuple(found)


def _axis(owner: str, name: str, option: Option, kind: Literal["option", "term"]) -> Axis:
    if isinstance(option, Term) and option.is_open:
        raise LimitError("share_open", name=reference(owner, name))
    levels = option.level_names
    term = option if isinstance(option, Term) else None
    without = levels.index(term.without) if term and term.without else 0
    return Axis(owner, name, kind, levels, option.move, term.leave if term else None, without)


def status_quo_levels(situation: Situation, axes: tuple[Axis, ...]) -> list[int] | None:
    """Level of each axis in the status quo (unnamed ones stand at their first level); None without one."""
    if not isinstance(situation.status_quo, dict):
        return None
    given = {split_reference(key): standing.level for key, standing in situation.status_quo.items()}
    chosen = []
    for axis in axes:
        chosen.append(axis.levels.index(level_word(given.get(axis.parts, axis.levels[0]), axis.levels)))
    return chosen


def rule_trees(rule: Rule, scope: Scope) -> tuple[str, tuple[Tree, ...]]:
    """The kind of a rule and the trees of its statements."""
    if rule.never is not None:
        return "never", (statement_tree(rule.never, scope),)
    if rule.if_ is not None and rule.then is not None:
        return "if", (statement_tree(rule.if_, scope), statement_tree(rule.then, scope))
    statements = rule.at_most_one if rule.at_most_one is not None else rule.exactly_one
    kind = "at_most_one" if rule.at_most_one is not None else "exactly_one"
    return kind, tuple(statement_tree(text, scope) for text in statements or ())


def space_of(situation: Situation) -> Space:
    """All feasible outcomes of a situation. Raises `LimitError` when there are too many to list.

    Outcomes are built axis by axis, slowest first, and a rule cuts as soon as all it speaks of is decided; so models
    with many options and many rules stay small.
    """
    if situation.outcomes is not None:
        nodes = tuple(situation.outcomes)
        start = nodes.index(situation.status_quo) if isinstance(situation.status_quo, str) else None
        return Space((), np.zeros((len(nodes), 0), np.uint8), start, situation.scope, _sentences(situation), nodes)
    axes = axes_of(situation)
    standing = status_quo_levels(situation, axes)
    held = held_places(situation, axes)
    allowed = [
        [standing[place]] if standing and place in held else list(range(len(axis.levels)))
        for place, axis in enumerate(axes)
    ]
    return space_within(situation, axes, allowed)


def no_outcomes(situation: Situation) -> Space:
    """The options and terms of a situation without its outcomes: enough to name what stands where."""
    axes = axes_of(situation)
    return Space(axes, np.zeros((0, len(axes)), np.uint8), None, situation.scope, _sentences(situation))


def held_places(situation: Situation, axes: tuple[Axis, ...]) -> set[int]:
    """The axes that stand still: options and terms that ``held`` names, and all options of the actors it names."""
    held = {held_parts(item.hold, situation.actors) for item in situation.held}
    return {
        place
        for place, axis in enumerate(axes)
        if axis.parts in held or (axis.kind == "option" and (axis.owner,) in held)
    }


def space_within(situation: Situation, axes: tuple[Axis, ...], allowed: list[list[int]]) -> Space:
    """The feasible outcomes whose every axis stands at one of these levels, in the order of `space_of`."""
    standing = status_quo_levels(situation, axes)
    rules = [rule_trees(rule, situation.scope) for rule in situation.rules.values()]
    levels = _enumerate(axes, allowed, rules, situation.scope, _sentences(situation), standing)
    start = _find(levels, standing) if standing is not None else None
    return Space(axes, levels, start, situation.scope, _sentences(situation))


def _sentences(situation: Situation) -> dict[str, str]:
    return {name: sentence.statement for name, sentence in situation.statements.items()}


def _enumerate(
    axes: tuple[Axis, ...],
    allowed: list[list[int]],
    rules: list[tuple[str, tuple[Tree, ...]]],
    scope: Scope,
    sentences: dict[str, str],
    standing: list[int] | None,
) -> Array:
    places = {axis.parts: place for place, axis in enumerate(axes)}
    due = [_due(kind, trees, places, scope, sentences, len(axes)) for kind, trees in rules]
    checked = {place for parts in due for place in parts}
    rows = np.zeros((1, 0), np.uint8)  # of the axes chosen so far
    for place in range(len(axes), -1, -1):
        if place < len(axes):
            rows = _chosen(rows, np.array(allowed[place], np.uint8))
        if place in checked:
            now = [part for parts in due for part in parts.get(place, ())]
            start = None if standing is None else _find(rows, standing[place:])
            rows = rows[_allowed_by(now, Space(axes[place:], rows, start, scope, sentences))]
        if place in checked or place == len(axes):
            _not_too_many(len(rows), [len(levels) for levels in allowed[:place]], checked)
    return rows


def _chosen(rows: Array, choices: Array) -> Array:
    """Every row with every level of one axis more, in front."""
    wider = np.empty((len(rows) * len(choices), rows.shape[1] + 1), np.uint8)
    wider[:, 0] = np.tile(choices, len(rows))
    wider[:, 1:] = np.repeat(rows, len(choices), axis=0)
    return wider


def _not_too_many(count: int, before: list[int], checked: set[int]) -> None:
    """Refuse what grows beyond the limit by the axes until the next check, before it grows; `before`: their levels."""
    for place in range(len(before) - 1, -1, -1):
        count *= before[place]
        if count > MAX_PARTIAL_OUTCOMES:
            raise LimitError("outcomes_many", count=count, limit=MAX_PARTIAL_OUTCOMES)
        if place in checked:
            return


Check = tuple[str, tuple[Tree, ...]]


def _due(
    kind: str,
    trees: tuple[Tree, ...],
    places: dict[tuple[str, str], int],
    scope: Scope,
    sentences: dict[str, str],
    last: int,
) -> dict[int, list[Check]]:
    """After the choice of which axis what part of a rule can be checked.

    A rule that counts is checked as its statements are decided one by one; any other when all of it is decided.
    """
    decided = [_axes_used((tree,), places, scope, sentences, last) for tree in trees]
    if kind not in ("at_most_one", "exactly_one"):
        return {min(decided): [(kind, trees)]}
    found: dict[int, list[Check]] = {}
    for place in sorted(set(decided), reverse=True):
        known = tuple(tree for tree, first in zip(trees, decided, strict=True) if first >= place)
        found[place] = [(kind if len(known) == len(trees) else "at_most_one", known)]
    return found


def _axes_used(
    trees: tuple[Tree, ...], places: dict[tuple[str, str], int], scope: Scope, sentences: dict[str, str], last: int
) -> int:
    """The lowest axis number the trees depend on: the axis whose choice decides them; `last` if none."""
    lowest = last
    for tree in trees:
        for name in names(tree):
            symbol = scope.symbols.get(name.parts)
            if symbol is None:
                continue
            if symbol.kind in ("option", "term"):
                lowest = min(lowest, places[name.parts])  # type: ignore[index]
            elif symbol.kind == "statement":
                inner = statement_tree(sentences[name.parts[0]], scope)
                lowest = min(lowest, _axes_used((inner,), places, scope, sentences, last))
            elif symbol.kind == "status_quo":
                lowest = 0
    return lowest


def _allowed_by(rules: list[Check], space: Space) -> Array:
    keep = np.ones(space.count, np.bool_)
    for kind, trees in rules:
        truths = [space.truth_of(tree) for tree in trees]
        match kind:
            case "never":
                keep &= ~truths[0]
            case "if":
                keep &= ~truths[0] | truths[1]
            case "at_most_one":
                keep &= np.sum(truths, axis=0) <= 1
            case _:
                keep &= np.sum(truths, axis=0) == 1
    return keep


def _find(levels: Array, wanted: list[int]) -> int | None:
    """Index of the row with these levels, or None."""
    match = np.flatnonzero((levels == np.array(wanted, np.uint8)).all(axis=1))
    return int(match[0]) if len(match) else None
