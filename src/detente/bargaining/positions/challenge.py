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

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, NamedTuple

import numpy as np

from detente.bargaining.positions.mean_and_median import Array, weighted_median
from detente.bargaining.positions.nearer import CELLS, FEW, Sides, led, led_by_sides, sides_of
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


def chances(won: Array, disputed: Array) -> Array:
    """P from the votes won and from those disputed; ½ where there is nothing to vote about."""
    share: Array = np.divide(won, disputed, out=np.full_like(won, 0.5), where=disputed > 0)
    return share


def stakes(distance: Array, risk: Array | float) -> tuple[Array, Array]:
    """U_success and U_failure; risk exponents are raised by way of logarithms."""
    near, far = (1 - distance) / 2, (1 + distance) / 2
    if not (isinstance(risk, float) and risk == 1):
        with np.errstate(divide="ignore"):  # 0 to every power is 0
            near, far = np.exp(risk * np.log(near)), np.exp(risk * np.log(far))
    return 2 - 4 * near, 2 - 4 * far


def left_alone(to_median: Array, distance: Array, risk: Array | float, switches: Switches) -> Array:
    """Q U_unchanged + (1 − Q) (T U_better + (1 − T) U_worse); `to_median`: |x_i − μ| / R."""
    unchanged: Array = np.asarray(2 - 4 * 0.5**risk)
    if switches.q == 1:
        return unchanged
    step = (to_median + distance) / 4
    better, worse = 2 - 4 * (0.5 - step) ** risk, 2 - 4 * (0.5 + step) ** risk
    t = np.where(to_median < distance, 1.0, 0.0) if switches.t == "nearer" else switches.t
    found: Array = switches.q * unchanged + (1 - switches.q) * (t * better + (1 - t) * worse)
    return found


def utilities(at_stake: tuple[Array, Array], chance: Array, salience: Array, otherwise: Array) -> Array:
    """EU; s P U_success + … is U_success − s (1 − P) (U_success − U_failure). `salience`: of the target."""
    success, failure = at_stake
    gain = success - salience * (1 - chance) * (success - failure) - otherwise
    return np.where(np.abs(gain) < NEAR_ZERO, 0.0, gain)  # without what rounding leaves of a zero


def risk_exponents(security: Array) -> Array:
    """r_i from the securities D_i, (…, actors)."""
    most, least = security.max(-1, keepdims=True), security.min(-1, keepdims=True)
    spread = most - least
    apart = spread > NEAR_ZERO * np.maximum(1, np.abs(most))
    rho = np.divide(2 * security - most - least, spread, out=np.zeros_like(security), where=apart)
    r: Array = (1 - rho / 3) / (1 + rho / 3)
    return r


Part = tuple[slice, slice]


