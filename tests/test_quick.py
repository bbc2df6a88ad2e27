"""The list that `make quick` runs names tests that are there."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_name_on_the_quick_list_is_a_test() -> None:
    lines = [line.partition("#")[0].strip() for line in (ROOT / "tests" / "quick.txt").read_text("utf-8").splitlines()]
    assert len([line for line in lines if line]) > 50
    for line in filter(None, lines):
        file, _, name = line.partition("::")
        text = (ROOT / file).read_text(encoding="utf-8")
        assert f"def {name.partition('[')[0]}(" in text if name else "def test_" in text, line
