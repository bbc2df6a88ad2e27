"""A study on disk: it goes on where it stopped, sees damage, and refuses what is not its own."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detente.errors import DetenteError
from detente.uncertainty.study import runs, store
from detente.uncertainty.study.batches import Plan
from detente.uncertainty.study.result import Study
from detente.uncertainty.study.runs import Piece
from detente.uncertainty.study.study import study
from tests.uncertainty.studies import TWO, same, situation

pyarrow = pytest.importorskip("pyarrow")

DRAWS = 60_000  # eight batches, the last one cut short
PLAN = Plan(situation(), 0, DRAWS, ("nash", "gmr", "seq"))


@pytest.fixture(scope="module")
def whole() -> Study:
    return study(situation(), DRAWS)


def parts(folder: Path) -> list[Path]:
    return sorted(folder.glob("part-*.parquet"))


def kept(folder: Path, draws: int = DRAWS, **settings: object) -> Study:
    return study(situation(), draws, out=folder, **settings)  # type: ignore[arg-type]


def test_kept_and_read_back_to_the_last_bit(tmp_path: Path, whole: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    assert same(kept(tmp_path), whole)
    assert [path.name[:11] for path in parts(tmp_path)] == [f"part-{part:06d}" for part in range(8)]
    monkeypatch.setattr(Piece, "__call__", _never)
    assert same(kept(tmp_path), whole)


def _never(*_: object) -> None:
    raise AssertionError("nothing is left to draw")


def test_only_what_is_missing_is_drawn(tmp_path: Path, whole: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(tmp_path)
    for path in parts(tmp_path)[2:5]:
        path.unlink()
    (tmp_path / ".tmp-1-part-000002-0123456789abcdef.parquet").write_bytes(b"half")
    (tmp_path / ".tmp-minutes.txt").write_text("of the user")
    drawn: list[int] = []
    original = Piece.__call__
    monkeypatch.setattr(Piece, "__call__", lambda self, part: drawn.append(part) or original(self, part))
    assert same(kept(tmp_path, engine="serial"), whole)
    assert drawn == [2, 3, 4]
    assert [path.name for path in tmp_path.glob(".tmp-*")] == [".tmp-minutes.txt"]


def test_the_same_bytes_on_disk_whoever_wrote_them(tmp_path: Path) -> None:
    kept(tmp_path / "one", engine="serial")
    kept(tmp_path / "two", workers=3)
    files = [[(path.name, path.read_bytes()) for path in parts(tmp_path / name)] for name in ("one", "two")]
    assert files[0] == files[1]


def test_more_draws_go_on_from_fewer(tmp_path: Path, whole: Study) -> None:
    kept(tmp_path, 20_000)
    assert same(kept(tmp_path), whole)
    assert json.loads((tmp_path / "manifest.json").read_text())["draws"] == DRAWS
    assert same(kept(tmp_path, 20_000), study(situation(), 20_000))
    assert len(parts(tmp_path)) == 8


def test_until_keeps_its_parts(tmp_path: Path) -> None:
    found = kept(tmp_path, 2000, until=0.006)
    assert found.count > 2000 and same(found, study(situation(), found.count))
    assert same(kept(tmp_path, found.count), found)


@pytest.mark.parametrize("damage", ["cut", "bit", "empty"])
def test_damage_is_seen_drawn_again_and_said(tmp_path: Path, whole: Study, damage: str) -> None:
    kept(tmp_path)
    victim = parts(tmp_path)[3]
    data = bytearray(victim.read_bytes())
    place = random.Random(len(data)).randrange(len(data))
    if damage == "bit":
        data[place] ^= 1 << (place % 8)
    victim.write_bytes({"cut": data[:place], "bit": data, "empty": b""}[damage])
    again = kept(tmp_path)
    assert same(again, whole)
    assert again.sentences()[-1] == "One kept part was damaged; it was drawn again."
    assert kept(tmp_path).notes == ()


def refused(folder: Path, text: str = TWO, **settings: object) -> str:
    with pytest.raises(DetenteError) as caught:
        study(situation(text), DRAWS, out=folder, **settings)  # type: ignore[arg-type]
    return str(caught.value).replace(str(folder), "FOLDER")


def test_another_study_is_refused_with_what_differs(tmp_path: Path) -> None:
    kept(tmp_path, 100)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    end = ". Choose another folder, or use what that study was made with"
    said = "FOLDER holds another study. What differs: "
    assert refused(tmp_path, seed=8) == f"{said}seed: 7 → 8{end}"
    assert refused(tmp_path, concepts=("nash",)) == f"{said}concepts: nash+sseq+seq → nash{end}"
    assert refused(tmp_path, TWO.replace("x: 0..1", "x: 0..2")) == f"{said}drivers{end}"
    text = TWO.replace("weight: 0..1", "weight: 0..2").replace("together: a.go and b.come", "other: b.come")
    assert refused(tmp_path, text) == f"{said}preferences and questions{end}"
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_what_changes_no_draw_may_change(tmp_path: Path, whole: Study) -> None:
    kept(tmp_path)
    assert same(study(situation(TWO + "title: The same\nchecks: {c: {statement: a.go}}\n"), DRAWS, out=tmp_path), whole)


def test_another_version_is_refused(tmp_path: Path) -> None:
    kept(tmp_path, 100)
    text = (tmp_path / "manifest.json").read_text().replace(f'"{np.__version__}"', '"1.0"')
    (tmp_path / "manifest.json").write_text(text)
    assert refused(tmp_path) == (
        f"FOLDER holds another study. What differs: numpy: 1.0 → {np.__version__}. "
        "Choose another folder, or use what that study was made with"
    )


@pytest.mark.parametrize("manifest", [None, "{", "[]", '{"seed": 7}', "\x00"])
def test_a_folder_with_other_files_is_refused(tmp_path: Path, manifest: str | None) -> None:
    (tmp_path / "letters.txt").write_text("dear")
    if manifest is not None:
        (tmp_path / "manifest.json").write_text(manifest)
    held = "letters.txt" if manifest is None else "letters.txt and manifest.json"
    assert refused(tmp_path) == (
        f"FOLDER holds other files ({held}) and no study. Choose an empty or new folder for --out"
    )
    assert (tmp_path / "letters.txt").read_text() == "dear"


def test_a_file_or_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert refused(tmp_path / "file") == "FOLDER is not a folder: a file has this name. Choose another name"
    said = refused(tmp_path / "file" / "inner")
    assert said == (
        "FOLDER cannot be written: a part of the path is not a folder. Choose another place, or correct the path"
    )


def test_a_disk_that_fills_up(tmp_path: Path, whole: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    original = store._write

    def full(target: Path, data: bytes) -> None:
        if target.name.startswith("part-000003"):
            raise OSError(28, "No space left on device")
        original(target, data)

    monkeypatch.setattr(store, "_write", full)
    said = (
        "FOLDER cannot be written: no space is left on the disk. Make room, or choose another place; nothing was left "
        "half written"
    )
    assert refused(tmp_path, engine="serial") == said
    assert len(parts(tmp_path)) == 3
    monkeypatch.undo()
    assert same(kept(tmp_path), whole)


def test_a_lost_scheduler_keeps_what_is_done(tmp_path: Path, whole: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    def lossy(work: object, pieces: list[int], *_: object):  # type: ignore[no-untyped-def]
        for piece in pieces[:3]:
            yield piece, work(piece)  # type: ignore[operator]
        raise DetenteError("scheduler_lost", address="tcp://10.0.0.1:8786")

    monkeypatch.setattr(runs, "work_through", lossy)
    assert refused(tmp_path) == (
        "the connection to the Dask scheduler at tcp://10.0.0.1:8786 was lost; 3 of 8 parts are kept in FOLDER, and "
        "the same command goes on from there"
    )
    monkeypatch.undo()
    assert same(kept(tmp_path), whole)


def test_parts_can_be_asked_with_duckdb_while_it_runs(tmp_path: Path, whole: Study) -> None:
    duckdb = pytest.importorskip("duckdb")
    counted = []

    def look(done: int, _: int) -> None:
        if done:
            query = f"SELECT count(*), avg(x) FROM '{tmp_path}/part-*.parquet' WHERE \"goes/seq/predicted\" = 'every'"
            counted.extend(duckdb.sql(query).fetchall())

    kept(tmp_path, engine="serial", tell=look)
    yes = whole.measures["goes/seq/predicted"] == 2
    assert len(counted) == 8 and [n for n, _ in counted] == sorted(n for n, _ in counted)
    assert counted[-1][0] == yes.sum() and counted[-1][1] == pytest.approx(whole.drivers["x"][yes].mean())
    query = f"SELECT count(DISTINCT \"study/draw\") FROM '{tmp_path}/part-*.parquet'"
    assert duckdb.sql(query).fetchall() == [(DRAWS,)]


def test_parts_are_cut_by_the_size_of_the_study() -> None:
    sizes = {draws: store.manifest_of(Plan(situation(), 7, draws, ("seq",))).span for draws in (1, 10**6, 10**7, 10**9)}
    assert sizes == {1: 1, 10**6: 1, 10**7: 19, 10**9: 128}


RUN = """
import sys, time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any
from tests.uncertainty.studies import situation
from detente.uncertainty.study.runs import Piece
from detente.uncertainty.study.study import study
original = Piece.__call__
def slowly(self, part):
    time.sleep(0.05)
    return original(self, part)
