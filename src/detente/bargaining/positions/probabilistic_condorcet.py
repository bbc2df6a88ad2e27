"""The probabilistic Condorcet election: how likely each position is to win, if strong votes win often but not always.

With c_ij the votes for i against j (`condorcet.votes_for`) the chance that i wins over j is

    p_ij = f(c_ij) / (f(c_ij) + f(c_ji)),        p_ii = ½

where the *rule of victory* f is x, x², x⁴, x⁸, or ``binary`` (certain from a ratio of votes of 1.10 on). Three ways
lead from there to one distribution over the options:

- ``conditional``: q_i ∝ Π_j p_ij, the chance that i wins against all, given that some option does;
- ``markov_uniform``: the option in force is challenged by any option, all equally often:
  q'_i = (1/n) Σ_j p_ij (q_i + q_j);
- ``markov_incentive``: j challenges i the more often the more it can hope to win, n_ji = c_ji p_ji:
  q'_i = Σ_j p_ij (q_i r(j→i) + q_j r(i→j)) with r(j→i) = n_ji / Σ_k n_ki.

Both chains start with equal chances and take q ← (q + q')/2 until no chance moves by more than 1e-6 (uniform) or 1e-8
(incentive). Options are the distinct positions, or one for each actor, where the same position put forward twice halves
each other's chance: the two differ, so the caller says which.

Source: KTAB, its documented rules (Wise, Lester & Efird 2015, from memory, unverified); no code used.
"""

from __future__ import annotations

import numpy as np

from detente.bargaining.positions.condorcet import votes_for
from detente.bargaining.positions.mean_and_median import Array, some_weight

FLOOR = 1e-8  # votes that every option has, so that nothing is impossible
POWERS = {"linear": 1, "square": 2, "quartic": 4, "octic": 8}
VICTORIES = (*POWERS, "binary")
CERTAIN = 1.10
TOLERANCE = {"markov_uniform": 1e-6, "markov_incentive": 1e-8}
MOST_STEPS = 100_000
KINDS = ("conditional", "markov_uniform", "markov_incentive")


def victory(votes: Array, rule: str = "linear") -> Array:
    """p_ij from the votes c_ij, (…, options, options)."""
    against = np.swapaxes(votes, -1, -2)
    if rule == "binary":
        up = np.clip((votes / against - 1) / (CERTAIN - 1), 0, 1)
        down = np.clip((against / votes - 1) / (CERTAIN - 1), 0, 1)
        return (1 + up - down) / 2
    strength = (votes / np.maximum(votes, against)) ** POWERS[rule]
    weakness = (against / np.maximum(votes, against)) ** POWERS[rule]
    chance: Array = strength / (strength + weakness)
    return chance


def conditional(chance: Array, counted: Array | None = None) -> Array:
    """q_i ∝ Π_j p_ij; (…, options, options) → (…, options). `counted`: 0 for options that are none, (…, options)."""
    logs = np.log(np.maximum(chance, np.finfo(float).tiny))
    if counted is not None:
        logs = np.where(counted[..., None, :] > 0, logs, 0.0)
    whole = logs.sum(-1)
    weight = np.exp(whole - whole.max(-1, keepdims=True)) * (1.0 if counted is None else counted)
    q: Array = weight / weight.sum(-1, keepdims=True)
    return q


def markov_uniform(chance: Array, counted: Array | None = None) -> Array:
    """The chain in which every option challenges equally often."""
    count = chance.shape[-1]
    often = np.full(chance.shape[:-1], 1 / count) if counted is None else counted / counted.sum(-1, keepdims=True)
    step = chance * often[..., :, None]
    place = np.arange(count)
    step[..., place, place] += (chance * often[..., None, :]).sum(-1)
    return _settled(step, TOLERANCE["markov_uniform"], often)


def markov_incentive(chance: Array, votes: Array, counted: Array | None = None) -> Array:
    """The chain in which an option challenges the more often the more it can hope to win."""
    hope = votes * chance
    place, count = np.arange(chance.shape[-1]), chance.shape[-1]
    hope[..., place, place] += 1e-10
    start = np.full(chance.shape[:-1], 1 / count)
    if counted is not None:
        hope = hope * counted[..., :, None] * counted[..., None, :]
        hope[..., place, place] += 1 - counted
        start = counted / counted.sum(-1, keepdims=True)
    often = hope / hope.sum(-2, keepdims=True)  # [j, i]: how often j is the one that challenges i
    step = chance * often
    step[..., place, place] += (chance * np.swapaxes(often, -1, -2)).sum(-1)
    return _settled(step, TOLERANCE["markov_incentive"], start)


def _settled(step: Array, tolerance: float, start: Array) -> Array:
    """q ← (q + step q)/2 from the start until the step changes nothing above the tolerance, each case by itself."""
    count = step.shape[-1]
    matrices = step.reshape(-1, count, count)
    settled = start.reshape(-1, count).copy()
    moving = np.arange(len(matrices))
    for _ in range(MOST_STEPS):
        q = settled[moving]
        after = (matrices[moving] @ q[..., None])[..., 0]
        settled[moving] = (q + after) / 2
        moving = moving[np.abs(after - q).max(-1) > tolerance]
        if not len(moving):
            break
    return settled.reshape(step.shape[:-1])


def election(
    position: Array,
    weight: Array,
    options: Array | None = None,
    vote: str = "proportional",
    win: str = "linear",
    kinds: tuple[str, ...] = KINDS,
    counted: Array | None = None,
) -> dict[str, Array]:
    """Each kind's distribution over the options, (…, options).

    Args:
        position, weight: float arrays (…, actors); weights of one case that are all 0 count equally.
        options: (…, options); None: one for each actor.
        vote, win: the rules of votes (`condorcet.VOTES`) and of victory (`VICTORIES`).
        counted: 0 for options that are none (they get no chance and challenge nobody), else 1; (…, options).
    """
    options = position if options is None else options
    votes = FLOOR + votes_for(position, options, some_weight(weight), vote)
    chance = victory(votes, win)
    found = {}
    if "conditional" in kinds:
        found["conditional"] = conditional(chance, counted)
    if "markov_uniform" in kinds:
        found["markov_uniform"] = markov_uniform(chance, counted)
    if "markov_incentive" in kinds:
        found["markov_incentive"] = markov_incentive(chance, votes, counted)
    return found


def distinct(position: Array) -> Array:
    """1 for the first actor at each position, 0 for others at the same: the options of `election` with `counted`."""
    earlier = np.tril(np.ones((position.shape[-1],) * 2, dtype=bool), -1)
    same = (position[..., :, None] == position[..., None, :]) & earlier
    first: Array = (~same.any(-1)).astype(float)
    return first
