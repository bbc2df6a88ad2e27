"""Hints about outsiders that can answer an agreement."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.load import check_text

BROKEN = Path(__file__).parents[1] / "broken"
TEXT = (BROKEN / "term_taken_back.yaml").read_text(encoding="utf-8")
BOTH = ["outsider_answers", "term_taken_back"]
WEST = "{goals: {name: {want: name_deal.change, weight: 2}, effort: {avoid: west.invite, weight: 1}}}"
MACEDONIA = "{priorities: [inside, not name_deal.change]}"
INVITE = "{invite: {text: {en: invite Macedonia into the alliance, ar: دعوة مقدونيا إلى الحلف}}}"


def codes(*edits: tuple[str, str], more: str = "") -> list[str]:
    text = TEXT + more
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    checked = check_text(text, Path("nowhere"))
    assert checked.errors == []
    return [problem.code for problem in checked.hints]


@pytest.mark.parametrize(
    "west",
    [
        "{priorities: [name_deal.change]}",
        "{ranking: [name_deal.change, [true]]}",
        "{points: {name_deal.change: {yes: 1}}}",
        "{goals: {effort: {avoid: west.invite, weight: '1 + name_deal.change'}}}",
        "{any: [{priorities: [west.invite]}, {priorities: [not name_deal.change]}]}",
        "{priorities: [renamed]}",
    ],
)
def test_any_kind_of_preference_counts(west: str) -> None:
    more = "" if "renamed" not in west else "\n"
    named = ("statements: {", "statements: {renamed: name_deal.change, ")
    assert codes((WEST, west), named, more=more) == BOTH


def test_both_must_care() -> None:
    assert codes() == BOTH
    assert codes((MACEDONIA, "{priorities: [not name_deal.change]}")) == []
    assert codes((WEST, "{priorities: [not west.invite]}")) == []


def test_a_party_is_no_outsider() -> None:
    assert codes(("[macedonia, greece]", "[macedonia, greece, west]")) == []


@pytest.mark.parametrize("held", ["west", "west.invite", "name_deal.change", "macedonia"])
def test_what_is_held_gives_no_hint(held: str) -> None:
    assert codes(more=f"held: [{held}]\nstatus_quo: {{}}\n") == []


def test_a_pledge_matters_as_a_term_does_but_is_not_taken_back() -> None:
    pledged = [
        ("west: {invite", "greece: {lift: lift the veto}\n  west: {invite"),
        ("terms:", "pledges: [greece.lift]\n    terms:"),
        (WEST, "{priorities: [greece.lift]}"),
    ]
    assert codes(*pledged) == ["outsider_answers"]


@pytest.mark.parametrize("leave", ["leave: all", "leave: never", "move: forward"])
def test_a_term_that_stays_is_not_taken_back(leave: str) -> None:
    assert codes(("ar: تغيير الاسم}", f"ar: تغيير الاسم}}, {leave}")) == ["outsider_answers"]


def test_a_level_is_no_statement_of_the_same_name() -> None:
    levels = [
        (INVITE, "{accept: {levels: [none, full]}, invite: }"),
        ("statements: {inside: west.invite}", "statements: {full: west.invite}"),
        (
            MACEDONIA,
            "{priorities: [greece_ready, not name_deal.change]}".replace("greece_ready", "macedonia.join == full"),
        ),
        ("options:\n", "options:\n  macedonia: {join: {levels: [half, full]}}\n"),
    ]
    assert codes(*levels) == []


def test_several_answers_are_told_together_and_levels_by_name() -> None:
    text = TEXT.replace(INVITE, "{invite: invite Macedonia, pay: {levels: [none, much]}}")
    text = text.replace(MACEDONIA, "{priorities: [inside, west.pay == much]}")
    hint = check_text(text, Path("nowhere")).hints[0]
    assert "(invite Macedonia and west.pay)" in hint.message()
    assert hint.remedy().endswith("parties: [macedonia, greece, west], pledges: [west.invite, west.pay]")
