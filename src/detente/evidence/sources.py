"""The texts and tables a situation cites, read from its own folder and nowhere else.

A source that is not there (its text may not be ours to hand on) is said, not failed: its anchors travel in
``sources.lock.json``, written by ``detente check --write-anchors``.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import IO, Any, TypeVar

from pydantic_core import PydanticCustomError

from detente.errors import reason_of
from detente.evidence.anchor import normalised
from detente.files import NotAFileError, encoding_of, opened
from detente.situation.identifiers import nearest
from detente.situation.model import Situation
from detente.situation.reading.shapes import date
from detente.situation.records import Source

MAX_SOURCE_BYTES = 20_000_000
Taken = TypeVar("Taken")
LOCK = "sources.lock.json"
CLAIM_COLUMNS = {"id": ("claim", "id"), "quote": ("quote", "quote_ar"), "words": ("english", "text", "statement")}


class SourceError(Exception):
    """A source cannot be used; `code` is a message key, `entry` says which entry of the source is to blame, `notes`
    what there is to say of it beside."""

    notes: tuple[SourceError, ...] = ()

    def __init__(self, code: str, entry: str = "file", **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.entry = entry
        self.params = params


@dataclass(frozen=True)
class Claim:
    """One statement of a text: its id, place, and what it says in the words of whoever lifted it."""

    id: str
    source: str
    start: int
    end: int
    quote: str | None
    words: str | None
    row: dict[str, str] = field(default_factory=dict)
    line: int | None = None


def safe_path(folder: Path, written: str) -> Path:
    """The file inside the folder; `SourceError` if the path (or a link on it) leads out of it."""
    path = Path(written)
    if path.is_absolute() or ".." in path.parts or "\\" in written:
        raise SourceError("path_outside", file=written)
    whole = folder / path
    if not whole.resolve().is_relative_to(folder.resolve()):
        raise SourceError("path_outside", file=written)
    return whole


def taken(folder: Path, written: str, most: int, take: Callable[[IO[bytes]], Taken]) -> Taken | None:
    """What `take` makes of a file inside the folder; None if it is not there.

    The file is opened once, step by step from the folder without following a link that was put there since its path was
    looked at. Raises `SourceError` if it may not or cannot be read, or has more than `most` bytes.
    """
    try:
        file = opened(safe_path(folder, written).resolve(), folder.resolve())
        size = os.fstat(file.fileno()).st_size
        if size > most:
            file.close()
            raise SourceError("source_large", file=written, size=size, limit=most)
        return take(file)
    except FileNotFoundError:
        return None
    except (IsADirectoryError, NotAFileError):
        raise SourceError("source_not_file", file=written) from None
    except UnicodeDecodeError:
        raise
    except (OSError, ValueError, RuntimeError) as error:  # no permission, no possible name, links in a circle
        raise SourceError("source_unreadable", file=written, reason=reason_of(error)) from None


def stamp(folder: Path, written: str) -> int:
    """When the file was changed; 0 if it is not there. Raises `SourceError` as `taken` does."""
    return taken(folder, written, sys.maxsize, lambda file: os.fstat(file.fileno()).st_mtime_ns) or 0


def read_source(folder: Path, written: str) -> bytes | None:
    """The bytes of a source; None if it is not there. Raises `SourceError` if it may not or cannot be read."""

    def whole(file: IO[bytes]) -> bytes:
        with file:
            data = file.read(MAX_SOURCE_BYTES + 1)
        if len(data) > MAX_SOURCE_BYTES:  # it grew in the meantime
            raise SourceError("source_large", file=written, size=len(data), limit=MAX_SOURCE_BYTES)
        return data

    return taken(folder, written, MAX_SOURCE_BYTES, whole)


def _decoded(data: bytes, written: str) -> str:
    try:
        return data.decode(encoding_of(data))
    except UnicodeDecodeError as error:
        raise SourceError("source_not_utf8", file=written, byte=error.start + 1) from None


@dataclass(frozen=True)
class Sheet:
    """A CSV table: its columns, its rows, and the line on which each row ends."""

    columns: tuple[str, ...]
    rows: list[dict[str, str]]
    lines: list[int]

    def need(self, file: str, **wanted: str | None) -> None:
        """Raise `SourceError` for a column that is wanted and not there; `wanted`: key of the source → column."""
        for key, column in wanted.items():
            if column is not None and column not in self.columns:
                near = nearest(column, self.columns)
                raise SourceError("column_missing", key, file=file, column=column, nearest=near, known=self.columns)


def read_table(folder: Path, written: str) -> Sheet | None:
    """The rows of a CSV file, as dictionaries; None if it is not there."""
    data = read_source(folder, written)
    if data is None:
        return None
    reader = csv.reader(io.StringIO(_decoded(data, written), newline=""), strict=True)
    rows, lines = [], []
    try:
        columns = tuple(next(reader, ()))
        if twice := [column for place, column in enumerate(columns) if column in columns[:place]]:
            raise SourceError("column_twice", file=written, column=twice[0])
        for row in filter(None, reader):
            if len(row) != len(columns):
                line, count = reader.line_num, len(row)
                raise SourceError("table_row_length", file=written, line=line, count=count, columns=len(columns))
            rows.append(dict(zip(columns, row, strict=True)))
            lines.append(reader.line_num)
    except csv.Error as error:
        raise SourceError("table_broken", file=written, line=reader.line_num, reason=str(error)) from None
    return Sheet(columns, rows, lines)


@dataclass(frozen=True)
class Sources:
    """Everything a situation's sources hold, read when first asked for."""

    situation: Situation
    folder: Path

    @cached_property
    def lock(self) -> dict[str, Any]:
        """What the lock file knows; nothing if there is none, or a broken one."""
        try:
            data = read_source(self.folder, LOCK)
            found = {} if data is None else json.loads(data)
            return dict(found) if all(map(_fits, found.get("sources", {}).values())) else {}
        except (SourceError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return {}

    @property
    def lock_broken(self) -> bool:
        return not self.lock and (self.folder / LOCK).is_file()

    @cached_property
    def resolved(self) -> dict[str, Any]:
        """What names that are cited lead to, as far as it was asked."""
        return {}

    @cached_property
    def _texts(self) -> dict[str, str | None]:
        return {}

    def source(self, name: str) -> Source:
        return self.situation.sources[name]

    def text(self, name: str) -> str | None:
        """The text of a source; None if it is not there."""
        if name not in self._texts:
            written = self.source(name).file
            data = read_source(self.folder, written)
            self._texts[name] = None if data is None else _decoded(data, written)
        return self._texts[name]

    @cached_property
    def _rows(self) -> dict[str, dict[str, dict[str, str]] | None]:
        return {}

    def rows(self, name: str) -> dict[str, dict[str, str]] | None:
        """The rows of a table by key; None if it is not there. Raises `SourceError` for a key twice or no column."""
        if name not in self._rows:
            source = self.source(name)
            table = read_table(self.folder, source.file)
            self._rows[name] = None if table is None else self._keyed(table, source)
        return self._rows[name]

    def _keyed(self, table: Sheet, source: Source) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        table.need(source.file, key=source.key, known_from=source.known_from)
        for row, line in zip(table.rows, table.lines, strict=True):
            key = row[source.key or ""]
            if key in found:
                raise SourceError("row_twice", file=source.file, name=key, line=line)
            known_from = row.get(source.known_from or "") or None
            if not is_date(known_from):
                raise SourceError("row_date", "known_from", found=known_from, file=source.file, line=line)
            found[key] = row
        return found

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """All claims of all texts by id; from the lock where a claims table is not there."""
        found: dict[str, Claim] = {}
        for name, source in self.situation.sources.items():
            if source.claims is None:
                continue
            table = read_table(self.folder, source.claims)
            for claim in self._locked_claims(name) if table is None else _claims(table, name, source.claims):
                if claim.id in found:
                    raise SourceError("row_twice", "claims", file=source.claims, name=claim.id, line=claim.line)
                found[claim.id] = claim
        return found

    def _locked_claims(self, name: str) -> list[Claim]:
        claims = self.lock.get("sources", {}).get(name, {}).get("claims", {})
        return [
            Claim(key, name, value["start"], value["end"], None, value.get("words"), value.get("row", {}))
            for key, value in claims.items()
        ]


def _claims(table: Sheet, source: str, file: str) -> list[Claim]:
    columns = {role: next((n for n in names if n in table.columns), None) for role, names in CLAIM_COLUMNS.items()}
    table.need(file, claims=columns["id"] or "claim")
    for column in ("start", "end"):
        table.need(file, claims=column)
    found = []
    for row, line in zip(table.rows, table.lines, strict=True):
        start, end = (_offset(row[name].strip()) for name in ("start", "end"))
        if not 0 <= start < end:
            raise SourceError("claim_offsets", "claims", file=file, line=line)
        quote = row[columns["quote"]] if columns["quote"] else None
        words = row[columns["words"]] if columns["words"] else None
        found.append(Claim(row[columns["id"] or ""], source, start, end, quote, words, dict(row), line))
    return found


def _offset(written: str) -> int:
    """A place in a text; -1 for what is none."""
    return int(written) if written.isdecimal() and len(written) < 10 else -1


def _fits(entry: Any) -> bool:
    """True if an entry of the lock file has the form that ``--write-anchors`` gives it."""
    places = [*entry.get("quotes", {}).values()]
    places += [[claim["start"], claim["end"]] for claim in entry.get("claims", {}).values()]
    rows = [*entry.get("rows", {}).values()]
    sound = all(isinstance(row["words"], str) and is_date(row.get("known_from")) for row in rows)
    return sound and all(len(place) == 2 and all(isinstance(end, int) for end in place) for place in places)


def is_date(written: str | None) -> bool:
    """True for a year, a month or a day that exists; and for nothing at all."""
    try:
        return written is None or bool(date(written.strip()))
    except (PydanticCustomError, AttributeError):
        return False


def digests(text: str) -> dict[str, Any]:
    """How a text is recognised again: its length, and hashes as it is and up to meaningless spelling."""
    return {
        "characters": len(text),
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "sha256_normalised": hashlib.sha256(normalised(text)[0].encode()).hexdigest(),
    }
