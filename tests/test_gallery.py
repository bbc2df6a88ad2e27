"""The gallery: each page has a question, code, a reading and an exercise, and its code runs from top to bottom."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as ET

import pytest

GALLERY = Path(__file__).parents[1] / "docs" / "gallery"
PAGES = sorted(GALLERY.glob("*.md"))
CELL = re.compile(r"```\{code-cell\} ipython3\n(.*?)```", re.DOTALL)


def test_there_are_enough() -> None:
    assert len(PAGES) >= 10


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_is_one_screen_with_question_code_reading_and_exercise(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.search(r"^# .+\n\n\*[^*\n]+\?[^*\n]*\*\n", text, re.MULTILINE), "the question, under the title"
    assert text.startswith("---\nfile_format: mystnb\n")  # else it would be shown and not executed
    assert 1 <= len(CELL.findall(text)) <= 4 and len(text.splitlines()) <= 90
    assert all(text.count(part) == 1 for part in ("**How to read it.**", "**Exercise.**", "\nMore: "))
    assert "kuril" not in text  # its article is not ours to print


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_code_of_a_page_runs(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As `make docs` runs it, without a kernel; the last line of a cell is shown as a notebook shows it."""
    monkeypatch.chdir(GALLERY)
    display = ModuleType("IPython.display")
    display.SVG = ET.fromstring  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "IPython", ModuleType("IPython"))
    monkeypatch.setitem(sys.modules, "IPython.display", display)
    names: dict[str, Any] = {}
    shown = 0
    for code in CELL.findall(page.read_text(encoding="utf-8")):
        *before, last = ast.parse(code).body
        ends = isinstance(last, ast.Expr)
        exec(compile(ast.Module(before if ends else [*before, last], []), page.name, "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), page.name, "eval"), names)
            shown += bool(value._repr_html_() if hasattr(value, "_repr_html_") else value is not None)
    assert shown
