"""What coders or experts judged: the record that is read, how far they agree on it, how their rounds went, and whether
it matters whose numbers are taken.

Agreement is told for each column, for each issue where there are several, and for each round. Where issues have scales
of different size, interval and ordinal agreement over all of them is of positions as shares of their scales.

With whose numbers? For tables of positions every coder's numbers alone give a forecast with its 80% band. If each
forecast lies in the band of every other, the disagreement is smaller than the error that is to be expected anyway; else
it changes what is forecast. Where a coder left something out, the number of the first coder stands, which is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from detente.bargaining.positions.issue import issue_numbers
from detente.bargaining.positions.settled import Settings, Settled, votes_of
from detente.result import Origin, Result, Row
from detente.situation.model import Situation
from detente.uncertainty.experts.delphi import CONSENSUS, PanelRound, consensus, fallen, panel_round
from detente.uncertainty.experts.krippendorff import Level, alpha, verdict_on
from detente.words import Said, say

Scale = tuple[float, float]


@dataclass(frozen=True)
class Judgement:
    """What one coder said of one unit in one round: a number, or a word."""

    unit: str
    issue: str
    coder: str
    round: str
    value: Any


@dataclass(frozen=True)
class Judged:
    """Every judgement by column. `scales`: of the units that have one; `words`: columns of words; `tabled`: the file is
    a table of positions, so that it can be settled with each coder's numbers; `goals`: of weights, the actor and the
    goal of each unit; `notes`: what is to be said of the file."""

    columns: Mapping[str, tuple[Judgement, ...]]
    scales: Mapping[str, Scale]
    coders: tuple[str, ...]
    rounds: tuple[str, ...]
    words: tuple[str, ...]
    tabled: bool
    goals: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    notes: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Agreement:
    """α of a column, for one issue or all (``""``), in one round or without rounds (``""``). `values`: in units with
    two at least."""

    column: str
    issue: str
    round: str
    level: Level
    coders: int
    units: int
    values: int
    alpha: float | None
    scaled: bool

    def row(self) -> Row:
        return {
            "column": self.column, "issue": self.issue, "round": self.round, "level": self.level, "alpha": self.alpha,
            "coders": self.coders, "units": self.units, "values": self.values, "reading": verdict_on(self.alpha),
        }  # fmt: skip


@dataclass(frozen=True)
class CodersForecast:
    """What is forecast on an issue with one coder's numbers alone.

    `winner`: the position that beats every other in votes between two, if one does, and who stands there (`winners`).
    `filled`: actors for whom that coder gave no position.
    """

    issue: str
    coder: str
    forecast: float
    low: float
    high: float
    median: tuple[float, float]
    winner: float | None
    winners: tuple[str, ...]
    filled: tuple[str, ...]

    def row(self) -> Row:
        low, high = self.median
        return {
            "issue": self.issue, "coder": self.coder, "forecast": self.forecast, "low": self.low, "high": self.high,
            "median": low if low == high else f"{low:g}..{high:g}", "condorcet": self.winner,
            "who": ", ".join(self.winners), "filled": ", ".join(self.filled),
        }  # fmt: skip


@dataclass(frozen=True, repr=False)
class Coders(Result):
    """Agreement, rounds of panels by (column, unit), and forecasts by issue and coder."""

    told_by: ClassVar[str] = "detente.uncertainty.experts.sentences:coders_sentences"
    drawn_by: ClassVar[str] = "detente.drawing.panel:draw_judged"

    judged: Judged
    agreements: tuple[Agreement, ...]
    panels: Mapping[tuple[str, str], tuple[PanelRound, ...]]
    forecasts: tuple[CodersForecast, ...]
    share: float = CONSENSUS

    def in_short(self) -> str:
        return f"{len(self.judged.coders)} coders, {len(self.judged.columns)} columns"

    def rows(self) -> list[Row]:
        """One row per α."""
        return [one.row() for one in self.agreements]

    def round_rows(self) -> list[Row]:
        """One row per column, unit and round of a panel."""
        return [
            {
                "column": column, "unit": unit, "round": one.name, "values": one.count, "median": one.median,
                "lower": one.lower, "upper": one.upper, "spread": one.spread, "low": one.low, "high": one.high,
            }
            for (column, unit), rounds in self.panels.items()
            for one in rounds
        ]  # fmt: skip

    def weight_rows(self) -> list[Row]:
        """One row per actor and goal: its share by the mean of the coders, from the least to the most, in the last
        round; `written` as a file has it."""
        last = self.judged.rounds[-1:] or ("",)
        found = []
        for unit, (actor, goal) in self.judged.goals.items():
            own = [one.value for one in self.judged.columns["weight"] if one.unit == unit and one.round in last]
            if own:
                low, high = f"{min(own):.3g}", f"{max(own):.3g}"
                found.append({
                    "actor": actor, "goal": goal, "weight": sum(own) / len(own), "low": min(own), "high": max(own),
                    "written": low if low == high else f"{low}..{high}",
                })  # fmt: skip
        return found

    def changes(self, issue: str) -> bool:
        """Whether some coder's forecast on an issue lies outside of another's band."""
        own = [one for one in self.forecasts if one.issue == issue]
        return any(not other.low <= one.forecast <= other.high for one in own for other in own)

    def together(self, column: str, unit: str) -> bool | None:
        """Whether the last round of a panel lies together; None without a scale."""
        scale = self.judged.scales.get(unit)
        return consensus(self.panels[column, unit][-1], None if scale is None else scale[1] - scale[0], self.share)

    def data(self) -> dict[str, Any]:
        issues = dict.fromkeys(one.issue for one in self.forecasts)
        return {
            "coders": list(self.judged.coders),
            "notes": [say(note.key, **note.values) for note in self.judged.notes],
            "agreement": [{**one.row(), "scaled": one.scaled} for one in self.agreements],
            "forecasts": [{**one.row(), "median": list(one.median), "who": list(one.winners),
                           "filled": list(one.filled)}
                          for one in self.forecasts],
            "changes": {issue: self.changes(issue) for issue in issues},
            "rounds": self.round_rows(),
            "panels": [
                {"column": column, "unit": unit, "fallen": fallen(rounds), "consensus": self.together(column, unit)}
                for (column, unit), rounds in self.panels.items()
            ],
            "weights": self.weight_rows(),
            "share": self.share,
        }  # fmt: skip


def compared(
    judged: Judged,
    level: Level | None = None,
    situations: Mapping[str, Situation] | None = None,
    share: float = CONSENSUS,
) -> Coders:
    """Everything that is said of the judgements.

    Args:
        level: how values were measured; None: ``interval`` for numbers, ``nominal`` for words.
        situations: a table of positions with each coder's numbers; None: nothing is forecast.
        share: of a scale, the greatest spread of consensus.
    """
    agreements = tuple(one for column in judged.columns for one in _agreements(judged, column, level))
    panels = {
        (column, unit): _panel(judged, column, unit)
        for column, judgements in judged.columns.items()
        if judged.rounds and column not in judged.words
        for unit in dict.fromkeys(one.unit for one in judgements)
    }
    origin = Origin(parameters={"level": level, "consensus": share})
    return Coders(judged, agreements, panels, tuple(_forecasts(judged, situations or {})), share, origin=origin)


def _agreements(judged: Judged, column: str, asked: Level | None) -> Iterator[Agreement]:
    level: Level = asked or ("nominal" if column in judged.words else "interval")
    every = judged.columns[column]
    issues = tuple(dict.fromkeys(one.issue for one in every))
    for turn in judged.rounds or ("",):
        for issue in ("", *(issues if len(issues) > 1 else ())):
            chosen = [one for one in every if one.round == turn and issue in ("", one.issue)]
            sizes = {judged.scales.get(one.unit) for one in chosen}
            scaled = column in ("value", "position") and None not in sizes and len(sizes) > 1
            scaled = scaled and level in ("ordinal", "interval")
            units: dict[str, list[Any]] = {}
            for one in chosen:
                units.setdefault(one.unit, []).append(_on(judged.scales[one.unit], one.value) if scaled else one.value)
            pairs = [values for values in units.values() if len(values) > 1]
            count, coders = sum(map(len, pairs)), len({one.coder for one in chosen})
            yield Agreement(column, issue, turn, level, coders, len(pairs), count, alpha(pairs, level), scaled)


def _on(scale: Scale, value: float) -> float:
    return (value - scale[0]) / (scale[1] - scale[0])


def _panel(judged: Judged, column: str, unit: str) -> tuple[PanelRound, ...]:
    """The rounds in which somebody judged the unit."""
    own = [one for one in judged.columns[column] if one.unit == unit]
    values = {turn: [one.value for one in own if one.round == turn] for turn in judged.rounds}
    return tuple(panel_round(turn, found) for turn, found in values.items() if found)


def _forecasts(judged: Judged, situations: Mapping[str, Situation]) -> Iterator[CodersForecast]:
    issues = next(iter(situations.values())).issues if situations else {}
    several = any(one.issue for one in judged.columns.get("position", ()))
    for issue in issues:
        settings, numbers = Settings(), [issue_numbers(situation, issue) for situation in situations.values()]
        for coder, one, votes in zip(situations, numbers, votes_of(numbers, settings), strict=True):
            if votes is None:  # only where time is up
                continue
            settled = Settled(one, settings, votes)
            said = {
                judgement.unit.removeprefix(f"{issue} · ")
                for judgement in judged.columns["position"]
                if judgement.coder == coder and (judgement.issue == issue or not several)
            }
            filled = tuple(actor for actor in settled.numbers.actors if actor not in said)
            won, told, at = settled.condorcet.winner, settled.forecast, settled.numbers.at
            winner = None if won is None else at(settled.options[won])
            there = np.flatnonzero(settled.numbers.position == winner)
            winners = tuple(settled.numbers.actors[place] for place in there)
            low, high = settled.median
            ends = at(told.mean), at(told.low), at(told.high), (at(low), at(high))
            yield CodersForecast(issue, coder, *ends, winner, winners, filled)
