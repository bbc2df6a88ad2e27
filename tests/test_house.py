"""The house rules: small files, imports that point one way, a small public face, words only in message files."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import detente

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "detente"
MODULES = sorted(SOURCE.rglob("*.py"))
LONGEST = 320

# Each layer may import itself and those before it.
LAYERS = [
    "words",
    "errors",
    "files",
    "solver",
    "situation",
    "outcomes",
    "exchange",
    "evidence",
    "result",
    "stability",
    "bargaining",
    "influence",
    "uncertainty",
    "report",
    "cli",
]
BESIDE = {"load": "evidence", "cases": "situation", "api": "report", "__init__": "cli"}


def layer(module: str) -> int:
    name = module.split(".")[1] if "." in module else "__init__"
    return LAYERS.index(BESIDE.get(name, name))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_imports_point_one_way(path: Path) -> None:
    name = path.relative_to(SOURCE.parent).with_suffix("").as_posix().replace("/", ".")
    here = layer(name)
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        imported = [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
        imported += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        for module in imported:
            if module.startswith("detente.") or module == "detente":
                assert module == "detente" or layer(module) <= here, f"{name} imports {module}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_files_stay_small_and_say_what_they_are(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST
    tree = ast.parse(text)
    assert not tree.body or ast.get_docstring(tree), "a module says what it is for"
    for node in tree.body:
        if (
            isinstance(node, ast.FunctionDef | ast.ClassDef)
            and not node.name.startswith("_")
            and "cli" not in path.parts
        ):
            is_record = isinstance(node, ast.ClassDef) and path.name == "model.py"
            assert ast.get_docstring(node) or is_record or _short(node), f"{node.name} has no docstring"


def _short(node: ast.AST) -> bool:
    """Up to ten lines: the name and the types say it."""
    return getattr(node, "end_lineno", 0) - getattr(node, "lineno", 0) < 10


def test_the_public_names_are_listed_and_there() -> None:
    assert sorted(detente.__all__) == list(detente.__all__)
    assert len(detente.__all__) <= 20
    for name in detente.__all__:
        assert getattr(detente, name) is not None


def test_importing_does_nothing_heavy() -> None:
    code = (
        "import sys, detente; print([m for m in ('numpy', 'pydantic', 'rich', 'jinja2', 'pandas') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_nothing_names_a_machine() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    machine = re.compile(r"(^|[^\w.])/(work|root|home|tmp)/\w")
    for name in tracked:
        path = ROOT / name
        if path.suffix in (".py", ".md", ".toml", ".yaml", ".cff", "") and path.is_file() and path != Path(__file__):
            assert not machine.search(path.read_text(encoding="utf-8")), name


def test_public_functions_stay_functions_whatever_is_imported() -> None:
    code = (
        "import detente as dt, detente.stability.result, detente.report.html, detente.load\n"
        "assert all(callable(getattr(dt, name)) for name in dt.__all__)\n"
        "from detente import load, report, stability\n"
        "print(stability(load('stability/chicken')).equilibria('seq'))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (run.stdout, run.stderr) == ("[2, 3]\n", "")
