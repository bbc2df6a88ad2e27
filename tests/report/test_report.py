"""The report: one file, whole, self-contained, and saying what the analyses say."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from detente.load import load
from detente.report.findings import Findings, findings
from detente.report.html import render
from detente.report.sentences import three_sentences
from detente.words import LANGUAGES


class Reader(HTMLParser):
    """Tags with attributes, text, and whether every tag is closed."""

    VOID = frozenset({"meta", "br", "rect", "path", "link", "img"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    return reader


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_file_in_the_right_direction(kuril: Findings, language: str) -> None:
    page = render(kuril, language)
    reader = read(page)
    html = next(attributes for tag, attributes in reader.tags if tag == "html")
    assert html == {"lang": language, "dir": LANGUAGES[language]}
    assert not re.search(r'src="|href="(?!#)|url\((?!#tip)|@import', page)
    assert re.findall(r"https?://[^\"' ]+", page) == ["http://www.w3.org/2000/svg"] * page.count("<svg")
    identifiers = [a["id"] for tag, a in reader.tags if tag == "section" and a.get("id")]
    expected = [
        "answer",
        "questions",
        "perceptions",
        "variants",
        "futures",
        "change",
        "inverse",
        "deal-peace",
        "map",
        "blocked",
        "ways",
        "positions",
        "influence",
        "why",
        "evidence",
        "method",
    ]
    assert identifiers == expected
    assert [a["href"] for tag, a in reader.tags if tag == "a"] == [f"#{name}" for name in expected if name != "answer"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_comes_first(kuril: Findings, language: str) -> None:
    text = " ".join("".join(read(render(kuril, language)).text).split())
    places = []
    for sentence in three_sentences(kuril, language):
        plain = " ".join(sentence.replace("\u2068", "").replace("\u2069", "").split())
        assert plain in text
        places.append(text.index(plain))
    assert places == sorted(places)


@pytest.mark.parametrize("language", LANGUAGES)
def test_drawings_have_real_text_a_title_and_a_direction(kuril: Findings, language: str) -> None:
    page = render(kuril, language)
    for drawing in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
        assert "<title" in drawing and "<text" in drawing and 'direction="' in drawing and 'role="img"' in drawing


def test_every_question_shows_its_answers_and_its_band(kuril: Findings) -> None:
    page = render(kuril, "en")
    section = page[page.index('id="questions"') : page.index('id="perceptions"')]
    assert section.count('<th scope="row">') == len(kuril.case.situation.questions)
    assert section.count("uncertain number") + section.count("Turns when") >= len(kuril.case.situation.questions)


def test_every_claim_and_every_judgement_is_listed(kuril: Findings) -> None:
    page = render(kuril, "en")
    for use in kuril.coverage.claims:
        assert f'<th scope="row">{use.claim.id}</th>' in page
    for path, _, _ in kuril.coverage.judgements:
        assert path in page
    assert page.count('class="contested"') == sum(
        use.claim.row["standing"].startswith("contested") for use in kuril.coverage.claims
    )


def test_what_is_typed_in_a_file_cannot_become_markup(tmp_path: pytest.TempPathFactory) -> None:
    path = tmp_path / "situation.yaml"  # type: ignore[operator]
    path.write_text(
        "detente: 1\ntitle: <script>alert(1)</script>\nactors: {a: {name: <b>A</b>}}\n"
        "options: {a: {x: {text: '<img src=x onerror=alert(1)>'}}}\nstatus_quo: {}\n"
        "preferences: {a: {goals: {g: {want: a.x, weight: 1}}}}\nquestions: {q: {statement: a.x, text: '</td><i>?'}}\n",
        encoding="utf-8",
    )
    page = render(findings(load(path)), "en")
    assert "<script" not in page and "<img" not in page and "<b>A" not in page and "<i>?" not in page
    read(page)


@pytest.mark.parametrize(
    "name", ["stability/elmira", "stability/chicken", "stability/garrison", "stability/cuban_missile_crisis"]
)
def test_any_case_has_a_report(name: str) -> None:
    found = findings(load(name))
    for language in LANGUAGES:
        assert all(three_sentences(found, language))
        read(render(found, language))
