"""The study in the report: the same numbers in picture, table and sentences; nothing where nothing is uncertain."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from detente.load import check_text, load
from detente.report.findings import Findings, findings, steps
from detente.report.futures import sure
from detente.report.html import render
from detente.uncertainty.questions.naming import share_words
from detente.words import END_ISOLATE, ISOLATE, LANGUAGES, say
from tests.report.test_report import read

TITLED = ("drivers", "when", "flip", "hinges", "assumed", "worth")


def told(page: str) -> str:
    """The text of the section, in one line."""
    section = page[page.index('<section id="futures">') :]
    return " ".join("".join(read(section[: section.index("</section>") + 10]).text).split())


def bare(text: str) -> str:
    return " ".join(text.replace(ISOLATE, "").replace(END_ISOLATE, "").split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_of_the_study_is_there(kuril: Findings, language: str) -> None:
    text = told(render(kuril, language))
    asked = kuril.futures
    assert asked is not None
    for name in TITLED:
        assert bare(say(f"study.titles.{name}", language)) in text
    for result in (asked.share, asked.width, asked.beside, asked.drivers, asked.when, asked.flip, asked.hinges,
                   asked.assumed, asked.worth):  # fmt: skip
        for sentence in result.sentences(language):
            assert bare(sentence) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_picture_and_table_show_the_same_shares(kuril: Findings, language: str) -> None:
    page = render(kuril, language)
    asked = kuril.futures
    assert asked is not None
    section = page[page.index('<section id="futures">') : page.index('<section id="inverse">')]
    picture = section[section.index("<svg") : section.index("</svg>")]
    table = section[section.index("<table>") : section.index("</table>")]
    for question, by_factor in asked.width.found.items():
        for shares in (*by_factor.values(), *(s.answers[question, "seq"] for s in asked.beside.shares.values())):
            answer, share = max(shares.items(), key=lambda pair: pair[1].count)
            words = share_words(share, language)
            assert words in table
            assert words in bare(picture)
            assert say(f"answers.{answer}", language) in picture
    for date in ("2016-12-16", "2022-03-31"):
        assert date in picture and date in table
    assert table.count("<tr>") == 1 + len(asked.width.found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_says_how_sure(kuril: Findings, language: str) -> None:
    said = sure(kuril.futures, language)
    answer = page_of(kuril, language)
    assert kuril.futures is not None
    assert bare(said) in answer and f"{kuril.futures.draws:,}" in said
    assert say("futures.no_chances", language) in said


def page_of(found: Findings, language: str) -> str:
    page = render(found, language)
    return " ".join(
        "".join(read(page[page.index('<section id="answer"') : page.index('<section id="questions"')]).text).split()
    )


def test_neither_nought_nor_a_hundred_percent_is_told(kuril: Findings) -> None:
    text = told(render(kuril, "en"))
    axis = ("0%", "100%")
    found = re.findall(r"(?<![\d.])(?:0|100)(?:\.0+)?%", text)
    assert all(one in axis for one in found)
    assert len(found) <= 4  # the ends of the axes of two pictures


def test_a_report_without_a_study(kuril: Findings) -> None:
    section = '<section id="futures">'
    assert section not in render(findings(load("stability/chicken")), "en")  # nothing is uncertain there
    assert section in render(kuril, "ar")
    assert section not in render(replace(kuril, futures=None), "ar")
    assert sure(None, "en") == ""
    assert steps(kuril.case, 0) < steps(kuril.case, 100)


def test_one_question_without_words_of_its_own() -> None:
    text = """\
detente: 1
actors: {a: }
drivers: {u: 0..1}
options: {a: {x: go}}
status_quo: {}
preferences: {a: {goals: {g: {want: a.x, weight: "u - 0.4"}}}}
questions: {q: {statement: a.x, text: Does it go?}}
"""
    from pathlib import Path

    checked = check_text(text, Path())
    assert checked.case is not None
    found = findings(checked.case, draws=2_000)
    for language in LANGUAGES:
        read(render(found, language))
    said = sure(found.futures, "en")
    assert said.startswith("Over 2000 futures that the ranges of the file allow")
    assert "of the file allow: in 6" in said and "“yes”; what moves that most is u" in bare(said)
