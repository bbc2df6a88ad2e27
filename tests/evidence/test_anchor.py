"""Quotes in the article: found under every harmless change of spelling, never found where they are not."""

from __future__ import annotations

import csv
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.cases import cases_folder
from detente.evidence.anchor import Anchor, QuoteError, anchor, normalised
from detente.evidence.negators import nearby_negator

SOURCES = cases_folder() / "kuril" / "2019-01" / "sources"
ARTICLE = SOURCES / "article.ar.txt"
pytestmark = pytest.mark.skipif(not ARTICLE.is_file(), reason="the article is not here")
TEXT = ARTICLE.read_text(encoding="utf-8") if ARTICLE.is_file() else ""
CLAIMS = list(csv.DictReader((SOURCES / "claims.csv").read_text(encoding="utf-8").splitlines())) if TEXT else []
PLACES = [(row["claim"], row["quote_ar"], int(row["start"]), int(row["end"])) for row in CLAIMS]


@pytest.mark.parametrize(("name", "quote", "start", "end"), PLACES, ids=[place[0] for place in PLACES])
def test_every_claim_is_found_at_its_place(name: str, quote: str, start: int, end: int) -> None:  # noqa: ARG001
    assert anchor(TEXT, quote) == Anchor(start, end, "exact")


CHANGES = {
    "without vowel signs": lambda q: "".join(c for c in q if not unicodedata.combining(c)),
    "tatweel": lambda q: q.replace("ا", "اـ"),
    "alef": lambda q: q.replace("أ", "ا").replace("إ", "ا"),
    "ya": lambda q: q.replace("ى", "ي"),
    "ta marbuta": lambda q: q.replace("ة", "ه"),
    "spaces": lambda q: q.replace(" ", "  \n"),
    "quotes": lambda q: q.replace("«", '"').replace("»", "”"),
    "decomposed": lambda q: unicodedata.normalize("NFD", q),
    "invisible marks": lambda q: q.replace(" ", " \u200f"),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(("name", "quote", "start", "end"), PLACES, ids=[place[0] for place in PLACES])
def test_found_under_harmless_changes(change: str, name: str, quote: str, start: int, end: int) -> None:  # noqa: ARG001
    changed = CHANGES[change](quote)
    found = anchor(TEXT, changed)
    assert (found.start, found.end) == (start, end)
    assert found.kind == ("exact" if changed == quote else "normalised")


@pytest.mark.parametrize(("name", "quote", "start", "end"), PLACES, ids=[place[0] for place in PLACES])
def test_a_quote_cut_out_of_the_text_is_not_found(name: str, quote: str, start: int, end: int) -> None:  # noqa: ARG001
    with pytest.raises(QuoteError) as error:
        anchor(TEXT[:start] + TEXT[end:], quote)
    assert error.value.code == "quote_absent"


def test_an_altered_quote_is_refused_with_the_nearest_passage() -> None:
    with pytest.raises(QuoteError) as error:
        anchor(TEXT, "لا يبدو أن موسكو تعتبر روسيا تهديداً")
    assert error.value.code == "quote_absent"
    assert error.value.candidates == ("لا يبدو أن طوكيو تعتبر روسيا تهديداً.",)


def test_several_places_are_an_error_until_the_context_decides() -> None:
    text = "The islands matter. The islands are far. Nobody yields."
    with pytest.raises(QuoteError) as error:
        anchor(text, "The islands")
    assert error.value.code == "quote_ambiguous"
    assert len(error.value.candidates) == 2
    assert anchor(text, "The islands", suffix="are far").start == 20
    assert anchor(text, "The islands", prefix="matter.").start == 20


@given(st.text(alphabet="abé \u0301اأإىيةه\u064b\u0640«»\"'-–\u200f\n", max_size=40))
def test_the_map_of_places_is_sound(text: str) -> None:
    flat, places = normalised(text)
    assert len(flat) == len(places)
    assert places == sorted(places)
    assert all(0 <= place < len(text) for place in places)
    assert normalised(flat)[0] == flat


@given(st.data())
def test_any_piece_of_the_article_is_found_where_it_is(data: st.DataObject) -> None:
    edges = [0, *(place for place, char in enumerate(TEXT) if char in " .،\n")]  # never inside a word
    start = data.draw(st.sampled_from(edges[:-60]))
    end = data.draw(st.sampled_from([edge for edge in edges if start + 40 <= edge <= start + 200]))
    found = anchor(TEXT, TEXT[start:end])
    assert (found.start, found.end) == (start, end)


@pytest.mark.parametrize(
    ("text", "quote", "word"),
    [
        ("Tokyo does not see Russia as a threat.", "see Russia as a threat", "not"),
        ("Russia is a threat, not a partner.", "Russia is a threat", None),
        ("It isn't a threat.", "a threat", "isn't"),
        ("لا يبدو أن طوكيو تعتبر روسيا تهديداً", "تعتبر روسيا تهديداً", None),
        ("ولا تعتبر روسيا تهديداً", "تعتبر روسيا تهديداً", "ولا"),
        ("تجاه الولايات المتحدة في ما يخص روسيا", "تجاه الولايات المتحدة", None),
        ("Договора не будет", "будет", "не"),
        # within three words of the quote on either side, and no farther
        ("It is not quite yet a threat", "a threat", "not"),
        ("It is not quite as yet a threat", "a threat", None),
        ("A threat it is not", "A threat", "not"),
        ("A threat it surely is not", "A threat", None),
    ],
)
def test_a_negation_left_out_is_noticed(text: str, quote: str, word: str | None) -> None:
    assert nearby_negator(text, anchor(text, quote)) == word
