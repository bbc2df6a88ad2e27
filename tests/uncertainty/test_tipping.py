"""Where one number tips the answers: against worked values, against weights worked out exactly, and against asking."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import detente as dt
from detente.situation.model import Question, Situation
from detente.situation.reading.read import read_text
from detente.situation.scope import reference_text
from detente.stability.inverse.along_weight import along_weight
from detente.stability.kernel import kernel
from detente.stability.solve import Model
from detente.uncertainty.answer_shares import answer_shares, told_study
from detente.uncertainty.movable import movable
from detente.uncertainty.questions.asking import counted
from detente.uncertainty.tipping import tipping
from tests.conftest import examples
from tests.strategies import situations

TEXT = """
detente: 1
actors: {a: {inertia: 0.25}, b: }
drivers: {x: 0.2..0.6, y: {low: -1, likely: 0, high: 3}, sum: "x + 1", free: 4}
options: {a: {go: go}, b: {answer: answer}}
status_quo: {a.go: no}
preferences:
  a: {goals: {want: {want: a.go, weight: x}, cost: {avoid: a.go, weight: 0.1}}}
  b: {goals: {calm: {avoid: b.answer, weight: y}, more: {want: a.go, weight: sum}}}
questions: {goes: a.go, answers: b.answer}
"""


def test_numbers_that_can_be_moved_have_their_range_middle_and_domain() -> None:
    found = {one.id: one for one in movable(read_text(TEXT).required())}
    assert [(one.range, one.centre, one.domain) for one in found.values() if one.kind == "driver"] == [
        ((0.2, 0.6), 0.4, (0.0, 1.0)),
        ((-1.0, 3.0), 0.0, (-3.0, 3.0)),
        (None, None, (0.0, 1.0)),
        (None, 4.0, (0.0, 8.0)),
    ]
    assert found["sum"].made_of == ("x",)
    assert found["actors.a.inertia"].kind == "inertia"
    assert found["preferences.a.goals.cost.weight"].centre == 0.1
    assert found["preferences.b.goals.more.weight"].made_of == ("sum",)


def test_a_number_tips_where_it_can_be_worked_out_by_hand() -> None:
    situation = read_text(TEXT).required()
    found = {one.number.id: one for one in tipping(situation)}
    assert [(tip.at, tip.answers["goes"]) for tip in found["x"].tips] == [(0.35, "every")]  # 0.1 + 0.25
    assert [(tip.at, tip.answers["goes"]) for tip in found["actors.a.inertia"].tips] == [(0.3, "none")]
    assert [(tip.at, tip.answers["answers"]) for tip in found["y"].tips] == [(0.0, "none")]
    assert found["free"].tips == ()
    moved = {one.number.id: one for one in tipping(dt.what_if(situation, {"x": 0.9}), ("actors.a.inertia",))}
    assert [tip.at for tip in moved["actors.a.inertia"].tips] == [0.8]


@pytest.mark.parametrize("engine", ["compiled", "numpy"])
def test_where_no_outcome_is_feasible_nothing_tips(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "suited", lambda *_: engine)
    situation = read_text(TEXT + "rules: {never: {never: a.go or not a.go}}\n").required()
    assert Model.of(situation).space.count == 0
    found = {one.number.id: one.tips for one in tipping(situation)}
    assert "x" in found and not any(found.values())


def test_kuril_tips_at_the_values_that_are_published_of_it() -> None:
    situation = dt.load("kuril/2019-01").situation
    weight = "preferences.russia.goals.signal.weight"
    found = {one.number.id: one for one in tipping(situation, ("us_reliability", weight))}
    assert [round(tip.at, 4) for tip in found["us_reliability"].tips] == [0.8698, 0.9805]
    exact = along_weight(Model.of(situation), weight, *found[weight].domain, ("seq",))
    edges = [one.low for one in exact if one.low > found[weight].domain[0] and one.low < one.high]
    assert [tip.at for tip in found[weight].tips] == edges


@examples(15)
@given(situations(graph=False), st.floats(0.02, 0.98))
def test_the_answers_of_a_strip_are_those_of_the_situation_at_that_value(made: Situation, part: float) -> None:
    symbols = [(reference_text(parts), one) for parts, one in made.scope.symbols.items() if one.kind == "option"]
    asked = {
        f"q{place}": Question.model_validate({"statement": f"{name} == {one.levels[-1]}"})
        for place, (name, one) in enumerate(symbols)
    }
    situation = made.model_copy(update={"questions": asked})
    for one in list(tipping(situation))[:3]:
        low, high = one.domain
        value = round(low + part * (high - low), 6)
        if any(abs(value - tip.at) < 1e-5 * (high - low) for tip in one.tips):
            continue
        found = dt.stability(dt.what_if(situation, {one.number.id: value}), ["seq"])
        predicted = {name: found.answers(name, "seq") for name in situation.questions}
        assert one.at(value) == {name: first or second for name, (first, second) in predicted.items()}


def test_shares_of_answers_are_those_of_a_study() -> None:
    situation = dt.load("kuril/2019-01").situation
    *_, (done, counts) = answer_shares(Model.of(situation), 300)
    table = dt.study(situation, 300, concepts=["seq"])
    assert done == 300
    assert {name: one.tolist() for name, one in counts.items()} == {
        name: counted(table, name, "seq").tolist() for name in situation.questions
    }


@pytest.mark.parametrize("most", [10**7, 100])  # draws that are all kept
def test_a_study_that_tells_how_far_it_is_is_the_study(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.uncertainty.answer_shares.most_kept", lambda _: most)
    situation = dt.load("kuril/2019-01").situation
    told: list[tuple[int, dict[str, list[int]]]] = []

    def tell(done: int, counts: Any) -> None:
        told.append((done, {name: one.tolist() for name, one in counts.items()}))

    made, table = told_study(situation, 2_000, 3, "seq", tell), dt.study(situation, 2_000, 3, concepts=["seq"])
    assert made.drivers.keys() == table.drivers.keys() and made.measures.keys() == table.measures.keys()
    for name, values in {**table.drivers, **table.measures}.items():
        assert np.array_equal(values, {**made.drivers, **made.measures}[name])
    assert told[-1] == (2_000, {name: counted(table, name, "seq").tolist() for name in situation.questions})
    assert [done for done, _ in told] == sorted({done for done, _ in told}) and len(told) > 1
    assert all(sum(one) == done for done, counts in told for one in counts.values())
