"""From a number back to the sentence; what is used, what is judgement; what travels when a source may not."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import pytest

import detente as dt
from detente.cases import cases_folder
from detente.errors import DetenteError
from detente.evidence.citations import support
from detente.evidence.coverage import coverage
from detente.evidence.lock import lock_text
from detente.evidence.sources import Sources
from detente.evidence.trace import find, trace
from detente.load import check, load

KURIL = cases_folder() / "kuril" / "2019-01"
needs_article = pytest.mark.skipif(
    not (KURIL / "sources" / "article.ar.txt").is_file(), reason="the article is not here"
)


@pytest.fixture(scope="module")
def sources() -> Sources:
    case = load(KURIL)
    return Sources(case.situation, case.folder)


@needs_article
def test_a_goal_leads_to_its_drivers_and_their_sentences(sources: Sources) -> None:
    tree = trace(sources, find(sources.situation, "hedge"))
    parts = {node.path: node for _, node in tree.walk()}
    assert list(parts) == [
        "preferences.japan.goals.hedge",
        "preferences.japan.goals.hedge.weight",
        "drivers.insecurity",
        "drivers.us_reliability",
        "drivers.china_pressure",
        "statements.partnership",
        "options.japan.partnership",
        "options.russia.partnership",
    ]
    doubt = parts["drivers.us_reliability"].evidence[0]
    text = (KURIL / "sources" / "article.ar.txt").read_text(encoding="utf-8")
    assert doubt.words == text[doubt.start : doubt.end] == "المشكّكة في مستقبل التحالفات العسكرية"
    assert parts["preferences.japan.goals.hedge.weight"].support == "judgement"


@needs_article
def test_a_question_leads_to_the_goals_and_rules_that_speak_of_it(sources: Sources) -> None:
    tree = trace(sources, find(sources.situation, "questions.treaty"))
    paths = {node.path for _, node in tree.walk()}
    assert {"preferences.japan.goals.no_recognition", "preferences.russia.goals.treaty", "rules.treaty_first"} <= paths
    assert "preferences.russia.goals.china_trade" not in paths
    assert {"F40", "C04a"}.isdisjoint({e.cite for _, node in tree.walk() for e in node.evidence})


@needs_article
def test_every_claim_of_the_article_is_accounted_for(sources: Sources) -> None:
    found = coverage(sources)
    assert len(found.claims) == 40
    assert sum(found.counts().values()) == 40
    assert {use.claim.id for use in found.claims if use.use == "unused"} == {"C03a"}
    assert found.unsupported == ()
    assert all(reason for _, _, reason in found.judgements)


def test_support_is_direct_inherited_judgement_or_none(sources: Sources) -> None:
    situation = sources.situation
    assert support(situation, ("drivers", "opposition"))[0] == "direct"
    assert support(situation, ("preferences", "japan", "goals", "hedge", "weight"))[0] == "judgement"
    assert support(situation, ("preferences", "japan", "goals", "linkage", "weight"))[0] == "inherited"
    assert support(situation, ("statements", "partnership"))[0] == "none"


def test_an_unknown_or_ambiguous_part_is_refused(sources: Sources) -> None:
    with pytest.raises(DetenteError) as error:
        find(sources.situation, "us_reliabilty")
    assert str(error.value) == "nothing in the file is called “us_reliabilty” — did you mean “us_reliability”?"
    with pytest.raises(DetenteError) as error:
        find(sources.situation, "goals.treaty")
    assert str(error.value) == (
        "“goals.treaty” can mean several parts: preferences.japan.goals.treaty and preferences.russia.goals.treaty; "
        "write more of the path"
    )


@needs_article
def test_a_missing_source_is_said_and_its_anchors_travel(tmp_path: Path, sources: Sources) -> None:
    folder = tmp_path / "case"
    shutil.copytree(KURIL, folder)
    (folder / "sources.lock.json").write_text(lock_text(sources), encoding="utf-8")
    (folder / "sources" / "article.ar.txt").unlink()
    (folder / "sources" / "claims.csv").unlink()
    checked = check(folder)
    assert checked.errors == []
    assert [problem.code for problem in checked.warnings] == ["source_missing_locked"]
    assert checked.case is not None
    away = coverage(Sources(checked.case.situation, folder))
    assert away.counts() == coverage(sources).counts()
    tree = trace(Sources(checked.case.situation, folder), find(checked.case.situation, "us_reliability"))
    assert [evidence.anchored for evidence in tree.evidence] == ["locked", "locked", "locked", "row", "row"]


@needs_article
def test_without_the_lock_a_missing_source_is_a_warning_not_an_error(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    shutil.copytree(KURIL, folder)
    (folder / "sources.lock.json").unlink(missing_ok=True)
    (folder / "sources" / "article.ar.txt").unlink()
    assert check(folder).errors == []


@needs_article
def test_the_shipped_lock_is_up_to_date(sources: Sources) -> None:
    shipped = json.loads((KURIL / "sources.lock.json").read_text(encoding="utf-8"))
    assert shipped == json.loads(lock_text(sources))


@needs_article
def test_a_changed_source_is_noticed(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    shutil.copytree(KURIL, folder)
    article = folder / "sources" / "article.ar.txt"
    article.write_text(article.read_text(encoding="utf-8").replace("المشكّكة", "المؤيّدة"), encoding="utf-8")
    codes = {problem.code for problem in check(folder).errors}
    assert codes == {"quote_absent", "claim_moved"}


@needs_article
def test_a_trace_is_a_result_that_tells_itself() -> None:
    case = load(KURIL)
    tree = dt.trace(case, "hedge")
    rows = tree.rows()
    assert [(row["depth"], row["part"]) for row in rows[:3]] == [
        (0, "preferences.japan.goals.hedge"),
        (1, "preferences.japan.goals.hedge.weight"),
        (2, "drivers.insecurity"),
    ]
    assert {row["support"] for row in rows} <= {"direct", "inherited", "judgement", "none"}
    assert sum(row["cites"].count(",") + 1 for row in rows if row["cites"]) == sum(
        len(node.evidence) for _, node in tree.walk()
    )
    lines = tree.sentences("en")
    assert lines[0].startswith(
        "a counterweight to China beside a doubtful ally (preferences.japan.goals.hedge):  want: "
    )
    assert any(line.startswith("    judgement: ") for line in lines)
    assert len(tree.sentences("ar")) == len(lines) >= len(rows)
    assert json.loads(tree.to_json())["path"] == "preferences.japan.goals.hedge"
    assert tree.origin.parameters == {"part": "preferences.japan.goals.hedge"} and tree.origin.digest
    assert repr(tree) == f"Trace(preferences.japan.goals.hedge, {len(rows)} parts)"


def test_a_trace_in_arabic_has_no_english_left() -> None:
    """Reasons and facts are said in Arabic, the article in its own words, without a translation."""
    tree = dt.trace(load(KURIL), "us_reliability")
    said = "\n".join(tree.sentences("ar"))
    words = re.findall(r"[A-Za-z]{3,}", said)
    assert set(words) <= {"drivers", "reliability", "doubt", "article", "facts"}
    assert "(facts, صف): اليابانيون الواثقون بترامب" in said and "[" not in said
    assert "[casting doubt on" in "\n".join(tree.sentences("en"))


def test_every_fact_has_its_words_in_arabic() -> None:
    rows = list(csv.DictReader((KURIL / "sources" / "facts.csv").open(encoding="utf-8")))
    assert all(re.search("[\u0621-\u064a]{3}", row["fact_ar"]) for row in rows)
