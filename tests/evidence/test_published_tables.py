"""Files as they are downloaded: the headers and oddities are the true ones, the numbers are made up.

Headers as in the files of the Correlates of War project (alliances 4.1, trade 4.0, MID 5 and dyadic MID, capabilities
6), ATOP 5.1, SIPRI (both layouts of the register, tables of TIV), CEPII, UCDP/PRIO, ICEWS, POLECAT, the World Bank,
V-Dem, and Bailey, Strezhnev & Voeten.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.exchange.states_table import form_of
from tests.evidence.downloaded import checked, flow, level, notes, shares, strengths, tie, ties

BY_MEMBER = """\
version4id,ccode,state_name,all_st_day,all_st_month,all_st_year,all_end_day,all_end_month,all_end_year,ss_type,mem_st_day,\
mem_st_month,mem_st_year,mem_end_day,mem_end_month,mem_end_year,left_censor,right_censor,defense,neutrality,nonaggression,\
entente,version
1,2,United States of America,4,4,1949,,,,1,4,4,1949,,,,0,1,1,0,1,0,4.1
1,640,Turkey,4,4,1949,,,,1,18,2,1952,,,,0,1,1,0,1,0,4.1
2,365,Russia,14,2,1950,10,4,1980,1,14,2,1950,10,4,1980,0,0,1,0,1,0,4.1
2,710,China,14,2,1950,10,4,1980,1,14,2,1950,10,4,1980,0,0,1,0,1,0,4.1
3,2,United States of America,8,9,1951,,,,1,8,9,1951,,,,0,1,1,0,0,0,4.1
3,740,Japan,8,9,1951,,,,1,8,9,1951,,,,0,1,1,0,0,0,4.1
"""


def test_alliances_by_member_are_pairs_of_members(tmp_path: Path) -> None:
    found = checked(tmp_path, tie(format="cow_alliance", years=1970), BY_MEMBER)
    assert set(ties(found)) == {("turkey", "usa"), ("china", "russia"), ("japan", "usa")}
    assert notes(found) == []
    later = checked(tmp_path, tie(format="cow_alliance", years=1990), BY_MEMBER)
    assert set(ties(later)) == {("turkey", "usa"), ("japan", "usa")} and notes(later) == ["table_lasting"]


ATOP_MEMBERS = """\
atopid,member,yrent,moent,dayent,ineffect,estmode,yrexit,moexit,dayexit,defense,offense,neutral,nonagg,consul
3150,2,1951,9,8,1,1,0,0,0,1,0,0,0,1
3150,740,1951,9,8,1,1,0,0,0,1,0,0,0,1
3285,365,1950,2,14,0,1,1980,4,10,1,0,0,1,1
3285,710,1950,2,14,0,1,1980,4,10,1,0,0,1,1
"""


def test_atop_by_member(tmp_path: Path) -> None:
    """A year of exit of 0 is none yet."""
    found = checked(tmp_path, tie(format="atop", years=1979), ATOP_MEMBERS)
    assert set(ties(found)) == {("japan", "usa"), ("china", "russia")}
    assert set(ties(checked(tmp_path, tie(format="atop", years=1999), ATOP_MEMBERS))) == {("japan", "usa")}


MIDB = """\
dispnum,stabb,ccode,stday,stmon,styear,endday,endmon,endyear,sidea,revstate,revtype1,revtype2,fatality,fatalpre,hiact,\
hostlev,orig,version\r
10,"RUS",365,-9,7,2008,1,11,2009,1,1,1,-9,0,0,17,3,1,5\r
10,"CHN",710,-9,7,2008,1,11,2009,1,0,-9,-9,0,0,0,1,0,5\r
10,"JPN",740,-9,7,2008,1,11,2008,0,0,-9,-9,0,0,7,4,1,5\r
11,"USA",2,5,10,2012,20,11,2012,1,0,-9,-9,0,0,1,2,1,5\r
11,"CHN",710,5,10,2012,20,11,2012,0,0,-9,-9,0,0,1,1,1,5\r
"""


def test_disputes_by_participant_join_those_of_different_sides(tmp_path: Path) -> None:
    block = tie(format="cow_dispute").replace("positive", "negative")
    found = ties(checked(tmp_path, block, MIDB))
    assert found == {
        ("japan", "russia"): ("negative", 4.0),
        ("japan", "china"): ("negative", 4.0),
        ("china", "usa"): ("negative", 2.0),
    }
    block = tie(format="cow_dispute", years=2009).replace("positive", "negative")
    assert notes(checked(tmp_path, block, MIDB)) == ["table_year"]  # in 2009 only one side was left


DYADIC = """\
disno,dyindex,statea,namea,stateb,nameb,strtday,strtmnth,strtyr,endday,endmnth,endyear,year,outcome,settlmnt,fatlev,\
highact,hihost,recip,version
1,1,365,RUS,740,JPN,1,2,2008,5,6,2008,2008,5,3,0,7,3,0,4.02
1,1,740,JPN,365,RUS,1,2,2008,5,6,2008,2008,5,3,0,7,3,0,4.02
"""


def test_dyadic_disputes(tmp_path: Path) -> None:
    assert ties(checked(tmp_path, tie(format="cow_dispute", years=2008), DYADIC)) == {
        ("russia", "japan"): ("positive", 3.0)
    }


NMC = """\
stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version
USA,2,2015,596024000,1347,78845,3000000,321774,180000,.1407672,2021
USA,2,2016,600106000,1347,78475,3000000,324459,181000,.1333153,2021
JPN,740,2016,41471000,247,104775,900000,127749,94000,.0355844,2021
RUS,365,2016,46600000,771,70453,1400000,143965,80000,.0402,2021
CHN,710,2016,-9,2333,807609,6000000,1403500,600000,.2306,2021
TUR,640,2016,8700000,410,33163,-9,79512,50000,-9,2021
"""


def test_capabilities(tmp_path: Path) -> None:
    found = checked(tmp_path, level(format="cow_capability", years=2016), NMC)
    assert strengths(found) == pytest.approx({"japan": 0.0355844, "russia": 0.0402, "china": 0.2306, "usa": 0.1333153})
    found = checked(tmp_path, level(format="cow_capability", years="2015..2016", value="milex"), NMC)
    assert strengths(found)["usa"] == 598065000 and "china" not in strengths(found)
    found = checked(tmp_path, level(format="cow_capability", years="2016..2020"), NMC)
    assert notes(found) == ["table_years"]
    assert [one.params["missing"] for one in found.warnings if one.code == "table_years"] == ["2017..2020"]


RECIPIENT_FIRST = (
    "Transfers of major weapons: deals with deliveries or orders made for 2014 to 2018\n\n"
    "Note: The ‘No. delivered/produced’ and the ‘Year(s) of deliveries’ columns refer to all deliveries.\n\n"
    "Source: SIPRI Arms Transfers Database\n\n"
    "Recipient,Supplier,Year of order,,Number ordered,,Weapon designation,Weapon description,Number delivered,,"
    "Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons\n"
    "China,Russia,2015,,24,,Su-00,fighter,24,,2016; 2017,New,Part of a deal; possibly\nwith spare parts, and engines,"
    "10,240,80\n"
    "China,Ukraine,2009,?,4,,X-1,landing craft,2,,2014,New,,5,20,20\n"
    "Türkiye,United States,2012,,4,,F-00,fighter,4,,2018,Second hand,From the stocks of Côte,9,36,36\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "utf-8-sig"])
def test_the_register_with_a_line_break_in_a_comment_nobody_quoted(tmp_path: Path, encoding: str) -> None:
    text = RECIPIENT_FIRST.replace("‘", "'").replace("’", "'").encode(encoding)
    found = checked(tmp_path, flow(format="sipri", years="2014..2018", counts="bought"), text)
    assert {pair: share for pair, share in shares(found).items() if share} == pytest.approx(
        {("china", "russia"): 0.8, ("turkey", "usa"): 1.0}
    )
    assert notes(found) == []


SUPPLIER_FIRST = """\
SIPRI Arms Transfers Database
Trade register, deliveries 2014 to 2018
SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,Order date is estimate,\
Numbers delivered,Numbers delivered is estimate,Delivery year,Delivery year is estimate,Status,SIPRI estimate,\
TIV deal unit,TIV delivery values,Local production
1,Russia,China,Su-00,fighter,Aircraft,2015,No,10,No,2016,No,New,10,10,"1,100",No
1,Russia,China,Su-00,fighter,Aircraft,2015,No,14,No,2017,No,New,10,10,300,No
2,Ukraine,China,X-1,landing craft,Ships,2009,Yes,2,No,2014,No,New,5,5,350,No
3,Russia,India,T-00,tank,Armoured,2012,No,2,No,2014,No,New,5,5,20.5,No
"""


def test_the_register_with_a_line_for_each_year(tmp_path: Path) -> None:
    found = checked(tmp_path, flow(format="sipri", years="2014..2016", counts="bought"), SUPPLIER_FIRST)
    assert shares(found)["china", "russia"] == pytest.approx(1100 / 1450)
    assert shares(found)["china", "usa"] == 0


def test_a_register_is_complete(tmp_path: Path) -> None:
    """Who supplied nothing stands at 0, and all suppliers together give the concentration as a point."""
    from detente.influence.result import Asked, influence

    found = checked(tmp_path, flow(format="sipri", years="2014..2018", counts="bought"), RECIPIENT_FIRST)
    assert found.case is not None
    depends = influence(found.case.situation, tmp_path, Asked(draws=10)).dependence
    assert depends is not None
    china = depends.data()["domains"]["d"]["concentration"]["china"]
    assert china["hhi"] == pytest.approx(0.8**2 + 0.2**2) and china["hhi_most"] == pytest.approx(china["hhi"])
    assert depends.missing == () and shares(found)["russia", "china"] == 0  # Russia bought nothing at all
    open_ = checked(tmp_path, flow(format="sipri", counts="bought", absent="unknown"), RECIPIENT_FIRST)
    assert ("china", "usa") not in shares(open_)


TIV = """\
TIV of arms imports to China, 2014-2017
Generated: 26 November 2026
Figures are SIPRI Trend Indicator Values (TIVs) expressed in millions.
Figures may not add up due to the conventions of rounding.
A '0' indicates that the value of deliveries is less than 0.5m

