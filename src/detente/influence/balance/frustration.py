"""The frustration index: the least weight of ties that any split into camps contradicts, proven.

Definition (Abelson & Rosenberg 1958; Harary 1959). A split into two camps contradicts a positive tie between camps
and a
negative tie inside one. L(G) is the least weight a split contradicts; G is balanced iff L = 0. With k camps (Davis
1967; Doreian & Mrvar 1996): the least over splits into at most k, which never rises with k.

Two camps: x_i ∈ {0, 1} is the camp of i, f_e ∈ [0, 1] says that tie e is contradicted;

    positive tie ij:  f ≥ x_i - x_j,      f ≥ x_j - x_i          negative tie ij:  f ≥ x_i + x_j - 1,  f ≥ 1 - x_i - x_j
    one actor is placed;   minimise Σ w_e f_e                    (Aref, Mason & Wilson 2020; from memory, unverified).

Each block is solved alone (`detente.influence.balance.blockmodel`), and one that a walk finds balanced is not solved at
all. A good split comes from annealing, a bound from closed walks that every split contradicts (`bound`); where the two
meet, that is the proof. Where they do not, the programme above is solved with a row for each of these walks, whose rows
follow from the rest where x is whole. If time runs out, the value is that of the best split found and `bound` is what
no split can beat. Sums of decimals are compared within `SAME`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from detente.influence.balance.annealing import QUICK, THOROUGH, good_split
from detente.influence.balance.blockmodel import blocks, joined
from detente.influence.balance.bound import Bound, lower_bound, whole_weights
from detente.influence.balance.signed import SAME, Array, SignedGraph, cost, torn
from detente.solver import FEASIBLE, INFINITE, LinearProgramme
from detente.time_left import Budget

SECONDS = 60.0
LEEWAY = 1e-6  # of a sum of weights
MOST_SEARCHED = 500  # actors of a block, or actors times camps, for which whole numbers are searched


@dataclass(frozen=True)
class Split:
    """A split and the weight of the ties it contradicts. `camps`: the camp of each actor, counted from 0.

    `bound`: no split contradicts less; `proven`: it equals `value`.
    """

    camps: tuple[int, ...]
    value: float
    bound: float

    @property
    def proven(self) -> bool:
        return self.value - self.bound <= SAME


@dataclass(frozen=True)
class Solved:
    """The best `columns` found and their `value`; no solution costs less than `bound`; None: there is none."""

    columns: Array
    value: float
    bound: float
    proven: bool


@dataclass(frozen=True)
class Block:
    """What is known of a block: which of its `ties` a good split contradicts, what no split beats, and the walks that
    say so. `spared`: what contradicting a tie adds to the bound at least."""

    graph: SignedGraph
    ties: Array
    against: Array
    bound: float
    cycles: list[Array]
    spared: Array

    @property
    def value(self) -> float:
        return float(np.abs(self.graph.weights)[self.against].sum())

    @property
    def proven(self) -> bool:
        return self.value - self.bound <= SAME


def minimise(programme: LinearProgramme, seconds: float) -> Solved | None:
    """Least cost, which is never below 0; None if the rows leave nothing.

    If time runs out before anything is found, the value is infinite.
    """
    solver = programme.solver(time_limit=max(seconds, 0.01), mip_rel_gap=0.0, mip_abs_gap=1e-7)
    solver.run()
    status, told = solver.modelStatusToString(solver.getModelStatus()), solver.getInfo()
    if status == "Infeasible":
        return None
    proven = status == "Optimal"
    bound = max(0.0, float(told.mip_dual_bound))
    if told.primal_solution_status != FEASIBLE:
        return Solved(np.zeros(len(programme.low)), float("inf"), bound, False)
    value = float(told.objective_function_value)
    return Solved(np.array(solver.getSolution().col_value), value, value if proven else min(bound, value), proven)


def best_split(graph: SignedGraph, camps: int = 2, seconds: float | None = SECONDS) -> Split:
    """A split into at most this many camps that contradicts least. `seconds`: None: until the deadline, if any.

    Raises ValueError for fewer than one camp.
    """
    if camps < 1:
        raise ValueError("a split has at least one camp")
    if camps == 1 or not graph.ties:
        value = float(cost(graph, np.zeros(graph.count, dtype=np.int64)))
        return Split((0,) * graph.count, value, value)
    if camps == 2:
        return whole(graph, solved_blocks(graph, seconds))
    return many_camps(graph, min(camps, graph.count), seconds)


def whole(graph: SignedGraph, parts: list[Block]) -> Split:
    """The split that the best splits of the blocks make."""
    contradicted = np.zeros(graph.ties, dtype=np.bool_)
    for part in parts:
        contradicted[part.ties] = part.against
    return rounded(graph, joined(graph, contradicted), graph.base + sum(part.bound for part in parts))


def rounded(graph: SignedGraph, camps: Array, bound: float) -> Split:
    """Bounds of whole weights are rounded up: no split lies between two whole numbers."""
    value = float(cost(graph, camps))
    if whole_weights(graph):
        bound = graph.base + float(np.ceil(bound - graph.base - 1e-6))
    return Split(tuple(camps.tolist()), value, min(bound, value))


def solved_blocks(graph: SignedGraph, seconds: float | None = SECONDS) -> list[Block]:
    """The best split into two camps of every block with a closed walk, as far as the time goes: small blocks first."""
    parts = sorted((ties for ties in blocks(graph) if len(ties) > 1), key=len)
    budget = Budget(seconds, len(parts))
    return [solved_block(graph.alone(ties), ties, budget.share()) for ties in parts]


def solved_block(graph: SignedGraph, ties: Array, seconds: float) -> Block:
    """A block's best split into two camps, proven by walks, else by a search over whole numbers."""
    calm = torn(graph, joined(graph, np.zeros(graph.ties, dtype=np.bool_)))
    if not calm.any():
        return Block(graph, ties, calm, 0.0, [], np.zeros(graph.ties))
    budget, few = Budget(seconds, 4), graph.count <= MOST_SEARCHED
    good = good_split(graph, 2, QUICK, budget.share())
    walks = lower_bound(graph, good, 2, budget.share(of=2) if few else 0.9 * budget.share(of=1))
    found = Block(graph, ties, torn(graph, good), walks.value, walks.cycles, walks.spared)
    if not found.proven:
        better = torn(graph, good_split(graph, 2, THOROUGH, budget.share()))
        found = replace(found, against=_lighter(graph, found.against, better))
    if few and not found.proven and not budget.over:
        way, bound = search(found, budget.share())
        found = replace(found, against=_lighter(graph, found.against, way), bound=max(found.bound, bound))
        found = replace(found, bound=min(found.bound, found.value))
    return found


