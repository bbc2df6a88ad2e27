"""Where paths lead to: terminal classes, single outcomes, or every outcome in which a statement is true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from detente.errors import DetenteError
from detente.outcomes.preferences import Array
from detente.stability.paths.reach import Reach, nearest
from detente.stability.prediction import Answer, answer
from detente.stability.result import Stability, outcome_index, typed_truth


@dataclass(frozen=True)
class Target:
    """Where to go, as outcome indices. `answers`: the other answer to these questions, for which a class was chosen.

    `text`: what was asked for, where a person asked: a question's name or a statement.
    """

    kind: Literal["class", "outcome", "question", "statement"]
    outcomes: tuple[int, ...]
    predicted: bool = False
    answers: tuple[tuple[str, Answer], ...] = ()
    text: str = ""


def changes_since(result: Stability, start: int) -> Array:
    """In how many options and terms each outcome differs from the start (graph form: nowhere)."""
    levels = result.model.space.levels
    found: Array = (levels != levels[start]).sum(axis=1)
    return found


def target_of(result: Stability, text: str) -> Target:
    """The target a person means: a question, an id, a statement, or else the name of an outcome.

    A statement goes before a name: “peace.treaty” means every outcome with a treaty, not the one with nothing besides.
    Raises `DetenteError` if nothing fits.
    """
    space, questions = result.model.space, result.situation.questions
    wanted = text.strip()
    if wanted in questions:
        return Target("question", _where(space.holds(questions[wanted].statement), wanted), text=wanted)
    if wanted.isdigit() and wanted not in space.nodes:
        return Target("outcome", (outcome_index(result, wanted),))
    try:
        truth = typed_truth(result, wanted)
    except DetenteError:
        named = space.index_of(wanted)
        if named is None:
            raise
        return Target("outcome", (named,))
    found = _where(truth, wanted)
    return Target("statement", found, text=wanted) if len(found) > 1 else Target("outcome", found)


def _where(truth: Array, text: str) -> tuple[int, ...]:
    if not truth.any():
        raise DetenteError("target_none", text=text)
    return tuple(int(outcome) for outcome in np.flatnonzero(truth))


def classes_to_show(
    result: Stability, concept: str, predicted: list[tuple[int, ...]], found: Reach, changes: Array, *, everything: bool
) -> list[Target]:
    """The predicted classes, then the others that are to be shown, each group nearest first (by `found`, any moves).

    Others are shown where they are the nearest that answer a question otherwise than every predicted class; all of
    them with `everything`, or where the situation asks no question.
    """
    length, cost = found.length, found.cost

    def distance(members: tuple[int, ...]) -> tuple[int, ...]:
        near = nearest(found, members, changes)
        return (1, members[0]) if near is None else (0, int(length[near]), int(cost[near]), int(changes[near]), near)

    ahead = sorted(predicted, key=distance)
    others = sorted(set(result.classes(concept)) - set(predicted), key=distance)
    answers: dict[tuple[int, ...], list[tuple[str, Answer]]] = {members: [] for members in others}
    for name, question in result.situation.questions.items():
        truth = result.model.space.holds(question.statement)
        given = {answer(truth, [members]) for members in predicted}
        other = [members for members in others if answer(truth, [members]) in {"every", "none"} - given]
        if other:
            answers[other[0]].append((name, answer(truth, other[:1])))
    whole = everything or not result.situation.questions
    return [Target("class", members, True) for members in ahead] + [
        Target("class", members, False, tuple(answers[members])) for members in others if whole or answers[members]
    ]
