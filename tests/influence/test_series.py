"""Year by year: against the definition on random tables, windows, coverage, words, figure, refusals."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import detente as dt
from detente.cli.papers.series import series as command
from detente.errors import DetenteError, InputError
from detente.exchange.series_tables import of_tables
from detente.influence.series.result import series
from detente.load import check_text, unexpanded
from detente.situation.model import Situation

POWERS = "docs/examples/powers.csv"
ALLIANCES = """version4id,ccode1,ccode2,dyad_st_year,dyad_end_year,defense
1,2,200,1949,,1
2,2,740,1951,,1
3,365,710,1950,1952,1
"""
DISPUTES = "disno,statea,stateb,year,hihost\n1,2,365,1949,3\n2,2,710,1950,5\n3,200,365,1953,4\n"
Rows = dict[tuple[int, int, int], int]


def made(table: Path) -> tuple[Situation, Path]:
    text, folder = of_tables([table])
    return unexpanded(check_text(text, folder)), folder


def literal(rows: Rows, year: int, window: int) -> tuple[float, int, int]:
    """L, balanced triads and all triads of a window by the words of the definition; of a pair the latest row."""
    sign = {(a, b): rows[y, a, b] for y, a, b in sorted(rows) if year - window < y <= year}
    best = min(
        sum((camps[a] == camps[b]) != (s > 0) for (a, b), s in sign.items()) for camps in product((0, 1), repeat=5)
    )
    three = [
        sign[a, b] * sign[b, c] * sign[a, c]
        for a, b, c in product(range(5), repeat=3)
        if a < b < c and {(a, b), (b, c), (a, c)} <= set(sign)
    ]
    return best, sum(product_ > 0 for product_ in three), len(three)


KEYS = st.tuples(st.integers(1990, 1993), st.integers(0, 3), st.integers(1, 4)).filter(lambda key: key[1] < key[2])


@given(rows=st.dictionaries(KEYS, st.sampled_from([1, -1]), min_size=1, max_size=20), window=st.integers(1, 3))
def test_every_year_is_what_the_rows_of_its_window_say(
    rows: Rows, window: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("series")
    lines = [f"s{a},s{b},{year},{sign}" for (year, a, b), sign in sorted(rows.items())]
    (folder / "t.csv").write_text("from,to,year,sign\n" + "\n".join(lines) + "\n", encoding="utf-8")
    known = {year for year, _, _ in rows}
    whole = [year for year in range(1990, 1994) if known.issuperset(range(year - window + 1, year + 1))]
    situation, where = made(folder / "t.csv")
    if not whole:
        with pytest.raises(DetenteError):
            series(situation, where, window=window)
        return
    found = series(situation, where, window=window)
    assert list(found.years.covered) == whole
    for row, one in zip(found.rows(), found.balance, strict=True):
        best, balanced, total = literal(rows, row["year"], window)
        assert (row["L"], row["bound"], one.triads.balanced, row["triads"]) == (best, best, balanced, total)


def test_published_tables_side_by_side(tmp_path: Path) -> None:
    """Alliances that last, disputes of single years; years that not both cover are left out and named."""
    (tmp_path / "a.csv").write_text(ALLIANCES, encoding="utf-8")
    (tmp_path / "d.csv").write_text(DISPUTES, encoding="utf-8")
    drawn = tmp_path / "b.svg"
    words = [str(tmp_path / "a.csv"), "--with", str(tmp_path / "d.csv"), "--format", "json", "--figure", str(drawn)]
    run = CliRunner().invoke(command, words, catch_exceptions=False)
    data = json.loads(run.stdout)
    assert data["years"] == [1949, 1950, 1951, 1952] and data["left_out"] == [1953]
    assert [(row["ties"], row["negative"], row["L"]) for row in data["balance"]] == [
        (2, 1, 0),
        (3, 1, 0),
        (3, 0, 0),
        (3, 0, 0),
    ]
    said = {element.text for element in ElementTree.parse(drawn).iter() if element.text}
    assert {"1949", "Balanced triads, % of all"} - said == {"Balanced triads, % of all"}  # there are no triads


@pytest.mark.parametrize(("language", "said"), [("en", "Ties"), ("ar", "الصلات")])
def test_the_figure_has_words_of_the_language(language: str, said: str) -> None:
    situation, folder = made(Path(POWERS))
    drawing = ElementTree.fromstring(series(situation, folder, window=3).figure(language))
    texts = [element.text for element in drawing.iter() if element.text]
    assert said in texts and "1890" in texts
    assert all(language != "ar" or not (text.isascii() and text.isalpha()) for text in texts)


def test_trade_and_votes_are_told_by_pair(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(
        "from,to,year,share\na,b,2000,0.2\na,b,2001,0.5\nb,a,2000,0.1\nb,a,2001,0.1\n", encoding="utf-8"
    )
    run = CliRunner().invoke(command, [str(tmp_path / "t.csv"), "--lang", "en"], catch_exceptions=False)
    assert "Shares, a on b: 20% in 2000, 50% in 2001; least in 2000 (20%), most in 2001 (50%)." in run.stdout
    rows = CliRunner().invoke(command, [str(tmp_path / "t.csv"), "--format", "csv"], catch_exceptions=False).stdout
    assert rows.splitlines()[:2] == ["year,domain,who,whom,dependence,leverage", "2000,shares,a,b,0.2,-0.1"]


def refused(*words: str) -> str:
    run = CliRunner().invoke(command, list(words))
    assert isinstance(run.exception, DetenteError), run.output
    assert any("\u0621" <= letter <= "\u064a" for letter in run.exception.render("ar"))
    return run.exception.render()


def test_what_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("one,two\na,b\n", encoding="utf-8")
    assert refused(str(tmp_path / "x.csv")) == (
        "x.csv is no table of pairs by year: it needs the columns from, to, and year, and sign (ties) or share or "
        "value (dependence), or a published form such as the alliances of the Correlates of War"
    )
    assert refused("stability/chicken") == (
        "no table of this file has years and no variant has a date of its own, so there is nothing to be said year by "
        "year; name the column with the year (`year: year`), give variants their `date`, or give a table in a "
        "published form"
    )
    assert refused(POWERS, "--years", "1950") == (
        "the tables do not all cover the years 1950; they cover powers.csv: 1880..1908"
    )
    assert refused(POWERS, "--part", "distance") == "there is no distance in these years; what there is: balance"
    nearest = refused(POWERS, "--actor", "Franse")
    assert nearest == "no table names “Franse”; did you mean France (FRA, COW 220, GW 220)?"
    assert refused("kuril/2019-01", "--with", POWERS) == (
        "--with belongs to tables, and this file is a situation; write the table into the file, or give the tables "
        "themselves"
    )
    for words in (("nope.csv",), ("nope.csv", "--actor", "USA"), (POWERS, "--with", "nope.csv")):
        with pytest.raises(InputError, match=r"nope\.csv"):
            CliRunner().invoke(command, list(words), catch_exceptions=False)
    assert "a plot is written as .svg and .pdf" in refused(POWERS, "--figure", str(tmp_path / "x.png"))


def test_what_is_all_positive_is_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(ALLIANCES, encoding="utf-8")
    run = CliRunner().invoke(command, [str(tmp_path / "a.csv"), "--lang", "en"], catch_exceptions=False)
    assert "No tie is negative in any of these years, so they are balanced whatever happens." in run.stdout


VARIANTS = """
detente: 1
date: 2010-06-01
actors: {a: , b: , c: }
ties:
  ab: {between: [a, b], kind: pact, sign: positive}
  bc: {between: [b, c], kind: pact, sign: positive}
  ac: {between: [a, c], kind: dispute, sign: positive}
  late: {between: [a, c], kind: quarrel, sign: negative, date: 2012-03-01}
