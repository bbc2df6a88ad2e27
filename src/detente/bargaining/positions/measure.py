"""Positions in studies, draw by draw: the forecast with the ends of its band, and what the other models say.

The columns of an issue: ``forecast``, ``low`` and ``high`` (its 80% band), then those of the table of models: ``mean``,
``median`` (the middle of the interval), ``likely`` (the position most likely to win, conditional election), ``pce_…``
(the mean of each election), ``paper`` and ``as_coded`` (the weighted median after one round of challenges); ``blocked``
where vetoes count.
"""

from __future__ import annotations

import numpy as np

from detente.bargaining.positions.errors_measured import Errors
from detente.bargaining.positions.forecast import shifts_of
from detente.bargaining.positions.issue import IssueDraws, IssueNumbers, in_percent, issue_draws, issue_numbers
from detente.bargaining.positions.models import Stands, over_draws
from detente.bargaining.positions.models import columns as modelled
from detente.outcomes.columns import Array, Column, Columns
from detente.outcomes.numbers import Numbers
from detente.outcomes.telling import Names
from detente.result import Row
from detente.stability.solve import Model
from detente.words import say
from detente.words.amounts import percent

BLOCKS = ("issues",)  # their ranges are drawn for this measure
VALUES = ("forecast", "low", "high", *modelled())


def columns(model: Model) -> Columns:
    """The columns of every issue on which somebody takes a position."""
    found: Columns = {}
    for name, issue in model.situation.issues.items():
        if issue.positions:
            found |= {f"{name}/{value}": Column("value") for value in VALUES}
            if issue.reversion is not None and any(actor in issue.positions for actor in issue.veto):
                found[f"{name}/blocked"] = Column("answer", ("no", "yes"))
    return found


def values(model: Model, numbers: Numbers) -> dict[str, Array]:
    """The same over the draws of `numbers`."""
    found: dict[str, Array] = {}
    for name, issue in model.situation.issues.items():
        if issue.positions:
            centre = issue_numbers(model.situation, name)
            drawn = issue_draws(model.situation, name, numbers, in_percent(model.situation, name))
            found |= {f"{name}/{key}": value for key, value in in_draws(drawn, centre).items()}
    return found


def in_draws(drawn: IssueDraws, centre: IssueNumbers, errors: Errors | None = None) -> dict[str, Array]:
    """Every model in every draw, (draws,) each. `centre`: what does not change (scale, who holds a veto)."""
    found = over_draws(Stands(drawn.position, drawn.capability, drawn.salience, centre.low, centre.high))
    point = found["mean"]
    if drawn.reversion is not None and centre.veto:
        ideals = drawn.position[:, list(centre.veto)]
        point, blocked = held_back(point, drawn.reversion, ideals, centre.low, centre.high)
        found["blocked"] = blocked.astype(np.uint8)
    errors = errors or Errors.shipped()
    shifts = shifts_of(errors, len(centre.actors), centre.size)
    found["forecast"] = point
    found["low"], found["high"] = (np.clip(point + shift, centre.low, centre.high) for shift in shifts)
    return found


def held_back(point: Array, reversion: Array, ideals: Array, low: float, high: float) -> tuple[Array, Array]:
    """The nearest point that beats the reversion for all who hold a veto (or an end of these), and where none does.

    `point`, `reversion`: (draws,); `ideals`: (draws, actors). As `detente.bargaining.positions.forecast.winning`.
    """
    apart = ideals - reversion[:, None]
    above, below = (apart > 0).all(-1), (apart < 0).all(-1)
    reach = 2 * np.abs(apart).min(-1)
    least = np.where(above, reversion, np.maximum(low, reversion - reach))
    most = np.where(above, np.minimum(high, reversion + reach), reversion)
    blocked = np.asarray(~(above | below))
    return np.where(blocked, reversion, np.clip(point, least, most)), blocked


def sentences(model: Model, rows: list[Row], language: str) -> list[str]:
    """For each issue: where the forecast lies over the draws, and how often vetoes block."""
    by_name = {(row["measure"].partition("/")[2], row["answer"]): row for row in rows}
    lines, names = [], Names(model.situation, language)
    for name in model.situation.issues:
        row = by_name.get((f"{name}/forecast", ""))
        if row is None or row["mean"] is None:
            continue
        issue = names.issue(name)
        at = issue_numbers(model.situation, name).at
        told = {key: at(row[key]) for key in ("low", "median", "high")}
        lines.append(say("positions.drawn", language, issue=issue, **told))
        ends = [row for end in ("low", "high") if (row := by_name.get((f"{name}/{end}", ""))) is not None]
        if len(ends) == 2:
            band = {key: at(end["median"]) for key, end in zip(("low", "high"), ends, strict=True)}
            lines.append(say("positions.drawn_band", language, **band))
        blocked = by_name.get((f"{name}/blocked", "yes"))
        if blocked is not None and blocked["share"]:
            lines.append(say("positions.drawn_blocked", language, share=percent(blocked["share"])))
    return lines
