"""``detente repro``: the same inputs give the same bytes, each table is what its command prints, the draft is LaTeX."""

from __future__ import annotations

import csv
import importlib
import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pylatexenc.latexwalker import LatexEnvironmentNode, LatexWalker

from detente.drawing.graph_tikz import draw_tikz
from detente.errors import DetenteError
from detente.load import load
from detente.report.paper import paper
from detente.report.repro import MANIFEST, digest_of, inputs_of, refuse_foreign
from detente.stability.integrated import integrated_graph
from detente.stability.result import stability
from detente.words import LANGUAGES
from tests.cli.test_commands import run

ELMIRA = load("stability/elmira").situation


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repro") / "elmira"
    run("repro", "stability/elmira", "--out", str(folder))
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_the_manifest_has_the_digest_of_every_file(made: Path) -> None:
    files = contents(made)
    manifest = json.loads(files.pop(MANIFEST))
    assert manifest["files"] == {name: digest_of(data) for name, data in files.items()}
    assert manifest["situation"] == stability(ELMIRA).digest
    assert len(files) == 48 and {"paper.tex", "graph.svg", "graph.dot", "tables/moves.tex"} <= set(files)


def test_it_is_made_again_byte_by_byte_also_from_its_own_inputs(made: Path, tmp_path: Path) -> None:
    before = contents(made)
    run("repro", "stability/elmira", "--out", str(made))
    assert contents(made) == before
    run("repro", str(made / "inputs" / "situation.yaml"), "--out", str(tmp_path / "again"))
    assert contents(tmp_path / "again") == before


