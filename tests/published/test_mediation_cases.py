"""The shipped cases for mediators: the answers their READMEs tell, per variant, as the commands give them."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from ruamel.yaml import YAML

import detente as dt
from detente.bargaining.agreement.result import Story
from detente.cases import shipped_cases
from detente.situation.model import Situation

CASES = {case.name: case.path for case in shipped_cases() if case.name.startswith("mediation/")}
EXPECTED: dict[str, dict[str, Any]] = {
    name: YAML(typ="safe").load((path.parent / "expected.yaml").read_text(encoding="utf-8"))
    for name, path in CASES.items()
}
VARIANTS = [(name, variant) for name, said in EXPECTED.items() for variant in said["computed"]]


@cache
def situation_of(name: str, variant: str) -> Situation:
    case = dt.load(name)
    return case.situation if variant == "as_written" else case.looked_at(variant, None)


@cache
def deal_of(name: str, variant: str) -> Story:
    (agreement,) = situation_of(name, variant).agreements
    return dt.deal(situation_of(name, variant), agreement, draws=0)


def having(key: str) -> list[tuple[str, str]]:
    return [(name, variant) for name, variant in VARIANTS if key in EXPECTED[name]["computed"][variant]]


@pytest.mark.parametrize(("name", "variant"), VARIANTS)
def test_the_questions_are_answered_as_told(name: str, variant: str) -> None:
    told, found = (
        EXPECTED[name]["computed"][variant],
        json.loads(dt.stability(situation_of(name, variant), ["seq"]).to_json()),
    )
    assert {question: answers["seq"]["predicted"] for question, answers in found["questions"].items()} == told[
        "questions"
    ]
    assert len(found["predicted"]["seq"]) == told["ends"]


@pytest.mark.parametrize(("name", "variant"), having("fairest"))
def test_the_fairest_package_gains_what_was_counted_by_hand(name: str, variant: str) -> None:
    told, story = EXPECTED[name]["computed"][variant]["fairest"], deal_of(name, variant)
    (point,) = json.loads(story.to_json())["nash"]["points"]
    assert point["example"] == told["package"]
    gains = [u - float(d) for u, d in zip(point["u"], story.deal.d, strict=True)]
    assert gains == pytest.approx(told["gains"])


@pytest.mark.parametrize(("name", "variant"), having("stages"))
def test_the_steps_are_as_safe_as_told(name: str, variant: str) -> None:
    found = json.loads(deal_of(name, variant).to_json())["mediation"]["stages"]["seq"]
    assert EXPECTED[name]["computed"][variant]["stages"].items() <= found.items()


@pytest.mark.parametrize(("name", "variant"), having("seen"))
def test_what_comes_if_each_acts_on_what_it_sees(name: str, variant: str) -> None:
    found = json.loads(dt.perception(dt.load(name), ("seq",)).to_json())["concepts"]["seq"]["questions"]
    assert {question: answers["in_fact"]["predicted"] for question, answers in found.items()} == (
        EXPECTED[name]["computed"][variant]["seen"]
    )


def test_invented_situations_say_so_in_their_titles_and_real_ones_that_their_sources_were_written_for_them() -> None:
    for name, path in CASES.items():
        told = (path.parent / "README.md").read_text(encoding="utf-8")
        title = dt.load(name).situation.title
        if "published" in EXPECTED[name]:
            assert "for this case" in told and "**Judgement**" in told
        else:
            assert isinstance(title, dict) and title["en"].startswith("Composed for teaching: ")
            assert title["ar"].startswith("كُتب للتدريس: ") and "**Composed for teaching.**" in told


def test_who_only_sets_the_scene_is_surprised_by_nothing() -> None:
    rows = dt.perception(dt.load("mediation/nile_2020"), ("seq",)).act_rows("إعلان_الملء")
    assert {row["taken_aback"] for row in rows} == {"مصر, السودان"}
