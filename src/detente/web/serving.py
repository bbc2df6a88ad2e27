"""Starting the workbench: which folder and document, which port, and opening the browser."""

from __future__ import annotations

import socket
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import uvicorn

from detente.cases import find_case
from detente.errors import DetenteError
from detente.web.application import application
from detente.web.guard import new_token
from detente.web.workspace import Workspace, shipped

HOST = "127.0.0.1"
PORT = 8137
TRIES = 50  # ports after the one asked for


@dataclass(frozen=True)
class Start:
    """What is opened first: a folder, and the name of a document in it (or of a shipped case); None: home."""

    folder: Path
    name: str | None


def start_of(given: str | None, here: Path) -> Start:
    """What an argument means: nothing, a folder, a file, or the name of a shipped case (opened beside `here`)."""
    if given is None:
        return Start(here, None)
    path = Path(given)
    if path.is_dir():
        return Start(path, None)
    if path.is_file():
        return Start(path.resolve().parent, path.resolve().name)
    find_case(given)  # says what it may have meant
    case = shipped(given.strip("/"))
    return Start(here, None if case is None else case.name)


def free_port(wanted: int) -> tuple[socket.socket, int]:
    """A socket that listens on the loopback, at the port asked for or the next free one."""
    for port in range(wanted, wanted + TRIES) if wanted else (0,):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, port))
            listening.listen(128)
        except (OSError, OverflowError):
            listening.close()
            continue
        return listening, int(listening.getsockname()[1])
    raise DetenteError("serve_ports", first=str(wanted), last=str(wanted + TRIES - 1))


def serve(start: Start, port: int, language: str, browser: bool, tell: Callable[[str, int], None]) -> None:
    """Serve until it is stopped. `tell`: called with the address and the port once it can be opened."""
    listening, at = free_port(port)
    token = new_token()
    app = application(Workspace(start.folder), at, token, language)
    place = "home" if start.name is None else f"bench?open={quote(start.name)}"
    mark = "&" if "?" in place else "?"
    address = f"http://{HOST}:{at}/?token={token}#/{place}{mark}lang={language}"
    config = uvicorn.Config(
        app, log_level="critical", access_log=False, lifespan="on", ws="none", timeout_graceful_shutdown=1
    )
    config.timeout_graceful_shutdown = 1  # seconds: a page that follows a job would be waited for without end
    server = uvicorn.Server(config)
    tell(address, at)
    if browser:
        webbrowser.open(address)
    server.run(sockets=[listening])
