"""Every result knows where it comes from, says itself in both languages, and shows itself in one short line."""

from __future__ import annotations

from typing import Any

import pytest

import detente as dt
from detente.result import LONGEST_REPR, Result, digest
from detente.version import __version__


def results() -> dict[str, tuple[Result, str, dict[str, Any]]]:
    """Each kind of result, with the engine and the parameters that its origin must name."""
    chicken = dt.load("stability/chicken")
    groups, seen = dt.load("stability/elmira_12"), dt.load("kuril/2019-01")
    views = {actor: digest(part) for actor, part in seen.perceptions.items()}
    asked = {"concepts": ("seq",), "limit": 7}
    return {
        "stability": (dt.stability(chicken, ["seq"], 7), "arrays", asked),
        "sweeps": (dt.stability(chicken, ["seq"], 7, engine="sweeps"), "sweeps", asked),
        "groups": (
            dt.stability(groups, ["seq"], 7, coalitions=["moe+uniroyal"]),
            "arrays",
            {**asked, "coalitions": (("moe", "uniroyal"),)},
        ),
        "inverse": (dt.inverse(chicken, "1"), "arrays", {"asked": "1", "concept": "seq", "answer": None}),
        "paths": (
            dt.paths(chicken, "2", limit=3),
            "arrays",
            {"to": ("2",), "start": None, "concept": "seq", "everything": False, "limit": 3},
        ),
        "perception": (dt.perception(seen, limit=7), "arrays", {**asked, "perceptions": views}),
        "blind": (dt.perception(seen, limit=7).blind(), "arrays", {**asked, "perceptions": views, "reading": "b"}),
    }


CASES = {"groups": "stability/elmira_12", "perception": "kuril/2019-01", "blind": "kuril/2019-01"}


@pytest.mark.parametrize("name", list(results()))
def test_a_result_says_where_it_comes_from(name: str) -> None:
    result, engine, parameters = results()[name]
    assert result.origin.digest == digest(dt.load(CASES.get(name, "stability/chicken")).situation)
    assert (result.origin.engine, result.origin.seed, result.origin.version) == (engine, None, __version__)
    assert dict(result.origin.parameters) == parameters
    assert result.data()["digest"] == result.origin.digest


@pytest.mark.parametrize("name", list(results()))
def test_a_result_tells_itself_and_is_short(name: str) -> None:
    result, _, _ = results()[name]
    english, arabic = result.sentences("en"), result.sentences("ar")
    assert english and len(english) == len(arabic) and english != arabic
    shown = repr(result)
    assert shown.startswith(type(result).__name__ + "(") and len(shown) <= LONGEST_REPR and "\n" not in shown
    assert "array" not in shown
