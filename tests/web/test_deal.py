"""Packages put together at the table (WORKBENCH §11, scenario 10)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from detente.bargaining.agreement.draws import Futures
from detente.cases import templates
from detente.errors import DetenteError
from detente.findings.on_the_table import Table
from detente.web.answers.screens.audit import audit
from detente.web.answers.screens.deal import deal, openings
from detente.web.answers.screens.tables import table_of
from detente.web.contracts.table import AskAudit, AskDeal
from tests.web.views import view_of, view_of_text

KURIL = "kuril/2019-01"
DECLARATION = {"islands": "two", "treaty": "yes"}


def test_the_table_names_issues_and_where_no_deal_leads() -> None:
    found = deal(view_of(KURIL), AskDeal(doc="k"))
    assert (found.agreement, found.parties, found.least) == (
        "peace",
        ["japan", "russia"],
        {"japan": 0.5, "russia": 0.5},
    )
    assert found.no_deal_text == "Russia steps up its military activity at Japan's borders"
    assert [(issue.id, issue.owner) for issue in found.issues[-2:]] == [
        ("russia.partnership", "russia"),
        ("russia.forces", "russia"),
    ]
    assert len(found.points) == 312
    assert 0 < len(found.frontier) < 20
    assert not any(point.signed for point in found.points)  # nothing serves both


def test_presets_are_what_the_file_names_and_what_sides_hope_for() -> None:
    """The drawing wrote “the declaration of 1956” by hand; the file calls that package by its `names`."""
    found = deal(view_of(KURIL), AskDeal(doc="k"))
    assert found.presets[0].text == "two islands and a treaty"
    assert {name: found.presets[0].package[name] for name in DECLARATION} == DECLARATION
    arabic = deal(view_of(KURIL), AskDeal(doc="k", lang="ar"))
    assert arabic.presets[0].text == "جزيرتان ومعاهدة"


def test_the_declaration_of_1956() -> None:
    """Scenario 10. Japan as drawn. For Russia the drawing had −8.66: since then the file also counts what the small
    islands carry of the strategic cost (8 × 0.75 × 0.3 = 1.8), as its article gives it for all islands: −10.46."""
    found = audit(view_of(KURIL), AskAudit(doc="k", package=DECLARATION))
    japan, russia = found.gains["japan"], found.gains["russia"]
    assert japan.centre == pytest.approx(1.8)
    assert russia.centre == pytest.approx(-8.66 - 8 * 0.75 * 0.3)
    assert (japan.low, japan.high) == (pytest.approx(-1.29, abs=0.1), pytest.approx(4.29, abs=0.1))
    assert (japan.enough, russia.enough) == (True, False)
    assert (found.signed.verdict, found.signed.refuses) == (False, ["russia"])
    assert found.signed.text == "It would not be signed: Russia would not gain."
    assert found.lasts.verdict is False
    assert found.lasts.text == "It would be replaced by another agreement."
    assert [(step.mover, step.text) for step in found.lasts.way] == [
        ("peace", "joint economic activity on the islands")
    ]
    # Three suggestions; the first of the drawing is the second now that all four islands cost Russia less than it gave.
    assert len(found.better) == 3
    assert found.better[1].gains == {"japan": pytest.approx(3.65), "russia": pytest.approx(-4.16 - 1.8)}
    assert found.repaired == []


def test_each_side_sees_a_package_otherwise() -> None:
    """In Tokyo's eyes (◇): −5.3 in the drawing, less 8 × 0.4 × 0.3 for the small islands since."""
    found = audit(view_of(KURIL), AskAudit(doc="k", package=DECLARATION))
    assert found.seen["japan"]["russia"] == pytest.approx(-5.3 - 8 * 0.4 * 0.3)
    assert found.seen["russia"]["russia"] == pytest.approx(found.gains["russia"].centre)


def test_what_tokyo_hoped_for_would_hold_once_signed() -> None:
    package = {**DECLARATION, "joint_activity": "yes", "no_bases": "yes"}
    found = audit(view_of(KURIL), AskAudit(doc="k", package=package))
    assert found.gains["japan"].centre == pytest.approx(2.8)
    assert found.gains["russia"].centre == pytest.approx(-3.16 - 1.8)
    assert (found.lasts.verdict, found.lasts.way) == (True, [])
    assert found.lasts.text == "Once signed it holds: nobody has a reason to leave it."


def test_a_level_that_needs_another_takes_both_and_says_so() -> None:
    """The rule against more forces beside four islands has left the file: that of the treaty stands for it."""
    found = audit(view_of(KURIL), AskAudit(doc="k", package={"islands": "four"}, kept="islands"))
    assert (found.package["islands"], found.package["treaty"]) == ("four", "yes")
    assert found.repaired == ["a peace treaty is signed"]
    back = audit(view_of(KURIL), AskAudit(doc="k", package={"islands": "four"}, kept="treaty", lang="ar"))
    assert (back.package["islands"], back.package["treaty"]) == ("keep", "no")
    assert back.repaired == ["بقاء الجزر الأربع روسية"]


