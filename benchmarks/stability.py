"""How long all five concepts take on large grids, and how much memory: ``python benchmarks/stability.py [SIZES]``.

CPU seconds of one thread (compiling and the making of the model left out), the best of a few runs; every line in a
process of its own. *bytes*: peak memory above the interpreter per combination of levels, the model's tables included.
*share*: of the speed at which this machine copies memory, for the least traffic that any sweep needs (each closure once
over the lines of each mover, all lanes read and written; each side sorted once).

With ``--agreements``: what holds, what is predicted and what is possible, joint moves judged (five concepts; above 2^22
without what is possible): two parties with as many options as terms of four levels between them, alone or with two
outsiders who answer what is signed.

SIZES: powers of two, such as ``12 16 20`` (default: 12 16 20 24).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.setdefault("NUMBA_NUM_THREADS", "1")

import numpy as np

from detente.outcomes.grid import grid_of, sides_of
from detente.outcomes.grid_ranks import NARROW, Ranks, ranks_of
from detente.situation.model import Situation
from detente.stability.concepts import CONCEPTS, READING_ORDER
from detente.stability.engines.board import Board
from detente.stability.engines.large import large_stability
from detente.stability.engines.sweeps import compiler_present, sweep
from detente.stability.solve import Model, solve

STATEMENTS = 14  # priorities of each actor


def situation(bits: int, actors: int, random: np.random.Generator) -> Situation:
    """Actors with `bits` yes-or-no options between them, and random priorities over pairs of options."""
    names = [f"a{number}" for number in range(actors)]
    options = {name: {f"o{k}": {} for k in range(len(range(place, bits, actors)))} for place, name in enumerate(names)}
    every = [f"{name}.{option}" for name in names for option in options[name]]
    preferences = {}
    for name in names:
        wants = []
        for _ in range(STATEMENTS):
            one, two = random.choice(every, 2, replace=False)
            wants.append(str(random.choice([one, f"not {one}", *(f"{one} {w} {two}" for w in ("and", "or", "iff"))])))
        preferences[name] = {"priorities": wants}
    data = {"actors": {name: {} for name in names}, "options": options, "preferences": preferences}
    return Situation.model_validate({"detente": "1", **data})


def board(bits: int, actors: int, infeasible: float, kind: str) -> Board:
    """A random board: priorities, or random rankings without ties."""
    random = np.random.default_rng(bits * 100 + actors)
    model = situation(bits, actors, random)
    grid = grid_of(model)
    if infeasible:
        most = int(256 * infeasible)
        grid = replace(grid, feasible=random.integers(0, 256, grid.cells, np.uint8) >= most)
    ranks = ranks_of(model, grid) if kind == "priorities" else {}
    for actor in model.actors if not ranks else ():
        order = np.arange(grid.cells, dtype=np.uint16 if grid.cells <= NARROW else np.uint32)
        random.shuffle(order)
        ranks[actor] = Ranks(order, order)
    return Board(grid, tuple(model.actors), sides_of(model, grid), ranks)


def sweeping(made: Board, compiled: bool) -> float:
    """CPU seconds of all five concepts."""
    start = time.process_time()
    for _ in sweep(made, CONCEPTS, compiled):
        pass
    return time.process_time() - start


def signing(bits: int, outsiders: int) -> Situation:
    """Two parties with opposed points on terms of four levels, goals on everybody's options; `bits` in all."""
    random = np.random.default_rng(bits * 10 + outsiders)
    terms = bits // 4
    free = bits - 2 * terms
    names = [f"a{number}" for number in range(2 + outsiders)]
    options = {
        name: {f"o{k}": {} for k in range(len(range(place, free, len(names))))} for place, name in enumerate(names)
    }
    every = [f"{name}.{option}" for name in names for option in options[name]]
    preferences: dict[str, Any] = {}
    for place, name in enumerate(names):
        goals = {}
        for k in range(12):
            one, two = random.choice(every, 2, replace=False)
            want = str(random.choice([one, f"not {one}", f"{one} and {two}", f"{one} iff {two}"]))
            goals[f"g{k}"] = {"want": want, "weight": int(random.integers(1, 10))}
        preferences[name] = {"goals": goals}
        if place < 2:
            rising = [np.sort(random.integers(0, 60, 4)) for _ in range(terms)]
            preferences[name]["points"] = {
                f"g.t{k}": {f"l{level}": int(v) for level, v in enumerate(values[:: 1 if (place + k) % 2 else -1])}
                for k, values in enumerate(rising)
            }
        for k in range(0 if place < 2 else 4):
            want = f"g.t{random.integers(terms)} == l1 iff {name}.{random.choice(list(options[name]))}"
            goals[f"h{k}"] = {"want": want, "weight": int(random.integers(1, 9))}
    levels = {f"t{k}": {"levels": [f"l{level}" for level in range(4)], "leave": "all"} for k in range(terms)}
    data = {"actors": {name: {} for name in names}, "options": options, "preferences": preferences, "status_quo": {},
            "agreements": {"g": {"parties": names[:2], "terms": levels}}}  # fmt: skip
    return Situation.model_validate({"detente": "1", **data})


