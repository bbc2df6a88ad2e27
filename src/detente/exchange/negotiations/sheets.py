"""Scoring sheets (CSV, TSV, XLSX): what teachers and analysts have.

The first row names the columns: issue, option, then one column per party; a title may stand above. Every further row
gives the points of one option of one issue; an empty issue cell repeats the one above. Rows of their own: ``no deal``
(what each party has without one; needed), ``constant`` (what is added in every package), and an optional column
``status quo`` with a mark at the options that stand now. Headings may be in English or Arabic. The points of a party
are written in one way (`detente.evidence.tables.number_columns`).

XLSX needs openpyxl (extra ``frames``); the first sheet is read, and others are named.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from detente.errors import DetenteError, Place, Problem
from detente.evidence.tables.number_columns import ColumnError, Mark, Writing, shown, writing
from detente.evidence.workbook import WorkbookError, openpyxl, sheet_cells
from detente.exchange.exact import as_json, exact
from detente.exchange.negotiations.profiles import FORMAT, Read
from detente.files import csv_text, encoding_of, unguarded
from detente.words import STEERING, Said

SHEETS = (".csv", ".tsv", ".xlsx")
ISSUE = ("issue", "القضية", "قضية")
OPTION = ("option", "value", "level", "الخيار", "خيار", "القيمة", "قيمة")
STANDS = ("status quo", "status_quo", "الوضع القائم")
NO_DEAL = ("no deal", "disagreement", "batna", "reservation", "بلا اتفاق", "لا اتفاق")
CONSTANT = ("constant", "ثابت")
PREAMBLE = 40  # rows that may stand above the heading


@dataclass
class _Sheet:
    """Rows of cells as texts, and where each stands. `name`: of the sheet, in a workbook."""

    file: str
    rows: list[list[str]]
    name: str = ""
    mark: str = ","
    lines: list[tuple[int, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    writings: dict[int, Writing] = field(default_factory=dict)

    def add(self, code: str, row: int, column: int, **params: Any) -> None:
        """A fault in a cell, counted from 0, named as spreadsheets do."""
        place = Place(self.file) if self.name else self._place(row, column)
        cell = f"{self.name}!{_letters(column)}{row + 1}" if self.name else f"{_letters(column)}{row + 1}"
        self.problems.append(Problem(code, place, {"cell": cell, **params}))

    def _place(self, row: int, column: int) -> Place:
        """Where a cell of a text file stands; the line as a whole where quotes hide that, or behind the last line."""
        if row >= len(self.lines):
            return Place(self.file, row + 1)
        number, text = self.lines[row]
        cells = text.split(self.mark)
        if len(cells) != len(self.rows[row]) or column >= len(cells):
            return Place(self.file, number, 1, max(1, len(text)), text)
        start = sum(len(cell) + 1 for cell in cells[:column])
        return Place(self.file, number, start + 1, max(1, len(cells[column])), text)

    def cell(self, row: int, column: int) -> str:
        return self.rows[row][column] if column < len(self.rows[row]) else ""

    def number(self, row: int, column: int) -> Fraction:
        text = self.cell(row, column)
        if not text:
            self.add("scores_cell_empty", row, column)
            return Fraction(0)
        found = self.writings.get(column, Writing()).number(text)
        found = exact(text) if found is None else found
        if found is None:
            self.add("scores_number", row, column, found=text[:40])
        return found or Fraction(0)


def _letters(column: int) -> str:
    """The name of a column in a spreadsheet: A … Z, AA …"""
    name = ""
    column += 1
    while column:
        column, last = divmod(column - 1, 26)
        name = chr(ord("A") + last) + name
    return name


def has_sheet_header(start: bytes) -> bool:
    """One of the first lines of a table names an issue and an option."""
    lines = start.decode(encoding_of(start), "replace").strip().split("\n")[:PREAMBLE]
    rows = (line.replace(";", ",").replace("\t", ",").split(",") for line in lines)
    return any(_is_head([cell.strip().strip('"') for cell in row], OPTION[:1] + OPTION[3:5]) for row in rows)


def _is_head(cells: list[str], options: tuple[str, ...] = OPTION) -> bool:
    """A row that names an issue and an option."""
    folded = {cell.casefold() for cell in cells}
    return bool(folded & set(ISSUE)) and bool(folded & set(options))


def read_sheet(data: bytes, file: str, read: Read, decimal: Mark | None = None) -> dict[str, Any] | None:
    """The negotiation of a sheet; None, and everything that is wrong in `read`, where it is none.

    `decimal`: the mark before the decimals, where it is known.
    """
    sheet = _workbook(data, file, read) if file.lower().endswith(".xlsx") else _table(data, file, read)
    if sheet is None:
        return None
    document = _Reader(sheet, decimal).document()
    read.problems += sheet.problems
    return None if read.problems else document


def _table(data: bytes, file: str, read: Read) -> _Sheet | None:
    try:
        text = data.decode(encoding_of(data))
    except UnicodeDecodeError as error:
        read.problems.append(Problem("not_utf8", Place(file), {"byte": error.start + 1}))
        return None
    mark = max((",", ";", "\t"), key=lambda one: max(line.count(one) for line in text.split("\n", PREAMBLE)[:PREAMBLE]))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    rows, lines, raw = [], [], text.splitlines()
    try:
        for row in reader:
            rows.append([unguarded(cell.strip()) for cell in row])
            lines.append((reader.line_num, raw[reader.line_num - 1] if reader.line_num <= len(raw) else ""))
    except csv.Error:  # a cell beyond all measure
        read.problems.append(Problem("scores_unreadable", Place(file, reader.line_num)))
        return None
    return _Sheet(file, rows, mark=mark, lines=lines)


def _workbook(data: bytes, file: str, read: Read) -> _Sheet | None:
    try:
        sheet = sheet_cells(data)
    except WorkbookError as error:
        formula = error.reason == "formula"
        code, params = (
            ("workbook_formula", {"file": file, "cell": error.cell})
            if formula
            else ("workbook_broken", {"file": file, "reason": error.said})
        )
        read.problems.append(Problem(code, Place(file), params))
        return None
    if left := sheet.left(file):
        read.notes.append(Said("errors.workbook_sheets", left))
    return _Sheet(file, sheet.rows, sheet.name)


class _Reader:
    """From cells to a document."""

    def __init__(self, sheet: _Sheet, decimal: Mark | None) -> None:
        self.sheet = sheet
        self.decimal = decimal
        self.issues: dict[str, list[str]] = {}
        self.points: dict[str, dict[str, list[Fraction]]] = {}
        self.stands: dict[str, str] = {}
        self.constant: list[Fraction] | None = None
        self.without: list[Fraction] | None = None

    def document(self) -> dict[str, Any] | None:
        sheet = self.sheet
        filled = [row for row, cells in enumerate(sheet.rows) if any(cells)]
        head = next((row for row in filled[:PREAMBLE] if _is_head(sheet.rows[row])), next(iter(filled), None))
        if head is None:
            sheet.add("scores_header", 0, 0, found=None)
            return None
        names = [cell.casefold() for cell in sheet.rows[head]]
        issue = next((place for place, name in enumerate(names) if name in ISSUE), None)
        option = next((place for place, name in enumerate(names) if name in OPTION), None)
        stands = next((place for place, name in enumerate(names) if name in STANDS), None)
        parties = [
            place for place, name in enumerate(names) if name and place not in (issue, option, stands)
        ]  # fmt: skip
        if issue is None or option is None or not parties:
            shown = tuple(cell for cell in sheet.rows[head] if cell)[:8]
            sheet.add("scores_header", head, 0, found=shown or None)
            return None
        titles = [sheet.rows[head][place] for place in parties]
        for place, title in zip(parties, titles, strict=True):
            if titles.index(title) < parties.index(place):
                sheet.add("scores_twice", head, place, name=title)
        self._find_writing(head, parties)
        headed = {place for place, name in enumerate(names) if name}
        current = ""
        for row in range(head + 1, len(sheet.rows)):
            if any(sheet.rows[row]):
                self._beyond(row, headed, len(names))
                current = self._row(row, current, issue, option, stands, parties)
        if self.without is None:
            sheet.add("scores_no_deal", head, issue)
        if not self.issues:
            sheet.add("scores_no_rows", head, issue)
        if unmarked := tuple(one for one in self.issues if self.stands and one not in self.stands):
            sheet.add("scores_status_quo", head, stands or 0, names=unmarked)
        if sheet.problems:
            return None
        return self._whole(titles)

    def _beyond(self, row: int, headed: set[int], width: int) -> None:
        """Nothing stands beyond the heading: a number there is one whose comma parted its cell. Remarks may stand in a
        column that the heading leaves blank."""
        for place, cell in enumerate(self.sheet.rows[row]):
            if cell and place not in headed and (place >= width or exact(cell) is not None):
                self.sheet.add("scores_beyond", row, place, found=cell[:40])

    def _find_writing(self, head: int, parties: list[int]) -> None:
        """How the points of each party are written."""
        sheet = self.sheet
        columns = {place: [sheet.cell(row, place) for row in range(head + 1, len(sheet.rows))] for place in parties}
        beside = shown(columns.values())
        for place, cells in columns.items():
            try:
                sheet.writings[place] = writing(cells, self.decimal, beside)
            except ColumnError as error:
                found = error.params.get("found") or error.params["one"]
                row = head + 1 + next((number for number, cell in enumerate(cells) if found in cell), 0)
                where = Place(sheet.file) if sheet.name else sheet._place(row, place)
                told = {"file": sheet.file, "column": sheet.cell(head, place), **error.params}
                sheet.problems.append(Problem(error.code, where, told))

    def _row(self, row: int, current: str, issue: int, option: int, stands: int | None, parties: list[int]) -> str:
        """One row; returns the issue it speaks of."""
        sheet = self.sheet
        name, value = sheet.cell(row, issue), sheet.cell(row, option)
        if name.casefold() in (*NO_DEAL, *CONSTANT) and not value:
            numbers = [sheet.number(row, place) for place in parties]
            if (self.without if name.casefold() in NO_DEAL else self.constant) is not None:
                sheet.add("scores_twice", row, issue, name=name)
            if name.casefold() in NO_DEAL:
                self.without = numbers
            else:
                self.constant = numbers
            return current
        current = name or current
        if not current:
            sheet.add("scores_cell_empty", row, issue)
        if not value:
            sheet.add("scores_cell_empty", row, option)
            return current
        if value in self.points.get(current, {}):
            sheet.add("scores_twice", row, option, name=value)
        self.issues.setdefault(current, []).append(value)
        self.points.setdefault(current, {})[value] = [sheet.number(row, place) for place in parties]
        if stands is not None and sheet.cell(row, stands):
            if current in self.stands:
                sheet.add("scores_twice", row, stands, name=current)
            self.stands[current] = value
        return current

    def _whole(self, titles: list[str]) -> dict[str, Any]:
        assert self.without is not None
        utilities = {}
        for place, title in enumerate(titles):
            terms = [
                {"issues": [issue], "table": [as_json(self.points[issue][value][place]) for value in values]}
                for issue, values in self.issues.items()
            ]
            constant = {"constant": as_json(self.constant[place])} if self.constant else {}
            utilities[title] = {**constant, "terms": terms}
        whole = {
            "format": FORMAT,
            "parties": titles,
            "issues": [{"name": issue, "values": values} for issue, values in self.issues.items()],
            "utilities": utilities,
            "disagreement": dict(zip(titles, map(as_json, self.without), strict=True)),
        }
        if self.stands:
            whole["status_quo"] = self.stands
        return whole


# Writing


def sheet_rows(document: dict[str, Any]) -> tuple[list[list[Any]], bool]:
    """The rows of a sheet for an additive negotiation, and whether numbers that are no decimals had to be rounded.

    Raises `DetenteError` where points depend on several issues or packages are ruled out: a sheet has no place for it.
    """
    parties = document["parties"]
    linked = [
        term
        for party in parties
        for term in document["utilities"][party]["terms"]
        if "table" not in term or len(term["issues"]) != 1
    ]
    if linked or document.get("constraints"):
        raise DetenteError("sheet_linked", count=len(linked) + len(document.get("constraints", ())))
    stands = document.get("status_quo") or {}
    rows: list[list[Any]] = [["issue", "option", *parties, *(["status quo"] if stands else [])]]
    for issue in document["issues"]:
        for place, value in enumerate(issue["values"]):
            points = [_points(document["utilities"][party], issue["name"], place) for party in parties]
            mark = [("x" if stands[issue["name"]] == value else "")] if stands else []
            rows.append([issue["name"], value, *points, *mark])
    constants = [document["utilities"][party].get("constant", 0) for party in parties]
    if any(constants):
        rows.append(["constant", "", *constants])
    rows.append(["no deal", "", *(document["disagreement"][party] for party in parties)])
    rounded = [[_decimal(cell) if place > 1 else cell for place, cell in enumerate(row)] for row in rows[1:]]
    return [rows[0], *rounded], rounded != rows[1:]


def _decimal(cell: Any) -> Any:
    """A fraction as a decimal: a spreadsheet would take “1/3” for a text."""
    return float(Fraction(cell)) if isinstance(cell, str) and "/" in cell else cell


def _points(utility: dict[str, Any], issue: str, place: int) -> int | float | str:
    """What all tables over this issue give at this value."""
    total = Fraction(0)
    for term in utility["terms"]:
        if term["issues"] == [issue]:
            total += Fraction(str(term.get("weight", 1))) * Fraction(str(term["table"][place]))
    return as_json(total)


def sheet_text(rows: list[list[Any]], mark: str = ",") -> str:
    """The rows as CSV. A cell that a spreadsheet would take for a formula stands as text."""
    return csv_text(rows, mark)


def workbook(rows: list[list[Any]]) -> bytes:
    """The rows as an XLSX file."""
    book = openpyxl().Workbook()
    sheet = book.active
    for row in rows:
        sheet.append([None] * len(row))
        for place, value in enumerate(row, 1):
            cell = sheet.cell(sheet.max_row, place)
            cell.value = STEERING.sub("\ufffd", value) if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"  # a text, whatever it begins with
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
