"""The same questions put to comparable packages, side by side: ``python benchmarks/peers.py [LINES]``.

CPU milliseconds of this process, ours and theirs in turn, the least of a few runs; both answers are compared, and a
line whose answers differ stops the run. Whatever is not installed is left out; none of the packages is part of
detente, and none is ever needed.

*NegMAS*: the Pareto frontier of additive utilities with reservation values (ours: all named answers too).
*SALib*: first-order shares of six numbers, from rows that are already there (ours: with a noise floor).
*EMA Workbench*: 10,000 and a million runs of a rule, sampling included.
*Gambit* (pygambit): the pure equilibria of games whose payoffs are there already (ours: which player stays where).

LINES: any of ``negmas salib ema gambit`` (default: all).
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import platform
import time
import warnings
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import packages

from detente.load import check_text
from detente.outcomes.preferences import Preferences
from detente.situation.model import Situation
from detente.stability.concepts import CONCEPTS
from detente.stability.engines.arrays import Engine
from detente.stability.foresight import foresight
from detente.stability.solve import Model
from detente.uncertainty.questions.drivers import drivers
from detente.uncertainty.study.study import study
from uncertainty import RULE, situation

RUNS = 5
Work = Callable[[], Any]


def cpu() -> float:
    """CPU seconds of this process."""
    return time.process_time()


def together(ours: Work, theirs: Work, runs: int = RUNS) -> tuple[float, float]:
    """The least CPU seconds of both, run in turn; each at least as often in a row as makes 20 milliseconds."""
    least = [float("inf"), float("inf")]
    often = [_often(work) for work in (ours, theirs)]
    for _ in range(runs):
        for place, work in enumerate((ours, theirs)):
            start = cpu()
            for _ in range(often[place]):
                work()
            least[place] = min(least[place], (cpu() - start) / often[place])
    return least[0], least[1]


def _often(work: Work) -> int:
    start = cpu()
    work()
    return max(1, int(0.02 / max(cpu() - start, 1e-6)))


def told(peer: str, what: str, times: tuple[float, float]) -> None:
    """A row of the table."""
    ours, theirs = times
    print(f"| {peer} | {what} | {1000 * ours:,.2f} | {1000 * theirs:,.2f} | {theirs / ours:,.1f} |", flush=True)


def agree(same: bool, what: str) -> None:
    """Stop where answers differ: nothing is to be compared then."""
    if not same:
        raise SystemExit(f"answers differ: {what}")


def negmas() -> None:
    """Frontiers of additive utilities."""
    for name in ("additive-2x5x10", "additive-2x6x10"):
        make, _ = packages.LINES[name]
        made = make()
        mine, theirs = packages.ours(made, name), packages.peer(made)
        agree(packages.same(mine["zone"], theirs["zone"]), f"NegMAS, {name}")
        both = [(packages.ours(made, name)["seconds"], packages.peer(made)["seconds"]) for _ in range(2)]
        least = min(mine["seconds"], *(a for a, _ in both)), min(theirs["seconds"], *(b for _, b in both))
        told("NegMAS", f"frontier, {name.removeprefix('additive-')}", least)


def rule_of(x: dict[str, Any]) -> Any:
    """The rule of `uncertainty`, as a function of its drivers."""
    return ((x["a"] < 0.4) & (x["b"] > 0.5)) | (x["c"] > 0.9)


def salib() -> None:
    """First-order shares from rows of the same number."""
    from SALib.analyze import sobol as analyse
    from SALib.sample import sobol as sample

    problem: dict[str, Any] = {"num_vars": 6, "names": list("abcdef"), "bounds": [[0, 1]] * 6}
    x = sample.sample(problem, 16_384)
    holds = rule_of(dict(zip("abcdef", x.T, strict=True))).astype(float)
    rows = study(situation(RULE), len(x), concepts=("nash",), engine="serial")
    theirs = analyse.analyze(problem, holds, calc_second_order=True)
    shares = {effect.name: effect.share for effect in drivers(rows, concept="nash").decided[0].effects}
    near = all(abs(shares.get(name, 0.0) - theirs["S1"][place]) < 0.02 for place, name in enumerate("abcdef"))
    agree(near, f"SALib, {shares}, {theirs['S1']}")
    both = together(lambda: drivers(rows, concept="nash"), lambda: analyse.analyze(problem, holds), 3)
    told("SALib", f"first-order shares, {len(x):,} rows", both)


def ema() -> None:
    """What a run of a rule costs that does next to nothing."""
    from ema_workbench import Model, RealParameter, ScalarOutcome, perform_experiments

    def one(**x: float) -> dict[str, float]:
        return {"holds": float(rule_of(x))}

    model = Model("rule", function=one)
    model.uncertainties = [RealParameter(name, 0, 1) for name in "abcdef"]
    model.outcomes = [ScalarOutcome("holds")]
    made, found = situation(RULE), {}

    def ours() -> None:
        found["ours"] = study(made, count, concepts=("nash",), engine="serial")

    def theirs() -> None:
        found["theirs"] = perform_experiments(model, count, log_progress=True)

    for count, runs in ((10_000, 3), (1_000_000, 1)):
        both = together(ours, theirs, runs)
        mine, (drawn, held) = found["ours"], found["theirs"]
        agree(bool(((mine.measures["holds/nash/predicted"] == 2) == rule_of(mine.drivers)).all()), "ours, the rule")
        agree(bool((held["holds"] == rule_of(drawn)).all()), "EMA Workbench, the rule")
        told("EMA Workbench", f"{count:,} runs of a rule", both)


def gambit() -> None:
    """Pure equilibria, from payoffs that both have read."""
    from pygambit import Game
    from pygambit.nash import enumpure_solve

    random = np.random.default_rng(1)
    for shape in ((2, 2), (8, 8), (20, 20), (100, 100), (2,) * 3, (5,) * 3, (2,) * 6):
        payoffs = [random.integers(0, 100, shape) for _ in shape]
        game = Game.from_arrays(*payoffs)
        model = Model.of(players(shape))
        ranks = np.array([payoff.ravel("F") for payoff in payoffs], np.int32)[None]  # the first choice fastest
        wants = Preferences(tuple(model.situation.actors), ranks, ranks, {})

        def solved(model: Model = model, wants: Preferences = wants) -> np.ndarray:
            stable = foresight(Engine.of(model.moves, wants), CONCEPTS["nash"]).stable
            return np.logical_and.reduce(list(stable.values()))[:, 0]

        mine = {tuple(map(int, np.unravel_index(at, shape, "F"))) for at in np.flatnonzero(solved())}
        theirs = {
            tuple(next(k for k, one in enumerate(player.strategies) if profile[one] == 1) for player in game.players)
            for profile in enumpure_solve(game).equilibria
        }
        agree(mine == theirs, f"Gambit, {shape}")
        both = together(solved, lambda game=game: enumpure_solve(game))
        told("Gambit", f"pure equilibria, {' × '.join(map(str, shape))}", both)


def players(shape: tuple[int, ...]) -> Situation:
    """One actor for each number, with an option of so many levels."""
    lines = ["detente: 1", f"actors: {{{', '.join(f'p{one}: ' for one in range(len(shape)))}}}", "options:"]
    for one, count in enumerate(shape):
        lines.append(f"  p{one}: {{choice: {{levels: [{', '.join(f's{level}' for level in range(count))}]}}}}")
    case = check_text("\n".join(lines), Path()).case
    assert case is not None
    return case.situation


PEERS: dict[str, tuple[str, Work]] = {
    "negmas": ("negmas", negmas), "salib": ("SALib", salib), "ema": ("ema_workbench", ema),
    "gambit": ("pygambit", gambit),
}  # fmt: skip


def main() -> None:
    """Print the tables."""
    warnings.simplefilter("ignore")
    parser = argparse.ArgumentParser()
    parser.add_argument("lines", nargs="*", choices=[*PEERS, []], default=[])
    chosen = parser.parse_args().lines or [*PEERS]
    present = [name for name in chosen if importlib.util.find_spec(PEERS[name][0])]
    versions = ", ".join(f"{PEERS[name][0]} {version(PEERS[name][0])}" for name in present)
    print(f"Python {platform.python_version()}, NumPy {np.__version__}, {os.cpu_count()} cores; {versions or 'none'}\n")
    print("| beside | what | detente, CPU ms | theirs, CPU ms | times as fast |\n|---|---|---|---|---|")
    for name in present:
        PEERS[name][1]()


if __name__ == "__main__":
    main()
