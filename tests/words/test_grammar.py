"""Names that words agree with: verbs by number and gender, articles, capitals, and what is only guessed."""

from __future__ import annotations

import pickle

import pytest

from detente.words import GRAMMARS, join
from detente.words.grammar import Forms, Noun, agreed, begun, together

ENGLISH, ARABIC = GRAMMARS["en"], GRAMMARS["ar"]
TURKS = Noun("the Turkish Cypriots", Forms(number="plural"))
CYPRIOTS = Noun("القبارصة الأتراك", Forms("m", "plural"))
RUSSIA, CHINA = Noun("روسيا", Forms("f", "singular")), Noun("الصين", Forms("f", "singular"))
IRAQ = Noun("العراق", Forms("m", "singular"))
SIX = "{who|هو|هي|هما|هما معاً|هم|هنّ}"


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("the guarantors", "plural"),
        ("The Guarantors", "plural"),
        ("the Turkish Cypriots", "plural"),
        ("NATO and the EU", "plural"),
        ("the members of the Congress", "plural"),
        ("the United States", "singular"),
        ("the Netherlands", "singular"),
        ("the United Nations", "singular"),
        ("the Ministry of Foreign Affairs", "singular"),
        ("the Ministry of Trade and Industry", "singular"),
        ("Bosnia and Herzegovina", "singular"),
        ("the congress", "singular"),
        ("the campus", "singular"),
        ("Cyprus", "singular"),
        ("Honduras", "singular"),
        ("Japan", "singular"),
        (Noun("the Philippines", Forms(number="plural")), "plural"),
        (Noun("the guarantors", Forms(number="singular")), "singular"),
    ],
)
def test_english_takes_a_name_for_many_by_its_look(name: str, number: str) -> None:
    assert ENGLISH.number(name) == number


def test_english_verbs_follow_the_number() -> None:
    template = "{who} {who|stays|stay} put"
    assert agreed(template, {"who": TURKS}, ENGLISH) == "{who} stay put"
    assert agreed(template, {"who": "Japan"}, ENGLISH) == "{who} stays put"
    assert agreed(template, {"who": join([Noun("Japan"), Noun("Russia")], "en")}, ENGLISH) == "{who} stay put"
    assert agreed(template, {"who": ("Japan",)}, ENGLISH) == "{who} stays put"
    assert agreed(template, {"who": ("Japan", "Russia")}, ENGLISH) == "{who} stay put"


@pytest.mark.parametrize(
    ("who", "before", "after"),
    [
        (RUSSIA, "ترفض", "هي"),
        (IRAQ, "يرفض", "هو"),
        (CYPRIOTS, "يرفض", "هم"),
        (Noun("الضامنتان", Forms("f", "dual")), "ترفض", "هما معاً"),
        (join([RUSSIA, CHINA], "ar"), "ترفض", "هما معاً"),
        (join([RUSSIA, IRAQ], "ar"), "ترفض", "هما"),
        (join([IRAQ, RUSSIA, CHINA], "ar"), "يرفض", "هم"),
        (join([RUSSIA, CHINA, RUSSIA], "ar"), "ترفض", "هنّ"),
    ],
)
def test_arabic_verbs_agree_in_gender_before_and_in_number_after(who: str, before: str, after: str) -> None:
    assert agreed("{who|يرفض|ترفض} {who}", {"who": who}, ARABIC) == before + " {who}"
    assert agreed(SIX, {"who": who}, ARABIC) == after


@pytest.mark.parametrize("who", ["روسيا", Noun("روسيا"), join([RUSSIA, Noun("مصر")], "ar"), None])
def test_without_forms_arabic_says_it_with_a_noun(who: str | None) -> None:
    assert agreed(SIX + " || رفض {who} متوقَّع", {"who": who}, ARABIC) == "رفض {who} متوقَّع"


def test_a_list_goes_before_with_its_first() -> None:
    assert together([RUSSIA, IRAQ]) == Forms("m", "dual", first="f")
    assert together([RUSSIA]) == RUSSIA.forms
    assert together([]) == Forms()


def test_an_article_is_small_inside_and_a_capital_begins_a_sentence() -> None:
    assert ENGLISH.inside("The Turkish Cypriots") == "the Turkish Cypriots"
    assert ENGLISH.inside("The Hague") == "The Hague"
    assert ENGLISH.inside("Theo and Ann") == "Theo and Ann"
    assert begun("the Turkish Cypriots", "") == "The Turkish Cypriots"
    assert begun("the guarantors", "Not taken. ") == "The guarantors"
    assert begun("the guarantors", "against ") == "the guarantors"
    assert begun("e2e test", "") == "e2e test"
    assert begun("s1", "") == "s1"


def test_a_subject_goes_to_its_place() -> None:
    assert ENGLISH.with_subject("adds forces", "Russia") == "Russia adds forces"
    assert ARABIC.with_subject("تزيد قواتها", "روسيا") == "تزيد روسيا قواتها"
    assert ARABIC.with_subject("لا تزيد قواتها", "روسيا") == "لا تزيد روسيا قواتها"
    assert ARABIC.with_subject("تظلّ {} ملتزمة", "روسيا") == "تظلّ روسيا ملتزمة"
    assert ARABIC.with_subject("تظلّ {} ملتزمة", "") == "تظلّ ملتزمة"
    assert ARABIC.with_subject("تنسحب", "روسيا") == "تنسحب روسيا"


def test_a_noun_is_a_text_and_keeps_its_forms() -> None:
    again = pickle.loads(pickle.dumps(CYPRIOTS))
    assert (again, again.forms, type(again)) == (CYPRIOTS, CYPRIOTS.forms, Noun)
    assert TURKS == "the Turkish Cypriots"
