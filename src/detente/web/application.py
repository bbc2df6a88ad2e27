"""The server on the loopback: the page, and ``POST /api/NAME`` for everything that it asks."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from detente.errors import DetenteError
from detente.web.answers.mistakes import refusal
from detente.web.contracts.asking import Failure, Mistake
from detente.web.documents import Documents
from detente.web.endpoints import ENDPOINTS
from detente.web.guard import UPLOAD, Guard
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

    async def ask(self, request: Request) -> Response:
        """One request."""
        name = request.path_params["name"]
        try:
            data = await _body(request)
        except (ValueError, RecursionError):
            return _failure(400, Mistake(code="request", text=say("serve.refused.json", "en")))
        language = "ar" if data.get("lang") == "ar" else "en"
        if name not in ENDPOINTS:
            return _failure(404, Mistake(code="endpoint", text=say("serve.refused.endpoint", language, name=name)))
        try:
            paper = None
            if name == "open":
                given = (data.get("name"), data.get("text"), data.get("tab", ""))
                paper = self.documents.open(*_texts(*given)).paper
            elif ENDPOINTS[name].of != "nothing":
                paper = self.documents.document(str(data.get("doc"))).paper
        except DetenteError as error:
            return _failure(400, *refusal(error, language))
        assert self.worker is not None
        status, content = await self.worker.ask(name, data, paper)
        return Response(content, status, media_type="application/json")


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

    routes = [
        Route("/api/{name}", workbench.ask, methods=["POST"]),
        Route("/", page, methods=["GET"]),
        Route("/{name}", page, methods=["GET"]),
    ]
    return Guard(Starlette(routes=routes, lifespan=lifespan), port, token, language)
