"""Shares, money, ratifiers, steps and runs: every answer of the cases in ``deals/`` by the command's JSON."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from detente.cli import group
from detente.exchange.negotiations.negotiation_files import answer

CASES = sorted((Path(__file__).parent / "deals").glob("*.json"))
LOOSE = {"example"}  # one of several right answers
IRRATIONAL = 1e-6
FOUND: dict[Path, Any] = {}


def same(found: Any, wanted: Any) -> bool:
    """Equal as exact numbers; a decimal of the case that has no end is met within a millionth."""
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(key in LOOSE or same(found.get(key), one) for key, one in wanted.items())
    if isinstance(wanted, list):
        return len(found) == len(wanted) and all(same(f, w) for f, w in zip(found, wanted, strict=True))
    if isinstance(wanted, bool) or wanted is None:
        return found is wanted
    try:
        exact, meant = Fraction(str(found)), Fraction(str(wanted))
    except ValueError:
        return bool(found == wanted)
    if isinstance(wanted, float) or isinstance(found, float):
        return abs(exact - meant) <= IRRATIONAL * max(1, abs(meant))
    return exact == meant


@pytest.fixture
def _found_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was found of a case is not found again in order to tell it in another way."""

    def kept(*asked: Any) -> Any:
        if path not in FOUND:
            FOUND[path] = answer(*asked)
        return FOUND[path]

    monkeypatch.setattr("detente.cli.deal.answer", kept)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
@pytest.mark.usefixtures("_found_once")
def test_every_answer_is_exact(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    run = CliRunner().invoke(group, ["deal", str(path), "--format", "json"])
    assert run.exit_code == 0, run.exception
    found = json.loads(run.stdout)
    for key, wanted in case["expected"].items():
        assert key in LOOSE or same(found.get(key), wanted), (key, found.get(key), wanted)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
@pytest.mark.usefixtures("_found_once")
def test_every_answer_is_told(path: Path, language: str) -> None:
    run = CliRunner().invoke(group, ["deal", str(path), "--lang", language])
    assert run.exit_code == 0, run.exception
    assert len(run.stdout.strip()) > 20
    assert "{" not in run.stdout
