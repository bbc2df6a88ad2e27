"""Many draws of one model at once: the answers to its questions, how many classes there are, what is an equilibrium.

Two engines with the same results: compiled (numba, the extra ``fast``), and NumPy (`detente.stability.solve`), which
also serves preferences given as pairs. The compiled one takes a second to load, so it is used from `WORTHWHILE` draws.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from detente.outcomes.preferences import Array, Preferences
from detente.stability.concepts import CONCEPTS
from detente.stability.prediction import answer
from detente.stability.solve import Model, Solution, solve_preferences

WORTHWHILE = 2_000
ANSWERS = ("none", "some", "every")  # codes 0, 1, 2; 255: there is no status quo
UNKNOWN = 255
CLOSURES = {"none": 0, "reach": 1, "improvements": 2}

Engine = Literal["auto", "compiled", "numpy"]


@dataclass(frozen=True)
class Verdicts:
    """One concept on D draws. `predicted`, `possible`: codes of `ANSWERS`, draws × questions (255: no status quo).

    `classes`, `cycles`: how many terminal classes there are, and how many of them are cycles; `equilibria`: draws ×
    outcomes, stable for every actor alone.
    """

    predicted: Array
    possible: Array
    classes: Array
    cycles: Array
    equilibria: Array


def verdicts(
    model: Model, preferences: Preferences, concepts: Sequence[str], truths: Array, engine: Engine = "auto"
) -> dict[str, Verdicts]:
    """The verdicts of every concept on every draw.

    Args:
        truths: questions × outcomes, where each question's statement is true.
        engine: ``auto`` compiles for many draws where numba is there.
    """
    if engine == "auto":
        many = len(preferences.rank) >= WORTHWHILE and importlib.util.find_spec("numba") is not None
        engine = "compiled" if many and not preferences.pairs else "numpy"
    if engine == "compiled":
        return _compiled(model, preferences, concepts, truths)
    solutions = solve_preferences(model, preferences, concepts)
    return {name: _told(solutions[name], truths, model.space.status_quo) for name in concepts}


def _compiled(model: Model, preferences: Preferences, concepts: Sequence[str], truths: Array) -> dict[str, Verdicts]:
    from detente.uncertainty import kernel_compiled

    tables = tables_of(model)
    draws, _, count = preferences.rank.shape
    rank, lifted = np.ascontiguousarray(preferences.rank), np.ascontiguousarray(preferences.lifted)
    start = -1 if model.space.status_quo is None else model.space.status_quo
    found = {}
    for name in concepts:
        concept = CONCEPTS[name]
        predicted = np.full((draws, len(truths)), UNKNOWN, np.uint8)
        possible = np.full((draws, len(truths)), UNKNOWN, np.uint8)
        numbers = np.zeros((draws, 2), np.int32)
        equilibria = np.zeros((draws, count), np.bool_)
        kernel_compiled.block(
            tables, rank, lifted, CLOSURES[concept.closure], concept.replies, truths, start,
            predicted, possible, numbers, equilibria,
        )  # fmt: skip
        found[name] = Verdicts(predicted, possible, numbers[:, 0], numbers[:, 1], equilibria)
    return found


def tables_of(model: Model) -> Any:
    """The moves of a model as the compiled part reads them."""
    from detente.uncertainty.kernel_compiled import Tables

    actors = list(model.situation.actors)
    moves = model.moves
    movers = [*(moves.alone[actor] for actor in actors), *moves.together.values()]
    first, ends = _lists([(arcs.source, arcs.target) for arcs in movers], model.space.count)
    party = np.zeros((len(moves.together), len(actors)), np.bool_)
    for place, agreement in enumerate(moves.together):
        party[place] = [actor in moves.parties[agreement] for actor in actors]
    alone = np.array([len(moves.alone[actor]) > 0 for actor in actors])
    return Tables(first, ends, party, alone, moves.transitive)


def _lists(pairs: list[tuple[Array, Array]], count: int) -> tuple[Array, Array]:
    """For every mover and outcome where its list begins, and all lists one after another."""
    first = np.zeros((len(pairs), count + 1), np.int64)
    begin = 0
    for place, (source, _) in enumerate(pairs):
        first[place] = begin + np.searchsorted(source, np.arange(count + 1))
        begin += len(source)
    return first, np.concatenate([target for _, target in pairs]).astype(np.int32)


def _told(solution: Solution, truths: Array, start: int | None) -> Verdicts:
    """The same from the NumPy engine; draws that share a graph share their answers."""
    draws = len(solution.arrows)
    predicted = np.full((draws, len(truths)), UNKNOWN, np.uint8)
    possible = np.full((draws, len(truths)), UNKNOWN, np.uint8)
    numbers = np.zeros((draws, 2), np.int32)
    seen: dict[int, int] = {}
    for draw, arrows in enumerate(solution.arrows):
        same = seen.setdefault(id(arrows), draw)
        if same == draw:
            classes = arrows.graph.classes()
            possible[draw] = _codes(truths, classes)
            numbers[draw] = len(classes), sum(len(members) > 1 for members in classes)
            if start is not None:
                predicted[draw] = _codes(truths, arrows.graph.predicted(start, classes))
        else:
            predicted[draw], possible[draw], numbers[draw] = predicted[same], possible[same], numbers[same]
    equilibria = np.asarray(solution.stable.all(axis=1))
    return Verdicts(predicted, possible, numbers[:, 0], numbers[:, 1], equilibria)


def _codes(truths: Array, classes: list[tuple[int, ...]]) -> list[int]:
    return [ANSWERS.index(answer(truth, classes)) for truth in truths]
