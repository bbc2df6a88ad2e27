"""Forty Arabic sentences as they must be: counted nouns by rule, and verbs before a named subject."""

from __future__ import annotations

import re
from typing import Any

import pytest

from detente.words import Said, say
from detente.words.grammar import Forms, Noun
from tests.words.test_glossary import SAID

COUNTS = (1, 2, 3, 11, 100)
ALL = {"sides": Said("bargain.sides.more")}
COUNTED: list[tuple[str, str, dict[str, Any], tuple[str, ...]]] = [
    (
        "bargain.zone.count", "count", ALL,
        (
            "حزمة واحدة تجعل الأطراف كلها في وضع أفضل من عدم الاتفاق.",
            "حزمتان تجعلان الأطراف كلها في وضع أفضل من عدم الاتفاق.",
            "3 حزم تجعل الأطراف كلها في وضع أفضل من عدم الاتفاق.",
            "11 حزمة تجعل الأطراف كلها في وضع أفضل من عدم الاتفاق.",
            "100 حزمة تجعل الأطراف كلها في وضع أفضل من عدم الاتفاق.",
        ),
    ),
    ("paths.steps", "count", {}, ("خطوة واحدة", "خطوتان", "3 خطوات", "11 خطوة", "100 خطوة")),
    ("brief.points", "value", {}, ("نقطة واحدة", "نقطتين", "3 نقاط", "11 نقطة", "100 نقطة")),
    (
        "scan.goals", "count", {"turning": 0},
        (
            "حُذف الهدف الوحيد، ثم رُفع وزنه حتى أربعة أمثاله. عدد ما تغير به جواب: 0.",
            "حُذف كل من الهدفين على حدة، ثم رُفع وزنه حتى أربعة أمثاله. عدد ما تغير به جواب: 0.",
            "حُذف كل من 3 أهداف على حدة، ثم رُفع وزنه حتى أربعة أمثاله. عدد ما تغير به جواب: 0.",
            "حُذف كل من 11 هدفاً على حدة، ثم رُفع وزنه حتى أربعة أمثاله. عدد ما تغير به جواب: 0.",
            "حُذف كل من 100 هدف على حدة، ثم رُفع وزنه حتى أربعة أمثاله. عدد ما تغير به جواب: 0.",
        ),
    ),
    (
        "bargain.without.ends", "count", {},
        (
            "بلا اتفاق ينتهي الأمر إلى موضع واحد، ويُحسب لكل طرف أفضل ما فيه.",
            "بلا اتفاق قد ينتهي الأمر إلى موضعين، وعلى الصفقة أن تفوق لدى كل طرف أفضلهما.",
            "بلا اتفاق قد ينتهي الأمر إلى 3 مواضع، وعلى الصفقة أن تفوق لدى كل طرف أفضلها.",
            "بلا اتفاق قد ينتهي الأمر إلى 11 موضعاً، وعلى الصفقة أن تفوق لدى كل طرف أفضلها.",
            "بلا اتفاق قد ينتهي الأمر إلى 100 موضع، وعلى الصفقة أن تفوق لدى كل طرف أفضلها.",
        ),
    ),
    (
        "brief.untranslated", "count", {},
        (
            "نص واحد من الملف مكتوب بلغة أخرى فقط، ويرد هنا كما هو.",
            "نصان من الملف مكتوبان بلغة أخرى فقط، ويردان هنا كما هما.",
            "3 نصوص من الملف مكتوبة بلغة أخرى فقط، وترد هنا كما هي.",
            "11 نصاً من الملف مكتوبة بلغة أخرى فقط، وترد هنا كما هي.",
            "100 نص من الملف مكتوبة بلغة أخرى فقط، وترد هنا كما هي.",
        ),
    ),
]  # fmt: skip

NAMES: tuple[Noun | str, ...] = (
    Noun("الاتحاد الأوروبي", Forms(gender="m")),
    Noun("روسيا", Forms(gender="f")),
    Noun("الكوريتان", Forms(gender="f", number="dual")),
    Noun("القبارصة الأتراك", Forms(gender="m", number="plural")),
    "إثيوبيا",
)
NAMED: list[tuple[str, str, dict[str, Any], tuple[str, ...]]] = [
    (
        "bargain.blocks.missing", "party", {"least": "0.5"},
        (
            "لا يتحرك الاتحاد الأوروبي إلا لأكثر من 0.5",
            "لا تتحرك روسيا إلا لأكثر من 0.5",
            "لا تتحرك الكوريتان إلا لأكثر من 0.5",
            "لا يتحرك القبارصة الأتراك إلا لأكثر من 0.5",
            "إثيوبيا: لا تحرك إلا لأكثر من 0.5",
        ),
    ),
    (
        "brief.levers.waits", "actor", {"needed": 2, "file": "في الملف 1"},
        (
            "ألّا يتحرك الاتحاد الأوروبي إلا لمكسب يزيد على 2 (في الملف 1).",
            "ألّا تتحرك روسيا إلا لمكسب يزيد على 2 (في الملف 1).",
            "ألّا تتحرك الكوريتان إلا لمكسب يزيد على 2 (في الملف 1).",
            "ألّا يتحرك القبارصة الأتراك إلا لمكسب يزيد على 2 (في الملف 1).",
            "أن يزيد أقل مكسب يُتحرك لأجله لدى إثيوبيا على 2 (في الملف 1).",
        ),
    ),
]  # fmt: skip

SENTENCES = [
    (key, {by: one, **values}, sentence)
    for table, varied in ((COUNTED, COUNTS), (NAMED, NAMES))
    for key, by, values, said in table
    for one, sentence in zip(varied, said, strict=True)
]


def test_there_are_forty() -> None:
    assert len(SENTENCES) == 40


@pytest.mark.parametrize(("key", "values", "said"), SENTENCES)
def test_the_sentence_is_written_by_rule(key: str, values: dict[str, Any], said: str) -> None:
    assert say(key, "ar", **values) == said


def test_percents_keep_their_side() -> None:
    """After an Arabic letter “74%” shows as “%74”, so it stands in isolating marks (pages of the web set their own)."""
    loose = re.compile(r"(?<!\u2068)(?<![\w.])(?:\{\w+\}|\d[\d.]*)%(?!\u2069)")
    assert [where for where, text in SAID if not where.startswith("screens") and loose.search(text)] == []
