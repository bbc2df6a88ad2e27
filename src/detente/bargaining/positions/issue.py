"""The numbers of an issue, read from a situation: who stands where, how strong, how much it matters to whom.

Positions lie on the scale (0 to 100 if the file gives no points). Capability is that of the position, else of the
actor, else 1. Salience is a share from 0 to 1, 1 if not given; an issue on which some salience exceeds 1 is read as
written in percent. An actor without a position on an issue has no part in it. Ranges stand at their centres.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.bargaining.positions.mean_and_median import Array
from detente.errors import DetenteError
from detente.outcomes.numbers import Numbers
from detente.outcomes.space import Space
from detente.situation.identifiers import nearest
from detente.situation.model import Situation
from detente.situation.records import Quantity
from detente.words import OnScale


@dataclass(frozen=True)
class IssueNumbers:
    """One issue: arrays (actors,), salience in [0, 1]; `low` and `high` end the scale.

    `veto`: places of the actors with a veto; `veto_silent`: those with a veto and no position. `mixed`: actors whose
    salience looks like a share where others are in percent.
    """

    name: str
    actors: tuple[str, ...]
    position: Array
    capability: Array
    salience: Array
    low: float = 0.0
    high: float = 100.0
    reversion: float | None = None
    veto: tuple[int, ...] = ()
    veto_silent: tuple[str, ...] = ()
    mixed: tuple[str, ...] = ()

    @property
    def weight(self) -> Array:
        return self.capability * self.salience

    @property
    def size(self) -> float:
        return self.high - self.low

    def at(self, value: float) -> OnScale:
        """A point of this scale, which is told to as many decimals as the scale bears."""
        return OnScale(value, self.size)


@dataclass(frozen=True)
class IssueDraws:
    """An issue in many draws: arrays (draws, actors), salience in [0, 1]; `reversion` (draws,) or None."""

    position: Array
    capability: Array
    salience: Array
    reversion: Array | None
    percent: bool = False


def issue_draws(situation: Situation, name: str, numbers: Numbers, percent: bool | None = None) -> IssueDraws:
    """The numbers of an issue in every draw. `percent`: whether saliences are; None: if one of them exceeds 1."""
    issue, here = situation.issues[name], ("issues", name)
    count = numbers.count

    def value(quantity: Quantity | None, path: tuple[str, ...], otherwise: Array) -> Array:
        if quantity is None:
            return otherwise
        return np.broadcast_to(numbers.value(quantity, path)[:, 0], count).astype(np.float64)

    one = np.ones(count)
    columns: dict[str, list[Array]] = {"position": [], "salience": [], "capability": []}
    for actor, stand in issue.positions.items():
        path = (*here, "positions", actor)
        own = value(situation.actors[actor].capability, ("actors", actor, "capability"), one)
        columns["position"].append(value(stand.position, (*path, "position"), one))
        columns["salience"].append(value(stand.salience, (*path, "salience"), one))
        columns["capability"].append(value(stand.capability, (*path, "capability"), own))
    position, salience, capability = (np.stack(column, axis=1) for column in columns.values())
    percent = bool(salience.max() > 1) if percent is None else percent
    salience = salience / 100 if percent else salience
    reversion = None if issue.reversion is None else value(issue.reversion, (*here, "reversion"), one)
    return IssueDraws(position, capability, salience, reversion, percent)


def issue_numbers(situation: Situation, name: str) -> IssueNumbers:
    """The numbers of an issue at their centres. Raises `DetenteError` for a salience above 100, or no position."""
    issue = situation.issues[name]
    if not issue.positions:
        raise DetenteError("issue_empty", issue=name)
    # Positions rest on drivers and words alone, never on outcomes: no list of outcomes is needed.
    numbers = Numbers(situation, Space((), np.zeros((1, 0), dtype=np.int16), None, situation.scope, {}))
    drawn = issue_draws(situation, name, numbers)
    actors = tuple(issue.positions)
    for actor, much in zip(actors, drawn.salience[0], strict=True):
        if much > 1:
            raise DetenteError("salience_over", actor=actor, issue=name, value=float(much) * 100)
    points = [float(point) for point in issue.scale]
    low, high = (min(points), max(points)) if len(points) > 1 else (0.0, 100.0)
    reversion = None if drawn.reversion is None else float(drawn.reversion[0])
    veto = tuple(actors.index(actor) for actor in issue.veto if actor in actors)
    silent = tuple(actor for actor in issue.veto if actor not in actors)
    row = (drawn.position[0], drawn.capability[0], drawn.salience[0])
    shares = np.flatnonzero((drawn.salience[0] > 0) & (drawn.salience[0] < 0.01)) if drawn.percent else ()
    mixed = tuple(actors[place] for place in shares)
    return IssueNumbers(name, actors, *row, low, high, reversion, veto, silent, mixed)


def in_percent(situation: Situation, name: str) -> bool:
    """Whether the saliences of an issue are written in percent, judged by their centres."""
    numbers = Numbers(situation, Space((), np.zeros((1, 0), dtype=np.int16), None, situation.scope, {}))
    return bool(issue_draws(situation, name, numbers, percent=False).salience.max() > 1)


def chosen_issues(situation: Situation, name: str | None) -> tuple[str, ...]:
    """The issue of this name, or all. Raises `DetenteError` if there is none."""
    known = tuple(situation.issues)
    if not known:
        raise DetenteError("issues_none")
    if name is not None and name not in known:
        raise DetenteError("issue_unknown", name=name, nearest=nearest(name, known), known=known)
    return known if name is None else (name,)
