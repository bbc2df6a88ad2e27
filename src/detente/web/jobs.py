"""What takes longer: each job in a process of its own, which tells how far it is and can be ended at once.

Everything a job has told is kept, so that a page that comes late (or comes back) is told all of it. A job that is ended
leaves what it had found; one that every page has left is ended soon. One process waits ready for the next job.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import threading
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

from detente.web.contracts.around import Ended
from detente.web.contracts.asking import Failure, Mistake
from detente.web.desk import Paper
from detente.web.process import JOB, Event, Request
from detente.web.worker import Process
from detente.words import say

KEPT = 16  # jobs
BACK = 2.0  # seconds in which a page that lost what a job tells can ask for it again (it is told to: `AGAIN`)
AGAIN = b"retry: 500\n\n"  # milliseconds
AFTER = ("done", "failed")


@dataclass
class Job:
    """A job and what it has told. `whose`: the page, document and kind; a new one of the same takes its place."""

    id: str
    whose: tuple[str, str, str]
    process: Process
    language: str
    told: list[Event] = field(default_factory=list)
    waiting: list[Callable[[], None]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    followers: int = 0

    @property
    def ended(self) -> bool:
        return bool(self.told) and self.told[-1][0] in AFTER

    def tell(self, event: Event) -> bool:
        """Keep an event and wake whoever waits; after the last one nothing more is told (False)."""
        with self.lock:
            if self.ended:
                return False
            self.told.append(event)
            waiting, self.waiting = self.waiting, []
        for wake in waiting:
            wake()
        return True

    async def events(self, start: int = 0) -> AsyncIterator[tuple[int, Event]]:
        """Everything from the event at this place on, until the last."""
        loop = asyncio.get_running_loop()
        while True:
            woken = asyncio.Event()
            with self.lock:
                known, ended = self.told[start:], self.ended
                if not known and not ended:
                    self.waiting.append(lambda woken=woken: loop.call_soon_threadsafe(woken.set))  # type: ignore[misc, arg-type]
            for place, event in enumerate(known, start):
                yield place, event
            start += len(known)
            if ended and not known:
                return
            if not known:
                await woken.wait()


class Jobs:
    """The jobs of late, and a process that waits for the next."""

    def __init__(self) -> None:
        self.known: OrderedDict[str, Job] = OrderedDict()
        self.spare: Process | None = None
        self.closed = False

    def ready(self) -> None:
        """Have a process waiting."""
        if self.spare is None and not self.closed:
            self.spare = Process()

    def start(self, data: dict[str, Any], paper: Paper) -> Job:
        """Begin a job; one of the same kind about the same document of the same page is ended."""
        whose = (str(data.get("tab", "")), paper.doc, str(data.get("kind")))
        for known in self.known.values():
            if known.whose == whose:
                self.cancel(known)
        process, self.spare = self.spare or Process(), None
        job = Job(secrets.token_hex(8), whose, process, "ar" if data.get("lang") == "ar" else "en")
        self.known[job.id] = job
        while len(self.known) > KEPT:
            self.cancel(self.known.popitem(last=False)[1])
        threading.Thread(target=self._follow, args=(job, Request(1, JOB, data, paper)), daemon=True).start()
        return job

    def _follow(self, job: Job, request: Request) -> None:
        """Keep what the process tells, until it has told all or is gone. One that told all itself serves again."""
        whole = False
        try:
            job.process.pipe.send(request)
            event = ("", b"")
            while event[0] not in AFTER:
                event = job.process.pipe.recv()
                whole = job.tell(event) and event[0] in AFTER  # else the job was ended, and its process with it
        except (EOFError, OSError):
            problem = Mistake(code="worker_ended", text=say("serve.worker_ended", job.language))
            job.tell(("failed", Failure(problems=[problem]).model_dump_json(by_alias=True).encode()))
        if whole and self.spare is None and not self.closed:
            self.spare = job.process
        else:
            job.process.end()
        self.ready()

    async def follow(self, job: Job, start: int = 0) -> AsyncIterator[tuple[int, Event]]:
        """The events of a job for one page, which may leave; a job that nobody follows any more is ended."""
        job.followers += 1
        try:
            async for told in job.events(start):
                yield told
        finally:
            job.followers -= 1
            asyncio.get_running_loop().call_later(BACK, self._left, job)

    def _left(self, job: Job) -> None:
        if not job.followers:
            self.cancel(job)

    def cancel(self, job: Job) -> None:
        """End a job now; what it had found stays."""
        if job.ended:
            return
        progress: dict[str, Any] = {"done": 0, "whole": 0}
        for name, content in list(job.told):
            progress = json.loads(content) if name == "progress" else progress
        ended = Ended(stopped=True, done=progress["done"], whole=progress["whole"])
        if job.tell(("done", ended.model_dump_json(by_alias=True).encode())):
            job.process.kill()

    def close(self) -> None:
        """End everything."""
        self.closed = True
        for job in self.known.values():
            self.cancel(job)
        if self.spare is not None:
            self.spare.end()
