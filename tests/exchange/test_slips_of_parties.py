"""One slip in a file of a party: it is refused, or read as the program that writes such files reads it; never guessed.

The limit of 1 in linear spaces is that of Genius's ``AdditiveUtilitySpace``; that weights and utilities of every value
are needed is the rule of GeniusWeb's ``LinearAdditiveUtilitySpace``.
"""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from detente.bargaining.packages.negotiation import Negotiation
from detente.exchange.negotiations.negotiation_files import read_written
from detente.exchange.negotiations.negotiation_json import Written
from tests.workbooks import workbook

PROFILES = Path(__file__).with_name("profiles")


def spoilt(folder: Path, source: str, file: str, edit: Callable[[str], str]) -> Written:
    shutil.copytree(PROFILES / source, folder / source)
    path = folder / source / file
    path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")
    return read_written(folder / source)


def codes(found: Written) -> list[str]:
    assert all(problem.render("ar") for problem in found.problems)
    return [problem.code for problem in found.problems]


def swapped(old: str, new: str) -> Callable[[str], str]:
    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return edit


def changed(change: Callable[[Any], Any]) -> Callable[[str], str]:
    def edit(text: str) -> str:
        whole = json.loads(text)
        change(whole.get("LinearAdditiveUtilitySpace", whole))
        return json.dumps(whole)

    return edit


WEIGHT = '<weight index="2" value="0.3"/>'


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (WEIGHT, WEIGHT + '<weight index="2" value="0.9"/>', "negotiation_name_twice"),
        (WEIGHT, WEIGHT.replace("0.3", "-0.3"), "profile_number"),
        ('<issue index="2"', '<issue index="1"', "negotiation_name_twice"),
        ('lowerbound="2"', 'lowerbound="2.5"', "profile_number"),
        ('upperbound="5"', 'upperbound="5.5"', "profile_number"),
        ("<reservation ", '<reservation value="0.75"/><reservation ', "negotiation_name_twice"),
        ("</objective>", "", "profile_xml"),  # a party that is broken is no stray file
    ],
)
def test_slips_in_genius(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert codes(spoilt(tmp_path, "indus", "india.xml", swapped(old, new))) == [code]


def test_a_weight_said_twice_alike_is_one(tmp_path: Path) -> None:
    assert codes(spoilt(tmp_path, "indus", "india.xml", swapped(WEIGHT, WEIGHT + WEIGHT))) == []


def test_genius_cuts_linear_spaces_off_at_1(tmp_path: Path) -> None:
    """0.7 + 0.8 × (0.9 − 0.3 × steps): 1.42, 1.18, 0.94 and 0.7 in winter."""
    found = spoilt(tmp_path, "indus", "india.xml", swapped(WEIGHT, WEIGHT.replace("0.3", "0.8")))
    assert isinstance(found.record, Negotiation)
    place = found.record.parties.index("india")
    winter = [found.record.utility((0, gates))[place] for gates in range(4)]
    assert winter == [1, 1, Fraction("0.94"), Fraction("0.7")]
    both = [found.record.utility((2, gates))[place] for gates in range(4)]
    assert both == [1, Fraction("0.83"), Fraction("0.59"), Fraction("0.35")]
    assert [(note.key, note.values["count"]) for note in found.notes if "capped" in note.key] == [
        ("packages.read.capped", 3)
    ]


def bid(**values: Any) -> dict[str, Any]:
    return {"reservationBid": {"issuevalues": values}}


def utilities(space: Any) -> dict[str, Any]:
    found: dict[str, Any] = space["issueUtilities"]["locks"]["DiscreteValueSetUtilities"]["valueUtilities"]
    return found


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda space: space["issueWeights"].pop("toll"), "negotiation_key_missing"),
        (lambda space: utilities(space).pop("two"), "negotiation_key_missing"),
        (lambda space: space.update(bid(locks="three", toll="high")), "negotiation_name_unknown"),
        (lambda space: space.update(bid(lock="two", toll="high")), "negotiation_name_unknown"),
    ],
)
def test_slips_in_geniusweb(tmp_path: Path, change: Callable[[Any], Any], code: str) -> None:
    assert codes(spoilt(tmp_path, "web", "profileA.json", changed(change))) == [code]


