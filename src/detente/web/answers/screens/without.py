"""What turns, and what falls, if sources, passages, claims or rows were false, any of them together."""

from __future__ import annotations

from detente.evidence.trace import path_text
from detente.web.answers.answer import facts, replies, where
from detente.web.contracts.screens import AskWithout, Without
from detente.web.desk import View


def without(view: View, asked: AskWithout) -> Without:
    """The answers without them. Raises `DetenteError` for a name that nothing cites."""
    before, then = replies(view), view.believing(tuple(asked.sources))
    told = facts(then, asked.lang)
    return Without(
        where=where(then, asked.lang),
        facts=told,
        changed=[fact.question for fact in told if before[fact.question] != fact.answer],
        fallen=[path_text(path) for path in then.left.fallen],
        unsupported=[path_text(path) for path in then.left.unsupported],
    )