def judged(bits: int, outsiders: int) -> dict[str, Any]:
    """One line of the table of agreements, measured in this process."""
    _ = large_stability(signing(12, outsiders)).found
    sweeping(board(18, 3, 0.0, "priorities"), compiler_present())
    before = resident("VmRSS")
    if os.access("/proc/self/clear_refs", os.W_OK):
        Path("/proc/self/clear_refs").write_text("5")
    start = time.process_time()
    result = large_stability(signing(bits, outsiders), READING_ORDER)
    found = result.found
    seconds = time.process_time() - start
    holds = [result.count_holding(name) for name in found]
    ahead = [None if one.predicted is None else result.count_predicted(name) for name, one in found.items()]
    memory = (resident("VmHWM") - before) / result.board.grid.cells
    return {"seconds": seconds, "bytes": memory, "holds": holds, "predicted": ahead}


def agreements(sizes: list[int]) -> None:
    """The table of agreements."""
    print("| outcomes | outsiders | CPU s | bytes/outcome | hold (R SSEQ SEQ SMR GMR) | ways to end from today |")
    print("|---|---|---|---|---|---|")
    for bits in sizes:
        for outsiders in (0, 2):
            found = measured("agreements", bits, outsiders)
            told = [" ".join("–" if n is None else f"{n:,}" for n in found[key]) for key in ("holds", "predicted")]
            row = [f"2^{bits}", outsiders, f"{found['seconds']:.2f}", f"{found['bytes']:.0f}", *told]
            print("| " + " | ".join(map(str, row)) + " |", flush=True)


def resident(field: str) -> int:
    """Bytes of memory in use (VmRSS), or at most since the last reset (VmHWM); 0 where the system does not say."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(field)), 0)


def one(bits: int, actors: int, infeasible: float, kind: str, engine: str) -> dict[str, Any]:
    """One line of the table, measured in this process."""
    if engine == "arrays":
        model = Model.of(situation(bits, actors, np.random.default_rng(bits * 100 + actors)))
        start = time.process_time()
        solve(model)
        return {"seconds": time.process_time() - start, "bytes": None}
    compiled = engine == "compiled"
    for warm in (10, 18) if kind != "priorities" else (10,):
        sweeping(board(warm, actors, infeasible, kind), compiled)
    before = resident("VmRSS")
    made = board(bits, actors, infeasible, kind)
    if os.access("/proc/self/clear_refs", os.W_OK):
        Path("/proc/self/clear_refs").write_text("5")
    seconds = sweeping(made, compiled)
    most = resident("VmHWM")
    for _ in range(4 if bits <= 16 else 2 if bits <= 20 else 0):
        seconds = min(seconds, sweeping(made, compiled))
    width = next(iter(made.ranks.values())).rank.itemsize
    return {"seconds": seconds, "bytes": (most - before) / made.grid.cells, "width": width}


def bandwidth() -> float:
    """Bytes read and written per CPU second when copying large arrays, the best of a few."""
    source = np.ones(1 << 28, np.uint8)
    target = np.zeros_like(source)
    times = []
    for _ in range(7):
        start = time.process_time()
        np.copyto(target, source)
        times.append(time.process_time() - start)
    return 2 * source.nbytes / min(times)


def least_traffic(actors: int, width: int) -> int:
    """Bytes per cell that four closures and the sorting of every side must at least move."""
    return 4 * actors * 2 * actors * width + actors * (width + 1)


def measured(*arguments: Any) -> dict[str, Any]:
    """The same in a process of its own."""
    command = [sys.executable, __file__, "--one", *map(str, arguments)]
    return dict(json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))


def main(sizes: list[int]) -> None:
    """The whole table."""
    speed = bandwidth()
    print(f"copying memory: {speed / 1e9:.1f} GB/s (read and written), one thread\n")
    print("| outcomes | actors | infeasible | preferences | engine | CPU s | ns/outcome | bytes/outcome | share |")
    print("|---|---|---|---|---|---|---|---|---|")
    for bits in sizes:
        for actors in (3, 4):
            for infeasible in (0.0, 0.2):
                for kind in ("priorities", "random"):
                    engines = ["compiled"] if compiler_present() else []
                    engines += ["numpy"] if bits <= 20 else []
                    engines += ["arrays"] if bits <= 12 and kind == "priorities" and not infeasible else []
                    for engine in engines:
                        found = measured(bits, actors, infeasible, kind, engine)
                        cells, seconds = 1 << bits, found["seconds"]
                        row = [f"2^{bits}", actors, f"{infeasible:.0%}", kind, engine, f"{seconds:.4f}"]
                        row += [f"{seconds / cells * 1e9:.0f}"]
                        row += [f"{found['bytes']:.0f}" if found["bytes"] is not None and bits >= 20 else ""]
                        least = least_traffic(actors, found.get("width", 0)) * cells / speed
                        row += [f"{least / seconds:.0%}" if engine == "compiled" else ""]
                        print("| " + " | ".join(map(str, row)) + " |", flush=True)


if __name__ == "__main__":
    if sys.argv[1:3] == ["--one", "agreements"]:
        print(json.dumps(judged(int(sys.argv[3]), int(sys.argv[4]))))
    elif sys.argv[1:2] == ["--agreements"]:
        agreements([int(argument) for argument in sys.argv[2:]] or [12, 16, 20])
    elif sys.argv[1:2] == ["--one"]:
        size, number, share, preferences, way = sys.argv[2:]
        print(json.dumps(one(int(size), int(number), float(share), preferences, way)))
    else:
        main([int(argument) for argument in sys.argv[1:]] or [12, 16, 20, 24])
