"""How long influence takes, and how it compares: ``python benchmarks/influence.py [--peer]``.

CPU seconds of one process. The 26 networks of the Correlates of War (Doreian & Mrvar 2015) in `tests/influence/cases`:
the frustration index, exact and proven, with and without the cuts for unbalanced triangles; the table of best splits;
random signed graphs, which are much harder than real ones; MACTOR with bands; a table of pairs of two million rows.

``--peer``: also dwave-networkx's heuristic on the same networks, where it is installed (``pip install dwave-networkx
dwave-samplers``); it returns a split without a proof and counts signs only.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from detente.influence.balance import frustration
from detente.influence.balance.frustration import best_split
from detente.influence.balance.signed import SignedGraph, signed_graph
from detente.influence.balance.splits import best_splits
from detente.influence.mactor.bands import firmness, hinges, wobbled

CASES = Path(__file__).parents[1] / "tests" / "influence" / "cases" / "cow_signed.json"
TOLD = ("cow-46-49", "cow-76-79", "cow-88-91", "cow-96-99")
ROWS = 2_000_000


def spent(work: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds and the result."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def windows() -> dict[str, tuple[SignedGraph, float]]:
    """Every network with its index."""
    cases = json.loads(CASES.read_text(encoding="utf-8"))["cases"]
    return {
        case["id"]: (signed_graph(case["input"]["n"], case["input"]["edges"]), case["expected"]["L"]["2"])
        for case in cases
    }


def without_cuts(graph: SignedGraph) -> Any:
    """The same programme without a row for each unbalanced triangle."""
    kept = frustration.triangles
    frustration.triangles = lambda graph: np.zeros((0, 3), np.int64)  # noqa: ARG005
    try:
        return best_split(graph)
    finally:
        frustration.triangles = kept


def networks() -> None:
    """The index of every window, and all best splits of some."""
    whole, bare, wrong, open_ = 0.0, 0.0, 0, 0
    lines = []
    for name, (graph, expected) in windows().items():
        seconds, found = spent(lambda graph=graph: best_split(graph))
        slower, other = spent(lambda graph=graph: without_cuts(graph))
        whole, bare = whole + seconds, bare + slower
        wrong += abs(found.value - expected) > 1e-9 or abs(other.value - expected) > 1e-9
        open_ += not found.proven
        if name in TOLD:
            splits, all_ = spent(lambda graph=graph: best_splits(graph))
            size = f"{graph.count:4d} {graph.ties:5d}"
            lines.append(
                f"  {name} {size}  L {found.value:4.0f}  {seconds:5.2f}  {slower:6.2f}  {splits:6.2f}  {all_.optima}"
            )
    print(f"26 networks: {whole:.2f} s proven with cuts, {bare:.2f} s without; wrong {wrong}, not proven {open_}")
    print("  window     n  ties         cuts    none  all best  how many")
    print("\n".join(lines))


def random_graphs() -> None:
    """Signs at random: value, bound and time, at most 20 seconds each."""
    random = np.random.default_rng(1)
    print("random signed graphs (20 s at most)")
    for count, density in ((30, 0.2), (50, 0.11), (30, 1.0), (100, 0.06), (40, 1.0)):
        edges = [
            (a, b, float(random.choice([-1, 1]))) for a in range(count) for b in range(a) if random.random() < density
        ]
        graph = signed_graph(count, edges)
        seconds, found = spent(lambda graph=graph: best_split(graph, seconds=20))
        state = "proven" if found.proven else f"not proved, bound {found.bound:.0f}"
        print(f"  n {count:3d}  ties {len(edges):4d}  L {found.value:4.0f}  {state}  {seconds:.1f} s")


def judgements() -> None:
    """MACTOR: bands from 4,000 matrices, and every cell moved by a step."""
    random = np.random.default_rng(1)
    for count in (6, 12, 20):
        a = random.integers(0, 5, (count, count)).astype(np.float64)
        np.fill_diagonal(a, 0)
        m = random.integers(-4, 5, (count, 10)).astype(np.float64)
        bands, _ = spent(lambda a=a, m=m: firmness(wobbled(a, 4000, 7), m[None]))
        cells, _ = spent(lambda a=a, m=m: hinges(a, m))
        print(f"MACTOR, {count} actors, 10 objectives: bands of 4,000 draws {bands:.2f} s, hinges {cells:.2f} s")


def table() -> None:
    """A made-up year of trade in the form of BACI."""
    from detente.evidence.tables.dyads import read_dyads
    from detente.situation.relations import Table

    random = np.random.default_rng(1)
    codes = random.integers(1, 230, (ROWS, 2)) * 3
    values = random.random(ROWS) * 1000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trade.csv"
        with path.open("w", encoding="utf-8") as file:
            file.write("t,i,j,k,v,q\n")
            file.writelines(f"2018,{i},{j},270900,{v:.3f},1.0\n" for (i, j), v in zip(codes, values, strict=True))
        record = Table.model_validate({"file": "trade.csv", "format": "baci", "years": "2018"})
        seconds, found = spent(lambda: read_dyads(Path(folder), record))
        print(f"a table in the form of BACI, {ROWS:,} rows: {seconds:.1f} s, {len(found.rows):,} pairs")


def peer() -> None:
    """dwave-networkx with simulated annealing, on the same networks."""
    import dwave_networkx
    import networkx
    from dwave.samplers import SimulatedAnnealingSampler

    for reads in (1, 10):
        total, worse = 0.0, 0
        for graph, expected in windows().values():
            other = networkx.Graph()
            other.add_nodes_from(range(graph.count))
            other.add_edges_from(
                (a, b, {"sign": 1 if w > 0 else -1})
                for (a, b), w in zip(graph.pairs.tolist(), graph.weights.tolist(), strict=True)
            )
            sampler = SimulatedAnnealingSampler()
            work = lambda o=other, s=sampler: dwave_networkx.structural_imbalance(o, s, num_reads=reads, seed=1)  # noqa: E731, B023
            seconds, (frustrated, _) = spent(work)
            total += seconds
            worse += len(frustrated) > expected
        print(f"dwave-networkx, simulated annealing, {reads} reads: {total:.2f} s in all, {worse} of 26 not the best")


if __name__ == "__main__":
    networks()
    random_graphs()
    judgements()
    table()
    if "--peer" in sys.argv:
        peer()
