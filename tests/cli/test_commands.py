"""Every command as a person calls it: output, formats, exit codes, and no half-written files."""

from __future__ import annotations

import csv
import inspect
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import detente as dt
from detente.cli import COMMANDS, group, main
from detente.cli.command import OLD_OPTIONS
from detente.files import write_whole
from tests.called import called


def run(*arguments: str) -> Result:
    return CliRunner().invoke(group, list(arguments), catch_exceptions=False)


def process(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """As `called`, and in truth a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "detente", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **settings},
        check=False,
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    shown = run(name, "--help")
    assert shown.exit_code == 0
    assert "Example:" in shown.output
    assert f"detente {name}" in shown.output or name == "completion"


def test_the_same_help_in_arabic() -> None:
    shown = process("check", "--help", "--lang", "ar")
    assert shown.returncode == 0
    assert "Usage" not in shown.stdout and "Options" not in shown.stdout
    assert "detente check" in shown.stdout


def test_exit_codes_of_check(tmp_path: Path) -> None:
    assert called("check", "stability/chicken", "--strict").returncode == 0
    assert called("check", "stability/garrison").returncode == 0
    assert called("check", "stability/garrison", "--strict").returncode == 1
    bad = tmp_path / "bad.yaml"
    bad.write_text("detente: 1\n", encoding="utf-8")
    found = called("check", str(bad))
    assert (found.returncode, found.stderr) == (2, "")
    assert "error: “actors” is missing" in found.stdout
    assert called("stability", str(bad)).returncode == 2


def test_errors_go_to_stderr_and_results_to_stdout(tmp_path: Path) -> None:
    found = process("stability", "no-such-case")
    assert found.returncode == 2
    assert found.stdout == ""
    assert found.stderr == (
        "there is no file and no shipped case “no-such-case”; `detente cases` lists the shipped ones\n"
    )
    assert vars(called("stability", "no-such-case")) == {**vars(found), "args": ("stability", "no-such-case")}
    near = called("stability", "stability/chiken")
    assert "did you mean “stability/chicken”?" in near.stderr
    assert "there is no command “stabilty” — did you mean “stability”?" in called("stabilty").stderr
    assert called("report", "stability/chicken", "--out", str(tmp_path / "r.html")).returncode == 0


def test_check_as_json_names_the_place() -> None:
    shown = run("check", "docs/examples/broken.yaml", "--format", "json")
    problems = json.loads(shown.output)["problems"]
    assert [problem["line"] for problem in problems] == sorted(problem["line"] for problem in problems)
    assert all(problem["message"] and problem["severity"] in ("error", "warning") for problem in problems)


def test_stability_keeps_the_contract() -> None:
    data = json.loads(run("stability", "stability/elmira_12", "--format", "json").stdout)
    assert data["outcomes"][0] == {
        "id": 1,
        "name": "uniroyal.delay",
        "levels": {
            "moe.modify": "no",
            "uniroyal.delay": "yes",
            "uniroyal.accept": "no",
            "uniroyal.abandon": "no",
            "local_government.insist": "no",
        },
        "status_quo": True,
    }
    assert data["counts"]["outcomes"] == 32 and data["counts"]["feasible"] == 12
    assert set(data["questions"]["abandonment"]["seq"]) == {"predicted", "possible"}
    assert data["truncated"] is False
    assert {frozenset(data[key]) for key in ("equilibria", "holds", "predicted", "possible")} == {
        frozenset({"nash", "gmr", "smr", "seq", "sseq"})
    }


def test_lists_are_cut_and_counts_are_not() -> None:
    data = json.loads(run("stability", "stability/elmira_12", "--format", "json", "--limit", "3").stdout)
    assert len(data["outcomes"]) == 3 and len(data["equilibria"]["gmr"]) == 3
    assert data["counts"]["equilibria"]["gmr"] == 8 and data["truncated"] is True


@pytest.mark.parametrize("arguments", [("stability", "stability/elmira"), ("scan", "stability/chicken"), ("cases",)])
def test_csv_and_markdown(arguments: tuple[str, ...]) -> None:
    rows = list(csv.reader(io.StringIO(run(*arguments, "--format", "csv").stdout)))
    table = run(*arguments, "--format", "md").stdout.strip().splitlines()
    if rows:
        assert len(table) == len(rows) + 1


def test_outcomes_by_id_name_statement_and_status_quo() -> None:
    by = ["1", "uniroyal.delay", "s1", "status_quo"]
    shown = {run("explain", "stability/elmira_12", "local_government", outcome).stdout for outcome in by}
    assert len(shown) == 1
    assert "insist on the original order" in shown.pop()


@pytest.mark.parametrize(
    ("outcome", "message"),
    [
        ("99", "there is no outcome 99; ids run from 1 to 12"),
        ("uniroyal.delay and moe.modify", "2 outcomes fit “uniroyal.delay and moe.modify” (such as 2 and 8)"),
        ("s1 and s2", "no outcome fits “s1 and s2”"),
        ("s1 and", "“s1 and” cannot be read at character 7: something is missing at the end"),
    ],
)
def test_an_outcome_that_is_none_or_several(outcome: str, message: str) -> None:
    shown = called("explain", "stability/elmira_12", "moe", outcome)
    assert shown.returncode == 2
    assert message in shown.stderr


def test_explain_as_data_is_checked() -> None:
    data = json.loads(
        run("explain", "stability/garrison", "canadian_opposition", "s6", "--concept", "gmr", "--format", "json").stdout
    )
    assert data["stable"] and data["checked"]
    (sanction,) = data["sanctions"]
    assert [step["mover"] for step in sanction["path"]] == ["us_support", "us_opposition", "us_support"]


def test_explain_an_agreement() -> None:
    data = json.loads(run("explain", "kuril/2019-01", "peace", "--format", "json").stdout)
    assert data["steps"] == sum(data["verdicts"].values())
    assert set(data["verdicts"]) <= {"credible", "not_better", "better_alone", "not_kept", "spoiled"}


def test_variants_and_views() -> None:
    assert run("stability", "kuril/2019-01", "--variant", "y2016").exit_code == 0
    assert run("stability", "kuril/2019-01", "--as", "japan").exit_code == 0
    shown = called("stability", "kuril/2019-01", "--variant", "y2061")
    assert shown.returncode == 2
    assert shown.stderr == "there is no variant “y2061” — did you mean “y2016”?; known: y2016 and y2022\n"


def test_new_makes_a_file_that_passes_and_never_overwrites(tmp_path: Path) -> None:
    for spoken in ("en", "ar"):
        path = tmp_path / f"new.{spoken}.yaml"
        assert called("new", str(path), DETENTE_LANG=spoken).returncode == 0
        assert called("check", str(path), "--strict").returncode == 0
    before = path.read_text(encoding="utf-8")
    again = called("new", str(path))
    assert again.returncode == 2 and "exists already; nothing was written" in again.stderr
    assert path.read_text(encoding="utf-8") == before


def test_new_names_the_schema_that_editors_read_and_writes_it_beside(tmp_path: Path) -> None:
    path, schema = tmp_path / "deep" / "new.yaml", tmp_path / "deep" / "situation.schema.json"
    run("new", str(path))
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=situation.schema.json"
    assert json.loads(schema.read_text(encoding="utf-8")) == json.loads(run("schema").stdout)
    schema.write_text("mine", encoding="utf-8")
    run("new", str(path.with_name("other.yaml")))
    assert schema.read_text(encoding="utf-8") == "mine"


def test_cases_can_be_copied(tmp_path: Path) -> None:
    target = tmp_path / "mine"
    assert run("cases", "stability/chicken", "--copy", str(target)).exit_code == 0
    assert run("check", str(target)).exit_code == 0


def test_the_schema_is_json() -> None:
    assert json.loads(run("schema").stdout)["title"] == "A detente situation, format 1"


def test_the_schema_into_a_file(tmp_path: Path) -> None:
    shown = run("schema", "--out", str(tmp_path / "s.json"))
    assert (shown.stdout, shown.stderr) == ("", f"Written: {tmp_path / 's.json'}\n")
    assert (tmp_path / "s.json").read_text(encoding="utf-8") == run("schema").stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str) -> None:
    assert "_DETENTE_COMPLETE" in run("completion", shell).stdout


def test_completion_completes() -> None:
    found = process(_DETENTE_COMPLETE="bash_complete", COMP_WORDS="detente stab", COMP_CWORD="1")
    assert "stability" in found.stdout


def test_an_interrupted_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report.html"
    write_whole(path, "old")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_ctrl_c_is_said_and_ends_with_130(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("detente.cli.group", interrupted)
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 130
    assert capsys.readouterr().err == "Stopped. No file was left half written.\n"


@pytest.mark.parametrize("command", OLD_OPTIONS)
def test_an_option_of_before_is_refused_by_its_new_name(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a report is written where one stands
    for old, new in OLD_OPTIONS[command].items():
        found = called(command, "stability/chicken", old, "x")
        assert (found.returncode, found.stderr) == (2, f"the option {old} is now {new}\n")
        assert called(command, "stability/chicken", *new.split()).stderr != found.stderr
        assert new in called(command, "stability/chicken", old, "x", "--lang", "ar").stderr
    assert "No such option" in called(command, "stability/chicken", "--never-there").stderr


# What a function takes → the option that says it, where the two are not spelt alike: what an option says several times
# is one of several; a part of the file or a program's own need has no option.
SAID_AS = {
    "concepts": "--concept", "coalitions": "--coalition", "switches": "--switch", "language": "--lang",
    "asked": None, "part": None, "tell": None,
}  # fmt: skip


@pytest.mark.parametrize(
    "name", ["stability", "paths", "perception", "inverse", "deal", "positions", "influence", "scan", "study", "trace",
             "report"],
)  # fmt: skip
def test_python_and_the_command_line_use_one_name(name: str) -> None:
    assert isinstance(group, click.Group)
    command = group.get_command(click.Context(group), name)
    assert command is not None
    known = {option for parameter in command.params for option in parameter.opts}
    taken = list(inspect.signature(getattr(dt, name)).parameters)[1:]
    missing = [one for one in taken if SAID_AS.get(one, "--" + one.replace("_", "-")) not in {None, *known}]
    assert missing == []
