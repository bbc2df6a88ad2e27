"""The frustration index: the least weight of ties that any split into camps contradicts, proven.

Definition (Abelson & Rosenberg 1958; Harary 1959). A split into two camps contradicts a positive tie between camps
and a
negative tie inside one. L(G) is the least weight a split contradicts; G is balanced iff L = 0. With k camps (Davis
1967; Doreian & Mrvar 1996): the least over splits into at most k, which never rises with k.

Two camps: x_i ∈ {0, 1} is the camp of i, f_e ∈ [0, 1] says that tie e is contradicted;

    positive tie ij:  f ≥ x_i - x_j,      f ≥ x_j - x_i          negative tie ij:  f ≥ x_i + x_j - 1,  f ≥ 1 - x_i - x_j
    unbalanced triangle:  f_e + f_g + f_h ≥ 1                    one actor is placed;   minimise Σ w_e f_e.

The triangles follow from the rest where x is whole, and make HiGHS start near the answer where it is not (Aref, Mason &
Wilson 2020 use the like; from memory, unverified). Each block is solved alone (`detente.influence.balance.blockmodel`),
and one that a walk finds balanced is not solved at all. If time runs out, the value is that of the best split found and
`bound` is what no split can beat. Sums of decimals are compared within `SAME`.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from detente.influence.balance.blockmodel import blocks, joined
from detente.influence.balance.signed import SAME, Array, SignedGraph, cost, torn, triangles
from detente.solver import FEASIBLE, LinearProgramme

SECONDS = 60.0


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


def best_split(graph: SignedGraph, camps: int = 2, seconds: float = SECONDS) -> Split:
    """A split into at most this many camps that contradicts least.

    Raises ValueError for fewer than one camp.
    """
    if camps < 1:
        raise ValueError("a split has at least one camp")
    if camps == 1 or not graph.ties:
        return _whole(graph, np.zeros(graph.count, dtype=np.int64))
    end = time.monotonic() + seconds
    if camps == 2:
        contradicted, bound = np.zeros(graph.ties, dtype=np.bool_), graph.base
        for ties in blocks(graph):
            part = graph.part(ties)
            chosen, least = split_block(part, max(end - time.monotonic(), 0.01))
            contradicted[ties], bound = chosen, bound + least
        return _split(graph, joined(graph, contradicted), bound)
    return _many(graph, min(camps, graph.count), seconds)


def _whole(graph: SignedGraph, camps: Array) -> Split:
    value = float(cost(graph, camps))
    return Split(tuple(camps.tolist()), value, value)


def _split(graph: SignedGraph, camps: Array, bound: float) -> Split:
    """Bounds of whole weights are rounded up: no split lies between two whole numbers."""
    value = float(cost(graph, camps))
    if np.allclose(graph.weights, np.round(graph.weights), rtol=0, atol=SAME):
        bound = graph.base + float(np.ceil(bound - graph.base - 1e-6))
    return Split(tuple(camps.tolist()), value, min(bound, value))


def split_block(
    block: SignedGraph, seconds: float, demands: Mapping[int, bool] | None = None, barred: tuple[Array, ...] = ()
) -> tuple[Array, float]:
    """Which ties of a block a best split contradicts, and the bound of their weight.

    `demands`: tie → whether it must be contradicted. `barred`: splits, by the ties they contradict, that are not meant;
    if nothing else is left, the bound is infinite. A value that is not finite means that time ran out.
    """
    calm = joined(block, np.zeros(block.ties, dtype=np.bool_))
    if not demands and not barred and not torn(block, calm).any():
        return np.zeros(block.ties, dtype=np.bool_), 0.0
    actors = np.unique(block.pairs)
    place = np.searchsorted(actors, block.pairs)
    solved = _two_camps(block, place, len(actors), seconds, demands or {}, barred)
    if solved is None:
        return np.ones(block.ties, dtype=np.bool_), float("inf")
    start = np.zeros(block.count, dtype=np.int64)
    start[actors] = np.round(solved.columns[: len(actors)]).astype(np.int64)
    if not solved.proven and not demands and not barred:
        start = min((_improved(block, one) for one in (start, calm)), key=lambda one: float(cost(block, one)))
    return torn(block, start), solved.bound


def _two_camps(
    block: SignedGraph, place: Array, count: int, seconds: float, demands: Mapping[int, bool], barred: tuple[Array, ...]
) -> Solved | None:
    first = int(np.bincount(place.ravel(), minlength=count).argmax())
    programme = LinearProgramme()
    x = [programme.column(high=float(actor != first), whole=True) for actor in range(count)]
    f = [programme.column(cost=weight) for weight in np.abs(block.weights).tolist()]
    for tie, ((a, b), weight) in enumerate(zip(place.tolist(), block.weights.tolist(), strict=True)):
        sign, far = (-1.0, 0.0) if weight > 0 else (1.0, -1.0)
        programme.row(far, [(f[tie], 1.0), (x[a], -1.0), (x[b], -sign)])
        programme.row(-far, [(f[tie], 1.0), (x[a], 1.0), (x[b], sign)])
        if tie in demands:  # contradicted or not: then the two are apart or together, which is exact in x
            apart = (weight > 0) == demands[tie]
            same, level = (1.0, 1.0) if apart else (-1.0, 0.0)
            programme.row(level, [(x[a], 1.0), (x[b], same)])
            programme.row(-level, [(x[a], -1.0), (x[b], -same)])
    negative = block.weights < 0
    for three in triangles(block).tolist():
        if int(negative[three].sum()) % 2:
            programme.row(1.0, [(f[tie], 1.0) for tie in three])
    for ties in barred:
        camps = _placed(block, ties, place, count)
        away = camps ^ camps[first]
        programme.row(1.0 - float(away.sum()), zip(x, np.where(away, -1.0, 1.0).tolist(), strict=True))
    return minimise(programme, seconds)


def _placed(block: SignedGraph, ties: Array, place: Array, count: int) -> Array:
    return joined(SignedGraph(count, place, block.weights), ties)


def _improved(graph: SignedGraph, camps: Array) -> Array:
    """The split after moving single actors while that contradicts less."""
    camps = camps.copy()
    weights, beside = np.abs(graph.weights), graph.neighbours()
    moved = True
    while moved:
        moved = False
        for actor in range(graph.count):
            against = torn(graph, camps)
            gain = sum(weights[tie] if against[tie] else -weights[tie] for _, tie in beside[actor])
            if gain > SAME:
                camps[actor] ^= 1
                moved = True
    return camps


def _many(graph: SignedGraph, camps: int, seconds: float) -> Split:
    """At most `camps` camps: y_ic says that i is in c. Actor i may only use the camps 0 to i, so that naming the camps
    otherwise is no other split."""
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
    for three in triangles(graph).tolist():
        if int((graph.weights[three] < 0).sum()) == 1:  # two positive ties and a negative one, whatever the camps
            programme.row(1.0, [(f[tie], 1.0) for tie in three])
    solved = minimise(programme, seconds)
    assert solved is not None
    chosen = solved.columns[: count * camps].reshape(count, camps).argmax(axis=1)
    _, names = np.unique(chosen, return_inverse=True)
    return _split(graph, names.reshape(-1), graph.base + solved.bound)
