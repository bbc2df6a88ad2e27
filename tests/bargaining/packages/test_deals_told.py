"""What is said of a deal: who must accept, what a payment would do, whose options are meant, and no empty lists."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import detente as dt
from detente.exchange.json_places import Faulty
from detente.exchange.negotiations.negotiation_files import answer
from detente.exchange.negotiations.negotiation_json import read_whole
from detente.findings.findings import findings
from detente.report.blocks import bare
from detente.report.brief import brief

FIELD = Path(__file__).parent / "field"


def told(language: str = "en", **changes: Any) -> str:
    """Two packages; A alone gains by one, B alone by the other."""
    document = {
        "format": "negotiation-case/1",
        "parties": ["A", "B"],
        "common_scale": True,
        "issues": [{"name": "x", "values": ["l", "r"]}],
        "utilities": {
            "A": {"terms": [{"issues": ["x"], "table": [10, 0]}]},
            "B": {"terms": [{"issues": ["x"], "table": [0, 6]}]},
        },
        "disagreement": {"A": 2, "B": 3},
    }
    whole = {key: value for key, value in (document | changes).items() if value is not None}
    return "\n".join(answer(read_whole(whole, Faulty("", "a.json"))).sentences(language))


def test_a_payment_that_would_open_a_deal_is_said() -> None:
    """At l A gains 8 and B misses 3: A would pay 3 to 8."""
    assert "every package leaves some party worse off" in told()
    assert (
        "If one could pay another in the units of the common scale there would be a deal: x=l, worth 5 more to all "
        "together than no deal; A would have to pay B between 3 and 8."
    ) in told()
    assert "ويدفع A إلى B ما بين 3 و8" in re.sub("[\u2068\u2069]", "", told("ar"))


def test_what_no_payment_can_open_is_said_too() -> None:
    assert "Even if parties could pay one another, 3 would have to come from outside." in told(
        disagreement={"A": 8, "B": 5}
    )


@pytest.mark.parametrize("changes", [{"common_scale": None}, {"disagreement": {"A": 0, "B": 0}}])
def test_payments_are_not_spoken_of_without_one_scale_or_need(changes: dict[str, Any]) -> None:
    """Without a common scale nothing can be added up; where nobody loses, a package is there without payment."""
    said = told(**changes)
    assert "could pay" not in said and "come from outside" not in said


def test_three_parties_are_told_no_single_payment() -> None:
    said = told(
        parties=["A", "B", "C"],
        utilities={
            "A": {"terms": [{"issues": ["x"], "table": [10, 0]}]},
            "B": {"terms": [{"issues": ["x"], "table": [0, 6]}]},
            "C": {"terms": [{"issues": ["x"], "table": [1, 0]}]},
        },
        disagreement={"A": 2, "B": 3, "C": 1},
    )
    assert "there would be a deal: x=l, worth 5 more to all together than no deal." in said


@pytest.mark.parametrize(
    ("winning", "words"),
    [
        ([["A"]], "Not all must accept: 1 group of parties is enough, and it needs A."),
        ([["A"], ["B"]], "Not all must accept: each of 2 groups of parties is enough."),
    ],
)
def test_who_must_accept_is_said(winning: list[list[str]], words: str) -> None:
    said = told(winning=winning)
    assert words in said
    count = f"{len(winning)} package" + ("s" if len(winning) > 1 else "")
    assert f"A winning coalition of the file accepts {count}" in said
    assert "Not all must accept" not in told() and "لا يلزم قبول الجميع" in told("ar", winning=winning)


def test_options_are_told_with_their_owner() -> None:
    """Two parties have an option “free”."""
    lines = dt.deal(dt.load(FIELD / "swap.yaml"), draws=0).sentences("en")
    [alone] = [line for line in lines if line.startswith("Settled only together")]
    assert alone == (
        "Settled only together with the rest, never alone: the government to free the prisoners, the government to "
        "raid the camps, the rebels to free the hostages, and the guarantor to hold the prisoners in escrow."
    )
    assert not any("gov.free" in line for line in lines)


def test_an_option_with_levels_is_told_by_its_name_and_owner() -> None:
    """Its levels say what is done, so its text is a name: not “the United States to emissions”."""
    lines = dt.deal(dt.load("mediation/climate_pact"), draws=0).sentences("en")
    assert "Without any one of these there is no deal: emissions (the United States) and emissions (China)." in lines


def test_whether_it_lasts_is_told_first_as_the_report_sees_it() -> None:
    """The swap lasts where answers are counted, and not where nobody looks ahead: one verdict, then the exception."""
    lines = dt.deal(dt.load(FIELD / "swap.yaml"), draws=0).sentences("en")
    place = next(place for place, line in enumerate(lines) if line.startswith("Once signed, this holds"))
    assert lines[place + 1] == "Under “no look ahead” it would not last: the government would keep the prisoners."
    assert not any("It would last if" in line or "This would not last" in line for line in lines)


def test_the_report_and_the_deal_tell_one_story() -> None:
    """Both count the same packages, from no deal; one question with a doubtful answer leaves no list empty."""
    case = dt.load(FIELD / "water.yaml")
    found = findings(case, runs=500)
    bargain = found.bargains[0]
    story = dt.deal(case)
    counted = f"{len(story.worth_it)} packages that no other beats gain both sides"
    assert any(counted in line for line in story.sentences("en"))
    told = [bargain.packages[key] for key in bargain.listed]
    assert sum(not package.refused_by and package.undominated for package in told) == len(story.worth_it)
    for language in ("en", "ar"):
        said = " ".join(bare(text) for text in brief(found, language).texts())
        assert not re.search(r"[:،] ?[.،]", said)
