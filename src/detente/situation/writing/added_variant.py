"""A situation file with one variant more: other numbers under a name, everything else byte for byte as it was.

A variant says only what differs; what an actor wants is replaced as a whole (`detente.situation.reading.laid_over`), so
the whole of it is copied, with its comments, and changed there. The text is read again afterwards: nothing but the new
variant may differ, or it is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from detente.errors import DetenteError
from detente.situation.identifiers import normal
from detente.situation.reading.edited import INNER, LINE_END, Steps, edit, opened_text, place_of, written
from detente.situation.reading.nodes import Document, Node, read_document

STEP = "  "


def add_variant(text: str, name: str, values: Mapping[str, Any]) -> str:
    """The text of a situation file with a variant of this name, in which these places have other values.

    Args:
        values: place, as for `edit` → a number, or text as a file has it.

    Raises:
        DetenteError: the text is no YAML, there is such a variant, nothing is written at a place, or the file is
            written so that no block can be added to it.
    """
    document = opened_text(text.removeprefix("\ufeff"))
    root = document.root
    assert root is not None
    known = root.child("variants")
    if known is not None and known.child(normal(name)) is not None:
        raise DetenteError("variant_twice", name=name)
    changed = {_plain(place_of(root, normal(path))[0]): value for path, value in values.items()}
    wishes = {steps[1] for steps in changed if steps[0] == "preferences"}
    edited = text
    for steps, value in changed.items():
        if steps[0] == "preferences":
            edited = edit(edited, ".".join(steps), value)
    end = next(iter(LINE_END.findall(text)), "\n")
    lines = [f"{written(name)}:", *_nested({s: v for s, v in changed.items() if s[0] != "preferences"})]
    if wishes:
        lines.append(f"{STEP}preferences:")
        for actor in sorted(wishes):
            lines += [STEP * 2 + line if line else "" for line in _block(edited, ("preferences", actor))]
    made = _inserted(text, document, known, lines, end)
    again = read_document(made.removeprefix("\ufeff").encode(), document.name)
    if again.root is None or again.problems or _without(again.root, name) != _without(root, name):
        raise DetenteError("variant_place", name=name)
    return made


def _plain(steps: Steps) -> Steps:
    return steps[:-1] if steps[-1] in INNER and len(steps) > 1 else steps


def _nested(changed: Mapping[Steps, Any], depth: int = 1) -> list[str]:
    """Values by their steps as nested blocks."""
    lines: list[str] = []
    for first in dict.fromkeys(steps[0] for steps in changed):
        below = {steps[1:]: value for steps, value in changed.items() if steps[0] == first}
        if () in below:
            lines.append(f"{STEP * depth}{written(first)}: {written(below[()])}")
        else:
            lines += [f"{STEP * depth}{written(first)}:", *_nested(below, depth + 1)]
    return lines


def _block(text: str, path: Steps) -> list[str]:
    """The lines of an entry, its key first, as if it stood at the margin."""
    document = opened_text(text.removeprefix("\ufeff"))
    assert document.root is not None
    parent = document.root.at(path[:-1])
    key, value = parent.key(path[-1]), parent.child(path[-1])
    assert key is not None and value is not None
    line = document.lines[key.line - 1]
    if line[: key.column - 1].strip():  # an entry of a map in brackets: only its own part of the line
        if value.line != key.line or value.kind not in ("map", "list") or not value.length:
            raise DetenteError("edit_long", path=".".join(path))
        return [line[key.column - 1 : value.column - 1 + value.length]]
    margin = key.column - 1
    last = _last(document, key.line, margin)
    return [one[margin:] if one.strip() else "" for one in document.lines[key.line - 1 : last]]


def _last(document: Document, first: int, margin: int) -> int:
    """The last line (from 1) of a block that begins at a line with this margin; comments after it are not its own."""
    last = first
    for number in range(first + 1, len(document.lines) + 1):
        line = document.lines[number - 1]
        if not line.strip():
            continue
        if len(line) - len(line.lstrip()) <= margin:
            break
        if not line.lstrip().startswith("#"):
            last = number
    return last


def _inserted(text: str, document: Document, known: Node | None, lines: list[str], end: str) -> str:
    """The text with these lines under ``variants``, which is added at the end where there is none."""
    if known is None or not known.entries:
        if known is not None:
            raise DetenteError("edit_long", path="variants")
        begin = "" if text.endswith(("\n", "\r")) or not text else end
        return text + begin + end + "variants:" + end + "".join(f"{STEP}{line}".rstrip() + end for line in lines)
    root = document.root
    assert root is not None
    key, first = root.key("variants"), next(iter(known.entries.values()))[0]
    assert key is not None
    if first.line == key.line:
        raise DetenteError("edit_long", path="variants")
    at = _last(document, key.line, key.column - 1)
    margin = " " * (first.column - 1)
    parts = LINE_END.split(text)
    before = "".join(parts[: 2 * at])
    before += "" if before.endswith(("\n", "\r")) else end
    return before + "".join((margin + line).rstrip() + end for line in lines) + "".join(parts[2 * at :])


def _without(root: Node, name: str) -> Any:
    """What the file says, without the variant."""
    plain = root.plain()
    variants = {key: value for key, value in (plain.get("variants") or {}).items() if key != name}
    return {**{key: value for key, value in plain.items() if key != "variants"}, "variants": variants}
