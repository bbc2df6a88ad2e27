"""The server on the loopback: the page, and ``POST /api/NAME`` for everything that it asks."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import Any

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from detente.errors import DetenteError
from detente.web.answers.words import words
from detente.web.contracts.around import AskWords, Job
from detente.web.contracts.asking import Failure, Mistake, Replied
from detente.web.contracts.file import Edited, Saved
from detente.web.contracts.screens import AskCompare
from detente.web.desk import Paper
from detente.web.documents import Document, Documents
from detente.web.endpoints import ENDPOINTS, OWN, job_asked
from detente.web.guard import UPLOAD, Guard
from detente.web.jobs import AGAIN, Jobs
from detente.web.process import Request as Asked
from detente.web.process import refused
from detente.web.texts import applied
from detente.web.worker import Worker
from detente.web.workspace import Workspace
from detente.words import say

MEDIA = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
}


class Workbench:
    """Answers the page: documents here, everything that takes work in the warm process."""

    def __init__(self, workspace: Workspace) -> None:
        self.documents = Documents(workspace)
        self.worker: Worker | None = None  # started with the server
        self.jobs = Jobs()

    async def ask(self, request: Request) -> Response:
        """One request."""
        name = request.path_params["name"]
        try:
            data = await _body(request)
        except (ValueError, RecursionError):
            return _failure(400, Mistake(code="request", text=say("serve.refused.json", "en")))
        language = "ar" if data.get("lang") == "ar" else "en"
        if name not in ENDPOINTS and name not in OWN:
            return _failure(404, Mistake(code="endpoint", text=say("serve.refused.endpoint", language, name=name)))
        try:
            if name == "job":
                job_asked(data)
            elif name in OWN:
                OWN[name][0].model_validate(data)
            return await self._answered(name, data)
        except (DetenteError, ValidationError) as error:
            status, content = refused(error, Asked(0, name, data))
            return Response(content, status, media_type="application/json")

    async def _answered(self, name: str, data: dict[str, Any]) -> Response:
        """What the documents answer themselves, and what the worker is asked."""
        if name == "words":  # at once: a window shows its frame whatever is being worked out for another
            content = words(AskWords.model_validate(data)).model_dump_json(by_alias=True)
            return Response(content, media_type="application/json")
        if name == "home":
            return await self._work(name, {**data, **self.documents.home()})
        if name == "open":
            given = (data.get("name"), data.get("text"), data.get("tab", ""))
            answered = await self._work(name, data, self.documents.open(*_texts(*given)).paper)
            self.jobs.ready()  # the first job is likely to be about what was opened
            return answered
        if name in ENDPOINTS and ENDPOINTS[name].of == "nothing":
            return await self._work(name, data)
        document = self.documents.document(str(data.get("doc")))
        rev = data.get("rev")
        paper = document.at(rev if isinstance(rev, int) else 0)
        match name:
            case "job":
                return self._begin(data, paper)
            case "disk":
                return _record(self.documents.disk(document, str(data.get("tab", ""))), data, document)
            case "save":
                text, over = (None if one is None else str(one) for one in (data.get("text"), data.get("over")))
                async with document.lock:
                    return _record(self.documents.save(document, text, over), data, document)
            case "edit":
                return await self._edit(data, document)
            case "compare":
                return await self._work(name, data, paper, self._beside(AskCompare.model_validate(data)))
        return await self._work(name, {**data, "saved": document.saved} if name == "file" else data, paper)

    def _beside(self, asked: AskCompare) -> tuple[Paper, ...]:
        """The other documents that a comparison names."""
        sides = [one for one in (asked.left, asked.right) if one.doc not in (None, asked.doc)]
        return tuple(self.documents.document(str(one.doc)).at(one.rev) for one in sides)

    async def _edit(self, data: dict[str, Any], document: Document) -> Response:
        """Change a document, one change after another: an edit of an older text is refused."""
        async with document.lock:
            rev = data.get("rev")
            if isinstance(rev, int) and rev not in (0, document.paper.rev):
                raise DetenteError("serve_older")
            answered = await self._work("edit", data, document.paper)
            if answered.status_code != 200:
                return answered
            found = Edited.model_validate_json(bytes(answered.body))
            document.take(applied(document.paper.text, found.edits))
            done = Saved(saved=document.saved, path=document.paper.path)
            if data.get("save") is True and not any(one.severity == "error" for one in found.problems):
                done = self.documents.save(document, None, None)
            update = {"saved": done.saved, "path": done.path, "changed": done.changed}
            return _record(found.model_copy(update=update), data, document)

    async def _work(
        self, name: str, data: dict[str, Any], paper: Paper | None = None, beside: tuple[Paper, ...] = ()
    ) -> Response:
        assert self.worker is not None
        status, content = await self.worker.ask(name, data, paper, beside)
        return Response(content, status, media_type="application/json")

    def _begin(self, data: dict[str, Any], paper: Paper) -> Response:
        """Start a job."""
        job = self.jobs.start(data, paper)
        content = Job(rev=paper.rev, turn=int(data.get("turn") or 0), job=job.id).model_dump_json(by_alias=True)
        return Response(content, media_type="application/json")

    async def follow(self, request: Request) -> Response:
        """What a job tells, as Server-Sent Events; a page that comes back is told from where it left."""
        job = self.jobs.known.get(request.path_params["id"])
        if job is None:
            return PlainTextResponse("", 404)
        last = request.headers.get("last-event-id", "")

        async def lines() -> AsyncIterator[bytes]:
            yield AGAIN
            async for place, (name, content) in self.jobs.follow(job, int(last) + 1 if last.isdigit() else 0):
                yield b"id: %d\nevent: %s\ndata: %s\n\n" % (place, name.encode(), content)

        return StreamingResponse(lines(), media_type="text/event-stream")

    async def cancel(self, request: Request) -> Response:
        """End a job; what it found stays. One that is not known (any more) has ended."""
        if (job := self.jobs.known.get(request.path_params["id"])) is not None:
            self.jobs.cancel(job)
        return Response(status_code=204)


def _record(found: Replied, data: dict[str, Any], document: Document) -> Response:
    """An answer with the text it is for and the request it answers."""
    turn = data.get("turn")
    update = {"rev": document.paper.rev, "turn": turn if isinstance(turn, int) else 0}
    content = found.model_copy(update=update).model_dump_json(by_alias=True)
    return Response(content, media_type="application/json")


def _texts(name: Any, text: Any, tab: Any) -> tuple[str, str | None, str]:
    return str(name or ""), None if text is None else str(text), str(tab)


async def _body(request: Request) -> dict[str, Any]:
    """The JSON object of a request; `ValueError` where it is none, or too large."""
    parts, size = [], 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > UPLOAD:
                raise ValueError
            parts.append(part)
    except ClientDisconnect:
        raise ValueError from None
    found = json.loads(b"".join(parts) or b"{}")
    if not isinstance(found, dict):
        raise ValueError
    return found


def _failure(status: int, *problems: Mistake) -> Response:
    content = Failure(problems=list(problems)).model_dump_json(by_alias=True)
    return Response(content, status, media_type="application/json")


async def page(request: Request) -> Response:
    """A file of the page, which is in the package."""
    name = request.path_params.get("name") or "index.html"
    folder = files("detente.web").joinpath("page")
    known = {one.name: one for one in folder.iterdir() if one.is_file()}
    if name not in known:
        return PlainTextResponse("", 404)
    ending = "." + name.rsplit(".", 1)[-1]
    return Response(known[name].read_bytes(), media_type=MEDIA.get(ending, "application/octet-stream"))


def application(workspace: Workspace, port: int, token: str, language: str = "en") -> ASGIApp:
    """The whole server as one ASGI application."""
    workbench = Workbench(workspace)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        workbench.worker = Worker()
        yield
        workbench.worker.close()
        workbench.jobs.close()

    routes = [
        Route("/api/job/{id}", workbench.follow, methods=["GET"]),
        Route("/api/job/{id}", workbench.cancel, methods=["DELETE"]),
        Route("/api/{name}", workbench.ask, methods=["POST"]),
        Route("/", page, methods=["GET"]),
        Route("/{name}", page, methods=["GET"]),
    ]
    return Guard(Starlette(routes=routes, lifespan=lifespan), port, token, language)
