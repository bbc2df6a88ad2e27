"""What no split can beat: the weight that closed walks force to be contradicted.

    minimise Σ w_e f_e,   f_e ≥ 0,   Σ_{e ∈ C} f_e ≥ 1 for closed walks C that any split contradicts

The least value of this linear programme is a bound of the frustration index (a weak dual of packing such walks;
Barahona & Mahjoub 1986; Aref, Mason & Wilson 2018 use triangles alone). Walks are added for as long as the solution
misses one (`cycles`), the bound is told of meanwhile: each solution is a bound already. Where it reaches the value of
a split, that split is proven the best, and no whole numbers were searched for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.influence.balance.cycles import LESS, missed_cycles
from detente.influence.balance.signed import SAME, Array, SignedGraph, torn, triangles
from detente.solver import LinearProgramme, add_row
from detente.time_left import left, now


@dataclass(frozen=True)
class Bound:
    """`value`: no split contradicts less. `cycles`: the walks it rests on. `spared`: what contradicting a tie adds to
    the bound at least (ties,); 0 where the search ended early."""

    value: float
    cycles: list[Array]
    spared: Array


def lower_bound(graph: SignedGraph, good: Array, camps: int = 2, seconds: float | None = None) -> Bound:
    """What no split into at most `camps` camps beats; the search ends where that is the value of the split `good`.

    What every split loses because a pair has ties of both signs (`base`) is left out.
    """
    end = now() + min(left(), np.inf if seconds is None else seconds)
    against = torn(graph, good)
    wanted = float(np.abs(graph.weights)[against].sum())
    least = (lambda value: float(np.ceil(value - 1e-6))) if whole_weights(graph) else float
    programme = LinearProgramme()
    for weight in np.abs(graph.weights).tolist():
        programme.column(high=np.inf, cost=weight)
    solver = programme.solver(solver="simplex")
    three, odd = _triangles(graph, camps), against if camps == 2 else None
    known: dict[tuple[int, ...], Array] = {}
    value, spared, fractions = 0.0, np.zeros(graph.ties), np.zeros(graph.ties)
    while least(value) < wanted - SAME and now() < end:
        missed = _missed(three, fractions, graph.ties) or missed_cycles(graph, fractions, odd)
        new = {tuple(cycle.tolist()): cycle for cycle in missed if tuple(cycle.tolist()) not in known}
        if not new:
            break
        for cycle in new.values():
            add_row(solver, 1.0, ((tie, 1.0) for tie in cycle.tolist()))
        known |= new
        solver.setOptionValue("time_limit", solver.getRunTime() + max(0.01, end - now()))
        solver.run()
        if solver.modelStatusToString(solver.getModelStatus()) != "Optimal":
            break
        value, found = float(solver.getInfo().objective_function_value), solver.getSolution()
        fractions, spared = np.array(found.col_value), np.array(found.col_dual)
    told = min(least(value), wanted)
    return Bound(told, list(known.values()), np.maximum(spared - max(told - value, 0.0), 0.0))


def _triangles(graph: SignedGraph, camps: int) -> Array:
    """Those that every split contradicts: of two camps with one or three negative ties, of more with exactly one."""
    three = triangles(graph)
    negative = (graph.weights < 0)[three].sum(axis=1) if len(three) else np.zeros(0, np.int64)
    found: Array = np.sort(three[negative % 2 == 1 if camps == 2 else negative == 1], axis=1)
    return found


def _missed(three: Array, fractions: Array, most: int) -> list[Array]:
    """The triangles that a solution misses by most."""
    short = fractions[three].sum(axis=1) if len(three) else np.zeros(0)
    order = np.argsort(short, kind="stable")[:most]
    return list(three[order[short[order] < 1 - LESS]])


def whole_weights(graph: SignedGraph) -> bool:
    """Whether every weight is a whole number, so that a bound may be rounded up."""
    return bool(np.allclose(graph.weights, np.round(graph.weights), rtol=0, atol=SAME))