@pytest.mark.parametrize("boats", ["10", "10.0", 10, 10.0])
def test_a_number_in_the_bid_for_no_deal_in_any_writing(tmp_path: Path, boats: Any) -> None:
    """0.6 × 0.25 + 0.4 × 0.75, half way between 1 and 0.5."""
    found = spoilt(
        tmp_path, "fish", "norway.json", changed(lambda space: space.update(bid(season="long", boats=boats)))
    )
    assert isinstance(found.record, Negotiation)
    assert found.record.disagreement[found.record.parties.index("norway")] == Fraction("0.45")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda party: party["issueWeights"].pop("season"), "negotiation_key_missing"),
        (lambda party: party["issueWeights"].update(seson=0.1), "negotiation_name_unknown"),
        (lambda party: party["issues"]["season"].pop("short"), "profile_other"),
    ],
)
def test_slips_in_negolog(tmp_path: Path, change: Callable[[Any], Any], code: str) -> None:
    assert codes(spoilt(tmp_path, "lake", "profileA.json", changed(change))) == [code]


def test_a_discount_of_negolog_is_said(tmp_path: Path) -> None:
    found = spoilt(tmp_path, "lake", "profileA.json", changed(lambda party: party.update(discountFactor=0.9)))
    assert "packages.read.discount" in [note.key for note in found.notes]


def second(**settings: Any) -> Callable[[Any], Any]:
    return lambda domain: domain["issues"][1].update(settings)


@pytest.mark.parametrize(
    ("file", "change", "code"),
    [
        ("domain.json", second(values=[1.0, 0.0]), "negotiation_range"),
        ("domain.json", second(values=[2, 0], type="ContiguousIssue"), "negotiation_range"),
        ("domain.json", second(values=[0, 2.5], type="ContiguousIssue"), "negotiation_number"),
        ("domain.json", second(values=[0, 20_000], type="ContiguousIssue"), "profile_unsupported"),
        ("domain.json", lambda domain: domain["issues"].append(domain["issues"][0]), "negotiation_name_twice"),
        ("upstream.json", lambda party: party.update(type="ExpDiscountedUFun"), "profile_unsupported"),
        (
            "upstream.json",
            lambda party: party.update(reserved_value=None, reserved_outcome=["low", 0.5]),
            "profile_unsupported",
        ),
    ],
)
def test_slips_in_negmas(tmp_path: Path, file: str, change: Callable[[Any], Any], code: str) -> None:
    assert codes(spoilt(tmp_path, "delta", file, changed(change))) == [code]


SHEET = "issue,option,A,B\nprice,low,10,1\nprice,high,2,9\nno deal,,1,1\n"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("no deal,,1,1\n", "no deal,,1,1\nno deal,,2,2\n", "scores_twice"),
        ("no deal", "constant,,1,1\nثابت,,2,2\nno deal", "scores_twice"),
        ("low,10,1", "low,1,000,1", "scores_beyond"),
        ("A,B\nprice,low,10,1", "A,,B\nprice,low,10,3,1", "scores_beyond"),
        ("A,B\nprice,low,10,1", "A,B,status quo\nquota,a,1,1,\nprice,low,10,1,x", "scores_status_quo"),
    ],
)
def test_slips_in_sheets(tmp_path: Path, old: str, new: str, code: str) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text(SHEET.replace(old, new, 1), encoding="utf-8")
    assert code in codes(read_written(path))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_sheets_as_spreadsheets_save_them(tmp_path: Path, encoding: str, mark: str) -> None:
    """A remark beside the table is none of its business."""
    path = tmp_path / "sheet.csv"
    text = SHEET.replace("A,B\n", "A,B,\n").replace("10,1\n", "10,1,ask again\n").replace(",", mark)
    path.write_text(text.replace("\n", "\r\n"), encoding=encoding)
    found = read_written(path)
    assert isinstance(found.record, Negotiation)
    assert found.record.utility((0,)) == (Fraction(10), Fraction(1))


@pytest.mark.parametrize(
    ("cell", "code"), [('<c r="C2">', "workbook_formula"), ('<c r="C2" t="str">', "scores_cell_empty")]
)
def test_a_formula_without_a_value_and_one_that_gave_an_empty_text(tmp_path: Path, cell: str, code: str) -> None:
    """Spreadsheets mark what a formula gave as text; a formula that nobody computed has no such mark."""
    rows: list[list[object]] = [["issue", "option", "A"], ["price", "low", "=1+1"], ["no deal", "", 1]]
    with zipfile.ZipFile(io.BytesIO(workbook({"talks": rows}))) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    assert '<c r="C2">' in sheet
    parts["xl/worksheets/sheet1.xml"] = sheet.replace('<c r="C2">', cell).encode()
    with zipfile.ZipFile(tmp_path / "talks.xlsx", "w") as new:
        for name, part in parts.items():
            new.writestr(name, part)
    assert codes(read_written(tmp_path / "talks.xlsx")) == [code]