def _lighter(graph: SignedGraph, one: Array, other: Array) -> Array:
    weights = np.abs(graph.weights)
    return other if weights[other].sum() < weights[one].sum() - SAME else one


def search(
    block: Block, seconds: float, demands: Mapping[int, bool] | None = None, barred: tuple[Array, ...] = ()
) -> tuple[Array, float]:
    """Which ties of a block a best split contradicts, and the bound of their weight, by a search over whole numbers.

    `demands`: tie → whether it must be contradicted. `barred`: splits, by the ties they contradict, that are not meant;
    if nothing else is left, the bound is infinite. A value that is not finite means that time ran out.
    """
    graph = block.graph
    solved = _two_camps(block, seconds, demands or {}, barred)
    if solved is None:
        return np.ones(graph.ties, dtype=np.bool_), float("inf")
    return torn(graph, np.round(solved.columns[: graph.count]).astype(np.int64)), solved.bound


def _two_camps(block: Block, seconds: float, demands: Mapping[int, bool], barred: tuple[Array, ...]) -> Solved | None:
    graph = block.graph
    first = int(np.bincount(graph.pairs.ravel(), minlength=graph.count).argmax())
    programme = LinearProgramme()
    x = [programme.column(high=float(actor != first), whole=True) for actor in range(graph.count)]
    f = [programme.column(cost=weight) for weight in np.abs(graph.weights).tolist()]
    for tie, ((a, b), weight) in enumerate(zip(graph.pairs.tolist(), graph.weights.tolist(), strict=True)):
        sign, far = (-1.0, 0.0) if weight > 0 else (1.0, -1.0)
        programme.row(far, [(f[tie], 1.0), (x[a], -1.0), (x[b], -sign)])
        programme.row(-far, [(f[tie], 1.0), (x[a], 1.0), (x[b], sign)])
        if tie in demands:  # contradicted or not: then the two are apart or together, which is exact in x
            apart = (weight > 0) == demands[tie]
            same, level = (1.0, 1.0) if apart else (-1.0, 0.0)
            programme.row(level, [(x[a], 1.0), (x[b], same)])
            programme.row(-level, [(x[a], -1.0), (x[b], -same)])
    for cycle in block.cycles:
        programme.row(1.0, [(f[tie], 1.0) for tie in cycle.tolist()])
    for ties in barred:
        camps = joined(graph, ties)
        away = camps ^ camps[first]
        programme.row(1.0 - float(away.sum()), zip(x, np.where(away, -1.0, 1.0).tolist(), strict=True))
    if not demands and not barred:
        _no_worse(programme, f, block.value)
    return minimise(programme, seconds)


