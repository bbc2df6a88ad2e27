"""Where in a JSON text a value stands, so that a message about the value can point at it.

A path is a sequence of keys and of positions counted from 0: ``("options", 2, "name")``. The text is scanned only when
there is something to point at, so sound files cost nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from detente.errors import Place, Problem

Path = tuple[str | int, ...]

_SPACE = re.compile(r"[ \t\n\r]*")
_JSON = json.JSONDecoder()
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]', re.DOTALL)
_HALF = re.compile("[\ud800-\udfff]")
_HALF_ESCAPED = re.compile(r"\\u[dD][89a-fA-F]")

Fault = tuple[str, dict[str, Any]]


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


class JsonError(ValueError):
    """The text is no JSON, or none that can be meant; `problem`: what is wrong, None where the format says that itself.

    `offset`: where it shows, if that is known.
    """

    def __init__(self, problem: Problem | None, offset: int | None = None) -> None:
        super().__init__("json")
        self.problem = problem
        self.offset = offset

    def place(self, text: str, name: str) -> Place:
        """Where it shows: a character, or the file."""
        return Place(name) if self.offset is None else place_at(text, name, self.offset)


def parsed(text: str, name: str, **settings: Any) -> Any:
    """What a JSON text says. `settings`: of `json.loads`. Raises `JsonError`.

    A key that stands twice in a map (of which `json` keeps the last) and half a character are refused.
    """
    try:
        whole = json.loads(text, object_pairs_hook=_once, **settings)
    except json.JSONDecodeError as error:
        raise JsonError(None, min(error.pos, max(0, len(text) - 1))) from None
    except _TwiceError:
        raise JsonError(_fault(text, name, _twice)) from None
    except (RecursionError, ValueError):  # nested without end, a number of thousands of digits
        raise JsonError(None) from None
    if _HALF_ESCAPED.search(text) or _HALF.search(text):
        fault = _fault(text, name, _half)
        if fault is not None:
            raise JsonError(fault)
    return whole


class _TwiceError(ValueError):
    pass


def _once(entries: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(entries)
    if len(found) < len(entries):
        raise _TwiceError
    return found


def _fault(text: str, name: str, look: Callable[[str, int, bool, dict[str, int]], Fault | None]) -> Problem | None:
    """The first of all texts and keys at which `look` finds something: its code, its params."""
    inside: list[dict[str, int]] = [{}]  # of each map or list that is open: key → where it stands
    for token in _TOKEN.finditer(text):
        match token[0][0]:
            case "{" | "[":
                inside.append({})
            case "}" | "]":
                inside.pop()
            case _:
                here = token.start()
                found = look(json.loads(token[0]), here, text.startswith(":", _skip(text, token.end())), inside[-1])
                if found is not None:
                    if "line" in found[1]:
                        found[1]["line"] = text.count("\n", 0, found[1]["line"]) + 1
                    return Problem(found[0], place_at(text, name, here, len(token[0])), found[1])
    return None


def _twice(word: str, at: int, is_key: bool, before: dict[str, int]) -> Fault | None:
    if is_key and word in before:
        return "key_twice", {"name": word, "line": before[word]}
    if is_key:
        before[word] = at
    return None


def _half(word: str, at: int, is_key: bool, before: dict[str, int]) -> Fault | None:  # noqa: ARG001
    half = _HALF.search(word)
    return ("character_forbidden", {"code": f"U+{ord(half[0]):04X}"}) if half else None


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
