"""How near each model comes to outcomes that are known: the mean absolute error, the CRPS, the coverage of the band.

All on scales from 0 to 100. For a point the CRPS (continuous ranked probability score) is its absolute error, for a
distribution F it is E|X − y| − ½ E|X − X'|: smaller is better, and both are told in points of the scale. Coverage is
the share of outcomes inside the band from the 10th to the 90th percentile, its ends included.

Issues of one group are not independent, so whole groups are drawn again, with replacement (paired bootstrap): the
difference to the weighted mean is worked out in each draw on the issues that both forecast, and its 2.5th and 97.5th
percentile are told. Only if both lie below 0 is there reason to think a model better; and of many models some come out
so by chance. Distributions are compared with the band of the forecast in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from detente.bargaining.positions.distributions import DISTRIBUTIONS
from detente.bargaining.positions.errors_measured import Errors, errors_text
from detente.bargaining.positions.known import KnownIssue, KnownIssues
from detente.bargaining.positions.mean_and_median import Array, weighted_mean
from detente.bargaining.positions.models import PositionModel, Spread, Stands, models
from detente.result import Origin, Result, Row

DRAWS = 2000
SEED = 7
INTERVAL = (0.1, 0.9)
BASE, BAND = "mean", "band"


@dataclass(frozen=True)
class Scored:
    """A model's forecasts: `error` and `crps` per issue (NaN: none), `inside` and `width` for distributions.

    `column`: the capability; empty where it is all the same.
    """

    model: str
    column: str
    error: Array
    crps: Array
    inside: Array | None = None
    width: Array | None = None


@dataclass(frozen=True, repr=False)
class Score(Result):
    """Every model on every issue. `picks`: which issues each bootstrap draw holds, (draws, issues) counts."""

    told_by: ClassVar[str] = "detente.bargaining.positions.sentences:score_sentences"

    known: KnownIssues
    scored: tuple[Scored, ...]
    picks: Array = field(repr=False)
    made: tuple[tuple[str, int, float, float], ...] = field(repr=False)

    def in_short(self) -> str:
        return f"{len(self.scored)} models on {len(self.known.issues)} issues"

    def rows(self) -> list[Row]:
        points = [self._row(each) for each in self.scored if each.inside is None]
        spreads = [self._row(each) for each in self.scored if each.inside is not None]
        return sorted(points, key=lambda row: row["mae"]) + sorted(spreads, key=lambda row: row["crps"])

    @property
    def baseline(self) -> Row:
        """The row that the other points are compared with: the weighted mean, with the capability that counts first."""
        return self._row(self._base(spread=False))

    def nearest_of_rounds(self) -> Row | None:
        """The model of rounds that did best against the weighted mean, on the issues that both forecast; None where
        there is none."""
        named = {model.name for model in scored_models() if model.rounds}
        told = (row for row in self.rows() if row["model"] in named)
        return min(told, key=lambda row: row["difference"], default=None)

    def _base(self, spread: bool) -> Scored:
        return next(one for one in self.scored if one.model == (BAND if spread else BASE))

    def _row(self, each: Scored) -> Row:
        base = self._base(each.inside is not None)
        has = ~np.isnan(each.crps) & ~np.isnan(base.crps)
        counts = self.picks[:, has]
        total = np.maximum(counts.sum(1), 1)
        apart = (each.crps - base.crps)[has]
        ends = np.percentile(counts @ apart / total, (2.5, 97.5))
        return {
            "model": each.model,
            "capability": each.column,
            "issues": int(has.sum()),
            "mae": float(np.mean(each.error[has])),
            "crps": float(np.mean(each.crps[has])),
            "difference": float(apart.mean()),
            "from": float(ends[0]),
            "to": float(ends[1]),
            "coverage": None if each.inside is None else float(np.mean(each.inside[has])),
            "width": None if each.width is None else float(np.mean(each.width[has])),
        }

    def data(self) -> dict[str, Any]:
        groups = len({issue.group for issue in self.known.issues})
        return {"issues": len(self.known.issues), "groups": groups, "models": self.rows()}

    def learnt(self) -> str:
        """The errors of the weighted mean as a table, from which a band can be made."""
        return errors_text(self.made)


Tell = Callable[[int], None]


def score(
    known: KnownIssues,
    errors: Errors | None = None,
    without: tuple[str, ...] = (),
    alone: tuple[str, ...] = (),
    tell: Tell = lambda done: None,  # noqa: ARG005
) -> Score:
    """Every model with every capability.

    Args:
        errors: of what the band is made; None: those that come with the program.
        without: actors left out in one further model, the weighted mean of the others.
        alone: actors whose own position is taken as a forecast.
        tell: called with the number of models done.
    """
    issues = known.issues
    outcome = np.array([issue.outcome for issue in issues])
    scale = np.array([100 / (issue.high - issue.low) for issue in issues])
    found: list[Scored] = []

    def add(model: str, column: str, made: list[float | None]) -> None:
        values = np.array([np.nan if value is None else value for value in made])
        error = np.abs(values - outcome) * scale
        if not np.isnan(error).all():
            found.append(Scored(model, column, error, error))
        tell(len(found))

    table = scored_models()
    for place, column in enumerate(known.columns):
        every = [Stands.of(issue, column) for issue in issues]
        for model in table:
            if model.scored is not None and (place == 0 or not model.alike):
                add(model.name, "" if model.alike else column, [model.scored(stands) for stands in every])
            if model.together is not None:
                add(model.name, column, _by_group(model.together, issues, column))
    first = known.columns[0]
    if without:
        add("mean_without", first, [_without(issue, first, without) for issue in issues])
    for actor in alone:
        add(f"alone_{actor}", "", [_position(issue, actor) for issue in issues])
    made = _made(issues, first)
    found += _spreads(issues, first, errors or Errors.shipped(), made, outcome, scale)
    tell(len(found))
    asked = {"columns": known.columns, "without": without, "alone": alone, "errors": _which(errors)}
    return Score(
        known,
        tuple(found),
        group_picks([issue.group for issue in issues]),
        made,
        origin=Origin(parameters=asked, seed=SEED),
    )


def _which(errors: Errors | None) -> str:
    return "shipped" if errors is None or errors.is_shipped else "own"


def scored_models() -> tuple[PositionModel, ...]:
    """The models that have a point for issues with known outcomes."""
    return tuple(model for model in models() if model.scored is not None or model.together is not None)


def models_count(known: KnownIssues) -> int:
    """How many models `score` goes through, for a bar of progress."""
    return len(scored_models()) * len(known.columns) + len(DISTRIBUTIONS)


def _made(issues: tuple[KnownIssue, ...], column: str) -> tuple[tuple[str, int, float, float], ...]:
    """Issue, number of actors, weighted mean and outcome on scales from 0 to 100."""
    rows = []
    for issue in issues:
        point = _base(Stands.of(issue, column))
        on = [(value - issue.low) / (issue.high - issue.low) * 100 for value in (point, issue.outcome)]
        rows.append((issue.name, len(issue.actors), on[0], on[1]))
    return tuple(rows)


def _spreads(
    issues: tuple[KnownIssue, ...],
    column: str,
    given: Errors,
    made: tuple[tuple[str, int, float, float], ...],
    outcome: Array,
    scale: Array,
) -> list[Scored]:
    """Every distribution; what is learnt from the data leaves out the group of the issue."""
    groups = np.array([issue.group for issue in issues])
    actors, points, outcomes = (np.array([row[k] for row in made], dtype=float) for k in (1, 2, 3))
    found = []
    several = len(set(groups)) > 1
    others = {group: groups != group if several else groups == group for group in set(groups)}
    crossed = {group: Errors.of((outcomes - points)[rest], actors[rest]) for group, rest in others.items()}
    for model, spread in DISTRIBUTIONS.items():
        drawn = [
            spread(Stands.of(issue, column), given, crossed[issue.group], outcomes[others[issue.group]])
            for issue in issues
        ]
        error = np.abs([float(values @ chances) for values, chances in drawn] - outcome) * scale
        ranked = np.array([crps(each, y) for each, y in zip(drawn, outcome, strict=True)]) * scale
        bands = np.array([interval(each) for each in drawn])
        inside = ((bands[:, 0] - 1e-9 <= outcome) & (outcome <= bands[:, 1] + 1e-9)).astype(float)
        found.append(Scored(model, column, error, ranked, inside, (bands[:, 1] - bands[:, 0]) * scale))
    return found


def crps(spread: Spread, outcome: float) -> float:
    """E|X − y| − ½ E|X − X'| of values with chances."""
    order = np.argsort(spread[0])
    values, chances = spread[0][order], spread[1][order]
    below = np.concatenate([[0.0], chances.cumsum()[:-1]])
    pairs = 2 * float((chances * values * (2 * below + chances - 1)).sum())  # E|X − X'|
    return float(chances @ np.abs(values - outcome)) - pairs / 2


