"""The kinds of file the report is written to: by the ending, ready or refused before anything is worked out."""

from __future__ import annotations

import io
import re
import shutil
import struct
import subprocess
import zipfile
import zlib
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from detente.cli import group
from detente.errors import DetenteError
from detente.findings.findings import findings
from detente.load import load
from detente.report import pdf, word, word_bars
from detente.report.blocks import Block, Table, bare
from detente.report.markdown import markdown
from detente.report.whole import report
from detente.report.writing import kind_of, written
from detente.words import LANGUAGES
from tests.report.test_acceptance import page

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MACEDONIA = str(Path(__file__).parents[1] / "written" / "macedonia" / "situation.yaml")


def refused(*arguments: str) -> str:
    run = CliRunner().invoke(group, ["report", MACEDONIA, *arguments])
    assert isinstance(run.exception, DetenteError)
    return run.exception.render("en")


def test_an_ending_says_the_kind(tmp_path: Path) -> None:
    assert [kind_of(Path(name)) for name in ("a.html", "a.HTM", "a.pdf", "a.docx", "a.md", "folder", "v1.2")] == [
        "html", "html", "pdf", "docx", "md", None, None,
    ]  # fmt: skip
    assert refused("--out", str(tmp_path / "a.pfd")) == (
        f"{tmp_path}/a.pfd cannot be written: .pfd is no kind of report (did you mean .pdf?); "
        "known: .html, .htm, .pdf, .docx, and .md. Choose one of these endings, or a folder"
    )
    assert list(tmp_path.iterdir()) == []


def test_without_a_browser_a_pdf_is_refused_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_BROWSER", "no-such-browser")
    assert refused("--out", str(tmp_path / "a.pdf")) == (
        "a PDF is printed by a browser, and none was found (looked for: no-such-browser). Install Chromium or Chrome, "
        "or name one in DETENTE_BROWSER; or write .html and print it from your own"
    )


def test_a_browser_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "browser"
    program.write_text("#!/bin/sh\necho no display >&2\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("DETENTE_BROWSER", str(program))
    with pytest.raises(DetenteError) as error:
        pdf.pdf("<html><head></head></html>", pdf.browser())
    assert error.value.render("en") == (
        f"the browser {program} did not print the page: no display. Name another one in DETENTE_BROWSER, or write "
        ".html and print it from your own"
    )


def test_without_python_docx_the_install_line_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "import_module", lambda name: (_ for _ in ()).throw(ImportError(name)))
    assert refused("--out", str(tmp_path / "a.docx")) == (
        'this needs python-docx; install it with: pip install "detente[word]"'
    )


def test_the_old_option_names_the_new_one() -> None:
    assert refused("--both") == "the option --both is now --lang both"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_word_file_has_headings_footnotes_tables_and_direction(language: str) -> None:
    pytest.importorskip("docx")
    data = word.word(page("macedonia", "brief", language))
    parts = zipfile.ZipFile(io.BytesIO(data))
    body = ElementTree.fromstring(parts.read("word/document.xml"))
    styles = [style.get(f"{W}val") for style in body.iter(f"{W}pStyle")]
    assert styles.count("Heading1") == 1 and styles.count("Heading2") >= 5
    assert len(list(body.iter(f"{W}tbl"))) >= 5
    notes = ElementTree.fromstring(parts.read("word/footnotes.xml"))
    written_notes = {note.get(f"{W}id") for note in notes.iter(f"{W}footnote")}
    cited = [one.get(f"{W}id") for one in body.iter(f"{W}footnoteReference")]
    assert len(cited) == len(set(cited)) >= 5 and set(cited) <= written_notes
    assert "footnotes" in parts.read("word/_rels/document.xml.rels").decode()
    assert "/word/footnotes.xml" in parts.read("[Content_Types].xml").decode()
    rtl = language == "ar"
    assert (
        bool(list(body.iter(f"{W}bidi")))
        == bool(list(body.iter(f"{W}rtl")))
        == bool(list(body.iter(f"{W}bidiVisual")))
        == rtl
    )
    said = "".join(text.text or "" for text in body.iter(f"{W}t"))
    headline = next(text for text in page("macedonia", "brief", language).texts() if "54" in text)
    assert bare(headline) in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_markdown_has_tables_and_footnotes(language: str) -> None:
    text = markdown(page("macedonia", "brief", language))
    assert text.startswith(("As known", "بحسب")) and "\n# " in text and "\n## " in text
    assert "| --- |" in text and "[^1]: " in text and "\u2068" not in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert all(line.endswith("|") for line in rows)


