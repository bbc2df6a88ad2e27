"""Keys without a value: a number that was left out by mistake is met, a text of spaces is none."""

from __future__ import annotations

from pathlib import Path

import pytest

import detente as dt
from detente.load import check_text
from detente.situation.model import Situation

HEAD = "detente: 1\nactors: {a: {name: ' '}, b: }\n"
PLAYED = HEAD + "options: {a: {x: {text: ' '}}, b: {y: go}}\nstatus_quo: {}\nquestions: {q: a.x}\n"
ISSUE = HEAD + "issues: {i: {positions: {a: {position: 1}, b: {position: 2}}}}\n"
# what a file says of a number that may be left out, and how it stands there without one
EMPTY = {
    "actors.a.capability": ISSUE.replace("{name: ' '}", "{capability: }"),
    "actors.a.inertia": ISSUE.replace("{name: ' '}", "{inertia: }"),
    "issues.i.positions.a.salience": ISSUE.replace("position: 1", "position: 1, salience: "),
    "issues.i.positions.b.capability": ISSUE.replace("position: 2", "position: 2, capability: "),
    "issues.i.reversion": ISSUE.replace("{positions:", "{reversion: , positions:"),
    "ties.t.strength": HEAD + "ties: {t: {between: [a, b], kind: k, sign: positive, strength: }}\n",
    "preferences.a.base": PLAYED + "preferences: {a: {goals: {g: {want: a.x, weight: 1, why: w}}, base: }}\n",
    "preferences.a.total": PLAYED + "preferences: {a: {goals: {g: {want: a.x, why: w}}, order: g, total: }}\n",
}


@pytest.mark.parametrize("name", list(EMPTY))
def test_a_number_left_empty_is_missing(name: str) -> None:
    [problem] = (problem for problem in check_text(EMPTY[name], Path()).errors if problem.code == "quantity_empty")
    assert problem.place is not None
    at = problem.place.source[problem.place.column - 1 :]
    assert at.partition(":")[0] == name.rpartition(".")[2]


def test_a_number_may_be_none_in_python() -> None:
    """A situation that is taken apart and put together again is the same."""
    case = check_text(PLAYED + "preferences: {a: {priorities: [a.x]}}\n", Path()).case
    assert case is not None
    assert Situation.model_validate(case.situation.model_dump()) == case.situation


def test_a_variant_takes_a_number_away_by_leaving_it_empty() -> None:
    text = ISSUE.replace("{name: ' '}", "{capability: 3}") + "variants: {v: {actors: {a: {capability: }}}}\n"
    case = check_text(text, Path()).case
    assert case is not None
    assert case.situation.actors["a"].capability is not None and case.variants["v"].actors["a"].capability is None


def test_a_text_of_spaces_is_none() -> None:
    text = PLAYED + "preferences: {a: {priorities: [a.x]}, b: {priorities: [b.y]}}\n"
    case, bare = (check_text(one, Path()).case for one in (text, text.replace("{name: ' '}", "").replace("' '", "''")))
    assert case is not None and bare is not None
    assert dt.stability(case).sentences() == dt.stability(bare).sentences()
    assert dt.explain(case, "a").sentences() == dt.explain(bare, "a").sentences()
