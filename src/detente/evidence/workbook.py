"""The cells of one sheet of an Excel workbook, as texts; read with openpyxl (extra ``frames``).

Formulas are read as the value that was last computed. A whole number is written without a point. What a workbook may
unpack to is bounded, and document types, which no program writes, are refused: a small file could be made to explode.
A formula that no program has ever computed has no value, and is said.
"""

from __future__ import annotations

import re
import zipfile
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


def sheet_cells(data: bytes, wanted: str | None = None) -> tuple[str, list[list[str]]]:
    """The name of a sheet (the first, if none is named) and its rows, all of the same length.

    Raises `WorkbookError`.
    """
    library = openpyxl()
    try:
        _bounded(data)
        book = library.load_workbook(BytesIO(data), read_only=True, data_only=True)
        names = tuple(book.sheetnames)
        if not names or (wanted is not None and wanted not in names):
            raise WorkbookError("sheet", names)
        sheet = book[wanted or names[0]]
        rows = _filled(sheet)
        if cell := _uncomputed(data, rows):
            raise WorkbookError("formula", cell=cell)
    except WorkbookError:
        raise
    except Exception:  # whatever a library says of files that are cut short or that no spreadsheet wrote
        raise WorkbookError("broken") from None
    width = max((len(row) for row in rows), default=0)
    return str(sheet.title), [row + [""] * (width - len(row)) for row in rows]


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


def sheet_rows(data: bytes, file: str, wanted: str | None = None) -> list[tuple[int, list[str]]]:
    """The rows of a sheet that are not empty, with their numbers. Raises `SourceError` in the words of the user."""
    try:
        rows = sheet_cells(data, wanted)[1]
    except WorkbookError as error:
        if error.reason == "sheet":
            name = wanted or ""
            near = nearest(name, error.sheets)
            said = {"name": name, "nearest": near, "known": error.sheets}
            raise SourceError("sheet_missing", "sheet", file=file, **said) from None
        if error.reason == "formula":
            raise SourceError("workbook_formula", file=file, cell=error.cell) from None
        raise SourceError("workbook_broken", file=file, reason=error.said) from None
    return [(number, row) for number, row in enumerate(rows, 1) if any(row)]


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
