"""The page as HTML: static, whole, readable by those who do not see it, and legible in both themes."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from importlib.resources import files

import pytest

from detente.report.blocks import Cell, Column, Page, Paragraph, Sentence, Table, Written
from detente.report.page import render
from detente.words import LANGUAGES
from tests.report.test_acceptance import MAKERS, NAMES, page

VOID = {"meta", "br", "hr", "img", "rect", "circle", "path", "line"}
CSS = files("detente.report").joinpath("templates/page.css").read_text(encoding="utf-8")


class Reader(HTMLParser):
    """Collects ids, targets, tags, and whether every element is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.tags: Counter[str] = Counter()
        self.open: list[str] = []
        self.without_scope = 0
        self.unnamed = 0
        self.headings: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags[tag] += 1
        self.ids += [given["id"]] if given.get("id") else []
        self.targets += [given["href"][1:]] if (given.get("href") or "").startswith("#") else []
        self.without_scope += tag == "th" and "scope" not in given
        named = given.get("aria-label") or given.get("aria-labelledby")
        self.unnamed += given.get("role") == "img" and not named
        self.headings += [int(tag[1])] if re.fullmatch(r"h[1-6]", tag) else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("name", NAMES)
def test_the_page_is_whole(name: str, kind: str, language: str) -> None:
    html = render(page(name, kind, language))
    reader = Reader()
    reader.feed(html)
    assert reader.open == []
    assert reader.tags["script"] == reader.tags["link"] == reader.tags["img"] == reader.tags["iframe"] == 0
    assert not re.search(r'(?:src|href)="(?!#)|url\(|@import|https?://(?!www\.w3\.org)', html)
    assert [name for name, count in Counter(reader.ids).items() if count > 1] == []
    assert set(reader.targets) <= set(reader.ids)
    assert reader.without_scope == reader.unnamed == 0
    assert reader.headings[0] == 1 and reader.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(reader.headings, reader.headings[1:], strict=False))
    assert f'<html lang="{language}" dir="{LANGUAGES[language]}">' in html
    assert "\u2068" not in re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)


@pytest.mark.parametrize("name", NAMES)
def test_axis_labels_are_few_and_distinct(name: str) -> None:
    html = render(page(name, "report", "en"))
    for svg in re.findall(r"<svg.*?</svg>", html, flags=re.DOTALL):
        for side in (r'text-anchor="middle"', r'text-anchor="end"'):
            ticks = re.findall(rf'<text[^>]*{side}[^>]*class="s"[^>]*>([+−]?[\d.]+)</text>', svg)
            assert len(ticks) == len(set(ticks)) <= 7


@pytest.mark.parametrize("language", LANGUAGES)
def test_signed_numbers_are_isolated_where_text_runs_from_the_right(language: str) -> None:
    html = re.sub(
        r"<svg.*?</svg>|<style.*?</style>|aria-label=\"[^\"]*\"",
        "",
        render(page("macedonia", "brief", language)),
        flags=re.DOTALL,
    )
    signed = re.findall(r"(.{15})[+−]\d", html)
    assert signed
    if language == "ar":
        assert all(before.endswith('dir="ltr">') for before in signed)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1, 2])
def test_text_stands_out_from_its_ground(theme: int) -> None:
    colours = {}
    for name, value in re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})", re.findall(r":root\{(.*?)\}", CSS)[theme]):
        colours[name] = value if len(value) == 7 else "#" + "".join(2 * letter for letter in value[1:])
    pairs = [
        ("ink", "bg"),
        ("soft", "bg"),
        ("accent", "bg"),
        ("close", "bg"),
        ("ink", "wash"),
        ("soft", "wash"),
        ("no", "wash"),
    ]
    pairs += [(f"{answer}-t", answer) for answer in ("yes", "some", "no")]
    assert {
        pair: contrast(*(colours[one] for one in pair))
        for pair in pairs
        if contrast(*(colours[one] for one in pair)) < 4.5
    } == {}


def test_words_of_a_file_cannot_become_markup() -> None:
    from detente.report.blocks import safe

    words = safe("**bold** [^F1] <script>alert(1)</script> & “x”")
    made = Page(
        "en",
        words,
        (Paragraph((Sentence(words, 'a"b'),)), Table((Column(words),), ((Cell(words, "k"),),))),
        {"F1": Written("n", "F1")},
        {"page_of": "{} of {}", "note_comma": ", ", "back": "back"},
    )
    html = render(made)
    assert "<strong>" not in html and "<script" not in html and 'href="#n' not in html
    assert 'data-f="a&quot;b"' in html
