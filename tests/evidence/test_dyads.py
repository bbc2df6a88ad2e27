"""Tables about pairs, in the forms in which they are published. All numbers here are made up; only the form is real.

Columns as documented by CEPII (*The CEPII-BACI dataset*), SIPRI (trade register of the Arms Transfers Database),
Correlates of War (*Dyadic Trade* 4.0, *Formal Alliances* 4.1, *Dyadic MID* 4.0), ATOP 5.1, and Bailey, Strezhnev &
Voeten (ideal points).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from detente.errors import InputError
from detente.evidence.expanded import expanded
from detente.influence.result import Asked, influence
from detente.load import check_text
from detente.situation.model import Situation

ACTORS = "detente: 1\nactors: {japan: , russia: , china: , usa: {name: {en: United States}}}\n"
COW = "actors: {japan: 740, russia: 365, china: 710, usa: 2}"
BACI = """\
t,i,j,k,v,q
2018,643,156,270900,60.0,1.5
2018,156,643,851712,40.0,0.2
2018,643,392,271121,20.0,NA
2018,643,276,270900,80.0,1.0
2018,842,156,120190,100.0,2.0
2019,643,156,270900,999.0,9.9
"""
SIPRI = """\
Transfers of major weapons: deals with deliveries or orders made for 2014 to 2018

