"""Matrices of judgements in CSV or XLSX: names in the first row and the first column, numbers between."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detente.evidence.sources import SourceError, read_source
from detente.evidence.tables.dyad_formats import PREAMBLE
from detente.evidence.tables.table_names import Names
from detente.evidence.tables.table_rows import Row, separator_of
from detente.evidence.workbook import is_workbook, sheet_rows
from detente.files import encoding_of
from detente.situation.identifiers import nearest
from detente.situation.model import Situation
from detente.situation.quantity import Formula, QuantityError, read_form
from detente.situation.reading.nodes import no_text
from detente.situation.relations import Sheet


@dataclass
class Cells:
    """The cells of a matrix, row and column by name; all that is wrong with it; what is left blank and counts as 0."""

    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    faults: list[SourceError] = field(default_factory=list)
    notes: list[SourceError] = field(default_factory=list)

    def add(self, code: str, entry: str = "file", **params: Any) -> None:
        self.faults.append(SourceError(code, entry, **params))


def influence_of(situation: Situation, sheet: Sheet, folder: Path) -> Cells | None:
    """Direct influence, actor by actor: square, 0 to 4, with a diagonal of 0. None if the file is not there."""
    found = Cells()
    grid = _grid(sheet, folder, found)
    if grid is None:
        return None
    names = Names.of(situation, sheet.actors)
    if not grid:
        found.add("matrix_empty", file=sheet.file)
        return found
    (first, head), *body = grid
    columns = [_actor(name, names, sheet, found, first, place) for place, name in enumerate(head[1:], 2)]
    rows = [_actor(row[0], names, sheet, found, line, 1) for line, row in body]
    _once(head, first, body, sheet, found)
    if len(rows) != len(columns) or (None not in {*rows, *columns} and {*rows} != {*columns}):
        odd = sorted({name for name in {*rows} ^ {*columns} if name})
        found.add("matrix_not_square", file=sheet.file, rows=len(rows), columns=len(columns), names=tuple(odd))
    for actor, (line, row) in zip(rows, body, strict=True):
        for column, written in zip(columns, row[1:], strict=True):
            if actor is None or column is None:
                continue
            other = _cell(written, sheet, found, line, column, 0, 4)
            if actor == column and other:
                found.add("matrix_diagonal", file=sheet.file, line=line, name=actor)
            elif actor != column:
                found.rows.setdefault(actor, {})[column] = written.strip() or "0"
    _blank([row[1:place] + row[place + 1 :] for place, (_, row) in enumerate(body, 1)], sheet, found)
    return found


def objectives_of(situation: Situation, sheet: Sheet, folder: Path) -> Cells | None:
    """Stakes, objective by objective: the file has a row for each actor and a column for each objective."""
    found = Cells()
    grid = _grid(sheet, folder, found)
    if grid is None:
        return None
    names = Names.of(situation, sheet.actors)
    if not grid or len(grid[0][1]) < 2:
        found.add("matrix_empty", file=sheet.file)
        return found
    (first, head), *body = grid
    _once(head, first, body, sheet, found)
    for place, objective in enumerate(head[1:], 2):
        if not objective.strip() and any(row[place - 1].strip() for _, row in body):
            found.add("matrix_unnamed", file=sheet.file, line=first, column=place)
    for line, row in body:
        actor = _actor(row[0], names, sheet, found, line, 1)
        for objective, written in zip(head[1:], row[1:], strict=True):
            if actor is not None:
                _cell(written, sheet, found, line, objective, -4, 4)
                found.rows.setdefault(objective.strip(), {})[actor] = written.strip() or "0"
    told = {names.actor(row[0].strip()) for _, row in body}
    if (without := tuple(actor for actor in situation.actors if actor not in told)) and not found.faults:
        found.notes.append(SourceError("matrix_without", file=sheet.file, actors=without))
    _blank([row[1:] for _, row in body], sheet, found)
    return found


def _once(head: list[str], first: int, body: list[Row], sheet: Sheet, found: Cells) -> None:
    """Every row and every column has a name of its own; a name twice is said with both places."""
    columns = [(name.strip(), f"{first}:{place}") for place, name in enumerate(head[1:], 2)]
    rows = [(row[0].strip(), f"{line}:1") for line, row in body]
    for named in (columns, rows):
        before: dict[str, str] = {}
        for name, at in named:
            if before.setdefault(name, at) != at:
                found.add("matrix_twice", file=sheet.file, name=name, at=at, first=before[name])


def _blank(rows: list[list[str]], sheet: Sheet, found: Cells) -> None:
    """Say how many cells are blank, for they count as 0."""
    count = sum(not cell.strip() for row in rows for cell in row)
    if count and not found.faults:
        found.notes.append(SourceError("matrix_blank", "file", file=sheet.file, count=count))


def _grid(sheet: Sheet, folder: Path, found: Cells) -> list[Row] | None:
    """The rows of the file with their lines, without those of a title above; None if the file is not there. What is to
    be said of the file is noted in `found`.

    Raises `SourceError` if it cannot be read.
    """
    data = read_source(folder, sheet.file)
    if data is None:
        return None
    if is_workbook(sheet.file, sheet.sheet):
        rows, notes = sheet_rows(data, sheet.file, sheet.sheet)
        found.notes += notes
        return _below_title(rows)
    try:
        text = data.decode(encoding_of(data))
    except UnicodeDecodeError as error:
        if reason := no_text(data):
            raise SourceError("workbook_broken", file=sheet.file, reason=reason) from None
        raise SourceError("source_not_utf8", file=sheet.file, byte=error.start + 1) from None
    widest = max(text.splitlines()[:PREAMBLE], key=lambda line: max(map(line.count, ",;\t")), default="")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(widest), strict=True)
    try:
        grid = _below_title([(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)])
    except csv.Error as error:
        raise SourceError("table_broken", file=sheet.file, line=reader.line_num, reason=str(error)) from None
    for line, row in grid:
        if len(row) != len(grid[0][1]):
            raise SourceError("table_row_length", file=sheet.file, line=line, count=len(row), columns=len(grid[0][1]))
    return grid


def _below_title(rows: list[Row]) -> list[Row]:
    """The rows from the first on that has something behind its first cell."""
    start = next((place for place, (_, row) in enumerate(rows) if any(cell.strip() for cell in row[1:])), 0)
    return rows[start:]


def _actor(written: str, names: Names, sheet: Sheet, found: Cells, line: int, column: int) -> str | None:
    actor = names.actor(written.strip())
    if actor is None:
        name = written.strip()
        near = nearest(name, names.ours)
        found.add("matrix_actor", file=sheet.file, line=line, column=column, name=name, nearest=near)
    return actor


def _cell(written: str, sheet: Sheet, found: Cells, line: int, column: str, low: int, high: int) -> bool:
    """Whether a cell is other than 0 (empty is 0); what is no number or range within the scale is reported."""
    try:
        form = read_form(written.strip() or "0")
    except QuantityError:
        form = Formula(written)
    if isinstance(form, Formula) or form.bounds[0] < low or form.bounds[1] > high:
        found.add("matrix_cell", file=sheet.file, line=line, column=column, found=written.strip(), low=low, high=high)
        return False
    return any(form.bounds)
