"""Every worked example of ``docs/how-to/extend.md`` is run as it stands there, section by section.

Examples with prompts (``>>>``) are run by ``test_docs.py``, as on every page.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[1] / "docs" / "how-to" / "extend.md"
FENCE = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def sections() -> dict[str, str]:
    """For each ``## `` heading its Python blocks as one program, on the lines on which they stand in the page."""
    text = PAGE.read_text(encoding="utf-8")
    starts = [*re.finditer(r"^## (.+)$", text, re.MULTILINE)]
    ends = [start.start() for start in starts[1:]] + [len(text)]
    found = {}
    for heading, end in zip(starts, ends, strict=True):
        lines = [""] * text.count("\n")
        for block in FENCE.finditer(text, heading.start(), end):
            if block[1].startswith(">>>"):
                continue
            first = text.count("\n", 0, block.start(1))
            for place, line in enumerate(block[1].splitlines()):
                lines[first + place] = line
        found[heading[1]] = "\n".join(lines)
    return found


PROGRAMS = {heading: program for heading, program in sections().items() if program.strip()}


@pytest.mark.parametrize("heading", list(PROGRAMS))
def test_the_worked_example_runs(heading: str, tmp_path: Path) -> None:
    """In a process of its own, so that what it adds is gone afterwards."""
    program = tmp_path / "extend.py"
    program.write_text(PROGRAMS[heading] + "\n", encoding="utf-8")
    run = subprocess.run(
        [sys.executable, program.name], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert run.returncode == 0, run.stderr


def test_every_section_has_an_example() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        assert "\nassert " in section or "\n>>> " in section, section.splitlines()[0]
    assert PROGRAMS
