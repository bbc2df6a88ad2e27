"""The file in Chromium, as text and as a form: mistakes and their remedies, undo, another program, two windows.

Scenarios 14 and 15 of the drawing of the workbench, and what its contracts say of typing.
"""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from detente.cases import find_case
from detente.words import LANGUAGES, say
from tests.browser.conftest import KURIL, PATIENCE, Visit, Workbench
from tests.web.served import SMALL as FLOW

pytestmark = pytest.mark.browser

BROKEN = """\
detente: 1
title: {en: Four mistakes in one small file, ar: أربعة أخطاء في ملف صغير}
actors:
  north: {name: North}
  south: {name: South}
drivers:
  trust: {value: 0.9..0.3, why: "poll numbers differ"}
options:
  north: {border: {text: open the border, otherwise: keep it closed}}
  south: {trade: {text: trade with the north, otherwise: trade elsewhere}}
preferences:
  north: {goals: {calm: {want: nort.border, weight: 2, why: a quiet border}}}
  south: {goals: {trade: {want: "south.trade and", wieght: 3}}}
"""
TRUST = "{value: 0.3..0.9, why: polls differ}   # between, roughly"
SMALL = FLOW.replace(TRUST, "\n    value: 0.3..0.9\n    why: polls differ")  # the range on a line of its own
EDITOR = ".cm-content"  # in a shadow root: found by locators, not by selectors in the page


def editor_has(visit: Visit, words: str) -> None:
    visit.page.locator(EDITOR, has_text=words).wait_for()


def becomes(visit: Visit, file: Path, text: str) -> None:
    """The file on the disk has this text, soon."""
    end = time.monotonic() + PATIENCE / 1000
    while (now := file.read_text(encoding="utf-8")) != text and time.monotonic() < end:
        visit.page.wait_for_timeout(50)
    assert now == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_14_mistakes_are_marked_and_mended(visit: Visit, workbench: Workbench, language: str) -> None:
    file = workbench.folder / f"broken-{language}.yaml"
    file.write_text(BROKEN, encoding="utf-8")
    visit.go("bench", file.name, lang=language)
    visit.page.locator(".cm-emsg").nth(3).wait_for()
    assert visit.texts(".cm-wrong") == ["0.9..0.3", "nort.border", '"', "wieght"]
    assert say("web.file.mistakes", language, count=4) in visit.text(".errn")
    directions = visit.page.locator(".cm-emsg").evaluate_all("all => all.map((one) => getComputedStyle(one).direction)")
    assert set(directions) == {LANGUAGES[language]}
    assert visit.page.locator(EDITOR).evaluate("one => getComputedStyle(one).direction") == "ltr"
    visit.page.locator(".cm-emsg button").first.click()
    visit.wait(".errn", say("web.file.mistakes", language, count=3))
    editor_has(visit, "value: 0.3..0.9")
    visit.page.locator(".fixall button").click()
    visit.wait(".errn", say("web.file.mistakes", language, count=1))
    editor_has(visit, "want: north.border")
    editor_has(visit, ", weight: 3")
    assert "and" in visit.text(".cm-emsg button")
    assert file.read_text(encoding="utf-8") == BROKEN  # a text with mistakes is not saved by itself
    visit.page.locator(".cm-emsg button").click()
    visit.page.locator(".errn").wait_for(state="detached")
    visit.until("() => document.querySelector('.lead')")
    assert file.read_text(encoding="utf-8") == (
        BROKEN.replace("0.9..0.3", "0.3..0.9")
        .replace("nort.", "north.")
        .replace(" and", "")
        .replace("wieght", "weight")
    )
    visit.well()


def small(workbench: Workbench, name: str) -> Path:
    """A file of one driver, whose answers take no time."""
    file = workbench.folder / f"{name}.yaml"
    file.write_text(SMALL, encoding="utf-8")
    return file


@pytest.mark.parametrize("language", LANGUAGES)
def test_15_another_program_changes_the_file_during_a_what_if(
    visit: Visit, workbench: Workbench, language: str
) -> None:
    file = small(workbench, f"fifteen-{language}")
    text = {"en": SMALL, "ar": FLOW}[language]
    file.write_text(text, encoding="utf-8")
    visit.go("bench", file.name, lang=language, trust="0.9")
    visit.page.locator(".wib").wait_for()
    theirs = text.replace("weight: 2,", "weight: 2.5,")
    file.write_text(theirs, encoding="utf-8")
    visit.page.locator(".banner").wait_for()
    banner = visit.text(".banner")
    for line in (one for one in text.splitlines() if "value: 0.3..0.9" in one):
        shown = " ".join(line.split())
        assert shown in banner and shown.replace("0.3..0.9", "0.9") in banner
    assert file.read_text(encoding="utf-8") == theirs
    visit.page.locator(".banner button").nth(2).click()
    assert "weight: 2.5," in visit.text(".banner") and "weight: 2," in visit.text(".banner")
    visit.page.locator(".banner button").nth(1).click()
    visit.page.locator(".banner").wait_for(state="detached")
    visit.page.locator(".wib").wait_for(state="detached")
    assert file.read_text(encoding="utf-8") == theirs.replace("value: 0.3..0.9", "value: 0.9")
    visit.well()


