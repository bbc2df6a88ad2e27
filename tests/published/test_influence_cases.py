"""Every reference case of influence, exactly, through the command line and as situations.

The cases are in ``tests/influence/cases`` (their README names the conventions): Paris airports (Godet), the highland
tribes (Read 1954), Sampson's monastery (Doreian & Mrvar 1996), 26 windows of the Correlates of War (Doreian & Mrvar
2015).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from detente.cli.influence import influence as command
from detente.exchange.influence_cases import solve
from detente.influence.result import Asked, influence
from detente.load import check_text

FOLDER = Path(__file__).parents[1] / "influence" / "cases"
FILES = sorted(FOLDER.glob("*.json"))
CASES = [case for file in FILES for case in json.loads(file.read_text(encoding="utf-8"))["cases"]]
Data = dict[str, Any]


def agrees(found: Any, expected: Any, tolerance: float) -> None:
    """Equal key by key and item by item; only the keys that are expected are compared."""
    if isinstance(expected, dict):
        for key, value in expected.items():
            assert key in found, key
            agrees(found[key], value, tolerance)
    elif isinstance(expected, list):
        assert len(found) == len(expected)
        for one, other in zip(found, expected, strict=True):
            agrees(one, other, tolerance)
    elif expected is None or isinstance(expected, str):
        assert found == expected
    else:
        assert found == pytest.approx(expected, rel=tolerance, abs=tolerance)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_reference_case(case: Data) -> None:
    found = solve(case)
    agrees(found, case["expected"], case.get("tolerance", 1e-9))
    assert found.get("proven", True)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_through_the_command_line(file: Path) -> None:
    run = CliRunner().invoke(command, [str(file), "--format", "json"])
    given, found = json.loads(file.read_text(encoding="utf-8"))["cases"], json.loads(run.stdout)["cases"]
    for one, other in zip(given, found, strict=True):
        assert other["agrees"] and other["differs"] == []
        agrees(other["found"], one["expected"], one.get("tolerance", 1e-9))


def test_all_cases_are_there() -> None:
    assert len(CASES) == 6 + 6 + 3 + 26


def situation_of(case: Data) -> str:
    """The same numbers as a situation file (YAML holds JSON)."""
    given = case["input"]
    names = given.get("actors") or given.get("labels") or [f"a{place}" for place in range(given["n"])]
    key = {name: f"a{place}" for place, name in enumerate(names)}
    whole: Data = {"detente": 1, "actors": {key[name]: {"name": name} for name in names}}
    if case["kind"] == "balance":
        whole["ties"] = {
            f"t{place}": {
                "between": [f"a{a}", f"a{b}"],
                "kind": "tie",
                "sign": "positive" if weight > 0 else "negative",
                "strength": abs(weight),
                "date": 1000 + place,
            }
            for place, (a, b, weight) in enumerate(given["edges"])
        }
    elif case["kind"] == "mactor":
        whole["mactor"] = {
            "influence": {key[i]: {key[j]: v for j, v in zip(names, row, strict=True) if i != j}
                          for i, row in zip(names, given["mdi"], strict=True)},
            "objectives": {f"o{k}": {key[i]: row[k] for i, row in zip(names, given["mao"], strict=True)}
                           for k in range(len(given["objectives"]))},
        }  # fmt: skip
    else:
        whole["dependence"] = {
            f"d{k}": {
                "weight": {key[name]: part["weight"].get(name, 0) for name in names},
                "shares": {key[i]: {key[j]: v for j, v in row.items()} for i, row in part["share"].items()},
                "exits": {key[i]: {key[j]: v for j, v in row.items()} for i, row in part["exit"].items()},
            }
            for k, part in enumerate(given["domains"])
        }
    return json.dumps(whole)


KINDS = ("balance", "mactor", "dependence")
# Of the large networks one: all best splits of some of them take seconds.
AS_SITUATIONS = [c for c in CASES if c["kind"] in KINDS and (c["input"].get("n", 0) < 60 or c["id"] == "cow-46-49")]


@pytest.mark.parametrize("case", AS_SITUATIONS, ids=lambda case: case["id"])
def test_the_same_as_a_situation(case: Data, tmp_path: Path) -> None:
    checked = check_text(situation_of(case), tmp_path)
    assert checked.case is not None, [problem.render() for problem in checked.errors]
    found = influence(checked.case.situation, tmp_path, Asked(weigh=True, camps=(3,), draws=20)).data()
    expected, tolerance = case["expected"], case.get("tolerance", 1e-9)
    if case["kind"] == "balance":
        part = found["balance"]
        agrees(part["L"], expected["L"], tolerance)
        if (
            "sampson" not in case["id"]
        ):  # there one pair has both signs; the census reads the latest (the case) or the sum
            agrees(part["triads"], expected["triads"], tolerance)
        if "optima" in expected:
            assert part["optima"] == expected["optima"]
    elif case["kind"] == "mactor":
        agrees(found["mactor"], expected, tolerance)
    else:
        place = {name: f"a{number}" for number, name in enumerate(case["input"]["actors"])}
        for key in ("D", "leverage", "ratio"):
            for i, row in expected[key].items():
                for j, value in row.items():
                    agrees(found["dependence"][key][place[i]][place[j]], value, tolerance)
