"""The report in Chromium: no request, no error, nothing cut off, right-to-left where it should be, at three widths.

Skipped where there is no Chromium or Playwright; CI sets DETENTE_REQUIRE_BROWSER, and then a skip is a failure.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from detente.report.findings import Findings
from detente.report.html import render
from detente.words import LANGUAGES

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.browser


def missing(reason: str) -> None:
    if os.environ.get("DETENTE_REQUIRE_BROWSER"):
        pytest.fail(f"browser tests cannot run: {reason}")
    pytest.skip(f"browser tests cannot run: {reason}")


@pytest.fixture(scope="module")
def pages(kuril: Findings, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("report")
    paths = {language: folder / f"kuril.{language}.html" for language in LANGUAGES}
    for language, path in paths.items():
        path.write_text(render(kuril, language), encoding="utf-8")
    return paths


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        missing("no Chromium on this machine")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("Playwright is not installed")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield opened
        opened.close()


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
def test_text_stays_inside_its_box(browser: Any, pages: dict[str, Path], language: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(pages[language].as_uri())
    outside = page.evaluate(
        """() => [...document.querySelectorAll('svg.map g')].flatMap(g => {
             const box = g.querySelector('rect').getBoundingClientRect();
             return [...g.querySelectorAll('text')].filter(t => { const r = t.getBoundingClientRect();
               return r.left < box.left || r.right > box.right || r.top < box.top || r.bottom > box.bottom; })
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
    start, rest = (page.locator("svg.map g").nth(place).bounding_box() for place in (0, 1))
    assert start["x"] > rest["x"]
    page.close()


def test_it_prints(browser: Any, pages: dict[str, Path], tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto(pages["ar"].as_uri())
    data = page.pdf(path=str(tmp_path / "report.pdf"), format="A4")
    assert data.startswith(b"%PDF") and len(data) > 20_000
    page.close()
