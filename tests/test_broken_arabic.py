"""Every broken case is told in Arabic, and one message stands here whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from detente import explain, load
from detente.errors import DetenteError
from detente.words import END_ISOLATE, ISOLATE
from tests.broken_cases import codes, problems_of

ARABIC = re.compile("[\u0621-\u064a]")
WHOLE = f"""\
shares_over_one.yaml:6:17  خطأ: مجموع حصص {ISOLATE}pakistan{END_ISOLATE} لا يقل عن 1.1، وهو أكثر من 1
     6 |       pakistan: {{china: 0.8, india: 0.3}}
       |                 ^^^^^^^^^^^^^^^^^^^^^^^^
       = اكتب الحصص أجزاء من الواحد: 0.157 بدلاً من 15.7 في المئة"""


@pytest.mark.parametrize("code", codes())
def test_a_broken_case_is_told_in_arabic(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for problem in problems_of(code, tmp_path, monkeypatch):
        assert re.match(r"\S+  (خطأ|تحذير|تلميح): ", problem.render("ar"))
        for arabic, english in (
            (problem.message("ar"), problem.message("en")),
            (problem.remedy("ar"), problem.remedy("en")),
        ):
            assert bool(arabic) == bool(english)
            assert ARABIC.search(arabic) or not arabic
            assert arabic.count(ISOLATE) == arabic.count(END_ISOLATE)


def test_a_whole_message_in_arabic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [problem] = problems_of("shares_over_one", tmp_path, monkeypatch)
    assert problem.render("ar") == WHOLE


def test_a_reason_inside_a_message_speaks_the_same_language() -> None:
    with pytest.raises(DetenteError) as caught:
        explain(load("stability/chicken"), "row", "row.x and and")
    plain = caught.value.render("ar").replace("\u2068", "").replace("\u2069", "")
    assert plain == "تعذرت قراءة «row.x and and» عند الحرف 11: المنتظر هنا اسم أو رقم، لا «and»"
