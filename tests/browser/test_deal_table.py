"""The deal table of agreements that say more than their terms: shares, payments, who ratifies, steps (in a browser)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from detente.words import LANGUAGES
from tests.browser.conftest import Visit
from tests.browser.test_access import violations
from tests.browser.test_screens import word
from tests.web.test_deal import NAME

pytestmark = pytest.mark.browser
LESOTHO, SINAI = "bargaining/lesotho_1986", "bargaining/sinai_1979"
SAID = {
    "en": {
        "even": "To share it evenly, Lesotho pays South Africa 16.5% of the saving.",
        "pays": "Lesotho pays South Africa 16.5% of the saving",
        "step": "Israel leaves the Sinai (part 2 of 2)",
        "lasts": "The fairest package lasts by itself",
    },
    "ar": {
        "even": "ولقسمته بالتساوي دفعة من ليسوتو إلى جنوب أفريقيا قدرها 16.5% من الوفر.",
        "pays": "دفعة من ليسوتو إلى جنوب أفريقيا قدرها 16.5% من الوفر",
        "step": "تنسحب إسرائيل من سيناء (الجزء 2 من 2)",
        "lasts": "أعدل حزمة تدوم بنفسها",
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_share_is_moved_and_a_payment_shares_evenly(visit: Visit, language: str) -> None:
    """Lesotho 1986: the treaty's 56 gives 44 to each; at 72.5 Lesotho has 60.5, and 16.5 back make it even."""
    visit.go("deal", LESOTHO, lang=language)
    visit.wait(".party .big", "44")
    royalty = visit.page.locator("#level-royalty")
    assert royalty.input_value() == "56"
    royalty.focus()
    visit.page.keyboard.press("ArrowLeft" if language == "ar" else "ArrowRight")  # more is where the text runs to
    visit.wait(".party .big", "45")
    visit.page.keyboard.press("[")  # back to the next level that is at hand
    visit.wait(".party .big", "44")
    visit.page.keyboard.press("[")
    visit.wait(".party .big", "38")
    visit.page.locator(".lvl input[type=number]").first.fill("72.5")
    visit.page.keyboard.press("Enter")
    visit.wait(".party .big", "60.5")
    visit.wait(".party .big", "27.5")
    visit.wait(".table p", SAID[language]["even"])
    visit.page.get_by_role("button", name=word("screens.deal.share_evenly", language)).click()
    visit.wait(".lvl label", SAID[language]["pays"])
    visit.wait(".party .big", "44")
    visit.page.wait_for_function("() => /royalty(:|%3A)72.5/.test(location.hash) && /pay=lesotho/.test(location.hash)")
    assert violations(visit) == []
    visit.page.keyboard.press("Control+z")
    visit.wait(".party .big", "60.5")
    visit.well()


@pytest.mark.parametrize("language", LANGUAGES)
def test_steps_are_an_ordered_list(visit: Visit, language: str) -> None:
    visit.go("deal", SINAI, lang=language)
    visit.wait(".more .steps li:last-child", SAID[language]["step"])
    expect(visit.page.locator(".more .steps li")).to_have_count(4)
    visit.wait(".more p", SAID[language]["lasts"])
    visit.well()


def test_who_ratifies_and_whose_yes_is_missing(visit: Visit) -> None:
    (visit.workbench.folder / "name.yaml").write_text(NAME, encoding="utf-8")
    visit.go("deal", "name.yaml", lang="en")
    visit.wait(".votes li", "the assembly (north) yes")
    visit.page.locator(".iss label", has_text="a name for all use").click()
    visit.wait(".votes li", "the left (north) no −2")
    visit.wait(".verdict p", "It does not pass: the yes of the left and the right is missing.")
    visit.wait(".qas p", "The parties would sign it, but it would not be ratified.")
    assert violations(visit) == []
    visit.well()


def test_levels_are_reached_on_a_phone(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 390, "height": 800})
    visit.go("deal", LESOTHO, lang="ar", theme="dark")
    visit.wait(".party .big", "44")
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    heights = "[...document.querySelectorAll('.lvl input')].map((one) => one.getBoundingClientRect().height)"
    assert min(visit.page.evaluate(heights)) >= 24
    assert violations(visit) == []
    visit.well()
