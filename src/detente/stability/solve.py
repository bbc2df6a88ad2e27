"""From moves and preferences to what is stable and where it goes, for every concept and every draw.

The engine is chosen by structure: ranks go through arrays (`detente.stability.engines.arrays`), preferences given as
pairs through matrices (`detente.stability.engines.relation`). Draws with the same ranks are computed once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

import numpy as np

from detente.outcomes.moves import Moves, each_once, moves_of
from detente.outcomes.numbers import Numbers
from detente.outcomes.preferences import Array, Preferences, preferences_of
from detente.outcomes.space import Space, space_of
from detente.situation.model import Situation
from detente.stability.concepts import CONCEPTS, Concept
from detente.stability.engines import relation
from detente.stability.engines.arrays import Engine
from detente.stability.foresight import foresight
from detente.stability.joint import JointMoves, joint_moves
from detente.stability.prediction import Graph

BLOCK = 64


@dataclass(frozen=True)
class Lists:
    """Moves of the actors, then of the agreements: m goes from s to ``ends[first[m, s] : first[m, s + 1]]``.

    `party[g, i]`: actor i is a party of agreement g; `alone[i]`: it has moves of its own.
    """

    actors: tuple[str, ...]
    first: Array
    ends: Array
    party: Array
    alone: Array


@dataclass(frozen=True)
class Model:
    """A situation with everything about it that no number changes: its outcomes and its moves."""

    situation: Situation
    space: Space
    moves: Moves

    @classmethod
    def of(cls, situation: Situation) -> Model:
        """The model of a situation; one that differs in numbers alone from another of late takes over what it can."""
        for known in _recent:
            if known.situation is situation:
                return known
        for known in _recent:
            if _same_structure(situation, known.situation):
                return known.like(situation)
        space = space_of(situation)
        return _remembered(cls(situation, space, moves_of(situation, space)))

    def like(self, situation: Situation) -> Model:
        """This model with a situation that differs from its own in numbers, wishes and words alone."""
        made = Model(situation, self.space, self.moves)
        if "lists" in self.__dict__:
            made.__dict__["lists"] = self.lists
        if "regions" in self.__dict__:
            made.__dict__["regions"] = self.regions
        if "lines" in self.__dict__:
            made.__dict__["lines"] = self.lines
        return _remembered(made)

    @cached_property
    def lists(self) -> Lists:
        """The moves as lists of numbers, without the actors that take part in none (one, at least, is left)."""
        parties = {actor for names in self.moves.parties.values() for actor in names}
        actors = [a for a in self.situation.actors if len(self.moves.alone[a]) or a in parties]
        actors = actors or list(self.situation.actors)[:1]
        movers = [*(self.moves.alone[actor] for actor in actors), *self.moves.together.values()]
        begins = np.cumsum([0, *map(len, movers)])[:-1]
        first = np.array([begin + arcs.first for begin, arcs in zip(begins, movers, strict=True)], np.int64)
        party = [[actor in self.moves.parties[agreement] for actor in actors] for agreement in self.moves.together]
        return Lists(
            tuple(actors),
            first,
            np.concatenate([arcs.target for arcs in movers]).astype(np.uint32),
            np.array(party, np.bool_).reshape(len(party), len(actors)),
            np.array([len(self.moves.alone[actor]) > 0 for actor in actors]),
        )

    @cached_property
    def regions(self) -> tuple[Array, ...]:
        """Regions that no joint move of an agreement leaves: its place there, their sizes, the moves."""
        from detente.stability.kernel.kernel_offers import regions_of

        lists = self.lists
        found: tuple[Array, ...] = regions_of(lists.first, lists.ends, len(lists.party))
        return found

    @cached_property
    def lines(self) -> Any:
        """The lines that the own moves make (`detente.stability.kernel.kernel_lines`); None if they make none."""
        from detente.stability.kernel.kernel_lines import lines_of

        lists = self.lists
        return lines_of(lists.first[: len(lists.actors)], lists.ends)

    @cached_property
    def central(self) -> dict[Concept, Solution]:
        """What was solved at the central numbers."""
        return {}

    def numbers(self, count: int = 1, **given: dict[str, Array]) -> Numbers:
        """The numbers for `count` draws; `columns` and `scale` as in `Numbers`."""
        return Numbers(self.situation, self.space, count, **given)


# What may differ between situations with the same outcomes and moves.
FREE = frozenset(
    {"title", "date", "sources", "passages", "actors", "drivers", "together", "words", "preferences", "issues", "ties",
     "dependence", "mactor", "questions", "checks", "variants", "perceptions", "acts", "accept", "cites", "why", "note"}
)  # fmt: skip
KEPT = 12  # models of late
KEPT_ARCS = 8_000_000  # moves that they may have together

_recent: list[Model] = []


def _same_structure(one: Situation, other: Situation) -> bool:
    """Whether nothing differs that makes outcomes and moves."""
    named = all(list(getattr(one, block)) == list(getattr(other, block)) for block in ("actors", "drivers", "words"))
    return named and all(
        getattr(one, name) is getattr(other, name) or getattr(one, name) == getattr(other, name)
        for name in type(one).model_fields
        if name not in FREE
    )


def _remembered(model: Model) -> Model:
    """The model itself, kept as long as there is room among those of late."""
    _recent.insert(0, model)
    arcs: dict[int, int] = {}
    for place, known in enumerate(_recent):
        moves = known.moves
        arcs[id(moves)] = sum(map(len, (*moves.alone.values(), *moves.together.values())))
        if place and (place >= KEPT or sum(arcs.values()) > KEPT_ARCS):
            del _recent[place:]
            break
    return model


@dataclass(frozen=True)
class Arrows:
    """The graph of one draw with the mover of each arc: an actor's or an agreement's name."""

    graph: Graph
    movers: tuple[str, ...]
    mover: Array

    def leaving(self, outcome: int) -> list[tuple[str, int]]:
        """Who moves where from this outcome."""
        found = np.flatnonzero(self.graph.source == outcome)
        return [(self.movers[int(self.mover[k])], int(self.graph.target[k])) for k in found]


@dataclass(frozen=True)
class Solution:
    """One concept, one or more draws. `stable`: draws × actors × outcomes; `arrows`: one graph per draw.

    `joint`: of a single draw, what decides about the joint moves of each agreement.
    """

    concept: Concept
    actors: tuple[str, ...]
    stable: Array
    arrows: list[Arrows]
    joint: tuple[JointMoves, ...] = ()

    def equilibria(self, draw: int = 0) -> Array:
        """Boolean array: stable for every actor alone (joint moves not asked)."""
        found: Array = self.stable[draw].all(axis=0)
        return found


def solve(
    model: Model,
    numbers: Numbers | None = None,
    concepts: Iterable[str] | None = None,
    start: int | None = None,
) -> dict[str, Solution]:
    """Every concept (or these) on every draw; equal draws share one computation (and one `Arrows` object).

    With `start`, the graphs hold only what can be reached from that outcome: enough for what is predicted. The whole
    graphs at the central numbers (no `numbers`) are kept with the model.
    """
    if numbers is not None or start is not None:
        return solve_preferences(model, preferences_of(numbers or model.numbers()), concepts, start)
    chosen = [CONCEPTS[name] for name in (CONCEPTS if concepts is None else concepts)]
    if left := [concept.name for concept in chosen if concept not in model.central]:
        found = solve_preferences(model, preferences_of(model.numbers()), left)
        model.central.update({solution.concept: solution for solution in found.values()})
    return {concept.name: model.central[concept] for concept in chosen}


def solve_preferences(
    model: Model, preferences: Preferences, concepts: Iterable[str] | None = None, start: int | None = None
) -> dict[str, Solution]:
    """The same from ranks instead of numbers: what would follow if the actors preferred these outcomes."""
    first, which = distinct(preferences)
    chosen = [CONCEPTS[name] for name in (CONCEPTS if concepts is None else concepts)]
    parts: dict[str, list[Solution]] = {concept.name: [] for concept in chosen}
    for place in range(0, len(first), BLOCK):
        block = pick(preferences, first[place : place + BLOCK])
        for concept, solution in zip(chosen, _solve_block(model, block, chosen, start), strict=True):
            parts[concept.name].append(solution)
    return {concept.name: _spread_out(parts[concept.name], which) for concept in chosen}


def distinct(preferences: Preferences) -> tuple[Array, Array]:
    """Draws with different ranks: the first draw of each kind, and for each draw which kind it is."""
    if len(preferences.rank) == 1:
        return np.zeros(1, np.int64), np.zeros(1, np.int64)
    small = _in_one_number(preferences)
    if small is not None:
        earliest = np.full(small.max() + 1, len(small))
        earliest[small[::-1]] = np.arange(len(small))[::-1]  # of draws that are alike the last one written stays
        first = np.sort(earliest[earliest < len(small)])
        return first, np.searchsorted(first, earliest)[small]
    kinds = list(zip(_in_bytes(preferences.rank), _in_bytes(preferences.lifted), strict=True))
    number = {kind: place for place, kind in enumerate(dict.fromkeys(kinds))}
    which = np.array([*map(number.__getitem__, kinds)])
    return np.unique(which, return_index=True)[1], which


def _in_one_number(preferences: Preferences) -> Array | None:
    """A small number for each draw, the same for the same ranks; None where there are too many different ranks."""
    columns = [table.reshape(len(table), -1) for table in (preferences.rank, preferences.lifted)]
    if columns[0].shape[1] > 16 or not len(columns[0]) or min(table.min(initial=0) for table in columns) < 0:
        return None
    sizes = [int(size) for table in columns for size in table.max(axis=0) + 1]
    if prod(sizes) > 1 << 16:
        return None
    return np.concatenate(columns, axis=1) @ np.cumprod([1, *sizes])[:-1]


def _in_bytes(table: Array) -> list[bytes]:
    """Each draw of a table; where there is no outcome all are alike."""
    rows = np.ascontiguousarray(table)
    if not rows.size:
        return [b""] * len(rows)
    found: list[bytes] = rows.reshape(len(rows), -1).view(f"V{rows.nbytes // len(rows)}")[:, 0].tolist()
    return found


def pick(preferences: Preferences, draws: Array) -> Preferences:
    """What is preferred in these draws."""
    return Preferences(preferences.actors, preferences.rank[draws], preferences.lifted[draws], preferences.pairs)


def _spread_out(parts: list[Solution], which: Array) -> Solution:
    stable = np.concatenate([part.stable for part in parts])
    arrows = [arrow for part in parts for arrow in part.arrows]
    joint = parts[0].joint if len(which) == 1 else ()
    return Solution(parts[0].concept, parts[0].actors, stable[which], [arrows[kind] for kind in which.tolist()], joint)


def _solve_block(model: Model, preferences: Preferences, concepts: list[Concept], start: int | None) -> list[Solution]:
    if preferences.pairs:
        return [_solve_pairs(model, preferences, concept, start) for concept in concepts]
    engine = Engine.of(model.moves, preferences)
    return [_solve_ranks(engine, concept, start) for concept in concepts]


def _solve_ranks(engine: Engine, concept: Concept, start: int | None) -> Solution:
    ahead = foresight(engine, concept)
    thresholds, stable = ahead.threshold, ahead.stable
    joint = joint_moves(ahead)
    draws = next(iter(stable.values())).shape[1]
    arrows = [_arrows(engine, thresholds, joint, draw, start) for draw in range(draws)]
    table = np.stack([stable[actor].T for actor in engine.actors], axis=1)
    return Solution(concept, engine.actors, table, arrows, tuple(joint) if draws == 1 else ())


def _arrows(
    engine: Engine, thresholds: dict[str, Array], joint: list[JointMoves], draw: int, start: int | None
) -> Arrows:
    """The improvements nobody can punish and the credible joint moves of one draw: all, or those ahead of a start."""
    count = engine.rank[engine.actors[0]].shape[0]
    movers = (*engine.actors, *(moves.agreement for moves in joint))
    if start is None:
        return _join([_leaving(engine, thresholds, joint, draw, None)], movers, count, None)
    seen = np.zeros(count, np.bool_)
    seen[start] = True
    fresh = np.array([start])
    found = []
    while len(fresh):
        found.append(_leaving(engine, thresholds, joint, draw, fresh))
        ends = each_once(np.concatenate([target for _, target in found[-1]]))
        fresh = ends[~seen[ends]]
        seen[fresh] = True
    return _join(found, movers, count, seen)


def _leaving(
    engine: Engine, thresholds: dict[str, Array], joint: list[JointMoves], draw: int, starts: Array | None
) -> list[tuple[Array, Array]]:
    """For each mover, the arcs that leave these starts (None: all outcomes)."""
    found: list[tuple[Array, Array]] = []
    for actor in engine.actors:
        arcs = engine.moves.alone[actor]
        source, target = (arcs.source, arcs.target) if starts is None else arcs.out_of(starts)
        unpunished = thresholds[actor][:, draw][target] > engine.lifted[actor][:, draw][source]
        found.append((source[unpunished], target[unpunished]))
    return [*found, *(moves.credible(draw, starts) for moves in joint)]


def _solve_pairs(model: Model, preferences: Preferences, concept: Concept, start: int | None) -> Solution:
    count = model.space.count
    stable = np.ones((len(preferences.rank), len(preferences.actors), count), np.bool_)
    arrows = []
    for draw in range(len(preferences.rank)):
        found = []
        for place, actor in enumerate(preferences.actors):
            unpunished = relation.open_moves(model.moves, preferences, actor, concept, draw)
            stable[draw, place] = ~unpunished.any(axis=1)
            source, target = np.nonzero(unpunished)
            found.append((source, target))
        whole = _join([found], preferences.actors, count, None)
        arrows.append(whole if start is None else _ahead(whole, start))
    return Solution(concept, preferences.actors, stable, arrows)


def _ahead(arrows: Arrows, start: int) -> Arrows:
    """The part of a graph that can be reached from the start."""
    graph = arrows.graph
    within = graph.forward(start)
    keep = within[graph.source]
    part = Graph(graph.count, graph.source[keep], graph.target[keep], within)
    return Arrows(part, arrows.movers, arrows.mover[keep])


def _join(steps: list[list[tuple[Array, Array]]], movers: tuple[str, ...], count: int, within: Array | None) -> Arrows:
    """One graph from the arcs of every mover (outer list: in the order found)."""
    parts = [pairs for found in steps for pairs in found]
    source = np.concatenate([pairs[0] for pairs in parts])
    target = np.concatenate([pairs[1] for pairs in parts])
    mover = np.repeat(np.tile(np.arange(len(movers)), len(steps)), [len(pairs[0]) for pairs in parts])
    return Arrows(Graph(count, source, target, within), movers, mover)
