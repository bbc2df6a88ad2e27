"""What is drawn for a study: every uncertain quantity of a situation as a named column.

A column is drawn from the stream of its own name (`detente.outcomes.chance`), so the same seed gives every quantity the
same draws whatever else the situation holds. Three things tie columns to one another, and only where the file says so:

- ``together``: two drivers move together. Their normal scores are correlated (a Gaussian copula), so each keeps its own
  range and shape, and the rank correlation is (6/π) asin(ρ/2).
- ``order`` and ``total``: weights of which only the order is known (`detente.outcomes.cones`).
- ``any`` among preferences: one column says which alternative holds, each as often as the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from detente.counts import is_count
from detente.errors import DetenteError
from detente.outcomes.chance import BATCH, LARGEST_SEED, Array, Stream, normal_chance, normal_score, quantile
from detente.outcomes.cones import Cone, cones
from detente.outcomes.numbers import Numbers, uncertain
from detente.outcomes.space import space_of
from detente.situation.model import Situation
from detente.situation.quantity import Known, Spread

__all__ = ["BATCH", "Design", "Linked", "design"]


@dataclass(frozen=True)
class Linked:
    """Drivers whose normal scores are correlated. `mixing`: lower triangle L with L Lᵀ their correlations."""

    names: tuple[str, ...]
    mixing: Array


@dataclass(frozen=True)
class Design:
    """What is drawn, column by column in the order of the file.

    `spreads`: the range, triangle or choice of every column; `alternatives`: column → how many alternatives;
    `together`: drivers that move together; `cones`: weights drawn under an order.
    """

    spreads: dict[str, Spread]
    alternatives: dict[str, int]
    together: tuple[Linked, ...] = ()
    cones: tuple[Cone, ...] = ()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All columns: drivers first, then what stands elsewhere in the file, then alternatives."""
        return (*self.spreads, *self.alternatives)

    def draw(self, seed: int, batch: int) -> dict[str, Array]:
        """The 8,192 draws of a batch: column → values.

        Raises `DetenteError` if less than 0.1% of the weights in their ranges fit the order that is stated.
        """
        scores = {name: score for group in self.together for name, score in _scores(group, seed, batch).items()}
        ordered: dict[str, Array] = {}
        for cone in self.cones:
            ordered.update(cone.draw(seed, batch)[0])
        found = {}
        for name, spread in self.spreads.items():
            if name in ordered:
                found[name] = ordered[name]
            else:
                chance = normal_chance(scores[name]) if name in scores else Stream(seed, name, batch).uniform()
                found[name] = quantile(spread, chance)
        for name, number in self.alternatives.items():
            found[name] = np.floor(Stream(seed, name, batch).uniform() * number)
        return found

    def acceptance(self, seed: int) -> dict[str, float]:
        """For each stated order: the share of candidate weights that fit it (1: drawn exactly), in the first batch."""
        return {cone.name: BATCH / cone.draw(seed, 0)[1] for cone in self.cones}

    def allowed(self, columns: dict[str, Array]) -> Array:
        """Boolean array: the draws whose weights fit the stated orders (columns that are missing are not asked)."""
        count = len(next(iter(columns.values())))
        found = np.ones(count, np.bool_)
        for cone in self.cones:
            weights = {name: columns.get(name, np.full(count, cone.centre[name])) for name in cone.free}
            found &= cone.fits(weights)
        return found


def _scores(group: Linked, seed: int, batch: int) -> dict[str, Array]:
    """Correlated normal scores of drivers that move together."""
    alone = [normal_score(Stream(seed, name, batch).uniform()) for name in group.names]
    return {
        name: np.sum([weight * score for weight, score in zip(row, alone, strict=True) if weight], axis=0)
        for name, row in zip(group.names, group.mixing, strict=True)
    }


def design(situation: Situation, blocks: tuple[str, ...] = ()) -> Design:
    """What is drawn for a situation. `blocks`: parts of the file that only some measures look at, drawn for them.

    Raises `DetenteError` if the correlations of ``together`` contradict each other.
    """
    alternatives = {
        f"preferences.{actor}.any": len(preference.any)
        for actor, preference in situation.preferences.items()
        if preference.any and len(preference.any) > 1
    }
    return Design(uncertain(situation, blocks), alternatives, _together(situation), tuple(cones(situation)))


def check_seed(seed: int) -> None:
    """Refuse a seed that no stream can have."""
    if not is_count(seed, 0, LARGEST_SEED):
        raise DetenteError("seed_outside", seed=str(seed), most=str(LARGEST_SEED))


def _together(situation: Situation) -> tuple[Linked, ...]:
    """The groups of drivers that are tied to one another, directly or through others."""
    if not situation.together:
        return ()
    centre = Numbers(situation, space_of(situation))
    correlation: dict[tuple[str, str], float] = {}
    for name, pair in situation.together.items():
        form = pair.correlation.form
        value = float(form.value) if isinstance(form, Known) else None
        if value is None:
            value = float(centre.value(pair.correlation, ("together", name, "correlation"))[0, 0])
        correlation[pair.drivers] = correlation[pair.drivers[::-1]] = value
    groups: list[set[str]] = []
    for first, second in correlation:
        touching = [group for group in groups if not group.isdisjoint((first, second))]
        groups = [group for group in groups if group not in touching] + [{first, second}.union(*touching)]
    return tuple(_linked([n for n in situation.drivers if n in group], correlation) for group in groups)


def _linked(names: list[str], correlation: dict[tuple[str, str], float]) -> Linked:
    """The lower triangle that mixes independent scores into correlated ones; pairs that are not listed have none.

    Worked out here, entry by entry (Cholesky), so that the last bit does not hang on a library.
    """
    size = len(names)
    mixing = np.zeros((size, size))
    for i in range(size):
        for j in range(i + 1):
            wanted = 1.0 if i == j else correlation.get((names[i], names[j]), 0.0)
            rest = wanted - sum(float(mixing[i, k]) * float(mixing[j, k]) for k in range(j))
            if i == j:
                if rest < -1e-9:
                    raise DetenteError("together_impossible", names=tuple(names))
                mixing[i, i] = max(rest, 0.0) ** 0.5 if rest > 1e-12 else 0.0
            elif mixing[j, j]:
                mixing[i, j] = rest / mixing[j, j]
            elif abs(rest) > 1e-9:
                raise DetenteError("together_impossible", names=tuple(names))
    return Linked(tuple(names), mixing)
