"""Which number, goal or least gain turns which answer, one at a time: the job `scan`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from detente.stability.solve import Model
from detente.uncertainty.scan import scan as run_scan
from detente.web.contracts.around import AskJob, Ended, Progress
from detente.web.contracts.asking import Record
from detente.web.desk import View


def scan(view: View, asked: AskJob) -> Iterator[tuple[str, Record | dict[str, Any]]]:
    """The sentences and the rows of `detente scan`."""
    yield "progress", Progress(done=0, whole=1)
    found = run_scan(Model.of(view.situation), (view.ahead,))
    told = {"sentences": found.sentences(asked.lang), "rows": found.rows()}
    yield "done", Ended(done=1, whole=1, found=told)
