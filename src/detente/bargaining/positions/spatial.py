"""KTAB's rounds of bargaining (its “spatial model of politics”): everybody looks for a target, offers, and all vote.

Unlike the challenge model it takes all issues at once, as dimensions. Positions x and saliences s are shares of the
scale and of an actor's attention; θ_i is the ideal point of i (here where it stands); c capability, σ_i = Σ_k s_ik.

1. Distance and utility, R a risk attitude:

       d_ij = √( Σ_k (s_ik (θ_ik − x_jk))² / Σ_k s_ik² )        u_ij = (1 − d_ij) (1 + R d_ij)

2. With R = 0 the probabilistic Condorcet election of all positions (weights c, no two merged) gives p, and R from it:
   R_i = (3 p_i − p_max − 2 p_min) / (2 (p_max − p_min)), from −½ to 1; all 0 if all are equal. What h believes of the R
   of i is (1 − λ) R_h + λ R_i, λ = ⅓.
3. i looks at each j with its own beliefs. The votes of the two, of weight σ c, are added to the side they favour; each
   third party n then foresees the chance p_n of i with its own vote added, and gives the side of i (if positive)
   σ_n c_n (p_n (u_nn − u_ni) + (1 − p_n) (u_nj − u_nn)). P is the share of i's side.
4. i expects (1 − σ_j) 2 u_ii + σ_j (P 2 u_ii + (1 − P) 2 u_ij) − (u_ii + u_ij), and picks the j for which that is most,
   if it is above 0.00001.
5. Its proposal moves both, in each dimension, to (almost) one point: with a = (s_ik P)², b = (s_jk (1 − P))², ε = 10⁻⁶,
   x_i to ((a + ε) x_i + b x_j) / (a + b + ε) and x_j to (a x_i + (b + ε) x_j) / (a + b + ε), to four digits.
6. Everybody votes on “stay” and on each proposal that involves k, valuing a state by its mean utility over all
   positions; the most probable option (conditional election, weights c) wins and k takes its own part of it. The other
   side may take another, so agreements need not be mutual.
7. It ends when positions move, all together, less than a fiftieth of what they moved in the first step; after 100
   steps at the latest.

These are KTAB's default rules with its deterministic choice. Its commitments “full” and “none” of third parties cancel
out as coded and are left out. Ties: the target, and the option, that comes first; what differs by less than 1e-12 is a
tie. Actors without salience on any issue have no part.

Several cases with as many actors each are worked out together: every array may have axes in front of those named.

Source: KTAB (Wise, Lester & Efird 2015; the rules as its program has them, no code used); checked against the published
reference runs of the program.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.bargaining.positions.mean_and_median import Array
from detente.bargaining.positions.probabilistic_condorcet import FLOOR, conditional, victory
from detente.time_left import over

BELIEF = 1 / 3  # λ
LEAST_GAIN = 1e-5
LEAST_VOTE = 1e-10
STRONGEST = 100.0  # the capability of the strongest, so that the least votes weigh the same in every unit
NUDGE = 1e-6  # ε
DIGITS = 4
MOST_STEPS = 100
SAME = 1e-3  # positions nearer than this are one where chances are told
SETTLED = 0.02  # of the movement of the first step
EVEN = 1e-12  # chances and gains nearer to each other than this tie
MOST_CELLS = 1 << 20  # cases × actors³ that are worked out at a time


@dataclass(frozen=True)
class Proposal:
    """`by` asks `to` to meet at `mine` and `theirs` (dimensions,), with the chance P and the gain that it foresees."""

    by: int
    to: int
    chance: float
    gain: float
    mine: Array
    theirs: Array


@dataclass(frozen=True)
class Spatial:
    """`states`: positions (steps + 1, actors, dimensions), the start first; `chances`: of each actor's position to win
    in each state (steps + 1, actors); `offers`: step by step, with the place of this case among those they were worked
    out with; `settled`: whether it ended by itself."""

    states: Array
    chances: Array
    offers: tuple[tuple[Offers, int], ...]
    settled: bool

    @property
    def proposals(self) -> tuple[tuple[Proposal, ...], ...]:
        """What was proposed in each step."""
        return tuple(_proposals(offers, place) for offers, place in self.offers)


def distances(ideal: Array, position: Array, salience: Array) -> Array:
    """d_ij (…, actors, points); 0 for an actor to which no dimension matters."""
    apart = ((ideal[..., :, None, :] - position[..., None, :, :]) * salience[..., :, None, :]) ** 2
    whole = np.broadcast_to((salience**2).sum(-1)[..., None], apart.shape[:-1])
    far: Array = np.sqrt(np.divide(apart.sum(-1), whole, out=np.zeros(apart.shape[:-1]), where=whole > 0))
    return far


def utility(distance: Array, risk: Array) -> Array:
    """u from d; `risk` one for each row."""
    value: Array = (1 - distance) * (1 + risk[..., :, None] * distance)
    return value


def votes_between(value: Array, capability: Array) -> Array:
    """The votes for option i against j, (…, options, options); `value`: (…, actors, options)."""
    lead = np.maximum(value[..., :, :, None] - value[..., :, None, :], 0)
    votes: Array = np.einsum("...a,...aij->...ij", capability, lead) + FLOOR
    return votes


def elected(value: Array, capability: Array, counted: Array | None = None) -> Array:
    """The conditional probabilistic Condorcet election of the options, (…, options)."""
    return conditional(victory(votes_between(value, capability)), counted)


def risks(chance: Array) -> Array:
    """R of each actor from the chances of the positions when nobody minds risk, (…, actors)."""
    most, least = chance.max(-1, keepdims=True), chance.min(-1, keepdims=True)
    attitude = np.zeros_like(chance)
    np.divide(3 * chance - most - 2 * least, 2 * (most - least), out=attitude, where=most - least > 1e-12)
    return attitude


def winning(position: Array, distance: Array, risk: Array, capability: Array) -> Array:
    """The chance of each actor's position to win, risk attitudes counted in, positions nearer than `SAME` being one.

    A position that is near none of those before it is a new one; an actor counts with the last one near it, be that
    one found later than its own. So of several that are near in a row, not all need be one. Arrays (…, actors, …).
    """
    near = np.linalg.norm(position[..., :, None, :] - position[..., None, :, :], axis=-1) < SAME
    first = np.zeros(position.shape[:-1], bool)
    for spot in range(position.shape[-2]):
        first[..., spot] = ~(near[..., spot, :spot] & first[..., :spot]).any(-1)
    among = near & first[..., None, :]
    last = among.shape[-1] - 1 - np.argmax(among[..., ::-1], axis=-1)
    chance = elected(utility(distance, risk), capability, first.astype(float))
    held: Array = np.take_along_axis(chance, last, -1)
    return held


def challenges(distance: Array, risk: Array, weight: Array) -> tuple[Array, Array]:
    """P and the utility of each other actor as each viewer sees them, both (…, viewers, actors). `weight`: σ c."""
    seen = (1 - BELIEF) * risk[..., :, None] + BELIEF * risk[..., None, :]  # [viewer, actor]
    u = utility(distance[..., None, :, :], seen)  # [viewer, actor, target]
    own, here = np.einsum("...vaa->...va", u), np.einsum("...vav->...va", u)
    theirs, everybody = np.einsum("...vvt->...vt", u), np.arange(distance.shape[-1])
    mine = own[..., everybody, everybody]
    for_us, against = np.full(theirs.shape, LEAST_VOTE), np.full(theirs.shape, LEAST_VOTE)
    for vote in (weight[..., :, None] * (mine[..., :, None] - theirs), weight[..., None, :] * (here - own)):
        for_us, against = for_us + np.maximum(vote, 0), against + np.maximum(-vote, 0)
    plain = weight[..., None, :, None] * (here[..., :, None] - u)  # [viewer, third party, target]
    with_us = for_us[..., :, None, :] + np.maximum(plain, 0)
    with_them = against[..., :, None, :] + np.maximum(-plain, 0)
    foreseen = with_us / (with_us + with_them)
    third = weight[..., None, :, None] * (
        foreseen * (own[..., :, None] - here[..., :, None]) + (1 - foreseen) * (u - own[..., :, None])
    )
    third[..., everybody, everybody, :] = 0
    third[..., :, everybody, everybody] = 0
    for_us = for_us + np.maximum(third, 0).sum(-2)
    against = against + np.maximum(-third, 0).sum(-2)
    return for_us / (for_us + against), theirs


def first_most(value: Array) -> Any:
    """The first place of the most along the last axis, ties by rounding included."""
    return np.argmax(value >= value.max(-1, keepdims=True) - EVEN, axis=-1)


@dataclass(frozen=True)
class Offers:
    """What each actor proposes to the target it gains most from (…, actors), with what is only asked where `made`.

    `mine`, `theirs`: where the two would stand (…, actors, dimensions).
    """

    to: Any
    made: Any
    chance: Array
    gain: Array
    mine: Array
    theirs: Array


def offers_of(position: Array, salience: Array, capability: Array, distance: Array, risk: Array) -> Offers:
    """The proposals of a step; cases, actors in front."""
    attention = salience.sum(-1)
    chance, u = challenges(distance, risk, attention * capability)
    own, toward = np.einsum("...vv->...v", u)[..., :, None], attention[..., None, :]
    fight = chance * 2 * own + (1 - chance) * 2 * u
    gain = (1 - toward) * 2 * own + toward * fight - (own + u)
    everybody = np.arange(u.shape[-1])
    gain[..., everybody, everybody] = -np.inf
    to = first_most(gain)
    likely, most = (np.take_along_axis(each, to[..., None], -1)[..., 0] for each in (chance, gain))
    mine, theirs = meeting(position, salience, to, likely)
    return Offers(to, most > LEAST_GAIN, likely, most, mine, theirs)


def meeting(position: Array, salience: Array, to: Any, chance: Array) -> tuple[Array, Array]:
    """Where each proposer would have itself and the other stand, (…, actors, dimensions)."""
    other, felt = (np.take_along_axis(each, to[..., None], -2) for each in (position, salience))
    a, b = (salience * chance[..., None]) ** 2, (felt * (1 - chance[..., None])) ** 2
    whole = a + b + NUDGE
    mine = ((a + NUDGE) * position + b * other) / whole
    theirs = (a * position + (b + NUDGE) * other) / whole
    return mine.round(DIGITS), theirs.round(DIGITS)


def step(position: Array, salience: Array, capability: Array) -> tuple[Array, Array, Offers]:
    """One step of several cases: the positions after it, the chances of those before it, and all proposals.

    `position`, `salience`: (cases, actors, dimensions); `capability`: (cases, actors).
    """
    distance = distances(position, position, salience)
    risk = risks(elected(1 - distance, capability))
    offers = offers_of(position, salience, capability, distance, risk)
    value, count = utility(distance, risk), position.shape[1]
    stay = value.sum(-1)
    points = np.stack([offers.mine, offers.theirs], axis=-2)  # [case, proposer, which of the two, dimension]
    new = utility(distances(position[:, None], points, salience[:, None]), risk[:, None]).sum(-1)
    seen = np.swapaxes(value, -1, -2)  # [case, whose position, actor]
    changed = (stay[:, None] + (new - seen - np.take_along_axis(seen, offers.to[..., None], 1))) / count
    everybody = np.arange(count)
    asked = offers.made[:, None] & ((offers.to[:, None] == everybody[:, None]) | np.eye(count, dtype=bool))
    after, many = position.copy(), asked.sum(-1)  # asked: [case, actor, whose proposal]
    for number in range(1, int(many.max(initial=0)) + 1):
        case, actor = np.nonzero(many == number)
        if not len(case):
            continue
        which = np.nonzero(asked[case, actor])[1].reshape(len(case), number)
        options = np.concatenate([stay[case][:, None] / count, changed[case[:, None], which]], axis=1)
        best = first_most(elected(np.swapaxes(options, -1, -2), capability[case]))
        moves = np.flatnonzero(best)
        case, actor, by = case[moves], actor[moves], which[moves, best[moves] - 1]
        own = (by == actor)[:, None]
        after[case, actor] = np.where(own, offers.mine[case, by], offers.theirs[case, by])
    return after, winning(position, distance, risk, capability), offers


def bargain(position: Array, salience: Array, capability: Array, limit: int = MOST_STEPS) -> Spatial:
    """Steps until positions settle. `position`, `salience`: (actors, dimensions), in shares; `capability`: (actors,).

    The saliences of an actor add up to at most 1.
    """
    return bargain_together(position[None], salience[None], capability[None], limit)[0]


def bargain_together(position: Array, salience: Array, capability: Array, limit: int = MOST_STEPS) -> list[Spatial]:
    """The same of several cases, each by itself; arrays with an axis of cases in front.

    If the time is up (`detente.time_left`), after one step at the earliest, the steps taken so far.
    """
    size = max(1, MOST_CELLS // position.shape[1] ** 3)
    if len(position) > size:
        parts = range(0, len(position), size)
        return [
            one
            for at in parts
            for one in bargain_together(
                position[at : at + size], salience[at : at + size], capability[at : at + size], limit
            )
        ]
    capability = capability * (STRONGEST / np.maximum(capability.max(-1, keepdims=True), np.finfo(float).tiny))
    states = [[start] for start in position.astype(float)]
    chances: list[list[Array]] = [[] for _ in position]
    made: list[list[tuple[Offers, int]]] = [[] for _ in position]
    first, settled, going = np.zeros(len(position)), np.zeros(len(position), bool), np.arange(len(position))
    taken = 0
    while taken < limit and len(going) and not (over() and taken):
        here = np.array([states[case][-1] for case in going])
        after, chance, offers = step(here, salience[going], capability[going])
        moved = np.linalg.norm(after - here, axis=-1).sum(-1)
        taken += 1
        first[going] = first[going] if taken > 1 else moved
        settled[going] = ((taken >= 2) & (moved / (first[going] + 1e-4) < SETTLED)) | ~offers.made.any(-1)
        for place, case in enumerate(going):
            states[case].append(after[place])
            chances[case].append(chance[place])
            made[case].append((offers, place))
        going = going[~settled[going]]
    last = np.array([done[-1] for done in states])
    distance = distances(last, last, salience)
    ends = winning(last, distance, risks(elected(1 - distance, capability)), capability)
    return [
        Spatial(np.array(states[case]), np.array([*chances[case], ends[case]]), tuple(made[case]), bool(settled[case]))
        for case in range(len(position))
    ]


def _proposals(offers: Offers, case: int) -> tuple[Proposal, ...]:
    return tuple(
        Proposal(by, int(offers.to[case, by]), float(offers.chance[case, by]), float(offers.gain[case, by]),
                 offers.mine[case, by], offers.theirs[case, by])
        for by in map(int, np.flatnonzero(offers.made[case]))
    )  # fmt: skip