def parts(cases: int, actors: int) -> list[Part]:
    """Which cases and which rows of their pairs are worked out at a time: few enough to stay in the cache."""
    if actors**2 <= CELLS:
        many = CELLS // actors**2
        return [(slice(at, at + many), slice(None)) for at in range(0, cases, many)]
    rows = max(1, CELLS // actors)
    return [(slice(case, case + 1), slice(at, at + rows)) for case in range(cases) for at in range(0, actors, rows)]


@dataclass(frozen=True)
class Bout:
    """What a round starts from: arrays (cases, actors), and (cases, actors, actors) of pairs.

    `distance`: |x_i − x_j| / R; `to_median`: |x_i − μ| / R; `sides`: of the middles between actors, one for each case,
    by which votes of many are counted faster.
    """

    position: Array
    salience: Array
    weight: Array
    distance: Array
    to_median: Array
    sides: list[Sides] | None
    switches: Switches

    def won(self, risk: Array) -> Array:
        """The votes that i brings together against j; `risk`: exponents of all voters, used if votes have them."""
        plain = self.switches.votes == "plain" or (risk == 1).all()
        cost = self.distance if plain else self.distance ** risk[:, :, None]
        if self.sides is None:
            return led(cost, self.weight)
        return np.array([led_by_sides(*case) for case in zip(cost, self.weight, self.sides, strict=True)])

    def expected(self, won: Array, risk: Array | None = None) -> tuple[Array, Array]:
        """EU(i→j), and EU(j→i) as i sees it; `risk`: the exponents of all actors, None: all 1."""
        gain, far, s, lost = np.empty_like(won), self.to_median, self.salience, np.swapaxes(won, -1, -2)
        theirs = self.switches.exponent == "receiver" and risk is not None  # valued with the exponent of i, not of j
        other = np.empty_like(won) if theirs else np.swapaxes(gain, -1, -2)
        every = 2 * won.sum((-2, -1), keepdims=True)  # the votes between all pairs, each of them once for each order
        for part in parts(*s.shape):
            (cases, rows), distance, ours, opposed = part, self.distance[part], won[part], lost[part]
            i, j = (cases, rows, None), (cases, None)
            r = 1.0 if risk is None else risk[i]
            at_stake = stakes(distance, r)
            disputed = ours + opposed if self.switches.denominator == "pair" else every[cases]
            left = left_alone(far[i], distance, r, self.switches)
            gain[part] = utilities(at_stake, chances(ours, disputed), s[j], left)
            if theirs:
                left = left_alone(far[j], distance, r, self.switches)
                other[part] = utilities(at_stake, chances(opposed, disputed), s[i], left)
        for table in (gain, other):
            np.einsum("cii->ci", table)[:] = 0
        return gain, other

    def moved(self, gain: Array, other: Array) -> Array:
        """Where each actor goes, given what it and the others expect of a challenge."""
        after, grain = self.position.copy(), SAME_WITHIN * np.ptp(self.position, axis=-1)
        for part in parts(*after.shape):
            cases, rows = part
            pairs = (self.position[cases, None], gain[part], other[part], self.distance[part], grain[cases, None, None])
            every = np.broadcast_arrays(*pairs)
            table = Pairs(after[cases, rows].reshape(-1, 1), *(each.reshape(-1, after.shape[-1]) for each in every))
            after[cases, rows] = _moved(table, self.switches).reshape(after[cases, rows].shape)
        return after


def challenge_round(
    position: Array,
    capability: Array,
    salience: Array,
    switches: Switches = PRESETS["paper"],
    size: Array | float | None = None,
) -> Round:
    """Who moves where in a round. Float arrays (…, actors); salience in [0, 1]; `size`: R, None: the present range."""
    shape, count = position.shape, position.shape[-1]
    x, s, weight = (each.reshape(-1, count) for each in (position, salience, capability * salience))
    unit = np.broadcast_to(np.ptp(position, axis=-1) if size is None else size, shape[:-1]).reshape(-1, 1)
    unit = np.where(unit > 0, unit, 1.0)
    distance = np.abs(x[:, :, None] - x[:, None, :]) / unit[:, :, None]
    to_median = np.abs(x - weighted_median(x, weight)[0][:, None]) / unit
    sides = [sides_of(one, one) for one in x] if count > FEW else None
    bout = Bout(x, s, weight, distance, to_median, sides, switches)
    won = bout.won(np.ones_like(x))
    risk = risk_exponents(bout.expected(won)[0].sum(-2))
    gain, other = bout.expected(won if switches.votes == "plain" else bout.won(risk), risk)
    after = bout.moved(gain, other)
    pairs = (*shape, count)
    return Round(risk.reshape(shape), gain.reshape(pairs), other.reshape(pairs), after.reshape(shape))


class Pairs(NamedTuple):
    """Some actors, one a row, that look at all others: arrays (rows, actors), `here` (rows, 1)."""

    here: Array
    there: Array
    gain: Array
    other: Array
    distance: Array
    grain: Array

    def of(self, rows: Any) -> Pairs:
        return Pairs(*(each[rows] for each in self))


def _moved(pairs: Pairs, switches: Switches) -> Array:
    """Where the actors of these rows go."""
    after, left = pairs.here[:, 0].copy(), np.arange(len(pairs.here))
    for kind in (_lost, _met, _given_in) if switches.capitulate else (_lost, _met):
        allowed = kind(pairs)
        moves = allowed.any(-1)
        one, among = pairs.of(moves), allowed[moves]
        goal, key = one.there, np.abs(one.there - one.here)
        if kind is _met:
            goal, key = _middles(one, among, switches)
        key = np.where(among, key, np.inf)
        # the first of the least; what rounding alone keeps apart is the same
        best = np.argmax(key <= key.min(-1, keepdims=True) + one.grain, axis=-1)
        after[left[moves]] = np.take_along_axis(goal, best[:, None], -1)[:, 0]
        pairs, left = pairs.of(~moves), left[~moves]
    return after


def _lost(pairs: Pairs) -> Any:
    return (pairs.distance > SAME_WITHIN) & (pairs.other > pairs.gain + NEAR_ZERO) & (pairs.gain > 0)


def _pressed(pairs: Pairs) -> Any:
    return (pairs.distance > SAME_WITHIN) & (pairs.other > 0) & (pairs.gain < 0)


def _met(pairs: Pairs) -> Any:
    return _pressed(pairs) & (pairs.other > np.abs(pairs.gain) + NEAR_ZERO)


def _given_in(pairs: Pairs) -> Any:
    return _pressed(pairs) & (pairs.other < np.abs(pairs.gain) - NEAR_ZERO)


def _middles(pairs: Pairs, met: Any, switches: Switches) -> tuple[Array, Array]:
    """Where compromises would be, and by what they are chosen between: the least."""
    here, there, weak, strong = pairs.here, pairs.there, np.abs(pairs.gain), np.abs(pairs.other)
    middle = here + (there - here) * np.divide(weak, strong, out=np.zeros_like(weak), where=met)
    if switches.choice == "least":
        return middle, np.abs(middle - here)
    both = weak + strong
    return middle, np.divide(weak * here + strong * there, both, out=np.zeros_like(both), where=both > 0)
