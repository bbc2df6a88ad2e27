"""Paths from one outcome, normally the status quo, to the places where things can end, or to where something is true.

For each target (`detente.stability.paths.targets`) and each kind of path (`detente.stability.paths.reach`) the
nearest of the target's outcomes is taken: fewest steps, then fewest sacrifices, then fewest options and terms changed
since the start, then the lowest number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from detente.counts import counted
from detente.errors import DetenteError
from detente.result import Origin, Result, Row
from detente.situation.identifiers import quoted, reference
from detente.situation.model import Situation
from detente.stability.concepts import CONCEPTS
from detente.stability.paths.reach import KINDS, Kind, Reach, nearest, reaches
from detente.stability.paths.steps import JudgedStep, judge, utilities
from detente.stability.paths.targets import Target, changes_since, classes_to_show, target_of
from detente.stability.paths.verify import path_faults
from detente.stability.result import Stability, outcome_index, stability
from detente.stability.witness.witness import Step

TARGET_LIMIT = 12

JudgedPath = tuple[JudgedStep, ...]


@dataclass(frozen=True)
class Journey:
    """The shortest path of each kind to a target: empty where the start belongs to it, None where there is no way."""

    target: Target
    paths: dict[Kind, JudgedPath | None]

    def distinct(self) -> list[tuple[tuple[Kind, ...], JudgedPath | None]]:
        """The kinds that share a path, with it; from the narrowest kind to the widest."""
        found: dict[tuple[Step, ...] | None, list[Kind]] = {}
        for kind, path in self.paths.items():
            found.setdefault(None if path is None else tuple(step.step for step in path), []).append(kind)
        return [(tuple(kinds), self.paths[kinds[0]]) for kinds in found.values()]


@dataclass(frozen=True, repr=False)
class Paths(Result):
    """Paths from `start` under one concept. `classes`: how many terminal classes there are, `chosen`: how many fitted.

    `reach`: by kind of path, what can be reached and how far it is.
    """

    told_by: ClassVar[str] = "detente.stability.paths.sentences:paths_sentences"
    drawn_by: ClassVar[str] = "detente.drawing.paths:figure"

    stability: Stability
    concept: str
    start: int
    reach: dict[Kind, Reach]
    journeys: tuple[Journey, ...]
    chosen: int

    def in_short(self) -> str:
        return f"from {self.start + 1} to {len(self.journeys)} targets under {self.concept}"

    @property
    def situation(self) -> Situation:
        return self.stability.situation

    @cached_property
    def classes(self) -> list[tuple[int, ...]]:
        return self.stability.classes(self.concept)

    def faults(self) -> list[str]:
        """What the independent checker finds wrong; empty if every path is what it says."""
        view = self.stability.view
        return [
            fault
            for journey in self.journeys
            for kind, path in journey.paths.items()
            if path is not None
            for fault in path_faults(view, self.concept, kind, self.start, journey.target.outcomes, path)
        ]

    def rows(self) -> list[Row]:
        """One row per step of every path (one shared by several kinds once); a way that does not exist has one row."""
        found = []
        for journey in self.journeys:
            for kinds, path in journey.distinct():
                head = {"target": self.label(journey.target), "way": ", ".join(kinds)}
                found += [{**head, **self._row(place, step)} for place, step in enumerate(path or (), 1)]
                if not path:
                    found.append({**head, **_no_row("stands" if path == () else "no_way")})
        return found

    def label(self, target: Target) -> str:
        """The target in short: what was asked for, or the ids of its outcomes."""
        if target.text:
            return target.text
        shown = [str(outcome + 1) for outcome in target.outcomes[:3]]
        return " ".join([*shown, "…"] if len(target.outcomes) > 3 else shown)

    def _row(self, place: int, step: JudgedStep) -> Row:
        blockers = {would: ", ".join(b.actor for b in step.blockers if b.would == would) for would in (False, True)}
        return {
            "step": place,
            "mover": step.mover,
            "from": step.start + 1,
            "to": step.end + 1,
            "change": change(self.stability, step.start, step.end),
            "sacrifice": ", ".join(_sacrifice(one.actor, one.loss) for one in step.sacrifices),
            "verdict": step.verdict,
            "would_block": blockers[True],
            "could_block": blockers[False],
        }

    def data(self) -> dict[str, Any]:
        space, begin = self.stability.model.space, self.start
        return {
            "digest": self.origin.digest,
            "concept": self.concept,
            "from": {"id": begin + 1, "name": space.name(begin), "status_quo": begin == space.status_quo},
            "targets": [
                {
                    "kind": journey.target.kind,
                    "outcomes": [outcome + 1 for outcome in journey.target.outcomes[: self.stability.limit]],
                    "count": len(journey.target.outcomes),
                    "predicted": journey.target.predicted,
                    "answers": dict(journey.target.answers),
                    "text": journey.target.text or None,
                    "paths": {kind: _path_data(path) for kind, path in journey.paths.items()},
                }
                for journey in self.journeys
            ],
            "reached": {kind: self.reach[kind].counts() for kind in KINDS},
            "counts": {"outcomes": space.count, "classes": len(self.classes), "chosen": self.chosen},
        }


def _no_row(verdict: str) -> Row:
    empty = dict.fromkeys(("mover", "from", "to", "change", "sacrifice"), "")
    return {"step": None, **empty, "verdict": verdict, "would_block": "", "could_block": ""}


def _sacrifice(actor: str, loss: float | None) -> str:
    return actor if loss is None else f"{actor} {loss:.3g}"


def change(result: Stability, start: int, end: int) -> str:
    """What a step changes, in the short form of names; in graph form the name of the outcome it leads to."""
    space = result.model.space
    if space.nodes:
        return space.name(end)
    differ = np.flatnonzero(space.levels[start] != space.levels[end])
    axes = [(space.axes[place], space.axes[place].levels[space.levels[end, place]]) for place in differ]
    return ", ".join(f"{reference(axis.owner, axis.name)}={quoted(level)}" for axis, level in axes)


def _path_data(path: JudgedPath | None) -> dict[str, Any] | None:
    if path is None:
        return None
    return {
        "length": len(path),
        "sacrifices": sum(bool(step.sacrifices) for step in path),
        "steps": [_step_data(step) for step in path],
    }


def _step_data(step: JudgedStep) -> dict[str, Any]:
    return {
        "mover": step.mover,
        "movers": list(step.movers),
        "from": step.start + 1,
        "to": step.end + 1,
        "verdict": step.verdict,
        "sacrifices": [{"actor": one.actor, "loss": one.loss} for one in step.sacrifices],
        "blockers": [
            {"actor": one.actor, "to": one.end + 1, "hurts": list(one.hurts), "would": one.would}
            for one in step.blockers
        ],
        "answer": [{"mover": one.mover, "from": one.start + 1, "to": one.end + 1} for one in step.answer],
        "own": None if step.own is None else {"actor": step.own[0], "to": step.own[1] + 1},
    }


def paths(
    situation: Situation,
    to: Iterable[str] = (),
    start: str | None = None,
    concept: str = "seq",
    everything: bool = False,
    limit: int = TARGET_LIMIT,
) -> Paths:
    """The paths from a start to some targets, at the central numbers.

    Args:
        to: questions, statements, ids or names of outcomes. Without any: the predicted classes and, for each question,
            the nearest class with another answer (without questions: as with `everything`).
        start: an outcome as for `detente.stability.result.outcome_index`; None: the status quo.
        concept: what *as it goes*, *punished* and the terminal classes mean.
        everything: all terminal classes, the nearest `limit` of them.

    Raises:
        DetenteError: nowhere to start from; a target that nothing fits; more targets in `to` than the limit.
    """
    result = stability(situation, (concept,))
    asked, limit = list(to), counted("limit", limit)
    if len(asked) > limit:
        raise DetenteError("targets_many", count=len(asked), limit=limit)
    if start is None and result.model.space.status_quo is None:
        raise DetenteError("start_missing")
    begin = outcome_index(result, "status_quo" if start is None else start)
    view, arrows = result.view, result.solution(concept).arrows[0]
    found = reaches(view.moves, view.preferences, arrows, begin)
    changes = changes_since(result, begin)
    targets = [target_of(result, text) for text in asked]
    chosen = len(targets)
    if not asked:
        predicted = arrows.graph.predicted(begin, result.classes(concept))
        targets = classes_to_show(result, concept, predicted, found["moves"], changes, everything=everything)
        chosen = len(targets)
    values = utilities(result.model)
    judged: dict[Step, JudgedStep] = {}

    def path_to(kind: Kind, target: Target) -> JudgedPath | None:
        end = nearest(found[kind], target.outcomes, changes)
        path = None if end is None else found[kind].path(end)
        for step in path or ():
            if step not in judged:
                judged[step] = judge(view, CONCEPTS[concept], arrows, values, step)
        return None if path is None else tuple(judged[step] for step in path)

    journeys = tuple(Journey(one, {kind: path_to(kind, one) for kind in KINDS}) for one in targets[:limit])
    given = {"to": tuple(asked), "start": start, "concept": concept, "everything": everything, "limit": limit}
    origin = Origin(result.origin.about, given, engine=result.engine)
    return Paths(result, concept, begin, found, journeys, chosen, origin=origin)
