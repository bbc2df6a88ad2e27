"""A log of forecasts by date, with outcomes where they are known: how near they came, and whether that is nearer than
what costs nothing.

A line is of a yes-or-no question (a probability) or of a number (a point, perhaps with a band). Baselines are scored on
the very lines that have both, so that differences are of pairs:

- ``even``: one half. ``base_rate``: the share of yes in this log, which is known only afterwards.
- ``status_quo``, ``median``, ``mean``, ``weighted_mean``: columns of the log, as they stood when the forecast was made.
- ``last``: a column too; where there is none, the outcome of the same question in the line of the latest earlier date.

Numbers are compared in points of a scale from 0 to 100 if every line has a scale. Without scales, questions are told
one by one, for their units differ; a single question is told in its own unit.

Lines of one question are not independent, so whole questions are drawn again, with replacement, and the 2.5th and the
97.5th percentile of the mean difference are told, with ten questions at least. Only if both lie on one side of 0 is
there reason to call a forecast nearer, or farther off.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from detente.bargaining.positions.score import group_picks
from detente.outcomes.columns import Array
from detente.result import Origin, Result, Row
from detente.uncertainty.experts.forecast_scores import Bin, Parts, bins, brier, crps_of_band, parts
from detente.words import Said, say

BASELINES = ("status_quo", "last", "median", "mean", "weighted_mean")
FEWEST = 10  # questions from which chance is told apart
BINS, LEVEL = 5, 0.8


@dataclass(frozen=True)
class Logged:
    """A line: `stated` a probability or a number, `outcome` 1 or 0 or a number, None while it is open.

    `band`: lower and upper end; `level`: the share that it is to hold; `scale`: its ends; `beside`: baselines by name.
    """

    date: str
    question: str
    yes_no: bool
    stated: float
    outcome: float | None
    band: tuple[float, float] | None = None
    level: float = LEVEL
    scale: tuple[float, float] | None = None
    beside: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Against:
    """A forecast, or a baseline (`who`), over its lines.

    `score`: mean Brier score or absolute error; `own`: that of the forecast on the same lines; `nearer`: lines on which
    the forecast came nearer, `level`: as near.
    """

    kind: str
    question: str
    who: str
    count: int
    questions: int
    score: float
    own: float
    nearer: int
    level: int
    ends: tuple[float, float] | None

    @property
    def standing(self) -> str:
        """``few`` questions, or is the forecast ``better``, ``worse``, or is that ``open``?"""
        if self.ends is None:
            return "few"
        return "better" if self.ends[1] < 0 else "worse" if self.ends[0] > 0 else "open"

    def row(self) -> Row:
        """The forecast itself is compared with nothing."""
        alone = self.who == "forecast"
        low, high = self.ends or (None, None)
        return {
            "kind": self.kind, "question": self.question, "who": self.who, "count": self.count,
            "questions": self.questions, "score": self.score,
            "difference": None if alone else self.own - self.score,
            "from": None if alone else low, "to": None if alone else high,
            "nearer": None if alone else self.nearer, "as_near": None if alone else self.level,
        }  # fmt: skip


@dataclass(frozen=True)
class Held:
    """The bands of one level: how many outcomes lay inside, below and above, and how wide they are on average."""

    question: str
    level: float
    count: int
    inside: int
    below: int
    above: int
    width: float
    crps: float


@dataclass(frozen=True, repr=False)
class ForecastLog(Result):
    """Scores of the forecasts and of what stands beside them. `scaled`: numbers are points of 0 to 100; `notes`: what
    is to be said of the file."""

    told_by: ClassVar[str] = "detente.uncertainty.experts.forecast_sentences:log_sentences"
    drawn_by: ClassVar[str] = "detente.drawing.calibration:draw_calibration"

    lines: tuple[Logged, ...]
    scores: tuple[Against, ...]
    calibration: tuple[Bin, ...]
    brier: Parts | None
    held: tuple[Held, ...]
    scaled: bool
    notes: tuple[Said, ...] = ()

    def in_short(self) -> str:
        return f"{len(self.lines)} forecasts, {len(self.known)} with outcomes"

    @property
    def known(self) -> tuple[Logged, ...]:
        return tuple(line for line in self.lines if line.outcome is not None)

    def rows(self) -> list[Row]:
        """One row per forecast or baseline, kind, and question where they are told one by one."""
        return [one.row() for one in self.scores]

    def bin_rows(self) -> list[Row]:
        """One row per bin of stated probabilities."""
        return [
            {"from": one.low, "to": one.high, "count": one.size, "stated": one.stated, "came": one.yes / one.size}
            for one in self.calibration
        ]

    def band_rows(self) -> list[Row]:
        """One row per level of bands."""
        return [
            {
                "question": one.question, "level": one.level, "count": one.count, "inside": one.inside,
                "below": one.below, "above": one.above, "width": one.width, "crps": one.crps,
            }
            for one in self.held
        ]  # fmt: skip

    def data(self) -> dict[str, Any]:
        return {
            "notes": [say(note.key, **note.values) for note in self.notes],
            "forecasts": len(self.lines),
            "known": len(self.known),
            "questions": len({line.question for line in self.lines}),
            "scores": [{**one.row(), "standing": None if one.who == "forecast" else one.standing}
                       for one in self.scores],
            "calibration": self.bin_rows(),
            "brier": None if self.brier is None else self.brier._asdict(),
            "bands": self.band_rows(),
            "scaled": self.scaled,
        }  # fmt: skip


def scored_log(lines: Sequence[Logged], count: int = BINS, notes: tuple[Said, ...] = ()) -> ForecastLog:
    """How near a log came. `count`: bins of probabilities; `notes`: what is to be said of the file."""
    known = [line for line in lines if line.outcome is not None]
    sure = [line for line in known if line.yes_no]
    numbers = [line for line in known if not line.yes_no]
    scaled = bool(numbers) and all(line.scale is not None for line in numbers)
    groups = _groups(numbers, scaled)
    scores = [*_scores("yes_no", "", sure, lines)] if sure else []
    for question, own in groups.items():
        scores += _scores("number", question, own, lines, scaled=scaled)
    stated, outcome = (np.array([getattr(line, key) for line in sure], float) for key in ("stated", "outcome"))
    return ForecastLog(
        tuple(lines),
        tuple(scores),
        bins(stated, outcome, count) if sure else (),
        parts(stated, outcome, count) if sure else None,
        tuple(held for question, own in groups.items() for held in _held(question, own, scaled=scaled)),
        scaled,
        notes,
        origin=Origin(parameters={"bins": count}),
    )


def _groups(numbers: Sequence[Logged], scaled: bool) -> dict[str, list[Logged]]:
    """All lines of numbers under ``""``, or each question by itself where units differ."""
    names = tuple(dict.fromkeys(line.question for line in numbers))
    if scaled or len(names) == 1:
        return {"": list(numbers)}
    return {name: [line for line in numbers if line.question == name] for name in names}


def _unit(line: Logged, scaled: bool) -> float:
    """From the unit of a line to points of its scale."""
    return 100 / (line.scale[1] - line.scale[0]) if scaled and line.scale is not None else 1.0


def _scores(
    kind: str, question: str, own: Sequence[Logged], log: Sequence[Logged], *, scaled: bool = False
) -> Iterator[Against]:
    """The forecast, and every baseline that some line has."""
    unit, outcome = np.array([_unit(line, scaled) for line in own]), np.array([line.outcome for line in own], float)

    def loss(values: Array) -> Array:
        apart: Array = np.abs(values - outcome) * unit
        return np.asarray(np.square(apart)) if kind == "yes_no" else apart

    stated = loss(np.array([line.stated for line in own]))
    groups = [line.question for line in own]
    yield _against(kind, question, "forecast", stated, stated, groups)
    for name in BASELINES:
        beside = [_beside(line, name, log) for line in own]
        if any(value is not None for value in beside):
            found = loss(np.array([np.nan if value is None else value for value in beside]))
            yield _against(kind, question, name, stated, found, groups)
    if kind == "yes_no":
        for name, value in (("even", 0.5), ("base_rate", float(outcome.mean()))):
            yield _against(kind, question, name, stated, loss(np.full(len(own), value)), groups)


def _beside(line: Logged, name: str, log: Sequence[Logged]) -> float | None:
    if name in line.beside or name != "last" or line.yes_no:
        return line.beside.get(name)
    before = [one for one in log if one.question == line.question and one.date < line.date and one.outcome is not None]
    return max(before, key=lambda one: one.date).outcome if before else None


def _against(kind: str, question: str, who: str, stated: Array, beside: Array, groups: Sequence[str]) -> Against:
    has = ~np.isnan(beside)
    own, other = stated[has], beside[has]
    named = [group for group, there in zip(groups, has, strict=True) if there]
    apart, same = own - other, np.isclose(own, other, atol=1e-12)
    ends = None
    if len(set(named)) >= FEWEST and who != "forecast":
        picks = group_picks(named)
        low, high = np.percentile(picks @ apart / np.maximum(picks.sum(1), 1), (2.5, 97.5))
        ends = float(low), float(high)
    return Against(
        kind, question, who, len(own), len(set(named)), float(other.mean()), float(own.mean()),
        int((~same & (apart < 0)).sum()), int(same.sum()), ends,
    )  # fmt: skip


def _held(question: str, own: Sequence[Logged], *, scaled: bool) -> Iterator[Held]:
    """The bands by their level, and the CRPS of the forecasts that have one."""
    for level in sorted({line.level for line in own if line.band is not None}):
        chosen = [line for line in own if line.band is not None and line.level == level]
        unit = np.array([_unit(line, scaled) for line in chosen])
        ends = np.array([line.band for line in chosen], float)
        outcome = np.array([line.outcome for line in chosen], float)
        below, above = int((outcome < ends[:, 0]).sum()), int((outcome > ends[:, 1]).sum())
        scores = [
            crps_of_band(line.stated, low, high, level, y)
            for line, (low, high), y in zip(chosen, ends.tolist(), outcome.tolist(), strict=True)
        ]
        width, crps = float(((ends[:, 1] - ends[:, 0]) * unit).mean()), float((np.array(scores) * unit).mean())
        yield Held(question, level, len(chosen), len(chosen) - below - above, below, above, width, crps)


def brier_of(log: ForecastLog) -> float | None:
    """The Brier score of the yes-or-no questions of a log; None if it has none with an outcome."""
    sure = [line for line in log.known if line.yes_no]
    if not sure:
        return None
    return brier(np.array([line.stated for line in sure]), np.array([line.outcome for line in sure], float))
