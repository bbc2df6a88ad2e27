"""What other packages add through entry points: taken in when it is asked for, left out with a word where it fails."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from detente.plugins import entries, failures, plugins
from tests.called import called
from tests.plugin_packages import BROKEN, CONCEPTS, ONE_MOVE, install

COMMAND = "from detente.cli import main; main()"
ROOT = Path(__file__).parents[1]


def run(folder: Path, code: str, *arguments: str, language: str = "en") -> subprocess.CompletedProcess[str]:
    """A fresh Python in which the packages of the folder are installed."""
    path = os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path, "DETENTE_LANG": language, "PYTHONUTF8": "1"},
    )


def then(*calls: tuple[str, ...]) -> str:
    """Code that calls the command line with these, each in a language that stands first: a line of JSON for each."""
    return (
        "import json\nfrom tests.called import called\n"
        f"for language, *words in {calls!r}:\n"
        "    done = called(*words, DETENTE_LANG=language)\n"
        "    print(json.dumps([done.returncode, done.stdout, done.stderr]))\n"
    )


def check_one_move(folder: Path) -> None:
    """The concept is in the table, among the choices of the command line, and in results; nothing is said."""
    code = (
        "import detente as dt\n"
        "from detente.stability.concepts import CONCEPTS, KNOWN, STRONG\n"
        "case = dt.load('stability/chicken')\n"
        "print('one_move' in KNOWN, list(CONCEPTS)[-1], 'one_move' in STRONG, len(KNOWN))\n"
        "print(dt.stability(case, ['one_move']).data()['equilibria'], list(dt.stability(case).solutions)[-1])"
    )
    arguments = ("explain", "stability/chicken", "row", "1", "--concept", "one_move")
    shown = run(folder, then(("en", "stability", "--help"), ("en", *arguments), ("ar", *arguments)) + code)
    *said, known, found = shown.stdout.splitlines()
    assert (shown.stderr, known, found) == ("", "True one_move False 9", "{'one_move': [2, 3, 4]} gmr")
    told = [json.loads(line) for line in said]
    assert [(code, error) for code, _, error in told] == [(0, "")] * 3
    for (_, out, _), words in zip(told, ("one_move", "one answer by one move", "رد واحد بخطوة واحدة"), strict=True):
        assert words in out


def test_a_package_adds_a_concept(tmp_path: Path) -> None:
    check_one_move(install(tmp_path, "one-move", ONE_MOVE, "ONE_MOVE"))


def test_a_package_that_pip_installs_adds_a_concept(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    source, target = tmp_path / "source", tmp_path / "site"
    source.mkdir()
    (source / "one_move.py").write_text(ONE_MOVE, encoding="utf-8")
    (source / "pyproject.toml").write_text(
        "[build-system]\nrequires = ['hatchling']\nbuild-backend = 'hatchling.build'\n"
        "[project]\nname = 'one-move'\nversion = '1.0'\n"
        f"[project.entry-points.'{CONCEPTS}']\none_move = 'one_move:ONE_MOVE'\n"
        "[tool.hatch.build.targets.wheel]\nonly-include = ['one_move.py']\n"
    )
    pip = [sys.executable, "-m", "pip", "install", "--no-build-isolation", "--no-deps", "--no-index", "--quiet"]
    made = subprocess.run([*pip, "--target", str(target), str(source)], capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    check_one_move(target)


def test_a_package_may_add_several(tmp_path: Path) -> None:
    two = ONE_MOVE + "SEVERAL = [ONE_MOVE, Concept('two_moves', '2M', 'rank', Closure('two moves', 'any', 2))]\n"
    shown = run(
        install(tmp_path, "several", two, "SEVERAL"), "from detente.stability.concepts import KNOWN; print(*KNOWN)"
    )
    assert shown.stdout.split()[-2:] == ["one_move", "two_moves"]


@pytest.mark.parametrize(
    ("code", "value", "reason"),
    [
        (BROKEN, "ANY", "ModuleNotFoundError: No module named 'no_such_library'"),
        ("", "MISSING", "AttributeError: module 'faulty_one' has no attribute 'MISSING'"),
        ("LATER = 3", "LATER", "it names something of type int, where a Concept belongs"),
        (ONE_MOVE.replace('"one_move"', '"seq"'), "ONE_MOVE", "the name “seq” is taken"),
    ],
)
def test_what_fails_is_named_and_the_rest_works(tmp_path: Path, code: str, value: str, reason: str) -> None:
    sound = called("stability", "stability/chicken", "--format", "json")
    folder = install(tmp_path, "faulty-one", code, value)
    shown = run(folder, COMMAND, "stability", "stability/chicken", "--format", "json")
    assert (shown.returncode, shown.stdout) == (0, sound.stdout) and json.loads(shown.stdout)
    assert shown.stderr.startswith("faulty-one  warning: the package faulty-one is left out of “detente.concepts”")
    assert reason in shown.stderr and "uninstall the package faulty-one" in shown.stderr
    arabic = run(folder, COMMAND, "stability", "stability/chicken", language="ar")
    assert arabic.returncode == 0 and "تحذير" in arabic.stderr and "faulty-one" in arabic.stderr


def test_a_package_that_fails_does_not_hide_one_that_works(tmp_path: Path) -> None:
    install(tmp_path, "faulty-one", BROKEN, "ANY")
    folder = install(tmp_path, "one-move", ONE_MOVE, "ONE_MOVE")
    shown = run(folder, "from detente.stability.concepts import KNOWN; print('one_move' in KNOWN)")
    assert shown.stdout == "True\n"
    assert "RuntimeWarning" in shown.stderr and "faulty-one" in shown.stderr


def test_nothing_is_loaded_before_it_is_asked_for(tmp_path: Path) -> None:
    folder = install(tmp_path, "faulty-one", BROKEN, "ANY")
    code = (
        "import detente as dt\ncase = dt.load('stability/chicken')\nprint(dt.stability(case).equilibria('seq'))\n"
        "from detente.stability.concepts import CONCEPTS\nprint(CONCEPTS['seq'].symbol)"
    )
    shown = run(folder, code)
    assert (shown.stdout, shown.stderr) == ("[2, 3]\nSEQ\n", "")
    assert run(folder, COMMAND, "check", "stability/chicken").stderr == ""


def test_entries_are_objects_of_any_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Groups stand apart; packages come in the order of their names; an entry may name several objects."""
    monkeypatch.syspath_prepend(install(tmp_path, "plugged-beta", "SEVERAL = [1, 2]", "SEVERAL", "detente.tried"))
    install(tmp_path, "plugged-alpha", "ONE = 0", "ONE", "detente.tried")
    install(tmp_path, "plugged-gamma", "ONE = 9", "ONE", "detente.others")
    before = len(failures())
    assert [plugin.value for plugin in plugins("detente.tried")] == [0, 1, 2]
    assert entries("detente.tried") == {"one": 0, "several": 2}
    assert [plugin.package for plugin in plugins("detente.tried")] == ["plugged-alpha", "plugged-beta", "plugged-beta"]
    assert len(failures()) == before
    assert list(entries("detente.nobody")) == []
