"""Divisible terms, payments and games of coalitions, each as a result that answers and tells itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from detente.bargaining.mediation.mediated import Mediated
from detente.bargaining.packages.negotiation import Package, Vector
from detente.bargaining.shares import share_points
from detente.bargaining.shares.gain_sets import Cell, GainSet, Shares, gain_set, packages_of
from detente.bargaining.shares.money import Money, with_money
from detente.bargaining.shares.pruned_gains import pruned_gain_set
from detente.bargaining.shares.share_frontier import Edge, corners_on, frontier
from detente.bargaining.shares.share_points import Levelled, Nash, Zone
from detente.bargaining.sharing.fair_division import Shared, equal_shares, largest_product
from detente.bargaining.sharing.games import Worths, coalitions, shapley
from detente.bargaining.sharing.least_core import Core, core, nucleolus
from detente.errors import DetenteError

LONGEST = 60  # ranges of payment that are listed
ZERO = Fraction(0)


@dataclass(frozen=True, repr=False)
class Divided(Mediated):
    """Packages with divisible terms: zone, frontier, fair points."""

    asked: Shares

    @cached_property
    def gain_set(self) -> GainSet:
        """All cells; of two parties those that can reach the frontier, on which everything asked here rests.

        Raises `DetenteError` where bans and limits leave no package.
        """
        found = pruned_gain_set(self.asked) if len(self.asked.parties) == 2 else gain_set(self.asked)
        if not found.pieces:
            raise DetenteError("shares_none")
        return found

    @cached_property
    def hulls(self) -> Sequence[Sequence[Vector]]:
        """What the packages can bring, in convex parts: of two parties the pieces of the frontier."""
        if len(self.asked.parties) == 2:
            return [(edge.left, edge.right) for edge in self.frontier]
        return self.gain_set.hulls

    @cached_property
    def zone(self) -> Zone:
        return share_points.zone(self.hulls)

    @cached_property
    def cells(self) -> list[Sequence[Vector]]:
        """The parts in which some package leaves nobody worse off."""
        return share_points.acceptable(self.hulls, len(self.asked.parties))

    @cached_property
    def ideal(self) -> Vector:
        return share_points.ideal(self.cells, len(self.asked.parties))

    @cached_property
    def nash(self) -> Nash:
        return share_points.nash(self.cells, len(self.asked.parties))

    @cached_property
    def kalai_smorodinsky(self) -> Levelled:
        return share_points.levelled(self.cells, self.ideal)

    @cached_property
    def egalitarian(self) -> Levelled:
        return share_points.levelled(self.cells, (Fraction(1),) * len(self.asked.parties))

    @cached_property
    def frontier(self) -> tuple[Edge, ...]:
        return frontier(self.gain_set)

    def answer(self) -> dict[str, Any]:
        size, found = len(self.asked.parties), self.gain_set
        told: dict[str, Any] = {
            "discrete_packages": found.packages,
            "cells": found.cells,
            "zone": zone_data(self.zone),
            "utilitarian_all": {"surplus": share_points.largest_sum(self.hulls, size, in_zone=False)},
        }
        if size == 2:
            told["frontier_corners"] = corners_on(self.frontier, found)
            told["frontier"] = [
                {"from": edge.left, "to": edge.right, "from_open": edge.left_open, "to_open": edge.right_open}
                for edge in self.frontier
            ]
        else:
            told["frontier_corners"] = share_points.undominated_corners(found)
        if not self.cells:
            return told
        nash = {"gainers": self.nash.gainers, "product": self.nash.product, "gains": self.nash.gains}
        if self.nash.gap:
            nash["relative_gap_below"] = max(self.nash.gap, 1e-8)
        return told | {
            "ideal_gain": self.ideal,
            "utilitarian": {"surplus": share_points.largest_sum(self.cells, size, in_zone=True)},
            "ks": {"sorted": self.kalai_smorodinsky.sorted, "gains": self.kalai_smorodinsky.gains},
            "egalitarian": {"sorted": self.egalitarian.sorted, "gains": self.egalitarian.gains},
            "nash": nash,
        }


def zone_data(zone: Zone) -> dict[str, Any]:
    return {
        "weak": zone.weak,
        "strict": zone.strict,
        "largest_smallest_gain": zone.smallest,
        "equal_concession": zone.concession,
        "hull_largest_smallest_gain": zone.hull,
    }


@dataclass(frozen=True, repr=False)
class Payable(Mediated):
    """Packages with payments between the parties."""

    asked: Shares
    worth: Vector
    inertia: Vector

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The cells of divisible terms; none where there are no such terms."""
        return gain_set(self.asked).pieces if self.asked.terms else ()

    @cached_property
    def corners(self) -> list[tuple[Package, Vector]]:
        """Every package (with divisible terms: every corner of a cell) with its gains."""
        negotiation = self.asked.negotiation
        if self.asked.terms:
            found = [(cell.package, gains) for cell in self.cells for gains in cell.gains]
        else:
            found = [
                (one, tuple(u - d for u, d in zip(negotiation.utility(one), negotiation.disagreement, strict=True)))
                for one in packages_of(negotiation)
            ]
        if not found:
            raise DetenteError("shares_none")
        return found

    @cached_property
    def money(self) -> Money:
        return with_money([gains for _, gains in self.corners], self.worth, self.inertia)

    @cached_property
    def zone(self) -> Zone:
        return Divided(self.asked).zone

    @property
    def opens(self) -> bool:
        """There is a zone with money and none without."""
        return self.money.strict and not self.zone.strict

    def named(self, at: int) -> dict[str, str]:
        return self.asked.negotiation.named(self.corners[at][0])

    def answer(self) -> dict[str, Any]:
        money = self.money
        best = zip(money.best, money.nash_receives, money.egalitarian_receives, strict=True)
        ranges = [
            {"package": self.named(at), "total": one.total, "receives": one.receives}
            for at, one in enumerate(money.packages)
        ]
        fair = money.surplus >= 0
        return {
            "surplus": money.surplus,
            "zone_without": zone_data(self.zone),
            "zone_with": {"weak": fair, "strict": money.strict},
            "money_missing": max(ZERO, -money.surplus),
            "opens_zone": self.opens,
            "nash_gain": money.nash if fair else None,
            "egalitarian_gain": money.egalitarian if fair else None,
            "best": [
                {"package": self.named(at), "receives_nash": nash, "receives_egalitarian": equal}
                for at, nash, equal in best
            ],
            "ranges": ranges if len(ranges) <= LONGEST else None,
            "least_money_for_a_zone": money.least,
        }


