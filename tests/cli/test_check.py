"""What `detente check` prints beside the problems, and what it counts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from detente.cli import group

BROKEN = Path(__file__).parents[1] / "broken"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(group, ["check", *arguments])


def last_lines(path: Path) -> list[str]:
    return run(str(path)).stdout.replace(str(path), "FILE").rpartition("\n\n")[2].splitlines()


def test_a_hint_is_shown_but_never_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    path = BROKEN / "term_taken_back.yaml"
    found = run(str(path), "--strict")
    assert found.exit_code == 0
    assert found.stdout.count("  hint: ") == 2
    data = json.loads(run(str(path), "--strict", "--format", "json").stdout)
    assert [problem["severity"] for problem in data["problems"]] == ["hint", "hint"]
    assert last_lines(path) == [
        "FILE: 2 hints.",
        "What is meant so can be accepted in the file, with a reason: "
        "accept: {outsider_answers: …, term_taken_back: …}",
    ]
    monkeypatch.setattr("detente.cli.language.chosen", lambda: "ar")
    assert last_lines(path)[0] == "FILE: تلميحان."


def test_the_last_line_accepts_what_it_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "situation.yaml"
    path.write_text((BROKEN / "level_dead.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    assert run(str(path), "--strict").exit_code == 1
    summary, line = last_lines(path)
    assert summary == "FILE: one warning."
    with path.open("a", encoding="utf-8") as file:
        file.write(line.partition("reason: ")[2].replace("…", "both sides agreed to wait") + "\n")
    found = run(str(path), "--strict")
    assert found.exit_code == 0
    assert "accepted warning: no outcome has turkey.drill" in found.stdout
    assert "= why: both sides agreed to wait" in found.stdout
    assert last_lines(path) == ["FILE: one accepted warning."]
    monkeypatch.setattr("detente.cli.language.chosen", lambda: "ar")
    assert last_lines(path) == ["FILE: تحذير مقبول واحد."]


@pytest.mark.parametrize("name", ["positions_mixed.csv", "key_unknown.yaml"])
def test_nothing_is_offered_where_nothing_can_be_accepted(name: str) -> None:
    assert "accept: {" not in run(str(BROKEN / name)).stdout


def test_what_is_sound_is_said_in_one_line() -> None:
    assert run("stability/chicken").stdout == "stability/chicken: no errors, no warnings.\n"


def test_the_first_thousand_problems_are_printed_and_all_are_data(tmp_path: Path) -> None:
    path = tmp_path / "many.yaml"
    path.write_text("detente: 1\n" + "".join(f"k{place}: 1\n" for place in range(1_002)), encoding="utf-8")
    shown = run(str(path)).stdout
    assert shown.count("unknown key") == 999
    assert "\n3 more problems are left out here; --format json has them.\n" in shown
    assert len(json.loads(run(str(path), "--format", "json").stdout)["problems"]) == 1_003
