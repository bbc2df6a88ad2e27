"""Balance, dependence and distance year by year.

Balance of a year: the frustration index L of its signed ties (`detente.influence.balance.frustration`), as a share of
their weight, and the balanced share of triads (Cartwright & Harary 1956). Both are 0 and 1 for balanced ties, but they
are not each other's complement: a triad counts once whatever its ties weigh, and L sees longer walks too. Dependence
and leverage of a year: `detente.influence.dependence`, domain by domain. Points: where each stands, as in votes of the
United Nations (Bailey, Strezhnev & Voeten 2017), the mean over a window; distance: how far apart two of them are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal

import numpy as np

from detente.errors import DetenteError
from detente.evidence.expanded import is_beside
from detente.influence.balance.alignment import signed_ties, tied
from detente.influence.balance.frustration import SECONDS, Split, best_split
from detente.influence.balance.projection import Rule, project
from detente.influence.balance.signed import SignedGraph, Triads, triads
from detente.influence.dependence.dependence import leverage
from detente.influence.dependence.domains import domains
from detente.influence.series.windows import Years, years
from detente.result import Origin, Result, Row
from detente.situation.model import Situation
from detente.time_left import Budget

Part = Literal["balance", "dependence", "distance", "points"]
PARTS: tuple[Part, ...] = ("balance", "dependence", "distance", "points")


@dataclass(frozen=True)
class YearOfBalance:
    """The signed ties of a window and their balance; `open_pairs`: pairs whose ties cancel, which have no sign."""

    year: int
    states: int
    graph: SignedGraph
    open_pairs: int
    triads: Triads
    best: Split

    @property
    def contradicted(self) -> tuple[float, float] | None:
        """L and its bound as shares of the weight of all ties; None where there are no ties."""
        weight = self.graph.weight
        return (self.best.value / weight, self.best.bound / weight) if weight else None

    def row(self) -> Row:
        negative = int((self.graph.weights < 0).sum())
        share = self.contradicted
        return {
            "year": self.year,
            "actors": self.states,
            "ties": self.graph.ties,
            "negative": negative,
            "open": self.open_pairs,
            "triads": self.triads.total,
            "balanced_share": self.triads.share,
            "L": self.best.value,
            "bound": self.best.bound,
            "contradicted_share": None if share is None else share[0],
        }


@dataclass(frozen=True)
class Pair:
    """One number of a pair in one year: `value` of `who` on `whom`; leverage in dependence, None for distances. Of a
    point there is no `whom`."""

    year: int
    domain: str
    who: str
    whom: str
    value: float
    leverage: float | None = None

    def row(self) -> Row:
        if not self.whom:
            return {"year": self.year, "domain": self.domain, "who": self.who, "point": self.value}
        named = {"year": self.year, "domain": self.domain, "who": self.who, "whom": self.whom}
        if self.leverage is None:
            return {**named, "distance": self.value}
        return {**named, "dependence": self.value, "leverage": self.leverage}


@dataclass(frozen=True, repr=False)
class Series(Result):
    """Year by year. A part is empty where the file has no such table; `part`: the one shown as rows."""

    told_by: ClassVar[str] = "detente.influence.series.sentences:series_sentences"
    drawn_by: ClassVar[str] = "detente.drawing.relations.series:draw_series"

    situation: Situation
    years: Years
    balance: tuple[YearOfBalance, ...]
    dependence: tuple[Pair, ...]
    distance: tuple[Pair, ...]
    points: tuple[Pair, ...]
    part: Part

    def in_short(self) -> str:
        return f"{self.part} in {len(self.years.covered)} years"

    def rows(self) -> list[Row]:
        """Balance: one row for each year; points: for each year, table and actor; else each year, domain and pair."""
        return [one.row() for one in self.balance] if self.part == "balance" else [one.row() for one in self.pairs()]

    def pairs(self) -> tuple[Pair, ...]:
        """The numbers of the part that is shown, where that is not balance."""
        return {"dependence": self.dependence, "distance": self.distance, "points": self.points}.get(self.part, ())

    def data(self) -> dict[str, Any]:
        triad = {one.year: one.triads.data() for one in self.balance}
        return {
            "digest": self.origin.digest,
            "window": self.years.window,
            "years": list(self.years.covered),
            "left_out": list(self.years.left_out),
            "variants": {str(year): one.name or None for year, one in self.years.dated.items()},
            "balance": [{**one.row(), "triads": triad[one.year]} for one in self.balance],
            "dependence": [one.row() for one in self.dependence],
            "distance": [one.row() for one in self.distance],
            "points": [one.row() for one in self.points],
        }


def series(
    situation: Situation,
    folder: Path,
    *,
    window: int = 1,
    asked: str | None = None,
    variants: Mapping[str, Situation] | None = None,
    part: Part | None = None,
    projection: Rule = "net",
    weigh: bool = False,
    seconds: float | None = SECONDS,
) -> Series:
    """Every year of a situation whose tables have years.

    Args:
        situation: with tables under `ties` or `dependence`, or with variants of other dates.
        folder: where the tables lie.
        window: how many years, up to the one named, count together.
        asked: the years; None: all that every table covers.
        variants: of the same file, which are the years where no table has any.
        part: what is shown as rows and drawn; None: the first that there is.
        projection: how several ties of a pair become one sign. weigh: ties weigh their strength.
        seconds: for the frustration indices of all years together; what is not proven by then has a bound below its
            value.

    Raises:
        DetenteError: no tables with years and no variants with dates; years that are not covered; no such part.
        InputError: a table that cannot be read, or whose names are not those of the file.
    """
    found = years(situation, folder, window, asked, variants)
    budget = Budget(seconds, len(found.covered))
    balance: list[YearOfBalance] = []
    depends: list[Pair] = []
    apart: list[Pair] = []
    points: list[Pair] = []
    for year in found.covered:
        whole = found.at(year)
        if _signed(found.dated[year].situation if found.dated else situation):
            balance.append(_balance(year, whole.situation, projection, weigh, budget.share()))
        depends += _dependence(year, whole.situation)
        for one in whole.beside:
            apart += [Pair(year, one.name, *pair, value) for pair, value in one.pairs.items()]
            points += [Pair(year, one.name, actor, "", value) for actor, value in one.points.items()]
    there = [name for name, values in zip(PARTS, (balance, depends, apart, points), strict=True) if values]
    if not there or (part or there[0]) not in there:
        raise DetenteError("series_no_part", part=part or "balance", known=there)
    parameters: dict[str, Any] = {"window": window, "years": asked, "projection": projection, "weigh": weigh}
    origin = Origin.of(situation, **parameters)
    numbers = (tuple(balance), tuple(depends), tuple(apart), tuple(points))
    return Series(situation, found, *numbers, part or there[0], origin=origin)


def _signed(situation: Situation) -> bool:
    """Whether any tie of the file enters the balance."""
    return any(not (tie.table is not None and is_beside(tie)) for tie in situation.ties.values())


def _balance(year: int, situation: Situation, rule: Rule, weighed: bool, seconds: float) -> YearOfBalance:
    used = tied(situation)
    place = {actor: number for number, actor in enumerate(name for name in situation.actors if name in used)}
    found = project(len(place), signed_ties(situation, place), rule, weighed=weighed)
    best = best_split(found.graph, seconds=seconds)
    return YearOfBalance(year, len(place), found.graph, len(found.open), triads(found.graph), best)


def _dependence(year: int, situation: Situation) -> list[Pair]:
    """Of each domain the pairs of which a share is above 0, and of all together where there are several."""
    result = domains(situation, count=1)
    if result is None:
        return []
    parts = [(name, result.single(k)) for k, name in enumerate(result.domains)]
    parts += [("all_domains", result.total)] if len(result.domains) > 1 else []
    return [
        Pair(year, name, result.actors[i], result.actors[j], float(depends[i, j]), float(levers[i, j]))
        for name, depends in parts
        for levers in (leverage(depends),)
        for i, j in np.argwhere(depends > 0).tolist()
    ]
