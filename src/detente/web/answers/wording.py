"""The words of the page in a language: its buttons, headings and short lines, from the message files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from detente.web.contracts.around import AskWords, Words
from detente.words import FILES, LANGUAGES, messages

PAGE = ("web", "screens")  # the message files whose words the page shows
FORMS = {"zero", "one", "two", "few", "many", "other", "by"}


def wording(asked: AskWords) -> Words:
    """Every word of the page; what a language lacks, the page says in English."""
    found = {key: text for file in PAGE if file in FILES for key, text in _flat(messages(asked.lang, file))}
    return Words(words=found, direction="rtl" if LANGUAGES[asked.lang] == "rtl" else "ltr")


def _flat(table: dict[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict) and not ("other" in value and set(value) <= FORMS):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield before + key, value
