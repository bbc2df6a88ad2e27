"""Files of positions: every kind is read, everything wrong is said at once, and each remedy mends it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import in_file_order
from detente.exchange.position_tables.position_read import Asked, read_positions, situation_text
from detente.exchange.position_tables.position_table import bounds, number
from detente.load import check, check_text
from tests.broken_cases import BROKEN

CODES = sorted({path.stem for path in BROKEN.glob("positions_*.*")})

# One edit each that follows the remedy to the letter.
MENDED: dict[str, tuple[str, str]] = {
    "positions_column": ("postion", "position"),
    "positions_none": ("salience\n", "salience\nEgypt,10,1,1\nEthiopia,80,1,1\n"),
    "positions_quotes": ('"Ethiopia', "Ethiopia"),
    "positions_row": (",fills fast", ""),
    "positions_unnamed": ("\n,80", "\nEthiopia,80"),
    "positions_number": ("eighty", "70..80"),
    "positions_negative": ("-3", "3"),
    "positions_salience": ("900", "90"),
    "positions_mixed": ("0.9", "90"),
    "positions_low": ("1,9\nEgypt,10,1,10", "1,90\nEgypt,10,1,100"),
    "positions_columns": ("clout", "votes"),
    "positions_outside": ("180", "80"),
    "positions_scale_other": ("salience\nEthiopia,700,1,0.9", "salience,low,high\nEthiopia,700,1,0.9,0,1000"),
    "positions_scale_assumed": ("salience\nEthiopia,4,1,0.9", "salience,low,high\nEthiopia,4,1,0.9,0,15"),
    "positions_scale": ("20,3", "3,80"),
    "positions_scale_two": ("0,20", "3,20"),
    "positions_blank": ("Egypt,10,,1", "Egypt,10,2,1"),
    "positions_filled": ("Egypt,10,,1", "Egypt,10,2,1"),
    "positions_blank_rule": ("as before", "mean"),
    "positions_spellings": ("USA", "United States of America and friends"),
    "positions_coders": ("Ethiopia,60,1,0.9,Ben\n", ""),
    "positions_twice": ("Ethiopia,70,1,0.9\n", ""),
    "positions_name_near": ("Ethiopa", "Ethiopia"),
    "positions_no_capability": ("gdp", "capability"),
    "positions_actor_unknown": ("Ethopia", "Ethiopia"),
    "positions_issue_unknown": ("filing", "filling"),
    "positions_actor_twice": ("#A\tEgypt\tEgypt\n", ""),
    "positions_count": (",3,1", ",2,1"),
    "positions_dimensions": ("<dCoord>20</dCoord>", ""),
    "positions_mark": ("#Q\t", "#/\t"),
    "positions_xml": ("Filling<", "Filling</dName><"),
    "positions_doctype": ('<!DOCTYPE Scenario [<!ENTITY a "aaaaaaaaaa">]>\n', ""),
}


def file_of(code: str) -> Path:
    return next(BROKEN.glob(f"{code}.[cx]*"))


@pytest.mark.parametrize("code", MENDED)
def test_the_remedy_mends_the_file(code: str) -> None:
    old, new = MENDED[code]
    text = file_of(code).read_text(encoding="utf-8")
    assert old in text
    found = read_positions(text.replace(old, new, 1).encode(), file_of(code).name)
    assert code not in [problem.code for problem in found.problems]
    if code not in ("positions_doctype", "positions_xml"):  # what is left holds no positions
        assert found.table is not None


def test_every_case_is_mended_but_files_of_another_kind() -> None:
    assert set(CODES) == {*MENDED, "positions_binary", "positions_not_ktab"}


def test_everything_is_said_at_once_in_file_order() -> None:
    text = (
        "actor,issue,position,capability,salience\n"
        "Ethiopia,filling,180,1,0.9\n"
        "Egypt,filling,ten,-1,1\n"
        "Egypt,filling,20,1,1\n"
        ",filling,20,1,1\n"
        "Sudan,filling,40,1,200\n"
        "Kenya,filling,50,1,1,\n"
        "Uganda,filling,60,1,1,more\n"
    )
    problems = read_positions(text.encode(), "nile.csv").problems
    assert [(problem.code, problem.place.line if problem.place else 0) for problem in problems] == [
        ("positions_outside", 2),
        ("positions_number", 3),
        ("positions_negative", 3),
        ("positions_twice", 4),
        ("positions_unnamed", 5),
        ("positions_salience", 6),
        ("positions_row", 8),
    ]
    assert list(problems) == in_file_order(problems)


def positions_in(text: str | bytes, name: str = "nile.csv", asked: Asked | None = None) -> dict[str, dict[str, str]]:
    read = read_positions(text if isinstance(text, bytes) else text.encode(), name, asked)
    assert read.table is not None, [problem.render() for problem in read.problems]
    found: dict[str, dict[str, str]] = {}
    for entry in read.table.entries:
        found.setdefault(entry.issue, {})[entry.actor] = entry.position
    return found


PLAIN = "actor,position,capability,salience\nEthiopia,80,1,90\nEgypt,10.5,2,100\n"


@pytest.mark.parametrize(
    "data",
    [
        PLAIN,
        "\ufeff" + PLAIN,
        PLAIN.encode("utf-16"),
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace(",", "\t"),
        PLAIN.replace(",", ";").replace("10.5", "10,5"),
        PLAIN.replace("actor", "Player").replace("capability", "Power"),
        "الطرف,الموقف,القدرة,الأهمية\nEthiopia,٨٠,1,90\nEgypt,١٠٫٥,2,100\n",
        "# nothing\n"[:0] + PLAIN + "\n\n",
    ],
)
def test_the_same_table_in_many_writings(data: str | bytes) -> None:
    found = positions_in(data)["nile"]
    assert {actor: float(number(cell) or -1) for actor, cell in found.items()} == {"Ethiopia": 80, "Egypt": 10.5}


def test_an_actor_without_a_position_has_no_part() -> None:
    assert list(positions_in(PLAIN + "Sudan,,1,50\n")["nile"]) == ["Ethiopia", "Egypt"]


def test_a_table_of_another_encoding_says_so() -> None:
    (problem,) = read_positions("الطرف,الموقف\nمصر,10\n".encode("cp1256"), "nile.csv").problems
    assert problem.code == "not_utf8" and problem.place is not None and problem.place.line == 1


def test_scale_and_capability_as_asked() -> None:
    table = "actor,position,gdp,salience\nEthiopia,300,96,0.9\nEgypt,700,363,1\n"
    from fractions import Fraction

    read = read_positions(table.encode(), "nile.csv", Asked((Fraction(0), Fraction(1000)), "gdp"))
    assert read.problems == () and read.table is not None
    assert read.table.scale_of("nile") == (0, 1000)
    assert [entry.capability for entry in read.table.entries] == ["96", "363"]


KTAB = """The Nile,"How fast, and how watched",3,2,
Actor,Description,Power,Filling Position,Filling Salience,Monitoring,Sal2,
ETH,Ethiopia, 60.5, 80,50, 20,40,
EGY,Egypt, 80, 10,60, 100,40,
SUD,"Sudan, downstream", 20, ,10, 50,30,
"""
KTAB_XML = """<?xml version="1.0"?><Scenario><name>The Nile</name><desc/><Dimensions><dName>Filling</dName>
<dName>Monitoring</dName></Dimensions><Actors>
<Actor><name>ETH</name><description>Ethiopia</description><capability>60.5</capability>
<Position><dCoord>80</dCoord><dCoord>20</dCoord></Position><Salience><dSal>50</dSal><dSal>40</dSal></Salience></Actor>
<Actor><name>EGY</name><description>Egypt</description><capability>80</capability>
<Position><dCoord>10</dCoord><dCoord>100</dCoord></Position><Salience><dSal>60</dSal><dSal>40</dSal></Salience></Actor>
<Actor><name>SUD</name><description>Sudan, downstream</description><capability>20</capability>
<Position><dCoord></dCoord><dCoord>50</dCoord></Position><Salience><dSal>10</dSal><dSal>30</dSal></Salience></Actor>
</Actors><IdealAdjustment><iaPair><adjustingIdeal>ETH</adjustingIdeal><referencePos>EGY</referencePos></iaPair>
</IdealAdjustment></Scenario>"""


@pytest.mark.parametrize(("text", "name"), [(KTAB, "nile.csv"), (KTAB_XML, "nile.xml")])
def test_files_of_ktab(text: str, name: str) -> None:
    wanted = {"Filling": {"ETH": "80", "EGY": "10"}, "Monitoring": {"ETH": "20", "EGY": "100", "SUD": "50"}}
    assert positions_in(text, name) == wanted
    table = read_positions(text.encode(), name).table
    assert table is not None and table.title == "The Nile" and table.actors["SUD"] == "Sudan, downstream"
    situation = check_text(situation_text(table), Path()).case
    assert situation is not None
    issue = situation.situation.issues["Filling"]
    salience = issue.positions["EGY"].salience
    assert salience is not None and float(salience.form.value) == 0.6  # type: ignore[union-attr]


def test_files_with_marked_lines() -> None:
    text = (
        "#O\tThe Nile\n#/\tID\tFull name\n#A\tETH\tEthiopia\n#A\tEGY\tEgypt\n#P\tyears\tYears of filling\n"
        "#M\tyears\t0.5\tat once\n#M\tyears\t7\tslowly\n#D\tETH\tyears\t3\t0.7\t1\n#D\tEGY\tyears\t7\t1\t0.6\n"
    )
    assert positions_in(text) == {"years": {"ETH": "3", "EGY": "7"}}
    quoted = "\n".join("\t".join(f"'{cell}'" for cell in line.split("\t")) for line in text.splitlines())
    assert positions_in(quoted) == {"years": {"ETH": "3", "EGY": "7"}}
    table = read_positions(text.encode(), "nile.csv").table
    assert table is not None and table.scale_of("years") == (0.5, 7)
    made = check_text(situation_text(table), Path()).case
    assert made is not None and made.situation.issues["years"].scale["7"] == "slowly"


def test_every_command_takes_a_table(tmp_path: Path) -> None:
    path = tmp_path / "nile.csv"
    path.write_text(PLAIN, encoding="utf-8")
    checked = check(path)
    assert checked.case is not None and checked.problems == ()
    assert list(checked.case.situation.actors) == ["Ethiopia", "Egypt"]


@given(st.binary(max_size=200), st.sampled_from(["a.csv", "a.xml"]))
def test_no_bytes_end_in_anything_but_problems(data: bytes, name: str) -> None:
    read = read_positions(data, name)
    assert (read.table is None) == any(problem.severity == "error" for problem in read.problems)
    for problem in read.problems:
        assert problem.render("en") and problem.render("ar")


CELLS = st.sampled_from(["actor", "position", "salience", "Egypt", "10", "-1", "1..2", "x", "", '"', "#A", "#D", "0.5"])


@given(st.lists(st.lists(CELLS, max_size=6), max_size=6), st.sampled_from([",", ";", "\t"]))
def test_no_table_ends_in_anything_but_problems(rows: list[list[str]], delimiter: str) -> None:
    data = "\n".join(delimiter.join(row) for row in rows).encode()
    read = read_positions(data, "a.csv")
    assert (read.table is None) == any(problem.severity == "error" for problem in read.problems)
    if read.table is not None:
        made = check_text(situation_text(read.table), Path())
        assert made.errors == [], [problem.render() for problem in made.errors]


def test_numbers_as_people_write_them() -> None:
    assert [number(text) for text in ("1,5", "٣", "\u22122", "1e2", "1 000", "nan", "--1")] == [1.5, 3, -2, 100] + [
        None
    ] * 3
    assert bounds("3..1") is None and bounds("1..3") == (1, 3)
    assert number("1e999") is None and number("9" * 399) is None


def test_a_table_becomes_a_situation_file(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from detente.cli import group
    from detente.errors import DetenteError

    path, made = tmp_path / "nile.csv", tmp_path / "nile.yaml"
    path.write_text(PLAIN, encoding="utf-8")
    assert CliRunner().invoke(group, ["convert", str(path), str(made)], catch_exceptions=False).exit_code == 0
    assert check(made).errors == [] and "Ethiopia" in made.read_text(encoding="utf-8")
    with pytest.raises(DetenteError) as caught:
        CliRunner().invoke(group, ["convert", str(path), str(tmp_path / "nile.gmcr")], catch_exceptions=False)
    assert caught.value.code == "gmcr_needs_options"


def test_numbers_are_read_by_column() -> None:
    """The same mark in every cell of a column; percent on the usual scale are its points."""
    table = 'actor,position,capability,salience\nEgypt,10%,"1,000",50%\nEthiopia,80%,900,75%\nSudan,60%,"2,500",5%\n'
    read = read_positions(table.encode(), "nile.csv").table
    assert read is not None
    assert [(entry.position, entry.capability, entry.salience) for entry in read.entries] == [
        ("10", "1000", "0.5"),
        ("80", "900", "0.75"),
        ("60", "2500", "0.05"),
    ]
    (problem,) = read_positions(table.replace("900", '"9,000"').encode(), "nile.csv").problems
    assert (problem.code, problem.params["less"], problem.params["more"]) == ("column_doubtful", "1", "1000")


def test_a_line_without_a_position_is_said_unless_all_of_it_is_blank() -> None:
    read = read_positions(b"actor,position,capability,salience\nA,10,5,50\nB,,3,40\nC,,,\nD,90,4,60\n", "t.csv")
    (problem,) = read.problems
    assert problem.render("en") == (
        "t.csv:3:1  warning: the position of B on “t” is blank, so B is left out there\n"
        "     3 | B,,3,40\n       | ^\n       = fill it in"
    )
    assert read.table is not None and [entry.actor for entry in read.table.entries] == ["A", "D"]


def test_blank_cells_are_left_out_or_filled_as_the_file_says() -> None:
    table = "actor,position,capability,salience\nA,10,100,50\nB,20,,80\nC,90,50,\n"
    read = read_positions(table.encode(), "t.csv")
    assert read.table is not None and [entry.actor for entry in read.table.entries] == ["A"]
    assert [problem.code for problem in read.problems] == ["positions_blank"] * 2
    read = read_positions(f"# blank capability: mean\n# blank salience: 40\n{table}".encode(), "t.csv")
    assert read.table is not None
    assert [(entry.capability, entry.salience) for entry in read.table.entries] == [
        ("100", "50"),
        ("75", "80"),
        ("50", "40"),
    ]
    assert [problem.code for problem in read.problems] == ["positions_filled"] * 2


def test_several_coders_are_kept_apart() -> None:
    table = "actor,position,capability,salience,coder\nA,10,1,0.5,x\nA,30,1,0.5,y\nB,90,2,1,x\n"
    read = read_positions(table.encode(), "t.csv")
    assert read.table is not None and [problem.code for problem in read.problems] == ["positions_coders"]
    case = check_text(situation_text(read.table), Path()).case
    assert case is not None
    positions = {
        name: case_.issues["t"].positions["A"].position.form.bounds  # type: ignore[union-attr]
        for name, case_ in (("", case.situation), *case.variants.items())
    }
    assert positions == {"": (10, 30), "x": (10, 10), "y": (30, 30)}


@pytest.mark.parametrize("wide", [False, True])
def test_a_title_above_the_heading(wide: bool, tmp_path: Path) -> None:
    from tests.workbooks import workbook

    rows = [["Positions, as of 2020", "", "", ""], ["", "", "", ""], *(line.split(",") for line in PLAIN.splitlines())]
    path = tmp_path / ("nile.xlsx" if wide else "nile.csv")
    text = "\n".join(",".join(row) for row in rows).encode()
    path.write_bytes(workbook({"A": rows}) if wide else text)
    checked = check(path)
    assert checked.case is not None, [problem.render() for problem in checked.problems]
    assert list(checked.case.situation.actors) == ["Ethiopia", "Egypt"]


def test_scale_ends_are_compared_exactly() -> None:
    read = read_positions(b"actor,position,low,high\nA,0.01,0.01,1\nB,1,0.01,1\n", "t.csv")
    assert read.table is not None
    assert check_text(situation_text(read.table), Path()).errors == []
