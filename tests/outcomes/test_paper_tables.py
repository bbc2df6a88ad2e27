"""The tables of papers say what the sets say: matrices, rankings, moves; LaTeX that a reader of LaTeX takes."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from click.testing import CliRunner

from detente.cli import group
from detente.load import load
from detente.outcomes.paper_tables import matrices, move_rows, option_table, ranking_rows
from detente.outcomes.preferences import preferences_of
from detente.stability.result import stability
from detente.stability.solve import Model

CASES = ("stability/chicken", "stability/elmira", "stability/sustainable_development")


@pytest.mark.parametrize("name", CASES)
def test_matrices_equal_the_sets(name: str) -> None:
    model = Model.of(load(name).situation)
    preferences = preferences_of(model.numbers())
    found, moves = matrices(model.moves, preferences), move_rows(model.moves, preferences)
    for actor in model.situation.actors:
        mine = {(row["from"], row["to"]): row["improves"] for row in moves if row["actor"] == actor}
        reach, improve = np.array(found[actor]["reach"]), np.array(found[actor]["improve"])
        assert {(s + 1, t + 1) for s, t in np.argwhere(reach)} == set(mine)
        assert {(s + 1, t + 1) for s, t in np.argwhere(improve)} == {pair for pair, yes in mine.items() if yes == "yes"}
        nash = set(stability(model.situation, ["nash"]).stable("nash", actor))
        assert nash == {s + 1 for s in range(model.space.count) if not improve[s].any()}


def test_rankings_hold_every_outcome_once_best_first() -> None:
    model = Model.of(load("stability/chicken").situation)
    rows = ranking_rows(preferences_of(model.numbers()))
    for actor in model.situation.actors:
        ids = [int(one) for row in rows if row["actor"] == actor for one in row["outcomes"].split()]
        assert sorted(ids) == [1, 2, 3, 4]
    assert [row["outcomes"] for row in rows if row["actor"] == "row"] == ["3", "4", "2", "1"]


def test_options_are_a_table_of_y_and_n() -> None:
    table = option_table(Model.of(load("stability/chicken").situation).space, 10)
    assert [[row[f"{outcome}"] for outcome in range(1, 5)] for row in table] == [list("NYNY"), list("NNYY")]


def test_every_actor_and_concept_stands_in_one_table() -> None:
    result = stability(load("stability/chicken").situation)
    for row in result.actor_rows():
        for actor in result.situation.actors:
            assert ("SEQ" in row[actor].split()) == (row["id"] in result.stable("seq", actor))


def test_latex_is_escaped_and_whole() -> None:
    run = CliRunner().invoke(group, ["show", "kuril/2019-01", "--options", "--limit", "3", "--format", "latex"])
    lines = run.stdout.strip().splitlines()
    assert lines[0] == r"\begin{tabular}{lllll}"
    assert lines[-1] == r"\end{tabular}"
    cells = [line for line in lines if line.endswith(r"\\")]
    assert {line.count(" & ") for line in cells} == {4}
    assert all(not re.search(r"(?<!\\)[_%#$]", line) for line in cells)


def test_tables_in_json() -> None:
    run = CliRunner().invoke(group, ["show", "stability/chicken", "--matrices", "--rankings", "--format", "json"])
    found = json.loads(run.stdout)
    assert set(found) == {"matrices", "rankings"}
    assert found["matrices"]["row"]["reach"][0] == [0, 1, 0, 0]


def test_large_matrices_are_refused() -> None:
    run = CliRunner().invoke(group, ["show", "kuril/2019-01", "--matrices"])
    assert getattr(run.exception, "code", "") == "matrices_large"
