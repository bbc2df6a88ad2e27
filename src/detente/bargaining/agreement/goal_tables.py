"""Goals, points and rules of a situation as tables over the issues they speak of, everything else standing still.

A goal that looks at two issues becomes a table of two; so no list of all packages is needed, however many there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from detente.bargaining.agreement.exact_numbers import exact_values
from detente.bargaining.packages.negotiation import Array, Ban, Part, Utility
from detente.errors import DetenteError, LimitError
from detente.outcomes.numbers import Numbers
from detente.outcomes.preferences import summands
from detente.outcomes.space import Axis, Space, rule_trees, status_quo_levels
from detente.situation.expression import Tree, parse
from detente.situation.model import Situation
from detente.situation.quantity import Formula
from detente.situation.scope import names, statement_tree
from detente.situation.wants import Preference

CELLS = 1 << 20  # combinations one goal or rule may depend on


@dataclass(frozen=True)
class Tables:
    """Goals and rules as tables over the issues they speak of, everything else at the base levels."""

    situation: Situation
    axes: tuple[Axis, ...]
    places: tuple[int, ...]
    base: tuple[int, ...]

    def at(self, levels: Array) -> Space:
        """A list of outcomes to look at, feasible or not."""
        standing, sentences = self._known
        match = np.flatnonzero((levels == np.array(standing)).all(axis=1)).tolist() if standing else []
        start = match[0] if match else None
        return Space(self.axes, levels.astype(np.uint8), start, self.situation.scope, sentences)

    @cached_property
    def _known(self) -> tuple[list[int] | None, dict[str, str]]:
        """Where things stand, and the statements there are: the same for every list of outcomes."""
        sentences = {name: sentence.statement for name, sentence in self.situation.statements.items()}
        return status_quo_levels(self.situation, self.axes), sentences

    def cells(self, trees: list[Tree]) -> tuple[tuple[int, ...], tuple[int, ...], Space]:
        """The issues that trees depend on, how many levels each has, and all combinations of these as outcomes."""
        used = self._used(trees)
        issues = tuple(number for number, place in enumerate(self.places) if place in used)
        shape: tuple[int, ...] = tuple(len(self.axes[self.places[issue]].levels) for issue in issues)
        count = int(np.prod(shape, dtype=np.int64))
        if count > CELLS:
            raise LimitError("deal_block_large", count=count, limit=CELLS)
        levels = np.tile(np.array(self.base), (count, 1))
        for issue, column in zip(issues, np.unravel_index(np.arange(count), shape or (1,)), strict=False):
            levels[:, self.places[issue]] = column
        return issues, shape, self.at(levels)

    def _used(self, trees: list[Tree]) -> set[int]:
        column = {axis.parts: place for place, axis in enumerate(self.axes)}
        found: set[int] = set()
        for tree in trees:
            for name in names(tree):
                symbol = self.situation.scope.symbols.get(name.parts)
                if symbol is None:
                    continue
                if symbol.kind in ("option", "term"):
                    found.add(column[name.parts])  # type: ignore[index]
                elif symbol.kind == "statement":
                    inner = self.situation.statements[name.parts[0]].statement
                    found |= self._used([statement_tree(inner, self.situation.scope)])
                elif symbol.kind == "driver":
                    form = self.situation.drivers[name.parts[0]].form
                    found |= self._used([parse(form.text)]) if isinstance(form, Formula) else set()
                elif symbol.kind == "status_quo":
                    found |= set(self.places)
        return found

    def utility(self, preference: Preference, party: str) -> Utility:
        """The utility of one party: a part per goal and points table."""
        parts = []
        for piece, trees in self._pieces(preference):
            issues, shape, space = self.cells(trees)
            numbers = Numbers(self.situation, space)
            table = np.full(space.count, Fraction(0), object)
            for quantity, path, sign, truth in summands(piece, numbers, ("preferences", party)):
                weights = exact_values(numbers, quantity, path)
                for cell in np.flatnonzero(np.broadcast_to(truth, space.count)):
                    table[cell] += sign * weights[cell]
            parts.append(Part(issues, table.reshape(shape)))
        constant = sum((part.table.item() for part in parts if not part.issues), Fraction(0))
        return Utility(tuple(part for part in parts if part.issues), (), constant)

    def _pieces(self, preference: Preference) -> list[tuple[Preference, list[Tree]]]:
        """Each goal and points table alone, with the trees its value depends on."""
        scope, found = self.situation.scope, []
        for name, goal in (preference.goals or {}).items():
            trees = [statement_tree(goal.want or goal.avoid or "true", scope), *_trees(goal.weight.form)]
            found.append((preference.model_copy(update={"goals": {name: goal}, "points": None, "base": None}), trees))
        for key, table in preference.tables.items():
            trees = [parse(key), *(tree for quantity in table.values() for tree in _trees(quantity.form))]
            found.append((preference.model_copy(update={"goals": None, "points": {key: table}, "base": None}), trees))
        if preference.base is not None:
            alone = preference.model_copy(update={"goals": None, "points": None})
            found.append((alone, _trees(preference.base.form)))
        return found

    def bans(self) -> tuple[Ban, ...]:
        """The rules of the situation, where they rule out anything here."""
        found = []
        for name, rule in self.situation.rules.items():
            kind, trees = rule_trees(rule, self.situation.scope)
            issues, shape, space = self.cells(list(trees))
            truths = [space.truth_of(tree) for tree in trees]
            if kind in ("never", "if"):
                broken = truths[0] if kind == "never" else truths[0] & ~truths[1]
            else:
                total = np.sum(truths, axis=0)
                broken = total > 1 if kind == "at_most_one" else total != 1
            if broken.any():
                if not issues:
                    raise DetenteError("deal_no_package")
                found.append(Ban(name, issues, np.asarray(broken).reshape(shape)))
        return tuple(found)


def _trees(form: Any) -> list[Tree]:
    return [parse(form.text)] if isinstance(form, Formula) else []
