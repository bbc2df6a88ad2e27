"""The command: agreement, with whose numbers what is forecast, panels in rounds, and what is refused, said whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from detente.cli.papers.coders import coders as command
from detente.errors import DetenteError
from detente.uncertainty.experts.delphi import consensus, fallen, panel_round

ROOT = Path(__file__).parents[3]
CODED, PANEL = (str(ROOT / "docs" / "examples" / name) for name in ("coded.csv", "panel.csv"))


def run(*words: str) -> str:
    done = CliRunner().invoke(command, list(words), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def told(*words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(*words, "--format", "json"))
    return found


def written(folder: Path, text: str, name: str = "table.csv") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def test_each_coders_numbers_give_the_forecast_that_they_give_alone() -> None:
    found = told(CODED)
    [amal, ben] = [one for one in found["forecasts"] if one["issue"] == "filling"]
    own = {"Amal": ((10, 90, 40), (27, 45, 6)), "Ben": ((25, 70, 50), (27, 36, 6))}
    for one in (amal, ben):
        position, weight = own[one["coder"]]
        assert one["forecast"] == pytest.approx(np.average(position, weights=weight))
        assert one["filled"] == [] and one["who"] == ["Egypt"]
    assert found["changes"] == {"filling": False, "drought": False}
    assert [one["filled"] for one in found["forecasts"] if one["issue"] == "drought"] == [[], ["Sudan"]]


def test_disagreement_that_changes_the_forecast(tmp_path: Path) -> None:
    rows = [f"{actor},{position},1,1,{coder}" for coder, position in (("x", 2), ("y", 97)) for actor in "ABCDEFGHIJK"]
    said = run(written(tmp_path, "actor,position,capability,salience,coder\n" + "\n".join(rows) + "\n"))
    assert "not each inside the band of every other: whose numbers are taken changes what is forecast." in said
    assert "Position: there is no α" not in said
    rows = ["A,10,2,1,x", "B,90,1,1,x", "A,10,1,1,y", "B,90,2,1,y"]
    said = run(written(tmp_path, "actor,position,capability,salience,coder\n" + "\n".join(rows) + "\n"))
    assert "Whose position beats every other in votes between two depends on the coder, too." in said


def test_positions_on_scales_of_different_size_are_put_on_one(tmp_path: Path) -> None:
    rows = ["a,A,1,x,0,10", "a,A,2,y,0,10", "b,A,90,x,0,100", "b,A,80,y,0,100"]
    found = told(written(tmp_path, "issue,actor,position,coder,low,high\n" + "\n".join(rows) + "\n"))
    whole = found["agreement"][0]
    assert whole["scaled"] and whole["alpha"] == pytest.approx(1 - 0.01 / (4 / 12))


def test_words_and_ranges(tmp_path: Path) -> None:
    file = written(tmp_path, "item;rater;code\n1;m;yes\n1;o;no\n2;m;yes\n2;o;yes\n3;m;no\n3;o;no\n")
    [one] = told(file)["agreement"]
    assert (one["level"], one["alpha"]) == ("nominal", pytest.approx(4 / 9))
    file = written(tmp_path, "unit,coder,value\n1,m,10..30\n1,o,20\n2,m,40\n2,o,40\n")
    assert told(file)["agreement"][0]["alpha"] == 1


def test_panels() -> None:
    found = told(PANEL)
    assert [one["fallen"] for one in found["panels"]] == [True, False]
    assert [one["consensus"] for one in found["panels"]] == [True, False]
    assert [one["consensus"] for one in told(PANEL, "--consensus", "0.5")["panels"]] == [True, True]
    first, last = panel_round("1", [1, 4, 5, 2]), panel_round("2", [3, 3, 3, 3])
    assert (first.median, first.spread, last.spread) == (3, 2.5, 0)
    assert (fallen([first, last]), fallen([last, first]), fallen([first])) == (True, False, None)
    assert (consensus(first, None), consensus(first, 10), consensus(first, 9.9)) == (None, True, False)


def test_a_panel_without_a_scale(tmp_path: Path) -> None:
    file = written(tmp_path, "unit,expert,round,value\na,x,1,3\na,y,1,5\na,x,2,4\na,y,2,4\nb,x,2,1\n")
    said = run(file)
    assert "One unit was judged in several rounds; the spread" in said and "in 1 of 1." in said
    assert "2 units have no scale (columns low and high, or --scale)" in said
    assert "Consensus in the last round" in run(file, "--scale", "1", "5")


def test_all_formats(tmp_path: Path) -> None:
    assert run(CODED, "--format", "csv").count("\n\n") == 1
    assert run(PANEL, "--format", "latex").count("\\toprule") == 2
    run(PANEL, "--xlsx", str(tmp_path / "panel.xlsx"))
    assert (tmp_path / "panel.xlsx").stat().st_size > 1000


def test_a_workbook_and_a_list_in_yaml_are_read_as_well(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["Judged in March"], [], ["Unit", "Coder", "Value"], ["a", "x", 1], ["a", "y", 2], ["b", "x", 2]):
        book.active.append(row)
    book.save(tmp_path / "book.xlsx")
    listed = written(tmp_path, "- {unit: a, coder: x, value: 1}\n- {unit: a, coder: y, value: 2}\n", "list.yaml")
    for file in (str(tmp_path / "book.xlsx"), listed):
        assert told(file)["agreement"][0]["alpha"] == 0


def test_what_is_refused_is_said_whole_and_at_once(tmp_path: Path) -> None:
    def refused(text: str, *words: str) -> str:
        done = CliRunner().invoke(command, [written(tmp_path, text), *words])
        assert isinstance(done.exception, DetenteError), done.output
        assert done.exception.render("ar") != done.exception.render()
        return done.exception.render()

    assert refused("unit,codr,value\na,x,1\n") == (
        "table.csv: there is no column “coder” — did you mean “codr”?; the columns are unit, codr, and value. Name it "
        "in the heading"
    )
    assert refused("coder,value\nx,1\n") == (
        "table.csv: there is no column “unit”; the columns are coder and value. Name it in the heading"
    )
    assert refused("unit,coder,value\n") == (
        "table.csv: there is a heading and no line below it; write a line for each record"
    )
    assert refused(
        "unit,coder,position,low,high\na,x,1,0,9\na,x,2,0,9\n,y,3,0,9\nb,y,4,9,0\nc,,many,0,9\n"
    ).splitlines() == [
        "table.csv, 6: position is “many”, which is no number; write a number, or leave the cell blank",
        "table.csv, 3: x judged “a” already in line 2 of the same round; keep one of the two",
        "table.csv, 4: unit is blank; fill it in",
        "table.csv, 6: coder is blank; fill it in",
        "table.csv, 5: the lower end of the scale comes first: 9 is not below 0",
    ]
    assert refused('unit,coder,value\na,x,"1,234"\n') == (
        "table.csv: in value, 1,234 may be 1.234 or 1234; say which with --decimal"
    )
    assert refused("unit,coder,value,low\na,x,50%,1\na,y,3,1\n") == (
        "table.csv: in value, 50% is percent and 3 is not; write both alike"
    )
    assert refused('unit,coder,value,low\na,x,"1,5",1\na,y,2.5,1\n') == (
        "table.csv: in value, 2.5 and 1,5 are written by different rules; write them by one"
    )
    assert refused("unit,coder,value\na,x,yes\n", "--level", "interval") == (
        "interval needs numbers, and some values are words; choose --level nominal"
    )
    assert refused("unit,coder,value\na,x,-1\n", "--level", "ratio") == (
        "ratio needs values of 0 or more, and some are below; choose --level interval"
    )
    assert refused("unit,coder,value\na,x,1\n", "--scale", "5", "1").startswith(
        "the lower end of the scale comes first"
    )
