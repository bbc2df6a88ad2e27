"""Who depends on whom: concentration, dependence by domain, leverage, and what withdrawal or diversification changes.

Dependence of i on j in a domain is share × (1 - exit): the share of i's needs that j meets, without what i could soon
get elsewhere (Hirschman 1945 for shares; Emerson 1962 for the way out). Over domains

    D_ij = Σ_k w_ik / (Σ_l w_il) · share_kij · (1 - exit_kij)

Larger D: i is more exposed. Leverage of i over j is D_ji - D_ij (Emerson's power advantage), the ratio is D_ji / D_ij.
An actor whose weights are all 0 has D = 0. A share that is missing is 0. Nothing here is a forecast.

>>> round(concentration({"a": 50, "b": 30, "c": 20}).effective_partners, 3)
2.632
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import copysign, sqrt
from typing import Any

import numpy as np

from detente.influence.balance.signed import Array


@dataclass(frozen=True)
class Concentration:
    """Shares of partners and what they amount to; `hhi` from 1/n (even) to 1 (a single partner)."""

    shares: dict[str, float]

    @property
    def hhi(self) -> float:
        return sum(share * share for share in self.shares.values())

    @property
    def hirschman(self) -> float:
        """100 √HHI (Hirschman 1945)."""
        return 100 * sqrt(self.hhi)

    @property
    def effective_partners(self) -> float | None:
        """How many equal partners would be as concentrated: 1 / HHI."""
        return 1 / self.hhi if self.hhi else None

    @property
    def top(self) -> str | None:
        """The largest partner; of equals the one listed last (shares that differ by rounding alone are equal)."""
        best = max(self.shares.values(), default=0.0)
        return next((name for name, share in reversed(self.shares.items()) if share >= best - 1e-12 > 0), None)

    @property
    def top_share(self) -> float | None:
        return None if self.top is None else self.shares[self.top]

    def data(self) -> dict[str, Any]:
        names = ("shares", "hhi", "hirschman", "effective_partners", "top", "top_share")
        return {name: getattr(self, name) for name in names}


def concentration(values: Mapping[str, float]) -> Concentration:
    """Partner → amount. Raises ValueError for a negative amount; if all are 0, there are no shares."""
    if any(not 0 <= value < float("inf") for value in values.values()):
        raise ValueError("amounts are numbers from 0")
    total = sum(values.values())
    return Concentration({name: value / total for name, value in values.items()} if total else {})


def diversify(values: Mapping[str, float], source: str, target: str, share: float) -> Concentration:
    """The shares after `share` of the total has moved from one partner to another; at most what is there moves."""
    moved = min(share * sum(values.values()), values.get(source, 0.0))
    changed = {**values, source: values.get(source, 0.0) - moved}
    changed[target] = changed.get(target, 0.0) + moved
    return concentration(changed)


def grow(values: Mapping[str, float], partner: str, factor: float, rest: float = 0.0) -> Concentration:
    """The shares if what comes from one partner is multiplied and all else stays. `rest`: from partners not named."""
    changed = {**values, partner: values.get(partner, 0.0) * factor}
    total = sum(changed.values()) + rest
    return Concentration({name: value / total for name, value in changed.items()} if total else {})


@dataclass(frozen=True)
class Withdrawal:
    """What an actor loses if a partner stops: `lost`, of it `rerouted` to others, and what stays `unmet`."""

    lost: float
    rerouted: float
    unmet: float
    unmet_share: float | None

    def data(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("lost", "rerouted", "unmet", "unmet_share")}


def withdrawal(flows: Mapping[str, float], spare: Mapping[str, float], hub: str) -> Withdrawal:
    """`spare`: how much more each other partner could deliver. The share is of all flows; None if there are none."""
    lost = flows.get(hub, 0.0)
    room = sum(amount for partner, amount in spare.items() if partner != hub)
    rerouted = min(lost, room)
    total = sum(flows.values())
    return Withdrawal(lost, rerouted, lost - rerouted, (lost - rerouted) / total if total else None)


@dataclass(frozen=True)
class Guarantee:
    """A guarantor that fails with a probability: `risk` = w · share · p, and `unreplaced`, without what i can
    replace."""

    risk: float
    unreplaced: float
    kept: float  # the share that can be counted on: share · (1 - p)


def guarantee(weight: float, share: float, leave: float, fails: float) -> Guarantee:
    """`weight`: of the domain among all (0 to 1); `leave`: the exit (0 to 1); `fails`: probability of failure."""
    if not all(0 <= value <= 1 for value in (weight, share, leave, fails)):
        raise ValueError("weight, share, exit and probability lie between 0 and 1")
    risk = weight * share * fails
    return Guarantee(risk, risk * (1 - leave), share * (1 - fails))


def barbieri(share_ij: float, share_ji: float) -> dict[str, float]:
    """Barbieri's (1996; from memory, unverified) mutual stake, its balance, and their product."""
    salience, symmetry = sqrt(share_ij * share_ji), 1 - abs(share_ij - share_ji)
    return {"salience": salience, "symmetry": symmetry, "interdependence": salience * symmetry}