def test_no_deal_is_not_signed() -> None:
    found = audit(view_of(KURIL), AskAudit(doc="k", package={}))
    assert {gauge.centre for gauge in found.gains.values()} == {0.0}
    assert found.signed.text == "This is what comes without a deal; there is nothing to sign."
    arabic = audit(view_of(KURIL), AskAudit(doc="k", package={}, lang="ar"))
    assert arabic.signed.text == "هذا ما يأتي من غير اتفاق، فلا شيء يُوقع."


def test_of_several_agreements_the_first_is_on_the_table_and_all_can_be_chosen() -> None:
    path = templates()["coalition"]
    view = view_of_text(path.read_text(encoding="utf-8"), path.parent)
    first = deal(view, AskDeal(doc="c"))
    assert first.agreement == "red"
    assert [one.text for one in first.agreements] == ["the pact of Left and Centre", "the pact of Right and Centre"]
    other = deal(view, AskDeal(doc="c", agreement="blue", lang="ar"))
    assert (other.agreement, other.parties) == ("blue", ["right", "centre"])
    assert audit(view, AskAudit(doc="c", agreement="blue", package={"government": "yes"})).gains.keys() == {
        "right",
        "centre",
    }


def test_what_would_open_a_deal_and_how_often_there_is_one() -> None:
    found = openings(view_of(KURIL), AskDeal(doc="k"))
    first = found.open_by[0]
    assert first.path == "preferences.russia.points.peace.islands.two"
    assert (first.now, first.beyond) == (pytest.approx(-7.96), pytest.approx(-2.5))
    assert found.zone["as_it_is"] < 0.03 < found.zone["japan"] < found.zone["russia"]


def test_names_that_there_are_not() -> None:
    for package in ({"isles": "two"}, {"islands": "three"}):
        with pytest.raises(DetenteError):
            audit(view_of(KURIL), AskAudit(doc="k", package=package))
    with pytest.raises(DetenteError):
        deal(view_of("stability/elmira"), AskDeal(doc="e"))


LESOTHO = "bargaining/lesotho_1986"
BUILT = {"water": "yes", "works": "south_africa", "south_africa.alone": "no"}


def test_any_level_of_a_share_is_judged() -> None:
    """The treaty gives 56 of every 100 saved: Lesotho gains that less its losses of 12, South Africa the rest."""
    view = view_of(LESOTHO)
    table = deal(view, AskDeal(doc="k"))
    royalty = next(issue for issue in table.issues if issue.share is not None)
    assert (royalty.id, royalty.share.low, royalty.share.high, royalty.share.unit) == (
        "royalty", 0, 100, "% of the saving",
    )  # fmt: skip
    assert [level.id for level in royalty.levels] == ["0", "50", "56"]
    assert [one.text for one in table.presets] == ["the fairest of all · draft “treaty”", "draft “half”"]
    found = audit(view, AskAudit(doc="k", package={**BUILT, "royalty": "72.5"}))
    assert {party: gauge.centre for party, gauge in found.gains.items()} == {"lesotho": 60.5, "south_africa": 27.5}
    assert found.package["royalty"] == "72.5" and found.signed.verdict and found.lasts.verdict
    assert found.better == []  # the royalty moves from one to the other
    worse = audit(view, AskAudit(doc="k", package={**BUILT, "royalty": "10"}))
    assert worse.signed.refuses == ["lesotho"]
    missed = audit(view, AskAudit(doc="k", package={"south_africa.alone": "yes", "royalty": "0"}))
    assert missed.better[0].package == {**BUILT, "royalty": "56"}  # 44 for each
    with pytest.raises(DetenteError):
        audit(view, AskAudit(doc="k", package={**BUILT, "royalty": "101"}))


def test_the_frontier_of_shares_has_open_ends_and_payments_reach_beyond() -> None:
    table = deal(view_of(LESOTHO), AskDeal(doc="k"))
    assert (table.pieces[1].left, table.pieces[1].right, table.pieces[2].left_open) == ((-12, 100), (88, 0), True)
    assert table.reach == [(0, 88), (88, 0)] and table.money == "% of the saving"
    assert deal(view_of(KURIL), AskDeal(doc="k")).money is None


def test_a_payment_counts_in_everything() -> None:
    view = view_of(LESOTHO)
    package = {**BUILT, "royalty": "10"}
    found = audit(view, AskAudit(doc="k", package=package, receives={"lesotho": 46}))
    assert {party: gauge.centre for party, gauge in found.gains.items()} == {"lesotho": 44, "south_africa": 44}
    assert found.package == package and found.signed.verdict and found.lasts.verdict
    assert found.payments is not None and found.payments.receives is not None and found.payments.even is not None
    assert found.payments.receives["lesotho"] == (2, 90)  # of the package without it
    assert found.payments.even == {"lesotho": 46, "south_africa": -46}
    assert found.payments.text == [
        "Any payment by South Africa to Lesotho between 2 and 90% of the saving leaves neither worse off.",
        "To share it evenly, South Africa pays Lesotho 46% of the saving.",
    ]
    nothing = audit(view, AskAudit(doc="k", package={"water": "no", "south_africa.alone": "no"}, lang="ar"))
    assert nothing.payments is not None and nothing.payments.even is None
    assert nothing.payments.text == ["لا دفعة تجعل هذه الحزمة تنفع الجميع، فهم معاً يخسرون 300% من الوفر."]


