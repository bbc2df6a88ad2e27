"""What-ifs about dependence, under the names analysts use: diversify, grow, withdraw, a guarantee that fails.

Each is worked out at the centre of every range, and over the draws where something has a range.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from detente.errors import DetenteError
from detente.influence.balance.signed import SAME, Array
from detente.influence.dependence.dependence import Guarantee, Withdrawal, guarantee, leverage, normalised, withdrawal
from detente.influence.dependence.domains import Dependence, Tables
from detente.influence.drawn import Band, Values, band
from detente.situation.identifiers import nearest
from detente.situation.model import Situation


@dataclass(frozen=True)
class Change:
    """A row of shares that is changed: before and after, and D and leverage over each partner with all domains.

    `bands`: the shares after the change over the draws, None where nothing has a range.
    """

    kind: str  # diversify or grow
    domain: str
    actor: str
    named: tuple[str, ...]
    amount: float
    before: dict[str, float]
    after: dict[str, float]
    bands: dict[str, Band]
    depends: dict[str, tuple[float, float]]
    leverage: dict[str, tuple[float, float]]
    name: str = ""

    @property
    def hhi(self) -> tuple[float, float]:
        """Σ share² of the named partners, before and after: the least that concentration can be."""
        before, after = (sum(share * share for share in row.values()) for row in (self.before, self.after))
        return before, after

    def data(self) -> dict[str, Any]:
        moved = {"D": self.depends, "leverage": self.leverage}
        return {
            "kind": self.kind,
            "name": self.name or None,
            "domain": self.domain,
            "actor": self.actor,
            "partners": list(self.named),
            "amount": self.amount,
            "shares": {name: [self.before.get(name, 0.0), share] for name, share in self.after.items()},
            "bands": {name: None if pair is None else list(pair) for name, pair in self.bands.items()},
            "hhi": list(self.hhi),
            **{key: {name: list(pair) for name, pair in pairs.items()} for key, pairs in moved.items()},
        }


@dataclass(frozen=True)
class Stop:
    """What an actor loses if a partner stops, as a share of its needs in the domain."""

    domain: str
    actor: str
    hub: str
    loss: Withdrawal
    name: str = ""

    def data(self) -> dict[str, Any]:
        found = {"kind": "withdraw", "name": self.name or None, "domain": self.domain, "actor": self.actor}
        return {**found, "hub": self.hub, **self.loss.data()}


@dataclass(frozen=True)
class Failing:
    """A guarantee that fails with probability `fails`; the bands run over the draws."""

    domain: str
    actor: str
    guarantor: str
    fails: float
    share: float
    weight: float
    result: Guarantee
    fails_band: Band = None
    kept_band: Band = None
    unreplaced_band: Band = None
    name: str = ""

    def data(self) -> dict[str, Any]:
        risk = self.result
        return {
            "kind": "guarantee",
            "domain": self.domain,
            "actor": self.actor,
            "guarantor": self.guarantor,
            "fails": self.fails,
            "share": self.share,
            "weight": self.weight,
            "risk": risk.risk,
            "unreplaced": risk.unreplaced,
            "kept": risk.kept,
            "bands": {"fails": self.fails_band, "kept": self.kept_band, "unreplaced": self.unreplaced_band},
        }


WhatIf = Change | Stop | Failing


def diversified(
    result: Dependence, domain: str, actor: str, source: str, target: str, share: float, name: str = ""
) -> Change:
    """`share` (0 to 1) of the actor's needs moves from one partner to another; at most what is there."""
    k, i, a, b = _places(result, domain, actor, source, target)
    _within(share, 0, 1)

    def change(shares: Array) -> None:
        moved = np.minimum(share, shares[:, k, i, a])
        shares[:, k, i, a] -= moved
        shares[:, k, i, b] += moved

    parts = [_changed(tables, change) for tables in (result.tables, result.many or result.tables)]
    return _change(result, "diversify", k, i, (source, target), share, parts, name)


def grown(result: Dependence, domain: str, actor: str, partner: str, factor: float, name: str = "") -> Change:
    """What comes from the partner is multiplied and all else, named or not, stays: so all other shares fall."""
    k, i, j = _places(result, domain, actor, partner)
    _within(factor, 0, 1e6)

    def change(shares: Array) -> None:
        total = 1 + shares[:, k, i, j] * (factor - 1)
        shares[:, k, i, j] *= factor
        shares[:, k, i] = np.divide(shares[:, k, i], total[:, None], out=shares[:, k, i], where=total[:, None] > SAME)

    parts = [_changed(tables, change) for tables in (result.tables, result.many or result.tables)]
    return _change(result, "grow", k, i, (partner,), factor, parts, name)


