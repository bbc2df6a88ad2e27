"""Along one weight: between the cuts nothing changes, and at the cuts it is what it is there."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import detente as dt
from detente.errors import DetenteError, LimitError
from detente.outcomes.changed import changed, settable
from detente.stability.inverse import along_weight as module
from detente.stability.inverse.along_weight import along_weight
from detente.stability.result import stability
from detente.stability.solve import Model
from tests.strategies import models

TWO = ("nash", "seq")


def told(model: Model, path: str, value: float) -> dict[tuple[str, str], str]:
    """The answers by the whole analysis of a situation that has this weight."""
    result = stability(changed(model.situation, {path: repr(value)}), TWO)
    answers = result.question_data()
    return {
        (question, concept): answers[question][concept]["predicted"] or answers[question][concept]["possible"] or ""
        for question in answers
        for concept in TWO
    }


@given(models(graph=False), st.data())
def test_it_is_what_the_whole_analysis_says_at_every_value(model: Model, data: st.DataObject) -> None:
    names = [name for name in settable(model.situation) if name.startswith("preferences.") and ".goals." in name]
    assume(names)
    path = data.draw(st.sampled_from(names))
    found = along_weight(model, path, -2.0, 5.0, TWO)
    assert (found[0].low, found[-1].high, found[0].with_low, found[-1].with_high) == (-2.0, 5.0, True, True)
    for one, other in pairwise(found):
        assert one.answers != other.answers and (one.high, one.with_high) == (other.low, not other.with_low)
    for value in {*data.draw(st.lists(st.floats(-2, 5), max_size=3)), *(one.low for one in found), -1.0, 1.5}:
        value = round(value, 6)
        near = [one for one in found if min(abs(value - one.low), abs(value - one.high)) < 1e-6]
        inside = [one for one in found if one.holds(value)]
        if len(near) < 2:
            assert [one.answers for one in inside] == [told(model, path, value)]


TIE = """\
detente: 1
actors: {a: }
options: {a: {go: , stay: }}
status_quo: {a.go: no}
rules: {one: {never: a.go and a.stay}}
preferences: {a: {goals: {go: {want: a.go, weight: 1..3}, stay: {want: a.stay, weight: 2}}}}
questions: {go: a.go}
"""


def test_by_hand() -> None:
    """Going pays from above 0, and beats staying above 2; at 2 either is as good, so both may come."""
    case = dt.check_text(TIE, Path()).case
    assert case is not None
    found = along_weight(Model.of(case.situation), "a.goals.go.weight", -1, 4, ("nash",))
    assert [(one.low, one.high, one.with_low, one.with_high, one.answers["go", "nash"]) for one in found] == [
        (-1, 2, True, False, "none"),
        (2, 2, True, True, "some"),
        (2, 4, False, True, "every"),
    ]
    assert [one.holds(2) for one in found] == [False, True, False]
    assert np.isclose(found[-1].high, 4)


def test_what_is_no_weight(monkeypatch: pytest.MonkeyPatch) -> None:
    model = Model.of(dt.load("kuril/2019-01").situation)
    with pytest.raises(DetenteError) as caught:
        along_weight(model, "japan.goals.hedg.weight", 0, 1)
    assert "did you mean “japan.goals.hedge.weight”" in caught.value.render()
    monkeypatch.setattr(module, "MOST", 3)
    with pytest.raises(LimitError) as limited:
        along_weight(model, "japan.goals.hedge.weight", 0, 4)
    assert "Take a narrower range" in limited.value.render()
