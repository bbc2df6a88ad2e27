"""The checker's problems as the page shows them: each at its place, in words, with the ways to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate

from detente.errors import DetenteError, InputError, Problem
from detente.situation.writing.mending import mends
from detente.web.contracts.asking import Edit, Fix, Mistake
from detente.web.texts import lines_of, shown
from detente.words import in_language, say


def mistakes(text: str, problems: Iterable[Problem], language: str) -> list[Mistake]:
    """Every problem of a text."""
    starts = [0, *accumulate(len(line) for line in lines_of(shown(text)))]
    return [mistake(one, starts, language) for one in problems]


def mistake(problem: Problem, starts: Sequence[int], language: str) -> Mistake:
    """One problem. `starts`: where each line of the text begins."""
    place = problem.place
    here = place is not None and 0 < place.line < len(starts) + 1
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
        fixes=_fixes(problem, starts[place.line - 1], language) if here and place else [],
    )


def _fixes(problem: Problem, start: int, language: str) -> list[Fix]:
    """How it can be mended; `start`: where its line begins."""
    return [
        Fix(
            text=one.text or say("serve.remove", language, text=one.removed),
            edits=[Edit(from_=start + one.start, to=start + one.end, text=one.text)],
            sure=one.sure,
        )
        for one in mends(problem)
    ]


def sure_fixes(found: Iterable[Mistake]) -> list[Edit]:
    """The edits of all mistakes that can be mended without a choice, the first where two would meet."""
    edits: list[Edit] = []
    for one in found:
        fixes = [fix for fix in one.fixes if fix.sure]
        if one.severity == "error" and len(fixes) == 1:
            edits += [edit for edit in fixes[0].edits if not any(_meet(edit, known) for known in edits)]
    return edits


def _meet(one: Edit, other: Edit) -> bool:
    return one.from_ < other.to and other.from_ < one.to


def refusal(error: DetenteError, language: str) -> list[Mistake]:
    """Why a request is refused."""
    if isinstance(error, InputError):
        return [mistake(one, (), language) for one in error.problems]
    return [Mistake(code=error.code, text=error.render(language))]
