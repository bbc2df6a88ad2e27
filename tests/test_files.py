"""Files that are read and written: opened once, never followed, never half written; cells that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from detente.cli import group
from detente.errors import DetenteError
from detente.files import csv_text, guarded, opened, read_whole, unguarded, writable, write_whole
from tests.called import called
from tests.fuzz.past import PAST, negotiation

CASE = "stability/chicken"


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, what is printed, and what is said beside it."""
    done = called(*arguments)
    return done.returncode, done.stdout, done.stderr


def refusal(path: str | Path, folder: bool = False) -> str:
    with pytest.raises(DetenteError) as caught:
        writable(path, folder)
    return str(caught.value).replace(str(path), "PATH")


# Targets -------------------------------------------------------------------------------------------------------------


def test_what_cannot_be_written_is_refused_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "x.html").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    os.mkfifo(tmp_path / "pipe")
    no_file = "PATH is not a file: something else (a folder, a device) has this name. Choose another name"
    correct = "Choose another place, or correct the path"
    assert refusal(tmp_path / "x.html") == no_file
    assert refusal(tmp_path / "pipe") == no_file
    assert refusal("/dev/null") == no_file
    assert refusal(tmp_path / "file", folder=True) == (
        "PATH is not a folder: a file has this name. Choose another name"
    )
    assert refusal(tmp_path / "file" / "y.html") == (
        f"PATH cannot be written: a part of the path is not a folder. {correct}"
    )
    assert refusal(tmp_path / ("é" * 200)) == "PATH cannot be written: the name is too long. Choose a shorter name"
    assert refusal(tmp_path / "loop" / "y.html") == (
        f"PATH cannot be written: a link stands in the way, or links lead in a circle. {correct}"
    )
    assert refusal(tmp_path / "a\0b") == f"PATH cannot be written: no file can have this name. {correct}".replace(
        "PATH", str(tmp_path / "a\ufffdb")
    )
    writable(tmp_path / "new" / "deep" / "y.html")
    writable(tmp_path / "new", folder=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "loop", "pipe", "x.html"]


@pytest.mark.parametrize("address", ["s3://bucket/study", "gs://a", "https://example.org/x.html", "s3:/bucket"])
def test_an_address_never_becomes_a_folder_here(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    scheme = address.partition(":")[0]
    said = (
        f"{address} is an address ({scheme}), and detente writes to folders of this machine only. Choose a folder, "
        "or make that storage one (mount it)"
    )
    for command in (("study", CASE, "--out", address), ("report", CASE, "--out", address)):
        code, _, found = run(*command)
        assert (code, found) == (2, said + "\n")
    assert list(tmp_path.iterdir()) == []


TARGETS = [
    ("report", CASE, "--out"), ("study", CASE, "--draws", "10", "--plot"), ("paths", CASE, "--figure"),
    ("graph", CASE, "--out"),
    ("deal", "kuril/2019-01", "--figure"), ("positions", "bargaining/emissions_1994", "--figure"),
    ("influence", "kuril/2019-01", "--figure", "ties"), ("schema", "--out"), ("convert", CASE), ("new",),
]  # fmt: skip


@pytest.mark.parametrize("command", TARGETS, ids=" ".join)
def test_every_command_refuses_its_target_before_it_works(command: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "x.svg.html").mkdir()
    code, printed, said = run(*command, str(tmp_path / "x.svg.html"))
    assert (code, printed) == (2, "")
    assert said.replace(str(tmp_path), "HERE") in (
        "HERE/x.svg.html is not a file: something else (a folder, a device) has this name. Choose another name\n",
        "HERE/x.svg.html exists already; nothing was written. Choose another name\n",
    )


def test_a_target_in_arabic(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    code, _, said = run("schema", "--out", str(tmp_path / "x" / "y"), "--lang", "ar")
    assert (code, said.replace(str(tmp_path), "HERE")) == (
        2, "تعذرت كتابة HERE/x/y: في المسار جزء ليس مجلدًا. اختر موضعًا آخر، أو صحح المسار\n",
    )  # fmt: skip


def test_a_place_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert refusal(tmp_path / "new" / "x") == (
        "PATH cannot be written: permission is missing. Choose another place, or have the permission changed"
    )


def test_what_is_printed_into_a_full_disk_is_said() -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "detente", "stability", CASE], stdout=full, stderr=subprocess.PIPE, text=True,
            check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr == (
        "what is printed cannot be written: no space is left on the disk. Make room, or choose another place; nothing "
        "was left half written\n"
    )


def test_a_reader_that_leaves_is_no_fault() -> None:
    command = f"{sys.executable} -m detente cases | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_a_place_without_room_leaves_nothing_behind(tmp_path: Path) -> None:
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000)); import signal; "
    limit += "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); import sys; sys.argv = ['detente', *sys.argv[1:]]; "
    target = tmp_path / "schema.json"
    target.write_text("old")
    command = [sys.executable, "-c", f"{limit}from detente.cli import main; main()", "schema", "--out", str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.replace(str(target), "PATH")) == (
        2,
        "PATH cannot be written: it would be larger than a file may be here. Choose another place; nothing was left "
        "half written\n",
    )
    assert [path.name for path in tmp_path.iterdir()] == ["schema.json"] and target.read_text() == "old"


def test_a_planted_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "x.json").symlink_to("secret")
    for name in (".x.json.part", ".tmp-x.json"):
        (tmp_path / name).symlink_to("secret")
    write_whole(tmp_path / "x.json", "new")
    assert (tmp_path / "secret").read_text() == "secret"
    assert (tmp_path / "x.json").read_text() == "new" and not (tmp_path / "x.json").is_symlink()


