"""Reading tables about pairs: who sells to whom, who is allied with whom; files that the user gives, never downloaded.

A table is read row by row, so that it may be large. What is wrong with it is collected, with its line, up to a limit.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from math import isfinite
from pathlib import Path
from typing import IO, Any

from detente.evidence.dyad_formats import FORMS, Form
from detente.evidence.sources import SourceError, safe_path, taken
from detente.situation.identifiers import nearest
from detente.situation.model import Situation
from detente.situation.relations import Table

MAX_BYTES = 4_000_000_000
MOST_FAULTS = 20
MISSING = {"", "NA", ".", "-9", "-9.0"}  # how published tables write that there is no number


@dataclass(frozen=True)
class Dyad:
    """One row: two names as the file has them, its value, and what only plain tables have. In tables about the whole
    world, the sum over all rows of the pair, and the first of them."""

    line: int
    one: str
    other: str
    value: float
    exit: float | None = None
    sign: str = ""


@dataclass
class Reading:
    """What a table gave. `faults`: everything wrong with it; `seen`: all names it has, in whatever year; `years`."""

    faults: list[SourceError] = field(default_factory=list)
    rows: list[Dyad] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    years: set[int] = field(default_factory=set)

    def add(self, code: str, entry: str = "file", **params: Any) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(SourceError(code, entry, **params))


def open_table(folder: Path, written: str, encoding: str) -> IO[str] | None:
    """The file inside the folder as text; None if it is not there. Raises `SourceError` as for every source."""
    return taken(folder, written, MAX_BYTES, lambda path: path.open(encoding=encoding, newline=""))


def read_dyads(folder: Path, table: Table) -> Reading | None:
    """The rows of a table, for the years it is asked for; None if the file is not there.

    Raises `SourceError` for a file that cannot be read at all; other faults are in `Reading.faults`.
    """
    path = safe_path(folder, table.file)
    stamp = path.stat().st_mtime_ns if path.is_file() else 0
    return _read(folder, table.model_dump_json(by_alias=True), stamp)


@lru_cache(maxsize=64)
def _read(folder: Path, written: str, stamp: int) -> Reading | None:  # noqa: ARG001 (read again when the file changes)
    table = Table.model_validate_json(written)
    form = FORMS.get(table.format) or _plain(table)
    stream = open_table(folder, table.file, form.encoding)
    if stream is None:
        return None
    reading = Reading()
    with stream:
        try:
            _rows(stream, table, form, reading)
        except UnicodeDecodeError as error:
            raise SourceError("source_not_utf8", file=table.file, byte=error.start + 1) from None
    return reading


def _plain(table: Table) -> Form:
    """The form of a table whose columns the situation names."""
    value = table.value or table.strength or table.share
    year = (table.year.lower(),) if table.year else ()
    return Form("flows", (table.from_.lower(),), (table.to.lower(),), (value.lower(),), year=year, world=False)


def _rows(stream: IO[str], table: Table, form: Form, reading: Reading) -> None:
    lines = _cells(stream, table, form)
    columns = _header(lines, table, form)
    span = _span(table)
    parts: dict[tuple[str, str], float] = {}  # what the cells about years say → the part of the value that counts
    sums: dict[tuple[str, str], tuple[int, float]] = {}
    for line, cells in lines:
        if len(cells) != columns.width:
            reading.add("table_row_length", file=table.file, line=line, count=len(cells), columns=columns.width)
            continue
        reading.seen.add(cells[columns.one].strip())
        if columns.other >= 0:
            reading.seen.add(cells[columns.other].strip())
        when = columns.when(cells)
        if when not in parts:
            parts[when] = _part(when, span, columns, table, line, reading, form)
        if not parts[when]:
            continue
        for one, other, place in columns.ways(cells):
            value = 1.0 if place < 0 else _number(cells[place], form, table, line, reading)
            if value is None:
                continue
            if form.world and form.use != "points":
                first, before = sums.get((one, other), (line, 0.0))
                sums[one, other] = first, _joined(before, value * parts[when], form)
            else:
                leave = cells[columns.exit].strip() if columns.exit >= 0 else ""
                exits = _number(leave, form, table, line, reading) if leave else None
                sign = cells[columns.sign].strip() if columns.sign >= 0 else ""
                reading.rows.append(Dyad(line, one, other, value, exits, sign))
    reading.rows += [Dyad(line, *pair, value) for pair, (line, value) in sums.items()]


def _joined(before: float, value: float, form: Form) -> float:
    """Flows add up; of ties the greatest counts."""
    return before + value if form.use == "flows" else max(before, value)


def _part(
    when: tuple[str, str], span: tuple[int, int] | None, columns: _Columns, table: Table, line: int, reading: Reading,
    form: Form,
) -> float:  # fmt: skip
    """Which part of a row's value falls into the years asked for; a row without years counts only if none are."""
    if columns.year < 0:
        return 1.0
    written = when[0].replace(";", " ").split()
    if not all(year.split(".")[0].isdecimal() for year in written):
        reading.add("table_number", file=table.file, line=line, found=when[0])
        return 0.0
    zero = form.year_zero if columns.year_name == "session" else 0
    found = [int(year.split(".")[0]) + zero for year in written]
    reading.years |= set(found)
    if span is None:
        return 1.0
    if not found:
        return 0.0
    if columns.until >= 0 and columns.year_name != "year":
        end = int(when[1]) if when[1].isdecimal() else 9999
        return float(found[0] <= span[1] and end >= span[0])
    return sum(span[0] <= year <= span[1] for year in found) / len(found)


