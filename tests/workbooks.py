"""Small Excel workbooks for tests."""

from __future__ import annotations

from io import BytesIO

import openpyxl


def workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    """A workbook with these sheets, in this order."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
    target = BytesIO()
    book.save(target)
    return target.getvalue()