def by_domain(shares: Array, exits: Array) -> Array:
    """(…, domains, actors, actors): share × (1 - exit), what domain k adds to D_ij before its weight."""
    added: Array = shares * (1 - exits)
    return added


def normalised(weights: Array) -> Array:
    """(…, domains, actors) weights as shares of each actor's sum; 0 where the sum is."""
    total = weights.sum(axis=-2, keepdims=True)
    found: Array = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
    return found


def dependence(weights: Array, shares: Array, exits: Array) -> Array:
    """D, (…, actors, actors), from weights (…, domains, actors) and shares and exits (…, domains, actors, actors)."""
    found: Array = (normalised(weights)[..., None] * by_domain(shares, exits)).sum(axis=-3)
    return found


def leverage(depends: Array) -> Array:
    """D_ji - D_ij: positive where i has the advantage."""
    found: Array = np.swapaxes(depends, -1, -2) - depends
    return found


def ratios(depends: Array) -> Array:
    """D_ji / D_ij; not a number where D_ij is 0 and on the diagonal."""
    other = np.swapaxes(depends, -1, -2)
    found: Array = np.divide(other, depends, out=np.full_like(depends, np.nan), where=depends > 0)
    return found


@dataclass(frozen=True)
class Turn:
    """Where the sum of two actors' leverage changes sign as the weight of one domain is multiplied, for both, by
    `factor`.

    `shares`: the share of that domain in each one's weights there.
    """

    domain: int
    factor: float
    shares: tuple[float, float]


def turns(weights: Array, single: Array, i: int, j: int) -> list[Turn]:
    """All weights at which the leverage of i over j changes sign, domain by domain, the other weights as they are.

    With t the factor, D_ji(t) - D_ij(t) has the sign of (A_j + t b_j)(W_i + t w_i) - (A_i + t b_i)(W_j + t w_j): a
    quadratic, whose simple roots t > 0 are the turns. `single`: `by_domain`, (domains, actors, actors).
    """
    found = []
    adds = {i: weights[:, i] * single[:, i, j], j: weights[:, j] * single[:, j, i]}
    for domain in range(len(weights)):
        others = np.arange(len(weights)) != domain
        (a_i, b_i), (a_j, b_j) = ((adds[x][others].sum(), adds[x][domain]) for x in (i, j))
        (w_i, v_i), (w_j, v_j) = ((weights[others, x].sum(), weights[domain, x]) for x in (i, j))
        powers = [b_j * v_i - b_i * v_j, a_j * v_i + b_j * w_i - a_i * v_j - b_i * w_j, a_j * w_i - a_i * w_j]
        for factor in _crossings(*(float(power) for power in powers)):
            shares = tuple(float(v * factor / (w + v * factor)) if w + v else 0.0 for w, v in ((w_i, v_i), (w_j, v_j)))
            found.append(Turn(domain, factor, (shares[0], shares[1])))
    return found


def _crossings(a: float, b: float, c: float) -> list[float]:
    """Where a t² + b t + c changes sign above 0; a double root is no change."""
    size = max(abs(a), abs(b), abs(c))
    if size < 1e-15:
        return []
    a, b, c = (0.0 if abs(power) < 1e-14 * size else power for power in (a, b, c))
    if a == 0:
        found = [-c / b] if b else []
    elif (inside := b * b - 4 * a * c) <= 1e-12 * size * size:
        found = []
    else:
        far = -(b + copysign(sqrt(inside), b)) / 2  # the root that no difference of like numbers spoils
        found = [far / a, c / far if far else 0.0]
    return sorted({root for root in found if root > 1e-12})


def similarity(x: Sequence[float], y: Sequence[float], most: float, power: int = 1) -> dict[str, float | None]:
    """How alike two profiles of ties are: S (Signorino & Ritter 1999), Scott's pi and Cohen's kappa (Häge 2011).

    1 - observed / expected distance; S expects the largest possible one halved, pi that of the pooled values, kappa
    that
    of each one's own. None where nothing is expected. These are evidence, not engines: hub-and-spoke allies come out
    unlike one another.
    """
    one, two = np.asarray(x, np.float64), np.asarray(y, np.float64)
    observed = float((np.abs(one - two) ** power).mean())
    pooled = np.concatenate([one, two])
    chance_pooled = float((np.abs(pooled[:, None] - pooled[None, :]) ** power).mean())
    chance_own = float((np.abs(one[:, None] - two[None, :]) ** power).mean())
    return {
        "S": 1 - 2 * observed / most**power,
        "pi": 1 - observed / chance_pooled if chance_pooled else None,
        "kappa": 1 - observed / chance_own if chance_own else None,
    }
