"""The same question in another environment: the same bytes, whatever the locale, the home, the seed of hashes or the
threads are; and a study begun in one goes on in the other."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.called import called

CASE = "stability/garrison"
HERE = {"DETENTE_LANG": "en"}
PLAIN = {"LANG": "C.UTF-8", "PYTHONHASHSEED": "0"}
ELSEWHERE: dict[str, dict[str, str]] = {
    "another locale, ASCII terminal, another seed of hashes, no home, far away": {
        "LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONHASHSEED": "77",
        "COLUMNS": "40", "TERM": "dumb", "HOME": "/nowhere", "XDG_CACHE_HOME": "/nowhere", "TZ": "Pacific/Kiritimati",
    },
    "one thread, nothing compiled": {"OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1", "NUMBA_DISABLE_JIT": "1"},
}  # fmt: skip


def asked(folder: Path, *words: str, **settings: str) -> bytes:
    """What a command prints in an environment, called from another folder."""
    kept = {key: os.environ[key] for key in ("PATH", "PYTHONPATH", "SYSTEMROOT", "VIRTUAL_ENV") if key in os.environ}
    command = [sys.executable, "-m", "detente", *words]
    run = subprocess.run(command, capture_output=True, cwd=folder, env={**kept, **PLAIN, **settings}, check=False)
    assert run.returncode == 0, run.stderr.decode("utf-8", "replace")
    return run.stdout


def studied(folder: Path) -> str:
    """What a study says here that is kept in a folder."""
    return called("study", CASE, "--draws", "20000", "--format", "json", "--out", str(folder / "kept"), **HERE).stdout


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    study = studied(tmp_path_factory.mktemp("here"))
    return called("stability", CASE, "--format", "json", **HERE).stdout, study


@pytest.mark.parametrize("name", ELSEWHERE)
def test_answers_are_the_same_elsewhere(name: str, here: tuple[str, str], tmp_path: Path) -> None:
    stability, study = here
    assert stability and study
    same = asked(tmp_path, "stability", CASE, "--format", "json", **ELSEWHERE[name])
    assert same.decode("ascii" if "ASCII" in name else "utf-8") == stability
    began = asked(tmp_path, "study", CASE, "--draws", "8192", "--format", "json", "--out", "kept", **ELSEWHERE[name])
    assert began
    assert studied(tmp_path) == study
    print(f"\n{name}: 3 runs, {len(stability) + len(study):,} bytes the same")
