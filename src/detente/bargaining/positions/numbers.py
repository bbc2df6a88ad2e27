"""The numbers of an issue, read from a situation: who stands where, how strong, how much it matters to whom.

Positions lie on the scale (0 to 100 if the file gives no points). Capability is that of the position, else of the
actor, else 1. Salience is a share from 0 to 1, 1 if not given; an issue on which some salience exceeds 1 is read as
written in percent. An actor without a position on an issue has no part in it. Ranges stand at their centres.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.bargaining.positions.mean import Array
from detente.errors import DetenteError
from detente.outcomes.numbers import Numbers
from detente.outcomes.space import Space
from detente.situation.identifiers import nearest
from detente.situation.model import Situation
from detente.situation.records import Quantity


@dataclass(frozen=True)
class IssueNumbers:
    """One issue: arrays (actors,), salience in [0, 1]; `low` and `high` end the scale.

    `veto`: places of the actors with a veto; `veto_silent`: those with a veto and no position.
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

    @property
    def weight(self) -> Array:
        return self.capability * self.salience

    @property
    def size(self) -> float:
        return self.high - self.low


def issue_numbers(situation: Situation, name: str) -> IssueNumbers:
    """The numbers of an issue at their centres. Raises `DetenteError` for a salience above 100, or no position."""
    issue = situation.issues[name]
    if not issue.positions:
        raise DetenteError("issue_empty", issue=name)
    # Positions rest on drivers and words alone, never on outcomes: no list of outcomes is needed.
    numbers = Numbers(situation, Space((), np.zeros((1, 0), dtype=np.int16), None, situation.scope, {}))

    def value(quantity: Quantity | None, path: tuple[str, ...], otherwise: float = 1.0) -> float:
        return otherwise if quantity is None else float(numbers.value(quantity, path)[0, 0])

    here = ("issues", name)
    actors = tuple(issue.positions)
    position, capability, salience = (np.ones(len(actors)) for _ in range(3))
    for place, actor in enumerate(actors):
        stand, path = issue.positions[actor], (*here, "positions", actor)
        position[place] = value(stand.position, (*path, "position"))
        salience[place] = value(stand.salience, (*path, "salience"))
        own = value(situation.actors[actor].capability, ("actors", actor, "capability"))
        capability[place] = value(stand.capability, (*path, "capability"), own)
    for actor, much in zip(actors, salience, strict=True):
        if much > 100:
            raise DetenteError("salience_over", actor=actor, issue=name, value=float(much))
    if len(salience) and salience.max() > 1:
        salience = salience / 100
    points = [float(point) for point in issue.scale]
    low, high = (min(points), max(points)) if len(points) > 1 else (0.0, 100.0)
    reversion = None if issue.reversion is None else value(issue.reversion, (*here, "reversion"))
    veto = tuple(actors.index(actor) for actor in issue.veto if actor in actors)
    silent = tuple(actor for actor in issue.veto if actor not in actors)
    return IssueNumbers(name, actors, position, capability, salience, low, high, reversion, veto, silent)


def chosen_issues(situation: Situation, name: str | None) -> tuple[str, ...]:
    """The issue of this name, or all. Raises `DetenteError` if there is none."""
    known = tuple(situation.issues)
    if not known:
        raise DetenteError("issues_none")
    if name is not None and name not in known:
        raise DetenteError("issue_unknown", name=name, nearest=nearest(name, known), known=known)
    return known if name is None else (name,)
