"""``detente graph`` as a person calls it: sentences, table, data, files, refusals."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from detente.errors import DetenteError, LimitError
from tests.called import called
from tests.cli.test_commands import run

ELMIRA = "stability/elmira"


def test_the_sentences_count_and_the_table_shows_the_verdict() -> None:
    told = run("graph", ELMIRA).stdout
    assert told.startswith(
        "There are 9 outcomes and 24 moves of one actor.\n10 moves are improvements for their mover.\n"
        "Under SEQ nobody can punish 8 of them.\nUnder SEQ nobody leaves 3 outcomes, alone or together: 5, 8, and 9.\n"
    )
    assert told.count("nobody can punish it") == 8 and told.count("can be punished") == 2
    only = run("graph", ELMIRA, "--arcs", "unsanctioned", "--format", "csv").stdout.splitlines()
    assert only[0] == "who,from,to,kind,nash,sseq,seq,smr,gmr" and len(only) == 9


def test_the_data_have_the_arcs_and_the_tree() -> None:
    data = json.loads(run("graph", ELMIRA, "--start", "1", "--depth", "1", "--format", "json").stdout)
    assert [one["id"] for one in data["outcomes"] if "seq" in one["holds"]] == [5, 8, 9]
    assert data["tree"]["id"] == 1 and [one["id"] for one in data["tree"]["after"]] == [2, 3, 9, 5]
    rows = run("graph", ELMIRA, "--from", "1", "--depth", "1", "--format", "csv").stdout.splitlines()
    assert rows == [
        "way,step,who,kind,seq",
        "1 > 2,1,moe,move,",
        "1 > 3,1,uniroyal,move,",
        "1 > 9,1,uniroyal,move,",
        "1 > 5,1,local_government,improvement,unsanctioned",
    ]


@pytest.mark.parametrize("ending", [".svg", ".tex", ".graphml", ".dot", ".gv"])
def test_every_kind_of_file_is_written(ending: str, tmp_path: Path) -> None:
    target = tmp_path / f"graph{ending}"
    assert f"Written: {target}" in run("graph", ELMIRA, "--out", str(target)).stderr
    assert target.stat().st_size > 1000
    if ending != ".tex":
        tree = tmp_path / f"tree{ending}"
        run("graph", ELMIRA, "--start", "1", "--out", str(tree))
        assert tree.read_bytes() != target.read_bytes()


@pytest.mark.browser
@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs Chromium")
def test_a_pdf_has_one_page_of_the_size_of_the_drawing(tmp_path: Path) -> None:
    target = tmp_path / "graph.pdf"
    assert called("graph", ELMIRA, "--out", str(target)).returncode == 0
    data = target.read_bytes()
    assert data.startswith(b"%PDF") and data.count(b"/Type /Page\n") == 1


def test_what_cannot_be_written_or_shown_is_refused(tmp_path: Path) -> None:
    refused = called("graph", ELMIRA, "--out", str(tmp_path / "graph.png"))
    assert refused.returncode == 2
    assert refused.stderr == (
        f"{tmp_path / 'graph.png'}: a plot is written as .svg, .pdf, .tex, .graphml, .dot, and .gv. "
        "Give the file one of these endings\n"
    )
    assert not list(tmp_path.iterdir())
    for said, asked in (
        ("tree.tex: a plot is written as .svg, ", ("--start", "1", "--out", str(tmp_path / "tree.tex"))),
        ("there is no outcome 12; ids run from 1 to 9", ("--start", "12")),
    ):
        with pytest.raises(DetenteError, match=said):
            run("graph", ELMIRA, *asked)
    with pytest.raises(LimitError) as large:
        run("graph", "kuril/2019-01")
    assert str(large.value) == (
        "there are 1248 outcomes, and a graph shows up to 200. Hold options that do not matter here (`held`), or ask "
        "`detente paths`"
    )
    with pytest.raises(LimitError) as deep:
        run("graph", "stability/garrison", "--start", "1", "--depth", "12")
    assert str(deep.value) == (
        "within 12 steps the tree has more than 600 outcomes. Ask for a smaller --depth, or for --arcs improvements"
    )
