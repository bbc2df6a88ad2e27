"""A file becomes a situation: shape first, then meaning, and every problem at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from detente.errors import InputError, Place, Problem, in_file_order
from detente.situation.crosscheck import crosscheck
from detente.situation.faults import Aside, Faults
from detente.situation.misshapen import validated
from detente.situation.model import Situation
from detente.situation.nodes import MAX_FILE_BYTES, Document, Node, read_document
from detente.situation.variants import merge, partial_faults


@dataclass(frozen=True)
class Reading:
    """What came of reading a file: the situation (None if nothing could be read), its text, and all problems."""

    path: Path | None
    document: Document
    situation: Situation | None
    problems: tuple[Problem, ...]
    variants: dict[str, Reading] = field(default_factory=dict)
    perceptions: dict[str, Reading] = field(default_factory=dict)
    aside: Aside = field(default_factory=Aside)  # what was misshapen
    part: str = ""  # which variant or perception this is

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity == "error"]

    @property
    def root(self) -> Node:
        assert self.document.root is not None
        return self.document.root

    def required(self) -> Situation:
        """The situation, or an `InputError` with every error."""
        if self.errors or self.situation is None:
            raise InputError(self.errors)
        return self.situation


def read_file(path: Path) -> Reading:
    """Read a situation from a file. Never raises for bad content: the problems say what is wrong."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            data = b""
            problem = Problem("file_large", Place(path.name), {"size": path.stat().st_size, "limit": MAX_FILE_BYTES})
            return Reading(path, Document(path.name, (), None, ()), None, (problem,))
        data = path.read_bytes()
    except OSError as error:
        problem = Problem("file_unreadable", Place(str(path)), {"reason": error.strerror or str(error)})
        return Reading(path, Document(path.name, (), None, ()), None, (problem,))
    return read_text(data, path.name, path)


def read_text(data: bytes | str, name: str = "situation.yaml", path: Path | None = None) -> Reading:
    """Read a situation from text."""
    document = read_document(data.encode() if isinstance(data, str) else data, name)
    if document.root is None:
        return Reading(path, document, None, document.problems)
    faults = Faults(document, document.root)
    faults.problems.extend(document.problems)
    situation = _read_root(faults)
    variants, perceptions = {}, {}
    if situation is not None:
        variants = _partials(situation, document, "variants")
        perceptions = _partials(situation, document, "perceptions")
        known = {(str(problem.place), problem.code) for problem in faults.problems}
        for reading in (*variants.values(), *perceptions.values()):
            faults.problems += [p for p in reading.errors if (str(p.place), p.code) not in known]
    return Reading(path, document, situation, tuple(in_file_order(faults.problems)), variants, perceptions,
                   faults.aside)  # fmt: skip


def _partials(situation: Situation, document: Document, block: str) -> dict[str, Reading]:
    """Each variant (or perception) merged into the base and read as a situation of its own."""
    assert document.root is not None
    found = {}
    for name in getattr(situation, block):
        faults = Faults(document, document.root)
        partial_faults(situation, name, block, faults)
        if faults.problems:
            found[name] = Reading(None, document, None, tuple(faults.problems))
            continue
        root = merge(document.root, document.root.at((block, name)), block)
        merged = Document(document.name, document.lines, root, ())
        faults = Faults(merged, root, part=f"{block}.{name}")
        inside = _read_root(faults)
        problems = tuple(in_file_order(faults.problems))
        found[name] = Reading(None, merged, inside, problems, aside=faults.aside, part=faults.part)
    return found


def _read_root(faults: Faults) -> Situation | None:
    """The situation of a tree; problems go to `faults`."""
    if faults.root.kind != "map":
        faults.add("file_not_map", ())
        return None
    data = {key: value for key, value in faults.root.plain().items() if value is not None}
    version = data.get("detente", "1")
    if isinstance(version, str) and version != "1":
        faults.add("version_unknown", ("detente",), found=version)
        return None
    situation = validated(data, faults)
    if situation is not None:
        crosscheck(situation, faults)
    return situation
