"""Dependence of a situation: domain by domain, then all together with the weights at which the answer turns.

Weights that are not written are 1; shares that are not written are 0 and listed as missing where the other direction is
written; exits that are not written are 0 (nothing can be replaced). A table (``table:``) is read beside the shares
written in the file, which win where both give a pair.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from detente.errors import DetenteError
from detente.evidence.sources import read_table
from detente.influence.dependence import Concentration, Turn, by_domain, dependence, leverage, ratios, turns
from detente.influence.drawn import DRAWS, SEED, Values, band, behind, central, draws, ranged
from detente.influence.signed import SAME, Array
from detente.situation.model import Situation
from detente.situation.relations import Domain

Cells = dict[tuple[int, int], tuple[float, float]]


@dataclass(frozen=True)
class Tables:
    """Weights (draws, domains, actors); shares and exits (draws, domains, actors, actors)."""

    weights: Array
    shares: Array
    exits: Array


@dataclass(frozen=True)
class Dependence:
    """What the tables of a situation say. `many`: the same over draws, None if nothing has a range."""

    actors: tuple[str, ...]
    domains: tuple[str, ...]
    tables: Tables
    many: Tables | None
    missing: tuple[tuple[str, str, str], ...]
    sources: dict[str, list[str]]

    def single(self, domain: int) -> Array:
        """D of one domain, whatever it weighs."""
        found: Array = by_domain(self.tables.shares[0], self.tables.exits[0])[domain]
        return found

    @property
    def total(self) -> Array:
        found: Array = dependence(self.tables.weights[0], self.tables.shares[0], self.tables.exits[0])
        return found

    def pairs(self) -> list[tuple[int, int]]:
        """Pairs of actors between whom anything is written, each once, in the order of the file."""
        either = (self.tables.shares[0] > 0).any(axis=0)
        return [(int(i), int(j)) for i, j in np.argwhere(np.triu(either | either.T, 1)).tolist()]

    def turning(self, i: int, j: int) -> list[Turn]:
        """The weights at which the total leverage of i over j changes sign."""
        return turns(self.tables.weights[0], by_domain(self.tables.shares[0], self.tables.exits[0]), i, j)

    def bands(self, domain: int | None = None) -> Array | None:
        """Leverage over the draws, (draws, actors, actors), of one domain or of all; None without ranges."""
        if self.many is None:
            return None
        if domain is None:
            return leverage(dependence(self.many.weights, self.many.shares, self.many.exits))
        return leverage(by_domain(self.many.shares[:, domain], self.many.exits[:, domain]))

    def concentration(self, domain: int, actor: int) -> tuple[Concentration, float] | None:
        """An actor's named shares, and the rest that no named partner meets; None if nothing is named."""
        row = self.tables.shares[0, domain, actor]
        named = {self.actors[j]: float(share) for j, share in enumerate(row) if share > 0}
        return (Concentration(named), max(0.0, 1.0 - sum(named.values()))) if named else None

    def data(self) -> dict[str, Any]:
        """D, leverage, ratio and net_leverage of all domains together, then of each; turns; what is missing."""
        found = self._matrices(self.total, self.bands())
        found["domains"] = {
            name: self._matrices(self.single(k), self.bands(k)) | {"concentration": self._concentrations(k)}
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

    def _matrices(self, depends: Array, many: Array | None) -> dict[str, Any]:
        gain, relative = leverage(depends), ratios(depends)
        found: dict[str, Any] = {
            "D": self._named(depends),
            "leverage": self._named(gain),
            "ratio": {
                a: {
                    b: None if np.isnan(relative[i, j]) else float(relative[i, j])
                    for j, b in enumerate(self.actors)
                    if i != j
                }
                for i, a in enumerate(self.actors)
            },
            "net_leverage": dict(zip(self.actors, gain.sum(axis=1).tolist(), strict=True)),
        }
        if many is not None:
            found["bands"] = {
                self.actors[i]: {self.actors[j]: list(band(many[:, i, j])) for j in range(len(self.actors)) if i != j}
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


def domains(
    situation: Situation, folder: Path | None = None, count: int = DRAWS, seed: int = SEED
) -> Dependence | None:
    """The dependence of a situation; None if it has none. Actors that no domain names are left out.

    Raises `DetenteError` for a table that is not there, and for a share or exit in one that is no number from 0 to 1.
    """
    if not situation.dependence:
        return None
    read = {name: _read(domain, situation, folder) for name, domain in situation.dependence.items()}
    used = {name for domain in situation.dependence.values() for name in _names(domain)}
    order = list(situation.actors)
    used |= {order[place] for cells in read.values() for pair in cells for place in pair}
    actors = tuple(name for name in order if name in used)
    many = tables(situation, actors, read, draws(situation, count, seed)) if ranged(situation) else None
    sources = {
        f"{name}.{i}.{j}": behind(share)
        for name, domain in situation.dependence.items()
        for i, row in domain.shares.items()
        for j, share in row.items()
    }
    central_tables = tables(situation, actors, read, central(situation))
    written = central_tables.shares[0] > 0
    missing = tuple(
        (name, actors[i], actors[j])
        for k, name in enumerate(situation.dependence)
        for i, j in np.argwhere(written[k].T & ~written[k]).tolist()
        if not _written(situation.dependence[name], actors[i], actors[j])
    )
    return Dependence(actors, tuple(situation.dependence), central_tables, many, missing, sources)


def _names(domain: Domain) -> set[str]:
    matrices = (domain.shares, domain.exits)
    return {name for matrix in matrices for i, row in matrix.items() for name in (i, *row)}


def _written(domain: Domain, i: str, j: str) -> bool:
    return j in domain.shares.get(i, {})


def tables(situation: Situation, actors: tuple[str, ...], read: dict[str, Cells], value: Values) -> Tables:
    """The numbers of all domains, at the centre or for every draw."""
    order = list(situation.actors)
    place = {actor: number for number, actor in enumerate(actors)}
    size, count = len(actors), len(value_of_any(situation, value))
    weights = np.ones((count, len(read), size))
    shares, exits = np.zeros((count, len(read), size, size)), np.zeros((count, len(read), size, size))
    for k, (name, domain) in enumerate(situation.dependence.items()):
        for (i, j), (share, leave) in read[name].items():
            shares[:, k, place[order[i]], place[order[j]]] = share
            exits[:, k, place[order[i]], place[order[j]]] = leave
        for actor, quantity in domain.weight.items():
            if actor in place:
                weights[:, k, place[actor]] = value(quantity, ("dependence", name, "weight", actor))
        for target, key, matrix in ((shares, "shares", domain.shares), (exits, "exits", domain.exits)):
            for one, row in matrix.items():
                for other, quantity in row.items():
                    target[:, k, place[one], place[other]] = value(quantity, ("dependence", name, key, one, other))
    return Tables(weights, shares, exits)


def value_of_any(situation: Situation, value: Values) -> Array:
    """One number of the block, for how many draws there are; an array of one if it has none."""
    for name, domain in situation.dependence.items():
        for one, row in domain.shares.items():
            for other, quantity in row.items():
                return value(quantity, ("dependence", name, "shares", one, other))
    return np.zeros(1)


def _read(domain: Domain, situation: Situation, folder: Path | None) -> Cells:
    """The cells of a domain's table by the places of the two actors; nothing without a table."""
    table = domain.table
    if table is None or folder is None:
        return {}
    sheet = read_table(folder, table.file)
    if sheet is None:
        raise DetenteError("influence_table_missing", file=table.file)
    place = {actor: number for number, actor in enumerate(situation.actors)}
    found: Cells = {}
    sums: dict[int, float] = {}
    for row, line in zip(sheet.rows, sheet.lines, strict=True):
        pair = place[row[table.from_]], place[row[table.to]]
        share = _share(row[table.share], table.file, line)
        leave = _share(row[table.exit], table.file, line) if table.exit and row[table.exit].strip() else 0.0
        if pair in found or pair[0] == pair[1]:
            code = "influence_table_pair" if pair in found else "influence_table_self"
            raise DetenteError(code, file=table.file, line=line, one=row[table.from_], other=row[table.to])
        found[pair] = share, leave
        sums[pair[0]] = sums.get(pair[0], 0.0) + share
        if sums[pair[0]] > 1 + SAME:
            raise DetenteError(
                "influence_table_sum", file=table.file, line=line, name=row[table.from_], total=sums[pair[0]]
            )
    return found


def _share(written: str, file: str, line: int) -> float:
    try:
        value = float(written)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise DetenteError("influence_table_share", file=file, line=line, found=written)
    return value
