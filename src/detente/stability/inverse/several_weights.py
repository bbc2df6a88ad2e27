"""The least change of several weights of one actor at once, as a mixed-integer programme.

Let x be the factors on the actor's weights (1: as they are). Utilities are linear in x. That an outcome s is stable for
the actor means: for each move to y, y or the end of one of the answers to y (with every reply to it, where the concept
allows one) is not above s by more than the inertia. So there is one choice per move, and each choice is a set of linear
inequalities. We minimise Σ |x − 1|, the sum of relative changes, which moves few weights rather than many; each x is
between 0 and `MOST`. What the others do is held fixed, so the result is solved again with the new weights before it is
reported. Solver: HiGHS (Huangfu & Hall 2018).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.outcomes.preferences import Array, preferences_of, summands
from detente.solver import FEASIBLE, INFINITE, LinearProgramme
from detente.stability.concepts import CONCEPTS, require
from detente.stability.inverse.one_weight import inertia_of, weight_paths
from detente.stability.inverse.step_taken import Demand
from detente.stability.solve import Model, solve_preferences
from detente.stability.witness.witness import View, answer_tree
from detente.time_left import left

MOST = 10.0
SECONDS = 20.0
CLEAR = 1e-5  # by how much, of the sum of weights, a strict inequality is met, so that rounding cannot undo it

Choice = frozenset[int]


@dataclass(frozen=True)
class Mix:
    """Factors on an actor's weights that meet what was asked of it; `total`: the sum of their relative changes.

    `least`: proven smallest (the solver did not run out of time).
    """

    actor: str
    factors: dict[str, float]
    total: float
    least: bool


@dataclass(frozen=True)
class _Weights:
    """One actor's utilities: contributions of each weight (rows × weights), what stays fixed, the row of an outcome."""

    paths: list[str]
    rows: Array
    fixed: Array
    row_of: Array
    inertia: float

    def row(self, outcome: int) -> int:
        return int(self.row_of[outcome])


Below = tuple[int, int]  # the first row is not below the second by more than the inertia


def nearest_mix(model: Model, concept: str, actor: str, demand: Demand) -> Mix | None:
    """The smallest change of the actor's weights that grants the demand; None if there is none, or no goals at all."""
    preference = model.situation.preferences.get(actor)
    if preference is None or preference.kind != "goals":
        return None
    weights = _lines(model, actor, weight_paths(model, actor, preference))
    view = View(model.moves, preferences_of(model.numbers()))
    choices = [(s, sets) for s in demand.stable for sets in _choices(view, concept, actor, s, weights.row_of)]
    chosen = _choose(weights, demand, choices)
    if chosen is None:
        return None
    below, least = chosen
    factors = _place(weights, demand, below)
    if factors is None:
        return None
    mix = Mix(actor, factors, sum(abs(factor - 1) for factor in factors.values()), least)
    return mix if _granted(model, concept, mix, demand) else None


def _granted(model: Model, concept: str, mix: Mix, demand: Demand) -> bool:
    """Whether the demand is met when everything is solved again with the new weights."""
    scale = {path: np.array([factor]) for path, factor in mix.factors.items()}
    preferences = preferences_of(model.numbers(1, scale=scale))
    place = preferences.actors.index(mix.actor)
    rank, lifted = preferences.rank[0, place], preferences.lifted[0, place]
    stable = solve_preferences(model, preferences, (concept,))[concept].stable[0, place] if demand.stable else None
    return (
        all(rank[high] > lifted[low] for high, low in demand.better)
        and all(rank[high] > rank[low] for high, low in demand.above)
        and all(stable is not None and bool(stable[outcome]) for outcome in demand.stable)
    )


def _lines(model: Model, actor: str, paths: list[str]) -> _Weights:
    """Distinct outcomes for this actor: what each weight contributes to them."""
    preference = model.situation.preferences[actor]
    numbers = model.numbers()
    table = np.zeros((model.space.count, len(paths) + 1))
    for quantity, place, sign, truth in summands(preference, numbers, ("preferences", actor)):
        path = ".".join(place)
        column = paths.index(path) if path in paths else len(paths)
        table[:, column] += sign * numbers.value(quantity, place)[0] * truth
    rows, row_of = np.unique(np.round(table, 10), axis=0, return_inverse=True)
    return _Weights(paths, rows[:, :-1], rows[:, -1], row_of.reshape(-1), inertia_of(model, actor))


