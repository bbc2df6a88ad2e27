"""A running workbench without a browser: the application with its warm process, asked as the page asks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from detente.web.application import application
from detente.web.workspace import Workspace

PORT, TOKEN = 8137, "a-token-that-nobody-guesses"
ORIGIN = f"http://127.0.0.1:{PORT}"

SMALL = """\
# Two sides at a border.
detente: 1
title: {en: A border, ar: حدود}
actors:
  north: {name: {en: North, ar: {text: الشمال, gender: m, number: singular}}}
  south: {name: {en: South, ar: {text: الجنوب, gender: m, number: singular}}}
drivers:
  trust: {value: 0.3..0.9, why: polls differ}   # between, roughly
options:
  north: {open: {text: open the border, otherwise: keep it closed}}
  south: {trade: {text: trade with the north, otherwise: trade elsewhere}}
status_quo: {north.open: no, south.trade: yes}
preferences:
  north:
    goals:
      calm: {want: north.open, weight: trust, why: a quiet border}
      fear: {avoid: north.open, weight: 0.5, why: spies}
  south: {goals: {gain: {want: south.trade, weight: 2, why: a market}}}
questions:
  opens:
    statement: north.open
    text: {en: Does the border open?, ar: هل تُفتح الحدود؟}
    yes: {en: the border opens, ar: تُفتح الحدود}
    no: {en: the border stays closed, ar: تبقى الحدود مغلقة}
"""


@dataclass
class Served:
    """The application and the page's side of it."""

    client: TestClient
    folder: Path

    def ask(self, endpoint: str, status: int = 200, /, **data: Any) -> Any:
        """The answer to a request, as plain data."""
        answer = self.client.post(f"/api/{endpoint}", json=data, headers={"origin": ORIGIN})
        assert answer.status_code == status, answer.text
        return answer.json()

    def file(self, name: str, text: str = SMALL) -> Path:
        """A file in the folder that is open."""
        path = self.folder / name
        path.write_bytes(text.encode())
        return path

    def events(self, job: str) -> list[tuple[str, str]]:
        """Everything that a job tells, to its end."""
        lines = self.client.get(f"/api/job/{job}").text.split("\n\n")
        pairs = [block.split("\n") for block in lines if block.startswith("id: ")]
        return [(one[1].removeprefix("event: "), one[2].removeprefix("data: ")) for one in pairs]


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """A workbench for this folder, opened with its token."""
    app = application(Workspace(folder), PORT, TOKEN)
    with TestClient(app, base_url=ORIGIN) as client:
        assert client.get("/", params={"token": TOKEN}).status_code == 200
        yield Served(client, folder)
