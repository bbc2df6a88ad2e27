"""The house rules: one direction and no circles, small folders and files, names that say something, words apart.

Every import counts: at the top of a file, inside a function, and for the type checker alone.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import detente

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "detente"
MODULES = sorted(SOURCE.rglob("*.py"))
FOLDERS = sorted({path.parent for path in MODULES})

LONGEST = 400  # lines of a file
FULLEST = 20  # modules of a folder
SHORTEST = 40  # lines of a module that only one other uses

# A module may import what stands in its own line or in one before.
ORDER = (
    "version", "words", "errors", "files", "plugins", "solver", "counts", "time_left", "compiled", "situation",
    "result", "outcomes", "evidence", "stability", "bargaining", "influence", "uncertainty", "exchange", "cases",
    "load", "of_files", "findings", "drawing", "report", "batch", "api", "web", "cli", "__main__", "__init__",
)  # fmt: skip

# The same part of several ideas: what a folder finds, how it tells it, how it is checked.
SAME_PART = {"result", "sentences", "verify", "witness", "measure", "data", "draws"}
SAYING_NOTHING = {
    "how", "told", "also", "beside", "apart", "together", "plain", "written", "utils", "helpers", "manager", "misc",
    "common", "base", "tools",
}  # fmt: skip


def name_of(path: Path) -> str:
    """The dotted name of a module; a folder has that of its ``__init__``."""
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {name_of(path): path for path in MODULES}


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(text_of(path))


@cache
def imports(path: Path) -> frozenset[str]:
    """The modules of detente that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports by dots"
            if node.module and node.module.partition(".")[0] == "detente":
                parts = (f"{node.module}.{alias.name}" for alias in node.names)
                found |= {part if part in NAMES else node.module for part in parts}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.partition(".")[0] == "detente"}
    return frozenset(found - {name_of(path)})


def circles() -> Iterator[list[str]]:
    """Sets of modules that import one another, directly or by way of others (Tarjan 1972)."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    path: list[str] = []

    def visit(module: str) -> Iterator[list[str]]:
        number[module] = lowest[module] = len(number)
        path.append(module)
        for other in sorted(imports(NAMES[module])):
            if other not in number:
                yield from visit(other)
            if other in path:
                lowest[module] = min(lowest[module], lowest[other])
        if lowest[module] == number[module]:
            circle = path[path.index(module) :]
            del path[path.index(module) :]
            if len(circle) > 1:
                yield sorted(circle)

    for module in NAMES:
        if module not in number:
            yield from visit(module)


def relative(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def line_of(module: str) -> int:
    return ORDER.index(module.split(".")[1] if "." in module else "__init__")


def test_nothing_goes_in_a_circle() -> None:
    assert list(circles()) == []


def test_imports_point_one_way() -> None:
    found = [(name_of(path), module) for path in MODULES for module in sorted(imports(path))]
    assert [(name, module) for name, module in found if module not in NAMES] == []
    assert [(name, module) for name, module in found if line_of(module) > line_of(name)] == []


@pytest.mark.parametrize("path", FOLDERS, ids=relative)
def test_a_folder_is_small_and_says_which_question_it_answers(path: Path) -> None:
    first = path / "__init__.py"
    assert len(list(path.glob("*.py"))) - first.is_file() <= FULLEST
    assert first.is_file(), "a folder has an __init__.py that says what it is for"
    said = ast.get_docstring(tree_of(first)) or ""
    assert len(re.findall(r"[.?!](?=\s|$)", said)) >= 2, "a paragraph: the question, and which file to open first"


def test_no_name_stands_for_two_ideas() -> None:
    """A command, a figure and an answer to the page are named for what they serve, a main module for its folder."""
    own = [
        path.stem
        for path in MODULES
        if path.stem != "__init__"
        and path.relative_to(SOURCE).parts[0] not in ("cli", "drawing", "web")
        and path.stem not in SAME_PART
        and path.stem != path.parent.name
    ]
    assert [name for name, count in Counter(own).items() if count > 1] == []


def test_every_name_says_something() -> None:
    assert [relative(path) for path in MODULES if {path.stem, path.parent.name} & SAYING_NOTHING] == []


def test_no_small_module_serves_one_other_alone() -> None:
    users = Counter(module for path in MODULES for module in imports(path))
    texts = [text_of(path) for path in MODULES]
    users.update(module for module in NAMES for text in texts if f'"{module}:' in text)  # named by a result
    small = [
        name
        for name, path in NAMES.items()
        if users[name] == 1
        and path.stem not in {"__init__", *SAME_PART}
        and not name.startswith(("detente.cli.", "detente.web.answers."))
        and len(text_of(path).splitlines()) < SHORTEST
    ]
    assert small == []


def test_files_stay_small_and_say_what_they_are() -> None:
    assert [relative(path) for path in MODULES if len(text_of(path).splitlines()) > LONGEST] == []
    trees = {path: tree_of(path) for path in MODULES}
    assert [relative(path) for path, tree in trees.items() if tree.body and not ast.get_docstring(tree)] == []
    public = [
        (path, node)
        for path, tree in trees.items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and "cli" not in path.parts
        and not (isinstance(node, ast.ClassDef) and path.name == "model.py")  # a record
    ]
    assert [(relative(path), node.name) for path, node in public if not (ast.get_docstring(node) or _short(node))] == []


def _short(node: ast.AST) -> bool:
    """Up to ten lines: the name and the types say it."""
    return getattr(node, "end_lineno", 0) - getattr(node, "lineno", 0) < 10


def test_the_public_names_are_listed_and_there() -> None:
    assert sorted(detente.__all__) == list(detente.__all__)
    assert len(detente.__all__) <= 26
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
        "import detente as dt, detente.stability.result, detente.report.page, detente.load\n"
        "assert all(callable(getattr(dt, name)) for name in dt.__all__)\n"
        "from detente import load, report, stability\n"
        "print(stability(load('stability/chicken')).equilibria('seq'))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (run.stdout, run.stderr) == ("[2, 3]\n", "")


def test_commands_print_in_one_way_that_steers_no_terminal() -> None:
    """Everything goes through ``echo``, which leaves out what would steer a terminal."""
    texts = {path: path.read_text(encoding="utf-8") for path in (SOURCE / "cli").rglob("*.py")}
    odd = re.compile(r"click\.(echo|secho|style)|(?<![\w.])print\(|sys\.stdout\.write|Console\(\)")
    assert [relative(path) for path, text in texts.items() if odd.search(text) and path.name != "language.py"] == []