def _choices(view: View, concept: str, actor: str, start: int, row_of: Array) -> list[list[Choice]]:
    """For each move from the start, the sets of rows of which one must not be above the start's row."""
    rule = CONCEPTS[concept]
    require("witness", rule)
    here = int(row_of[start])
    found = []
    for end in view.ends(actor, start):
        sets = {frozenset({int(row_of[end])} - {here})}
        for answer, _ in answer_tree(view, rule.closure, view.others(actor), end):
            after = [answer, *(view.ends(actor, answer) if rule.replies else ())]
            sets.add(frozenset({int(row_of[outcome]) for outcome in after} - {here}))
        if frozenset() not in sets:
            found.append(_smallest(sets))
    return found


def _smallest(sets: set[Choice]) -> list[Choice]:
    """Without the sets that ask more than another one does."""
    return [one for one in sorted(sets, key=lambda s: (len(s), sorted(s))) if not any(other < one for other in sets)]


def _programme(weights: _Weights, demand: Demand) -> tuple[LinearProgramme, list[int]]:
    """One factor per weight, Σ |factor − 1| to be minimised, and the strict parts of the demand."""
    programme = LinearProgramme()
    factors = [programme.column(high=MOST) for _ in weights.paths]
    for factor in factors:
        moved = programme.column(high=MOST, cost=1.0)
        programme.row(-1.0, [(moved, 1.0), (factor, -1.0)])
        programme.row(1.0, [(moved, 1.0), (factor, 1.0)])
    clear = CLEAR * float(np.abs(weights.rows).max(axis=0).sum())
    for better, worse in demand.better:
        _ahead(programme, factors, weights, weights.row(better), weights.row(worse), weights.inertia + clear)
    for upper, lower in demand.above:
        _ahead(programme, factors, weights, weights.row(upper), weights.row(lower), clear)
    return programme, factors


def _ahead(
    programme: LinearProgramme,
    factors: list[int],
    weights: _Weights,
    high: int,
    low: int,
    by: float,
    switch: int | None = None,
) -> None:
    """One row's utility is at least `by` above another's (if the switch is on, where there is one)."""
    gap = weights.rows[high] - weights.rows[low]
    still = float(weights.fixed[high] - weights.fixed[low])
    lead = [(factor, float(part)) for part, factor in zip(gap, factors, strict=True) if part]
    if switch is None:
        programme.row(by - still, lead)
    else:
        most = float(np.abs(gap).sum() * MOST + abs(still) + abs(by))
        programme.row(by - still - most, [*lead, (switch, -most)])


def _choose(
    weights: _Weights, demand: Demand, choices: list[tuple[int, list[Choice]]]
) -> tuple[set[Below], bool] | None:
    """Which inequalities the smallest change relies on, and whether it is proven smallest; None if there is none."""
    programme, factors = _programme(weights, demand)
    below: dict[Below, int] = {}
    for start, sets in choices:
        here = weights.row(start)
        options = []
        for wanted in sets:
            option = programme.column(whole=True)
            for row in wanted:
                if (here, row) not in below:
                    below[here, row] = programme.column(whole=True)
                    _ahead(programme, factors, weights, here, row, -weights.inertia, below[here, row])
                programme.row(-INFINITE, [(option, 1.0), (below[here, row], -1.0)], 0.0)
            options.append(option)
        programme.row(1.0, [(option, 1.0) for option in options])
    solver = programme.solver(time_limit=max(0.01, min(SECONDS, left())))
    solver.run()
    if solver.getInfo().primal_solution_status != FEASIBLE:
        return None
    values = solver.getSolution().col_value
    on = {pair for pair, switch in below.items() if values[switch] > 0.5}
    return on, solver.modelStatusToString(solver.getModelStatus()) == "Optimal"


def _place(weights: _Weights, demand: Demand, below: set[Below]) -> dict[str, float] | None:
    """The factors themselves: the same programme with the chosen inequalities as they are, free of switches, so that
    a tie comes out as one."""
    programme, factors = _programme(weights, demand)
    for here, row in sorted(below):
        _ahead(programme, factors, weights, here, row, -weights.inertia)
    solver = programme.solver(time_limit=max(0.01, min(SECONDS, left())))
    solver.run()
    if solver.getInfo().primal_solution_status != FEASIBLE:
        return None
    found = solver.getSolution().col_value
    values = np.round([float(found[factor]) for factor in factors], 12)
    return {path: float(v) for path, v in zip(weights.paths, values, strict=True) if abs(v - 1) > 1e-9}
