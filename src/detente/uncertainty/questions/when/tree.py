"""A short tree of thresholds that tells answers apart (classification tree; Breiman, Friedman, Olshen and Stone, 1984).

At each node the number and the threshold are taken that lessen Σ_o p_o(1 − p_o) most (Gini), which for answers written
as 0 and 1 is the variance explained. The number is chosen on bins of equal probability, its threshold then exactly,
half-way between the two values it separates. Where no number alone is worth a threshold, two are tried together: an
answer that is yes where both are high or both are low (“exclusive or”) shows in none of them alone. The pair is chosen
on eight bins each, the threshold of its first number then exactly, that of the second by the next step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from detente.outcomes.preferences import Array
from detente.uncertainty.questions.when.binning import binned, bins_for, halfway

GROUP_DEPTH = 6
LEAST_GAIN = 0.005  # of the whole variance: a smaller gain is not worth a sentence
LEAST_LEAF = 0.02
COARSE = 8
PAIR_DRAWS = 20_000


@dataclass(frozen=True)
class Tree:
    """A leaf, or a node with a threshold: below it `low`, from it on `high`. `counts`: draws of each kind of answer."""

    counts: tuple[int, ...]
    number: int = -1
    threshold: float = 0.0
    low: Tree | None = None
    high: Tree | None = None

    @property
    def kind(self) -> int:
        """The most frequent kind."""
        return int(np.argmax(self.counts))


def grow(columns: Sequence[Array], found: Array, kinds: int, depth: int = 3) -> Tree:
    """A tree of at most this depth that explains the answers from these numbers."""
    bins = bins_for(len(found))
    cut = [binned(np.asarray(values), bins) for values in columns]
    whole = _impurity(np.bincount(found, minlength=kinds))
    least = max(1, int(LEAST_LEAF * len(found)))
    return _grow(columns, cut, found, kinds, np.arange(len(found)), depth, LEAST_GAIN * whole, least)


def _grow(
    columns: Sequence[Array],
    cut: Sequence[tuple[Array, Array]],
    found: Array,
    kinds: int,
    here: Array,
    depth: int,
    least_gain: float,
    least_leaf: int,
) -> Tree:
    counts = np.bincount(found[here], minlength=kinds)
    leaf = Tree(tuple(int(count) for count in counts))
    whole = _impurity(counts)
    if depth == 0 or whole == 0:
        return leaf
    best, number = 0.0, -1
    for place, (bin_of, edges) in enumerate(cut):
        table = np.bincount(bin_of[here] * kinds + found[here], minlength=(len(edges) + 1) * kinds)
        gain = _best_split(table.reshape(-1, kinds).cumsum(axis=0)[:-1], counts, least_leaf)[0]
        if gain > best:
            best, number = gain, place
    if best < least_gain:
        first = _pair_split(columns, found, kinds, here, least_gain, least_leaf)
        if first is None:
            return leaf
        number, threshold = first
        return _parted(columns, cut, found, kinds, here, depth, least_gain, least_leaf, leaf, number, threshold)
    order = here[np.argsort(columns[number][here], kind="stable")]
    values = columns[number][order]
    before = np.eye(kinds, dtype=np.int64)[found[order]].cumsum(axis=0)[:-1]
    apart = np.flatnonzero(values[1:] > values[:-1])
    gain, place = _best_split(before[apart], counts, least_leaf)
    if gain < least_gain or gain <= 0:
        return leaf
    threshold = float(halfway(values[apart[place]], values[apart[place] + 1]))
    return _parted(columns, cut, found, kinds, here, depth, least_gain, least_leaf, leaf, number, threshold)


def _parted(
    columns: Sequence[Array],
    cut: Sequence[tuple[Array, Array]],
    found: Array,
    kinds: int,
    here: Array,
    depth: int,
    least_gain: float,
    least_leaf: int,
    leaf: Tree,
    number: int,
    threshold: float,
) -> Tree:
    """The node with this threshold, and what grows on both sides."""
    below = columns[number][here] < threshold
    parts = [
        _grow(columns, cut, found, kinds, here[side], depth - 1, least_gain, least_leaf) for side in (below, ~below)
    ]
    return Tree(leaf.counts, number, threshold, *parts)


def _pair_split(
    columns: Sequence[Array], found: Array, kinds: int, here: Array, least_gain: float, least_leaf: int
) -> tuple[int, float] | None:
    """The first threshold of the two that, set together, lessen the impurity most; None if no pair is worth it."""
    some = here[:PAIR_DRAWS]
    part_of = len(some) / len(here)
    kept = _squares(np.bincount(found[some], minlength=kinds)[None])[0]
    coarse = [binned(columns[k][some], COARSE) for k in range(len(columns))]
    varied = [k for k, (_, edges) in enumerate(coarse) if len(edges)]
    if len(varied) < 2:
        return None
    pairs = list(combinations(varied, 2))
    firsts = {k: COARSE * kinds * coarse[k][0] for k in varied}
    seconds = {k: kinds * coarse[k][0] + found[some] for k in varied}
    tables = [np.bincount(firsts[one] + seconds[other], minlength=COARSE**2 * kinds) for one, other in pairs]
    corner = np.array(tables).reshape(-1, COARSE, COARSE, kinds).cumsum(axis=1).cumsum(axis=2)
    low, left, whole = corner[:, :-1, -1:], corner[:, -1:, :-1], corner[:, -1:, -1:]
    inner = corner[:, :-1, :-1]
    parts = (inner, low - inner, left - inner, whole - low - left + inner)
    able = np.all([part.sum(axis=-1) >= least_leaf * part_of for part in parts], axis=0)
    gains: Array = np.where(able, np.sum([_squares(part) for part in parts], axis=0) - kept, 0.0)
    pair, row, line = np.unravel_index(int(np.argmax(gains)), gains.shape)
    if not (able[pair, row, line] and gains[pair, row, line] > least_gain * part_of):
        return None
    one, other = pairs[pair]
    second = float(coarse[other][1][line])
    order = here[np.argsort(columns[one][here], kind="stable")]
    values = columns[one][order]
    combined = 2 * found[order] + (columns[other][order] < second)
    before = np.eye(2 * kinds, dtype=np.int64)[combined].cumsum(axis=0)
    apart = np.flatnonzero(values[1:] > values[:-1])
    sides = (before[apart], before[-1] - before[apart])
    able = np.all([side.sum(axis=1) >= least_leaf for side in sides], axis=0)
    gain = sum(_squares(side[:, half::2]) for side in sides for half in (0, 1))
    place = int(np.argmax(np.where(able, gain, 0.0)))
    return one, float(halfway(values[apart[place]], values[apart[place] + 1]))


def _squares(counts: Array) -> Array:
    """Σ_o n_o²/n over the last axis, 0 where nothing is counted: what impurity leaves of the draws."""
    sizes = counts.sum(axis=-1)
    return np.asarray((counts.astype(float) ** 2).sum(axis=-1) / np.maximum(sizes, 1))


def _impurity(counts: Array) -> float:
    total = counts.sum()
    return float(total - (counts.astype(float) ** 2).sum() / total) if total else 0.0


def _best_split(before: Array, counts: Array, least: int) -> tuple[float, int]:
    """The largest gain of cutting after one of these cumulated counts, and where; 0 if none leaves enough both ways."""
    if not len(before):
        return 0.0, 0
    low, high = before.astype(float), (counts - before).astype(float)
    sizes, others = low.sum(axis=1), high.sum(axis=1)
    able = (sizes >= least) & (others >= least)
    with np.errstate(divide="ignore", invalid="ignore"):
        kept = (low**2).sum(axis=1) / sizes + (high**2).sum(axis=1) / others
    gain = np.where(able, kept - (counts.astype(float) ** 2).sum() / counts.sum(), 0.0)
    place = int(np.argmax(gain))
    return float(gain[place]), place


def leaves_of(tree: Tree, columns: Sequence[Array], count: int) -> list[tuple[Tree, Array]]:
    """Every leaf with the draws that fall into it."""
    found: list[tuple[Tree, Array]] = []

    def walk(node: Tree, here: Array) -> None:
        if node.low is None or node.high is None:
            found.append((node, here))
            return
        below = columns[node.number][here] < node.threshold
        walk(node.low, here[below])
        walk(node.high, here[~below])

    walk(tree, np.arange(count))
    return found


def explained(columns: Sequence[Array], found: Array) -> float:
    """How much of the variance of the answers a tree of these numbers explains, on the half of the draws not seen."""
    half = len(found) // 2
    kinds = int(found.max()) + 1
    rest = found[half:]
    overall = np.bincount(rest, minlength=kinds) / len(rest)
    whole = len(rest) * float((overall * (1 - overall)).sum())
    if half == 0 or whole == 0:
        return 0.0
    tree = grow([values[:half] for values in columns], found[:half], kinds, GROUP_DEPTH)
    missed = 0.0
    for leaf, here in leaves_of(tree, [values[half:] for values in columns], len(rest)):
        share = np.array(leaf.counts) / sum(leaf.counts)
        seen = np.bincount(rest[here], minlength=kinds)
        missed += float((seen * ((share**2).sum() - 2 * share + 1)).sum())
    return 1 - missed / whole
