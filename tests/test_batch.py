"""Many situations at once: each as if asked alone, broken ones apart, and nothing done twice."""

from __future__ import annotations

import csv
import errno
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import detente as dt
from detente.batch import PARTS, TABLE, Pieces, Wanted, Work, batch, situations_in
from detente.cases import find_case
from detente.cli import group
from detente.errors import DetenteError
from detente.uncertainty.study.workers import work_through

HERE = sys.modules[batch.__module__]
BROKEN = "detente: 1\nactors: {a: , b: }\noptons: {a: {x: go}}\n"
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


def test_a_folder_that_is_a_situation_has_more_where_files_say_so(folder: Path, tmp_path: Path) -> None:
    """Its lesson and what was expected of it are none; a second one is, one of another program, and a pipe."""
    case, out = folder / "elmira", tmp_path / "out"
    assert {"lesson.yaml", "expected.yaml"} < {path.name for path in case.iterdir()}
    assert [part.file for part in batch(case, out, Wanted(draws=0)).parts] == ["situation.yaml"]
    (case / "second.yaml").write_text("\ufeff# Another.\n" + BROKEN, encoding="utf-8")
    (case / "third.json").write_text('{"detente": 1}', encoding="utf-8")
    (case / "fourth.yaml").write_text("# detente: a remark\nsay: detente\n", encoding="utf-8")
    (case / "notes.json").write_text('{"remark": "detente"}', encoding="utf-8")
    shutil.copy(Path(__file__).parents[1] / "docs" / "examples" / "dam.gmcr", case)
    (case / "sub").mkdir()
    (case / "sub" / "fifth.yaml").write_text(DYAD, encoding="utf-8")
    os.mkfifo(case / "sixth.yaml")
    assert list(situations_in(case, out)) == [
        "dam.gmcr", "second.yaml", "situation.yaml", "sixth.yaml", "sub/fifth.yaml", "third.json",
    ]  # fmt: skip


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
    (folder / "bad.yaml").write_text(BROKEN, encoding="utf-8")
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


@pytest.mark.parametrize("files", [0, 1, 199, 201, 1_000, 30_000])
def test_pieces_hold_every_file_once_and_never_much_of_what_is_left(files: int) -> None:
    seen = 0
    for piece in Pieces(files, 50):
        assert piece == tuple(range(seen, seen + len(piece)))
        assert 1 <= len(piece) <= 50 and (len(piece) - 1) * 200 < files - seen
        seen += len(piece)
    assert seen == files
    assert len(list(Pieces(30_000, 50))) < 30_000 / 20
    assert list(Pieces(5, 1)) == [(0,), (1,), (2,), (3,), (4,)]


def test_what_goes_back_is_shared_out_again_after_the_rest() -> None:
    pieces = Pieces(2, 1)
    assert next(pieces) == (0,)
    pieces.again(())
    pieces.again((5, 6, 7))
    pieces.again((9,))
    assert list(pieces) == [(1,), (5,), (6, 7), (9,)]


@pytest.mark.parametrize(("seconds", "done"), [(60.0, 3), (-1.0, 1)])
def test_a_worker_gives_back_what_it_has_not_come_to(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: float, done: int
) -> None:
    monkeypatch.setattr(HERE, "AT_ONCE", seconds)
    monkeypatch.setattr(HERE, "SHARES", 1)
    taken: list[tuple[tuple[int, ...], int]] = []

    def in_turn(work: Work, pieces: Pieces, *_: object) -> object:
        for numbers, parts in work_through(work, pieces, "serial"):
            taken.append((numbers, len(parts)))
            yield numbers, parts

    alone = batch(folder, tmp_path / "alone", Wanted(draws=0))
    monkeypatch.setattr(HERE, "work_through", in_turn)
    told: list[int] = []
    found = batch(folder, tmp_path / "out", Wanted(draws=0), "dask", tell=lambda answered, _: told.append(answered))
    assert taken == [((0, 1, 2), 3)] if done == 3 else [((0, 1, 2), 1), ((1,), 1), ((2,), 1)]
    assert told == ([3] if done == 3 else [1, 2, 3])
    assert found.rows() == alone.rows()


@pytest.mark.slow
def test_dask_gives_the_same_bytes_whoever_dies(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed")
    for place in range(30):
        shutil.copy(folder / "chicken" / "situation.yaml", folder / f"copy{place}.yaml")
    (folder / "bad.yaml").write_text(BROKEN, encoding="utf-8")
    alone = batch(folder, tmp_path / "alone", Wanted(draws=0), "serial")
    monkeypatch.setattr(HERE, "SHARES", 8)
    settings = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": "127.0.0.1:0", "host": "127.0.0.1"}
    with distributed.LocalCluster(**settings, silence_logs=50) as cluster:
        told: list[int] = []

        def kill(done: int, _: int) -> None:
            if not told:
                os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
            told.append(done)

        wanted, address = Wanted(draws=0), cluster.scheduler_address
        found = batch(folder, tmp_path / "out", wanted, "dask", scheduler=address, tell=kill)
    assert (tmp_path / "out" / TABLE).read_bytes() == (tmp_path / "alone" / TABLE).read_bytes()
    assert [(part.file, part.problems) for part in found.broken] == [
        (part.file, part.problems) for part in alone.broken
    ]
    assert len(found.broken) == 1 and told == sorted(told) and told[-1] == 34 > len(told)


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
