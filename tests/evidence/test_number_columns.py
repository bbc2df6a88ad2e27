"""Numbers of a column are read by one rule; what can be meant in two ways is refused with both readings."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.evidence.tables.number_columns import READINGS, ColumnError, Writing, shown, tidy, writing
from detente.evidence.tables.years import told, years_in


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["1,000", "2,500", "900", "100"], ["1000", "2500", "900", "100"]),
        (["1,000", "7,5"], ["1", "7.5"]),
        (["1,234", "1500"], ["1.234", "1500"]),  # who parts thousands parts those of 1500, too
        (["1,234", "0,567"], ["1.234", "0.567"]),
        (["1,234,567", "2"], ["1234567", "2"]),
        (["1.234.567", "2,5"], ["1234567", "2.5"]),
        (["1,234.5", "1,000"], ["1234.5", "1000"]),
        (["1.234", "2.345"], ["1.234", "2.345"]),  # a decimal point that nothing speaks against
        (["1.500", "2.250"], ["1.5", "2.25"]),
        (["1 000", "2\u00a0500,5", "3\u202f000"], ["1000", "2500.5", "3000"]),
        (["1'000", "2’500"], ["1000", "2500"]),
        (["٥", "٧٫٥", "١٬٢٥٠"], ["5", "7.5", "1250"]),
        (["50%", "7.5 %", "٪٩"], ["0.5", "0.075", "0.09"]),
        (["\u22122", "+3", "1e3"], ["-2", "3", "1000"]),
        (["", "NA", "..", "n/a", "4"], [None, None, None, None, "4"]),
        (["many", "4,5"], [None, "4.5"]),
        (["1,00", "1,0,0"], ["1", None]),
    ],
)
def test_the_column_decides(cells: list[str], values: list[str | None]) -> None:
    rule = writing(cells)
    assert [rule.number(cell) for cell in cells] == [None if value is None else Fraction(value) for value in values]


@pytest.mark.parametrize(
    ("cells", "code", "said"),
    [
        (["1,000", "2,500"], "column_doubtful", {"found": "1,000", "less": "1", "more": "1000"}),
        (["1,234", "2,345", "7"], "column_doubtful", {"found": "1,234", "less": "1.234", "more": "1234"}),
        (["1.000", "2.500", "900"], "column_doubtful", {"found": "1.000", "less": "1", "more": "1000"}),
        (["1,234", "5.678"], "column_doubtful", {"found": "1,234", "less": "1.234", "more": "1234"}),
        (["1,234.5", "2.345,5"], "column_marks", {"one": "1,234.5", "other": "2.345,5"}),
        (["50%", "0.5"], "column_percent", {"one": "50%", "other": "0.5"}),
    ],
)
def test_what_can_be_meant_in_two_ways_is_refused(cells: list[str], code: str, said: dict[str, str]) -> None:
    with pytest.raises(ColumnError) as caught:
        writing(cells)
    assert (caught.value.code, caught.value.params) == (code, said)
    if code == "column_doubtful":
        assert writing(cells, ",").number(said["found"]) in (Fraction(said["less"]), Fraction(said["more"]))


def test_other_columns_of_the_file_decide_what_is_left_open() -> None:
    assert shown([["0,5", "7"], ["1.000", "2.500"]]) == ","
    assert shown([["0.5"], ["1,000"]]) == "." and shown([["0.5"], ["0,5"]]) is None and shown([["1,000"]]) is None
    assert writing(["1.234", "12"], beside=",").number("1.234") == 1234
    assert writing(["1,000", "12,500"], beside=".").number("12,500") == 12500
    assert writing(["1,234", "0,5"], beside=".").number("1,234") == Fraction("1.234")  # its own cells come first
    with pytest.raises(ColumnError):
        writing(["1.000", "12345", "900"], beside=",")


NUMBERS = st.lists(st.decimals(-(10**7), 10**7, places=2).map(Fraction), min_size=3, max_size=8)


@given(NUMBERS, st.sampled_from([(".", ","), (",", "."), (".", " ")]))
def test_a_column_written_in_one_way_is_read_as_it_was_meant(values: list[Fraction], marks: tuple[str, str]) -> None:
    """Two decimals in every cell: nothing is doubtful, in whatever convention."""
    decimal, group = marks
    cells = [f"{float(v):,.2f}".replace(",", "_").replace(".", decimal).replace("_", group) for v in values]
    rule = writing(cells)
    assert [rule.number(cell) for cell in cells] == values


@given(st.lists(st.text("0123456789.,-% '٫", max_size=9), max_size=6))
def test_any_column_is_read_by_one_rule_or_refused(cells: list[str]) -> None:
    try:
        rule = writing(cells)
    except ColumnError:
        return
    for cell in cells:
        bare = tidy(cell).removesuffix("%").rstrip()
        if (value := rule.number(cell)) is not None:
            assert READINGS[rule.decimal].fullmatch(bare) and isinstance(value, Fraction)


def test_what_cannot_be_meant_is_no_number() -> None:
    assert [Writing().number(cell) for cell in ("1e999", "9" * 500, "nan", "inf", "1/2", "0x1")] == [None] * 6


@pytest.mark.parametrize(
    ("cell", "years"),
    [
        ("2018", [2018]),
        ("2018.0", [2018]),
        ("2016; 2017", [2016, 2017]),
        ("(2016)", [2016]),
        ("29-5-1997", [1997]),
        ("5/29/1997", [1997]),
        ("1997-05-29", [1997]),
        ("1997-05-29 00:00:00", [1997]),
        ("19970529", [1997]),
        ("-9", []),
        ("NA", []),
        ("soon", None),
    ],
)
def test_years_as_tables_write_them(cell: str, years: list[int] | None) -> None:
    assert years_in(cell) == years


def test_sessions_count_from_another_year_and_spans_are_told_short() -> None:
    assert years_in("73", 1945) == [2018]
    assert told([2014, 2015, 2016, 2018]) == "2014..2016, 2018"
