"""Random gestures, the same ones every time: no error, nothing that leaves this computer, and an answer at the end."""

from __future__ import annotations

import os
import random

import pytest

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
GESTURES = int(os.environ.get("DETENTE_GESTURES", "100"))
SEED = 17
KEYS = ["ArrowLeft", "ArrowRight", "[", "]", "Backspace", "Home", "End", "Escape", "Enter", "1", "5", "p", "?", "Tab"]
CHORDS = [*(f"Alt+{i}" for i in range(1, 7)), "Alt+l", "Control+z", "Control+Shift+z"]
TARGETS = "main button, main [role=button], main input, main summary, main select, .chip, .tabs a, .top button"
SEEN = """(selector) => [...document.querySelectorAll(selector)].map((one, i) => [one, i])
  .filter(([one]) => one.checkVisibility() && !one.closest('dialog')).map(([, i]) => i)"""


def gesture(visit: Visit, chance: random.Random) -> str:
    """One gesture, and what it was."""
    page = visit.page
    kind = chance.random()
    if kind < 0.2:
        chord = chance.choice(CHORDS)
        page.keyboard.press(chord)
        return chord
    if kind < 0.4:
        key = chance.choice(KEYS)
        page.keyboard.press(key)
        return key
    if kind < 0.45:
        page.go_back()
        return "back"
    seen = page.evaluate(SEEN, TARGETS)
    if not seen:
        page.keyboard.press("Escape")
        return "nothing to press"
    which = chance.choice(seen)
    return str(
        page.evaluate(
            """([selector, i, at]) => {
              const one = document.querySelectorAll(selector)[i];
              if (!one) return "gone";
              one.focus();
              const send = (name) => one.dispatchEvent(new Event(name, {bubbles: true}));
              if (one.type === "file") return "file";
              else if (one.type === "range") {
                one.value = +one.min + at * (one.max - one.min);
                send("input");
                send("change");
              } else if (one.tagName === "SELECT") {
                one.selectedIndex = Math.floor(at * one.options.length);
                send("change");
              } else if (one.click) one.click();
              else one.dispatchEvent(new MouseEvent("click", {bubbles: true}));
              return one.outerHTML.slice(0, 90);
            }""",
            [TARGETS, which, chance.random()],
        )
    )


def test_random_gestures_break_nothing(visit: Visit) -> None:
    chance = random.Random(SEED)
    visit.go("bench")
    visit.page.wait_for_selector(".facts .fp bdi")
    done: list[str] = []
    for _ in range(GESTURES):
        done.append(gesture(visit, chance))
        visit.page.wait_for_timeout(chance.choice([0, 5, 40]))
        if not visit.page.url.startswith(visit.workbench.origin):
            visit.go("bench")  # `back` left the page
        assert visit.errors == [], done[-5:]
    visit.page.evaluate("document.querySelector('dialog[open]')?.close()")
    visit.go("bench", lang="en")
    visit.page.wait_for_selector(".facts .fp bdi")
    visit.well()
