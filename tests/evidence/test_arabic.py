"""Quotes from an Arabic text, as people copy them: found or refused, and warned of a negation that is left out."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from detente.evidence.anchor import QuoteError, anchor
from detente.evidence.negators import nearby_negator

HERE = Path(__file__).parent / "arabic"
TEXT = (HERE / "source.txt").read_text(encoding="utf-8")
QUOTES = list(csv.DictReader((HERE / "quotes.csv").open(encoding="utf-8")))


def judged(text: str, quote: str) -> str:
    try:
        place = anchor(text, quote)
    except QuoteError as error:
        return error.code.removeprefix("quote_")
    return "warned" if nearby_negator(text, place) else "accepted"


@pytest.mark.parametrize("row", QUOTES, ids=lambda row: row["id"])
def test_variations_of_quotes(row: dict[str, str]) -> None:
    assert judged(TEXT, row["quote"]) == row["right"], row["what"]


@pytest.mark.parametrize(("text", "quote", "right"), [
    ("وافقت الحكومة على ٤٠ نقطة، ورفضت ٤٠٠", "40", "accepted"),
    ("بلغت ١٢٬٥٠٠ دولار", "12,500 دولار", "accepted"),
    ("بلغت ۱۲٫۵ في المئة", "بلغت 12.5", "accepted"),
    ("النمو ٥٪ هذا العام", "النمو 5%", "accepted"),
    ("قال؛ ثم مضى", "قال; ثم مضى", "accepted"),
    ("يدعو إلى اللاعنف", "عنف", "absent"),
    ("يدعو إلى اللاعنف", "اللاعنف", "accepted"),
    ("وبالتفاوض وحده", "تفاوض وحده", "accepted"),
    ("وللتفاوض وحده", "تفاوض وحده", "accepted"),
    ("فالتفاوض وحده", "التفاوض وحده", "accepted"),
    ("كالتفاوض وحده", "تفاوض وحده", "accepted"),
    ("واتفاقهم وحده", "اتفاق", "absent"),
    ("a nonviolent way", "violent way", "absent"),
    ("the treaty is signed", "treat", "absent"),
    ("条约已经签署", "已经", "accepted"),
    # what only looks like a negation
    ("لا ريب أن الاتفاق قريب", "الاتفاق قريب", "accepted"),
    ("بلا شكّ الاتفاق قريب", "الاتفاق قريب", "accepted"),
    ("من دون شك سيوقّع الطرفان", "سيوقّع الطرفان", "accepted"),
    ("ولا يزال الاتفاق قريباً", "الاتفاق قريباً", "accepted"),
    ("غير أنه سيوقّع", "سيوقّع", "accepted"),
    ("لا سيما التوقيع", "التوقيع", "accepted"),
    ("ما زالوا يفاوضون", "يفاوضون", "accepted"),
    ("لا محالة سيوقّع", "سيوقّع", "accepted"),
    ("ما دام يفاوض", "يفاوض", "accepted"),
    ("لا أحد ينكر أن الاتفاق قريب", "الاتفاق قريب", "accepted"),
    ("الأطراف متفقة ولا تخشى شيئاً", "الأطراف متفقة", "accepted"),
    ("كلا الطرفين يوافق", "الطرفين يوافق", "accepted"),
    # and what is one
    ("لسنا موافقين", "موافقين", "warned"),
    ("خرجوا بلا اتفاق", "اتفاق", "warned"),
    ("وبغير اتفاق", "اتفاق", "warned"),
    ("لعدم الاتفاق أثر", "الاتفاق أثر", "warned"),
    ("ولمّا يوقّع أحد", "يوقّع أحد", "warned"),
    ("لمّا وصل الوفد", "وصل الوفد", "accepted"),
    ("يجب ألّا يوقّع", "يوقّع", "warned"),
    ("لئلا يوقّع", "يوقّع", "warned"),
    ("أنكر الوزير بشدّة أمس أن يكون وقّع شيئاً", "وقّع شيئاً", "warned"),
    ("الأطراف متفقة فلا خلاف", "الأطراف متفقة", "accepted"),
    ("الاتفاق نهائي فلن يُعدّل", "الاتفاق نهائي", "warned"),
    ("ليس فقط يوافق", "يوافق", "accepted"),
])  # fmt: skip
def test_more_of_their_kinds(text: str, quote: str, right: str) -> None:
    assert judged(text, quote) == right
