"""The engines: the same table to the last bit, whoever computes it and whoever dies meanwhile."""

from __future__ import annotations

import os
import platform
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from detente.errors import DetenteError
from detente.uncertainty.study import workers as engines
from detente.uncertainty.study.result import Study
from detente.uncertainty.study.study import study
from detente.uncertainty.study.workers import work_through
from detente.version import __version__
from tests.uncertainty.studies import same, situation

DRAWS = 120_000


@pytest.fixture(scope="module")
def whole() -> Study:
    return study(situation(), DRAWS, engine="serial")


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_threads(whole: Study, workers: int) -> None:
    assert same(study(situation(), DRAWS, workers=workers), whole)


def square(piece: int) -> int:
    return piece * piece


@pytest.mark.parametrize("engine", ["serial", "threads"])
def test_every_piece_once(engine: str) -> None:
    assert sorted(work_through(square, range(50), engine, 4)) == [(k, k * k) for k in range(50)]
    assert list(work_through(square, [], engine, 4)) == []


def test_a_fault_in_a_thread_is_raised_and_ends_the_rest() -> None:
    begun: list[int] = []

    def work(piece: int) -> int:
        begun.append(piece)
        if piece == 3:
            raise DetenteError("workers_lost")
        return piece

    with pytest.raises(DetenteError):
        list(work_through(work, range(1000), "threads", 2))
    assert len(begun) < 20


def test_results_do_not_pile_up() -> None:
    lock, out, most = threading.Lock(), [0], [0]

    def work(piece: int) -> int:
        with lock:
            out[0] += 1
            most[0] = max(most[0], out[0])
        return piece

    for _ in work_through(work, range(200), "threads", 3):
        with lock:
            out[0] -= 1
    assert most[0] <= 2 * 3 + 1


@contextmanager
def two_workers() -> Iterator[Any]:
    """A cluster of two processes on this machine, each begun as a copy of one that has loaded Dask."""
    distributed, dask = pytest.importorskip("distributed"), pytest.importorskip("dask")
    settings = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": "127.0.0.1:0", "host": "127.0.0.1"}
    with (
        dask.config.set({"distributed.worker.multiprocessing-method": "forkserver"}),
        distributed.LocalCluster(**settings, silence_logs=50) as found,
    ):
        yield found


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with two_workers() as found:
        yield found


def test_dask_at_an_address(whole: Study, cluster: Any) -> None:
    assert same(study(situation(), DRAWS, engine="dask", scheduler=cluster.scheduler_address), whole)


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2, 5])
def test_dask_on_this_machine(whole: Study, workers: int) -> None:
    pytest.importorskip("distributed")
    assert same(study(situation(), DRAWS, engine="dask", workers=workers), whole)


@pytest.mark.parametrize("moment", [1, 4, 9])
def test_a_worker_killed_while_it_works(whole: Study, cluster: Any, moment: int) -> None:
    seen = [0]

    def kill(*_: int) -> None:
        seen[0] += 1
        if seen[0] == moment:
            os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)

    found = study(situation(), DRAWS, engine="dask", scheduler=cluster.scheduler_address, tell=kill)
    assert same(found, whole) and seen[0] > moment


@pytest.mark.slow
def test_a_scheduler_that_goes_away() -> None:
    with two_workers() as mine:

        def close(done: int, _: int) -> None:
            if done:
                threading.Thread(target=mine.close).start()
                time.sleep(1)

        with pytest.raises(DetenteError) as caught:
            study(situation(), 2_000_000, engine="dask", scheduler=mine.scheduler_address, tell=close)
        assert str(caught.value) == f"the connection to the Dask scheduler at {mine.scheduler_address} was lost"


def test_nobody_at_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(engines, "PATIENCE", 0.5)
    with pytest.raises(DetenteError) as caught:
        study(situation(), 100, engine="dask", scheduler="tcp://127.0.0.1:1")
    assert str(caught.value).startswith("no Dask scheduler answers at tcp://127.0.0.1:1. Start one with")


def test_a_scheduler_without_workers_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr("detente.uncertainty.study.workers.LONG_PATIENCE", 1)
    with distributed.LocalCluster(n_workers=0, dashboard_address="127.0.0.1:0", host="127.0.0.1") as none:
        with pytest.raises(DetenteError) as caught:
            study(situation(), DRAWS, engine="dask", scheduler=none.scheduler_address)
        assert str(caught.value) == (
            f"the Dask scheduler at {none.scheduler_address} has had no worker for 1 seconds. Start some with "
            f"`dask worker {none.scheduler_address}`; the same command goes on from what is kept"
        )


def test_workers_with_another_version_are_refused(cluster: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.uncertainty.study.workers.__version__", "9.9")
    with pytest.raises(DetenteError) as caught:
        study(situation(), DRAWS, engine="dask", scheduler=cluster.scheduler_address)
    assert str(caught.value) == (
        f"workers at {cluster.scheduler_address} have detente {__version__}, and this is 9.9 (–: none, or one that "
        "cannot be asked). Install 9.9 where the workers run"
    )


def test_a_worker_that_joins_later_with_another_version_is_refused(
    cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.uncertainty.study.workers.__version__", "9.9")
    monkeypatch.setattr("detente.uncertainty.study.workers._Cluster.ready", lambda _: None)
    with pytest.raises(DetenteError) as caught:
        study(situation(), DRAWS, engine="dask", scheduler=cluster.scheduler_address)
    assert f"have detente {__version__}, and this is 9.9" in str(caught.value)


@dataclass(frozen=True)
class Meeting:
    """Every piece but the first waits until pieces have been begun in as many processes as workers are expected."""

    folder: Path

    def __call__(self, piece: int) -> int:
        (self.folder / f"{piece}-{os.getpid()}").touch()
        end = time.monotonic() + 30
        while piece and time.monotonic() < end and len(self.processes()) < WORKERS:
            time.sleep(0.02)
        return len(self.processes())

    def processes(self) -> set[str]:
        return {path.name.partition("-")[2] for path in self.folder.iterdir()}


WORKERS = 3  # more than what is handed out to a single one in advance


def test_workers_that_join_later_are_sent_the_work_and_used(whole: Study, cluster: Any, tmp_path: Path) -> None:
    met: list[tuple[int, int]] = []
    for piece, processes in work_through(Meeting(tmp_path), range(8), "dask", None, cluster.scheduler_address):
        if not met:
            cluster.scale(WORKERS)
        met.append((piece, processes))
    assert sorted(met)[1:] == [(piece, WORKERS) for piece in range(1, 8)]
    assert same(study(situation(), DRAWS, engine="dask", scheduler=cluster.scheduler_address), whole)


HELD = """
import resource, sys
import numpy as np
from detente.uncertainty.study.workers import _keep
if sys.argv[1] == "sent":
    _keep("work", b"")
np.ones(200_000)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(50):
    np.ones(200_000)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="the setting is one of glibc")
def test_a_worker_uses_again_what_it_has_freed() -> None:
    """Under the setting with which Dask starts workers, every array of 1.6 MB takes some 400 new pages."""

    def pages(when: str) -> int:
        environment = {**os.environ, "MALLOC_TRIM_THRESHOLD_": "65536"}
        done = subprocess.run([sys.executable, "-c", HELD, when], env=environment, capture_output=True, check=True)
        return int(done.stdout)

    assert pages("sent") < 1000 < pages("before")
