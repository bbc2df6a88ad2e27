"""How long frontiers and all named answers take, and NegMAS beside it: ``python benchmarks/packages.py [NAMES]``.

CPU seconds of one thread, from the negotiation in memory to the frontier and the Nash, Kalai–Smorodinsky, egalitarian
and utilitarian deals; the better of two runs, so compiling is left out; every line in a process of its own. *MiB*: peak
memory of that process. Lines with divisible terms (the last number) count straight pieces of the frontier. Lines named
`robust` judge every undominated package of a shipped case over 20,000 runs, and ask of the first few in which of these
they last, from the situation in memory; `lasting` cuts the range of a share at every level at which something turns
(*frontier* counts packages, or spans; *in the zone* the runs with a zone). Where NegMAS is installed, the same
utilities and reservation values are given to its `pareto_frontier` (up to a million packages, additive), and vectors
in the zone are compared. NegMAS is no part of detente and never needed.

NAMES: beginnings of names of lines, such as ``additive-2`` (default: all).
"""

from __future__ import annotations

import importlib.util
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from math import log10
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("NUMBA_NUM_THREADS", "1")

import numpy as np

from detente.bargaining.agreement.from_situation import negotiation_about
from detente.bargaining.brokered.result import Brokered
from detente.bargaining.mediation.share_results import Divided
from detente.bargaining.packages.negotiation import Bonus, Issue, Negotiation, Part, Utility
from detente.bargaining.packages.result import deal
from detente.bargaining.shares.gain_sets import Divisible, Shares, Slope
from detente.load import load
from detente.situation.model import Situation
from detente.uncertainty.deal_futures import deal_story

PEER_LIMIT = 1_000_000
RUNS = 20_000
Seed = np.random.Generator


def _issues(count: int, values: int) -> tuple[Issue, ...]:
    return tuple(Issue(f"i{place}", tuple(map(str, range(values)))) for place in range(count))


def _table(numbers: Any) -> Any:
    found = np.empty(np.shape(numbers), object)
    found[...] = [[Fraction(str(x)) for x in row] for row in numbers] if np.ndim(numbers) == 2 else [
        Fraction(str(x)) for x in numbers
    ]  # fmt: skip
    return found


def additive(parties: int, issues: int, values: int, digits: int = 0) -> Negotiation:
    """Uniform points from 0 to 100 with so many decimals; no deal is worth the mean package."""
    random = np.random.default_rng(parties * 10_000 + issues * 100 + values)
    utilities, without = [], []
    for _ in range(parties):
        points = np.round(random.uniform(0, 100, (issues, values)), digits)
        parts = tuple(Part((place,), _table(row)) for place, row in enumerate(points))
        utilities.append(Utility(parts))
        without.append(sum((sum(part.table) / values for part in parts), Fraction(0)))
    return Negotiation(
        tuple(f"P{i}" for i in range(parties)), _issues(issues, values), tuple(utilities), tuple(without)
    )


def conditional(parties: int, issues: int, values: int) -> Negotiation:
    """The same, and a table over every issue and the next, in a ring: nothing can be put together apart."""
    random = np.random.default_rng(parties)
    plain = additive(parties, issues, values)
    utilities = []
    for utility in plain.utilities:
        pairs = tuple(
            Part((place, (place + 1) % issues), _table(random.integers(-30, 31, (values, values))))
            for place in range(issues)
        )
        utilities.append(Utility(utility.parts + pairs))
    return Negotiation(plain.parties, plain.issues, tuple(utilities), plain.disagreement)


def boxes(issues: int) -> Negotiation:
    """Bonuses over boxes of up to four of the issues, two per issue and party, as in the domains of ANAC 2014."""
    random = np.random.default_rng(issues)
    utilities = []
    for _ in range(2):
        bonuses = []
        for _ in range(2 * issues):
            chosen = random.choice(issues, random.integers(1, 5), replace=False)
            ends = np.sort(random.integers(0, 10, (len(chosen), 2)), axis=1)
            when = tuple((int(i), tuple(range(low, high + 1))) for i, (low, high) in zip(chosen, ends, strict=True))
            bonuses.append(Bonus(when, Fraction(int(random.integers(1, 100)))))
        utilities.append(Utility((), tuple(bonuses)))
    return Negotiation(("P0", "P1"), _issues(issues, 10), tuple(utilities), (Fraction(0), Fraction(0)))