def withdrawn(result: Dependence, domain: str, hub: str, name: str = "") -> list[Stop]:
    """The hub stops delivering to everybody: what each loses, what its exit replaces, what stays unmet."""
    k, j = _places(result, domain, hub)
    found = []
    for i, actor in enumerate(result.actors):
        share, leave = float(result.tables.shares[0, k, i, j]), float(result.tables.exits[0, k, i, j])
        if share > 0:
            flows = {hub: share, "rest": 1 - share}
            found.append(Stop(domain, actor, hub, withdrawal(flows, {"rest": share * leave}, hub), name))
    return found


def failing(result: Dependence, domain: str, actor: str, guarantor: str, fails: float | None = None) -> Failing:
    """What the actor's dependence on a guarantor puts at risk if it fails with this probability; None: that of the
    file."""
    k, i, j = _places(result, domain, actor, guarantor)
    if fails is not None:
        _within(fails, 0, 1)

    def parts(tables: Tables) -> tuple[Array, Array, Array, Array]:
        chance = tables.fails[:, k, i, j] if fails is None else np.full(len(tables.fails), fails)
        return normalised(tables.weights)[:, k, i], tables.shares[:, k, i, j], tables.exits[:, k, i, j], chance

    weight, share, leave, chance = (float(values[0]) for values in parts(result.tables))
    chance_band, kept_band, unreplaced_band = None, None, None
    if result.many is not None:
        weights, shares, exits, chances = parts(result.many)
        chance_band, kept_band = band(chances), band(shares * (1 - chances))
        unreplaced_band = band(weights * shares * (1 - exits) * chances)
    whole = guarantee(weight, share, leave, chance)
    return Failing(domain, actor, guarantor, chance, share, weight, whole, chance_band, kept_band, unreplaced_band)


def in_file(situation: Situation, result: Dependence, value: Values) -> list[WhatIf]:
    """What the file itself asks: guarantees with a probability of failure, then the named what-ifs, domain by
    domain."""
    found: list[WhatIf] = []
    for domain, record in situation.dependence.items():
        found += [failing(result, domain, i, j) for i, row in record.fails.items() for j in row]
        for name, asked in record.what_if.items():
            path = ("dependence", domain, "what_if", name)
            if asked.grow is not None:
                factor = float(value(asked.grow.factor, (*path, "grow", "factor"))[0])
                found.append(grown(result, domain, asked.grow.actor, asked.grow.partner, factor, name))
            if asked.diversify is not None:
                moved = asked.diversify
                share = float(value(moved.share, (*path, "diversify", "share"))[0])
                found.append(diversified(result, domain, moved.actor, moved.from_, moved.to, share, name))
            if asked.withdraw is not None:
                found += withdrawn(result, domain, asked.withdraw, name)
    return found


def _changed(tables: Tables, change: Any) -> Tables:
    shares = tables.shares.copy()
    change(shares)
    return replace(tables, shares=shares)


def _change(
    result: Dependence, kind: str, k: int, i: int, named: tuple[str, ...], amount: float, parts: list[Tables], name: str
) -> Change:
    other, many = replace(result, tables=parts[0]), parts[1]
    before, after = result.tables.shares[0, k, i], parts[0].shares[0, k, i]
    partners = [j for j in range(len(result.actors)) if before[j] > 0 or after[j] > 0]
    names = {j: result.actors[j] for j in partners}
    totals = [one.total for one in (result, other)]
    gains = [leverage(total)[i] for total in totals]
    return Change(
        kind,
        result.domains[k],
        result.actors[i],
        named,
        amount,
        {names[j]: float(before[j]) for j in partners},
        {names[j]: float(after[j]) for j in partners},
        {names[j]: band(many.shares[:, k, i, j]) if result.many is not None else None for j in partners},
        {names[j]: (float(totals[0][i, j]), float(totals[1][i, j])) for j in partners},
        {names[j]: (float(gains[0][j]), float(gains[1][j])) for j in partners},
        name,
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
