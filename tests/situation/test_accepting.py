"""Warnings that a file accepts, with a reason."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from detente.load import Checked, check_text
from detente.result import digest
from detente.situation.reading.accepting import CODES, HINTS, WARNINGS

DEAD = (Path(__file__).parents[1] / "broken" / "level_dead.yaml").read_text(encoding="utf-8")
WHY = "it was thought of, and both sides agreed to wait"


def accepting(line: str) -> Checked:
    return check_text(f"{DEAD}accept: {line}\n", Path("nowhere"))


@pytest.mark.parametrize("name", ["level_dead", "dead_level", "Dead level", "dead-level"])
def test_an_accepted_warning_is_shown_with_its_reason_and_not_counted(name: str) -> None:
    checked = accepting(f"{{{name}: '{WHY}'}}")
    assert (checked.errors, checked.warnings, checked.hints) == ([], [], [])
    assert checked.case is not None and checked.case.warnings == ()
    (problem,) = checked.problems
    assert problem.render() == (
        "situation.yaml:5:5  accepted warning: no outcome has turkey.drill at disputed_waters\n"
        "     5 |     drill: {levels: [nowhere, own_waters, disputed_waters]}\n"
        "       |     ^^^^^\n"
        f"       = why: {WHY}"
    )
    assert problem.as_data()["accepted"] == WHY


def test_a_reason_speaks_the_language_of_the_reader() -> None:
    (problem,) = accepting("{level_dead: {en: they wait, ar: ينتظران}}").problems
    assert problem.render("en").endswith("= why: they wait")
    assert problem.render("ar").endswith("= السبب: ينتظران")
    assert "تحذير مقبول: " in problem.render("ar")
    assert problem.as_data("ar")["accepted"] == "ينتظران"


def test_what_is_not_named_is_not_accepted() -> None:
    checked = accepting("{rule_idle: there is none}")
    assert [(problem.code, problem.accepted) for problem in checked.warnings] == [("level_dead", None)]
    assert checked.warnings[0].as_data()["accepted"] is None


def test_a_hint_can_be_accepted() -> None:
    text = (Path(__file__).parents[1] / "broken" / "outsider_answers.yaml").read_text(encoding="utf-8")
    checked = check_text(f"{text}accept: {{outsider_answers: it is not bound to}}\n", Path("nowhere"))
    assert checked.hints == [] and checked.problems[0].render().endswith("= why: it is not bound to")


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ("{level_dead: }", "accept_unreasoned", 10),
        ("{level_dead: ''}", "accept_unreasoned", 22),
        ("{level_dead: {}}", "accept_unreasoned", 22),
        ("{level_dead: {en: they wait, ar: ''}}", "accept_unreasoned", 42),
        ("{level_dead: {english: they wait}}", "language_unknown", 23),
        ("{level_dead: [they, wait]}", "text_expected", 22),
        ("{level_dead: they wait, dead_level: they wait}", "name_twice", 33),
        ("{quote_absent: they wait}", "accept_error", 10),
        ("{volcano: they wait}", "accept_unknown", 10),
        ("[level_dead]", "map_expected", 9),
    ],
)
def test_what_cannot_be_accepted_is_an_error_at_its_place(line: str, code: str, column: int) -> None:
    (problem,) = accepting(line).errors
    assert problem.place is not None
    assert (problem.code, problem.place.line, problem.place.column) == (code, 12, column)


@pytest.mark.parametrize(("name", "meant"), [("level_ded", "level_dead"), ("idle_rules", "rule_idle"), ("xyz", None)])
def test_the_nearest_name_is_offered_with_its_words_in_any_order(name: str, meant: str | None) -> None:
    (problem,) = accepting(f"{{{name}: they wait}}").errors
    assert problem.params["nearest"] == meant


def test_no_two_names_have_the_same_words() -> None:
    assert len(CODES) == len(WARNINGS) + len(HINTS)
    assert set(CODES.values()) == WARNINGS | HINTS


def test_an_error_in_the_same_file_stays_an_error() -> None:
    checked = check_text(f"{DEAD}accept: {{level_dead: they wait}}\nheld: [greece.escrot]\n", Path("nowhere"))
    assert [problem.code for problem in checked.errors] == ["reference_unknown"]
    assert checked.case is None


def test_what_is_accepted_changes_no_result() -> None:
    plain, accepted = check_text(DEAD, Path("nowhere")).case, accepting("{level_dead: they wait}").case
    assert plain is not None and accepted is not None
    assert digest(plain.situation) == digest(accepted.situation)
    assert replace(plain.warnings[0], accepted="they wait").render() != plain.warnings[0].render()


def test_a_variant_accepts_nothing_of_its_own() -> None:
    checked = accepting("{level_dead: they wait}\nvariants: {later: {accept: {rule_idle: they wait}}}")
    assert [problem.code for problem in checked.errors] == ["partial_key"]
    good = accepting("{level_dead: they wait}\nvariants: {later: {title: Later}}")
    assert good.errors == [] and good.warnings == []