def divisible(issues: int, values: int, terms: int) -> Shares:
    """Uniform whole points from 0 to 100; of each term one party wants more, each value in three concave pieces."""
    random = np.random.default_rng(issues * 100 + values)
    plain = additive(2, issues, values)
    slopes = []
    for party in range(2):
        mine = []
        for term in range(terms):
            ends = [0, *sorted(random.choice(np.arange(1, 100), 2, replace=False).tolist()), 100]
            rises = (party + term) % 2
            steep = sorted(random.integers(1, 20, 3).tolist(), reverse=bool(rises))
            worth = [Fraction(0)]
            for (left, right), slope in zip(pairwise(ends), steep, strict=True):
                worth.append(worth[-1] + Fraction((1 if rises else -1) * slope * (right - left), 20))
            mine.append(Slope(term, tuple(zip(map(Fraction, ends), worth, strict=True))))
        slopes.append(tuple(mine))
    ranges = tuple(Divisible(f"t{term}", Fraction(0), Fraction(100)) for term in range(terms))
    return Shares(plain, ranges, tuple(slopes))


# Name of a line: how it is made, and the bar in CPU seconds if there is one.
LINES: dict[str, tuple[Callable[[], Negotiation | Shares | Situation], float | None]] = {
    "additive-2x3x10": (lambda: additive(2, 3, 10), None),
    "additive-2x5x10": (lambda: additive(2, 5, 10), None),
    "additive-2x6x10": (lambda: additive(2, 6, 10), None),
    "additive-3x6x10": (lambda: additive(3, 6, 10), None),
    "additive-4x5x10": (lambda: additive(4, 5, 10), None),
    "additive-2x50x10": (lambda: additive(2, 50, 10), 0.2),
    "additive-2x50x10-decimals": (lambda: additive(2, 50, 10, 4), 0.2),
    "additive-3x30x5": (lambda: additive(3, 30, 5), 0.5),
    "additive-3x30x5-decimals": (lambda: additive(3, 30, 5, 4), 0.5),
    "additive-4x10x5": (lambda: additive(4, 10, 5), 0.3),
    "additive-20x8x3": (lambda: additive(20, 8, 3), 20.0),
    "conditional-2x7x10": (lambda: conditional(2, 7, 10), 5.0),
    "conditional-4x7x10": (lambda: conditional(4, 7, 10), 5.0),
    "boxes-2x10x10": (lambda: boxes(10), 2.0),
    "boxes-2x30x10": (lambda: boxes(30), 30.0),
    "divisible-2x5x10-2": (lambda: divisible(5, 10, 2), 1.0),
    "divisible-2x6x10-4": (lambda: divisible(6, 10, 4), None),
    "robust-kuril-2019": (lambda: load("kuril/2019-01").situation, 10.0),
    "robust-lesotho-1986": (lambda: load("bargaining/lesotho_1986").situation, None),
    "lasting-lesotho-1986": (lambda: load("bargaining/lesotho_1986").situation, None),
}


def ours(negotiation: Negotiation | Shares | Situation, name: str) -> dict[str, Any]:
    """The better of two runs."""
    if isinstance(negotiation, Situation):
        return mediated(negotiation, name)
    if isinstance(negotiation, Shares):
        return shared(negotiation)
    best, found = float("inf"), None
    for _ in range(2):
        start = time.process_time()
        found = deal(negotiation)
        found.answers()
        best = min(best, time.process_time() - start)
    assert found is not None
    vectors = sorted(tuple(map(float, point.u)) for point in found.zone)
    return {"seconds": best, "engine": found.frontier.engine, "front": len(found.frontier.points), "zone": vectors}


def shared(shares: Shares) -> dict[str, Any]:
    """The same with divisible terms: straight pieces of the frontier in place of packages."""
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        found = Divided(shares)
        found.answer()
        best = min(best, time.process_time() - start)
    return {"seconds": best, "engine": "pruned", "front": len(found.frontier), "zone": found.cells}


