"""Sharing a brief or a report as a file, from the page (scenario 17)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Visit
from tests.browser.test_screens import word
from tests.web.served import SMALL
from tests.web.test_export import MINISTER, SAID

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("language", "kind"), [("en", "html"), ("ar", "csv")])
def test_17_a_brief_is_shared_without_the_words_of_the_source(
    visit: Visit, tmp_path: Path, language: str, kind: str
) -> None:
    """The slider inside the shared page, which was drawn too, comes later. Of a small case, since the Kuril brief takes
    seconds; that quotes stay out of that one is seen in tests/web/test_export.py."""
    place = visit.workbench.folder / f"harbour-{kind}"
    place.mkdir()
    (place / "said.txt").write_text(MINISTER, encoding="utf-8")
    (place / "situation.yaml").write_text(SAID, encoding="utf-8")
    visit.go("bench", place.name, lang=language)
    visit.page.locator(".lead").wait_for()
    visit.page.locator(".top .tool", has_text=word("web.share", language)).click()
    visit.page.locator(".dlg .opt", has_text=word(f"screens.share.{kind}", language)).click()
    with visit.page.expect_download() as saved:
        visit.page.locator(".dlg .primary").click()
    visit.wait(".toast", saved.value.suggested_filename)
    assert not visit.page.locator(".dlg").is_visible()
    file = tmp_path / f"shared.{kind}"
    saved.value.save_as(file)
    text = file.read_text(encoding="utf-8-sig")
    assert "Harbour news" in text or kind == "csv"
    assert "stay open all winter" not in text
    assert str(visit.workbench.folder) not in text
    if kind == "html":
        page, asked = visit.page.context.new_page(), []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(file.as_uri())
        assert page.locator("h1").count() == 1
        assert asked == [file.as_uri()]
        page.close()  # a page behind another draws once in a second
    else:
        assert text.count("\n") == 2 and "open" in text
    visit.well()


def test_17_while_a_report_is_written_the_page_answers(visit: Visit) -> None:
    """The window may be closed meanwhile; the file comes all the same, unless it is stopped. What the program tells of
    the report is held up, so that it takes as long as it has to."""
    page, file = visit.page, visit.workbench.folder / "small.yaml"
    file.write_text(SMALL, encoding="utf-8")
    ended = []

    def held(route: Any) -> None:
        if route.request.method == "DELETE":
            ended.append(route.request.url)
            route.continue_()

    page.route("**/api/job/*", held)
    share, primary = page.locator(".top .tool").last, page.locator(".dlg .primary")
    visit.go("bench", file.name)
    page.wait_for_selector(".facts .fp bdi")
    share.click()
    page.locator(".dlg .opt", has_text=word("screens.share.html")).click()
    page.locator(".dlg label", has_text=word("screens.share.whole")).click()
    primary.click()
    page.wait_for_selector(".dlg .job")
    page.keyboard.press("Escape")
    visit.wait(".top .tool", word("screens.share.writing"))
    visit.until("() => document.activeElement.matches('.top .tool')")  # where the window was opened from
    page.locator("#slider-trust").focus()
    page.keyboard.press("Home")
    page.wait_for_selector(".facts li.ch")
    visit.wait(".top .tool", word("screens.share.writing"))  # the answer came before the file
    share.click()
    page.locator(".dlg .job button", has_text=word("screens.share.cancel")).click()
    page.wait_for_selector(".dlg .job", state="detached")
    assert primary.is_enabled() and ended
    page.unroute_all(behavior="ignoreErrors")
    visit.well()
