"""Files of KTAB as they come out of spreadsheets: padded rows, many dimensions, workbooks; and large ones in time."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest

from detente.exchange.formats import format_of
from detente.exchange.position_tables.position_read import read_positions
from detente.load import check

DIMENSIONS = ("Oil", "Gas", "Price", "Quota", "Timing", "Fines")
ACTORS = {"ARA": (90, 10, 50, 0, 100, 30), "BEL": (10, 90, 40, 100, 0, 60), "CYP": (55, 45, 70, 20, 80, 5)}


def rows() -> list[list[str]]:
    """The six-dimension layout: a first line of four cells, all others of fifteen."""
    heading = ["Actor", "Description", "Power"]
    for name in DIMENSIONS:
        heading += [f"{name} Position", f"{name} Salience"]
    found = [["Six issues", "as a spreadsheet saves them", str(len(ACTORS)), str(len(DIMENSIONS))], heading]
    for actor, positions in ACTORS.items():
        found.append([actor, f"the state {actor}", "40", *(cell for at in positions for cell in (str(at), "15"))])
    return found


def padded(width: int, blank_rows: int = 0) -> str:
    whole = rows() + [[""] for _ in range(blank_rows)]
    return "\n".join(",".join(row + [""] * (width - len(row))) for row in whole) + "\n"


def positions(data: bytes, name: str) -> dict[str, tuple[int, ...]]:
    found = read_positions(data, name)
    assert found.table is not None, [problem.render() for problem in found.problems]
    assert found.table.title == "Six issues" and tuple(found.table.issues) == DIMENSIONS
    stand: dict[str, list[int]] = {}
    for entry in found.table.entries:
        stand.setdefault(entry.actor, []).append(int(entry.position))
    return {actor: tuple(points) for actor, points in stand.items()}


@pytest.mark.parametrize(("width", "blank_rows"), [(0, 0), (15, 0), (19, 3)])
def test_rows_padded_with_empty_cells(width: int, blank_rows: int) -> None:
    assert positions(padded(width, blank_rows).encode(), "six.csv") == ACTORS


def test_a_position_left_empty_at_the_end_has_no_part() -> None:
    text = padded(15).replace("30,15\n", ",\n", 1)
    assert positions(text.encode(), "six.csv")["ARA"] == ACTORS["ARA"][:-1]


def test_semicolons_and_decimal_commas() -> None:
    """As a spreadsheet saves CSV where the comma parts decimals."""
    text = padded(15).replace("state ARA,40,", "state ARA,40.5,").replace(",", ";").replace("40.5", "40,5")
    assert positions(text.encode("utf-16"), "six.csv") == ACTORS


def test_a_salience_where_a_position_belongs_is_refused() -> None:
    text = padded(15).replace("Gas Position,Gas Salience", "Gas Salience,Gas Position")
    assert [problem.code for problem in read_positions(text.encode(), "six.csv").problems] == ["positions_column"]


def test_more_actors_than_the_first_line_says_are_refused() -> None:
    text = padded(15).replace("saves them,3", "saves them,2")
    assert [problem.code for problem in read_positions(text.encode(), "six.csv").problems] == ["positions_count"]


def test_a_workbook_of_the_same(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in rows():
        book.active.append([float(cell) if cell.isdigit() else cell for cell in row])
    data = io.BytesIO()
    book.save(data)
    path = tmp_path / "six.xlsx"
    path.write_bytes(data.getvalue())
    assert format_of(path, ("situation", "negotiation", "positions")).makes == "positions"
    checked = check(path)
    assert checked.case is not None and not checked.errors
    assert tuple(checked.case.situation.issues) == DIMENSIONS and list(checked.case.situation.actors) == list(ACTORS)


def test_more_dimensions_than_columns_are_refused_at_once() -> None:
    text = "s,d,1,999999999\nActor,Description,Power,P Position,P Salience\nA,a,1,5,5\n"
    start = time.monotonic()
    assert [problem.code for problem in read_positions(text.encode(), "a.csv").problems] == ["positions_row"]
    assert time.monotonic() - start < 1


def test_a_long_text_in_pieces_is_read_in_linear_time() -> None:
    """Every entity and line is a piece of its own; joined one by one, 400,000 of them took minutes."""
    text = "<Scenario><name>" + "a&amp;\n" * 400_000 + "</name></Scenario>"
    start = time.monotonic()
    assert [problem.code for problem in read_positions(text.encode(), "a.xml").problems] == ["positions_none"]
    assert time.monotonic() - start < 10


def test_a_workbook_that_is_none_is_called_so(tmp_path: Path) -> None:
    path = tmp_path / "six.xlsx"
    path.write_bytes(b"PK\x03\x04 cut short")
    assert [problem.code for problem in check(path).problems] == ["workbook_broken"]
    assert format_of(path, ("situation", "positions")).makes == "positions"
