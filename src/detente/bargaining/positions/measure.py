"""Positions in studies, draw by draw: the forecast with the ends of its band, and what the other models say.

The columns of an issue: ``forecast``, ``low`` and ``high`` (its 80% band), ``mean``, ``median`` (the middle of the
interval), ``likely`` (the position most likely to win, conditional election), ``pce_…`` (the mean of each election),
``paper`` and ``as_coded`` (the weighted median after one round of challenges); ``blocked`` where vetoes count.
"""

from __future__ import annotations

import numpy as np

from detente.bargaining.positions.challenge import PRESETS, challenge_round
from detente.bargaining.positions.errors_measured import Errors
from detente.bargaining.positions.forecast import shifts_of
from detente.bargaining.positions.issue import IssueDraws, IssueNumbers, in_percent, issue_draws, issue_numbers
from detente.bargaining.positions.mean import weighted_mean
from detente.bargaining.positions.median import weighted_median
from detente.bargaining.positions.probabilistic_condorcet import KINDS, distinct, election
from detente.outcomes.columns import Array, Column, Columns
from detente.outcomes.numbers import Numbers
from detente.result import Row
from detente.situation.model import Situation
from detente.stability.solve import Model
from detente.words import in_language, isolated, say

BLOCKS = ("issues",)  # their ranges are drawn for this measure
VALUES = ("forecast", "low", "high", "mean", "median", "likely", *(f"pce_{kind}" for kind in KINDS), *PRESETS)


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
            found |= {f"{name}/{key}": value for key, value in models(drawn, centre).items()}
    return found


def models(drawn: IssueDraws, centre: IssueNumbers, errors: Errors | None = None) -> dict[str, Array]:
    """Every model in every draw, (draws,) each. `centre`: what does not change (scale, who holds a veto)."""
    position, weight = drawn.position, drawn.capability * drawn.salience
    low, high = weighted_median(position, weight)
    found = {"mean": weighted_mean(position, weight), "median": (low + high) / 2}
    counted = distinct(position)
    chances = election(position, weight, counted=counted)
    best = np.argmax(np.where(counted > 0, chances["conditional"], -1.0), axis=-1)
    found["likely"] = np.take_along_axis(position, best[:, None], -1)[:, 0]
    found |= {f"pce_{kind}": (chances[kind] * position).sum(-1) for kind in KINDS}
    for name, switches in PRESETS.items():
        after = challenge_round(position, drawn.capability, drawn.salience, switches).after
        found[name] = weighted_median(after, weight)[0]
    point = found["mean"]
    if drawn.reversion is not None and centre.veto:
        point, blocked = held_back(point, drawn.reversion, position[:, list(centre.veto)], centre.low, centre.high)
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
    said = []
    for name in model.situation.issues:
        row = by_name.get((f"{name}/forecast", ""))
        if row is None or row["mean"] is None:
            continue
        issue = issue_words(model.situation, name, language)
        said.append(
            say("positions.drawn", language, issue=issue, low=row["low"], median=row["median"], high=row["high"])
        )
        ends = [by_name.get((f"{name}/{end}", "")) for end in ("low", "high")]
        if ends[0] is not None and ends[1] is not None:
            said.append(say("positions.drawn_band", language, low=ends[0]["median"], high=ends[1]["median"]))
        blocked = by_name.get((f"{name}/blocked", "yes"))
        if blocked is not None and blocked["share"]:
            said.append(say("positions.drawn_blocked", language, share=f"{100 * blocked['share']:.3g}%"))
    return said


def issue_words(situation: Situation, name: str, language: str) -> str:
    return isolated(in_language(situation.issues[name].text, language) or name, language)
