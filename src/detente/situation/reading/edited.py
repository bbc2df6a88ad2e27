"""A situation file with one value changed where it is written; everything else stays as it is, byte for byte.

The place is named as for ``--set`` (`detente.outcomes.changed`): ``us_reliability``, ``japan.goals.hedge.weight``,
``status_quo.peace.islands``. A number that carries its source keeps it: of ``{value: 0.4, why: …}`` the value changes.
Comments, spaces, quotes elsewhere and the ends of lines are not touched. What cannot be changed in one place is
refused: a value over several lines, one that others share by an alias, one that is not written at all.

The text is read again afterwards: nothing but this value may differ, or the change is refused.
"""

from __future__ import annotations

import json
import re
from itertools import accumulate
from typing import Any

from detente.errors import DetenteError
from detente.situation.identifiers import nearest, normal
from detente.situation.reading.nodes import NULLS, Document, Node, read_document

BLOCKS = ("", "drivers.", "preferences.", "actors.", "status_quo.")  # the first word may be left out
INNER = ("value", "level")  # what a value is called where it is written as a record
NUMBERS = ({"low", "likely", "high"}, {"any"})  # maps that are a value as a whole
PLAIN = re.compile(r"[\w.+(](?:[\w.+*/()^<>= -]*[\w.)])?|-[\w.(](?:[\w.+*/()^<>= -]*[\w.)])?")
LINE_END = re.compile(r"(\r\n|\r|\n)")
BOM = "\ufeff"

Steps = tuple[str, ...]


def edit(text: str, path: str, value: Any) -> str:
    """The text of a situation file with the value at this place changed.

    Args:
        path: a place in the file, with or without its first word (``drivers.``, ``preferences.``, ``actors.``).
        value: a number, or text as a file has it (``0.3..0.6``, ``minor``, a formula, the name of a level).

    Raises:
        DetenteError: the text is no YAML, nothing is written at this place, or it cannot be changed in one place.
    """
    mark, body = (BOM, text[1:]) if text.startswith(BOM) else ("", text)
    document = opened_text(body)
    assert document.root is not None
    steps, node = place_of(document.root, normal(path))
    start, end = _span(body, document, node, path)
    made = body[:start] + written(value) + body[end:]
    if body[start:end] == "" and not body[:start].endswith((" ", "\n")):
        made = body[:start] + " " + written(value) + body[end:]
    again = read_document(made.encode(), document.name)
    if again.root is None or again.problems or again.root.plain() != _with(document.root.plain(), steps, spoken(value)):
        raise DetenteError("edit_shared", path=path)
    return mark + made


def spoken(value: Any) -> str:
    """A value as the text that a file has for it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return repr(value) if isinstance(value, float) else str(value)


def written(value: Any) -> str:
    """The same as YAML, in quotes where it would otherwise be read as something else."""
    text = spoken(value)
    return text if PLAIN.fullmatch(text) and text not in NULLS else json.dumps(text, ensure_ascii=False)


def opened_text(text: str) -> Document:
    document = read_document(text.encode(), "situation.yaml")
    if document.root is None or document.problems:
        raise DetenteError("edit_unreadable", reason=document.problems[0].message())
    return document


def place_of(root: Node, path: str) -> tuple[Steps, Node]:
    """The place that a path names, and what stands there."""
    for block in BLOCKS:
        for steps, node in _ways(root, block + path, ()):
            for inner in INNER:
                below = node.child(inner)
                if below is not None and below.kind in ("scalar", "null"):
                    return (*steps, inner), below
            if node.kind in ("scalar", "null") or set(node.entries) in NUMBERS:
                return steps, node
    known = sorted(_names(root, ()))
    raise DetenteError("edit_unknown", path=path, nearest=nearest(path, known))


def _ways(node: Node, path: str, steps: Steps) -> list[tuple[Steps, Node]]:
    """Every way to read a path: names may themselves have dots."""
    found = []
    for key, (_, below) in node.entries.items():
        if path == key:
            found.append(((*steps, key), below))
        elif path.startswith(f"{key}."):
            found += _ways(below, path[len(key) + 1 :], (*steps, key))
    for place, below in enumerate(node.items):
        if path.startswith(f"{place}."):
            found += _ways(below, path[len(str(place)) + 1 :], (*steps, str(place)))
    return found


def _names(node: Node, steps: Steps) -> set[str]:
    """The places of all single values, without the first word where it may be left out."""
    if node.kind in ("scalar", "null"):
        short = steps[1:] if len(steps) > 1 and f"{steps[0]}." in BLOCKS else steps
        return {".".join(steps), ".".join(short)}
    return {name for key, (_, below) in node.entries.items() for name in _names(below, (*steps, key))}


def _span(text: str, document: Document, node: Node, path: str) -> tuple[int, int]:
    """Where in the text the value begins and ends, its quotes included."""
    parts = LINE_END.split(text)
    starts = [0, *accumulate(len(line) + len(end) for line, end in zip(parts[::2], parts[1::2], strict=False))]
    if node.kind == "null" and not node.text:
        key = _key_of(document.root, node)
        if key is None:
            raise DetenteError("edit_long", path=path)
        place = starts[key.line - 1] + document.lines[key.line - 1].index(":", key.column + key.length - 1) + 1
        return place, place
    line = document.lines[node.line - 1]
    begin = node.column - 1
    end = begin + node.length
    if node.kind == "map":
        if line[begin : begin + 1] != "{" or line[end - 1 : end] != "}":
            raise DetenteError("edit_long", path=path)
    elif not node.inline and node.text:
        if line[begin:end][:1] not in ("'", '"') or line[begin:end][-1:] not in ("'", '"'):
            raise DetenteError("edit_long", path=path)
    elif line[begin - 1 : begin] in ("'", '"') and line[end : end + 1] == line[begin - 1 : begin]:
        begin, end = begin - 1, end + 1
    return starts[node.line - 1] + begin, starts[node.line - 1] + end


def _key_of(root: Node | None, node: Node) -> Node | None:
    """The key of a value."""
    waiting = [root] if root is not None else []
    while waiting:
        for key, value in waiting.pop().entries.values():
            if value is node:
                return key
            waiting.append(value)
    return None


def _with(plain: Any, steps: Steps, value: str) -> Any:
    """Plain data with one value replaced."""
    if not steps:
        return value
    if isinstance(plain, list):
        return [_with(item, steps[1:], value) if str(at) == steps[0] else item for at, item in enumerate(plain)]
    return {key: _with(item, steps[1:], value) if key == steps[0] else item for key, item in plain.items()}
