"""Every `when`, `flip` and `hinges` sentence told of the Kuril case, put to the model again by the other engine.

The study uses one evaluation for thousands of draws at once; here the ordinary one of `detente stability` answers, on
draws with another seed, which neither the study nor its own checks have seen.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from detente.evidence.sources import Sources
from detente.load import load
from detente.stability.prediction import answer
from detente.stability.solve import Model, solve
from detente.uncertainty.questions.asking import centre
from detente.uncertainty.questions.flip import flip
from detente.uncertainty.questions.hinges import hinges
from detente.uncertainty.questions.parts import parts_of, scale_of, situation_without
from detente.uncertainty.questions.when.regions import FALL
from detente.uncertainty.questions.when.when import when
from detente.uncertainty.questions.wilson import Share
from detente.uncertainty.study.result import Study
from detente.uncertainty.study.sampling import design
from detente.uncertainty.study.study import study
from detente.uncertainty.without import resting_on
from tests.uncertainty.asked import says_all

OTHER_SEED = 20_190_131
CASE = load("kuril/2019-01")


@pytest.fixture(scope="module")
def made() -> Study:
    return study(CASE, 6_000, 7, ["seq"])


def answers(model: Model, columns: Mapping[str, np.ndarray], count: int, scale=None) -> dict[str, list[str]]:  # type: ignore[no-untyped-def]
    """The predicted answer to every question at these numbers, by the ordinary engine."""
    start = model.space.status_quo
    assert start is not None
    numbers = model.numbers(count, columns=dict(columns), scale=dict(scale or {}))
    found = [
        arrows.graph.predicted(start, arrows.graph.classes())
        for arrows in solve(model, numbers, ("seq",), start)["seq"].arrows
    ]
    return {
        name: [answer(model.space.holds(question.statement), classes) for classes in found]
        for name, question in model.situation.questions.items()
    }


def other_draws(batches: int = 1) -> dict[str, np.ndarray]:
    plan = design(CASE.situation)
    parts = [plan.draw(OTHER_SEED, batch) for batch in range(batches)]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def test_when(made: Study) -> None:
    """The answer is as frequent in each box told as it was said to be, less 0.05 and the error of 80 draws."""
    result = when(made)
    told = [(one, region) for one in result.told for region in (*one.boxes, *one.leaves) if region.kept]
    assert told
    draws = other_draws(4)
    for one, region in told:
        inside = np.ones(len(next(iter(draws.values()))), np.bool_)
        for condition in region.conditions:
            values = draws[condition.name]
            inside &= (values >= (condition.low or -np.inf)) & (values <= (condition.high or np.inf))
        rows = np.flatnonzero(inside)[:80]
        found = answers(made.model, {n: v[rows] for n, v in draws.items()}, len(rows))[one.question]
        density = Share(found.count(region.answer), len(rows))
        assert density.high >= region.density - FALL, (one.question, region)


@pytest.mark.slow
def test_flip(made: Study) -> None:
    """Just below and just above each turn, and at the other future; where nothing is told, at 6 other values."""
    middle, draws = centre(made), other_draws()
    for found in flip(made).flipped:
        points: list[dict[str, float]] = []
        wanted: list[str] = []
        for turn in found.turns:
            points += [{**middle, turn.name: value} for value in (turn.low, turn.high)]
            wanted += [turn.before, turn.after]
        if found.nearest is not None:
            points.append({**middle, **found.nearest.changes})
            wanted.append(found.nearest.after)
        for name in middle:
            if name not in {turn.name for turn in found.turns} | set(found.doubtful):
                points += [{**middle, name: float(value)} for value in draws[name][:6]]
                wanted += [found.answer] * 6
        columns = {name: np.array([point[name] for point in points]) for name in middle}
        assert answers(made.model, columns, len(points))[found.question] == wanted


@pytest.mark.slow
def test_hinges(made: Study) -> None:
    """Each hinge turns the most frequent answer in other draws too; what is decor turns hardly any of them."""
    sources = Sources(CASE.situation, CASE.folder)
    if sources.text("article") is None:
        pytest.skip("the article is not here")
    result = hinges(made, draws=100, sources=sources)
    parts = {part.name: (part,) for part in parts_of(CASE.situation)}
    known = {part.path: part for part in parts_of(CASE.situation)}
    for source in CASE.situation.sources:
        paths = [tuple(str(step) for step in path) for path in resting_on(sources, source)]
        parts[source] = tuple(known[path] for path in paths if path in known)
    count = 25
    columns = {name: values[:count] for name, values in other_draws().items()}
    before = answers(made.model, columns, count)
    for name in dict.fromkeys(hinge.part for hinge in result.found):
        reduced = situation_without(CASE.situation, parts[name])
        model = made.model if reduced is None else Model.of(reduced)
        after = answers(model, columns, count, scale_of(parts[name], count))
        for hinge in (one for one in result.found if one.part == name):
            there = after[hinge.question]
            if hinge.role == "hinge":
                assert max(set(there), key=there.count) == hinge.after, hinge
            elif hinge.role == "decor":
                turned = sum(a != b for a, b in zip(before[hinge.question], there, strict=True))
                assert Share(turned, count).low < hinge.turned.high
    kinds = {hinge.kind for hinge in result.found if hinge.role == "hinge"}
    assert kinds > {"goal", "source"}
    assert ("article", "own_defence") in {(one.part, one.question) for one in result.found if one.role == "hinge"}
    says_all(result)
