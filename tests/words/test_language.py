"""A language is a folder of message files: one that is added speaks, with its own plurals, and else in English."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import detente
from detente.words import LANGUAGES, plurals

SOURCE = Path(detente.__file__).parent
POLISH = {
    "language.toml": """\
name = "Polski"
direction = "ltr"

[plurals]
one = "i = 1 and v = 0"
few = "v = 0 and i % 10 = 2..4 and i % 100 != 12..14"
many = "v = 0 and i != 1 and i % 10 = 0..1 or v = 0 and i % 10 = 5..9 or v = 0 and i % 100 = 12..14"
""",
    "cli.toml": """\
[cli.check]
good = "{file}: bez zarzutu"
summary = "{file}: {counts}"

[cli.check.errors]
one = "{count} błąd"
few = "{count} błędy"
many = "{count} błędów"
other = "{count} błędu"
""",
}


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    """The package as it is, with one more folder under words/."""
    package = tmp_path / "detente"
    package.mkdir()
    for part in SOURCE.iterdir():
        if part.name != "words":
            (package / part.name).symlink_to(part)
    shutil.copytree(SOURCE / "words", package / "words")
    (package / "words" / "pl").mkdir()
    for name, text in POLISH.items():
        (package / "words" / "pl" / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_folder_is_a_language(beside: Path) -> None:
    def run(*arguments: str) -> str:
        environment = {**os.environ, "PYTHONPATH": str(beside)}
        command = [sys.executable, "-m", "detente", *arguments, "--lang", "pl"]
        return subprocess.run(command, capture_output=True, text=True, env=environment, check=False).stdout

    path = beside / "nile.yaml"
    path.write_text("detente: 1\nactors: {egypt: , ethiopia: }\n", encoding="utf-8")
    assert run("check", str(path)) == f"{path}: bez zarzutu\n"
    for count, said in ((1, "1 błąd"), (3, "3 błędy"), (5, "5 błędów")):
        lines = "".join(f"  b{number}: {{text: x, move: sideways}}\n" for number in range(count))
        path.write_text(f"detente: 1\nactors: {{egypt: , ethiopia: }}\noptions:\n egypt:\n{lines}", encoding="utf-8")
        assert run("check", str(path)).splitlines()[-1] == f"{path}: {said}"
    assert "Usage:" in run("check", "--help")


def test_english_comes_first_among_the_shipped_ones() -> None:
    assert list(LANGUAGES) == ["en", "ar"]
    assert LANGUAGES == {"en": "ltr", "ar": "rtl"}


@pytest.mark.parametrize(
    ("count", "form"),
    [(0, "many"), (1, "one"), (2, "few"), (5, "many"), (12, "many"), (22, "few"), (112, "many"), (-3, "few"),
     (1.5, "other")],
)  # fmt: skip
def test_rules_are_read_as_cldr_writes_them(count: float, form: str) -> None:
    rules = {
        "one": "i = 1 and v = 0",
        "few": "v = 0 and i % 10 = 2..4 and i % 100 != 12..14",
        "many": "v = 0 and i != 1 and i % 10 = 0,1 or v = 0 and i % 10 = 5..9 or v = 0 and i % 100 = 12..14",
    }
    assert plurals.form(count, rules) == form


def test_digits_behind_the_point_count() -> None:
    assert plurals.form(1.3, {"one": "v = 1 and f = 3"}) == "one"
    assert plurals.form(1.25, {"one": "f % 10 = 5", "two": "n = 1"}) == "one"


def test_a_rule_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="no plural rule: 'n is 1'"):
        plurals.form(1, {"one": "n is 1"})
