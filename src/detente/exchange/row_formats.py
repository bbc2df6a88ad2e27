"""Rows of a table as Markdown, as LaTeX for the package booktabs, or as a sheet of a workbook; each row is a record.

CSV is `detente.files.csv_text`. Numbers are written with four digits where people read them, and whole in a workbook.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from detente.files import csv_text
from detente.words import STEERING, OnScale, say

Rows = Sequence[Mapping[str, Any]]

LONGEST_SHEET = 31  # characters of a sheet's name
NOT_IN_SHEETS = re.compile(r"[\[\]:*?/\\]")
EPOCH = (1980, 1, 1, 0, 0, 0)  # the time in a workbook, so that equal tables are equal files
NO_CELL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
LATEX = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "≥": r"$\geq$", "≤": r"$\leq$", "−": "$-$",
}  # fmt: skip


def cell_text(value: Any, language: str = "en") -> str:
    """A cell as it is read: nothing for what is missing, yes or no, four digits of a number, as many as its scale
    bears of a point of one."""
    if isinstance(value, bool):
        return say(f"cli.values.{'every' if value else 'none'}", language)
    if isinstance(value, OnScale):
        return value.fixed()
    said = f"{value:.4g}" if isinstance(value, float) else str(value)
    return "" if value is None else STEERING.sub("\ufffd", said)


def csv(rows: Rows) -> str:
    """Rows as CSV with a line of headings; nothing where there are none."""
    return csv_text([list(rows[0]), *(list(row.values()) for row in rows)]) if rows else ""


def markdown(rows: Rows, language: str = "en") -> str:
    """Rows as a Markdown table."""
    if not rows:
        return ""
    head = [str(key) for key in rows[0]]
    lines = ["| " + " | ".join(head) + " |", "| " + " | ".join("---" for _ in head) + " |"]
    lines += [
        "| " + " | ".join(cell_text(v, language).replace("|", "\\|").replace("\n", " ") for v in row.values()) + " |"
        for row in rows
    ]
    return "\n".join(lines)


def latex(rows: Rows, language: str = "en", told: Callable[[str], str] | None = None) -> str:
    """Rows as a table for the package booktabs; columns of numbers stand to the right. `told`: what makes LaTeX of the
    words of a cell, if not `escaped`."""
    told = told or escaped
    if not rows:
        return ""
    numeric = [all(isinstance(row[key], int | float) for row in rows) for key in rows[0]]
    lines = [
        rf"\begin{{tabular}}{{{''.join('r' if number else 'l' for number in numeric)}}}",
        r"\toprule",
        " & ".join(told(str(key)) for key in rows[0]) + r" \\",
        r"\midrule",
        *(" & ".join(told(cell_text(value, language)) for value in row.values()) + r" \\" for row in rows),
        r"\bottomrule",
        r"\end{tabular}",
    ]
    return "\n".join(lines)


def escaped(words: str) -> str:
    """Words as LaTeX: signs that it would read are written so that it prints them."""
    return "".join(LATEX.get(sign, sign) for sign in words.replace("\n", " "))


def workbook(tables: Sequence[tuple[str, Rows]]) -> bytes:
    """A workbook (XLSX) with one sheet for each table; equal tables give equal bytes. Needs openpyxl.

    Texts stay texts, whatever they begin with: nothing in a cell is worked out.
    """
    from detente.evidence.workbook import openpyxl  # most tables are printed

    book = openpyxl().Workbook()
    book.properties.creator = "detente"
    book.remove(book.active)
    for name, rows in tables:
        sheet = book.create_sheet(_sheet_name(name, book.sheetnames))
        table = [list(rows[0]), *(list(row.values()) for row in rows)] if rows else []
        for number, row in enumerate(table, start=1):
            for column, value in enumerate(row, start=1):
                _fill(sheet.cell(number, column), value)
    if not book.sheetnames:
        book.create_sheet("-")
    made = io.BytesIO()
    book.save(made)
    return _timeless(made.getvalue())


def _fill(cell: Any, value: Any) -> None:
    if value is None or isinstance(value, bool | int | float):
        cell.value = value
        return
    cell.value = NO_CELL.sub("\ufffd", str(value))
    cell.data_type = "s"


def _sheet_name(name: str, taken: Sequence[str]) -> str:
    """A name that a sheet may have and none has yet."""
    base = NOT_IN_SHEETS.sub(" ", name).strip("' ")[:LONGEST_SHEET] or "-"
    found, number = base, 2
    while found.casefold() in {one.casefold() for one in taken}:
        end = f" {number}"
        found, number = base[: LONGEST_SHEET - len(end)] + end, number + 1
    return found


def _timeless(book: bytes) -> bytes:
    """The same workbook without the time at which it was made."""
    import zipfile

    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:(created|modified)[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", data)
            new.writestr(zipfile.ZipInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()
