"""Coalitions and strength in the published conflicts: every coalition, every outcome, through the JSON of the command.

What was printed stands under `published` in `expected.yaml`, what was computed from the definitions under `computed`.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from detente.cli import group
from tests.published.test_stability_cases import CASES, expected, labels

STRONG = ("strong_gmr", "strong_smr", "strong_seq")


def asked(*arguments: str) -> dict[str, Any]:
    run = CliRunner().invoke(group, [*arguments, "--format", "json"])
    assert run.exit_code == 0, run.output
    found: dict[str, Any] = json.loads(run.stdout)
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_coalition_and_what_is_stable_for_all(case: Any) -> None:
    answers, label = asked("stability", case.name, "--coalition", "all"), labels(case.name)
    computed = expected(case.path)["computed"]
    found = {
        concept: {coalition: {label[i] for i in ids} for coalition, ids in of.items()}
        for concept, of in answers["coalitions"].items()
    }
    assert found == {
        concept: {coalition: set(names) for coalition, names in of.items()}
        for concept, of in computed["coalitions"].items()
    }
    assert {concept: {label[i] for i in ids} for concept, ids in answers["universal"].items()} == {
        concept: set(names) for concept, names in computed["universal"].items()
    }


def test_strength_where_it_is_stated_and_only_there() -> None:
    stated = []
    for case in CASES:
        answers, label = asked("stability", case.name), labels(case.name)
        computed = expected(case.path)["computed"]
        for concept in STRONG:
            assert (concept in answers["stable"]) == (concept in computed["stable"])
            if concept in answers["stable"]:
                stated.append(case.name)
                assert {label[i] for i in answers["equilibria"][concept]} == set(computed["equilibria"][concept])
                assert {actor: {label[i] for i in ids} for actor, ids in answers["stable"][concept].items()} == {
                    actor: set(names) for actor, names in computed["stable"][concept].items()
                }
    assert set(stated) == {"stability/sustainable_development"}


def test_published_equilibria_that_a_coalition_upsets() -> None:
    """Kilgour, Hipel, Fang & Peng 2001: in Elmira the ministry and Uniroyal together leave s5 for s8."""
    looked_at = 0
    for case in CASES:
        label = labels(case.name)
        ids = {name: number for number, name in label.items()}
        for upset in expected(case.path)["published"].get("upset", ()):
            looked_at += 1
            assert ids[upset["outcome"]] in asked("stability", case.name)["equilibria"]["nash"]
            witness = asked("explain", case.name, upset["by"], str(ids[upset["outcome"]]), "--concept", "cnash")
            assert label[witness["improvement"]] == upset["to"]
            assert {step["mover"] for step in witness["path"]} == set(upset["by"].split("+"))
    assert looked_at
