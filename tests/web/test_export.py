"""The brief or the report as a file (WORKBENCH §11, scenario 17): no words of the article in it unless asked for."""

from __future__ import annotations

import base64
import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from detente.cli import group
from detente.evidence.sources import Sources
from detente.findings.result import Findings
from detente.web.answers.screens.export import export
from detente.web.contracts.screens import AskExport
from tests.web.views import paper_of, told, view_of

KURIL, SMALL = "kuril/2019-01", "stability/elmira"
LONG = 24  # letters from which on a quote is no chance phrase


def content(name: str, **asked: Any) -> tuple[str, bytes]:
    *steps, (last, ended) = told(export, view_of(name), AskExport(doc="x", **asked))
    assert {name for name, _ in steps} == {"progress"} and last == "done"
    return ended.found["name"], base64.b64decode(ended.found["content"])


@pytest.mark.parametrize("language", ["en", "ar"])
def test_quotes_of_a_text_stay_out_unless_asked_for(language: Any, kuril: Findings) -> None:
    view_of(KURIL).once("findings True", lambda: kuril)  # what the whole report finds, worked out for others too
    claims = Sources(view_of(KURIL).situation, paper_of(KURIL).folder).claims.values()
    words = [said for one in claims for said in (one.quote, one.words) if said and len(said) >= LONG]
    name, shared = content(KURIL, format="html", languages=language, whole=True)
    assert name == f"2019-01.{language}.html"
    page = shared.decode("utf-8")
    assert not any(said in page for said in words)
    assert "<script" not in page and "http://" not in page.replace("http://www.w3.org", "")
    whole = content(KURIL, format="html", languages=language, whole=True, quotes=True)[1].decode("utf-8")
    assert any(said in whole for said in words)


def test_two_languages_come_in_one_archive() -> None:
    name, archive = content(SMALL, format="md", languages="both")
    assert name == "elmira.brief.zip"
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        assert files.namelist() == ["elmira.brief.en.md", "elmira.brief.ar.md"]
        assert "Uniroyal" in files.read("elmira.brief.en.md").decode("utf-8")
        assert "يونيرويال" in files.read("elmira.brief.ar.md").decode("utf-8")
    assert archive == content(SMALL, format="md", languages="both")[1]


def test_answers_as_a_table() -> None:
    name, table = content(SMALL, format="csv")
    assert name == "elmira.brief.en.csv"
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8"))))
    assert [(row["question"], row["answer"]) for row in rows] == [("abandonment", "none")]


def test_word_and_html_of_a_small_case() -> None:
    assert content(SMALL, format="docx")[1][:2] == b"PK"
    assert content(SMALL, format="html", languages="ar")[1].startswith(b'<!doctype html>\n<html lang="ar" dir="rtl">')


def test_the_command_leaves_quotes_out_too(tmp_path: Path) -> None:
    (tmp_path / "said.txt").write_text(MINISTER, encoding="utf-8")
    (tmp_path / "situation.yaml").write_text(SAID, encoding="utf-8")
    for flags, there in (([], True), (["--no-quotes"], False)):
        out = tmp_path / f"report{len(flags)}.md"
        arguments = ["report", str(tmp_path), "--draws", "0", "--out", str(out), *flags]
        assert CliRunner().invoke(group, arguments, catch_exceptions=False).exit_code == 0
        assert ("will stay open all winter" in out.read_text(encoding="utf-8")) == there
    assert "Harbour news" in out.read_text(encoding="utf-8")


MINISTER = "The minister said that the harbour will stay open all winter."
SAID = """
detente: 1
title: A harbour
sources: {news: {file: said.txt, title: Harbour news}}
actors: {port: {name: The port}, town: {name: The town}}
options:
  port: {open: {text: open the harbour, otherwise: close it}}
  town: {pay: {text: pay for the ice breaker, otherwise: pay nothing}}
status_quo: {port.open: no, town.pay: no}
preferences:
  port:
    goals:
      trade: {want: port.open, weight: 2, cites: [{source: news, quote: the harbour will stay open all winter}]}
      ice: {avoid: "port.open and not town.pay", weight: 1, why: the ice breaker costs money}
  town: {goals: {fish: {want: port.open, weight: 2, why: fresh fish}, purse: {avoid: town.pay, weight: 1, why: taxes}}}
questions: {open: {statement: port.open, text: Does the harbour open?, yes: the harbour opens, no: it stays closed}}
"""