def interval(spread: Spread) -> tuple[float, float]:
    """The 10th and the 90th percentile; between equally likely values, as everywhere in this program."""
    values, chances = spread
    if np.allclose(chances, chances[0]):
        low, high = np.percentile(values, [100 * end for end in INTERVAL])
        return float(low), float(high)
    order = np.argsort(values)
    total = chances[order].cumsum()
    places = [min(int(np.searchsorted(total, end - 1e-12)), len(values) - 1) for end in INTERVAL]
    return float(values[order][places[0]]), float(values[order][places[1]])


def _by_group(
    model: Callable[[Sequence[KnownIssue], str], dict[str, float]], issues: tuple[KnownIssue, ...], column: str
) -> list[float | None]:
    groups: dict[str, list[KnownIssue]] = {}
    for issue in issues:
        groups.setdefault(issue.group, []).append(issue)
    found: dict[str, float] = {}
    for together in groups.values():
        if len(together) > 1:
            found.update(model(together, column))
    return [found.get(issue.name) for issue in issues]


def _base(stands: Stands) -> float:
    """What the others are compared with."""
    return float(weighted_mean(stands.position, stands.weight))


def _without(issue: KnownIssue, column: str, left_out: tuple[str, ...]) -> float | None:
    stands = Stands.of(issue, column)
    kept = np.array([actor not in left_out for actor in issue.actors])
    if not kept.any():
        return None
    return _base(Stands(stands.position[kept], stands.capability[kept], stands.salience[kept]))


def _position(issue: KnownIssue, actor: str) -> float | None:
    return issue.position[issue.actors.index(actor)] if actor in issue.actors else None


def group_picks(group_of: Sequence[str]) -> Array:
    """How often each item is in each bootstrap draw of groups, (draws, items). `group_of`: of each item."""
    groups = sorted(set(group_of))
    place = np.array([groups.index(group) for group in group_of])
    drawn = np.random.default_rng(SEED).multinomial(len(groups), np.full(len(groups), 1 / len(groups)), DRAWS)
    counts: Array = drawn[:, place].astype(float)
    return counts
