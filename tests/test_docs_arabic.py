"""The pages in Arabic: every command prints what stands under it, links lead somewhere, prose runs its own way."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.called import called

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.ar.md", ROOT / "docs" / "tutorial" / "kuril.ar.md"]
BLOCK = re.compile(r"```shell-session\n\$ detente ([^\n]*)\n(.*?)```", re.DOTALL)
EXAMPLES = [found for page in PAGES for found in BLOCK.findall(page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(("command", "expected"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_a_command_prints_what_is_shown(command: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    shown = called(*shlex.split(command)).stdout
    if expected.endswith("\n...\n"):
        expected = expected.removesuffix("...\n")
        shown = shown[: len(expected)]
    assert shown == expected


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere_and_prose_runs_from_right_to_left(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
        assert (page.parent / target).exists(), target
    assert text.count('<div dir="rtl">') == text.count("</div>") > 3
    outside = re.sub(r'<div dir="rtl">.*?</div>|```.*?```|^ {4}.*?$|^# .*?$', "", text, flags=re.DOTALL | re.MULTILINE)
    assert not outside.strip()
    assert "ّ" not in re.sub(r"```.*?```|سلّم", "", text, flags=re.DOTALL).replace("ذكّرك", "")


def test_both_first_pages_lead_to_each_other() -> None:
    assert "(README.ar.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "(README.md)" in PAGES[0].read_text(encoding="utf-8")
    assert "(tutorial/kuril.ar.md)" in (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
