"""Asking by name: every question, other names for some, and what is said of a name there is not."""

from __future__ import annotations

import pytest

from detente.errors import DetenteError
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


def test_the_way_of_looking_ahead_is_one_the_study_has() -> None:
    made = study(situation("u", {"u": "-1..1"}), 200, 7, ["nash", "sseq"])
    assert ask(made, "drivers").concept == "nash"
    assert {concept for _, concept in ask(made, "share").answers} == {"nash", "sseq"}  # type: ignore[attr-defined]


def test_a_name_there_is_not() -> None:
    with pytest.raises(DetenteError) as caught:
        named("drivrs")
    assert caught.value.render("en") == (
        "a study cannot be asked for “drivrs” — did you mean “drivers”?; it can be asked for: share, width, variants, "
        "drivers, when, flip, hinges, assumed, worth, regret, robustness, outcomes and all"
    )
    names = [f"\u2068{name}\u2069" for name in (*QUESTIONS, "all")]
    listed = "، ".join(names[:-1]) + " و" + names[-1]
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
