"""The words of the page in one language: labels, buttons, captions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from detente.web.contracts.around import AskWords, Words
from detente.words import LANGUAGES, messages

FILES = ("web", "screens")
FORMS = {"zero", "one", "two", "few", "many", "other"}


def words(asked: AskWords) -> Words:
    """Every message of the page by its key; what depends on a number, by its plural forms."""
    found = {key: text for file in FILES for key, text in _flat(messages(asked.lang, file), ())}
    return Words(words=found, direction=LANGUAGES[asked.lang])


def _flat(table: dict[str, Any], above: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    for name, entry in table.items():
        if isinstance(entry, dict) and not ("other" in entry and set(entry) <= FORMS | {"by"}):
            yield from _flat(entry, (*above, name))
        else:
            yield ".".join((*above, name)), entry
