"""An outcome has one id in the situation and in a view of it that has fewer outcomes, in rows and in JSON."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from detente.cli import group
from detente.stability.view_ids import with_ids

FILE = """detente: 1
actors: {a: {}, b: {}}
options: {a: {x: yes, y: yes}, b: {z: yes}}
status_quo: {a.x: no, a.y: no, b.z: no}
preferences:
  a: {goals: {g: {want: a.x, weight: 2}, h: {want: b.z, weight: 1}, i: {want: a.y, weight: 1}}}
  b: {goals: {g: {want: b.z, weight: 2}, h: {avoid: a.x, weight: 1}}}
questions: {x: a.x}
perceptions:
  b: {FEWER}
"""
FEWER = "{rules: {apart: {never: a.x and a.y}}}"
SAME = "{preferences: {a: {goals: {g: {want: a.y, weight: 3}}}}}"


def told(folder: Path, view: str, *words: str, command: str = "stability") -> str:
    file = folder / "s.yaml"
    file.write_text(FILE.replace("{FEWER}", view), encoding="utf-8")
    done = CliRunner().invoke(group, [command, str(file), *words])
    assert done.exit_code == 0, done.output
    return done.stdout


def ids(data: Any) -> set[int]:
    if isinstance(data, dict):
        return set().union(*map(ids, data.values()))
    if isinstance(data, list):
        return set().union(*map(ids, data))
    return {data} if isinstance(data, int) else set()


def test_json_of_a_view_counts_as_the_situation_does(tmp_path: Path) -> None:
    for view, gone in ((FEWER, 2), (SAME, 0)):
        whole = json.loads(told(tmp_path, view, "--format", "json"))
        seen = json.loads(told(tmp_path, view, "--as", "b", "--format", "json", "--coalition", "all"))
        names = {one["name"]: one["id"] for one in whole["outcomes"]}
        own = {one["name"]: one["id"] for one in seen["outcomes"]}
        assert len(own) == len(names) - gone
        assert own == {name: names[name] for name in own}
        lists = ("stable", "equilibria", "holds", "predicted", "possible", "drift", "coalitions", "universal")
        assert ids([seen[key] for key in lists]) <= set(own.values())
        rows = list(csv.DictReader(io.StringIO(told(tmp_path, view, "--as", "b", "--format", "csv", "--all"))))
        assert {row["outcome"]: int(row["id"]) for row in rows} == own
        held = {int(row["id"]) for row in rows if row["SEQ"] == "holds"}
        assert held == set(seen["holds"]["seq"])
        actors = csv.DictReader(io.StringIO(told(tmp_path, view, "--as", "b", "--format", "csv", "--actors")))
        assert {row["outcome"]: int(row["id"]) for row in actors} == own


def test_moves_keep_who_moves_and_get_the_ids() -> None:
    data = {"outcomes": [{"id": 1}, {"id": 2}], "sacrifices": {"seq": [["a", 1, 2, [2]]]}, "questions": {"q": 1}}
    assert with_ids(data, [4, 7]) == {
        "outcomes": [{"id": 4}, {"id": 7}],
        "sacrifices": {"seq": [["a", 4, 7, [7]]]},
        "questions": {"q": 1},
    }


@pytest.mark.parametrize("command", ["concepts", "graph"])
def test_other_commands_count_as_the_situation_does_too(command: str, tmp_path: Path) -> None:
    words = ("--concept", "gmr") if command == "concepts" else ("--start", "status_quo", "--depth", "1")
    names = {one["name"]: one["id"] for one in json.loads(told(tmp_path, FEWER, "--format", "json"))["outcomes"]}
    seen = json.loads(told(tmp_path, FEWER, "--as", "b", "--format", "json", *words, command=command))
    own = {one["name"]: one["id"] for one in seen["outcomes"]}
    assert len(own) == len(names) - 2 and own == {name: names[name] for name in own}
    assert max(own.values()) > len(own), "so the ids are not those of the view"
    if command == "concepts":
        assert ids([one["stable"] for one in seen["asked"]]) <= set(own.values())
    else:
        apart = {own[name] for name in own if "a.x" in name}
        assert {arc["to"] for arc in seen["arcs"] if arc["mover"] == "a" and arc["from"] == own["none"]} & apart
        assert {one["id"] for one in seen["tree"]["after"]} <= set(own.values())
        rows = csv.DictReader(io.StringIO(told(tmp_path, FEWER, "--as", "b", "--format", "csv", command=command)))
        assert {int(row["to"]) for row in rows} == {arc["to"] for arc in seen["arcs"]}
