"""Every screen for everybody: no violation that axe finds, nothing cut off or too small to hit, nothing from outside.

axe-core is a development dependency of ``web/`` (``npm ci`` there); without it only its findings are left out.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.words import LANGUAGES
from tests.browser.conftest import KURIL, Visit, missing

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
THEMES = {"en": "light", "ar": "dark"}
ELMIRA = "stability/elmira"
SCREENS = {  # screen → (what is open, the rest of the address, what shows that it is there)
    "home": (None, {}, ".card"),
    "bench": (KURIL, {}, ".facts .fp bdi"),
    "moves": (KURIL, {}, ".mv"),
    "deal": (KURIL, {"seen": "1"}, ".qas"),
    "sure": (KURIL, {"q": "build_up", "draws": "400"}, ".job.done"),
    "evidence": (KURIL, {"without": "article"}, ".wres"),
    "compare": (KURIL, {"right": "as:japan"}, ".lead3"),
    "small": (ELMIRA, {}, ".elm .node"),
    "present/2": (KURIL, {}, ".pfacts"),
}
WIDTHS = (390, 800, 1440)
PICTURES = {"moves", "deal", "sure", "small"}


def show(visit: Visit, screen: str, language: str) -> None:
    name, address, there = SCREENS[screen]
    visit.go(screen, name, lang=language, theme=THEMES[language], **address)
    visit.page.wait_for_selector(there)
    if screen in PICTURES:
        visit.page.wait_for_selector("figure.fig svg, figure.fig .tbar")


def violations(visit: Visit) -> list[str]:
    """What axe finds on the screen, where it is installed."""
    if not AXE.is_file():
        return []
    if visit.page.evaluate("() => !window.axe"):
        visit.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = {"runOnly": RULES, "resultTypes": ["violations"], "selectors": False}  # where: nobody reads it
    result = visit.page.evaluate("(found) => axe.run(document, found)", found)
    return [f"{one['id']}: {[node['html'][:200] for node in one['nodes'][:3]]}" for one in result["violations"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_can_be_read_and_hit(visit: Visit, language: str) -> None:
    """In English light, in Arabic dark: no violation that axe finds; at three widths no sideways scroll and no target
    below 24 px; axes run left to right, and no label is cut off."""
    for screen in SCREENS:
        show(visit, screen, language)
        assert violations(visit) == [], screen
        for width in WIDTHS:
            visit.page.set_viewport_size({"width": width, "height": 900})
            wide = "() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
            assert visit.page.evaluate(wide) <= 0, (screen, width)
            assert visit.page.evaluate(SMALL) == [], (screen, width)
        assert visit.page.evaluate(CUT) == [], screen
        drawn = visit.page.locator("svg.map, svg.fr, svg.elm, svg.heat, .gauge, .ax, .tbar")
        assert set(drawn.evaluate_all("(all) => all.map((one) => one.getAttribute('dir'))")) <= {"ltr"}, screen
        assert (drawn.count() > 0) == (screen in PICTURES)
        if screen in PICTURES:
            pictures(visit)
    assert visit.page.evaluate("() => document.documentElement.dir") == LANGUAGES[language]
    visit.well()
    if not AXE.is_file():
        missing("axe-core is not installed (npm ci in web/)")


SMALL = """() => [...document.querySelectorAll(
  'button, a[href], select, [role=button], input:not(.vh)')].filter((one) => {
  if (!one.checkVisibility({opacityProperty: false}) || one.closest('.vh')) return false;
  const inText = one.matches('p a, li a, p button.link, figcaption a');
  const label = one.matches('input[type=radio], input[type=checkbox]') ? one.closest('label') : null;
  const box = (label ?? one).getBoundingClientRect();
  return box.width > 1 && !inText && (box.width < 23.5 || box.height < 23.5);
}).map((one) => one.outerHTML.slice(0, 120))"""

CUT = """() => [...document.querySelectorAll('svg.map, svg.fr, svg.elm')].flatMap((svg) => {
  const box = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text')].filter((text) => {
    const at = text.getBoundingClientRect();
    return at.left < box.left - 2 || at.right > box.right + 2;
  }).map((text) => text.textContent);
})"""


def pictures(visit: Visit) -> None:
    """Each has a caption that says how to read it, and the same as a table that can be saved."""
    figures = visit.page.locator("figure.fig")
    assert figures.count() > 0
    for figure in figures.all():
        assert len(figure.locator("figcaption").inner_text()) > 30
        figure.locator("summary").click()
        rows = figure.locator("tbody tr").count()
        assert rows > 0
        with visit.page.expect_download() as saved:
            figure.locator(".twin > button").click()
        text = Path(saved.value.path()).read_bytes().decode("utf-8")
        assert text.startswith('\ufeff"') and text.count("\r\n") == rows + 1
