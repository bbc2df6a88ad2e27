"""Collecting what is wrong with a file, each fault at its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from detente.errors import Place, Problem, Severity
from detente.situation.expression import ExpressionError, Tree, parse
from detente.situation.identifiers import nearest, split_reference
from detente.situation.reading.nodes import Document, Node
from detente.situation.scope import Scope, Use, reference_text

Path = tuple[str | int, ...]
MAX_SUGGESTIONS = 100


@dataclass(frozen=True)
class Aside:
    """What was set aside as misshapen: names that must not be called unknown, paths of wholes that lack a part."""

    names: set[str] = field(default_factory=set)
    paths: set[Path] = field(default_factory=set)


class Faults:
    """The problems of one tree. `part`: the variant or perception that is read, if any."""

    def __init__(self, document: Document, root: Node, aside: Aside | None = None, part: str = "") -> None:
        self.document = document
        self.root = root
        self.part = part
        self.problems: list[Problem] = []
        self.aside = aside or Aside()

    @property
    def suspects(self) -> set[str]:
        """Names that went with misshapen entries."""
        return self.aside.names

    @property
    def suggests(self) -> bool:
        """Names that may have been meant are looked up until there are very many problems."""
        return len(self.problems) < MAX_SUGGESTIONS

    def nearest(self, name: str, known: Iterable[str]) -> str | None:
        return nearest(name, known) if self.suggests else None

    def add(
        self,
        code: str,
        path: Path,
        *,
        key: bool = False,
        severity: Severity = "error",
        **params: Any,
    ) -> None:
        """A problem at the value of this path, or at its key."""
        self.problems.append(Problem(code, self.place(path, key=key), params, severity, self.part))

    def warn(self, code: str, path: Path, *, key: bool = False, **params: Any) -> None:
        self.add(code, path, key=key, severity="warning", **params)

    def hint(self, code: str, path: Path, *, key: bool = False, **params: Any) -> None:
        self.add(code, path, key=key, severity="hint", **params)

    def broken_at(self, path: Path) -> bool:
        """True if something at or below this path was set aside."""
        return any(broken[: len(path)] == path for broken in self.aside.paths)

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Where the value of the path stands: its key, if there is no value or if the value begins on another line."""
        node = self.root.at(path)
        name = self.root.at(path[:-1]).key(str(path[-1])) if path else None
        if name is not None and node is self.root.at(path[:-1]).child(str(path[-1])):
            empty = node.kind == "null" and not node.text
            key = key or empty or (node.kind in ("map", "list") and node.line != name.line)
        return self._at(name if key and name is not None else node)

    def _at(self, node: Node) -> Place:
        return self.document.place(node.line, node.column, node.length)

    def expression(self, text: str, path: Path, scope: Scope, use: Use) -> Tree | None:
        """The tree of a statement or formula; its faults are reported at their exact place. None if faulty."""
        try:
            tree = parse(text)
        except ExpressionError as error:
            self._expression_fault(error, path)
            return None
        found = scope.faults(tree, use, self.suggests)
        for fault in found:
            name = fault.params.get("level" if fault.code == "level_unknown" else "name")
            unknown = fault.code in ("name_unknown", "level_unknown")
            if not unknown or self.suspects.isdisjoint(split_reference(str(name))):
                near = fault.params.get("nearest") or self.nearest(str(name), self.suspects)
                fault.params |= {"nearest": near} if unknown else {}
                self._expression_fault(fault, path)
        return None if found else tree

    def _expression_fault(self, error: ExpressionError, path: Path) -> None:
        self.add_inside(error.code, path, error.start, error.end, **error.params)

    def add_inside(self, code: str, path: Path, start: int, end: int, **params: Any) -> None:
        """A problem at these characters of the text at the path."""
        node = self.root.at(path)
        place = self.place(path)
        if node.inline:
            place = self.document.place(node.line, node.column + start, end - start)
        self.problems.append(Problem(code, place, params, part=self.part))

    def known(self, name: str, names: Any, path: Path, code: str, **params: Any) -> bool:
        """True if the name is one of `names`; otherwise it is reported, with the nearest."""
        if name in names:
            return True
        if name not in self.suspects:
            is_key = bool(path) and path[-1] == name and self.root.at(path[:-1]).kind == "map"
            self.add(code, path, key=is_key, name=name, nearest=self.nearest(name, names), known=tuple(names), **params)
        return False

    def reference(self, text: str, scope: Scope, kinds: tuple[str, ...], path: Path, *, key: bool = False) -> bool:
        """True if the text names an option or term of one of these kinds; otherwise it is reported."""
        parts = split_reference(text)
        symbol = scope.symbols.get(parts)
        if symbol is not None and symbol.kind in kinds:
            return True
        if self.suspects.isdisjoint(parts):
            names = [reference_text(known) for known, symbol in scope.symbols.items() if symbol.kind in kinds]
            self.add("reference_unknown", path, key=key, name=text, nearest=self.nearest(text, names))
        return False
