"""Negotiation cases with known answers, asked as a user asks: published ones, and an oracle's by full enumeration."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from detente.cli.deal import deal as command

FOLDER = Path(__file__).parent / "negotiation"
CASES = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}
TOLERANCE = 1e-9
FREE = {"example", "binding_balanced_family"}  # one of several that are equally good
MEANT = ("expected", "expected_pareto")


@cache
def asked(name: str) -> Any:
    """What the command prints for a case, however busy the machine is."""
    run = CliRunner().invoke(command, [str(FOLDER / f"{name}.json"), "--format", "json", "--seconds", "3600"])
    assert run.exception is None, run.exception
    return json.loads(run.stdout)


def same(found: Any, expected: Any, place: str) -> None:
    """Equal, numbers within 1e-9 of their size; examples are never compared, points in any order."""
    if isinstance(expected, dict):
        for key, value in expected.items():
            if key not in FREE:
                assert isinstance(found, dict) and key in found, f"{place}.{key} is missing"
                same(found[key], value, f"{place}.{key}")
    elif isinstance(expected, list):
        assert isinstance(found, list) and len(found) == len(expected), f"{place}: {found} is not {expected}"
        if expected and isinstance(expected[0], dict) and "u" in expected[0] and "from" not in expected[0]:
            found, expected = (
                sorted(part, key=lambda point: [float(u) for u in point["u"]]) for part in (found, expected)
            )
        for number, (one, other) in enumerate(zip(found, expected, strict=True)):
            same(one, other, f"{place}.{number}")
    elif isinstance(expected, int | float) and not isinstance(expected, bool):
        assert found is not None and abs(found - expected) <= TOLERANCE * max(1, abs(expected)), (
            f"{place}: {found} is not {expected}"
        )
    else:
        assert found == expected, f"{place}: {found!r} is not {expected!r}"


def at(data: Any, path: str) -> Any:
    for step in path.split("/"):
        data = data[int(step)] if isinstance(data, list) else data[step]
    return data


@pytest.mark.parametrize("name", CASES)
def test_every_field_of_every_case(name: str) -> None:
    case, found = CASES[name], asked(name)
    assert any(key in case for key in MEANT)
    same(found, case.get("expected", {}), name)
    same(found, {key: case[key] for key in MEANT[1:] if key in case}, name)
    for published in case.get("published", ()):
        value, answer = published["value"], at(found, published["path"])
        if isinstance(answer, str):
            assert answer == value
        else:
            assert answer == pytest.approx(float(Fraction(value)), abs=published.get("tol", TOLERANCE))


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.get("type") == "tu_game"])
def test_the_family_of_a_game_is_balanced_and_proves_the_bound(name: str) -> None:
    """Any binding family will do: it covers every player once, and its worth less v(N) gives the bound."""
    case, found = CASES[name], asked(name)
    core = found["core"]
    family = {frozenset(one["coalition"]): one["weight"] for one in core["binding_balanced_family"]}
    for player in case["parties"]:
        assert sum(weight for group, weight in family.items() if player in group) == pytest.approx(1)
    worth = {frozenset(one["coalition"]): one["value"] for one in case["worth"]}
    total = sum(weight * worth.get(group, case["default_worth"]) for group, weight in family.items())
    assert (total - found["grand"]) / sum(family.values()) == pytest.approx(core["least_core_epsilon"])
    for group, value in worth.items():
        if len(group) < len(case["parties"]):
            part = sum(core["imputation"][player] for player in group)
            assert part >= value - core["least_core_epsilon"] - TOLERANCE


def test_the_file_that_came_with_the_large_domain_is_mostly_dominated() -> None:
    """Nine of the ten points that are distributed with ANAC 2014 lie below the exact frontier (case, `verified`)."""
    case, found = CASES["anac2014_30issues"], asked("anac2014_30issues")
    frontier = [point["u"] for point in found["expected_pareto"]]
    slack = case["tolerance"]
    dominated = [
        point
        for point in case["published_pareto"]
        if any(
            all(f >= p - slack for f, p in zip(front, point, strict=True))
            and any(f > p + slack for f, p in zip(front, point, strict=True))
            for front in frontier
        )
    ]
    assert len(dominated) == 9
    assert found["engine"] == "milp" and found["frontier_scope"] == "all"
