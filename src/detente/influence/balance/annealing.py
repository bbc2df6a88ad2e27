"""A good split into camps, quickly and without a proof: the upper bound of the frustration index.

Simulated annealing (Kirkpatrick, Gelatt & Vecchi 1983) on many copies at once. Actors that no tie joins move together:
each takes a camp with the chance that heat gives it, e^(pull / heat), until heat is gone; then each goes where it is
pulled, one by one. The same graph gives the same split.
"""

from __future__ import annotations

import numpy as np

from detente.influence.balance.signed import SAME, Array, SignedGraph, cost
from detente.time_left import left, now

QUICK, THOROUGH = (32, 20), (48, 160)  # copies and sweeps
HOT, COLD = 0.7, 0.03  # heat at the first and the last sweep, as a share of the pull on an actor


def good_split(
    graph: SignedGraph, camps: int = 2, effort: tuple[int, int] = THOROUGH, seconds: float | None = None
) -> Array:
    """The best split into at most `camps` camps that was found, (actors,).

    `effort`: copies and sweeps. `seconds`: where they end early, what was reached is settled as it is.
    """
    copies, sweeps = effort
    random = np.random.default_rng(0)
    at = random.integers(0, camps, (graph.count, copies))
    at[:, 0] = 0
    if graph.ties:
        groups = _groups(graph)
        end = now() + min(left(), np.inf if seconds is None else seconds)
        pull = float(np.abs(graph.weights).mean() * np.sqrt(2 * graph.ties / len(np.unique(graph.pairs))))
        for heat in pull * np.geomspace(HOT, COLD, sweeps):
            if now() >= end:
                break
            for group in groups:
                pulls = group.pulls(at, camps)
                at[group.actors] = (pulls / heat + random.gumbel(size=pulls.shape)).argmax(axis=0)
        _settled(groups, at, camps)
    found: Array = at[:, cost(graph, at.T).argmin()]
    return found


class _Group:
    """Actors that no tie joins, and their ties: the other ends and weights one after another, `starts` of each
    actor's."""

    def __init__(self, actors: list[int], beside: list[list[tuple[int, int]]], weights: Array) -> None:
        self.actors = np.array(actors)
        self.others = np.array([other for actor in actors for other, _ in beside[actor]])
        self.weights = np.array([weights[tie] for actor in actors for _, tie in beside[actor]])[:, None]
        self.starts = np.cumsum([0, *(len(beside[actor]) for actor in actors[:-1])])

    def pulls(self, at: Array, camps: int) -> Array:
        """(camps, actors, copies): the weight of the ties that draw each actor into each camp, less what keeps it
        out."""
        there = at[self.others]
        return np.array([np.add.reduceat((there == camp) * self.weights, self.starts) for camp in range(camps)])


def _groups(graph: SignedGraph) -> list[_Group]:
    """The actors with ties in groups without ties inside, those with the most ties first (Welsh & Powell 1967)."""
    beside = graph.neighbours()
    colours: dict[int, int] = {}
    members: list[list[int]] = []
    for actor in sorted(range(graph.count), key=lambda one: (-len(beside[one]), one)):
        if beside[actor]:
            taken = {colours[other] for other, _ in beside[actor] if other in colours}
            colour = next(number for number in range(len(members) + 1) if number not in taken)
            members += [[]] if colour == len(members) else []
            members[colour].append(actor)
            colours[actor] = colour
    return [_Group(actors, beside, graph.weights) for actors in members]


def _settled(groups: list[_Group], at: Array, camps: int) -> None:
    """Moves actors for as long as any gains by it."""
    moved = True
    while moved:
        moved = False
        for group in groups:
            pulls, here = group.pulls(at, camps), at[group.actors]
            best = pulls.argmax(axis=0)
            gain = pulls.max(axis=0) - np.take_along_axis(pulls, here[None], axis=0)[0]
            if (better := gain > SAME).any():
                at[group.actors] = np.where(better, best, here)
                moved = True
