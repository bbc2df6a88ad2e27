"""When does an answer come out: boxes of few conditions in which it is frequent, and a short tree as a second look.

The boxes are found by peeling (`detente.uncertainty.questions.when.prim`) on the first half of the draws, up to
100,000; their density and coverage are those of the second half. Each threshold comes with its resample range. Then
every box is put to the model again with draws that the study has never seen
(`detente.uncertainty.questions.when.regions`). What fails either of the two is dropped, and the result says so. The
tree (at most three thresholds deep, `detente.uncertainty.questions.when.tree`) tells all answers apart at once; its
leaves are counted and checked likewise.

Boxes have sides along the numbers. Where an answer depends on a sum or a product of two, several boxes or none may fit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from detente.outcomes.preferences import Array
from detente.result import Row
from detente.uncertainty.questions.asking import ORDER, YES, asked, codes, lines, origin_of, under, words_of
from detente.uncertainty.questions.when.prim import Box, find_boxes, resampled
from detente.uncertainty.questions.when.regions import Checked, Columns, Region
from detente.uncertainty.questions.when.tree import Tree, grow
from detente.uncertainty.questions.wilson import Share
from detente.uncertainty.study.result import Asked, Study

MOST_DRAWS = 100_000
LEAST_HITS = 20
USUAL = 0.95  # where yes is more frequent than this, it says more when it fails
TREE_DEPTH = 3


@dataclass(frozen=True)
class Told:
    """One question: the answer looked for, how often it comes out, the boxes, and the leaves of the tree."""

    question: str
    answer: str
    share: Share
    boxes: tuple[Region, ...]
    leaves: tuple[Region, ...]

    @property
    def constant(self) -> bool:
        return self.share.count in (0, self.share.total)

    @property
    def rare(self) -> bool:
        """Too few draws have the answer to look for a region."""
        return not self.boxes and not self.leaves and self.share.count < 2 * LEAST_HITS


@dataclass(frozen=True, repr=False)
class When(Asked):
    """In which regions of the numbers an answer comes out, question by question."""

    told_by: ClassVar[str] = "detente.uncertainty.questions.when.sentences:when_sentences"

    told: tuple[Told, ...] = field(default=())

    def cells(self) -> list[Row]:
        """One row per region and condition."""
        return [
            {
                "question": told.question,
                "kind": kind,
                "region": place + 1,
                "answer": region.answer,
                **condition.row(),
                "density": region.inside,
                "coverage": region.covered,
                "density_fresh": region.fresh,
                "kept": region.kept,
            }
            for told in self.told
            for kind, regions in (("box", told.boxes), ("leaf", told.leaves))
            for place, region in enumerate(regions)
            for condition in region.conditions
        ]

    def telling(self) -> list[Row]:
        """The regions that stood up to the check."""
        return [{key: value for key, value in row.items() if key != "kept"} for row in self.cells() if row["kept"]]

    def data(self) -> dict[str, Any]:
        return {
            **self.head(),
            "questions": {
                told.question: {
                    "answer": told.answer,
                    **told.share.data(),
                    "boxes": [region.data() for region in told.boxes],
                    "leaves": [region.data() for region in told.leaves],
                }
                for told in self.told
            },
        }


def when(study: Study, question: str | None = None, concept: str = "seq", answer: str | None = None) -> When:
    """When a question (each of them) is answered so: by default yes; where yes is usual or never, the next answer."""
    study = under(study, concept)
    moving = lines(study)
    told = []
    for name in asked(study, question):
        words, found = words_of(study, name, concept), codes(study, name, concept)
        target = answer or _target(words, found)
        hit = found == words.index(target)
        share = Share(int(hit.sum()), study.count)
        if share.count in (0, share.total) or not moving:
            told.append(Told(name, target, share, (), ()))
            continue
        space = Columns.of(moving)
        told.append(Told(name, target, share, *_regions(study, space, name, concept, target)))
    origin = origin_of(study, question=question, concept=concept, answer=answer)
    return When(study, concept, tuple(told), origin=origin)


def _target(words: tuple[str, ...], found: Array) -> str:
    counts = np.bincount(found, minlength=len(words))
    often = counts[words.index(YES)] / len(found)
    if 0 < often <= USUAL or often == 1:
        return YES
    return max((word for word in ORDER if word in words and word != YES), key=lambda word: counts[words.index(word)])


def _regions(
    study: Study, space: Columns, question: str, concept: str, target: str
) -> tuple[tuple[Region, ...], tuple[Region, ...]]:
    """The boxes and the leaves of one question, counted and checked."""
    found, words = codes(study, question, concept), words_of(study, question, concept)
    half = min((study.count + 1) // 2, MOST_DRAWS)
    seen, held = slice(0, half), slice(half, 2 * half)
    code = words.index(target)
    learn, test = space.values(study.drivers, seen), space.values(study.drivers, held)
    hit = found[seen] == code
    boxes: list[tuple[str, Box, dict[tuple[int, bool], tuple[float, float]]]] = []
    if hit.sum() >= LEAST_HITS:
        gain = hit - (1 + float(hit.mean())) / 2
        left = np.ones(half, np.bool_)
        for box in find_boxes(learn, hit):
            boxes.append((target, box, resampled(box, [v[left] for v in learn], gain[left], study.seed)))
            left &= ~box.inside(learn)
    leaves: list[tuple[str, Box, dict[tuple[int, bool], tuple[float, float]]]] = [
        (words[kind], box, {}) for kind, box in _leaf_boxes(learn, found[seen], len(words))
    ]
    checked = Checked(study, space, question, concept)

    def learnt(kind: str, box: Box) -> float:
        return float((found[seen][box.inside(learn)] == words.index(kind)).mean())

    return (
        tuple(
            checked.region(found[held], test, learnt(a, box), words.index(a), a, box, ranges)
            for a, box, ranges in boxes
        ),
        tuple(
            checked.region(found[held], test, learnt(a, box), words.index(a), a, box, ranges)
            for a, box, ranges in leaves
        ),
    )


def _leaf_boxes(columns: list[Array], found: Array, kinds: int) -> list[tuple[int, Box]]:
    """The leaves of a tree as boxes, neighbours with the same answer as one; none if the tree has no threshold."""
    tree = _merged(grow(columns, found, kinds, TREE_DEPTH))
    boxes: list[tuple[int, Box]] = []

    def walk(node: Tree, box: Box) -> None:
        if node.low is None or node.high is None:
            boxes.append((node.kind, box))
            return
        low, high = box.low[node.number], box.high[node.number]
        walk(node.low, box.with_ends(node.number, low, float(np.nextafter(node.threshold, -np.inf))))
        walk(node.high, box.with_ends(node.number, node.threshold, high))

    if tree.low is not None:
        walk(tree, Box((-np.inf,) * len(columns), (np.inf,) * len(columns)))
    return boxes


def _merged(tree: Tree) -> Tree:
    """The tree without thresholds that part leaves of the same answer."""
    if tree.low is None or tree.high is None:
        return tree
    low, high = _merged(tree.low), _merged(tree.high)
    if low.low is None and high.low is None and low.kind == high.kind:
        return Tree(tree.counts)
    return Tree(tree.counts, tree.number, tree.threshold, low, high)
