"""Tables with one line for each record, whose columns go by several names: text, a workbook, or a list in YAML.

A title and remarks may stand above the heading. Numbers are read by one rule for each column
(`detente.evidence.tables.number_columns`). All that is wrong is collected with its line and said at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from detente.errors import DetenteError, InputError, Place, Problem
from detente.evidence.sources import SourceError
from detente.evidence.tables.number_columns import ColumnError, Mark, Writing, is_missing, shown, writing
from detente.evidence.workbook import SHEETS, sheet_rows
from detente.exchange.influence_cases_read import FaultyError
from detente.exchange.position_tables.position_csv import PREAMBLE, cells, delimiter_of
from detente.exchange.position_tables.position_table import Faulty
from detente.files import encoding_of, read_whole
from detente.situation.identifiers import nearest, normal
from detente.situation.reading.nodes import MAX_FILE_BYTES, Node, no_text, read_document, undecodable
from detente.words import Said

Columns = Mapping[str, Sequence[str]]  # what a column means → how it may be called
YAML = (".yaml", ".yml")


@dataclass
class LongTable:
    """The records of a file: the line of each, and its cells by what they mean (empty where there is none). `notes`:
    what is to be said of the file."""

    name: str
    columns: tuple[str, ...]
    records: list[tuple[int, dict[str, str]]]
    faults: list[DetenteError] = field(default_factory=list)
    notes: tuple[Said, ...] = ()

    def fault(self, code: str, line: int = 0, **params: Any) -> None:
        place = f"{self.name}, {line}" if line else self.name
        self.faults.append(DetenteError(code, place=place, **params))

    def finish(self) -> None:
        """Raise `FaultyError` with everything that is wrong, if anything is; which sheet was read may be why."""
        if self.faults:
            told = [DetenteError(note.key.removeprefix("errors."), **note.values) for note in self.notes]
            raise FaultyError([*told, *self.faults])

    def numbers(
        self, columns: Sequence[str], decimal: Mark | None = None, *, ranges: bool = False
    ) -> dict[str, list[Fraction | None]]:
        """These columns as numbers, None where a cell is blank or no number (which is a fault). `ranges`: a cell may be
        one, ``low..high``, and is its middle."""
        texts = {name: [row.get(name, "") for _, row in self.records] for name in columns}
        beside, found = shown(texts.values()), {}
        for name, column in texts.items():
            ends = [cell.split("..") if ranges and not is_missing(cell) else [cell] for cell in column]
            try:
                rule = writing((end for cell in ends for end in cell), decimal, beside)
            except ColumnError as error:
                self.faults.append(DetenteError(f"table_{error.code}", place=self.name, column=name, **error.params))
                continue
            values = [None if is_missing(cell) else _middle(rule, of) for cell, of in zip(column, ends, strict=True)]
            for (line, _), cell, value in zip(self.records, column, values, strict=True):
                if value is None and not is_missing(cell):
                    self.fault("table_number", line, column=name, found=cell)
            found[name] = values
        return found

    def all_numbers(self, column: str) -> bool:
        """Whether every cell of a column that is not blank is a number, or a range of two."""
        texts = [end for _, row in self.records for end in row.get(column, "").split("..")]
        try:
            rule = writing(texts)
        except ColumnError:
            return True  # numbers that can be read in two ways
        return all(is_missing(cell) or rule.number(cell) is not None for cell in texts)


def _middle(rule: Writing, ends: Sequence[str]) -> Fraction | None:
    """The number, or the middle of a range whose ends are in order; None where it is neither."""
    found = [rule.number(end) for end in ends]
    known = [value for value in found if value is not None]
    return sum(known, Fraction(0)) / len(known) if len(known) == len(found) < 3 and known == sorted(known) else None


def read_long(path: Path, columns: Columns, needed: Sequence[str]) -> LongTable:
    """The table of a file.

    Args:
        columns: every column that is looked for, with its names (small letters, `_` for spaces).
        needed: those without which a line above the records is not their heading.

    Raises `FaultyError`, `InputError` with everything that is wrong with the file as such.
    """
    data, problems = read_whole(path, MAX_FILE_BYTES)
    if problems:
        raise InputError(problems)
    if path.suffix.lower() in YAML:
        return _from_yaml(data, path.name, columns, needed)
    rows, notes = _rows(data, path)
    above = next((at for at, (_, row) in enumerate(rows[:PREAMBLE]) if _has(row, columns, needed)), 0)
    heading = rows[above][1] if rows else []
    placed = _placed(heading, columns)
    table = LongTable(path.name, tuple(placed), [], notes=notes)
    called = [_folded(cell) for cell in heading]
    for name in dict.fromkeys(called[at] for at in placed.values() if called.count(called[at]) > 1):
        table.fault("table_column_twice", column=name)
    for name in needed:
        if name not in placed:
            near = nearest(name, heading)
            table.fault("table_column", column=name, nearest=near, known=tuple(filter(None, heading)))
    table.finish()
    for line, row in rows[above + 1 :]:
        cells_of = {name: normal(row[at]).strip() if at < len(row) else "" for name, at in placed.items()}
        if any(cells_of.values()):
            table.records.append((line, cells_of))
    if not table.records:
        table.fault("table_empty")
    table.finish()
    return table


def _rows(data: bytes, path: Path) -> tuple[list[tuple[int, list[str]]], tuple[Said, ...]]:
    """The rows that are not empty, each with the line on which it begins; and what is to be said of the file."""
    if path.suffix.lower() in SHEETS:
        try:
            rows, notes = sheet_rows(data, path.name)
        except SourceError as error:
            raise InputError([Problem(error.code, Place(path.name), error.params)]) from None
        return rows, tuple(Said("errors.workbook_sheets", note.params) for note in notes)
    try:
        text = data.decode(encoding_of(data)).replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        if no_text(data):
            raise InputError([undecodable(data, error.start, path.name)]) from None
        raise DetenteError("influence_not_utf8", file=path.name, byte=error.start + 1) from None
    faulty = Faulty(path.name, text.split("\n"))
    lines = [line for line in text.split("\n")[:PREAMBLE] if line.strip() and not line.startswith("#")]
    likely = max(lines, key=lambda line: line.count(delimiter_of(line)), default="")
    found = cells(text, faulty, delimiter_of(likely))
    if faulty.broken:
        raise InputError(faulty.problems)
    return found, ()


def _from_yaml(data: bytes, name: str, columns: Columns, needed: Sequence[str]) -> LongTable:
    """The records of a list of maps, alone or under the one key of a map."""
    document = read_document(data, name)
    if document.problems or document.root is None:
        raise InputError(document.problems or (Problem("file_empty", Place(name)),))
    root = document.root
    inside = [value for _, value in root.entries.values()]
    listed: Node = inside[0] if len(inside) == 1 and inside[0].kind == "list" else root
    table = LongTable(name, (), [])
    if listed.kind != "list" or not all(item.kind == "map" for item in listed.items) or not listed.items:
        table.fault("table_list")
        table.finish()
    called: set[str] = set()
    for item in listed.items:
        placed = _placed(list(item.entries), columns)
        keys = list(item.entries)
        table.records.append((item.line, {key: item.entries[keys[at]][1].text.strip() for key, at in placed.items()}))
        called |= set(placed)
        for key in needed:
            if key not in placed:
                table.fault("table_column", item.line, column=key, nearest=nearest(key, keys), known=tuple(keys))
    table.columns = tuple(key for key in columns if key in called)
    table.finish()
    return table


def _folded(cell: str) -> str:
    return normal(cell).strip().casefold().replace(" ", "_")


def _placed(heading: Sequence[str], columns: Columns) -> dict[str, int]:
    """Where each column stands; each stands for one thing."""
    folded, placed = [_folded(cell) for cell in heading], dict[str, int]()
    for name, names in columns.items():
        at = next((folded.index(one) for one in (name, *names) if one in folded), None)
        if at is not None and at not in placed.values():
            placed[name] = at
    return placed


def _has(row: Sequence[str], columns: Columns, needed: Sequence[str]) -> bool:
    placed = _placed(row, columns)
    return all(name in placed for name in needed)
