"""Many situations at once: each as if asked alone, broken ones apart, and nothing done twice."""

from __future__ import annotations

import csv
import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import detente as dt
from detente.batch import PARTS, TABLE, Wanted, batch
from detente.cases import find_case
from detente.cli import group
from detente.errors import DetenteError

DYAD = """\
detente: 1
actors: {a: , b: }
sources: {news: {file: news.txt, title: News, language: en}}
options: {a: {dam: {text: build, cites: [{source: news, quote: will build it}]}}, b: {war: go}}
preferences: {a: {priorities: [a.dam]}, b: {priorities: [not b.war]}}
status_quo: {}
questions: {built: a.dam}
"""
CASES = ("stability/chicken", "stability/elmira", "stability/garrison")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in CASES:
        shutil.copytree(find_case(name).parent, tmp_path / "all" / name.partition("/")[2])
    return tmp_path / "all"


def test_each_is_answered_as_if_it_were_alone(folder: Path, tmp_path: Path) -> None:
    found = batch(folder, tmp_path / "out", Wanted(draws=64))
    for name in CASES:
        case = dt.load(name)
        alone = dt.stability(case, ["seq"]).data()
        mine = {row["question"]: row for row in found.rows() if row["file"].startswith(name.partition("/")[2])}
        assert set(mine) == set(case.situation.questions)
        for question, row in mine.items():
            assert row["answer"] == alone["questions"][question]["seq"]["predicted"]
            assert row["equilibria"] == alone["counts"]["equilibria"]["seq"]
    with (tmp_path / "out" / TABLE).open(encoding="utf-8") as file:
        assert [row["question"] for row in csv.DictReader(file)] == [row["question"] for row in found.rows()]


def test_what_is_finished_is_not_done_again(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = batch(folder, out, Wanted(draws=64), engine="serial")
    again = batch(folder, out, Wanted(draws=64), workers=2)
    assert all(part.kept for part in again.parts)
    assert again.rows() == first.rows()
    changed = folder / "chicken" / "situation.yaml"
    changed.write_text(changed.read_text(encoding="utf-8") + "# another word\n", encoding="utf-8")
    (next((out / PARTS).iterdir())).write_text("half wr", encoding="utf-8")
    once_more = batch(folder, out, Wanted(draws=64))
    assert sum(part.kept for part in once_more.parts) in (1, 2)
    assert once_more.rows() == [
        {**row, "digest": mine["digest"]} for row, mine in zip(first.rows(), once_more.rows(), strict=True)
    ]
    assert not any(part.kept for part in batch(folder, out, Wanted("nash", 64)).parts)


def test_broken_files_stop_no_other(folder: Path, tmp_path: Path) -> None:
    (folder / "bad.yaml").write_text("detente: 1\nactors: {a: , b: }\noptons: {a: {x: go}}\n", encoding="utf-8")
    run = CliRunner().invoke(group, ["batch", str(folder), "--out", str(tmp_path / "out"), "--draws", "0"])
    assert run.exit_code == 1
    assert run.stdout == "3 situations answered.\nOne file was not answered; why stands above.\n"
    assert run.stderr.startswith("bad.yaml\n") or "\nbad.yaml\n" in run.stderr
    assert "unknown key “optons” — did you mean “options”?" in run.stderr
    with (tmp_path / "out" / TABLE).open(encoding="utf-8") as file:
        assert {row["file"].partition("/")[0] for row in csv.DictReader(file)} <= {"chicken", "elmira", "garrison"}


def test_no_folder_and_nothing_in_it(tmp_path: Path) -> None:
    with pytest.raises(DetenteError) as caught:
        batch(tmp_path / "none", tmp_path / "out")
    assert str(caught.value).endswith("is no folder. Name the folder that holds the situations")
    (tmp_path / "empty").mkdir()
    with pytest.raises(DetenteError) as caught:
        batch(tmp_path / "empty", tmp_path / "out")
    assert caught.value.code == "batch_empty"
    assert not (tmp_path / "out").exists()


def test_what_cannot_be_read_is_listed_and_stops_no_other(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "gone.yaml").symlink_to("nowhere")
    os.mkfifo(folder / "pipe.yaml")
    inside = folder / "garrison"
    shut = {folder / "elmira" / "situation.yaml", inside, inside / "situation.yaml"}  # root is stopped by nothing else
    for name in ("open", "scandir"):
        monkeypatch.setattr(os, name, _unless(shut, getattr(os, name)))
    found = batch(folder, tmp_path / "out", Wanted(draws=0))
    assert {part.file: part.problems[0].partition("\n")[0].rpartition(": ")[2] for part in found.broken} == {
        "elmira/situation.yaml": "permission is missing",
        "gone.yaml": "there is no such file or folder",
        "pipe.yaml": "it is no file but a pipe or a device",
        "garrison": "permission is missing",
    }
    assert {row["file"] for row in found.rows()} == {"chicken/situation.yaml"}
    shut.add(folder)
    with pytest.raises(DetenteError) as caught:
        batch(folder, tmp_path / "out")
    assert str(caught.value) == f"{folder} cannot be read: permission is missing. Mend it, and ask again"


def _unless(shut: set[Path], do: Callable[..., Any]) -> Callable[..., Any]:
    """The same function of the system, refused for these files and folders."""

    def refusing(path: Any = ".", *rest: Any, **more: Any) -> Any:
        if not isinstance(path, int) and Path(path) in shut:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return do(path, *rest, **more)

    return refusing


def test_a_folder_is_only_read(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != folder and allowed(path, mode))
    run = CliRunner().invoke(group, ["batch", str(folder), "--out", str(tmp_path / "out"), "--draws", "0"])
    assert run.exit_code == 0, run.output


def test_what_a_file_names_is_part_of_what_is_kept(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "dyad.yaml").write_text(DYAD, encoding="utf-8")
    kept = []
    for text in ("They will build it.", "They will build it.", "They may build it."):
        (tmp_path / "in" / "news.txt").write_text(text, encoding="utf-8")
        found = batch(tmp_path / "in", tmp_path / "out", Wanted(draws=0))
        kept.append((found.parts[0].kept, len(found.rows())))
    assert kept == [(False, 1), (True, 1), (False, 0)]
    assert "news does not say “will build it”" in found.broken[0].problems[0]
