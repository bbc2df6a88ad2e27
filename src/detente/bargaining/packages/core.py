"""Who can do better without the others: what passes, what is blocked, and what nobody blocks (the core).

A party accepts what is at least as good as no deal; a package passes if all members of some winning set accept it.

A winning set of parties can bring about any package. A set S that is not winning, and without which nothing passes, can
refuse, and change only the issues its members decide alone (`own`); everything else then stands as in the status quo. A
set that the others can outvote can bring about nothing. S blocks a package x if it can bring about one that is better
than x for every member. A veto player is in every winning set. With utilities on one scale that can be paid for, what S
is worth is the largest sum of its members' gains over no deal among the packages that it can bring about, and at least
0: a game of coalitions for `games`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np

from detente.bargaining.packages.listing import levels_of, listing
from detente.bargaining.packages.negotiation import Array, Negotiation, Point, integers
from detente.bargaining.packages.undominated import distinct, undominated

MOST_PACKAGES = 200_000
MOST_PARTIES = 10

Coalition = tuple[int, ...]


@dataclass(frozen=True)
class Blocking:
    """`core`: what nobody blocks, as vectors; `packages`: how many; `blocks`: how many packages each set blocks.

    `veto`: parties without which nothing passes. `worth`: what each set is worth, counted from no deal.
    """

    core: tuple[Point, ...]
    packages: int
    blocks: dict[Coalition, int]
    veto: Coalition
    worth: dict[frozenset[int], Fraction]


def applies(negotiation: Negotiation) -> bool:
    """Something says what sets of parties can do, and the packages can be gone through."""
    says = bool(negotiation.winning or negotiation.own) and negotiation.status_quo is not None
    return says and negotiation.cells <= MOST_PACKAGES and len(negotiation.parties) <= MOST_PARTIES


def winning_sets(negotiation: Negotiation) -> tuple[Coalition, ...]:
    """The minimal winning sets; all parties together where none are named."""
    return negotiation.winning or (tuple(range(len(negotiation.parties))),)


def blocking(negotiation: Negotiation) -> Blocking:
    """Go through all sets of parties; see the module."""
    whole = integers(negotiation, rounded=False)
    chunks = list(listing(negotiation, whole, tuple(range(len(negotiation.issues)))))
    block = tuple(range(len(negotiation.issues)))
    levels = levels_of(negotiation, block, np.concatenate([chunk[0] for chunk in chunks]))
    values = np.concatenate([chunk[1] for chunk in chunks])
    standing = np.array(negotiation.status_quo)
    parties = range(len(negotiation.parties))
    wins = winning_sets(negotiation)
    free = np.ones(len(levels), np.bool_)
    blocks: dict[Coalition, int] = {}
    worth: dict[frozenset[int], Fraction] = {}
    for size in range(1, len(negotiation.parties) + 1):
        for group in combinations(parties, size):
            can = _within_reach(negotiation, levels, standing, group, wins)
            worth[frozenset(group)] = _worth(negotiation, values[can], whole.scale, group)
            better = _blocked(values[:, group], values[can][:, group])
            if better.any():
                blocks[group] = int(better.sum())
                free &= ~better
    veto = tuple(party for party in parties if all(party in group for group in wins))
    return Blocking(_points(negotiation, levels[free], values[free]), int(free.sum()), blocks, veto, worth)


def _within_reach(
    negotiation: Negotiation, levels: Array, standing: Array, group: Coalition, wins: tuple[Coalition, ...]
) -> Array:
    """Which packages a set can bring about."""
    if any(set(win) <= set(group) for win in wins):
        return np.ones(len(levels), np.bool_)
    if any(not set(win) & set(group) for win in wins):
        return np.zeros(len(levels), np.bool_)
    own = {issue for party in group if negotiation.own for issue in negotiation.own[party]}
    fixed = [issue for issue in range(len(standing)) if issue not in own]
    return np.asarray((levels[:, fixed] == standing[fixed]).all(axis=1))


def _blocked(values: Array, reach: Array) -> Array:
    """Which rows some row within reach beats in every place."""
    found = np.zeros(len(values), np.bool_)
    if len(reach):
        _, _, rows = distinct(reach)
        for row in rows[undominated(rows)] if rows.dtype != object else rows:
            found |= (row > values).all(axis=1).astype(np.bool_)
    return found


def _worth(negotiation: Negotiation, values: Array, scale: tuple[int, ...], group: Coalition) -> Fraction:
    best = Fraction(0)
    if len(values):
        sums = {tuple(row) for row in values[:, group].tolist()}
        for row in sums:
            total = sum(
                (
                    Fraction(value, scale[party])
                    + negotiation.utilities[party].constant
                    - negotiation.disagreement[party]
                    for value, party in zip(row, group, strict=True)
                ),
                Fraction(0),
            )
            best = max(best, total)
    return best


def _points(negotiation: Negotiation, levels: Array, values: Array) -> tuple[Point, ...]:
    if not len(levels):
        return ()
    ranks = values if values.dtype != object else np.arange(len(values))[:, None]
    order, starts, _ = distinct(ranks)
    counts = np.diff(np.append(starts, len(order)))
    packages = [tuple(levels[order[start]].tolist()) for start in starts]
    found = [Point(negotiation.utility(one), int(n), one) for one, n in zip(packages, counts, strict=True)]
    return tuple(sorted(found, key=lambda point: point.u, reverse=True))


def passing(negotiation: Negotiation) -> dict[str, Any]:
    """How many packages pass, and how many are accepted by how many parties."""
    whole = integers(negotiation, rounded=False)
    goals = [
        -(-((d - utility.constant) * scale) // 1)
        for d, utility, scale in zip(negotiation.disagreement, negotiation.utilities, whole.scale, strict=True)
    ]
    passed, by_number = 0, np.zeros(len(negotiation.parties) + 1, np.int64)
    for _, values in listing(negotiation, whole, tuple(range(len(negotiation.issues)))):
        accepts = np.stack([values[:, i] >= goal for i, goal in enumerate(goals)], axis=1).astype(np.bool_)
        by_number += np.bincount(accepts.sum(axis=1), minlength=len(by_number))
        wins = [accepts[:, list(group)].all(axis=1) for group in negotiation.winning]
        passed += int(np.any(wins, axis=0).sum()) if wins else int(accepts.all(axis=1).sum())
    return {"packages_passing": passed, "by_number_of_acceptors": {str(n): int(c) for n, c in enumerate(by_number)}}
