"""Dependence of a situation: domain by domain, then all together with the weights at which the answer turns.

Weights that are not written are 1; shares that are not written are 0 and listed as missing where the other direction is
written; exits that are not written are 0 (nothing can be replaced). Tables are put in place before
(`detente.evidence.expanded`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from detente.influence.balance.signed import Array
from detente.influence.dependence.dependence import Concentration, Turn, by_domain, dependence, leverage, ratios, turns
from detente.influence.drawn import DRAWS, SEED, Values, band, behind, central, draws, ranged
from detente.situation.model import Situation
from detente.situation.relations import Domain, Measure


@dataclass(frozen=True)
class Tables:
    """Weights and unknown shares (draws, domains, actors); shares, exits, probabilities of failure (draws, domains,
    actors, actors)."""

    weights: Array
    shares: Array
    exits: Array
    fails: Array
    unknown: Array


@dataclass(frozen=True)
class Dependence:
    """What the tables of a situation say. `many`: the same over draws, None if nothing has a range.

    `of`: domain by domain, what each actor's shares are shares of.
    """

    actors: tuple[str, ...]
    domains: tuple[str, ...]
    tables: Tables
    many: Tables | None
    missing: tuple[tuple[str, str, str], ...]
    written: frozenset[tuple[str, str, str]]
    sources: dict[str, list[str]]
    outside: tuple[dict[str, dict[str, float]], ...] = ()
    of: tuple[dict[str, Measure | None], ...] = ()

    @cached_property
    def singles(self) -> Array:
        """D of each domain, whatever it weighs."""
        return by_domain(self.tables.shares[0], self.tables.exits[0])

    def single(self, domain: int) -> Array:
        """D of one domain, whatever it weighs."""
        found: Array = self.singles[domain]
        return found

    @cached_property
    def total(self) -> Array:
        found: Array = dependence(self.tables.weights[0], self.tables.shares[0], self.tables.exits[0])
        return found

    def stated(self, domain: int, i: int, j: int) -> bool:
        """Whether anything is written of i's dependence on j; a share of 0 that is written is stated."""
        name = self.domains[domain], self.actors[i], self.actors[j]
        return name in self.written

    def measure(self, domain: int, actor: int) -> Measure | None:
        """What the shares of an actor in a domain are shares of; None if the file does not say."""
        return self.of[domain].get(self.actors[actor]) if self.of else None

    def alike(self, i: int, j: int, domain: int | None = None) -> bool:
        """Whether the shares of two actors are shares of the same, so that one may be divided by the other."""
        looked_at = range(len(self.domains)) if domain is None else (domain,)
        return all(self.measure(k, i) == self.measure(k, j) for k in looked_at)

    def pairs(self) -> list[tuple[int, int]]:
        """Pairs of actors between whom anything is written, each once, in the order of the file."""
        either = (self.tables.shares[0] > 0).any(axis=0)
        return [(int(i), int(j)) for i, j in np.argwhere(np.triu(either | either.T, 1)).tolist()]

    def turning(self, i: int, j: int) -> list[Turn]:
        """The weights at which the total leverage of i over j changes sign."""
        if (i, j) not in self._turning:
            self._turning[i, j] = turns(self.tables.weights[0], self.singles, i, j)
        return self._turning[i, j]

    @cached_property
    def _turning(self) -> dict[tuple[int, int], list[Turn]]:
        return {}

    def bands(self, domain: int | None = None) -> Array | None:
        """Leverage over the draws, (draws, actors, actors), of one domain or of all; None without ranges."""
        if self.many is None:
            return None
        if domain is None:
            return leverage(dependence(self.many.weights, self.many.shares, self.many.exits))
        return leverage(by_domain(self.many.shares[:, domain], self.many.exits[:, domain]))

    def concentration(self, domain: int, actor: int) -> tuple[Concentration, float] | None:
        """An actor's named shares, and the rest that no named partner meets; None if nothing is named.

        Partners that a complete table lists are named, though they are no actors.
        """
        row = self.tables.shares[0, domain, actor]
        named = {self.actors[j]: float(share) for j, share in enumerate(row) if share > 0}
        named |= self.outside[domain].get(self.actors[actor], {}) if self.outside else {}
        return (Concentration(named), max(0.0, 1.0 - sum(named.values()))) if named else None

    def data(self) -> dict[str, Any]:
        """D, leverage, ratio and net_leverage of all domains together, then of each; turns; what is missing."""
        found = self._matrices(self.total, self.bands())
        found["domains"] = {
            name: self._matrices(self.single(k), self.bands(k), k) | {"concentration": self._concentrations(k)}
            for k, name in enumerate(self.domains)
        }
        found["turns"] = [
            {
                "pair": [self.actors[i], self.actors[j]],
                "domain": self.domains[turn.domain],
                "factor": turn.factor,
                "shares": {self.actors[i]: turn.shares[0], self.actors[j]: turn.shares[1]},
            }
            for i, j in self.pairs()
            for turn in self.turning(i, j)
        ]
        weights = self.tables.weights[0].tolist()
        found["weights"] = {
            name: dict(zip(self.actors, row, strict=True)) for name, row in zip(self.domains, weights, strict=True)
        }
        found["missing"] = [list(one) for one in self.missing]
        found["sources"] = self.sources
        return found

    def _matrices(self, depends: Array, many: Array | None, domain: int | None = None) -> dict[str, Any]:
        gain, relative = leverage(depends), ratios(depends)
        found: dict[str, Any] = {
            "D": self._named(depends),
            "leverage": self._named(gain),
            "ratio": {
                a: {
                    b: float(relative[i, j]) if self.alike(i, j, domain) and not np.isnan(relative[i, j]) else None
                    for j, b in enumerate(self.actors)
                    if i != j
                }
                for i, a in enumerate(self.actors)
            },
            "net_leverage": dict(zip(self.actors, gain.sum(axis=1).tolist(), strict=True)),
        }
        if many is not None:
            found["bands"] = {
                self.actors[i]: {self.actors[j]: band(many[:, i, j]) for j in range(len(self.actors)) if i != j}
                for i in range(len(self.actors))
            }
        return found

    def _named(self, matrix: Array) -> dict[str, dict[str, float]]:
        return {
            i: dict(zip(self.actors, row, strict=True)) for i, row in zip(self.actors, matrix.tolist(), strict=True)
        }

    def _concentrations(self, domain: int) -> dict[str, Any]:
        """`hhi` is the least possible (the rest split among many), `hhi_most` the greatest (the rest from one
        partner)."""
        found = {}
        for i, actor in enumerate(self.actors):
            if (pair := self.concentration(domain, i)) is not None:
                held, rest = pair
                found[actor] = {**held.data(), "rest": rest, "hhi_most": held.hhi + rest * rest}
        return found


