"""The words of the page: every one it asks for is there, and every one that is there is asked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from detente.words import messages
from tests.words.test_messages import walk

WEB = Path(__file__).parents[2] / "web"
CODE = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted(WEB.rglob("*.js")) if "node_modules" not in path.parts
)
FILES = [name for name in ("web", "screens") if messages("en", name)]
KNOWN = {key for name in FILES for key, _, _ in walk(messages("en", name))}
ASKED = set(re.findall(rf"[\"'`]((?:{'|'.join(FILES)})(?:\.\w+)+)[\"'`]", CODE))
BEGINNINGS = set(re.findall(rf"[\"'`]((?:{'|'.join(FILES)})\.[\w.]*)\$\{{", CODE))  # `web.file.${mark}`
ASKED |= {"web.yes", "web.some", "web.no"} if "web." in BEGINNINGS else set()
BEGINNINGS -= {"web."}


def test_every_word_asked_for_is_there() -> None:
    assert not sorted(ASKED - KNOWN)
    assert not sorted(begin for begin in BEGINNINGS if not any(key.startswith(begin) for key in KNOWN))


@pytest.mark.parametrize("name", FILES)
def test_every_word_is_asked_for(name: str) -> None:
    left = [key for key, _, _ in walk(messages("en", name)) if key not in ASKED]
    assert not [key for key in left if not any(re.fullmatch(rf"{re.escape(begin)}\w+", key) for begin in BEGINNINGS)]
