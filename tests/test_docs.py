"""Documentation that cannot rot: every console and Python example is run, every generated page is up to date."""

from __future__ import annotations

import doctest
import pkgutil
import re
import shlex
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import detente
from detente.cli import COMMANDS, group
from detente.errors import DetenteError
from detente.findings.result import Findings
from detente.situation.reading.schema import json_schema
from detente.uncertainty.study.result import Study
from detente.uncertainty.study.study import study

ROOT = Path(__file__).parents[1]
WRITTEN = [page for page in sorted((ROOT / "docs").rglob("*.md")) if "_build" not in page.parts]
PAGES = [ROOT / "README.md", *WRITTEN, *sorted((ROOT / "cases").rglob("README.md"))]
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
EXAMPLES = [(page, block) for page in PAGES for block in CONSOLE.findall(page.read_text(encoding="utf-8"))]


def commands(block: str) -> list[tuple[str, str]]:
    """Each command of a console block with the output shown under it."""
    parts = re.split(r"(?m)^\$ ", block)[1:]
    return [(part.partition("\n")[0], part.partition("\n")[2]) for part in parts]


def named(value: object) -> str:
    return value.name if isinstance(value, Path) else ""


def takes_long(block: str) -> bool:
    """A report or a study of the Kuril case."""
    return bool(re.search(r"(?m)^\$ detente (report|study) kuril", block))


@pytest.mark.parametrize(("page", "block"), [one for one in EXAMPLES if not takes_long(one[1])], ids=named)
def test_console_examples(page: Path, block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001
    run_as_shown(block, tmp_path, monkeypatch)


@pytest.mark.parametrize(("page", "block"), [one for one in EXAMPLES if takes_long(one[1])], ids=named)
def test_console_examples_of_the_kuril_study(
    page: Path,  # noqa: ARG001
    block: str,
    kuril: Findings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What the report found is not worked out again, nor a table that was drawn; the command takes it from there."""
    from detente.cli.report import find

    monkeypatch.setattr("detente.cli.study.look", drawn)

    def found(case: Any, situation: Any = None, runs: int = 0, **how: Any) -> Any:
        same = situation in (None, case.situation) and case.situation == kuril.case.situation and runs == kuril.runs
        return kuril if same else find(case, situation, runs, **how)

    monkeypatch.setattr("detente.cli.report.find", found)
    run_as_shown(block, tmp_path, monkeypatch)


DRAWN: list[tuple[Any, Study]] = []


def drawn(situation: Any, *asked: Any, **how: Any) -> Study:
    """The study of these arguments, drawn once however much a page asks of it."""
    same = (situation, asked, {name: one for name, one in how.items() if name != "tell"})
    known = next((one for key, one in DRAWN if key == same), None)
    if known is None:
        known = study(situation, *asked, **how)
        DRAWN.append((same, known))
    return replace(known, situation=situation)  # as it was read now: its variants are known by not being the same


def run_as_shown(block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command of the block prints what stands under it."""
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    monkeypatch.chdir(tmp_path)
    for command, expected in commands(block):
        words = shlex.split(command)
        assert words[0] == "detente"
        run = CliRunner().invoke(group, words[1:])
        assert not isinstance(run.exception, Exception) or isinstance(run.exception, DetenteError), run.exception
        shown, wanted = run.stdout, expected
        if wanted.rstrip().endswith("..."):
            wanted = wanted.rstrip()[:-3]
            shown = shown[: len(wanted)]
        assert shown == wanted


def test_there_are_examples_on_the_first_page() -> None:
    assert sum(page.name == "README.md" and page.parent == ROOT for page, _ in EXAMPLES) >= 2


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_python_examples(page: Path) -> None:
    runner = doctest.DocTestRunner(verbose=False)
    for block in PYTHON.findall(page.read_text(encoding="utf-8")):
        test = doctest.DocTestParser().get_doctest(block, {}, page.name, str(page), 0)
        assert runner.run(test).failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


def test_generated_pages_are_up_to_date(tmp_path: Path) -> None:
    # A process of its own: click keeps what a command was called with, and other tests call the commands alone.
    subprocess.run([sys.executable, ROOT / "docs" / "generate.py", tmp_path], check=True)
    assert len(list(tmp_path.iterdir())) >= 3
    for made in tmp_path.iterdir():
        kept = ROOT / "docs" / "reference" / made.name
        assert kept.read_text(encoding="utf-8") == made.read_text(encoding="utf-8"), f"run `make docs` ({made.name})"


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CONTRIBUTING.md"], ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_a_page_names_is_there(page: Path) -> None:
    """Folders, files and modules of the project that stand in the text, as code."""
    text = page.read_text(encoding="utf-8")
    for path in re.findall(r"`((?:src|tests|docs|benchmarks)/[\w./-]+)`", text):
        assert (ROOT / path).exists() or path.startswith("docs/_build") or "CODE" in path, path
    groups = {"detente.concepts", "detente.readers", "detente.measures"}  # of entry points, which are no modules
    for name in set(re.findall(r"`(detente(?:\.\w+)+)`", text)) - groups:
        assert pkgutil.resolve_name(name) is not None


def test_every_page_is_in_the_list() -> None:
    """The list of pages is the table of contents of the site as well."""
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    pages = {page.relative_to(ROOT / "docs").as_posix() for page in WRITTEN} - {"README.md", "index.md"}
    assert set(re.findall(r"\]\(([\w/.-]+?\.md)\)", index)) == pages


def test_every_public_name_is_in_the_reference() -> None:
    page = (ROOT / "docs" / "reference" / "python.md").read_text(encoding="utf-8")
    assert set(re.findall(r":: detente\.(\w+)$", page, re.MULTILINE)) == set(detente.__all__)


def test_every_command_is_in_the_reference() -> None:
    page = (ROOT / "docs" / "reference" / "command-line.md").read_text(encoding="utf-8")
    assert all(f"## detente {name}" in page for name in COMMANDS)


def test_every_key_of_the_format_is_in_the_reference() -> None:
    told = (ROOT / "docs" / "reference" / "file-format.md").read_text(encoding="utf-8")
    table = (ROOT / "docs" / "reference" / "file-keys.md").read_text(encoding="utf-8")
    schema = json_schema()
    keys = set(schema["properties"])
    for record in schema["$defs"].values():
        for part in record.get("anyOf", [record]):
            keys |= set(part.get("properties", {}))
    assert {key for key in keys if not re.search(rf"\b{re.escape(key)}\b", told)} == set()
    assert {key for key in keys if f"| `{key}` |" not in table} == set()
