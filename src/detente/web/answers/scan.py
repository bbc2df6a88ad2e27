"""Which number, goal or least gain turns which answer, one at a time: the job `scan`."""

from __future__ import annotations

from detente.stability.solve import Model
from detente.uncertainty.scan import scan as run_scan
from detente.web.contracts.around import AskJob, Ended, Progress
from detente.web.contracts.asking import Tell
from detente.web.desk import View


def scan(view: View, asked: AskJob, tell: Tell) -> None:
    """The sentences and the rows of `detente scan`."""
    tell("progress", Progress(done=0, whole=1))
    found = run_scan(Model.of(view.situation), (view.ahead,))
    told = {"sentences": found.sentences(asked.lang), "rows": found.rows()}
    tell("done", Ended(done=1, whole=1, found=told))
