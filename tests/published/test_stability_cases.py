"""The published conflicts under cases/stability: every actor, every outcome, through the JSON of the command line.

`expected.yaml` keeps apart what was printed and what was computed from the definitions, and names known misprints.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML

from detente.cases import shipped_cases
from detente.cli import group
from detente.load import load
from detente.situation.model import Situation
from detente.stability.result import stability
from detente.stability.solve import Model

CASES = [case for case in shipped_cases() if case.name.startswith("stability/")]
CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")


def expected(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load((path.parent / "expected.yaml").read_text(encoding="utf-8"))
    return found


def labels(name: str) -> dict[int, str]:
    """Id of each outcome → its published label: a named statement true there only, or the outcome's name."""
    situation = load(name).situation
    space = Model.of(situation).space
    if space.nodes:
        return {index + 1: node for index, node in enumerate(space.nodes)}
    found = {}
    for label in situation.statements:
        (index,) = space.holds(label).nonzero()[0]
        found[int(index) + 1] = label
    return found


def printed(name: str) -> dict[str, Any]:
    run = CliRunner().invoke(group, ["stability", name, "--format", "json"])
    assert run.exit_code == 0, run.output
    found: dict[str, Any] = json.loads(run.stdout)
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_computed_answers(case: Any) -> None:
    answers, label = printed(case.name), labels(case.name)
    computed = expected(case.path)["computed"]
    for concept in CONCEPTS:
        assert {label[i] for i in answers["equilibria"][concept]} == set(computed["equilibria"][concept])
        assert {actor: {label[i] for i in ids} for actor, ids in answers["stable"][concept].items()} == {
            actor: set(names) for actor, names in computed["stable"][concept].items()
        }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_published_answers(case: Any) -> None:
    """What was printed, on the outcomes that could be read in print, but for the misprints the case names."""
    answers, label = printed(case.name), labels(case.name)
    published = expected(case.path)["published"]
    for concept, names in published.get("equilibria", {}).items():
        found = {label[i] for i in answers["equilibria"][concept]}
        visible = published.get("visible_in_print", {}).get(concept)
        if visible is not None:
            found &= set(visible)
        assert found - set(published.get("misprint", {}).get(concept, [])) == set(names)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_graph_form_gives_the_same(case: Any) -> None:
    """The same conflict as listed outcomes and moves."""
    situation = load(case.name).situation
    if situation.outcomes is not None:
        return
    result = stability(situation, CONCEPTS)
    graph = stability(as_graph(result.model), CONCEPTS)
    for concept in CONCEPTS:
        assert graph.holds(concept) == result.holds(concept)
        assert graph.predicted(concept) == result.predicted(concept)
        for actor in situation.actors:
            assert graph.stable(concept, actor) == result.stable(concept, actor)


def as_graph(model: Model) -> Situation:
    names = [f"s{index}" for index in range(model.space.count)]
    rankings = {}
    for actor, preference in model.situation.preferences.items():
        groups: list[Any] = []
        left = model.space.holds("true")
        for entry in preference.ranking or ():
            if entry == ">>":
                groups.append(">>")
                continue
            members = sum(model.space.holds(item.want) for item in entry) > 0
            groups.append([names[index] for index in (members & left).nonzero()[0]])
            left &= ~members
        rankings[actor] = {"ranking": groups}
    data: dict[str, Any] = {
        "detente": "1",
        "actors": {actor: {} for actor in model.situation.actors},
        "outcomes": names,
        "moves": {
            actor: [[names[s], names[t]] for s, t in zip(arcs.source, arcs.target, strict=True)]
            for actor, arcs in model.moves.alone.items()
        },
        "preferences": rankings,
    }
    if model.space.status_quo is not None:
        data["status_quo"] = names[model.space.status_quo]
    return Situation.model_validate(data)


def test_there_are_ten() -> None:
    assert len(CASES) == 10
