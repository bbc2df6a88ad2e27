"""How long studies take, against the bars of the project: ``benchmarks/uncertainty.py [--million FOLDER [DRAWS]]``.

CPU seconds are those of all threads of the process, compiling left out; the best of a few runs where a run is short.
*Small*: 64 outcomes, 3 actors with 10 weighed goals each, four ways of looking ahead, from weights to the table.
*Rule*: six drivers, of which three decide: it holds if (a < 0.4 and b > 0.5) or c > 0.9. Where EMA Workbench and SALib
are installed, they are timed beside us on the rule: what they spend on one run of a model that does next to nothing,
on first-order shares, and on a PRIM box.

``--million FOLDER [DRAWS]``: alone, 1,000,000 draws of the Kuril case into folders, as ``detente study --out`` makes
them, in threads and on Dask with as many workers; what both wrote is compared.
"""

from __future__ import annotations

import importlib.util
import os
import platform
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

import detente as dt
from detente.evidence.sources import Sources
from detente.load import check_text
from detente.situation.model import Situation
from detente.uncertainty.questions.drivers import drivers
from detente.uncertainty.questions.table import QUESTIONS, ask
from detente.uncertainty.questions.when.when import when
from detente.uncertainty.study.result import Study
from detente.uncertainty.study.study import study

FOUR = ("nash", "gmr", "smr", "seq")
RULE = """\
detente: 1
actors: {analyst: }
drivers: {a: 0..1, b: 0..1, c: 0..1, d: 0..1, e: 0..1, f: 0..1}
options: {analyst: {hold: it holds}}
status_quo: {analyst.hold: no}
preferences: {analyst: {goals: {rule: {want: analyst.hold, weight: "max(min(0.4 - a, b - 0.5), c - 0.9)"}}}}
questions: {holds: analyst.hold}
"""


def situation(text: str) -> Situation:
    """A checked situation from its text."""
    case = check_text(text, Path()).case
    assert case is not None
    return case.situation


def small() -> Situation:
    """64 outcomes, 3 actors with two options and ten weighed goals each."""
    random = np.random.default_rng(1)
    actors = ("a", "b", "c")
    options = [f"{actor}.o{k}" for actor in actors for k in (0, 1)]
    lines = ["detente: 1", "actors: {a: , b: , c: }", "options:"]
    lines += [f"  {actor}: {{o0: , o1: }}" for actor in actors]
    lines += ["status_quo: {a.o0: no}", "preferences:"]
    for actor in actors:
        lines.append(f"  {actor}:\n    goals:")
        for goal in range(10):
            one, two = random.choice(options, 2, replace=False)
            lines.append(f"      g{goal}: {{want: {one} {random.choice(['and', 'and not'])} {two}, weight: 0..3}}")
    lines.append(f"questions: {{one: {options[0]} and {options[5]}, two: {options[1]}}}")
    return situation("\n".join(lines))


class Clock:
    """Seconds on the wall and of all threads since it was started."""

    def __init__(self) -> None:
        self.start = time.perf_counter(), time.process_time()

    def seconds(self) -> tuple[float, float]:
        return time.perf_counter() - self.start[0], time.process_time() - self.start[1]


def best(work: Callable[[], object], runs: int = 3) -> tuple[float, float]:
    """The shortest wall and CPU time of a few runs."""
    times = []
    for _ in range(runs):
        clock = Clock()
        work()
        times.append(clock.seconds())
    return min(wall for wall, _ in times), min(cpu for _, cpu in times)


def line(what: str, count: int, seconds: tuple[float, float], bar: str = "") -> None:
    """A row of the table."""
    wall, cpu = seconds
    rate = f"{count / cpu:>12,.0f}" if count else " " * 12
    print(f"{what:58} {wall:8.2f} {cpu:8.2f} {rate}   {bar}", flush=True)