def test_its_script_says_what_differs(made: Path) -> None:
    def again() -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, str(made / "again.py")], capture_output=True, text=True, check=False)

    assert again().stdout == "all 48 files are the same\n"
    manifest = json.loads((made / MANIFEST).read_text())
    changed = {**manifest, "files": {**manifest["files"], "graph.svg": "0" * 64}}
    (made / MANIFEST).write_text(json.dumps(changed))
    done = again()
    (made / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
    assert (done.returncode, done.stdout) == (1, "differs: graph.svg\n")


def test_each_table_is_what_the_command_beside_it_prints(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made)
    lines = re.findall(r"^\| `tables/(\w+)\.\*` \| `detente (.*) csv`", (made / "README.md").read_text(), re.MULTILINE)
    assert [name for name, _ in lines] == [
        "options", "rankings", "moves", "matrices", "stability", "actors", "concepts", "graph",
    ]  # fmt: skip
    for name, line in lines:
        for form, ending in (("csv", "csv"), ("latex", "tex"), ("json", "json")):
            assert run(*shlex.split(line), form).stdout == (made / "tables" / f"{name}.{ending}").read_text()


def test_each_table_is_a_workbook_too(made: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    for path in sorted((made / "tables").glob("*.csv")):
        book = openpyxl.load_workbook(path.with_suffix(".xlsx"))
        cells = [["" if cell is None else str(cell) for cell in row]
                 for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]  # fmt: skip
        written = [row for row in csv.reader(path.read_text().splitlines()) if row]
        assert [row[0] for row in cells] == [row[0].removeprefix("'") for row in written], path.name


def test_nothing_of_others_is_written_over(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    run("repro", "stability/chicken", "--out", str(folder))
    (folder / "graph.svg").write_text("mine")
    with pytest.raises(DetenteError) as refused:
        run("repro", "stability/chicken", "--out", str(folder))
    assert str(refused.value) == (
        f"{folder / 'graph.svg'} was not written by this command, or was changed since; nothing was written. "
        "Choose another folder"
    )
    (folder / "graph.svg").unlink()
    run("repro", "stability/chicken", "--out", str(folder))
    for spoilt in ("{}", "[", '{"detente repro": 1}'):
        (folder / MANIFEST).write_text(spoilt)
        with pytest.raises(DetenteError, match=r"manifest\.json was not written by this command"):
            refuse_foreign(folder, {})


def test_what_a_file_cites_comes_along_and_what_is_too_large_is_said(tmp_path: Path) -> None:
    case = load("kuril/2019-01")
    found = inputs_of(case.situation, case.folder, case.folder / "situation.yaml")
    assert "situation.yaml" in found and "sources/facts.csv" in found
    assert all((case.folder / name).read_bytes() == data for name, data in found.items())
    with pytest.raises(DetenteError) as refused:
        inputs_of(case.situation, tmp_path, tmp_path / "none.yaml")
    assert str(refused.value).startswith(f"{tmp_path / 'none.yaml'} cannot be read: ")


LARGE = """detente: 1
actors: {a: {}, b: {}}
drivers: {cost: 1..3}
options: {a: {a1: {}, a2: {}}, b: {b1: {}, b2: {}}}
preferences:
  a: {goals: {g: {want: a.a1 and b.b1, weight: 2}, h: {avoid: a.a1, weight: cost}}}
  b: {goals: {g: {want: b.b1, weight: cost}}}
variants: {cheap: {drivers: {cost: 0.5}}}
"""


def test_the_options_of_the_run_stand_in_its_commands_and_what_is_refused_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("cli.files.show", "cli.papers.repro", "stability.integrated"):
        monkeypatch.setattr(importlib.import_module(f"detente.{module}"), "LARGEST", 10)
    (tmp_path / "large.yaml").write_text(LARGE)
    out = tmp_path / "out"
    run("repro", str(tmp_path / "large.yaml"), "--variant", "cheap", "--set", "cost=0.6", "--out", str(out))
    told = (out / "README.md").read_text()
    assert "`detente show inputs/large.yaml --options --variant cheap --set cost=0.6 --format csv`" in told
    assert (
        "## Left out\n\n- `detente show inputs/large.yaml --matrices --variant cheap --set cost=0.6`: there are" in told
    )
    assert "graph.svg" not in told and not (out / "graph.svg").exists()
    assert "\\input" not in (out / "paper.tex").read_text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_draft_is_latex_with_the_tables_and_the_graph(language: str) -> None:
    graph = integrated_graph(ELMIRA)
    draft = paper(graph.stability, graph, language, "detente repro a_b.yaml --out .")
    nodes, _, _ = LatexWalker(draft, tolerant_parsing=False).get_latex_nodes()
    (document,) = [node for node in nodes if isinstance(node, LatexEnvironmentNode)]
    inside = [node.environmentname for node in document.nodelist if isinstance(node, LatexEnvironmentNode)]
    assert inside == ["abstract", "table", "table", "table", "figure", "thebibliography"]
    assert draft.count("\\toprule") == draft.count("\\bottomrule") == 3 and "\\input{graph.tex}" in draft
    cited, listed = set(re.findall(r"\\cite\{(\w+)\}", draft)), set(re.findall(r"\\bibitem\{(\w+)\}", draft))
    assert cited == listed and "@" not in draft and "\u2068" not in draft and "a\\_b.yaml -{}-out" in draft
    assert set(re.findall(r"detente[0-9a-f]{6}", draft)) <= set(re.findall(r"detente[0-9a-f]{6}", draw_tikz(graph)))
    rows = re.findall(r"^(\d) & .*R SSEQ SEQ SMR GMR\}? \\\\$", draft, re.MULTILINE)
    assert rows[-3:] == ["5", "8", "9"]


@pytest.mark.parametrize(("engine", "language"), [("pdflatex", "en"), ("xelatex", "en"), ("xelatex", "ar")])
def test_the_draft_compiles(engine: str, language: str, tmp_path: Path) -> None:
    if shutil.which(engine) is None:
        pytest.skip(f"needs {engine}")
    graph = integrated_graph(ELMIRA)
    (tmp_path / "paper.tex").write_text(paper(graph.stability, graph, language, "detente repro x.yaml --out ."))
    (tmp_path / "graph.tex").write_text(draw_tikz(graph, language))
    command = [engine, "-interaction=nonstopmode", "-halt-on-error", "paper.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]
    assert re.search(r"Output written on paper.pdf \([23] pages", done.stdout)


def test_in_a_text_from_the_right_what_is_latin_is_set_apart() -> None:
    """XeTeX knows no order of brackets, and has no typewriter letters for Arabic: what is Latin is said to be."""
    graph = integrated_graph(ELMIRA)
    draft = paper(graph.stability, graph, "ar", "detente repro x.yaml --out .")
    apart = re.findall(r"\\bibitem\{\w+\} \\textenglish", draft)
    assert "numerals=maghrib" in draft and len(apart) == draft.count("\\bibitem")
    for latin in ("R SSEQ SEQ SMR GMR", "GMR", "tables/moves.csv", "\\texttt{detente repro"):
        assert "\\textenglish{" + latin in draft
    assert not re.search(r"(?<!\{)\bGMR\b(?! *\}| SMR)", draft[: draft.index("\\begin{figure}")].replace("SMR GMR", ""))
    assert "\\textenglish" not in paper(graph.stability, graph, "en", "detente repro x.yaml --out .")


def test_of_many_outcomes_the_draft_lists_the_equilibria() -> None:
    found = stability(load("kuril/2019-01").situation)
    draft = paper(found, None, "en", "detente")
    LatexWalker(draft, tolerant_parsing=False).get_latex_nodes()
    assert "\\begin{figure}" not in draft and len(draft) < 60_000
