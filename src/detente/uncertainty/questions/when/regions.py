"""Regions of the numbers in which an answer is frequent: what they say, and whether they stand up.

A region was found on some draws (`learnt`: how frequent the answer was there). It is counted again on draws kept back
and dropped if the answer is rarer by more than 0.05 and more than chance explains (its 95% interval). Then it is put to
the model on up to 500 draws that the study has never seen, and dropped if the answer is rarer by more than 0.05.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.outcomes.preferences import Array
from detente.uncertainty.questions.asking import Line, codes, fresh_draws
from detente.uncertainty.questions.when.prim import Box
from detente.uncertainty.questions.wilson import Share
from detente.uncertainty.study.result import Study, plain

CHECKED = 500
BATCHES = 8
FALL = 0.05


@dataclass(frozen=True)
class Condition:
    """A number between `low` and `high` (None: no end there), with the resample ranges of its ends.

    `alternative`: not a number but which of several preferences counts; `low` set: it is this one, `high` set: not.
    """

    name: str
    low: float | None
    high: float | None
    low_range: tuple[float, float] | None = None
    high_range: tuple[float, float] | None = None
    alternative: int | None = None

    def row(self) -> dict[str, Any]:
        """The condition as part of a row, with the same keys whatever it is."""
        return {"number": self.name, "low": self.low, "high": self.high, "alternative": self.alternative}

    def data(self) -> dict[str, Any]:
        if self.alternative is not None:
            return {"number": self.name, "alternative": self.alternative, "is": self.low is not None}
        return {
            "number": self.name,
            "low": plain(self.low),
            "high": plain(self.high),
            "low_range": self.low_range,
            "high_range": self.high_range,
        }


@dataclass(frozen=True)
class Region:
    """Conditions that hold together, and the answer there. `inside`: hits of draws inside, `covered`: of all hits.

    Both are counted on draws not used to find it; `fresh` on draws made for the check. `kept`: it
    stood up to both.
    """

    answer: str
    conditions: tuple[Condition, ...]
    inside: Share
    covered: Share
    fresh: Share | None
    kept: bool

    @property
    def density(self) -> float:
        return self.inside.share

    @property
    def coverage(self) -> float:
        return self.covered.share

    def data(self) -> dict[str, Any]:
        return {
            "answer": self.answer,
            "conditions": [condition.data() for condition in self.conditions],
            "density": plain(self.density),
            "coverage": plain(self.coverage),
            "fresh_density": None if self.fresh is None else plain(self.fresh.share),
            "kept": self.kept,
        }


@dataclass(frozen=True)
class Columns:
    """What boxes and trees see: every number, and for alternatives one column of 0 and 1 each."""

    parts: tuple[tuple[Line, int | None], ...]

    @classmethod
    def of(cls, moving: Sequence[Line]) -> Columns:
        parts: list[tuple[Line, int | None]] = []
        for line in moving:
            parts += [(line, int(value)) for value in line.values] if line.unordered else [(line, None)]
        return cls(tuple(parts))

    def values(self, draws: Mapping[str, Array], part: slice = slice(None)) -> list[Array]:
        return [
            draws[line.name][part] if value is None else (draws[line.name][part] == value).astype(float)
            for line, value in self.parts
        ]

    def conditions(
        self, box: Box, ranges: dict[tuple[int, bool], tuple[float, float]] | None = None
    ) -> tuple[Condition, ...]:
        found = []
        for place in box.bound:
            line, value = self.parts[place]
            low = box.low[place] if np.isfinite(box.low[place]) else None
            high = box.high[place] if np.isfinite(box.high[place]) else None
            known = ranges or {}
            ends = (None, None) if value is not None else (known.get((place, False)), known.get((place, True)))
            found.append(Condition(line.name, low, high, *ends, None if value is None else value + 1))
        return tuple(found)


@dataclass(frozen=True)
class Checked:
    """Counts regions on draws kept back, and puts them to the model on fresh draws."""

    study: Study
    space: Columns
    question: str
    concept: str

    def region(
        self,
        found: Array,
        columns: list[Array],
        learnt: float,
        code: int,
        answer: str,
        box: Box,
        ranges: dict[tuple[int, bool], tuple[float, float]],
    ) -> Region:
        inside = box.inside(columns)
        hits = int((found[inside] == code).sum())
        density = Share(hits, max(1, int(inside.sum())))
        coverage = Share(hits, max(1, int((found == code).sum())))
        if density.high < learnt - FALL or not hits:
            return Region(answer, self.space.conditions(box, ranges), density, coverage, None, False)
        fresh = self.fresh(box, code)
        kept = fresh is not None and fresh.share >= density.share - FALL
        return Region(answer, self.space.conditions(box, ranges), density, coverage, fresh, kept)

    def fresh(self, box: Box, code: int) -> Share | None:
        """How often the answer comes out on up to 500 new draws inside the box; None if too few fall into it."""
        parts: list[dict[str, Array]] = []
        count = 0
        for batch, draws in enumerate(fresh_draws(self.study)):
            inside = np.flatnonzero(box.inside(self.space.values(draws)))[: CHECKED - count]
            parts.append({name: values[inside] for name, values in draws.items()})
            count += len(inside)
            if count >= CHECKED or batch + 1 >= BATCHES:
                break
        if not count:
            return None
        columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        found = codes(self.study, self.question, self.concept, self.study.answered(columns))
        return Share(int((found == code).sum()), count)
