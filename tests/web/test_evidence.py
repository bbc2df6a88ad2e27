"""What rests on what, and what falls (WORKBENCH §11, scenario 12); no words of the article stand here."""

from __future__ import annotations

import pytest

from detente.errors import DetenteError
from detente.evidence.sources import Sources
from detente.uncertainty.without import left_out
from detente.uncertainty.without import without as without_one
from detente.web.answers.screens.evidence import evidence
from detente.web.answers.screens.without import without
from detente.web.contracts.screens import AskEvidence, AskWithout
from tests.web.views import paper_of, view_of

KURIL = "kuril/2019-01"
ARTICLE = paper_of(KURIL).folder.joinpath("sources/article.ar.txt").is_file()
needs_article = pytest.mark.skipif(not ARTICLE, reason="the article stays out of what is built")


def test_every_claim_stands_somewhere_and_says_what_rests_on_it() -> None:
    found = evidence(view_of(KURIL), AskEvidence(doc="k"))
    assert [(one.id, one.rows > 0) for one in found.sources] == [("article", False), ("facts", True)]
    claims = [one for one in found.claims if one.source == "article"]
    assert len(claims) == 40
    assert all(one.start is not None and one.end is not None and one.start < one.end for one in claims)
    doubt = next(one for one in claims if one.id == "C02e")
    assert doubt.parts == ["drivers.us_reliability"]
    assert found.parts["drivers.us_reliability"] == "how far Japan can count on the American guarantee"
    assert not any("." in words and words == part for part, words in found.parts.items())  # everything has words


@needs_article
def test_the_text_of_a_source_is_shown_where_it_is_there() -> None:
    found = evidence(view_of(KURIL), AskEvidence(doc="k"))
    article = found.sources[0]
    assert article.text is not None and article.language == "ar"
    assert max(one.end or 0 for one in found.claims) <= len(article.text)


def test_in_arabic_there_are_no_english_glosses() -> None:
    found = evidence(view_of(KURIL), AskEvidence(doc="k", lang="ar"))
    assert {one.text for one in found.claims if one.source == "article"} == {""}
    assert found.parts["rules.treaty_first"] == "القاعدة «لا تُسلم جزر إلا بعد معاهدة»"


def test_the_weakest_numbers_have_no_source_of_their_own() -> None:
    found = evidence(view_of(KURIL), AskEvidence(doc="k"))
    assert {one.mark for one in found.weakest} == {"judged"}
    assert "preferences.russia.goals.signal.weight" in [one.number for one in found.weakest]
    assert all(one.why for one in found.weakest)


@needs_article
def test_the_whole_article_false() -> None:
    """Scenario 12, as drawn: two answers turn, six parts fall."""
    found = without(view_of(KURIL), AskWithout(doc="k", sources=["article"]))
    assert found.changed == ["partnership_without_treaty", "own_defence"]
    answers = {fact.question: fact.answer for fact in found.facts}
    assert answers["partnership_without_treaty"] == "some"
    assert answers["own_defence"] == "no"
    assert len(found.fallen) == 6
    assert "preferences.japan.goals.hedge" in found.fallen


@needs_article
def test_one_claim_false_turns_nothing() -> None:
    found = without(view_of(KURIL), AskWithout(doc="k", sources=["C07"]))
    assert (found.changed, found.fallen) == ([], [])


@needs_article
def test_what_rests_on_two_falls_with_both() -> None:
    both = without(view_of(KURIL), AskWithout(doc="k", sources=["C07", "C08a"]))
    assert both.fallen == ["preferences.japan.goals.alignment"]
    assert both.unsupported == ["drivers.insecurity"]
    alone = [without(view_of(KURIL), AskWithout(doc="k", sources=[name])).unsupported for name in ("C07", "C08a")]
    assert alone == [[], []]


def test_several_fall_no_less_than_each() -> None:
    sources = Sources(view_of(KURIL).situation, paper_of(KURIL).folder)
    names = ["F07", "F13", "F80", "F83"]
    together = set(left_out(sources, names).fallen)
    assert together >= {path for one in names for path in left_out(sources, [one]).fallen}
    assert len(without_one(sources, "F80").fallen) == len(left_out(sources, ["F80"]).fallen)


def test_what_if_and_false_together() -> None:
    """A number of something that falls may have been moved before."""
    view = view_of(KURIL, what_if={"preferences.russia.goals.no_bases.weight": 9.0})
    assert without(view, AskWithout(doc="k", sources=["F80"])).fallen == ["preferences.russia.goals.no_bases"]


def test_a_source_that_nothing_cites() -> None:
    with pytest.raises(DetenteError) as refused:
        without(view_of(KURIL), AskWithout(doc="k", sources=["F999"]))
    assert refused.value.code == "source_not_cited"
