"""The checker's problems as the page shows them: each at its place, in words, with the ways to mend it."""

from __future__ import annotations

from collections.abc import Iterable

from detente.errors import DetenteError, InputError, Problem
from detente.web.contracts.asking import Mistake
from detente.words import in_language


def mistakes(problems: Iterable[Problem], language: str) -> list[Mistake]:
    """Every problem of a text."""
    return [mistake(one, language) for one in problems]


def mistake(problem: Problem, language: str) -> Mistake:
    """One problem."""
    place = problem.place
    return Mistake(
        line=place.line if place else 0,
        column=place.column if place else 0,
        length=place.length if place else 1,
        code=problem.code,
        severity=problem.severity,
        text=problem.message(language),
        remedy=problem.remedy(language),
        part=problem.part,
        accepted=in_language(problem.accepted, language),
    )


def refusal(error: DetenteError, language: str) -> list[Mistake]:
    """Why a request is refused."""
    if isinstance(error, InputError):
        return mistakes(error.problems, language)
    return [Mistake(code=error.code, text=error.render(language))]
