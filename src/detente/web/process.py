"""What runs inside a working process: it waits for requests, answers one after the other, and keeps its desk warm.

It speaks with the server through a pipe and has no other way out: it opens no socket and writes no file. Requests and
answers are plain values, so that a process that ended can be replaced by a new one.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from multiprocessing.connection import Connection
from typing import Any, Protocol

import numpy as np
from pydantic import ValidationError

from detente.cases import templates
from detente.errors import DetenteError
from detente.load import load
from detente.stability.kernel.predicted import answers
from detente.stability.solve import Model
from detente.web.answers.mistakes import refusal
from detente.web.contracts.asking import Failure, Mistake, Record, Superseded, Viewed
from detente.web.contracts.screens import AskCompare
from detente.web.desk import Desk, Paper
from detente.web.endpoints import ENDPOINTS, job, job_asked
from detente.web.pace import OvertakenError, asking
from detente.words import say

Reply = tuple[int, bytes]  # the status of HTTP, and JSON
Event = tuple[str, bytes]  # what a job tells: the name of an event, and JSON
JOB = "job"
WARMING = "trade"


class Flag(Protocol):
    """A number that both sides see: the ticket of the newest request that is not wanted any more."""

    value: int


@dataclass(frozen=True)
class Request:
    """One request as it goes through the pipe."""

    ticket: int
    name: str
    data: dict[str, Any]
    paper: Paper | None = None
    beside: tuple[Paper, ...] = ()  # other documents that it names

    @property
    def language(self) -> str:
        """In which language it is answered, whatever else is wrong with it."""
        return "ar" if self.data.get("lang") == "ar" else "en"

    @property
    def turn(self) -> int:
        turn = self.data.get("turn", 0)
        return turn if isinstance(turn, int) else 0


def reply(desk: Desk, request: Request, unwanted: Callable[[], bool] = lambda: False) -> Reply:
    """The answer to one request; whatever goes wrong is said in it."""
    try:
        endpoint = ENDPOINTS[request.name]
        asked = endpoint.request.model_validate(request.data)
        with asking(unwanted):
            found = endpoint.function(*_first(desk, endpoint.of, request, asked), asked)
        return 200, as_json(found, request)
    except Exception as error:
        return refused(error, request)


def refused(error: Exception, request: Request) -> Reply:
    """Why there is no answer; a fault of the program itself is said too, and the process goes on."""
    language = request.language
    if isinstance(error, OvertakenError):
        return 200, as_json(Superseded(), request)
    if isinstance(error, DetenteError):
        return 400, as_json(Failure(problems=refusal(error, language)), request)
    if isinstance(error, ValidationError):
        places = ", ".join(".".join(map(str, one["loc"])) or "?" for one in error.errors()[:5])
        text = say("serve.refused.request", language, places=places)
        return 400, as_json(Failure(problems=[Mistake(code="request", text=text)]), request)
    if isinstance(error, MemoryError | RecursionError):
        key = "system.memory" if isinstance(error, MemoryError) else "system.depth"
        return 400, as_json(Failure(problems=[Mistake(code=key, text=say(key, language))]), request)
    fault = {"kind": type(error).__name__, "detail": str(error)[:200], "place": request.name}
    problem = Mistake(code="fault", text=say("system.fault", language, **fault))
    return 500, as_json(Failure(problems=[problem]), request)


def _first(desk: Desk, of: str, request: Request, asked: Record) -> tuple[Any, ...]:
    """What the function of an endpoint takes before the request."""
    if of == "nothing":
        return ()
    assert request.paper is not None
    if of == "paper":
        return desk, desk.paper(request.paper)
    if isinstance(asked, AskCompare):
        known = {paper.doc: paper for paper in (request.paper, *request.beside)}
        return tuple(
            desk.view(known[side.doc or asked.doc], asked.model_copy(update=side.model_dump(exclude={"doc", "rev"})))
            for side in (asked.left, asked.right)
        )
    assert isinstance(asked, Viewed)
    return (desk.view(request.paper, asked),)


def as_json(found: Record, request: Request) -> bytes:
    """The answer with the text it is for and the request it answers."""
    rev = request.paper.rev if request.paper is not None else 0
    update = {"turn": request.turn, "rev": getattr(found, "rev", 0) or rev}
    return _json(found.model_copy(update=update))


def _json(found: Record | dict[str, Any]) -> bytes:
    data = found.model_dump(mode="json", by_alias=True) if isinstance(found, Record) else found
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def work(desk: Desk, request: Request, send: Callable[[Event], None]) -> None:
    """Do a job and send what it tells, one event after another; the last is ``done`` or ``failed``."""
    try:
        asked = job_asked(request.data)
        assert request.paper is not None
        job(asked.kind)(desk.view(request.paper, asked), asked, lambda name, told: send((name, _json(told))))
    except Exception as error:
        send(("failed", refused(error, request)[1]))


def warm() -> None:
    """Load what the first answers need, while nobody waits for one yet: their modules, and the compiled loops."""
    for name in ("open", "answer", "strip", "shares"):
        assert callable(ENDPOINTS[name].function)
    job("study")
    situation = load(templates()[WARMING]).situation
    model = Model.of(situation)
    truths = np.array([model.space.holds(one.statement) for one in situation.questions.values()])
    answers(model, model.numbers(2), ("seq",), truths, "compiled" if find_spec("numba") else "auto")


def run(pipe: Connection, flag: Flag, scratch: str, environment: dict[str, str]) -> None:
    """Answer requests until the other side is gone. What it starts, such as a browser that prints, ends with it.

    `scratch`: the folder for what is written for a moment; the other side clears it away. `environment`: that of the
    other side now.
    """
    os.environ.clear()
    os.environ.update(environment)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server ends it, not the key that ends the server
    if hasattr(os, "setsid"):
        os.setsid()
    tempfile.tempdir = scratch
    gc.set_threshold(50_000)
    warm()
    desk = Desk()
    with suppress(EOFError, OSError):
        while True:
            request: Request = pipe.recv()
            if request.name == JOB:
                work(desk, request, pipe.send)
            else:
                ticket = request.ticket
                pipe.send(reply(desk, request, lambda ticket=ticket: flag.value >= ticket))  # type: ignore[misc]
