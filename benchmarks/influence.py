"""How long influence takes, and how it compares: ``python benchmarks/influence.py [--peer]``.

CPU seconds of one process. The 26 networks of the Correlates of War (Doreian & Mrvar 2015) in `tests/influence/cases`:
the frustration index, exact and proven; the table of best splits; made signed graphs of up to 20,000 ties, those with
signs at random much harder than real ones; the whole of influence; MACTOR with bands; a table of pairs of two million
rows.

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

from detente.influence.balance.frustration import best_split
from detente.influence.balance.signed import SignedGraph, signed_graph
from detente.influence.balance.splits import best_splits
from detente.influence.mactor.bands import firmness, hinges, wobbled
from detente.influence.result import influence
from detente.load import check_text

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


def networks() -> None:
    """The index of every window, and all best splits of some."""
    whole, wrong, open_ = 0.0, 0, 0
    lines = []
    for name, (graph, expected) in windows().items():
        seconds, found = spent(lambda graph=graph: best_split(graph))
        whole += seconds
        wrong += abs(found.value - expected) > 1e-9
        open_ += not found.proven
        if name in TOLD:
            splits, all_ = spent(lambda graph=graph: best_splits(graph))
            size = f"{graph.count:4d} {graph.ties:5d}"
            lines.append(f"  {name} {size}  L {found.value:4.0f}  {seconds:5.2f}  {splits:6.2f}  {all_.optima}")
    print(f"26 networks: {whole:.2f} s; wrong {wrong}, not proven {open_}")
    print("  window     n  ties         index  all best  how many")
    print("\n".join(lines))


def made(count: int, ties: int, against: float, seed: int = 1) -> SignedGraph:
    """Two camps whose ties have the wrong sign with a chance of `against`; 0.5: signs at random."""
    random = np.random.default_rng(seed)
    camps = random.random(count) < 0.5
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < ties:
        a, b = sorted(random.integers(0, count, 2).tolist())
        pairs |= {(a, b)} if a < b else set()
    wrong = (random.random(ties) < against).tolist()
    signs = ((camps[a] == camps[b]) != bad for (a, b), bad in zip(sorted(pairs), wrong, strict=True))
    return signed_graph(
        count, [(a, b, 1.0 if plus else -1.0) for (a, b), plus in zip(sorted(pairs), signs, strict=True)]
    )


def made_graphs() -> None:
    """Value, bound and time, at most 20 seconds each; signs at random are much harder than those of real networks."""
    print("made graphs (20 s at most): actors, ties, ties against two camps; two camps, then three")
    sizes = ((60, 300), (400, 2000), (1000, 5000), (2000, 10_000), (4000, 20_000))
    random_ones = ((50, 138, 0.5), (60, 300, 0.5), (60, 1770, 0.5), (400, 2000, 0.5), (2000, 10_000, 0.5))
    for count, ties, against in (*((*size, share) for share in (0.1, 0.2) for size in sizes), *random_ones):
        graph = made(count, ties, against)
        for camps in (2, 3):
            seconds, found = spent(lambda graph=graph, camps=camps: best_split(graph, camps, seconds=20))
            state = "proven" if found.proven else f"bound {found.bound:.0f}"
            told = (
                f"{count:5d} {ties:6d} {against:.1f}  camps {camps}  L {found.value:5.0f}  {state:11s} {seconds:6.2f} s"
            )
            print(f"  {told}", flush=True)


def situations() -> None:
    """The whole of influence, two domains of dependence and ten ties for each actor with strengths."""
    for count in (60, 120, 240, 400):
        graph, random = made(count, 5 * count, 0.1), np.random.default_rng(2)
        ties = {
            f"t{tie}": {"between": [f"a{a}", f"a{b}"], "kind": "tie", "sign": "positive" if w > 0 else "negative",
                        "strength": int(random.integers(1, 4))}
            for tie, ((a, b), w) in enumerate(zip(graph.pairs.tolist(), graph.weights.tolist(), strict=True))
        }  # fmt: skip
        shares = [
            {f"a{i}": {f"a{(i + k) % count}": round(float(random.random()) / 10, 4) for k in range(1, 9)}
             for i in range(count)}
            for _ in range(2)
        ]  # fmt: skip
        document = {
            "detente": 1,
            "title": "made",
            "actors": {f"a{i}": {} for i in range(count)},
            "ties": ties,
            "dependence": {f"d{k}": {"shares": one} for k, one in enumerate(shares)},
        }
        case = check_text(json.dumps(document), Path()).case
        seconds, found = spent(lambda case=case: influence(case.situation))
        best = found.balance.best
        print(f"influence, {count} actors: {seconds:.2f} s, L {best.value:.0f}, bound {best.bound:.0f}", flush=True)


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
    from detente.evidence.tables.dyad_spans import read_dyads
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
    made_graphs()
    situations()
    judgements()
    table()
    if "--peer" in sys.argv:
        peer()
