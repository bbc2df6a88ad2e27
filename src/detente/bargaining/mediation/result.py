"""Who must ratify, which steps are safe, what must be bound, how sure, what if, by when: each as a result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from detente.bargaining.mediation.binding import Bound, Pact, least_binding
from detente.bargaining.mediation.comparisons import Compared, Pair, Scores, compared
from detente.bargaining.mediation.contingent import Conditional, Happening, conditional
from detente.bargaining.mediation.deadline import Two, offers
from detente.bargaining.mediation.mediated import Mediated
from detente.bargaining.mediation.ratification import Gains, Ratified, Rule, ratified
from detente.bargaining.mediation.robust_packages import Range, Run, Runs, acceptance, over_runs
from detente.bargaining.mediation.stages import Delivered, Swap, delivered


@dataclass(frozen=True, repr=False)
class Ratification(Mediated):
    """Chiefs and ratifiers: what passes, who decides, whom its ratifiers help."""

    parties: tuple[str, ...]
    gains: Gains
    rules: Mapping[str, Rule]
    inertia: Mapping[str, Fraction]

    @cached_property
    def found(self) -> Ratified:
        return ratified(self.gains, self.parties, self.rules, self.inertia)

    def answer(self) -> dict[str, Any]:
        found = self.found
        return {
            "zone": found.zone,
            "win_sets": found.win_sets,
            "passes": found.passes,
            "nash_without_ratifiers": found.nash_without,
            "nash": found.nash,
            "ratifiers": {name: asdict(one) for name, one in found.ratifiers.items()},
            "decisive": found.decisive,
            "tying_hands": found.tying,
            "least_yes_missing": found.missing,
        }


@dataclass(frozen=True, repr=False)
class Staged(Mediated):
    """A package in steps: a safe order, or the proof that there is none."""

    asked: Swap

    @cached_property
    def found(self) -> Delivered:
        return delivered(self.asked)

    def answer(self) -> dict[str, Any]:
        found = self.found
        told: dict[str, Any] = {
            "safe_order_exists": found.order is not None,
            "reachable_safe_states": found.reached,
            "extra_inertia_needed": found.needed,
            "value_of_the_whole": found.whole,
        }
        if found.order is None:
            return told | {"wall": found.wall}
        return told | {"least_exposure": found.exposure, "example": found.order}


@dataclass(frozen=True, repr=False)
class Binding(Mediated):
    """The least that must be bound for a package to last."""

    asked: Pact

    @cached_property
    def found(self) -> Bound:
        return least_binding(self.asked)

    def answer(self) -> dict[str, Any]:
        found = self.found
        return {
            "lasts_unbound": found.unbound,
            "smallest": len(found.least[0]) if found.least else None,
            "least": found.least,
            "inclusion_minimal": found.minimal,
            "monotone": found.monotone,
            "everything_bound_lasts": found.everything,
            "tried": found.tried,
        }


@dataclass(frozen=True, repr=False)
class Acceptance(Mediated):
    """Reservation values with ranges: how large a part of them accepts each package."""

    packages: Scores
    reservation: Mapping[str, Range]

    @cached_property
    def share(self) -> dict[str, Fraction]:
        return acceptance(self.packages, self.reservation)

    @property
    def most(self) -> tuple[str, ...]:
        return tuple(sorted(name for name, share in self.share.items() if share == max(self.share.values())))

    def answer(self) -> dict[str, Any]:
        return {"share": self.share, "most_acceptable": self.most}


@dataclass(frozen=True, repr=False)
class Robust(Mediated):
    """Packages judged over runs."""

    runs: tuple[Run, ...]
    scale: Mapping[str, Fraction]
    worst: Fraction
    inertia: Mapping[str, Fraction]
    lasts: Mapping[str, tuple[bool, ...]]

    @cached_property
    def found(self) -> Runs:
        return over_runs(self.runs, self.scale, self.worst, self.inertia, self.lasts)

    def answer(self) -> dict[str, Any]:
        found = self.found
        return {
            "packages": {name: asdict(one) for name, one in found.packages.items()},
            "some_zone": found.some_zone,
            "best_in_worst_part": found.best_in_worst_part,
            "least_regret": found.least_regret,
        }


@dataclass(frozen=True, repr=False)
class Contingent(Mediated):
    """Terms that depend on what happens."""

    parties: tuple[str, ...]
    states: tuple[Happening, ...]

    @cached_property
    def free(self) -> Conditional:
        return conditional(self.parties, self.states)

    @cached_property
    def same(self) -> Conditional:
        return conditional(self.parties, self.states, same=True)

    @property
    def worth(self) -> Fraction | None:
        """What conditions add to the largest sum; None where one of the two has no zone."""
        if self.free.surplus is None or self.same.surplus is None:
            return None
        return self.free.surplus - self.same.surplus

    def answer(self) -> dict[str, Any]:
        def told(found: Conditional) -> dict[str, Any]:
            head: dict[str, Any] = {"zone": {"weak": found.weak, "strict": found.strict}}
            return head if found.surplus is None else {**head, "surplus": found.surplus, "nash": found.nash}

        return {"contingent": told(self.free), "same_in_all": told(self.same), "value_of_conditions": self.worth}


@dataclass(frozen=True, repr=False)
class Deadline(Mediated):
    """Alternating offers: what time makes of a surplus of 1."""

    parties: tuple[str, ...]
    discount: tuple[Fraction, ...]
    outside: tuple[Fraction, ...]
    rounds: int | None

    @cached_property
    def found(self) -> Two | None:
        (a, b), (c, d) = self.discount, self.outside
        return offers((a, b), (c, d), self.rounds)

    def answer(self) -> dict[str, Any]:
        if self.found is None:
            return {"agreement": False}
        return {"agreement": True, **dict(zip(self.parties, self.found, strict=True))}


@dataclass(frozen=True, repr=False)
class Comparisons(Mediated):
    """Weights from comparisons of packages, and what to ask next."""

    issues: tuple[str, ...]
    packages: Scores
    pairs: tuple[Pair, ...]

    @cached_property
    def found(self) -> Compared:
        return compared(self.issues, self.packages, self.pairs)

    def answer(self) -> dict[str, Any]:
        found = self.found
        told: dict[str, Any] = {"consistent": found.consistent, "largest_margin": found.margin}
        if not found.consistent:
            return told | {"contradiction": found.contradiction}
        return told | {"weights": found.weights, "next_pairs": found.next_pairs, "next_score": found.next_score}
