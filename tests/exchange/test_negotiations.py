"""Negotiations of other programs: Genius, GeniusWeb, NegMAS and scoring sheets are read, sheets and games written."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given

from detente.bargaining.packages.negotiation import Negotiation
from detente.cli import group
from detente.errors import DetenteError, InputError
from detente.exchange.games.nfg_write import write_nfg
from detente.exchange.negotiations.genius import read_genius
from detente.exchange.negotiations.negotiation_files import read_written
from detente.exchange.negotiations.negotiation_json import negotiation_of
from detente.exchange.negotiations.negotiation_write import document_of_negotiation
from detente.exchange.negotiations.profiles import Read
from detente.exchange.negotiations.sheets import read_sheet, sheet_rows, sheet_text
from detente.load import load
from detente.words import LANGUAGES, say
from tests.bargaining.packages.documents import Document, documents
from tests.broken_cases import BROKEN, PROFILES, rendered

BARGAIN = Path(__file__).parents[1] / "bargaining" / "packages"

# One edit each that follows the remedy to the letter: what stands in the broken file, what mends it.
MENDED: dict[str, tuple[str, str]] = {
    "profile_index": ('<INCLUDES index="3" min="11" max="12"/>', '<INCLUDES index="2" min="11" max="12"/>'),
    "profile_missing": ('<item index="2" value="summer"/>', '<item index="2" value="summer" evaluation="40"/>'),
    "profile_number": ('offset="1/5%"', 'offset="0.2"'),
    "profile_unsupported": (
        'aggregation="average"',
        'aggregation="max"',
    ),
    "profile_xml": ('value="summer" evaluation="40">', 'value="summer" evaluation="40"/>'),
    "scores_cell_empty": ("12,", "12,5"),
    "scores_header": ("topic,option,Greece", "issue,option,Greece"),
    "scores_no_deal": (",10 miles,6,-2,x\n", ",10 miles,6,-2,x\nno deal,,11,1.5,\n"),
    "scores_no_rows": ("no deal", "shelf,court,8,8.5\nno deal"),
    "scores_number": ("8,about 8", "8,8.5"),
    "scores_twice": (",median line,8", ",court,8"),
    "scores_beyond": ("1,200,500", '"1,200",500'),
    "scores_status_quo": ("airspace,6 miles,4,1,", "airspace,6 miles,4,1,x"),
}


def read(name: str, *others: str) -> Negotiation:
    found = read_written(PROFILES / name, tuple(PROFILES / other for other in others)).required()
    assert isinstance(found, Negotiation)
    return found


def worth(found: Negotiation, **levels: str) -> dict[str, Fraction]:
    """What a package is worth to each party."""
    chosen = tuple(issue.levels.index(levels[issue.name]) for issue in found.issues)
    return dict(zip(found.parties, found.utility(chosen), strict=True))


def run(*words: object) -> Result:
    return CliRunner().invoke(group, [str(word) for word in words], catch_exceptions=False)


def test_genius_weight_times_evaluation_over_the_largest() -> None:
    found = read("indus")
    assert found.parties == ("india", "pakistan")
    assert [issue.levels for issue in found.issues] == [("winter", "summer", "both"), ("2", "3", "4", "5")]
    # 0.7 × 30/40 + 0.3 × (0.2 + 0.3 × (4 − 2)); for India 0.7 × 4/8 + 0.3 × (0.9 − 0.6)
    mixed = worth(found, season="both", gates="4")
    assert mixed == {"pakistan": Fraction("0.525") + Fraction("0.24"), "india": Fraction("0.35") + Fraction("0.09")}
    # Beyond 0 and 1 an integer evaluator is cut: 0.2 + 0.3 × 3 is 1.1, and 0.9 − 0.9 is 0.
    assert worth(found, season="summer", gates="5") == {"pakistan": 1, "india": Fraction("0.175")}
    assert dict(zip(found.parties, found.disagreement, strict=True)) == {
        "pakistan": Fraction("0.4"), "india": Fraction("0.25"),
    }  # fmt: skip


def test_a_domain_a_folder_and_two_files_mean_the_same() -> None:
    whole = read("indus")
    for other in (read("indus/domain.xml"), read("indus/india.xml", "indus/pakistan.xml")):
        assert other.parties == whole.parties
        assert other.utility((1, 2)) == whole.utility((1, 2))


def test_genius_boxes_are_cut_to_the_bounds_and_divided_by_the_maximum() -> None:
    found = read("boxes")
    assert worth(found, flow="3", silt="7") == {"one": 1, "two": Fraction(30, 80)}
    assert worth(found, flow="6", silt="0") == {"one": Fraction(50, 80), "two": Fraction(50, 80)}
    assert found.units == (80, 80)


def test_a_value_listed_twice_counts_with_its_last_evaluation() -> None:
    text = (PROFILES / "indus" / "pakistan.xml").read_text()
    again = text.replace('value="both" evaluation="30"', 'value="winter" evaluation="20"')
    read_into = Read()
    read_genius(again.encode(), "twice.xml", "pakistan", read_into)
    (profile,) = read_into.profiles
    assert profile.tables["season"] == {"winter": Fraction("0.35"), "summer": Fraction("0.7")}
    assert [note.key for note in read_into.notes] == ["packages.read.twice", "packages.read.discount"]


def test_geniusweb() -> None:
    found = read("fish")
    assert found.parties == ("iceland", "norway")
    assert [issue.levels for issue in found.issues] == [("short", "long"), ("0", "10", "20")]
    assert worth(found, season="short", boats="10") == {
        "norway": Fraction("0.6") + Fraction("0.4") * Fraction("0.75"),
        "iceland": Fraction("0.06") + Fraction("0.2"),
    }
    # Norway's reservation bid is the long season with 20 boats; Iceland has none.
    assert dict(zip(found.parties, found.disagreement, strict=True)) == {"norway": Fraction("0.35"), "iceland": 0}


def test_negmas() -> None:
    found = read("river")
    assert found.parties == ("downstream", "upstream")
    assert worth(found, dam="low", years="3") == {
        "upstream": Fraction("0.375") + Fraction("0.15"),
        "downstream": Fraction("0.35") + Fraction("0.3"),
    }
    assert dict(zip(found.parties, found.disagreement, strict=True)) == {"upstream": Fraction("0.2"), "downstream": 0}


def test_a_sheet_is_read_in_english_and_arabic() -> None:
    found = read("sheet.csv")
    assert found.parties == ("Greece", "Turkey")
    assert found.named(found.status_quo or ()) == {"shelf": "as it is", "airspace": "10 miles"}
    assert worth(found, shelf="court", airspace="6 miles") == {"Greece": 12, "Turkey": Fraction("9.5")}
    assert found.disagreement == (11, Fraction("1.5"))
    arabic = read("sheet.ar.csv")
    assert arabic.parties == ("اليونان", "تركيا")
    assert arabic.disagreement == (9, Fraction("1.5"))


@pytest.mark.parametrize("code", MENDED)
def test_the_remedy_mends_the_file(code: str, tmp_path: Path) -> None:
    old, new = MENDED[code]
    path = next(BROKEN / f"{code}{kind}" for kind in (".xml", ".csv") if (BROKEN / f"{code}{kind}").is_file())
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    mended = tmp_path / path.name
    mended.write_text(text.replace(old, new), encoding="utf-8")
    left = [problem.code for problem in read_written(mended).problems]
    assert left == (["profile_alone"] if path.suffix == ".xml" else [])


def test_everything_wrong_is_said_at_once() -> None:
    problems = read_written(Path(__file__).with_name("faulty.xml")).problems
    assert rendered(problems) == Path(__file__).with_name("faulty.xml.txt").read_text(encoding="utf-8")
    assert len(problems) >= 5


@pytest.mark.parametrize("text", ["", "<", "<a/>", "<a>" * 100, '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "\x00"])
def test_no_markup_makes_it_fall_over(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(text)
    assert read_written(path).problems


def test_notes_are_told_in_both_languages() -> None:
    keys = [("reservation", {"parties": ("Nepal",)}), ("discount", {"party": "Nepal"}), ("rounded", {})]
    keys.append(("twice", {"party": "Nepal", "issue": "dam", "value": "low"}))
    for key, values in keys:
        for language in LANGUAGES:
            assert say(f"packages.read.{key}", language, **values)


# Writing


@given(documents())
def test_a_document_written_and_read_again_is_the_same_negotiation(document: Document) -> None:
    first = negotiation_of(document)
    again = document_of_negotiation(first)
    second = negotiation_of(json.loads(json.dumps(again)))
    assert document_of_negotiation(second) == again
    assert second.disagreement == first.disagreement
    assert second.status_quo == first.status_quo
    for package in [(0,) * len(first.issues), tuple(len(issue.levels) - 1 for issue in first.issues)]:
        assert second.utility(package) == first.utility(package)
        assert bool(second.banned(package)) == bool(first.banned(package))


def additive(document: Document) -> Document:
    """The same without what a sheet has no place for."""
    kept: dict[str, Any] = {**document, "constraints": []}
    kept["utilities"] = {
        party: {**utility, "terms": [t for t in utility["terms"] if "table" in t and len(t["issues"]) == 1]}
        for party, utility in document["utilities"].items()
    }
    return kept


@given(documents())
def test_a_sheet_written_and_read_again_is_the_same_negotiation(document: Document) -> None:
    first = negotiation_of(additive(document))
    rows, rounded = sheet_rows(document_of_negotiation(first))
    into = Read()
    whole = read_sheet(sheet_text(rows).encode(), "a.csv", into)
    assert into.problems == []
    assert whole is not None
    second = negotiation_of(whole)
    for place, issue in enumerate(first.issues):
        assert second.issues[place] == issue
    if not rounded:
        assert second.utility((0,) * len(first.issues)) == first.utility((0,) * len(first.issues))
        assert second.disagreement == first.disagreement
    if first.status_quo is not None:
        assert second.status_quo == first.status_quo


def test_a_workbook_there_and_back(tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    book, table = tmp_path / "talks.xlsx", tmp_path / "talks.csv"
    assert run("convert", PROFILES / "sheet.csv", book).exit_code == 0
    assert run("convert", book, table).exit_code == 0
    found = read_written(table).required()
    assert isinstance(found, Negotiation)
    assert found.utility((1, 0)) == read("sheet.csv").utility((1, 0))
    assert found.disagreement == read("sheet.csv").disagreement
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 nothing")
    assert [problem.code for problem in read_written(tmp_path / "broken.xlsx").problems] == ["workbook_broken"]


def test_a_cell_in_a_workbook_is_named(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "talks"
    for row in [["issue", "option", "Japan"], ["islands", "two", "many"], ["no deal", None, 3]]:
        book.active.append(row)
    book.save(tmp_path / "talks.xlsx")
    (problem,) = read_written(tmp_path / "talks.xlsx").problems
    assert problem.render() == (
        "talks.xlsx  error: talks!C2: “many” is not a number\n       = write points such as 12 or 3.5"
    )


def test_what_a_spreadsheet_would_take_for_a_formula_is_text() -> None:
    assert sheet_text([["issue", "option", "A"], ["=1+1", "@sum", 2]]) == "issue,option,A\n'=1+1,'@sum,2\n"


def test_points_over_several_issues_have_no_place_in_a_sheet() -> None:
    with pytest.raises(DetenteError) as refusal:
        run("convert", BROKEN.parent / "bargaining" / "packages" / "nile.json", "nile.csv")
    assert refusal.value.render() == (
        "a scoring sheet has points per option only; here 2 points or rules depend on several issues. "
        "Write .json instead"
    )


def test_convert_goes_by_the_ending(tmp_path: Path) -> None:
    made = tmp_path / "indus.json"
    shown = run("convert", PROFILES / "indus", made)
    assert "Not used: the discount factor of pakistan. Here time does not run." in shown.stderr
    found = read_written(made).required()
    assert isinstance(found, Negotiation)
    assert found.utility((2, 2)) == read("indus").utility((2, 2))
    with pytest.raises(DetenteError, match="cannot become"):
        run("convert", PROFILES / "indus", tmp_path / "indus.gmcr")
    with pytest.raises(InputError, match="a negotiation needs at least two parties"):
        run("convert", PROFILES / "indus" / "india.xml")
    with pytest.raises(DetenteError, match="--party adds the file of a further party"):
        run("deal", PROFILES / "sheet.csv", "--party", PROFILES / "sheet.csv")


def test_an_agreement_becomes_a_negotiation_and_keeps_its_answers(tmp_path: Path) -> None:
    made = tmp_path / "peace.json"
    run("convert", "kuril/2019-01", made, "--agreement", "peace")
    one = json.loads(run("deal", made, "--format", "json").stdout)
    other = json.loads(run("deal", "kuril/2019-01", "--agreement", "peace", "--format", "json").stdout)
    for key in ("pareto_all", "zopa", "disagreement", "shortfall"):
        assert one[key] == other[key]


def test_what_is_lost_on_the_way_is_said(tmp_path: Path) -> None:
    """From a situation to a negotiation, and from a negotiation to a sheet."""
    said = run("convert", "kuril/2019-01", tmp_path / "peace.json", "--agreement", "peace").stderr
    for part in (
        "Lost: what is no part of the packages (japan.defence,",
        "In the file any gain counts, so answers may differ.",
        "Uncertain numbers stand at their centre:",
        "no place for it: title, date, sources,",
    ):
        assert part in said
    document = json.loads((BARGAIN / "nile.json").read_text(encoding="utf-8"))
    document |= {"winning": [["Egypt"]], "common_scale": True, "constraints": []}
    issue = document["issues"][0]
    alone = {"terms": [{"issues": [issue["name"]], "table": list(range(len(issue["values"])))}]}
    document["utilities"] = dict.fromkeys(document["parties"], alone)
    (tmp_path / "nile.json").write_text(json.dumps(document), encoding="utf-8")
    said = run("convert", tmp_path / "nile.json", tmp_path / "nile.csv").stderr
    assert re.search("a sheet has no place for it: title, (partitions, )?winning,? .*common_scale", said)


def test_check_knows_negotiations() -> None:
    assert run("check", PROFILES / "indus").exit_code == 0
    assert run("check", PROFILES / "sheet.csv").exit_code == 0
    refused = run("check", BROKEN / "negotiation_number.json")
    assert refused.exit_code == 2
    assert "“2,5” is not a number that can be used" in refused.stdout


def game(name: str) -> str:
    return write_nfg(load(name).situation).text


def test_chicken_as_a_game_for_gambit() -> None:
    text = game("stability/chicken")
    assert text.startswith("NFG 1 R ")
    assert re.findall(r'^\{ "[^"]*" ([^"]*?) \}$', text, re.MULTILINE) == CHICKEN
    assert text.endswith("1 2 3 4\n")


CHICKEN = ["1, 1", "2, 4", "4, 2", "3, 3"]  # neither, row alone, column alone, both


def test_what_a_game_cannot_say_is_refused() -> None:
    with pytest.raises(DetenteError, match="a game for Gambit is made of what each actor chooses alone"):
        write_nfg(load("stability/elmira").situation)
