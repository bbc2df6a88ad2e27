"""Rows of a study's answers as a table shows them: shares in words, never 0% or 100%, and only what says something.

CSV and JSON keep every row and the plain numbers.
"""

from __future__ import annotations

from typing import Any

from detente.result import Row
from detente.stability.concepts import CONCEPTS
from detente.uncertainty.questions.naming import interval_words, share_words
from detente.uncertainty.questions.wilson import Share
from detente.uncertainty.study.result import Asked
from detente.words import say

PARTS = {"drivers": {"share", "error", "floor"}, "robustness": {"radius_at_most"}}  # plain numbers told in percent
RIGHT = {"worth", "chance", "all"}  # of a question: how much more often a guess is right


def table_rows(name: str, answer: Asked, language: str) -> list[Row]:
    """The rows that say something, in words."""
    return [_told(name, row, language) for row in answer.telling()]


def left_out(answer: Asked) -> int:
    """How many rows a table does not show."""
    return len(answer.cells()) - len(answer.telling())


def _told(name: str, row: Row, language: str) -> Row:
    percent = PARTS.get(name, set()) | (RIGHT if name == "worth" and row["question"] else set())
    told: Row = {}
    for key, value in row.items():
        if key == "concept":
            told[key] = CONCEPTS[value].symbol
            continue
        told[key] = _cell(value, language, percent=key in percent)
        if key == "share" and isinstance(value, Share | None):
            told["interval"] = None if value is None else interval_words(value, language)
    return told


def _cell(value: Any, language: str, *, percent: bool) -> Any:
    if isinstance(value, Share):
        return share_words(value, language)
    if percent and value is not None:
        return say("study.percent", language, value=f"{100 * value:.1f}")
    return value