@contextmanager
def without_numba() -> Iterator[None]:
    """As if the extra ``fast`` were not installed."""
    kept = sys.modules.pop("numba", None)
    sys.modules["numba"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["numba"]
        if kept is not None:
            sys.modules["numba"] = kept


def ours() -> Study:
    """The bars of the project; the study of the rule, for what follows."""
    model = small()
    study(model, 3000, concepts=FOUR, engine="serial")
    count = 131_072
    seconds = best(lambda: study(model, count, concepts=FOUR, engine="serial"), 5)
    line("small, 4 concepts, weights → table, 1 thread", count, seconds, "200,000 draws/s per core")
    line("small, the same, 2 threads", count, best(lambda: study(model, count, concepts=FOUR, workers=2)))
    with without_numba():
        line("small, the same without numba", 4096, best(lambda: study(model, 4096, concepts=FOUR, engine="serial"), 1))

    case = dt.load("kuril/2019-01")
    study(case, 3000, engine="serial")
    clock = Clock()
    kuril = study(case, 100_000, workers=2)
    line("Kuril, 100,000 draws, 3 concepts, 2 threads", 100_000, clock.seconds())
    more: dict[str, dict[str, Any]] = {
        "hinges": {"sources": Sources(case.situation, case.folder)},
        "variants": {"variants": case.variants},
    }
    for name in QUESTIONS:
        ask(kuril, name, None, "seq", **more.get(name, {})).sentences("en")
    line("Kuril, the same and all questions asked", 0, clock.seconds(), "30 s on the wall, 2 cores")

    rule = situation(RULE)
    study(rule, 3000, engine="serial")
    found: list[Study] = []
    seconds = best(lambda: found.append(study(rule, 1_000_000, concepts=("nash",), engine="serial")))
    line("rule, 1,000,000 draws, 1 thread", 1_000_000, seconds)
    line(
        "rule, first-order shares of 6 drivers with noise floor",
        1_000_000,
        best(lambda: drivers(found[0], concept="nash"), 1),
    )
    hundred = study(rule, 100_000, concepts=("nash",))
    line(
        "rule, box and tree in words, re-checked on fresh draws",
        100_000,
        best(lambda: when(hundred, concept="nash"), 1),
    )
    return hundred


def ema(table: Study) -> None:
    """EMA Workbench: its overhead for each experiment, and its PRIM."""
    from ema_workbench import Model, RealParameter, ScalarOutcome, perform_experiments
    from ema_workbench.analysis import prim
    from pandas import DataFrame

    def rule(**x: float) -> dict[str, float]:
        return {"holds": float((x["a"] < 0.4 and x["b"] > 0.5) or x["c"] > 0.9)}

    model = Model("rule", function=rule)
    model.uncertainties = [RealParameter(name, 0, 1) for name in "abcdef"]
    model.outcomes = [ScalarOutcome("holds")]
    line(
        "EMA Workbench: rule, 10,000 experiments, sequential",
        10_000,
        best(lambda: perform_experiments(model, 10_000), 1),
    )
    frame = DataFrame(table.drivers)
    holds = table.measures["holds/nash/predicted"] == 2
    line("EMA Workbench: PRIM box", len(frame), best(lambda: prim.Prim(frame, holds, threshold=0.8).find_box(), 1))


def salib() -> None:
    """SALib: first-order and total shares by Sobol's design."""
    from SALib.analyze import sobol as analyse
    from SALib.sample import sobol as sample

    problem: dict[str, Any] = {"num_vars": 6, "names": list("abcdef"), "bounds": [[0, 1]] * 6}
    drawn: list[Any] = []
    line("SALib: Sobol design, 16,384 × 8 rows", 131_072, best(lambda: drawn.append(sample.sample(problem, 16_384)), 1))
    x = drawn[0]
    holds = (((x[:, 0] < 0.4) & (x[:, 1] > 0.5)) | (x[:, 2] > 0.9)).astype(float)
    line("SALib: its first-order and total shares", len(x), best(lambda: analyse.analyze(problem, holds), 1))


def million(folder: str, draws: int = 1_000_000) -> None:
    """A long study as a user makes it, in two threads and on two workers of Dask."""
    wrote = []
    for engine in ("threads", "dask"):
        out, start, before = Path(folder) / engine, time.perf_counter(), os.times()
        study(dt.load("kuril/2019-01"), draws, out=out, engine=engine, workers=2)
        spent = sum(os.times()[:4]) - sum(before[:4])  # of ended workers too
        line(f"Kuril, {draws:,} draws into a folder, {engine}", draws, (time.perf_counter() - start, spent))
        wrote.append(sorted((path.name, path.stat().st_size) for path in out.glob("part-*")))  # names hold the hash
    same = "the same bytes" if wrote[0] == wrote[1] else "OTHER BYTES"
    print(f"{'':58} {sum(size for _, size in wrote[0]) / 1e6:,.0f} MB in {len(wrote[0])} parts, {same}")


def main() -> None:
    """Print the table."""
    warnings.simplefilter("ignore")
    print(f"Python {platform.python_version()}, NumPy {np.__version__}, {os.cpu_count()} processors")
    print(f"{'':58} {'wall s':>8} {'CPU s':>8} {'per CPU s':>12}   bar")
    if sys.argv[1:2] == ["--million"]:
        study(dt.load("kuril/2019-01"), 3000, engine="serial")
        million(sys.argv[2], *map(int, sys.argv[3:4]))
        return
    table = ours()
    if importlib.util.find_spec("ema_workbench"):
        ema(table)
    if importlib.util.find_spec("SALib"):
        salib()


if __name__ == "__main__":
    main()