def test_two_languages_are_two_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.cli import language

    monkeypatch.setattr(language, "both", lambda: True)
    words = ["report", MACEDONIA, "--brief", "--draws", "50"]
    run = CliRunner().invoke(group, [*words, "--out", str(tmp_path / "mac.md")], catch_exceptions=False)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mac.ar.md", "mac.en.md"]
    assert "Is there an agreement on the name?" in run.stdout
    CliRunner().invoke(group, [*words, "--out", str(tmp_path / "briefs")], catch_exceptions=False)
    assert sorted(path.name for path in (tmp_path / "briefs").iterdir()) == [
        "macedonia.brief.ar.html",
        "macedonia.brief.en.html",
    ]


@pytest.mark.browser
def test_word_opens_what_is_written(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice on this machine")
    pytest.importorskip("docx")
    (tmp_path / "a.docx").write_bytes(word.word(page("macedonia", "brief", "ar")))
    command = [
        office,
        "--headless",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "a.docx"),
    ]
    subprocess.run(command, capture_output=True, timeout=120, check=True)
    data = (tmp_path / "a.pdf").read_bytes()
    assert data.startswith(b"%PDF") and len(re.findall(rb"/Type ?/Page\b", data)) == 2


def test_in_word_runs_say_what_marks_of_direction_say() -> None:
    lri, fsi, end = "\u2066", "\u2068", "\u2069"
    assert word.isolated(f"اليابان {lri}−0.2{end} في {fsi}يناير 2019{end}، {fsi}NATO{end}") == [
        ("اليابان ", False), ("−0.2", True), (" في ", False), ("يناير 2019", False), ("، ", False), ("NATO", True),
    ]  # fmt: skip
    assert word.isolated("−12.2") == [("−12.2", True)]
    assert word.isolated("8 نقاط") == [("8 نقاط", False)]


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_bar_in_word_is_a_line_of_dots_in_its_colours(mirrored: bool) -> None:
    data = word_bars.strip([("1C5D8C", 0.25), ("9A4A1C", 0.5)], mirrored=mirrored)
    place = data.index(b"IDAT")
    (length,) = struct.unpack(">I", data[place - 4 : place])
    row = zlib.decompress(data[place + 4 : place + 4 + length])
    dots = [row[1 + 3 * at : 4 + 3 * at].hex().upper() for at in range(word_bars.DOTS)]
    drawn = ["1C5D8C"] * 60 + ["9A4A1C"] * 120 + ["FFFFFF"] * 60
    assert len(row) == 1 + 3 * word_bars.DOTS and dots == (drawn[::-1] if mirrored else drawn)


@pytest.mark.parametrize("language", LANGUAGES)
def test_columns_of_a_word_table_fill_the_width_and_hold_their_longest_word(language: str) -> None:
    tables = [one for block in page("macedonia", "report", language).blocks for one in tables_of(block)]
    assert len(tables) >= 5
    for one in tables:
        widths = word_bars.spread(one, 400)
        assert sum(widths) == pytest.approx(400)
        for place, width in enumerate(widths):
            texts = (one.columns[place].text, *(row[place].text for row in one.rows))
            longest = max((len(piece) for text in texts for piece in bare(text).split()), default=0)
            assert width >= longest * word_bars.LETTER


def tables_of(block: Block) -> list[Table]:
    if isinstance(block, Table):
        return [block]
    inner = [one for part in getattr(block, "parts", ()) for one in part] + list(getattr(block, "blocks", ()))
    return [table for one in inner for table in tables_of(one)]


def test_the_command_tells_of_variants_as_python_does(tmp_path: Path) -> None:
    """Times and readings beside the file are told unless one of them is the one that is looked at."""
    name = "mediation/prisoner_exchange"
    told = {}
    for flags in ((), ("--variant", next(iter(load(name).variants)))):
        target = tmp_path / f"{len(flags)}.md"
        run = CliRunner().invoke(group, ["report", name, "--draws", "40", "--out", str(target), *flags])
        assert run.exit_code == 0
        told[len(flags)] = target.read_text(encoding="utf-8")
    known = written(report(findings(load(name), runs=40), "en"), "md")
    titles = [line for line in str(known).splitlines() if line.startswith("#")]
    assert [line for line in told[0].splitlines() if line.startswith("#")] == titles
    beside = ("What if", "Before and after")
    assert any(line.endswith(beside) for line in titles)
    assert not any(line.startswith("#") and line.endswith(beside) for line in told[2].splitlines())
