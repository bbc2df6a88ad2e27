"""The compiled kernel says what the NumPy engine says, draw by draw, on random situations."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given

import detente as dt
from detente.outcomes.numbers import uncertain
from detente.outcomes.preferences import Preferences, preferences_of
from detente.stability.concepts import CONCEPTS
from detente.stability.solve import Model
from detente.uncertainty.kernel import UNKNOWN, verdicts
from tests.strategies import models

pytest.importorskip("numba")


def check_same(model: Model, preferences: Preferences, truths: np.ndarray) -> None:  # type: ignore[type-arg]
    compiled = verdicts(model, preferences, list(CONCEPTS), truths, "compiled")
    plain = verdicts(model, preferences, list(CONCEPTS), truths, "numpy")
    for concept in CONCEPTS:
        for part in ("predicted", "possible", "numbers", "stable"):
            one, other = getattr(compiled[concept], part), getattr(plain[concept], part)
            assert np.array_equal(one, other), (concept, part)


@given(models())
def test_compiled_is_numpy(model: Model) -> None:
    """Also with cuts, leaving, joint moves, held actors, inertia, and graphs; on shuffled ranks as further draws."""
    assume(not any(p.kind == "prefers" for p in model.situation.preferences.values()))
    first = preferences_of(model.numbers())
    random = np.random.default_rng(5)
    order = [random.permutation(model.space.count) for _ in range(4)]
    rank = np.concatenate([first.rank, *(first.rank[:, :, o] for o in order)])
    lifted = np.concatenate([first.lifted, *(first.lifted[:, :, o] for o in order)])
    truths = np.stack([model.space.holds(model.situation.questions["q"].statement), np.ones(model.space.count, bool)])
    check_same(model, Preferences(first.actors, rank, lifted, {}), truths)


def test_kuril_within_its_ranges() -> None:
    model = Model.of(dt.load("kuril/2019-01").situation)
    random = np.random.default_rng(3)
    columns = {
        name: random.uniform(*(float(bound) for bound in spread.bounds), 20)
        for name, spread in uncertain(model.situation).items()
    }
    truths = np.array([model.space.holds(q.statement) for q in model.situation.questions.values()])
    check_same(model, preferences_of(model.numbers(20, columns=columns)), truths)


def test_without_a_status_quo_nothing_is_predicted() -> None:
    situation = dt.load("stability/chicken").situation.model_copy(update={"status_quo": None})
    model = Model.of(situation)
    truths = np.array([model.space.holds(q.statement) for q in situation.questions.values()])
    found = verdicts(model, preferences_of(model.numbers()), ["nash"], truths, "compiled")["nash"]
    assert (found.predicted == UNKNOWN).all()
    assert found.numbers[:, 0].tolist() == [2]