Note: the delivered volume is in TIV, million.
Recipient,Supplier,Year of order,,Number ordered,,Weapon designation,Weapon description,Number delivered,,Year(s) of \
delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons
China,Russia,2015,,24,,made up,fighter,24,,2016; 2017; 2018,New,,10,240,90
China,Ukraine,2009,?,4,,made up,landing craft,2,,2014,New,,5,20,10
India,Russia,2012,,10,,made up,tank,10,?,2013; 2014,New,,2,20,20
Japan,United States,2012,,4,,made up,fighter,4,,2018,New,,9,36,36
Japan,United States,2018,,9,,made up,fighter,,,,New,,9,81,
"""
COW_TRADE = """\
ccode1,ccode2,year,importer1,importer2,flow1,flow2,smoothflow1,smoothflow2,version
365,710,2014,Russia,China,50,40,50,40,4
740,710,2014,Japan,China,180,150,180,150,4
365,740,2014,Russia,Japan,10,-9,10,-9,4
"""
ALLIANCES = """\
version4id,ccode1,state_name1,ccode2,state_name2,dyad_st_day,dyad_st_month,dyad_st_year,dyad_end_day,dyad_end_month,\
dyad_end_year,left_censor,right_censor,defense,neutrality,nonaggression,entente,year,version
1,2,United States,740,Japan,8,9,1951,,,,0,1,1,0,0,0,2012,4.1
1,740,Japan,2,United States,8,9,1951,,,,0,1,1,0,0,0,2012,4.1
2,365,Russia,710,China,16,7,2001,,,,0,1,0,0,1,0,2012,4.1
"""
ATOP = """\
atopally,stateA,stateB,year,defense,offense,neutral,nonagg,consul
1,2,740,2018,1,0,0,1,1
1,740,2,2018,1,0,0,1,1
1,365,710,2018,0,0,0,1,1
1,365,710,2017,1,0,0,1,1
"""
DISPUTES = """\
disno,dyindex,statea,stateb,strtday,strtmnth,strtyr,year,hihost
1,1,365,740,1,2,2008,2008,3
1,1,740,365,1,2,2008,2008,3
2,2,365,740,1,2,2010,2010,4
"""
POINTS = """\
"ccode","session","IdealPointAll","NVotesAll","Countryname","iso3c"
2,73,2.79,95,"United States","USA"
740,73,0.80,95,"Japan","JPN"
365,73,0.13,95,"Russia","RUS"
384,73,0.20,95,"C\xf4te d'Ivoire","CIV"
740,72,9.99,95,"Japan","JPN"
"""


def situation(tmp_path: Path, block: str, file: str, content: str, encoding: str = "utf-8") -> Situation:
    """The situation with this block, its table put in place."""
    (tmp_path / file).write_bytes(content.encode(encoding))
    checked = check_text(ACTORS + block, tmp_path)
    assert checked.case is not None, [problem.render() for problem in checked.errors]
    return checked.case.situation


def shares(found: Situation, domain: str = "d", *, zeros: bool = False) -> dict[tuple[str, str], float]:
    rows = found.dependence[domain].shares.items()
    every = {(i, j): float(q.form.value) for i, row in rows for j, q in row.items()}  # type: ignore[union-attr]
    return {pair: share for pair, share in every.items() if share or zeros}


def pacts(form: str, years: str, more: str = "") -> str:
    """Ties from a table of alliances."""
    table = f"{{file: a.csv, format: {form}, years: {years}, {more}{COW}}}"
    return f"ties: {{pact: {{table: {table}, kind: alliance, sign: positive}}}}"


def flows(**settings: Any) -> str:
    told = ", ".join(f"{key}: {value}" for key, value in settings.items())
    return f"dependence: {{d: {{table: {{{told}}}}}}}\n"


CODES = "{japan: 392, russia: 643, china: 156}"


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        # Russia sells 160 (60 to China, 20 to Japan, 80 elsewhere) and buys 40, all from China.
        ("both", {("russia", "china"): 100 / 200, ("russia", "japan"): 20 / 200, ("china", "russia"): 100 / 200}),
        ("sold", {("russia", "china"): 60 / 160, ("russia", "japan"): 20 / 160, ("china", "russia"): 1.0}),
        ("bought", {("russia", "china"): 1.0, ("china", "russia"): 60 / 160, ("japan", "russia"): 1.0}),
    ],
)
def test_baci(tmp_path: Path, counts: str, expected: dict[tuple[str, str], float]) -> None:
    block = flows(file="trade.csv", format="baci", years=2018, counts=counts, actors=CODES)
    found = shares(situation(tmp_path, block, "trade.csv", BACI))
    assert {pair: found[pair] for pair in expected} == pytest.approx(expected)
    assert set(found) - set(expected) <= {("japan", "russia"), ("usa", "china"), ("china", "usa")}


def test_several_years_add_up(tmp_path: Path) -> None:
    block = flows(file="trade.csv", format="baci", years="2018..2019", counts="sold", actors=CODES)
    found = shares(situation(tmp_path, block, "trade.csv", BACI))
    assert found["russia", "china"] == pytest.approx((60 + 999) / (160 + 999))


def test_sipri_spreads_a_delivery_over_its_years(tmp_path: Path) -> None:
    names = "{japan: Japan, russia: Russia, china: China, usa: United States}"
    block = flows(file="register.csv", format="sipri", years="2014..2018", counts="bought", actors=names)
    found = shares(situation(tmp_path, block, "register.csv", SIPRI, "latin-1"))
    assert found == pytest.approx({("china", "russia"): 0.9, ("japan", "usa"): 1.0})
    block = flows(
        file="register.csv",
        format="sipri",
        years="2014..2016",
        counts="sold",
        actors=names.replace("japan: Japan, ", "").replace(", usa: United States", ""),
    )
    found = shares(situation(tmp_path, block, "register.csv", SIPRI, "latin-1"))
    # 2014 to 2016: a third of 90 to China, half of 20 to India.
    assert found == pytest.approx({("russia", "china"): 30 / 40})


def test_cow_trade_has_both_directions_in_a_row(tmp_path: Path) -> None:
    block = flows(file="dyads.csv", format="cow_trade", counts="bought", actors="{japan: 740, russia: 365, china: 710}")
    found = shares(situation(tmp_path, block, "dyads.csv", COW_TRADE))
    # flow1: imports of state 1 from state 2. Russia: 50 from China, 10 from Japan. −9 is missing.
    assert found["russia", "china"] == pytest.approx(50 / 60)
    assert found["china", "russia"] == pytest.approx(40 / 190)
    assert ("japan", "russia") not in found


def test_alliances_become_one_tie_for_each_pair(tmp_path: Path) -> None:
    found = situation(tmp_path, pacts("cow_alliance", "2012"), "a.csv", ALLIANCES)
    assert list(found.ties) == ["pact.usa.japan"]
    wider = pacts("cow_alliance", "2012", "only: [defense, nonaggression], ")
    assert list(situation(tmp_path, wider, "a.csv", ALLIANCES).ties) == ["pact.usa.japan", "pact.russia.china"]


def test_alliances_without_years_hold_from_start_to_end(tmp_path: Path) -> None:
    """The file by dyad has no column `year`: an alliance holds from its first year to its last, or still."""
    rows = [line.split(",") for line in ALLIANCES.splitlines()]
    plain = "\n".join(",".join(row[:17] + row[18:]) for row in rows) + "\n"
    assert list(situation(tmp_path, pacts("cow_alliance", "1990"), "a.csv", plain).ties) == ["pact.usa.japan"]
    checked = check_text(ACTORS + pacts("cow_alliance", "1950"), tmp_path)
    assert [problem.code for problem in checked.errors] == ["table_year"]


def test_atop_by_kind_of_obligation(tmp_path: Path) -> None:
    assert list(situation(tmp_path, pacts("atop", "2018"), "a.csv", ATOP).ties) == ["pact.usa.japan"]
    both = situation(tmp_path, pacts("atop", "2017..2018"), "a.csv", ATOP).ties
    assert list(both) == ["pact.usa.japan", "pact.russia.china"]


def test_disputes_weigh_their_highest_hostility_once(tmp_path: Path) -> None:
    table = "{file: d.csv, format: cow_dispute, actors: {japan: 740, russia: 365}}"
    block = f"ties: {{mid: {{table: {table}, kind: dispute, sign: negative}}}}"
    [(name, tie)] = situation(tmp_path, block, "d.csv", DISPUTES).ties.items()
    assert (name, tie.sign) == ("mid.russia.japan", "negative")
    assert tie.strength is not None and tie.strength.form.centre == 4  # type: ignore[union-attr]


def test_ideal_points_are_shown_beside_and_enter_nothing(tmp_path: Path) -> None:
    """Session 73 is 2018; the file is in Latin-1."""
    block = (
        "ties:\n  votes:\n    kind: votes\n"
        "    table: {file: p.csv, format: ideal_points, years: 2018, actors: {japan: 740, russia: 365, usa: 2}}\n"
        "  dispute: {between: [japan, russia], kind: dispute, sign: negative}\n"
    )
    found = situation(tmp_path, block, "p.csv", POINTS, "latin-1")
    result = influence(found, tmp_path, Asked(draws=10))
    [beside] = result.beside
    assert beside.pairs == pytest.approx({("usa", "japan"): 1.99, ("usa", "russia"): 2.66, ("japan", "russia"): 0.67})
    assert result.balance is not None and result.balance.actors == ("japan", "russia")
    assert "1.99" in " ".join(result.sentences())


def test_a_plain_table_with_columns_of_its_own(tmp_path: Path) -> None:
    """Semicolons, decimal commas, a byte order mark, amounts, and partners outside."""
    text = "Käufer;Verkäufer;Menge;Jahr\njapan;United States;7,5;2018\njapan;Brazil;2,5;2018\njapan;russia;9;2017\n"
    block = flows(
        file="g.csv",
        **{"from": "Käufer", "to": "Verkäufer", "value": "Menge", "year": "Jahr", "years": 2018, "others": "counted"},
    )
    found = shares(situation(tmp_path, block, "g.csv", text, "utf-8-sig"))
    assert found == pytest.approx({("japan", "usa"): 0.75})


def test_what_the_file_writes_wins_and_exits_come_with_the_table(tmp_path: Path) -> None:
    text = "from,to,share,exit\njapan,usa,0.9,0.2\njapan,russia,0.05,\n"
    block = "dependence: {d: {shares: {japan: {usa: 0.8}}, table: {file: g.csv, exit: exit}}}\n"
    found = situation(tmp_path, block, "g.csv", text)
    assert shares(found) == pytest.approx({("japan", "usa"): 0.8, ("japan", "russia"): 0.05})
    assert list(found.dependence["d"].exits["japan"]) == ["usa"]
    result = influence(found, tmp_path, Asked(draws=10))
    assert result.dependence is not None
    assert result.dependence.sources["d.japan.russia"] == ["g.csv:3"]


def test_signs_and_strengths_in_a_plain_table_of_ties(tmp_path: Path) -> None:
    text = "from,to,sign,weight\njapan,usa,+,3\njapan,china,-,1.5\n"
    block = "ties: {t: {table: {file: t.csv, sign: sign, strength: weight}, kind: relation}}\n"
    found = situation(tmp_path, block, "t.csv", text).ties
    assert {name: (tie.sign, float(tie.strength.form.value)) for name, tie in found.items() if tie.strength} == {  # type: ignore[union-attr]
        "t.japan.usa": ("positive", 3.0),
        "t.japan.china": ("negative", 1.5),
    }


def test_a_table_is_read_again_when_it_changes(tmp_path: Path) -> None:
    import os

    block = flows(file="g.csv")
    assert shares(situation(tmp_path, block, "g.csv", "from,to,share\njapan,usa,0.9\n"))["japan", "usa"] == 0.9
    (tmp_path / "g.csv").write_text("from,to,share\njapan,usa,0.5\n")
    os.utime(tmp_path / "g.csv", ns=(1, 1))
    checked = check_text(ACTORS + block, tmp_path)
    assert checked.case is not None
    assert shares(checked.case.situation)["japan", "usa"] == 0.5


def test_everything_wrong_with_a_table_at_once(tmp_path: Path) -> None:
    text = (
        "from,to,share\njapan,usa,0.9\njapan,chna,0.3\nrussia,russia,0.1\nchina,japan,many\nchina,usa\njapan,usa,0.05\n"
    )
    (tmp_path / "g.csv").write_text(text)
    checked = check_text(ACTORS + flows(file="g.csv"), tmp_path)
    assert [problem.message() for problem in checked.errors] == [
        "line 3 of “g.csv” names the unknown actor “chna” — did you mean “china”?",
        "line 3 of “g.csv”: with it the shares of japan add up to 1.2, more than 1",
        "line 4 of “g.csv”: russia stands on both sides",
        "line 5 of “g.csv”: “many” is no number",
        "line 6 of “g.csv” has 2 cells; the table has 3 columns",
        "line 7 of “g.csv”: japan and usa stand there a second time (first on line 2)",
    ]
    with pytest.raises(InputError) as caught:
        expanded(
            Situation.model_validate(
                {"detente": 1, "actors": {"japan": {}}, "dependence": {"d": {"table": {"file": "g.csv"}}}}
            ),
            tmp_path,
        )
    assert len(caught.value.problems) >= 6


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("from,to,share\njapan,usa,0.9\n".encode("utf-16-le"), "source_not_utf8"),
        ("from,to,share\njapan,Россия,0.9\n".encode("cp1251"), "source_not_utf8"),
        (b"", "column_missing"),
        (b"from,to,from,share\n", "column_twice"),
        (b'from,to,share\njapan,"usa,0.9\n', "table_broken"),
        (b"buyer,to,share\njapan,usa,0.9\n", "column_missing"),
        (b"\x00\x01\x02", "source_not_utf8"),
    ],
)
def test_files_that_are_no_such_table(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "g.csv").write_bytes(content)
    problems = check_text(ACTORS + flows(file="g.csv"), tmp_path).errors
    assert [problem.code for problem in problems] == [code], [problem.render() for problem in problems]


def test_a_table_outside_of_the_folder_is_not_read(tmp_path: Path) -> None:
    problems = check_text(ACTORS + flows(file="../g.csv"), tmp_path).errors
    assert [problem.code for problem in problems] == ["path_outside"]


def test_workbooks_that_are_none() -> None:
    """Cut short, with an entity that could explode, or a sheet that points nowhere: one message, no crash."""
    import zipfile
    from io import BytesIO

    from detente.evidence.workbook import SheetRead, WorkbookError, sheet_cells
    from tests.workbooks import workbook

    whole = workbook({"MDI": [["", "a"], ["a", 0]]})
    assert sheet_cells(whole) == SheetRead("MDI", [["", "a"], ["a", "0"]], ())
    with pytest.raises(WorkbookError):
        sheet_cells(whole[: len(whole) // 2])
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as bomb:
        bomb.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "b">]><workbook>&a;</workbook>')
    with pytest.raises(WorkbookError, match="doctype"):
        sheet_cells(target.getvalue())
    with pytest.raises(WorkbookError) as caught:
        sheet_cells(whole, "2MAO")
    assert caught.value.sheets == ("MDI",)


def levels(tmp_path: Path, content: str, more: str = "") -> tuple[dict[str, float], list[str]]:
    """The strengths that a table of one's own gives, and what is said of it."""
    (tmp_path / "s.csv").write_text(content, encoding="utf-8")
    checked = check_text(f"{ACTORS}capability_table: {{file: s.csv, from: state, value: gdp{more}}}\n", tmp_path)
    actors = checked.case.situation.actors if checked.case is not None else {}
    found = {name: float(one.capability.form.centre) for name, one in actors.items() if one.capability}  # type: ignore[union-attr]
    return found, [problem.code for problem in checked.problems]


