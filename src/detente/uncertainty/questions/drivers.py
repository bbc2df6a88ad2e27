"""Which number decides: how much of the variety of an answer goes back to each number alone.

For an answer with kinds o, Y_o = 1 where it comes out, the share of number j is (generalised first-order index)

    S_j = Σ_o Var(E[Y_o | X_j]) / Σ_o Var(Y_o),

the same whatever the order of the kinds. It is estimated from the draws as they are: X_j is cut into B bins of equal
probability, and what B bins explain by chance is subtracted: with SSB and SSW the squares between and within bins,

    S_j = (SSB − (B − 1) · SSW/(N − B)) / (SSB + SSW).

`floor` is what chance still shows: the answers are shuffled 20 times; of the largest share of any number in each, the
second largest. A number at or below it cannot be told from one that does nothing. S_j near 0 does not mean harmless:
a number can matter together with others only. `pairs` names those of two numbers, by the same estimate on eight bins
each: what the two explain together beyond what each explains alone, if that is at least 2% and more than chance shows
(five standard deviations). `groups` (by actor, or by source) count in what any of theirs do together. Their share is
what a tree of their numbers explains of draws it has not seen, so the true share is about that or more. With numbers
tied together (``together``), shares overlap and do not add up.

The error is the delete-a-group jackknife over ten tenths of the draws.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import sqrt
from typing import Any, ClassVar

import numpy as np

from detente.outcomes.preferences import Array
from detente.result import Row
from detente.uncertainty.grouping import by_actor
from detente.uncertainty.questions.asking import YES, Line, asked, codes, lines, origin_of, words_of
from detente.uncertainty.questions.when.binning import binned, bins_for, table
from detente.uncertainty.questions.when.tree import explained
from detente.uncertainty.questions.wilson import Share
from detente.uncertainty.study.result import Asked, Study, plain

SHUFFLES = 20
TENTHS = 10
GROUP_DRAWS = PAIR_DRAWS = 20_000
PAIR_BINS = 8
PAIR_TOLD = 0.02
CLEAR = 5


@dataclass(frozen=True)
class Effect:
    """A number and the share that goes back to it. `lowest`, `highest`: how often yes in its outer fifths (or None)."""

    name: str
    share: float
    error: float
    lowest: Share | None
    highest: Share | None


@dataclass(frozen=True)
class Decided:
    """One question. `effects`, largest first; empty if `constant`: then nothing in these ranges changes the answer.

    `answer`: the most frequent one; `others`: in how many draws it is another. `pairs`: two numbers, and what they
    explain together beyond what each does alone.
    """

    question: str
    constant: bool
    answer: str
    floor: float
    effects: tuple[Effect, ...]
    groups: tuple[tuple[str, float], ...] = ()
    others: int = 0
    pairs: tuple[tuple[str, str, float], ...] = ()

    @property
    def deciding(self) -> tuple[Effect, ...]:
        """The numbers whose share is above what chance shows."""
        return tuple(effect for effect in self.effects if effect.share > self.floor)


@dataclass(frozen=True, repr=False)
class Drivers(Asked):
    """Which numbers decide, question by question. `grouped`: what its groups are (``actor``, ``source`` or ``own``)."""

    told_by: ClassVar[str] = "detente.uncertainty.questions.drivers_sentences:drivers_sentences"

    decided: tuple[Decided, ...] = field(default=())
    grouped: str = "actor"

    def cells(self) -> list[Row]:
        """One row per question and number."""
        return [row for found in self.decided for row in _cells(found, found.effects)]

    def telling(self) -> list[Row]:
        """The numbers whose share is above what chance shows."""
        return [row for found in self.decided for row in _cells(found, found.deciding)]

    def data(self) -> dict[str, Any]:
        questions = {
            found.question: {
                "constant": found.constant,
                "floor": plain(found.floor),
                "groups": dict(found.groups),
                "pairs": [[one, other, plain(share)] for one, other, share in found.pairs],
            }
            for found in self.decided
        }
        return {**self.head(), "questions": questions, "drivers": self.rows()}


def _cells(found: Decided, effects: Sequence[Effect]) -> list[Row]:
    return [
        {
            "question": found.question,
            "number": effect.name,
            "share": effect.share,
            "error": effect.error,
            "floor": found.floor,
            "yes_lowest_fifth": effect.lowest,
            "yes_highest_fifth": effect.highest,
        }
        for effect in effects
    ]


def drivers(
    study: Study,
    question: str | None = None,
    concept: str = "seq",
    groups: Mapping[str, Sequence[str]] | None = None,
    grouped: str | None = None,
    answer: str = YES,
) -> Drivers:
    """Which numbers decide the answer to a question (all of them).

    Args:
        groups: name of a group → its numbers; by default one group for each actor whose wishes they enter
            (`detente.uncertainty.grouping` has groups by source too).
        answer: the one whose share in the outer fifths is told.
        grouped: what the groups are, for the sentences: ``actor``, ``source``, or ``own`` (the default for own groups).
    """
    questions = asked(study, question)
    moving = lines(study)
    cut = {line.name: binned(study.drivers[line.name], bins_for(study.count)) for line in moving}
    together = by_actor(study.situation, [line.name for line in moving]) if groups is None else groups
    decided = []
    for name in questions:
        found, words = codes(study, name, concept), words_of(study, name, concept)
        if (found == found[0]).all():
            decided.append(Decided(name, True, words[found[0]], 0.0, ()))
            continue
        told = words.index(answer)
        effects = []
        for line in moving:
            bin_of, edges = cut[line.name]
            share, error = with_error(bin_of, len(edges) + 1, found, len(words))
            outer = (None, None) if line.unordered else outer_fifths(bin_of, len(edges) + 1, found, len(words), told)
            effects.append(Effect(line.name, max(0.0, share), error, *outer))
        effects.sort(key=lambda effect: -effect.share)
        floor = noise_floor(list(cut.values()), found, len(words), study.seed)
        shares = tuple((group, _group_share(study, members, found)) for group, members in together.items() if members)
        usual = int(np.bincount(found).argmax())
        others = int((found != usual).sum())
        decided.append(
            Decided(name, False, words[usual], floor, tuple(effects), shares, others, _pairs(study, moving, found))
        )
    grouped = grouped or ("actor" if groups is None else "own")
    origin = origin_of(study, question=question, concept=concept, groups=groups, grouped=grouped)
    return Drivers(study, concept, tuple(decided), grouped, origin=origin)


def first_order(counts: Array) -> float:
    """S of a table of counts (bins × kinds), what chance adds subtracted; 0 if the answer never varies."""
    sizes = counts.sum(axis=1)
    counts, sizes = counts[sizes > 0], sizes[sizes > 0]
    total, bins = sizes.sum(), len(sizes)
    overall = counts.sum(axis=0) / total
    whole = total * float((overall * (1 - overall)).sum())
    if whole <= 0:
        return 0.0
    between = float((sizes[:, None] * (counts / sizes[:, None] - overall) ** 2).sum())
    chance = (bins - 1) * (whole - between) / max(1, total - bins)
    return float((between - chance) / whole)


def with_error(bin_of: Array, bins: int, found: Array, kinds: int) -> tuple[float, float]:
    """S and its standard error (delete-a-group jackknife)."""
    tenths = min(TENTHS, len(found))
    group = (np.arange(len(found)) * tenths) // len(found)
    counts = np.bincount((group * bins + bin_of) * kinds + found, minlength=tenths * bins * kinds)
    counts = counts.reshape(tenths, bins, kinds)
    whole = counts.sum(axis=0)
    without = np.array([first_order(whole - part) for part in counts])
    error = sqrt((tenths - 1) / tenths * float(((without - without.mean()) ** 2).sum()))
    return first_order(whole), error


def outer_fifths(bin_of: Array, bins: int, found: Array, kinds: int, yes: int) -> tuple[Share, Share]:
    """How often yes in the lowest and in the highest fifth of the draws (whole bins: at least a fifth)."""
    counts = table(bin_of, bins, found, kinds)
    sizes = counts.sum(axis=1)
    ends = []
    for way in (slice(None), slice(None, None, -1)):
        reach = int(np.searchsorted(np.cumsum(sizes[way]), len(found) / 5)) + 1
        ends.append(Share(int(counts[way][:reach, yes].sum()), int(sizes[way][:reach].sum())))
    return ends[0], ends[1]


def noise_floor(cut: list[tuple[Array, Array]], found: Array, kinds: int, seed: int) -> float:
    """What the largest share looks like when no number decides anything."""
    random = np.random.default_rng([seed, len(found)])
    rows = [(bin_of * kinds, (len(edges) + 1, kinds)) for bin_of, edges in cut]
    found, largest = found.astype(np.int64), []
    for _ in range(SHUFFLES if cut else 0):
        shuffled = random.permutation(found)
        counts = (np.bincount(row + shuffled, minlength=bins * of).reshape(bins, of) for row, (bins, of) in rows)
        largest.append(max(map(first_order, counts)))
    return max(0.0, sorted(largest)[-2]) if largest else 0.0


def _pairs(study: Study, moving: Sequence[Line], found: Array) -> tuple[tuple[str, str, float], ...]:
    """Pairs of numbers that matter together beyond each alone, the strongest first."""
    found = found[:PAIR_DRAWS]
    kinds = int(found.max()) + 1
    cut = [binned(study.drivers[line.name][:PAIR_DRAWS], PAIR_BINS) for line in moving]
    alone = [first_order(table(b, len(edges) + 1, found, kinds)) for b, edges in cut]
    told = []
    for one, other in combinations(range(len(moving)), 2):
        (a, a_edges), (b, b_edges) = cut[one], cut[other]
        cells = (len(a_edges) + 1) * (len(b_edges) + 1)
        share = first_order(table(a * (len(b_edges) + 1) + b, cells, found, kinds)) - alone[one] - alone[other]
        if share > max(PAIR_TOLD, CLEAR * sqrt(2 * cells) / len(found)):
            told.append((moving[one].name, moving[other].name, share))
    return tuple(sorted(told, key=lambda pair: -pair[2]))


def _group_share(study: Study, members: Sequence[str], found: Array) -> float:
    columns = [study.drivers[name][:GROUP_DRAWS] for name in members]
    return max(0.0, explained(columns, found[:GROUP_DRAWS]))
