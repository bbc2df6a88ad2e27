"""Where in a JSON text a value stands, so that a message about the value can point at it.

A path is a sequence of keys and of positions counted from 0: ``("options", 2, "name")``. The text is scanned only when
there is something to point at, so sound files cost nothing.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from detente.errors import Place, Problem

Path = tuple[str | int, ...]

_SPACE = re.compile(r"[ \t\n\r]*")
_JSON = json.JSONDecoder()


@dataclass
class Faulty:
    """The text of a file and what was found wrong with it so far. Without a text a fault stands at the file itself."""

    text: str
    name: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, code: str, path: Path, **params: Any) -> None:
        """One more fault, at the value the path leads to."""
        place = place_of(self.text, self.name, path) if self.text else Place(self.name)
        self.problems.append(Problem(code, place, {"path": written(path), **params}))


def place_of(text: str, name: str, path: Path) -> Place:
    """The place of the value at the path, or of the last value on the way that exists. The text is valid JSON."""
    start = _skip(text, 0)
    for step in path:
        inner = _child(text, start, step)
        if inner is None:
            break
        start = inner
    return place_at(text, name, start, _JSON.raw_decode(text, start)[1] - start)


def place_at(text: str, name: str, offset: int, length: int = 1) -> Place:
    """The place of a character, counted from 0; the length is cut at the end of the line."""
    first = text.rfind("\n", 0, offset) + 1
    last = text.find("\n", offset)
    source = text[first : len(text) if last < 0 else last].rstrip("\r")
    column = offset - first + 1
    within = max(1, min(length, len(source) - column + 1))
    return Place(name, text.count("\n", 0, offset) + 1, column, within, source)


def written(path: Path) -> str:
    """A path as people write it: ``options[2].name``."""
    parts = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in path]
    return "".join(parts).removeprefix(".")


def _child(text: str, start: int, step: str | int) -> int | None:
    """Where the entry of a list or map that opens at `start` begins; None if there is no such entry."""
    if text[start] not in "[{":
        return None
    at, key = _skip(text, start + 1), 0
    while text[at] not in "]}":
        label: str | int = key
        if text[start] == "{":
            label, at = _JSON.raw_decode(text, at)
            at = _skip(text, _skip(text, at) + 1)
        if label == step:
            return at
        at = _skip(text, _JSON.raw_decode(text, at)[1])
        at = _skip(text, at + 1) if text[at] == "," else at
        key += 1
    return None


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