,2014,2015,2016,2017,Total
Russia,100,,300,100,500
Ukraine,50,50,,,100
United States,,,0,,0
Total,150,50,300,100,600
"""


def test_a_table_of_tiv_names_one_state_in_its_title(tmp_path: Path) -> None:
    found = checked(tmp_path, flow(format="sipri_tiv", years="2014..2016", counts="bought"), TIV)
    assert {pair: share for pair, share in shares(found).items() if share} == pytest.approx({("china", "russia"): 0.8})
    told = TIV.replace("arms imports to China", "arms exports to China")  # the title of older files
    found = checked(tmp_path, flow(format="sipri_tiv", years="2014..2016", counts="bought"), told)
    assert shares(found)["china", "russia"] == pytest.approx(0.8)
    exports = TIV.replace("arms imports to China", "arms exports from Russia").replace("Russia,100", "China,100")
    found = checked(tmp_path, flow(format="sipri_tiv", counts="sold"), exports)
    assert shares(found)["russia", "china"] == pytest.approx(500 / 600)


def test_the_numbers_of_baci_that_differ_from_iso(tmp_path: Path) -> None:
    baci = "t,i,j,k,v,q\n2018,842,156,270900,60.0,       1.5\n2018,842,392,270900,20.0,NA\n2018,699,392,1,20,1\n"
    found = checked(tmp_path, flow(format="baci", years=2018, counts="sold"), baci)
    assert shares(found)["usa", "china"] == 0.75


IDEAL = """\
"","ccode","session","IdealPointAll","NVotesAll","IdealPointFP","iso3c","Countryname"
"1",2,73,2.5,95,2.4,"USA","United States"
"2",740,73,0.75,95,0.7,"JPN","Japan"
"3",365,73,0.25,95,0.2,"RUS","Russia"
"4",NA,73,0.5,95,0.4,"TUR","T\xfcrkiye"
"""


@pytest.mark.parametrize("key", ["{japan: 740}", "{japan: JPN}", "{japan: Japan}", "{}"])
def test_ideal_points_by_any_of_their_keys(tmp_path: Path, key: str) -> None:
    block = f"ties: {{v: {{kind: votes, table: {{file: t.csv, format: ideal_points, years: 2018, actors: {key}}}}}}}\n"
    found = checked(tmp_path, block, IDEAL.encode("latin-1"))
    assert notes(found) == [] and found.case is not None
    from detente.influence.result import Asked, influence

    [beside] = influence(found.case.situation, tmp_path, Asked(draws=10)).beside
    assert (
        beside.pairs["japan", "usa"] == pytest.approx(1.75)
        if ("japan", "usa") in beside.pairs
        else (beside.pairs["usa", "japan"] == pytest.approx(1.75))
    )
    assert any("turkey" in pair for pair in beside.pairs)


UCDP = """\
conflict_id;location;side_a;side_a_id;side_a_2nd;side_b;side_b_id;side_b_2nd;incompatibility;territory_name;year;\
intensity_level;cumulative_intensity;type_of_conflict;start_date;gwno_a;gwno_a_2nd;gwno_b;gwno_b_2nd;gwno_loc;region;version
1;China, Russia;Government of Russia;1;;Government of China;2;;1;Island;1969;1;0;2;2-3-1969;365;;710;;365, 710;3;24.1
2;Elsewhere;Government of United States of America;1;;Government of Japan, Government of Russia;2;;1;;1970;2;1;2;\
29-5-1970;2;;740, 365;;740;3;24.1
3;Turkey;Government of Turkey;3;;PKK;9;;1;Kurdistan;1997;2;1;3;29-5-1997;640;;;;640;2;24.1
"""


def test_armed_conflicts_with_semicolons_and_several_states_in_a_cell(tmp_path: Path) -> None:
    block = tie(format="ucdp").replace("positive", "negative")
    assert ties(checked(tmp_path, block, UCDP)) == {
        ("russia", "china"): ("negative", 1.0),
        ("usa", "japan"): ("negative", 2.0),
        ("usa", "russia"): ("negative", 2.0),
    }
    without = UCDP.replace(";year;", ";jahr;")
    found = checked(tmp_path, tie(format="ucdp", years=1970), without)
    assert set(ties(found)) == {("usa", "japan"), ("usa", "russia")}


ICEWS = """\
Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\t\
Target Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\t\
Longitude
1\t2018-01-02\tJapan\t\tJapan\tConsult\t040\t1.0\tRussia\t\tRussian Federation\t1\t1\tX\t\t\t\tJapan\t1\t1
2\t2018-02-02\tRussia\t\tRussian Federation\tUse force\t180\t-9.0\tJapan\t\tJapan\t1\t1\tX\t\t\t\tJapan\t1\t1
3\t2018-02-03\tUSA\t\tUnited States\tAid\t070\t7.0\tJapan\t\tJapan\t1\t1\tX\t\t\t\tJapan\t1\t1
4\t2019-02-03\tUSA\t\tUnited States\tAid\t070\t-7.0\tJapan\t\tJapan\t1\t1\tX\t\t\t\tJapan\t1\t1
"""
POLECAT = """\
Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\tActor Country\tActor COW\t\
Recipient Name\tRecipient Country\tRecipient COW
1\t2023-01-02\tCOOPERATE\t\t5\tVC\t\tJapan\tJPN\t740\tRussia\tRUS\t365
2\t2023-01-02\tASSAULT\t\t-9\tMC\t\tChina\tCHN\t710\tTürkiye\tTUR\t640
"""
CAMEO = """\
Date,Actor1CountryCode,Actor2CountryCode,EventCode
20180102,JPN,RUS,190
20180102,CHN,TUR,0874
"""


def gdelt(*events: tuple[str, str, str, str]) -> str:
    """Lines of a daily file of GDELT, which has no header: day, actor, actor, value on the scale of Goldstein."""
    lines = []
    for number, (day, first, second, value) in enumerate(events):
        cells = [""] * 58
        cells[0], cells[1], cells[3] = str(number), day, day[:4]
        cells[7], cells[17], cells[26], cells[30] = first, second, "042", value
        lines.append("\t".join(cells))
    return "\n".join(lines) + "\n"


def test_events_without_a_header_are_those_of_gdelt(tmp_path: Path) -> None:
    events = gdelt(("20180105", "JPN", "RUS", "4"), ("20180206", "RUS", "JPN", "-10"), ("20180306", "", "USA", "1"),
                   ("20170306", "JPN", "RUS", "9"))  # fmt: skip
    block = "ties: {e: {kind: events, table: {file: t.csv, format: events, years: 2018}}}\n"
    assert ties(checked(tmp_path, block, events)) == {("japan", "russia"): ("negative", 3)}
    assert form_of(events.encode()) == "events" and form_of(b"1\t20180105\n") is None


def test_events_have_the_mean_of_both_directions(tmp_path: Path) -> None:
    block = "ties: {e: {kind: events, table: {file: t.csv, format: events, years: 2018}}}\n"
    assert ties(checked(tmp_path, block, ICEWS)) == {
        ("japan", "russia"): ("negative", 4.0),
        ("japan", "usa"): ("positive", 7.0),
    }
    assert ties(checked(tmp_path, block.replace("2018", "2023"), POLECAT)) == {
        ("russia", "japan"): ("positive", 5.0),
        ("turkey", "china"): ("negative", 9.0),
    }
    assert ties(checked(tmp_path, block, CAMEO)) == {
        ("japan", "russia"): ("negative", 10.0),
        ("china", "turkey"): ("positive", 10.0),
    }


WIDE = """\
\ufeff"Data Source","World Development Indicators",

