"""Results elsewhere: data frames, labelled arrays, notebooks, workbooks; what is said where a package is missing."""

from __future__ import annotations

import csv
import io
import json
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import detente as dt
from detente.errors import DetenteError
from detente.exchange.row_formats import workbook
from detente.result import Result, json_text
from tests.called import called
from tests.cli.test_commands import run

openpyxl = pytest.importorskip("openpyxl")
ELMIRA = dt.load("stability/elmira")

SHEETS = [
    ("show", "stability/elmira", "--options"),
    ("show", "stability/elmira", "--outcomes"),
    ("stability", "stability/elmira", "--all"),
    ("stability", "stability/elmira", "--actors"),
    ("concepts", "stability/chicken"),
    ("graph", "stability/elmira"),
    ("paths", "stability/elmira"),
    ("perception", "perception/euphrates_1975"),
    ("positions", "bargaining/emissions_1994", "--draws", "0"),
    ("cases",),
]


def sheets(path: Path) -> dict[str, list[list[object]]]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


@pytest.mark.parametrize("asked", SHEETS, ids=" ".join)
def test_a_workbook_holds_what_csv_holds(asked: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "tables.xlsx"
    done = run(*asked, "--xlsx", str(path))
    assert f"Written: {path}" in done.stderr and not done.stdout.strip()
    (table,) = sheets(path).values()
    written = list(csv.reader(io.StringIO(run(*asked, "--format", "csv").stdout)))

    def same(cell: object, text: str) -> bool:
        if isinstance(cell, bool) or not isinstance(cell, int | float):
            return ("" if cell is None else str(cell)) == text
        return float(text) == pytest.approx(cell)

    assert len(table) == len(written) > 1
    assert all(same(a, b) for row, line in zip(table, written, strict=True) for a, b in zip(row, line, strict=True))


def test_several_tables_are_several_sheets_and_equal_tables_equal_files(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        run("show", "stability/elmira", "--rankings", "--moves", "--matrices", "--xlsx", str(tmp_path / name))
    assert list(sheets(tmp_path / "a.xlsx")) == ["rankings", "moves", "matrices"]
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_nothing_in_a_cell_is_worked_out_and_names_of_sheets_fit(tmp_path: Path) -> None:
    path = tmp_path / "odd.xlsx"
    rows = [{"a": "=1+1", "b": None, "c": True, "d": 0.1, "e": "x\x00y"}]
    path.write_bytes(workbook([("a/b", rows), ("A b", []), ("n" * 40, rows), ("n" * 40, rows), ("", rows)]))
    found = sheets(path)
    assert list(found) == ["a b", "A b 2", "n" * 31, "n" * 29 + " 2", "-"]
    assert found["a b"][1] == ["=1+1", None, True, 0.1, "x\ufffdy"]
    assert openpyxl.load_workbook(path)["a b"]["A2"].data_type == "s"
    path.write_bytes(workbook([]))
    assert list(sheets(path)) == ["-"]


def test_a_workbook_is_written_instead_of_a_format(tmp_path: Path) -> None:
    with pytest.raises(DetenteError) as refused:
        run("show", "stability/elmira", "--xlsx", str(tmp_path / "a.xlsx"), "--format", "csv")
    assert str(refused.value) == "--xlsx writes a workbook instead of printing; leave out --format, or ask twice"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("package", "asked", "extra"),
    [
        ("openpyxl", lambda path: run("show", "stability/elmira", "--xlsx", str(path)), "frames"),
        ("pandas", lambda _: dt.stability(ELMIRA).to_pandas(), "frames"),
        ("polars", lambda _: dt.stability(ELMIRA).to_polars(), "polars"),
        ("xarray", lambda _: dt.stability(ELMIRA).to_xarray(), "xarray"),
    ],
    ids=["openpyxl", "pandas", "polars", "xarray"],
)
def test_a_missing_package_names_its_extra(
    package: str, asked: object, extra: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(DetenteError) as refused:
        asked(tmp_path / "a.xlsx")  # type: ignore[operator]
    assert str(refused.value) == f'this needs {package}; install it with: pip install "detente[{extra}]"'


def test_frames_have_the_rows() -> None:
    pytest.importorskip("pandas")
    pytest.importorskip("polars")
    result = dt.stability(ELMIRA)
    assert result.to_pandas().to_dict("records") == result.rows()
    assert result.to_polars().to_dicts() == result.rows()
    study = dt.study(ELMIRA, draws=50)
    assert study.to_polars().shape == study.to_pandas().shape and study.to_polars().columns == list(study.to_pandas())


def test_arrays_have_labels() -> None:
    pytest.importorskip("xarray")
    result = dt.stability(ELMIRA)
    found = result.to_xarray()
    assert found["stable"].dims == ("concept", "actor", "outcome")
    for concept in result.solutions:
        kept = found["equilibrium"].sel(concept=concept)
        assert found["outcome"].values[kept.values].tolist() == result.equilibria(concept)
        held = found["holds"].sel(concept=concept)
        assert found["outcome"].values[held.values].tolist() == result.holds(concept)
        for actor in ELMIRA.situation.actors:
            stays = found["stable"].sel(concept=concept, actor=actor).values
            assert found["outcome"].values[stays].tolist() == result.stable(concept, actor)
    assert found["name"].values.tolist()[0] == "s1" and found.attrs["digest"] == result.digest
    study = dt.study(ELMIRA, draws=50)
    assert dict(study.to_xarray().sizes) == {"draw": 50} and study.to_xarray().attrs["seed"] == study.seed
    with pytest.raises(DetenteError) as refused:
        dt.scan(ELMIRA).to_xarray()
    assert str(refused.value) == "Scans has no array of its own; take its rows, with to_pandas() or to_polars()"


RESULTS = {
    "stability": lambda: dt.stability(ELMIRA),
    "large": lambda: dt.stability(dt.load("kuril/2019-01")),
    "concepts": lambda: dt.concepts(dt.load("stability/chicken")),
    "paths": lambda: dt.paths(ELMIRA),
    "perception": lambda: dt.perception(dt.load("perception/euphrates_1975")),
    "inverse": lambda: dt.inverse(dt.load("stability/chicken"), "4"),
    "positions": lambda: dt.positions(dt.load("bargaining/emissions_1994"), draws=0),
    "influence": lambda: dt.influence(dt.load("kuril/2019-01")),
    "study": lambda: dt.study(ELMIRA, draws=50),
    "scan": lambda: dt.scan(ELMIRA),
    "explain": lambda: dt.explain(ELMIRA, "moe", "1"),
}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", RESULTS)
def test_a_notebook_shows_sentence_table_and_figure(name: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_LANG", language)
    result: Result = RESULTS[name]()
    shown = ET.fromstring(result._repr_html_())
    assert (shown.get("lang"), shown.get("dir")) == (language, {"en": "ltr", "ar": "rtl"}[language])
    said = ["".join(one.itertext()) for one in shown.findall("p")]
    assert said[: len(result.sentences(language))] == result.sentences(language)
    assert len(shown.findall("table")) == bool(result.rows())
    drawn = shown.findall("figure/{http://www.w3.org/2000/svg}svg")
    assert len(drawn) == (bool(result.drawn_by) and name != "large")


def test_a_long_table_says_how_much_is_left_out() -> None:
    found = dt.influence(dt.load("kuril/2019-01"))._repr_html_()
    assert found.count("<tr>") == 31 and "… +" in found
    assert called("show", "stability/elmira", "--xlsx", "/").returncode == 2


def test_long_json_stands_in_one_line_and_says_the_same() -> None:
    short, long = {"a": [1, "ب"]}, {"a": ["x" * 1000] * 1000}
    assert json_text(short).count("\n") == 5 and json_text(short, None) == '{"a": [1, "ب"]}'
    assert "\n" not in json_text(long) and json.loads(json_text(long)) == long
    assert json_text({"a": "\x7f"}, None) == '{"a": "\\u007f"}'
