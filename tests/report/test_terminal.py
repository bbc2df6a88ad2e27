"""A table on a terminal: every number says what it counts, since no heading stands above it."""

from detente.report.blocks import Cell, Column, Heading, Page, Table
from detente.report.terminal import lines


def told(table: Table) -> list[str]:
    return lines(Page("en", "", (Heading(2, "Table"), table))).splitlines()[1:]


def test_each_number_of_a_row_is_told_with_its_heading() -> None:
    columns = (Column("package"), Column("Greece", number=True), Column(""), Column("Turkey", number=True))
    rows = ((Cell("a name"), Cell("+3.6", number=True), Cell(), Cell("−1", number=True)),)
    assert told(Table(columns, rows, "Gains against no deal.")) == [
        "Gains against no deal.",
        "- a name · Greece: +3.6 · Turkey: −1",
    ]


def test_one_column_of_numbers_is_told_in_the_title() -> None:
    columns = (Column("wants"), Column("points", number=True))
    rows = ((Cell("a treaty"), Cell("2", number=True)), (Cell("its islands"), Cell("8", number=True)))
    assert told(Table(columns, rows, title="Japan", after="and 2 lighter goals")) == [
        "Japan · points:",
        "- a treaty · 2",
        "- its islands · 8",
        "- and 2 lighter goals",
    ]


def test_an_empty_cell_has_no_heading() -> None:
    columns = (Column("what"), Column("if wider", number=True))
    assert told(Table(columns, ((Cell("no treaty"), Cell("", number=True)),))) == ["- no treaty"]
