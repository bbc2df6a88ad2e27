"""What runs inside a working process: it waits for requests, answers one after the other, and keeps its desk warm.

It speaks with the server through a pipe and has no other way out: it opens no socket and writes no file. Requests and
answers are plain values, so that a process that ended can be replaced by a new one.
"""

from __future__ import annotations

import gc
import json
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Protocol

from pydantic import ValidationError

from detente.errors import DetenteError
from detente.web.answers.mistakes import refusal
from detente.web.contracts.asking import Failure, Mistake, Record, Superseded, Viewed
from detente.web.desk import Desk, Paper
from detente.web.endpoints import ENDPOINTS
from detente.web.pace import OvertakenError, asking
from detente.words import say

Reply = tuple[int, bytes]  # the status of HTTP, and JSON


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


def reply(desk: Desk, request: Request, unwanted: Callable[[], bool] = lambda: False) -> Reply:
    """The answer to one request; whatever goes wrong is said in it."""
    endpoint = ENDPOINTS[request.name]
    language = "ar" if request.data.get("lang") == "ar" else "en"
    try:
        asked = endpoint.request.model_validate(request.data)
        with asking(unwanted):
            given = _first(desk, endpoint.of, request.paper, asked)
            found = endpoint.function(*given, asked)
        return 200, as_json(found, request)
    except OvertakenError:
        return 200, as_json(Superseded(), request)
    except ValidationError as error:
        places = ", ".join(".".join(map(str, one["loc"])) or "?" for one in error.errors()[:5])
        problem = Mistake(code="request", text=say("serve.refused.request", language, places=places))
        return 400, as_json(Failure(problems=[problem]), request)
    except DetenteError as error:
        return 400, as_json(Failure(problems=refusal(error, language)), request)
    except (MemoryError, RecursionError) as error:
        key = "system.memory" if isinstance(error, MemoryError) else "system.depth"
        return 400, as_json(Failure(problems=[Mistake(code=key, text=say(key, language))]), request)


def _first(desk: Desk, of: str, paper: Paper | None, asked: Record) -> tuple[Any, ...]:
    """What the function of an endpoint takes before the request."""
    if of == "nothing":
        return ()
    assert paper is not None
    if of == "paper":
        return desk, desk.paper(paper)
    assert isinstance(asked, Viewed)
    return (desk.view(paper, asked),)


def as_json(found: Record, request: Request) -> bytes:
    """The answer with the text it is for and the request it answers."""
    turn = request.data.get("turn", 0)
    rev = request.paper.rev if request.paper is not None else 0
    update = {"turn": turn if isinstance(turn, int) else 0, "rev": getattr(found, "rev", 0) or rev}
    data = found.model_copy(update=update).model_dump(mode="json", by_alias=True)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def run(pipe: Connection, flag: Flag) -> None:
    """Answer requests until the other side is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server ends it, not the key that ends the server
    gc.set_threshold(50_000)
    desk = Desk()
    with suppress(EOFError, OSError):
        while True:
            request: Request = pipe.recv()
            pipe.send(_careful(desk, request, flag))


def _careful(desk: Desk, request: Request, flag: Flag) -> Reply:
    """A fault of the program itself is answered too, and the process goes on."""
    try:
        return reply(desk, request, lambda: flag.value >= request.ticket)
    except Exception as error:
        text = say("system.fault", "en", kind=type(error).__name__, detail=str(error)[:200], place=request.name)
        return 500, as_json(Failure(problems=[Mistake(code="fault", text=text)]), request)