def test_steps_and_drafts_come_with_the_openings() -> None:
    view = view_of("bargaining/sinai_1979")
    parts = {one.id: one for one in openings(view, AskDeal(doc="k", lang="ar")).more}
    assert list(parts) == ["lasts", "stages"]
    assert parts["stages"].steps[0].text == "تقيم مصر علاقات طبيعية (الجزء 1 من 2)"
    assert [step.giver for step in parts["stages"].steps] == ["egypt", "israel"] * 2
    drafts = next(one for one in openings(view_of(LESOTHO), AskDeal(doc="k")).more if one.id == "drafts")
    assert (
        drafts.lines[0].startswith("Draft “half”: ")
        and drafts.lines[1] == "No package is better for all than this one."
    )


NAME = """\
detente: 1
actors: {north: , south: }
agreements:
  name:
    parties: [north, south]
    scale: common
    money: {worth: {north: 1, south: 1, left: 2}}
    terms: {new: {levels: {old: the old name, half: a name for use abroad, whole: a name for all use}}}
    ratifiers:
      north:
        house: {name: the assembly, rule: {quota: {left: 60, right: 45}, need: 80}}
        left: {name: the left, preferences: {points: {name.new: {old: 0, half: 2, whole: -2}}}}
        right: {name: the right, preferences: {points: {name.new: {old: 0, half: 1, whole: -1}}}}
status_quo: {name.new: old}
preferences:
  north: {points: {name.new: {old: 0, half: 2, whole: 4}}}
  south: {points: {name.new: {old: 0, half: 1, whole: 5}}}
"""


def test_ratifiers_say_yes_or_no_and_count_money_where_the_file_says_so(tmp_path: Path) -> None:
    view = view_of_text(NAME, tmp_path)
    passed = audit(view, AskAudit(doc="n", package={"new": "half"}))
    assert passed.ratified is not None and passed.ratified.passes and passed.signed.verdict
    assert [(one.text, one.yes, one.gain) for one in passed.ratified.votes] == [
        ("the assembly", True, None), ("the left", True, 2), ("the right", True, 1),
    ]  # fmt: skip
    stopped = audit(view, AskAudit(doc="n", package={"new": "whole"}))
    assert stopped.ratified is not None and not stopped.ratified.passes and not stopped.signed.verdict
    assert stopped.ratified.text == "It does not pass: the yes of the left and the right is missing."
    assert stopped.signed.text == "The parties would sign it, but it would not be ratified."
    paid = audit(view, AskAudit(doc="n", package={"new": "whole"}, receives={"north": 1}))
    assert paid.ratified is not None and [one.yes for one in paid.ratified.votes] == [False, True, False]
    fair = deal(view, AskDeal(doc="n")).presets[0]
    assert (fair.id, fair.package) == ("fair", {"new": "half"})


def test_gains_of_a_package_are_those_of_the_fair_package_where_it_is_fair() -> None:
    """The bands of one package against the futures in which all packages are looked at."""
    view = view_of(KURIL)
    table = table_of(view, None)
    columns = table.story.columns[""]
    count = len(next(iter(columns.values())))
    futures = Futures.of(view.situation)
    drawn, starts = futures.look(columns, count), futures.starts(columns, count)
    there = np.flatnonzero(drawn.nash >= 0)
    assert len(there)
    for code in np.unique(drawn.nash[there]):
        rows = np.flatnonzero(drawn.nash == code)
        gains, enough = starts.gains(futures.package(int(code)))
        assert gains[rows] == pytest.approx(drawn.gains[rows])
        assert (drawn.worth[enough.all(axis=1)] > 0).all()


def test_better_packages_are_worse_for_nobody() -> None:
    table = Table.of(view_of(KURIL).situation, draws=0)
    for row in range(0, len(table.packages.levels), 7):
        package = table.packages.package(row)
        here = table.gains(package)
        others = table.better(package, 1_000)
        assert all(min(a - b for a, b in zip(table.gains(one), here, strict=True)) >= 0 for one in others)
        assert (others == []) == (row in table.packages.best)


def test_the_fate_of_a_package_is_that_which_the_deal_section_tells() -> None:
    view = view_of(KURIL)
    table = table_of(view, None)
    signed = table.story.signed
    assert signed is not None
    for row in range(0, len(table.packages.levels), 31):
        package = table.packages.package(row)
        held = signed.held(package, ("seq",))
        verdict, way = signed.fate(package, "seq")
        assert verdict == held.verdicts["seq"]
        assert len(way) == len(held.way.get("seq", ()))
