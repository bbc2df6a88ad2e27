"""One Chromium and one `detente serve` for all browser tests, and a page that records what goes wrong."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
KURIL = "kuril/2019-01"
WINDOW = {"width": 1440, "height": 900}
PATIENCE = 300_000  # ms until something counts as missing: loops are compiled first, where two cores have more to do


def missing(reason: str) -> None:
    """Skip what needs a browser; where one is required, fail."""
    if os.environ.get("DETENTE_REQUIRE_BROWSER"):
        pytest.fail(f"browser tests cannot run: {reason}")
    pytest.skip(f"browser tests cannot run: {reason}")


def opened() -> Iterator[Any]:
    """A browser, until it is not needed any more."""
    if CHROMIUM is None:
        missing("no Chromium on this machine")
    try:
        from playwright.sync_api import expect, sync_playwright
    except ImportError:
        missing("Playwright is not installed")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments, timeout=PATIENCE)
        yield found
        found.close()


# Of the session it would be in the way of tests that have an event loop.
browser = pytest.fixture(opened, scope="package", name="browser")


@dataclass
class Workbench:
    """A running `detente serve`: its first address (with the token), its folder."""

    address: str
    folder: Path
    process: subprocess.Popen[str]

    @property
    def origin(self) -> str:
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"


@pytest.fixture(scope="package")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """The workbench on a folder that is empty at first; what was worked out for one test is there for the next."""
    yield from served(tmp_path_factory.mktemp("folder"))


def served(folder: Path) -> Iterator[Workbench]:
    """The workbench on this folder, until it is not needed any more."""
    process = subprocess.Popen(
        [sys.executable, "-m", "detente", "serve", str(folder), "--port", "0", "--no-open"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    said = ""
    while "http" not in said:
        said = process.stdout.readline()
        assert said, "detente serve ended"
    yield Workbench(next(word for word in said.split() if word.startswith("http")), folder, process)
    process.send_signal(signal.SIGINT)
    process.wait(timeout=PATIENCE / 1000)


@dataclass
class Visit:
    """A page of the workbench, and what went wrong on it: errors, and requests that leave this computer."""

    page: Any
    workbench: Workbench
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE)
        self.heard = {
            "pageerror": lambda error: self.errors.append(str(error)),
            "console": lambda said: self.errors.append(said.text) if said.type == "error" else None,
            "request": self._asked,
        }
        for event, listener in self.heard.items():
            self.page.on(event, listener)

    def leave(self) -> None:
        """Leave the window as it was found."""
        for event, listener in self.heard.items():
            self.page.remove_listener(event, listener)
        self.page.goto(self.elsewhere)
        self.page.set_viewport_size(WINDOW)

    @property
    def elsewhere(self) -> str:
        """An address that is no page of the workbench, of the same place: the browser starts no new process for it."""
        return f"{self.workbench.origin}/style.css"

    def _asked(self, request: Any) -> None:
        if urlsplit(request.url).hostname not in ("127.0.0.1", "localhost", None):
            self.outside.append(request.url)

    def go(self, screen: str, name: str | None = KURIL, **address: str) -> Visit:
        """Open a screen of the situation `name` by its address."""
        query = urlencode({**({} if name is None else {"open": name}), **address})
        self.page.goto(f"{self.workbench.origin}/#/{screen}?{query}")
        self.page.locator("main").wait_for()  # a handle of an element would keep it in memory
        return self

    def text(self, selector: str) -> str:
        """The text of the first element, without the marks that isolate values."""
        return self.plain(self.page.locator(selector).first.inner_text())

    def texts(self, selector: str) -> list[str]:
        return [self.plain(text) for text in self.page.locator(selector).all_inner_texts()]

    @staticmethod
    def plain(text: str) -> str:
        for mark in "\u2066\u2067\u2068\u2069\u200f\u200e":
            text = text.replace(mark, "")
        return " ".join(text.split())

    def until(self, expression: str, argument: Any = None) -> Any:
        """What a function of JavaScript gives, once that is true (the page itself may not evaluate texts)."""
        end = time.monotonic() + PATIENCE / 1000
        while not (found := self.page.evaluate(expression, argument)):
            assert time.monotonic() < end, f"never came: {expression} {argument}"
            self.page.wait_for_timeout(60)
        return found

    def wait(self, selector: str, says: str) -> Any:
        """The element that says this, once it does; values in it are isolated, so it is compared in the page."""
        found = """([selector, says]) => [...document.querySelectorAll(selector)].findIndex((one) =>
            one.textContent.replace(/[\\u2066-\\u2069]/g, "").replace(/\\s+/g, " ").includes(says)) + 1"""
        at = self.until(found, [selector, says])
        return self.page.locator(selector).nth(at - 1)

    def well(self) -> None:
        """Nothing went wrong, and nothing left this computer."""
        assert self.errors == []
        assert self.outside == []


@pytest.fixture(scope="package")
def window(browser: Any) -> Iterator[Any]:
    """One window for all tests: the page keeps nothing in the browser, and another document begins anew."""
    context = browser.new_context(viewport=WINDOW, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def visit(window: Any, workbench: Workbench) -> Iterator[Visit]:
    """The empty window, which knows the token."""
    token = window.request.get(workbench.address, timeout=PATIENCE)
    assert token.ok  # it becomes a cookie, and no screen is drawn for it
    visit = Visit(window, workbench)
    yield visit
    visit.leave()
