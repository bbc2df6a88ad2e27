"""How the workbench is started: what is opened, at which port, and what is said where it cannot be."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.cli import group
from detente.errors import DetenteError
from detente.web import serving


@pytest.fixture(autouse=True)
def _no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything but the serving itself, which tests/web looks at."""
    monkeypatch.setattr("uvicorn.Server.run", lambda *_, **__: None)


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.create_server((serving.HOST, 0)) as listening:
        yield listening.getsockname()[1]


def run(*arguments: str) -> str:
    done = CliRunner().invoke(group, ["serve", *arguments], catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def test_a_case_a_file_or_a_folder_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").write_text("detente: 1\n")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "situation.yaml").write_text("detente: 1\n")
    assert "#/bench?open=kuril/2019-01&lang=en" in run("kuril/2019-01", "--no-open", "--port", "0")
    assert "#/bench?open=mine.yaml&lang=en" in run("mine.yaml", "--no-open", "--port", "0")
    assert "#/home?lang=en" in run("--no-open", "--port", "0")
    monkeypatch.setattr("detente.cli.language.chosen", lambda: "ar")
    assert "#/bench?open=stability/elmira&lang=ar" in run("elmira", "--no-open", "--port", "0")
    assert serving.start_of("more", tmp_path).folder == Path("more")


def test_a_browser_is_opened_at_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr("webbrowser.open", seen.append)
    said = run("stability/chicken", "--port", "0")
    assert seen[0] in said and seen[0].startswith("http://127.0.0.1:")


def test_a_taken_port_gives_way_to_the_next_free_one(taken: int) -> None:
    said = run("stability/chicken", "--no-open", "--port", str(taken))
    assert f"Port {taken} is taken; this is port " in said
    assert f"http://127.0.0.1:{taken}/" not in said


def test_without_a_free_port_it_is_said(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "TRIES", 1)
    with pytest.raises(DetenteError) as caught:
        run("stability/chicken", "--no-open", "--port", str(taken))
    assert str(caught.value) == (
        f"no port from {taken} to {taken} is free; choose another with --port, or --port 0 for any"
    )


def test_what_there_is_not_is_named() -> None:
    with pytest.raises(DetenteError) as caught:
        run("kuril/2019-02", "--no-open")
    assert str(caught.value) == (
        "there is no file and no shipped case “kuril/2019-02” — did you mean “kuril/2019-01”?; "
        "`detente cases` lists the shipped ones"
    )


def test_what_it_needs_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("detente.web")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    monkeypatch.delattr("detente.web", raising=False)
    with pytest.raises(DetenteError) as caught:
        run("stability/chicken", "--no-open")
    assert str(caught.value) == (
        '`detente serve` needs two packages that are not installed: pip install "detente[serve]"'
    )
