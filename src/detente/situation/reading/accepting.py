"""Warnings and hints that a file accepts: ``accept: {level_dead: only 2022 reaches it}``.

What is accepted is still shown, with its reason, and counts no more. An error cannot be accepted. A name may be written
with its words in any order (``dead_level``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from detente.errors import Problem
from detente.situation.identifiers import nearest
from detente.situation.model import Situation
from detente.situation.reading.faults import Faults
from detente.words import has

WARNINGS = frozenset(
    {"actor_indifferent", "actor_without_moves", "agreement_held", "agreement_unleavable", "driver_idle"}
    | {"driver_two_roles", "driver_unused", "goal_idle", "level_dead", "moves_unlisted", "negator_left_out"}
    | {"name_looks_plural", "outcomes_unlisted", "positions_mixed", "positions_name_near", "positions_no_capability"}
    | {"positions_scale_assumed", "range_both_signs", "range_no_width", "range_unreasoned", "ranking_overlap"}
    | {"rule_idle", "source_missing", "source_missing_locked", "source_unused", "statement_always"}
    | {"matrix_without", "positions_low", "table_all_years", "table_fewer"}
    | {"statement_never", "table_years", "table_lasting", "table_blank", "table_spellings", "table_no_tie"}
    | {"table_no_level", "matrix_blank", "ratifier_indifferent", "stages_unsafe", "workbook_sheets"}
    | {"positions_blank", "positions_filled", "positions_spellings", "positions_coders"}
)
HINTS = frozenset({"accept_idle", "curve_bends", "outsider_answers", "term_taken_back"})


def _sorted(name: str) -> str:
    """The words of a name in alphabetical order."""
    return "_".join(sorted(re.split(r"[\s_-]+", name.casefold())))


CODES = {_sorted(code): code for code in sorted(WARNINGS | HINTS)}


def crosscheck(situation: Situation, faults: Faults) -> None:
    """Report names under `accept` that are none of a warning or hint, or that stand there twice."""
    seen: set[str] = set()
    for name in situation.accept:
        code = CODES.get(_sorted(name))
        if code is None and has(f"problems.{name}.says"):
            faults.add("accept_error", ("accept", name), key=True, name=name)
        elif code is None:
            faults.add("accept_unknown", ("accept", name), key=True, name=name, nearest=_meant(name))
        elif code in seen:
            faults.add("name_twice", ("accept", name), key=True, name=code)
        seen.add(code or name)


def _meant(name: str) -> str | None:
    """The code that was probably meant, its words in whatever order."""
    near = nearest(name, CODES.values())
    return near or CODES.get(nearest(_sorted(name), CODES) or "")


def idle(problems: Iterable[Problem], situation: Situation, faults: Faults) -> None:
    """Hint at what is accepted and does not occur (any more). For a file without errors, of which all is known."""
    found = {problem.code for problem in problems}
    for name in situation.accept:
        if (code := CODES.get(_sorted(name))) is not None and code not in found:
            faults.hint("accept_idle", ("accept", name), key=True, name=name)


def accepted(problems: Iterable[Problem], situation: Situation) -> list[Problem]:
    """The problems; those that the situation accepts know why."""
    reasons = {CODES.get(_sorted(name)): reason for name, reason in situation.accept.items()}
    return [
        problem if problem.severity == "error" else replace(problem, accepted=reasons.get(problem.code))
        for problem in problems
    ]