def _no_worse(programme: LinearProgramme, f: list[int], value: float) -> None:
    """Only what contradicts no more than a split that is known: the search then has less to look at."""
    programme.row(-INFINITE, [(tie, programme.cost[tie]) for tie in f], value + LEEWAY)


def many_camps(graph: SignedGraph, camps: int, seconds: float | None = SECONDS) -> Split:
    """At most `camps` camps: a good split, a bound from walks with one negative tie, and if they do not meet, a search
    in which y_ic says that i is in c. Actor i may only use the camps 0 to i, so that naming the camps otherwise is no
    other split."""
    budget, few = Budget(seconds, 4), graph.count * camps <= MOST_SEARCHED
    tried = (good_split(graph, number, QUICK, budget.share(of=6)) for number in (camps, 2))
    good = min(tried, key=lambda one: float(cost(graph, one)))
    walks = lower_bound(graph, good, camps, budget.share(of=2) if few else 0.9 * budget.share(of=1))
    found = rounded(graph, good, graph.base + walks.value)
    if found.proven:
        return found
    good = min((good, good_split(graph, camps, THOROUGH, budget.share())), key=lambda one: float(cost(graph, one)))
    found = rounded(graph, good, graph.base + walks.value)
    if found.proven or budget.over or not few:
        return found
    return _searched(graph, camps, good, walks, budget.share())


def _searched(graph: SignedGraph, camps: int, good: Array, walks: Bound, seconds: float) -> Split:
    count = graph.count
    order = np.argsort(-np.bincount(graph.pairs.ravel(), minlength=count), kind="stable").tolist()
    number = {actor: place for place, actor in enumerate(order)}
    programme = LinearProgramme()
    y = [
        [programme.column(high=float(camp <= number[actor]), whole=True) for camp in range(camps)]
        for actor in range(count)
    ]
    f = [programme.column(cost=weight) for weight in np.abs(graph.weights).tolist()]
    for actor in range(count):
        programme.row(1.0, [(one, 1.0) for one in y[actor]])
        programme.row(-1.0, [(one, -1.0) for one in y[actor]])
    for tie, ((a, b), weight) in enumerate(zip(graph.pairs.tolist(), graph.weights.tolist(), strict=True)):
        for one, two in zip(y[a], y[b], strict=True):
            if weight > 0:
                programme.row(0.0, [(f[tie], 1.0), (one, -1.0), (two, 1.0)])
                programme.row(0.0, [(f[tie], 1.0), (one, 1.0), (two, -1.0)])
            else:
                programme.row(-1.0, [(f[tie], 1.0), (one, -1.0), (two, -1.0)])
    for cycle in walks.cycles:
        programme.row(1.0, [(f[tie], 1.0) for tie in cycle.tolist()])
    _no_worse(programme, f, float(cost(graph, good)) - graph.base)
    solved = minimise(programme, seconds)
    assert solved is not None
    bound = graph.base + max(walks.value, solved.bound)
    if np.isfinite(solved.value) and graph.base + solved.value < float(cost(graph, good)) - SAME:
        chosen = solved.columns[: count * camps].reshape(count, camps).argmax(axis=1)
        _, good = np.unique(chosen, return_inverse=True)
    return rounded(graph, good.reshape(-1), bound)
