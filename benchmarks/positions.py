"""How long positions take, and how near they come: the bars, and the table of the open half of DEU III.

    python benchmarks/positions.py            times, one thread, CPU seconds, the least of five runs
    python benchmarks/positions.py --accuracy the errors of every model on 177 issues with known outcomes

Bars: 200 actors, a round of challenges 0.3 s, probabilistic Condorcet 0.1 s; 10,000 draws of 10 actors under all models
1 s; 1,000 issues of 10 actors 5 s, an issue of 400 actors (challenges go on for 100 rounds) 3 s.
Measured elsewhere, on two cores, by running the programs themselves: jmckib's port of the challenge model, one
round: 0.03 s at 5 actors, 0.89 s at 10, 51 s at 20; KTAB, a whole run with its database: 0.1 to 0.2 s at 5 actors,
1.4 s at 20, 27 s at 34, stopped after 60 s at 50; decide, three rounds of exchanges of 11 actors on 7 issues: 1.4 s.
schelling states about 4 s for 10,000 draws of 10 actors.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from detente.bargaining.positions.challenge import PRESETS, challenge_round
from detente.bargaining.positions.condorcet import condorcet
from detente.bargaining.positions.exchange import Table, exchange
from detente.bargaining.positions.models import Stands, over_draws
from detente.bargaining.positions.probabilistic_condorcet import election
from detente.bargaining.positions.result import positions
from detente.bargaining.positions.score import score
from detente.bargaining.positions.spatial import bargain
from detente.exchange.position_tables.known_outcomes import read_known
from detente.load import load
from detente.situation.model import Situation

RUNS = 5
OPEN_HALF = Path(__file__).parents[1] / "cases" / "bargaining" / "deu3_open"


def least(task: Callable[[], object], runs: int = RUNS) -> float:
    """CPU seconds of the fastest of some runs."""
    found = []
    for _ in range(runs):
        start = time.process_time()
        task()
        found.append(time.process_time() - start)
    return min(found)


def case(*shape: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Positions, capabilities, saliences drawn evenly, always the same."""
    random = np.random.default_rng(7)
    return random.uniform(0, 100, shape), random.uniform(1, 10, shape), random.uniform(0.1, 1, shape)


def times() -> None:
    for count in (20, 50, 100, 200):
        x, c, s = case(count)
        for name, switches in PRESETS.items():
            told(f"{count} actors, a round of challenges, {name}", least(partial(challenge_round, x, c, s, switches)))
        told(f"{count} actors, probabilistic Condorcet, all three kinds", least(partial(election, x, c * s)))
        told(f"{count} actors, Condorcet", least(partial(condorcet, x, c * s)))
    x, c, s = case(10_000, 10)
    told("10,000 draws × 10 actors, all models", least(partial(over_draws, Stands(x, c, s))))
    for count in (10, 20, 34, 50):
        x, c, s = case(count)
        task = partial(bargain, x[:, None] / 100, s[:, None], c)
        told(f"{count} actors, KTAB's rounds until they settle", least(task))
    for issues, actors in ((7, 11), (13, 15)):
        x, c, s = case(issues, actors)
        table = Table(x, c, s, np.ones(x.shape, bool))
        told(f"{actors} actors × {issues} issues, three rounds of exchanges", least(partial(exchange, table, 3)))


def whole_issues() -> None:
    """A whole result with its sentences: many issues of ten actors, and one of many actors."""
    for issues, actors in ((1000, 10), (1, 400)):
        dice = np.random.default_rng(1)
        lines = ["issue,actor,position,capability,salience"]
        lines += [
            f"i{issue},a{actor},{dice.integers(0, 101)},{dice.integers(1, 100)},{dice.integers(1, 100) / 100}"
            for issue in range(issues)
            for actor in range(actors)
        ]
        with TemporaryDirectory() as folder:
            table = Path(folder) / "table.csv"
            table.write_text("\n".join(lines))
            case = load(table)
        told(f"{actors} actors × {issues} issues, whole", least(partial(_told_whole, case.situation), 2))


def _told_whole(situation: Situation) -> None:
    positions(situation).sentences()


def told(what: str, seconds: float) -> None:
    print(f"{what:<60} {seconds:8.3f} s")


def accuracy() -> None:
    result = score(read_known(OPEN_HALF), without=("com", "ep"), alone=("ep", "com"))
    heads = f"{'issues':>7}{'MAE':>8}{'CRPS':>8}{'difference, 95%':>26}{'80% band':>10}{'width':>8}"
    print(f"{'model':<26}{'capability':<12}{heads}")
    for row in result.rows():
        band = "" if row["coverage"] is None else f"{100 * row['coverage']:.0f}%"
        wide = "" if row["width"] is None else f"{row['width']:.0f}"
        between = f"{row['difference']:+.2f} [{row['from']:+.2f}, {row['to']:+.2f}]"
        print(f"{row['model']:<26}{row['capability']:<12}{row['issues']:>7}{row['mae']:>8.2f}{row['crps']:>8.2f}"
              f"{between:>26}{band:>10}{wide:>8}")  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accuracy", action="store_true", help="the table of errors instead of times")
    if parser.parse_args().accuracy:
        accuracy()
    else:
        times()
        whole_issues()