def test_their_version_can_be_taken(visit: Visit, workbench: Workbench) -> None:
    file = small(workbench, "theirs")
    visit.go("bench", file.name, trust="0.9")
    visit.page.locator(".wib").wait_for()
    theirs = SMALL.replace("value: 0.3..0.9", "value: 0.2..0.9")
    file.write_text(theirs, encoding="utf-8")
    visit.page.locator(".banner button").first.click()
    visit.page.locator(".wib").wait_for(state="detached")
    assert file.read_text(encoding="utf-8") == theirs
    visit.page.keyboard.press("Control+z")
    visit.page.locator(".wib").wait_for()
    assert file.read_text(encoding="utf-8") == theirs
    visit.well()


def test_typing_is_checked_saved_and_undone_with_everything_else(visit: Visit, workbench: Workbench) -> None:
    shutil.copytree(find_case(KURIL).parent, workbench.folder / "typing")
    file = workbench.folder / "typing" / "situation.yaml"
    before = file.read_text(encoding="utf-8")
    visit.go("bench", "typing", file="text", num="us_reliability")
    visit.page.locator(".cm-looked").wait_for()
    assert visit.text(".cm-looked") == "value: 0.3..0.67"
    visit.page.locator(".cm-looked").click()
    visit.page.keyboard.press("End")
    visit.page.keyboard.type("5")
    visit.page.locator(".cm-looked", has_text="0.675").wait_for()
    changed = before.replace("value: 0.3..0.67\n", "value: 0.3..0.675\n")
    becomes(visit, file, changed)
    visit.page.keyboard.type("x")
    visit.page.locator(".errn").wait_for()
    assert file.read_text(encoding="utf-8") == changed
    visit.page.keyboard.press("Control+z")
    visit.page.locator(".errn").wait_for(state="detached")
    if "0.675" in visit.text(".cm-looked"):  # typed after a pause: a step of its own
        visit.page.keyboard.press("Control+z")
    becomes(visit, file, before)
    visit.well()


def test_a_value_is_changed_in_the_form(visit: Visit, workbench: Workbench) -> None:
    file = small(workbench, "form")
    visit.go("bench", file.name)
    visit.page.locator(".nrow").first.click()
    field = visit.page.locator(".nval input")
    assert field.input_value() == "0.3..0.9"
    field.fill("0.9..0.4")
    field.press("Enter")
    visit.page.locator(".errn").wait_for()
    visit.page.keyboard.press("Control+z")
    visit.page.locator(".errn").wait_for(state="detached")
    visit.page.locator(".nval input").fill("0.4..0.6")
    visit.page.locator(".nval button").click()
    visit.wait(".nrow .nv", "0.4–0.6")
    assert file.read_text(encoding="utf-8") == SMALL.replace("value: 0.3..0.9", "value: 0.4..0.6")
    visit.well()


def test_of_two_windows_the_older_is_told(visit: Visit, workbench: Workbench) -> None:
    visit.go("bench", small(workbench, "windows").name)
    visit.page.locator(".lead").wait_for()
    newer = visit.page.context.new_page()
    newer.goto(visit.page.url)
    newer.locator(".lead").wait_for()
    visit.page.bring_to_front()
    visit.wait(".banner", say("web.file.older_tab"))
    newer.close()
    visit.well()


def test_arabic_in_the_text_is_isolated_piece_by_piece(visit: Visit, workbench: Workbench) -> None:
    (workbench.folder / "pieces.yaml").write_text(BROKEN, encoding="utf-8")
    visit.go("bench", "pieces.yaml")
    visit.page.locator(".cm-iso").first.wait_for()
    assert visit.texts(".cm-iso") == ["أربعة أخطاء في ملف صغير"]
    assert visit.page.locator(".cm-iso").first.evaluate("one => getComputedStyle(one).unicodeBidi") == "isolate"
    box, after = (visit.page.locator(one).bounding_box() for one in (".cm-iso", ".cm-line:nth-child(2)"))
    assert after["x"] < box["x"]


def test_what_fits_is_offered(visit: Visit, workbench: Workbench) -> None:
    (workbench.folder / "offers.yaml").write_text(BROKEN, encoding="utf-8")
    visit.go("bench", "offers.yaml")
    line = visit.page.locator(".cm-line", has_text="nort.border")
    line.click()
    visit.page.keyboard.press("Home")
    for _ in range(line.text_content().index("nort.border") + len("nort.") - 2):
        visit.page.keyboard.press("ArrowRight")
    visit.page.keyboard.press("Control+Space")
    offer = visit.page.locator(".cm-tooltip-autocomplete li").first
    offer.wait_for()
    assert visit.plain(offer.inner_text()).startswith("north.border")
    visit.well()


def test_a_file_that_was_never_sound_shows_no_answer_of_another(visit: Visit, workbench: Workbench) -> None:
    """And what can be read of it is read in the language of the reader."""
    sound = find_case(KURIL).read_text(encoding="utf-8")
    (workbench.folder / "never.yaml").write_text(sound.replace("value: 0..2", "value: 2..0", 1), encoding="utf-8")
    visit.go("bench")
    visit.page.locator(".facts .fp bdi").first.wait_for()
    visit.go("bench", "never.yaml")
    visit.wait(".ph + p", say("web.file.no_answer", "en"))
    assert visit.page.locator(".facts").count() == 0
    visit.page.keyboard.press("Alt+l")
    visit.wait(".case .ttl", "اليابان وروسيا")
    visit.wait(".chip", "هل تُوقع معاهدة سلام؟")
    visit.go("bench", lang="ar")  # and the other one says again what it said
    visit.page.locator(".facts .fp bdi").first.wait_for()
    visit.well()
