"""Many draws of one model at once: the answers to its questions, how many classes there are, what is an equilibrium.

Two engines with the same results: compiled (numba, the extra ``fast``), and NumPy (`detente.stability.solve`), which
also serves preferences given as pairs. The compiled one takes a second to load, so it is used from `WORTHWHILE` on.
Either computes draws with the same ranks once.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from detente.outcomes.numbers import Numbers
from detente.outcomes.preferences import Array, Preferences, preferences_of
from detente.stability.concepts import CONCEPTS, require, serves
from detente.stability.prediction import Answer, answer
from detente.stability.solve import Model, Solution, distinct, pick, solve_preferences

WORTHWHILE = 128_000  # draws × outcomes
LOADED = f"{__name__}_compiled"
ANSWERS: tuple[Answer, ...] = ("none", "some", "every")  # codes 0, 1, 2; 255: there is no status quo
UNKNOWN = 255
UNLIMITED = -1
CROWDED = 128  # own moves out of an outcome for each actor, from which on it pays to go by lines

Engine = Literal["auto", "compiled", "numpy"]


@dataclass(frozen=True)
class Verdicts:
    """One concept on D draws. `predicted`, `possible`: codes of `ANSWERS`, draws × questions (255: no status quo).

    `numbers`: draws × (how many terminal classes there are, how many of them are cycles, how many equilibria);
    `stable`: draws × bytes, bit k (lowest first) says if outcome k is an equilibrium: stable for every actor alone.
    """

    predicted: Array
    possible: Array
    numbers: Array
    stable: Array

    @classmethod
    def empty(cls, draws: int, questions: int, outcomes: int) -> Verdicts:
        """Room for so many draws."""
        predicted, possible = (np.full((draws, questions), UNKNOWN, np.uint8) for _ in range(2))
        stable = np.zeros((draws, -(-outcomes // 8)), np.uint8)
        return cls(predicted, possible, np.zeros((draws, 3), np.int32), stable)

    @property
    def tables(self) -> tuple[Array, Array, Array, Array]:
        return self.predicted, self.possible, self.numbers, self.stable

    def put(self, draws: Array, other: Verdicts) -> None:
        """Note what is known of these draws."""
        for table, values in zip(self.tables, other.tables, strict=True):
            table[draws] = values

    def at(self, draws: Array) -> Verdicts:
        """The verdicts of these draws, in this order."""
        return Verdicts(self.predicted[draws], self.possible[draws], self.numbers[draws], self.stable[draws])


def verdicts(
    model: Model, given: Numbers | Preferences, concepts: Sequence[str], truths: Array, engine: Engine = "auto"
) -> dict[str, Verdicts]:
    """The verdicts of every concept on every draw.

    Args:
        given: the numbers of the draws, or what the actors prefer in them.
        truths: questions × outcomes, where each question's statement is true.
        engine: ``auto`` compiles for many draws where numba is there.
    """
    if engine_for(model, given, concepts, engine) == "compiled":
        return _compiled(model, given, concepts, truths)
    preferences = preferences_of(given) if isinstance(given, Numbers) else given
    first, which = distinct(preferences)
    solutions = solve_preferences(model, pick(preferences, first), concepts)
    return {name: _told(solutions[name], truths, model.space.status_quo).at(which) for name in concepts}


def engine_for(model: Model, given: Numbers | Preferences, concepts: Sequence[str], engine: Engine) -> Engine:
    """The engine that is asked for; ``auto``: one that serves these concepts and draws."""
    if engine != "auto":
        return engine
    if not all(serves("compiled", CONCEPTS[name].closure) for name in concepts):
        return "numpy"
    return at_hand(model, given.count if isinstance(given, Numbers) else len(given.rank))


def at_hand(model: Model, count: int) -> Engine:
    """The same as `suited`, but compiled code that is loaded serves few draws as well."""
    return suited(model, WORTHWHILE if LOADED in sys.modules else count)


def suited(model: Model, count: int) -> Engine:
    """The compiled engine where it is there, serves the model, and pays for being loaded; else NumPy."""
    pairs = any(preference.kind == "prefers" for preference in model.situation.preferences.values())
    compiled = count * model.space.count >= WORTHWHILE and not pairs and importlib.util.find_spec("numba") is not None
    return "compiled" if compiled else "numpy"


@dataclass(frozen=True)
class Compiling:
    """What the compiled loops are given: the moves, what the actors prefer, and which draws differ.

    `loops`: the module with these loops, by moves or by lines. `first`: the first draw of each kind; `which`: the kind
    of each draw.
    """

    loops: Any
    tables: Any
    profile: tuple[Any, ...]
    first: Array
    which: Array

    @classmethod
    def of(cls, model: Model, given: Numbers | Preferences, concepts: Sequence[str]) -> Compiling:
        from detente.stability.kernel import kernel_classes, kernel_lines
        from detente.stability.kernel.kernel_compiled import Tables
        from detente.stability.kernel.profile import distinct, profile_from, profile_of

        for name in concepts:
            require("compiled", CONCEPTS[name])
        lists = model.lists
        actors, transitive = lists.actors, model.moves.transitive
        loops: Any
        tables: Any
        if by_lines(model, concepts):
            loops, tables = kernel_lines, model.lines
        else:
            loops = kernel_classes
            tables = Tables(lists.first, lists.ends, lists.party, lists.alone, transitive, *model.regions)
        profile = profile_of(given, actors) if isinstance(given, Numbers) else profile_from(given, actors)
        return cls(loops, tables, profile, *distinct(profile))

    def block(self, rows: Array) -> Any:
        """A block of these kinds."""
        from detente.stability.kernel.profile import spread

        return self.loops.drawn(self.tables, *spread(self.profile, self.first[rows]))

    def rule(self, name: str) -> tuple[int, bool, bool]:
        """A concept as the compiled loops take it: how many moves an answer may have, which, and whether replied to."""
        concept = CONCEPTS[name]
        closure = concept.closure
        return UNLIMITED if closure.depth is None else closure.depth, closure.improving, concept.replies


def by_lines(model: Model, concepts: Sequence[str]) -> bool:
    """Whether the moves are many, and in whole lines, and these concepts ask for no certain number of answers."""
    whole = model.moves.transitive and not len(model.lists.party)
    unlimited = all(CONCEPTS[name].closure.depth in (0, None) for name in concepts)
    actors, outcomes = len(model.lists.actors), model.space.count
    crowded = outcomes > 0 and len(model.lists.ends) >= CROWDED * actors * outcomes
    return whole and unlimited and crowded and model.lines is not None


def _compiled(
    model: Model, given: Numbers | Preferences, concepts: Sequence[str], truths: Array
) -> dict[str, Verdicts]:
    """The compiled engine, some draws at a time."""
    compiling = Compiling.of(model, given, concepts)
    start = -1 if model.space.status_quo is None else model.space.status_quo
    found = {name: Verdicts.empty(len(compiling.first), len(truths), model.space.count) for name in concepts}
    for rows in blocks(np.arange(len(compiling.first)), model.space.count):
        block = compiling.block(rows)
        for name, told in found.items():
            here = Verdicts.empty(len(rows), len(truths), model.space.count)
            compiling.loops.solved(compiling.tables, block, *compiling.rule(name), truths, start, *here.tables)
            told.put(rows, here)
    return {name: told.at(compiling.which) for name, told in found.items()}


def blocks(draws: Array, outcomes: int) -> list[Array]:
    """As many draws at a time as fit the cache; where none would, as few as still share instructions and reads.

    In whole rows of 32, which an instruction or two serve.
    """
    fewest = 64 if outcomes < 2**16 else 16 if outcomes < 2**18 else 4
    size = min(256, max(fewest, 2**17 // max(outcomes, 1) // 32 * 32))
    return [draws[place : place + size] for place in range(0, len(draws), size)]


def _told(solution: Solution, truths: Array, start: int | None) -> Verdicts:
    """The same from the NumPy engine."""
    draws, _, count = solution.stable.shape
    told = Verdicts.empty(draws, len(truths), count)
    equilibria = solution.stable.all(axis=1)
    told.numbers[:, 2] = equilibria.sum(axis=1)
    told.stable[:] = np.packbits(equilibria, axis=1, bitorder="little")
    for draw, graph in enumerate(arrows.graph for arrows in solution.arrows):
        classes = graph.classes()
        told.possible[draw] = _codes(truths, classes)
        told.numbers[draw, :2] = len(classes), sum(len(members) > 1 for members in classes)
        if start is not None:
            told.predicted[draw] = _codes(truths, graph.predicted(start, classes))
    return told


def _codes(truths: Array, classes: list[tuple[int, ...]]) -> list[int]:
    return [ANSWERS.index(answer(truth, classes)) for truth in truths]
