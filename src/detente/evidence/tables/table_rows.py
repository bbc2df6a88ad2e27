"""The rows of a table as it was downloaded or kept: CSV with any separator, or a sheet of a workbook.

A table is read row by row, so that it may be large. Published files come in UTF-8, UTF-16 (with its mark) or Latin-1,
with lines of explanation above the header, with empty cells at the end of every line, and with a line break in a cell
that nobody quoted: such a row goes on in the next line. A table of one's own is no Latin-1, and every row has as many
cells as the header.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import IO, TypeVar

from detente.evidence.sources import SourceError, read_source, taken
from detente.evidence.tables.dyad_formats import FORMS, PREAMBLE, Form
from detente.evidence.workbook import Notes, is_workbook, sheet_rows
from detente.files import encoding_of
from detente.situation.reading.nodes import no_text

MAX_BYTES = 4_000_000_000
Row = tuple[int, list[str]]

# The columns of an event of GDELT up to its scale, as its codebook counts them; of versions 1.0 (before and since April
# 2013) and 2.0.
ACTOR = ("code", "name", "countrycode", "knowngroupcode", "ethniccode", "religion1code", "religion2code", "type1code",
         "type2code", "type3code")  # fmt: skip
GDELT = (
    "globaleventid", "sqldate", "monthyear", "year", "fractiondate", *(f"actor1{part}" for part in ACTOR),
    *(f"actor2{part}" for part in ACTOR), "isrootevent", "eventcode", "eventbasecode", "eventrootcode", "quadclass",
    "goldsteinscale",
)  # fmt: skip
GDELT_WIDTHS = (57, 58, 61)
Made = TypeVar("Made")
Make = Callable[[Callable[[], Iterator[Row]], Notes], Made]


def with_rows(folder: Path, written: str, sheet: str | None, form: Form, make: Make[Made]) -> Made | None:
    """What `make` makes of the rows, which it may go through several times, and of what is to be said of the file; None
    if the file is not there. `sheet`: of a workbook; None: the first.

    Raises `SourceError` as for every source, and where the text is neither UTF-8 nor, in a published form, Latin-1.
    """
    if is_workbook(written, sheet):
        data = read_source(folder, written)
        if data is None:
            return None
        rows, notes = sheet_rows(data, written, sheet)
        return make(lambda: iter(rows), notes)
    for otherwise in (None, "latin-1") if form.world else (None,):
        stream = taken(folder, written, MAX_BYTES, partial(_text, written=written, otherwise=otherwise))
        if stream is None:
            return None
        with stream:
            try:
                return make(lambda: _cells(stream, written, form), ())  # noqa: B023 (used before the next round)
            except UnicodeDecodeError as error:
                fault = SourceError("source_not_utf8", file=written, byte=error.start + 1)
    raise fault


def _text(file: IO[bytes], written: str, otherwise: str | None) -> TextIOWrapper:
    """The file as text. `otherwise`: the encoding, where the usual one does not fit."""
    start = file.read(8)
    if reason := no_text(start):
        raise SourceError("workbook_broken", file=written, reason=reason)
    encoding = encoding_of(start)
    if encoding != "utf-16" and b"\0" in start[:4]:  # UTF-16 without its mark, or no text at all
        raise SourceError("source_not_utf8", file=written, byte=start.index(b"\0") + 1)
    file.seek(0)
    return TextIOWrapper(file, encoding=otherwise or encoding, newline="")


def separator_of(text: str) -> str:
    """What separates the cells of a line."""
    return max(",;\t", key=text.count)


def _cells(stream: IO[str], written: str, form: Form) -> Iterator[Row]:
    """Rows with the line on which each ends; the separator is the one that most often stands in the first lines."""
    stream.seek(0)
    head = [line for line, _ in zip(stream, range(PREAMBLE), strict=False)]
    stream.seek(0)
    separator = max((separator_of(line) for line in head[:PREAMBLE]), key=lambda mark: _most(head, mark), default=",")
    reader = csv.reader(stream, delimiter=separator, strict=not form.world)
    try:
        for place, cells in enumerate(reader):
            if place == 0 and form is FORMS["events"] and bare_events(cells):
                yield 0, [*GDELT, *(f"column{number}" for number in range(len(GDELT), len(cells)))]
            if cells:
                yield reader.line_num, cells
    except csv.Error as error:
        raise SourceError("table_broken", file=written, line=reader.line_num, reason=str(error)) from None


def bare_events(cells: list[str]) -> bool:
    """Whether a first line is already an event of GDELT, whose daily files have no header."""
    return len(cells) in GDELT_WIDTHS and cells[0].isdecimal() and len(cells[1]) == 8 and cells[1].isdecimal()


def _most(lines: list[str], mark: str) -> int:
    return max(line.count(mark) for line in lines)


def joined(rows: Iterator[Row], width: int, loose: int) -> Iterator[Row]:
    """Rows of one width: a row that is too short goes on in the next line, and commas too many belong to the text of
    the column `loose`."""
    kept: list[str] = []
    for line, cells in rows:
        row = [*kept[:-1], f"{kept[-1]} {cells[0]}".strip(), *cells[1:]] if kept else cells
        if kept and len(cells) == width:  # the row before was only short
            yield line - 1, kept
            row = cells
        if len(row) > width:
            more = len(row) - width
            row = [*row[:loose], ",".join(row[loose : loose + more + 1]), *row[loose + more + 1 :]]
        kept = row if len(row) < width else []
        if not kept:
            yield line, row
    if kept:
        yield line, kept
