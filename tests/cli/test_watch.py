"""A file that is being written: answered again when it is saved, its problems told when it is broken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from detente.cli import group
from detente.cli.files import watch as watching

TEXT = """\
detente: 1
actors: {a: , b: }
options: {a: {give: give way}, b: {take: take it}}
status_quo: {a.give: no, b.take: no}
preferences:
  a: {goals: {peace: {want: a.give, weight: 1}, pride: {avoid: a.give, weight: 2}}}
  b: {goals: {gain: {want: b.take, weight: 1}}}
questions: {given: a.give}
"""


def test_it_answers_again_when_the_file_is_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(TEXT, encoding="utf-8")
    later = iter(
        [
            TEXT.replace("options", "optons"),
            TEXT.replace("weight: 1}, pride", "weight: 3}, pride"),
        ]
    )

    def saved(_: float) -> None:
        path.write_text(next(later), encoding="utf-8")

    monkeypatch.setattr(watching, "sleep", saved)
    run = CliRunner().invoke(group, ["watch", str(path), "--times", "3"])
    assert run.exit_code == 0, run.exception
    first, broken, last = run.stdout.split("─" * 60)
    assert "Given" in first or "given" in first
    assert "unknown key “optons” — did you mean “options”?" in broken
    assert "Given “no” in the one, “yes” in the other." in last


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    run: Any = CliRunner().invoke(group, ["watch", str(tmp_path / "none.yaml"), "--times", "1"])
    assert run.exit_code != 0