"Last Updated Date","2026-07-01",

"Country Name","Country Code","Indicator Name","Indicator Code","2016","2017","2018",
"Japan","JPN","GDP (current US$)","NY.GDP.MKTP.CD","5003","4930","5040",
"Turkiye","TUR","GDP (current US$)","NY.GDP.MKTP.CD","869","858","",
"Russian Federation","RUS","GDP (current US$)","NY.GDP.MKTP.CD","1276","1574","1657",
"""
BANK = """\
Country Name,Country Code,Series Name,Series Code,2017 [YR2017],2018 [YR2018]
Japan,JPN,GDP (current US$),NY.GDP.MKTP.CD,4930,5040
Japan,JPN,"Population, total",SP.POP.TOTL,126785797,..
Turkiye,TUR,"Population, total",SP.POP.TOTL,80312698,81407211
,,,,,
Data from database: World Development Indicators,,,,,
Last Updated: 07/01/2026,,,,,
"""
TIDY = """\
country,iso2c,iso3c,year,NY.GDP.MKTP.CD
Japan,JP,JPN,2018,5040
"Korea, Rep.",KR,KOR,2018,1725
Turkiye,TR,TUR,2018,NA
"""


def test_the_world_bank_wide_and_tidy(tmp_path: Path) -> None:
    found = checked(tmp_path, level(format="world_bank", years="2017..2018"), WIDE)
    assert strengths(found) == pytest.approx({"japan": 4985, "russia": 1615.5, "turkey": 858})
    found = checked(tmp_path, level(format="world_bank", value="SP.POP.TOTL"), BANK)
    assert strengths(found) == {"japan": 126785797, "turkey": (80312698 + 81407211) / 2}
    assert notes(checked(tmp_path, level(format="world_bank"), BANK)) == ["series_several"]
    found = checked(tmp_path, level(format="world_bank", years=2018, value="NY.GDP.MKTP.CD"), TIDY)
    assert strengths(found) == {"japan": 5040}
    assert strengths(checked(tmp_path, level(format="world_bank", years=2018), TIDY)) == {"japan": 5040}


ENTITIES = "Entity,Code,Year,GDP per capita\nJapan,JPN,2018,39\nTurkey,TUR,2018,28\nWorld,OWID_WRL,2018,15\n"


def test_a_table_of_entities(tmp_path: Path) -> None:
    found = checked(tmp_path, level(format="world_bank", years=2018), ENTITIES)
    assert strengths(found) == {"japan": 39, "turkey": 28}


VDEM = """\
country_name,country_text_id,country_id,year,historical_date,COWcode,v2x_polyarchy,v2x_libdem
Japan,JPN,9,2018,2018-12-31,740,0.83,0.74
Türkiye,TUR,99,2018,2018-12-31,640,0.29,0.11
Burma/Myanmar,MMR,10,2018,2018-12-31,775,0.4,0.2
"""


def test_a_column_of_vdem(tmp_path: Path) -> None:
    found = checked(tmp_path, level(format="vdem", value="v2x_polyarchy", years=2018), VDEM)
    assert strengths(found) == {"japan": 0.83, "turkey": 0.29}
    found = checked(tmp_path, level(format="vdem", value="v2x_polyarky", years=2018), VDEM)
    assert notes(found) == ["value_column"]


def test_trade_where_a_comma_parts_the_thousands(tmp_path: Path) -> None:
    trade = (
        "ccode1,ccode2,year,importer1,importer2,flow1,flow2,smoothflow1,smoothflow2,version\n"
        '740,365,2014,Japan,Russia,"1,500",100,1,1,4\n740,710,2014,Japan,China,"3,500",-9,1,1,4\n'
        "740,2,2014,Japan,United States of America,900,1.5,1,1,4\n"
    )
    found = checked(tmp_path, flow(format="cow_trade", years=2014, counts="bought"), trade)
    assert shares(found)["japan", "russia"] == pytest.approx(1500 / 5900)
    assert ("russia", "china") not in shares(found)  # the file does not say that it is nothing
