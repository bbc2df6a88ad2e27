"""Where many draws of one model end from the status quo: all that a scan, an inverse or a what-if needs.

Two engines with the same results, as in `detente.stability.kernel.kernel`: compiled, and NumPy. Draws with the same
ranks are computed once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.outcomes.numbers import Numbers
from detente.outcomes.preferences import Array, Preferences, preferences_of
from detente.stability.kernel.kernel import ANSWERS, Compiling, Engine, blocks, engine_for, verdicts
from detente.stability.prediction import Answer
from detente.stability.solve import Model, solve, solve_preferences
from detente.time_left import check


@dataclass(frozen=True)
class Ends:
    """The members of all classes in which each draw can end from one outcome.

    `bits`: bytes, one row per *kind* of draw, bit k (lowest first) for outcome k; `which`: the kind of each draw.
    """

    bits: Array
    which: Array
    start: int
    count: int

    def codes(self, truth: Array) -> Array:
        """For each draw the answer to a statement, true in these outcomes, as a code of `ANSWERS`."""
        yes, no = (np.packbits(side, bitorder="little") for side in (truth, ~truth))
        some, other = ((self.bits & side).any(axis=1) for side in (yes, no))
        found: Array = np.where(some, np.where(other, 1, 2), 0).astype(np.uint8)
        return found[self.which]

    def rests(self) -> Array:
        """For each draw whether nothing leads away from the start."""
        itself = np.packbits(np.arange(self.count) == self.start, bitorder="little")
        found: Array = (self.bits == itself).all(axis=1)
        return found[self.which]

    def members(self) -> list[Array]:
        """For each draw these outcomes, by place."""
        kinds = [np.flatnonzero(np.unpackbits(row, count=self.count, bitorder="little")) for row in self.bits]
        return [kinds[kind] for kind in self.which]


def ends(
    model: Model, given: Numbers | Preferences, concepts: Sequence[str], start: int, engine: Engine = "auto"
) -> dict[str, Ends]:
    """Where every draw ends from the start, under every concept."""
    if engine_for(model, given, concepts, engine) == "compiled":
        return _compiled(model, given, concepts, start)
    preferences = preferences_of(given) if isinstance(given, Numbers) else given
    found = {}
    for name, solution in solve_preferences(model, preferences, concepts, start).items():
        kinds: dict[int, int] = {}
        which = np.array([kinds.setdefault(id(arrows), len(kinds)) for arrows in solution.arrows])
        table = np.zeros((len(kinds), model.space.count), np.bool_)
        for arrows in solution.arrows:
            row = table[kinds[id(arrows)]]
            if not row.any():
                row[[k for members in arrows.graph.classes() for k in members]] = True
        found[name] = Ends(np.packbits(table, axis=1, bitorder="little"), which, start, model.space.count)
    return found


def _compiled(model: Model, given: Numbers | Preferences, concepts: Sequence[str], start: int) -> dict[str, Ends]:
    work = Compiling.of(model, given, concepts)
    found = {name: np.empty((len(work.first), -(-model.space.count // 8)), np.uint8) for name in concepts}
    for rows in blocks(np.arange(len(work.first)), model.space.count):
        check()
        block = work.block(rows)
        for name in concepts:
            bits = np.empty((len(rows), found[name].shape[1]), np.uint8)
            work.loops.ended(work.tables, block, *work.rule(name), start, bits)
            found[name][rows] = bits
    return {name: Ends(bits, work.which, start, model.space.count) for name, bits in found.items()}


def answers(
    model: Model, given: Numbers | Preferences, concepts: Sequence[str], truths: Array, engine: Engine = "auto"
) -> dict[str, Array]:
    """Codes of `ANSWERS`, draws × questions: over the predicted classes (without a status quo: over all).

    `truths`: questions × outcomes, where each question's statement is true.
    """
    if model.space.status_quo is None:
        return {name: told.possible for name, told in verdicts(model, given, concepts, truths, engine).items()}
    found = ends(model, given, concepts, model.space.status_quo, engine)
    count = given.count if isinstance(given, Numbers) else len(given.rank)
    return {name: np.array([of.codes(t) for t in truths]).reshape(-1, count).T for name, of in found.items()}


def reached_in(model: Model, numbers: Numbers, concept: str) -> list[Array]:
    """For each draw the outcomes in which it can end from the status quo (without one: from anywhere)."""
    if model.space.status_quo is not None:
        return ends(model, numbers, (concept,), model.space.status_quo)[concept].members()
    arrows = solve(model, numbers, (concept,))[concept].arrows
    found = {id(one): one for one in arrows}
    members = {key: np.array([k for kind in one.graph.classes() for k in kind]) for key, one in found.items()}
    return [members[id(one)] for one in arrows]


def words(codes: Array) -> tuple[Answer, ...]:
    """Codes as words."""
    return tuple(ANSWERS[code] for code in codes.tolist())
