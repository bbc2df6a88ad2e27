"""A published table becomes a situation that names it; years become variants; everybody in it is listed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.cli import group
from detente.errors import DetenteError
from detente.exchange.formats import format_of
from detente.load import check
from tests.evidence import test_published_tables as published
from tests.workbooks import workbook

FILES = {
    name: getattr(published, name)
    for name in (
        "BY_MEMBER", "ATOP_MEMBERS", "MIDB", "DYADIC", "NMC", "RECIPIENT_FIRST", "SUPPLIER_FIRST", "TIV", "IDEAL",
        "UCDP", "ICEWS", "POLECAT", "CAMEO", "WIDE", "TIDY",
    )
}  # fmt: skip


def run(*arguments: str) -> str:
    done = CliRunner().invoke(group, list(arguments), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("name", FILES)
def test_every_form_is_told_by_its_header_and_becomes_a_situation(name: str, tmp_path: Path) -> None:
    path, out = tmp_path / "t.csv", tmp_path / "out.yaml"
    path.write_text(FILES[name], encoding="utf-8")
    assert format_of(path, ("situation", "positions", "negotiation")).name == "table of states"
    run("convert", str(path), "--out", str(out), "--by-year")
    checked = check(out)
    assert {one.code for one in checked.problems} <= {"table_no_level", "table_fewer"}  # in a year, some have no number
    assert checked.case is not None, [one.render() for one in checked.problems]
    assert "t.csv" in out.read_text(encoding="utf-8") and len(checked.case.situation.actors) >= 2
    assert checked.case.variants


def test_a_workbook_with_a_title(tmp_path: Path) -> None:
    rows = [["GDP of some", "", ""], ["Country Name", "Country Code", "Indicator Code", "2018"]]
    rows += [["Japan", "JPN", "NY.GDP.MKTP.CD", 5040], ["Türkiye", "TUR", "NY.GDP.MKTP.CD", 779]]
    path = tmp_path / "t.xlsx"
    path.write_bytes(workbook({"Data": rows}))
    checked = check(path)
    assert checked.case is not None, [one.render() for one in checked.problems]
    strengths = {name: actor.capability for name, actor in checked.case.situation.actors.items()}
    assert strengths["turkiye"] is not None and strengths["turkiye"].form.centre == 779  # type: ignore[union-attr]


def test_the_states_and_years_asked_for(tmp_path: Path) -> None:
    path, out = tmp_path / "t.csv", tmp_path / "out.yaml"
    path.write_text(published.SUPPLIER_FIRST, encoding="utf-8")
    run("convert", str(path), str(out), "--actor", "الهند", "--actor", "RUS", "--years", "2014..2020")
    checked = check(out)
    assert checked.case is not None and list(checked.case.situation.actors) == ["india", "russia"]
    assert [(one.code, one.params["missing"]) for one in checked.problems] == [("table_years", "2018..2020")]
    for arguments, code in (
        (["--actor", "Chna"], "convert_actor"),
        (["--years", "20"], "convert_years"),
        (["--years", "2018..2014"], "convert_years"),
        (["--out", str(tmp_path.parent / "elsewhere" / "x.yaml")], "convert_beside"),
    ):
        with pytest.raises(DetenteError) as caught:
            CliRunner().invoke(group, ["convert", str(path), *arguments], catch_exceptions=False)
        assert caught.value.code == code


def test_what_a_year_lacks_is_said_of_its_variant(tmp_path: Path) -> None:
    path, out = tmp_path / "t.csv", tmp_path / "out.yaml"
    path.write_text(published.NMC, encoding="utf-8")
    run("convert", str(path), str(out), "--by-year", "--actor", "JPN", "--actor", "USA")
    whole, of_year = check(out).problems
    assert (of_year.code, of_year.part, of_year.params["actors"]) == ("table_no_level", "variants.2015", ("japan",))
    assert (whole.code, whole.part, whole.params["actors"]) == ("table_fewer", "", ("japan",))


def test_a_list_of_states_becomes_actors(tmp_path: Path) -> None:
    path = tmp_path / "states.csv"
    path.write_text(
        "stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version\n"
        "GFR,260,German Federal Republic,1955,5,5,1990,10,2,2016\n"
        "GMY,255,Germany,1816,1,1,1945,5,8,2016\nGMY,255,Germany,1990,10,3,2016,12,31,2016\n"
        "JPN,740,Japan,1860,1,1,1945,8,14,2016\nJPN,740,Japan,1952,4,28,2016,12,31,2016\n",
        encoding="utf-8",
    )
    now = run("convert", str(path), "--years", "2000")
    assert "germany" in now and "japan" in now and "German Federal" not in now
    assert "germany" not in run("convert", str(path), "--years", "1980").replace("german_federal", "")


def test_codes_of_a_table_and_of_a_situation(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(published.VDEM, encoding="utf-8")
    assert '"MMR, 775, Burma/Myanmar",Myanmar (Burma),"MMR, COW 775, GW 775",' in run(
        "codes", str(path), "--format", "csv"
    )
    assert 'japan,Japan,"JPN, COW 740, GW 740"' in run("codes", "kuril/2019-01", "--format", "csv")