def test_strengths_from_a_table_of_ones_own(tmp_path: Path) -> None:
    text = 'Strengths, as of 2020\nstate,gdp\nJapan,"5,040"\nRUS,900\nالصين,"13,800"\nUSA,\n'
    assert levels(tmp_path, text) == (
        {"japan": 5040, "russia": 900, "china": 13800},
        ["table_blank", "table_no_level"],
    )
    assert levels(tmp_path, text.replace("RUS,900\n", "Rusia,900\n"))[1][0] == "table_actor"
    assert "table_again" in levels(tmp_path, text + "JPN,3\n")[1]
    assert levels(tmp_path, text.replace("USA,\n", "USA,1\nChad,1\n"), ", others: counted")[1] == []


def test_years_that_are_not_covered_are_said(tmp_path: Path) -> None:
    """With those that are; nothing at all is an error."""
    text = "from,to,share,year\njapan,usa,0.9,2010\njapan,usa,0.8,2012\n"
    (tmp_path / "g.csv").write_text(text)

    def said(years: str) -> list[tuple[str, Any, Any]]:
        block = f"dependence: {{d: {{table: {{file: g.csv, year: year, years: {years}, value: share}}}}}}\n"
        found = check_text(ACTORS + block, tmp_path).problems
        return [(one.code, one.params.get("missing"), one.params.get("covered")) for one in found]

    assert said("2010") == []
    assert said("2010..2020") == [("table_years", "2011, 2013..2020", "2010, 2012")]
    assert said("2015..2020") == [("table_year", None, None)]


