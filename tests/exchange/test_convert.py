"""``detente convert`` as a person calls it, and GMCR+ files wherever a FILE is taken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from detente.cli import group
from detente.errors import DetenteError
from tests.broken_cases import BROKEN


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(group, [str(argument) for argument in arguments], catch_exceptions=False)


def test_there_and_back(tmp_path: Path) -> None:
    out, again = tmp_path / "elmira.gmcr", tmp_path / "elmira.yaml"
    there = run("convert", "stability/elmira_12", out)
    assert (there.exit_code, there.stdout) == (0, "")
    assert there.stderr.splitlines()[0] == "Lost: the status quo. It is state 1 of the file."
    assert there.stderr.splitlines()[-1] == f"Written: {out}"
    back = run("convert", out, again)
    assert back.exit_code == 0
    assert back.stderr.splitlines()[0] == "Made from elmira.gmcr."
    answers = [
        json.loads(run("stability", file, "--format", "json").stdout)["equilibria"]
        for file in ("stability/elmira_12", again, out)
    ]
    assert answers[0] == answers[1] == answers[2]


def test_without_a_target_the_result_is_printed_alone() -> None:
    shown = run("convert", "stability/chicken")
    assert json.loads(shown.stdout)["program"] == "gmcr-py"
    assert "Lost" in shown.stderr


def test_nothing_is_written_over_unless_asked(tmp_path: Path) -> None:
    out = tmp_path / "a.gmcr"
    out.write_text("mine")
    with pytest.raises(DetenteError) as refusal:
        run("convert", "stability/chicken", out)
    assert refusal.value.render() == (f"{out} exists already; nothing was written. Choose another name, or add --force")
    assert out.read_text() == "mine"
    assert run("convert", "stability/chicken", out, "--force").exit_code == 0
    assert json.loads(out.read_text())["options"]


def test_both_ends_of_one_kind_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DetenteError) as refusal:
        run("convert", "stability/chicken", tmp_path / "a.yaml")
    assert refusal.value.render() == (
        "stability/chicken cannot become .yaml. A situation becomes .gmcr, .nfg, or, for an agreement, .json, .csv or "
        ".xlsx; a negotiation becomes .json, .csv or .xlsx; .gmcr, .nfg, .efg and a table of positions become .yaml"
    )


def test_a_bad_file_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(DetenteError) as refusal:
        run("convert", BROKEN / "gmcr_pair.gmcr", tmp_path / "a.yaml")
    assert refusal.value.render() + "\n" == (BROKEN / "gmcr_pair.txt").read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == []


def test_a_model_without_outcomes_is_not_converted(tmp_path: Path) -> None:
    data = json.loads(
        (BROKEN / "gmcr_shape.gmcr").read_text(encoding="utf-8").replace('"options": 2', '"options": [2]')
    )
    data["infeasibles"] = [[[0, "Y"]], [[0, "N"]]]
    (tmp_path / "none.gmcr").write_text(json.dumps(data))
    with pytest.raises(DetenteError) as refusal:
        run("convert", tmp_path / "none.gmcr", tmp_path / "none.yaml")
    assert [problem.code for problem in refusal.value.problems] == ["outcomes_none"]  # type: ignore[attr-defined]
    assert not (tmp_path / "none.yaml").exists()


def test_check_reads_the_format() -> None:
    shown = run("check", BROKEN / "gmcr_option_shared.gmcr")
    assert shown.exit_code == 2
    assert "error: decisionMakers[1].options[1]: option 1 (“Share data”) belongs to “Ethiopia” already" in shown.stdout


def test_comments_follow_the_language(tmp_path: Path) -> None:
    run("convert", "stability/chicken", tmp_path / "a.gmcr")
    # A click command keeps its language from when it was made, so the language is given where the text is made.
    from detente.exchange.gmcr.gmcr_read import read_gmcr_file

    assert (read_gmcr_file(tmp_path / "a.gmcr", "ar").text or "").startswith("# أُعد من a.gmcr.")
