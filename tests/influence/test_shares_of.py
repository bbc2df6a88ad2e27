"""What shares are shares of: only of needs it is said that one depends on another; unlike things are not divided."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from detente.influence.result import Influence, influence
from detente.load import load
from detente.situation.model import Situation

NAMES = {
    "tc": {"name": {"en": {"text": "the Turkish Cypriots", "plural": True}, "ar": "القبارصة الأتراك"}},
    "turkey": {"name": {"en": "Turkey", "ar": "تركيا"}},
    "usa": {"name": {"en": "the United States", "ar": "الولايات المتحدة"}},
}
BOTH = {"tc": {"turkey": 0.712}, "turkey": {"tc": 0.0232}}
ONE = {"tc": {"turkey": 0.712}}
DIVIDED = re.compile(r", [\d.]+ to 1\b|: [\d.]+ to 1\b|more dependent")


def made(of: Any, shares: Any, **more: Any) -> Influence:
    domain = {"text": {"en": "Goods", "ar": "تجارة السلع"}, "shares": shares, **more}
    if of is not None:
        domain["of"] = of
    data = {"detente": "1", "actors": NAMES, "dependence": {"goods": domain}}
    return influence(Situation.model_validate(data))


def first(found: Influence, language: str = "en") -> str:
    return found.sentences(language)[0].replace("\u0651", "")


@pytest.mark.parametrize(
    ("of", "shares", "said"),
    [
        ("needs", ONE, "Goods: the Turkish Cypriots depend on Turkey for 71.2% of their needs."),
        (
            "trade",
            BOTH,
            "Turkey has 71.2% of the Turkish Cypriots' goods, the Turkish Cypriots 2.3% of Turkey's.",
        ),
        ("trade", ONE, "Turkey has 71.2% of the Turkish Cypriots' goods."),
        ("sales", ONE, "Goods: Turkey has 71.2% of the Turkish Cypriots' sales."),
        (
            None,
            BOTH,
            "Goods: Turkey has 71.2% of the Turkish Cypriots' total, the Turkish Cypriots 2.3% of Turkey's total.",
        ),
        (
            {"tc": "purchases", "turkey": "sales"},
            BOTH,
            "Goods: Turkey has 71.2% of the Turkish Cypriots' purchases, the Turkish Cypriots 2.3% of Turkey's sales.",
        ),
        (
            {"tc": "needs"},
            BOTH,
            "Goods: Turkey has 71.2% of the Turkish Cypriots' needs, the Turkish Cypriots 2.3% of Turkey's total.",
        ),
    ],
)
def test_a_pair_is_told_by_what_its_shares_are_of(of: Any, shares: Any, said: str) -> None:
    assert first(made(of, shares)) == said


def test_needs_on_both_sides_are_compared_and_divided() -> None:
    told = first(made("needs", BOTH))
    assert told.startswith("Goods: the Turkish Cypriots depend on Turkey for 71.2% of their needs, Turkey on")
    assert DIVIDED.search(told)


@pytest.mark.parametrize(
    ("of", "said"),
    [
        ("trade", "تجارة السلع: حصة تركيا من تجارة القبارصة الأتراك 71.2%، وحصة القبارصة الأتراك من تجارة تركيا 2.3%."),
        (
            {"tc": "purchases", "turkey": "sales"},
            "تجارة السلع: حصة تركيا من مشتريات القبارصة الأتراك 71.2%، وحصة القبارصة الأتراك من مبيعات تركيا 2.3%.",
        ),
    ],
)
def test_the_same_in_arabic(of: Any, said: str) -> None:
    plain = re.compile("[\u2066-\u2069]")
    assert plain.sub("", first(made(of, BOTH), "ar")) == said


def test_unlike_shares_have_no_ratio_anywhere() -> None:
    claim = {"claims": {"more": {"who": "tc", "on": "turkey"}}}
    for of, ratio in (({"tc": "purchases", "turkey": "sales"}, None), ("sales", 0.712 / 0.0232)):
        found = made(of, BOTH, **claim)
        data = found.data()
        told = [row["value"] for row in found.rows() if row["measure"] == "ratio"]
        assert data["claims"][0]["ratio"] == (ratio and pytest.approx(ratio))
        assert data["dependence"]["domains"]["goods"]["ratio"]["turkey"]["tc"] == (ratio and pytest.approx(ratio))
        assert data["dependence"]["ratio"]["turkey"]["tc"] == (ratio and pytest.approx(ratio))
        assert told == ([pytest.approx(ratio)] if ratio else [])
        assert bool(DIVIDED.search(" ".join(found.sentences()))) == (ratio is not None)


@pytest.mark.parametrize("case", ["cases/kuril/2019-01", "docs/examples/gas"])
def test_shipped_files_say_needs_only_where_they_are_needs(case: str) -> None:
    root = Path(__file__).parents[2] / case
    situation = load(root / "situation.yaml").situation
    needs = {
        one.text["en"] if isinstance(one.text, dict) else one.text
        for one in situation.dependence.values()
        if one.of == "needs"
    }
    for line in influence(situation, root).sentences():
        if "needs" in line and "Shares:" not in line:
            assert any(line.startswith(str(name)) for name in needs), line
