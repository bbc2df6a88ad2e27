"""Matrices of judgements in CSV or XLSX: names in the first row and the first column, numbers between."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detente.evidence.sources import SourceError, read_source
from detente.evidence.tables.table_names import Names
from detente.evidence.workbook import SHEETS, sheet_rows
from detente.situation.identifiers import nearest
from detente.situation.model import Situation
from detente.situation.quantity import Formula, QuantityError, read_form
from detente.situation.relations import Sheet


@dataclass
class Cells:
    """The cells of a matrix, row and column by name, and all that is wrong with it."""

    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    faults: list[SourceError] = field(default_factory=list)

    def add(self, code: str, entry: str = "file", **params: Any) -> None:
        self.faults.append(SourceError(code, entry, **params))


def influence_of(situation: Situation, sheet: Sheet, folder: Path) -> Cells | None:
    """Direct influence, actor by actor: square, 0 to 4, with a diagonal of 0. None if the file is not there."""
    grid = _grid(sheet, folder)
    if grid is None:
        return None
    found = Cells()
    names = Names.of(situation, sheet.actors)
    if not grid:
        found.add("matrix_empty", file=sheet.file)
        return found
    columns = [_actor(name, names, sheet, found, 1, place) for place, name in enumerate(grid[0][1:], 2)]
    rows = [_actor(row[0], names, sheet, found, line, 1) for line, row in enumerate(grid[1:], 2)]
    if len(rows) != len(columns) or (None not in {*rows, *columns} and {*rows} != {*columns}):
        odd = sorted({name for name in {*rows} ^ {*columns} if name})
        found.add("matrix_not_square", file=sheet.file, rows=len(rows), columns=len(columns), names=tuple(odd))
    for line, (actor, row) in enumerate(zip(rows, grid[1:], strict=True), 2):
        for column, written in zip(columns, row[1:], strict=True):
            if actor is None or column is None:
                continue
            other = _cell(written, sheet, found, line, column, 0, 4)
            if actor == column and other:
                found.add("matrix_diagonal", file=sheet.file, line=line, name=actor)
            elif actor != column:
                found.rows.setdefault(actor, {})[column] = written.strip() or "0"
    return found


def objectives_of(situation: Situation, sheet: Sheet, folder: Path) -> Cells | None:
    """Stakes, objective by objective: the file has a row for each actor and a column for each objective."""
    grid = _grid(sheet, folder)
    if grid is None:
        return None
    found = Cells()
    names = Names.of(situation, sheet.actors)
    if not grid or len(grid[0]) < 2:
        found.add("matrix_empty", file=sheet.file)
        return found
    for line, row in enumerate(grid[1:], 2):
        actor = _actor(row[0], names, sheet, found, line, 1)
        for objective, written in zip(grid[0][1:], row[1:], strict=True):
            if actor is not None:
                _cell(written, sheet, found, line, objective, -4, 4)
                found.rows.setdefault(objective.strip(), {})[actor] = written.strip() or "0"
    return found


def _grid(sheet: Sheet, folder: Path) -> list[list[str]] | None:
    """The cells of the file; None if it is not there. Raises `SourceError` if it cannot be read."""
    data = read_source(folder, sheet.file)
    if data is None:
        return None
    if sheet.file.lower().endswith(SHEETS):
        return [row for _, row in sheet_rows(data, sheet.file, sheet.sheet)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError("source_not_utf8", file=sheet.file, byte=error.start + 1) from None
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        grid = [row for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise SourceError("table_broken", file=sheet.file, line=reader.line_num, reason=str(error)) from None
    for line, row in enumerate(grid, 1):
        if len(row) != len(grid[0]):
            raise SourceError("table_row_length", file=sheet.file, line=line, count=len(row), columns=len(grid[0]))
    return grid


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
