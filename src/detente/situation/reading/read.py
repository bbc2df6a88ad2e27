"""A file becomes a situation: shape first, then meaning, and every problem at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path as File

from pydantic import ValidationError

from detente.errors import InputError, Problem, in_file_order
from detente.files import read_whole
from detente.situation.model import Situation
from detente.situation.reading.crosscheck import crosscheck
from detente.situation.reading.faults import Aside, Faults, Path
from detente.situation.reading.laid_over import merge, partial_faults
from detente.situation.reading.misshapen import validated
from detente.situation.reading.nodes import MAX_FILE_BYTES, Document, Node, read_document
from detente.situation.records import FROM_FILE


@dataclass(frozen=True)
class Reading:
    """What came of reading a file: the situation (None if nothing could be read), its text, and all problems."""

    path: File | None
    document: Document
    situation: Situation | None
    problems: tuple[Problem, ...]
    variants: dict[str, Reading] = field(default_factory=dict)
    perceptions: dict[str, Reading] = field(default_factory=dict)
    readings: dict[tuple[str, str, str], Reading] = field(default_factory=dict)  # of acts: (act, audience, name)
    beliefs: dict[tuple[str, str], Reading] = field(default_factory=dict)  # (actor, what it thinks that this one sees)
    aside: Aside = field(default_factory=Aside)  # what was misshapen
    part: str = ""  # which variant, perception or reading of an act this is

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


def read_file(path: File) -> Reading:
    """Read a situation from a file. Never raises for bad content: the problems say what is wrong."""
    data, problems = read_whole(path, MAX_FILE_BYTES)
    if problems:
        return unread(path, problems)
    return read_text(data, path.name, path)


def unread(path: File, problems: tuple[Problem, ...]) -> Reading:
    """What came of a file from which no situation could be made."""
    return Reading(path, Document(path.name, (), None, ()), None, problems)


def read_text(data: bytes | str, name: str = "situation.yaml", path: File | None = None) -> Reading:
    """Read a situation from text."""
    document = read_document(data.encode() if isinstance(data, str) else data, name)
    if document.root is None:
        return Reading(path, document, None, document.problems)
    faults = Faults(document, document.root)
    faults.problems.extend(document.problems)
    situation = _read_root(faults)
    if situation is None:
        return Reading(path, document, None, tuple(in_file_order(faults.problems)), aside=faults.aside)
    base = document.root
    sound = not faults.aside.paths
    variants = {name: _laid_over(base, situation, document, ("variants", name), sound) for name in situation.variants}
    perceptions = {
        name: _laid_over(base, situation, document, ("perceptions", name), sound) for name in situation.perceptions
    }
    readings = _readings(situation, document, perceptions, sound)
    beliefs = _beliefs(situation, document, perceptions, sound)
    known = {(str(problem.place), problem.code) for problem in faults.problems}
    for reading in (*variants.values(), *perceptions.values(), *readings.values(), *beliefs.values()):
        faults.problems += [p for p in reading.errors if (str(p.place), p.code) not in known]
    problems = tuple(in_file_order(faults.problems))
    return Reading(path, document, situation, problems, variants, perceptions, readings, beliefs, faults.aside)


def _readings(
    situation: Situation, document: Document, perceptions: dict[str, Reading], sound: bool
) -> dict[tuple[str, str, str], Reading]:
    """Each reading of each act, laid over what its audience sees anyhow."""
    found = {}
    for act, record in situation.acts.items():
        for audience, readings in record.readings.items():
            seen = perceptions.get(audience)
            if audience not in situation.actors or (seen is not None and seen.situation is None):
                continue
            for name in readings:
                path = ("acts", act, "readings", audience, name)
                root = document.root if seen is None else seen.document.root
                assert root is not None
                found[(act, audience, name)] = _laid_over(root, situation, document, path, sound)
    return found


def _beliefs(
    situation: Situation, document: Document, perceptions: dict[str, Reading], sound: bool
) -> dict[tuple[str, str], Reading]:
    """What each actor thinks that another sees, laid over what it sees itself."""
    found = {}
    for actor, seen in perceptions.items():
        inner = situation.perceptions[actor].get("perceptions")
        if seen.situation is None or not isinstance(inner, dict):
            continue
        root = seen.document.root
        assert root is not None
        for other in inner:
            path = ("perceptions", actor, "perceptions", str(other))
            found[(actor, str(other))] = _laid_over(root, situation, document, path, sound)
    return found


def _laid_over(base: Node, situation: Situation, document: Document, path: Path, sound: bool) -> Reading:
    """What stands at the path merged into the base and read as a situation of its own.

    `sound`: nothing of the document was misshapen, so blocks that are not touched need not be read again.
    """
    assert document.root is not None
    faults = Faults(document, document.root)
    partial_faults(situation, path, base, faults)
    if faults.problems:
        return Reading(None, document, None, tuple(faults.problems))
    root = merge(base, document.root.at(path), str(path[0]))
    merged = Document(document.name, document.lines, root, ())
    faults = Faults(merged, root, part=".".join(map(str, path)))
    inside = _touched(root, situation, document.root) if sound else None
    if inside is None:
        inside = _read_root(faults)
    else:
        crosscheck(inside, faults)
    problems = tuple(in_file_order(faults.problems))
    return Reading(None, merged, inside, problems, aside=faults.aside, part=faults.part)


def _touched(root: Node, situation: Situation, read: Node) -> Situation | None:
    """The situation of a tree, of which only the blocks are read that differ from those of a tree already `read`.

    The others are those of its `situation`, the same objects. None, if anything in what differs is misshapen.
    """
    given = {key: value for key, (_, value) in root.entries.items() if value.kind != "null"}
    kept = {key for key, value in given.items() if read.child(key) is value and key in Situation.model_fields}
    data = {"detente": "1", "actors": {}} | {key: value.plain() for key, value in given.items() if key not in kept}
    try:
        changed = Situation.model_validate(data, context=FROM_FILE)
    except ValidationError:
        return None
    values = {key: getattr(situation if key in kept else changed, key) for key in Situation.model_fields}
    return Situation.model_construct(set(given), **values)


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