Piece.__call__ = slowly
study(situation(), int(sys.argv[2]), out=sys.argv[1])
"""


def killed_run(folder: Path, draws: int, after: float) -> None:
    """Start a run in a process of its own and kill it (SIGKILL) some time after its first part."""
    process = subprocess.Popen([sys.executable, "-c", RUN, str(folder), str(draws)], cwd=Path(__file__).parents[3])
    deadline = time.monotonic() + 60
    while not parts(folder) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    time.sleep(after)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


def test_killed_and_gone_on(tmp_path: Path) -> None:
    killed_run(tmp_path, 200_000, 0.05)
    assert 0 < len(parts(tmp_path)) < 25
    assert same(kept(tmp_path, 200_000), study(situation(), 200_000))


@pytest.mark.slow
def test_killed_again_and_again_at_random_moments(tmp_path: Path) -> None:
    moments = random.Random(4)
    for _ in range(8):
        killed_run(tmp_path, 400_000, moments.uniform(0, 0.4))
    assert same(kept(tmp_path, 400_000), study(situation(), 400_000))


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_thirty_ends_lose_nothing(how: signal.Signals, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Killed, or stopped with Ctrl-C, at thirty random moments: what was kept is whole, and the study goes on."""
    moments, ended = random.Random(how), 0
    for _ in range(30):
        process = subprocess.Popen(
            [sys.executable, "-c", RUN, str(tmp_path), "400000"], cwd=Path(__file__).parents[3],
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(moments.uniform(0.3, 2.5))
        process.send_signal(how)
        ended += process.wait() != 0
        assert all(path.stem.rpartition("-")[2] == store._hash(path.read_bytes()) for path in parts(tmp_path))
    assert same(kept(tmp_path, 400_000), study(situation(), 400_000))
    assert list(tmp_path.glob(".tmp-*")) == []
    with capsys.disabled():
        print(f"\n{ended} of 30 runs ended by {how.name} before their end; nothing lost")


@pytest.mark.slow
def test_two_writers_of_one_study_do_not_disturb_each_other(tmp_path: Path, whole: Study) -> None:
    code = RUN.replace("study(situation()", "made = study(situation()")
    command = [sys.executable, "-c", code, str(tmp_path), str(DRAWS)]
    both = [subprocess.Popen(command, cwd=Path(__file__).parents[3], stderr=subprocess.PIPE) for _ in range(2)]
    said = [process.communicate()[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert same(kept(tmp_path), whole)


LINKED = "FOLDER holds other files (manifest.json) and no study. Choose an empty or new folder for --out"


def test_a_manifest_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").symlink_to("/dev/zero")
    assert "a link stands in the way" in refused(tmp_path)
    assert (tmp_path / "manifest.json").is_symlink()


@pytest.mark.parametrize(
    ("key", "value"),
    [("span", 10**18), ("span", 0), ("draws", "many"), ("draws", -1), ("seed", 1.5), ("blocks", [1]),
     ("blocks", {"a": 1}), ("concepts", [["seq"]]), ("sifted", None), ("batch", True)],
)  # fmt: skip
def test_a_manifest_with_entries_of_other_types_is_foreign(tmp_path: Path, key: str, value: object) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps(asdict(store.manifest_of(PLAN)) | {key: value}))
    assert refused(tmp_path) == LINKED


def _replaced(folder: Path, change: Callable[[Any], Any]) -> None:
    """A part with other content, under the name that its hash asks for."""
    from pyarrow import parquet

    path = parts(folder)[1]
    sink = pyarrow.BufferOutputStream()
    parquet.write_table(change(parquet.read_table(path)), sink)
    data = sink.getvalue().to_pybytes()
    path.with_name(f"part-000001-{store._hash(data)}.parquet").write_bytes(data)
    path.unlink()


def _column(name: str | None, make: Callable[[int], Any]) -> Callable[[Any], Any]:
    """The column of this name (None: the last one) made anew."""

    def change(table: Any) -> Any:
        place = table.num_columns - 1 if name is None else table.schema.get_field_index(name)
        return table.set_column(place, table.schema.names[place], make(table.num_rows))

    return change


HOSTILE = {
    "texts for numbers": _column(None, lambda rows: [["x"] * rows]),
    "lists": _column(None, lambda rows: [[[1, 2]] * rows]),
    "nothing": _column(None, lambda rows: [[None] * rows]),
    "wider bytes": _column(None, lambda rows: pyarrow.array([b"wide"] * rows, pyarrow.binary(4))),
    "bytes, not in all rows": _column(
        None, lambda rows: pyarrow.array([None] + [b"x"] * (rows - 1), pyarrow.binary(1))
    ),
    "draws as texts": _column("study/draw", lambda rows: [[str(row) for row in range(rows)]]),
    "draws backwards": _column("study/draw", lambda rows: [list(range(rows))[::-1]]),
    "a first column of texts": lambda table: table.set_column(1, table.schema.names[1], [["x"] * table.num_rows]),
    "endless numbers": lambda table: table.set_column(
        1, table.schema.names[1], [[float("inf")] * table.num_rows]
    ),
    "no rows": lambda table: table.slice(0, 0),
    "no columns": lambda table: table.select([]),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_part_made_by_somebody_else_is_drawn_again(kind: str, tmp_path: Path, whole: Study) -> None:
    kept(tmp_path)
    _replaced(tmp_path, HOSTILE[kind])
    assert same(kept(tmp_path, engine="serial"), whole)


def test_a_part_that_is_a_link_or_a_pipe_is_drawn_again(tmp_path: Path, whole: Study) -> None:
    kept(tmp_path)
    for place, path in enumerate(parts(tmp_path)[:2]):
        path.unlink()
        if place:
            os.mkfifo(path)
        else:
            path.symlink_to("/dev/zero")
    assert same(kept(tmp_path, engine="serial"), whole)
