"""What would have to be true for a question to be answered otherwise: the job `inverse`."""

from __future__ import annotations

from detente.stability.inverse.result import inverse as find_inverse
from detente.web.contracts.around import AskJob, Ended, Progress
from detente.web.contracts.asking import Tell
from detente.web.desk import View


def inverse(view: View, asked: AskJob, tell: Tell) -> None:
    """The sentences and the rows of `detente inverse`, of the question asked or else the first not answered by yes."""
    tell("progress", Progress(done=0, whole=1))
    found = find_inverse(view.situation, asked.question, view.ahead)
    told = {"sentences": found.sentences(asked.lang), "rows": found.rows()}
    tell("done", Ended(done=1, whole=1, found=told))
