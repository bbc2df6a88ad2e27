"""``detente inverse`` as a person calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.cli import group
from detente.errors import DetenteError
from tests.called import called


def run(*arguments: str) -> str:
    return CliRunner().invoke(group, ["inverse", *arguments], catch_exceptions=False).stdout


def test_a_statement_as_data() -> None:
    data = json.loads(run("stability/prisoners_dilemma", "CC", "--concept", "nash", "--format", "json"))
    assert (data["question"], data["wanted"], data["now"], data["met"]) == ("CC", ["every"], "none", False)
    assert data["way"] is None or data["way"]["answer"] == "every"


def test_thresholds_name_the_outcome_that_must_be_matched() -> None:
    data = json.loads(run("stability/chicken", "4", "--concept", "nash", "--format", "json"))
    assert [(t["actor"], t["stable"], t["changes"]) for t in data["thresholds"]] == [
        ("row", False, 1),
        ("column", False, 1),
    ]
    assert data["raises"]["verified"] is True


def test_what_holds_already_needs_nothing() -> None:
    said = run("stability/chicken", "4", "--concept", "gmr")
    assert said.endswith("It is so already; nothing has to change.\n")


def test_no_question_and_nothing_named(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text("detente: 1\nactors: {a: , b: }\noptions: {a: {x: }}\npreferences: {a: {priorities: [a.x]}}\n")
    with pytest.raises(DetenteError) as caught:
        run(str(path))
    assert str(caught.value) == "the file asks no question; name an outcome or a statement, or add a block `questions`"


def test_a_name_that_is_nothing() -> None:
    with pytest.raises(DetenteError) as caught:
        run("kuril/2019-01", "treety")
    assert "did you mean “treaty”?" in str(caught.value)


def test_arabic() -> None:
    said = called("inverse", "stability/chicken", "4", "--concept", "nash", "--lang", "ar").stdout
    assert said.startswith("المطلوب أن يستقر هذا بحسب «بلا توقع للردود»: الأول: الإفساح؛ الثاني: الإفساح.")
