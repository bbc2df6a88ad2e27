"""What-ifs about dependence, under the names analysts use: diversify, grow, withdraw, a guarantee that fails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from detente.errors import DetenteError
from detente.influence.dependence import Guarantee, Withdrawal, guarantee, leverage, normalised, withdrawal
from detente.influence.domains import Dependence
from detente.influence.signed import Array
from detente.situation.identifiers import nearest


@dataclass(frozen=True)
class Change:
    """A row of shares that is changed: before and after, and D and leverage over each partner with all domains."""

    kind: str  # diversify or grow
    domain: str
    actor: str
    named: tuple[str, ...]
    amount: float
    before: dict[str, float]
    after: dict[str, float]
    depends: dict[str, tuple[float, float]]
    leverage: dict[str, tuple[float, float]]

    def data(self) -> dict[str, Any]:
        hhi = [sum(share * share for share in row.values()) for row in (self.before, self.after)]
        moved = {"D": self.depends, "leverage": self.leverage}
        return {
            "kind": self.kind,
            "domain": self.domain,
            "actor": self.actor,
            "partners": list(self.named),
            "amount": self.amount,
            "shares": {name: [self.before.get(name, 0.0), share] for name, share in self.after.items()},
            "hhi": hhi,
            **{key: {name: list(pair) for name, pair in pairs.items()} for key, pairs in moved.items()},
        }


@dataclass(frozen=True)
class Stop:
    """What an actor loses if a partner stops, as a share of its needs in the domain."""

    domain: str
    actor: str
    hub: str
    loss: Withdrawal

    def data(self) -> dict[str, Any]:
        return {"kind": "withdraw", "domain": self.domain, "actor": self.actor, "hub": self.hub, **self.loss.data()}


@dataclass(frozen=True)
class Failing:
    """A guarantee that fails with probability `fails`."""

    domain: str
    actor: str
    guarantor: str
    fails: float
    result: Guarantee

    def data(self) -> dict[str, Any]:
        risk = self.result
        return {
            "kind": "guarantee",
            "domain": self.domain,
            "actor": self.actor,
            "guarantor": self.guarantor,
            "fails": self.fails,
            "risk": risk.risk,
            "unreplaced": risk.unreplaced,
            "kept": risk.kept,
        }


WhatIf = Change | Stop | Failing


def diversified(result: Dependence, domain: str, actor: str, source: str, target: str, share: float) -> Change:
    """`share` (0 to 1) of the actor's needs moves from one partner to another; at most what is there."""
    k, i, a, b = _places(result, domain, actor, source, target)
    _within(share, 0, 1)
    shares = result.tables.shares[0].copy()
    moved = min(share, float(shares[k, i, a]))
    shares[k, i, a] -= moved
    shares[k, i, b] += moved
    return _change(result, "diversify", k, i, (source, target), share, shares)


def grown(result: Dependence, domain: str, actor: str, partner: str, factor: float) -> Change:
    """What comes from the partner is multiplied and all else, named or not, stays: so all other shares fall."""
    k, i, j = _places(result, domain, actor, partner)
    _within(factor, 0, 1e6)
    shares = result.tables.shares[0].copy()
    total = 1 + float(shares[k, i, j]) * (factor - 1)
    shares[k, i, j] *= factor
    if total > 0:
        shares[k, i] /= total
    return _change(result, "grow", k, i, (partner,), factor, shares)


def withdrawn(result: Dependence, domain: str, hub: str) -> list[Stop]:
    """The hub stops delivering to everybody: what each loses, what its exit replaces, what stays unmet."""
    k, j = _places(result, domain, hub)
    found = []
    for i, actor in enumerate(result.actors):
        share, leave = float(result.tables.shares[0, k, i, j]), float(result.tables.exits[0, k, i, j])
        if share > 0:
            flows = {hub: share, "rest": 1 - share}
            found.append(Stop(domain, actor, hub, withdrawal(flows, {"rest": share * leave}, hub)))
    return found


def failing(result: Dependence, domain: str, actor: str, guarantor: str, fails: float) -> Failing:
    """What the actor's dependence on a guarantor puts at risk if it fails with this probability."""
    k, i, j = _places(result, domain, actor, guarantor)
    _within(fails, 0, 1)
    weight = float(normalised(result.tables.weights[0])[k, i])
    share, leave = float(result.tables.shares[0, k, i, j]), float(result.tables.exits[0, k, i, j])
    return Failing(domain, actor, guarantor, fails, guarantee(weight, share, leave, fails))


def _change(
    result: Dependence, kind: str, k: int, i: int, named: tuple[str, ...], amount: float, shares: Array
) -> Change:
    other = replace(result, tables=replace(result.tables, shares=shares[None]))
    before, after = result.tables.shares[0, k, i], shares[k, i]
    partners = [j for j in range(len(result.actors)) if before[j] > 0 or after[j] > 0]
    gains = [leverage(one.total)[i] for one in (result, other)]

    def pick(rows: Sequence[Array]) -> dict[str, tuple[float, float]]:
        return {result.actors[j]: (float(rows[0][j]), float(rows[1][j])) for j in partners}

    return Change(
        kind,
        result.domains[k],
        result.actors[i],
        named,
        amount,
        {result.actors[j]: float(before[j]) for j in partners},
        {result.actors[j]: float(after[j]) for j in partners},
        pick([one.total[i] for one in (result, other)]),
        pick(gains),
    )


def _places(result: Dependence, domain: str, *actors: str) -> list[int]:
    if domain not in result.domains:
        raise DetenteError("domain_unknown", name=domain, nearest=nearest(domain, result.domains), known=result.domains)
    for actor in actors:
        if actor not in result.actors:
            raise DetenteError(
                "influence_actor", name=actor, nearest=nearest(actor, result.actors), known=result.actors
            )
    return [result.domains.index(domain), *(result.actors.index(actor) for actor in actors)]


def _within(value: float, low: float, high: float) -> None:
    if not (np.isfinite(value) and low <= value <= high):
        raise DetenteError("what_if_outside", value=value, low=low, high=high)
