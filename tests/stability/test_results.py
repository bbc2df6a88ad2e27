"""Every result knows where it comes from, says itself in both languages, and shows itself in one short line."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

import detente as dt
from detente.errors import DetenteError
from detente.result import LONGEST_REPR, Result, digest
from detente.version import __version__

CHICKEN, GROUPS, SEEN = (
    dt.load(name) for name in ("stability/chicken", "stability/elmira_12", "perception/euphrates_1975")
)
KURIL = dt.load("kuril/2019-01")
VIEWS = {actor: digest(part) for actor, part in SEEN.perceptions.items()}
ASKED = {"concepts": ("seq",), "limit": 7}
TO = {"to": ("2",), "start": None, "concept": "seq", "everything": False, "limit": 3}


def explained(who: str, outcome: str) -> dict[str, Any]:
    return {"who": who, "outcome": outcome, "concept": "seq", "to": None}


# Each kind of result: of which case, how it is asked for, and the engine and the parameters that its origin must name.
RESULTS: dict[str, tuple[dt.Case, Callable[[], Result], str, dict[str, Any]]] = {
    "stability": (CHICKEN, lambda: dt.stability(CHICKEN, ["seq"], 7), "arrays", ASKED),
    "sweeps": (CHICKEN, lambda: dt.stability(CHICKEN, ["seq"], 7, engine="sweeps"), "sweeps", ASKED),
    "groups": (
        GROUPS,
        lambda: dt.stability(GROUPS, ["seq"], 7, coalitions=["moe+uniroyal"]),
        "arrays",
        {**ASKED, "coalitions": (("moe", "uniroyal"),)},
    ),
    "inverse": (CHICKEN, lambda: dt.inverse(CHICKEN, "1"), "arrays", {"asked": "1", "concept": "seq", "answer": None}),
    "paths": (CHICKEN, lambda: dt.paths(CHICKEN, "2", limit=3), "arrays", TO),
    "perception": (SEEN, lambda: dt.perception(SEEN, limit=7), "arrays", {**ASKED, "perceptions": VIEWS}),
    "blind": (
        SEEN,
        lambda: dt.perception(SEEN, limit=7).blind(),
        "arrays",
        {**ASKED, "perceptions": VIEWS, "reading": "b"},
    ),
    "actor": (CHICKEN, lambda: dt.explain(CHICKEN, "row", "1"), "arrays", explained("row", "1")),
    "coalition": (
        GROUPS,
        lambda: dt.explain(GROUPS, "moe+uniroyal", "5"),
        "arrays",
        explained("moe+uniroyal", "5"),
    ),
}


@cache
def result_of(name: str) -> Result:
    return RESULTS[name][1]()


@pytest.mark.parametrize("name", list(RESULTS))
def test_a_result_says_where_it_comes_from(name: str) -> None:
    case, _, engine, parameters = RESULTS[name]
    result = result_of(name)
    assert result.origin.digest == digest(case.situation)
    assert (result.origin.engine, result.origin.seed, result.origin.version) == (engine, None, __version__)
    assert dict(result.origin.parameters) == parameters
    assert result.data().get("digest", result.origin.digest) == result.origin.digest


@pytest.mark.parametrize("name", list(RESULTS))
def test_a_result_tells_itself_and_is_short(name: str) -> None:
    result = result_of(name)
    english, arabic = result.sentences("en"), result.sentences("ar")
    assert english and len(english) == len(arabic) and english != arabic
    shown = repr(result)
    assert shown.startswith(type(result).__name__ + "(") and len(shown) <= LONGEST_REPR and "\n" not in shown
    assert "array(" not in shown


def test_an_explanation_counts_outcomes_from_one() -> None:
    found = dt.explain(CHICKEN, "row", "1")
    assert (found.who, found.outcome, found.data()["stable"], found.data()["improvement"]) == ("row", 1, False, 2)
    assert found.rows() == [{"improvement": 2, "step": None, "mover": "", "from": None, "to": None}]
    stays = dt.explain(CHICKEN, "row", "3")
    assert stays.data()["stable"] is True and stays.rows() == []


def test_rows_are_moves_that_follow_one_another() -> None:
    answers = dt.explain(dt.load("stability/garrison"), "canadian_opposition", "s6", "gmr")
    leaving = dt.explain(GROUPS, "moe+uniroyal", "7", "cgmr")
    assert answers.data()["stable"] and answers.rows() and not leaving.data()["stable"] and len(leaving.rows()) == 2
    for found in (answers, leaving):
        for row, following in pairwise(found.rows()):
            assert row["from"] != row["to"]
            if following["step"] > 1:
                assert (following["step"], following["from"]) == (row["step"] + 1, row["to"])


def test_joint_steps_are_told_together_or_one_by_one() -> None:
    joint = dt.explain(KURIL, "peace")
    assert len(joint.rows()) == joint.data()["steps"] == sum(joint.data()["verdicts"].values()) > 1
    assert len(joint.sentences()) == 1 + len(joint.data()["examples"])
    one = dt.explain(KURIL, "peace", to=str(joint.rows()[0]["to"]))
    assert one.rows() == joint.rows()[:1] and len(one.sentences()) == 1


@pytest.mark.parametrize(
    ("who", "concept", "code"),
    [
        ("nobody", "seq", "who_unknown"),
        ("peace", "cseq", "concept_unfit"),
        ("japan", "cseq", "concept_unfit"),
        ("japan+russia", "strong_gmr", "concept_unfit"),
        ("japan", "sec", "concept_unknown"),
        ("japan+peru", "seq", "coalition_member"),
    ],
)
def test_what_cannot_be_explained_is_refused(who: str, concept: str, code: str) -> None:
    with pytest.raises(DetenteError) as caught:
        dt.explain(KURIL, who, concept=concept)
    assert caught.value.code == code


def test_an_explained_step_says_where_it_ends_and_what_comes_without_it() -> None:
    case = dt.load("kuril/2019-01")
    drift = {outcome for members in dt.stability(case, ["seq"]).drift("seq") or [] for outcome in members}
    examples = dt.explain(case, "peace").data()["examples"]
    told = [one for one in examples.values() if one["without"]]
    assert told
    for one in told:
        assert set(one["without"]) <= drift
        for way, end in zip(one["follows"], one["ends"], strict=True):
            assert end == (way[-1]["to"] if way else one["end"])
