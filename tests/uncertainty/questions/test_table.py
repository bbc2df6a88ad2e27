"""Asking by name: every question, other names for some, and what is said of a name there is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.errors import DetenteError
from detente.load import load
from detente.result import Origin
from detente.uncertainty.questions.share import share
from detente.uncertainty.questions.table import ALSO, QUESTIONS, ask, named
from detente.uncertainty.study.study import study
from tests.uncertainty.asked import rule_study, says_all, situation


@pytest.mark.parametrize("name", [*QUESTIONS, *ALSO, "worth-knowing"])
def test_every_question_answers_by_its_name(name: str) -> None:
    made = rule_study(300)
    more = {"variants": {"other": situation("x0 - 0.2", {"x0": "0..1"})}} if named(name) == "variants" else {}
    result = ask(made, name, **more)
    says_all(result)
    assert result.rows() and all(row.keys() == result.rows()[0].keys() for row in result.rows())
    assert len(result.telling()) <= len(result.rows())


def test_a_study_is_asked_as_the_table_asks() -> None:
    made = rule_study(300)
    for name in QUESTIONS:
        if name != "variants":
            assert made.ask(name).data() == ask(made, name).data()
    assert made.ask("drivers", "q", "seq").concept == "seq"
    assert made.ask("flip", locked=["x0"]).rows() != made.ask("flip").rows()
    with pytest.raises(DetenteError) as caught:
        made.ask("drivrs")
    assert caught.value.code == "ask_unknown"


def test_what_an_answer_rests_on_is_enough_to_ask_again() -> None:
    made = rule_study(300)
    assert made.origin == Origin.of(made.situation, "numpy", 7, draws=300, concepts=("seq",), also=())
    for name in QUESTIONS:
        more = {"variants": {"other": made.situation}} if name == "variants" else {}
        origin = made.ask(name, "q", **more).origin
        assert (origin.digest, origin.seed, origin.engine) == (made.origin.digest, 7, "numpy")
        assert origin.parameters["draws"] == 300 and origin.parameters["question"] == "q"
    parameters = made.ask("width", draws=100).origin.parameters
    assert (parameters["draws"], parameters["looked_at"], parameters["concept"]) == (300, 100, "seq")
    assert made.ask("regret", actor="a").origin.parameters["actor"] == "a"
    assert made.ask("flip", locked=["x1"]).origin.parameters["locked"] == ("x1",)


def test_a_study_and_its_answers_are_shown_in_a_line() -> None:
    made = rule_study(300)
    assert repr(made) == "Study(300 draws of 6 numbers, 6 measures, seed 7)"
    assert repr(made.ask("width")) == "Width(3 rows of 300 draws, seq)"
    for name in QUESTIONS:
        more = {"variants": {"other": made.situation}} if name == "variants" else {}
        assert len(repr(made.ask(name, **more))) < 100


def test_a_question_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(QUESTIONS, "twice", share)
    made = rule_study(300)
    assert made.ask("twice").concept == "seq" and made.ask("twice").rows() == made.ask("share").rows()


def test_the_way_of_looking_ahead_is_one_the_study_has() -> None:
    made = study(situation("u", {"u": "-1..1"}), 200, 7, ["nash", "sseq"])
    assert ask(made, "drivers").concept == "nash"
    assert {concept for _, concept in ask(made, "share").answers} == {"nash", "sseq"}  # type: ignore[attr-defined]


def test_a_name_there_is_not() -> None:
    with pytest.raises(DetenteError) as caught:
        named("drivrs")
    assert caught.value.render("en") == (
        "a study cannot be asked for “drivrs” — did you mean “drivers”?; it can be asked for: share, width, variants, "
        "drivers, when, flip, hinges, assumed, worth, regret, robustness, outcomes, and all"
    )
    names = [f"\u2068{name}\u2069" for name in (*QUESTIONS, "all")]
    listed = " و".join(names)
    mistaken, meant = "\u2068drivrs\u2069", "\u2068drivers\u2069"
    assert caught.value.render("ar") == (
        f"لا يمكن سؤال الدراسة عن «{mistaken}» (هل تقصد «{meant}»؟)؛ يمكن سؤالها عن: {listed}"
    )


def test_a_file_without_questions_has_answers_about_options_only() -> None:
    made = study(situation("u", {"u": "-1..1"}, questions={}), 100, 7, ["seq"])
    for name in QUESTIONS:
        more = {"variants": {}} if name == "variants" else {}
        result = ask(made, name, **more)
        assert isinstance(result.sentences("en"), list) and result.to_json()
    assert ask(made, "regret").rows() and ask(made, "worth").rows()


BESIDE = ["when", "flip", "hinges", "drivers", "width", "assumed", "worth", "regret", "robustness"]


@pytest.mark.parametrize("name", BESIDE)
def test_every_question_is_answered_beside_positions(name: str) -> None:
    """Numbers that only positions look at are drawn too; they move no answer, and no question stumbles over them."""
    path = Path(__file__).parents[2] / "fuzz" / "seeds" / "meaning" / "when_positions.yaml"
    made = study(load(path).situation, 300, also=["positions"])
    assert "issues.price.positions.a.position" in made.drivers
    answer = ask(made, name)
    assert answer.to_json() and not any("price" in sentence for sentence in answer.sentences("en"))