@pytest.mark.parametrize(
    ("rows", "ties", "codes"),
    [
        ("japan,usa,+1\njapan,china,-1\n", {"usa": ("positive", None), "china": ("negative", None)}, []),
        ("japan,usa,2.5\njapan,china,-4\n", {"usa": ("positive", 2.5), "china": ("negative", 4.0)}, []),
        ("japan,usa,Positive\njapan,china,سلبية\n", {"usa": ("positive", None), "china": ("negative", None)}, []),
        ("japan,usa,\u2212\njapan,china,0\n", {"usa": ("negative", None)}, ["table_no_tie"]),
        ("japan,usa,1\njapan,usa,-1\n", {}, ["table_pair"]),
        ("japan,usa,mixed\n", {}, ["table_sign"]),
    ],
)
def test_signs_in_words_in_ones_and_as_weights(
    tmp_path: Path, rows: str, ties: dict[str, tuple[str, float | None]], codes: list[str]
) -> None:
    (tmp_path / "t.csv").write_text(f"from,to,sign\n{rows}", encoding="utf-8")
    checked = check_text(f"{ACTORS}ties: {{t: {{table: {{file: t.csv, sign: sign}}, kind: x}}}}\n", tmp_path)
    assert [problem.code for problem in checked.problems] == codes
    found = checked.case.situation.ties.values() if checked.case is not None else ()
    strength = {tie.ends[1]: (tie.sign, tie.strength and float(tie.strength.form.centre)) for tie in found}  # type: ignore[union-attr]
    assert strength == ties


def test_a_pair_twice_is_an_error_unless_the_rows_are_parts(tmp_path: Path) -> None:
    text = "from,to,v\njapan,usa,1\njapan,usa,2\njapan,china,1\n"
    (tmp_path / "g.csv").write_text(text)
    [problem] = check_text(ACTORS + flows(file="g.csv", value="v"), tmp_path).errors
    assert (problem.code, problem.params["line"], problem.params["first"]) == ("table_pair", 3, 2)
    block = flows(file="g.csv", value="v", repeated="added")
    assert shares(situation(tmp_path, block, "g.csv", text))["japan", "usa"] == 0.75


def test_spellings_of_one_name_are_one_actor_and_are_said(tmp_path: Path) -> None:
    text = "from,to,v\njapan,USA,1\nrussia,United States,2\nchina,usa ,3\n"
    (tmp_path / "g.csv").write_text(text)
    checked = check_text(ACTORS + flows(file="g.csv", value="v"), tmp_path)
    assert [problem.code for problem in checked.problems] == ["table_spellings"]
    assert "usa = USA, United States, usa" in checked.problems[0].message()
