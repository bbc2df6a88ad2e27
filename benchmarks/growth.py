"""How time grows with size, line by line: ``python benchmarks/growth.py [LINE …] [--most SECONDS]``.

Each line makes the same kind of work at four sizes and more, each twice as large as the one before or more, and
measures CPU seconds, compiling and the making of the case left out, the best of two runs. *slope*: of log seconds over
log size, by least squares, over the sizes that took 5 ms or more; 1 means twice the time for twice the size. A line
ends before a size that would take longer than SECONDS (20), by what the last two took.

``python benchmarks/growth.py units``: what one draw and one situation of a folder cost, for plans on many machines.
"""

from __future__ import annotations

import argparse
import itertools
import math
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("NUMBA_NUM_THREADS", "1")

import numpy as np
import packages
import positions

import detente
import influence
import stability
import uncertainty
from detente.bargaining.positions.challenge import PRESETS, challenge_round
from detente.batch import Wanted, batch
from detente.influence.balance.frustration import best_split
from detente.load import check_text
from detente.stability.engines.large import large_stability
from detente.stability.engines.sweeps import compiler_present
from detente.uncertainty.study.study import study

Work = Callable[[], object]
TEXTS = itertools.count()
LEAST = 0.005  # seconds below which a time says little


def goals(count: int) -> str:
    """Two actors with six yes-or-no options each, and `count` goals between them over pairs of options."""
    random = np.random.default_rng(count)
    every = [f"{actor}.o{place}" for actor in "ab" for place in range(6)]
    lines = ["detente: 1", "actors: {a: , b: }", "options:"]
    lines += [f"  {actor}: {{{', '.join(f'o{place}: ' for place in range(6))}}}" for actor in "ab"]
    lines.append("preferences:")
    for actor in "ab":
        lines.append(f"  {actor}:\n    goals:")
        for place in range(count // 2):
            one, two = random.choice(every, 2, replace=False)
            word = random.choice(["and", "or", "iff"])
            lines.append(f"      g{place}: {{want: {one} {word} {two}, weight: {random.integers(1, 100)}}}")
    return "\n".join(lines)


def everybody(count: int) -> str:
    """So many actors with one option and one goal each: more outcomes than can be listed."""
    names = [f"a{place}" for place in range(count)]
    lines = ["detente: 1", f"actors: {{{', '.join(f'{name}: ' for name in names)}}}", "options:"]
    lines += [f"  {name}: {{x: }}" for name in names]
    lines.append("preferences:")
    for name, other in zip(names, [*names[1:], names[0]], strict=True):
        lines.append(f"  {name}: {{goals: {{g: {{want: {other}.x, weight: 3}}}}}}")
    return "\n".join(lines)


def sweeping(bits: int, actors: int) -> Work:
    """All five concepts on a grid with a fifth infeasible and random ranks."""
    made = stability.board(bits, actors, 0.2, "random")
    return lambda: stability.sweeping(made, compiler_present())


def signing(bits: int) -> Work:
    """The same and what joint moves add: two parties, two outsiders who answer."""
    made = stability.signing(bits, 2)
    return lambda: large_stability(made).found


def drawing(draws: int) -> Work:
    """From weights to the table."""
    made = uncertainty.small()
    return lambda: study(made, draws, concepts=uncertainty.FOUR, engine="serial")


def checking(text: str) -> Work:
    """A file from its text to its warnings; never the same text, which would not be read again."""
    return lambda: check_text(f"{text}\n# {next(TEXTS)}\n", Path())


def dealing(issues: int) -> Work:
    """Frontier and all points of two parties, additive, ten values an issue."""
    made = packages.additive(2, issues, 10)
    return lambda: packages.deal(made).answers()


def conditional(issues: int) -> Work:
    """The same where nothing can be put together apart."""
    made = packages.conditional(2, issues, 10)
    return lambda: packages.deal(made).answers()


def challenging(actors: int) -> Work:
    """A round of challenges on one issue."""
    x, capability, salience = positions.case(actors)
    switches = next(iter(PRESETS.values()))
    return lambda: challenge_round(x, capability, salience, switches)


def splitting(ties: int) -> Work:
    """The frustration index, proven: two camps, one tie in twenty with the wrong sign, eight ties an actor."""
    made = influence.made(ties // 4, ties, 0.05)
    return lambda: best_split(made)


# name: what grows; the sizes as they are said; the work at each
LINES: dict[str, tuple[str, dict[int, Callable[[], Work]]]] = {
    "outcomes": (
        "outcomes, five concepts, 4 actors, random ranks",
        {1 << bits: (lambda bits=bits: sweeping(bits, 4)) for bits in (14, 16, 18, 20, 22)},
    ),
    "agreements": (
        "outcomes with an agreement: what holds, is predicted, is possible",
        {1 << bits: (lambda bits=bits: signing(bits)) for bits in (12, 14, 16, 18, 20)},
    ),
    "actors": (
        "actors between whom 65,536 outcomes are divided",
        {count: (lambda count=count: sweeping(16, count)) for count in (2, 4, 8, 16)},
    ),
    "draws": (
        "draws, 64 outcomes, four concepts",
        {1 << power: (lambda power=power: drawing(1 << power)) for power in (13, 14, 15, 16, 17)},
    ),
    "goals": (
        "goals, a file checked",
        {count: (lambda count=count: checking(goals(count))) for count in (250, 500, 1000, 2000, 4000)},
    ),
    "everybody": (
        "actors with an option each, a file checked",
        {count: (lambda count=count: checking(everybody(count))) for count in (250, 500, 1000, 2000, 4000)},
    ),
    "packages": (
        "packages, additive, 2 parties",
        {10**issues: (lambda issues=issues: dealing(issues)) for issues in (3, 4, 5, 6, 8, 10)},
    ),
    "conditional": (
        "packages, nothing apart, 2 parties",
        {10**issues: (lambda issues=issues: conditional(issues)) for issues in (3, 4, 5, 6)},
    ),
    "positions": (
        "actors on an issue, a round of challenges",
        {count: (lambda count=count: challenging(count)) for count in (100, 200, 400, 800, 1600)},
    ),
    "ties": (
        "ties, the frustration index proven",
        {count: (lambda count=count: splitting(count)) for count in (500, 1000, 2000, 4000, 8000)},
    ),
}


def seconds(work: Work) -> float:
    """CPU seconds of the better of two runs."""
    found = []
    for _ in range(2):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def times(sizes: dict[int, Callable[[], Work]], most: float) -> Iterator[tuple[int, float]]:
    """Each size with its time, as long as the next is likely to take no longer than this."""
    last: list[tuple[int, float]] = []
    for size, made in sizes.items():
        if len(last) > 1:
            (small, before), (large, after) = last[-2:]
            slope = math.log(max(after, LEAST) / max(before, LEAST)) / math.log(large / small)
            if after * (size / large) ** max(1.0, slope) > most:
                return
        last.append((size, seconds(made())))
        yield last[-1]


def slope_of(found: list[tuple[int, float]]) -> float:
    """The slope of log seconds over log size; not a number where fewer than two times say something."""
    told = [(math.log(size), math.log(spent)) for size, spent in found if spent >= LEAST]
    return float(np.polyfit(*zip(*told, strict=True), 1)[0]) if len(told) > 1 else math.nan


def units() -> None:
    """CPU milliseconds for a draw, kept or not, and for a situation of a folder, answered anew or before."""
    case = detente.load("kuril/2019-01")
    study(case, 3000, engine="serial")
    draws = 1 << 14
    with TemporaryDirectory() as folder:
        print(f"a draw of the Kuril case: {1000 * seconds(lambda: study(case, draws, engine='serial')) / draws:.2f} ms")
        kept = Path(folder) / "study"
        start = time.process_time()
        study(case, draws, engine="serial", out=kept)
        size = sum(path.stat().st_size for path in kept.iterdir()) / draws
        print(f"… kept in a folder: {1000 * (time.process_time() - start) / draws:.2f} ms, {size:.0f} bytes")
        for name in ("stability/chicken", "kuril/2019-01"):
            source, many = Path(folder) / name / "in", 8
            for place in range(many):
                shutil.copytree(Path(__file__).parents[1] / "cases" / name, source / f"c{place}")
            told = []
            for out, wanted in (("plain", Wanted(draws=0)), ("drawn", Wanted()), ("drawn", Wanted())):
                start = time.process_time()
                batch(source, source.parent / out, wanted, engine="serial")
                told.append(1000 * (time.process_time() - start) / many)
            plain, drawn, before = told
            print(f"{name}: {plain:.1f} ms at central numbers, {drawn:.1f} with draws, {before:.1f} answered before")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("lines", nargs="*", choices=[*LINES, "units", []], default=[])
    parser.add_argument("--most", type=float, default=20.0)
    given = parser.parse_args()
    if given.lines == ["units"]:
        units()
        return
    print("| what grows | CPU seconds | slope |")
    print("|---|---|---|")
    for name in given.lines or LINES:
        what, sizes = LINES[name]
        next(iter(sizes.values()))()()  # compiled, imported
        found = list(times(sizes, given.most))
        told = " · ".join(f"{size:,}: {spent:.3g}" for size, spent in found)
        print(f"| {what} | {told} | {slope_of(found):.2f} |", flush=True)


if __name__ == "__main__":
    main()
