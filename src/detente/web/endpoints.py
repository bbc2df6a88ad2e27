"""The table of everything that can be asked: ``POST /api/NAME``.

A new endpoint is a function in `detente.web.answers`, its records in `detente.web.contracts`, and a line here.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from detente.web.contracts import around, bench, file, screens, table
from detente.web.contracts.asking import Record, Tell

Of = Literal["view", "sides", "paper", "nothing"]


@dataclass(frozen=True)
class Endpoint:
    """One question. `of`: what its function takes first: a view, both sides, a paper, or nothing but the request.

    `home`: ``module:function``, imported when it is first asked. `order`: who comes first where several wait, 0
    before 1. `lasting`: it is worked out whatever else is asked meanwhile.
    """

    request: type[Record]
    answer: type[Record]
    of: Of
    home: str
    order: int = 1
    lasting: bool = False

    @property
    def function(self) -> Callable[..., Any]:
        return _found(self.home)


def _found(home: str) -> Callable[..., Any]:
    module, _, name = home.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return found


SCREENS = "detente.web.answers.screens"

ENDPOINTS: dict[str, Endpoint] = {
    "home": Endpoint(around.AskHome, around.Home, "nothing", "detente.web.answers.home:home"),
    "words": Endpoint(around.AskWords, around.Words, "nothing", "detente.web.answers.words:words", 0),
    "open": Endpoint(bench.Open, bench.Opened, "paper", "detente.web.answers.opening:opening", 0, lasting=True),
    "file": Endpoint(file.AskFile, file.File, "paper", "detente.web.answers.file:file", 0, lasting=True),
    "edit": Endpoint(file.AskEdit, file.Edited, "paper", "detente.web.answers.file:edited", 0, lasting=True),
    "problems": Endpoint(file.AskProblems, file.Problems, "paper", "detente.web.answers.file:problems", 0),
    "complete": Endpoint(file.AskComplete, file.Offers, "paper", "detente.web.answers.complete:complete", 0),
    "answer": Endpoint(bench.Ask, bench.Answered, "view", "detente.web.answers.answer:answer", 0),
    "strip": Endpoint(bench.AskStrip, bench.Strips, "view", "detente.web.answers.strip:strip"),
    "why": Endpoint(bench.AskWhy, bench.Why, "view", "detente.web.answers.why:why"),
    "trace": Endpoint(bench.AskTrace, bench.Trace, "view", "detente.web.answers.trace:trace"),
    "shares": Endpoint(bench.AskShares, bench.Shares, "view", "detente.web.answers.shares:shares", 2),
    "moves": Endpoint(screens.AskMoves, screens.Moves, "view", f"{SCREENS}.moves:moves"),
    "map": Endpoint(screens.AskMap, screens.Map, "view", f"{SCREENS}.map:map_of"),
    "deal": Endpoint(table.AskDeal, table.Deal, "view", f"{SCREENS}.deal:deal"),
    "openings": Endpoint(table.AskDeal, table.Openings, "view", f"{SCREENS}.deal:openings", 2),
    "audit": Endpoint(table.AskAudit, table.Audit, "view", f"{SCREENS}.audit:audit"),
    "evidence": Endpoint(screens.AskEvidence, screens.EvidenceShown, "view", f"{SCREENS}.evidence:evidence"),
    "without": Endpoint(screens.AskWithout, screens.Without, "view", f"{SCREENS}.without:without", 2),
    "compare": Endpoint(screens.AskCompare, screens.Compared, "sides", f"{SCREENS}.compare:compare", 2),
    "graph": Endpoint(screens.AskGraph, screens.Graph, "view", f"{SCREENS}.graph:graph"),
}

# What the server answers itself: it alone reads and writes files, and begins jobs.
OWN: dict[str, tuple[type[Record], type[Record]]] = {
    "save": (file.AskSave, file.Saved),
    "disk": (file.AskDisk, file.Disk),
    "job": (around.AskJob, around.Job),
}

# What takes longer, asked with ``job``: its request, and (view, request, tell) → nothing; events are told as they come.
# ``progress`` comes again and again, ``found`` brings a part of what is found as soon as it is there, ``done`` ends it.
JOBS: dict[str, tuple[type[around.AskJob], str]] = {
    "study": (around.AskJob, "detente.web.answers.study:study"),
    "scan": (around.AskJob, "detente.web.answers.scan:scan"),
    "inverse": (around.AskJob, "detente.web.answers.inverse:inverse"),
    "export": (screens.AskExport, f"{SCREENS}.export:export"),
}


def job_asked(data: dict[str, Any]) -> around.AskJob:
    """The request for a job. `ValidationError` where it is none, also for a kind that there is not."""
    return JOBS.get(str(data.get("kind")), JOBS["study"])[0].model_validate(data)


def job(kind: str) -> Callable[[Any, Any, Tell], None]:
    """The function of a job."""
    return _found(JOBS[kind][1])
