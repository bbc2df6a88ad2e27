"""The message files: both languages say the same things, with the same places, in every plural form they need."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from detente.words import END_ISOLATE, ISOLATE, join, messages, plural_form, say
from detente.words.grammar import OR_PLAIN

FORMS = {"zero", "one", "two", "few", "many", "other"}
NEEDED = {"en": {"one", "other"}, "ar": {"one", "two", "few", "many", "other"}}
NAMES = sorted(
    path.name.removesuffix(".toml")
    for path in files("detente.words").joinpath("en").iterdir()
    if path.suffix == ".toml" and path.name != "language.toml"
)

Message = dict[str, str]  # plural form → template; a plain message has the one form `other`


def places(template: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", template))


def optional_parts(template: str) -> list[set[str]]:
    """The places inside each `[[ … ]]`, in order; of a template with another one beside it, those of the first."""
    return [places(part) for part in re.findall(r"\[\[(.*?)\]\]", template.partition(OR_PLAIN)[0], re.DOTALL)]


def is_plural(table: dict[str, Any]) -> bool:
    """True if the strings of a table are plural forms and not messages of their own."""
    keys = {key for key, value in table.items() if isinstance(value, str)}
    return "other" in keys and keys <= FORMS | {"by"}


def walk(table: dict[str, Any], path: str = "") -> Iterator[tuple[str, Message, str | None]]:
    """Every message of a table: its key, its forms, and what `by` names (None if it is not a plural)."""
    for key, value in table.items():
        here = f"{path}.{key}" if path else key
        if isinstance(value, str):
            yield here, {"other": value}, None
        elif is_plural(value):
            yield here, {form: text for form, text in value.items() if form != "by"}, value.get("by", "count")
        else:
            yield from walk(value, here)


def read(language: str, name: str) -> dict[str, tuple[Message, str | None]]:
    if not files("detente.words").joinpath(language, f"{name}.toml").is_file():
        pytest.fail(f"{language}/{name}.toml is missing")
    return {key: (forms, by) for key, forms, by in walk(messages(language, name))}


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_have_the_same_messages(name: str) -> None:
    english, arabic = read("en", name), read("ar", name)
    assert sorted(arabic) == sorted(english)
    assert {key: by for key, (_, by) in arabic.items()} == {key: by for key, (_, by) in english.items()}


@pytest.mark.parametrize("name", NAMES)
def test_the_main_form_has_the_same_places(name: str) -> None:
    english, arabic = read("en", name), read("ar", name)
    for key, (forms, _) in english.items():
        theirs = arabic[key][0]["other"]
        assert places(theirs) == places(forms["other"]), key
        assert optional_parts(theirs) == optional_parts(forms["other"]), key


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", NAMES)
def test_other_forms_have_no_further_places(language: str, name: str) -> None:
    for key, (forms, _) in read(language, name).items():
        for form, template in forms.items():
            assert places(template) <= places(forms["other"]), f"{key}.{form}"


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", NAMES)
def test_plurals_have_every_form_of_the_language(language: str, name: str) -> None:
    for key, (forms, by) in read(language, name).items():
        if by is not None:
            assert NEEDED[language] <= set(forms) <= FORMS, key


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", NAMES)
def test_templates_are_whole(language: str, name: str) -> None:
    """Brackets and isolating marks are closed, and nothing is left empty."""
    for key, (forms, _) in read(language, name).items():
        for form, template in forms.items():
            pairs = ("{", "}"), ("[[", "]]"), ("«", "»"), ("“", "”"), (ISOLATE, END_ISOLATE)
            assert all(template.count(left) == template.count(right) for left, right in pairs), f"{key}.{form}"
            assert template.strip(), f"{key}.{form}"


CATEGORIES = [
    (0, "zero", "other"),
    (1, "one", "one"),
    (2, "two", "other"),
    (3, "few", "other"),
    (10, "few", "other"),
    (11, "many", "other"),
    (99, "many", "other"),
    (100, "other", "other"),
    (101, "other", "other"),
    (102, "other", "other"),
    (103, "few", "other"),
    (111, "many", "other"),
    (1.5, "other", "other"),
]


@pytest.mark.parametrize(("count", "arabic", "english"), CATEGORIES)
def test_plural_form_is_the_cldr_category(count: float, arabic: str, english: str) -> None:
    assert plural_form(count, "ar") == arabic
    assert plural_form(count, "en") == english


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "لا أخطاء"),
        (1, "خطأ واحد"),
        (2, "خطآن"),
        (3, "3 أخطاء"),
        (11, "11 خطأً"),
        (100, "100 خطأ"),
        (103, "103 أخطاء"),
    ],
)
def test_say_takes_the_form_of_the_number(count: int, said: str) -> None:
    assert say("cli.check.errors", "ar", count=count) == said


def test_zero_serves_exactly_none_in_english_too() -> None:
    assert say("brief.weigh.measured", "en", count=0) == "none is measured"


def test_by_names_the_number_that_decides() -> None:
    assert say("brief.points", "en", value=1) == "1 point"
    assert say("brief.points", "ar", value=5) == "5 نقاط"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_optional_part_is_filled_in(language: str) -> None:
    assert say("brief.deal.parts", language, name="1", parts="2") == "**1**: 2."


@pytest.mark.parametrize("missing", [None, "", (), []])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_optional_part_is_dropped_when_its_value_is_missing(language: str, missing: Any) -> None:
    assert say("brief.deal.parts", language, name="1", parts=missing) == "**1**."


def test_an_optional_part_is_dropped_when_its_value_is_not_given() -> None:
    assert say("brief.deal.parts", "en", name="1") == "**1**."


def test_foreign_script_is_isolated() -> None:
    assert say("phrases.level", "en", label="اليابان", level="x") == f"{ISOLATE}اليابان{END_ISOLATE}: x"
    assert say("phrases.level", "ar", label="اليابان", level="x") == f"اليابان: {ISOLATE}x{END_ISOLATE}"
    assert (ISOLATE, END_ISOLATE) == ("\u2068", "\u2069")


def test_numbers_and_isolated_text_are_not_isolated_again() -> None:
    assert say("phrases.level", "ar", label=7, level=0.25) == "7: 0.25"
    once = say("phrases.level", "ar", label="NATO", level=1)
    assert say("phrases.level", "ar", label=once, level=2) == f"{once}: 2"


def test_lists_are_joined_in_the_language() -> None:
    assert say("phrases.not", "en", phrase=("a", "b")) == "not a and b"
    assert say("phrases.not", "en", phrase=("a", "b", "c")) == "not a, b, and c"
    assert say("phrases.not", "ar", phrase=("أ", "ب", "ج")) == "عدم أ وب وج"


def test_lists_of_lists_are_set_apart() -> None:
    assert join(("Greece", "NATO and the EU"), "en") == "Greece, and NATO and the EU"
    assert join(("Greece", "NATO and the EU", "Serbia"), "en") == "Greece; NATO and the EU; and Serbia"
    assert join(("a", "b, c", "d"), "en", "or") == "a; b, c; or d"
    assert join(("تنتقل الجزيرتان إلى اليابان", "تُوقع معاهدة"), "ar") == "تنتقل الجزيرتان إلى اليابان، وتُوقع معاهدة"
    assert join(("روسيا", "اليابان", "الصين"), "ar", "or") == "روسيا أو اليابان أو الصين"


def test_an_unknown_message_is_named() -> None:
    with pytest.raises(KeyError, match="no_such_message"):
        say("cli.no_such_message", "ar")
