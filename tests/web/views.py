"""A shipped case, or a text, as the answers of the page look at it: without a server, a process or a browser."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from detente.cases import find_case
from detente.web.contracts.asking import Viewed
from detente.web.desk import Desk, Paper, View

DESK = Desk()


@cache
def paper_of(name: str) -> Paper:
    """A shipped case, opened."""
    path = find_case(name)
    return Paper(f"case:{name}", 1, name, path.read_text(encoding="utf-8"), path.parent)


def view_of(name: str, **asked: Any) -> View:
    """A shipped case, looked at as said (`variant`, `as_`, `ahead`, `what_if`)."""
    paper = paper_of(name)
    return DESK.view(paper, Viewed(doc=paper.doc, **asked))


def view_of_text(text: str, folder: Path, **asked: Any) -> View:
    """A text that is not in a file."""
    paper = Paper("text", 1, "text", text, folder)
    return Desk().view(paper, Viewed(doc=paper.doc, **asked))


def told(job: Callable[..., None], view: View, asked: Any) -> list[tuple[str, Any]]:
    """Everything that a job tells."""
    events: list[tuple[str, Any]] = []
    job(view, asked, lambda name, said: events.append((name, said)))
    return events
