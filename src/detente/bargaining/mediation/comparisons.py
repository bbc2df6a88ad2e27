"""Weights from comparisons of packages (UTA: Jacquet-Lagrèze & Siskos, EJOR 10 (1982) 151; from memory).

Weights w ≥ 0 with Σ w = 1 over issues scored from 0 to 1. Comparisons are consistent iff the largest margin δ with
u(better) − u(worse) ≥ δ for all of them is above 0. Told: the least and the most of every weight that fits (ties kept);
otherwise the smallest sets of comparisons that contradict each other; and the pair to ask about next: the one whose
answer cuts deepest whatever it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from detente.bargaining.packages.simplex import maximise
from detente.time_left import check

ZERO, ONE = Fraction(0), Fraction(1)
Scores = Mapping[str, Mapping[str, Fraction]]  # package → issue → score
Pair = tuple[str, str]  # better, worse


@dataclass(frozen=True)
class Compared:
    """`margin`: the largest δ; `weights`: issue → least and most (empty if inconsistent); `contradiction`: places of
    the smallest contradicting sets; `next_pairs`, `next_score`: what to ask next, how deep it cuts (None: all is
    known).
    """

    margin: Fraction
    weights: dict[str, tuple[Fraction, Fraction]]
    contradiction: tuple[tuple[int, ...], ...]
    next_pairs: tuple[Pair, ...]
    next_score: Fraction | None

    @property
    def consistent(self) -> bool:
        return self.margin > 0


def compared(issues: Sequence[str], packages: Scores, comparisons: Sequence[Pair]) -> Compared:
    """What the comparisons say of the weights, and what to ask next."""
    rows = [_row(issues, packages, pair) for pair in comparisons]
    margin = _margin(len(issues), rows)
    if margin <= 0:
        return Compared(margin, {}, _contradictions(len(issues), rows), (), None)
    weights = {}
    for at, issue in enumerate(issues):
        unit = [Fraction(at == other) for other in range(len(issues))]
        weights[issue] = (-_most([-value for value in unit], rows), _most(unit, rows))
    depth = {}
    for one, other in combinations(sorted(packages), 2):
        check()
        row = _row(issues, packages, (one, other))
        least = min(_most(row, rows), _most([-value for value in row], rows))
        if least > 0:
            depth[one, other] = least
    top = max(depth.values(), default=None)
    return Compared(margin, weights, (), tuple(pair for pair, value in depth.items() if value == top), top)


def _row(issues: Sequence[str], packages: Scores, pair: Pair) -> list[Fraction]:
    better, worse = pair
    return [packages[better][issue] - packages[worse][issue] for issue in issues]


def _most(worth: Sequence[Fraction], rows: Sequence[Sequence[Fraction]]) -> Fraction:
    """The largest worth · w over the weights that fit, ties kept."""
    columns = [[ONE, *(row[at] for row in rows)] for at in range(len(worth))]
    columns += [[ZERO, *(-ONE if other == at else ZERO for other in range(len(rows)))] for at in range(len(rows))]
    found = maximise(columns, [*worth, *(ZERO for _ in rows)], [ONE, *(ZERO for _ in rows)])
    assert found is not None
    return found.value


def _margin(size: int, rows: Sequence[Sequence[Fraction]]) -> Fraction:
    """The largest δ with row · w ≥ δ for all rows; 1 where there are none."""
    check()
    if not rows:
        return ONE
    low = min(min(row) for row in rows)
    columns = [[ONE, *(row[at] - low for row in rows)] for at in range(size)]
    columns.append([ZERO, *(-ONE for _ in rows)])
    columns += [[ZERO, *(-ONE if other == at else ZERO for other in range(len(rows)))] for at in range(len(rows))]
    gains = [*(ZERO for _ in range(size)), ONE, *(ZERO for _ in rows)]
    found = maximise(columns, gains, [ONE, *(ZERO for _ in rows)])
    assert found is not None
    return found.value + low


def _contradictions(size: int, rows: Sequence[Sequence[Fraction]]) -> tuple[tuple[int, ...], ...]:
    """The smallest sets of rows that no weights fit, all ties."""
    for count in range(1, len(rows) + 1):
        found = tuple(
            chosen
            for chosen in combinations(range(len(rows)), count)
            if _margin(size, [rows[at] for at in chosen]) <= 0
        )
        if found:
            return found
    return ()
