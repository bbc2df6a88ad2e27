"""The challenge model (the “expected utility model” of Bueno de Mesquita): one round of threats and concessions.

Every actor looks at every other. With x position, c capability, s salience in [0, 1], w = c s, R the range of x,
d = |x_i − x_j| / R, μ the weighted median (its lower end), e = (|x_i − μ| / R + d) / 4 and r a risk exponent:

    U_success = 2 − 4 (½ − d/2)^r      U_failure = 2 − 4 (½ + d/2)^r      U_unchanged = 2 − 4 (½)^r
    U_better  = 2 − 4 (½ − e)^r        U_worse   = 2 − 4 (½ + e)^r
    EU(i→j) = s_j (P U_success + (1 − P) U_failure) + (1 − s_j) U_success
              − Q U_unchanged − (1 − Q) (T U_better + (1 − T) U_worse)

P = P_ij is the share of votes that i brings together against j (a share of which votes is disputed: `denominator`);
Q the chance that nothing changes if i leaves j alone; T is 1 if i is nearer to μ than to j, else 0.
Security D_i = Σ_j EU(j→i) with all r = 1 gives ρ_i = (2 D_i − D_max − D_min) / (D_max − D_min) and the risk exponent
r_i = (1 − ρ_i/3) / (1 + ρ_i/3), between ½ and 2; all r = 1 if all are equally secure.

With e = EU(i→j) and f = EU(j→i), i facing j *loses a confrontation* if f > e > 0 (it moves to x_j), *compromises* if
f > 0 > e and f > |e| (it moves by |e/f| of the way), *capitulates* if f > 0 > e and f < |e| (it moves to x_j), and
stays otherwise. An actor on the same point is no threat. A confrontation goes before a compromise, that before a
capitulation; among several of a kind the `choice` decides; all actors move at once.

The equations as printed do not give the published figures. Two presets name the two readings: ``paper`` has the printed
equations, ``as_coded`` reproduces the published table. The latter chooses the *lowest* compromise, so it forecasts
otherwise when the scale is written the other way round. Both are for explaining, not for forecasting: on 177 issues of
the European Union their medians were further off than the plain weighted mean.

Sources: Bueno de Mesquita 1994, 1997; Scholz, Calbert & Smith 2011 (equations and table 2; their printed conditions for
a compromise of the stronger side are a misprint, figure 6 is right).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np

from detente.bargaining.positions.mean_and_median import Array, weighted_median
from detente.bargaining.positions.nearer import FEW, Sides, led, led_by_sides, sides_of
from detente.errors import DetenteError
from detente.situation.identifiers import nearest

SAME_WITHIN = 1e-9  # of the range of positions: nearer than this is the same point
NEAR_ZERO = 1e-11  # expected utilities nearer to 0, or to each other, than this are equal: rounding makes no threat


@dataclass(frozen=True)
class Switches:
    """Every choice the literature leaves open.

    `denominator`: P is a share of the votes between i and j (``pair``), or of those between all pairs (``all_pairs``).
    `exponent`: what j would gain is valued with the risk of j (``own``), or with that of i too (``receiver``).
    `votes`: third parties vote without their risk exponent (``plain``) or with it (``own``).
    `range`: R is that of the present positions (``current``) or of the first round (``initial``).
    `choice`: among compromises the smallest move (``least``), or the lowest position offered (``lowest``).
    `capitulate`: whether actors can be made to give in wholly by a threat they cannot answer.
    `q`: the chance Q. `t`: the chance T, or ``nearer`` for the rule above.
    """

    denominator: Literal["pair", "all_pairs"] = "pair"
    exponent: Literal["own", "receiver"] = "own"
    votes: Literal["plain", "own"] = "plain"
    range: Literal["current", "initial"] = "current"
    choice: Literal["least", "lowest"] = "least"
    capitulate: bool = True
    q: float = 1.0
    t: float | Literal["nearer"] = "nearer"

    def data(self) -> dict[str, Any]:
        return asdict(self)


CHOICES: dict[str, tuple[str, ...]] = {
    "denominator": ("pair", "all_pairs"),
    "exponent": ("own", "receiver"),
    "votes": ("plain", "own"),
    "range": ("current", "initial"),
    "choice": ("least", "lowest"),
    "capitulate": ("yes", "no"),
    "q": ("0..1",),
    "t": ("nearer", "0..1"),
}


def switched(base: Switches, written: Mapping[str, str]) -> Switches:
    """These switches with some of them set otherwise, as words. Raises `DetenteError` for a switch or value unknown."""
    changed: dict[str, Any] = {}
    for name, value in written.items():
        if name not in CHOICES:
            raise DetenteError("switch_unknown", name=name, nearest=nearest(name, CHOICES), known=tuple(CHOICES))
        if value in CHOICES[name] and value != "0..1":
            changed[name] = value == "yes" if name == "capitulate" else value
        elif "0..1" in CHOICES[name] and (share := _share(value)) is not None:
            changed[name] = share
        else:
            raise DetenteError("switch_value", name=name, found=value, known=CHOICES[name])
    return replace(base, **changed)


def _share(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if 0 <= found <= 1 else None


PRESETS = {
    "paper": Switches(),
    "as_coded": Switches("all_pairs", "receiver", "own", "initial", "lowest", capitulate=False),
}


@dataclass(frozen=True)
class Round:
    """`risk`: r of each actor; `gain` and `other`: EU(i→j) and EU(j→i) as i sees them; `after`: positions."""

    risk: Array
    gain: Array
    other: Array
    after: Array


def chances(
    distance: Array, weight: Array, risk: Array, switches: Switches, sides: Sequence[Sides] | None = None
) -> Array:
    """P_ij, (…, actors, actors); ½ where there is nothing to vote about.

    `distance`: |x_k − x_i| / R, rows are the voters k; `risk`: exponents (…, actors), used if votes have them.
    `sides`: of the middles between actors, one for each case, by which votes of many are counted faster.
    """
    cost = distance if switches.votes == "plain" or (risk == 1).all() else distance ** risk[..., :, None]
    if sides is not None:
        cases = zip(cost.reshape(-1, *cost.shape[-2:]), weight.reshape(-1, weight.shape[-1]), sides, strict=True)
        won = np.array([led_by_sides(*case) for case in cases]).reshape(cost.shape)
    else:
        won = led(cost, weight)
    if switches.denominator == "pair":
        total = won + np.swapaxes(won, -1, -2)
    else:  # of every pair once for each order
        total = np.broadcast_to(2 * won.sum((-2, -1), keepdims=True), won.shape)
    share: Array = np.divide(won, total, out=np.full_like(won, 0.5), where=total > 0)
    return share


@dataclass(frozen=True)
class Powers:
    """½ − d/2 and ½ + d/2, raised to risk exponents by way of their logarithms, which are taken once."""

    distance: Array

    @cached_property
    def near(self) -> tuple[Array, Array]:
        return _with_logarithm((1 - self.distance) / 2)

    @cached_property
    def far(self) -> tuple[Array, Array]:
        return _with_logarithm((1 + self.distance) / 2)

    def raised(self, risk: Array | float) -> tuple[Array, Array]:
        if isinstance(risk, float) and risk == 1:
            return self.near[0], self.far[0]
        return np.exp(risk * self.near[1]), np.exp(risk * self.far[1])


def _with_logarithm(base: Array) -> tuple[Array, Array]:
    with np.errstate(divide="ignore"):  # 0 to every power is 0
        return base, np.log(base)


def utilities(
    powers: Powers, to_median: Array, salience: Array, chance: Array, risk: Array | float, switches: Switches
) -> Array:
    """EU(i→j), (…, actors, actors), with s P U_success + … written as U_success − s (1 − P) (U_success − U_failure).

    `risk`: the exponent with which each pair (i, j) is valued, or what spreads over pairs: (…, actors, 1) or
    (…, 1, actors); `to_median`: |x_i − μ| / R.
    """
    success, failure = (2 - 4 * power for power in powers.raised(risk))
    gain = success - salience[..., None, :] * (1 - chance) * (success - failure)
    unchanged = 2 - 4 * 0.5**risk
    otherwise = unchanged
    if switches.q < 1:
        own, distance = to_median[..., :, None], powers.distance
        step = (own + distance) / 4
        better = 2 - 4 * (0.5 - step) ** risk
        worse = 2 - 4 * (0.5 + step) ** risk
        t = np.where(own < distance, 1.0, 0.0) if switches.t == "nearer" else switches.t
        otherwise = switches.q * unchanged + (1 - switches.q) * (t * better + (1 - t) * worse)
    return _clean(gain - otherwise)


def _clean(gain: Array) -> Array:
    """Without what rounding leaves of a zero, and 0 for an actor against itself."""
    place = np.arange(gain.shape[-1])
    gain[..., place, place] = 0
    return np.where(np.abs(gain) < NEAR_ZERO, 0.0, gain)


def risk_exponents(security: Array) -> Array:
    """r_i from the securities D_i, (…, actors)."""
    most, least = security.max(-1, keepdims=True), security.min(-1, keepdims=True)
    spread = most - least
    apart = spread > NEAR_ZERO * np.maximum(1, np.abs(most))
    rho = np.divide(2 * security - most - least, spread, out=np.zeros_like(security), where=apart)
    r: Array = (1 - rho / 3) / (1 + rho / 3)
    return r


def challenge_round(
    position: Array,
    capability: Array,
    salience: Array,
    switches: Switches = PRESETS["paper"],
    size: Array | float | None = None,
) -> Round:
    """Who moves where in a round. Float arrays (…, actors); salience in [0, 1]; `size`: R, None: the present range."""
    weight = capability * salience
    unit = np.asarray(np.ptp(position, axis=-1) if size is None else size, dtype=np.float64)
    unit = np.where(unit > 0, unit, 1.0)
    distance = np.abs(position[..., :, None] - position[..., None, :]) / unit[..., None, None]
    median, _ = weighted_median(position, weight)
    to_median = np.abs(position - median[..., None]) / unit[..., None]

    sides = None
    if position.shape[-1] > FEW:
        sides = [sides_of(x, x) for x in position.reshape(-1, position.shape[-1])]

    def chance(risk: Array) -> Array:
        return chances(distance, weight, risk, switches, sides)

    powers = Powers(distance)

    def expected(likely: Array, pairs: Array | float) -> Array:
        return utilities(powers, to_median, salience, likely, pairs, switches)

    likely = chance(np.ones_like(position))
    risk = risk_exponents(expected(likely, 1.0).sum(-2))
    likely = likely if switches.votes == "plain" else chance(risk)
    gain = expected(likely, risk[..., :, None])
    if switches.exponent == "own":
        other = np.swapaxes(gain, -1, -2)
    else:  # EU(j→i) with the exponent of i
        other = np.swapaxes(expected(likely, risk[..., None, :]), -1, -2)
    return Round(risk, gain, other, _moved(position, gain, other, distance, switches))


def _moved(position: Array, gain: Array, other: Array, distance: Array, switches: Switches) -> Array:
    """Where each actor goes, given what it and the others expect of a challenge."""
    apart = distance > SAME_WITHIN
    here, there = position[..., :, None], position[..., None, :]
    loses = apart & (other > gain + NEAR_ZERO) & (gain > 0)
    pressed = apart & (other > 0) & (gain < 0)
    stronger = other > np.abs(gain) + NEAR_ZERO
    met = pressed & stronger
    middle = here + (there - here) * np.divide(np.abs(gain), other, out=np.zeros_like(gain), where=met)
    way, whole = np.abs(there - here), np.broadcast_to(there, gain.shape)
    if switches.choice == "least":
        order = np.abs(middle - here)
    else:
        both = np.abs(gain) + np.abs(other)
        order = np.divide(np.abs(gain) * here + np.abs(other) * there, both, out=np.zeros_like(both), where=both > 0)
    kinds = [(loses, way, whole), (met, order, middle)]
    if switches.capitulate:
        kinds.append((pressed & (other < np.abs(gain) - NEAR_ZERO), way, whole))
    size = np.ptp(position, axis=-1)
    after, settled = position.copy(), np.zeros(position.shape, dtype=bool)
    for allowed, key, goal in kinds:
        moves = allowed.any(-1) & ~settled
        if not moves.any():
            continue
        best = _first_least(np.where(allowed, key, np.inf), size)[..., None]
        after = np.where(moves, np.take_along_axis(goal, best, -1)[..., 0], after)
        settled |= moves
    return after


def _first_least(key: Array, size: Array) -> Any:
    """The first place of the least along the last axis; what rounding alone keeps apart is the same."""
    least = key.min(-1, keepdims=True)
    return np.argmax(key <= least + SAME_WITHIN * size[..., None, None], axis=-1)
