"""Every template with names of all kinds: many, feminine, two, with an article, with “and” inside.

What must hold whatever the name: verbs follow it, its article is small inside a sentence and a capital begins one,
nothing of the template's own signs is left, and Arabic without forms falls back to a noun.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from detente.words import FILES, LANGUAGES, join, messages, say
from detente.words.grammar import AGREEING, OR_PLAIN, Forms, Noun
from tests.words.test_messages import places, walk

NAMES: dict[str, dict[str, Any]] = {
    "en": {
        "many": Noun("the Turkish Cypriots", Forms(number="plural")),
        "article": Noun("The Guarantors", Forms(number="plural")),
        "and": Noun("NATO and the EU", Forms(number="plural", in_list="NATO with the EU")),
        "one": Noun("the United States", Forms(number="singular")),
        "bare": Noun("the rebels"),
        "list": join([Noun("Japan"), Noun("the Turkish Cypriots"), Noun("NATO and the EU")], "en"),
    },
    "ar": {
        "many": Noun("القبارصة الأتراك", Forms("m", "plural")),
        "feminine": Noun("روسيا", Forms("f", "singular")),
        "masculine": Noun("العراق", Forms("m", "singular")),
        "two": Noun("الضامنتان", Forms("f", "dual")),
        "list": join([Noun("روسيا", Forms("f", "singular")), Noun("العراق", Forms("m", "singular"))], "ar"),
        "bare": Noun("مصر"),
    },
}
WHO = {"actor", "actors", "party", "parties", "owner", "who", "on", "hub", "first", "second", "audience", "guarantor"}
WHO |= {"partner", "member", "player", "hurts", "to"}
KEYS = [
    (language, key, by)
    for language in LANGUAGES
    for file in ("common", *FILES)
    if file != "problems"
    for key, forms, by in walk(messages(language, file))
    if WHO & set().union(*map(places, forms.values())) or any(AGREEING.search(template) for template in forms.values())
]
SINGULAR = {  # what a template says of one: the first of two English forms, where it is one word
    form.split()[0]
    for file in ("common", *FILES)
    for _, forms, _ in walk(messages("en", file))
    for template in forms.values()
    for form in (found[2][1:].split("|")[0] for found in AGREEING.finditer(template))
    if form and form not in ("it", "its")
}


def forms_of(language: str, key: str) -> dict[str, str]:
    file = next((name for name, tables in FILES.items() if key.partition(".")[0] in tables), "common")
    return next(forms for name, forms, _ in walk(messages(language, file)) if name == key)


def filled(language: str, key: str, by: str | None, name: Any) -> list[str]:
    """What a message says of this name, in every plural form it has."""
    forms = forms_of(language, key)
    wanted = set().union(*map(places, forms.values()))
    wanted |= {found[1] for template in forms.values() for found in AGREEING.finditer(template)}
    values = {place: name if place in WHO else 3 for place in wanted}
    return [
        say(key, language, **{**values, **({by: count} if by else {})})
        for count in ((1, 2, 3, 11, 100) if by else (1,))
    ]


@pytest.mark.parametrize(("language", "kind"), [(language, kind) for language in NAMES for kind in NAMES[language]])
def test_a_template_goes_with_every_name(language: str, kind: str) -> None:
    name = NAMES[language][kind]
    for key, by in [(key, by) for of, key, by in KEYS if of == language]:
        for said in filled(language, key, by, name):
            assert not re.search(r"[{}]|\|", said), (key, said)
            if language == "en":
                follows_many(said, str(name), kind)


def follows_many(said: str, name: str, kind: str) -> None:
    """In English: no verb of one after many, articles small inside, capitals at the beginning of sentences."""
    assert not re.search(r"[a-z,;:“(] ?The (Turk|Guar)", said.replace(": The", "")), said
    assert not re.search(r"[.?!] (the|a) ", said), said
    if kind in ("many", "article", "and", "list", "bare"):
        after = re.findall(rf"(?i)(?<!of ){re.escape(name)} (\w+)", said)
        assert not set(after) & SINGULAR, said


def test_the_wrong_verb_would_be_found() -> None:
    with pytest.raises(AssertionError):
        follows_many("The Turkish Cypriots stays.", "the Turkish Cypriots", "many")
    assert {"stays", "is", "has", "depends"} <= SINGULAR


def test_agreeing_parts_have_two_forms_or_in_arabic_six() -> None:
    for language, key, _ in KEYS:
        for template in forms_of(language, key).values():
            for found in AGREEING.finditer(template):
                count = found[2].count("|")
                assert count == 2 or (language == "ar" and count == 6), (key, found[0])
            agreeing = AGREEING.search(template.partition(OR_PLAIN)[0])
            assert language == "en" or not agreeing or OR_PLAIN in template, f"{key} says nothing without forms"


ARABIC = [
    ("witness.no_move", "feminine", "تبقى روسيا"),
    ("witness.no_move", "many", "يبقى القبارصة الأتراك"),
    ("witness.no_move", "bare", "مصر"),
    ("paths.note.refuses", "feminine", "يُتوقع أن ترفض روسيا"),
    ("paths.note.refuses", "bare", "متوقع أن ترفضها أطراف: مصر"),
    ("paths.note.loses", "masculine", "يخسر العراق"),
    ("phrases.agree", "list", "تتفق روسيا والعراق على"),
    ("phrases.does", "two", "تختار الضامنتان"),
    ("bargain.seen.refused", "many", "يرفضها القبارصة الأتراك"),
    ("bargain.seen.refused", "feminine", "ترفضها روسيا"),
    ("perception.expects_right", "feminine", "تتوقع روسيا"),
]


@pytest.mark.parametrize(("key", "kind", "begins"), ARABIC)
def test_arabic_verbs_come_first_and_agree(key: str, kind: str, begins: str) -> None:
    [said, *_] = filled("ar", key, None, NAMES["ar"][kind])
    assert said.replace("\u2068", "").replace("\u2069", "").startswith(begins), said
