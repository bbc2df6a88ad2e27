"""The table of models of positions: each model says the same wherever it speaks, and has a name in every language."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from detente.bargaining.positions.distributions import DISTRIBUTIONS
from detente.bargaining.positions.known import KnownIssue
from detente.bargaining.positions.mean_and_median import Array
from detente.bargaining.positions.models import (
    PositionModel,
    Stands,
    columns,
    everywhere,
    models,
    over_draws,
    panel,
    stands_of,
)
from detente.bargaining.positions.result import positions
from detente.bargaining.positions.settled import Settings
from detente.load import load
from detente.words import LANGUAGES, say

ISSUES = positions(load("bargaining/emissions_1994").situation).issues
TABLE = models()


def known(name: str) -> KnownIssue:
    """An issue of the case as if its outcome were known."""
    n = ISSUES[name].numbers
    listed = [tuple(column.tolist()) for column in (n.position, n.salience, n.capability)]
    return KnownIssue(
        name, "all", n.actors, listed[0], listed[1], {"capability": listed[2]}, n.low, n.high, n.low, n.high
    )


def test_no_name_and_no_column_stands_twice() -> None:
    names, told = [model.name for model in TABLE], columns()
    assert len(set(names)) == len(names) and len(set(told)) == len(told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_model_has_a_name_in_words(language: str) -> None:
    for model in models(("paper", "as_coded", "own")):
        assert model.panel is None or say(f"positions.models.{model.name}", language)
        assert model.scored is None or say(f"positions.scored.models.{model.name}", language)
    for name in DISTRIBUTIONS:
        assert say(f"positions.scored.models.{name}", language)


def test_every_model_of_the_panel_is_in_the_panel_of_some_issue_in_the_order_of_the_table() -> None:
    order = [model.name for model in TABLE if model.panel is not None]
    seen = set()
    several = load(Path(__file__).parents[2] / "published" / "positions" / "ktab_three_issues.csv").situation
    asked = positions(several, settings=Settings(rounds=2)).issues
    for settled in (*ISSUES.values(), *asked.values()):
        told = [row["model"] for row in panel(settled)]
        assert told == [name for name in order if name in told]
        seen |= set(told)
    assert seen == set(order)


@pytest.mark.parametrize(
    "model", [model for model in TABLE if model.drawn and model.scored], ids=lambda model: model.name
)
def test_a_model_says_the_same_of_one_case_and_of_many_draws(model: PositionModel) -> None:
    """Challenges are followed for one round in draws and for eight in scores; all others are one and the same."""
    if model.name.startswith("challenge_"):
        return
    assert model.drawn is not None and model.scored is not None and model.panel is not None
    for name, settled in ISSUES.items():
        one = stands_of(settled)
        many = Stands(*(np.stack([part, part[::-1]]) for part in (one.position, one.capability, one.salience)))
        assert model.drawn(many) == pytest.approx([model.panel(settled)] * 2, rel=1e-6, abs=1e-6)
        assert model.scored(Stands.of(known(name), "capability")) == pytest.approx(model.panel(settled))


def test_a_model_is_one_row() -> None:
    """The midpoint of the two ends that actors stand at, in the panel, over draws and scored."""

    def midrange(stands: Stands) -> Array:
        middle: Array = (stands.position.min(-1) + stands.position.max(-1)) / 2
        return middle

    row = everywhere("midrange", midrange)
    assert row.panel is not None and row.drawn is not None and row.scored is not None and row.column == "midrange"
    for name, settled in ISSUES.items():
        x = settled.numbers.position
        expected = (x.min() + x.max()) / 2
        assert row.panel(settled) == row.scored(Stands.of(known(name), "capability")) == expected
        assert row.drawn(Stands(np.stack([x, x + 1]), *[np.ones((2, len(x)))] * 2)).tolist() == [expected, expected + 1]


def test_the_columns_over_draws_are_those_named() -> None:
    one = stands_of(next(iter(ISSUES.values())))
    several = Stands(*(np.stack([part] * 3) for part in (one.position, one.capability, one.salience)))
    found = over_draws(several)
    assert tuple(found) == columns() and all(values.shape == (3,) for values in found.values())
