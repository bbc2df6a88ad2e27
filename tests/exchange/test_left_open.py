"""What a file leaves open or says twice: refused where it stands, or settled by an option."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.errors import InputError
from detente.exchange.negotiations.genius_boxes import Box, _above
from detente.exchange.negotiations.negotiation_files import read_written
from detente.exchange.one_format import Asked
from detente.exchange.position_tables.known_outcomes import read_known
from detente.exchange.position_tables.position_read import read_positions
from detente.load import check
from detente.situation.reading.nodes import OLD_WORKBOOK

SPACE = """<utility_space><objective index="0" name="root" type="objective">
<issue index="1" name="silt" type="discrete"><item index="1" value="a" evaluation="1"/></issue>
<issue index="2" name="NAME" type="discrete"><item index="1" value="c" evaluation="1"/></issue>
<weight index="1" value="0.5"/><weight index="2" value="0.5"/></objective></utility_space>
"""
OPEN = 'actor,position,capability,salience,low,high\na,"1,000",1,1,0,5000\nb,"2,500",1,1,0,5000\n'


def test_two_issues_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "u.xml").write_text(SPACE.replace("NAME", "silt"))
    problem = read_written(tmp_path / "u.xml").problems[0]
    assert problem.render("en").splitlines()[0] == "u.xml:3:1  error: <issue>: “silt” stands there twice"
    (tmp_path / "u.xml").write_text(SPACE.replace("NAME", "flow"))
    assert [problem.code for problem in read_written(tmp_path / "u.xml").problems] == ["profile_alone"]


def test_an_issue_decided_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "actors.csv").write_text("issue,actor,position,capability,salience\nx,a,1,1,1\nx,b,50,1,1\n")
    (tmp_path / "issues.csv").write_text("issue,outcome\nx,30\nx,40\n")
    with pytest.raises(InputError) as caught:
        read_known(tmp_path)
    assert caught.value.problems[0].render("en") == (
        "issues.csv:3:1  error: “x” is listed twice\n     3 | x,40\n       | ^\n       = keep it once"
    )


def test_numbers_that_can_be_read_in_two_ways_are_read_as_is_said() -> None:
    assert [problem.code for problem in read_positions(OPEN.encode(), "t.csv").problems] == ["column_doubtful"]
    for mark, first in ((".", "1000"), (",", "1")):
        table = read_positions(OPEN.encode(), "t.csv", Asked(decimal=mark)).table  # type: ignore[arg-type]
        assert table is not None and table.entries[0].position.replace("1,000", "1") == first


def test_the_mark_of_a_sheet_can_be_said(tmp_path: Path) -> None:
    sheet = tmp_path / "s.csv"
    sheet.write_text('issue,option,a,b\nx,1,"1,250","2,500"\nx,2,"2,125","1,250"\nno deal,,"1,000","1,000"\n')
    assert {problem.code for problem in read_written(sheet).problems} == {"column_doubtful"}
    for mark, first in ((".", 1250), (",", 1.25)):
        assert float(read_written(sheet, decimal=mark).required().utility((0,))[0]) == first  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["table.xls", "sheet.csv", "situation.yaml"])
def test_a_workbook_of_before_2007_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(OLD_WORKBOOK + bytes(600))
    problem = check(tmp_path / name, kinds=("situation", "negotiation", "positions")).problems[0]
    assert problem.render("en") == (
        f"{name}  error: “{name}” cannot be read as an Excel workbook (it has a password, or is in the format of "
        "before 2007)\n       = save it again as .xlsx without a password, or as CSV (UTF-8)"
    )


def test_a_list_where_a_word_stands_is_named(tmp_path: Path) -> None:
    file = tmp_path / "s.yaml"
    file.write_text("detente: 1\nactors: {a: {}, b: {}}\ndependence: {gas: {of: [sales], shares: {a: {b: 0.5}}}}\n")
    said = check(file).problems[0].render("en")
    assert said.startswith("s.yaml:3:24  error: “[]” is not one of the values this may have\n")


def test_boxes_of_many_packages_are_looked_through() -> None:
    """Which of 90,000 packages are above the limit is seen, though they are too many to list."""
    shape, low, high = (300, 300), Box({0: (0, 9)}, 6), Box({1: (5, 7)}, 5)  # type: ignore[arg-type]
    both = [[place, level] for place in range(10) for level in (5, 6, 7)]
    assert _above([(low, 1), (high, 1)], shape, 10).tolist() == both  # type: ignore[list-item, arg-type]
    assert not len(_above([(low, 1), (high, 1)], shape, 12))  # type: ignore[list-item, arg-type]
    apart = Box({0: (20, 29), 1: (5, 7)}, 5)  # type: ignore[arg-type]
    assert not len(_above([(low, 1), (apart, 1)], shape, 10))  # type: ignore[list-item, arg-type]
    beside = Box({0: (0, 9)}, 7, outside=True)  # type: ignore[arg-type]
    assert not len(_above([(low, 1), (beside, 1)], shape, 8))  # type: ignore[list-item, arg-type]
