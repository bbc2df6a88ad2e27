"""Every brief on paper. One browser prints them all; that the program starts one of its own, and prints the Kuril case,
is seen in tests/browser/test_page.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from detente.report.page import render
from detente.words import LANGUAGES
from tests.browser.conftest import opened
from tests.report.test_acceptance import NAMES, page


@pytest.fixture(scope="module")
def paper() -> Iterator[Any]:
    """A window that prints."""
    for browser in opened():
        yield browser.new_page()


@pytest.mark.browser
@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("kuril")])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_brief_prints_on_two_pages(paper: Any, name: str, language: str) -> None:
    """Where nothing is uncertain or nothing is negotiated, one page may hold it."""
    paper.set_content(render(page(name, "brief", language)))
    assert 1 <= paper.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") <= 2
