"""How much everything may move together before an answer changes.

*Radius.* Every number may move by up to r of the way from its centre to the ends of its range, all at once and in any
directions. The radius is the largest r with an unchanged answer. What is found are points with another answer, so r is
*at most* the nearest of them: rays from the centre through draws with another answer, and through the corners on their
side, each narrowed down by asking the model. Then 500 draws are pulled into 0.95 of that box, and it is counted how
many of them have another answer. The radius says where the centre lies; how often an answer comes out in all the ranges
is another matter, so both stand side by side. What counts is the width of the ranges, chosen by the analyst.

*Swaps.* Where all preferences are orders (no inertia, no listed pairs) and there are few outcomes, also how many
exchanges of neighbours in one actor's order turn the answer: 1, 2, or more than was tried.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, ClassVar

import numpy as np

from detente.outcomes.preferences import Array, Preferences, preferences_of
from detente.outcomes.telling import Teller
from detente.result import Row
from detente.stability.kernel.predicted import answers
from detente.uncertainty.questions.asking import (
    Line,
    answers_at,
    asked,
    central_answers,
    codes,
    lines,
    origin_of,
    under,
    words_of,
)
from detente.uncertainty.questions.flip import FINE
from detente.uncertainty.questions.naming import answer_words, share_words, teller_of
from detente.uncertainty.questions.nearest import Ask, asker, other_than
from detente.uncertainty.questions.wilson import Share
from detente.uncertainty.study.result import Asked, Study
from detente.words import say

RAYS = 32
INNER = 0.95
DRAWS = 500
MOST_OUTCOMES = 128
MOST_TRIES = 4_000
BETWEEN = 7


@dataclass(frozen=True)
class Margin:
    """One question. `radius`: at most so far (None: no draw has another answer). `changed`: of draws within 0.95 of it.

    `share`: how often the central answer comes out in all the ranges. `swaps`: how many exchanges turn it (None: not
    asked, or none tried did), and `swaps_tried`: up to how many were tried.
    """

    question: str
    answer: str
    share: Share
    radius: float | None
    changed: Share | None
    swaps: int | None
    swaps_tried: int


@dataclass(frozen=True, repr=False)
class Robustness(Asked):
    """How far the answers hold, question by question."""

    told_by: ClassVar[str] = "detente.uncertainty.questions.robustness:robustness_sentences"

    margins: tuple[Margin, ...] = field(default=())

    def cells(self) -> list[Row]:
        """One row per question."""
        return [
            {
                "question": margin.question,
                "answer": margin.answer,
                "share": margin.share,
                "radius_at_most": margin.radius,
                "changed_within": margin.changed,
                "swaps": margin.swaps,
                "swaps_tried": margin.swaps_tried,
            }
            for margin in self.margins
        ]

    def data(self) -> dict[str, Any]:
        return {**self.head(), "margins": self.rows()}


def robustness(study: Study, question: str | None = None, concept: str = "seq") -> Robustness:
    """How far the central answer to a question (each of them) holds."""
    study = under(study, concept)
    questions, moving = asked(study, question), lines(study)
    here = central_answers(study, questions, concept)
    margins = []
    for name in questions:
        found, words = codes(study, name, concept), words_of(study, name, concept)
        share = Share(int((found == here[name]).sum()), study.count)
        radius, changed = _radius(study, moving, name, concept, here[name])
        swaps, tried = fewest_swaps(study, name, concept)
        margins.append(Margin(name, words[here[name]], share, radius, changed, swaps, tried))
    origin = origin_of(study, question=question, concept=concept)
    return Robustness(study, concept, tuple(margins), origin=origin)


def _halves(moving: tuple[Line, ...], away: Array) -> Array:
    """The way from the centre to the end of the range on the side of each change."""
    up = np.array([line.high - line.centre for line in moving])
    down = np.array([line.centre - line.low for line in moving])
    return np.where(away >= 0, up, down)


def _radius(
    study: Study, moving: tuple[Line, ...], question: str, concept: str, here: int
) -> tuple[float | None, Share | None]:
    numeric = tuple(line for line in moving if not line.values)
    others = np.flatnonzero(codes(study, question, concept) != here)
    if not len(others) or not numeric:
        return None, None
    middle = np.array([line.centre for line in numeric])
    draws = np.stack([study.drivers[line.name] for line in numeric], axis=1).astype(float)
    away = draws - middle
    halves = _halves(numeric, away)
    scaled = np.divide(away, halves, out=np.zeros_like(away), where=halves > 0)  # −1 … 1
    near = others[np.argsort(np.abs(scaled[others]).max(axis=1), kind="stable")[:RAYS]]
    through = scaled[near] / np.abs(scaled[near]).max(axis=1, keepdims=True)
    rays = np.concatenate([through, np.sign(through)])
    ask = asker(study, numeric, question, concept)
    radius = _first_other(numeric, rays, here, ask)
    if radius is None:
        return None, None
    inner = middle + scaled[:DRAWS] * _halves(numeric, scaled[:DRAWS]) * radius * INNER
    columns = {line.name: inner[:, place] for place, line in enumerate(numeric)}
    answers = answers_at(study, columns, (question,), concept)[question]
    return radius, Share(int((answers != here).sum()), len(answers))


def _first_other(moving: tuple[Line, ...], rays: Array, here: int, ask: Ask) -> float | None:
    """The least r at which some ray (rows, in −1 … 1 of the way to the ends) meets another answer, as far as found."""
    middle = np.array([line.centre for line in moving])
    halves = _halves(moving, rays)
    steps = np.linspace(0, 1, BETWEEN + 2)
    near, far = np.zeros(len(rays)), np.full(len(rays), np.nan)
    low, high = near, np.ones(len(rays))
    while True:
        reach = low[:, None] + steps * (high - low)[:, None]
        points = middle + (reach[:, :, None] * (rays * halves)[:, None, :]).reshape(-1, len(moving))
        other = other_than(ask(points), here).reshape(reach.shape)
        known = other.any(axis=1)
        if not known.any():
            return None if np.isnan(far).all() else float(np.nanmin(far))
        first = other.argmax(axis=1)[known]
        rays, halves, reach = rays[known], halves[known], reach[known]
        rows = np.arange(len(rays))
        far = reach[rows, first]
        low, high = reach[rows, np.maximum(first - 1, 0)], far
        keep = low <= far.min()  # a ray that turns farther out than the nearest turn cannot be the least
        rays, halves, low, high, far = rays[keep], halves[keep], low[keep], high[keep], far[keep]
        if float((high - low).max()) <= FINE:
            return float(far.min())


def fewest_swaps(study: Study, question: str, concept: str) -> tuple[int | None, int]:
    """The fewest exchanges of neighbouring ranks (of any actors) that turn the central answer, and how many were tried.

    Outcomes of equal rank move together. (None, 0) where preferences are no orders or there are too many outcomes.
    """
    model = study.model
    central = preferences_of(model.numbers())
    if central.pairs or model.space.count > MOST_OUTCOMES or (central.rank != central.lifted).any():
        return None, 0
    truths = model.space.holds(study.situation.questions[question].statement)[None]
    base = central.rank[0]
    neighbours = [
        (actor, int(low), int(high))
        for actor, ranks in enumerate(base)
        for low, high in zip(np.unique(ranks)[:-1], np.unique(ranks)[1:], strict=True)
    ]

    def told(tables: list[Array]) -> Array:
        rank = np.stack(tables)
        return answers(model, Preferences(central.actors, rank, rank, {}), (concept,), truths)[concept][:, 0]

    here = told([base])[0]
    once = [_swapped(base, *pair) for pair in neighbours]
    if once and (told(once) != here).any():
        return 1, 1
    pairs = len(neighbours) * (len(neighbours) - 1) // 2
    if not once or 2 * pairs > MOST_TRIES:
        return None, 1
    twice = [_swapped(_swapped(base, *a), *b) for one in combinations(neighbours, 2) for a, b in (one, one[::-1])]
    return (2, 2) if twice and (told(twice) != here).any() else (None, 2)


def _swapped(ranks: Array, actor: int, low: int, high: int) -> Array:
    found = ranks.copy()
    found[actor][ranks[actor] == low] = high
    found[actor][ranks[actor] == high] = low
    return found


def robustness_sentences(result: Robustness, language: str = "en") -> list[str]:
    """How far all numbers may move together, and how many exchanges of ranks an answer stands."""
    teller = teller_of(result.study, language)
    return [_margin(margin, teller) for margin in result.margins]


def _margin(margin: Margin, teller: Teller) -> str:
    language = teller.language
    values = {"question": teller.question(margin.question), "answer": answer_words(margin.answer, language)}
    if margin.radius is None or margin.changed is None:
        said = say("study.robustness.none", language, **values)
    else:
        key = "radius" if margin.changed.count else "radius_clear"
        said = say(
            f"study.robustness.{key}",
            language,
            **values,
            share=share_words(margin.share, language),
            percent=float(f"{100 * margin.radius:.2g}"),
            changed=share_words(margin.changed, language),
            count=margin.changed.total,
        )
    if margin.swaps_tried == 0:
        return said
    key = {1: "swaps_one", 2: "swaps_two"}.get(margin.swaps or 0, "swaps_more")
    return f"{said} {say(f'study.robustness.{key}', language, count=margin.swaps_tried)}"
