"""The cells of one sheet of an Excel workbook, as texts; read with openpyxl (extra ``frames``).

The first sheet is read where none is named; others that hold something are named, so that nobody takes them for read.

Formulas are read as the value that was last computed. A whole number is written without a point. What a workbook may
unpack to is bounded, and document types, which no program writes, are refused: a small file could be made to explode.
A formula that no program has ever computed has no value, and is said.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from detente.errors import DetenteError
from detente.evidence.sources import SourceError
from detente.situation.identifiers import nearest
from detente.situation.reading.nodes import OLD_WORKBOOK
from detente.words import Said

SHEETS = (".xlsx", ".xlsm")
MOST_CELLS = 200_000
MOST_BYTES = 50_000_000
MOST_PARTS = 2_000  # files inside a workbook
Notes = tuple[SourceError, ...]


# A cell whose formula has no value beside it; one that gives a text gave an empty one.
UNCOMPUTED = re.compile(
    rb"""<c\b(?![^>]*\bt="str")[^>]*?\br="([A-Z]+\d+)"[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"""
)


class WorkbookError(Exception):
    """The bytes are no workbook, or the sheet is not in it; `sheets`: those that are; `cell`: one without its value."""

    def __init__(self, reason: str, sheets: tuple[str, ...] = (), cell: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.sheets = sheets
        self.cell = cell

    @property
    def said(self) -> Said:
        """The reason in words."""
        return Said(f"system.workbook.{self.reason}")


def openpyxl() -> Any:
    """The library. Raises `DetenteError` naming the extra that brings it."""
    try:
        import openpyxl as library
    except ImportError:
        raise DetenteError("extra_missing", package="openpyxl", extra="frames") from None
    return library


@dataclass(frozen=True)
class SheetRead:
    """A sheet by its name, its rows, all of the same length, and the other sheets that hold something."""

    name: str
    rows: list[list[str]]
    others: tuple[str, ...]

    def left(self, file: str) -> dict[str, Any]:
        """What is to be said of the others (`workbook_sheets`); nothing if there are none."""
        return {"file": file, "sheet": self.name, "left": self.others} if self.others else {}


def sheet_cells(data: bytes, wanted: str | None = None) -> SheetRead:
    """A sheet: the first, if none is named.

    Raises `WorkbookError`.
    """
    library = openpyxl()
    try:
        _bounded(data)
        book = library.load_workbook(BytesIO(data), read_only=True, data_only=True)
        sheets = {sheet.title: sheet for sheet in book.worksheets}
        if not sheets or (wanted is not None and wanted not in sheets):
            raise WorkbookError("sheet", tuple(sheets))
        sheet = sheets[wanted or next(iter(sheets))]
        rows = _filled(sheet)
        if cell := _uncomputed(data, rows):
            raise WorkbookError("formula", cell=cell)
        others = tuple(name for name, other in sheets.items() if other is not sheet and _holds_something(other))
    except WorkbookError:
        raise
    except Exception:  # whatever a library says of files that are cut short or that no spreadsheet wrote
        raise WorkbookError("broken") from None
    width = max((len(row) for row in rows), default=0)
    return SheetRead(sheet.title, [row + [""] * (width - len(row)) for row in rows], others)


def _holds_something(sheet: Any) -> bool:
    return any(value is not None for row in sheet.iter_rows(values_only=True) for value in row)


def _filled(sheet: Any) -> list[list[str]]:
    """The rows up to the last one that is not empty, whatever size the sheet claims to have."""
    sheet.reset_dimensions()
    rows: list[list[str]] = []
    width = waiting = 0
    for row in sheet.iter_rows(values_only=True):
        if all(value is None for value in row):
            waiting += 1
            continue
        width = max(width, len(row))
        if (len(rows) + waiting + 1) * width > MOST_CELLS:
            raise WorkbookError("size")
        rows += [[] for _ in range(waiting)] + [[_text(value) for value in row]]
        waiting = 0
    return rows


def is_workbook(file: str, wanted: str | None) -> bool:
    """Whether a file is a workbook, by its ending. Raises `SourceError` if a sheet is wanted and it is none."""
    if wanted is not None and not file.lower().endswith(SHEETS):
        raise SourceError("sheet_none", "sheet", file=file, name=wanted)
    return file.lower().endswith(SHEETS)


def sheet_rows(data: bytes, file: str, wanted: str | None = None) -> tuple[list[tuple[int, list[str]]], Notes]:
    """The rows of a sheet that are not empty, with their numbers; and, if none is named, that others are not read.

    Raises `SourceError` in the words of the user.
    """
    try:
        sheet = sheet_cells(data, wanted)
    except WorkbookError as error:
        if error.reason == "sheet":
            name = wanted or ""
            near = nearest(name, error.sheets)
            said = {"name": name, "nearest": near, "known": error.sheets}
            raise SourceError("sheet_missing", "sheet", file=file, **said) from None
        if error.reason == "formula":
            raise SourceError("workbook_formula", file=file, cell=error.cell) from None
        raise SourceError("workbook_broken", file=file, reason=error.said) from None
    left = sheet.left(file) if wanted is None else {}
    notes = (SourceError("workbook_sheets", **left),) if left else ()
    return [(number, row) for number, row in enumerate(sheet.rows, 1) if any(row)], notes


def _uncomputed(data: bytes, rows: list[list[str]]) -> str:
    """The first cell that holds a formula without a value, and is empty here for that; nothing if there is none."""
    with zipfile.ZipFile(BytesIO(data)) as whole:
        for part in whole.namelist():
            if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                for found in UNCOMPUTED.finditer(whole.read(part)):
                    row, column = _place(found[1].decode())
                    if row < len(rows) and column < len(rows[row]) and not rows[row][column]:
                        return found[1].decode()
    return ""


def _place(cell: str) -> tuple[int, int]:
    """Row and column, from 0, of a cell such as ``AB12``."""
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(cell[len(letters) :]) - 1, column - 1


def _bounded(data: bytes) -> None:
    if data.startswith(OLD_WORKBOOK):
        raise WorkbookError("password")
    with zipfile.ZipFile(BytesIO(data)) as whole:
        parts = whole.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
            raise WorkbookError("size")
        if any(part.flag_bits & 1 for part in parts):
            raise WorkbookError("password")
        for part in parts:
            with whole.open(part) as text:
                if b"<!DOCTYPE" in text.read(2000):
                    raise WorkbookError("doctype")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value).strip()
