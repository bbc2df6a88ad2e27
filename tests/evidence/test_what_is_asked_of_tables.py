"""What is asked of a published table: its measure, its years, its rows once; nothing else is taken instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.evidence import test_published_tables as published
from tests.evidence.downloaded import checked, flow, level, notes, shares, strengths, tie, ties

TRADE = """\
ccode1,ccode2,year,importer1,importer2,flow1,flow2,smoothflow1,smoothflow2,version
740,365,2014,Japan,Russia,100,60,30,20,4
740,710,2014,Japan,China,300,40,10,80,4
"""


def test_the_column_asked_for_counts_with_its_other_direction(tmp_path: Path) -> None:
    """flow1 is what state 1 buys of state 2; a smoothed flow is smoothed both ways."""
    for value, share, sold in ((None, 0.25, 0.6), ("flow1", 0.25, 0.6), ("SmoothFlow1", 0.75, 0.2)):
        settings = {"format": "cow_trade", "years": 2014, **({"value": value} if value else {})}
        assert shares(checked(tmp_path, flow(counts="bought", **settings), TRADE))["japan", "russia"] == share
        assert shares(checked(tmp_path, flow(counts="sold", **settings), TRADE))["japan", "russia"] == sold


@pytest.mark.parametrize(
    ("block", "text", "code"),
    [
        (flow(format="cow_trade", value="imports"), TRADE, "column_missing"),
        (level(format="cow_capability", value="gdp"), published.NMC, "column_missing"),
        (tie(format="ideal_points", value="ideal"), published.IDEAL, "column_missing"),
        (tie(format="events", value="tone"), published.ICEWS, "column_missing"),
        (tie(format="cow_alliance", value="strength"), published.BY_MEMBER, "column_missing"),
        (level(format="world_bank", years=2018, value="NY.GNP"), published.WIDE, "value_column"),
        (level(format="world_bank", value="NY.GNP"), published.BANK, "value_column"),
    ],
)
def test_a_measure_that_is_not_there_is_no_other_measure(tmp_path: Path, block: str, text: str, code: str) -> None:
    assert [problem.code for problem in checked(tmp_path, block, text).errors] == [code]


def test_events_by_their_code_where_that_is_asked_for(tmp_path: Path) -> None:
    text = "Source Country,Target Country,Event Date,CAMEO Code,Intensity\nJapan,China,2014-01-01,190,-2.0\n"
    sizes = {
        value: ties(checked(tmp_path, tie(format="events", value=value), text))["china", "japan"][1]
        for value in ("Intensity", "CAMEO Code")
    }
    assert sizes == {"Intensity": 2.0, "CAMEO Code": 10.0}


def test_all_years_together_are_said(tmp_path: Path) -> None:
    assert notes(checked(tmp_path, level(format="cow_capability", value="milper"), published.NMC)) == [
        "table_all_years", "table_fewer",
    ]  # fmt: skip
    assert notes(checked(tmp_path, level(format="cow_capability", value="milper", years=2016), published.NMC)) == []
    own = "from,to,v,when\njapan,usa,1,2001\njapan,usa,2,2002\njapan,china,3,2002\n"
    for years, share in (("", 0.5), (", years: 2002", 0.4)):
        block = f"dependence: {{d: {{table: {{file: t.csv, value: v, year: when{years}}}}}}}\n"
        found = checked(tmp_path, block, own)
        assert shares(found)["japan", "usa"] == share
        assert notes(found) == ([] if years else ["table_all_years"])


def test_a_row_of_ones_own_table_without_its_year(tmp_path: Path) -> None:
    own = "from,to,v,when\njapan,usa,1,\njapan,china,3,2002\n"
    for years, said in (("", []), (", years: 2002", ["table_not_year"])):
        block = f"dependence: {{d: {{table: {{file: t.csv, value: v, year: when{years}}}}}}}\n"
        assert [one.code for one in checked(tmp_path, block, own).errors] == said


def test_whose_mean_is_of_fewer_years(tmp_path: Path) -> None:
    """A number that grows would make the actor look larger that has only the last of it."""
    found = checked(tmp_path, level(format="world_bank", years="2016..2018"), published.WIDE)
    assert [problem.params["actors"] for problem in found.problems if problem.code == "table_fewer"] == [("turkey",)]
    assert strengths(found)["turkey"] == (869 + 858) / 2


def test_the_same_row_twice(tmp_path: Path) -> None:
    """Of trade by product: the same product; of measures by date: the same date."""
    baci = "t,i,j,k,v,q\n2018,842,156,270900,60,1\n2018,842,156,270111,20,1\n2018,842,392,270900,20,1\n"
    assert shares(checked(tmp_path, flow(format="baci", counts="sold"), baci))["usa", "china"] == 0.8
    again = baci.replace("270111", "270900")
    assert [one.code for one in checked(tmp_path, flow(format="baci"), again).errors] == ["table_again"]
    dated = "Japan,JPN,9,2018,2018-06-30,740,0.43,0.74\n"
    of_days = published.VDEM + dated
    found = checked(tmp_path, level(format="vdem", years=2018, value="v2x_polyarchy"), of_days)
    assert strengths(found)["japan"] == pytest.approx(0.63)
    found = checked(tmp_path, level(format="vdem", years=2018, value="v2x_polyarchy"), of_days + dated)
    assert [one.code for one in found.errors] == ["table_again"]


def test_sides_of_incidents(tmp_path: Path) -> None:
    """Who is on the same side has no dispute; without a column of sides nobody can tell."""
    text = "dispnum,incidnum,stabb,ccode,styear,endyear,insidea,hostlev\n" + "".join(
        f"10,1,{row},2008,2008,{side},4\n" for row, side in (("RUS,365", 1), ("CHN,710", 1), ("JPN,740", 0))
    )
    block = tie(format="cow_dispute").replace("positive", "negative")
    assert set(ties(checked(tmp_path, block, text))) == {("japan", "russia"), ("japan", "china")}
    assert [one.code for one in checked(tmp_path, block, text.replace("insidea", "side")).errors] == ["column_missing"]


def test_single_events_of_ucdp(tmp_path: Path) -> None:
    text = "id,year,side_a,side_b,gwnoa,gwnob,best\n1,2014,Government of Russia,Government of Japan,365,740,10\n"
    assert set(ties(checked(tmp_path, tie(format="ucdp"), text))) == {("russia", "japan")}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "latin-1"])
def test_encodings_of_downloads(tmp_path: Path, encoding: str) -> None:
    found = checked(tmp_path, level(format="cow_capability", years=2016), published.NMC.encode(encoding))
    assert strengths(found)["usa"] == 0.1333153


def test_a_state_that_the_table_seems_to_spell_wrongly(tmp_path: Path) -> None:
    text = "country_text_id,country_name,year,x\n,Japn,2018,1\nRUS,Russia,2018,2\n"
    found = checked(tmp_path, level(format="vdem", years=2018, value="x"), text)
    assert [(one.code, one.params["nearest"]) for one in found.errors] == [("table_unmatched", ("Japn",))]


def test_weights_with_signs_are_read_by_one_rule(tmp_path: Path) -> None:
    def found(*cells: str) -> list[float | None] | list[str]:
        rows = "".join(f"japan;{other};{cell}\n" for other, cell in zip(("usa", "china", "russia"), cells, strict=True))
        block = "ties: {t: {kind: pact, table: {file: t.csv, sign: sign}}}\n"
        read = checked(tmp_path, block, f"from;to;sign\n{rows}")
        return [one.code for one in read.errors] or [size for _, size in ties(read).values()]

    assert found("0,5", "-1,25", "-12") == [0.5, 1.25, 12.0]
    assert found("0,5", "-1,250", "-12") == [0.5, 1.25, 12.0]
    assert found("1.000,5", "-1.250", "-12") == [1000.5, 1250.0, 12.0]
    assert found("1,000", "-1,250", "-12") == [1000.0, 1250.0, 12.0]  # fixed places would leave -12 without its own
    assert found("1,001", "-1,250", "-1,312") == ["column_doubtful"]
    assert found("1,000", "-1.250", "-12") == ["column_doubtful"]
    assert found("50%", "-20%", "-10%") == [0.5, 0.2, 0.1]
