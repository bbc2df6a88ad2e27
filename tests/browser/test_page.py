"""The report in Chromium: no request, no error, nothing cut off, right-to-left where it should be, at three widths.

Skipped where there is no Chromium or Playwright; CI sets DETENTE_REQUIRE_BROWSER, and then a skip is a failure.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from detente.findings.findings import findings
from detente.findings.result import Findings
from detente.load import load
from detente.report.brief import brief
from detente.report.page import render
from detente.report.pdf import pdf
from detente.report.whole import report
from detente.words import LANGUAGES
from tests.browser.conftest import CHROMIUM, KURIL

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def kuril() -> Findings:
    """Of fewer runs than others look at: how often does not matter here."""
    return findings(load(KURIL), runs=1_000)


@pytest.fixture(scope="module")
def pages(kuril: Findings, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("report")
    paths = {language: folder / f"kuril.{language}.html" for language in LANGUAGES}
    for language, path in paths.items():
        path.write_text(render(report(kuril, language), every=True), encoding="utf-8")
    return paths


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [1280, 800, 390])
def test_nothing_is_fetched_fails_or_is_cut_off(
    browser: Any, pages: dict[str, Path], language: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    requests: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(pages[language].as_uri())
    assert requests == [pages[language].as_uri()]
    assert errors == []
    assert page.evaluate("document.scrollingElement.scrollWidth <= document.documentElement.clientWidth")
    page.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_of_drawings_is_not_cut_off(browser: Any, pages: dict[str, Path], language: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(pages[language].as_uri())
    outside = page.evaluate(
        """() => [...document.querySelectorAll('svg.fig')].flatMap(svg => {
             const box = svg.getBoundingClientRect();
             return [...svg.querySelectorAll('text')].filter(t => { const r = t.getBoundingClientRect();
               return r.left < box.left - 2 || r.right > box.right + 2
                 || r.top < box.top - 2 || r.bottom > box.bottom + 2; })
               .map(t => t.textContent); })"""
    )
    assert outside == []
    page.close()


def test_arabic_runs_from_right_to_left(browser: Any, pages: dict[str, Path]) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(pages["ar"].as_uri())
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    heading = page.evaluate(
        """() => { const range = document.createRange(); range.selectNodeContents(document.querySelector('h1'));
             const text = range.getBoundingClientRect(), body = document.querySelector('main').getBoundingClientRect();
             return [body.right - text.right, text.left - body.left]; }"""
    )
    assert heading[0] < 5 < heading[1]
    today, end = (page.locator(f"svg.fig rect.{kind}").first.bounding_box() for kind in ("box", "end"))
    assert today["x"] > end["x"]
    page.close()


@pytest.mark.parametrize(("make", "least", "most"), [(brief, 1, 2), (report, 3, 12)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_prints_on_few_pages(
    browser: Any,  # noqa: ARG001
    kuril: Findings,
    make: Any,
    least: int,
    most: int,
    language: str,
) -> None:
    assert CHROMIUM is not None
    data = pdf(render(make(kuril, language)), CHROMIUM)
    assert data.startswith(b"%PDF")
    assert least <= data.count(b"/Type /Page\n") <= most
