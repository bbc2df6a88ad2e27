"""The command line in Arabic: numbers and answers as they are typed, no English left, cells under their own heading."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.called import called

ISOLATED = re.compile("\u2068([^\u2068\u2069]*)\u2069")
CHICKEN = "stability/chicken"


def said(*arguments: str, language: str = "ar") -> tuple[str, str]:
    run = called(arguments[0], "--lang", language, *arguments[1:])
    assert run.returncode in (0, 2), run.stderr
    return run.stdout, run.stderr


@pytest.mark.parametrize(("arguments", "message"), [
    (("study", CHICKEN, "--drws", "5"), "خطأ: لا خيار باسم --drws؛ هل تقصد --draws؟"),
    (("study", CHICKEN, "--draws"), "خطأ: يحتاج الخيار --draws إلى قيمة"),
    (("study", CHICKEN, "--draws", "x"), "خطأ: --draws: القيمة «x» ليست عدداً صحيحاً"),
    (("study", CHICKEN, "--until", "x"), "خطأ: --until: القيمة «x» ليست عدداً"),
    (("stability", CHICKEN, "--limit", "0"), "خطأ: --limit: القيمة 0 خارج الحدود؛ الأدنى 1"),
    (("stability", CHICKEN, "--all=yes"), "خطأ: لا يأخذ الخيار --all قيمة"),
    (("inverse", CHICKEN, "q", "--answer", "maybe"), "خطأ: --answer: القيمة «maybe» ليست من القيم الممكنة: yes وno"),
    (("stability",), "خطأ: القيمة الناقصة: FILE"),
    (("stability", CHICKEN, "b"), "خطأ: في الأمر زيادة: b"),
])  # fmt: skip
def test_no_english_in_what_is_wrong_with_a_line(arguments: tuple[str, ...], message: str) -> None:
    out, err = said(*arguments)
    assert out == "" and err.splitlines()[-1] == message
    assert err.count("\n") == 1 or (err.startswith("الاستعمال: ") and "[خيارات]" in err)
    assert not re.search(r"Usage|Try|Error|Invalid|Missing|No such", err)


def test_numbers_and_answers_of_options_in_any_script() -> None:
    for written, plain in (("٥", "5"), ("۵", "5")):
        assert said("stability", CHICKEN, "--limit", written) == said("stability", CHICKEN, "--limit", plain)
    assert said("stability", CHICKEN, f"--limit={'٥'}") == said("stability", CHICKEN, "--limit", "5")
    asked = ("inverse", CHICKEN, "collision", "--answer")
    assert said(*asked, "نعم") == said(*asked, "yes")


def test_the_arabic_comma_is_named(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text("detente: 1\nactors: {a: , b: }\noptions:\n  a: {x: {levels: [low، high]}}\n", encoding="utf-8")
    note = "«،» فاصلة عربية لا تفصل هنا؛ اكتب الفاصلة اللاتينية «,»"
    assert f"       = {note}" in "".join(said("check", str(path)))
    quoted = path.read_text(encoding="utf-8").replace("low، high", '"low، high"')
    path.write_text(quoted.replace("levels", "lvels"), encoding="utf-8")
    assert note not in "".join(said("check", str(path)))
    assert said("deal", "kuril/2019-01", "--audit", "islands=two، treaty=yes")[1].splitlines()[-1] == note


def test_each_cell_is_isolated_and_in_the_order_of_the_headings() -> None:
    out = said("stability", CHICKEN)[0]
    rows = [ISOLATED.findall(line) for line in out.splitlines() if "\u2068" in line]
    assert "النتيجة" in rows[0] and len(rows) > 2
    outside = [ISOLATED.sub("", line) for line in out.splitlines() if "\u2068" in line]
    assert not any(line.strip() for line in outside)
    assert {len(row) for row in rows} == {len(rows[0])}


def test_in_english_nothing_is_isolated() -> None:
    assert "\u2068" not in said("stability", CHICKEN, language="en")[0]


def test_signs_stay_on_their_side_in_prose() -> None:
    out = said("deal", "kuril/2019-01", "--draws", "0")[0]
    assert re.search("\u2068\u2212[\\d.]+\u2069", out) and re.search("\u2068\\+[\\d.]+\u2069", out)
    prose = "\n".join(line for line in out.splitlines() if line.startswith("  "))
    assert not re.search(r"(?<![\u2068\d.])[+\u2212]\d", prose)


def test_claims_are_told_in_the_words_of_the_article() -> None:
    out = said("trace", "kuril/2019-01")[0]
    assert "لكنها لم تُحدث تقدماً مهماً في الملف" in out and "no significant progress" not in out
    assert "no significant progress" in said("trace", "kuril/2019-01", language="en")[0]
