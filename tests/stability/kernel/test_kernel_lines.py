"""Worked out along lines, verdicts and ends are those that are worked out move by move."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from detente.load import check_text
from detente.outcomes.preferences import Preferences
from detente.stability.concepts import CONCEPTS
from detente.stability.kernel.kernel import Verdicts, by_lines, verdicts
from detente.stability.kernel.predicted import Ends, ends
from detente.stability.solve import Model
from tests.uncertainty.studies import situation

pytest.importorskip("numba")

from detente.stability.kernel import kernel

DRAWS = 6
MOST = 300  # outcomes of a random model
ROUND = """\
detente: 1
actors: {a: , b: }
options: {a: {o: , p: }, b: {q: }}
status_quo: {a.o: no}
preferences: {a: {goals: {g: {want: a.o, weight: 0..1}}}}
questions: {q: a.o}
"""


def test_lines_are_found_where_no_move_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    model = Model.of(situation(ROUND))
    assert model.lines is not None
    assert model.lines.line.tolist() == [[0] * 4 + [1] * 4, [0, 1, 2, 3] * 2]
    assert [row[row > 0].tolist() for row in model.lines.size] == [[4, 4], [2, 2, 2, 2]]
    assert not by_lines(model, ["seq"])  # few moves
    monkeypatch.setattr(kernel, "CROWDED", 0)
    assert by_lines(model, list(CONCEPTS))
    cut = "cuts: {c: {actor: a, from: a.o and b.q, to: not a.o}}\n"
    deal = "agreements: {t: {parties: [a, b], terms: {x: {}}}}\n"
    for more in (ROUND + cut, ROUND + deal, ROUND.replace("o: ,", "o: {move: forward},")):
        assert not by_lines(Model.of(situation(more)), ["seq"])


def whole(random: np.random.Generator) -> Model | None:
    """A model whose moves are whole lines: up to four actors, up to four options each, some of them held, and rules."""
    sizes = {actor: random.integers(2, 5, random.integers(0, 5)) for actor in "abcd"[: random.integers(1, 5)]}
    levels = [
        f"{actor}.o{k} == l{n}" for actor, own in sizes.items() for k, size in enumerate(own) for n in range(size)
    ]
    if not levels or np.prod([size for own in sizes.values() for size in own]) > MOST:
        return None
    options = {
        actor: {f"o{k}": {"levels": [f"l{n}" for n in range(size)]} for k, size in enumerate(own)}
        for actor, own in sizes.items()
        if len(own)
    }
    never = [" and ".join(random.choice(levels, random.integers(1, 4))) for _ in range(random.integers(0, 4))]
    held = [actor for actor in sizes if random.random() < 0.15]
    data = {
        "detente": 1, "actors": {actor: {} for actor in sizes}, "options": options, "held": held,
        "rules": {f"r{k}": {"never": one} for k, one in enumerate(never)},
        "preferences": {actor: {"goals": {"g": {"want": levels[0], "weight": 1}}} for actor in sizes},
        "status_quo": {} if random.random() < 0.2 else {"a.o0": "l0"} if len(sizes["a"]) else {},
        "questions": {"q": levels[-1]},
    }  # fmt: skip
    checked = check_text(json.dumps({key: value for key, value in data.items() if value}), Path())
    return Model.of(checked.case.situation) if checked.case is not None else None  # none: a status quo that may not be


def ranks(random: np.random.Generator, model: Model) -> Preferences:
    """Draws with few or many ties, with and without gains too small to count."""
    shape = (DRAWS, len(model.lists.actors), model.space.count)
    rank = random.integers(0, random.integers(1, 40, (DRAWS, 1, 1)) + 1, shape)
    lifted = rank + random.choice([0, 0, 1, 3], (*shape[:2], 1))
    return Preferences(tuple(model.lists.actors), rank.astype(np.int32), lifted.astype(np.int32), {})


@pytest.mark.slow  # the loops along lines are compiled for it
@given(st.integers(0, 2**32))
def test_by_lines_is_move_by_move(seed: int) -> None:
    random = np.random.default_rng(seed)
    model = whole(random)
    assume(model is not None)
    assert model is not None and model.lines is not None
    given = ranks(random, model)
    truths = random.random((2, model.space.count)) < 0.5
    start = int(random.integers(model.space.count))
    plain, met = told(model, given, truths, start)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel, "CROWDED", 0)
        assert by_lines(model, list(CONCEPTS))
        along, reached = told(model, given, truths, start)
    for concept in CONCEPTS:
        for part in ("predicted", "possible", "numbers", "stable"):
            assert np.array_equal(getattr(along[concept], part), getattr(plain[concept], part)), (concept, part)
        assert [row.tolist() for row in reached[concept].members()] == [row.tolist() for row in met[concept].members()]


def told(model: Model, given: Preferences, truths: Any, start: int) -> tuple[dict[str, Verdicts], dict[str, Ends]]:
    return (
        verdicts(model, given, list(CONCEPTS), truths, "compiled"),
        ends(model, given, list(CONCEPTS), start, "compiled"),
    )


@pytest.mark.slow
def test_draws_that_go_round_do_so_by_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where outcomes are infeasible, so that lines differ in length, and where gains are too small to count."""
    model = Model.of(situation(ROUND + "rules: {one: {never: a.o and a.p and b.q}}\n"))
    random = np.random.default_rng(5)
    rank = random.integers(0, 6, (400, 2, model.space.count)).astype(np.int32)
    given = Preferences(("a", "b"), rank, rank + random.integers(0, 2, (400, 2, 1)).astype(np.int32), {})
    truths = np.eye(model.space.count, dtype=bool)
    plain = verdicts(model, given, ["nash", "gmr"], truths, "numpy")
    monkeypatch.setattr(kernel, "CROWDED", 0)
    along = verdicts(model, given, ["nash", "gmr"], truths, "compiled")
    assert 4 < (plain["nash"].numbers[:, 1] > 0).sum() < 396
    for concept, expected in plain.items():
        for part in ("predicted", "possible", "numbers", "stable"):
            assert np.array_equal(getattr(along[concept], part), getattr(expected, part)), (concept, part)
