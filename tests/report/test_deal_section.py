"""The deal section of the report: every heading, the table of hopes, pictures with title and table twin."""

from __future__ import annotations

import re

import pytest

from detente.bargaining.agreement.sentences import sections
from detente.load import load
from detente.report.deal_section import deals
from detente.report.findings import stories
from detente.report.html import _environment
from detente.words import LANGUAGES, say

STORIES = stories(load("kuril/2019-01"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_section_says_what_the_command_says(language: str) -> None:
    (part,) = deals(STORIES, language)
    assert part["id"] == "deal-peace"
    said = [line for piece in part["parts"] for line in piece["lines"]]
    assert said == [line for _, lines in sections(STORIES[0], language) for line in lines]
    titles = [piece["title"] for piece in part["parts"]]
    assert titles == [
        say(f"bargain.titles.{name}", language) for name in ("without", "zone", "seen", "blocks", "linkage", "holds")
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_have_a_sentence_and_a_table_twin(language: str) -> None:
    (part,) = deals(STORIES, language)
    pictures = [piece["figure"] for piece in part["parts"] if piece["figure"]]
    assert len(pictures) == 3
    for picture in pictures:
        assert "<title id=" in picture["svg"] and "<desc id=" in picture["svg"]
        assert picture["text"].strip()
        columns, rows = picture["table"]["columns"], picture["table"]["rows"]
        assert rows
        assert all(1 + len(row["numbers"]) + len(row["words"]) == len(columns) for row in rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_hope_stands_against_reality_in_one_table(language: str) -> None:
    (part,) = deals(STORIES, language)
    (table,) = [piece["table"] for piece in part["parts"] if piece["table"]]
    assert len(table["columns"]) == 4  # the package, as it is, as Japan and as Russia see it
    assert [[cell["good"] for cell in row["cells"]] for row in table["rows"]] == [
        [False, True, False],
        [False, False, True],
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_whole(language: str) -> None:
    page = _environment().get_template("deal.html.jinja")
    html = page.render(deals=deals(STORIES, language), t=lambda key, **values: say(key, language, **values))
    assert html.count("<section") == html.count("</section>") == 1
    assert html.count("<svg") == 3
    assert not re.search(r"[\u2068\u2069]", re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL))
    assert deals((), language) == []
