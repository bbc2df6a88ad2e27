"""Mistakes that can be mended in one way without a doubt, or in one way that is offered: the text to write instead.

Only what the checker itself proposes: the name that was probably meant, a range the right way round, a sign that is
written otherwise here. A *sure* mend needs no choice; any other has to be looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from detente.errors import Problem

# Problems of a name for which another, known one is proposed.
NAMES = frozenset(
    {"accept_unknown", "actor_unknown", "cite_unknown", "driver_unknown", "held_unknown", "key_unknown",
     "level_unknown", "level_unknown_here", "name_unknown", "order_goal_unknown", "outcome_unknown", "partial_key",
     "party_unknown", "quantity_unknown", "reference_unknown", "row_unknown", "source_unknown", "term_unknown",
     "value_unknown"}
)  # fmt: skip
LAST = re.compile(r"\s*(?:\w+|[^\w\s\"'\])}]+)\s*$")


@dataclass(frozen=True)
class Mend:
    """The characters of a line from `start` up to `end` (from 0) become `text`; empty: `removed` goes."""

    start: int
    end: int
    text: str
    removed: str = ""
    sure: bool = True


def mends(problem: Problem) -> tuple[Mend, ...]:
    """How a problem can be mended at its place; nothing where the checker knows no one way."""
    place = problem.place
    if place is None or not place.line or problem.accepted is not None:
        return ()
    start = place.column - 1
    end = start + place.length
    here = place.source[start:end]
    params = problem.params
    if problem.code in NAMES:
        wrong, meant = _names(params)
        at = here.find(wrong) if wrong and meant else -1
        return (Mend(start + at, start + at + len(wrong), meant),) if at >= 0 else ()
    match problem.code:
        case "range_reversed":
            return (Mend(start, end, f"{params['high']}..{params['low']}"),)
        case "range_spaces":
            return (Mend(start, end, f"{params['low']}..{params['high']}"),)
        case "sign_instead" | "number_written":
            return (Mend(start, end, str(params["wanted"])),) if here == params["found"] else ()
        case "number_is_name":
            return (Mend(start, end, f"`{here}`"),)
        case "bracket_extra" | "mark_invisible":
            return (Mend(start, end, "", _shown(here)),)
        case "expression_ends":
            found = LAST.search(place.source[:start])
            return (Mend(found.start(), start, "", found[0].strip(), sure=False),) if found else ()
    return ()


def _names(params: dict[str, object]) -> tuple[str, str]:
    """The name that is wrong and the one that was probably meant, each as it is written."""
    wrong = params.get("level") or params.get("found") or params.get("name")
    return str(wrong or ""), str(params.get("nearest") or "")


def _shown(text: str) -> str:
    return text if text.isprintable() else f"U+{ord(text[0]):04X}"
