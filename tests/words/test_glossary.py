"""One word, one meaning: what the glossary has a word for is called by no other in the Arabic messages."""

from __future__ import annotations

import csv
import re
from importlib.resources import files
from pathlib import Path

import pytest

from detente.cases import LESSON_FILE, ShippedCase, shipped_cases
from detente.words import messages, spelled
from tests.words.test_messages import walk

GLOSSARY = list(csv.DictReader(Path(__file__).with_name("glossary.csv").open(encoding="utf-8")))
NAMES = sorted(
    path.name.removesuffix(".toml")
    for path in files("detente.words").joinpath("ar").iterdir()
    if path.suffix == ".toml" and path.name != "language.toml"
)
SAID = [
    (f"{name}: {key}.{form}", text)
    for name in NAMES
    for key, forms, _ in walk(messages("ar", name))
    for form, text in forms.items()
]


@pytest.mark.parametrize("term", GLOSSARY, ids=lambda term: term["english"])
def test_a_term_has_one_word(term: dict[str, str]) -> None:
    never = re.compile(term["never"])
    elsewhere = re.compile(term["elsewhere"] or "(?!)")
    assert not [(key, text) for key, text in SAID if never.search(text) and not elsewhere.search(key)]


def test_every_word_of_the_glossary_is_used_and_each_rule_can_fail() -> None:
    whole = "\n".join(text for _, text in SAID)
    for term in GLOSSARY:
        assert not re.search(term["never"], term["said"]), term["english"]
    assert sum(term["said"].removesuffix("ة") in whole for term in GLOSSARY) > len(GLOSSARY) // 2


def test_shaddas_stand_only_where_another_word_would_be_read() -> None:
    assert spelled("كلّ الملفّات تُوقَّع على سلّم، ويُعدّ ذلك أقلّ", "ar") == "كل الملفات تُوقع على سلّم، ويُعدّ ذلك أقل"
    assert spelled("كلّ", "en") == "كلّ"
    left = {word for _, text in SAID for word in re.findall(r"[\w\u064b-\u0652]*\u0651[\w\u064b-\u0652]*", text)}
    assert all(re.search("سلّم|يُعدّ|تُعدّ|ألّا", word) for word in left)


@pytest.mark.parametrize("case", shipped_cases(), ids=lambda case: case.name)
def test_texts_of_shipped_cases_are_spelled_as_the_messages(case: ShippedCase) -> None:
    """Quotes alone keep the marks of their source."""
    beside = case.path.with_name(LESSON_FILE)
    texts = [path.read_text(encoding="utf-8") for path in (case.path, beside) if path.is_file()]
    lines = [line for text in texts for line in text.splitlines()]
    assert [line for line in lines if "quote:" not in line and spelled(line, "ar") != line] == []
