"""The newer concepts: every answer of the cases in ``concepts/`` through a file, the command and its JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from detente.cli import group

CASES = sorted((Path(__file__).parent / "concepts").glob("*.json"))
BOUNDS = {"threshold": "threshold", "leave": "leave-above", "hurt": "hurt-up-to", "credible": "credible-above"}


def situation(case: dict[str, Any], concept: str) -> str:
    """The case as a file, with the preferences that the concept asks for."""
    preferences = {}
    for actor in case["dms"]:
        if concept.startswith("F"):
            preferences[actor] = {"fuzzy": graded(case, "fuzzy", actor, both=False), "threshold": 1}
        elif concept.startswith("P"):
            preferences[actor] = {"probable": graded(case, "probability", actor, both=True)}
        else:
            preferences[actor] = compared(case, actor)
    told = {
        "detente": 1,
        "actors": dict.fromkeys(case["dms"]),
        "outcomes": case["states"],
        "moves": {actor: moves for actor, moves in case["moves"].items() if moves},
        "preferences": {actor: told for actor, told in preferences.items() if any(told.values())},
    }
    return json.dumps(told)


def pairs_of(case: dict[str, Any]) -> list[tuple[int, int]]:
    count = len(case["states"])
    return [(s, t) for s in range(count) for t in range(count) if s != t]


def graded(case: dict[str, Any], kind: str, actor: str, *, both: bool) -> list[Any]:
    states, matrix = case["states"], case[kind][actor]
    return [[states[s], states[t], matrix[s][t]] for s, t in pairs_of(case) if both or s < t]


def compared(case: dict[str, Any], actor: str) -> dict[str, Any]:
    states, matrix = case["states"], case["compare"][actor]
    found: dict[str, Any] = {"prefers": [], "unknown": [], "degrees": {}}
    for s, t in pairs_of(case):
        degree, pair = matrix[s][t], [states[s], states[t]]
        if degree == "U":
            found["unknown"] += [pair] if s < t else []
        elif degree == 1:
            found["prefers"].append(pair)
        elif degree > 1:
            found["degrees"].setdefault(str(degree), []).append(pair)
    return {key: value for key, value in found.items() if value}


def options(ask: dict[str, Any]) -> list[str]:
    found = ["--concept", ask["concept"]]
    for key, name in (
        ("h", "horizon"),
        ("leader", "leader"),
        ("extension", "extension"),
        ("degree", "degree"),
        ("ties", "ties"),
    ):
        found += [f"--{name}", str(ask[key])] if key in ask else []
    for key, name in BOUNDS.items():
        for actor, value in ask.get(key, {}).items():
            found += [f"--{name}", f"{actor}={value}"]
    for actor, towards in ask.get("attitudes", {}).items():
        for other, sign in towards.items():
            found += ["--attitude", f"{actor}:{other}={sign}"]
    return found


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_answer_is_exact(path: Path, tmp_path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    for number, ask in enumerate(case["ask"]):
        file = tmp_path / f"{number}.yaml"
        file.write_text(situation(case, ask["concept"]), encoding="utf-8")
        run = CliRunner().invoke(group, ["concepts", str(file), *options(ask), "--format", "json"])
        assert run.exit_code == 0, (ask, run.exception)
        found = json.loads(run.stdout)["asked"][0]
        named = {
            "stable": {a: [case["states"][i - 1] for i in ids] for a, ids in found["stable"].items()},
            "perhaps": {a: [case["states"][i - 1] for i in ids] for a, ids in found.get("perhaps", {}).items()},
            "equilibria": [case["states"][i - 1] for i in found["equilibria"]],
            "before": found.get("before"),
            "period": found.get("period"),
        }
        assert {key: named[key] for key in ask["expect"]} == ask["expect"], ask
