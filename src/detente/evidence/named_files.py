"""The files beside a situation that it names: what its answers rest on, together with the file itself."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from detente.evidence.sources import LOCK, SourceError, safe_path
from detente.files import opened
from detente.situation.model import Situation

LONGEST = 255  # characters of a name; what is longer is text for people


def named_files(situation: Situation, folder: Path) -> dict[str, Path]:
    """Sources, tables, and the anchors of absent sources: the name as the situation has it → the file.

    Any text of the situation that is the name of a file in its folder counts.
    """
    found: dict[str, Path] = {}
    for text in (*_texts(situation.model_dump(mode="json", by_alias=True)), LOCK):
        if len(text) > LONGEST or "\n" in text or text in found:
            continue
        try:
            if os.path.isfile(os.path.join(folder, text)):
                found[text] = safe_path(folder, text)
        except (SourceError, OSError, ValueError):
            continue
    return found


def digest_at(path: Path) -> str:
    """The digest (SHA-256) of a file, in hexadecimal; nothing of one that cannot be read."""
    try:
        with opened(path) as file:
            return hashlib.sha256(file.read()).hexdigest()
    except (OSError, ValueError):
        return ""


def _texts(value: Any) -> Iterator[str]:
    """Every text in plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
