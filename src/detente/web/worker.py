"""The one warm process that works answers out, and who comes first when several wait for it.

A request waits in line behind quicker ones. Where a newer one of the same document comes, those that still wait are
told so (`Superseded`), and what is being worked out stops at its next pause. A process that ends is replaced: it holds
nothing that is not sent with every request.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import RawValue
from tempfile import TemporaryDirectory
from typing import Any

from detente.web.contracts.asking import Failure, Mistake, Superseded
from detente.web.desk import Paper
from detente.web.endpoints import ENDPOINTS
from detente.web.process import Reply, Request, as_json, run
from detente.words import say

STOPPING = 2.0  # seconds


@dataclass(order=True)
class Waiting:
    """A request in line."""

    order: tuple[int, int]
    request: Request = field(compare=False)
    done: asyncio.Future[Reply] = field(compare=False)
    loop: asyncio.AbstractEventLoop = field(compare=False)

    def settle(self, found: Reply) -> None:
        """Hand the answer over, unless nobody waits any more."""

        def put() -> None:
            if not self.done.done():
                self.done.set_result(found)

        self.loop.call_soon_threadsafe(put)


def _context() -> Any:
    """Where the system can, a process is a copy of one that is warm; elsewhere it is started and warms itself."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["detente.web.warmed"])
    return context


class Process:
    """A working process and the pipe to it. It is started at once, in the background: requests may be sent already."""

    def __init__(self) -> None:
        context = _context()
        self.flag = RawValue("q", 0)  # a lock would be gone before a process that was just begun
        self.pipe, there = context.Pipe()
        self.scratch = TemporaryDirectory(prefix="detente-", ignore_cleanup_errors=True)
        given = there, self.flag, self.scratch.name, dict(os.environ)
        self.child = context.Process(target=run, args=given, daemon=True)
        self.unwanted = False
        self.begun = threading.Thread(target=self._begin, args=(there,), name="detente-begin", daemon=True)
        self.begun.start()

    def _begin(self, there: Connection) -> None:
        """Start it, which takes until the one that is copied is warm; meanwhile it may have become unwanted."""
        with suppress(OSError, EOFError):  # the program is ending: there is nothing to start it any more
            self.child.start()
        there.close()
        if self.unwanted:
            self.kill()

    def kill(self) -> None:
        """End it at once, whatever it is doing, and what it has started."""
        self.unwanted = True
        if self.child.pid is None:
            return
        if hasattr(os, "killpg"):
            with suppress(OSError):  # it may not have begun yet, or be gone
                os.killpg(self.child.pid, signal.SIGKILL)
        self.child.kill()

    def end(self) -> None:
        """The same, and wait until it is gone."""
        self.kill()
        self.begun.join(STOPPING)
        if self.child.pid is not None:
            self.child.join(STOPPING)
        self.pipe.close()
        self.scratch.cleanup()


class Worker:
    """The line before the warm process."""

    def __init__(self) -> None:
        self.process = Process()
        self.lock = threading.Condition()
        self.line: list[Waiting] = []
        self.now: Waiting | None = None
        self.tickets = 0
        self.ended = False
        self.thread = threading.Thread(target=self._serve, name="detente-worker", daemon=True)
        self.thread.start()

    async def ask(
        self, name: str, data: dict[str, Any], paper: Paper | None = None, beside: tuple[Paper, ...] = ()
    ) -> Reply:
        """The answer to a request, in its turn."""
        loop = asyncio.get_running_loop()
        with self.lock:
            self.tickets += 1
            request = Request(self.tickets, name, data, paper, beside)
            waiting = Waiting((ENDPOINTS[name].order, self.tickets), request, loop.create_future(), loop)
            self._overtake(request)
            self.line.append(waiting)
            self.lock.notify()
        return await waiting.done

    def _overtake(self, newer: Request) -> None:
        """Those of the same document that an older turn of its page asked, and nobody needs any more."""
        for one in [one for one in self.line if _older(one.request, newer)]:
            self.line.remove(one)
            one.settle((200, as_json(Superseded(), one.request)))
        if self.now is not None and _older(self.now.request, newer):
            self.process.flag.value = self.now.request.ticket

    def _serve(self) -> None:
        while True:
            with self.lock:
                while not self.line and not self.ended:
                    self.lock.wait()
                if self.ended:
                    return
                self.now = min(self.line)
                self.line.remove(self.now)
                here = self.now
            found = self._answered(here.request)
            with self.lock:
                self.now = None
            here.settle(found)

    def _answered(self, request: Request) -> Reply:
        try:
            self.process.pipe.send(request)
            found: Reply = self.process.pipe.recv()
            return found
        except (EOFError, OSError):
            if not self.ended:
                self.process.end()
                self.process = Process()
            problem = Mistake(code="worker_ended", text=say("serve.worker_ended", request.language))
            return 500, as_json(Failure(problems=[problem]), request)

    def close(self) -> None:
        """End the process and the line."""
        with self.lock:
            self.ended = True
            self.lock.notify()
        self.process.end()
        self.thread.join(STOPPING)


def _older(one: Request, newer: Request) -> bool:
    """Whether a request that waits is overtaken by a newer one."""
    if one.paper is None or newer.paper is None or one.paper.doc != newer.paper.doc or ENDPOINTS[one.name].lasting:
        return False
    if one.data.get("tab", "") != newer.data.get("tab", ""):
        return False
    return one.turn < newer.turn
