"""Every command tells the same story: who signs, whether there is a deal, and where things go.

From the JSON of `stability`, `perception` and `deal`, from a study at the middle of all ranges and from the findings of
the report the same claims are derived, of every shipped situation, of those that first-time users wrote, and of the
cases of what follows a deal; and compared.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import detente as dt
from detente.bargaining.agreement.measure import negotiable
from detente.cases import shipped_cases
from detente.errors import DetenteError
from detente.findings.findings import findings
from detente.findings.result import Findings
from detente.load import load
from detente.situation.case import Case
from detente.stability.concepts import READING_ORDER

FORESIGHT = sorted((Path(__file__).parent / "published" / "foresight").rglob("*.yaml"))
NAMES = [case.name for case in shipped_cases()]
ALL = [*NAMES, *map(str, FORESIGHT)]
KURIL = "kuril/2019-01"
REPORTED_ON = [
    pytest.param(name, marks=pytest.mark.slow) if "climate" in name else name for name in ALL if name != KURIL
]


def named(name: str) -> str:
    return name if name in NAMES else "/".join(Path(name).parts[-2:])


@cache
def case_of(name: str) -> Case:
    return load(name)


@cache
def stability_json(name: str) -> dict[str, Any]:
    return json.loads(dt.stability(case_of(name), READING_ORDER).to_json())


@cache
def deals(name: str) -> dict[str, Any]:
    """Agreement → the story of the deal, of those that can be negotiated."""
    found = {}
    for agreement in negotiable(case_of(name).situation):
        try:
            found[agreement] = dt.deal(case_of(name), agreement, draws=0)
        except DetenteError:
            continue
    return found


@cache
def deal_json(name: str, agreement: str) -> dict[str, Any]:
    return json.loads(deals(name)[agreement].to_json())


@cache
def perception_json(name: str) -> dict[str, Any] | None:
    case = case_of(name)
    return json.loads(dt.perception(case, ("seq",)).to_json()) if case.perceptions else None


def outcome_of(name: str, levels: dict[str, str]) -> int | None:
    """The id of the outcome with these levels."""
    found = [row["id"] for row in stability_json(name)["outcomes"] if row["levels"] == levels]
    return found[0] if found else None


def members(classes: list[list[int]]) -> set[int]:
    return {outcome for each in classes for outcome in each}


def told(name: str) -> list[tuple[str, dict[str, Any]]]:
    """The agreements with their deals, where no deal is read as the drift and outcomes can be listed."""
    if stability_json(name)["truncated"]:
        return []
    whole = [(agreement, deal_json(name, agreement)) for agreement in deals(name)]
    return [(agreement, one) for agreement, one in whole if one["without_deal"]["kind"] == "drift"]


@pytest.mark.parametrize("name", ALL, ids=named)
def test_without_a_deal_it_goes_where_everybody_says(name: str) -> None:
    """The drift of `stability` under SEQ is what `deal` measures by; under R it is the myopic reading."""
    stable = stability_json(name)
    for agreement, one in told(name):
        ends = {outcome_of(name, levels) for levels in one["without_deal"]["outcomes"]}
        assert ends == members(stable["drift"]["seq"]), agreement
        myopic = dt.deal(case_of(name), agreement, "myopic", draws=0).setting
        axes = [axis.label for axis in myopic.axes]
        whole = [
            dict(zip(axes, (x.levels[v] for x, v in zip(myopic.axes, end, strict=True)), strict=True))
            for end in myopic.ends
        ]
        assert {outcome_of(name, levels) for levels in whole} == members(stable["drift"]["nash"]), agreement


@pytest.mark.parametrize("name", ALL, ids=named)
def test_a_deal_is_signed_by_all_commands_or_by_none(name: str) -> None:
    """What is worth it in `deal` gains for all in `explain`; what is signed there leads away in `stability`."""
    stable, seen = stability_json(name), perception_json(name)
    for agreement, one in told(name):
        ends = [outcome_of(name, levels) for levels in one["without_deal"]["outcomes"]]
        if len(ends) > 1 or ends[0] is None:
            continue
        explained = {row["to"]: row["verdict"] for row in dt.explain(case_of(name), agreement, str(ends[0])).rows()}
        gaining = {to for to, verdict in explained.items() if verdict != "not_better"}
        packages, worth = worth_it(name, agreement)
        assert bool(worth) == bool(one["worth_it"])
        assert gaining & packages == worth & set(explained), agreement
        signed = {to for to, verdict in explained.items() if verdict == "credible"}
        assert not signed or ends[0] not in stable["holds"]["seq"]
        for held in one["signed"]:
            outcome, judged = held["outcome"], held["signing"].get("seq")
            assert (held["verdicts"].get("seq") == "holds") == (outcome in stable["holds"]["seq"])
            if judged is not None and outcome in explained:
                assert judged["verdict"] == explained[outcome]
            if seen is None and outcome in explained:
                assert (not held["refused_by"]) == (explained[outcome] == "credible")
        if not seen and not signed and not one["signed_first"] and len(deals(name)) == 1:
            assert stable["predicted"]["seq"] == stable["drift"]["seq"]
        for levels in one["signed_first"] if not seen else ():
            start = next(row["id"] for row in stable["outcomes"] if row["status_quo"])
            to = str(outcome_of(name, levels))
            assert dt.explain(case_of(name), agreement, str(start), to=to).rows()[0]["verdict"] == "credible"


def worth_it(name: str, agreement: str) -> tuple[set[int], set[int]]:
    """The outcomes of all packages, and of those that gain every party more than its inertia."""
    setting, negotiation = deals(name)[agreement].setting, deals(name)[agreement].deal.negotiation
    packages, found = set(), set()
    for package in np.ndindex(*(len(issue.levels) for issue in negotiation.issues)):
        if not negotiation.banned(package) and all(
            v in known for v, known in zip(package, negotiation.allowed, strict=True)
        ):
            levels = zip(setting.axes, setting.levels(package), strict=True)
            outcome = outcome_of(name, {axis.label: axis.levels[level] for axis, level in levels})
            packages.add(outcome)
            gains = [u - d for u, d in zip(negotiation.utility(package), negotiation.disagreement, strict=True)]
            found |= {outcome} if setting.worth_it(tuple(gains)) else set()
    return packages - {None}, found - {None}


@pytest.mark.parametrize("name", ALL, ids=named)
def test_views_change_who_signs_and_nothing_else(name: str) -> None:
    """The twin of `perception` is `stability`; who refuses in `deal` is who does not sign in the hypergame."""
    seen, stable = perception_json(name), stability_json(name)
    if seen is None:
        return
    concept = seen["concepts"]["seq"]
    for field in ("equilibria", "holds", "predicted", "possible"):
        assert concept["twin"][field] == (stable[field] and stable[field]["seq"]), field
    for question, answers in concept["questions"].items():
        assert answers["twin"] == stable["questions"][question]["seq"]
    arrows, space = dt.perception(case_of(name), ("seq",)).game.arrows("seq"), deals(name)
    for agreement in space:
        one = deal_json(name, agreement)
        start = outcome_of(name, one["without_deal"]["outcomes"][0])
        if one["without_deal"]["kind"] == "numbers" or start is None:
            continue
        leaving = set(arrows.leaving(start - 1))
        for held in one["signed"]:
            assert (not held["refused_by"]) == ((agreement, (held["outcome"] or 0) - 1) in leaving), agreement
        for row in deals(name)[agreement].rows():
            if row["refused_by"] == "" and len(space) == 1:
                assert leaving, row


@pytest.mark.parametrize("name", ALL, ids=named)
def test_a_study_at_the_middle_says_what_a_plain_run_says(name: str) -> None:
    case, stable = case_of(name), stability_json(name)
    if any(preference.kind == "prefers" for preference in case.situation.preferences.values()):
        return
    also = ("deals",) if deals(name) else ()
    made = dt.study(case, 16, concepts=("seq",), also=also, engine="serial")
    middle = made.evaluate({})
    for question, answers in stable["questions"].items():
        for over in ("predicted", "possible"):
            key = f"{question}/seq/{over}"
            if key in middle:
                assert made.categories[key][int(middle[key][0])] == answers["seq"][over], key
    for agreement in deals(name) if also else ():
        one = deal_json(name, agreement)
        assert bool(middle[f"deals/{agreement}/zone"][0]) == bool(worthy(one)), agreement
        lasts = [held for held in one["signed"] if worthy(one) and held["package"] == nash(one)]
        for held in lasts:
            kept = held["verdicts"]["seq"] in ("holds", "kept")
            assert bool(middle[f"deals/{agreement}/lasts"][0]) == kept, agreement


def worthy(one: dict[str, Any]) -> bool:
    """Some package is worth it to all."""
    return bool(one["worth_it"])


def nash(one: dict[str, Any]) -> dict[str, str]:
    return dict(one["nash"]["points"][0]["example"])


def check_findings(name: str, result: Findings) -> None:
    """What the brief and the report tell: where things end, what each question answers, whether there is a deal."""
    stable, found = stability_json(name), json.loads(result.to_json())
    predicted = stable["predicted"]["seq"] if stable["predicted"] else stable["possible"]["seq"]
    if predicted and not stable["truncated"] and stable["outcomes"][0]["levels"]:
        ends = [outcome_of(name, end["levels"]) for end in found["ends"].values()]
        assert len(ends) == len(predicted) and all(any(end in members for members in predicted) for end in ends)
    for question, answers in found["ways_of_looking_ahead"].items():
        for concept, value in answers.items():
            told_there = stable["questions"][question][concept]
            assert value == (told_there["predicted"] or told_there["possible"]), (question, concept)
    for agreement, one in told(name):
        bargain = found["agreements"].get(agreement)
        if bargain is None:
            continue
        assert bargain["no_deal"] == one["without_deal"]["outcomes"][0]
        assert bool(bargain["serving"]) == worthy(one), agreement
        if bargain["whole"]:
            packages, worth = worth_it(name, agreement)
            assert bargain["serving"] == len(worth) or not packages
        signed = {held["outcome"]: held for held in one["signed"]}
        known = next(each for each in result.bargains if each.agreement == agreement).packages
        for package in known.values():
            levels = zip(result.space.axes, package.levels, strict=True)
            held = signed.get(outcome_of(name, {axis.label: axis.levels[level] for axis, level in levels}))
            if held is not None and package.lasts is not None:
                assert package.lasts == (held["verdicts"]["seq"] in ("holds", "kept")), agreement


@pytest.mark.parametrize("name", REPORTED_ON, ids=named)
def test_the_findings_say_the_same(name: str) -> None:
    check_findings(name, findings(case_of(name), runs=0, whole=False))


def test_the_findings_on_the_kuril_case_say_the_same(kuril: Findings) -> None:
    check_findings(KURIL, kuril)