dependence: {trade: {shares: {a: {b: 0.5}}}}
variants:
  before: {date: 2008-01-01, ties: {ac: {sign: negative}}, dependence: {trade: {shares: {a: {b: 0.2}}}}}
  early: {date: 2015-02-01}
  after: {date: 2015-09, ties: {ac: null}}
  otherwise: {ties: {ac: {sign: negative}}}
"""


def test_variants_with_dates_are_years(tmp_path: Path) -> None:
    """Each as it is written at its date; of two in one year the later, and ties only from their date on."""
    file = tmp_path / "v.yaml"
    file.write_text(VARIANTS, encoding="utf-8")
    data = dt.series(file).data()
    assert data["years"] == [2008, 2010, 2015]
    assert data["variants"] == {"2008": "before", "2010": None, "2015": "after"}
    assert [(row["ties"], row["negative"], row["L"]) for row in data["balance"]] == [(3, 1, 1), (3, 0, 0), (3, 1, 1)]
    assert [row["dependence"] for row in data["dependence"]] == [0.2, 0.5, 0.5]
    said = dt.series(file, part="dependence", years="2010..2020").sentences()
    assert said[0] == "Each year is a variant of the file, at its date: 2010 (the file itself) and 2015 (after)."
    assert said[1].endswith("50% in every year from 2010 to 2015.")
    assert "2008 (\u2068before\u2069)" in dt.series(file).sentences("ar")[0]
    with pytest.raises(DetenteError, match="--window counts years of tables together"):
        dt.series(file, window=2)
    with pytest.raises(DetenteError, match="do not all cover the years 1990; they cover 2008, 2010, and 2015"):
        dt.series(file, years="1990")


VOTED = """"","ccode","session","iso3c","Countryname","IdealPointAll","NVotesAll","Q5%All","Q50%All","year"
"1",2,1,"USA","United States",1.5,40,1.4,1.5,1946
"2",365,1,"RUS","Russia",-2,40,-2.1,-2,1946
"3",2,2,"USA","United States",2.5,38,2.4,2.5,1947
"4",365,2,"RUS","Russia",-1,38,-1.1,-1,1947
"""


def test_where_each_stands_year_by_year(tmp_path: Path) -> None:
    """With the header of the published ideal points; over a window the mean."""
    (tmp_path / "ideal.csv").write_text(VOTED, encoding="utf-8")
    found = dt.series(tmp_path / "ideal.csv", part="points")
    points = {(row["year"], row["who"]): row["point"] for row in found.rows()}
    assert points == {(1946, "russia"): -2, (1946, "united_states"): 1.5, (1947, "russia"): -1,
                      (1947, "united_states"): 2.5}  # fmt: skip
    assert found.data()["distance"][0]["distance"] == 3.5
    both = dt.series(tmp_path / "ideal.csv", part="points", window=2)
    assert [row["point"] for row in both.rows()] == [2.0, -1.5]
    assert "Russia: \u22122 in 1946, \u22121 in 1947" in " ".join(found.sentences())
    drawn = ElementTree.fromstring(found.figure("ar"))
    texts = [element.text for element in drawn.iter() if element.text]
    assert {"النقطة", "روسيا", "الولايات المتحدة"} <= set(texts)
    run = CliRunner().invoke(command, [str(tmp_path / "ideal.csv"), "--lang", "en"], catch_exceptions=False)
    assert "Votes in the United Nations: United States and Russia are 3.5 apart in every year" in run.stdout
    assert refused(str(tmp_path / "ideal.csv"), "--actor", "CHN") == "no table names “CHN”"
