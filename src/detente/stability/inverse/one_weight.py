"""The least change of one goal's weight that meets a target: exact, by the values at which outcomes change places.

With all else fixed, an actor's utilities are straight lines in one weight. Between two neighbouring values at which two
of these lines cross (or come within the inertia of each other) every comparison stays the same, and so does every
answer. So it is enough to look at the crossings, where outcomes tie, and at one value between each two of them; from
the present weight outwards the first that meets the target is the least change. If none does, no weight from 0 up will.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from detente.outcomes.preferences import Array, summands
from detente.situation.wants import Preference
from detente.stability.inverse.target import Target
from detente.stability.solve import Model
from detente.time_left import TimeOverError

LIMIT = 3000  # values looked at one by one; with more crossings a coarse search comes first
CHUNK = 512
COARSE = np.unique(np.concatenate([np.linspace(0, 4, 81), [5, 6, 8, 10, 15, 20, 50, 100, 1000]]))

Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class WeightChange:
    """One weight of one actor. `factor`: the least factor that meets the target (None: none found).

    `touching`: the factor itself meets it (a tie is enough); otherwise the weight must go beyond it. `exact`: every
    order of the outcomes up to there was looked at, so nothing less will do (and with no factor: nothing at all). `up`:
    whether it counts for more or for less (where outcomes tie at the present weight, the factor may be 1 itself).
    """

    actor: str
    path: str
    weight: float
    factor: float | None
    touching: bool
    exact: bool
    up: bool = True

    @property
    def name(self) -> str:
        """The goal's name, or the term with its level."""
        steps = self.path.split(".")
        return steps[3] if steps[2] == "goals" else ".".join(steps[3:])

    @property
    def change(self) -> float:
        """How far the weight moves, as a share of itself; infinite if it is no use."""
        return float("inf") if self.factor is None else abs(self.factor - 1)


def weight_changes(
    model: Model, target: Target, progress: Progress | None = None
) -> tuple[tuple[WeightChange, ...], tuple[str, ...]]:
    """The least change of every single goal and point, smallest first; and which the time did not suffice for."""
    lines = [
        (actor, path, preference)
        for actor, preference in model.situation.preferences.items()
        if preference.kind == "goals"
        for path in weight_paths(model, actor, preference)
    ]
    found: list[WeightChange] = []
    with suppress(TimeOverError):
        for done, (actor, path, preference) in enumerate(lines):
            if progress is not None:
                progress(path, done)
            found.append(_one(model, target, actor, preference, path))
    missing = tuple(path for _, path, _ in lines[len(found) :])
    return tuple(sorted(found, key=lambda change: (change.change, change.path))), missing


def weight_paths(model: Model, actor: str, preference: Preference) -> list[str]:
    """Where the actor's goals and points have their weights, in the order of the file."""
    prefix = ("preferences", actor)
    paths = [".".join(path) for _, path, _, _ in summands(preference, model.numbers(), prefix)]
    return [path for path in paths if not path.endswith(".base")]


def _one(model: Model, target: Target, actor: str, preference: Preference, path: str) -> WeightChange:
    rest, own, weight = line_of(model, actor, preference, path)
    factors = candidates(rest, own, inertia_of(model, actor))
    exact = len(factors) <= LIMIT
    if not exact:
        coarse = COARSE[_met(model, target, path, COARSE)]
        if not len(coarse):
            return WeightChange(actor, path, weight, None, False, False)
        nearest = float(coarse[np.argmin(np.abs(coarse - 1))])
        factors = factors[np.abs(factors - 1) <= abs(nearest - 1)]
        exact = len(factors) <= 4 * LIMIT
        factors = factors if exact else np.append(factors[: 4 * LIMIT], nearest)
    for place in range(0, len(factors), CHUNK):
        part = factors[place : place + CHUNK]
        met = _met(model, target, path, part)
        if met.any():
            factor = float(part[np.argmax(met)])
            edge, touching = _edge(rest, own, inertia_of(model, actor), factor)
            return WeightChange(actor, path, weight, edge, touching, exact, factor > 1)
    return WeightChange(actor, path, weight, None, False, exact)


def _met(model: Model, target: Target, path: str, factors: Array) -> Array:
    return target.met(model, model.numbers(len(factors), scale={path: factors}))


def line_of(model: Model, actor: str, preference: Preference, path: str) -> tuple[Array, Array, float]:
    """The utilities as lines in the factor of one weight: what does not depend on it, what does, and the weight."""
    numbers = model.numbers()
    rest, own = np.zeros(model.space.count), np.zeros(model.space.count)
    weight = 0.0
    for quantity, place, sign, truth in summands(preference, numbers, ("preferences", actor)):
        value = numbers.value(quantity, place)[0]
        if ".".join(place) == path:
            own, weight = sign * value * truth, float(value[0])
        else:
            rest = rest + sign * value * truth
    return rest, own, weight


def inertia_of(model: Model, actor: str) -> float:
    record = model.situation.actors[actor].inertia
    return 0.0 if record is None else float(model.numbers().value(record, ("actors", actor, "inertia"))[0, 0])


def crossings(rest: Array, own: Array, inertia: float, least: float = 0.0) -> Array:
    """The factors from `least` up at which two outcomes tie, or are exactly the inertia apart."""
    lines = np.unique(np.round(np.stack([rest, own], axis=1), 10), axis=0)
    gap = lines[:, 0][None, :] - lines[:, 0][:, None]
    slope = lines[:, 1][:, None] - lines[:, 1][None, :]
    steep = np.abs(slope) > 1e-12
    found = [(gap[steep] + shift) / slope[steep] for shift in {0.0, inertia, -inertia}]
    factors = np.concatenate(found)
    return np.unique(np.round(factors[factors >= least], 10))


def candidates(rest: Array, own: Array, inertia: float) -> Array:
    """Every crossing and one value in each gap, nearest to the present weight (factor 1) first."""
    edges = np.unique(np.concatenate([[0.0], crossings(rest, own, inertia)]))
    between = (edges[1:] + edges[:-1]) / 2
    factors = np.concatenate([edges, between, [2 * edges[-1] + 1]])
    return factors[np.argsort(np.abs(factors - 1), kind="stable")]


def _edge(rest: Array, own: Array, inertia: float, factor: float) -> tuple[float, bool]:
    """The end of the factor's interval that is nearer to 1, and whether the factor is that end itself."""
    edges = np.unique(np.concatenate([[0.0], crossings(rest, own, inertia)]))
    if np.isclose(edges, factor, rtol=0, atol=1e-12).any():
        return factor, True
    nearer = edges[edges < factor] if factor > 1 else edges[edges > factor]
    return (float(nearer.max() if factor > 1 else nearer.min()), False) if len(nearer) else (factor, True)
