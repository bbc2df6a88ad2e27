"""Sentences as they were and as they must be: what is never said again, and what is said instead, in two cases.

Each row is a sentence that readers stumbled over: a pattern of the old wording, which may occur nowhere, and where the
two cases say such a thing, patterns of the new one. Marks of doubling and of direction are left out before matching.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from detente.bargaining.agreement.result import story
from detente.findings.result import Findings
from detente.influence.result import influence
from detente.load import load
from detente.report.brief import brief
from detente.report.terminal import lines
from detente.report.whole import report
from detente.stability.perception.result import perception
from detente.stability.result import stability
from tests.report.test_acceptance import found as findings_of

CASES = {
    "kuril": "kuril/2019-01",
    "macedonia": Path(__file__).parents[1] / "written" / "macedonia" / "situation.yaml",
}
MARKS = re.compile("[\u0651\u2066-\u2069]")

NEVER = {
    "en": {
        1: r"does not quite hold",
        2: r"nobody would leave",
        4: r"compared with staying|Where things come to rest",
        5: r"Not one of them serves",
        6: r"\(several together may\)",
        7: r"counts? [\d.]+ times as much|yes in part",
        8: r"counts only \d+%",
        9: r"futures that the ranges",
        10: r"\b99\.\d+%",
        11: r"Least sure",
        12: r"no chances of",
        13: r"is in part",
        14: r"\d+ different ways",
        15: r"answers other than those that come",
        16: r"that .+ expected are not stable",
        17: r"\boutcome \d",
        18: r"Newly stable",
        19: r"However it is read: ",
        20: r"there is no deal here|No package is better for any",
        21: r"the two could do better than by any whole",
        22: r"own scale that is worth",
        23: r"would have to value it",
        24: r"What speaks against it",
        25: r"Even on that view",
        26: r"the same deal:",
        27: r"Futures with a package",
        28: r"Even without a deal “",
        29: r"hold it back for long",
        30: r"\(R, SSEQ and SEQ\)",
        31: r"a sacrifice by",
        32: r"take back the gain",
        33: r"What moves the answer most",
        34: r"put in rather than derived",
        35: r"Together these are enough",
        36: r"The best guess",
        37: r"trade: .* for [\d.]+% of (its|their) needs|[\d.]+ to 1\. R",
        38: r"Cypriots depends|guarantors stops|NATO and the EU (has|depends|is)\b",
        39: r"probabilit",
        40: r"four of five such cases",
        41: r"Macedonia and NATO and the EU",
        42: r"e−0\d",
        43: r"counts 1 times",
    },
    "ar": {
        1: r"لا يثبت تماما",
        2: r"لا أحد يخرج",
        5: r"لا حزمة منها تخدم",
        7: r"أمثال المفترض",
        8: r"من المفترض\b",
        9: r"من المستقبلات",
        11: r"وأقلها تأكدا",
        12: r"لا احتمالات لما سيحدث",
        13: r": جزئيا",
        14: r"أحد مآلين مختلفين",
        16: r"كان ثباتهما متوقعا",
        17: r"إلى النتيجة \d",
        18: r"عدد ما يصير ثابتا",
        20: r"لا صفقة هنا",
        21: r"أن يبلغا أفضل من أي حزمة كاملة",
        22: r"وقيمة ذلك بمقياس",
        23: r"وما ينقصها لت",
        24: r"ما يعارضها لدى",
        25: r"بحسب هذه النظرة",
        27: r"نسبة المستقبلات",
        30: r"لا تدوم \(R",
        31: r"الرفض متوقع من",
        32: r"إضاعة مكسب",
        33: r"أكثر ما يحرك الجواب",
        34: r"موضوع لا مستنتج: يطلبه",
        35: r"وتكفي هذه معا",
        36: r"أفضل تخمين",
        37: r"تجارة السلع: اعتماد .* من الحاجات",
        39: r"واحتمال إخفاق",
        40: r"الأخطاء المقيسة",
        42: r"e−0\d",
        43: r"إلى 1 أمثال",
    },
}

SAID = {
    ("kuril", "en"): {
        2: "neither side has a step it would take, alone or with the other",
        4: "None of the 312 packages leaves both sides better off",
        5: r"Japan would gain 2\.8 and Russia would lose 5\. Russia refuses",
        6: "No uncertain number turns this answer alone, anywhere in its range",
        7: r"is worth more than 3\.8 points to Japan \(the file: 1, from 0 to 2\)",
        8: r"costs Russia less than 2\.5 points \(the file: 8",
        10: r"nearly all runs \(more than 99%\)",
        11: r"Close call: Russia .* in more than half of the runs \(74%\)",
        17: "If each acts on what it sees, things end here",
        18: "were told how things are, no answer would turn",
        23: r"Nearest of any kind: joint activity on the islands",
        20: "No deal: no package leaves both sides better off",
        24: r"Russia refuses: a message to the United States −2, the cost of more activity \+1",
        25: r"Even as Russia sees it, that is too little for some: Japan \+0\.4, and it moves only for more than 0\.5",
        26: "Each hopes for a package of its own",
        27: r"Some package serves all in very few runs \(\d%\); in the eyes of Japan",
        29: "none of them can make it wait",
        34: "It is put in, not derived, that Russia",
        37: r"China has 15\.7% of Russia's goods trade, Russia 2\.3% of China's\.",
    },
    ("kuril", "ar"): {
        2: "لا تبقى لأي من الطرفين خطوة يُقدم عليها، منفردا أو مع الآخر",
        6: "لا رقم غير مؤكد يغير هذا الجواب وحده، أينما وقع في مداه",
        7: r"أن تزيد قيمة .* لدى اليابان على 3\.8 نقطة \(في الملف 1",
        8: r"أن تقل كلفة .* على روسيا عن 2\.5 نقطة",
        10: r"كل عمليات المحاكاة تقريبا \(أكثر من 99%\)",
        11: r"قريب من حد التحول: تزيد روسيا .* \(74%\)",
        17: "إذا تصرف كل طرف بحسب ما يراه، انتهى الأمر إلى",
        18: "لو عرفت اليابان حقيقة الأمر لما تغير جواب",
        20: "لا صفقة: لا حزمة تجعل الطرفين في وضع أفضل",
        24: r"ترفضها روسيا: رسالة إلى الولايات المتحدة −2، كلفة النشاط الإضافي \+1",
        26: "ولكل طرف حزمة يأملها",
        37: r"حصة الصين من تجارة روسيا 15\.7%، وحصة روسيا من تجارة الصين 2\.3%",
    },
    ("macedonia", "en"): {
        13: "Either way, in 6 of the 10 places where it can end",
        14: "Things can end in 10 places",
        42: r"NATO and the EU \+3\.3",
    },
    ("macedonia", "ar"): {42: r"\+3\.3"},
}


@cache
def results(name: str) -> tuple[Any, ...]:
    """What the commands find of stability, influence, deals and what each sees, for both languages."""
    case = load(CASES[name])
    return (
        stability(case.situation),
        influence(case.situation, case.folder),
        story(case.situation, case.perceptions),
        perception(case.situation, case.perceptions, case.readings),
    )


def told(name: str, found: Findings, language: str) -> str:
    """Brief, report, and what the commands say of stability, influence, deals and what each sees."""
    parts = [lines(brief(found, language)), lines(report(found, language))]
    parts += ["\n".join(result.sentences(language)) for result in results(name)]
    return MARKS.sub("", "\n".join(parts)).replace("\u064b", "")


@pytest.mark.parametrize("language", NEVER)
@pytest.mark.parametrize("name", ["kuril", "macedonia"])
def test_what_was_mended_is_never_said_and_what_replaced_it_is(name: str, language: str, kuril: Findings) -> None:
    text = told(name, kuril if name == "kuril" else findings_of("macedonia"), language)
    again = {row: found[0] for row, old in NEVER[language].items() if (found := re.search(old, text))}
    missing = {row: new for row, new in SAID[name, language].items() if not re.search(new, text)}
    assert (again, missing) == ({}, {})


TODAY = [
    ("en", 1, "The status quo does not quite hold: Russia would add forces."),
    ("en", 10, "in 99.94%, no treaty is signed"),
    ("en", 37, "Goods trade: Russia depends on China for 15.7% of its needs"),
    ("en", 38, "the Turkish Cypriots depends on Turkey"),
    ("en", 42, "better by more than 1.1e−06 points"),
    ("en", 43, "“Morphou” counts 1 times as much"),
    ("ar", 14, "قد يؤدي الوضع القائم إلى أحد مآلين مختلفين"),
    ("ar", 37, "تجارة السلع: اعتماد روسيا على الصين قدره 15.7% من الحاجات"),
]


@pytest.mark.parametrize(("language", "row", "old"), TODAY)
def test_the_old_wording_would_be_found(language: str, row: int, old: str) -> None:
    assert re.search(NEVER[language][row], old)
