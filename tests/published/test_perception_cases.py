"""The two cases under cases/perception: every table exactly, through the JSON of the command line."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML

from detente.cases import find_case
from detente.cli import group
from detente.load import load
from detente.stability.solve import Model

EUPHRATES, CHICKEN = "perception/euphrates_1975", "perception/chicken_misread"
CONCEPTS = ("nash", "gmr", "smr", "seq")


def expected(name: str) -> dict[str, Any]:
    path = find_case(name).parent / "expected.yaml"
    found: dict[str, Any] = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return found


def printed(name: str, *more: str) -> dict[str, Any]:
    every = [word for concept in CONCEPTS for word in ("--concept", concept)]
    run = CliRunner().invoke(group, ["perception", name, "--format", "json", *every, *more])
    assert run.exit_code == 0, run.output
    found: dict[str, Any] = json.loads(run.stdout)["concepts"]
    return found


def only(found: dict[str, Any], keys: Any) -> dict[str, Any]:
    return {key: found[key] for key in keys}


@pytest.mark.parametrize("name", [EUPHRATES, CHICKEN])
def test_ids_are_the_published_numbers(name: str) -> None:
    situation = load(name).situation
    space = Model.of(situation).space
    assert [space.holds(label).nonzero()[0].tolist() for label in situation.statements] == [
        [index] for index in range(space.count)
    ]


@pytest.mark.parametrize("concept", CONCEPTS)
@pytest.mark.parametrize("name", [EUPHRATES, CHICKEN])
def test_the_hypergame(name: str, concept: str) -> None:
    wanted = expected(name)["hypergame"][concept]
    assert only(printed(name)[concept], wanted) == wanted


@pytest.mark.parametrize("concept", CONCEPTS)
@pytest.mark.parametrize("name", [EUPHRATES, CHICKEN])
def test_without_misperception(name: str, concept: str) -> None:
    wanted = expected(name)["no_misperception"][concept]
    assert only(printed(name)[concept]["twin"], wanted) == wanted


@pytest.mark.parametrize("concept", CONCEPTS)
def test_chicken_as_a_sees_it(concept: str) -> None:
    wanted = expected(CHICKEN)["as_A_sees"][concept]
    assert only(printed(CHICKEN)[concept]["own_games"]["A"], wanted) == wanted


@pytest.mark.parametrize("concept", CONCEPTS)
def test_reading_b(concept: str) -> None:
    found = printed(EUPHRATES, "--reading", "b")[concept]
    wanted = expected(EUPHRATES)["reading_b"][concept]
    assert only(found, wanted) == wanted
    assert found["rests_on_blindness"] == [1, 2]
    assert found["unrecognised_by"] == {"1": ["iraq"], "2": ["syria"], "4": ["iraq"], "5": ["syria"]}


def test_reading_b_says_what_rests_on_blindness() -> None:
    run = CliRunner().invoke(group, ["perception", EUPHRATES, "--reading", "b"])
    hold, release = "Syria: hold the water back and not escalate", "Syria: release water and not escalate"
    assert "3 outcomes are stable for everybody: " in run.stdout
    assert f"2 rest on blindness: “{hold}; Iraq: not attack”; “{release}; Iraq: not attack”." in run.stdout
