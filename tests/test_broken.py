"""Each message has a case that produces it, alone, and a file that shows it whole."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from detente.errors import in_file_order
from detente.load import check
from detente.situation.reading.accepting import HINTS, WARNINGS
from tests.broken_cases import BESIDE, BROKEN, codes, problems_of, rendered

OF_NO_FILE = {"plugin_broken"}  # warnings that no situation can accept
TOGETHER = Path(__file__).parent / "broken_together"


@pytest.mark.parametrize("code", codes())
def test_the_message_is_what_the_user_should_see(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    problems = problems_of(code, tmp_path, monkeypatch)
    assert rendered(problems) == (BROKEN / f"{code}.txt").read_text(encoding="utf-8")
    assert [problem.code for problem in problems] == [*BESIDE.get(code, []), code]
    allowed = "warning" if code in WARNINGS | OF_NO_FILE else "hint" if code in HINTS else "error"
    assert problems[-1].severity == allowed  # what can be accepted is what is no error


def test_every_code_has_its_case_and_every_case_its_code() -> None:
    table = tomllib.loads(files("detente.words").joinpath("en", "problems.toml").read_text(encoding="utf-8"))
    assert set(codes()) == set(table["problems"]) - {"label"}
    assert {path.stem for path in BROKEN.glob("*.txt")} == set(codes())


@pytest.mark.parametrize("path", sorted(TOGETHER.glob("*/situation.yaml")), ids=lambda path: path.parent.name)
def test_everything_is_said_at_once_in_file_order(path: Path) -> None:
    problems = check(path).problems
    assert rendered(problems) == path.with_name("expected.txt").read_text(encoding="utf-8")
    assert list(problems) == in_file_order(problems)
    assert len(problems) >= 5
