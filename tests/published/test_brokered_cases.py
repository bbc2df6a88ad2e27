"""The shipped cases with shares, money and steps: what was published, and what follows by hand, through the JSON."""

from __future__ import annotations

from typing import Any

import pytest
from ruamel.yaml import YAML

from detente.cases import find_case
from tests.published.test_coalition_cases import asked


def expected(name: str) -> dict[str, Any]:
    path = find_case(name).parent / "expected.yaml"
    found: dict[str, Any] = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return found


def test_what_is_left_of_the_saving_is_split_evenly_at_the_published_share() -> None:
    told = asked("deal", "bargaining/lesotho_1986", "--draws", "0")["mediation"]
    hoped = expected("bargaining/lesotho_1986")
    computed = hoped["computed"]
    for fair in told["shares"]["fair"].values():
        assert fair["package"]["royalty"] == computed["fair"]["royalty"] == hoped["published"]["royalty"]
        assert fair["gains"] == {party: computed["fair"][party] for party in ("lesotho", "south_africa")}
    assert told["money"]["surplus"] == computed["surplus"]
    bare = [one for one in told["money"]["ranges"] if one["package"]["royalty"] == 0 and one["total"] == 88]
    assert computed["range_without_royalty"] in [one["receives"][0] for one in bare]
    assert {name: draft["gains"] for name, draft in told["drafts"].items()} == {
        name: list(gains.values()) for name, gains in computed["drafts"].items()
    }


@pytest.mark.parametrize("variant", ["as_written", "at_once", "for_good", "for_good_without_zones"])
def test_the_steps_of_the_sinai_are_as_safe_as_computed_by_hand(variant: str) -> None:
    view = () if variant == "as_written" else ("--variant", variant)
    told = asked("deal", "bargaining/sinai_1979", "--draws", "0", *view)["mediation"]["stages"]["seq"]
    assert expected("bargaining/sinai_1979")["computed"][variant].items() <= told.items()
