"""Without the extras: slower without numba, the same numbers; and what cannot be done without them names its extra."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from detente.uncertainty.study.study import study
from tests.uncertainty.studies import TWO, same, situation

WITHOUT = """
import sys
for name in sys.argv[1].split(","):
    sys.modules[name] = None
from detente.cli import main
sys.argv = ["detente", *sys.argv[2:]]
main()
"""


def run(tmp_path: Path, missing: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line where these packages are not installed."""
    file = tmp_path / "two.yaml"
    file.write_text(TWO)
    command = [sys.executable, "-c", WITHOUT, missing, "study", str(file), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_without_any_extra_the_shares_are_the_same(tmp_path: Path) -> None:
    arguments = ("--draws", "40000", "--format", "json")
    with_all = run(tmp_path, "none_of_this_name", *arguments)
    without = run(tmp_path, "numba,pyarrow,duckdb,dask,distributed,pandas,matplotlib", *arguments)
    assert (with_all.returncode, without.returncode) == (0, 0), without.stderr
    assert json.loads(without.stdout) == json.loads(with_all.stdout)


def test_the_whole_table_is_the_same_without_numba(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba")
    whole = study(situation(), 40_000)
    monkeypatch.setitem(sys.modules, "numba", None)
    assert same(study(situation(), 40_000), whole)


@pytest.mark.parametrize(
    ("missing", "arguments", "said"),
    [
        (
            "pyarrow",
            ("--out", "folder"),
            'this needs pyarrow; install it with: pip install "detente[scale]"',
        ),
        (
            "distributed",
            ("--engine", "dask"),
            'this needs dask[distributed]; install it with: pip install "detente[scale]"',
        ),
    ],
)
def test_what_needs_an_extra_names_it(tmp_path: Path, missing: str, arguments: tuple[str, ...], said: str) -> None:
    found = run(tmp_path, missing, *(str(tmp_path / a) if a == "folder" else a for a in arguments))
    assert found.returncode == 2
    assert (found.stdout, found.stderr.splitlines()[-1]) == ("", said)
    assert not (tmp_path / "folder").exists()