@dataclass(frozen=True, repr=False)
class FairlyDivided(Mediated):
    """Items divided among any number of parties: with equal shares, and with the largest product."""

    parties: tuple[str, ...]
    items: tuple[str, ...]
    points: tuple[Vector, ...]

    @cached_property
    def equal(self) -> Shared:
        return equal_shares(self.points)

    @cached_property
    def market(self) -> Shared | None:
        return largest_product(self.points)

    def answer(self) -> dict[str, Any]:
        def told(found: Shared | None) -> dict[str, Any] | None:
            if found is None:
                return None
            return {
                "shares": {
                    party: dict(zip(self.items, row, strict=True))
                    for party, row in zip(self.parties, found.shares, strict=True)
                },
                "own_total": dict(zip(self.parties, found.own, strict=True)),
                "thinks": {
                    party: dict(zip(self.parties, row, strict=True))
                    for party, row in zip(self.parties, found.thinks, strict=True)
                },
                "envies": [[self.parties[who], self.parties[whom]] for who, whom in found.envies],
                "proportional": found.proportional,
            }

        return {"equal_shares": told(self.equal), "largest_product": told(self.market)}


@dataclass(frozen=True, repr=False)
class Transferable(Mediated):
    """A game of coalitions: least core, prenucleolus, nucleolus, Shapley value."""

    asked: Worths

    @cached_property
    def core(self) -> Core:
        return core(self.asked.of, len(self.asked.players))

    @cached_property
    def nucleolus(self) -> Vector | None:
        """Among divisions that give each player what it is worth alone; None where there are none."""
        return nucleolus(self.asked.of, len(self.asked.players), self.core)

    @cached_property
    def shapley(self) -> Vector:
        return shapley(self.asked.of, len(self.asked.players))

    def answer(self) -> dict[str, Any]:
        everyone = frozenset(range(len(self.asked.players)))
        division = self.nucleolus or self.core.imputation
        proper = [group for group in coalitions(len(everyone)) if group != everyone]
        excess = [self.asked.of(group) - sum((division[p] for p in group), ZERO) for group in proper]
        return {
            "least_core_epsilon": self.core.epsilon,
            "core_nonempty": self.core.nonempty,
            "prenucleolus": self.core.imputation,
            "imputations": self.nucleolus is not None,
            "nucleolus": self.nucleolus,
            "excesses": sorted(excess, reverse=True),
            "shapley": self.shapley,
        }
