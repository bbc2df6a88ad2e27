"""Around the documents: home, the words of the page, and what takes longer (jobs)."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from detente.web.contracts.asking import Record, Replied, Reply, Spoken, Told, Viewed


class FileOf(Record):
    """A file of the folder."""

    name: str
    text: str


class AskHome(Spoken):
    """What can be opened."""

    whole: bool = True
    """False: the files of the folder alone."""
    folder: str = ""
    files: list[FileOf] = []
    """Filled in by the server: the files of the folder."""


class Recent(Record):
    """A file of the folder."""

    name: str
    title: str
    problems: int


class CaseCard(Record):
    """A shipped case."""

    name: str
    title: str
    date: str | None
    question: str | None
    answer: Reply | None
    text: str
    """Its answer as a clause."""
    teaches: str
    outcomes: int | None


class Template(Record):
    """A situation to start from."""

    name: str
    title: str
    text: str


class Home(Replied):
    recent: list[Recent]
    cases: list[CaseCard]
    templates: list[Template]
    folder: str
    """The name of the folder that is open, not its path."""


class AskWords(Spoken):
    """The words of the page."""


class Words(Replied):
    """Dotted key → text (or plural form → text)."""

    words: dict[str, Any]
    direction: Literal["ltr", "rtl"]


class AskJob(Viewed):
    """Something that takes longer, about a document as it is looked at; `export` is asked with `AskExport`."""

    kind: Literal["study", "scan", "inverse"]
    draws: int = Field(default=20_000, ge=100, le=1_000_000)
    question: str | None = None
    seed: int = 7


class Job(Replied):
    """Its progress is sent from ``GET /api/job/ID`` as Server-Sent Events; ``DELETE`` stops it."""

    job: str


class Progress(Record):
    """The event `progress`: how much is done; the shares so far (question → answer → how many), or at what it is."""

    done: int
    whole: int
    shares: dict[str, dict[str, int]] = {}
    text: Told | None = None


class Ended(Record):
    """The event `done`: what was found; `stopped`: it was cancelled, and what was found until then stays."""

    stopped: bool = False
    done: int
    whole: int
    found: dict[str, Any] = {}
    text: Told | None = None
