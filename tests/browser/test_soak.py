"""Random gestures, the same ones every time: no error, nothing that leaves this computer, an answer at the end; and no
memory that grows without end, in the page or the program. ``DETENTE_GESTURES`` says how many (CI, which alone runs
them: 500)."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser.conftest import Visit, Workbench, served

pytestmark = [pytest.mark.browser, pytest.mark.slow]
GESTURES = int(os.environ.get("DETENTE_GESTURES", "60"))
TOURS = 2  # of all screens, and as many again
SEED = 17
KEYS = ["ArrowLeft", "ArrowRight", "[", "]", "Backspace", "Home", "End", "Escape", "Enter", "1", "5", "p", "?", "Tab"]
CHORDS = [*(f"Alt+{i}" for i in range(1, 7)), "Alt+l", "Control+z", "Control+Shift+z"]
TARGETS = "main button, main [role=button], main input, main summary, main select, .chip, .tabs a, .top button"
SEEN = """(selector) => [...document.querySelectorAll(selector)].map((one, i) => [one, i])
  .filter(([one]) => one.checkVisibility() && !one.closest('dialog')).map(([, i]) => i)"""
MB = 1024 * 1024
SCREENS = {
    "bench": ".facts .fp bdi",
    "moves": ".mv",
    "deal": ".qas",
    "sure": ".shares",
    "evidence": ".claim",
    "compare": ".lead3",
}


@pytest.fixture(scope="module")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """One of its own, which is weighed, and where a gesture may save something."""
    yield from served(tmp_path_factory.mktemp("folder"))


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


@dataclass(frozen=True)
class Weight:
    """What is held: by the page (bytes, nodes, listeners), and by the largest process of the program (bytes)."""

    heap: int
    nodes: int
    listeners: int
    program: int


def weigh(visit: Visit) -> Weight:
    """The same place of the bench, settled, and what is held there once the garbage is gone."""
    page = visit.page
    page.evaluate("document.querySelector('dialog[open]')?.close()")
    visit.go("home", None, lang="en")
    page.locator(".card").first.wait_for()  # a handle of an element would keep it
    visit.go("bench", lang="en")
    page.locator(".facts .fp bdi").first.wait_for()
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    session.send("HeapProfiler.collectGarbage")
    found = {one["name"]: int(one["value"]) for one in session.send("Performance.getMetrics")["metrics"]}
    session.detach()
    program = max(map(resident, family(visit.workbench.process.pid)))
    return Weight(found["JSHeapUsedSize"], found["Nodes"], found["JSEventListeners"], program)


def family(pid: int) -> list[int]:
    """A process and all that it has started."""
    try:
        tasks = Path(f"/proc/{pid}/task").iterdir()
        below = [int(one) for task in tasks for one in (task / "children").read_text().split()]
    except OSError:
        return []
    return [pid, *(each for one in below for each in family(one))]


def wrong(visit: Visit) -> list[str]:
    """What went wrong on the page. That the program refuses something in words (400) is no error: the page tells it."""
    return [one for one in visit.errors if "status of 400" not in one]


def resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def test_random_gestures_break_nothing(visit: Visit) -> None:
    chance = random.Random(SEED)
    before = weigh(visit)
    done: list[str] = []
    for _ in range(GESTURES):
        done.append(gesture(visit, chance))
        visit.page.wait_for_timeout(chance.choice([0, 5, 40]))
        if not visit.page.url.startswith(visit.workbench.origin):
            visit.go("bench")  # `back` left the page
        assert not wrong(visit), (wrong(visit), done[-5:], visit.page.url)
    after = weigh(visit)
    assert not wrong(visit) and visit.outside == []
    # Answers of late are kept, and what was shown once: as much after 1,500 gestures as after 500.
    assert after.heap < before.heap + 16 * MB
    assert after.nodes < before.nodes + 15_000 and after.listeners < before.listeners + 1_500
    assert after.program < before.program + 1_200 * MB


def test_a_tour_of_all_screens_leaves_nothing_behind(visit: Visit) -> None:
    """The browser may still hold the last home (4,900 nodes, 3 MB); the screens of the tours would weigh many times as
    much."""

    def tours() -> Weight:
        for _ in range(TOURS):
            for screen, there in SCREENS.items():
                visit.go(screen, lang=visit.page.evaluate("document.documentElement.lang"))
                visit.page.locator(there).first.wait_for()
                visit.page.keyboard.press("Alt+l")
            for key in "?", "Escape", "p", "Escape":
                visit.page.keyboard.press(key)
        return weigh(visit)

    before = tours()
    after = tours()
    visit.well()
    assert after.nodes < before.nodes + 6_000 and after.listeners < before.listeners + 500, (before, after)
    assert after.heap < before.heap + 6 * MB, (before, after)
    assert after.program < before.program + 50 * MB, (before, after)
