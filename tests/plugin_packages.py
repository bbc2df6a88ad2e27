"""Small packages that add to detente through entry points, laid out as pip would install them."""

from __future__ import annotations

from pathlib import Path

CONCEPTS = "detente.concepts"
ONE_MOVE = """\
from detente.stability.concepts import Closure, Concept

ONE_MOVE = Concept(
    "one_move", "1M", "rank", Closure("one move", "any", 1),
    words={"en": "one answer by one move", "ar": "رد واحد بخطوة واحدة"},
)
"""
BROKEN = "import no_such_library\n"


def install(folder: Path, package: str, code: str, value: str, group: str = CONCEPTS) -> Path:
    """A package of one module whose entry point names ``module:value``; the folder, to be put on the path."""
    module = package.replace("-", "_")
    (folder / f"{module}.py").write_text(code, encoding="utf-8")
    about = folder / f"{module}-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", encoding="utf-8")
    (about / "entry_points.txt").write_text(f"[{group}]\n{value.lower()} = {module}:{value}\n", encoding="utf-8")
    return folder
