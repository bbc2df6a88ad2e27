"""What a command makes is made anew over what it made before; over nothing else, and never over what it reads."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result

from detente.cli import group
from detente.errors import DetenteError
from detente.files import replaceable, write_made
from detente.version import __version__

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
PACT = Path(__file__).with_name("pact.yaml")
DATED = ROOT / "tests" / "written" / "macedonia" / "situation.yaml"  # what is told of it begins with its date

# Every kind of file that a command makes, with what is read for it.
MADE = {
    "brief.html": ("report", PACT, "--draws", "50", "--out"),
    "brief.md": ("report", PACT, "--draws", "50", "--out"),
    "dated.md": ("report", DATED, "--draws", "50", "--lang", "ar", "--out"),
    "brief.docx": ("report", PACT, "--draws", "50", "--out"),
    "moves.svg": ("graph", PACT, "--out"),
    "moves.tex": ("graph", PACT, "--out"),
    "moves.ar.tex": ("graph", PACT, "--lang", "ar", "--out"),
    "moves.dot": ("graph", PACT, "--out"),
    "moves.graphml": ("graph", PACT, "--out"),
    "ways.svg": ("paths", PACT, "--figure"),
    "line.svg": ("positions", EXAMPLES / "nile.csv", "--figure"),
    "shares.svg": ("study", PACT, "--draws", "50", "--plot"),
    "shares.png": ("study", PACT, "--draws", "50", "--plot"),
    "years.svg": ("series", EXAMPLES / "powers.csv", "--figure"),
    "errors.csv": ("positions", "--score", EXAMPLES / "decided.csv", "--learn"),
    "mactor.svg": ("influence", ROOT / "cases" / "kuril" / "2019-01", "--figure", "ties"),
    "tables.xlsx": ("show", PACT, "--xlsx"),
}


def archive(core: str) -> bytes:
    """What a word processor or a spreadsheet writes, as far as its maker is told."""
    made = BytesIO()
    with ZipFile(made, "w") as parts:
        parts.writestr("docProps/core.xml", core)
    return made.getvalue()


OFFICE = (archive("<dc:creator>Ann</dc:creator>"), archive("<dc:creator>detente</dc:creator>")[:-9], b"PK\x03\x04")
# What others write with the same endings.
FOREIGN = {
    ".html": (
        b"<!doctype html>\n<html lang='en'>\n<head><title>About detente</title></head></html>\n",
        b"<!-- mine -->",
    ),
    ".svg": (b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>\n', b"<?xml version='1.0'?>\n<svg/>\n"),
    ".md": (b"# Notes\n",),
    ".tex": (b"\\documentclass{article}\n",),
    ".dot": (b"digraph mine {}\n",),
    ".graphml": (b"<?xml version='1.0'?>\n<graphml/>\n",),
    ".png": (b"\x89PNG\r\n\x1a\n" + b"Software\0Matplotlib",),
    ".docx": OFFICE,
    ".xlsx": OFFICE,
    ".csv": (b"date,issue\n",),
}


def run(*words: object) -> Result:
    return CliRunner().invoke(group, [str(word) for word in words], catch_exceptions=False)


@pytest.mark.parametrize("name", MADE)
def test_made_anew_and_over_nothing_else(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_BROWSER", "none")  # a Word file goes without drawings here
    target = tmp_path / name
    for _ in range(2):
        assert run(*MADE[name], target).exit_code == 0
    assert target.stat().st_size > 100
    for content in (b"mine\n", b"\xff\xfem\0i\0n\0e\0", *FOREIGN.get(target.suffix, ())):
        target.write_bytes(content)
        with pytest.raises(DetenteError) as refused:
            run(*MADE[name], target)
        assert refused.value.code == "target_other" and refused.value.render("ar")
        assert target.read_bytes() == content
    target.write_bytes(b"")  # as some programs make a name sure
    assert run(*MADE[name], target).exit_code == 0


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (EXAMPLES / "decided.csv", ("positions", "--score", "FILE", "--learn", "FILE")),
        (EXAMPLES / "nile.csv", ("convert", "FILE", "FILE", "--force")),
        (PACT, ("graph", "FILE", "--out", "FILE")),
        (PACT, ("study", "FILE", "--plot", "FILE")),
        (PACT, ("show", "FILE", "--xlsx", "FILE")),
        (PACT, ("report", "FILE", "--out", "FILE")),
    ],
)
def test_what_is_read_is_never_written_over(source: Path, words: tuple[str, ...], tmp_path: Path) -> None:
    """Also by another path to the same file."""
    path = tmp_path / source.name
    path.write_bytes(source.read_bytes())
    (tmp_path / "inside").mkdir()
    around = tmp_path / "inside" / ".." / source.name
    given = [str(path if word == "FILE" else word) for word in words]
    given[-1 if words[-1] == "FILE" else -2] = str(around)
    with pytest.raises(DetenteError) as refused:
        run(*given)
    assert refused.value.code in ("target_other", "target_input", "workbook_ending")
    assert path.read_bytes() == source.read_bytes()


def test_a_learnt_table_is_not_written_over_where_it_is_read(tmp_path: Path) -> None:
    learnt = tmp_path / "errors.csv"
    run(*MADE["errors.csv"], learnt)
    with pytest.raises(DetenteError) as refused:
        run("positions", "--score", EXAMPLES / "decided.csv", "--errors", learnt, "--learn", learnt)
    assert refused.value.code == "target_input"


def test_a_workbook_is_called_one(tmp_path: Path) -> None:
    with pytest.raises(DetenteError) as refused:
        run("show", PACT, "--xlsx", tmp_path / "tables.csv")
    assert refused.value.code == "workbook_ending" and not list(tmp_path.iterdir())


def test_a_pdf_is_known_by_the_mark_behind_its_end(tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    write_made(path, b"%PDF-1.4\n%%EOF\n")
    replaceable(path)
    path.write_bytes(b"%PDF-1.4\n%%EOF\n")
    with pytest.raises(DetenteError):
        replaceable(path)
    path.write_bytes(b"%PDF")  # shorter than the mark
    with pytest.raises(DetenteError):
        replaceable(path)


def test_a_report_of_an_older_version_is_made_anew(tmp_path: Path) -> None:
    """Its head named its maker already."""
    path = tmp_path / "brief.html"
    run(*MADE["brief.html"], path)
    path.write_bytes(path.read_bytes().replace(f"detente {__version__}".encode(), b"detente 0.0.9", 1))
    assert b"detente 0.0.9" in path.read_bytes()
    assert run(*MADE["brief.html"], path).exit_code == 0
