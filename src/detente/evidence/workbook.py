"""The cells of one sheet of an Excel workbook, as texts; read with openpyxl (extra ``frames``).

Formulas are read as the value that was last computed. A whole number is written without a point. What a workbook may
unpack to is bounded, and document types, which no program writes, are refused: a small file could be made to explode.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError

from detente.errors import DetenteError

MOST_CELLS = 200_000
MOST_BYTES = 50_000_000
# what openpyxl raises on files that are cut short or that no spreadsheet wrote
BROKEN = (zipfile.BadZipFile, ParseError, KeyError, ValueError, OSError, IndexError, TypeError, AttributeError)


class WorkbookError(Exception):
    """The bytes are no workbook, or the sheet is not in it; `sheets`: those that are."""

    def __init__(self, reason: str, sheets: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.sheets = sheets


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
        rows: list[list[str]] = []
        for row in sheet.iter_rows(values_only=True):
            rows.append([_text(value) for value in row])
            if len(row) * len(rows) > MOST_CELLS:
                raise WorkbookError("size")
    except (
        zipfile.BadZipFile,
        ParseError,
        KeyError,
        ValueError,
        OSError,
        IndexError,
        TypeError,
        AttributeError,
    ) as error:
        raise WorkbookError(type(error).__name__) from None
    width = max((len(row) for row in rows), default=0)
    return str(sheet.title), [row + [""] * (width - len(row)) for row in rows]


def _bounded(data: bytes) -> None:
    with zipfile.ZipFile(BytesIO(data)) as whole:
        for part in whole.infolist():
            if part.file_size > MOST_BYTES:
                raise WorkbookError("size")
            with whole.open(part) as text:
                if b"<!DOCTYPE" in text.read(2000):
                    raise WorkbookError("doctype")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value == int(value) else repr(value)
    return str(value).strip()
