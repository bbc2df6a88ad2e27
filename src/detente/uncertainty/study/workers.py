"""Where batches are worked out: here, in threads, or on a Dask cluster. The table does not depend on it.

An engine takes a plan and the numbers of batches and gives each back with its result, in whatever order they are done.
What is put among them while they are taken is done too.
Closing the iterator gives up what is not done. Threads share one plan; the compiled kernel and NumPy let them run at
the same time. With Dask, a worker that dies is replaced and its batches are computed again elsewhere: a batch depends
on nothing but its number, so nothing changes.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import pickle
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from functools import lru_cache
from importlib import import_module
from itertools import islice
from time import monotonic, sleep
from typing import Any, TypeVar
from uuid import uuid4

from detente.errors import DetenteError
from detente.situation.identifiers import nearest
from detente.version import __version__

Piece = TypeVar("Piece")
Done = TypeVar("Done")
Work = Callable[[Piece], Done]
Tell = Callable[[int, int], None]  # (draws done, all of them)
ENGINES = ("threads", "serial", "dask")
PATIENCE = 5  # seconds until a scheduler must have answered
LONG_PATIENCE = 20  # seconds for which a scheduler may have no worker
PAUSE = 0.02  # seconds between two looks
ASKING = 1  # seconds after which the scheduler is asked again for its workers
TRIES = 5  # to send the work, if workers die while it is sent
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # of glibc's malloc.h
HELD = 2**26  # bytes that a worker may keep at the end of its heap
LARGEST = 2**25  # bytes of an array that is taken from there; glibc allows no more
AHEAD = 2  # pieces of work handed out per worker before one has come back


def work_through(
    work: Work[Piece, Done],
    pieces: Iterable[Piece],
    engine: str = "threads",
    workers: int | None = None,
    scheduler: str | None = None,
) -> Iterator[tuple[Piece, Done]]:
    """Each piece with the result of ``work(piece)``, as they are done.

    Raises:
        DetenteError: an unknown engine, Dask not installed, or a scheduler that is not there or was lost.
    """
    if engine not in ENGINES:
        raise DetenteError("study_engine_unknown", name=engine, nearest=nearest(engine, ENGINES), known=ENGINES)
    if workers is not None and workers < 1:
        raise DetenteError("workers_none", workers=str(workers))
    if engine == "dask":
        return _dask(work, pieces, workers, scheduler)
    at_once = workers or os.cpu_count() or 1
    return _serial(work, pieces) if engine == "serial" or at_once == 1 else _threads(work, pieces, at_once)


def _serial(work: Work[Piece, Done], pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Done]]:
    for piece in pieces:
        yield piece, work(piece)


def _threads(work: Work[Piece, Done], pieces: Iterable[Piece], workers: int) -> Iterator[tuple[Piece, Done]]:
    """A few pieces per thread are handed out at a time, so that results never pile up; they see the deadline."""
    left = iter(pieces)
    running: dict[Future[Done], Piece] = {}
    with ThreadPoolExecutor(workers) as pool:
        try:
            while True:
                running.update(
                    (pool.submit(copy_context().run, work, piece), piece)
                    for piece in islice(left, workers * AHEAD - len(running))
                )
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    yield running.pop(future), future.result()
        finally:
            for future in running:
                future.cancel()


def _dask(
    work: Work[Piece, Done], pieces: Iterable[Piece], workers: int | None, scheduler: str | None
) -> Iterator[tuple[Piece, Done]]:
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise DetenteError("extra_missing", package="dask[distributed]", extra="scale") from None
    blob, name = pickle.dumps(work), f"detente-{uuid4()}"
    with _quiet(), contextlib.closing(_Cluster(distributed, workers, scheduler)) as cluster:
        try:
            left = iter(pieces)
            running = distributed.as_completed()
            owner: dict[str, Piece] = {}

            def hand_out() -> None:
                for piece in islice(left, max(0, AHEAD * max(1, cluster.width()) - len(owner))):
                    future = cluster.client.submit(_call, name, __version__, piece, pure=False)
                    owner[future.key] = piece
                    running.add(future)

            cluster.ready()
            cluster.send(name, blob)
            hand_out()
            while owner:
                for future in cluster.next_of(running):
                    result = future.result()
                    yield owner.pop(future.key), result
                    hand_out()
                hand_out()  # workers may have joined
        except OtherVersionError as error:
            raise cluster.refused({error.version}) from None
        except distributed.KilledWorker:
            raise DetenteError("workers_lost") from None
        except (OSError, TimeoutError, CancelledError, asyncio.CancelledError):
            raise DetenteError("scheduler_lost", address=cluster.address) from None


class OtherVersionError(Exception):
    """A worker that joined later has another version of detente."""

    def __init__(self, version: str) -> None:
        super().__init__(version)
        self.version = version


_sent: dict[str, bytes] = {}  # on a worker: the work of a run, by the name it was sent under


def _keep(name: str, blob: bytes) -> None:
    _sent[name] = blob
    _hold_memory()


def _forget(name: str) -> None:
    _sent.pop(name, None)
    _opened.cache_clear()


def _hold_memory() -> None:
    """Let a worker use again what it has freed.

    Dask starts workers with MALLOC_TRIM_THRESHOLD_, so that every array is asked of the system and given back: half as
    much time again as the study itself. Only glibc has these settings.
    """
    with contextlib.suppress(AttributeError, OSError, TypeError):
        settle = ctypes.CDLL(None).mallopt
        settle(M_TRIM_THRESHOLD, HELD)
        settle(M_MMAP_THRESHOLD, LARGEST)


@lru_cache(maxsize=2)
def _opened(name: str) -> Work[Any, Any]:
    """The work as it was sent; a worker unpacks it once and keeps what it has worked out about the model."""
    work: Work[Any, Any] = pickle.loads(_sent[name])
    return work


def _version() -> str:
    return __version__


def _call(name: str, version: str, piece: Any) -> Any:
    if version != __version__:
        raise OtherVersionError(__version__)
    return _opened(name)(piece)


class _Cluster:
    """A client of the scheduler at an address, or of a cluster of this machine (a process per worker)."""

    def __init__(self, distributed: Any, workers: int | None, scheduler: str | None) -> None:
        self.own: Any = None
        self.threads, self.asked = 0, 0.0  # of all workers, and when that was said
        self.plugin, self.sent = distributed.WorkerPlugin, ""
        if scheduler is None:
            self.own = distributed.LocalCluster(
                n_workers=workers or os.cpu_count() or 1,
                threads_per_worker=1,
                dashboard_address="127.0.0.1:0",
                host="127.0.0.1",
                silence_logs=50,
            )
        try:
            self.client = distributed.Client(scheduler or self.own, timeout=PATIENCE)
        except (OSError, TimeoutError, ValueError):
            raise DetenteError("scheduler_absent", address=scheduler) from None
        self.address = str(self.client.scheduler.address)

    def ready(self) -> None:
        """Wait for the first worker, and refuse workers with another version of detente, or without it."""
        try:
            self.client.wait_for_workers(1, timeout=LONG_PATIENCE)
        except TimeoutError:
            raise DetenteError("workers_absent", address=self.address, seconds=LONG_PATIENCE) from None
        told = self.client.run(_version, on_error="return").values()  # a worker that has just died is no other version
        found = {one if isinstance(one, str) else "–" for one in told if isinstance(one, str | ImportError)}
        if found - {__version__}:
            raise self.refused(found)

    def refused(self, found: set[str]) -> DetenteError:
        """What is said of workers with these versions."""
        versions = tuple(sorted(found))
        return DetenteError("workers_other", address=self.address, found=versions, version=__version__)

    def send(self, name: str, blob: bytes) -> None:
        """The work, once to every worker, and to each that joins later before it is given any."""

        class Sent(self.plugin):  # type: ignore[misc, name-defined]
            def setup(self, worker: Any) -> None:  # noqa: ARG002
                _keep(name, blob)

            def teardown(self, worker: Any) -> None:  # noqa: ARG002
                _forget(name)

        self.sent = name
        for left in reversed(range(TRIES)):
            try:
                self.client.register_plugin(Sent(), name=name)
                return
            except (OSError, TimeoutError):  # a worker died meanwhile
                if not left or self.client.status != "running":
                    raise
                sleep(PAUSE * 10)

    def width(self) -> int:
        """How many pieces can be worked on at once, as the scheduler said within the last second."""
        if monotonic() >= self.asked + ASKING:
            self.threads, self.asked = sum(self.client.nthreads().values()), monotonic()
        return self.threads

    def next_of(self, running: Any) -> list[Any]:
        """What is done by now; waits for it as long as there are workers, or until more can be handed out."""
        seen, before = monotonic(), self.threads
        while not running.has_ready():
            sleep(PAUSE)
            if self.client.status != "running":
                raise OSError
            if self.width() > before:
                return []
            if self.threads:
                seen = monotonic()
            elif seen + LONG_PATIENCE < monotonic():
                raise DetenteError("workers_absent", address=self.address, seconds=LONG_PATIENCE)
        return list(running.next_batch(block=False))

    def close(self) -> None:
        """Whatever has happened to it, it is closed; workers of others forget the work."""
        with contextlib.suppress(Exception):
            if self.sent and self.own is None and self.client.status == "running":
                self.client.unregister_worker_plugin(self.sent)
        with contextlib.suppress(Exception):
            self.client.close(timeout=2)
        with contextlib.suppress(Exception):
            if self.own is not None:
                self.own.close(timeout=5)


class _quiet:  # noqa: N801
    """Dask's own log lines are no part of what we say."""

    def __enter__(self) -> None:
        import logging

        self.loggers = [logging.getLogger(name) for name in ("distributed", "tornado", "asyncio")]
        self.levels = [logger.level for logger in self.loggers]
        for logger in self.loggers:
            logger.setLevel(logging.CRITICAL)

    def __exit__(self, *_: object) -> None:
        for logger, level in zip(self.loggers, self.levels, strict=True):
            logger.setLevel(level)
