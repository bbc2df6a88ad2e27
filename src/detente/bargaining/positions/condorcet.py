"""Votes between positions, and the position that wins every vote of two.

Voter k with weight w_k votes between options a and b with

    v_k(a, b) = w_k g(u_k(a) − u_k(b)),        u_k(a) = 1 − |x_k − a| / R

and a beats b if Σ_k v_k(a, b) > 0. The *rule of votes* g says how much of its weight a voter brings to bear: all of it
(``binary``), or in proportion to what is at stake for it (``proportional``). In one dimension and with these straight
utilities both have the same winner, the weighted median (Black 1958); the margins differ. With ``cubic`` votes or
curved utilities there may be another winner, or none: then only the options that nothing beats are told.

The rules are those of KTAB (the KAPSARC Toolkit for Behavioral Analysis, its documented voting rules; from its
description, no code used). Ties: an even vote beats nothing. Differences below 1e-7 of the total count as even.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from detente.bargaining.positions.mean_and_median import Array, shares
from detente.bargaining.positions.nearer import FEW, led, led_by_sides, sides_of, weight_by_sides
from detente.time_left import check

EVEN = 1e-7  # of the total weight: `STEEP` makes as much of what rounding leaves of a voter in the middle
STEEP = 1e8
MOST_UNSURE = 10_000  # pairs of options that are gone through one by one

VOTES: dict[str, Callable[[Array], Array]] = {
    "proportional": lambda d: d,
    "binary": lambda d: np.clip(STEEP * d, -1, 1),
    "proportional_binary": lambda d: 0.8 * d + 0.2 * np.clip(STEEP * d, -1, 1),
    "proportional_cubic": lambda d: (d + d**3) / 2,
    "cubic": lambda d: d**3,
    "prospect": lambda d: np.where(d < 0, d, 2 / 3 * d),
}


class Condorcet(NamedTuple):
    """The winner (its place among the options) or None; all options that nothing beats; and the margin.

    `margin`: by how much the winner wins its narrowest vote, as a share of all votes when each voter brings its whole
    weight (0 without a winner, 1 if there is only one option).
    """

    winner: int | None
    unbeaten: tuple[int, ...]
    margin: float


def utilities(voters: Array, options: Array, size: Array | float) -> Array:
    """u_k(a) of every voter (rows) for every option (columns); `size` is the range R, all equal where it is 0."""
    distance = np.abs(voters[..., :, None] - options[..., None, :])
    unit = np.asarray(size, dtype=np.float64)[..., None, None]
    far: Array = np.divide(distance, unit, out=np.zeros_like(distance), where=unit > 0)
    return 1 - far


def support(utility: Array, weight: Array, vote: str = "proportional") -> Array:
    """The votes for row i against column j, those against left out: Σ_k max(0, v_k(i, j)).

    `utility`: (…, voters, options); `weight`: (…, voters); gives (…, options, options).
    """
    if vote == "proportional":
        return led(-utility, weight)
    rule = VOTES[vote]
    total = np.zeros((*utility.shape[:-2], utility.shape[-1], utility.shape[-1]))
    for voter in range(utility.shape[-2]):
        check()
        u = utility[..., voter, :]
        gain = rule(u[..., :, None] - u[..., None, :])
        np.maximum(gain, 0, out=gain)
        gain *= weight[..., voter, None, None]
        total += gain
    return total


def votes_for(position: Array, options: Array, weight: Array, vote: str = "proportional") -> Array:
    """`support` from who stands where: (…, actors), (…, options), (…, actors); many voters of one case are counted by
    sides of the middle, where the rule of votes allows it."""
    size = np.ptp(position, axis=-1)
    many = position.ndim == 1 and len(position) > FEW and size > 0 and len(options) > 1
    if many and vote == "proportional":
        return led_by_sides(1 - utilities(position, options, size), weight, sides_of(position, options))
    if many and vote == "binary":
        counted, unsure = weight_by_sides(weight, position, options, float(size) / STEEP)
        pairs = np.argwhere(unsure)
        if len(pairs) <= MOST_UNSURE:
            for i, j in pairs:
                u = utilities(position, options[[i, j]], size)
                counted[i, j] = weight @ np.maximum(VOTES[vote](u[:, 0] - u[:, 1]), 0)
            return counted
    return support(utilities(position, options, size), weight, vote)


def condorcet(position: Array, weight: Array, vote: str = "binary", options: Array | None = None) -> Condorcet:
    """The Condorcet winner among the options (by default the distinct positions, from low to high).

    One issue: float arrays (actors,). If all weights are 0 the actors count equally.
    """
    options = np.unique(position) if options is None else options
    held = shares(weight)
    tally = votes_for(position, options, held, vote)
    return _won(tally, tally if vote == "binary" else votes_for(position, options, held, "binary"))


def condorcet_together(position: Array, weight: Array, vote: str, options: Array) -> list[Condorcet]:
    """The same of several cases with as many actors and options each; arrays with an axis of cases in front."""
    held = shares(weight)
    tally = votes_for(position, options, held, vote)
    whole = tally if vote == "binary" else votes_for(position, options, held, "binary")
    return [_won(*votes) for votes in zip(tally, whole, strict=True)]


def _won(tally: Array, whole: Array) -> Condorcet:
    """From the votes for row against column. `whole`: those where each voter brings its whole weight."""
    lead = tally - tally.T
    beats = lead > EVEN
    unbeaten = tuple(int(place) for place in np.flatnonzero(~beats.any(axis=0)))
    others = len(tally) - 1
    winner = next((int(place) for place in np.flatnonzero(beats.sum(axis=1) == others)), None)
    if winner is None or others == 0:
        return Condorcet(winner, unbeaten, 0.0 if winner is None else 1.0)
    margins = np.delete((whole - whole.T)[winner], winner)
    return Condorcet(winner, unbeaten, float(margins.min()))
