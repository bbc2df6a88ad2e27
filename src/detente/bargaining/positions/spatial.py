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
out as coded and are left out. Ties: the target, and the option, that comes first. Actors without salience on any issue
have no part.

Source: KTAB (Wise, Lester & Efird 2015; the rules as its program has them, no code used); checked against the published
reference runs of the program.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.bargaining.positions.mean_and_median import Array
from detente.bargaining.positions.probabilistic_condorcet import FLOOR, conditional, victory

BELIEF = 1 / 3  # λ
LEAST_GAIN = 1e-5
LEAST_VOTE = 1e-10
STRONGEST = 100.0  # the capability of the strongest, so that the least votes weigh the same in every unit
NUDGE = 1e-6  # ε
DIGITS = 4
MOST_STEPS = 100
SAME = 1e-3  # positions nearer than this are one where chances are told
SETTLED = 0.02  # of the movement of the first step


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
    in each state (steps + 1, actors); `proposals`: step by step; `settled`: whether it ended by itself."""

    states: Array
    chances: Array
    proposals: tuple[tuple[Proposal, ...], ...]
    settled: bool


def distances(ideal: Array, position: Array, salience: Array) -> Array:
    """d_ij (actors, points); 0 for an actor to which no dimension matters."""
    apart = ((ideal[:, None, :] - position[None]) * salience[:, None, :]) ** 2
    whole = (salience**2).sum(-1)[:, None]
    far: Array = np.sqrt(np.divide(apart.sum(-1), whole, out=np.zeros(apart.shape[:2]), where=whole > 0))
    return far


def utility(distance: Array, risk: Array) -> Array:
    """u from d; `risk` one for each row."""
    value: Array = (1 - distance) * (1 + risk[:, None] * distance)
    return value


def votes_between(value: Array, capability: Array) -> Array:
    """The votes for option i against j, (options, options); `value`: (actors, options)."""
    count = value.shape[1]
    votes = np.full((count, count), FLOOR)
    for column in range(count):
        lead = value[:, [column]] - value
        votes[column] += capability @ np.maximum(lead, 0)
    return votes


def elected(value: Array, capability: Array) -> Array:
    """The conditional probabilistic Condorcet election of the options, (options,)."""
    return conditional(victory(votes_between(value, capability)))


def risks(chance: Array) -> Array:
    """R of each actor from the chances of the positions when nobody minds risk."""
    most, least = float(chance.max()), float(chance.min())
    if most - least <= 1e-12:
        return np.zeros_like(chance)
    attitude: Array = (3 * chance - most - 2 * least) / (2 * (most - least))
    return attitude


def winning(position: Array, distance: Array, risk: Array, capability: Array) -> Array:
    """The chance of each actor's position to win, risk attitudes counted in, positions nearer than `SAME` being one.

    A position that is near none of those before it is a new one; an actor counts with the last one near it, be that
    one found later than its own. So of several that are near in a row, not all need be one.
    """
    first: list[int] = []
    for spot, here in enumerate(position):
        if all(np.linalg.norm(position[other] - here) >= SAME for other in first):
            first.append(spot)
    near = np.linalg.norm(position[:, None] - position[None, first], axis=-1) < SAME
    last = near.shape[1] - 1 - np.argmax(near[:, ::-1], axis=1)
    chance: Array = elected(utility(distance[:, first], risk), capability)[last]
    return chance


def challenges(viewer: int, distance: Array, risk: Array, weight: Array) -> tuple[Array, Array]:
    """P and the gain of `viewer` against each other actor, as it sees them; (actors,) each. `weight`: σ c."""
    u = utility(distance, (1 - BELIEF) * risk[viewer] + BELIEF * risk)
    own, here, everybody = np.diag(u), u[:, [viewer]], np.arange(len(u))
    for_us, against = np.full(len(u), LEAST_VOTE), np.full(len(u), LEAST_VOTE)
    for vote in (weight[viewer] * (own[viewer] - u[viewer]), weight * (u[:, viewer] - own)):
        for_us, against = for_us + np.maximum(vote, 0), against + np.maximum(-vote, 0)
    plain = weight[:, None] * (here - u)  # [third party, target]
    with_us, with_them = for_us + np.maximum(plain, 0), against + np.maximum(-plain, 0)
    foreseen = with_us / (with_us + with_them)
    third = weight[:, None] * (foreseen * (own[:, None] - here) + (1 - foreseen) * (u - own[:, None]))
    third[viewer] = 0
    third[everybody, everybody] = 0
    for_us = for_us + np.maximum(third, 0).sum(0)
    against = against + np.maximum(-third, 0).sum(0)
    return for_us / (for_us + against), u[viewer]


def proposals_of(position: Array, salience: Array, capability: Array, distance: Array, risk: Array) -> list[Proposal]:
    """What each actor proposes to the target it gains most from."""
    attention = salience.sum(-1)
    found = []
    for by in range(len(position)):
        chance, u = challenges(by, distance, risk, attention * capability)
        own = u[by]
        fight = chance * 2 * own + (1 - chance) * 2 * u
        gain = (1 - attention) * 2 * own + attention * fight - (own + u)
        gain[by] = -np.inf
        to = int(np.argmax(gain))
        if gain[to] > LEAST_GAIN:
            mine, theirs = meeting(position, salience, by, to, float(chance[to]))
            found.append(Proposal(by, to, float(chance[to]), float(gain[to]), mine, theirs))
    return found


def meeting(position: Array, salience: Array, by: int, to: int, chance: float) -> tuple[Array, Array]:
    """Where the proposer would have itself and the other stand."""
    a, b = (salience[by] * chance) ** 2, (salience[to] * (1 - chance)) ** 2
    whole = a + b + NUDGE
    mine = ((a + NUDGE) * position[by] + b * position[to]) / whole
    theirs = (a * position[by] + (b + NUDGE) * position[to]) / whole
    return mine.round(DIGITS), theirs.round(DIGITS)


def step(position: Array, salience: Array, capability: Array) -> tuple[Array, Array, list[Proposal]]:
    """One step: the positions after it, the chances of the positions before it, and all proposals."""
    distance = distances(position, position, salience)
    risk = risks(elected(1 - distance, capability))
    offers = proposals_of(position, salience, capability, distance, risk)
    value = utility(distance, risk)
    stay = value.sum(1)
    changed = []
    for offer in offers:
        points = np.array([offer.mine, offer.theirs])
        new = utility(distances(position, points, salience), risk)
        changed.append((stay + (new.sum(1) - value[:, offer.by] - value[:, offer.to])) / len(position))
    after = position.copy()
    for k in range(len(position)):
        open_to = [place for place, offer in enumerate(offers) if k in (offer.by, offer.to)]
        if not open_to:
            continue
        options = np.array([stay / len(position), *(changed[place] for place in open_to)]).T
        best = int(np.argmax(elected(options, capability)))
        if best:
            offer = offers[open_to[best - 1]]
            after[k] = offer.mine if offer.by == k else offer.theirs
    return after, winning(position, distance, risk, capability), offers


def bargain(position: Array, salience: Array, capability: Array, limit: int = MOST_STEPS) -> Spatial:
    """Steps until positions settle. `position`, `salience`: (actors, dimensions), in shares; `capability`: (actors,).

    The saliences of an actor add up to at most 1.
    """
    capability = capability * (STRONGEST / max(float(capability.max()), np.finfo(float).tiny))
    states, chances = [position.astype(float)], []
    made: list[tuple[Proposal, ...]] = []
    first, settled = 0.0, False
    while len(made) < limit and not settled:
        after, chance, offers = step(states[-1], salience, capability)
        moved = float(np.linalg.norm(after - states[-1], axis=1).sum())
        first = first if made else moved
        states.append(after)
        chances.append(chance)
        made.append(tuple(offers))
        settled = (len(made) >= 2 and moved / (first + 1e-4) < SETTLED) or (not offers)
    distance = distances(states[-1], states[-1], salience)
    chances.append(winning(states[-1], distance, risks(elected(1 - distance, capability)), capability))
    return Spatial(np.array(states), np.array(chances), tuple(made), settled)
