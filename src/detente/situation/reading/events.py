"""What a YAML text consists of, one piece after another, with its places; which of two parsers reads it does not show.

The fast one (libyaml, by way of PyYAML) reads what both read alike. Everything else goes through the slow one, whose
errors our messages explain: a text that the fast one refuses, and one with something on which they differ: marks that
count as ends of lines, tags and anchors, keys of flow maps without a space, empty keys and entries, a last line without
an end. The tests compare the two on the shipped files and on thousands of damaged ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

try:
    from yaml import YAMLError
    from yaml.cyaml import CParser
except ImportError:  # PyYAML without libyaml
    CParser = None

LONG = 200_000  # characters of a text that the slow one should not read for want of a last line's end
MANY = 50_000  # pieces before a fault that the slow one is not asked about: it takes seconds for them
DIFFERENT = re.compile(
    r"""[\t\x00\x85\u2028\u2029\ufeff]   # ends of lines and marks
      |^%|(?:^|[\[{,:?-])[ ]*(?:!|[&*](?![A-Za-z0-9]+(?:[ \n,\]}]|[ ]*$)))  # directives, tags, unusual anchors
      |["'\]}]\s*:\S                     # "a":b
    """,
    re.MULTILINE | re.VERBOSE,
)
KINDS = {
    "DocumentStartEvent": "document",
    "MappingStartEvent": "map",
    "SequenceStartEvent": "list",
    "MappingEndEvent": "end",
    "SequenceEndEvent": "end",
    "ScalarEvent": "scalar",
    "AliasEvent": "alias",
}


class Event(NamedTuple):
    """One piece: `kind` as in `KINDS`; places count from 0. `plain`: a scalar without quotes."""

    kind: str
    line: int
    column: int
    last_line: int
    last_column: int
    value: str = ""
    plain: bool = False
    tag: str = ""
    anchor: str = ""


class UnreadableError(Exception):
    """The text is no YAML; `error`: what the parser says."""

    def __init__(self, error: Any) -> None:
        super().__init__(str(error))
        self.error = error


def events(text: str, most: int) -> Iterable[Event]:
    """The pieces of a text, `most` of them at most. Raises `UnreadableError` where they end early."""
    if len(text) > LONG and not text.endswith("\n"):
        text += "\n"
    if CParser is not None and text.endswith("\n") and not DIFFERENT.search(text):
        found, fault = _at_once(text, most)
        sound = fault is None or (len(found) > MANY and hasattr(fault, "problem_mark"))
        if found and sound and not _odd(found):
            return found if fault is None else _until(found, fault)
    return _told(_slow(text))


def _at_once(text: str, most: int) -> tuple[list[Event], Exception | None]:
    """What the fast one reads, and why it read no further."""
    found: list[Event] = []
    try:
        for event in _told(_fast(text)):
            found.append(event)
            if len(found) == most:
                break
    except (YAMLError, ValueError, OverflowError) as error:  # also half characters, characters beyond Unicode
        return found, error
    return found, None


def _until(found: list[Event], fault: Exception) -> Iterator[Event]:
    yield from found
    raise UnreadableError(fault)


def _fast(text: str) -> Iterator[Any]:
    parser = CParser(text)
    while parser.check_event():
        yield parser.get_event()


def _slow(text: str) -> Iterator[Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLStreamError
    from ruamel.yaml.reader import ReaderError

    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except (MarkedYAMLError, ReaderError, YAMLStreamError) as error:
        raise UnreadableError(error) from None


def _told(pieces: Iterable[Any]) -> Iterator[Event]:
    for piece in pieces:
        kind = KINDS.get(type(piece).__name__)
        if kind is None:
            continue
        start, end = piece.start_mark, piece.end_mark
        places = start.line, start.column, end.line, end.column
        if kind == "scalar":
            plain = piece.style is None or piece.style == ""
            yield Event(kind, *places, piece.value or "", plain, str(piece.tag or ""), piece.anchor or "")
        elif kind in ("map", "list"):
            yield Event(kind, *places, tag=str(piece.tag or ""), anchor=piece.anchor or "")
        else:
            yield Event(kind, *places, anchor=piece.anchor if kind == "alias" else "")


def _odd(found: list[Event]) -> bool:
    """An entry or a key is empty: the parsers place it differently. (An empty value is told by its key.)"""
    open_: list[tuple[str, list[int]]] = []
    for event in found:
        if event.kind == "end":
            open_.pop()
            continue
        if event.kind in ("scalar", "map", "list"):
            inside, count = open_[-1] if open_ else ("", [0])
            if event.kind == "scalar" and event.plain and not event.value and (inside != "map" or count[0] % 2 == 0):
                return True
            count[0] += 1
        if event.kind in ("map", "list"):
            open_.append((event.kind, [0]))
    return False