def _cells(stream: IO[str], table: Table, form: Form) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line on which each ends; the separator is that of the first line."""
    first = stream.readline()
    stream.seek(0)
    separator = "," if form.preamble else max(",;\t", key=first.count)
    reader = csv.reader(stream, delimiter=separator, strict=not form.preamble)
    try:
        for cells in reader:
            if cells:
                yield reader.line_num, cells
    except csv.Error as error:
        raise SourceError("table_broken", file=table.file, line=reader.line_num, reason=str(error)) from None


@dataclass(frozen=True)
class _Columns:
    """Where each role stands in a row; -1 where the table has no such column."""

    width: int
    one: int
    other: int
    value: int
    back: int
    year: int
    until: int
    exit: int
    sign: int
    kinds: tuple[int, ...]
    year_name: str

    def when(self, cells: list[str]) -> tuple[str, str]:
        """What a row says about years."""
        return (
            cells[self.year].strip() if self.year >= 0 else "",
            cells[self.until].strip() if self.until >= 0 else "",
        )

    def ways(self, cells: list[str]) -> list[tuple[str, str, int]]:
        """The two names and the place of the value, for each direction that the row gives; -1: it is just there."""
        one, other = cells[self.one].strip(), cells[self.other].strip() if self.other >= 0 else ""
        if self.kinds:
            held = any(cells[place].strip() not in ("", "0", "NA", "-9") for place in self.kinds)
            return [(one, other, -1)] if held else []
        both = [(one, other, self.value)]
        return both if self.back < 0 else [*both, (other, one, self.back)]


def _number(written: str, form: Form, table: Table, line: int, reading: Reading) -> float | None:
    """The number of a cell; None where the file says that it is missing, or where it is none (reported)."""
    text = written.strip().replace("\u2212", "-")
    if form.world and text in MISSING:
        return None
    if "," in text and "." not in text and not form.world:
        text = text.replace(",", ".")  # where a comma is no separator, it is a decimal sign
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        reading.add("table_number", file=table.file, line=line, found=written)
        return None
    return value


def _header(lines: Iterator[tuple[int, list[str]]], table: Table, form: Form) -> _Columns:
    """Where the columns are; lines of explanation before them are passed over where the form has such."""
    seen: tuple[str, ...] = ()
    for line, cells in lines:
        names = [cell.strip().strip("\ufeff").lower() for cell in cells]
        seen = tuple(cell.strip() for cell in cells)
        if not form.preamble or any(name in names for name in form.one):
            return _columns(names, seen, table, form)
        if line > form.preamble:
            break
    wanted = form.one[0]
    raise SourceError("column_missing", "from", file=table.file, column=wanted, nearest=None, known=seen)


def _columns(names: list[str], seen: tuple[str, ...], table: Table, form: Form) -> _Columns:
    if twice := [name for place, name in enumerate(names) if name and name in names[:place]]:
        raise SourceError("column_twice", file=table.file, column=twice[0])

    def at(wanted: tuple[str, ...], entry: str, *, needed: bool = True) -> int:
        place = next((names.index(name) for name in wanted if name in names), -1)
        if place < 0 and needed and wanted:
            near = nearest(wanted[0], seen)
            raise SourceError("column_missing", entry, file=table.file, column=wanted[0], nearest=near, known=seen)
        return place

    kinds: tuple[int, ...] = ()
    if form.kinds:
        kinds = tuple(at((name.lower(),), "only") for name in (table.only or ("defense",)))
    plain_tie = table.format == "plain" and table.sign is not None
    value = at(form.value, "value" if table.value else "share", needed=not (plain_tie and table.strength is None))
    year = at(form.year, "year", needed=bool(form.year and (table.years or not form.until)))
    return _Columns(
        len(names),
        at(form.one, "from"),
        at(form.other, "to"),
        value,
        at(form.back, "file", needed=False),
        year,
        at(form.until, "file", needed=False),
        at((table.exit.lower(),), "exit") if table.exit else -1,
        at((table.sign.lower(),), "sign") if table.sign else -1,
        kinds,
        names[year] if year >= 0 else "",
    )


def _span(table: Table) -> tuple[int, int] | None:
    if table.years is None:
        return None
    first, _, last = table.years.partition("..")
    return int(first), int(last or first)


@dataclass(frozen=True)
class Names:
    """Whose name in a table is whose: by `actors:` of the table, else by id, or by name in any language."""

    ours: dict[str, str]
    mapped: dict[str, tuple[str, ...]]

    @staticmethod
    def of(situation: Situation, given: dict[str, str]) -> Names:
        ours: dict[str, str] = {}
        mapped = {}
        for actor, record in situation.actors.items():
            if actor in given:
                mapped[actor] = tuple(part.strip() for part in given[actor].split(";"))
                ours |= dict.fromkeys(mapped[actor], actor)
                continue
            texts = record.name.values() if isinstance(record.name, dict) else [record.name] if record.name else []
            for name in (actor, *texts):
                ours.setdefault(name, actor)
        return Names(ours, mapped)

    def actor(self, name: str) -> str | None:
        """Our actor; codes may be padded (``008`` is 8)."""
        return self.ours.get(name) or self.ours.get(name.lstrip("0"))
