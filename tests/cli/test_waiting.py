"""What takes long says so on a terminal, and leaves nothing behind; elsewhere it is silent."""

from __future__ import annotations

import sys
from time import sleep

import pytest

from detente.cli import printing


@pytest.mark.parametrize(("terminal", "seconds"), [(True, 0.3), (True, 0.0), (False, 0.3)])
def test_it_is_said_only_after_a_while(
    terminal: bool, seconds: float, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal, raising=False)
    monkeypatch.setattr(printing, "PATIENCE", 0.1)
    with printing.waiting():
        sleep(seconds)
    said = capsys.readouterr().err
    assert ("Working" in said) == (terminal and seconds > 0)
    assert said.endswith("\r\033[K") == terminal


def test_a_failure_ends_it_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with pytest.raises(ZeroDivisionError), printing.waiting():
        _ = 1 / 0
    assert capsys.readouterr().err == "\r\033[K"
