"""What is written as a GMCR+ file and read back gives the same answers, outcome by outcome."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import assume, given

from detente.cases import shipped_cases
from detente.exchange.gmcr.gmcr_read import read_gmcr
from detente.exchange.gmcr.gmcr_write import write_gmcr
from detente.load import load
from detente.outcomes.space import space_of
from detente.situation.model import Situation
from detente.situation.reading.read import read_text
from detente.stability.result import stability
from tests.strategies import situations

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")
CASES = [case.name for case in shipped_cases() if case.name.startswith("stability/")]


def back(situation: Situation) -> Situation:
    """The situation after a way there and back."""
    converted = read_gmcr(write_gmcr(situation).text)
    assert converted.text is not None, [problem.render() for problem in converted.problems]
    assert converted.states == tuple(range(1, len(converted.states) + 1))
    return read_text(converted.text).required()


def answers(situation: Situation) -> list[Any]:
    """Which outcomes are stable under each concept, actor by actor; names are left out, they may change."""
    result = stability(situation, CONCEPTS)
    stable = [[result.stable(concept, actor) for actor in situation.actors] for concept in CONCEPTS]
    return [result.model.space.count, stable, [result.equilibria(concept) for concept in CONCEPTS]]


def plain(situation: Situation) -> Situation:
    """The situation without what the format cannot say."""
    actors = {name: actor.model_copy(update={"inertia": None}) for name, actor in situation.actors.items()}
    whole = tuple(item for item in situation.held if "." in item.hold)
    return situation.model_copy(update={"cuts": {}, "actors": actors, "held": whole})


@given(situations(graph=False))
def test_random_situations_keep_their_stabilities(situation: Situation) -> None:
    assume(not situation.agreements)
    situation = plain(situation)
    assume(space_of(situation).count > 0)
    assert answers(back(situation)) == answers(situation)


@pytest.mark.parametrize("name", CASES)
def test_published_conflicts_keep_their_stabilities(name: str) -> None:
    situation = load(name).situation
    if situation.outcomes is not None or situation.cuts:
        pytest.skip("lists outcomes or cuts single moves, which the format cannot say")
    assert answers(back(situation)) == answers(situation)


def test_most_published_conflicts_can_be_written() -> None:
    loaded = [load(name).situation for name in CASES]
    assert sum(one.outcomes is None and not one.cuts for one in loaded) >= 6


LEVELS = """\
detente: 1
actors: {japan: , russia: }
options:
  japan: {invest: deepen the partnership}
  russia:
    forces: {levels: [none, present, more]}
    bases: {levels: [none, one, two, three], move: forward}
rules:
  dear: {never: "russia.forces == more and russia.bases >= two"}
preferences:
  japan: {priorities: ["russia.forces <= present", "russia.bases == one iff japan.invest"]}
  russia: {priorities: ["japan.invest if russia.bases < two", "russia.forces != none"]}
"""


def test_levels_are_recognised_again() -> None:
    situation = read_text(LEVELS).required()
    again = back(situation)
    assert [option.level_names for option in again.options["russia"].values()] == [
        ("none", "present", "more"),
        ("none", "one", "two", "three"),
    ]
    assert again.options["russia"]["bases"].move == "forward"
    assert not any("forces == present and" in (rule.never or "") for rule in again.rules.values())
    assert answers(again) == answers(situation)


def test_levels_of_a_file_whose_patterns_are_not_whole_stay_options() -> None:
    whole = json.loads(write_gmcr(read_text(LEVELS).required()).text)
    whole["infeasibles"].remove([[1, "Y"], [2, "Y"]])
    again = read_text(read_gmcr(json.dumps(whole)).text or "").required()
    assert list(again.options["russia"]) == ["forces_present", "forces_more", "bases"]


def test_a_ranking_is_there_only_where_conditions_do_not_do() -> None:
    assert json.loads(write_gmcr(read_text(LEVELS).required()).text)["useManualPreferenceRanking"] is False
    wants = '{priorities: ["russia.forces <= present", "russia.bases == one iff japan.invest"]}'
    assert wants in LEVELS
    situation = read_text(LEVELS.replace(wants, "{goals: {g: {want: japan.invest, weight: 1}}}")).required()
    written = json.loads(write_gmcr(situation).text)
    assert written["useManualPreferenceRanking"] is True
    assert all(maker["preferenceRanking"] for maker in written["decisionMakers"])
    assert answers(back(situation)) == answers(situation)
