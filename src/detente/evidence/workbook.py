"""The cells of one sheet of an XLSX workbook, without a spreadsheet library: a workbook is a ZIP of small XML files.

Formulas are read as the value that was last computed; dates stay numbers. Office Open XML, ECMA-376 part 1, §18.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree

MOST_CELLS = 200_000
MOST_BYTES = 50_000_000
_NAMES = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class WorkbookError(Exception):
    """The bytes are no workbook, or the sheet is not in it; `sheets`: those that are."""

    def __init__(self, reason: str, sheets: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.sheets = sheets


def sheet_cells(data: bytes, wanted: str | None = None) -> list[list[str]]:
    """The rows of a sheet (the first, if none is named) as texts, all of the same length. Raises `WorkbookError`."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as whole:
            return _sheet(whole, wanted)
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, ValueError, EOFError, NotImplementedError) as error:
        raise WorkbookError(type(error).__name__) from None


def _sheet(whole: zipfile.ZipFile, wanted: str | None) -> list[list[str]]:
    book = _parsed(whole, "xl/workbook.xml")
    sheets = {sheet.get("name", ""): sheet.get(_LINK, "") for sheet in book.iter(f"{_NAMES}sheet")}
    if not sheets or (wanted is not None and wanted not in sheets):
        raise WorkbookError("sheet", tuple(sheets))
    link = sheets[wanted] if wanted is not None else next(iter(sheets.values()))
    targets = {part.get("Id"): part.get("Target", "") for part in _parsed(whole, "xl/_rels/workbook.xml.rels")}
    target = targets[link]
    shared = []
    if "xl/sharedStrings.xml" in whole.namelist():
        for item in _parsed(whole, "xl/sharedStrings.xml").iter(f"{_NAMES}si"):
            shared.append("".join(part.text or "" for part in item.iter(f"{_NAMES}t")))
    root = _parsed(whole, target.lstrip("/") if target.startswith("/") else f"xl/{target}")
    return _grid(root, shared)


def _parsed(whole: zipfile.ZipFile, name: str) -> ElementTree.Element:
    if whole.getinfo(name).file_size > MOST_BYTES:
        raise WorkbookError("size")
    text = whole.read(name)
    if b"<!DOCTYPE" in text[:2000] or b"<!ENTITY" in text:
        raise WorkbookError("doctype")  # no program writes one, and entities can be made to explode
    return ElementTree.fromstring(text)


def _grid(root: ElementTree.Element, shared: list[str]) -> list[list[str]]:
    cells: dict[tuple[int, int], str] = {}
    for number, row in enumerate(root.iter(f"{_NAMES}row"), 1):
        at = int(row.get("r", number))
        for place, cell in enumerate(row.iter(f"{_NAMES}c"), 1):
            name = cell.get("r")
            column = _column(name) if name else place
            value, inline = cell.find(f"{_NAMES}v"), cell.find(f"{_NAMES}is")
            text = (value.text or "") if value is not None else ""
            if inline is not None:
                text = "".join(part.text or "" for part in inline.iter(f"{_NAMES}t"))
            elif cell.get("t") == "s" and text:
                text = shared[int(text)]
            if text:
                cells[at, column] = text
    height = max((row for row, _ in cells), default=0)
    width = max((column for _, column in cells), default=0)
    if height * width > MOST_CELLS:
        raise WorkbookError("size")
    return [[cells.get((row, column), "") for column in range(1, width + 1)] for row in range(1, height + 1)]


def _column(name: str) -> int:
    """``B7`` stands in column 2."""
    match = re.match(r"[A-Z]{1,3}", name)
    if match is None:
        raise ValueError(name)
    found = 0
    for letter in match[0]:
        found = 26 * found + ord(letter) - 64
    return found
