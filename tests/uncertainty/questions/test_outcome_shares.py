"""How often each outcome is stable: counted from the bits, against the closed form, and what is said of it."""

from __future__ import annotations

import pytest

from detente.uncertainty.questions import outcome_shares as module
from detente.uncertainty.questions.outcome_shares import outcome_shares
from detente.uncertainty.study.batches import Plan
from detente.uncertainty.study.reservoir import run_large
from detente.uncertainty.study.study import study
from tests.uncertainty.asked import says_all
from tests.uncertainty.studies import situation

GOES = """\
detente: 1
actors: {a: , b: }
drivers: {x: 0..1}
options: {a: {go: go there}, b: {come: come along}}
status_quo: {a.go: no}
preferences: {a: {goals: {p: {want: a.go, weight: "x - 0.3"}}}, b: {goals: {q: {want: b.come, weight: 1}}}}
questions: {goes: a.go}
"""  # b comes; a goes iff x > 0.3: one outcome is stable in 70%, one in 30%, two never


def test_the_closed_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK", 1000)
    made = study(situation(GOES), 20_000, concepts=["nash", "seq"])
    found = outcome_shares(made)
    goes = int((made.drivers["x"] > 0.3).sum())
    assert [(row["name"], row["share"].count) for row in found.cells()] == [
        ("a.go, b.come", goes), ("b.come", 20_000 - goes), ("none", 0), ("a.go", 0)
    ]  # fmt: skip
    assert [row["name"] for row in found.telling()] == ["a.go, b.come", "b.come"]
    assert [row["name"] for row in outcome_shares(made, "goes", "nash").rows()] == ["a.go, b.come", "a.go"]
    assert found.rows()[0]["low"] < 0.7 < found.rows()[0]["high"]
    says_all(found)
    assert found.sentences() == [
        "In what share of 20,000 runs each outcome is stable for every actor alone (“answers that pay”). "
        "Several can be stable at once, so the shares do not add up. Stable means that nobody leaves it "
        "alone once it is there: whether things get there, and whether the parties together would leave it, is not "
        "asked here.",
        "In more than half of the runs (69%), this is stable: a: go there; b: come along.",
        "In fewer than half of the runs (31%), this is stable: a: not go there; b: come along.",
    ]


def test_a_long_study_counts_every_draw() -> None:
    long = run_large(Plan(situation(GOES), 7, 20_000, ("seq",)), None, ("serial", None, None), None, 500)
    assert long.count == 500
    assert outcome_shares(long).counts == outcome_shares(study(situation(GOES), 20_000)).counts


def test_where_none_is_stable_and_where_it_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    made = study(situation(GOES.replace("questions: {goes: a.go}", "questions: {stays: not b.come}")), 50)
    assert outcome_shares(made, "stays").sentences()[1:] == ["None of them is stable in any draw."]
    monkeypatch.setattr(module, "MOST_PACKED", 3)
    found = outcome_shares(made)
    assert found.rows() == []
    assert found.sentences() == ["There are 4 outcomes; above 3 a study does not keep which are stable."]
    assert "4" in found.sentences("ar")[0] and "3" in found.sentences("ar")[0]
