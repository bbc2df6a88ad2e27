"""Many situations at once: each as if asked alone, broken ones apart, and nothing done twice."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import detente as dt
from detente.batch import PARTS, TABLE, Wanted, batch
from detente.cases import find_case
from detente.cli import group
from detente.errors import DetenteError

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
