"""The folder that is open, and the only way to read and write files in it.

A name leads to a file below the folder, entered step by step without following any link; anything else is refused. What
is written goes beside its target and takes its place at once, and only if size, time and content there are still those
that were read.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from detente.cases import shipped_cases, templates
from detente.errors import DetenteError, reason_of, way_out
from detente.files import SITUATION_FILE, opened, write_whole
from detente.situation.reading.nodes import MAX_FILE_BYTES

ENDINGS = (".yaml", ".yml")
TEMPLATES = "templates"
DEEP, MOST = 4, 200  # folders below the one that is open, and files, that are listed


@dataclass(frozen=True)
class Stamp:
    """What a file was when it was read."""

    size: int
    time: int
    hash: str


@dataclass(frozen=True)
class Found:
    """A file that was read: its name in the folder, where it lies, and what it was."""

    name: str
    path: Path
    text: str
    stamp: Stamp


class Workspace:
    """A folder by its real path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    def place(self, name: str) -> Path:
        """Where a name leads. Raises `DetenteError` for whatever may lie outside the folder."""
        steps = PurePosixPath(name.replace(os.sep, "/"))
        odd = steps.is_absolute() or ".." in steps.parts or not steps.parts or any(map(_odd, name))
        path = self.folder.joinpath(*steps.parts)
        if odd or not path.resolve().is_relative_to(self.folder) or path.resolve() != path:
            raise DetenteError("serve_outside", name="".join("?" if _odd(char) else char for char in name))
        return path

    def read(self, name: str) -> Found:
        """A situation file of the folder (of a folder in it, its ``situation.yaml``)."""
        path = self.place(name)
        if path.is_dir():
            path, name = path / SITUATION_FILE, f"{name.rstrip('/')}/{SITUATION_FILE}"
        try:
            with opened(path, self.folder) as file:
                state = os.fstat(file.fileno())
                data = file.read(MAX_FILE_BYTES + 1)
        except (OSError, ValueError) as error:
            raise unreadable(name, error) from None
        return Found(name, path, decoded(name, data), Stamp(state.st_size, state.st_mtime_ns, hash_of(data)))

    def stamp(self, name: str) -> Stamp | None:
        """What the file is now; None where it is gone."""
        try:
            return self.read(name).stamp
        except DetenteError:
            return None

    def same(self, name: str, stamp: Stamp) -> bool:
        """Whether size and time of a file are still those (its content is not read)."""
        try:
            state = self.place(name).stat()
        except OSError:
            return False
        return (state.st_size, state.st_mtime_ns) == (stamp.size, stamp.time)

    def free(self, name: str, ending: str) -> str:
        """A name that nothing has yet: the one wanted, or the same with a number."""
        name = "".join("_" if _odd(char) or char in '<>:"\\|?*' else char for char in name).strip(" .") or "situation"
        number = 1
        while self.place(found := f"{name}{f'-{number}' if number > 1 else ''}{ending}").exists():
            number += 1
        return found

    def write(self, name: str, text: str) -> Stamp:
        """Write a file, whatever stands there."""
        path = self.place(name)
        write_whole(path, text.encode("utf-8"))
        return self.read(name).stamp

    def files(self) -> Iterator[str]:
        """The situation files of the folder, newest first."""
        found: list[tuple[float, str]] = []
        for folder, below, names in os.walk(self.folder):
            deep = len(Path(folder).relative_to(self.folder).parts)
            below[:] = [] if deep >= DEEP else sorted(one for one in below if not one.startswith((".", "_")))
            for one in names:
                path = Path(folder, one)
                if path.suffix in ENDINGS and not path.is_symlink() and not one.startswith("."):
                    found.append((path.stat().st_mtime, path.relative_to(self.folder).as_posix()))
            if len(found) >= MOST:
                break
        return (name for _, name in sorted(found, reverse=True)[:MOST])


def _odd(char: str) -> bool:
    """Characters that hide in a name: controls, marks of direction, signs without width."""
    return not char.isprintable() or char == "\x00"


def shipped(name: str) -> Found | None:
    """A shipped case by its name; None where there is none."""
    for case in shipped_cases():
        if name in (case.name, case.name.rsplit("/", 1)[-1]):
            data = case.path.read_bytes()
            return Found(case.name, case.path, decoded(name, data), Stamp(len(data), 0, hash_of(data)))
    return None


def started(name: str) -> str | None:
    """The text of a template by its name (``templates/trade``); None where there is none."""
    folder, _, name = name.partition("/")
    path = templates().get(name) if folder == TEMPLATES else None
    return None if path is None else path.read_text(encoding="utf-8")


def hash_of(data: bytes) -> str:
    """The fingerprint of a content."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def decoded(name: str, data: bytes) -> str:
    """The text of a file. Raises `DetenteError` where it is none, or too long."""
    if len(data) > MAX_FILE_BYTES:
        raise DetenteError("serve_large", name=name, limit=MAX_FILE_BYTES)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DetenteError("serve_not_text", name=name, place=error.start) from None


def unreadable(name: str, error: Exception) -> DetenteError:
    """What is said where a file cannot be read."""
    return DetenteError("serve_unreadable", name=name, reason=reason_of(error), mend=way_out(error))
