"""YAML text as a tree that remembers where everything stands.

Scalars keep their source text (``no`` stays ``no``), keys are NFC, and a key written twice is an error. Reading is from
parser events, not by recursion, so neither deep nesting nor a bomb of aliases can exhaust the machine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from detente.errors import Place, Problem
from detente.situation.identifiers import normal
from detente.situation.reading.events import Event, UnreadableError, events
from detente.situation.reading.syntax import syntax_problem
from detente.words import Said

MAX_FILE_BYTES = 4_000_000
OLD_WORKBOOK = bytes.fromhex("d0cf11e0a1b11ae1")  # of before 2007, or with a password
WORKBOOK = b"PK\x03\x04"  # an archive; of workbooks that are tables of positions other readers have taken care
MAX_NODES = 200_000
MOST_EVENTS = 2 * MAX_NODES + 3  # among so many there are too many nodes
MAX_DEPTH = 40
MAX_FAULTS = 1_000  # behind which a file is read no further
KEPT = 3  # trees of late
_HALF = re.compile("[\ud800-\udfff]")  # half of a pair, and no character by itself
_BEYOND = re.compile(r"\\U(?!000[0-9a-fA-F]|0010)[0-9a-fA-F]{8}")
NULLS = ("", "~", "null", "Null", "NULL")


@dataclass(slots=True, eq=False)
class Node:
    """A scalar (`text`), a list (`items`) or a map (`entries`: key text → key node, value node), and its place."""

    kind: str  # scalar, null, list, map
    line: int
    column: int
    length: int = 1
    file: str = ""
    text: str = ""
    inline: bool = False  # a one-line scalar whose characters stand in the file as they are
    items: list[Node] = field(default_factory=list)
    entries: dict[str, tuple[Node, Node]] = field(default_factory=dict)
    size: int = 1
    height: int = 0

    def plain(self) -> Any:
        """The tree as dictionaries, lists and strings; an empty value is None."""
        match self.kind:
            case "map":
                return {key: value.plain() for key, (_, value) in self.entries.items()}
            case "list":
                return [item.plain() for item in self.items]
            case "null":
                return None
        return self.text

    def child(self, step: str | int) -> Node | None:
        if isinstance(step, int):
            return self.items[step] if self.kind == "list" and step < len(self.items) else None
        entry = self.entries.get(step)
        return entry[1] if entry else None

    def key(self, step: str) -> Node | None:
        entry = self.entries.get(step)
        return entry[0] if entry else None

    def at(self, path: tuple[str | int, ...]) -> Node:
        """The node at the end of the path, or the last one on the way that exists."""
        node = self
        for step in path:
            below = node.child(step)
            if below is None and isinstance(step, str) and step.isdigit():
                below = node.child(int(step))
            if below is not None:
                node = below
        return node


@dataclass(frozen=True)
class Document:
    """The text of a file, its lines for messages, and its tree (None if it could not be read)."""

    name: str
    lines: tuple[str, ...]
    root: Node | None
    problems: tuple[Problem, ...]

    def place(self, line: int, column: int, length: int = 1) -> Place:
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return Place(self.name, line, column, max(1, length), text)


@lru_cache(maxsize=KEPT)
def read_document(data: bytes, name: str) -> Document:
    """The tree of a YAML 1.2 file, or the problems that prevent one; never raises for bad content.

    Nobody changes a tree, so those of late are handed out again: a text that is edited is read before and after.
    """
    if len(data) > MAX_FILE_BYTES:
        problem = Problem("file_large", Place(name), {"size": len(data), "limit": MAX_FILE_BYTES})
        return Document(name, (), None, (problem,))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Document(name, (), None, (undecodable(data, error.start, name),))
    lines = tuple(re.split(r"\r\n|\r|\n", text))
    document = Document(name, lines, None, ())
    problems: list[Problem] = []
    builder = _Builder(document, problems)
    try:
        root = builder.build(text)
    except _StopError:
        root = None
    except UnreadableError as unreadable:
        said = unreadable.error
        marked = hasattr(said, "problem_mark")
        problems.append(syntax_problem(said, lines, name) if marked else _forbidden(said, text, document))
        root = None
    except (ValueError, OverflowError, LookupError, TypeError, AttributeError, AssertionError):
        # the reader itself stumbles: over \\U00110000, a directive of thousands of digits
        problems.append(builder.stumbled())
        root = None
    if (root is None or root.kind == "null") and not problems:
        problems.append(Problem("file_empty", Place(name, 1, 1)))
        root = None
    return Document(name, lines, root, tuple(problems))


def no_text(data: bytes) -> Said | None:
    """Why bytes that begin so are no text: an old workbook, or an archive; None for all else."""
    kind = "password" if data.startswith(OLD_WORKBOOK) else "other" if data.startswith(WORKBOOK) else ""
    return Said(f"system.workbook.{kind}") if kind else None


def undecodable(data: bytes, start: int, name: str) -> Problem:
    """A byte that is not UTF-8, at its place; a workbook is named as such, or told what it would have to hold."""
    if data.startswith(WORKBOOK) and name.lower().endswith(".xlsx"):
        return Problem("positions_none", Place(name))
    if reason := no_text(data):
        return Problem("workbook_broken", Place(name), {"file": name, "reason": reason})
    text, before = (part.decode("utf-8", "replace") for part in (data, data[:start]))
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    source = text.split("\n")[line - 1].rstrip("\r")
    return Problem("not_utf8", Place(name, line, column, 1, source), {"byte": start + 1})


def _forbidden(error: Exception, text: str, document: Document) -> Problem:
    """A character that YAML does not allow, at its place."""
    position = int(getattr(error, "position", 0))
    before = re.split(r"\r\n|\r|\n", text[:position])
    code = f"U+{int(getattr(error, 'character', 0)):04X}"
    return Problem("character_forbidden", document.place(len(before), len(before[-1]) + 1), {"code": code})


class _StopError(Exception):
    """Reading cannot go on; the reason is among the problems."""


class _Builder:
    def __init__(self, document: Document, problems: list[Problem]) -> None:
        self.document = document
        self.problems = problems
        self.count = 0
        self.anchors: dict[str, Node] = {}
        self.root: Node | None = None
        self.end: Event | None = None  # the last one that could be read

    def build(self, text: str) -> Node | None:
        documents = 0
        stack: list[Node] = []
        keys: list[Node | None] = []
        for event in events(text, MOST_EVENTS):
            self.end = event
            match event.kind:
                case "document":
                    documents += 1
                    if documents > 1:
                        self.stop("documents_many", event)
                case "map" | "list":
                    node = self.node(event.kind, event)
                    self.remember(event, node)
                    self.deep(len(stack), event)
                    stack.append(node)
                    keys.append(None)
                case "end":
                    node = stack.pop()
                    keys.pop()
                    if event.last_line + 1 == node.line:
                        node.length = max(1, event.last_column + 1 - node.column)
                    self.attach(node, stack, keys)
                case "scalar":
                    node = self.scalar(event)
                    self.remember(event, node)
                    self.attach(node, stack, keys)
                case "alias":
                    target = self.anchors.get(event.anchor)
                    if target is None or any(target is node for node in stack):
                        self.stop("alias_unknown", event, name=event.anchor)
                    assert target is not None
                    self.count += target.size
                    self.limit(event)
                    self.deep(len(stack) + target.height, event)
                    self.attach(target, stack, keys)
        return self.root

    def stumbled(self) -> Problem:
        """What comes after the last part that could be read: a character beyond all of Unicode, or something else."""
        line, column = (1, 1) if self.end is None else (self.end.last_line + 1, self.end.last_column + 1)
        for number, text in enumerate(self.document.lines[line - 1 :], line):
            if beyond := _BEYOND.search(text):
                place = self.document.place(number, beyond.start() + 1, len(beyond[0]))
                return Problem("escape_unknown", place, {"found": beyond[0]})
        here = self.document.place(line, column)
        return Problem("yaml_syntax", here, {"detail": here.source.strip()[:40]})

    def node(self, kind: str, event: Event) -> Node:
        self.count += 1
        self.limit(event)
        return Node(kind, event.line + 1, event.column + 1, file=self.document.name)

    def scalar(self, event: Event) -> Node:
        is_null = event.plain and event.value in NULLS
        node = self.node("null" if is_null and not event.tag.startswith("!") else "scalar", event)
        node.text = event.value or event.tag.lstrip("!")
        if half := _HALF.search(node.text):
            place = self.document.place(event.line + 1, event.column + 1)
            self.problems.append(Problem("character_forbidden", place, {"code": f"U+{ord(half[0]):04X}"}))
            node.text = _HALF.sub("\ufffd", node.text)
        line = self.document.lines[event.line]
        if event.line != event.last_line:
            node.length = len(line) - event.column
            return node
        node.length = max(1, event.last_column - event.column)
        stop = event.last_column - (0 if event.plain else 1)
        node.inline = bool(event.value) and line[:stop].endswith(event.value)
        if node.inline:  # an anchor or a tag may stand before the text
            node.column, node.length = stop - len(event.value) + 1, max(1, len(event.value))
        return node

    def attach(self, node: Node, stack: list[Node], keys: list[Node | None]) -> None:
        if not stack:
            self.root = node
            return
        parent = stack[-1]
        parent.size += node.size
        parent.height = max(parent.height, node.height + 1)
        if parent.kind == "list":
            parent.items.append(node)
        elif keys[-1] is None:
            if node.kind in ("map", "list"):
                self.problems.append(Problem("key_not_text", self.place(node)))
            keys[-1] = node
        else:
            key = keys[-1]
            keys[-1] = None
            self.enter(parent, key, node)

    def enter(self, parent: Node, key: Node, node: Node) -> None:
        """One entry of a map, unless its key is no text or is there already."""
        name = normal(key.text)
        if key.kind in ("map", "list"):
            return
        if name == "<<":
            self.problems.append(Problem("key_merge", self.place(key)))
        elif name in parent.entries:
            first = parent.entries[name][0]
            self.problems.append(Problem("key_twice", self.place(key), {"name": name, "line": first.line}))
        else:
            parent.entries[name] = (key, node)

    def remember(self, event: Event, node: Node) -> None:
        """Keep what an alias may point to; a tag (`!name`) has no meaning in this format."""
        if event.anchor:
            self.anchors[event.anchor] = node
        tag = event.tag
        if tag.startswith("!") and tag != "!":
            place = self.document.place(event.line + 1, event.column + 1, len(tag))
            self.problems.append(Problem("tag_meaningless", place, {"found": tag, "name": tag.lstrip("!")}))

    def place(self, node: Node) -> Place:
        return self.document.place(node.line, node.column, node.length)

    def deep(self, depth: int, event: Event) -> None:
        if depth >= MAX_DEPTH:
            self.stop("nesting_deep", event, limit=MAX_DEPTH)

    def limit(self, event: Event) -> None:
        if len(self.problems) >= MAX_FAULTS:
            raise _StopError
        if self.count > MAX_NODES:
            self.stop("nodes_many", event, limit=MAX_NODES)

    def stop(self, code: str, event: Event, **params: Any) -> None:
        self.problems.append(Problem(code, self.document.place(event.line + 1, event.column + 1), params))
        raise _StopError
