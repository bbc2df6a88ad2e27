"""What a caller asks for by a whole number, or in seconds: what cannot be meant is refused, in the same words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import detente as dt
from detente.counts import counted
from detente.errors import DetenteError

GAS = Path(__file__).parents[1] / "docs" / "examples" / "gas"
ASKED: dict[str, tuple[Callable[[Any], Any], str]] = {
    "deal": (lambda n: dt.deal(dt.load("kuril/2019-01"), draws=n), "`draws` is a whole number, 0 or more, 100,000 at"),
    "positions": (lambda n: dt.positions(dt.load("bargaining/soe_reform_2016"), draws=n), "`draws` is a whole number"),
    "rounds": (lambda n: dt.positions(dt.load("bargaining/soe_reform_2016"), draws=0, rounds=n), "`rounds` is a whole"),
    "influence": (lambda n: dt.influence(dt.load(GAS), draws=n), "`draws` is a whole number, 1 or more, 100,000 at"),
    "seed": (lambda n: dt.influence(dt.load(GAS), seed=n), "`seed` is a whole number, 0 or more, 18,446,744,073,709,"),
    "stability": (lambda n: dt.stability(dt.load("stability/elmira"), limit=n), "`limit` is a whole number"),
    "perception": (lambda n: dt.perception(dt.load("perception/chicken_misread"), limit=n), "`limit` is a whole"),
    "paths": (
        lambda n: dt.paths(dt.load("stability/elmira"), all=True, limit=n),
        "`limit` is a whole number, 0 or more",
    ),
    "report": (lambda n: dt.report(dt.load("stability/elmira"), draws=n), "`draws` is a whole number, 0 or more"),
}


@pytest.mark.parametrize("value", [-1, 1.5, float("nan"), float("inf"), "5"])
@pytest.mark.parametrize("asked", list(ASKED))
def test_what_is_no_count(asked: str, value: Any) -> None:
    ask, said = ASKED[asked]
    with pytest.raises(DetenteError) as caught:
        ask(value)
    assert str(caught.value).startswith(said) and str(caught.value).endswith(f"; here is {value}")


@pytest.mark.parametrize("value", [0, 1.5, float("nan"), "5", None, 10**10])
def test_what_is_no_number_of_draws_or_seed(value: Any) -> None:
    case = dt.load("stability/chicken")
    with pytest.raises(DetenteError, match=r"^a study takes from 1 to 1,000,000,000 draws; here are ") as caught:
        dt.study(case, value)
    assert str(caught.value).endswith(f" {value}")
    if value not in (0, 10**10):
        with pytest.raises(DetenteError, match=r"^a seed is a whole number from 0 to 18446744073709551615; here is "):
            dt.study(case, 1, value)


@pytest.mark.parametrize(
    ("ask", "given", "said"),
    [
        (dt.stability, "kuril/2019-01", "not str; write `detente.load('kuril/2019-01')`"),
        (dt.study, Path("a.yaml"), f"not {type(Path()).__name__}; write `detente.load('a.yaml')`"),
        (lambda given: dt.what_if(given, {}), 5, "not int"),
        (dt.report, "kuril/2019-01", "not str; write `detente.load('kuril/2019-01')`"),
        (dt.perception, dt.load("stability/chicken").situation, "not Situation"),
        (lambda given: dt.trace(given, "x"), None, "not NoneType"),
        (dt.deal, [], "not list"),
    ],
)
def test_a_case_that_was_not_read_is_asked_for(ask: Callable[[Any], Any], given: Any, said: str) -> None:
    with pytest.raises(DetenteError) as caught:
        ask(given)
    assert str(caught.value) == f"a case is expected here as `detente.load` gives it, {said}"


@pytest.mark.parametrize(
    ("asked", "value"), [("deal", 100_001), ("positions", 8_193), ("rounds", 1_001), ("rounds", 0)]
)
def test_more_than_there_can_be(asked: str, value: int) -> None:
    ask, said = ASKED[asked]
    with pytest.raises(DetenteError) as caught:
        ask(value)
    assert str(caught.value).startswith(said)


def test_the_ends_count() -> None:
    assert [counted("draws", value, 0, 3) for value in (0, 3, np.int64(2), 1.0)] == [0, 3, 2, 1]


def test_seconds_that_are_no_number() -> None:
    for ask in (
        lambda: dt.scan(dt.load("stability/elmira"), seconds=float("nan")),
        lambda: dt.deal(dt.load("mediation/climate_pact"), draws=0, seconds=float("nan")),
        lambda: dt.study(dt.load("stability/elmira"), 10, seconds=float("nan")),
    ):
        with pytest.raises(DetenteError) as caught:
            ask()
        assert str(caught.value) == "`seconds` is a number of seconds; here is nan"


def test_json_knows_the_limit_of_numpy() -> None:
    assert '"truncated": true' in dt.stability(dt.load("stability/elmira"), limit=np.int64(5)).to_json()