def domains(situation: Situation, count: int = DRAWS, seed: int = SEED) -> Dependence | None:
    """The dependence of a situation without tables; None if it has none. Actors that no domain names are left out."""
    if not situation.dependence:
        return None
    actors = involved(situation)
    many = tables(situation, actors, draws(situation, count, seed)) if ranged(situation) else None
    sources = {
        f"{name}.{i}.{j}": behind(share)
        for name, domain in situation.dependence.items()
        for i, row in domain.shares.items()
        for j, share in row.items()
    }
    central_tables = tables(situation, actors, central(situation))
    stated = frozenset(
        (name, i, j) for name, domain in situation.dependence.items() for i, row in domain.shares.items() for j in row
    )
    missing = tuple(
        (name, j, i)
        for name, domain in situation.dependence.items()
        for i, row in domain.shares.items()
        for j in row
        if (name, j, i) not in stated
    )
    of = tuple({actor: domain.measure(actor) for actor in actors} for domain in situation.dependence.values())
    outside = tuple(domain.outside for domain in situation.dependence.values())
    return Dependence(actors, tuple(situation.dependence), central_tables, many, missing, stated, sources, outside, of)


def involved(situation: Situation) -> tuple[str, ...]:
    """The actors that some domain names, in the order of the file."""
    used = {name for domain in situation.dependence.values() for name in _names(domain)}
    return tuple(name for name in situation.actors if name in used)


def _names(domain: Domain) -> set[str]:
    found = {
        name
        for matrix in (domain.shares, domain.exits, domain.fails)
        for i, row in matrix.items()
        for name in (i, *row)
    }
    found |= {name for claim in domain.claims.values() for name in (claim.who, claim.on)}
    for asked in domain.what_if.values():
        found |= {asked.grow.actor, asked.grow.partner} if asked.grow else set()
        found |= {asked.diversify.actor, asked.diversify.from_, asked.diversify.to} if asked.diversify else set()
        found |= {asked.withdraw} if asked.withdraw else set()
    return found


def tables(situation: Situation, actors: tuple[str, ...], value: Values) -> Tables:
    """The numbers of all domains, at the centre or for every draw."""
    place = {actor: number for number, actor in enumerate(actors)}
    size, count = len(actors), len(value_of_any(situation, value))
    weights = np.ones((count, len(situation.dependence), size))
    unknown = np.zeros(weights.shape)
    shares, exits, fails = (np.zeros((count, len(situation.dependence), size, size)) for _ in range(3))
    for k, (name, domain) in enumerate(situation.dependence.items()):
        for row_target, key, single in ((weights, "weight", domain.weight), (unknown, "unknown", domain.unknown)):
            for actor, quantity in single.items():
                if actor in place:
                    row_target[:, k, place[actor]] = value(quantity, ("dependence", name, key, actor))
        for target, key in ((shares, "shares"), (exits, "exits"), (fails, "fails")):
            for one, row in getattr(domain, key).items():
                for other, quantity in row.items():
                    target[:, k, place[one], place[other]] = value(quantity, ("dependence", name, key, one, other))
    return Tables(weights, shares, exits, fails, unknown)


def value_of_any(situation: Situation, value: Values) -> Array:
    """One number of the block, for how many draws there are; an array of one if it has none."""
    for name, domain in situation.dependence.items():
        for one, row in domain.shares.items():
            for other, quantity in row.items():
                return value(quantity, ("dependence", name, "shares", one, other))
    return np.zeros(1)