def mediated(situation: Situation, name: str) -> dict[str, Any]:
    """An agreement of a situation over the runs, or level by level."""
    best, count, zone = float("inf"), 0, 0
    for _ in range(2):
        start = time.process_time()
        robust = name.startswith("robust")
        found = deal_story(situation, draws=RUNS if robust else 0, robust=True)
        assert isinstance(found, Brokered)
        if robust:
            assert found.robust is not None
            count, zone = len(found.robust.packages), round(found.robust.some_zone * RUNS)
        else:
            count = sum(len(one.spans) for one in found.lasting_levels)
        best = min(best, time.process_time() - start)
    return {"seconds": best, "engine": "runs" if robust else "cuts", "front": count, "zone": zone}


def size_of(made: Negotiation | Shares | Situation) -> int:
    """How many packages there are, without divisible terms."""
    if isinstance(made, Situation):
        return negotiation_about(made)[0].cells
    return (made.negotiation if isinstance(made, Shares) else made).cells


def peer(negotiation: Negotiation) -> dict[str, Any]:
    """NegMAS on the same utilities: `pareto_frontier` with the reservation values."""
    from negmas.outcomes import make_issue, make_os
    from negmas.preferences import LinearAdditiveUtilityFunction
    from negmas.preferences.ops import pareto_frontier

    space = make_os([make_issue(list(range(len(one.levels))), one.name) for one in negotiation.issues])
    functions = [
        LinearAdditiveUtilityFunction(
            [dict(enumerate(map(float, part.table))) for part in utility.parts],
            weights=[1.0] * len(utility.parts),
            outcome_space=space,
            reserved_value=float(own),
        )
        for utility, own in zip(negotiation.utilities, negotiation.disagreement, strict=True)
    ]
    start = time.process_time()
    vectors, _ = pareto_frontier(functions, issues=list(space.issues))
    took = time.process_time() - start
    d = list(map(float, negotiation.disagreement))
    zone = {tuple(map(float, u)) for u in vectors if all(a >= b - 1e-9 for a, b in zip(u, d, strict=True))}
    return {"seconds": took, "zone": sorted(zone)}


def measured(name: str, kind: str) -> dict[str, Any] | None:
    """One line in a process of its own; None if it failed."""
    words = [sys.executable, __file__, "--one", kind, name]
    run = subprocess.run(words, capture_output=True, text=True, check=False)
    return json.loads(run.stdout.splitlines()[-1]) if run.returncode == 0 and run.stdout else None


def one(kind: str, name: str) -> None:
    """What such a process prints."""
    made = LINES[name][0]()
    found = peer(made) if kind == "peer" and isinstance(made, Negotiation) else ours(made, name)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(found | {"peak": peak}, default=float))


def same(first: list[list[float]], second: list[list[float]]) -> bool:
    return len(first) == len(second) and bool(np.allclose(first, second, atol=1e-6))


def counted(zone: int | list[Any]) -> int:
    """How much lies in the zone: a count, or the number of vectors. Of lines over runs, the runs with a zone."""
    return zone if isinstance(zone, int) else len(zone)


def main(names: list[str]) -> None:
    """Print the table."""
    with_peer = importlib.util.find_spec("negmas") is not None
    print(
        "| negotiation | packages | engine | CPU s | bar | MiB | frontier | in the zone | NegMAS CPU s | MiB | same |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for name, (make, bar) in LINES.items():
        if names and not any(name.startswith(start) for start in names):
            continue
        made = make()
        packages = size_of(made)
        mine = measured(name, "ours")
        asked = with_peer and packages <= PEER_LIMIT and name.startswith("additive")
        theirs = measured(name, "peer") if asked else None
        cells = [name, f"10^{log10(packages):.1f}"]
        if mine is None:
            cells += ["failed"] + [""] * 5
        else:
            cells += [mine["engine"], f"{mine['seconds']:.3f}", "" if bar is None else f"{bar:g}"]
            cells += [f"{mine['peak']:.0f}", str(mine["front"]), str(counted(mine["zone"]))]
        if mine is None or theirs is None:
            cells += ["", "", ""]
        else:
            agree = "yes" if same(mine["zone"], theirs["zone"]) else f"no ({len(theirs['zone'])})"
            cells += [f"{theirs['seconds']:.3f}", f"{theirs['peak']:.0f}", agree]
        print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], sys.argv[3])
    else:
        main(sys.argv[1:])