def test_a_copy_of_a_case_is_whole_or_not_there(tmp_path: Path) -> None:
    assert run("cases", CASE, "--copy", str(tmp_path / "mine"))[0] == 0
    assert (tmp_path / "mine" / "situation.yaml").is_file()
    code, _, said = run("cases", CASE, "--copy", str(tmp_path / "mine"))
    assert (code, said.replace(str(tmp_path), "HERE")) == (
        2, "HERE/mine exists already; nothing was written. Choose another name\n",
    )  # fmt: skip
    inner = str(tmp_path / "mine" / "inner")
    code, _, said = run("cases", str(tmp_path / "mine"), "--copy", inner)
    assert (code, said.replace(str(tmp_path), "HERE")) == (
        2, "HERE/mine/inner lies inside HERE/mine, which is to be copied. Choose a place outside of it\n",
    )  # fmt: skip
    assert not (tmp_path / "mine" / "inner").exists()


def test_new_twice_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    assert run("new", str(file))[0] == 0
    before = file.read_bytes()
    code, _, said = run("new", str(file))
    assert (code, said.replace(str(tmp_path), "HERE")) == (
        2, "HERE/a.yaml exists already; nothing was written. Choose another name\n",
    )  # fmt: skip
    (tmp_path / "b.yaml").symlink_to("nowhere.yaml")
    assert run("new", str(tmp_path / "b.yaml"))[0] == 2
    assert file.read_bytes() == before and not (tmp_path / "nowhere.yaml").exists()


# Reading -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["pipe", "folder", "endless", "missing", "impossible"])
def test_what_is_no_file_is_never_waited_for(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "x"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "endless":
        path.symlink_to("/dev/zero")
    elif kind == "impossible":
        path = tmp_path / "a\0b"
    ((problem,)) = read_whole(path, 100)[1]
    reason = {
        "pipe": "it is no file but a pipe or a device", "endless": "it is no file but a pipe or a device",
        "folder": "it is a folder", "missing": "there is no such file or folder",
        "impossible": "no file can have this name",
    }[kind]  # fmt: skip
    assert problem.message() == f"the file cannot be read: {reason}"


def test_a_file_that_grows_while_it_is_read_is_still_bounded() -> None:
    data, (problem,) = read_whole(Path("/proc/self/maps"), 10)  # says that it has no byte, and has many
    assert (data, problem.code) == (b"", "file_large")


def test_inside_a_folder_no_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x").write_text("x")
    (tmp_path / "to").symlink_to("in", target_is_directory=True)
    (tmp_path / "in" / "y").symlink_to("x")
    assert opened(tmp_path / "in" / "x", tmp_path).read() == b"x"
    for path in (tmp_path / "to" / "x", tmp_path / "in" / "y"):
        with pytest.raises(OSError, match=r"directory|links"):
            opened(path, tmp_path)


# Cells ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", [
    "=1+1", "+1+1", "-2+3|cmd", "@SUM(A1)", "\t=1", "\r=1", "=", "-", "−2+3", "＝1", "'=1", "''", "-1-1", "+cmd",
])  # fmt: skip
def test_no_spreadsheet_runs_a_cell(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"
    assert unguarded(guarded(cell)) == cell


@pytest.mark.parametrize("cell", ["-3", "+3", "−3.5", "-1e-5", "-.5", "-50%", "1+1", "a=b", "'tis", "don't", "", "'"])
def test_numbers_and_words_stay_as_they_are(cell: str) -> None:
    assert guarded(cell) == unguarded(cell) == cell


@given(st.lists(st.lists(st.text(st.sampled_from("=+-@'\t\r\n,;\"a1 é")), min_size=2, max_size=2), min_size=1))
def test_a_table_is_read_back_unchanged(rows: list[list[str]]) -> None:
    for mark in ",;\t":
        found = list(csv.reader(io.StringIO(csv_text(rows, mark), newline=""), delimiter=mark))
        assert [[unguarded(cell) for cell in row] for row in found] == rows


STEERED = PAST["steering.yaml"]()
NAMED = negotiation("a\u0007\u202e[/x]", "x\u001b[31m", "\u009b2J")


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("form", ["table", "csv", "md", "json"])
def test_nothing_that_is_printed_steers_a_terminal(form: str, language: str, tmp_path: Path) -> None:
    assert isinstance(STEERED, bytes)
    (tmp_path / "a.yaml").write_bytes(STEERED)
    (tmp_path / "b.json").write_bytes(NAMED)
    asked = [("show", "a.yaml"), ("stability", "a.yaml"), ("paths", "a.yaml"), ("check", "b.json"), ("deal", "b.json")]
    for command, file in asked:
        forms = [] if command == "check" else ["--format", form]
        done = CliRunner().invoke(group, [command, str(tmp_path / file), *forms, "--lang", language])
        assert done.exit_code == 0, (command, done.output)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", done.output), command
        assert form == "json" or command != "deal" or "\ufffd" in done.output


def test_every_command_prints_guarded_cells(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        'detente: 1\nactors: {a: {name: "=1+1"}, b: }\noptions: {a: {x: "@cmd"}, b: {y: "+1-2"}}\n'
        "preferences: {a: {priorities: [a.x]}, b: {priorities: [b.y]}}\nstatus_quo: {a.x: no, b.y: no}\n"
    )
    for command in ("show", "stability", "paths"):
        code, printed, _ = run(command, str(tmp_path / "a.yaml"), "--format", "csv")
        assert code == 0
        cells = [cell for row in csv.reader(io.StringIO(printed)) for cell in row]
        assert not [cell for cell in cells if cell[:1] in ("=", "@") or cell == "+1-2"]
