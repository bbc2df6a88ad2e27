"""States by every code and spelling; what matched what; names that match nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.evidence.tables.countries import SYSTEMS, by_any, by_code, countries, folded, near
from detente.evidence.tables.matches import matches
from detente.load import check_text


@pytest.mark.parametrize(
    ("written", "iso3"),
    [
        ("Türkiye", "TUR"), ("Turkiye", "TUR"), ("TURKEY", "TUR"), ("تركيا", "TUR"),
        ("USA", "USA"), ("U.S.", "USA"), ("United States of America", "USA"), ("الولايات المتحدة", "USA"),
        ("DPRK", "PRK"), ("Korea, Dem. People's Rep.", "PRK"), ("Korea, Rep.", "KOR"), ("ROK", "KOR"),
        ("Russian Federation", "RUS"), ("روسيا", "RUS"), ("the Netherlands", "NLD"), ("Viet Nam", "VNM"),
        ("Côte d’Ivoire", "CIV"), ("Ivory Coast", "CIV"), ("Congo, Dem. Rep.", "COD"), ("Congo, Rep.", "COG"),
        ("Iran, Islamic Rep.", "IRN"), ("Syrian Arab Republic", "SYR"), ("Egypt, Arab Rep.", "EGY"),
        ("روسيا الاتحادية", "RUS"), ("الاتحاد الروسي", "RUS"), ("الصين الشعبية", "CHN"), ("سورية", "SYR"),
        ("الجمهورية الإسلامية الإيرانية", "IRN"), ("سلطنة عُمان", "OMN"), ("ميانمار", "MMR"), ("اثيوبيا", "ETH"),
        ("مصر", "EGY"), ("السعودية", "SAU"), ("Soviet Union", "SUN"), ("DRV", "VNM"), ("jpn", "JPN"),
    ],
)  # fmt: skip
def test_spellings(written: str, iso3: str) -> None:
    state = by_any(written)
    assert state is not None and state.code("iso3") == iso3


@pytest.mark.parametrize(
    ("iso3", "cow", "gw"),
    [
        ("JPN", "740", "740"), ("DEU", "255", "260"), ("YEM", "679", "678"), ("SRB", "345", "340"),
        ("USA", "2", "2"), ("RUS", "365", "365"), ("VNM", "816", "816"), ("TON", "955", "972"), ("XKX", "347", "347"),
    ],
)  # fmt: skip
def test_codes(iso3: str, cow: str, gw: str) -> None:
    state = by_code("iso3", iso3)
    assert state is not None and (state.code("cow"), state.code("gw")) == (cow, gw)
    assert by_code("cow", f"{int(cow):03}") is state and by_code("gw", f"{gw}.0") is state


def test_no_code_or_name_is_of_two_states() -> None:
    for system in SYSTEMS:
        codes = [code for state in countries() for code in state.codes.get(system, ())]
        assert len(codes) == len(set(codes)), system
    owners: dict[str, str] = {}
    for state in countries():
        for name in state.names:
            assert owners.setdefault(folded(name), state.names[0]) == state.names[0], name
    assert all(state.names[1] for state in countries())  # an Arabic name each


def test_what_is_near() -> None:
    assert near("Jappan") == ("Japan (JPN, COW 740, GW 740)",)


HEAD = "detente: 1\nactors: {japan: {code: JPN}, turkey: {name: Turkiye}, rebels: , russia: {code: {cow: 365}}}\n"
TABLE = "from,to,share\nJapan,Türkiye,0.2\nRUS,Japan,0.4\n"


def test_what_matched_what(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    checked = check_text(HEAD + "dependence: {d: {table: {file: t.csv}}}\n", tmp_path)
    assert checked.errors == [] and checked.reading.situation is not None
    assert [(row["actor"], row["called"], row["code"]) for row in matches(checked.reading.situation, tmp_path)] == [
        ("japan", "Japan", "JPN, COW 740, GW 740"),
        ("turkey", "Türkiye", "TUR, COW 640, GW 640"),
        ("rebels", "", ""),
        ("russia", "RUS", "RUS, COW 365, GW 365"),
    ]
    (tmp_path / "t.csv").write_text(TABLE + "Jappan,RUS,0.1\n", encoding="utf-8")
    last = matches(checked.reading.situation, tmp_path)[-1]
    assert (last["actor"], last["called"], last["nearest"]) == ("", "Jappan", "japan")


def test_a_slip_is_an_error_that_names_the_nearest(tmp_path: Path) -> None:
    """Also in a table about the whole world, where names that are not ours are no faults."""
    (tmp_path / "t.csv").write_text("t,i,j,k,v,q\n2018,392,156,1,5,1\n", encoding="utf-8")
    block = "dependence: {d: {table: {file: t.csv, format: baci}}}\n"
    checked = check_text("detente: 1\nactors: {jappan: , china: }\n" + block, tmp_path)
    [problem] = checked.errors
    assert problem.code == "table_unmatched" and "Japan (JPN, COW 740, GW 740)" in problem.message()
    given = block.replace("baci}", "baci, actors: {jappan: Jappan}}")
    [problem] = check_text("detente: 1\nactors: {jappan: , china: }\n" + given, tmp_path).errors
    assert problem.code == "table_name" and "Japan (JPN, COW 740, GW 740)" in problem.message()
    assert check_text("detente: 1\nactors: {jappan: {code: JPN}, china: }\n" + block, tmp_path).errors == []
