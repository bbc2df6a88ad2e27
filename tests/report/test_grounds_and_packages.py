"""A situation as people write it first: reasons beside goals, labels left out, a promise that matters to nobody."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from detente.bargaining.agreement.data import refuses_a_gain
from detente.bargaining.agreement.result import story
from detente.findings.findings import findings
from detente.findings.result import Findings
from detente.load import check_text
from detente.report.brief import sentences

TEXT = """detente: 1
title: Gas
sources: {brief: {file: brief.txt}}
actors: {north: {name: North}, south: {name: South}}
options:
  north: {drill: {text: drill}}
  south: {wait: {text: wait}}
agreements:
  company:
    parties: [north, south]
    pledges: [north.drill]
    terms:
      share: {levels: {none: no company, half: equal shares, most: most for North}}
preferences:
  north:
    goals:
      gas: {want: company.share != none, weight: 4, why: firms lose money}
      more: {want: company.share == most, weight: 2, cites: [{source: brief, quote: firms lose}]}
      idle: {want: south.wait, weight: 1}
  south:
    goals:
      peace: {want: company.share != none, weight: 5, why: the vote in June}
      fair: {avoid: company.share == most, weight: {value: 2, why: a guess}}
status_quo: {north.drill: no, south.wait: no}
questions: {company: {statement: company.share != none, text: is there a company?}}
"""


@cache
def found(folder: Path, text: str = TEXT) -> Findings:
    (folder / "brief.txt").write_text("Its firms lose money.", encoding="utf-8")
    checked = check_text(text, folder)
    assert not checked.problems and checked.case
    return findings(checked.case, runs=200)


def test_a_reason_or_a_source_beside_a_goal_makes_its_weight_judgement(tmp_path: Path) -> None:
    """They say that it is wanted, so how much is judgement; without either nothing stands for it."""
    stands = {".".join(weight.path[1::2]): weight.basis for weight in found(tmp_path).grounds.weights}
    assert stands == {
        "north.gas": "judged",
        "north.more": "judged",
        "north.idle": "none",
        "south.peace": "judged",
        "south.fair": "judged",
    }


def test_of_packages_that_gain_everyone_the_same_one_is_told(tmp_path: Path) -> None:
    """Drilling matters to nobody, so each division of shares is told once, not once with it and once without."""
    (one,) = found(tmp_path).bargains
    gains = [tuple(one.packages[key].gains.values()) for key in one.listed]
    assert sorted(gains) == [(4, 5), (6, 3)]
    assert one.fairest in one.listed


def test_where_nothing_says_what_parties_have_without_a_deal_the_brief_says_what_to_add(tmp_path: Path) -> None:
    lines = [line for line in TEXT.splitlines(keepends=True) if not line.startswith("status_quo")]
    nowhere = found(tmp_path, "".join(lines))
    for language, sentence in (
        ("en", "Nor does it say what the parties have without a deal, so no deal is weighed: add a `status_quo:`."),
        ("ar", "ولا يقول ما لدى الأطراف بلا اتفاق، فلا تُوزن هنا أي صفقة: أضِف `status_quo:` إلى الملف."),
    ):
        assert any(sentence in told for told in sentences(nowhere, language)), sentences(nowhere, language)
    assert not any("status_quo" in told for told in sentences(found(tmp_path)))
    ranks = "".join(lines).replace("      fair: {avoid", "      fair: {want").partition("  south:\n    goals")[0]
    ranked = f"{ranks}  south: {{priorities: [company.share != none]}}\n{lines[-1]}"
    assert not any("status_quo" in told for told in sentences(found(tmp_path, ranked)))  # that would not help


def test_the_deal_is_told_though_the_question_is_about_a_pledge_or_about_something_else(tmp_path: Path) -> None:
    """Its reason is then not the packages, but they stand in the brief: what the question is about is pledged there."""
    for statement in ("north.drill", "south.wait"):
        told = found(tmp_path, TEXT.replace("statement: company.share != none", f"statement: {statement}"))
        assert told.bargain is None and told.foremost is not None
        assert any("fairest that is signed and lasts" in sentence for sentence in sentences(told))


def test_a_note_on_who_gains_and_yet_refuses_stands_only_under_a_table_that_says_so(tmp_path: Path) -> None:
    found(tmp_path)
    case = check_text(TEXT, tmp_path).case
    assert case is not None
    kept = story(case.situation)
    assert not refuses_a_gain(kept)
    broken = TEXT.replace("pledges: [north.drill]", "pledges: [south.wait]").replace(
        "fair: {", "idle: {avoid: south.wait, weight: 1, why: it costs}\n      fair: {"
    )
    case = check_text(broken, tmp_path).case
    assert case is not None
    told = story(case.situation)
    rows = [row for row in told.rows() if row["refused_by"]]
    assert refuses_a_gain(told) is any(
        float(row[party]) > 0 for row in rows for party in str(row["refused_by"]).split(", ")
    )
    assert refuses_a_gain(told)
