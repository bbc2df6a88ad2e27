"""A workbook with several sheets: which one is read, and that the others are not, is said wherever one is read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.evidence.workbook import SheetRead, sheet_cells
from tests.called import called
from tests.workbooks import workbook

Rows = list[list[object]]
POSITIONS: Rows = [["issue", "actor", "position", "salience"], ["tax", "a", 20, 50], ["tax", "b", 80, 70]]
SCORES: Rows = [
    ["issue", "option", "Greece", "Turkey"],
    ["shelf", "court", 3, 1],
    ["", "talks", 1, 2],
    ["no deal", "", 0, 0],
]
CODERS: Rows = [["unit", "coder", "value"], ["u", "a", 1], ["u", "b", 2], ["v", "a", 3], ["v", "b", 3]]
LOG: Rows = [["date", "question", "probability", "outcome"], ["2019-01-01", "war", 0.2, "no"]]
TIES: Rows = [["from", "to", "year", "sign"], ["France", "Spain", 2001, 1], ["France", "Italy", 2001, -1]]
ALLIANCES: Rows = [
    ["version4id", "ccode1", "state_name1", "ccode2", "state_name2", "dyad_st_year", "dyad_end_year", "defense"],
    [1, 200, "United Kingdom", 235, "Portugal", 1816, 2012, 1],
]
SAID = "Of “book.xlsx” the first sheet is read, “Data”, and these are not: Round 2 and Notes."
WARNED = "of “book.xlsx” the first sheet is read, “Data”, and these are not: Round 2 and Notes"
READERS = {
    "positions": (["positions"], POSITIONS, WARNED),
    "deal": (["deal"], SCORES, SAID),
    "coders": (["coders"], CODERS, SAID),
    "forecasts": (["forecasts"], LOG, SAID),
    "series": (["series"], TIES, WARNED),
    "convert": (["convert"], ALLIANCES, SAID),
}


def run(*words: str) -> str:
    done = called(*words)
    assert done.returncode == 0, done.stderr
    return done.stderr + done.stdout


@pytest.mark.parametrize("name", READERS)
def test_every_reader_says_which_sheet_it_read_if_others_hold_something(name: str, tmp_path: Path) -> None:
    command, rows, said = READERS[name]
    book = tmp_path / "book.xlsx"
    book.write_bytes(workbook({"Data": rows, "Round 2": rows, "Empty": [], "Notes": [["see the minutes"]]}))
    assert " ".join(run(*command, str(book)).split()).count(said) == 1
    arabic = run(*command, str(book), "--lang", "ar")
    assert "قُرئت الورقة الأولى" in arabic and "Round 2" in arabic
    book.write_bytes(workbook({"Data": rows, "Empty": []}))
    assert "first sheet" not in run(*command, str(book))


@pytest.mark.parametrize("name", [name for name in READERS if name != "convert"])  # which names the sheet with the cell
def test_a_sheet_that_is_no_table_is_named_with_what_is_wrong(name: str, tmp_path: Path) -> None:
    command, rows, _ = READERS[name]
    book = tmp_path / "book.xlsx"
    book.write_bytes(workbook({"Cover": [["see the next sheet"]], "Data": rows}))
    done = called(*command, str(book))
    assert done.returncode == 2 and "first sheet" in done.stderr


def test_the_sheets_are_in_the_json_too(tmp_path: Path) -> None:
    for name, rows in (("coders", CODERS), ("forecasts", LOG)):
        book = tmp_path / "book.xlsx"
        book.write_bytes(workbook({"Data": rows, "Round 2": rows, "Notes": [["see"]]}))
        assert json.loads(run(name, str(book), "--format", "json"))["notes"][0].startswith(SAID)


def test_a_table_of_a_situation_names_its_sheet(tmp_path: Path) -> None:
    (tmp_path / "trade.xlsx").write_bytes(
        workbook({"Cover": [["trade"]], "Shares": [["from", "to", "share"], ["a", "b", 0.25]]})
    )

    def checked(table: str) -> str:
        file = tmp_path / "situation.yaml"
        file.write_text(f"detente: 1\nactors: {{a: , b: }}\ndependence: {{trade: {{table: {{{table}}}}}}}\n")
        done = called("check", str(file))
        return done.stderr + done.stdout

    assert "no errors, no warnings" in checked("file: trade.xlsx, sheet: Shares")
    assert "has no sheet “Share” — did you mean “Shares”?" in checked("file: trade.xlsx, sheet: Share")
    cover = checked("file: trade.xlsx")
    assert "has no column from" in cover and "the first sheet is read, “Cover”, and these are not: Shares" in cover
    (tmp_path / "trade.csv").write_text("from,to,share\na,b,0.25\n")
    assert "is no workbook, so it has no sheet “Shares”" in checked("file: trade.csv, sheet: Shares")


def test_only_sheets_with_something_in_them_are_left() -> None:
    data = workbook({"One": [["x", 1]], "Two": [], "Three": [["y"]]})
    assert sheet_cells(data) == SheetRead("One", [["x", "1"]], ("Three",))
    assert sheet_cells(data, "Two") == SheetRead("Two", [], ("One", "Three"))


ODS = b"PK\x03\x04\x14\x00\x00\x08\x00\x00\xfe\xffmimetypeapplication/vnd.oasis.opendocument.spreadsheet"
XLS = bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 64


@pytest.mark.parametrize(
    ("ending", "data", "why"), [("ods", ODS, "an OpenDocument sheet"), ("xls", XLS, "before 2007")]
)
@pytest.mark.parametrize("command", ["check", "positions", "deal", "coders", "forecasts", "series", "convert"])
def test_other_workbooks_are_called_so_by_every_reader(
    command: str, ending: str, data: bytes, why: str, tmp_path: Path
) -> None:
    (tmp_path / f"book.{ending}").write_bytes(data)
    done = called(command, str(tmp_path / f"book.{ending}"))
    said = done.stdout + done.stderr
    assert "cannot be read as an Excel workbook" in said and why in said and "save it again as .xlsx" in said


@pytest.mark.parametrize(
    "block", ["dependence: {trade: {table: {file: book.ods}}}", "mactor: {influence_table: {file: book.ods}}"]
)
def test_other_workbooks_are_called_so_in_a_situation(block: str, tmp_path: Path) -> None:
    (tmp_path / "book.ods").write_bytes(ODS)
    (tmp_path / "situation.yaml").write_text(f"detente: 1\nactors: {{a: , b: }}\n{block}\n")
    said = called("check", str(tmp_path / "situation.yaml"))
    assert (
        "cannot be read as an Excel workbook (it is an archive, such as an OpenDocument sheet"
        in said.stdout + said.stderr
    )
