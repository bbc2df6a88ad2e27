"""What does nothing in a situation but something in one of its variants is in no doubt."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given

from detente.load import check_text
from detente.outcomes.idle import Seen
from detente.outcomes.numbers import probe_numbers
from detente.outcomes.preferences import preferences_of
from detente.outcomes.space import space_of
from detente.situation.model import Situation
from tests.strategies import situations

BROKEN = Path(__file__).parents[1] / "broken"
LOOSE = "variants: {y2022: {rules: {%s: }}}\n"
NEVER = "rules: {no_escort: {never: greece.escort}}\n"
HEAD = """\
detente: 1
actors: {turkey: , greece: }
options: {turkey: {drill: , survey: }, greece: {escort: , protest: }}
preferences: {turkey: {priorities: [turkey.drill, not turkey.survey]}, greece: {priorities: [not turkey.drill]}}
"""


def codes(text: str) -> list[str]:
    checked = check_text(text, Path("nowhere"))
    assert checked.errors == []
    return [problem.code for problem in checked.warnings]


def test_a_level_that_a_variant_reaches_is_not_dead() -> None:
    text = (BROKEN / "level_dead.yaml").read_text(encoding="utf-8")
    assert codes(text) == ["level_dead"]
    assert codes(text + LOOSE % "moratorium") == []
    assert codes(text + "variants: {y2022: {title: later}}\n") == ["level_dead"]
    assert codes(text + "variants: {a: {title: later}, y2022: {rules: {moratorium: }}}\n") == []


def test_only_the_levels_that_no_variant_reaches_are_named() -> None:
    text = (BROKEN / "level_dead.yaml").read_text(encoding="utf-8")
    text = text.replace("never: turkey.drill == disputed_waters", "never: turkey.drill > nowhere")
    (warning,) = [one for one in check_text(text, Path("nowhere")).warnings if one.code == "level_dead"]
    assert warning.params["levels"] == ("own_waters", "disputed_waters")
    later = "variants: {y2022: {rules: {moratorium: {never: turkey.drill == disputed_waters}}}}\n"
    (warning,) = [one for one in check_text(text + later, Path("nowhere")).warnings if one.code == "level_dead"]
    assert warning.params["levels"] == ("disputed_waters",)


@pytest.mark.parametrize(
    ("block", "code"),
    [
        ("statements: {calm: not greece.escort}\n", "statement_always"),
        ("questions: {tense: greece.escort}\n", "statement_never"),
    ],
)
def test_a_statement_that_tells_outcomes_of_a_variant_apart_is_not_idle(block: str, code: str) -> None:
    dead = HEAD + NEVER + block
    assert code in codes(dead)
    assert codes(dead + LOOSE % "no_escort") == []
    assert code in codes(dead + "variants: {y2022: {title: later}}\n")


def test_a_statement_that_is_true_only_in_a_variant_tells_it_apart() -> None:
    text = HEAD + NEVER + "statements: {tense: greece.escort}\n"
    always = "variants: {y2022: {rules: {no_escort: {never: not greece.escort}}}}\n"
    assert codes(text) == ["level_dead", "statement_never"]
    assert codes(text + always) == []


def test_a_rule_that_bites_in_a_variant_is_not_idle() -> None:
    held = "held: [turkey.survey]\nstatus_quo: {}\nrules: {one: {never: turkey.survey and turkey.drill}}\n"
    assert "rule_idle" in codes(HEAD + held)
    assert "rule_idle" not in codes(HEAD + held + "variants: {y2022: {status_quo: {turkey.survey: yes}}}\n")
    assert "rule_idle" in codes(HEAD + held + "variants: {y2022: {status_quo: {turkey.drill: yes}}}\n")
    assert "rule_idle" in codes(HEAD + held + "variants: {y2022: {rules: {one: }}}\n")


def test_a_goal_that_decides_in_a_variant_is_not_idle() -> None:
    text = HEAD.replace("[not turkey.drill]", "[not greece.escort, not turkey.drill]") + NEVER
    assert codes(text) == ["level_dead", "goal_idle"]
    assert codes(text + LOOSE % "no_escort") == []
    other = "variants: {y2022: {rules: {no_escort: }, preferences: {greece: {priorities: [turkey.drill]}}}}\n"
    assert codes(text + other) == ["goal_idle"]


def test_a_perception_brings_nothing_to_life() -> None:
    text = (BROKEN / "level_dead.yaml").read_text(encoding="utf-8")
    assert codes(text + "perceptions: {greece: {rules: {calm: {never: turkey.drill == own_waters}}}}\n") == [
        "level_dead"
    ]


def test_a_variant_too_large_to_list_may_reach_it(monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEAD.replace("turkey: {drill: , survey: }", "turkey: {drill: , survey: , mine: }") + NEVER
    monkeypatch.setattr("detente.outcomes.space.MAX_PARTIAL_OUTCOMES", 20)
    monkeypatch.setattr("detente.outcomes.idle.MAX_FREE", 20)
    assert "level_dead" in codes(text)
    assert "level_dead" not in codes(text + LOOSE % "no_escort")


def test_an_actor_that_can_move_in_a_variant_is_not_idle() -> None:
    text = HEAD.replace(", protest: ", "") + NEVER
    assert codes(text) == ["actor_without_moves", "level_dead"]
    assert codes(text + LOOSE % "no_escort") == []


def test_an_actor_that_minds_in_a_variant_is_not_indifferent() -> None:
    text = HEAD.replace("[not turkey.drill]", "[not greece.escort]") + NEVER
    assert codes(text) == ["actor_indifferent", "level_dead", "goal_idle"]
    assert codes(text + LOOSE % "no_escort") == []


def test_a_party_that_a_variant_frees_holds_up_no_agreement() -> None:
    text = (BROKEN / "agreement_held.yaml").read_text(encoding="utf-8")
    assert codes(text) == ["agreement_held"]
    assert codes(text + "variants: {y2022: {held: []}}\n") == []
    assert codes(text + "variants: {y2022: {title: later}}\n") == ["agreement_held"]


def test_an_agreement_that_can_be_left_in_a_variant_is_in_no_doubt() -> None:
    text = (BROKEN / "agreement_unleavable.yaml").read_text(encoding="utf-8")
    assert codes(text) == ["agreement_unleavable"]
    assert codes(text + LOOSE % "paid_for") == []
    assert codes(text + "variants: {y2022: {title: later}}\n") == ["agreement_unleavable"]


@pytest.mark.parametrize(
    ("later", "code"),
    [
        ("rules: {never: {never: 'true'}}", "outcomes_none"),
        ("preferences: {greece: {ranking: [turkey.drill]}}", "ranking_gap"),
        ("preferences: {greece: {goals: {a: {want: turkey.drill, weight: 1 / (1 - 1)}}}}", "formula_not_finite_here"),
        ("status_quo: {greece.escort: yes}", "status_quo_infeasible"),
    ],
)
def test_a_broken_variant_is_an_error_and_nothing_is_asked_of_it(later: str, code: str) -> None:
    text = HEAD.replace("[not turkey.drill]", "[not greece.escort]") + NEVER + "statements: {calm: status_quo}\n"
    text += f"status_quo: {{}}\nvariants: {{y2022: {{{later}}}}}\n"
    checked = check_text(text, Path("nowhere"))
    assert [problem.code for problem in checked.errors] == [code]
    assert "level_dead" in [problem.code for problem in checked.warnings]


@given(situations())
def test_who_is_indifferent_is_so_in_every_draw(situation: Situation) -> None:
    space = space_of(situation)
    assume(space.count)
    found = preferences_of(probe_numbers(situation, space))
    same = {
        actor
        for place, actor in enumerate(found.actors)
        if np.ptp(found.rank[:, place], axis=1).max() == 0 and not np.any(found.pairs.get(actor, False))
    }
    assert Seen(situation, space).indifferent == same
